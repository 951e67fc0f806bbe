"""Engine, transactions, and the column types that make SQLite and PostgreSQL alike.

reliability.md 4.3: one transaction per update, request or fired step; a function given to
`unit_of_work` has no effect outside its session and may be run again.
"""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Dialect, Engine, Text, event, func, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import DateTime, TypeDecorator

from storage import sqlite_inline

log = logging.getLogger(__name__)
T = TypeVar("T")

ATTEMPTS = 5
RETRY_STATES = {"40001", "40P01"}  # serialization failure, deadlock


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it without its zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """JSON as ASCII text: NUL and lone surrogates, which PostgreSQL refuses in text and jsonb,
    survive as escapes (reliability.md 3)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return (
            None if value is None else json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


class Database:
    """One database of one process.

    `wake(name)` and `wait(name)`: hints inside this process that there is work (outbox, inbox,
    steps); polling stays the truth. A transaction asks for a hint by
    `session.info.setdefault("wake", set()).add("outbox")`, heard after its commit.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _engine(url, read_only=False)
        self._reader = _engine(url, read_only=True) if self.is_sqlite else self.engine
        self._writing = asyncio.Lock()
        self._hints: dict[str, asyncio.Event] = {}

    async def close(self) -> None:
        await self.engine.dispose()
        if self._reader is not self.engine:
            await self._reader.dispose()

    def hint(self, name: str) -> asyncio.Event:
        return self._hints.setdefault(name, asyncio.Event())

    def wake(self, name: str) -> None:
        self.hint(name).set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Begin, yield a session, commit; writers of a SQLite file queue behind one lock, since
        SQLite's own waiting is unfair (5 s for the unlucky one, measured)."""
        if self.is_sqlite:
            async with self._writing, self._session(self.engine) as session:
                yield session
        else:
            async with self._session(self.engine) as session:
                yield session
        for name in session.info.get("wake", ()):
            self.wake(name)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for reading alone; never blocks a writer."""
        async with self._session(self._reader) as session:
            yield session

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine, expire_on_commit=False, autoflush=True) as session:
            try:
                yield session
                await session.commit()
            except BaseException:
                try:
                    await session.rollback()
                except SQLAlchemyError:  # SQLITE_FULL has rolled back already
                    log.warning("rollback failed", exc_info=True)
                raise


async def database_now(session: AsyncSession) -> datetime:
    """The database's own clock, for leases and retries: a worker with a wrong clock steals
    nothing (reliability.md 4.4), and a moved test clock expires nothing (decisions.md 2)."""
    if session.get_bind().dialect.name == "sqlite":  # it runs on this machine's clock
        return datetime.fromtimestamp(time.time(), UTC)
    now = await session.scalar(select(func.clock_timestamp()))
    assert isinstance(now, datetime)  # noqa: S101
    return now.astimezone(UTC)


def wake_after_commit(session: AsyncSession, name: str) -> None:
    """Ask for the hint `name` once this transaction has committed."""
    session.info.setdefault("wake", set()).add(name)


async def unit_of_work(
    database: Database, work: Callable[[AsyncSession], Awaitable[T]], *, attempts: int = ATTEMPTS
) -> T:
    """Run `work` in one transaction and commit; run it again when the database asks for it
    (BUSY, 40001, 40P01, a lost connection). Raises the last error after `attempts`."""
    for attempt in range(attempts):
        try:
            async with database.transaction() as session:
                return await work(session)
        except DBAPIError as error:
            if attempt + 1 == attempts or not worth_retrying(error):
                raise
            log.info("transaction again (%s): %s", attempt + 1, type(error.orig).__name__)
            await asyncio.sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


def worth_retrying(error: DBAPIError) -> bool:
    """Would the same transaction succeed a moment later?"""
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    if state in RETRY_STATES:
        return True
    cause = error.orig
    if isinstance(error, OperationalError) and isinstance(cause, sqlite3.OperationalError):
        return "locked" in str(cause) or "busy" in str(cause)
    return False


def _engine(url: str, *, read_only: bool) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            connect_args={
                "server_settings": {
                    "idle_in_transaction_session_timeout": "60000",
                    "statement_timeout": "15000",
                    "timezone": "UTC",
                }
            },
        )
    engine = create_async_engine(
        url,
        connect_args={"timeout": 10, "async_creator_fn": sqlite_inline.connect},
        pool_size=4 if read_only else 2,
    )
    _speak_sqlite(engine.sync_engine, begin="BEGIN" if read_only else "BEGIN IMMEDIATE")
    return engine


def _speak_sqlite(engine: Engine, *, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may lose an acknowledged commit at power loss
            "busy_timeout=10000",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)
