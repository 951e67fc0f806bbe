"""A small bot for the tests of delivery: it repeats what it hears, with a count of its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy import select, text

from bot.bot_api import session_to
from bot.clocks import Clock, SystemClock
from bot.conversations import SqlStorage
from bot.inbox import Feed, Poller
from bot.lanes import Lanes
from storage import crashpoints
from storage.database import Database
from storage.queues import Conversation, InboxUpdate, OutboxMessage
from tests.processes import KILLED

TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"
BOT_ID = 7000000001
DISTRICT = "qingting"


def echo_router() -> Router:
    router = Router()

    @router.message()
    async def echo(message: Message, state: FSMContext, album: list[Message]) -> None:
        """Counts in the conversation: a lost or doubled update shows in the number."""
        count = (await state.get_data()).get("count", 0) + len(album)
        await state.update_data(count=count)
        if message.text == "/boom":
            raise RuntimeError(message.text)
        if message.text == "/bomb":
            os._exit(KILLED)
        await message.answer(f"{count} {message.text or message.caption or ''}".strip())

    @router.callback_query()
    async def pressed(query: CallbackQuery, bot: Bot) -> None:
        await query.answer("seen")
        await bot.send_message(query.from_user.id, f"pressed {query.data}")

    return router


@dataclass
class EchoBot:
    feed: Feed
    lanes: Lanes
    poller: Poller
    database: Database

    async def open_updates(self) -> int:
        async with self.database.reading() as session:
            rows = await session.scalars(
                select(InboxUpdate).where(InboxUpdate.state.in_(("new", "run")))
            )
            return len(rows.all())


@asynccontextmanager
async def echo_bot(
    database: Database,
    api: str,
    *,
    clock: Clock,
    polling: bool = True,
    token: str = TOKEN,
    router: Router | None = None,
) -> AsyncIterator[EchoBot]:
    """Poller and lanes against a Bot API; stopped as the program stops."""
    bot = Bot(token, session=session_to(api))
    dispatcher = Dispatcher(storage=SqlStorage())
    dispatcher.include_router(router or echo_router())
    lanes = Lanes(
        database,
        dispatcher,
        bot,
        await bot.me(),
        district_id=DISTRICT,
        clock=clock,
        owner="test",
        data={},
        patience=timedelta(milliseconds=1),
    )
    feed = Feed(database, district_id=DISTRICT, bot_id=bot.id)
    feed.in_transaction = lanes.claim_with
    poller = Poller(api=api, token=token, feed=feed)
    async with bot.session, asyncio.TaskGroup() as group:
        group.create_task(lanes.run())
        if polling:
            group.create_task(poller.run())
        try:
            yield EchoBot(feed, lanes, poller, database)
        finally:
            poller.stop()
            lanes.stop()


async def said(database: Database, chat_id: int) -> list[str]:
    """What the outbox holds for a chat, in order."""
    async with database.reading() as session:
        query = select(OutboxMessage).where(OutboxMessage.lane == chat_id)
        rows = (await session.scalars(query.order_by(OutboxMessage.id))).all()
    return [str(row.args.get("text", row.text_id)) for row in rows]


async def counted(database: Database, chat_id: int) -> Any:
    """What the conversation of a private chat counted."""
    async with database.reading() as session:
        row = await session.get(Conversation, (BOT_ID, chat_id, chat_id))
    return row.data["count"] if row else 0


async def rename(database: Database, old: str, new: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def run_echo(database_url: str, api: str, crash: str | None = None) -> None:
    """The work of a process: until SIGTERM, or until the crash point `name:nth`."""
    if crash:
        name, _, nth = crash.partition(":")
        crashpoints.arm(name, int(nth))
    asyncio.run(_run(database_url, api))


async def _run(database_url: str, api: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = Database(database_url)
    async with echo_bot(database, api, clock=SystemClock()):
        await stop.wait()
    await database.close()
