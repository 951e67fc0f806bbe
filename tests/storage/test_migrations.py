"""The schema of the migrations is the schema of the models, on both databases."""

import asyncio
import sys
from pathlib import Path

from sqlalchemy import text

from storage.database import Database
from storage.migrate import differences, upgrade
from storage.schema import is_newest


async def test_models_and_migrations_say_the_same(database_url):
    assert await differences(database_url) == []


async def test_upgrading_twice_changes_nothing(database_url):
    await upgrade(database_url)
    assert await differences(database_url) == []


async def test_a_start_knows_whether_there_is_something_to_do(database_url, tmp_path):
    assert await is_newest(database_url)
    assert not await is_newest(f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite'}")
    database = Database(database_url)
    async with database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    await database.close()
    assert not await is_newest(database_url)


async def start_upgrade(url: str) -> asyncio.subprocess.Process:
    program = "import asyncio, sys; from storage.migrate import upgrade; " + (
        "asyncio.run(upgrade(sys.argv[1]))"
    )
    return await asyncio.create_subprocess_exec(sys.executable, "-c", program, url)


async def upgrade_at_once(url: str) -> None:
    processes = [await start_upgrade(url) for _ in range(3)]
    assert [await process.wait() for process in processes] == [0, 0, 0]
    assert await differences(url) == []


async def test_processes_that_start_together_leave_one_schema_on_sqlite(tmp_path: Path):
    await upgrade_at_once(f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite'}")


async def test_processes_that_start_together_leave_one_schema_on_postgresql(postgres):
    await postgres.run("CREATE DATABASE fresh")
    await upgrade_at_once(postgres.url("fresh"))
    await postgres.drop("fresh")


async def test_a_postgresql_session_speaks_utc(postgres):
    database = Database(postgres.url("postgres"))
    async with database.reading() as session:
        assert await session.scalar(text("SHOW timezone")) == "UTC"
    await database.close()
