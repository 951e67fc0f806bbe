"""aiogram's part: parse, one service call, answer."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.handlers import commands, members, messages, presses
from bot.handlers.middleware import Deskwork


def build_router() -> Router:
    """All handlers. Only private chats are served; a fresh tree each time, as aiogram wants."""
    router = Router(name="minsheng")
    private = Router(name="private")
    for part in (private.message, private.edited_message):
        part.filter(F.chat.type == ChatType.PRIVATE)
    for part_router in (commands.router, presses.router, messages.router):
        part_router._parent_router = None  # noqa: SLF001
        private.include_router(part_router)
    router.include_router(members.router)
    router.include_router(private)
    return router


def install(dispatcher: Dispatcher) -> None:
    """The router and the middleware that opens the desk."""
    dispatcher.update.outer_middleware(Deskwork())
    dispatcher.include_router(build_router())
