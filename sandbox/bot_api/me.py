"""The bot itself: who it is, its commands, its menu button."""

import re
from typing import Any

from sandbox.args import whole
from sandbox.bot_api.registry import Call, method
from sandbox.commands import Command, scope_key
from sandbox.errors import bad_request

_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_ME = {
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    """bots/api#getme"""
    return call.bot() | _ME


@method("logOut")
def log_out(_: Call) -> bool:
    """bots/api#logout; the sandbox goes on answering."""
    return True


@method("close")
def close(_: Call) -> bool:
    """bots/api#close; the sandbox goes on answering."""
    return True


def _described(name: str, field: str, longest: int) -> None:
    """setMyX and getMyX for one field of the bot's profile, per language."""

    def key(call: Call) -> str:
        return f"bot_{field}" + call.args.text("language_code")

    @method(f"setMy{name}")
    def put(call: Call) -> bool:
        value = call.args.text(field)
        if len(value) > longest:
            raise bad_request(f"{field} is too long")
        call.world.store.set_setting(key(call), value or None)
        return True

    @method(f"getMy{name}")
    def get(call: Call) -> dict[str, str]:
        default = call.world.settings.name if field == "name" else ""
        return {field: call.world.store.setting(key(call), None) or default}


_described("Name", "name", 64)
_described("Description", "description", 512)
_described("ShortDescription", "short_description", 120)


# -- commands


def _scope(call: Call) -> tuple[str, str]:
    key = scope_key(call.args.data("scope", "BotCommandScope"))
    if key is None:
        raise bad_request("can't parse BotCommandScope: Wrong BotCommandScope specified")
    parts = key.split(":")
    if len(parts) > 1 and call.world.chats.find(whole(parts[1])) is None:
        raise bad_request("chat not found")
    return key, call.args.text("language_code")


def _command(item: Any) -> Command:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(item.get("command", "")).removeprefix("/")
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(item.get("description", "")).strip()
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


@method("setMyCommands")
def set_commands(call: Call) -> bool:
    """bots/api#setmycommands"""
    commands = call.args.data("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.world.commands.put(*_scope(call), [_command(item) for item in commands])
    call.world.bell.ring()
    return True


@method("getMyCommands")
def get_commands(call: Call) -> list[Command]:
    """bots/api#getmycommands: that scope and language alone."""
    return call.world.commands.get(*_scope(call))


@method("deleteMyCommands")
def delete_commands(call: Call) -> bool:
    """bots/api#deletemycommands"""
    call.world.commands.put(*_scope(call), [])
    return True


@method("setChatMenuButton")
def set_menu_button(call: Call) -> bool:
    """bots/api#setchatmenubutton"""
    button = call.args.data("menu_button", "MenuButton") or {"type": "default"}
    if not isinstance(button, dict):
        raise bad_request("can't parse menu button: expected an Object")
    call.world.store.set_setting(f"menu_button{call.args.integer('chat_id')}", button)
    return True


@method("getChatMenuButton")
def get_menu_button(call: Call) -> dict[str, Any]:
    """bots/api#getchatmenubutton"""
    setting = call.world.store.setting
    own = setting(f"menu_button{call.args.integer('chat_id')}", None)
    return dict(own or setting("menu_button0", None) or {"type": "commands"})
