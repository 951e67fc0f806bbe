"""A resident's photos: kept while they are needed, gone when their owner says so."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import files
from storage.models import Addition
from tests.bot.people import until
from tests.e2e.steps import LAMP
from tests.e2e.story import Stage


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where the district of this story keeps files."""
    return tmp_path / "data" / "files"


def on_disk(shelf: Path) -> set[str]:
    return {path.name for path in shelf.rglob("*") if path.is_file()}


async def kept(district: Stage) -> Sequence[Addition]:
    async with district.database.reading() as session:
        rows = await session.scalars(select(Addition).where(Addition.stored_as.is_not(None)))
        return rows.all()


async def keeps(district: Stage, count: int) -> None:
    async def enough() -> bool:
        return len(await kept(district)) == count

    await until(enough)


async def test_photos_are_kept_over_a_restart_and_go_with_their_owner(
    district: Stage, shelf: Path
):
    resident = district.resident(1)
    await resident.sends_photos(2, caption=LAMP)
    await resident.hears("已登记", "QT-")
    await keeps(district, 2)
    await district.stops()
    await resident.sends_photos(1)
    await district.starts()
    await keeps(district, 3)
    for row in await kept(district):
        shown = await district.http.get(f"/sandbox/files/{row.file_id}")
        place = files.path_of(shelf, row.stored_as or "")
        assert (place.read_bytes(), row.media_type) == (shown.content, "image/png")
    assert on_disk(shelf) == {row.stored_as for row in await kept(district)}

    await resident.says("/privacy")
    await resident.presses("删除我的信息")
    await resident.presses("确定删除")
    await resident.hears("关联已经切断")

    async def gone() -> bool:
        return on_disk(shelf) == set()

    await until(gone)
    assert await kept(district) == []
