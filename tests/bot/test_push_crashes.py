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
ON_THE_WIRE = {"after-claim-message": 0, "before-send": 0, "after-send-before-mark": 2,
               "after-mark": 0}  # fmt: skip


@pytest.mark.parametrize("nth", [1, 3])
@pytest.mark.parametrize("point", list(ON_THE_WIRE))
async def test_a_killed_sender_loses_nothing(
    database: Database, database_url, sandbox, phones: Phones, point, nth
):
    told = [f"{number}" for number in range(5)]
    for person in (LI, WANG):
        await phones.add(person)
        await phones.say(person, "/start")
        for text in told:
            await tell(database, person, text, kind="ack")
    program = ("-m", "tests.bot.mouth", database_url, sandbox.url, f"{point}:{nth}")
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
    assert doubled <= ON_THE_WIRE[point] + 1 * (point != "after-claim-message")


async def end_leases(database: Database) -> None:
    """A minute later, on PostgreSQL; on SQLite the sender itself knows that it is alone."""
    if database.is_sqlite:
        return
    async with database.transaction() as session:
        await session.execute(
            update(ROWS).where(ROWS.c.state == "run").values(lease_until=AT_ONCE)
        )
