"""The headless Chromium of the browser tests: where it is and how it is started."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Chromium itself must not use the network; only the page under test does.
browser_args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    """The installed Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def need_chromium() -> None:
    """Called at the top of a test module: skips the whole of it, in one line, without Chromium."""
    if chromium_path() is None:
        pytest.skip(
            "no Chromium is installed (Debian: chromium fonts-noto-cjk), so no page was looked at",
            allow_module_level=True,
        )


@asynccontextmanager
async def launched_browser() -> AsyncIterator[Browser]:
    """A headless browser until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=browser_args
        )
        try:
            yield browser
        finally:
            await browser.close()
