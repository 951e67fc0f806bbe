"""Killed at each named point of the way out: nothing lost, only what was on the wire doubled."""

import asyncio
import sys

import pytest
from sqlalchemy import update

from storage.database import Database
from storage.outbox import AT_ONCE, ROWS
from tests.bot.mouth import heard, silence, speaking, states, tell
from tests.bot.people import Phones

LI, WANG = 501, 502
KILLED = 9
POINTS = ["after-claim-message", "before-send", "after-send-before-mark", "after-mark"]


@pytest.mark.parametrize("point", POINTS)
async def test_a_killed_sender_loses_nothing(
    database: Database, database_url, sandbox, phones: Phones, point
):
    told = [f"{number}" for number in range(5)]
    for person in (LI, WANG):
        await phones.add(person)
        await phones.say(person, "/start")
        for text in told:
            await tell(database, person, text, kind="ack")
    program = ("-m", "tests.bot.mouth", database_url, sandbox.url, f"{point}:2")
    process = await asyncio.create_subprocess_exec(sys.executable, *program)
    assert await process.wait() == KILLED
    await end_leases(database)
    async with speaking(database, sandbox.url):
        await silence(database)
    assert set(await states(database)) == {"sent"}
    doubled = 0
    for person in (LI, WANG):
        texts = await heard(phones, person)
        assert list(dict.fromkeys(texts)) == told
        doubled += len(texts) - len(told)
    assert doubled <= 2  # one of each chat was on the wire


async def end_leases(database: Database) -> None:
    """A minute later, on PostgreSQL; on SQLite the sender itself knows that it is alone."""
    if database.is_sqlite:
        return
    async with database.transaction() as session:
        await session.execute(
            update(ROWS).where(ROWS.c.state == "run").values(lease_until=AT_ONCE)
        )
