"""The bot's own standing in chats: blocked and unblocked by people, added to groups."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated, Message

router = Router(name="members")
PRESENT = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}


@router.my_chat_member(F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL}))
async def into_a_group(event: ChatMemberUpdated) -> None:
    """Groups would show what is not theirs: leave (reliability.md 5.1)."""
    if event.new_chat_member.status in PRESENT and event.bot is not None:
        await event.bot.leave_chat(event.chat.id)


@router.message(F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP}))
async def in_a_group(_: Message) -> None:
    """Nothing that is said in a group is for us."""
