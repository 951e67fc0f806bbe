"""The bot's own standing in chats: blocked and unblocked by people, added to groups."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated, Message

PRESENT = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}


async def into_a_group(event: ChatMemberUpdated) -> None:
    """Groups would show what is not theirs: leave (reliability.md 5.1)."""
    if event.new_chat_member.status in PRESENT and event.bot is not None:
        await event.bot.leave_chat(event.chat.id)


async def in_a_group(_: Message) -> None:
    """Nothing that is said in a group is for us."""


def routes() -> Router:
    """The handlers of this file, in the order in which they are asked."""
    router = Router(name="members")
    router.my_chat_member.register(
        into_a_group, F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL})
    )
    router.message.register(in_a_group, F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP}))
    return router
