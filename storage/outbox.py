"""What goes out: rows that say what to tell whom. storage/sending.py claims and marks them.

reliability.md 4.4, decisions.md 10-12. Two clocks: `now` of the services is the movable one
(created_at, expires_at, sent_at); leases and retries use real time (decisions.md 2).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, select, update
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


async def enqueue(
    session: AsyncSession,
    *,
    district_id: str,
    bot_id: int,
    chat_id: int,
    kind: str,
    now: datetime,
    priority: int | None = None,
    dedupe: str | None = None,
    text_id: str | None = None,
    data: Mapping[str, Any] | None = None,
    method: str | None = None,
    args: Mapping[str, Any] | None = None,
    order_id: UUID | None = None,
    person_id: UUID | None = None,
    event_seq: int | None = None,
    expires_at: datetime | None = None,
) -> int:
    """Add a row and return its id; the id of the row that is there when `dedupe` is known.

    Either `text_id` with `data` (rendered when sent) or a Bot API `method` with `args`.
    Raises KeyError for an unknown kind, ValueError when both or neither are given.
    """
    if (text_id is None) == (method is None):
        raise ValueError("an outbox row has either a text or a method")
    rank = PRIORITY_OF[kind] if priority is None else priority
    values = {
        "district_id": district_id,
        "bot_id": bot_id,
        "lane": chat_id,
        "priority": rank,
        "priority_class": 0 if rank == DANGER else 1,
        "kind": kind,
        "dedupe": dedupe,
        "text_id": text_id,
        "data": dict(data or {}),
        "method": method,
        "args": dict(args or {}),
        "order_id": order_id,
        "person_id": person_id,
        "event_seq": event_seq,
        "state": "new",
        "tries": 0,
        "parts_done": 0,
        "uncertain": False,
        "next_at": AT_ONCE,
        "expires_at": expires_at,
        "created_at": now,
    }
    dialect = session.get_bind().dialect.name
    added: int | None = await session.scalar(_insert_once(dialect), values)
    if added is None:
        known = select(ROWS.c.id).where(ROWS.c.district_id == district_id, ROWS.c.dedupe == dedupe)
        return int((await session.execute(known)).scalar_one())
    wake_after_commit(session, "outbox")
    return added


@cache
def _insert_once(dialect: str) -> Any:
    """Built once, for every message; its values come as parameters."""
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
