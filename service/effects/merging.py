"""What merging changes (T8), also in the main order."""

from typing import Any
from uuid import UUID

from domain.deadlines import URGENT_CLASS
from domain.errors import Refused
from domain.order import Action
from domain.roles import Actor, Role
from service.desk import Desk
from service.district import DistrictData
from service.effects.registry import Inputs, code_of, on, photos_of
from storage import queries, same
from storage.models import Order

SAME = "same"  # in the order's trace: what it may be one with, while the resident is asked
MERGE = "merge"  # in the order's trace: the order that staff propose to merge it into


def is_outage(district: DistrictData, code: str) -> bool:
    """A class of 24 hours that a utility leads: one fault, many homes."""
    category = district.categories.get(code)
    unit = district.units.get(category.lead) if category else None
    urgent = category is not None and category.limit_class == URGENT_CLASS
    return urgent and unit is not None and unit.kind == "utility"


def needs_own_help(district: DistrictData, order: Order) -> bool:
    """Without water, with a dialysis machine: somebody's own matter, whoever else has none."""
    category = district.categories.get(order.category)
    urgent = category.urgent if category is not None else ()
    return order.hazard or any(word in order.text_normal for word in urgent)


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


# --- by staff -------------------------------------------------------------------------------


@on(Action.PROPOSE_MERGE)
async def _propose(
    desk: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    """`main`: the number of the other order, one that the actor may see."""
    number = code_of(inputs, "main")
    main = await queries.find_by_number(desk.session, order.district_id, actor, number)
    if main is None:
        raise Refused("not-found")
    _check_same(desk.district, order, main)
    order.trace = {**order.trace, MERGE: main.id.hex}
    order.question = None
    return {"main": main.number, "text": main.number}


@on(Action.MERGE)
async def _merge(desk: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    """Whoever follows this order follows the main order from now on."""
    main = await queries.lock_order(desk.session, order.district_id, UUID(order.trace[MERGE]))
    if main is None:
        raise Refused("refused-not-mergeable")
    _check_same(desk.district, order, main)
    followers = await same.merged_into(desk.session, order.district_id, order.id)
    for own in followers:
        own.main_id = main.id
        desk.repaint(own)
    main.followers += 1 + len(followers)
    order.followers, order.main_id = 0, main.id
    order.question = order.unit_question = None
    forget_question(order)
    _forget_proposal(order)
    desk.repaint(main)
    return {"main": main.number}


@on(Action.KEEP_APART)
async def _keep_apart(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    _forget_proposal(order)
    return {}


def _forget_proposal(order: Order) -> None:
    order.trace = {key: value for key, value in order.trace.items() if key != MERGE}


def _check_same(district: DistrictData, order: Order, main: Order) -> None:
    """Same matter, same place; never across sealed, never a personal emergency (T8)."""
    followed = main.status in same.FOLLOWED and not main.sealed and not main.hazard
    if not followed or main.id == order.id:
        raise Refused("refused-not-mergeable")
    if needs_own_help(district, order):
        raise Refused("refused-own-help")
    if main.category != order.category:
        raise Refused("refused-other-matter")
    if order.grid is None:
        raise Refused("refused-no-place")
    near = is_outage(district, order.category) and main.community == order.community is not None
    if main.grid != order.grid and not near:
        raise Refused("refused-other-place")


@on(Action.FOLLOWER_ADD)
async def _follower_add(
    _d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs
) -> dict[str, Any]:
    """The words stay with the follower's own order; what begins with $ is said and not kept."""
    files = list(inputs.get("files", ()))
    said = {"$text": inputs.get("text") or "", "$photos": photos_of(files)}
    return {**said, "files": len(files)}
