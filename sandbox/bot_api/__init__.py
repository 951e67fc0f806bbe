"""The methods of the Bot API, one room per theme; importing them fills METHODS."""

from sandbox.bot_api import answers, copying, editing, groups, me, media, places, sending, webhooks
from sandbox.bot_api.registry import METHODS

__all__ = [
    "METHODS", "answers", "copying", "editing", "groups", "me", "media", "places", "sending",
    "webhooks",
]  # fmt: skip
