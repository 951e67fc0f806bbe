"""`minsheng check`: what must hold in the database whatever happened. reliability.md 6, I1-I10.

Read-only; one line for each violation, beginning with the invariant's number. I5 (what Telegram
was told twice) needs Telegram's own log, so only the tests check it.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain import workflow
from domain.access import CRISIS_ROLES
from domain.order import Action, Status
from service import chain
from storage import outbox, queries
from storage.database import Database, database_now
from storage.models import Card, Clock, DeadlineStep, Event, Order, Reporter, RoleGrant
from storage.queues import InboxUpdate, Notice, OutboxMessage

PAGE = 500  # orders whose events are in memory at once
GRACE = timedelta(seconds=60)  # I7, I10: what is late by less is merely at work
INBOX_STATES = ("new", "run", "done", "dead")
OPEN = ("new", "run")
OUTBOX_STATES = (*OPEN, "sent", "superseded", "cancelled", "dead")

Row = TypeVar("Row", Event, Clock, DeadlineStep)
Check = tuple[Select[*tuple[Any, ...]], str]  # rows that must not be, and the sentence for each


async def violations(database: Database, district_id: str, now: datetime) -> AsyncIterator[str]:
    """Every violation as one line. `now`: the clock that drives due dates (I7); leases are
    measured by the database's own (I10)."""
    async with database.reading() as session:
        if not database.is_sqlite:
            await session.execute(text("SET TRANSACTION READ ONLY"))
        async for line in _orders(session, district_id, now):
            yield line
        real = await database_now(session)
        for query, sentence in _queues(district_id, now, real):
            for row in await session.execute(query):
                yield sentence.format(*row)


# --- orders: I3, I7, I9 ---------------------------------------------------------------------


async def _orders(session: AsyncSession, district_id: str, now: datetime) -> AsyncIterator[str]:
    after: UUID | None = None
    while orders := await queries.page_of_orders(session, district_id, after=after, limit=PAGE):
        ids = [order.id for order in orders]
        events = await _of_orders(session, Event, ids)
        clocks = await _of_orders(session, Clock, ids)
        steps = await _of_orders(session, DeadlineStep, ids)
        for order in orders:
            known = sorted(events[order.id], key=lambda event: event.seq)
            for what in _chain(order, known):
                yield f"I3 {order.number}: {what}"
            for what in _clocks(order, clocks[order.id], steps[order.id], now):
                yield f"I7 {order.number}: {what}"
        after = ids[-1]


async def _of_orders(
    session: AsyncSession, table: type[Row], ids: Sequence[UUID]
) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in await session.scalars(select(table).where(table.order_id.in_(ids))):
        found[row.order_id].append(row)
    return found


def _chain(order: Order, events: Sequence[Event]) -> Iterator[str]:
    """Begun by its submission, without a gap, each event sealed and legal, and the order's row
    is what its events make of it."""
    if not events:
        yield "has no events"
        return
    if events[0].action != Action.SUBMIT or events[0].from_status != Status.DRAFT:
        yield f"begins with {events[0].action}"
    status, moves, broken = Status.DRAFT.value, 0, set(chain.broken(events))
    for number, event in enumerate(events, start=1):
        if event.seq != number:
            yield f"event {event.seq} stands where {number} belongs"
        elif event.seq in broken:
            yield f"event {event.seq} does not carry the hash of its chain"
        if event.from_status != status:
            yield f"event {event.seq} begins in {event.from_status}, not in {status}"
        if event.action != chain.ERASED:
            yield from _legal(event)
        status = event.to_status
        moves += event.from_status != event.to_status
    if status != order.status:
        yield f"is {order.status}, by its events {status}"
    if moves != order.state_version:
        yield f"has state version {order.state_version} after {moves} moves"
    yield from _ending(order, events)


def _legal(event: Event) -> Iterator[str]:
    """Is it a row of the table, by a role that may take it?"""
    try:
        row = workflow.step(Status(event.from_status), Action(event.action))
    except ValueError:
        row = None
    if row is None or row.target != event.to_status or row.rule != event.rule:
        step = f"{event.rule} {event.action} from {event.from_status} to {event.to_status}"
        yield f"event {event.seq} is no row of the table: {step}"
    elif event.role not in row.roles:
        yield f"event {event.seq}: {event.action} is not for a {event.role}"


def _ending(order: Order, events: Sequence[Event]) -> Iterator[str]:
    closed = order.status == Status.CLOSED
    if closed != (order.closed_at is not None) or closed != (order.result is not None):
        yield f"is {order.status} with result {order.result}, closed at {order.closed_at}"
    ended = (e for e in reversed(events) if e.to_status == Status.CLOSED != e.from_status)
    last = next(ended, None)
    if not closed or last is None:
        return
    row = workflow.step(Status(last.from_status), Action(last.action))
    if row is not None and row.result != order.result:
        yield f"ended by {last.action} with result {order.result}"


def _clocks(
    order: Order, clocks: Sequence[Clock], steps: Sequence[DeadlineStep], now: datetime
) -> Iterator[str]:
    """Every due step has fired, none early, none after the end; an open order has a clock."""
    running = {(clock.kind, clock.cycle) for clock in clocks if clock.stopped_at is None}
    closed = order.status == Status.CLOSED
    if not closed and not running:
        yield f"waits in {order.status} without a clock"
    if closed and running:
        yield f"is closed and its clocks run on: {', '.join(sorted(kind for kind, _ in running))}"
    for step in steps:
        name = f"step {step.clock} {step.cycle} {step.step}"
        if step.fired_at is None:
            if (step.clock, step.cycle) not in running:
                yield f"{name} is neither fired nor void, though its clock has stopped"
            elif step.due_at < now - GRACE:
                yield f"{name} was due at {step.due_at.isoformat()} and has not fired"
        elif step.outcome is None:
            yield f"{name} has fired without an outcome"
        elif step.outcome != "void":
            if step.fired_at < step.due_at:
                yield f"{name} fired before it was due"
            if order.closed_at is not None and step.fired_at > order.closed_at:
                yield f"{name} fired after the order was closed"


# --- queues: I1, I2, I4, I6 to I10 --------------------------------------------------------------


def _queues(district_id: str, now: datetime, real: datetime) -> Iterator[Check]:
    yield from _inbox(district_id, real)
    yield from _outbox(district_id, real)
    yield from _in_order(district_id)
    yield from _named(district_id)
    yield _told_of_sealed(district_id)
    yield _followed(district_id)
    yield (
        select(Notice.dedupe, Notice.not_before).where(
            Notice.district_id == district_id,
            Notice.sent_at.is_(None),
            Notice.not_before < now - GRACE,
        ),
        "I7 notice {0} was due at {1:%Y-%m-%dT%H:%MZ} and was not said",
    )


def _inbox(district_id: str, real: datetime) -> Iterator[Check]:
    ours = InboxUpdate.district_id == district_id
    unfinished = or_(
        InboxUpdate.state.not_in(INBOX_STATES),
        and_(InboxUpdate.state == "done", InboxUpdate.done_at.is_(None)),
        and_(InboxUpdate.state == "dead", InboxUpdate.error.is_(None)),
    )
    yield (
        select(InboxUpdate.update_id, InboxUpdate.state).where(ours, unfinished),
        "I1 update {0} is {1} without an end or a reason",
    )
    yield (
        select(InboxUpdate.update_id).where(ours, _abandoned(InboxUpdate, real)),
        "I10 update {0} is claimed by a worker that is gone",
    )
    yield (
        select(Order.source_update, func.count())
        .where(Order.district_id == district_id, Order.source_update.is_not(None))
        .group_by(Order.source_update)
        .having(func.count() > 1),
        "I9 update {0} made {1} orders",
    )


def _outbox(district_id: str, real: datetime) -> Iterator[Check]:
    row, ours = OutboxMessage, OutboxMessage.district_id == district_id
    unfinished = or_(
        row.state.not_in(OUTBOX_STATES),
        and_(row.state == "sent", row.sent_at.is_(None)),
        and_(row.state == "dead", row.error.is_(None)),
        and_(row.state == "run", row.lease_until.is_(None)),
    )
    yield (
        select(row.id, row.state).where(ours, unfinished),
        "I4 message {0} is {1} without an end or a reason",
    )
    yield (
        select(row.id).where(ours, row.text_id.is_(None) == row.method.is_(None)),
        "I4 message {0} has not just one of a text and a method",
    )
    yield (
        select(row.id).where(ours, _abandoned(row, real)),
        "I10 message {0} is claimed by a sender that is gone",
    )


def _abandoned(
    table: type[InboxUpdate] | type[OutboxMessage], real: datetime
) -> ColumnElement[bool]:
    return and_(table.state == "run", table.lease_until < real - GRACE)


def _in_order(district_id: str) -> Iterator[Check]:
    """I6 per chat and priority (decisions.md 12): nothing overtakes what still waits, and new
    messages got their numbers in the order of their rows."""
    row, later = OutboxMessage, aliased(OutboxMessage)
    same = [
        getattr(later, name) == getattr(row, name) for name in ("bot_id", "lane", "priority_class")
    ]
    yield (
        select(row.id, func.min(later.id))
        .join(later, and_(*same, later.id > row.id, later.state == "sent"))
        .where(row.district_id == district_id, row.state.in_(OPEN))
        .group_by(row.id),
        "I6 message {0} waits, and {1} after it was sent",
    )
    new = or_(row.method.like("send%"), row.text_id.not_in((outbox.CARD, outbox.BUTTONS)))
    numbered = (
        select(
            row.id,
            row.message_id,
            func.lag(row.message_id)
            .over(partition_by=(row.bot_id, row.lane, row.priority_class), order_by=row.id)
            .label("before"),
        )
        .where(row.district_id == district_id, row.state == "sent", row.message_id.is_not(None))
        .where(new)
        .subquery()
    )
    yield (
        select(numbered.c.id, numbered.c.message_id, numbered.c.before).where(
            numbered.c.message_id <= numbered.c.before
        ),
        "I6 message {0} came as {1}, after {2} that was to follow it",
    )


def _named(district_id: str) -> Iterator[Check]:
    """I2: what speaks of an order speaks of one that is there."""
    for table in (OutboxMessage, Card, Notice):
        there = exists().where(Order.district_id == table.district_id, Order.id == table.order_id)
        yield (
            select(table.order_id)
            .where(table.district_id == district_id, table.order_id.is_not(None), ~there)
            .distinct(),
            f"I2 {table.__tablename__} speaks of order {{0}}, which is not there",
        )


def _told_of_sealed(district_id: str) -> Check:
    """I8, as far as rights that were taken away since leave it to be seen: a sealed order was
    told to somebody who holds an office, but none for sealed orders, and did not report it."""
    row = OutboxMessage
    holds = exists().where(
        RoleGrant.district_id == row.district_id, RoleGrant.person_id == row.person_id
    )
    may = holds.where(RoleGrant.role.in_([role.value for role in CRISIS_ROLES]))
    reports = exists().where(
        Reporter.district_id == row.district_id,
        Reporter.order_id == row.order_id,
        Reporter.person_id == row.person_id,
    )
    of_order = and_(Event.district_id == row.district_id, Event.order_id == row.order_id)
    submitted = exists().where(of_order, Event.seq == 1, Event.actor_id == row.person_id)
    sealed_at = (
        select(func.max(Event.at))
        .where(of_order, Event.action.in_([Action.SEAL.value, Action.RAISE_ALARM.value]))
        .scalar_subquery()
    )
    return (
        select(row.id, Order.number)
        .join(Order, and_(Order.district_id == row.district_id, Order.id == row.order_id))
        .where(
            row.district_id == district_id,
            Order.sealed.is_(True),
            row.state == "sent",
            row.created_at >= sealed_at,
            holds,
            ~may,
            ~reports,
            ~submitted,
        ),
        "I8 message {0} told of the sealed order {1}",
    )


def _followed(district_id: str) -> Check:
    """T8: an order counts those that were merged into it."""
    merged = aliased(Order)
    count = (
        select(func.count())
        .where(merged.district_id == Order.district_id, merged.main_id == Order.id)
        .scalar_subquery()
    )
    return (
        select(Order.number, Order.followers, count).where(
            Order.district_id == district_id, Order.followers != count
        ),
        "I3 {0}: counts {1} merged orders, there are {2}",
    )
