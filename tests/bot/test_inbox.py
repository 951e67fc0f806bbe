"""Updates in, against a real Bot API over HTTP: each once, in its order, whatever goes wrong."""

import asyncio
from functools import partial

import pytest
from aiogram import Router
from aiogram.types import Message
from sqlalchemy import select

from storage import inbox
from storage.database import Database
from storage.queues import InboxUpdate
from tests.bot.echo import BOT_ID, TOKEN, EchoBot, counted, echo_bot, rename, said
from tests.bot.people import Phones, until

LI, WANG = 501, 502


async def settled(phones: Phones, bot: EchoBot) -> bool:
    return await phones.pending() == 0 and await bot.open_updates() == 0


async def states(database: Database) -> list[str]:
    async with database.reading() as session:
        rows = await session.scalars(select(InboxUpdate).order_by(InboxUpdate.update_id))
        return [row.state for row in rows]


async def test_each_message_is_handled_once_and_in_order(database, sandbox, phones, clock):
    await phones.add(LI)
    await phones.add(WANG)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        for number in range(5):
            await phones.say(LI, f"one {number}")
            await phones.say(WANG, f"two {number}")
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == [f"{n + 1} one {n}" for n in range(5)]
    assert await said(database, WANG) == [f"{n + 1} two {n}" for n in range(5)]


async def test_what_waited_while_the_bot_was_down_is_handled_after_its_start(
    database, sandbox, phones, clock
):
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await phones.say(LI, "before")
        await until(partial(settled, phones, bot))
    await phones.say(LI, "between")
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["1 before", "2 between"]


async def test_a_repeated_update_counts_once(database, sandbox, phones, clock):
    await phones.add(LI)
    await phones.post("faults", {"kind": "duplicate_update", "count": 3})
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        for number in range(6):
            await phones.say(LI, str(number))
        await until(partial(settled, phones, bot))
    assert await counted(database, LI) == 6


@pytest.mark.parametrize("kind", ["500", "502", "drop_before", "drop_after", "429"])
async def test_a_fault_of_get_updates_loses_nothing(database, sandbox, phones, clock, kind):
    await phones.add(LI)
    await phones.say(LI, "hello")
    await phones.post("faults", {"kind": kind, "method": "getUpdates", "count": 1})
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["1 hello"]


async def test_what_the_database_does_not_take_stays_at_telegram(database, sandbox, phones, clock):
    await phones.add(LI)
    await phones.say(LI, "kept")
    await rename(database, "inbox", "away")
    async with echo_bot(database, sandbox.url, clock=clock) as bot:

        async def in_trouble() -> bool:
            return bot.poller.trouble is not None

        await until(in_trouble)
        assert await phones.pending() == 1
        await rename(database, "away", "inbox")
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["1 kept"]


async def test_a_webhook_set_by_somebody_else_is_told_and_waited_out(
    database, sandbox, phones, clock
):
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:

        async def in_trouble() -> bool:
            return "409" in (bot.poller.trouble or "")

        api = f"{sandbox.url}/bot{TOKEN}"
        await phones.http.post(f"{api}/setWebhook", json={"url": f"{sandbox.url}/nobody"})
        await until(in_trouble)
        await phones.http.post(f"{api}/deleteWebhook")
        await phones.say(LI, "hello")
        await until(partial(settled, phones, bot))
        assert bot.poller.trouble is None
    assert await said(database, LI) == ["1 hello"]


async def test_a_dead_update_can_be_tried_again_after_a_mend(database, sandbox, phones, clock):
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await phones.say(LI, "/boom")
        await until(partial(settled, phones, bot))
    mended = Router()

    @mended.message()
    async def answer(message: Message) -> None:
        await message.answer("mended")

    async with database.transaction() as session:
        [dead] = await inbox.dead(session, BOT_ID)
        assert await inbox.replay(session, BOT_ID, dead.update_id)
        assert not await inbox.replay(session, BOT_ID, dead.update_id)
    async with echo_bot(database, sandbox.url, clock=clock, router=mended) as bot:
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["update-dead", "mended"]


async def test_an_album_is_one_message(database, sandbox, phones, clock):
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await phones.post(f"people/{LI}/photos", {"count": 4, "caption": "lamp"})
        await phones.say(LI, "after")
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["4 lamp", "5 after"]


async def test_an_odd_update_is_put_aside_and_blocks_nobody(database, sandbox, phones, clock):
    await phones.add(LI)
    odd = {"message": {"message_id": "x", "chat": {"id": LI, "type": "private"}, "date": []}}
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await phones.post("updates", odd)
        assert await bot.feed.accept([{"update_id": 1, "unheard_of": {"chat": {"id": LI}}}])
        assert await bot.feed.accept([{"update_id": 2**70}, "nothing", {"update_id": True}])
        await phones.say(LI, "hello")
        await until(partial(settled, phones, bot))
    assert await states(database) == ["dead", "dead", "done"]
    assert await said(database, LI) == ["update-dead", "1 hello"]


async def test_what_no_database_keeps_in_a_text_is_replaced(database, sandbox, phones, clock):
    await phones.add(LI)
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": LI, "type": "private", "first_name": "L\x00i"},
        "from": {"id": LI, "is_bot": False, "first_name": "L\ud800i"},
        "text": "a\x00b\udfffc",
    }
    async with echo_bot(database, sandbox.url, clock=clock, polling=False) as bot:
        assert await bot.feed.accept([{"update_id": 7, "message": message}])
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["1 a\ufffdb\ufffdc"]


async def test_a_message_that_always_fails_is_put_aside_and_its_person_told(
    database, sandbox, phones, clock
):
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        await phones.say(LI, "/boom")
        await phones.say(LI, "after")
        await until(partial(settled, phones, bot))
    assert await states(database) == ["dead", "done"]
    assert await said(database, LI) == ["update-dead", "1 after"]
    async with database.reading() as session:
        oldest = select(InboxUpdate).order_by(InboxUpdate.update_id)
        row = (await session.scalars(oldest)).first()
        assert (row.tries, "boom" in row.error, "RuntimeError" in row.error) == (5, False, True)


async def test_a_toast_comes_after_the_commit(database, sandbox, phones, clock):
    await phones.add(LI)
    async with echo_bot(database, sandbox.url, clock=clock) as bot:
        press = {"id": "77", "from": {"id": LI, "is_bot": False, "first_name": "L"}}
        query = {**press, "chat_instance": "1", "data": "yes"}
        await phones.post("updates", {"callback_query": query})
        await until(partial(settled, phones, bot))
    assert await said(database, LI) == ["pressed yes"]
    log = (await phones.http.get("/sandbox/requests?method=answerCallbackQuery")).json()
    assert [one["params"]["text"] for one in log] == ["seen"]


async def test_two_processes_share_the_lanes(database_url, sandbox, phones, clock):
    people = [await phones.add(600 + number) for number in range(8)]
    one, two = Database(database_url), Database(database_url)
    async with (
        echo_bot(one, sandbox.url, clock=clock) as polling,
        echo_bot(two, sandbox.url, clock=clock, polling=False) as helping,
    ):
        for round_ in range(4):
            await asyncio.gather(*(phones.say(person, str(round_)) for person in people))
        await until(partial(settled, phones, polling))
        await until(partial(settled, phones, helping))
    for person in people:
        assert await said(one, person) == ["1 0", "2 1", "3 2", "4 3"]
    await one.close()
    await two.close()
