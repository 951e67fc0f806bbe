"""What comes in: raw updates, stored before Telegram is told, claimed lane by lane.

reliability.md 4.1, 4.2. A lane is a chat: one update at a time, in the order of update_id; the
unique index `uq_inbox_in_flight` makes that a fact of the database. Leases use its clock.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base
from storage.database import UtcDateTime, database_now, wake_after_commit
from storage.queues import InboxUpdate

LEASE = timedelta(seconds=60)
TRIES = 5
ALBUM_WAIT = timedelta(seconds=1)  # decisions.md 7
KEPT = timedelta(days=5)  # more than 24 h, less than a week: reliability.md 4.1
OPEN = ("new", "run")
ROWS: Table = Base.metadata.tables[InboxUpdate.__tablename__]
ERROR_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as it came. `kind`: its field, such as message. `payload`: ASCII-escaped JSON.
    `late`: handled after the others."""

    update_id: int
    lane: int
    kind: str
    media_group: str | None
    payload: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to handle one update until its lease ends. `tries` counts this one."""

    bot_id: int
    update_id: int
    lane: int
    tries: int
    owner: str


async def store(
    session: AsyncSession, *, district_id: str, bot_id: int, updates: Sequence[RawUpdate]
) -> int:
    """Keep the updates that are not known yet; how many these are."""
    if not updates:
        return 0
    now = await database_now(session)
    rows = [
        {
            "bot_id": bot_id,
            "update_id": raw.update_id,
            "district_id": district_id,
            "lane": raw.lane,
            "media_group": raw.media_group,
            "payload": raw.payload,
            "state": "new",
            "tries": 0,
            "late": raw.late,
            "not_before": now + ALBUM_WAIT if raw.media_group else None,
            "received_at": now,
        }
        for raw in updates
    ]
    stored = await session.execute(_store(session.get_bind().dialect.name), rows)
    wake_after_commit(session, "inbox")
    return len(stored.all())


@cache
def _store(dialect: str) -> Any:
    """Built once: it is run for every update, whose values come as parameters."""
    return (
        (sqlite if dialect == "sqlite" else postgresql)
        .insert(ROWS)
        .on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
        .returning(ROWS.c.update_id)
    )


async def claim(session: AsyncSession, *, bot_id: int, owner: str, limit: int) -> list[Claim]:
    """Take the oldest open update of up to `limit` free lanes; a lane whose owner died is free
    when its lease ends. The try is counted now, so that what kills the process dies too."""
    now = await database_now(session)
    given = {"bot": bot_id, "me": owner, "now": now, "lease": now + LEASE, "most": limit}
    if session.get_bind().dialect.name == "sqlite":  # one writer: nobody else can take them
        rows = (await session.execute(_TAKE, given)).all()
    else:
        try:
            async with session.begin_nested():
                rows = (await session.execute(_TAKE, given)).all()
        except IntegrityError:  # another process took one of these lanes a moment ago
            return []
    claims = [Claim(row.bot_id, row.update_id, row.lane, row.tries, owner) for row in rows]
    return sorted(claims, key=lambda one: one.update_id)


_NOW = bindparam("now", type_=UtcDateTime())


def _claimable() -> Select[int, int]:
    """Lanes whose owner is gone, and the oldest open row of lanes in which nothing runs. SQLite
    leaves out FOR UPDATE: it has one writer."""
    row, other = ROWS.alias("row"), ROWS.alias("other")
    blocked = (
        select(other.c.update_id)
        .where(
            other.c.bot_id == bindparam("bot"),
            other.c.lane == row.c.lane,
            other.c.state.in_(OPEN),
            or_(other.c.state == "run", other.c.update_id < row.c.update_id),
        )
        .exists()
    )
    due = or_(row.c.not_before.is_(None), row.c.not_before <= _NOW)
    fresh = and_(row.c.state == "new", due, ~blocked)
    abandoned = and_(row.c.state == "run", row.c.lease_until < _NOW)
    return (
        select(row.c.bot_id, row.c.update_id)
        .where(row.c.bot_id == bindparam("bot"), row.c.state.in_(OPEN), or_(fresh, abandoned))
        .order_by(row.c.late, row.c.received_at, row.c.update_id)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True, of=row)
    )


_TAKE = (  # built once, of the bare table: it is run for every update
    update(ROWS)
    .where(tuple_(ROWS.c.bot_id, ROWS.c.update_id).in_(_claimable()))
    .values(
        state="run",
        owner=bindparam("me"),
        lease_until=bindparam("lease", type_=UtcDateTime()),
        tries=ROWS.c.tries + 1,
    )
    .returning(ROWS.c.bot_id, ROWS.c.update_id, ROWS.c.lane, ROWS.c.tries)
)


async def take(session: AsyncSession, claim: Claim) -> list[InboxUpdate]:
    """The claimed row, locked, and after it the waiting rows of its album. Empty when the claim
    went to somebody else meanwhile."""
    first = (await session.scalars(_MINE, asdict(claim))).one_or_none()
    if first is None:
        return []
    if first.media_group is None:
        return [first]
    album = (
        select(InboxUpdate)
        .where(
            InboxUpdate.bot_id == claim.bot_id,
            InboxUpdate.lane == first.lane,
            InboxUpdate.media_group == first.media_group,
            InboxUpdate.state == "new",
        )
        .order_by(InboxUpdate.update_id)
        .with_for_update()
    )
    return [first, *(await session.execute(album)).scalars()]


_MINE = (
    select(InboxUpdate)
    .where(
        InboxUpdate.bot_id == bindparam("bot_id"),
        InboxUpdate.update_id == bindparam("update_id"),
        InboxUpdate.state == "run",
        InboxUpdate.owner == bindparam("owner"),
        InboxUpdate.tries == bindparam("tries"),
    )
    .with_for_update()
)


async def finish(
    session: AsyncSession, rows: Iterable[InboxUpdate], handled: Collection[int]
) -> None:
    """Mark those of the rows that were handled; part of the transaction that did it."""
    now = await database_now(session)
    for row in rows:
        if row.update_id in handled:
            row.state, row.done_at, row.lease_until = "done", now, None


async def try_later(session: AsyncSession, claim: Claim, error: str, wait: timedelta) -> None:
    """Give the claim back; the lane waits, since what follows may build on it."""
    for row in (await take(session, claim))[:1]:
        row.state, row.owner, row.lease_until = "new", None, None
        row.not_before = await database_now(session) + wait
        row.error = error[:ERROR_LENGTH]


async def bury(session: AsyncSession, claim: Claim, error: str) -> InboxUpdate | None:
    """Put the update aside for an operator; None when the claim went to somebody else."""
    rows = await take(session, claim)
    if not rows:
        return None
    rows[0].error = error[:ERROR_LENGTH]
    rows[0].state, rows[0].lease_until = "dead", None
    rows[0].done_at = await database_now(session)
    return rows[0]


async def release(session: AsyncSession, bot_id: int) -> int:
    """At a start: free what an earlier process had claimed; how many rows.

    Safe beside living processes: a row in the hands of a transaction is locked and skipped, and
    a claim that was not begun yet finds itself gone in `take`.
    """
    held = (
        select(InboxUpdate.bot_id, InboxUpdate.update_id)
        .where(InboxUpdate.bot_id == bot_id, InboxUpdate.state == "run")
        .with_for_update(skip_locked=True)
    )
    free = (
        update(InboxUpdate)
        .where(tuple_(InboxUpdate.bot_id, InboxUpdate.update_id).in_(held))
        .values(state="new", owner=None, lease_until=None)
        .returning(InboxUpdate.update_id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.execute(free)).all())


async def dead(session: AsyncSession, bot_id: int) -> Sequence[InboxUpdate]:
    """What was put aside, oldest first."""
    query = select(InboxUpdate).where(InboxUpdate.bot_id == bot_id, InboxUpdate.state == "dead")
    return (await session.scalars(query.order_by(InboxUpdate.update_id))).all()


async def replay(session: AsyncSession, bot_id: int, update_id: int) -> bool:
    """Open a dead update again after a fix (reliability.md P2); False when it is not dead."""
    row = await session.get(InboxUpdate, (bot_id, update_id), with_for_update=True)
    if row is None or row.state != "dead":
        return False
    row.state, row.tries, row.not_before, row.done_at = "new", 0, None, None
    wake_after_commit(session, "inbox")
    return True


async def forget_old(session: AsyncSession) -> int:
    """Housekeeping: payloads live five days (decisions.md 30); how many went."""
    before = await database_now(session) - KEPT
    gone = await session.execute(
        delete(InboxUpdate)
        .where(InboxUpdate.state.in_(("done", "dead")), InboxUpdate.received_at < before)
        .returning(InboxUpdate.update_id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
