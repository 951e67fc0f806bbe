"""sendMessage, sendLocation, sendContact, sendVenue, and what all send methods share."""

from typing import Any

from sandbox.args import whole
from sandbox.bot_api.markup import reply_markup
from sandbox.bot_api.recipient import writable
from sandbox.bot_api.registry import Call, method
from sandbox.errors import bad_request
from sandbox.text import Entity, check_entities, clean, find_entities, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024


def formatted(call: Call, field: str) -> tuple[str, list[Entity]]:
    """Text and entities of a request, cleaned as Telegram cleans them."""
    text = call.args.text(field)
    name = "entities" if field == "text" else "caption_entities"
    given = check_entities(text, call.args.data(name, "entities"))
    text, given = clean(text, given)
    return text, find_entities(text, given)


def text_content(call: Call) -> dict[str, Any]:
    """`text`, `entities`, `link_preview_options` of sendMessage and editMessageText."""
    if not call.args.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(call, "text")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    preview = call.args.data("link_preview_options", "link preview options")
    if preview:
        content["link_preview_options"] = preview
    return content


def caption_content(call: Call) -> dict[str, Any]:
    """`caption` and `caption_entities`, {} without a caption."""
    caption, entities = formatted(call, "caption")
    if utf16_length(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": caption} if caption else {}
    if caption and entities:
        content["caption_entities"] = entities
    if caption and call.args.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def deliver(call: Call, *contents: dict[str, Any]) -> list[dict[str, Any]]:
    """Store messages of the bot in the chat of the request; what the answer shows."""
    chat = writable(call)
    call.world.flood.check(chat["id"])
    keyboard = reply_markup(call)
    shared = _reply(call, chat) | _options(call, chat)
    call.world.actions.pop(chat["id"], None)
    return [
        call.world.chats.add(
            chat, call.bot(), shared | content, person=False, keyboard=keyboard
        ).show()
        for content in contents
    ]


def _options(call: Call, chat: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if call.args.flag("protect_content"):
        options["has_protected_content"] = True
    thread = call.args.integer("message_thread_id")
    if thread:
        topics = (call.world.chats.group(chat["id"]) or {}).get("topics", {})
        if str(thread) not in topics:
            raise bad_request("message thread not found")
        options |= {"message_thread_id": thread, "is_topic_message": True}
    return options


def _reply(call: Call, chat: dict[str, Any]) -> dict[str, Any]:
    """`reply_to_message` and `quote` by reply_parameters (or the older reply_to_message_id)."""
    asked = call.args.data("reply_parameters", "reply parameters") or {}
    if not isinstance(asked, dict):
        raise bad_request("object expected as reply parameters")
    number = whole(asked.get("message_id")) or call.args.integer("reply_to_message_id")
    if not number:
        return {}
    original = call.world.chats.get(whole(asked.get("chat_id")) or chat["id"], number)
    if original is None:
        if asked.get("allow_sending_without_reply") or call.args.flag(
            "allow_sending_without_reply"
        ):
            return {}
        raise bad_request("message to be replied not found")
    shown = {k: v for k, v in original.show().items() if k != "reply_to_message"}
    reply: dict[str, Any] = {"reply_to_message": shown}
    quote = asked.get("quote")
    if quote:
        text = shown.get("text", shown.get("caption", ""))
        if not isinstance(quote, str) or quote not in text:
            raise bad_request("QUOTE_TEXT_INVALID")
        position = utf16_length(text[: text.index(quote)])
        reply["quote"] = {"text": quote, "position": position, "is_manual": True}
    return reply


@method("sendMessage")
def send_message(call: Call) -> dict[str, Any]:
    """bots/api#sendmessage"""
    writable(call)
    return deliver(call, text_content(call))[0]
