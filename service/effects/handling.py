"""What the unit, the reply and everybody at any time change."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from domain.errors import Refused
from domain.order import Action
from domain.rating import ResultClass
from domain.roles import Actor, Role
from service.desk import Desk
from service.effects.registry import Inputs, add, code_of, on, one_of, photos_of, text_of
from service.effects.sorting import set_unit
from storage.models import Order, Reporter

# --- the unit -----------------------------------------------------------------------------


def _dispatched(desk: Desk, order: Order) -> dict[str, Any]:
    order.dispatched_at = desk.now
    order.return_until = desk.district.calendar.add_workdays(desk.now, 1)
    order.accepted_at = order.handler = order.plan = None
    return {"unit": order.lead_unit}


@on(Action.DISPATCH, Action.DISPATCH_URGENT)
async def _dispatch(desk: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = None
    return _dispatched(desk, order)


@on(Action.TAKE)
async def _take(
    desk: Desk, actor: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.plan = text_of(inputs, "plan")
    order.accepted_at = desk.now
    order.handler = actor.person_id
    return {"text": order.plan, "unit": order.lead_unit}


@on(Action.RETURN)
async def _return(desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    reason, proposed = text_of(inputs, "reason"), code_of(inputs, "unit")
    if proposed not in desk.district.units:
        raise Refused("refused-unknown-unit")
    order.returned_by = [*order.returned_by, order.lead_unit]
    order.proposed_unit = proposed
    return {"reason": reason, "unit": order.lead_unit, "proposed": proposed}


@on(Action.REDISPATCH)
async def _redispatch(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    code = code_of(inputs, "unit")
    if code == order.lead_unit:
        raise Refused("refused-same-unit")
    set_unit(desk, order, code)
    order.proposed_unit = None
    return _dispatched(desk, order)


@on(Action.DESIGNATE)
async def _designate(
    _d: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.designated = True
    order.proposed_unit = None
    return {"reason": text_of(inputs, "reason"), "unit": order.lead_unit}


@on(Action.CONTACT)
async def _contact(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    _contacted(desk, order)
    return {"text": text_of(inputs, "text")}


def _contacted(desk: Desk, order: Order) -> None:
    order.first_contact_at = order.first_contact_at or desk.now


@on(Action.ASK_RESIDENT)
async def _ask_resident(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.unit_question = text_of(inputs, "text")
    _contacted(desk, order)
    return {"text": order.unit_question}


@on(Action.ANSWER_UNIT)
async def _answer(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    text = text_of(inputs, "text")
    data = {"question": order.unit_question, "text": text}
    order.unit_question = None
    add(desk, order, kind="text", by=role, purpose="report", text=text)
    return data


@on(Action.PROGRESS)
async def _progress(
    desk: Desk, _a: Actor, _r: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    order.last_progress = text_of(inputs, "text")
    order.progress_round = order.round
    _contacted(desk, order)
    return {"text": order.last_progress, "unit": order.lead_unit}


@on(Action.REPLY)
async def _reply(
    desk: Desk, actor: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    result_class = one_of(ResultClass, inputs, "result_class")
    text = text_of(inputs, "text")
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


@on(Action.RETURN_REPLY)
async def _return_reply(
    _d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs
) -> dict[str, Any]:
    return {"reason": text_of(inputs, "reason")}


@on(Action.RELEASE, Action.RELEASE_UNREVIEWED)
async def _release(desk: Desk, _a: Actor, role: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.reviewed = role is Role.REVIEWER
    order.replied_at = desk.now
    return {"text": order.reply_text, "class": order.result_class, "unit": order.lead_unit}


@on(Action.CLOSE_SATISFIED, Action.CLOSE_UNRATED)
async def _close(_d: Desk, _a: Actor, _r: Role, _o: Order, inputs: Inputs) -> dict[str, Any]:
    return {"ratings": list(inputs.get("ratings", ()))}


@on(Action.REDO)
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


@on(Action.WITHDRAW)
async def _withdraw(_d: Desk, _a: Actor, _r: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    order.question = order.unit_question = None
    return {}


@on(Action.LEAVE)
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


@on(Action.ADD)
async def _add(desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs) -> dict[str, Any]:
    text = str(inputs["text"])[:4096] if inputs.get("text") else None
    files = list(inputs.get("files", ()))
    if not text and not files:
        raise Refused("refused-empty")
    if text:
        add(desk, order, kind="text", by=role, purpose="report", text=text)
    for piece in files:
        add(desk, order, by=role, purpose="report", **piece)
    return {"text": text or "", "files": len(files), "$photos": photos_of(files)}


@on(Action.URGE)
async def _urge(desk: Desk, _a: Actor, role: Role, order: Order, _i: Inputs) -> dict[str, Any]:
    """At most once in four hours per order, else it is noise."""
    last = (order.trace or {}).get("urged_at")
    if last and desk.now.timestamp() - float(last) < timedelta(hours=4).total_seconds():
        raise Refused("refused-urged-already")
    order.trace = {**order.trace, "urged_at": desk.now.timestamp()}
    return {"by": role.value}


@on(Action.VISIT)
async def _visit(
    desk: Desk, _a: Actor, role: Role, order: Order, inputs: Inputs
) -> dict[str, Any]:
    text = text_of(inputs, "text")
    add(desk, order, kind="text", by=role, purpose="visit", text=text)
    return {"text": text}
