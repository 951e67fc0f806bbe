"""Photos and documents of orders in the data directory: what is to be fetched, where it lies, what
is to go. decisions.md 3; reliability.md 4.2, 5.1.

A file's name is a hash of its row's id: nothing that Telegram or a person said is in a path, a
fetch that is done twice writes the same file, and an erasure knows the name before it is there.
Bytes are kept as they came; nothing here opens them.
"""

import os
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, delete, event, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import object_session

from storage.base import Base
from storage.database import database_now, wake_after_commit
from storage.models import Addition, DoomedFile

HINT = "files"
KINDS = frozenset({"photo", "document", "voice", "video", "audio"})
BIGGEST = 20 * 1024 * 1024  # bytes; above it getFile refuses (telegram.md)
ORDER_SHARE = 50 * 1024 * 1024  # bytes that one order may put into the data directory
LEASE = timedelta(minutes=10)
TRIES = 24  # with the patience of bot.files more than three days
LOOKED_AT = 100  # rows of one claim; what is left waits for the next
HALF_DONE = "tmp"  # folder of what is being written
DOOMED: Table = Base.metadata.tables[DoomedFile.__tablename__]
KNOWN = (  # what the first bytes of a file may be; everything else is never shown by a page
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"GIF8", 0, "image/gif"),
    (b"ftyp", 4, "video/mp4"),
    (b"\x1a\x45\xdf\xa3", 0, "video/webm"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"%PDF-", 0, "application/pdf"),
)


@dataclass(frozen=True, slots=True)
class Fetch:
    """The right to fetch one file until its lease ends. `tries` counts this one."""

    id: UUID
    file_id: str
    tries: int

    @property
    def name(self) -> str:
        return name_of(self.id)


def name_of(addition_id: UUID) -> str:
    return blake2b(addition_id.bytes, digest_size=16).hexdigest()


def media_type(head: bytes) -> str | None:
    """What the first bytes say, of what is known; None for anything else."""
    return next((kind for sign, at, kind in KNOWN if head[at:].startswith(sign)), None)


# --- rows -----------------------------------------------------------------------------------


@event.listens_for(Addition, "after_insert")
def _tell(_mapper: Any, _connection: Any, row: Addition) -> None:
    """Whoever adds a file, it is fetched soon after the commit."""
    session = object_session(row)
    if row.file_id is not None and session is not None:
        session.info.setdefault("wake", set()).add(HINT)


async def claim(session: AsyncSession, district_id: str, limit: int) -> list[Fetch]:
    """Up to `limit` files to fetch, the oldest first. The try is counted now, so that a file that
    kills the process is given up in the end. What is not to be fetched is marked in passing."""
    now = await database_now(session)
    found: list[Fetch] = []
    for _ in range(LOOKED_AT):
        row = (await session.scalars(_due(district_id, now))).first()
        if row is None:
            break
        if not await _is_wanted(session, row):
            row.by_id_only = True
            continue
        assert row.file_id is not None  # noqa: S101 - _due says so
        row.fetch_tries += 1
        row.fetch_after = now + LEASE
        found.append(Fetch(row.id, row.file_id, row.fetch_tries))
        if len(found) == limit:
            break
    return found


def _due(district_id: str, now: datetime) -> Select[Addition]:
    return (
        select(Addition)
        .where(
            Addition.district_id == district_id,
            Addition.file_id.is_not(None),
            Addition.stored_as.is_(None),
            ~Addition.by_id_only,
            or_(Addition.fetch_after.is_(None), Addition.fetch_after <= now),
        )
        .order_by(Addition.at, Addition.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


async def _is_wanted(session: AsyncSession, row: Addition) -> bool:
    size = row.file_size or 0
    if row.kind not in KINDS or size > BIGGEST or row.fetch_tries >= TRIES:
        return False
    stored = select(func.coalesce(func.sum(Addition.file_size), 0)).where(
        Addition.district_id == row.district_id,
        Addition.order_id == row.order_id,
        Addition.stored_as.is_not(None),
    )
    return (await session.scalar(stored) or 0) + size <= ORDER_SHARE


async def stored(
    session: AsyncSession, district_id: str, fetch: Fetch, *, size: int, kind: str | None
) -> bool:
    """It lies in its place. False when its row was erased meanwhile: the file must go."""
    return await _set(
        session, district_id, fetch, stored_as=fetch.name, file_size=size, media_type=kind
    )


async def try_later(
    session: AsyncSession, district_id: str, fetch: Fetch, wait: timedelta
) -> None:
    after = await database_now(session) + wait
    await _set(session, district_id, fetch, fetch_after=after)


async def give_back(session: AsyncSession, district_id: str, fetch: Fetch) -> None:
    """The program stops: this try did not count."""
    await _set(session, district_id, fetch, fetch_after=None, fetch_tries=fetch.tries - 1)


async def give_up(session: AsyncSession, district_id: str, fetch: Fetch) -> None:
    """It stays by its file_id alone."""
    await _set(session, district_id, fetch, by_id_only=True)


async def _set(session: AsyncSession, district_id: str, fetch: Fetch, /, **values: Any) -> bool:
    done = await session.execute(
        update(Addition)
        .where(Addition.district_id == district_id, Addition.id == fetch.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def release(session: AsyncSession, district_id: str) -> None:
    """At a start: what an earlier process had begun, or what waits after a failure, is due now.
    Fetching a file twice does no harm."""
    await session.execute(
        update(Addition)
        .where(
            Addition.district_id == district_id,
            Addition.file_id.is_not(None),
            Addition.stored_as.is_(None),
            ~Addition.by_id_only,
        )
        .values(fetch_after=None)
        .execution_options(synchronize_session=False)
    )


async def doom(session: AsyncSession, district_id: str, ids: Collection[UUID]) -> None:
    """The rows of these files are gone: the files go after the commit."""
    if not ids:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [{"district_id": district_id, "name": name_of(one)} for one in ids]
    await session.execute(dialect.insert(DOOMED).values(rows).on_conflict_do_nothing())
    wake_after_commit(session, HINT)


async def doomed(session: AsyncSession, district_id: str, limit: int) -> Sequence[str]:
    query = select(DoomedFile.name).where(DoomedFile.district_id == district_id).limit(limit)
    return (await session.scalars(query)).all()


async def gone(session: AsyncSession, district_id: str, names: Collection[str]) -> None:
    """These are deleted from the data directory."""
    await session.execute(
        delete(DoomedFile)
        .where(DoomedFile.district_id == district_id, DoomedFile.name.in_(names))
        .execution_options(synchronize_session=False)
    )


# --- the data directory -----------------------------------------------------------------------


def prepare(folder: Path) -> None:
    """Make it, for nobody but this user. Raises OSError."""
    for one in (folder, folder / HALF_DONE):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
        one.chmod(0o700)


def path_of(folder: Path, name: str) -> Path:
    return folder / name[:2] / name


def half_done(folder: Path) -> Path:
    """A place to write to, for one fetch alone."""
    return folder / HALF_DONE / secrets.token_hex(16)


def keep(written: Path, folder: Path, name: str) -> None:
    """From half done to its place, which a loss of power does not undo. Raises OSError."""
    place = path_of(folder, name)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(place)
    for directory in (place.parent, folder):
        _flush(directory)


def _flush(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(folder: Path, names: Collection[str]) -> None:
    for name in names:
        path_of(folder, name).unlink(missing_ok=True)


def sweep(folder: Path, before: float) -> None:
    """Delete what killed processes left half done, last written to before that POSIX time."""
    for one in (folder / HALF_DONE).iterdir():
        if one.stat().st_mtime < before:
            one.unlink(missing_ok=True)
