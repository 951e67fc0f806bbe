"""Erasure on request and with time: words and people go, numbers and the chain stay (C12)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.nlp.understand import Understander
from domain.order import Action, Status
from domain.roles import Role
from service import chain, intake
from service.casework import take_step
from service.desk import Desk
from service.district import DistrictData
from service.invariants import violations
from service.knowledge import knowledge_of
from service.people import accept_invite, actor_of, make_invite
from service.privacy import erase, retention, summary
from storage import files, queries
from storage.base import Base
from storage.database import Database
from storage.models import AccessLog, Addition, Order, Person, Rating, Reporter
from storage.queues import Conversation, InboxUpdate, OutboxMessage
from tests.service.conftest import BOT, NOW, Greet

RESIDENT, NEIGHBOUR, CLERK = 8_100_000_001, 8_100_000_002, 8_300_000_001
LAMP = "文昌花园3栋楼下路灯坏了一个礼拜了 找我打13812345678"
MORE = "就在王阿姨家门口"
GAS = "汀兰苑楼道里好大的煤气味 头有点晕"
DAY = timedelta(days=1)


@pytest.fixture(scope="session")
def understander(district: DistrictData) -> Understander:
    return Understander(knowledge_of(district))


class Office:
    """What people do in one transaction, in a few words."""

    def __init__(self, desk: Desk, understander: Understander, greet: Greet) -> None:
        self.desk, self.greet = desk, greet
        self._understander = understander

    async def files(self, who: int, text: str, *, photo: bool = True) -> Order:
        person = await self.greet(self.desk.session, who)
        self.desk.actor_id = person.id
        piece = {"kind": "photo", "file_id": "f-1", "file_unique_id": "u"}
        report = intake.Report(
            text=text,
            understood=self._understander.understand(text),
            files=[piece] if photo else [],
            message_id=1,
            update_id=77,
        )
        order = await intake.file_report(self.desk, await actor_of(self.desk, person), report)
        await self.desk.deliver()
        return order

    async def does(self, who: int, order: Order, action: Action, **inputs: Any) -> None:
        person = await self.greet(self.desk.session, who)
        actor = await actor_of(self.desk, person)
        await take_step(self.desk, actor, order.id, action, inputs)
        await self.desk.deliver()


@pytest.fixture
def office(
    district: DistrictData, understander: Understander, greet: Greet
) -> Callable[..., Office]:
    def opened(session: Any, now: datetime = NOW) -> Office:
        return Office(Desk(session, district, now), understander, greet)

    return opened


async def everything(database: Database) -> dict[str, str]:
    """All rows of each table as text."""
    async with database.reading() as session:
        return {
            table.name: "\n".join(map(repr, (await session.execute(select(table))).all()))
            for table in Base.metadata.sorted_tables
        }


async def tables_with(database: Database, words: str) -> set[str]:
    return {name for name, rows in (await everything(database)).items() if words in rows}


async def chain_of(database: Database, order: Order) -> list[int]:
    async with database.reading() as session:
        return chain.broken(await queries.events_of(session, order.district_id, order.id))


async def test_a_closed_order_keeps_its_number_alone(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        order = await at.files(RESIDENT, LAMP)
        await at.does(RESIDENT, order, Action.ADD, text=MORE)
        await at.does(RESIDENT, order, Action.WITHDRAW)
        person = await greet(session, RESIDENT)
        session.add_all(
            [
                Conversation(
                    bot_id=BOT, chat_id=RESIDENT, user_id=RESIDENT,
                    data={"t": MORE}, updated_at=NOW,
                ),
                InboxUpdate(
                    bot_id=BOT, update_id=77, district_id=district.id, lane=RESIDENT,
                    payload=LAMP, state="done", received_at=NOW, done_at=NOW,
                ),
            ]
        )  # fmt: skip
    assert await tables_with(database, MORE)
    async with database.transaction() as session:
        desk = Desk(session, district, NOW + DAY)
        person = await greet(session, RESIDENT, now=NOW + DAY)
        said = await summary(desk, person)
        assert (said.open, said.closed, said.held) == (0, 1, ())
        erased = await erase(desk, person)
        await desk.deliver()
        assert (erased.cut, erased.held) == ((order.number,), ())
        assert len(await files.doomed(session, district.id, 10)) == 1
    for words in (MORE, "路灯坏了", "13812345678", "f-1"):
        assert await tables_with(database, words) == set()
    assert await tables_with(database, repr(person.id)) == {"access_log"}
    assert await tables_with(database, f"telegram_id={RESIDENT}") == set()
    async with database.reading() as session:
        kept = await queries.get_order(session, district.id, order.id)
        assert kept is not None
        assert (kept.number, kept.status, kept.category) == (
            order.number,
            "closed",
            order.category,
        )
        assert (kept.text_original, kept.place_text) == ("", None)
        assert await queries.person_by_telegram(session, district.id, RESIDENT) is None
        last = await queries.last_event(session, district.id, order.id)
        assert last is not None
        assert (last.action, last.data["why"]) == (chain.ERASED, "request")
    assert await chain_of(database, order) == []
    assert [line async for line in violations(database, district.id, NOW + DAY)] == []


async def test_an_open_order_goes_on_without_its_reporter(database, district, office, greet):
    async with database.transaction() as session:
        order = await office(session).files(RESIDENT, LAMP)
        assert order.status == Status.CONFIRMING
    async with database.transaction() as session:
        desk = Desk(session, district, NOW)
        person = await greet(session, RESIDENT)
        assert (await summary(desk, person)).open == 1
        assert (await erase(desk, person)).cut == (order.number,)
        await desk.deliver()
    async with database.reading() as session:
        kept = await queries.get_order(session, district.id, order.id)
        assert kept is not None
        assert kept.status == Status.CONFIRMING
        assert "路灯坏了" in kept.text_original
        assert "13812345678" not in kept.text_original
        assert not await queries.reporters_of(session, district.id, order.id)
        waiting = select(OutboxMessage.state).where(OutboxMessage.lane == RESIDENT)
        assert set((await session.execute(waiting)).scalars()) <= {"cancelled"}
    assert await chain_of(database, order) == []


async def test_while_there_is_danger_the_link_is_held(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        gas, lamp = await at.files(RESIDENT, GAS), await at.files(RESIDENT, LAMP)
        assert gas.hazard
    async with database.transaction() as session:
        desk = Desk(session, district, NOW)
        person = await greet(session, RESIDENT)
        assert (await summary(desk, person)).held == (gas.number,)
        erased = await erase(desk, person)
        assert (erased.cut, erased.held) == ((lamp.number,), (gas.number,))
    async with database.transaction() as session:
        person = await greet(session, RESIDENT)
        reporters = await queries.reporters_of(session, district.id, gas.id)
        assert [reporter.id for reporter in reporters] == [person.id]
        kept = await queries.get_order(session, district.id, gas.id)
        assert kept is not None
        assert kept.text_original == GAS


async def test_with_another_reporter_the_words_stay_masked(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        order = await at.files(RESIDENT, LAMP)
        await at.does(RESIDENT, order, Action.WITHDRAW)
        other = await greet(session, NEIGHBOUR)
        session.add(
            Reporter(district_id=district.id, order_id=order.id, person_id=other.id, linked_at=NOW)
        )
    async with database.transaction() as session:
        await erase(Desk(session, district, NOW), await greet(session, RESIDENT))
    async with database.reading() as session:
        kept = await queries.get_order(session, district.id, order.id)
        assert kept is not None
        assert "路灯坏了" in kept.text_original
        assert (await session.execute(select(Addition))).first() is not None
        reporters = await queries.reporters_of(session, district.id, order.id)
        assert [person.telegram_id for person in reporters] == [NEIGHBOUR]


async def test_who_has_an_office_keeps_it(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        order = await at.files(CLERK, LAMP)
        person = await greet(session, CLERK)
        token = await make_invite(session, district, Role.CLERK, "CGJ", now=NOW)
        await accept_invite(session, district, person, token, NOW)
        await erase(at.desk, person)
    async with database.transaction() as session:
        person = await greet(session, CLERK)
        assert (await actor_of(Desk(session, district, NOW), person)).holds(Role.CLERK)
        events = await queries.events_of(session, district.id, order.id)
        assert all(event.actor_id != person.id for event in events)


async def test_an_erased_account_may_come_back(database, district, office, greet):
    """The handler still holds the person of this update when its menu is set."""
    async with database.transaction() as session:
        at = office(session)
        await at.files(RESIDENT, LAMP)
        person = await greet(session, RESIDENT)
        before = person.id
        await erase(at.desk, person)
        person.menu_roles = "zh-Hans:start"
        await at.desk.deliver()
    async with database.transaction() as session:
        again = await greet(session, RESIDENT)
        assert again.id != before
        assert (await summary(Desk(session, district, NOW), again)).open == 0


async def test_ratings_count_on_without_a_name(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        order = await at.files(RESIDENT, LAMP)
        await at.does(RESIDENT, order, Action.WITHDRAW)
        person = await greet(session, RESIDENT)
        for dimension in ("reply", "delivery"):
            session.add(
                Rating(
                    district_id=district.id, order_id=order.id, round=1, rater="resident",
                    person_id=person.id, dimension=dimension, value=1, reason=MORE, given_at=NOW,
                )
            )  # fmt: skip
        await session.flush()
        await erase(at.desk, person)
    async with database.reading() as session:
        rows = (await session.execute(select(Rating))).scalars().all()
    assert [(row.value, row.reason) for row in rows] == [(1, None)] * 2
    assert person.id not in {row.person_id for row in rows}


async def test_a_changed_word_in_the_chain_is_found(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        order = await at.files(RESIDENT, LAMP)
        await at.does(RESIDENT, order, Action.ADD, text=MORE)
        await at.does(RESIDENT, order, Action.WITHDRAW)
        await erase(at.desk, await greet(session, RESIDENT))
    async with database.reading() as session:
        events = list(await queries.events_of(session, district.id, order.id))
        emptied = next(event for event in events if chain.is_empty(event))
        sound = next(event for event in events if not chain.is_empty(event))
        assert chain.broken(events) == []
        emptied.to_status = "closed" if emptied.to_status != "closed" else "ready"
        assert chain.broken(events) == [emptied.seq]
        sound.role = "clerk"
        assert sound.seq in chain.broken(events)
        assert chain.broken(events[:-1])  # nobody owns up to what was emptied
        session.expunge_all()


# --- with time ------------------------------------------------------------------------------


async def test_words_go_after_90_days_and_the_link_after_180(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        order = await at.files(RESIDENT, LAMP)
        await at.does(RESIDENT, order, Action.ADD, text=MORE)
        still_open = await at.files(NEIGHBOUR, LAMP)
        await at.does(RESIDENT, order, Action.WITHDRAW)
        person = await greet(session, RESIDENT)

    async def after(days: int) -> dict[str, int]:
        async with database.transaction() as session:
            done = await retention(session, district, NOW + days * DAY)
            assert not done.more
            return {name: count for name, count in done.counts.items() if count}

    assert (await after(89)).get("raw_chat") is None
    assert MORE in (await everything(database))["events"]
    counts = await after(91)
    assert counts["raw_chat"] == 1
    async with database.reading() as session:
        assert len(await files.doomed(session, district.id, 10)) == 1
    assert await tables_with(database, MORE) == set()
    async with database.reading() as session:
        kept = await queries.get_order(session, district.id, order.id)
        assert kept is not None
        assert "路灯坏了" in kept.text_original  # text without persons is the record
        assert "13812345678" not in kept.text_original
        assert await queries.is_reporter(session, district.id, order.id, person.id)
    assert (await after(92)).get("raw_chat") is None
    counts = await after(181)
    assert (counts["links"], counts["people"]) == (1, 1)
    async with database.reading() as session:
        assert not await queries.reporters_of(session, district.id, order.id)
        assert await queries.person_by_telegram(session, district.id, RESIDENT) is None
        assert await queries.reporters_of(session, district.id, still_open.id)
    assert await tables_with(database, repr(person.id)) == set()
    assert (await after(182)).get("links") is None
    assert await chain_of(database, order) == []


async def test_logs_bodies_and_talk_go_in_their_time(database, district, office, greet):
    async with database.transaction() as session:
        at = office(session)
        await at.files(RESIDENT, LAMP)
        person = await greet(session, RESIDENT)
        session.add(
            AccessLog(
                district_id=district.id, id=person.id, at=NOW, action="take",
                verdict="deny", reason="no role on this order",
            )
        )  # fmt: skip
        session.add(
            Conversation(bot_id=BOT, chat_id=1, user_id=1, data={"t": "x"}, updated_at=NOW)
        )
        messages = OutboxMessage.lane == RESIDENT
        await session.execute(
            update(OutboxMessage).where(messages).values(state="sent", data={"text": LAMP})
        )

    async def counts(days: int) -> dict[str, int]:
        async with database.transaction() as session:
            return (await retention(session, district, NOW + days * DAY)).counts

    assert not any((await counts(29)).values())
    assert (await counts(31))["outbox"] > 0
    assert (await counts(31))["outbox"] == 0
    assert (await counts(91))["conversations"] == 1
    assert (await counts(364))["access_log"] == 0
    assert (await counts(366))["access_log"] == 1
    async with database.reading() as session:
        order = (await session.execute(select(Order))).scalar_one()
        assert order.text_original == LAMP  # open: nothing of it is old


async def test_people_with_an_office_or_an_open_order_are_not_forgotten(
    database, district, office, greet
):
    async with database.transaction() as session:
        at = office(session)
        await at.files(RESIDENT, LAMP)
        await greet(session, NEIGHBOUR)
        token = await make_invite(session, district, Role.CLERK, "CGJ", now=NOW)
        await accept_invite(session, district, await greet(session, CLERK), token, NOW)
    async with database.transaction() as session:
        done = await retention(session, district, NOW + 400 * DAY)
        assert done.counts["people"] == 1
        left = (await session.execute(select(Person.telegram_id))).scalars()
        assert set(left) == {RESIDENT, CLERK}
