"""setMyCommands: scopes, languages, the order in which a menu is found."""

import telegram
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

from tests.sandbox.people import LIN, WANG, Control


async def menu(people: Control, person: int) -> list[str]:
    """The commands in a person's menu."""
    return [entry["command"] for entry in (await people.chat(person))["menu"]]


async def test_the_nearest_scope_and_the_language_decide(people: Control, bot: Bot) -> None:
    def commands(name: str) -> list[BotCommand]:
        return [BotCommand(command=name, description="说明")]

    private = BotCommandScopeAllPrivateChats()
    assert await menu(people, WANG) == []
    await bot.set_my_commands(commands("default"))
    await bot.set_my_commands(commands("default_en"), language_code="en")
    assert await menu(people, WANG) == ["default"]
    assert await menu(people, LIN) == ["default_en"]
    await bot.set_my_commands(commands("private"), scope=private)
    assert await menu(people, LIN) == ["private"]
    await bot.set_my_commands(commands("private_zh"), scope=private, language_code="zh")
    assert await menu(people, WANG) == ["private_zh"]
    mine = BotCommandScopeChat(chat_id=WANG)
    await bot.set_my_commands(commands("todo"), scope=mine)
    assert await menu(people, WANG) == ["todo"]
    assert [entry.command for entry in await bot.get_my_commands(scope=mine)] == ["todo"]
    assert await bot.get_my_commands(scope=mine, language_code="zh") == []
    await bot.delete_my_commands(scope=mine)
    assert await menu(people, WANG) == ["private_zh"]


async def test_what_is_no_command(people: Control) -> None:
    for commands, scope, reason in (
        ([{"command": "Größe", "description": "x"}], None, "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], None, "BOT_COMMAND_INVALID"),
        ([{"command": "a", "description": ""}], None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x"}] * 101, None, "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "a", "description": "x"}], {"type": "chat", "chat_id": 9}, "chat not found"),
    ):
        params = {"commands": commands} | ({"scope": scope} if scope else {})
        assert await people.error("setMyCommands", **params) == f"Bad Request: {reason}"


async def test_the_menu_button_and_the_names(people: Control, ptb: telegram.Bot, bot: Bot) -> None:
    assert await ptb.get_chat_menu_button(WANG) == telegram.MenuButtonCommands()
    app = telegram.MenuButtonWebApp("开", telegram.WebAppInfo("https://example.org"))
    assert await ptb.set_chat_menu_button(WANG, app)
    assert await ptb.get_chat_menu_button(WANG) == app
    await bot.set_chat_menu_button(chat_id=WANG, menu_button=MenuButtonCommands())
    assert await ptb.get_chat_menu_button(WANG) == telegram.MenuButtonCommands()
    assert await ptb.set_my_name("民声")
    assert (await bot.get_me()).first_name == "民声"
    assert (await ptb.get_my_name()).name == "民声"
    assert (await ptb.get_my_description()).description == ""
    assert await people.get("problems") == []
