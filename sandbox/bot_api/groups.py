"""Chats, members and forum topics."""

from typing import Any

from sandbox.bot_api.recipient import chat_of, writable
from sandbox.bot_api.registry import Call, method
from sandbox.errors import bad_request

FULL_INFO = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    },
}


@method("getChat")
def get_chat(call: Call) -> dict[str, Any]:
    """bots/api#getchat"""
    chat = chat_of(call)
    pinned = call.world.store.setting(f"pinned{chat['id']}", None)
    message = pinned and call.world.chats.get(chat["id"], pinned)
    return chat | FULL_INFO | ({"pinned_message": message.show()} if message else {})


def _group(call: Call) -> tuple[dict[str, Any], dict[str, Any]]:
    chat = writable(call)
    group = call.world.chats.group(chat["id"])
    return chat, {} if group is None else group


def member(call: Call, user_id: int, status: str) -> dict[str, Any]:
    """A ChatMember."""
    if user_id == call.bot()["id"]:
        user = call.bot()
    else:
        person = call.world.people.find(user_id)
        if person is None:
            raise bad_request("user not found")
        user = person.user()
    shown: dict[str, Any] = {"user": user, "status": status}
    if status == "creator":
        shown["is_anonymous"] = False
    if status == "kicked":
        shown["until_date"] = 0
    return shown


def _status(call: Call, chat: dict[str, Any], user_id: int) -> str:
    if chat["type"] == "private":
        if user_id not in (chat["id"], call.bot()["id"]):
            raise bad_request("member not found")
        return "member"
    group = call.world.chats.group(chat["id"]) or {}
    if user_id == call.bot()["id"]:
        return str(group.get("bot", "left"))
    return str(group.get("members", {}).get(str(user_id), "left"))


@method("getChatMember")
def get_member(call: Call) -> dict[str, Any]:
    """bots/api#getchatmember"""
    chat = chat_of(call)
    user_id = call.args.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    return member(call, user_id, _status(call, chat, user_id))


@method("getChatAdministrators")
def get_administrators(call: Call) -> list[dict[str, Any]]:
    """bots/api#getchatadministrators: the creator of the group."""
    chat, group = _group(call)
    if chat["type"] == "private":
        raise bad_request("there are no administrators in the private chat")
    members = group.get("members", {})
    return [member(call, int(key), s) for key, s in members.items() if s == "creator"]


@method("getChatMemberCount")
def count_members(call: Call) -> int:
    """bots/api#getchatmembercount"""
    chat, group = _group(call)
    return 2 if chat["type"] == "private" else len(group.get("members", {})) + 1


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """bots/api#leavechat"""
    chat, group = _group(call)
    if chat["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    call.world.chats.keep_group(chat["id"], group | {"bot": "left"})
    return True


# -- forum topics, as far as a bot that files by topic needs them


def _forum(call: Call) -> tuple[dict[str, Any], dict[str, Any]]:
    chat, group = _group(call)
    if not group.get("is_forum"):
        raise bad_request("the chat is not a forum")
    return chat, group


@method("createForumTopic")
def create_topic(call: Call) -> dict[str, Any]:
    """bots/api#createforumtopic"""
    chat, group = _forum(call)
    name = call.args.text("name")
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    color = call.args.integer("icon_color", 7322096)
    made = {"name": name, "icon_color": color}
    service = {"forum_topic_created": made, "is_topic_message": True}
    message = call.world.chats.add(chat, call.bot(), service, person=False)
    topics = group.get("topics", {}) | {str(message.message_id): made | {"closed": False}}
    call.world.chats.keep_group(chat["id"], group | {"topics": topics})
    return {"message_thread_id": message.message_id, **made}


def _change_topic(call: Call, changes: dict[str, Any] | None) -> bool:
    chat, group = _forum(call)
    key = str(call.args.integer("message_thread_id"))
    topics = dict(group.get("topics", {}))
    if key not in topics:
        raise bad_request("message thread not found")
    if changes is None:
        del topics[key]
    elif changes.items() <= topics[key].items():
        raise bad_request("TOPIC_NOT_MODIFIED")
    else:
        topics[key] = topics[key] | changes
    call.world.chats.keep_group(chat["id"], group | {"topics": topics})
    return True


@method("editForumTopic")
def edit_topic(call: Call) -> bool:
    """bots/api#editforumtopic"""
    return _change_topic(call, {"name": call.args.text("name")})


@method("closeForumTopic")
def close_topic(call: Call) -> bool:
    """bots/api#closeforumtopic"""
    return _change_topic(call, {"closed": True})


@method("reopenForumTopic")
def reopen_topic(call: Call) -> bool:
    """bots/api#reopenforumtopic"""
    return _change_topic(call, {"closed": False})


@method("deleteForumTopic")
def delete_topic(call: Call) -> bool:
    """bots/api#deleteforumtopic"""
    return _change_topic(call, None)
