"""The Bot of handlers writes rows, asks Telegram nothing, and keeps what lives for a moment."""

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
    User,
)
from sqlalchemy import select

from bot.outbound import OutboxBot
from storage.database import Database
from storage.queues import OutboxMessage
from tests.bot.echo import TOKEN
from tests.conftest import MORNING

ME = User(id=7000000001, is_bot=True, first_name="Min", username="min_bot")
LI = 501


@pytest.fixture
async def real():
    bot = Bot(TOKEN, default=DefaultBotProperties(protect_content=True))
    yield bot
    await bot.session.close()


def outbox_bot(real: Bot, session) -> OutboxBot:
    return OutboxBot(real, ME, session=session, district_id="qingting", chat_id=LI, now=MORNING)


async def rows(database: Database) -> list[OutboxMessage]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


async def test_a_call_becomes_a_row_of_plain_json(database, real):
    buttons = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="yes", callback_data="1")]]
    )
    async with database.transaction() as session:
        sent: object = await outbox_bot(real, session).send_message(
            LI,
            "hello",
            entities=[MessageEntity(type="bold", offset=0, length=5)],
            reply_markup=buttons,
            reply_parameters=ReplyParameters(message_id=4, allow_sending_without_reply=True),
        )
    [row] = await rows(database)
    assert sent == {"$sent": row.id}
    assert (row.lane, row.kind, row.priority, row.method) == (LI, "ack", 1, "sendMessage")
    assert row.args == {
        "chat_id": LI,
        "text": "hello",
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
        "protect_content": True,
        "reply_parameters": {"message_id": 4, "allow_sending_without_reply": True},
        "reply_markup": {"inline_keyboard": [[{"text": "yes", "callback_data": "1"}]]},
    }


async def test_an_album_and_a_menu(database, real):
    async with database.transaction() as session:
        bot = outbox_bot(real, session)
        await bot.send_media_group(
            77,
            [InputMediaPhoto(media="file-1", caption="lamp"), InputMediaPhoto(media="file-2")],
        )
        menu = SetMyCommands(
            commands=[BotCommand(command="my", description="mine")],
            scope=BotCommandScopeChat(chat_id=78),
        )
        assert await bot(menu) is True
    album, menu_row = await rows(database)
    assert (album.lane, menu_row.lane) == (77, 78)
    assert album.args["media"] == [
        {"type": "photo", "media": "file-1", "caption": "lamp"},
        {"type": "photo", "media": "file-2"},
    ]


async def test_what_would_wait_for_telegram_is_refused(database, real):
    async with database.transaction() as session:
        bot = outbox_bot(real, session)
        for call in (
            bot.get_chat(LI),
            bot.get_file("file-1"),
            bot.send_photo(LI, BufferedInputFile(b"x", "x.png")),
            bot.send_message("@somebody", "hello"),
        ):
            with pytest.raises(ValueError, match=r"inside a transaction|file_id|its number"):
                await call
        assert await bot.me() == ME
    assert await rows(database) == []


async def test_a_toast_waits_for_the_commit(database, real):
    async with database.transaction() as session:
        bot = outbox_bot(real, session)
        await bot.answer_callback_query("1", text="seen")
        await bot.send_chat_action(LI, "typing")
    assert [call.__api_method__ for call in bot.ephemeral] == [
        "answerCallbackQuery",
        "sendChatAction",
    ]
    assert await rows(database) == []
