"""Requests that no library would send: always an answer of the Bot API, never a crash."""

import asyncio
import random
from typing import Any

from aiogram import methods

from sandbox.bot_api import METHODS
from tests.sandbox.people import TOKEN, WANG, Control

MODELS = {
    getattr(methods, name).__api_method__: getattr(methods, name)
    for name in methods.__all__
    if isinstance(getattr(getattr(methods, name), "__api_method__", None), str)
}
VALUES: list[Any] = [
    None, "", "x", "长" * 5000, "\x00", 0, -1, WANG, 1, 2**63, 2**80, 1.5, True, [], {}, [[]],
    [None], [1, "a"], {"type": "chat"}, {"type": "chat", "chat_id": "x"}, {"message_id": "x"},
    {"message_id": 1, "quote": 5}, {"inline_keyboard": 5}, {"inline_keyboard": [[5]]},
    {"inline_keyboard": [[{"text": 5, "callback_data": 5}]]}, {"keyboard": [[{"text": {}}]]},
    {"inline_keyboard": [[{"text": "a", "url": "http://[x"}]]},
    [{"type": "photo"}], [{"type": "photo", "media": 5}], [{"type": [], "media": {}}],
    [{"type": "bold", "offset": -1, "length": 2**70}], [{"offset": 0}], "attach://x", "{", "[",
]  # fmt: skip


async def test_random_parameters_of_every_method(people: Control) -> None:
    dice = random.Random(20261122)
    await people.say(WANG, "1")
    for _ in range(4):
        for name, _handler in METHODS.values():
            params = {field: dice.choice(VALUES) for field in MODELS[name].model_fields}
            params["chat_id"] = dice.choice([WANG, WANG, WANG, dice.choice(VALUES)])
            if dice.random() < 0.5:
                params["message_id"] = 1
            answer = await people.call(name, **params)
            assert answer["ok"] or answer["error_code"] in (400, 403), (name, params, answer)


async def test_bodies_that_are_nothing(people: Control) -> None:
    url = f"/bot{TOKEN}/sendMessage"
    for body, kind, reason in (
        (b"{", "application/json", "Bad Request: can't parse request JSON object"),
        (b"[" * 100_000, "application/json", "Bad Request: can't parse request JSON object"),
        (b"[]", "application/json", "Bad Request: object expected as request JSON"),
        (b"\xff\xfe", "application/json", "Bad Request: can't parse request JSON object"),
        (
            b"text=%ff",
            "application/x-www-form-urlencoded",
            "Bad Request: strings must be encoded in UTF-8",
        ),
        (b"x", "multipart/form-data", "Bad Request: can't parse multipart request"),
        (b"anything", "text/plain", "Bad Request: message text is empty"),
    ):
        answer = await people.http.post(url, content=body, headers={"Content-Type": kind})
        shown = answer.json()
        assert answer.status_code == shown["error_code"] == 400
        if kind != "text/plain":
            assert shown["description"] == reason, body[:20]


async def test_half_a_request_never_was(people: Control) -> None:
    """A bot that is killed while it writes: nothing is sent, nothing is complained of."""
    await people.say(WANG, "1")
    url = people.http.base_url
    body = f"chat_id={WANG}&text=half of it".encode()
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {url.host}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body) + 1}\r\n\r\n".encode()
    )
    writer.write(body)
    writer.write_eof()
    await reader.read()
    writer.close()
    await writer.wait_closed()
    assert (await people.http.get("/sandbox/requests?method=sendMessage")).json() == []
    assert (await people.http.get("/sandbox/problems")).json() == []
