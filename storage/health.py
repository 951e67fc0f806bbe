"""What readiness asks the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from storage.database import Database, database_now
from storage.queues import InboxUpdate, OutboxMessage

OPEN = ("new", "run")
INBOX_LATE = timedelta(seconds=60)  # reliability.md 9
OUTBOX_LATE = timedelta(seconds=300)


async def late(database: Database, bot_id: int, now: datetime) -> Sequence[str]:
    """A sentence for each queue that is behind. Opens a writing transaction, so that a database
    which only reads raises here. `now`: the clock by which outbox rows were written."""
    received = select(func.min(InboxUpdate.received_at)).where(
        InboxUpdate.bot_id == bot_id, InboxUpdate.state.in_(OPEN), ~InboxUpdate.late
    )
    async with database.transaction() as session:
        real = await database_now(session)
        written = select(func.min(OutboxMessage.created_at)).where(
            OutboxMessage.bot_id == bot_id,
            OutboxMessage.state.in_(OPEN),
            or_(OutboxMessage.next_at <= real, OutboxMessage.state == "run"),
        )
        oldest_in = await session.scalar(received)
        oldest_out = await session.scalar(written)
    found = []
    if oldest_in is not None and real - oldest_in > INBOX_LATE:
        found.append(f"an update has waited for {_seconds(real - oldest_in)} s")
    if oldest_out is not None and now - oldest_out > OUTBOX_LATE:
        found.append(f"a message has waited for {_seconds(now - oldest_out)} s")
    return found


def _seconds(age: timedelta) -> int:
    return int(age.total_seconds())
