"""Ratings and what they lead to: blind until the window closes, then closing or redo.

model.md C8, decisions.md 27 and 28.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from secrets import randbelow
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from domain.access import Deny
from domain.deadlines import window_end_after_dissatisfied
from domain.errors import Refused
from domain.order import Action, Status
from domain.rating import (
    BOTH,
    Dimension,
    Outcome,
    Rater,
    ResultClass,
    Seat,
    Value,
    dimensions_for,
    first_dissatisfied_at,
    missing,
    outcome,
)
from domain.rating import Rating as Given
from domain.roles import Actor, Audience, Role
from service.audience import people_of
from service.casework import log_denial, system_step
from service.clocks import end_window_at
from service.desk import STATUS, Desk, Word
from storage import queries, same
from storage.models import Order, Person, Rating

REASON_LIMIT = 1000  # characters
NEUTRAL_ONE_IN = 5  # C8: of the satisfied orders, so that a reminder tells nothing
REASON_GRACE = timedelta(minutes=10)  # to say what is still wrong before the order goes back


@dataclass(frozen=True, slots=True)
class Rated:
    """What the rater is told next. `order`: the rater's own, which for a follower is the one that
    was merged (T8); `round` is that of the order that was answered. `ask_reason`: one question
    follows a 不满意. `redo_soon`: the other side has not rated, the order goes back when the
    window closes."""

    order: Order
    round: int
    rater: Rater
    ask_reason: bool
    redo_soon: bool
    complete: bool


async def rate(
    desk: Desk,
    actor: Actor,
    order_id: UUID,
    round_number: int,
    dimension: Dimension,
    value: Value,
) -> Rated:
    """Keep one value; a later word of the same rater replaces it while the window is open.
    Raises Refused when the round is over or the actor is neither reporter nor deputy."""
    own, order = await _locked(desk, order_id)
    rater = await rater_of(desk, actor, own)
    if order.status != Status.REPLIED or order.round != round_number:
        raise Refused("refused-rating-closed")
    dimensions = open_dimensions(order)
    if dimension not in dimensions:
        raise Refused("refused-rating-closed")
    seats = await seats_of(desk, order)
    before = await given(desk, order)
    await _keep(desk, actor, order, rater, dimension, value)
    ratings = await given(desk, order)
    await _repaint_own(desk, actor, own)
    seat = _seat(order, rater, actor.person_id)
    mine = {r.dimension for r in ratings if r.seat == seat}
    dissatisfied = value is Value.DISSATISFIED
    complete = not missing(ratings, dimensions, seats)
    if complete:
        await _settle(desk, order)
    else:
        await _move_window(desk, order, rater, before, ratings)
    return Rated(
        order=own,
        round=order.round,
        rater=rater,
        ask_reason=dissatisfied,
        redo_soon=dissatisfied and not complete,
        complete=set(dimensions) <= mine,
    )


async def give_reason(
    desk: Desk, actor: Actor, order_id: UUID, round_number: int, reason: str | None
) -> Order:
    """What is still wrong, in the rater's words, or None for skipped. If everybody has rated
    and nobody else is being asked, the window closes now."""
    own, order = await _locked(desk, order_id)
    await rater_of(desk, actor, own)
    if order.status != Status.REPLIED or order.round != round_number:
        return order
    for row in await _rows(desk, order):
        if row.person_id == actor.person_id and row.value == Value.DISSATISFIED:
            row.reason = (reason or "")[:REASON_LIMIT]
    await desk.session.flush()
    seats = await seats_of(desk, order)
    if not missing(await given(desk, order), open_dimensions(order), seats):
        await _settle(desk, order)
    return order


async def record_visit(
    desk: Desk, actor: Actor, order_id: UUID, round_number: int, *, visited: bool
) -> Order:
    """The deputy says whether he went to look (dialogues.md 11). Raises Refused, also when the
    round is over."""
    order = await queries.lock_order(desk.session, desk.district_id, order_id)
    if order is None or await rater_of(desk, actor, order) is not Rater.DEPUTY:
        raise Refused("refused-not-yours")
    if order.status != Status.REPLIED or order.round != round_number:
        raise Refused("refused-rating-closed")
    order.trace = {**order.trace, f"visited_{order.round}": visited}
    await desk.session.execute(
        update(Rating)
        .where(*_of_round(order), Rating.person_id == actor.person_id)
        .values(visited=visited)
    )
    await _repaint_own(desk, actor, order)
    return order


async def close_window(desk: Desk, order: Order) -> None:
    """T23, T24 or T25, by what was given. The order's row is locked by the caller."""
    rows = await _rows(desk, order)
    ratings = [_as_given(order, row) for row in rows]
    result = outcome(ratings, open_dimensions(order))
    values = [{"rater": row.rater, "dimension": row.dimension, "value": row.value} for row in rows]
    inputs: dict[str, Any] = {"ratings": values}
    if result is Outcome.REDO:
        inputs["reason"] = "\n".join(dict.fromkeys(row.reason for row in rows if row.reason))
        await system_step(desk, order, Action.REDO, inputs)
    elif result is Outcome.SATISFIED:
        await system_step(desk, order, Action.CLOSE_SATISFIED, inputs)
    else:
        await system_step(desk, order, Action.CLOSE_UNRATED, inputs)


def open_dimensions(order: Order) -> tuple[Dimension, ...]:
    return dimensions_for(ResultClass(order.result_class or "D"))


async def given(desk: Desk, order: Order) -> list[Given]:
    """The values of this round."""
    return [_as_given(order, row) for row in await _rows(desk, order)]


async def _locked(desk: Desk, order_id: UUID) -> tuple[Order, Order]:
    """(the order that the button named, the order that is rated): of a merged one its main order,
    both locked. Raises Refused."""
    own = await queries.lock_order(desk.session, desk.district_id, order_id)
    if own is None:
        raise Refused("not-found")
    main = await same.main_of(desk.session, own)
    if main is None:
        return own, own
    return own, await queries.lock_order(desk.session, desk.district_id, main.id) or own


async def seats_of(desk: Desk, order: Order) -> tuple[Seat, ...]:
    """Who may rate: of an order that others follow, each reporter (C8)."""
    if not order.followers:
        return BOTH
    ids = dict.fromkeys(person.id for person, _ in await _residents(desk, order))
    residents = (Seat(Rater.RESIDENT, str(person_id)) for person_id in ids)
    return (*residents, Seat(Rater.DEPUTY))


async def _residents(desk: Desk, order: Order) -> list[tuple[Person, Order]]:
    """Who reported it, and who follows it, each with the order that is his own."""
    people = await queries.reporters_of(desk.session, order.district_id, order.id)
    found = [(person, order) for person in people]
    if order.followers:
        rows = await same.followers_of(desk.session, order.district_id, order.id)
        found += [(person, own) for person, own in rows]
    return found


def _seat(order: Order, rater: Rater, person_id: UUID | None) -> Seat:
    several = order.followers and rater is Rater.RESIDENT
    return Seat(rater, str(person_id)) if several else Seat(rater)


async def rater_of(desk: Desk, actor: Actor, order: Order) -> Rater:
    """As whom this person rates: the reporter before the deputy. Raises Refused."""
    owned = await queries.is_reporter(desk.session, order.district_id, order.id, actor.person_id)
    if owned:
        return Rater.RESIDENT
    if not order.sealed and order.grid in actor.scopes(Role.DEPUTY):
        return Rater.DEPUTY
    log_denial(desk, actor, "rate", order.id, Deny("neither reporter nor deputy"))
    raise Refused("refused-not-yours")


async def _repaint_own(desk: Desk, actor: Actor, order: Order) -> None:
    """The rater's card alone: a card that is painted elsewhere would tell (C8)."""
    person = await desk.session.get(Person, (order.district_id, actor.person_id))
    if person is not None:
        await desk.session.flush()
        await desk.repaint_for(order.id, person)


def _of_round(order: Order) -> tuple[ColumnElement[bool], ...]:
    return (
        Rating.district_id == order.district_id,
        Rating.order_id == order.id,
        Rating.round == order.round,
    )


async def _rows(desk: Desk, order: Order) -> list[Rating]:
    query = select(Rating).where(*_of_round(order), Rating.late.is_(False))
    return list((await desk.session.execute(query.order_by(Rating.given_at))).scalars())


def _as_given(order: Order, row: Rating) -> Given:
    seat = _seat(order, Rater(row.rater), row.person_id)
    return Given(seat, Dimension(row.dimension), Value(row.value), row.given_at)


async def _keep(
    desk: Desk, actor: Actor, order: Order, rater: Rater, dimension: Dimension, value: Value
) -> None:
    """A deputy's seat is one, whether primary or stand-in sits in it: the last word counts; of an
    order that others follow each resident has one. The same word again changes nothing, so that
    its reason stays."""
    for row in await _rows(desk, order):
        unchanged = (row.rater, row.dimension, row.value) == (rater, dimension, value)
        if unchanged and row.person_id == actor.person_id:
            return
    former = [Rating.rater == rater.value, Rating.dimension == dimension.value]
    if order.followers and rater is Rater.RESIDENT:
        former.append(Rating.person_id == actor.person_id)
    await desk.session.execute(delete(Rating).where(*_of_round(order), *former))
    desk.session.add(
        Rating(
            district_id=order.district_id,
            order_id=order.id,
            round=order.round,
            rater=rater.value,
            person_id=actor.person_id,
            dimension=dimension.value,
            value=int(value),
            visited=order.trace.get(f"visited_{order.round}"),
            given_at=desk.now,
        )
    )
    await desk.session.flush()


async def _settle(desk: Desk, order: Order) -> None:
    """Everybody has rated: the window closes, at most ten minutes after a 不满意 whose rater has
    not yet said what is still wrong."""
    waits = [
        row.given_at + REASON_GRACE
        for row in await _rows(desk, order)
        if row.value == Value.DISSATISFIED and row.reason is None
    ]
    ends_at = min(max(waits, default=desk.now), order.rate_until or desk.now)
    if ends_at <= desk.now:
        await close_window(desk, order)
    else:
        await end_window_at(desk, order, ends_at)


async def _move_window(
    desk: Desk, order: Order, rater: Rater, before: list[Given], ratings: list[Given]
) -> None:
    """A first 不满意 ends the window a working day later and reminds the other side once, in
    neutral words, which also go out for one satisfied order in five, so that they tell nothing."""
    dimensions = open_dimensions(order)
    first = first_dissatisfied_at(ratings, dimensions)
    if first is not None and first_dissatisfied_at(before, dimensions) is None:
        ends_at = order.rate_until or desk.now
        early = window_end_after_dissatisfied(first, ends_at, desk.district.calendar)
        await end_window_at(desk, order, early)
        await _remind_other(desk, order, rater, ratings)
    elif not before and randbelow(NEUTRAL_ONE_IN) == 0:
        await _remind_other(desk, order, rater, ratings)


async def _remind_other(desk: Desk, order: Order, rater: Rater, ratings: list[Given]) -> None:
    """In the words of the invitations, and only who has something left to rate."""
    other = Audience.DEPUTY if rater is Rater.RESIDENT else Audience.RESIDENT
    for audience, person, own in await waiting_people(desk, order, ratings):
        if audience is not other:
            continue
        desk.tell(
            Word(
                person=person,
                order=own,
                text_id="remind-rate-deputy" if other is Audience.DEPUTY else "remind-rate",
                data={"$reply_to_card": True, "$buttons": True},
                kind=STATUS,
                card=False,
                own=False,
            )
        )


async def waiting_people(
    desk: Desk, order: Order, ratings: Iterable[Given]
) -> list[tuple[Audience, Person, Order]]:
    """Who has something left to rate, as whom, and under which order: a follower under the one
    that was merged."""
    seats = await seats_of(desk, order)
    waiting = {seat for seat, _ in missing(ratings, open_dimensions(order), seats)}
    found: list[tuple[Audience, Person, Order]] = []
    if Seat(Rater.DEPUTY) in waiting:
        people = await people_of(desk, order, Audience.DEPUTY)
        found += [(Audience.DEPUTY, person, order) for person in people]
    return found + [
        (Audience.RESIDENT, person, own)
        for person, own in await _residents(desk, order)
        if _seat(order, Rater.RESIDENT, person.id) in waiting
    ]
