"""aiogram's part: parse, one service call, answer."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.handlers import commands, members, messages, presses
from bot.handlers.middleware import Deskwork


def build_router() -> Router:
    """All handlers, a fresh tree each time. Only private chats are served."""
    router, private = Router(name="minsheng"), Router(name="private")
    private.message.filter(F.chat.type == ChatType.PRIVATE)
    private.edited_message.filter(F.chat.type == ChatType.PRIVATE)
    private.include_routers(commands.routes(), presses.routes(), messages.routes())
    router.include_routers(members.routes(), private)
    return router


def install(dispatcher: Dispatcher) -> None:
    """The handlers, and around them the middleware that opens the desk."""
    dispatcher.update.outer_middleware(Deskwork())
    dispatcher.include_router(build_router())
