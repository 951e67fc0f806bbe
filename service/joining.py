"""A report joins another one, or stands alone. model.md T8, dialogues.md 4, ADR 0007.

The resident's own order is closed as merged and keeps its number, its words and its card; the card
shows how the main order stands, and what the main order's resident hears its followers hear too.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain.errors import Refused
from domain.order import Action, Result, Status
from domain.roles import Actor
from service import casework, intake, similar
from service.desk import Desk
from storage import queries, same
from storage.models import Order

SPOKEN_OF = 5  # orders that somebody may mean without naming one


async def join(desk: Desk, actor: Actor, order_id: UUID) -> Order:
    """The same thing: follow the other order. If that one has ended meanwhile, this one goes on
    alone. Raises Refused when this one was not asked, or has gone too far by itself."""
    order, main_id = await _asked(desk, actor, order_id)
    main = await main_order(desk, main_id)
    if main is None:
        await intake.unanswered(desk, order)
        return order
    await casework.take_step(desk, actor, order.id, Action.JOIN, {"main": main.id})
    return order


async def stand_alone(desk: Desk, actor: Actor, order_id: UUID) -> Order:
    """Not the same thing: sorted as if nobody had asked. Raises Refused."""
    order, _ = await _asked(desk, actor, order_id)
    await intake.unanswered(desk, order)
    return order


async def _asked(desk: Desk, actor: Actor, order_id: UUID) -> tuple[Order, UUID]:
    order = await queries.lock_order(desk.session, desk.district_id, order_id)
    if order is None or not await queries.is_reporter(
        desk.session, desk.district_id, order_id, actor.person_id
    ):
        raise Refused("not-found")
    main_id = similar.asked(order)
    if main_id is None:
        raise Refused("question-closed")
    return order, main_id


async def main_order(desk: Desk, main_id: UUID) -> Order | None:
    """The order to follow, locked; where that one was merged itself, its main order. None when
    it ended, or became what nobody follows."""
    main = await queries.lock_order(desk.session, desk.district_id, main_id)
    if main is not None and main.result == Result.MERGED and main.main_id is not None:
        main = await queries.lock_order(desk.session, desk.district_id, main.main_id)
    if main is None or main.status not in same.FOLLOWED or main.sealed or main.hazard:
        return None
    return main


async def lift_out(
    desk: Desk, actor: Actor, order_id: UUID, *, version: int | None = None
) -> Order:
    """It was another thing after all: the order opens again under its own number."""
    order = await casework.take_step(desk, actor, order_id, Action.LIFT_OUT, version=version)
    await intake.sort(desk, order)
    return order


# --- what a follower says -------------------------------------------------------------------


async def spoken_of(desk: Desk, actor: Actor) -> Sequence[tuple[Order, datetime]]:
    """What this resident's words may be about, and when it moved, the newest movement first: open
    orders, and those that follow an open one."""
    assert actor.person_id is not None  # noqa: S101 - residents are people
    rows = await same.spoken_of(desk.session, desk.district_id, actor.person_id, SPOKEN_OF)
    return [(order, moved_at) for order, moved_at in rows]


async def follows(desk: Desk, order: Order) -> bool:
    """Was it merged into an order that is still open?"""
    main = await same.main_of(desk.session, order)
    return main is not None and main.status != Status.CLOSED


async def to_rate(desk: Desk, orders: Sequence[Order]) -> Order | None:
    """The first of these that waits for its reporter's rating, by itself or in its main order."""
    for order in orders:
        rated = await same.main_of(desk.session, order) or order
        if rated.status == Status.REPLIED:
            return order
    return None
