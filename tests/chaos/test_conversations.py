"""Killed in the middle of a conversation; started again, the next word is understood."""

from tests.chaos.life import LAMP, reports
from tests.chaos.town import Town


async def test_the_clerk_was_asked_for_the_plan(town: Town):
    resident, clerk = town.resident(1), town.clerk("CGJ")
    deputy = town.deputy_of("WT-02-01")
    await town.begins()
    number = await reports(resident, LAMP)
    await deputy.hears("定单", number)
    await deputy.presses("定单", under=number)
    await clerk.hears("派单", number)
    await clerk.presses("领单", under=number)
    await clerk.hears("谁来办", "什么安排")
    await town.is_killed()
    await town.begins(anew=True)
    await clerk.says("明天上午派市政二班到场查看")
    await clerk.hears("已领单")
    await resident.hears("已领单", "市政二班")
    assert (await town.order(number)).plan == "明天上午派市政二班到场查看"
    await town.is_sound([number])
    await town.stops()


async def test_the_resident_was_asked_where(town: Town):
    """The answer is written while nobody is there to hear it."""
    resident = town.resident(2)
    await town.begins()
    number = await reports(resident, "文昌路下水道又堵了 臭死了")
    await town.is_killed()
    await resident.says("实验小学那边")
    await town.begins()
    await resident.hears("区水务局")
    assert (await town.order(number)).grid == "WT-02-02"
    await town.is_sound([number])
    await town.stops()
