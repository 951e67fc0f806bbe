"""From an outbox row to the calls that say it, in the receiver's language, at the time it is sent.

decisions.md 10: whether the receiver may still see the order is asked again here. A row is one
or more calls; the last is the message itself, those before it photos or the first parts of a
long text.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.push import cards
from bot.texts.said import Said, units
from bot.texts.speech import Speech, language_of
from domain.roles import Role
from service.district import DistrictData
from service.views import OrderView, order_view
from storage.models import Card, Order, Person
from storage.outbox import BUTTONS, CARD, DIGEST, MISSED, ROWS
from storage.sending import Claimed

CAPTION = 1024  # UTF-16 units, telegram.md
ALBUM = 10
NO_PREVIEW = {"is_disabled": True}

_LANES: BindParameter[int] = bindparam("lanes", expanding=True)
_PEOPLE = select(Person).where(
    Person.district_id == bindparam("district"), Person.chat_id.in_(_LANES)
)
_ORDER_IDS: BindParameter[UUID] = bindparam("orders", expanding=True)
_CARDS = select(Card).where(
    Card.district_id == bindparam("district"),
    Card.order_id.in_(_ORDER_IDS),
    Card.chat_id.in_(_LANES),
)
_ORDERS = select(Order).where(Order.district_id == bindparam("district"), Order.id.in_(_ORDER_IDS))


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `optional`: when it can never succeed, go on. `instead`: when the message to
    edit is gone."""

    method: str
    args: dict[str, Any]
    optional: bool = False
    instead: "Call | None" = None

    @property
    def repeatable(self) -> bool:
        """Would a second one change nothing?"""
        return self.method.startswith(("edit", "delete", "set", "pin", "unpin", "leave"))


@dataclass(frozen=True, slots=True)
class Plan:
    """`calls` in order; none: the chat shows it already, as `message_id`. `shown`: a hash, when
    the message is an order's card."""

    calls: tuple[Call, ...]
    message_id: int | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Not to be said any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """It refers to a message that has not been sent."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The receiver takes nothing from us."""


Rendering = Plan | Dropped | NotYet | Unreachable


class Renderer:
    """One batch of claimed rows: what they need is read in a few queries."""

    def __init__(
        self,
        session: AsyncSession,
        district: DistrictData,
        speech: Speech,
        today: datetime,
    ) -> None:
        self._session, self._district, self._speech = session, district, speech
        self._today = today
        self._people: dict[int, Person] = {}
        self._cards: dict[tuple[UUID, int], Card] = {}
        self._orders: Sequence[Order] = ()  # held, so that the session knows them
        self._sent: dict[int, tuple[str, int | None]] = {}

    async def read(self, rows: Sequence[Claimed]) -> None:
        """Fetch receivers, cards and messages that the rows refer to."""
        here = {"district": self._district.id, "lanes": list({row.lane for row in rows})}
        people = await self._session.scalars(_PEOPLE, here)
        self._people = {person.chat_id: person for person in people}
        orders = {row.order_id for row in rows if row.order_id is not None}
        if orders:
            here["orders"] = list(orders)
            cards = await self._session.scalars(_CARDS, here)
            self._cards = {(card.order_id, card.chat_id): card for card in cards}
            self._orders = (await self._session.scalars(_ORDERS, here)).all()
        sent = {number for row in rows for number in _sent_ids(row.args)}
        if sent:
            found = await self._session.execute(
                select(ROWS.c.id, ROWS.c.state, ROWS.c.message_id).where(ROWS.c.id.in_(sent))
            )
            self._sent = {row.id: (row.state, row.message_id) for row in found}

    def person(self, chat_id: int) -> Person | None:
        return self._people.get(chat_id)

    async def render(self, row: Claimed) -> Rendering:
        """Raises what Speech raises for a text that does not exist or lacks a variable."""
        person = self._people.get(row.lane)
        if person is not None and not person.reachable:
            return Unreachable()
        language = language_of(
            person.client_language if person else None, person.language if person else None
        )
        view = None
        if row.order_id is not None and row.person_id is not None:
            view = await self._may_see(row, row.order_id, row.person_id, language)
            if view is None:
                return Dropped("the receiver may no longer see the order")
        if row.method is not None:
            return self._method(row.method, row)
        if row.text_id == CARD and view is not None and row.order_id is not None:
            return self._card(row, view, language)
        if row.text_id == BUTTONS and view is not None:
            return self._buttons_alone(row, view, language)
        if row.text_id in {DIGEST, MISSED}:
            return await self._digest(row, language)
        return self._text(row, view, language)

    async def _may_see(
        self, row: Claimed, order_id: UUID, person_id: UUID, language: str
    ) -> OrderView | None:
        return await order_view(
            self._session,
            self._district,
            order_id,
            person_id,
            self._today,
            language=language,
            timeline=bool(row.data.get("timeline")),
        )

    # --- a method as a handler called it ---------------------------------------------------

    def _method(self, method: str, row: Claimed) -> Rendering:
        for number in _sent_ids(row.args):
            state, message_id = self._sent.get(number, ("dead", None))
            if state in {"new", "run"}:
                return NotYet()
            if message_id is None:
                return Dropped(f"message {number} was never sent")
        args = self._filled(row.args)
        if "chat_id" in args:
            args["chat_id"] = row.lane  # it may have moved since
        return Plan((Call(method, args),))

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            if "$sent" in value:
                return self._sent[value["$sent"]][1]
            return {name: self._filled(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._filled(part) for part in value]
        return value

    # --- texts -----------------------------------------------------------------------------

    def _text(self, row: Claimed, view: OrderView | None, language: str) -> Plan:
        data = row.data
        known = view.variables if view is not None else {}
        said = self._speech.say(language, row.text_id or "", {**known, **data})
        if data.get("$late"):
            said = cards.joined([said, self._speech.say(language, "late-note")])
        extra: dict[str, Any] = {}
        if buttons := _buttons(data.get("$buttons"), view):
            extra["reply_markup"] = self._keyboard(buttons, language)
        elif data.get("$request_location"):
            extra["reply_markup"] = self._location_keyboard(language)
        card = self._cards.get((row.order_id, row.lane)) if row.order_id is not None else None
        if data.get("$reply_to_card") and card is not None and card.message_id is not None:
            extra["reply_parameters"] = _reply_to(card.message_id)
        photos = _photos(data.get("$photos"), view)
        proof = data.get("$photos") is True  # others must not hold up the words
        if proof and len(photos) == 1 and units(said.text) <= CAPTION:
            photo = {"photo": photos[0], "caption": said.text, **_marks(said, "caption_entities")}
            return Plan((Call("sendPhoto", {"chat_id": row.lane, **photo, **extra}),))
        return Plan((*_photo_calls(row.lane, photos), *_messages(row.lane, said, extra)))

    def _keyboard(self, rows: Iterable[Iterable[Any]], language: str) -> dict[str, Any]:
        return {
            "inline_keyboard": [
                [
                    {"text": self._label(button, language), "callback_data": button["press"]}
                    for button in row
                ]
                for row in rows
            ]
        }

    def _label(self, button: Any, language: str) -> str:
        if "text" in button:
            return str(button["text"])
        return self._speech.say(language, button["text_id"], button.get("data")).text

    def _location_keyboard(self, language: str) -> dict[str, Any]:
        button = {
            "text": self._speech.word(language, "card-send-location"),
            "request_location": True,
        }
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}

    # --- cards -----------------------------------------------------------------------------

    def _card(self, row: Claimed, view: OrderView, language: str) -> Plan:
        card = self._cards.get((view_order(row), row.lane))
        known = card.message_id if card is not None else None
        said = cards.card_text(self._speech, view, language).parts()[0]
        content: dict[str, Any] = {"text": said.text, **_marks(said)}
        if view.buttons:
            content["reply_markup"] = self._keyboard(_card_buttons(view), language)
        shown = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        content["link_preview_options"] = NO_PREVIEW
        send = Call("sendMessage", {"chat_id": row.lane, **content})
        fresh = bool(row.data.get("fresh"))
        if card is None or known is None:
            photos = [] if view.role is Role.RESIDENT else list(view.photos)
            return Plan((*_photo_calls(row.lane, photos), send), shown=shown)
        here = {"chat_id": row.lane, "message_id": known}
        if fresh:
            bare = Call("editMessageReplyMarkup", dict(here), optional=True)
            return Plan((bare, send), shown=shown)
        if card.shown == shown:
            return Plan((), message_id=known, shown=shown)
        edit = Call("editMessageText", {**here, **content}, instead=send)
        return Plan((edit,), message_id=known, shown=shown)

    def _buttons_alone(self, row: Claimed, view: OrderView, language: str) -> Plan:
        """The buttons under a push follow the state; its words stay as they were said."""
        here = {"chat_id": row.lane, "message_id": int(row.data["message_id"])}
        markup = self._keyboard(_card_buttons(view), language)
        call = Call("editMessageReplyMarkup", {**here, "reply_markup": markup}, optional=True)
        return Plan((call,), message_id=here["message_id"])

    # --- several at once -------------------------------------------------------------------

    async def _digest(self, row: Claimed, language: str) -> Rendering:
        """One line and one button for each order that the receiver may still see."""
        if row.person_id is None:
            raise ValueError("a digest without its receiver")
        views: dict[UUID, OrderView] = {}
        for order_id in cards.order_ids(row.data):
            view = await self._may_see(row, order_id, row.person_id, language)
            if view is not None:
                views[order_id] = view
        lines = [cards.line(view) for view in views.values()]
        buttons = [_first_button(view, {}) for view in views.values()]
        if row.text_id == DIGEST:
            told = [(line, views.get(UUID(line["order_id"]))) for line in row.data["lines"]]
            seen = [(line, view) for line, view in told if view is not None]
            lines = [_line(line, view) for line, view in seen]
            buttons = [_first_button(view, line["data"]) for line, view in seen]
        if not lines:
            return Dropped("the receiver may no longer see any of these orders")
        keyboard = [[self._line_button(b, language)] for b in buttons if b is not None]
        extra = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
        more = int(row.data.get("more", 0))
        if more:
            lines.append({"$text": "digest-more", "data": {"n": more}})
        data = {"count": len(buttons) + more, "lines": lines}
        text_id = "digest" if row.text_id == DIGEST else "card-missed"
        return Plan(tuple(_messages(row.lane, self._speech.say(language, text_id, data), extra)))

    def _line_button(self, button: dict[str, Any], language: str) -> dict[str, Any]:
        label = self._label(button, language)
        text = self._speech.word(language, "card-line-button", short=button["short"], label=label)
        return {"text": text, "callback_data": button["press"]}


def view_order(row: Claimed) -> UUID:
    """The order of a card row. Raises ValueError for a card of nothing."""
    if row.order_id is None:
        raise ValueError("a card without its order")
    return row.order_id


def _card_buttons(view: OrderView) -> list[list[dict[str, Any]]]:
    return [
        [{"text_id": b.text_id, "data": dict(b.data), "press": b.press} for b in row]
        for row in view.buttons
    ]


def _line(told: dict[str, Any], view: OrderView) -> dict[str, Any]:
    if told["text_id"] == CARD:
        return cards.line(view)
    return {"$text": f"line-{told['text_id']}", "data": {**view.variables, **told["data"]}}


def _first_button(view: OrderView, data: dict[str, Any]) -> dict[str, Any] | None:
    """The line's own first button, else the order's; None where there is nothing to press."""
    for row in _buttons(data.get("$buttons") or True, view):
        for button in row:
            return {**button, "short": view.short}
    return None


def _messages(lane: int, said: Said, extra: dict[str, Any]) -> list[Call]:
    """A text, in pieces where it is longer than a message may be; the last has the buttons."""
    pieces = said.parts()
    calls = []
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        args = {"chat_id": lane, "text": piece.text, **_marks(piece)}
        args["link_preview_options"] = NO_PREVIEW
        calls.append(Call("sendMessage", {**args, **(extra if last else {})}))
    return calls


def _photo_calls(lane: int, photos: list[str]) -> list[Call]:
    """Photos by themselves; a file_id that Telegram no longer knows must not hold up the text."""
    calls = []
    for start in range(0, len(photos), ALBUM):
        group = photos[start : start + ALBUM]
        if len(group) == 1:
            args: dict[str, Any] = {"chat_id": lane, "photo": group[0]}
            calls.append(Call("sendPhoto", args, optional=True))
        else:
            media = [{"type": "photo", "media": file_id} for file_id in group]
            album = {"chat_id": lane, "media": media}
            calls.append(Call("sendMediaGroup", album, optional=True))
    return calls


def _buttons(asked: Any, view: OrderView | None) -> list[Any]:
    """`asked`: rows of buttons; true: those of the order's card."""
    if asked is True:
        return _card_buttons(view) if view is not None else []
    return list(asked or ())


def _photos(asked: Any, view: OrderView | None) -> list[str]:
    """`asked`: a list of file_ids; true: those of the order as the receiver sees it."""
    if asked is True:
        return list(view.photos) if view is not None else []
    return list(asked or ())


def _marks(said: Said, name: str = "entities") -> dict[str, Any]:
    if not said.entities:
        return {}
    entities = [
        {"type": e.type, "offset": e.offset, "length": e.length}
        | ({"url": e.url} if e.url else {})
        for e in said.entities
    ]
    return {name: entities}


def _reply_to(message_id: int) -> dict[str, Any]:
    return {"message_id": message_id, "allow_sending_without_reply": True}


def _sent_ids(value: Any) -> set[int]:
    if isinstance(value, dict):
        if "$sent" in value:
            return {int(value["$sent"])}
        return {number for part in value.values() for number in _sent_ids(part)}
    if isinstance(value, list):
        return {number for part in value for number in _sent_ids(part)}
    return set()
