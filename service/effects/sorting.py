"""What sorting, a refusal and danger change."""

from typing import Any

from sqlalchemy import delete

from bot.nlp.intent import Intent
from domain.deadlines import EMERGENCY_CLASS, URGENT_CLASS
from domain.errors import Refused
from domain.guards import UNSORTED
from domain.order import Action, RefusalCode, Status
from domain.roles import Actor, Role
from service import corrections
from service.desk import Desk
from service.effects.registry import (
    DEFAULT_LIMIT,
    KIND_ASKED,
    TRANSFER,
    Inputs,
    code_of,
    on,
    one_of,
    text_of,
)
from storage.ground import Category
from storage.models import Order, Rating

# --- sorting ------------------------------------------------------------------------------


@on(Action.ASK_INFO)
async def _ask_info(_d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    order.question = inputs["question"]
    order.questions_asked += 1
    return {"question": order.question}


@on(Action.ASK_MORE)
async def _ask_more(_d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    text = text_of(inputs, "text")
    order.question = text
    return {"text": text}


@on(Action.ROUTE, Action.ROUTE_URGENT)
async def _route(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = None
    return {}


@on(Action.TO_STATION)
async def _to_station(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = None
    order.at_station = True
    return {}


@on(Action.CALL_STAND_IN)
async def _stand_in(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.stand_in = True
    return {}


@on(Action.SEAL)
async def _seal(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.sealed = True
    return {}


@on(Action.CONFIRM)
async def _confirm(desk: Desk, _a: Actor, role: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.confidence, order.margin = 1.0, 1.0  # decisions.md 24
    corrections.keep(desk, role, order, before=order.category)
    return {"category": order.category, "unit": order.lead_unit}


@on(Action.CHANGE_CATEGORY)
async def _category(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    before, code = order.category, code_of(inputs, "category")
    category = desk.district.category(code)
    order.category = code
    if code != before:
        order.trace = {**order.trace, "words": []}  # they spoke for the class that it was not
    order.taxonomy_version = desk.district.version
    if order.urgency != "emergency":
        order.limit_class = _limit_of(category)
    order.lead_unit = desk.district.lead_for(code, order.grid, order.street)
    _made_sure(order, role)
    if role is Role.RESIDENT:  # said by the one who knows, for the deputy to confirm
        order.confidence = max(order.confidence, desk.district.thresholds.confirm)
        order.trace = {**order.trace, KIND_ASKED: True}
    corrections.keep(desk, role, order, before=before)
    return {"before": before, "category": code, "sorting_error": role is not Role.RESIDENT}


def _limit_of(category: Category) -> str:
    """The limit of a matter without danger: E2 is for danger alone."""
    without = {EMERGENCY_CLASS: URGENT_CLASS, TRANSFER: DEFAULT_LIMIT}
    return without.get(category.limit_class, category.limit_class)


@on(Action.CHANGE_PLACE)
async def _place(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    before = order.grid
    set_place(desk, order, code_of(inputs, "place"), certainty="exact")
    order.stand_in = order.stand_in and order.grid == before
    if text := inputs.get("text"):
        order.place_text = str(text)
    return {"before": before, "grid": order.grid, "sorting_error": role is not Role.RESIDENT}


def set_place(desk: Desk, order: Order, grid: str | None, *, certainty: str) -> None:
    """Put the order into a grid: community, street, station and lead unit follow."""
    order.grid_certainty = certainty
    order.grid = grid
    if grid is not None:
        row = desk.district.grids.get(grid)
        if row is None:
            raise Refused("refused-unknown-place")
        order.community, order.street, order.station = row.community, row.street, row.station
        order.grid_candidates = []
    order.lead_unit = desk.district.lead_for(order.category, grid, order.street)


@on(Action.CHANGE_UNIT)
async def _unit(desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    before, code = order.lead_unit, code_of(inputs, "unit")
    set_unit(desk, order, code)
    _made_sure(order, role)
    return {"before": before, "unit": code}


def _made_sure(order: Order, role: Role) -> None:
    if role is Role.DISPATCHER:
        order.confidence, order.margin = 1.0, 1.0


def set_unit(desk: Desk, order: Order, code: str) -> None:
    if code not in desk.district.units:
        raise Refused("refused-unknown-unit")
    order.lead_unit = code


# --- questions ----------------------------------------------------------------------------


@on(Action.ANSWER)
async def _answer(_d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    order.question = None
    return {"text": text_of(inputs, "text")}


@on(Action.STILL_FILE)
async def _still_file(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.intent = Intent.REPORT.value
    return {}


# --- refusal ------------------------------------------------------------------------------


@on(Action.PROPOSE_REFUSAL)
async def _propose(
    _d: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.refusal_code = one_of(RefusalCode, inputs, "refusal").value
    order.refusal_reason = str(inputs.get("reason") or "") or None
    order.proposed_by = actor.person_id
    order.question = None
    return {"refusal": order.refusal_code, "reason": order.refusal_reason or ""}


@on(Action.REFUSE)
async def _refuse(_d: Desk, actor: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.refused_by = actor.person_id
    return {"refusal": order.refusal_code, "reason": order.refusal_reason or ""}


@on(Action.KEEP)
async def _keep(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    data = {"refusal": order.refusal_code}
    order.refusal_code = order.refusal_reason = None
    if order.category != UNSORTED:
        order.confidence, order.margin = 1.0, 1.0
    return data


@on(Action.OBJECT)
async def _object(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.objected = True
    return {"refusal": order.refusal_code}


@on(Action.FORWARD)
async def _forward(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    """Dialogue 6: the deputy (or, without a place, the station) reads it for information."""
    order.trace = {**order.trace, "forwarded": True}
    if order.grid is None:
        order.at_station = True
    return {}


# --- danger -------------------------------------------------------------------------------


@on(Action.RAISE_ALARM)
async def _alarm(desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    if order.status == Status.REPLIED:
        await _forget_ratings(desk, order)
    order.urgency, order.hazard, order.limit_class = "emergency", True, EMERGENCY_CLASS
    order.danger_kind = str(inputs.get("kind") or order.danger_kind or "general")
    code = str(inputs.get("category") or order.category)
    if inputs.get("sealed"):
        order.sealed = True
    if order.lead_unit is None or code != order.category:
        order.lead_unit = desk.district.lead_for(code, order.grid, order.street)
    order.category = code
    return {"kind": order.danger_kind, "words": list(inputs.get("words", ()))}


async def _forget_ratings(desk: Desk, order: Order) -> None:
    """Danger has overtaken the reply: the next one of this round is rated anew."""
    await desk.session.execute(
        delete(Rating).where(
            Rating.district_id == order.district_id,
            Rating.order_id == order.id,
            Rating.round == order.round,
        )
    )


@on(Action.TAKE_ALARM)
async def _take_alarm(
    desk: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    plan = text_of(inputs, "plan")
    order.dispatched_at = order.accepted_at = desk.now
    order.first_contact_at = desk.now
    order.limit_class = DEFAULT_LIMIT  # repair after making safe (T3a)
    order.plan = plan
    order.handler = actor.person_id if order.lead_unit in actor.scopes(Role.CLERK) else None
    return {"text": plan, "unit": order.lead_unit}


@on(Action.FALSE_ALARM)
async def _false_alarm(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.urgency, order.hazard = "normal", False
    category = desk.district.categories.get(order.category)
    harmless = category is not None and category.limit_class != EMERGENCY_CLASS
    order.limit_class = _limit_of(category) if category and harmless else DEFAULT_LIMIT
    return {"reason": text_of(inputs, "reason")}


@on(Action.HAND_OVER)
async def _hand_over(_d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs) -> dict[str, Any]:
    return {"handed_to": text_of(inputs, "handed_to")}
