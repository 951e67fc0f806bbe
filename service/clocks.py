"""Laying and stopping the clocks of an order: rows of `clocks` and `deadline_steps`."""

from datetime import datetime

from sqlalchemy import String, bindparam, select, update

from domain.deadlines import (
    EMERGENCY_CLASS,
    URGENT_CLASS,
    ClockKind,
    PlannedStep,
    StepKind,
    plan_clock,
    plan_window,
    window_end,
)
from domain.limits import due_for
from domain.order import Status
from domain.roles import Audience
from domain.workflow import CLOCK_STATES
from service.desk import Desk
from storage.database import UtcDateTime, wake_after_commit
from storage.models import Clock, DeadlineStep, Order

Laid = dict[str, tuple[PlannedStep, ...]]
UNIT_CLOCKS = frozenset({ClockKind.TAKE, ClockKind.CONTACT, ClockKind.REPLY})


async def stop_clocks(desk: Desk, order: Order, *kinds: ClockKind) -> None:
    """Stop these clocks; their steps that have not fired are void."""
    running = await _running(desk, order)
    names = running & {kind.value for kind in kinds}
    if not names:
        return
    given = {
        "district": order.district_id,
        "order": order.id,
        "kinds": sorted(names),
        "now": desk.now,
    }
    await desk.session.execute(_STOP, given)
    await desk.session.execute(_VOID, given)
    running -= names


_KINDS = bindparam("kinds", type_=String(), expanding=True)
_NOW = bindparam("now", type_=UtcDateTime())
_STOP = (
    update(Clock)
    .where(
        Clock.district_id == bindparam("district"),
        Clock.order_id == bindparam("order"),
        Clock.kind.in_(_KINDS),
        Clock.stopped_at.is_(None),
    )
    .values(stopped_at=_NOW)
    .execution_options(synchronize_session=False)
)
_VOID = (
    update(DeadlineStep)
    .where(
        DeadlineStep.district_id == bindparam("district"),
        DeadlineStep.order_id == bindparam("order"),
        DeadlineStep.clock.in_(_KINDS),
        DeadlineStep.fired_at.is_(None),
    )
    .values(fired_at=_NOW, outcome="void")
    .execution_options(synchronize_session=False)
)


async def _running(desk: Desk, order: Order) -> set[str]:
    """Kinds of the order's clocks that run; read once a transaction, whose order is locked."""
    if order.id not in desk.running:
        query = select(Clock.kind).where(
            Clock.district_id == order.district_id,
            Clock.order_id == order.id,
            Clock.stopped_at.is_(None),
        )
        desk.running[order.id] = set(await desk.session.scalars(query))
    return desk.running[order.id]


async def leave_state(desk: Desk, order: Order, status: Status) -> None:
    """Stop every clock that does not live in the state that the order moves to."""
    gone = [kind for kind, states in CLOCK_STATES.items() if status not in states]
    await stop_clocks(desk, order, *gone)


async def start_clocks(desk: Desk, order: Order, kinds: tuple[ClockKind, ...]) -> Laid:
    """Lay these clocks anew from now, in a new cycle (decisions.md 17). Returns their steps."""
    laid: Laid = {}
    if not kinds:
        return laid
    await stop_clocks(desk, order, *kinds)
    order.cycle += 1
    if UNIT_CLOCKS & set(kinds):
        _set_dues(desk, order, kinds)
    for kind in kinds:
        steps = plan_clock(
            kind,
            desk.now,
            calendar=desk.district.calendar,
            limit=desk.district.limit_of(order.limit_class),
            round=order.round,
            waits_for=_waits_for(order, kind),
        )
        _lay(desk, order, kind, steps, desk.now)
        laid[kind.value] = steps
    if ClockKind.RATE in kinds:
        order.rate_until = window_end(desk.now, desk.district.limits.get(order.limit_class))
    return laid


async def end_window_at(desk: Desk, order: Order, ends_at: datetime) -> None:
    """A first 不满意 ends the rating window early (C8): the clock is laid anew."""
    opened = order.replied_at or desk.now
    await stop_clocks(desk, order, ClockKind.RATE)
    order.cycle += 1
    order.rate_until = ends_at
    steps = plan_window(opened, ends_at, calendar=desk.district.calendar, laid_at=desk.now)
    _lay(desk, order, ClockKind.RATE, steps, opened)


def _waits_for(order: Order, kind: ClockKind) -> Audience | None:
    if kind is ClockKind.CONFIRM:
        return Audience.STATION if order.at_station else Audience.DEPUTY
    if kind is ClockKind.DISPATCH and order.sealed:
        return Audience.SEALED_OFFICER
    return None


def _set_dues(desk: Desk, order: Order, kinds: tuple[ClockKind, ...]) -> None:
    """The dates that people are told: the unit's clock counts from its dispatch (C1.6)."""
    limit = desk.district.limit_of(order.limit_class)
    dues = due_for(limit, desk.now, desk.district.calendar, order.round)
    if ClockKind.TAKE in kinds:
        order.take_due = dues.take
    if ClockKind.REPLY in kinds:
        order.reply_due = dues.final


def _lay(
    desk: Desk, order: Order, kind: ClockKind, steps: tuple[PlannedStep, ...], start: datetime
) -> None:
    last = steps[-1].due_at if steps else None
    provisional = last is not None and desk.district.calendar.provisional(last)
    desk.session.add(
        Clock(
            district_id=order.district_id,
            order_id=order.id,
            kind=kind.value,
            cycle=order.cycle,
            started_at=start,
            due_at=_due_of(order, kind, steps),
            provisional=provisional,
        )
    )
    for step in steps:
        desk.session.add(
            DeadlineStep(
                district_id=order.district_id,
                order_id=order.id,
                clock=kind.value,
                cycle=order.cycle,
                step=step.step,
                kind=step.kind.value,
                due_at=step.due_at,
                rung=step.rung,
                colour=step.colour.value if step.colour else None,
                action=step.action,
                audiences=[audience.value for audience in step.audiences],
                single=step.single,
            )
        )
    desk.running.setdefault(order.id, set()).add(kind.value)
    wake_after_commit(desk.session, "steps")


def _due_of(order: Order, kind: ClockKind, steps: tuple[PlannedStep, ...]) -> datetime | None:
    if kind is ClockKind.REPLY:
        return order.reply_due
    if kind is ClockKind.TAKE:
        return order.take_due
    acts = [step for step in steps if step.kind is StepKind.ACT]
    in_time = [step for step in steps if step.step == _last_in_time(order, kind)]
    limits = acts or in_time or steps
    return limits[-1].due_at if limits else None


def _last_in_time(order: Order, kind: ClockKind) -> str:
    """The reminder that comes with the limit itself; those after it are red (T3d, T11, T14)."""
    urgent = kind is ClockKind.DISPATCH and order.limit_class in {EMERGENCY_CLASS, URGENT_CLASS}
    return "remind_first" if urgent else "remind_1wd"


async def next_due(desk: Desk, order: Order, laid: Laid | None = None) -> None:
    """What the lists are ordered by: the next moment at which this order's clocks speak. Not the
    rating window's, which a first 不满意 moves: a place in a list would tell (C8). `laid`: steps
    that nobody can have fired yet; where only these run, nothing is asked of the database."""
    laid = laid or {}
    running = await _running(desk, order) - {ClockKind.RATE.value}
    if running <= laid.keys():
        dues = [step.due_at for kind in running for step in laid[kind]]
        order.next_due = min(dues, default=None)
        return
    await desk.session.flush()
    query = (
        select(DeadlineStep.due_at)
        .where(
            DeadlineStep.district_id == order.district_id,
            DeadlineStep.order_id == order.id,
            DeadlineStep.clock != ClockKind.RATE.value,
            DeadlineStep.fired_at.is_(None),
        )
        .order_by(DeadlineStep.due_at)
        .limit(1)
    )
    order.next_due = (await desk.session.execute(query)).scalar_one_or_none()
