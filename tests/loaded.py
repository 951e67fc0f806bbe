"""Databases with the demo district in them, made once a session and copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

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
