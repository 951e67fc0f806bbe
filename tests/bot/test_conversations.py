"""Conversation state lives and dies with the transaction of its update (reliability.md 4.9)."""

import pytest
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import func, select

from bot.conversations import SqlStorage, conversing
from storage.database import Database
from storage.queues import Conversation
from tests.conftest import MORNING

KEY = StorageKey(bot_id=1, chat_id=2, user_id=3)
ASKED = State("place", group_name="asking")


async def count(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Conversation)) or 0


async def test_state_and_data_are_kept(database: Database):
    storage = SqlStorage()
    async with database.transaction() as session, conversing(session, MORNING):
        assert (await storage.get_state(KEY), await storage.get_data(KEY)) == (None, {})
        await storage.set_state(KEY, ASKED)
        await storage.update_data(KEY, {"text": "路灯", "odd": "\ud800"})
    async with database.transaction() as session, conversing(session, MORNING):
        assert await storage.get_state(KEY) == ASKED.state
        assert await storage.get_data(KEY) == {"text": "路灯", "odd": "\ud800"}


async def test_a_finished_conversation_leaves_no_row(database: Database):
    storage = SqlStorage()
    async with database.transaction() as session, conversing(session, MORNING):
        await storage.set_state(KEY, ASKED)
        await storage.set_data(KEY, {"n": 1})
    async with database.transaction() as session, conversing(session, MORNING):
        await storage.set_state(KEY, None)
        await storage.set_data(KEY, {})
        await storage.set_data(KEY, {})
    assert await count(database) == 0


async def test_an_exception_takes_the_state_with_it(database: Database):
    async def fail() -> None:
        async with database.transaction() as session, conversing(session, MORNING):
            await SqlStorage().set_state(KEY, ASKED)
            raise RuntimeError("handler")

    with pytest.raises(RuntimeError, match="handler"):
        await fail()
    assert await count(database) == 0


async def test_outside_of_an_update_there_is_no_conversation():
    with pytest.raises(LookupError):
        await SqlStorage().get_state(KEY)
