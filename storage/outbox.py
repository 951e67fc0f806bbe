"""What goes out: rows that say what to tell whom. storage/sending.py claims and marks them.

reliability.md 4.4, decisions.md 10-12. Two clocks: `now` of the services is the movable one
(created_at, expires_at, sent_at); leases and retries use real time (decisions.md 2).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import Table, and_, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base
from storage.database import wake_after_commit
from storage.models import Person
from storage.queues import OutboxMessage

PRIORITY_OF = {
    "escalation": 0,
    "ack": 1,
    "reminder": 2,
    "status": 3,
    "menu": 4,
    "rating": 5,
    "digest": 7,
}
DANGER = 0
# Text ids that the sender lays out itself; BUTTONS renews those under data["message_id"].
CARD, DIGEST, MISSED, BUTTONS = "card", "digest", "missed", "buttons"
UNREACHABLE = "unreachable"
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # next_at of a row that was never tried
ROWS: Table = Base.metadata.tables[OutboxMessage.__tablename__]


class NewMessage(TypedDict):
    """Either `text_id` with `data` (rendered when sent) or a Bot API `method` with `args`.
    `dedupe`: the message is said once, whoever asks for it again."""

    district_id: str
    bot_id: int
    chat_id: int
    kind: str
    now: datetime
    priority: NotRequired[int | None]
    dedupe: NotRequired[str | None]
    text_id: NotRequired[str | None]
    data: NotRequired[Mapping[str, Any] | None]
    method: NotRequired[str]
    args: NotRequired[Mapping[str, Any]]
    order_id: NotRequired[UUID | None]
    person_id: NotRequired[UUID | None]
    event_seq: NotRequired[int]
    expires_at: NotRequired[datetime | None]


async def enqueue(session: AsyncSession, **message: Unpack[NewMessage]) -> int:
    """Add a row and return its id; the id of the row that is there when `dedupe` is known.
    Raises KeyError for an unknown kind, ValueError for neither a text nor a method, or both."""
    values = _row(message)
    dialect = session.get_bind().dialect.name
    added: int | None = await session.scalar(_insert_once(dialect), values)
    if added is None:
        known = select(ROWS.c.id).where(
            ROWS.c.district_id == values["district_id"], ROWS.c.dedupe == values["dedupe"]
        )
        return int((await session.execute(known)).scalar_one())
    wake_after_commit(session, "outbox")
    return added


async def enqueue_all(session: AsyncSession, messages: Sequence[NewMessage]) -> None:
    """Add rows in this order, in one statement; none of them has a `dedupe`. Raises as above."""
    if messages:
        await session.execute(_INSERT, [_row(message) for message in messages])
        wake_after_commit(session, "outbox")


def _row(message: NewMessage) -> dict[str, Any]:
    if (message.get("text_id") is None) == (message.get("method") is None):
        raise ValueError("an outbox row has either a text or a method")
    rank = message.get("priority")
    if rank is None:
        rank = PRIORITY_OF[message["kind"]]
    values = {
        **_BLANK,
        **message,
        "priority": rank,
        "priority_class": 0 if rank == DANGER else 1,
        "data": dict(message.get("data") or {}),
        "args": dict(message.get("args") or {}),
    }
    values["lane"], values["created_at"] = values.pop("chat_id"), values.pop("now")
    return values


_BLANK: dict[str, Any] = {
    "dedupe": None,
    "text_id": None,
    "method": None,
    "order_id": None,
    "person_id": None,
    "event_seq": None,
    "state": "new",
    "tries": 0,
    "parts_done": 0,
    "uncertain": False,
    "next_at": AT_ONCE,
    "expires_at": None,
}
_INSERT = insert(ROWS)  # built once, for every message; its values come as parameters


@cache
def _insert_once(dialect: str) -> Any:
    return (
        (sqlite if dialect == "sqlite" else postgresql)
        .insert(ROWS)
        .on_conflict_do_nothing(index_elements=["district_id", "dedupe"])
        .returning(ROWS.c.id)
    )


async def welcome_back(
    session: AsyncSession, person: Person, *, bot_id: int, now: datetime
) -> bool:
    """Somebody of whom a message was refused has written again: what waits for them goes out
    at once, what was given up is said as one digest. False when there was nothing to mend."""
    if person.reachable and person.refused_at is None:
        return False
    person.reachable, person.refused_at = True, None
    lane = and_(ROWS.c.bot_id == bot_id, ROWS.c.lane == person.chat_id)
    await session.execute(update(ROWS).where(lane, ROWS.c.state == "new").values(next_at=AT_ONCE))
    wake_after_commit(session, "outbox")
    missed = await session.execute(
        update(ROWS)
        .where(lane, ROWS.c.state == "dead", ROWS.c.error == UNREACHABLE)
        .values(error=f"{UNREACHABLE}, told later")
        .returning(ROWS.c.order_id)
    )
    orders = sorted({str(order_id) for order_id in missed.scalars() if order_id is not None})
    person.missed = 0
    if orders:
        await enqueue(
            session,
            district_id=person.district_id,
            bot_id=bot_id,
            chat_id=person.chat_id,
            person_id=person.id,
            kind="digest",
            now=now,
            text_id=MISSED,
            data={"orders": orders},
        )
    return True
