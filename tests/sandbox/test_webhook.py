"""Webhook delivery: header, order, retries, and a method in the answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.sandbox.people import LIN, WANG, Control


class Receiver:
    """A bot's webhook; `answers` are used up in order, then 200. `gate` holds a chat's answers."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.headers: list[str | None] = []
        self.answers: list[web.Response] = []
        self.gates: dict[str, asyncio.Event] = {}
        self._came = asyncio.Condition()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """One delivery."""
        update = await request.json()
        async with self._came:
            self.updates.append(update)
            self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self._came.notify_all()
        answer = self.answers.pop(0) if self.answers else web.Response()
        kind = next(key for key in update if key != "update_id")
        if kind in self.gates:
            await self.gates[kind].wait()
        return answer

    async def count(self, number: int) -> list[Any]:
        """Wait for that many deliveries; the texts or data they brought."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.updates) >= number)
        return [_words(update) for update in self.updates]


def _words(update: dict[str, Any]) -> str:
    words = update.get("message", {}).get("text") or update.get("callback_query", {}).get("data")
    return str(words)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/hook"))
        yield made


async def settled(people: Control) -> None:
    """Until the sandbox knows that everything was taken."""
    while await people.pending():
        pass


async def test_secret_header_and_what_waited_before(
    people: Control, bot: Bot, receiver: Receiver
) -> None:
    await people.say(WANG, "vor dem Webhook")
    await bot.set_webhook(receiver.url, secret_token="a_secret-Token")
    await people.say(WANG, "danach")
    assert await receiver.count(2) == ["vor dem Webhook", "danach"]
    assert receiver.headers == ["a_secret-Token"] * 2
    await settled(people)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (receiver.url, 0, 40)


async def test_one_of_a_chat_in_flight_and_a_queue_of_its_own_for_presses(
    people: Control, bot: Bot, receiver: Receiver
) -> None:
    board = [[InlineKeyboardButton(text="按", callback_data="drück")]]
    card = await bot.send_message(
        WANG, "card", reply_markup=InlineKeyboardMarkup(inline_keyboard=board)
    )
    receiver.gates["message"] = asyncio.Event()
    await bot.set_webhook(receiver.url)
    await people.say(WANG, "1")
    await people.say(WANG, "2")
    await people.say(LIN, "other chat")
    await people.press(WANG, card.message_id, data="drück")
    first = await receiver.count(3)
    assert sorted(first) == ["1", "drück", "other chat"]
    receiver.gates["message"].set()
    assert (await receiver.count(4))[3] == "2"
    await settled(people)


async def test_failures_are_repeated_until_2xx(
    people: Control, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=503)]
    await bot.set_webhook(receiver.url)
    await people.say(WANG, "hartnäckig")
    await people.say(WANG, "wartet dahinter")
    assert await receiver.count(2) == ["hartnäckig", "hartnäckig"]  # the first retry is at once
    info = await bot.get_webhook_info()
    assert info.last_error_message in {
        "Wrong response from the webhook: 500",
        "Wrong response from the webhook: 503",
    }
    while len(receiver.updates) < 4:  # the second retry would come after 2 s
        await people.post("webhook/retry")
    assert await receiver.count(4) == ["hartnäckig"] * 3 + ["wartet dahinter"]
    await settled(people)


async def test_a_method_in_the_answer_is_run(
    people: Control, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [
        web.json_response({"method": "sendMessage", "chat_id": WANG, "text": "aus der Antwort"}),
        web.json_response({"method": "getMe"}),
    ]
    await bot.set_webhook(receiver.url)
    await people.say(WANG, "a")
    await people.say(WANG, "b")
    await receiver.count(2)
    await settled(people)
    assert await people.heard(WANG) == ["aus der Antwort"]
    assert await people.get("requests", method="getMe") == []


async def test_deleting_keeps_or_drops_what_waits(
    people: Control, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500, headers={"Retry-After": "3600"})]
    await bot.set_webhook(receiver.url)
    await people.say(WANG, "bleibt")
    await receiver.count(1)
    await bot.delete_webhook()
    updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["bleibt"]
    await bot.delete_webhook(drop_pending_updates=True)
    assert await people.pending() == []


async def test_duplicated_and_reordered_deliveries(
    people: Control, bot: Bot, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    await people.post("faults", kind="reorder_updates", chat_id=WANG)
    await people.say(WANG, "1")
    await people.say(WANG, "2")
    assert await receiver.count(2) == ["2", "1"]
    await people.post("faults", kind="duplicate_update")
    await people.say(WANG, "3")
    assert (await receiver.count(4))[2:] == ["3", "3"]
    await settled(people)


async def test_bad_webhooks(people: Control) -> None:
    for params, reason in (
        (
            {"url": "http://example.org/x"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            {"url": "https://example.org:8080/x"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://"}, "invalid webhook URL specified"),
        ({"url": "https://[x"}, "invalid webhook URL specified"),
        (
            {"url": "http://127.0.0.1:1/x", "secret_token": "né"},
            "secret token contains illegal characters",
        ),
    ):
        assert await people.error("setWebhook", **params) == f"Bad Request: {reason}"
