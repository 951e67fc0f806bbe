"""Databases with the demo district in them, made once a session and copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from sandbox.testing import Running, running_sandbox
from service.loading import load_district
from storage.database import Database

if TYPE_CHECKING:
    from tests.conftest import PostgresCluster

PACK = Path(__file__).parents[1] / "districts" / "qingting"
LOADED_AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEMPLATE = "minsheng_loaded"


async def load(url: str) -> None:
    database = Database(url)
    await load_district(database, PACK, LOADED_AT, loopback=True)
    await database.close()


@pytest.fixture(scope="session")
def loaded_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the demo district in it, to be copied."""
    path = tmp_path_factory.mktemp("loaded") / "minsheng.sqlite"
    shutil.copy(sqlite_template, path)
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, load(f"sqlite+aiosqlite:///{path}")).result()
    return path


@pytest.fixture(scope="session")
def loaded_postgres(postgres: "PostgresCluster") -> "PostgresCluster":
    """A cluster whose database TEMPLATE holds the demo district."""

    async def prepare() -> None:
        await load(await postgres.create(TEMPLATE))

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, prepare()).result()
    return postgres


@contextmanager
def demo_sandbox(folder: Path) -> Iterator[Running]:
    """With the demo people and the map, on the morning of dialogue 1."""
    people, grids = PACK / "demo" / "people.csv", PACK / "grids.geojson"
    with running_sandbox(folder / "sandbox", people=people, map=grids) as running:
        running.world.clock.move_to(LOADED_AT)
        yield running


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    """Of the demo district, for this test alone."""
    with demo_sandbox(tmp_path) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
async def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of this test alone, with the demo district and its people."""
    async with copied(request, request.param, tmp_path) as url:
        yield url


@asynccontextmanager
async def copied(request: pytest.FixtureRequest, kind: str, folder: Path) -> AsyncIterator[str]:
    """The URL of a copy for one test, on sqlite or postgresql; gone afterwards."""
    if kind == "sqlite":
        path = folder / "minsheng.sqlite"
        shutil.copy(request.getfixturevalue("loaded_sqlite"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    cluster: PostgresCluster = request.getfixturevalue("loaded_postgres")
    name = f"copy_{uuid4().hex}"
    await cluster.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    yield cluster.url(name)
    await cluster.drop(name)
