"""What people do: write, send, press, edit, block. Each act makes the update Telegram would."""

import secrets
from typing import Any

from sandbox.chats import Stored
from sandbox.errors import ActError
from sandbox.people import Person
from sandbox.text import clean, find_entities, is_utf8, split_long
from sandbox.world import World


def say(
    world: World, person: Person, text: str, *, reply_to: int | None, chat_id: int, raw: bool
) -> dict[str, Any]:
    """A text message. The clients clean it and cut it at 4096; `raw` sends it as it is."""
    if not raw:
        text, _ = clean(text, [])
    if not text:
        raise ActError(422, "Telegram's clients send no empty text.")
    parts = [text] if raw else split_long(text)
    sent = []
    for number, part in enumerate(parts):
        content: dict[str, Any] = {"text": part}
        entities = find_entities(part, []) if is_utf8(part) else []
        if entities:
            content["entities"] = entities
        sent.append(
            send(world, person, content, chat_id=chat_id, reply_to=None if number else reply_to)
        )
    first_message, first_update = sent[0]
    return {
        "message_id": first_message.message_id,
        "update_id": first_update,
        "message_ids": [message.message_id for message, _ in sent],
    }


def send(
    world: World,
    person: Person,
    content: dict[str, Any],
    *,
    chat_id: int,
    reply_to: int | None = None,
) -> tuple[Stored, int]:
    """Store a person's message and tell the bot."""
    chat = world.chats.require(chat_id)
    if person.blocked and chat_id == person.id:
        raise ActError(409, f"Person {person.id} has blocked the bot; unblock it first.")
    if reply_to is not None:
        content = content | {"reply_to_message": quoted(world, chat_id, reply_to)}
    with world.store.transaction():
        message = world.chats.add(chat, person.user(), content, person=True)
        update = world.updates.push(
            "message", message.show(), queue=f"chat:{chat_id}", chat_id=chat_id
        )
    return message, update


def quoted(world: World, chat_id: int, message_id: int) -> dict[str, Any]:
    """The message that a person replies to, without what it replied to itself."""
    original = require(world, chat_id, message_id).show()
    return {key: value for key, value in original.items() if key != "reply_to_message"}


def require(world: World, chat_id: int, message_id: int) -> Stored:
    """The message; ActError 404 when it is not there (any more)."""
    message = world.chats.get(chat_id, message_id)
    if message is None:
        raise ActError(404, f"There is no message {message_id} in chat {chat_id}.")
    return message


def press(
    world: World,
    person: Person,
    *,
    chat_id: int,
    message_id: int,
    data: str | None,
    text: str | None,
    force: bool,
) -> dict[str, Any]:
    """Press an inline button, found by its data or its words."""
    message = world.chats.get(chat_id, message_id)
    if force:
        return {"callback_query_id": _call_back(world, person, chat_id, message_id, data or "")}
    if message is None:
        raise ActError(404, f"There is no message {message_id} in chat {chat_id}.")
    button = _find_button(message, data, text)
    if "callback_data" not in button:
        return {"callback_query_id": None, "button": button}
    found = button["callback_data"]
    return {"callback_query_id": _call_back(world, person, chat_id, message_id, found)}


def _find_button(message: Stored, data: str | None, text: str | None) -> dict[str, Any]:
    rows = (message.keyboard or {}).get("inline_keyboard", [])
    buttons: list[dict[str, Any]] = [button for row in rows for button in row]
    for button in buttons:
        if data is not None and button.get("callback_data") == data:
            return button
        if data is None and text is not None and button["text"] == text:
            return button
    wanted = f"the data {data!r}" if data is not None else f"the words {text!r}"
    there = ", ".join(repr(button["text"]) for button in buttons) or "none"
    raise ActError(
        404, f"Message {message.message_id} has no button with {wanted}; its buttons: {there}."
    )


def _call_back(world: World, person: Person, chat_id: int, message_id: int, data: str) -> str:
    identity = str(secrets.randbelow(2**62) + 2**61)
    message = world.chats.get(chat_id, message_id)
    gone = {"chat": world.chats.require(chat_id), "message_id": message_id, "date": 0}
    query = {
        "id": identity,
        "from": person.user(),
        "message": gone if message is None else message.show(),
        "chat_instance": str(-(2**62) - chat_id),
        "data": data,
    }
    with world.store.transaction():
        world.store.run(
            "INSERT INTO callbacks VALUES (?,?,?)", identity, chat_id, world.clock.real()
        )
        world.updates.push("callback_query", query, queue=f"user:{person.id}", chat_id=chat_id)
    return identity


def edit(world: World, person: Person, chat_id: int, message_id: int, text: str) -> int:
    """Edit an own message; the update's id."""
    message = require(world, chat_id, message_id)
    if message.data["from"]["id"] != person.id:
        raise ActError(409, f"Message {message_id} was not written by person {person.id}.")
    text, _ = clean(text, [])
    if not text:
        raise ActError(422, "Telegram's clients send no empty text.")
    field = "text" if "text" in message.data else "caption"
    for name in (field, "entities", "caption_entities"):
        message.data.pop(name, None)
    message.data |= {field: text, "edit_date": world.clock.date()}
    entities = find_entities(text, [])
    if entities:
        message.data["entities" if field == "text" else "caption_entities"] = entities
    with world.store.transaction():
        world.chats.change(message)
        return world.updates.push(
            "edited_message", message.show(), queue=f"chat:{chat_id}", chat_id=chat_id
        )


def photos(
    world: World,
    person: Person,
    images: list[tuple[str, bytes]],
    *,
    caption: str,
    chat_id: int,
    reply_to: int | None = None,
) -> list[int]:
    """Photos, one update each; the clients send at most ten as one album. Their message ids."""
    sent: list[int] = []
    words = _caption(caption)
    for start in range(0, len(images), 10):
        part = images[start : start + 10]
        album = (
            {"media_group_id": str(secrets.randbelow(10**17) + 10**17)} if len(part) > 1 else {}
        )
        for name, image in part:
            content = album | world.files.save("photo", image, name=name) | words
            message, _ = send(world, person, content, chat_id=chat_id, reply_to=reply_to)
            sent.append(message.message_id)
            words = {}
    return sent


def _caption(caption: str) -> dict[str, Any]:
    text, _ = clean(caption, [])
    entities = find_entities(text, [])
    content: dict[str, Any] = {"caption": text} if text else {}
    return content | {"caption_entities": entities} if entities else content


def file(
    world: World,
    person: Person,
    kind: str,
    content: bytes,
    *,
    name: str = "",
    mime: str = "",
    size: int | None = None,
    caption: str = "",
    chat_id: int,
) -> dict[str, Any]:
    """A document, voice, video, sticker or audio."""
    saved = world.files.save(kind, content, name=name, mime=mime, size=size)
    words = {} if kind in ("sticker", "video_note") else _caption(caption)
    message, update = send(world, person, saved | words, chat_id=chat_id)
    return {"message_id": message.message_id, "update_id": update}
