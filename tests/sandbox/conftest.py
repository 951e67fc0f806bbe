"""A running sandbox, both libraries' bots against it, and the people's side."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import telegram
from aiogram import Bot

from bot.bot_api import session_to
from sandbox.testing import Running, running_sandbox
from tests.sandbox.people import LIN, TOKEN, WANG, Control


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    """A fresh sandbox."""
    with running_sandbox(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture
async def people(sandbox: Running) -> AsyncIterator[Control]:
    """The control API, with two people added."""
    async with Control(sandbox.url) as control:
        await control.post("people", id=WANG, first_name="小王", username="wang_er")
        await control.post("people", id=LIN, first_name="Lin", language_code="en")
        yield control


@pytest.fixture
async def bot(people: Control) -> AsyncIterator[Bot]:
    """aiogram's bot."""
    session = session_to(people.url)
    async with Bot(TOKEN, session=session) as made:
        yield made


@pytest.fixture
async def ptb(people: Control) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's bot."""
    made = telegram.Bot(
        TOKEN, base_url=f"{people.url}/bot", base_file_url=f"{people.url}/file/bot"
    )
    async with made:
        yield made
