"""The sender against a real Bot API over HTTP, with its faults. reliability.md 4.4."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text, update

from bot.push.rates import Limits
from bot.push.telegram import TelegramClient, Verdict
from sandbox.testing import Running
from storage.database import Database
from storage.models import Person
from storage.outbox import ROWS, UNREACHABLE, welcome_back
from tests.bot.mouth import (
    BOT_ID,
    DISTRICT,
    TOKEN,
    fault,
    heard,
    hurry,
    rows,
    settle,
    silence,
    speaking,
    states,
    tell,
)
from tests.bot.people import Phones, until

LI, WANG = 501, 502
CUT_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def chats(phones: Phones) -> Phones:
    for person in (LI, WANG):
        await phones.add(person)
        await phones.say(person, "/start")
    return phones


async def no_complaints(phones: Phones) -> bool:
    answer = await phones.http.get("/sandbox/problems", timeout=120)  # loads the checks first
    return bool(answer.json() == [])


async def test_messages_of_a_chat_arrive_in_order(database, sandbox: Running, chats):
    for number in range(12):
        await tell(database, LI, f"{number}")
        await tell(database, WANG, f"{number}")
    async with speaking(database, sandbox.url):
        await silence(database)
    for person in (LI, WANG):
        assert await heard(chats, person) == [f"{number}" for number in range(12)]
    assert set(await states(database)) == {"sent"}
    assert all(row.message_id for row in await rows(database))
    assert await no_complaints(chats)


async def test_a_message_told_while_it_runs_goes_out_at_once(database, sandbox, chats):
    async with speaking(database, sandbox.url):
        await tell(database, LI, "hello")
        await silence(database)
    assert await heard(chats, LI) == ["hello"]


async def test_danger_overtakes_in_its_chat(database, sandbox, chats):
    """decisions.md 12: a message that is stuck does not hold up the next danger."""
    await fault(chats, "429", chat_id=LI, retry_after=3600)
    await tell(database, LI, "slow")
    async with speaking(database, sandbox.url):
        await until(partial(tried, database, 1))
        await tell(database, LI, "behind it")
        await tell(database, LI, "leave the house!", kind="escalation")
        await until(partial(stand, database, ["new", "new", "sent"]))
        assert await heard(chats, LI) == ["leave the house!"]
        await silence(database, hurried=True)
    assert await heard(chats, LI) == ["leave the house!", "slow", "behind it"]


async def test_no_chat_waits_for_the_flood_of_another(database, sandbox, chats):
    await fault(chats, "429", chat_id=LI, retry_after=3600)
    await tell(database, LI, "held")
    for number in range(5):
        await tell(database, WANG, f"{number}")
    async with speaking(database, sandbox.url):
        await until(partial(hears, chats, WANG, [f"{n}" for n in range(5)]))
    assert await heard(chats, LI) == []
    held = (await rows(database))[0]
    assert (held.state, held.tries, held.uncertain) == ("new", 1, False)


@pytest.mark.parametrize(
    ("kind", "uncertain"),
    [("429", False), ("500", True), ("502", True), ("drop_before", True), ("hang", True)],
)
async def test_what_failed_for_now_is_said_later(database, sandbox, chats, kind, uncertain):
    await fault(chats, kind, chat_id=LI, seconds=30)
    await tell(database, LI, "first")
    await tell(database, LI, "second")
    async with speaking(database, sandbox.url, patience=0.5):
        await until(partial(tried, database, 1))
        assert (await rows(database))[0].uncertain is uncertain
        await silence(database, hurried=True)
    assert await heard(chats, LI) == ["first", "second"]


@pytest.mark.parametrize("kind", ["ack", "status", "reminder", "escalation"])
async def test_an_uncertain_message_that_matters_is_said_again(database, sandbox, chats, kind):
    await fault(chats, "drop_after", chat_id=LI)
    await tell(database, LI, "important", kind=kind)
    async with speaking(database, sandbox.url):
        await silence(database, hurried=True)
    assert await heard(chats, LI) == ["important", "important"]
    assert await states(database) == ["sent"]


@pytest.mark.parametrize("kind", ["menu", "rating"])
async def test_an_uncertain_menu_is_not_said_twice(database, sandbox, chats, kind):
    await fault(chats, "drop_after", chat_id=LI)
    await tell(database, LI, "choose", kind=kind)
    async with speaking(database, sandbox.url):
        await silence(database, hurried=True)
    assert await heard(chats, LI) == ["choose"]
    assert await states(database) == ["superseded"]


async def test_nobody_listening_at_the_address_is_not_uncertain(sandbox):
    client = TelegramClient(TOKEN, "http://127.0.0.1:9", patience=2)
    outcome = await client.call("sendMessage", {"chat_id": LI, "text": "x"})
    await client.close()
    assert outcome.verdict is Verdict.LATER


async def test_what_can_never_be_said_is_dead_and_blocks_nobody(database, sandbox, chats):
    await fault(chats, "400", chat_id=LI, description="Bad Request: message text is empty")
    await tell(database, LI, "refused")
    await tell(database, LI, "next")
    async with speaking(database, sandbox.url):
        await silence(database)
    assert await heard(chats, LI) == ["next"]
    assert await states(database) == ["dead", "sent"]


async def test_entities_that_are_not_understood_cost_only_the_markup(database, sandbox, chats):
    reason = "Bad Request: can't parse entities: nothing there"
    await fault(chats, "400", chat_id=LI, description=reason)
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    args = {"chat_id": LI, "text": "bold", "entities": bold}
    await tell(database, LI, "", args=args)
    async with speaking(database, sandbox.url):
        await silence(database)
    assert await heard(chats, LI) == ["bold"]


async def test_one_refusal_is_not_believed(database, sandbox, chats, clock):
    """For minutes Telegram has answered 403 to everybody."""
    await settle(database, LI, clock)
    await fault(chats, "403", chat_id=LI)
    await tell(database, LI, "kept")
    async with speaking(database, sandbox.url):
        await until(partial(tried, database, 1))
        assert await states(database) == ["new"]
        assert await person(database, LI, "reachable")
        await silence(database, hurried=True)
    assert await heard(chats, LI) == ["kept"]
    assert await person(database, LI, "refused_at") is None


async def test_who_refuses_twice_is_left_alone_until_they_come_back(
    database, sandbox, chats, clock
):
    await settle(database, LI, clock)
    await chats.post(f"people/{LI}/block", {})
    await tell(database, LI, "unheard")
    await tell(database, LI, "unheard too")
    async with speaking(database, sandbox.url):
        await until(partial(tried, database, 1))
        await an_hour_later(database)
        await silence(database)
        assert not await person(database, LI, "reachable")
        assert [row.error for row in await rows(database)] == [UNREACHABLE, UNREACHABLE]
        await chats.post(f"people/{LI}/unblock", {})
        async with database.transaction() as session:
            back = await session.get(Person, (DISTRICT, await person(database, LI, "id")))
            assert back.missed == 2
            assert await welcome_back(session, back, bot_id=BOT_ID, now=clock.now())
            assert not await welcome_back(session, back, bot_id=BOT_ID, now=clock.now())
        await tell(database, LI, "again")
        await silence(database)
    assert await heard(chats, LI) == ["again"]


async def test_a_group_that_became_a_supergroup_is_followed(database, sandbox, chats):
    made = await chats.post(f"people/{LI}/groups", {"title": "Unit", "type": "group"})
    old = made.get("chat_id", made.get("id"))
    moved = await chats.post(f"people/{LI}/groups/{old}/migrate", {})
    new = moved.get("chat_id", moved.get("id"))
    for words in ("one", "two"):
        await tell(database, old, words)
    async with speaking(database, sandbox.url):
        await silence(database)
    assert [(row.state, row.lane) for row in await rows(database)] == [("sent", new)] * 2


async def test_a_wrong_token_stops_the_sender_and_keeps_every_row(database, sandbox, chats):
    await tell(database, LI, "kept")
    await tell(database, WANG, "kept")
    async with speaking(database, sandbox.url, token="7000000001:short") as sender:
        await until(partial(broken, sender))
        assert not sender.healthy
    assert set(await states(database)) == {"new"}


async def test_after_a_day_of_trying_a_message_is_given_up(database, sandbox, chats, caplog):
    await fault(chats, "500", chat_id=LI, count=2)
    await tell(database, LI, "old")
    await tell(database, LI, "next")
    async with speaking(database, sandbox.url):
        await until(partial(tried, database, 1))
        await shift(database, first_try_at=timedelta(hours=25))
        await silence(database, hurried=True)
    assert await states(database) == ["dead", "sent"]
    assert "given up after 24 h" in caplog.text


async def test_what_is_too_late_to_say_is_not_said(database, sandbox, chats, clock):
    await tell(database, LI, "stale", expires_at=clock.now() - timedelta(minutes=1))
    await tell(database, LI, "fresh")
    async with speaking(database, sandbox.url, clock=clock):
        await silence(database)
    assert await heard(chats, LI) == ["fresh"]
    assert await states(database) == ["cancelled", "sent"]


async def test_a_reference_is_filled_with_the_message_that_was_sent(database, sandbox, chats):
    first = await tell(database, LI, "draft")
    edit = {"chat_id": LI, "message_id": {"$sent": first}, "text": "final"}
    await tell(database, LI, "", method="editMessageText", args=edit)
    async with speaking(database, sandbox.url):
        await silence(database)
    assert await heard(chats, LI) == ["final"]


async def test_an_edit_to_the_same_text_counts_as_done(database, sandbox, chats):
    first = await tell(database, LI, "same")
    edit = {"chat_id": LI, "message_id": {"$sent": first}, "text": "same"}
    await tell(database, LI, "", method="editMessageText", args=edit)
    async with speaking(database, sandbox.url):
        await silence(database)
    assert await states(database) == ["sent", "sent"]


async def test_rates_hold_back_pushes_but_not_answers(database, sandbox, chats):
    slow = Limits(per_second=0.001, burst=1, chat_burst=50)
    await tell(database, LI, "push")
    await tell(database, WANG, "second push")
    async with speaking(database, sandbox.url, limits=slow, in_flight=1):
        await until(partial(hears, chats, LI, ["push"]))
        await tell(database, LI, "answer", kind="ack")
        await until(partial(hears, chats, LI, ["push", "answer"]))
    assert await heard(chats, WANG) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_lost_database_connection_doubles_nothing(database, database_url, sandbox, chats):
    """The answer stays in memory and the mark is tried until it is committed."""
    for number in range(6):
        await tell(database, LI, f"{number}")
    await fault(chats, "latency", every=1, seconds=0.1)
    other = Database(database_url)
    async with speaking(database, sandbox.url):
        for number in range(1, 4):
            await until(partial(has_heard, chats, LI, number))
            async with other.engine.connect() as connection:
                await connection.execute(CUT_OTHERS)
        await silence(database)
    await other.close()
    assert await heard(chats, LI) == [f"{number}" for number in range(6)]


# --- helpers ----------------------------------------------------------------------------------


async def hears(phones: Phones, chat_id: int, texts: list[str]) -> bool:
    return await heard(phones, chat_id) == texts


async def stand(database, wanted: list[str]) -> bool:
    return await states(database) == wanted


async def has_heard(phones: Phones, chat_id: int, count: int) -> bool:
    return len(await heard(phones, chat_id)) >= count


async def tried(database, count: int) -> bool:
    """Has the first row come back from its `count`th try?"""
    first = (await rows(database))[0]
    return bool(first.tries >= count and first.state == "new")


async def broken(sender) -> bool:
    return sender.broken is not None


async def person(database, chat_id: int, name: str):
    async with database.reading() as session:
        found = await session.scalars(select(Person).where(Person.chat_id == chat_id))
        return getattr(found.one(), name)


async def shift(database, **columns: timedelta) -> None:
    """Move moments of all rows into the past."""
    moved = {name: (await rows(database))[0]._mapping[name] - by for name, by in columns.items()}
    async with database.transaction() as session:
        await session.execute(update(ROWS).values(**moved))


async def an_hour_later(database) -> None:
    async with database.transaction() as session:
        for refused in await session.scalars(select(Person)):
            refused.refused_at -= timedelta(minutes=61)
    await hurry(database)
