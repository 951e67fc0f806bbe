"""Which revision of the schema a database has. storage/migrate.py brings it to the newest."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

VERSIONS = Path(__file__).parent / "migrations" / "versions"


async def is_newest(url: str) -> bool:
    """Has the database at `url` the newest revision? Asked at every start, without Alembic: its
    import and its look around cost a tenth of a start (ADR 0004)."""
    database = Database(url)
    try:
        async with database.reading() as session:
            found = await session.scalars(text("SELECT version_num FROM alembic_version"))
            return found.all() == [newest()]
    except DBAPIError:  # it has no schema yet; or it has no database, which Alembic will say
        return False
    finally:
        await database.close()


def newest() -> str:
    """The files are named by their revisions: 0001_initial.py."""
    return max(path.name for path in VERSIONS.glob("0*.py")).partition("_")[0]
