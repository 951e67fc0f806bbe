"""What merging changes (T8), also in the main order."""

from typing import Any

from domain.errors import Refused
from domain.order import Action
from domain.roles import Actor, Role
from service.desk import Desk
from service.effects.registry import Inputs, on
from storage import queries
from storage.models import Order

SAME = "same"  # in the order's trace: what it may be one with, while the resident is asked


def forget_question(order: Order) -> None:
    """Nobody is asked any more whether it is the same thing."""
    order.trace = {key: value for key, value in order.trace.items() if key != SAME}


@on(Action.JOIN)
async def _join(desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    if "main" not in inputs:
        raise Refused("question-closed")  # pressed without having been asked
    main = await queries.lock_order(desk.session, order.district_id, inputs["main"])
    if main is None or main.id == order.id or main.sealed:
        raise Refused("question-closed")
    main.followers += 1
    desk.repaint(main)
    order.main_id = main.id
    order.question = order.unit_question = None
    forget_question(order)
    return {"main": main.number}


@on(Action.LIFT_OUT)
async def _lift_out(desk: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    if order.main_id is not None:
        main = await queries.lock_order(desk.session, order.district_id, order.main_id)
        if main is not None:
            main.followers -= 1
            desk.repaint(main)
    order.main_id = None
    return {}
