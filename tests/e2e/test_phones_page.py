"""Dialogue 1 as somebody plays it who has started `make run`: on the page of phones, in Chromium,
with the real bot behind it, past a deadline and over a restart. Issue 2."""

import re

import pytest
from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.browser import launched_browser, need_chromium
from tests.e2e.phones import NUMBER, Phone
from tests.e2e.story import Stage
from tests.e2e.test_street_lamp import LAMP
from tests.sandbox.test_phones import bubbles, phone, picture, write

need_chromium()
WIDE: ViewportSize = {"width": 1600, "height": 1000}
PATIENCE = 30_000  # milliseconds


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_dialogue_1_on_three_phones_and_more(district: Stage) -> None:
    async with launched_browser() as browser:
        page = await browser.new_page(locale="zh-CN", viewport=WIDE, reduced_motion="reduce")
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        expect.set_options(timeout=PATIENCE)
        await _play(district, page)
        assert problems == []


async def _play(district: Stage, page: Page) -> None:
    people = (district.resident(1), district.deputy_of("WT-02-01"), district.clerk("CGJ"))
    chosen = ",".join(str(one.person) for one in people)
    await page.goto(f"{district.http.base_url}#{chosen}")
    resident, deputy, clerk = (phone(page, one.person) for one in people)

    number = await _report(resident)
    await _confirm(deputy, number)
    await _hears(resident, "11月30日(周一)18:00前答复")
    await _remind_and_take(page, clerk)
    await _hears(resident, "明天上午派市政二班到场查看")

    await district.restarts()
    await _answer(clerk)
    reviewer = await _open(page, district.reviewer("ST-WT"))
    await _tap(reviewer, "放行")
    await _hears(resident, "更换电缆25米")

    await _hears(deputy, "请评价")  # or it comes between a finger and its button
    await _rate(deputy, "满意", "满意")
    await _rate(resident, "满意", "不满意")
    await _hears(resident, "还有哪里没解决")
    await write(resident, "东边那盏还是不亮")
    await _hears(resident, "重办（第2轮）")
    await _hears(clerk, "东边那盏还是不亮")
    await district.settles()


async def _report(resident: Locator) -> str:
    """One message with a photo gives a number, and nothing is asked. Returns the number."""
    await resident.locator('input[type="file"][accept="image/*"]').set_input_files([picture(10)])
    await write(resident, LAMP)
    card = bubbles(resident, "in", "已登记")
    await expect(card).to_contain_text("路灯照明")
    found = NUMBER.search(await card.inner_text())
    assert found is not None
    return found[0]


async def _confirm(deputy: Locator, number: str) -> None:
    await _hears(deputy, number)
    await _tap(deputy, "定单")
    await expect(deputy.get_by_role("button", name="催办")).to_be_visible()


async def _remind_and_take(page: Page, clerk: Locator) -> None:
    """The clock jumps past the first time limits until the unit is reminded; then it takes it."""
    await _hears(clerk, "请领单")
    deadline = page.get_by_role("button", name="到下一个时限")
    await expect(deadline).to_have_attribute("title", re.compile("11月24日 周二 18:00"))
    await deadline.click()
    await _hears(clerk, "还没有领单")
    await _tap(clerk, "领单")
    await _hears(clerk, "什么安排")
    await write(clerk, "明天上午派市政二班到场查看")


async def _answer(clerk: Locator) -> None:
    await _tap(clerk, "提交答复")
    await _tap(clerk, "A 已解决")
    await _hears(clerk, "请写给居民的答复")
    await write(clerk, "更换电缆25米、灯头2个，11月27日晚已亮灯。")
    await _hears(clerk, "佐证")
    await clerk.locator('input[type="file"][accept="image/*"]').set_input_files([picture(90)])
    await clerk.get_by_role("textbox").press("Enter")
    await _hears(clerk, "已提交")


async def _rate(rater: Locator, reply: str, delivery: str) -> None:
    """Two rows of values, of the reply and of the delivery. The lower one first: what is chosen
    is marked, and is no longer called by its value alone."""
    for row, value in ((1, delivery), (0, reply)):
        await rater.get_by_role("button", name=value, exact=True).nth(row).click()


async def _open(page: Page, who: Phone) -> Locator:
    await page.locator(f'.person[data-id="{who.person}"]').click()
    return phone(page, who.person)


async def _tap(place: Locator, label: str) -> None:
    await place.get_by_role("button", name=label, exact=True).last.click()


async def _hears(place: Locator, words: str) -> None:
    await expect(bubbles(place, "in", words).last).to_be_visible()
