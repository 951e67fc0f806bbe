"""The webhook of the running program: who knocks without the secret, and what is brought."""

import json

import httpx

from tests.e2e.steps import LAMP
from tests.e2e.story import SECRET
from tests.hostile.conftest import Houses
from tests.hostile.house import House

HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 1, "message": House.message(8900000001, text=LAMP)}
NAME = HEADER.encode()
RIGHT = SECRET.encode()
WRONG: list[dict[bytes, bytes]] = [
    {}, {NAME: b""}, {NAME: RIGHT[:-1]}, {NAME: RIGHT + b"x"}, {NAME: RIGHT.upper()},
    {NAME: RIGHT.swapcase()}, {NAME: "é".encode() * 20}, {NAME: b"\xff\xfe\x80"},
    {NAME: "口令".encode()}, {NAME: b"a" * 10_000}, {NAME: b"Bearer " + RIGHT},
    {b"Authorization": RIGHT}, {b"Cookie": NAME + b"=" + RIGHT}, {NAME: "{0}%s\u0660".encode()},
]  # fmt: skip
LARGEST = 1_000_000
BODIES: list[tuple[bytes, int]] = [
    (b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"\x00", 400), (b"NaN,", 400),
    (b"update_id=1", 400), (b'{"update_id":1}{"update_id":2}', 400), (b"[" * 100_000, 400),
    (b'{"update_id":' + b"9" * 5000 + b"}", 400), (b" " * (LARGEST + 1), 413),
    (b'"' + b"x" * LARGEST + b'"', 413),
    # JSON, but no update: taken, so that it does not come again, and not kept
    (b"null", 200), (b"[]", 200), (b"1", 200), (b'"x"', 200), (b"{}", 200),
    (b'{"update_id":null}', 200), (b'{"update_id":"1"}', 200), (b'{"update_id":1.5}', 200),
    (b'{"update_id":true}', 200), (b'{"update_id":%d}' % 2**70, 200), (b"Infinity", 200),
    (b'{"message":{}}', 200), (b'[{"update_id":1}]', 200),
]  # fmt: skip


async def test_whoever_knocks_without_the_secret_is_turned_away(houses: Houses):
    async with houses("sqlite", webhook=True) as house, httpx.AsyncClient() as http:
        await house.strangers(1)
        for headers in WRONG:
            answer = await http.post(house.entry, json=UPDATE, headers=headers)
            assert answer.status_code == 401, headers
            assert answer.content == b""
        for path in ("", "/x", "/../telegram", "//telegram"):
            answer = await http.post(f"{house.entry}{path}", json=UPDATE)
            assert answer.status_code in {401, 404, 405}
        for method in ("GET", "PUT", "DELETE", "TRACE"):
            answer = await http.request(method, house.entry, headers={HEADER: SECRET})
            assert answer.status_code == 405
        await house.settles()
        assert list(await house.reported(8900000001)) == []


async def test_whatever_is_brought_is_told_what_it_is(houses: Houses):
    async with houses("postgresql", webhook=True) as house, httpx.AsyncClient() as http:
        secret = {HEADER: SECRET}
        for body, status in BODIES:
            answer = await http.post(house.entry, content=body, headers=secret)
            assert (answer.status_code, answer.content) == (status, b""), body[:40]
        assert await house.put_aside() == []


async def test_however_deep_it_is_nested_the_answer_is_no_fault(houses: Houses):
    """Somewhere reading works and writing does not."""
    async with houses("sqlite", webhook=True) as house:
        secret = {HEADER: SECRET}
        depths = [*range(100, 1100, 25), 2000, 5000, 50_000]
        async with httpx.AsyncClient() as http:
            for number, depth in enumerate(depths, 1):
                body = b'{"update_id":%d,"message":%s%s}' % (number, b"[" * depth, b"]" * depth)
                answer = await http.post(house.entry, content=body, headers=secret)
                assert answer.status_code in {200, 400}, depth
        await house.settles()
        errors = await house.put_aside()
        house.dead = len(errors)
        assert all(error.startswith("not an update") for error in errors)


async def test_a_large_update_within_the_limit_is_kept(houses: Houses):
    async with houses("sqlite", webhook=True) as house:
        (person,) = await house.strangers(1)
        update = {
            "update_id": 1,
            "message": house.message(person, text=f"{LAMP} {'啊' * 100_000}"),
        }
        assert len(json.dumps(update)) < LARGEST
        for _ in range(3):
            assert await house.posts(update) == 200
        await house.settles()
        (order,) = await house.reported(person)
        assert order.text_original.startswith(LAMP)
