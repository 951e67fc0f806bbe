"""aiogram's part: parse, one service call, answer."""

from aiogram import Dispatcher, Router
from aiogram.types import TelegramObject

from bot.handlers import commands, members, messages, presses
from bot.handlers.middleware import Deskwork
from bot.handlers.talk import Talk


async def speaks_with_us(_: TelegramObject, talk: Talk | None = None) -> bool:
    """A person in a private chat; anonymous admins, channels and other bots have no talk."""
    return talk is not None


def build_router() -> Router:
    """All handlers, a fresh tree each time. Only private chats are served."""
    router, private = Router(name="minsheng"), Router(name="private")
    for observer in (private.message, private.edited_message, private.callback_query):
        observer.filter(speaks_with_us)
    private.include_routers(commands.routes(), presses.routes(), messages.routes())
    router.include_routers(members.routes(), private)
    return router


def install(dispatcher: Dispatcher) -> None:
    """The handlers, and around them the middleware that opens the desk."""
    dispatcher.update.outer_middleware(Deskwork())
    dispatcher.include_router(build_router())
