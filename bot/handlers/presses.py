"""Buttons: parse what was pressed, make one call, answer."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import asking, choices, commands, lists, messages
from bot.handlers.asking import Asking
from bot.handlers.middleware import message_of
from bot.handlers.talk import Talk, order_in
from domain.errors import Refused
from domain.order import Action, Field, Status
from domain.presses import BadPress, Press
from domain.rating import Dimension, Value
from domain.roles import SCOPE_OF_ROLE, Role, ScopeKind
from service import closure, intake, joining, people, privacy, showing
from storage.models import Order

Pressed = Callable[[Talk, CallbackQuery, Press], Awaitable[None]]
_VERBS: dict[str, Pressed] = {}
CONFIRMED = "yes"
ASK_TWICE = frozenset({Action.WITHDRAW})  # cannot be undone by the one who pressed


def on(*verbs: str) -> Callable[[Pressed], Pressed]:
    def register(pressed: Pressed) -> Pressed:
        for verb in verbs:
            _VERBS[verb] = pressed
        return pressed

    return register


async def press(query: CallbackQuery, talk: Talk) -> None:
    """Every button of the bot. What it did not make, or what is stale, is told so kindly."""
    try:
        pressed = Press.unpack(query.data or "")
        handle = _VERBS[pressed.verb]
    except (BadPress, KeyError):
        raise Refused("old-button") from None
    await handle(talk, query, pressed)


@on(*Action)
async def _action(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """A step of the table: taken at once, or the conversation asks first."""
    action = Action(pressed.verb)
    if action in ASK_TWICE and pressed.value != CONFIRMED:
        await _ask_twice(talk, query, pressed)
        return
    taken = await asking.begin(talk, order_in(pressed), action, pressed.version)
    if not taken:
        await query.answer()
        return
    await _tell_done(talk, query, action, order_in(pressed))


async def _tell_done(talk: Talk, query: CallbackQuery, action: Action, order_id: UUID) -> None:
    order = await showing.visible(talk.desk, talk.actor, order_id)
    text_id = f"done-{action}"
    if order is None or not talk.speech.has(text_id):
        await talk.toast(query, "toast-ok")
        return
    await talk.toast(query, text_id, **await talk.about(order))


async def _ask_twice(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    order = await _visible(talk, pressed)
    await query.answer()
    sure = Press(pressed.verb, pressed.order, pressed.version, CONFIRMED)
    await talk.say(
        f"{pressed.verb}-confirm",
        rows=[
            [
                talk.button(f"{pressed.verb}-yes", sure),
                talk.button(
                    f"{pressed.verb}-no",
                    Press("dismiss", pressed.order, value=f"not-{pressed.verb}"),
                ),
            ]
        ],
        **await talk.about(order),
    )


@on("dismiss")
async def _dismiss(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    order = await _visible(talk, pressed)
    await query.answer()
    message = message_of(query)
    if message is not None and pressed.value in {"not-withdraw", "not-forwarded"}:
        about = await talk.about(order)
        await talk.repaint(message.message_id, pressed.value, rows=(), **about)


@on("place")
async def _place(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """One of the candidates under the card."""
    order = await intake.choose_place(
        talk.desk, talk.actor, order_in(pressed), pressed.value, version=pressed.version
    )
    await talk.toast(query, "place-set", **await talk.about(order))


@on("kind")
async def _kind(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """One of the two classes under the card, or neither."""
    if not choices.offered(talk, Field.CATEGORY, pressed.value, Action.CHANGE_CATEGORY):
        raise Refused("old-button")
    order = await intake.choose_kind(
        talk.desk, talk.actor, order_in(pressed), pressed.value, version=pressed.version
    )
    text_id = "to-station-said" if order.at_station else "done-change_category"
    await talk.toast(query, text_id, **await talk.about(order))


@on("pick")
async def _pick(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """A choice for the field that is being asked, or one level further down."""
    order_id, asked = order_in(pressed), await talk.asking()
    if not asked or "field" not in asked or UUID(asked["order"]) != order_id:
        raise Refused("question-closed")
    field = Field(asked["field"])
    if not choices.offered(talk, field, pressed.value, Action(asked["action"])):
        raise Refused("old-button")
    await query.answer()
    if field is Field.CATEGORY and pressed.value.startswith(choices.LEVEL1):
        await _further(talk, query, asked, pressed.value[1:])
        return
    await asking.answer(talk, asked, choices.spoken(talk, field, pressed.value, asked))


async def _further(talk: Talk, query: CallbackQuery, asked: dict[str, Any], first: str) -> None:
    order = await showing.visible(talk.desk, talk.actor, UUID(asked["order"]))
    message = message_of(query)
    if order is None or message is None:
        raise Refused("old-button")
    codes = choices.second_levels(talk, first)
    rows = choices.rows_of(talk, Field.CATEGORY, codes, order, asked)
    back = [talk.button("button-cancel", Press("cancel", order.id))]
    await talk.repaint(message.message_id, f"ask-{asked['action']}-category", rows=[*rows, back])


@on("cancel")
async def _cancel(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """No more of this question. An old one's button does not end what is asked now."""
    asked = await talk.asking()
    current = asked is None or pressed.order in {None, UUID(asked.get("order", UUID(int=0).hex))}
    if current:
        await talk.state.clear()
    text_id = "cancelled-question" if current else "question-closed"
    await talk.toast(query, text_id)
    message = message_of(query)
    if message is not None:
        await talk.repaint(message.message_id, text_id, rows=())


@on("rate")
async def _rate(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    dimension, _, value = pressed.value.partition(":")
    try:
        chosen = Dimension(dimension), Value(int(value))
    except ValueError:
        raise Refused("old-button") from None
    rated = await closure.rate(talk.desk, talk.actor, order_in(pressed), pressed.version, *chosen)
    await talk.toast(query, "rate-thanks" if rated.complete else "rate-saved")
    if rated.ask_reason:
        await _ask_why(talk, rated.order, rated.round)
    await lists.repaint_push(talk, query, rated.order)


async def _ask_why(talk: Talk, order: Order, round_number: int) -> None:
    await talk.state.set_state(Asking.why)
    await talk.state.set_data({"order": order.id.hex, "round": round_number})
    skip = Press("skip", order.id, round_number)
    await talk.say("rate-why", rows=[[talk.button("skip", skip)]])


@on("hint")
async def _hint(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """The name of a row of ratings says what is meant by it."""
    if pressed.value not in set(Dimension):
        raise Refused("old-button")
    await talk.toast(query, f"rate-hint-{pressed.value}")


@on("skip")
async def _skip(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    order_id = order_in(pressed)
    await talk.state.clear()
    await talk.toast(query, "skipped")
    await closure.give_reason(talk.desk, talk.actor, order_id, pressed.version, None)
    message = message_of(query)
    if message is not None:
        await talk.repaint(message.message_id, "rate-thanks", rows=())


@on("visited")
async def _visited(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    order = await closure.record_visit(
        talk.desk,
        talk.actor,
        order_in(pressed),
        pressed.version,
        visited=pressed.value == CONFIRMED,
    )
    await talk.toast(query, "visited-saved")
    await lists.repaint_push(talk, query, order)


@on(Action.LIFT_OUT)
async def _lift_out(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """It was another thing after all."""
    order = await joining.lift_out(
        talk.desk, talk.actor, order_in(pressed), version=pressed.version
    )
    await talk.toast(query, "done-lift_out", **await talk.about(order))


@on(Action.STILL_FILE)
async def _still_file(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """The answer was not what was meant."""
    order = await intake.still_file(
        talk.desk, talk.actor, order_in(pressed), version=pressed.version
    )
    await talk.toast(query, "done-still_file", **await talk.about(order))


@on("same")
async def _same(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """Dialogue 4: it is the same thing, or another one."""
    message = message_of(query)
    joins = pressed.value == CONFIRMED
    take = joining.join if joins else joining.stand_alone
    order = await take(talk.desk, talk.actor, order_in(pressed))
    joined = order.status == Status.CLOSED
    about = await talk.about(order)
    await talk.toast(query, "same-joined" if joined else "same-alone", **about)
    if message is not None:
        await talk.repaint(
            message.message_id, "same-joined" if joined else "same-alone", rows=(), **about
        )


@on("open")
async def _open(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    order = await _visible(talk, pressed)
    await query.answer()
    await talk.show(order, timeline=True)


@on("my")
async def _my(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    await query.answer()
    message = message_of(query)
    await lists.my_orders(talk, page=pressed.version, message=message)


@on("offer")
async def _offer(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """What was written belongs to this order (its id), or is a new report (no id)."""
    kept = await talk.asking()
    if not kept or "offered" not in kept:
        raise Refused("old-button")
    await talk.state.clear()
    await query.answer()
    report = messages.offered(talk, kept)
    if pressed.order is None:
        await messages.file(talk, report)
        return
    order, photos = await intake.add_to(talk.desk, talk.actor, pressed.order, report)
    await talk.say("added", **await talk.about(order), photos=photos)


@on("lang")
async def _lang(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    people.set_language(talk.desk.district, talk.person, pressed.value)
    talk.language = pressed.value
    await talk.toast(query, "lang-set")
    message = message_of(query)
    if message is None:
        return
    if await talk.state.get_state() == Asking.unread:  # words wait for this tap, in any language
        pass_on = talk.button("button-pass-on", Press("offer"))
        await talk.repaint(message.message_id, "other-language", rows=[[pass_on]])
    else:
        await talk.repaint(message.message_id, "lang-set", rows=())


@on("erase")
async def _erase(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """Asked, confirmed or dropped; under /privacy."""
    await query.answer()
    message = message_of(query)
    if message is None:
        raise Refused("old-button")
    if pressed.value == CONFIRMED:
        erased = await privacy.erase(talk.desk, talk.person)
        if erased.held:
            numbers = " ".join(number[-5:] for number in erased.held)
            await talk.repaint(message.message_id, "erase-held", rows=(), numbers=numbers)
        else:
            await talk.repaint(message.message_id, "erase-done", rows=())
    elif pressed.value == "no":
        await talk.repaint(message.message_id, "erase-kept", rows=())
    else:
        yes, no = Press("erase", value=CONFIRMED), Press("erase", value="no")
        await talk.say(
            "erase-confirm", rows=[[talk.button("erase-yes", yes), talk.button("erase-no", no)]]
        )


@on("invite")
async def _invite(talk: Talk, query: CallbackQuery, pressed: Press) -> None:
    """The role is chosen; a role of the whole district needs no more words."""
    if not talk.actor.holds(Role.ADMIN) or pressed.value not in SCOPE_OF_ROLE:
        raise Refused("old-button")
    await query.answer()
    role = Role(pressed.value)
    if SCOPE_OF_ROLE[role] is ScopeKind.DISTRICT:
        await commands.make_invite(talk, role.value)
        return
    await talk.state.set_state(Asking.scope)
    await talk.state.set_data({"role": role.value})
    await talk.say("invite-scope")


async def _visible(talk: Talk, pressed: Press) -> Order:
    order = await showing.visible(talk.desk, talk.actor, order_in(pressed))
    if order is None:
        raise Refused("not-found")
    return order


def routes() -> Router:
    """The handlers of this file, in the order in which they are asked."""
    router = Router(name="presses")
    router.callback_query.register(press)
    return router
