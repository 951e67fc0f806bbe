"""Copying, forwarding, pinning, reacting."""

from typing import Any

from sandbox.bot_api.editing import message_of
from sandbox.bot_api.recipient import chat_of, writable
from sandbox.bot_api.registry import Call, method
from sandbox.bot_api.sending import caption_content, deliver
from sandbox.chats import Stored
from sandbox.errors import bad_request

CONTENT = (
    "text", "entities", "link_preview_options", "caption", "caption_entities",
    "show_caption_above_media", "photo", "document", "voice", "video", "audio", "animation",
    "video_note", "sticker", "location", "venue", "contact",
)  # fmt: skip


def _source(call: Call, what: str) -> tuple[Stored, dict[str, Any]]:
    chat = chat_of(call, "from_chat_id")
    message = call.world.chats.get(chat["id"], call.args.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {what} not found")
    content = {name: message.data[name] for name in CONTENT if name in message.data}
    if not content:
        done = {"copy": "copied", "forward": "forwarded"}[what]
        raise bad_request(f"message can't be {done}")
    return message, content


@method("copyMessage")
def copy_message(call: Call) -> dict[str, int]:
    """bots/api#copymessage; a `caption` replaces the old one, "" takes it away."""
    writable(call)
    _, content = _source(call, "copy")
    if "caption" in call.args.values:
        content = {k: v for k, v in content.items() if "caption" not in k} | caption_content(call)
    return {"message_id": deliver(call, content)[0]["message_id"]}


@method("forwardMessage")
def forward_message(call: Call) -> dict[str, Any]:
    """bots/api#forwardmessage; buttons stay behind."""
    writable(call)
    message, content = _source(call, "forward")
    origin = {"type": "user", "sender_user": message.data["from"], "date": message.data["date"]}
    return deliver(call, {"forward_origin": origin} | content)[0]


@method("pinChatMessage")
def pin_message(call: Call) -> bool:
    """bots/api#pinchatmessage"""
    writable(call)
    message = message_of(call, "pin")
    call.world.store.set_setting(f"pinned{message.chat_id}", message.message_id)
    return True


@method("unpinChatMessage")
def unpin_message(call: Call) -> bool:
    """bots/api#unpinchatmessage"""
    call.world.store.set_setting(f"pinned{writable(call)['id']}", None)
    return True


@method("unpinAllChatMessages")
def unpin_all(call: Call) -> bool:
    """bots/api#unpinallchatmessages"""
    return bool(unpin_message(call))


@method("setMessageReaction")
def set_reaction(call: Call) -> bool:
    """bots/api#setmessagereaction; the phones do not show it."""
    writable(call)
    message_of(call, "react")
    return True
