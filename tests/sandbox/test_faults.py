"""Faults on demand as both libraries meet them, and the flood rules."""

import asyncio

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import BufferedInputFile
from aiohttp import ClientPayloadError, ClientResponseError

from tests.sandbox.people import LIN, WANG, Control


async def test_each_fault_reaches_aiogram(people: Control, bot: Bot) -> None:
    async def fault(**what: object) -> None:
        await people.post("faults", **what)

    await fault(kind="429", retry_after=7, method="sendMessage")
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(WANG, "x")
    assert caught.value.retry_after == 7
    await fault(kind="403")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(WANG, "x")
    await fault(kind="400", description="Bad Request: chat not found", chat_id=WANG)
    assert (await bot.send_message(LIN, "not hit")).text == "not hit"
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(WANG, "x")
    await fault(kind="500")
    with pytest.raises(TelegramServerError):
        await bot.send_message(WANG, "x")
    await fault(kind="502")
    with pytest.raises(ClientDecodeError):
        await bot.send_message(WANG, "x")
    assert await people.heard(WANG) == []
    await fault(kind="latency", seconds=0.01)
    assert (await bot.send_message(WANG, "late")).text == "late"


async def test_a_dropped_connection_before_and_after(people: Control, ptb: telegram.Bot) -> None:
    await people.post("faults", kind="drop_before", method="sendMessage")
    with pytest.raises(telegram.error.NetworkError):
        await ptb.send_message(WANG, "nie angekommen")
    assert await people.heard(WANG) == []
    await people.post("faults", kind="drop_after", method="SENDMESSAGE")
    with pytest.raises(telegram.error.NetworkError):
        await ptb.send_message(WANG, "angekommen")
    assert await people.heard(WANG) == ["angekommen"]
    log = await people.get("requests", method="sendMessage")
    assert [entry["ok"] for entry in log] == [False, True]


async def test_a_download_fails_only_when_it_is_named(people: Control, bot: Bot) -> None:
    sent = await bot.send_document(WANG, BufferedInputFile(b"abc", "a.txt"))
    assert sent.document
    file = await bot.get_file(sent.document.file_id)
    assert file.file_path
    for kind, error in (
        ("404", ClientResponseError),
        ("502", ClientResponseError),
        ("drop_after", ClientPayloadError),
    ):
        await people.post("faults", kind=kind, method="download")
        with pytest.raises(error):
            await bot.download_file(file.file_path)
    await people.post("faults", kind="403")
    target = await bot.download_file(file.file_path)
    assert target
    assert target.read() == b"abc"
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(WANG, "x")


async def test_a_hanging_request_times_out(people: Control, bot: Bot) -> None:
    await people.post("faults", kind="hang")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(WANG, "x", request_timeout=1)
    assert await people.heard(WANG) == []


async def test_every_nth_request_until_deleted(people: Control) -> None:
    made = await people.post("faults", kind="500", every=3, method="getMe")
    answers = [(await people.call("getMe"))["ok"] for _ in range(7)]
    assert answers == [True, True, False, True, True, False, True]
    assert [fault["seen"] for fault in await people.get("faults")] == [7]
    await people.http.delete(f"/sandbox/faults/{made['id']}")
    assert all([(await people.call("getMe"))["ok"] for _ in range(3)])
    await people.post("faults", kind="403", count=2)
    answers = [(await people.call("getMe"))["ok"] for _ in range(3)]
    assert answers == [False, False, True]


async def test_html_502_is_a_network_error_for_ptb(people: Control, ptb: telegram.Bot) -> None:
    await people.post("faults", kind="502")
    with pytest.raises(telegram.error.NetworkError):
        await ptb.send_message(WANG, "x")


async def test_flood_rules_are_optional(people: Control, bot: Bot) -> None:
    for number in range(6):
        await bot.send_message(WANG, str(number))
    await people.post("flood", enabled=True)
    results = await asyncio.gather(
        *(bot.send_message(LIN, str(number)) for number in range(5)), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, TelegramRetryAfter)]
    assert len(refused) == 2
    assert all(1 <= error.retry_after <= 3 for error in refused)
    await people.post("flood", enabled=False)
    await bot.send_message(LIN, "wieder")


async def test_a_waiting_poll_uses_up_no_fault(people: Control) -> None:
    await people.post("faults", kind="500")
    assert (await people.call("getUpdates"))["ok"]
    assert not (await people.call("getMe"))["ok"]
    await people.post("faults", kind="500", method="getUpdates")
    assert not (await people.call("getUpdates"))["ok"]


async def test_faults_that_do_not_exist(people: Control) -> None:
    assert (await people.refused("faults", kind="418"))[0] == 422
    assert (await people.http.delete("/sandbox/faults/77")).status_code == 404
