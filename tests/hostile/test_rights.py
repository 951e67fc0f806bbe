"""Every row of the table, pressed by everybody, on one order in its state (reliability.md T9).

Each press goes through the handlers as a lane would hand it over, in a transaction that is then
taken back. Who may is said here by hand; the table only says which roles a row has.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import User
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations import SqlStorage, conversing
from bot.handlers import install
from bot.lanes import read_update
from bot.nlp.understand import Understander
from bot.outbound import OutboxBot
from bot.texts.speech import Speech
from domain.order import Action, Status
from domain.presses import Press
from domain.roles import Role
from domain.workflow import STEPS, Step
from service.district import DistrictData, read_district
from service.knowledge import knowledge_of
from storage.database import Database
from storage.models import Event, Order, Person, Reporter, RoleGrant
from storage.queues import Conversation, InboxUpdate
from tests.e2e.story import TOKEN
from tests.hostile.conftest import Loaded
from tests.hostile.house import said
from tests.loaded import LOADED_AT as NOW
from tests.service.orders import an_order

ME = User(id=7000000001, is_bot=True, first_name="bot", username="bot")
RESIDENT, REVOKED, NOBODY = 8100000001, 8200000002, 8999999999
R = Role
OPEN_ORDER: dict[int, set[Role]] = {  # who stands how to an order of WT-02-01, ST-WT and CGJ
    RESIDENT: {R.RESIDENT},
    8100000002: set(),
    8200000003: {R.DEPUTY},
    8200000007: set(),
    8400000001: {R.STATION},
    8400000003: set(),
    8400000002: {R.REVIEWER},
    8400000004: set(),
    8500000001: {R.DISPATCHER},
    8300000011: {R.CLERK},
    8300000012: {R.HANDLER},
    8300000014: {R.HEAD},
    8300000015: {R.CHIEF},
    8300000071: set(),
    8300000074: set(),
    8500000003: {R.DUTY_OFFICER},
    8500000005: set(),
    8500000006: set(),
    8500000007: set(),
    REVOKED: set(),
    NOBODY: set(),
}
SEALED_ORDER = {
    person: roles & {R.RESIDENT, R.DUTY_OFFICER}
    | ({R.SEALED_OFFICER} if person == 8500000005 else set())
    for person, roles in OPEN_ORDER.items()
}
BEFORE_THE_UNIT = {Status.SUBMITTED, Status.NEEDS_INFO, Status.CONFIRMING, Status.READY}
AT_UNIT_ROLES = {R.CLERK, R.HANDLER, R.HEAD, R.CHIEF}
ROWS = [row for row in STEPS if row.source is not Status.DRAFT]
TURN = 3
NO = set(map(said, ("old-button", "not-found", "refused-not-yours")))


def an_order_in(status: Status, *, sealed: bool) -> Order:
    """As it would stand there; danger only where it must be."""
    at_unit = status not in BEFORE_THE_UNIT and status is not Status.EMERGENCY
    return an_order(
        NOW, status=status.value, result="withdrawn" if status is Status.CLOSED else None,
        closed_at=NOW if status is Status.CLOSED else None, category="0203",
        grid="WT-02-01", community="WT-02", street="WT", station="ST-WT", lead_unit="CGJ",
        sealed=sealed, hazard=status is Status.EMERGENCY, dispatched_at=NOW if at_unit else None,
        reply_due=NOW + timedelta(days=5), question="place", result_class="D", state_version=3,
        rate_until=NOW + timedelta(days=5) if status is Status.REPLIED else None,
    )  # fmt: skip


def roles_of(person: int, order: Order) -> set[Role]:
    """By hand: model.md C2."""
    roles = (SEALED_ORDER if order.sealed else OPEN_ORDER)[person]
    if order.status in BEFORE_THE_UNIT:
        roles = roles - AT_UNIT_ROLES
    return roles if order.hazard else roles - {R.DUTY_OFFICER}


@dataclass
class Desk:
    """What a lane has."""

    database: Database
    district: DistrictData
    bot: Bot
    dispatcher: Dispatcher
    speech: Speech
    understander: Understander
    update_id: int = 0

    async def press(self, session: AsyncSession, person: int, data: str) -> list[str]:
        """What the presser is told over the chat."""
        self.update_id += 1
        user = {"id": person, "is_bot": False, "first_name": "某人", "language_code": "zh-hans"}
        chat = {"id": person, "type": "private", "first_name": "某人"}
        message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
        query = {"id": "1", "from": user, "chat_instance": "1", "message": message, "data": data}
        payload = {"update_id": self.update_id, "callback_query": query}
        row = InboxUpdate(payload=json.dumps(payload))
        bot = OutboxBot(
            self.bot, ME, session=session, district_id="qingting", chat_id=person, now=NOW
        )
        async with conversing(session, NOW):
            await self.dispatcher.feed_update(
                bot, read_update(row, bot), district=self.district, speech=self.speech,
                understander=self.understander, bot_name="bot", session=session, now=NOW,
                settings=None, update_row=row, album=[],
            )  # fmt: skip
        return [call.text or "" for call in bot.ephemeral if isinstance(call, AnswerCallbackQuery)]


async def everything(session: AsyncSession, order: Order) -> tuple[int, int, int]:
    """Version and events of the order, conversations: what a press could have changed."""
    version = await session.scalar(select(Order.version).where(Order.id == order.id))
    events = await session.scalar(select(func.count()).where(Event.order_id == order.id))
    talks = await session.scalar(
        select(func.count()).select_from(Conversation).where(Conversation.state.is_not(None))
    )
    return int(version or 0), int(events or 0), int(talks or 0)


@pytest.fixture(params=[("sqlite", 1), ("postgresql", 5)], ids=["sqlite", "postgresql"])
async def matrix(request: pytest.FixtureRequest, loaded: Loaded):
    """A desk, and which share of the rows to press there."""
    kind, share = request.param
    async with loaded(kind) as url:
        database = Database(url)
        async with database.reading() as session:
            district = await read_district(session, "qingting", ME.id)
        bot, dispatcher = Bot(TOKEN), Dispatcher(storage=SqlStorage())
        install(dispatcher)
        understander = Understander(knowledge_of(district))
        yield Desk(database, district, bot, dispatcher, Speech(), understander), ROWS[::share]
        await bot.session.close()
        await database.close()


async def stand_ready(desk: Desk) -> dict[tuple[Status, bool], Order]:
    """One order in each state, open and sealed, of one resident; a deputy without his role."""
    states = {row.source for row in ROWS}
    orders = {
        (s, sealed): an_order_in(s, sealed=sealed) for s in states for sealed in (False, True)
    }
    async with desk.database.transaction() as session:
        people = select(Person).where(Person.telegram_id.in_((RESIDENT, REVOKED)))
        found = {p.telegram_id: p for p in (await session.execute(people)).scalars()}
        await session.execute(delete(RoleGrant).where(RoleGrant.person_id == found[REVOKED].id))
        session.add_all(orders.values())
        await session.flush()
        resident = found.get(RESIDENT)
        assert resident is not None
        for order in orders.values():
            session.add(
                Reporter(
                    district_id="qingting", order_id=order.id, person_id=resident.id,
                    linked_at=NOW,
                )
            )  # fmt: skip
    return orders


async def check(desk: Desk, row: Step, order: Order, person: int) -> None:
    """Whoever may is not sent away; whoever may not changes nothing and is told kindly."""
    value = "yes" if row.action is Action.WITHDRAW else ""
    data = Press(row.action, order.id, order.state_version, value).pack()
    allowed = bool(roles_of(person, order) & row.roles)
    async with AsyncSession(desk.database.engine, expire_on_commit=False) as session:
        before = await everything(session, order)
        told = await desk.press(session, person, data)
        await session.flush()
        after = await everything(session, order)
        await session.rollback()
    where = (row.source, row.action, person, order.sealed, told)
    assert len(told) == 1, where
    if allowed:
        assert told[0] not in NO, where
    else:
        assert told[0] in NO, where
        assert after == before, where


def pressers(number: int, row: Step, order: Order) -> list[int]:
    """Whoever may, and some of those who may not, in turn: each comes to each action."""
    may = [person for person in OPEN_ORDER if roles_of(person, order) & row.roles]
    others = [person for person in OPEN_ORDER if person not in may]
    return [*may, *(others[(number * TURN + n) % len(others)] for n in range(TURN))]


async def test_everybody_presses_everything(matrix: tuple[Desk, list[Step]]):
    desk, rows = matrix
    orders = await stand_ready(desk)
    for number, row in enumerate(rows):
        for sealed in (False, True):
            order = orders[row.source, sealed]
            for person in pressers(number, row, order):
                await check(desk, row, order, person)


async def test_no_row_no_step(matrix: tuple[Desk, list[Step]]):
    """An action that the table does not have in a state: nobody takes it there."""
    desk, _ = matrix
    orders = await stand_ready(desk)
    known = {(row.source, row.action) for row in STEPS}
    for (status, sealed), order in orders.items():
        missing: list[Action] = [
            action for action in Action if (status, action) not in known and not sealed
        ]
        for number, action in enumerate(missing[::3]):
            person = list(OPEN_ORDER)[number % len(OPEN_ORDER)]
            data = Press(action, order.id, order.state_version, "yes").pack()
            async with AsyncSession(desk.database.engine, expire_on_commit=False) as session:
                before = await everything(session, order)
                told = await desk.press(session, person, data)
                assert told[0] in NO, (status, action, told)
                assert await everything(session, order) == before
                await session.rollback()
