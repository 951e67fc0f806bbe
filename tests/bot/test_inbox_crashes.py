"""Killed at each named point of the way in: nothing lost, nothing twice. reliability.md T2, T4."""

from functools import partial

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.queues import InboxUpdate
from tests.bot.echo import counted, echo_bot, run_echo, said
from tests.bot.people import Phones, until
from tests.processes import KILLED, ended, start

LI, WANG = 501, 502
POINTS = [
    "after-inbox-commit",
    "after-claim-update",
    "before-handler",
    "after-handler",
    "before-commit",
    "after-commit",
    "after-ephemeral",
]


async def press(phones: Phones, person: int, data: str) -> None:
    who = {"id": person, "is_bot": False, "first_name": "L"}
    query = {"id": f"{person}{data}", "from": who, "chat_instance": "1", "data": data}
    await phones.post("updates", {"callback_query": query})


async def talk(phones: Phones) -> None:
    for person in (LI, WANG):
        await phones.add(person)
        for number in range(3):
            await phones.say(person, str(number))
        await press(phones, person, "yes")


HEARD = ["1 0", "2 1", "3 2", "pressed yes"]


@pytest.mark.parametrize("point", POINTS)
async def test_a_killed_process_loses_and_doubles_nothing(
    database: Database, database_url, sandbox, phones, clock, point
):
    await talk(phones)
    nth = "1" if point in {"after-inbox-commit", "after-ephemeral"} else "2"
    process = start(run_echo, database_url, sandbox.url, f"{point}:{nth}")
    assert await ended(process) == KILLED
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await until(partial(quiet, phones, database))
        assert await bot.open_updates() == 0
    for person in (LI, WANG):
        assert await said(database, person) == HEARD
        assert await counted(database, person) == 3


async def quiet(phones: Phones, database: Database) -> bool:
    if await phones.pending():  # first: what is on its way stands nowhere yet
        return False
    async with database.reading() as session:
        open_rows = select(InboxUpdate).where(InboxUpdate.state.in_(("new", "run")))
        return not (await session.scalars(open_rows)).all()


async def test_what_kills_the_process_each_time_is_put_aside(
    database: Database, database_url, sandbox, phones, clock
):
    await phones.add(LI)
    await phones.say(LI, "a bomb")
    for _ in range(5):
        process = start(run_echo, database_url, sandbox.url, "before-handler:1")
        assert await ended(process) == KILLED
    async with echo_bot(database, sandbox.url, clock=clock):
        await until(partial(quiet, phones, database))
    assert await said(database, LI) == ["update-dead"]


async def test_what_kills_the_process_takes_nobody_with_it(
    database: Database, database_url, sandbox, phones, clock
):
    """All are claimed at once, and only one is to blame."""
    beside = (WANG, 503, 504)
    for person in (LI, *beside):
        await phones.add(person)
        await phones.say(person, "/bomb" if person == LI else "hello")
    for _ in range(5):
        process = start(run_echo, database_url, sandbox.url)
        assert await ended(process) == KILLED
    async with echo_bot(database, sandbox.url, clock=clock):
        await until(partial(quiet, phones, database))
    assert await said(database, LI) == ["update-dead"]
    for person in beside:
        assert await said(database, person) == ["1 hello"]


async def test_a_clean_stop_finishes_what_runs(
    database: Database, database_url, sandbox, phones, clock
):
    process = start(run_echo, database_url, sandbox.url)
    await talk(phones)
    await until(partial(quiet, phones, database))
    process.terminate()
    assert await ended(process) == 0
    for person in (LI, WANG):
        assert await said(database, person) == HEARD


async def test_lost_connections_to_postgresql_lose_and_double_nothing(
    postgres, sandbox, phones, clock
):
    database = Database(await postgres.create("severed"))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'severed'"
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock):
        for number in range(12):
            await phones.say(LI, str(number))
            await postgres.run(cut)
        await until(partial(quiet, phones, database))
    assert await said(database, LI) == [f"{n + 1} {n}" for n in range(12)]
    await database.close()
    await postgres.drop("severed")
