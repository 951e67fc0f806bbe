"""The database goes away and comes back under load; the program lives on. reliability.md T3."""

import asyncio
import signal
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url

from tests.chaos.crowd import Crowd
from tests.chaos.program import FULL
from tests.chaos.town import Town
from tests.conftest import PostgresCluster

LOCKED = 12 if FULL else 3  # seconds; the program waits 10 for a lock, then begins anew
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT
"""How PostgreSQL is told to stop: sessions are cut off; or as if the power failed."""


@pytest.mark.parametrize("loaded_url", ["postgresql"], indirect=True)
async def test_postgresql_stops_and_starts(town: Town, postgres: PostgresCluster):
    """0 lost and 0 twice: answers of Telegram outlive the database (P4)."""
    name = make_url(town.database.url).database
    await postgres.run(f"ALTER DATABASE {name} SET synchronous_commit = on")
    crowd = Crowd(town)
    program = await town.begins()
    for how in (FAST, IMMEDIATE):
        await crowd.reports(5)
        await town.chats_move(3)
        await asyncio.to_thread(postgres.break_off, how)
        await crowd.reports(2)
        await asyncio.to_thread(postgres.go_on)
    assert await town.is_sound(await crowd.numbers()) == 0
    assert program.alive
    await town.stops()


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_another_program_holds_the_lock_of_sqlite(town: Town):
    """Nobody is turned away: who writes meanwhile is answered afterwards."""
    crowd = Crowd(town)
    program = await town.begins()
    await crowd.reports(3)
    await town.chats_move(3)
    file = make_url(town.database.url).database
    assert file
    with closing(sqlite3.connect(file, isolation_level=None)) as foreigner:
        foreigner.execute("BEGIN IMMEDIATE")
        await crowd.reports(3)
        await asyncio.sleep(LOCKED)
        foreigner.execute("ROLLBACK")
    assert await town.is_sound(await crowd.numbers()) == 0
    assert program.alive
    await town.stops()
