"""A flood of one chat: what is kept, what is dropped, and that nobody else waits for it."""

import logging
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.inbox import Feed
from bot.shares import MESSAGE_COST, MINUTE, MOST, PRESS_COST, SHARE, Shares, Weight
from storage import inbox
from storage.database import Database, unit_of_work
from storage.queues import InboxUpdate
from tests.bot.echo import BOT_ID, DISTRICT, rename, said

LI, WANG, GROUP = 501, 502, -1001
MESSAGES = SHARE // MESSAGE_COST  # a minute


def messages(chat: int, count: int, first: int = 1) -> list[dict[str, Any]]:
    """Updates numbered from `first`."""
    return [
        {"update_id": number, "message": {"chat": {"id": chat}, "text": "x"}}
        for number in range(first, first + count)
    ]


def a_feed(database: Database, **more: Any) -> Feed:
    return Feed(database, district_id=DISTRICT, bot_id=BOT_ID, **more)


async def kept(database: Database, chat: int) -> Sequence[InboxUpdate]:
    async with database.reading() as session:
        return (await session.scalars(select(InboxUpdate).where(InboxUpdate.lane == chat))).all()


async def test_beyond_its_share_a_chat_comes_last_and_is_told_once(database):
    feed = a_feed(database)
    assert await feed.accept(messages(LI, MESSAGES))
    assert await said(database, LI) == []
    assert await feed.accept(messages(LI, 3, first=100))
    assert await feed.accept([*messages(LI, 1, first=103), *messages(WANG, 1, first=104)])
    assert await said(database, LI) == ["flood"]
    assert await said(database, WANG) == []
    assert [row.late for row in await kept(database, LI)].count(True) == 4

    async def claim(session: Any) -> list[int]:
        claims = await inbox.claim(session, bot_id=BOT_ID, owner="test", limit=9)
        return [one.lane for one in claims]

    assert set(await unit_of_work(database, claim)) == {LI, WANG}


async def test_what_nobody_could_read_is_dropped_and_counted(
    database, caplog: pytest.LogCaptureFixture
):
    feed = a_feed(database)
    for first in range(0, MOST + 100, 100):
        assert await feed.accept(messages(LI, 100, first))
    assert await feed.accept(messages(WANG, 1, first=1000))
    assert len(await kept(database, LI)) == MOST
    assert [row.late for row in await kept(database, WANG)] == [False]
    assert await said(database, LI) == ["flood", "flood-dropped"]
    assert caplog.messages == [f"chat {LI} sends too much: updates are dropped"]


async def test_a_group_is_told_nothing(database):
    feed = a_feed(database)
    for first in range(0, MOST + 100, 100):
        assert await feed.accept(messages(GROUP, 100, first))
    assert len(await kept(database, GROUP)) == MOST
    assert await said(database, GROUP) == []


async def test_what_the_database_did_not_take_is_not_counted(database):
    """Telegram brings it again; a person's messages are not dropped for our outage."""
    feed = a_feed(database)
    await rename(database, "inbox", "away")
    for _ in range(5):
        assert not await feed.accept(messages(LI, MESSAGES))
    await rename(database, "away", "inbox")
    assert await feed.accept(messages(LI, MESSAGES))
    assert [row.late for row in await kept(database, LI)] == [False] * MESSAGES


async def test_without_flood_rules_everything_is_kept(database):
    feed = a_feed(database, flood_rules=False)
    for first in range(0, MOST + 100, 100):
        assert await feed.accept(messages(LI, 100, first))
    assert len(await kept(database, LI)) == MOST + 100
    assert await said(database, LI) == []


def test_a_share_is_a_minutes_and_a_chats(caplog: pytest.LogCaptureFixture):
    now = 0.0
    shares = Shares(lambda: now)
    assert {shares.weigh(LI, MESSAGE_COST) for _ in range(MESSAGES)} == {Weight.FINE}
    assert shares.weigh(LI, PRESS_COST) is Weight.LATE
    assert shares.weigh(WANG, PRESS_COST) is Weight.FINE
    shares.give_back(LI, PRESS_COST)
    shares.give_back(LI, MESSAGE_COST)
    assert shares.weigh(LI, MESSAGE_COST) is Weight.FINE
    assert [shares.weigh(LI, 0) for _ in range(MOST)].count(Weight.DROPPED) == MESSAGES
    now += MINUTE
    with caplog.at_level(logging.WARNING):
        assert shares.weigh(LI, MESSAGE_COST) is Weight.FINE
    assert caplog.messages[-1] == f"chat {LI}: {MESSAGES} updates of a minute were dropped"
