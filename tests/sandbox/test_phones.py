"""The page of phones in headless Chromium, against the real sandbox and a small scripted bot."""

import asyncio
import re
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from sandbox.testing import running_sandbox
from tests.browser import launched_browser, need_chromium
from tests.sandbox.phone_bot import CLERK, DEPUTY, EAST, RESIDENT, Bot, write_district

need_chromium()
pytestmark = pytest.mark.asyncio(loop_scope="module")
expect.set_options(timeout=15_000)
WIDE: ViewportSize = {"width": 1440, "height": 900}
SMALL: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Desk:
    """One sandbox with its bot, a browser, and what the page should not have done."""

    url: str
    bot: Bot
    api: httpx.AsyncClient
    browser: Browser
    problems: list[str]

    async def page(self, path: str = "", **options: Any) -> Page:
        """A page in a fresh profile, Chinese and 1440 px wide unless told."""
        settings = {"locale": "zh-CN", "viewport": WIDE, "reduced_motion": "reduce"} | options
        context = await self.browser.new_context(**settings)
        return await self.again(context, path)

    async def again(self, context: BrowserContext, path: str = "") -> Page:
        """One more page of the same profile."""
        page = await context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._watch(request.url))
        await page.goto(f"{self.url}/{path}")
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def _watch(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(self.url):
            self.problems.append(f"another host: {url}")

    async def offset(self) -> float:
        """How far the sandbox's clock was moved, seconds."""
        return float((await self.api.get("/sandbox/clock")).json()["offset"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched_browser() as running:
        yield running


@asynccontextmanager
async def _answering(url: str) -> AsyncIterator[Bot]:
    bot = Bot(url)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot.run())
        try:
            yield bot
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await bot.close()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path, browser: Browser) -> AsyncIterator[Desk]:
    people, grids = write_district(tmp_path)
    problems: list[str] = []
    with running_sandbox(tmp_path / "state", people=people, map=grids) as sandbox:
        async with _answering(sandbox.url) as bot, httpx.AsyncClient(base_url=sandbox.url) as api:
            yield Desk(sandbox.url, bot, api, browser, problems)
            for context in browser.contexts:
                await context.close()
    assert problems == []


def phone(page: Page, person: int) -> Locator:
    return page.locator(f'.phone[data-id="{person}"]')


def bubbles(place: Locator, side: str, text: str) -> Locator:
    return place.locator(f".row.{side} .bubble", has_text=text)


async def write(place: Locator, text: str) -> None:
    field = place.get_by_role("textbox")
    await field.fill(text)
    await field.press("Enter")


def picture(colour: int) -> FilePayload:
    """A PNG of 40 by 30 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = b"".join(b"\0" + bytes([colour, 120, 90]) * 40 for _ in range(30))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0))
    body = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": body}


async def test_a_matter_goes_over_two_phones(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT},{DEPUTY}")
    resident, deputy = phone(page, RESIDENT), phone(page, DEPUTY)
    await expect(resident.get_by_role("heading", name="林晓梅")).to_be_visible()
    await write(resident, "楼下路灯坏了")
    await expect(bubbles(resident, "out", "楼下路灯坏了")).to_be_visible()
    await expect(resident.get_by_role("textbox")).to_have_value("")

    card = bubbles(resident, "in", "已登记")
    await expect(card.locator("strong")).to_have_text("QT-20261123-00017")
    await expect(card.locator(".quote")).to_contain_text("楼下路灯坏了")
    await deputy.get_by_role("button", name="定单", exact=True).click()
    await expect(deputy.locator(".toast")).to_have_text("已办")
    edited = bubbles(deputy, "in", "已定单并派给市政处。")
    await expect(edited).to_contain_text("已编辑")
    await expect(deputy.get_by_role("button", name="催办")).to_be_visible()
    await expect(deputy.locator(".key.waiting")).to_have_count(0)

    clerk = page.locator(f'.person[data-id="{CLERK}"]')
    await expect(clerk.locator(".badge")).to_have_text("1")
    await clerk.click()
    await expect(bubbles(phone(page, CLERK), "in", "派单")).to_be_visible()
    await expect(clerk.locator(".badge")).to_have_count(0)
    assert urlsplit(page.url).fragment == f"{RESIDENT},{DEPUTY},{CLERK}"


async def test_a_tapped_command_is_sent_and_an_alert_waits_for_its_button(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    await write(resident, "路灯不亮")
    await resident.get_by_role("button", name="/my").click()
    await expect(bubbles(resident, "in", "您说:/my")).to_be_visible()
    await resident.get_by_role("button", name="提醒我").click()
    alert = resident.get_by_role("dialog")
    await expect(alert).to_contain_text("到期会提醒您。")
    await alert.get_by_role("button", name="好").click()
    await expect(alert).to_have_count(0)


async def test_the_bots_menu_lists_its_commands(desk: Desk) -> None:
    commands = [{"command": "help", "description": "帮助"}]
    await desk.bot.call("setMyCommands", commands=commands)
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    await resident.get_by_role("button", name="菜单").click()
    await resident.get_by_role("button", name="帮助 /help").click()
    await expect(bubbles(resident, "in", "您说:/help")).to_be_visible()


async def test_words_are_never_markup(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    text = "<img src=x onerror=alert(1)> **a** &amp; \u202eRTL"
    await write(phone(page, RESIDENT), text)
    await expect(bubbles(phone(page, RESIDENT), "in", "您说:<img src=x")).to_be_visible()
    assert await page.locator(".bubble img").count() == 0


async def test_enter_that_chooses_a_word_or_breaks_a_line_does_not_send(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    field = phone(page, RESIDENT).get_by_role("textbox")
    await field.fill("第一行")
    await field.press("Shift+Enter")
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await field.press_sequentially("第二行")
    await field.press("Enter")
    await expect(bubbles(phone(page, RESIDENT), "out", "第二行")).to_contain_text("第一行")


async def test_photos_go_as_one_album_and_open_large(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    chooser = resident.locator('input[type="file"][accept="image/*"]')
    await chooser.set_input_files([picture(10), picture(100), picture(200)])
    await expect(resident.locator(".tray-photo")).to_have_count(3)
    await resident.get_by_role("button", name="移除第 3 张照片").click()
    await write(resident, "灯杆在这里")
    album = resident.locator(".album img")
    await expect(album).to_have_count(2)
    await expect(bubbles(resident, "out", "灯杆在这里")).to_have_count(1)
    await expect(bubbles(resident, "in", "收到照片2张")).to_be_visible()
    loaded = "images => images.every(i => i.complete && i.naturalWidth > 0)"
    await page.wait_for_function(f"({loaded})([...document.querySelectorAll('.album img')])")

    await resident.locator(".album button").first.click()
    viewer = page.get_by_role("dialog", name="照片")
    await expect(viewer).to_contain_text("1 / 2")
    await page.keyboard.press("ArrowRight")
    await expect(viewer).to_contain_text("2 / 2")
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)


async def test_a_location_is_tapped_on_the_map(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    await resident.get_by_role("button", name="添加照片、位置或文件").click()
    await resident.get_by_role("menuitem", name="位置", exact=True).click()
    await resident.locator('.map.big [data-code="A-2"]').click()
    await expect(resident.locator(".chosen-place")).to_contain_text("东园")
    await resident.get_by_role("button", name="发送这个位置").click()
    await expect(resident.locator(".mini-map")).to_contain_text("东园")
    answer = await bubbles(resident, "in", "位置").inner_text()
    latitude, longitude = map(float, re.findall(r"\d+\.\d+", answer))
    west, south, east, north = EAST
    assert south < latitude < north
    assert west < longitude < east


async def test_the_bots_keyboard_asks_for_a_location_that_keys_alone_can_give(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    await write(resident, "在哪里")
    await resident.get_by_role("button", name="我的位置").press("Enter")
    await resident.get_by_role("searchbox").press_sequentially("西")
    await resident.get_by_role("button", name="西园").press("Enter")
    await resident.get_by_role("button", name="发送这个位置").press("Enter")
    await expect(resident.locator(".mini-map")).to_contain_text("西园")
    await expect(bubbles(resident, "in", "位置 29.5050 106.5050")).to_be_visible()
    await expect(resident.get_by_role("button", name="我的位置")).to_have_count(0)


async def test_a_reply_shows_what_it_answers_and_an_edit_is_marked(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    await write(resident, "第一句")
    heard = bubbles(resident, "in", "您说:第一句")
    await heard.dblclick(position={"x": 4, "y": 4})
    await expect(resident.locator(".banner")).to_contain_text("回复机器人")
    await write(resident, "第二句")
    await bubbles(resident, "out", "第二句").locator(".quote").click()
    await expect(resident.locator(".row.in.found")).to_contain_text("您说:第一句")

    await bubbles(resident, "out", "第二句").click(button="right")
    await resident.get_by_role("menuitem", name="编辑").click()
    await expect(resident.get_by_role("textbox")).to_have_value("第二句")
    await write(resident, "改过的一句")
    await expect(bubbles(resident, "out", "改过的一句")).to_contain_text("已编辑")


async def test_a_person_blocks_the_bot_and_comes_back(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    resident = phone(page, RESIDENT)
    await resident.get_by_role("button", name="更多").click()
    await resident.get_by_role("menuitem", name="停用机器人").click()
    await expect(resident.get_by_role("textbox")).to_have_count(0)
    await resident.get_by_role("button", name="重新启用").click()
    await write(resident, "我回来了")
    await expect(bubbles(resident, "in", "您说:我回来了")).to_be_visible()


async def test_the_clock_is_moved_by_its_buttons(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}")
    hour = page.get_by_role("button", name="+1小时")
    deadline = page.get_by_role("button", name="到下一个时限")
    await expect(deadline).to_be_disabled()
    await hour.click()
    await expect(page.get_by_role("timer")).to_contain_text("已拨快1小时")
    assert await desk.offset() == 3600

    due, workday = "2031-11-24T10:00:00+00:00", "2031-11-25T01:00:00+00:00"
    hints = {
        "next_deadline": due,
        "next_deadline_label": "00017 答复",
        "next_working_day": workday,
    }
    await desk.api.put("/sandbox/clock/hints", json=hints)
    await page.reload()
    await expect(deadline).to_have_attribute("title", "00017 答复 · 11月24日 周一 18:00")
    await deadline.click()
    await expect(page.get_by_role("timer")).to_contain_text("11月24日 周一18:00")
    await expect(deadline).to_be_disabled()
    await page.get_by_role("button", name="到下一个工作日").click()
    await expect(page.get_by_role("timer")).to_contain_text("11月25日 周二09:00")
    await write(phone(page, RESIDENT), "早上好")
    await expect(phone(page, RESIDENT).locator(".day")).to_have_text("11月25日 周二")


async def test_a_reload_and_a_new_tab_keep_phones_and_drafts(desk: Desk) -> None:
    page = await desk.page()
    await page.get_by_role("button", name="打开三部手机").click()
    names = page.locator(".phone h2")
    await expect(names).to_have_text(["林晓梅", "陈玉兰", "路灯班"])
    await phone(page, DEPUTY).get_by_role("textbox").fill("写了一半")
    await phone(page, CLERK).get_by_role("button", name="关闭路灯班的手机").click()
    await page.reload()
    await expect(names).to_have_text(["林晓梅", "陈玉兰"])
    await expect(phone(page, DEPUTY).get_by_role("textbox")).to_have_value("写了一半")
    await expect(names).to_have_text(["林晓梅", "陈玉兰"])
    tab = await desk.again(page.context)
    await expect(tab.locator(".phone h2")).to_have_text(["林晓梅", "陈玉兰"])


async def test_a_small_screen_shows_one_phone_and_a_way_back(desk: Desk) -> None:
    page = await desk.page(viewport=SMALL, has_touch=True)
    search = page.get_by_role("searchbox")
    await search.fill("东园")
    await expect(page.locator(".person")).to_have_count(2)
    await page.locator(f'.person[data-id="{RESIDENT}"]').tap()
    resident = phone(page, RESIDENT)
    await resident.get_by_role("textbox").fill("路灯" + "很长" * 80)
    await resident.get_by_role("button", name="发送").tap()
    await expect(bubbles(resident, "in", "已登记")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    scroller = resident.locator(".scroller")
    assert await scroller.evaluate("node => node.scrollWidth - node.clientWidth") == 0
    assert await page.locator(".phone:visible").count() == 1
    await expect(page.locator(".people")).to_be_hidden()
    await resident.get_by_role("button", name="返回人物列表").tap()
    await expect(search).to_be_visible()
    await page.go_back()
    await expect(phone(page, RESIDENT)).to_be_visible()


async def test_the_page_speaks_english_and_turns_dark(desk: Desk) -> None:
    page = await desk.page(f"#{RESIDENT}", locale="en-GB")
    await expect(page.get_by_placeholder("Message")).to_be_visible()
    paper = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(paper)
    await page.get_by_role("button", name="Dark or light").click()
    dark = await page.evaluate(paper)
    assert dark != light
    await page.reload()
    assert await page.evaluate(paper) == dark


async def test_a_new_person_gets_a_phone(desk: Desk) -> None:
    page = await desk.page()
    await page.get_by_role("button", name="添加人物").click()
    await page.get_by_label("名字").fill("新邻居")
    await page.get_by_role("dialog").get_by_role("button", name="添加", exact=True).click()
    await page.get_by_role("button", name="开始", exact=True).click()
    await expect(bubbles(page.locator(".phone"), "in", "您说:/start")).to_be_visible()


async def test_the_page_goes_on_after_the_sandbox_was_restarted(
    tmp_path: Path, browser: Browser
) -> None:
    people, grids = write_district(tmp_path)
    state = tmp_path / "state"
    with running_sandbox(state, people=people, map=grids) as sandbox:
        port = sandbox.port
        context = await browser.new_context(locale="zh-CN", viewport=WIDE)
        page = await context.new_page()
        await page.goto(f"{sandbox.url}/#{RESIDENT}")
        resident = phone(page, RESIDENT)
        await write(resident, "停机前的话")
        await expect(bubbles(resident, "out", "停机前的话")).to_be_visible()
    field = resident.get_by_role("textbox")
    await expect(page.locator(".offline")).to_be_visible()
    await write(resident, "停机时的话")
    await expect(resident.locator(".toast")).to_contain_text("没有发出去")
    await expect(field).to_have_value("停机时的话")
    with running_sandbox(state, people=people, map=grids, port=port) as sandbox:
        await expect(page.locator(".offline")).to_be_hidden()
        async with _answering(sandbox.url):
            await expect(bubbles(resident, "in", "您说:停机前的话")).to_be_visible()
            await field.press("Enter")
            await expect(bubbles(resident, "in", "您说:停机时的话")).to_be_visible()
        await context.close()
