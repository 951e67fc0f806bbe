"""The demo district as every service is given it, and somebody who speaks to the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from service.desk import Desk
from service.district import DistrictData, read_district
from service.loading import load_pack
from service.pack import read_pack
from service.people import meet
from storage.database import Database
from storage.migrate import upgrade
from storage.models import Person
from tests.conftest import MovableClock
from tests.service.town import Town

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
BOT = 7_000_000_001
Greet = Callable[..., Awaitable[Person]]


async def _read(url: str) -> DistrictData:
    await upgrade(url)
    database = Database(url)
    pack = read_pack(Path(__file__).parents[2] / "districts" / "qingting")
    async with database.transaction() as session:
        await load_pack(session, pack, NOW)
        district = await read_district(session, pack.id, BOT)
    await database.close()
    return district


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> DistrictData:
    """Rows read once from a database of their own: services never write to them."""
    path = tmp_path_factory.mktemp("district") / "pack.sqlite"
    with ThreadPoolExecutor(1) as pool:  # away from the loop of the test
        return pool.submit(asyncio.run, _read(f"sqlite+aiosqlite:///{path}")).result()


@pytest.fixture
def greet(district: DistrictData) -> Greet:
    """Meet the account of this number in a session."""

    async def met(
        session: AsyncSession, telegram_id: int, code: str | None = "zh-hans", now: datetime = NOW
    ) -> Person:
        desk = Desk(session, district, now)
        return await meet(desk, telegram_id=telegram_id, chat_id=telegram_id, language_code=code)

    return met


@pytest.fixture
async def town(database: Database, district: DistrictData, clock: MovableClock) -> Town:
    town = Town(database, district, clock)
    await town.settle()
    return town
