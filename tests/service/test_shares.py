"""Many reports of one resident: none is lost, and nobody else pays for them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.nlp.understand import Understander
from domain.order import Status
from domain.roles import Role
from service import intake
from service.desk import Desk
from service.knowledge import knowledge_of
from service.people import accept_invite, actor_of, make_invite
from storage.models import Order
from storage.queues import OutboxMessage
from tests.service.conftest import NOW

RESIDENT, CLERK = 8_100_000_001, 8_300_000_001
LAMP = "文昌花园3栋楼下路灯坏了一个礼拜了"
GAS = "汀兰苑楼道里好大的煤气味 头有点晕"
HOUR, DAY = 5, 20
Reports = Callable[..., Awaitable[list[Order]]]


@pytest.fixture(scope="session")
def understander(district) -> Understander:
    return Understander(knowledge_of(district))


@pytest.fixture
def reports(database, district, greet, understander) -> Reports:
    async def made(who: int, count: int, text: str = LAMP, after=timedelta()) -> list[Order]:
        """Each in a transaction of its own, a second apart."""
        orders = []
        for number in range(count):
            async with database.transaction() as session:
                now = NOW + after + timedelta(seconds=number)
                desk = Desk(session, district, now)
                person = await greet(session, who)
                report = intake.Report(text=text, understood=understander.understand(text))
                order = await intake.file_report(desk, await actor_of(desk, person), report)
                await desk.deliver()
                orders.append(order)
        return orders

    return made


async def told(database, who: int) -> list[str]:
    """Words about shares in this chat."""
    async with database.reading() as session:
        query = select(OutboxMessage.text_id).where(
            OutboxMessage.lane == who, OutboxMessage.text_id.like("many-%")
        )
        return list(await session.scalars(query.order_by(OutboxMessage.id)))


async def test_beyond_an_hours_share_there_is_one_kind_word(database, reports: Reports):
    first = await reports(RESIDENT, HOUR)
    assert await told(database, RESIDENT) == []
    more = await reports(RESIDENT, 2, after=timedelta(minutes=10))
    assert await told(database, RESIDENT) == ["many-this-hour"]
    assert {(order.status, order.at_station) for order in (*first, *more)} == {
        (Status.CONFIRMING, False)
    }
    await reports(RESIDENT, 1, after=timedelta(hours=2))
    assert await told(database, RESIDENT) == ["many-this-hour"]


async def test_beyond_a_days_share_people_look_first(database, reports: Reports):
    for number in range(DAY // HOUR):
        await reports(RESIDENT, HOUR, after=number * timedelta(hours=2))
    later = timedelta(hours=10)
    assert await told(database, RESIDENT) == []
    orders = await reports(RESIDENT, 2, after=later)
    assert {(order.status, order.at_station) for order in orders} == {(Status.CONFIRMING, True)}
    assert len({order.number for order in orders}) == 2
    assert await told(database, RESIDENT) == ["many-today"]
    [danger] = await reports(RESIDENT, 1, GAS, after=later)
    assert danger.status == Status.EMERGENCY
    [next_day] = await reports(RESIDENT, 1, after=later + timedelta(days=1))
    assert not next_day.at_station


async def test_an_office_has_no_share(database, district, greet, reports: Reports):
    async with database.transaction() as session:
        token = await make_invite(session, district, Role.CLERK, "CGJ", now=NOW)
        await accept_invite(session, district, await greet(session, CLERK), token, NOW)
    await reports(CLERK, HOUR + 1)
    assert await told(database, CLERK) == []
