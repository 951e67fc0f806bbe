"""The methods of the Bot API, one room per theme; importing them fills METHODS."""

from sandbox.bot_api import me, sending
from sandbox.bot_api.registry import METHODS

__all__ = ["METHODS", "me", "sending"]
