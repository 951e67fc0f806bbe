"""What a step changes besides the status. One function per action that changes something;
each returns what the event keeps and the texts may use (`text`, `reason`, `unit` …).

Nobody outside casework.py calls these.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import delete

from domain.deadlines import EMERGENCY_CLASS, URGENT_CLASS
from domain.errors import Refused
from domain.guards import UNSORTED
from domain.order import Action, RefusalCode, Status
from domain.rating import ResultClass
from domain.roles import Actor, Role
from domain.workflow import Step
from service.desk import Desk
from storage.ids import uuid7
from storage.models import Addition, Category, Order, Rating, Reporter

Inputs = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)
Effect = Callable[[Desk, Actor, Role, Order, Inputs], Awaitable[dict[str, Any]]]

TRANSFER = "TRANSFER"  # a class of limits.csv that no department handles
DEFAULT_LIMIT = "W5"
TEXT_LIMIT = 1000  # characters of what staff write, so that it fits one message beside the card
_EFFECTS: dict[Action, Effect] = {}


async def apply(
    desk: Desk, actor: Actor, role: Role, order: Order, row: Step, inputs: Inputs
) -> dict[str, Any]:
    """Change the order; return the event's data. Raises Refused for a missing input."""
    effect = _EFFECTS.get(row.action)
    return await effect(desk, actor, role, order, inputs) if effect else {}


def _on(*actions: Action) -> Callable[[Effect], Effect]:
    def register(effect: Effect) -> Effect:
        for action in actions:
            _EFFECTS[action] = effect
        return effect

    return register


def _text(inputs: Inputs, field: str) -> str:
    """A needed text: not empty, cut to what one message can hold."""
    text = str(inputs.get(field) or "").strip()
    if not text:
        raise Refused("refused-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("refused-too-long", limit=TEXT_LIMIT)
    return text


def _code(inputs: Inputs, field: str) -> str:
    """A needed choice."""
    code = str(inputs.get(field) or "")
    if not code:
        raise Refused("refused-empty")
    return code


def _one_of(choices: type[Choice], inputs: Inputs, field: str) -> Choice:
    """A needed choice of a few; another one comes from a forged or outdated button."""
    try:
        return choices(_code(inputs, field))
    except ValueError:
        raise Refused("old-button") from None


def add(
    desk: Desk,
    order: Order,
    *,
    kind: str,
    by: Role,
    purpose: str,
    text: str | None = None,
    **file: Any,
) -> Addition:
    """Keep something that came to the order. `file`: file_id, file_unique_id, file_size,
    message_id."""
    row = Addition(
        district_id=order.district_id,
        id=uuid7(desk.now),
        order_id=order.id,
        kind=kind,
        by_role=by.value,
        purpose=purpose,
        round=order.round,
        text=text,
        at=desk.now,
        **file,
    )
    desk.session.add(row)
    return row


# --- sorting ------------------------------------------------------------------------------


@_on(Action.ASK_INFO)
async def _ask_info(_d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    order.question = inputs["question"]
    order.questions_asked += 1
    return {"question": order.question}


@_on(Action.ASK_MORE)
async def _ask_more(_d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    text = _text(inputs, "text")
    order.question = text
    return {"text": text}


@_on(Action.ROUTE, Action.ROUTE_URGENT)
async def _route(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = None
    return {}


@_on(Action.TO_STATION)
async def _to_station(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = None
    order.at_station = True
    return {}


@_on(Action.CALL_STAND_IN)
async def _stand_in(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.stand_in = True
    return {}


@_on(Action.SEAL)
async def _seal(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.sealed = True
    return {}


@_on(Action.CONFIRM)
async def _confirm(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.confidence, order.margin = 1.0, 1.0  # decisions.md 24
    return {"category": order.category, "unit": order.lead_unit}


@_on(Action.CHANGE_CATEGORY)
async def _category(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    before, code = order.category, _code(inputs, "category")
    category = desk.district.category(code)
    order.category = code
    order.trace = {**order.trace, "words": []}  # they spoke for the class that it was not
    order.taxonomy_version = desk.district.version
    if order.urgency != "emergency":
        order.limit_class = _limit_of(category)
    order.lead_unit = desk.district.lead_for(code, order.grid, order.street)
    _made_sure(order, role)
    return {"before": before, "category": code, "sorting_error": role is not Role.RESIDENT}


def _limit_of(category: Category) -> str:
    """The limit of a matter without danger: E2 is for danger alone."""
    without = {EMERGENCY_CLASS: URGENT_CLASS, TRANSFER: DEFAULT_LIMIT}
    return without.get(category.limit_class, category.limit_class)


@_on(Action.CHANGE_PLACE)
async def _place(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    before = order.grid
    set_place(desk, order, _code(inputs, "place"), certainty="exact")
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


@_on(Action.CHANGE_UNIT)
async def _unit(desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    before, code = order.lead_unit, _code(inputs, "unit")
    _set_unit(desk, order, code)
    _made_sure(order, role)
    return {"before": before, "unit": code}


def _made_sure(order: Order, role: Role) -> None:
    if role is Role.DISPATCHER:
        order.confidence, order.margin = 1.0, 1.0


def _set_unit(desk: Desk, order: Order, code: str) -> None:
    if code not in desk.district.units:
        raise Refused("refused-unknown-unit")
    order.lead_unit = code


# --- refusal ------------------------------------------------------------------------------


@_on(Action.PROPOSE_REFUSAL)
async def _propose(
    _d: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.refusal_code = _one_of(RefusalCode, inputs, "refusal").value
    order.refusal_reason = str(inputs.get("reason") or "") or None
    order.proposed_by = actor.person_id
    order.question = None
    return {"refusal": order.refusal_code, "reason": order.refusal_reason or ""}


@_on(Action.REFUSE)
async def _refuse(_d: Desk, actor: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.refused_by = actor.person_id
    return {"refusal": order.refusal_code, "reason": order.refusal_reason or ""}


@_on(Action.KEEP)
async def _keep(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    data = {"refusal": order.refusal_code}
    order.refusal_code = order.refusal_reason = None
    if order.category != UNSORTED:
        order.confidence, order.margin = 1.0, 1.0
    return data


@_on(Action.OBJECT)
async def _object(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.objected = True
    return {"refusal": order.refusal_code}


@_on(Action.FORWARD)
async def _forward(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    """Dialogue 6: the deputy (or, without a place, the station) reads it for information."""
    order.trace = {**order.trace, "forwarded": True}
    if order.grid is None:
        order.at_station = True
    return {}


# --- danger -------------------------------------------------------------------------------


@_on(Action.RAISE_ALARM)
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


@_on(Action.TAKE_ALARM)
async def _take_alarm(
    desk: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    plan = _text(inputs, "plan")
    order.dispatched_at = order.accepted_at = desk.now
    order.first_contact_at = desk.now
    order.limit_class = DEFAULT_LIMIT  # repair after making safe (T3a)
    order.plan = plan
    order.handler = actor.person_id if order.lead_unit in actor.scopes(Role.CLERK) else None
    return {"text": plan, "unit": order.lead_unit}


@_on(Action.FALSE_ALARM)
async def _false_alarm(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.urgency, order.hazard = "normal", False
    category = desk.district.categories.get(order.category)
    harmless = category is not None and category.limit_class != EMERGENCY_CLASS
    order.limit_class = _limit_of(category) if category and harmless else DEFAULT_LIMIT
    return {"reason": _text(inputs, "reason")}


@_on(Action.HAND_OVER)
async def _hand_over(_d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs) -> dict[str, Any]:
    return {"handed_to": _text(inputs, "handed_to")}


# --- the unit -----------------------------------------------------------------------------


def _dispatched(desk: Desk, order: Order) -> dict[str, Any]:
    order.dispatched_at = desk.now
    order.return_until = desk.district.calendar.add_workdays(desk.now, 1)
    order.accepted_at = order.handler = order.plan = None
    return {"unit": order.lead_unit}


@_on(Action.DISPATCH, Action.DISPATCH_URGENT)
async def _dispatch(desk: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = None
    return _dispatched(desk, order)


@_on(Action.TAKE)
async def _take(
    desk: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.plan = _text(inputs, "plan")
    order.accepted_at = desk.now
    order.handler = actor.person_id
    return {"text": order.plan, "unit": order.lead_unit}


@_on(Action.RETURN)
async def _return(desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    reason, proposed = _text(inputs, "reason"), _code(inputs, "unit")
    if proposed not in desk.district.units:
        raise Refused("refused-unknown-unit")
    order.returned_by = [*order.returned_by, order.lead_unit]
    order.proposed_unit = proposed
    return {"reason": reason, "unit": order.lead_unit, "proposed": proposed}


@_on(Action.REDISPATCH)
async def _redispatch(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    code = _code(inputs, "unit")
    if code == order.lead_unit:
        raise Refused("refused-same-unit")
    _set_unit(desk, order, code)
    order.proposed_unit = None
    return _dispatched(desk, order)


@_on(Action.DESIGNATE)
async def _designate(
    _d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.designated = True
    order.proposed_unit = None
    return {"reason": _text(inputs, "reason"), "unit": order.lead_unit}


@_on(Action.CONTACT)
async def _contact(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    _contacted(desk, order)
    return {"text": _text(inputs, "text")}


def _contacted(desk: Desk, order: Order) -> None:
    order.first_contact_at = order.first_contact_at or desk.now


@_on(Action.ASK_RESIDENT)
async def _ask_resident(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.unit_question = _text(inputs, "text")
    _contacted(desk, order)
    return {"text": order.unit_question}


@_on(Action.ANSWER_UNIT)
async def _answer(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    text = _text(inputs, "text")
    data = {"question": order.unit_question, "text": text}
    order.unit_question = None
    add(desk, order, kind="text", by=role, purpose="report", text=text)
    return data


@_on(Action.PROGRESS)
async def _progress(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.last_progress = _text(inputs, "text")
    order.progress_round = order.round
    _contacted(desk, order)
    return {"text": order.last_progress, "unit": order.lead_unit}


@_on(Action.REPLY)
async def _reply(
    desk: Desk, actor: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    result_class = _one_of(ResultClass, inputs, "result_class")
    text = _text(inputs, "text")
    proof, ground = inputs.get("proof") or [], inputs.get("ground")
    if result_class is ResultClass.A and not proof:
        raise Refused("refused-no-proof")
    if result_class is ResultClass.C and not ground:
        raise Refused("refused-no-ground")
    order.reply_text, order.result_class = text, result_class.value
    order.reply_ground = str(ground) if ground else None
    order.reply_by, order.reviewed = actor.person_id, False
    for piece in proof:
        add(desk, order, by=role, purpose="proof", **piece)
    return {"text": text, "class": result_class.value, "unit": order.lead_unit}


# --- the reply ----------------------------------------------------------------------------


@_on(Action.RETURN_REPLY)
async def _return_reply(
    _d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs
) -> dict[str, Any]:
    return {"reason": _text(inputs, "reason")}


@_on(Action.RELEASE, Action.RELEASE_UNREVIEWED)
async def _release(desk: Desk, _a: Actor, role: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.reviewed = role is Role.REVIEWER
    order.replied_at = desk.now
    return {"text": order.reply_text, "class": order.result_class, "unit": order.lead_unit}


@_on(Action.CLOSE_SATISFIED, Action.CLOSE_UNRATED)
async def _close(_d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs) -> dict[str, Any]:
    return {"ratings": list(inputs.get("ratings", ()))}


@_on(Action.REDO)
async def _redo(_d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    """T25: round + 1, new limits, another handler asked for (C9, decisions.md 19)."""
    former = order.handler
    order.round += 1
    order.handler = order.result_class = order.reply_text = order.reply_ground = None
    order.plan = order.last_progress = None
    order.first_contact_at = order.replied_at = order.rate_until = None
    return {
        "ratings": list(inputs.get("ratings", ())),
        "dissatisfied": sorted({r["rater"] for r in inputs["ratings"] if r["value"] == 1}),
        "reason": str(inputs.get("reason") or ""),
        "former": str(former) if former else "",
        "unit": order.lead_unit,
    }


# --- anywhere -----------------------------------------------------------------------------


@_on(Action.WITHDRAW)
async def _withdraw(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = order.unit_question = None
    return {}


@_on(Action.LEAVE)
async def _leave(desk: Desk, actor: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    """T31: a hazard remains, so the order stays and the reporter's link is cut."""
    await desk.session.execute(
        delete(Reporter).where(
            Reporter.district_id == order.district_id,
            Reporter.order_id == order.id,
            Reporter.person_id == actor.person_id,
        )
    )
    return {}


@_on(Action.ADD)
async def _add(desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    text = str(inputs["text"])[:4096] if inputs.get("text") else None
    files = list(inputs.get("files", ()))
    if not text and not files:
        raise Refused("refused-empty")
    if text:
        add(desk, order, kind="text", by=role, purpose="report", text=text)
    for piece in files:
        add(desk, order, by=role, purpose="report", **piece)
    return {"text": text or "", "files": len(files)}


@_on(Action.URGE)
async def _urge(desk: Desk, _a: Actor, role: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    """At most once in four hours per order, else it is noise."""
    last = (order.trace or {}).get("urged_at")
    if last and desk.now.timestamp() - float(last) < timedelta(hours=4).total_seconds():
        raise Refused("refused-urged-already")
    order.trace = {**order.trace, "urged_at": desk.now.timestamp()}
    return {"by": role.value}


@_on(Action.VISIT)
async def _visit(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    text = _text(inputs, "text")
    add(desk, order, kind="text", by=role, purpose="visit", text=text)
    return {"text": text}
