"""Where it is, as people say it: opposite, a number alone, the same as last time."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.nlp.ground import Ground
from bot.nlp.knowledge import GridShape
from sandbox.testing import Running
from storage.ground import District
from tests.e2e.steps import LAMP, reported
from tests.e2e.story import Stage
from tests.loaded import PACK


async def test_the_place_of_last_time_is_one_tap_for_whom_it_was(district):
    resident, other = district.resident(1), district.resident(3)
    await reported(resident, LAMP)
    card = await reported(resident, "垃圾没人收")
    assert card.buttons[0] == "上次的地方：文昌花园"
    assert (await district.order(card.number)).grid is None
    await resident.presses("上次的地方：文昌花园", under=card.number)
    await resident.toast("文昌花园")
    await district.deputy_of("WT-02-01").hears("定单", card.number, "垃圾")
    assert (await district.order(card.number)).grid == "WT-02-01"

    strangers = await reported(other, "垃圾没人收")
    assert not [label for label in strangers.buttons if "上次" in label]


async def test_a_resident_who_changes_the_place_may_choose_the_last_one(district):
    resident = district.resident(1)
    await reported(resident, LAMP)
    card = await reported(resident, "松涛里垃圾没人收")
    await resident.presses("改地点", under=card.number)
    await resident.hears("在什么地方")
    await resident.presses("上次的地方：文昌花园")
    await resident.hears("地点已改为", "文昌花园")


async def test_what_only_sounds_like_a_place_is_asked_back(district):
    resident = district.resident(1)
    card = await reported(resident, "松涛里垃圾没人收")
    await resident.presses("改地点", under=card.number)
    await resident.hears("在什么地方")
    await resident.says("文昌花圆")
    asked = await resident.hears("在什么地方")
    assert asked.buttons[0] == "文昌花园"
    assert (await district.order(card.number)).grid == "SP-01-01"
    await resident.presses("文昌花园", under=asked)
    await resident.hears("地点已改为", "文昌花园")


async def test_one_place_that_is_not_certain_is_asked_for_by_name(district):
    """Issue 2: a single button stood under 在哪里, as if nothing had been understood."""
    resident = district.resident(1)
    await resident.says("文昌花圆门口的路灯不亮")
    card = await resident.hears("已登记", "是这里吗")
    assert card.rows[0] == ["文昌花园"]
    await resident.presses("文昌花园", under=card)
    await resident.shows(card.number, "文昌花园")
    await district.deputy_of("WT-02-01").hears("定单", card.number)


async def test_a_number_alone_goes_on_where_the_road_was_said(district):
    resident = district.resident(2)
    card = await reported(resident, "文昌路下水道又堵了 臭死了")
    await resident.says("九十五号门口")
    await resident.hears(card.number, "实验小学片区")
    assert (await district.order(card.number)).grid == "WT-02-02"


async def test_opposite_is_asked_about_and_a_tap_is_enough(district):
    resident = district.resident(2)
    card = await reported(resident, "实验小学对面路灯坏了")
    assert card.buttons[:3] == ["实验小学片区", "北栈农贸市场", "文昌花园"]
    await resident.presses("文昌花园", under=card.number)
    await resident.toast("文昌花园")
    assert (await district.order(card.number)).grid == "WT-02-01"


async def test_in_danger_two_places_are_asked_about_at_once(district):
    resident, officer = district.resident(1), district.duty_officer(1)
    await resident.says("楼道里好大的煤气味 头有点晕")
    first = await resident.hears("先离开", "已为您登记")
    await resident.says("文昌路")
    asked = await resident.hears("是哪一处", "值班员")
    assert asked.buttons == ["文昌花园", "实验小学片区"]
    await resident.presses("实验小学片区", under=asked)
    await officer.hears(first.short, "地点", "实验小学片区")


@pytest.fixture
async def shifted_district(
    sandbox: Running, loaded_url: str, tmp_path: Path
) -> AsyncIterator[Stage]:
    """The demo district, had it not said what its positions are (docs/decisions/0006)."""
    stage = Stage(sandbox.url, loaded_url, tmp_path / "data")
    async with stage.database.transaction() as session:
        district = (await session.execute(select(District))).scalar_one()
        district.settings = {**district.settings, "location_datum": "unknown"}
    async with stage.playing():
        yield stage


def on_two_grids() -> tuple[tuple[float, float], list[str]]:
    """A point that lies in another grid when it is moved back from GCJ-02, and the two grids."""
    features = json.loads((PACK / "grids.geojson").read_text(encoding="utf-8"))["features"]
    rings = {f["properties"]["code"]: f["geometry"]["coordinates"][0] for f in features}
    shapes = [GridShape(code, tuple((x, y) for x, y in ring)) for code, ring in rings.items()]
    ground = Ground(shapes, "unknown")
    points = [(y + 0.0003, x + 0.0003) for ring in rings.values() for x, y in ring]
    return next((p, list(found)) for p in points if len(found := ground.readings(*p)) == 2)


async def test_a_position_with_two_meanings_is_asked_about(shifted_district):
    resident = shifted_district.resident(1)
    point, grids = on_two_grids()
    card = await reported(resident, "路灯坏了没人修")
    await resident.shares_location(*point)
    asked = await resident.hears(card.short, "是哪一处")
    assert [asked.data[label].split("|")[3] for label in asked.buttons[:2]] == grids
    await resident.presses(asked.buttons[1], under=asked)
    await resident.toast("好的")
    order = await shifted_district.order(card.number)
    assert (order.grid, order.latitude) == (grids[1], pytest.approx(point[0]))
