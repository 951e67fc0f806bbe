"""Who may write to whom: blocking, groups with the bot, deactivated accounts, Mini Apps."""

import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlencode

from sandbox.errors import ActError
from sandbox.people import Person
from sandbox.store import dump
from sandbox.world import World


def _tell(
    world: World, person: Person, chat: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
) -> None:
    """The my_chat_member update."""
    user = world.bot()
    change = {
        "chat": chat,
        "from": person.user(),
        "date": world.clock.date(),
        "old_chat_member": {"user": user} | old,
        "new_chat_member": {"user": user} | new,
    }
    chat_id = chat["id"]
    world.updates.push("my_chat_member", change, queue=f"chat:{chat_id}", chat_id=chat_id)


MEMBER: dict[str, Any] = {"status": "member"}
LEFT: dict[str, Any] = {"status": "left"}
KICKED: dict[str, Any] = {"status": "kicked", "until_date": 0}


def block(world: World, person: Person, blocked: bool) -> None:
    """Block or unblock the bot; twice is once."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    with world.store.transaction():
        world.people.keep(person)
        old, new = (MEMBER, KICKED) if blocked else (KICKED, MEMBER)
        _tell(world, person, person.chat(), old, new)


def deactivate(world: World, person: Person, deactivated: bool) -> None:
    """The account is deleted (or back): sending answers 403, no update tells of it."""
    person.deactivated = deactivated
    with world.store.transaction():
        world.people.keep(person)


def new_group(world: World, person: Person, title: str, kind: str, *, forum: bool) -> int:
    """The person makes a group and adds the bot; the group's chat id."""
    if kind not in ("group", "supergroup"):
        raise ActError(422, "type is group or supergroup.")
    chat_id = world.chats.new_group_id(kind)
    group = {
        "title": title,
        "type": kind,
        "is_forum": forum and kind == "supergroup",
        "members": {str(person.id): "creator"},
        "bot": "member",
        "topics": {},
    }
    with world.store.transaction():
        world.chats.keep_group(chat_id, group)
        chat = world.chats.require(chat_id)
        _tell(world, person, chat, LEFT, MEMBER)
        content = {"new_chat_members": [world.bot()]}
        message = world.chats.add(chat, person.user(), content, person=True)
        world.updates.push("message", message.show(), queue=f"chat:{chat_id}", chat_id=chat_id)
    return chat_id


def _group(world: World, chat_id: int) -> dict[str, Any]:
    group = world.chats.group(chat_id)
    if group is None:
        raise ActError(404, f"There is no group {chat_id} in the sandbox.")
    return group


def join(world: World, person: Person, chat_id: int) -> None:
    """The person joins a group."""
    group = _group(world, chat_id)
    members = group["members"] | {str(person.id): "member"}
    with world.store.transaction():
        world.chats.keep_group(chat_id, group | {"members": members})


def kick(world: World, person: Person, chat_id: int) -> None:
    """The person throws the bot out of a group."""
    group = _group(world, chat_id)
    with world.store.transaction():
        _tell(world, person, world.chats.require(chat_id), MEMBER, KICKED)
        world.chats.keep_group(chat_id, group | {"bot": "kicked"})


def migrate(world: World, person: Person, chat_id: int) -> int:
    """A group becomes a supergroup with a new id; sends to the old one answer 400."""
    group = _group(world, chat_id)
    if group["type"] != "group":
        raise ActError(409, f"Chat {chat_id} is a supergroup already.")
    new_id = world.chats.new_group_id("supergroup")
    with world.store.transaction():
        world.chats.keep_group(new_id, group | {"type": "supergroup"})
        for place, field, value in (
            (chat_id, "migrate_to_chat_id", new_id),
            (new_id, "migrate_from_chat_id", chat_id),
        ):
            chat = world.chats.require(place)
            message = world.chats.add(chat, person.user(), {field: value}, person=True)
            world.updates.push("message", message.show(), queue=f"chat:{place}", chat_id=place)
        world.chats.keep_group(chat_id, group | {"migrated_to": new_id})
    return new_id


def init_data(world: World, person: Person, start_param: str) -> str:
    """initData of a Mini App, signed with the bot's token (telegram.md)."""
    user = {key: value for key, value in person.user().items() if key != "is_bot"}
    fields = {
        "auth_date": str(world.clock.date()),
        "query_id": "AA" + secrets.token_urlsafe(18),
        "user": dump(user),
    }
    if start_param:
        fields["start_param"] = start_param
    lines = "\n".join(f"{key}={fields[key]}" for key in sorted(fields))
    key = hmac.new(b"WebAppData", world.token.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode(fields | {"hash": signature})
