"""Editing and deleting what the bot wrote."""

from typing import Any

from sandbox.args import whole
from sandbox.bot_api.markup import reply_markup
from sandbox.bot_api.media import media_item
from sandbox.bot_api.recipient import chat_of, writable
from sandbox.bot_api.registry import Call, method
from sandbox.bot_api.sending import caption_content, text_content
from sandbox.chats import Stored
from sandbox.errors import bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)
TEXT_FIELDS = ("text", "entities", "link_preview_options")
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
MEDIA = ("photo", "document", "video", "audio", "animation", "voice")
DELETE_AGE = 48 * 3600  # seconds, bots/api#deletemessage


def message_of(call: Call, what: str, name: str = "message_id") -> Stored:
    """The message of a request; `what` completes Telegram's error."""
    number = call.args.integer(name)
    if not number:
        raise bad_request("message identifier is not specified")
    message = call.world.chats.get(chat_of(call)["id"], number)
    if message is None:
        raise bad_request(f"message to {what} not found")
    return message


def _editable(call: Call) -> Stored:
    writable(call)
    message = message_of(call, "edit")
    plain = message.keyboard is None or "inline_keyboard" in message.keyboard
    if message.person or not plain:
        raise bad_request("message can't be edited")
    return message


def _apply(
    call: Call,
    message: Stored,
    fields: tuple[str, ...],
    content: dict[str, Any],
) -> dict[str, Any]:
    """Replace `fields` by `content`; an edit without reply_markup takes the keyboard away."""
    keyboard = reply_markup(call, only_inline=True)
    old = {name: message.data[name] for name in fields if name in message.data}
    if old == content and keyboard == message.keyboard:
        raise bad_request(NOT_MODIFIED)
    kept = {name: value for name, value in message.data.items() if name not in fields}
    message.data = kept | content | {"edit_date": call.world.clock.date()}
    message.keyboard = keyboard
    call.world.chats.change(message)
    return message.show()


@method("editMessageText")
def edit_text(call: Call) -> dict[str, Any]:
    """bots/api#editmessagetext"""
    message = _editable(call)
    if "text" not in message.data:
        raise bad_request("there is no text in the message to edit")
    return _apply(call, message, TEXT_FIELDS, text_content(call))


@method("editMessageCaption")
def edit_caption(call: Call) -> dict[str, Any]:
    """bots/api#editmessagecaption"""
    message = _editable(call)
    if not any(kind in message.data for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _apply(call, message, CAPTION_FIELDS, caption_content(call))


@method("editMessageMedia")
def edit_media(call: Call) -> dict[str, Any]:
    """bots/api#editmessagemedia"""
    message = _editable(call)
    content = media_item(call, call.args.data("media", "media"))
    return _apply(call, message, (*MEDIA, *TEXT_FIELDS, *CAPTION_FIELDS), content)


@method("editMessageReplyMarkup")
def edit_markup(call: Call) -> dict[str, Any]:
    """bots/api#editmessagereplymarkup"""
    return _apply(call, _editable(call), (), {})


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """bots/api#deletemessage; of any author in a private chat, younger than 48 h."""
    message = message_of(call, "delete")
    if call.world.clock.now() - message.data["date"] > DELETE_AGE:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    call.world.chats.change(message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """bots/api#deletemessages; those that are not there are skipped."""
    chat = chat_of(call)
    numbers = call.args.data("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = call.world.chats.get(chat["id"], whole(number))
        if message is not None:
            message.deleted = True
            call.world.chats.change(message)
    return True
