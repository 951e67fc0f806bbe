"""The schema: bring a database to the newest revision, write a revision, compare with the models.

Expand, then contract: while a release is rolled out, old and new workers share the tables
(reliability.md T14).
"""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, ProgrammingError

# Their tables belong to the metadata.
import storage.ground
import storage.models
import storage.queues  # noqa: F401
from storage.base import Base
from storage.database import Database

FOLDER = Path(__file__).parent / "migrations"
T = TypeVar("T")


async def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest revision; nothing happens when it is there."""
    try:
        await _on_connection(url, _upgrade)
    except (IntegrityError, ProgrammingError):
        # Another process made the tables at the same moment: its work counts, ours rolled back.
        await _on_connection(url, _upgrade)


async def differences(url: str) -> list[Any]:
    """What the models have and the database lacks, or the other way round."""
    return await _on_connection(url, _differences)


def write_revision(message: str) -> None:
    """Write a migration from what the newest revision gives to what the models say."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/scratch.sqlite"
        asyncio.run(upgrade(url))
        asyncio.run(_on_connection(url, lambda connection: _revise(connection, message)))


async def _on_connection(url: str, work: Callable[[Connection], T]) -> T:
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await database.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _revise(connection: Connection, message: str) -> None:
    config = _config(connection)
    hooks = {"hooks": "ruff", "ruff.type": "module", "ruff.module": "ruff"}
    for name, value in {**hooks, "ruff.options": "format REVISION_SCRIPT_FILENAME"}.items():
        config.set_section_option("post_write_hooks", name, value)
    number = f"{1 + len(list((FOLDER / 'versions').glob('0*.py'))):04}"
    command.revision(config, message, autogenerate=True, rev_id=number)


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))
