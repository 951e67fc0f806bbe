"""Files of orders come from Telegram into the data directory, a few at a time, beside everything
else (decisions.md 3; reliability.md 4.2, 5.1). Files whose rows were erased go.

What comes is never trusted: no name of Telegram's or a person's is in a path, bytes are counted
while they are read, and nothing is opened, decoded or run.
"""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from sqlalchemy.ext.asyncio import AsyncSession

from storage import files
from storage.crashpoints import reach
from storage.database import Database, unit_of_work
from storage.files import Fetch

log = logging.getLogger(__name__)
T = TypeVar("T")

IN_FLIGHT = 2
LOOK_EVERY = 5.0
AT_ONCE = 100  # files that are deleted in one go
CALL_TIMEOUT = 20  # seconds for getFile
DOWNLOAD_TIMEOUT = 300  # seconds; below the lease
CHUNK = 256 * 1024
HEAD = 32  # bytes that say what a file is
SLOWEST = timedelta(hours=6)
TOO_BIG = "file is too big"  # getFile's own words (telegram.md)


class TooBig(Exception):
    """More bytes than getFile promises to give; fetching again would not help."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies in its place."""

    size: int
    kind: str | None


class Fetcher:
    """`folder`: where files are kept. `patience`: the wait after a first failure; it doubles."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        folder: Path,
        *,
        district_id: str,
        patience: timedelta = timedelta(seconds=10),
    ) -> None:
        self._database = database
        self._bot = bot
        self._folder = folder
        self._district_id = district_id
        self._patience = patience
        self._downloads: set[asyncio.Task[Fetched | Exception]] = set()
        self._in_hand: set[str] = set()  # names
        self._stopping = False
        self._begun = False
        self._hint = database.hint(files.HINT)

    def stop(self) -> None:
        """What is being downloaded is given back; it is fetched at the next start."""
        self._stopping = True
        for download in self._downloads:
            download.cancel()
        self._hint.set()

    async def run(self) -> None:
        """Work until `stop`. Whatever fails here is told in the log and tried again."""
        async with asyncio.TaskGroup() as group:
            while not self._stopping:
                self._hint.clear()
                begun = await self._look(group)
                if not begun:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._hint.wait(), LOOK_EVERY)

    async def _look(self, group: asyncio.TaskGroup) -> bool:
        """Delete what is to go, begin what may be fetched; whether there may be more."""
        try:
            if not self._begun:
                await self._begin()
            more = await self._delete()
            room = IN_FLIGHT - len(self._in_hand)
            fetches = await self._write(files.claim, limit=room) if room else []
        except Exception:
            log.exception("files wait")
            return False
        for fetch in fetches:
            self._in_hand.add(fetch.name)
            group.create_task(self._serve(group, fetch))
        return more or bool(fetches)

    async def _begin(self) -> None:
        await asyncio.to_thread(files.prepare, self._folder)
        await self._write(files.release)
        self._begun = True

    async def _delete(self) -> bool:
        """Files whose rows are gone, and what killed processes left half done."""
        stale = time.time() - files.LEASE.total_seconds()
        await asyncio.to_thread(files.sweep, self._folder, stale)
        async with self._database.reading() as session:
            names = await files.doomed(session, self._district_id, AT_ONCE)
        going = [name for name in names if name not in self._in_hand]
        if not going:
            return False
        await asyncio.to_thread(files.remove, self._folder, going)
        await self._write(files.gone, names=going)
        log.info("%s files deleted", len(going))
        return len(names) == AT_ONCE

    async def _serve(self, group: asyncio.TaskGroup, fetch: Fetch) -> None:
        """One file to its end, or to its next try. Never raises."""
        download = group.create_task(self._attempt(fetch))
        self._downloads.add(download)
        await asyncio.wait({download})
        self._downloads.discard(download)
        try:
            if download.cancelled():
                await self._write(files.give_back, fetch=fetch)
            else:
                await self._settle(fetch, download.result())
        except Exception:
            log.exception("a file stays claimed for now")  # until its lease ends
        finally:
            self._in_hand.discard(fetch.name)
            self._hint.set()

    async def _settle(self, fetch: Fetch, got: Fetched | Exception) -> None:
        if isinstance(got, Exception):
            await self._failed(fetch, got)
            return
        reach("after-file-kept")
        if not await self._write(files.stored, fetch=fetch, size=got.size, kind=got.kind):
            await asyncio.to_thread(files.remove, self._folder, [fetch.name])

    async def _failed(self, fetch: Fetch, error: Exception) -> None:
        """Later, with growing patience; at last never. The order goes on with the file_id."""
        why = type(error).__name__  # its words may hold the token
        if isinstance(error, TooBig):
            log.info("file %s is too big to be fetched", fetch.id)
        elif fetch.tries >= files.TRIES:
            log.error("file %s is given up after %s tries: %s", fetch.id, fetch.tries, why)
        else:
            wait = min(SLOWEST, self._patience * 2 ** (fetch.tries - 1))
            if isinstance(error, TelegramRetryAfter):
                wait = max(wait, timedelta(seconds=error.retry_after))
            log.warning("file %s, try %s: %s; again in %s", fetch.id, fetch.tries, why, wait)
            await self._write(files.try_later, fetch=fetch, wait=wait)
            asyncio.get_running_loop().call_later(wait.total_seconds() + 0.01, self._hint.set)
            return
        await self._write(files.give_up, fetch=fetch)

    # --- one download ---------------------------------------------------------------------------

    async def _attempt(self, fetch: Fetch) -> Fetched | Exception:
        """Into its place, or what went wrong. Ends at once when the program stops."""
        if self._stopping:
            raise asyncio.CancelledError
        written = files.half_done(self._folder)
        try:
            got = await self._download(fetch, written)
            await asyncio.to_thread(files.keep, written, self._folder, fetch.name)
        except Exception as error:  # aiogram, aiohttp and the disk have no common base
            return error
        else:
            return got
        finally:
            written.unlink(missing_ok=True)

    async def _download(self, fetch: Fetch, written: Path) -> Fetched:
        """Raises TooBig, and what aiogram, aiohttp and the disk raise."""
        size, head = 0, b""
        with _for_us_alone(written) as out:
            async for chunk in self._content(await self._path_of(fetch)):
                size += len(chunk)
                if size > files.BIGGEST:
                    raise TooBig
                head = head if len(head) >= HEAD else head + chunk[:HEAD]
                await asyncio.to_thread(out.write, chunk)
        return Fetched(size, files.media_type(head))

    async def _path_of(self, fetch: Fetch) -> str:
        """Where Telegram has it just now. Raises TooBig."""
        try:
            file = await self._bot.get_file(fetch.file_id, request_timeout=CALL_TIMEOUT)
        except TelegramBadRequest as error:
            if TOO_BIG in error.message:
                raise TooBig from None
            raise
        if (file.file_size or 0) > files.BIGGEST:
            raise TooBig
        if file.file_path is None:
            raise LookupError("no path")
        return file.file_path

    def _content(self, path: str) -> AsyncIterator[bytes]:
        url = self._bot.session.api.file_url(self._bot.token, path)
        return self._bot.session.stream_content(url, timeout=DOWNLOAD_TIMEOUT, chunk_size=CHUNK)

    # --- the database ---------------------------------------------------------------------------

    async def _write(self, work: Callable[..., Awaitable[T]], **given: Any) -> T:
        """One transaction of storage.files."""

        async def within(session: AsyncSession) -> T:
            return await work(session, district_id=self._district_id, **given)

        return await unit_of_work(self._database, within)


def _for_us_alone(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
