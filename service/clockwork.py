"""Firing what is due: one transaction for each step, claimed by a compare-and-set, so that it
happens once whatever the number of workers. reliability.md 4.5, decisions.md 13 and 16.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import CLOSE_WINDOW, ClockKind, StepKind
from domain.order import Action, Status
from domain.roles import Audience
from service import casework, closure, intake, similar
from service.audience import people_of
from service.clocks import next_due
from service.desk import Desk
from service.district import DistrictData
from storage import notices, queries
from storage.crashpoints import reach
from storage.database import Database, unit_of_work
from storage.models import DeadlineStep, Order, Person

log = logging.getLogger(__name__)
BATCH = 200
LATE = timedelta(hours=1)  # a reminder fired later says so (C7: marked late)

# clock of a reminder -> its text; rungs and the minutes of an alarm are named by their step
_TEXTS = {
    "info": "remind-info",
    "confirm": "remind-confirm",
    "dispatch": "remind-dispatch",
    "return": "remind-return",
    "contact": "remind-contact",
    "rate": "remind-rate",
}
# reminders that say something else to this audience
_WORDED_FOR = frozenset(
    {
        ("rung-1", Audience.HEAD),
        ("rung-3", Audience.DEPUTY),
        ("rung-4", Audience.DEPUTY),
        ("rung-5", Audience.DEPUTY),
        ("rung-5", Audience.RESIDENT),
        ("remind-dispatch", Audience.SEALED_OFFICER),
        ("remind-rate", Audience.DEPUTY),
    }
)


async def fire_due(database: Database, district: DistrictData, now: datetime) -> int:
    """Fire every step that is due at `now`, oldest first. Returns how many did something.

    A step that fails is tried again at the next ring and holds up no other; an error of the
    database holds up all of them.
    """
    async with database.reading() as session:
        due = (await session.execute(_due(district.id, now))).scalars().all()
    fired = 0
    for step in due:
        try:
            fired += await unit_of_work(database, partial(_fire, district, now, step))
        except DBAPIError:
            raise
        except Exception:
            log.exception("step %s of %s has failed", step.step, step.order_id)
    return fired


def _due(district_id: str, now: datetime) -> Select[DeadlineStep]:
    return (
        select(DeadlineStep)
        .where(
            DeadlineStep.district_id == district_id,
            DeadlineStep.fired_at.is_(None),
            DeadlineStep.due_at <= now,
        )
        .order_by(DeadlineStep.due_at)
        .limit(BATCH)
    )


async def _fire(
    district: DistrictData, now: datetime, step: DeadlineStep, session: AsyncSession
) -> int:
    order = await queries.lock_order(session, district.id, step.order_id)
    if order is None or not await _claim(session, step, now):
        return 0
    reach("after-step-claim")
    desk = Desk(session, district, now)
    if step.kind == StepKind.ACT.value:
        await _act(desk, order, step)
    elif await _newest(session, step, now):
        await _remind(desk, order, step)
    else:
        await _mark(session, step, "superseded")
        return 0
    await next_due(desk, order)
    await desk.deliver()
    reach("before-step-commit")
    return 1


async def _claim(session: AsyncSession, step: DeadlineStep, now: datetime) -> bool:
    """Exactly one worker wins; a step whose clock was stopped meanwhile has fired_at already."""
    won = await session.execute(
        update(DeadlineStep)
        .where(*_key(step), DeadlineStep.fired_at.is_(None))
        .values(fired_at=now, outcome="fired")
        .returning(DeadlineStep.step)
    )
    return won.scalar_one_or_none() is not None


async def _mark(session: AsyncSession, step: DeadlineStep, outcome: str) -> None:
    await session.execute(update(DeadlineStep).where(*_key(step)).values(outcome=outcome))


def _key(step: DeadlineStep) -> tuple[Any, ...]:
    return (
        DeadlineStep.district_id == step.district_id,
        DeadlineStep.order_id == step.order_id,
        DeadlineStep.clock == step.clock,
        DeadlineStep.cycle == step.cycle,
        DeadlineStep.step == step.step,
    )


async def _newest(session: AsyncSession, step: DeadlineStep, now: datetime) -> bool:
    """After an outage only the newest reminder of each clock speaks (decisions.md 16)."""
    newer = select(DeadlineStep.step).where(
        DeadlineStep.district_id == step.district_id,
        DeadlineStep.order_id == step.order_id,
        DeadlineStep.clock == step.clock,
        DeadlineStep.cycle == step.cycle,
        DeadlineStep.kind == StepKind.REMIND.value,
        DeadlineStep.due_at > step.due_at,
        DeadlineStep.due_at <= now,
        or_(DeadlineStep.fired_at.is_(None), DeadlineStep.outcome == "fired"),
    )
    return (await session.execute(newer.limit(1))).first() is None


async def _act(desk: Desk, order: Order, step: DeadlineStep) -> None:
    """A transition by the clock. What no longer fits the order falls to the next best way."""
    if step.action == CLOSE_WINDOW:
        await closure.close_window(desk, order)
        return
    action = Action(step.action or "")
    if action is Action.INSUFFICIENT and (order.grid or order.community):
        await intake.route(desk, order)  # T4: what is known well enough goes on
        return
    if step.clock == ClockKind.SORT.value and similar.asked(order) is not None:
        await intake.unanswered(desk, order)
        return
    for way in _ways(action):
        if await casework.try_system(desk, order, way):
            if way is Action.PASS_ON:
                await casework.dispatch_if_ready(desk, order)
            return
    await _mark(desk.session, step, "void")


def _ways(action: Action) -> tuple[Action, ...]:
    """T7: what is not half sure goes to the station."""
    if action is Action.PASS_ON:
        return (Action.PASS_ON, Action.TO_STATION)
    return (action,)


async def _remind(desk: Desk, order: Order, step: DeadlineStep) -> None:
    if _needless(order, step):
        await _mark(desk.session, step, "void")
        return
    for audience, person, own in await _receivers(desk, order, step):
        await _notice(desk, own, step, person, _text_of(step, audience))


async def _receivers(
    desk: Desk, order: Order, step: DeadlineStep
) -> list[tuple[Audience, Person, Order]]:
    """Whom it is for, and of which order they hear. F3's invitations are for who has not rated
    yet, also among those who follow the order with their own (T8)."""
    audiences = [Audience(name) for name in step.audiences]
    if step.clock == ClockKind.RATE.value:
        waiting = await closure.waiting_people(desk, order, await closure.given(desk, order))
        return [one for one in waiting if one[0] in audiences]
    return [
        (audience, person, order)
        for audience in audiences
        for person in await people_of(desk, order, audience)
    ]


def _needless(order: Order, step: DeadlineStep) -> bool:
    """Rung 2 is for a silent unit; contact for one that has not been made."""
    if step.rung == 2:
        return order.progress_round == order.round
    if step.clock == "contact":
        return order.first_contact_at is not None
    return False


def _text_of(step: DeadlineStep, audience: Audience) -> str:
    name, _, number = step.step.partition("_")
    if name == "rung":
        text = f"rung-{step.rung}"
    elif name == "minute":
        text = f"rung-e-{number}"
    else:
        text = _TEXTS[step.clock]
    return f"{text}-{audience}" if (text, audience) in _WORDED_FOR else text


async def _notice(desk: Desk, order: Order, step: DeadlineStep, person: Person, text: str) -> None:
    """Reminders are notices, so that several of one person come as one message; alarms are not
    held back by the night."""
    calendar = desk.district.calendar
    urgent = order.hazard and order.status == Status.EMERGENCY
    moment = calendar.speak_at(desk.now, urgent=urgent)
    if not step.single:  # the digest that the step is in time for, however late the sweep
        moment = max(moment, calendar.digest_at(step.due_at))
    await notices.add(
        desk.session,
        district_id=desk.district_id,
        person_id=person.id,
        order_id=order.id,
        text_id=text,
        data={
            "left": _left(desk, order),
            "$late": desk.now - step.due_at > LATE,
            "$reply_to_card": True,
            "$buttons": True,
        },
        rank=_rank(order, step),
        card=False,
        not_before=moment,
        dedupe=f"{notices.REMINDER}{order.id}:{step.clock}:{step.cycle}:{step.step}:{person.id}",
        now=desk.now,
    )


def _left(desk: Desk, order: Order) -> dict[str, Any] | str:
    """What is left until the reply is due, in the unit in which it is counted; "" if nothing."""
    due = order.reply_due
    if due is None or due <= desk.now:
        return ""
    days = desk.district.calendar.workdays_between(desk.now, due)
    if days:
        return {"$text": "left-workdays", "data": {"n": days}}
    minutes = int((due - desk.now).total_seconds() // 60)
    if minutes < 60:
        return {"$text": "left-minutes", "data": {"n": minutes}}
    return {"$text": "left-hours", "data": {"n": minutes // 60}}


def _rank(order: Order, step: DeadlineStep) -> int:
    """Most urgent first: danger, red, a yellow rung, the rest, blue."""
    if order.hazard and order.status == Status.EMERGENCY:
        return notices.DANGER
    if step.colour == "yellow" and step.rung is None:
        return 3
    return {"red": 1, "yellow": 2, "blue": 4}.get(step.colour or "", 3)


async def next_hint(
    session: AsyncSession, district: DistrictData, now: datetime
) -> dict[str, Any]:
    """For the sandbox's clock: the next moment at which something falls due, and the next
    working morning."""
    query = (
        select(DeadlineStep.due_at, Order.number)
        .join(
            Order,
            (Order.id == DeadlineStep.order_id) & (Order.district_id == DeadlineStep.district_id),
        )
        .where(DeadlineStep.district_id == district.id, DeadlineStep.fired_at.is_(None))
        .order_by(DeadlineStep.due_at)
        .limit(1)
    )
    row = (await session.execute(query)).first()
    morning = district.calendar.next_working_time(_tomorrow(district, now))
    return {
        "next_deadline": row.due_at.isoformat() if row else None,
        "next_deadline_label": row.number if row else None,
        "next_working_day": (morning + timedelta(minutes=30)).isoformat(),
    }


def _tomorrow(district: DistrictData, now: datetime) -> datetime:
    local = district.calendar.local(now)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
