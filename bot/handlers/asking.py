"""The one conversation: before a step is taken, what its row asks for is collected, field by
field; by a tap where there is something to choose, else by one line of words.

State data: action, order (hex), version, field, inputs.
"""

from typing import Any
from uuid import UUID

from aiogram.fsm.state import State, StatesGroup

from bot.handlers import choices
from bot.handlers.talk import Button, Rows, Talk
from bot.nlp.clean import mask_private
from domain.errors import Refused
from domain.order import Action, Field
from domain.presses import Press
from domain.roles import Role
from domain.workflow import Step
from service import casework, intake, showing, similar
from service.casework import check_step
from storage.models import Order

_MOST_WORDS = 5
_LABEL = 40  # characters of a button


class Asking(StatesGroup):
    """`field`: a field of a step; `why`: what is still wrong, after a 不满意; `scope`: of an
    invite; `offer`: words or files that may be an addition or a new report; `unread`: words that
    the program cannot read, for people if their writer says so."""

    field = State()
    why = State()
    scope = State()
    offer = State()
    unread = State()


async def begin(talk: Talk, order_id: UUID, action: Action, version: int) -> bool:
    """Start collecting for this action; True if nothing is asked and the step was taken."""
    order = await _order(talk, order_id)
    row, role = await check_step(talk.desk, talk.actor, order, action, version)
    if action is Action.CHANGE_CATEGORY and role is Role.RESIDENT:
        await _say_why(talk, order)
    data: dict[str, Any] = {
        "action": action.value,
        "order": order.id.hex,
        "version": version,
        "inputs": {},
    }
    return await _go_on(talk, order, row, data)


async def answer(talk: Talk, asked: dict[str, Any], value: Any) -> None:
    """One answer to the field that is being asked. Raises Refused when it does not fit."""
    order = await _order(talk, UUID(asked["order"]))
    action = Action(asked["action"])
    row, _ = await check_step(talk.desk, talk.actor, order, action, asked["version"])
    inputs = {**asked["inputs"], asked["field"]: value}
    await _go_on(talk, order, row, {**asked, "inputs": inputs})


async def words(
    talk: Talk, asked: dict[str, Any], text: str, location: tuple[float, float] | None
) -> None:
    """Typed words (or a shared position) for a field: understood where the field is a choice."""
    order = await _order(talk, UUID(asked["order"]))
    field = Field(asked["field"])
    if field in choices.TYPED:
        await answer(talk, asked, text)
        return
    found, sure = choices.by_words(talk, field, text, location)
    if sure:
        await answer(talk, asked, found[0])
        return
    rows = choices.rows_of(talk, field, found, order, asked)
    await talk.say(choices.NOT_FOUND[field] if not found else _prompt(asked), rows=rows)


async def files(talk: Talk, asked: dict[str, Any], pieces: list[dict[str, Any]]) -> bool:
    """Photos for a field that takes them; False where the field wants something else."""
    field = Field(asked["field"])
    if field is Field.PROOF:
        await answer(talk, asked, pieces)
        return True
    if asked["action"] == Action.ADD.value:
        order = await intake.add_files(talk.desk, talk.actor, UUID(asked["order"]), pieces)
        await talk.state.clear()
        await talk.say("added", **await talk.about(order), photos=len(pieces))
        return True
    return False


async def remind(talk: Talk) -> None:
    await talk.say("question-reminder", rows=[[talk.button("button-cancel", Press("cancel"))]])


async def _go_on(talk: Talk, order: Order, row: Step, data: dict[str, Any]) -> bool:
    missing = next_field(row, data["inputs"])
    if missing is None:
        await talk.state.clear()
        await _take(talk, order, row.action, data)
        return True
    data = {**data, "field": missing.value}
    await talk.state.set_state(Asking.field)
    await talk.state.set_data(data)
    await talk.say(_prompt(data), rows=await _rows(talk, missing, order, data))
    return False


async def _say_why(talk: Talk, order: Order) -> None:
    """Which words decided, told to the resident who wonders at the class (C11, 11)."""
    said = [word for word, weight in order.trace.get("words", ()) if weight > 0][:_MOST_WORDS]
    if said:
        words = talk.word("card-word-join").join(said)
        await talk.say("why-category", **await talk.about(order), words=words)


def next_field(row: Step, inputs: dict[str, Any]) -> Field | None:
    """What is still to be asked. Proof is for class A, a ground for class C (dialogues.md 8)."""
    wanted_by = {Field.PROOF: "A", Field.GROUND: "C"}
    for field in row.asks:
        needless = field in wanted_by and inputs.get(Field.RESULT_CLASS) != wanted_by[field]
        if field.value not in inputs and not needless:
            return field
    return None


def _prompt(data: dict[str, Any]) -> str:
    return f"ask-{data['action']}-{data['field']}"


async def _rows(talk: Talk, field: Field, order: Order, data: dict[str, Any]) -> Rows:
    if field is Field.MAIN:
        return [*await _mains(talk, order, data), [_cancel(talk, order)]]
    found = choices.suggested(talk, field, order, Action(data["action"]))
    rows = [*choices.rows_of(talk, field, found, order, data)]
    last = await showing.last_place(talk.desk, talk.actor, order) if field is Field.PLACE else None
    if last is not None and last not in found:
        place = talk.desk.district.grid_label(last, talk.language)
        press = Press("pick", order.id, data["version"], last)
        rows.append([talk.button("pick-last-place", press, place=place)])
    return [*rows, [_cancel(talk, order)]]


def _cancel(talk: Talk, order: Order) -> Button:
    return talk.button("button-cancel", Press("cancel", order.id))


async def _mains(talk: Talk, order: Order, data: dict[str, Any]) -> list[list[Button]]:
    """Orders that this one may be one with: number, how many reported it, its words."""
    rows: list[list[Button]] = []
    for main in await similar.candidates(talk.desk, order, talk.actor):
        label = talk.word(
            "pick-main",
            short=main.number[-5:],
            count=main.followers + 1,
            matter=mask_private(main.text_original),
        )
        press = Press("pick", order.id, data["version"], main.number)
        rows.append([(label[:_LABEL], press)])
    return rows


async def _take(talk: Talk, order: Order, action: Action, data: dict[str, Any]) -> None:
    inputs = dict(data["inputs"])
    if isinstance(inputs.get(Field.PROOF), str):
        inputs[Field.PROOF] = [{"kind": "text", "text": inputs[Field.PROOF]}]
    if action is Action.CHANGE_PLACE:
        order = await intake.choose_place(
            talk.desk, talk.actor, order.id, inputs[Field.PLACE], version=data["version"]
        )
    elif action is Action.CHANGE_CATEGORY:
        order = await intake.choose_kind(
            talk.desk, talk.actor, order.id, inputs[Field.CATEGORY], version=data["version"]
        )
    else:
        order = await casework.take_step(
            talk.desk, talk.actor, order.id, action, inputs, version=data["version"]
        )
    text_id = f"done-{action}"
    if row_asks(data) and talk.speech.has(text_id):
        about = await talk.about(order) or _moved_away(talk, order)
        await talk.say(text_id, **{**about, **_said(inputs)})


def _moved_away(talk: Talk, order: Order) -> dict[str, str]:
    """The step took the order out of this person's sight: all that is left to say of it."""
    return {"place": talk.desk.district.place_label(order.grid or "", talk.language)}


def row_asks(data: dict[str, Any]) -> bool:
    """Was anything asked? A step of one tap is answered by a toast (bot/handlers/presses.py)."""
    return bool(data["inputs"])


def _said(inputs: dict[str, Any]) -> dict[str, str]:
    """The person's own words; codes that were chosen are named by the order itself."""
    said = {key: inputs.get(key) for key in choices.TYPED}
    return {key: value for key, value in said.items() if isinstance(value, str) and value}


async def _order(talk: Talk, order_id: UUID) -> Order:
    order = await showing.visible(talk.desk, talk.actor, order_id)
    if order is None:
        await talk.state.clear()
        raise Refused("not-found")
    return order
