"""The request checker: it finds what a bot must not send, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaPhoto, MessageEntity, ReplyParameters

from sandbox.checks import Checker
from sandbox.files import make_image
from sandbox.testing import running_sandbox
from sandbox.wire import Parameters, Upload
from tests.sandbox.people import WANG, Control

API_JSON = Path(__file__).parents[3] / "shared" / "telegram" / "api.json"
Check = Callable[..., list[str]]

FLAT = '{"inline_keyboard":[{"text":"a"}]}'
MISSPELT = '{"inline_keyboard":[[{"text":"a","calback_data":"b"}]]}'
TOO_LONG = {"inline_keyboard": [[{"text": "a", "callback_data": "长" * 22}]]}


@pytest.fixture(params=["aiogram alone", "with api.json"])
def check(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Check:
    """The findings about one request, as form texts or JSON values."""
    monkeypatch.delenv("SANDBOX_API_JSON", raising=False)
    if request.param == "with api.json":
        if not API_JSON.exists():
            pytest.skip("needs ../shared/telegram/api.json")
        monkeypatch.setenv("SANDBOX_API_JSON", str(API_JSON))
    checker = Checker()
    checker.load()

    def run(method: str, *files: str, **values: Any) -> list[str]:
        uploads = {name: Upload(name, "image/png", b"x") for name in files}
        return checker.check(method, Parameters(values, uploads))

    return run


async def test_clean_requests(check: Check) -> None:
    assert check("getMe") == []
    assert check("sendMessage", chat_id="1", text="123") == []
    assert check("sendMessage", chat_id=1, text="x", disable_notification="true") == []
    assert (
        check(
            "sendMessage",
            chat_id="1",
            text="x",
            entities='[{"type":"bold","offset":0,"length":1}]',
        )
        == []
    )
    keyboard = '{"inline_keyboard":[[{"text":"a","callback_data":"%s"}]]}' % ("d" * 64)
    assert check("sendMessage", chat_id="1", text="x", reply_markup=keyboard) == []
    assert check("sendPhoto", "photo", chat_id="1") == []
    assert check("sendPhoto", "file1", chat_id="1", photo="attach://file1") == []
    album = '[{"type":"photo","media":"attach://a"},{"type":"photo","media":"AgAC"}]'
    assert check("sendMediaGroup", "a", chat_id="1", media=album) == []
    assert check("getUpdates", offset="5", timeout="30", allowed_updates='["message"]') == []
    assert (
        check(
            "setMyCommands",
            commands='[{"command":"my","description":"d"}]',
            scope='{"type":"chat","chat_id":5}',
        )
        == []
    )


@pytest.mark.parametrize(
    ("method", "values", "problem"),
    [
        ("sendMesage", {}, "sendMesage is no method of the Bot API"),
        ("sendMessage", {"chat_id": "1"}, "sendMessage: text is missing"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "txt": "y"},
            "sendMessage: unknown parameter txt",
        ),
        ("sendMessage", {"chat_id": 1, "text": 5}, "sendMessage: text is mistyped"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "protect_content": "perhaps"},
            "protect_content is mistyped",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": FLAT},
            "unknown field reply_markup.inline_keyboard",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": MISSPELT},
            "unknown field reply_markup.inline_keyboard[0][0].calback_data",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": TOO_LONG},
            "callback_data has 66 bytes, allowed 1 to 64",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "长" * 4097},
            "text has length 4097, allowed 1 to 4096",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "parse_mode": "HTML"},
            "the sandbox does not know parse_mode",
        ),
        (
            "sendPhoto",
            {"chat_id": 1, "photo": "attach://gone"},
            "photo names a file that was not sent",
        ),
        (
            "sendPhoto",
            {"chat_id": 1, "photo": "x", "caption": "长" * 1025},
            "caption has length 1025",
        ),
        (
            "sendLocation",
            {"chat_id": 1, "latitude": "north", "longitude": 1},
            "latitude is mistyped",
        ),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": '[{"type":"photo","media":"a"}]'},
            "media has length 1, allowed 2 to 10",
        ),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1", "text": "长" * 201},
            "text has length 201, allowed 0 to 200",
        ),
        ("getUpdates", {"limit": "101"}, "limit is 101, allowed 1 to 100"),
        (
            "setMyCommands",
            {"commands": '[{"command":"My","description":""}]'},
            "commands[0].command has other characters",
        ),
    ],
)
async def test_findings(check: Check, method: str, values: dict[str, Any], problem: str) -> None:
    found = check(method, **values)
    assert any(problem in line for line in found), found


async def test_what_both_libraries_send_is_clean(
    people: Control, bot: Bot, ptb: telegram.Bot
) -> None:
    sent = await bot.send_message(
        WANG,
        "fett",
        entities=[MessageEntity(type="bold", offset=0, length=4)],
        disable_notification=True,
    )
    await bot.send_message(
        WANG, "re", reply_parameters=ReplyParameters(message_id=sent.message_id)
    )
    image = BufferedInputFile(make_image(1, 8, 8), "a.png")
    await bot.send_media_group(WANG, [InputMediaPhoto(media=image), InputMediaPhoto(media=image)])
    await ptb.send_photo(WANG, make_image(2, 8, 8), caption="Bild")
    await ptb.send_message(
        WANG,
        "按",
        reply_markup=telegram.InlineKeyboardMarkup.from_button(
            telegram.InlineKeyboardButton("按", callback_data="x")
        ),
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
        reply_parameters=telegram.ReplyParameters(sent.message_id),
    )
    assert await people.get("problems") == []


async def test_findings_reach_the_log_and_change_no_answer(people: Control) -> None:
    answer = await people.call("sendMessage", chat_id=WANG, text="x", colour="red")
    assert answer["ok"]
    problem = "sendMessage: unknown parameter colour"
    log = await people.get("requests", method="sendMessage")
    assert log[0]["problems"] == [problem]
    assert log[0]["params"] == {"chat_id": WANG, "text": "x", "colour": "red"}
    assert log[0]["answer"] == answer["result"]
    assert await people.get("problems") == [
        {"seq": log[0]["seq"], "method": "sendMessage", "problem": problem}
    ]
    assert await people.get("requests", after=log[0]["seq"]) == []


async def test_checks_can_be_switched_off(tmp_path: Path) -> None:
    with running_sandbox(tmp_path, checks=False) as running:
        async with Control(running.url) as people:
            await people.call("getMe", wrong=1)
            assert await people.get("problems") == []
