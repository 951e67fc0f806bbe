"""One update as a handler sees it: who speaks, in which language, and how to answer.

Answers are outbox rows of the update's transaction (bot/outbound.py); the words are in bot/texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.nlp.clean import clean_text
from bot.nlp.understand import FILED, Understander, Understood
from bot.texts.said import Said
from bot.texts.speech import Speech
from domain.errors import Refused
from domain.presses import Press
from domain.roles import Actor
from service import joining, showing
from service.desk import Desk
from service.intake import Report
from storage.models import Order, Person

TOAST = 200  # characters, Bot API answerCallbackQuery
Button = tuple[str, Press]  # literal label and what it carries
Rows = Sequence[Sequence[Button]]


@dataclass(slots=True)
class Talk:
    """Made by the middleware for each update of a private chat."""

    bot: Bot
    desk: Desk
    person: Person
    actor: Actor
    language: str
    speech: Speech
    understander: Understander
    state: FSMContext
    update_id: int
    bot_name: str
    _spoken_of: Sequence[tuple[Order, datetime]] | None = None

    def word(self, text_id: str, /, **data: Any) -> str:
        return self.speech.word(self.language, text_id, **data)

    def button(self, text_id: str, press: Press, **data: Any) -> Button:
        return self.word(text_id, **data), press

    async def say(
        self,
        text_id: str,
        /,
        *,
        rows: Rows = (),
        reply_to: int | None = None,
        ask_location: bool = False,
        **data: Any,
    ) -> None:
        """A text as a message, in as many parts as it needs; the keyboard is under the last."""
        said = self.speech.say(self.language, text_id, data, now=self.desk.now)
        parts = said.parts()
        for number, part in enumerate(parts, start=1):
            last = number == len(parts)
            await self.bot.send_message(
                self.person.chat_id,
                part.text,
                entities=entities_of(part),
                reply_markup=self._keyboard(rows, ask_location=ask_location) if last else None,
                reply_parameters=_reply(reply_to) if number == 1 else None,
            )

    async def repaint(self, message_id: int, text_id: str, /, *, rows: Rows, **data: Any) -> None:
        """Change a message of the conversation (a list that is paged, a question answered)."""
        said = self.speech.say(self.language, text_id, data, now=self.desk.now)
        await self.bot.edit_message_text(
            said.parts()[0].text,
            chat_id=self.person.chat_id,
            message_id=message_id,
            entities=entities_of(said.parts()[0]),
            reply_markup=inline(rows) if rows else None,
        )

    def _keyboard(
        self, rows: Rows, *, ask_location: bool
    ) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
        if rows:
            return inline(rows)
        if ask_location:
            label = self.word("button-send-location")
            button = KeyboardButton(text=label, request_location=True)
            return ReplyKeyboardMarkup(
                keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True
            )
        return None

    async def toast(self, query: CallbackQuery, text_id: str, /, **data: Any) -> None:
        """A short word over the chat; lost ones leave no trace (decisions.md 8)."""
        await query.answer(self.word(text_id, **data)[:TOAST])

    async def show(self, order: Order, *, timeline: bool = False) -> None:
        """The order's card, as a new message."""
        await showing.show_card(self.desk, order, self.person, timeline=timeline)

    async def about(self, order: Order) -> Mapping[str, Any]:
        """The variables that texts about an order may name."""
        return await showing.variables(self.desk, order, self.person, self.language)

    async def spoken_of(self) -> Sequence[tuple[Order, datetime]]:
        """What this person's words may be about, see joining.spoken_of; as it was before this
        update changed anything, until `look_again`."""
        if self._spoken_of is None:
            self._spoken_of = await joining.spoken_of(self.desk, self.actor)
        return self._spoken_of

    def look_again(self) -> None:
        self._spoken_of = None

    async def asking(self) -> dict[str, Any] | None:
        """What the bot is asking this person just now."""
        return await self.state.get_data() if await self.state.get_state() else None

    def understand(self, text: str, location: tuple[float, float] | None = None) -> Understood:
        return self.understander.understand(text, location=location)

    def report(
        self,
        text: str,
        *,
        understood: Understood | None = None,
        location: tuple[float, float] | None = None,
        files: Sequence[Mapping[str, Any]] = (),
        message_id: int | None = None,
    ) -> Report:
        understood = understood or self.understand(text, location)
        filed = understood.danger is not None or understood.intent in FILED
        return Report(
            text=text,
            understood=understood,
            words=self.understander.teachable(text) if filed else (),
            location=location,
            files=files,
            message_id=message_id,
            update_id=self.update_id,
            language=self.language,
        )


def entities_of(said: Said) -> list[MessageEntity] | None:
    return [
        MessageEntity(type=one.type, offset=one.offset, length=one.length, url=one.url)
        for one in said.entities
    ] or None


def inline(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=press.pack()) for label, press in row]
            for row in rows
        ]
    )


def without_keyboard() -> ReplyKeyboardRemove:
    return ReplyKeyboardRemove()


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def in_twos(buttons: Sequence[Button]) -> list[Sequence[Button]]:
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def text_of(message: Message) -> str:
    """The words of a message as they may be kept and shown (reliability.md 4.2)."""
    return clean_text(message.text or message.caption or "")


def order_in(press: Press) -> UUID:
    """The order that the button names. Raises Refused: data without one was forged or cut."""
    if press.order is None:
        raise Refused("old-button")
    return press.order
