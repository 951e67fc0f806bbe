"""The Bot that handlers get: what it is told to send becomes an outbox row of the transaction.

decisions.md 8 and 9. Telegram is not asked anything while a transaction is open: what needs an
answer of Telegram is refused, what only lives for a moment is made after the commit.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.methods import AnswerCallbackQuery, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile, Message, User
from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox

EPHEMERAL = (AnswerCallbackQuery, SendChatAction)
ANSWER = "ack"  # what a person just asked for comes first, and again when it is uncertain


class OutboxBot(Bot):
    """Of one update and one try; a rerun of the transaction starts with a new one.

    A method that sends a message gives `{"$sent": outbox_id}`, for the arguments of later rows
    (decisions.md 11); every other one gives True. `ephemeral`: the calls to make after the commit.
    """

    def __init__(
        self,
        real: Bot,
        me: User,
        *,
        session: AsyncSession,
        district_id: str,
        chat_id: int,
        now: datetime,
    ) -> None:
        super().__init__(real.token, session=real.session, default=real.default)
        self._me = me
        self._database = session
        self._district_id = district_id
        self._chat_id = chat_id
        self._now = now
        self.ephemeral: list[TelegramMethod[Any]] = []

    async def __call__(
        self,
        method: TelegramMethod[TelegramType],
        request_timeout: int | None = None,  # noqa: ARG002
    ) -> Any:
        if isinstance(method, EPHEMERAL):
            self.ephemeral.append(method)
            return True
        name = method.__api_method__
        if name.startswith("get"):
            raise ValueError(f"{name} would wait for Telegram inside a transaction")
        sent = await outbox.enqueue(
            self._database,
            district_id=self._district_id,
            bot_id=self.id,
            chat_id=_chat_of(method, self._chat_id),
            kind=ANSWER,
            now=self._now,
            method=name,
            args=plain_arguments(method, self),
        )
        return {"$sent": sent} if method.__returning__ is Message else True


def plain_arguments(method: TelegramMethod[Any], bot: Bot) -> dict[str, Any]:
    """The method's arguments as JSON: defaults resolved, what is not set left out.

    Raises ValueError for an upload: files go by file_id, or by a key in the data directory.
    """
    plain = _plain(method.model_dump(warnings=False), bot)
    assert isinstance(plain, dict)  # noqa: S101
    return plain


def _plain(value: Any, bot: Bot) -> Any:
    match value:
        case Default():
            return _plain(bot.default[value.name], bot)
        case InputFile():
            raise ValueError("a handler cannot upload: use a file_id")
        case Enum():
            return value.value
        case datetime():
            return int(value.timestamp())
        case Mapping():
            pairs = ((key, _plain(item, bot)) for key, item in value.items())
            return {key: item for key, item in pairs if item is not None}
        case list() | tuple():
            return [_plain(item, bot) for item in value]
        case None | bool() | int() | float() | str():
            return value
    raise ValueError(f"{type(value).__name__} cannot stand in an outbox row")


def _chat_of(method: TelegramMethod[Any], otherwise: int) -> int:
    """The chat in whose order the call belongs."""
    for holder in (method, getattr(method, "scope", None)):
        chat_id = getattr(holder, "chat_id", None)
        if isinstance(chat_id, int):
            return chat_id
        if chat_id is not None:
            raise ValueError("a chat is named by its number")
    return otherwise
