"""A morning and an afternoon in the town, while its bot dies and comes back.

People do not notice: each waits for an answer as long as it takes, and does the next thing.
Toasts are not waited for: one that a crash takes away leaves a spinner (decisions.md 8).
"""

import asyncio

from tests.chaos.town import Town
from tests.e2e.phones import Phone

LAMP = "文昌花园3栋楼下路灯坏了一个礼拜了"
DRAIN = "文昌路下水道又堵了 臭死了"
SILENT = {4: ("桂香名邸2栋楼下的路灯不亮", "SP-02-01"),
          5: ("鹭洲花园二期门口的路灯不亮", "BL-01-02"),
          10: ("鹭洲花园一期5栋楼下的路灯不亮", "BL-01-01")}  # fmt: skip
"""Resident -> what is wrong, and the grid whose deputy does not answer today."""
AFTERNOON = "2026-11-23 16:00"
"""Four working hours later the stand-in is asked (T7, decisions.md 23)."""


async def live_a_day(town: Town) -> list[str]:
    """The numbers of all orders, one for each report."""
    async with asyncio.TaskGroup() as morning:
        told = [
            morning.create_task(lamp_is_taken(town)),
            morning.create_task(drain_is_placed(town)),
            *(morning.create_task(reports(town.resident(n), SILENT[n][0])) for n in SILENT),
        ]
    numbers = [task.result() for task in told]
    await town.jumps_to(AFTERNOON)
    async with asyncio.TaskGroup() as afternoon:
        for resident, number in zip(SILENT, numbers[2:], strict=True):
            afternoon.create_task(stand_in_confirms(town, resident, number))
    return numbers


async def reports(resident: Phone, text: str) -> str:
    """The number that answers it."""
    await resident.says(text)
    return (await resident.hears("QT-")).number


async def confirms(deputy: Phone, number: str) -> None:
    await deputy.hears("定单", number)
    await deputy.presses("定单", under=number)


async def stand_in_confirms(town: Town, resident: int, number: str) -> None:
    await confirms(town.stand_in_of(SILENT[resident][1]), number)
    await town.resident(resident).hears("11月30日")


async def takes(clerk: Phone, number: str, plan: str) -> None:
    """Asked for the plan, the clerk writes it."""
    await clerk.hears("派单", number)
    await clerk.presses("领单", under=number)
    await clerk.hears("谁来办", "什么安排")
    await clerk.says(plan)
    await clerk.hears("已领单")


async def lamp_is_taken(town: Town) -> str:
    """Dialogue 1 up to the plan, with something added on the way."""
    resident = town.resident(1)
    number = await reports(resident, LAMP)
    await resident.presses("补充照片或说明", under=number)
    await resident.hears("请直接发照片或文字")
    await resident.says("晚上黑灯瞎火的，老人都摔了")
    await resident.hears("已补充到", number[-5:])
    await confirms(town.deputy_of("WT-02-01"), number)
    await takes(town.clerk("CGJ"), number, "明天上午派市政二班到场查看")
    await resident.hears("已领单", "市政二班")
    return number


async def drain_is_placed(town: Town) -> str:
    """Dialogue 2: two places, one tap; it is urgent and goes out at once."""
    resident = town.resident(2)
    number = await reports(resident, DRAIN)
    await resident.presses("实验小学片区 89号以后", under=number)
    await takes(town.clerk("SWJ"), number, "今天下午疏通")
    await resident.hears("已领单", "今天下午疏通")
    return number
