"""What one person may see of one order, as the card and the texts need it.

Already masked for the receiver's role; words of people are shown as they are, never as markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.order import Result, Status
from domain.roles import Role


@dataclass(frozen=True, slots=True)
class CardButton:
    """`press`: the callback string, at most 64 bytes."""

    text_id: str
    data: Mapping[str, Any]
    press: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. `action` names the Fluent id `card-did-<action>`."""

    at: datetime
    action: str
    text_data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """`short`: the last five digits. `title_key`: the Fluent id `card-title-<title_key>`.
    `unit` and `deputy` are names as the public reads them. Times are aware UTC.
    `limit_key`: a limit class of model.md C5. `photos`: file_ids, `photo_count` all of them."""

    number: str
    short: str
    role: Role
    status: Status
    result: Result | None
    round: int
    urgency: str
    title_key: str
    matter: str
    photos: tuple[str, ...]
    photo_count: int
    category: str | None
    place: str | None
    unit: str | None
    deputy: str | None
    due: datetime | None
    due_kind: str | None
    words: tuple[str, ...]
    confidence: float
    limit_key: str | None
    question: str | None
    plan: str | None
    progress: str | None
    reply_text: str | None
    result_class: str | None
    timeline: tuple[TimelineEntry, ...]
    buttons: tuple[tuple[CardButton, ...], ...]
