"""A stage for each story: a sandbox and the program, on SQLite and on PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from sandbox.testing import Running, running_sandbox
from service.loading import load_district
from storage.database import Database
from tests.conftest import PostgresCluster
from tests.e2e.story import PACK, START, Stage

LOADED = "minsheng_loaded"


async def load(url: str) -> None:
    database = Database(url)
    await load_district(database, PACK, START, loopback=True)
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
def loaded_postgres(postgres: PostgresCluster) -> PostgresCluster:
    """A cluster whose database LOADED holds the demo district."""

    async def prepare() -> None:
        await load(await postgres.create(LOADED))

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, prepare()).result()
    return postgres


@pytest.fixture(params=["sqlite", "postgresql"])
async def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of this story alone, with the demo district and its people."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("loaded_sqlite"), tmp_path / "minsheng.sqlite")
        yield f"sqlite+aiosqlite:///{tmp_path / 'minsheng.sqlite'}"
        return
    cluster: PostgresCluster = request.getfixturevalue("loaded_postgres")
    name = f"story_{uuid4().hex}"
    await cluster.run(f"CREATE DATABASE {name} TEMPLATE {LOADED} STRATEGY FILE_COPY")
    yield cluster.url(name)
    await cluster.drop(name)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    """With the demo people and the map, on the morning of dialogue 1."""
    people, grids = PACK / "demo" / "people.csv", PACK / "grids.geojson"
    with running_sandbox(tmp_path / "sandbox", people=people, map=grids) as running:
        running.world.clock.move_to(START)
        yield running


@pytest.fixture
async def district(sandbox: Running, loaded_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The demo district at work; updates come by long polling."""
    stage = Stage(sandbox.url, loaded_url, tmp_path / "data")
    async with stage.playing():
        yield stage


@pytest.fixture
async def hooked_district(
    sandbox: Running, loaded_url: str, tmp_path: Path
) -> AsyncIterator[Stage]:
    """The same; updates come by webhook."""
    stage = Stage(sandbox.url, loaded_url, tmp_path / "data", webhook=True)
    async with stage.playing():
        yield stage
