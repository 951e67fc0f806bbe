"""Stretches of road that several stories walk before their own begins."""

from tests.e2e.phones import Heard, Phone
from tests.e2e.story import Stage

LAMP = "文昌花园3栋楼下路灯坏了一个礼拜了"
STALLS = "实验小学门口占道经营 卖烧烤的油烟大"


async def reported(resident: Phone, text: str = LAMP) -> Heard:
    """A resident's first card."""
    await resident.says(text)
    return await resident.hears("已登记", "QT-")


async def dispatched(
    district: Stage, resident: Phone, text: str = LAMP, grid: str = "WT-02-01"
) -> Heard:
    """Confirmed by the deputy of the grid, and so dispatched."""
    card = await reported(resident, text)
    deputy = district.deputy_of(grid)
    await deputy.hears("定单", card.number)
    await deputy.presses("定单", under=card.number)
    await deputy.toast("已定单")
    await resident.hears("已交", "前答复")
    return card


async def handled(
    district: Stage,
    resident: Phone,
    text: str = LAMP,
    grid: str = "WT-02-01",
    *,
    unit: str = "CGJ",
) -> Heard:
    """Taken by the unit's clerk."""
    card = await dispatched(district, resident, text, grid)
    clerk = district.clerk(unit)
    await clerk.hears("派单", card.number)
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")
    await clerk.says("市政二班明天上午到场")
    await clerk.hears("已领单")
    await resident.hears("已领单", "市政二班明天上午到场")
    return card


async def answered(worker: Phone, text: str = "更换灯头2个，今晚已亮灯。") -> None:
    """A reply of class A with one photo; the button is in the worker's newest message."""
    await worker.presses("提交答复")
    await worker.hears("结果是哪一类")
    await worker.presses("A 已解决")
    await worker.hears("请写给居民的答复")
    await worker.says(text)
    await worker.hears("佐证")
    await worker.sends_photos(1)
    await worker.hears("已提交")


async def replied(
    district: Stage,
    resident: Phone,
    text: str = LAMP,
    grid: str = "WT-02-01",
    *,
    unit: str = "CGJ",
    station: str = "ST-WT",
) -> Heard:
    """Answered, reviewed and released: both may rate."""
    card = await handled(district, resident, text, grid, unit=unit)
    await answered(district.clerk(unit))
    reviewer = district.reviewer(station)
    await reviewer.hears("审核答复", card.number)
    await reviewer.presses("放行", under=card.number)
    await resident.hears("已办结", "双方都评完前")
    await district.deputy_of(grid).hears(card.short, "已答复", "双方都评完前不可见")
    return card


async def rates(phone: Phone, reply: str, delivery: str) -> None:
    """Both dimensions, under the newest message that has the rows."""
    await phone.presses(f"答复：{reply}")
    await phone.toast()
    await phone.presses(f"落实：{delivery}")
    await phone.toast()
