"""Files of orders, fetched over HTTP from a real Bot API: the same bytes, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from sqlalchemy import select

from bot.bot_api import session_to
from bot.files import Fetcher
from domain.roles import Role
from sandbox.files import make_image
from sandbox.testing import Running
from storage import files
from storage.database import Database
from storage.ids import uuid7
from storage.models import Addition, Order
from tests.bot.echo import DISTRICT, TOKEN
from tests.bot.people import Phones, until
from tests.conftest import MORNING
from tests.processes import KILLED, ended, start
from tests.service.orders import an_order

IMAGE = make_image(7)
SOON = timedelta(milliseconds=1)


class Shelf:
    """An order, what came to it, and the data directory."""

    def __init__(self, database: Database, sandbox: Running, folder: Path) -> None:
        self.database, self.sandbox, self.folder = database, sandbox, folder
        self.order = an_order(MORNING)
        self._moments = (MORNING + timedelta(seconds=n) for n in count())

    async def came(self, content: bytes = IMAGE, kind: str = "photo", **more: Any) -> Addition:
        """A file that a resident sent, as the services write it down."""
        made = self.sandbox.world.files.save(kind, content)[kind]
        said = made[-1] if kind == "photo" else made
        keys, moment = ("file_id", "file_unique_id", "file_size"), next(self._moments)
        row = Addition(
            district_id=DISTRICT,
            id=uuid7(moment),
            order_id=self.order.id,
            kind=kind,
            by_role=Role.RESIDENT.value,
            at=moment,
            **{**{key: said[key] for key in keys}, **more},
        )
        async with self.database.transaction() as session:
            if await session.get(Order, (DISTRICT, self.order.id)) is None:
                session.add(self.order)
                await session.flush()
            session.add(row)
        return row

    async def rows(self) -> list[Addition]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Addition).order_by(Addition.id)))

    async def row(self) -> Addition:
        [row] = await self.rows()
        return row

    async def is_settled(self) -> bool:
        return all(row.stored_as or row.by_id_only for row in await self.rows())

    def names(self) -> set[str]:
        """Of everything that lies in the data directory."""
        return {path.name for path in self.folder.rglob("*") if path.is_file()}

    @asynccontextmanager
    async def fetching(self, patience: timedelta = SOON) -> AsyncIterator[Fetcher]:
        async with fetcher(self.database, self.sandbox.url, self.folder, patience) as one:
            yield one


@asynccontextmanager
async def fetcher(
    database: Database, api: str, folder: Path, patience: timedelta = SOON
) -> AsyncIterator[Fetcher]:
    bot = Bot(TOKEN, session=session_to(api))
    one = Fetcher(database, bot, folder, district_id=DISTRICT, patience=patience)
    async with bot.session, asyncio.TaskGroup() as group:
        group.create_task(one.run())
        try:
            yield one
        finally:
            one.stop()


@pytest.fixture
def shelf(database: Database, sandbox: Running, tmp_path: Path) -> Shelf:
    return Shelf(database, sandbox, tmp_path / "files")


async def test_the_same_bytes_lie_where_nobody_else_looks(shelf: Shelf):
    pdf = b"%PDF-1.7 " + bytes(range(256)) * 3000
    async with shelf.fetching():
        await shelf.came()
        await shelf.came(pdf, "document")
        await shelf.came(b"MZ\x90 a program", "document")
        await until(shelf.is_settled)
    rows = await shelf.rows()
    assert {row.media_type for row in rows} == {"image/png", "application/pdf", None}
    for row, content in zip(rows, (IMAGE, pdf, b"MZ\x90 a program"), strict=True):
        place = files.path_of(shelf.folder, row.stored_as or "")
        assert (place.read_bytes(), row.file_size) == (content, len(content))
        assert (place.stat().st_mode & 0o777, place.parent.name) == (0o600, place.name[:2])
    assert shelf.folder.stat().st_mode & 0o777 == 0o700
    assert shelf.names() == {row.stored_as for row in rows}


@pytest.mark.parametrize(
    ("kind", "method"),
    [("404", "download"), ("drop_after", "download"), ("500", "getFile"), ("502", "getFile"),
     ("429", "getFile"), ("400", "getFile")],
)  # fmt: skip
async def test_a_fault_is_waited_out(shelf: Shelf, phones: Phones, kind, method):
    times = 1 if kind == "429" else 2  # it says that a second must pass
    await phones.post("faults", {"kind": kind, "method": method, "count": times})
    await shelf.came()
    async with shelf.fetching():
        await until(shelf.is_settled)
    row = await shelf.row()
    assert files.path_of(shelf.folder, row.stored_as or "").read_bytes() == IMAGE
    assert row.fetch_tries == times + 1


async def test_what_is_too_big_stays_with_telegram(shelf: Shelf, phones: Phones):
    """As it says of itself; as getFile says; and as it turns out while it is read."""
    more = files.BIGGEST + 1
    await shelf.came(file_size=more)
    await phones.post(
        "faults",
        {"kind": "400", "method": "getFile", "description": "Bad Request: file is too big"},
    )
    async with shelf.fetching():
        await shelf.came(file_size=None)
        await until(shelf.is_settled)
        liar = shelf.sandbox.world.files.save("document", bytes(more), size=1)["document"]
        await shelf.came(file_id=liar["file_id"], file_size=1)
        await until(shelf.is_settled)
    assert [row.stored_as for row in await shelf.rows()] == [None] * 3
    assert shelf.names() == set()


async def test_one_order_cannot_fill_the_disk(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "ORDER_SHARE", 3 * len(IMAGE))
    for _ in range(5):
        await shelf.came()
    await shelf.came(kind="sticker")
    async with shelf.fetching():
        await until(shelf.is_settled)
    assert len(shelf.names()) in {3, 4}  # two are fetched at a time


async def test_it_is_given_up_at_last_and_stands_in_nobodys_way(shelf: Shelf, phones: Phones):
    await shelf.came(file_id="unknown")
    async with shelf.database.transaction() as session:
        row = await session.merge(await shelf.row())
        row.fetch_tries = files.TRIES - 2
    await shelf.came()
    async with shelf.fetching(patience=timedelta()):
        await until(shelf.is_settled)
    lost, kept = await shelf.rows()
    assert (lost.by_id_only, lost.fetch_tries, lost.stored_as) == (True, files.TRIES, None)
    assert shelf.names() == {kept.stored_as}


def run_fetcher(database_url: str, api: str, folder: str, crash: str) -> None:
    """The work of a process that dies at the crash point."""
    from storage import crashpoints  # noqa: PLC0415

    crashpoints.arm(crash, 1)

    async def work() -> None:
        async with fetcher(Database(database_url), api, Path(folder)):
            await asyncio.Event().wait()

    asyncio.run(work())


async def test_a_killed_process_leaves_nothing_behind(shelf: Shelf, database_url):
    """Killed between the file's last byte and the commit; the next one goes on at once."""
    await shelf.came()
    process = start(
        run_fetcher, database_url, shelf.sandbox.url, str(shelf.folder), "after-file-kept"
    )
    assert await ended(process) == KILLED
    assert (await shelf.row()).stored_as is None
    async with shelf.fetching():
        await until(shelf.is_settled)
    assert shelf.names() == {(await shelf.row()).stored_as}


async def test_a_stop_does_not_wait_for_a_download(shelf: Shelf, phones: Phones):
    await phones.post("faults", {"kind": "hang", "method": "download"})
    await shelf.came()

    async def hangs() -> bool:
        return bool((await phones.http.get("/sandbox/faults")).json() == [])

    async with shelf.fetching():
        await until(hangs)
    assert (await shelf.row()).fetch_tries == 0
    async with shelf.fetching():
        await until(shelf.is_settled)


async def test_an_erased_file_goes_from_the_disk(shelf: Shelf):
    row = await shelf.came()
    async with shelf.fetching():
        await until(shelf.is_settled)
        assert len(shelf.names()) == 1
        await erase(shelf, row)
        await until(lambda: is_empty(shelf))


async def test_erased_while_nobody_runs_or_before_it_was_fetched(shelf: Shelf, phones: Phones):
    row = await shelf.came()
    async with shelf.fetching():
        await until(shelf.is_settled)
    await erase(shelf, row)
    await phones.post("faults", {"kind": "latency", "method": "getFile", "seconds": 0.2})
    late = await shelf.came()

    async def begun() -> bool:
        return (await shelf.row()).fetch_tries == 1

    async with shelf.fetching():
        await until(begun)
        await erase(shelf, late)
        await until(lambda: is_empty(shelf))
    assert shelf.names() == set()


async def erase(shelf: Shelf, row: Addition) -> None:
    """As service.privacy does."""
    async with shelf.database.transaction() as session:
        await session.delete(await session.merge(row))
        await files.doom(session, DISTRICT, [row.id])


async def is_empty(shelf: Shelf) -> bool:
    async with shelf.database.reading() as session:
        left = await files.doomed(session, DISTRICT, 10)
    return not left and not shelf.names()
