"""Clusters of a week: a planted one of ten is found, noise is not (J70, issue 3 point 5)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.order import Status
from service import intake
from service.clusters import Cluster, week_of, weekly
from tests.service.town import GARDEN, LAMP, PIPE, SCHOOL, Town, report, smell_of_gas, understood

LAMPS = (
    "楼下路灯坏了", "晚上路灯坏了很黑", "楼下的路灯坏了很久", "路灯坏了没人修",
    "小区路灯坏了晚上黑", "路灯坏了一个月没人修", "晚上的路灯坏了", "小区楼下路灯坏了",
    "楼下路灯坏了没人修", "路灯坏了晚上很黑",
)  # fmt: skip
NOISE = ("井盖松动有响声", "绿化带的树枝挡住窗户", "健身器材生锈")


async def files(town: Town, text: str, category: str = LAMP, grid: str = GARDEN, **known) -> None:
    said = replace(understood(category, grids=(grid,), **known), text_normal=text)
    async with town.desk("resident") as (desk, actor):
        await intake.file_report(desk, actor, report(said, text))


async def found(town: Town, week: str = "2026-W48", least: int = 2) -> list[Cluster]:
    start, end = week_of(town.district, week)
    async with town.database.reading() as session:
        return await weekly(session, town.district, start, end, least)


async def test_ten_lamps_are_one_cluster_and_noise_is_none(town: Town):
    for number, text in enumerate(LAMPS):
        await files(town, text, grid=(GARDEN, SCHOOL)[number % 2])
    for text in NOISE:
        await files(town, text, category=PIPE)
    (cluster,) = await found(town)
    assert (cluster.category, cluster.size) == (LAMP, 10)
    assert set(cluster.grids) == {GARDEN, SCHOOL}
    assert cluster.words[0] == "路灯"
    assert len(set(cluster.numbers)) == 10


async def test_dangers_sealed_orders_and_other_weeks_are_left_out(town: Town):
    await files(town, LAMPS[0])
    await files(town, LAMPS[2], danger=smell_of_gas())
    town.clock.set(town.clock.now() + timedelta(days=7))
    await files(town, LAMPS[7])
    assert await found(town) == []
    assert [one.size for one in await found(town, "2026-W49", least=1)] == [1]


async def test_a_name_is_not_among_the_words(town: Town):
    for _ in range(3):
        await files(town, "张伟强家楼下路灯坏了")
    (cluster,) = await found(town)
    assert cluster.words
    assert not [word for word in cluster.words if "伟" in word or "强" in word]


async def test_joined_reports_count(town: Town):
    main = await town.order_in(Status.HANDLING)
    await town.files(understood(LAMP), who="neighbour")
    assert [one.size for one in await found(town)] == [2]
    assert main.number in (await found(town))[0].numbers


@pytest.mark.parametrize("week", ["", "2026", "2026-W54", "W47", "2026-W", "x-W1"])
async def test_what_is_no_week_is_refused(town: Town, week: str):
    with pytest.raises(ValueError):  # noqa: PT011 - each says it in its own words
        week_of(town.district, week)
