"""The outbox as the sender sees it: claim the heads of the lanes, mark what became of them.

reliability.md 4.4, decisions.md 11-15. `now` is real time here, for leases and retries; `today`
is the movable clock (decisions.md 2).
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base
from storage.database import JsonText, UtcDateTime
from storage.models import Card, Person
from storage.outbox import AT_ONCE, CARD, ROWS

LEASE = timedelta(seconds=60)
SECOND_REFUSAL_AFTER = timedelta(hours=1)
LEAST_URGENT = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A row that is mine until the lease ends. `uncertain`: it may have been said already.
    `parts_done`: calls of a row of several calls that need not be made again."""

    id: int
    district_id: str
    lane: int
    priority: int
    priority_class: int
    kind: str
    text_id: str | None
    data: dict[str, Any]
    method: str | None
    args: dict[str, Any]
    order_id: UUID | None
    person_id: UUID | None
    tries: int
    first_try_at: datetime
    parts_done: int
    uncertain: bool


CLAIMED = tuple(field.name for field in fields(Claimed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """The message that is now the card of (order, chat); `shown`: a hash of what it shows."""

    district_id: str
    order_id: UUID
    chat_id: int
    person_id: UUID
    message_id: int
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What became of a claimed row. State sent, superseded, cancelled, dead, or new: again
    after `delay`. `refused`: Telegram will not deliver to this chat; `accepted`: it does."""

    row: Claimed
    state: str
    delay: timedelta = timedelta()
    message_id: int | None = None
    error: str | None = None
    uncertain: bool = False
    parts_done: int = 0
    painted: Painted | None = None
    migrated_to: int | None = None
    refused: bool = False
    accepted: bool = False


async def close_expired(
    session: AsyncSession, *, bot_id: int, now: datetime, today: datetime
) -> None:
    """Before a claim: what is too late to say would block its lane. `today`: movable clock."""
    await session.execute(_EXPIRE, {"bot": bot_id, "now": now, "today": today})


_NOW = bindparam("now", type_=UtcDateTime())
_EXPIRE = (
    update(ROWS)
    .where(
        text("state IN ('new', 'run')"),
        ROWS.c.bot_id == bindparam("bot"),
        ROWS.c.expires_at < bindparam("today", type_=UtcDateTime()),
        or_(ROWS.c.state == "new", ROWS.c.lease_until < _NOW),
    )
    .values(state="cancelled", error="expired", lease_until=None)
)


async def claim(
    session: AsyncSession,
    *,
    bot_id: int,
    owner: str,
    limit: int,
    now: datetime,
    dry_lanes: Collection[int] = (),
    most_urgent: int = LEAST_URGENT,
) -> list[Claimed]:
    """Take the heads of up to `limit` lanes for LEASE: fresh ones, and those whose lease ended.

    `dry_lanes` are left out but for danger, priorities above `most_urgent` altogether.
    An older card that a newer card of the same order will repaint becomes `superseded`.
    Raises IntegrityError when another sender took the same lane in this moment.
    """
    taken = await session.execute(
        _claim(session.get_bind().dialect.name),
        {
            "bot": bot_id,
            "me": owner,
            "now": now,
            "lease": now + LEASE,
            "dry": list(dry_lanes),
            "most_urgent": most_urgent,
            "most": limit,
        },
    )
    rows = [Claimed(**row) for row in taken.mappings()]
    kept = await _without_repainted(session, rows)
    if len(kept) < len(rows):  # their lanes have new heads
        kept += await claim(
            session,
            bot_id=bot_id,
            owner=owner,
            limit=len(rows) - len(kept),
            now=now,
            dry_lanes=dry_lanes,
            most_urgent=most_urgent,
        )
    return sorted(kept, key=lambda row: (row.priority, row.id))


@cache
def _claim(dialect: str) -> Any:
    """One statement, built once: it is run for every message. The states are literals, since
    only so does a partial index serve. SQLite leaves out FOR UPDATE: it has one writer."""
    o, p, q = ROWS.alias("o"), ROWS.alias("p"), ROWS.alias("q")
    pick = (
        select(o.c.id)
        .where(
            o.c.bot_id == bindparam("bot"),
            text("o.state IN ('new', 'run')"),
            or_(
                and_(o.c.state == "new", o.c.next_at <= _NOW),
                and_(o.c.state == "run", o.c.lease_until < _NOW),
            ),
            o.c.priority <= bindparam("most_urgent"),
            or_(o.c.priority_class == 0, ~_among(o.c.lane, dialect)),
            ~exists().where(text("p.state IN ('new', 'run')"), _same_lane(o, p), p.c.id < o.c.id),
            ~exists().where(text("q.state = 'run'"), _same_lane(o, q), q.c.id != o.c.id),
        )
        .order_by(o.c.priority, o.c.id)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True, of=o)
        .cte("pick")
    )
    return (
        update(ROWS)
        .where(ROWS.c.id.in_(select(pick.c.id)))
        .values(
            state="run",
            owner=bindparam("me"),
            lease_until=bindparam("lease", type_=UtcDateTime()),
            tries=ROWS.c.tries + 1,
            first_try_at=func.coalesce(ROWS.c.first_try_at, _NOW),
            uncertain=or_(ROWS.c.uncertain, ROWS.c.state == "run"),
        )
        .returning(*(ROWS.c[name] for name in CLAIMED))
    )


def _same_lane(o: Any, p: Any) -> ColumnElement[bool]:
    return and_(
        p.c.bot_id == o.c.bot_id,
        p.c.lane == o.c.lane,
        p.c.priority_class == o.c.priority_class,
    )


def _among(column: ColumnElement[int], dialect: str) -> ColumnElement[bool]:
    """`column IN :dry` as one parameter, so that the statement stays the same."""
    if dialect == "sqlite":
        numbers = func.json_each(bindparam("dry", type_=JsonText())).table_valued("value")
        return column.in_(select(numbers.c.value))
    return column == any_(bindparam("dry", type_=ARRAY(BigInteger())))


async def _without_repainted(session: AsyncSession, rows: list[Claimed]) -> list[Claimed]:
    """A card row that a newer one follows says nothing by itself, once its chat has the card.
    One that must arrive as a new message yields only to another such one."""
    cards = [row for row in rows if row.text_id == CARD and row.order_id is not None]
    if not cards:
        return rows
    orders, lanes = {row.order_id for row in cards}, {row.lane for row in cards}
    newer = await session.execute(_NEWER, {"orders": list(orders), "lanes": list(lanes)})
    waiting = newer.all()
    gone = {
        row.id
        for row in cards
        for other in waiting
        if (other.lane, other.order_id, other.priority_class)
        == (row.lane, row.order_id, row.priority_class)
        and other.id > row.id
        and (other.data.get("fresh") or not row.data.get("fresh"))
    }
    if gone:
        await session.execute(
            update(ROWS)
            .where(ROWS.c.id.in_(gone))
            .values(state="superseded", lease_until=None, error="a newer card follows")
        )
    return [row for row in rows if row.id not in gone]


_NEWER = (
    select(ROWS.c.id, ROWS.c.lane, ROWS.c.order_id, ROWS.c.data, ROWS.c.priority_class)
    .join(Card, and_(Card.order_id == ROWS.c.order_id, Card.chat_id == ROWS.c.lane))
    .where(
        text("outbox.state IN ('new', 'run')"),
        ROWS.c.state == "new",
        ROWS.c.text_id == CARD,
        ROWS.c.order_id.in_(bindparam("orders", expanding=True)),
        ROWS.c.lane.in_(bindparam("lanes", expanding=True)),
        Card.message_id.is_not(None),
    )
)


async def mark(
    session: AsyncSession,
    marks: Sequence[Mark],
    *,
    bot_id: int,
    owner: str,
    now: datetime,
    today: datetime,
) -> None:
    """Write what became of rows, as far as they are still `owner`'s. May be run again."""
    if not marks:
        return
    await session.execute(_MARK, [_mark_values(m, owner, now, today) for m in marks])
    painted = [m.painted for m in marks if m.painted is not None]
    if painted:
        statement = _upsert_card(session.get_bind().dialect.name)
        await session.execute(statement, [asdict(card) for card in painted])
    for m in marks:
        if m.refused or m.accepted:
            await _note_reach(session, m, now)
        if m.migrated_to is not None:
            await _move_lane(session, bot_id, m.row.lane, m.migrated_to)


_MARK = (
    update(ROWS)
    .where(
        ROWS.c.id == bindparam("row_id"),
        ROWS.c.owner == bindparam("row_owner"),
        ROWS.c.state == "run",
    )
    .values(
        state=bindparam("to_state"),
        next_at=bindparam("to_next_at"),
        message_id=bindparam("to_message_id"),
        error=bindparam("to_error"),
        uncertain=bindparam("to_uncertain"),
        parts_done=bindparam("to_parts_done"),
        sent_at=bindparam("to_sent_at"),
        lease_until=None,
    )
)


def _mark_values(m: Mark, owner: str, now: datetime, today: datetime) -> dict[str, Any]:
    return {
        "row_id": m.row.id,
        "row_owner": owner,
        "to_state": m.state,
        "to_next_at": now + m.delay,
        "to_message_id": m.message_id,
        "to_error": m.error,
        "to_uncertain": m.uncertain,
        "to_parts_done": m.parts_done,
        "to_sent_at": today if m.state == "sent" else None,
    }


@cache
def _upsert_card(dialect: str) -> Any:
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(
        Base.metadata.tables[Card.__tablename__]
    )
    return insert.on_conflict_do_update(
        index_elements=["district_id", "order_id", "chat_id"],
        set_={name: insert.excluded[name] for name in ("message_id", "shown", "person_id")},
    )


async def _note_reach(session: AsyncSession, m: Mark, now: datetime) -> None:
    """People are unreachable after two refusals at least an hour apart: for minutes Telegram
    has refused everybody (reliability.md 4.4)."""
    person = await session.scalar(
        select(Person).where(Person.district_id == m.row.district_id, Person.chat_id == m.row.lane)
    )
    if person is None:
        return
    if m.accepted:
        person.refused_at, person.reachable = None, True
        return
    person.refused_at = person.refused_at or now
    person.missed += m.state == "dead"
    if now - person.refused_at >= SECOND_REFUSAL_AFTER:
        person.reachable = False


async def _move_lane(session: AsyncSession, bot_id: int, old: int, new: int) -> None:
    """A group became a supergroup: what waits, its cards and its people have a new chat id."""
    await session.execute(
        update(ROWS)
        .where(ROWS.c.bot_id == bot_id, ROWS.c.lane == old, ROWS.c.state == "new")
        .values(lane=new)
    )
    known = select(Card.order_id).where(Card.chat_id == new)
    await session.execute(
        update(Card)
        .where(Card.chat_id == old, Card.order_id.not_in(known))
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Person)
        .where(Person.chat_id == old)
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )


async def return_abandoned(session: AsyncSession, *, bot_id: int) -> None:
    """At the start of the only process of a SQLite file: leases of its dead predecessor end."""
    await session.execute(
        update(ROWS)
        .where(ROWS.c.bot_id == bot_id, text("state = 'run'"))
        .values(lease_until=AT_ONCE)
    )
