"""Opening the database and the district, with one sentence for the operator when it fails."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.settings import PREFIX, Settings, SettingsError, prepare_data_dir
from service.district import DistrictData, read_district
from storage.database import Database
from storage.schema import is_newest


async def prepare_database(settings: Settings) -> None:
    """Make the data directory, bring the schema to the newest revision. Raises SettingsError."""
    prepare_data_dir(settings)
    try:
        _try_file(settings.database)
        if not await is_newest(settings.database):
            from storage.migrate import upgrade  # noqa: PLC0415 - Alembic, when it has to work

            await upgrade(settings.database)
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        raise unusable(error) from None


def unusable(error: Exception) -> SettingsError:
    """What a driver says, as one sentence for the operator."""
    return SettingsError(f"{PREFIX}DATABASE_URL: the database cannot be used: {_reason(error)}.")


async def open_district(database: Database, settings: Settings, bot_id: int) -> DistrictData:
    """The district as loaded. Raises SettingsError when it never was."""
    async with database.reading() as session:
        try:
            return await read_district(session, settings.district, bot_id)
        except LookupError as error:
            raise SettingsError(f"{error.args[0]}.") from None


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Database, DistrictData]]:
    """For a command: the database and the district in it. Raises SettingsError."""
    await prepare_database(settings)
    database = Database(settings.database)
    bot_id = settings.bot_id if settings.bot_token else 0
    try:
        yield database, await open_district(database, settings, bot_id)
    finally:
        await database.close()


def _try_file(url: str) -> None:
    """Open a SQLite file once without aiosqlite, whose thread would talk of its own trouble when
    the file cannot be opened. Raises sqlite3.Error."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        with contextlib.closing(sqlite3.connect(address.database)) as connection:
            connection.execute("PRAGMA schema_version")


def _reason(error: Exception) -> str:
    """The first line of the driver's words; never the address, which may hold a password."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    words = str(cause).strip().splitlines() or [type(cause).__name__]
    return words[0].rstrip(".")
