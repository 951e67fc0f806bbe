"""Around every update: meet the person, open the desk, answer a refusal, tell at the end."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    Chat,
    Message,
    TelegramObject,
    Update,
    User,
)

from bot.handlers.talk import Talk
from bot.texts.speech import Speech, language_of
from domain.errors import Refused
from service import people
from service.desk import Desk

log = logging.getLogger(__name__)
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Deskwork(BaseMiddleware):
    """Outer middleware of updates: `talk` for handlers; deliver what the services told."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Update)  # noqa: S101 - registered on updates
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is None or user.is_bot or chat is None or chat.type != ChatType.PRIVATE:
            await _not_here(event, data["speech"])
            return await handler(event, data)
        if _turned_away(event):
            return None
        talk = await self._talk(user, chat, event, data)
        data["talk"] = talk
        result = await self._refusable(handler, event, data, talk)
        menu = _new_menu(talk)
        await talk.desk.deliver()
        if menu:  # after the answer, which would wait for it
            await talk.bot.set_my_commands(
                menu, scope=BotCommandScopeChat(chat_id=talk.person.chat_id)
            )
        return result

    async def _talk(self, user: User, chat: Chat, event: Update, data: Mapping[str, Any]) -> Talk:
        desk = Desk(data["session"], data["district"], data["now"])
        person = await people.meet(
            desk,
            telegram_id=user.id,
            chat_id=chat.id,
            language_code=user.language_code,
        )
        desk.actor_id = person.id
        return Talk(
            bot=data["bot"],
            desk=desk,
            person=person,
            actor=await people.actor_of(desk, person),
            language=language_of(person.client_language, person.language),
            speech=data["speech"],
            understander=data["understander"],
            state=data["state"],
            update_id=event.update_id,
            bot_name=data["bot_name"],
        )

    async def _refusable(
        self, handler: Handler, event: Update, data: dict[str, Any], talk: Talk
    ) -> Any:
        """All of the handler happens, or nothing; a refusal is an answer (decisions.md 6)."""
        try:
            async with talk.desk.savepoint():
                return await handler(event, data)
        except Refused as refused:
            await _say_no(talk, event, refused)
        return None


async def _not_here(event: Update, speech: Speech) -> None:
    """A button pressed where nobody is served: in a group, under an inline message."""
    query = event.callback_query
    if query is not None:
        await query.answer(speech.word(language_of(query.from_user.language_code), "old-button"))


def _turned_away(event: Update) -> bool:
    """The person has blocked the bot: no sign that anything reaches them again."""
    change = event.my_chat_member
    return change is not None and change.new_chat_member.status == ChatMemberStatus.KICKED


async def _say_no(talk: Talk, event: Update, refused: Refused) -> None:
    query = event.callback_query
    if query is None:
        await talk.say(refused.text_id, **refused.data)
        return
    await talk.toast(query, refused.text_id, **refused.data)
    order_id = people.order_of_press(query.data)
    if order_id is not None:
        await talk.desk.repaint_for(order_id, talk.person)


def _new_menu(talk: Talk) -> list[BotCommand]:
    """The command menu of this chat follows the person's roles; empty while it does."""
    wanted = people.command_menu(talk.actor.grants)
    shown = f"{talk.language}:{' '.join(wanted)}"
    if talk.person.menu_roles == shown:
        return []
    talk.person.menu_roles = shown
    return [BotCommand(command=name, description=talk.word(f"menu-{name}")) for name in wanted]


def message_of(query: CallbackQuery) -> Message | None:
    """The message under whose text the button stood, where Telegram still has it."""
    return query.message if isinstance(query.message, Message) else None
