"""The compared bot: aiogram alone, repeating what it hears, as its documentation begins.

`python -m benchmarks.echo`; address and token from the same settings as `minsheng run`.
"""

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bot.settings import read_settings


async def repeat(message: Message) -> None:
    await message.answer(message.text or "")


async def main() -> None:
    settings = read_settings()
    api = TelegramAPIServer.from_base(settings.telegram_api)
    bot = Bot(settings.token, session=AiohttpSession(api=api))
    dispatcher = Dispatcher()
    dispatcher.message.register(repeat)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
