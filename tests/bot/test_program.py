"""The program as a whole, as the command line builds it."""

from pathlib import Path

import httpx
import pytest

from bot.__main__ import PACKS
from bot.app import App, build
from bot.settings import Settings, SettingsError, read_settings
from service.loading import load_district
from storage.database import Database
from tests.bot.echo import TOKEN, rename
from tests.bot.people import Phones, until
from tests.conftest import MORNING, MovableClock

LI = 501


@pytest.fixture
async def settings(database: Database, database_url, sandbox, tmp_path: Path) -> Settings:
    await load_district(database, PACKS / "qingting", MORNING, loopback=True)
    return read_settings(
        bot_token=TOKEN,
        database_url=database_url,
        telegram_api=sandbox.url,
        data_dir=tmp_path / "data",
        web_port=0,
        flood_rules=False,
    )


async def answers(phones: Phones) -> list[str]:
    chat = (await phones.http.get(f"/sandbox/people/{LI}/chat")).json()
    return [message["text"] for message in chat["messages"] if not message["out"]]


async def ready(app: App) -> tuple[int, list[str]]:
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"http://127.0.0.1:{app.web_port}/readyz")
    return answer.status_code, answer.json()["problems"]


async def test_it_answers_and_says_that_it_is_ready(settings, phones, clock: MovableClock):
    await phones.add(LI)
    async with build(settings, clock).running() as app:
        await phones.say(LI, "/start")

        async def answered() -> bool:
            return len(await answers(phones)) == 1

        await until(answered)
        assert await ready(app) == (200, [])


async def test_it_says_why_it_is_not_ready(settings, database, clock):
    async with build(settings, clock, roles=["web"]).running() as app:
        await rename(database, "inbox", "away")
        status, problems = await ready(app)
        assert (status, len(problems)) == (503, 1)
        assert problems[0].startswith("the database does not take writes")
        await rename(database, "away", "inbox")
        assert await ready(app) == (200, [])


async def test_processes_may_split_the_roles(settings, phones, clock):
    await phones.add(LI)
    parts = ["inbox"], ["push"], ["clock", "web"]
    one, two, three = (build(settings, clock, roles=roles) for roles in parts)
    async with one.running(), two.running(), three.running():
        await phones.say(LI, "/help")

        async def answered() -> bool:
            return len(await answers(phones)) == 1

        await until(answered)


async def test_a_webhook_that_telegram_cannot_use_stops_the_start(settings, clock):
    hooked = settings.model_copy(
        update={
            "webhook_url": "https://bot.example:1/entry",
            "webhook_secret": read_settings(webhook_secret="s" * 43).webhook_secret,
        }
    )
    with pytest.raises(SettingsError, match=r"^MINSHENG_WEBHOOK_URL: "):
        await build(hooked, clock, roles=["inbox"]).run()
