"""Who a request is for: the chat, or the error Telegram gives when it cannot be reached."""

from typing import Any

from sandbox.bot_api.registry import Call
from sandbox.errors import ApiError, bad_request, forbidden


def chat_of(call: Call, name: str = "chat_id") -> dict[str, Any]:
    """The chat of a request, known to the bot."""
    value = call.args.text(name).strip()
    if not value:
        raise bad_request(f"{name} is empty")
    chat = call.world.chats.find(_chat_id(value))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _chat_id(value: str) -> int:
    if value.startswith("@"):
        return 0  # usernames find channels and groups only, of which the sandbox has none
    try:
        return int(value)
    except ValueError:
        return 0


def writable(call: Call) -> dict[str, Any]:
    """The chat of a request that wants to write there."""
    chat = chat_of(call)
    person = call.world.people.find(chat["id"])
    if person is not None:
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        return chat
    group = call.world.chats.group(chat["id"]) or {}
    if group.get("migrated_to"):
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": group["migrated_to"]},
        )
    status = group.get("bot")
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat['type']} chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat['type']} chat")
    return chat
