"""The webhook believes only Telegram, and says 200 only after the commit (reliability.md 5.1)."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select, text
from starlette.applications import Starlette

from bot.inbox import Feed
from storage.queues import InboxUpdate
from web.app import BIGGEST_BODY, create_app

SECRET = "a-secret-of-the-tests-0123456789abcdef"
PATH = "/telegram/entry"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 5, "message": {"chat": {"id": 7, "type": "private"}, "text": "hi"}}


async def no_problems() -> list[str]:
    return []


async def some_problems() -> list[str]:
    return ["a message has waited for 400 s"]


def client(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://local")


@pytest.fixture
async def http(database):
    feed = Feed(database, district_id="qingting", bot_id=1)
    app = create_app(problems=no_problems, accept=feed.accept, path=PATH, secret=SECRET)
    async with client(app) as http:
        yield http


async def stored(database) -> list[int]:
    async with database.reading() as session:
        return list(await session.scalars(select(InboxUpdate.update_id)))


async def test_an_update_is_stored_before_the_answer(database, http):
    for _ in range(2):
        answer = await http.post(PATH, json=UPDATE, headers={HEADER: SECRET})
        assert (answer.status_code, await stored(database)) == (200, [5])


WRONG = [
    {},
    {HEADER: ""},
    {HEADER: SECRET[:-1]},
    {HEADER: SECRET + "x"},
    {HEADER: SECRET.upper()},
    {HEADER: f" {SECRET}x"},
    {HEADER: SECRET.encode().hex()},
    {HEADER: "\u00e9".encode() * 20},
    {HEADER: b"\xff\xfe\x80"},
    {HEADER: "口令".encode()},
    {HEADER: "a" * 10_000},
    {"Authorization": f"Bearer {SECRET}"},
]


async def test_a_wrong_secret_is_always_401_and_stores_nothing(database, http):
    answers = [await http.post(PATH, json=UPDATE, headers=headers) for headers in WRONG]
    assert [answer.status_code for answer in answers] == [401] * 12
    assert await stored(database) == []


async def test_the_database_is_down(database, http):
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO away"))
    answer = await http.post(PATH, json=UPDATE, headers={HEADER: SECRET})
    assert answer.status_code == 503
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE away RENAME TO inbox"))
    answer = await http.post(PATH, json=UPDATE, headers={HEADER: SECRET})
    assert (answer.status_code, await stored(database)) == (200, [5])


async def test_a_body_is_limited_and_must_be_json(database, http):
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(BIGGEST_BODY // 1000 + 1):
            yield b" " * 1000

    headers = {HEADER: SECRET}
    assert (await http.post(PATH, content=endless(), headers=headers)).status_code == 413
    assert (await http.post(PATH, content=b"{", headers=headers)).status_code == 400
    assert (await http.post(PATH, content=b"\xff", headers=headers)).status_code == 400
    deep = b"[" * 200_000
    assert (await http.post(PATH, content=deep, headers=headers)).status_code == 400
    assert await stored(database) == []


async def test_a_webhook_without_a_secret_is_refused():
    async def accept(_):
        return True

    with pytest.raises(ValueError, match="secret"):
        create_app(problems=no_problems, accept=accept, path=PATH)


async def test_health():
    async with client(create_app(problems=no_problems)) as http:
        assert (await http.get("/livez")).json() == {"status": "alive"}
        assert (await http.get("/readyz")).json() == {"status": "ready", "problems": []}
        assert (await http.post("/telegram", json=UPDATE)).status_code == 404
    async with client(create_app(problems=some_problems)) as http:
        answer = await http.get("/readyz")
        assert (answer.status_code, answer.json()["problems"]) == (503, await some_problems())
