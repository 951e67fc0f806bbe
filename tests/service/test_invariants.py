"""`minsheng check` on a sound database says nothing; on a spoilt one it names what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.order import Action, Status
from domain.workflow import step
from service.chain import GENESIS, hash_of
from service.invariants import violations
from storage.database import Database, database_now
from storage.ids import uuid7
from storage.models import Card, Clock, DeadlineStep, Event, Order, Person, Reporter, RoleGrant
from storage.queues import InboxUpdate, Notice, OutboxMessage
from tests.service.orders import NOW, an_order

DISTRICT, BOT = "qingting", 7000000001
DUE = NOW + timedelta(days=1)


@dataclass
class World:
    """An order that was submitted and waits for its deputy, and what was said of it."""

    order: Order
    events: list[Event]
    clock: Clock
    step: DeadlineStep
    update: InboxUpdate
    said: list[OutboxMessage]
    notice: Notice
    card: Card
    deputy: Person

    @property
    def rows(self) -> list[object]:
        return [
            self.order, *self.events, self.clock, self.step, self.update, *self.said, self.notice,
            self.card, self.deputy,
        ]  # fmt: skip


def sealed(events: list[Event]) -> None:
    """Chain the events anew."""
    before = GENESIS
    for event in events:
        event.previous_hash = before
        event.hash = before = hash_of(event)


def an_event(order: Order, seq: int, source: Status, action: Action, role: str) -> Event:
    row = step(source, action)
    assert row is not None
    return Event(
        district_id=DISTRICT,
        order_id=order.id,
        seq=seq,
        at=NOW,
        actor_id=None,
        role=role,
        rule=row.rule,
        action=action.value,
        from_status=source.value,
        to_status=row.target.value,
        round=1,
        data={"text": "路灯"},
    )


def a_message(order: Order, number: int, **fields: object) -> OutboxMessage:
    plain = {
        "id": number,
        "district_id": DISTRICT,
        "bot_id": BOT,
        "lane": number // 10,
        "priority": 3,
        "priority_class": 1,
        "kind": "status",
        "text_id": "dispatch-resident",
        "data": {},
        "args": {},
        "order_id": order.id,
        "state": "sent",
        "message_id": 1000 + number,
        "next_at": NOW,
        "created_at": NOW,
        "sent_at": NOW,
    }
    return OutboxMessage(**{**plain, **fields})


def a_world(number: int = 1) -> World:
    """Its update is `number`, its chat too, its messages `number`1 and `number`2."""
    order = an_order(status="confirming", state_version=2, source_update=number)
    events = [
        an_event(order, 1, Status.DRAFT, Action.SUBMIT, "resident"),
        an_event(order, 2, Status.SUBMITTED, Action.ROUTE, "system"),
    ]
    sealed(events)
    key = {"district_id": DISTRICT, "order_id": order.id}
    deputy = Person(
        district_id=DISTRICT, id=uuid7(NOW), telegram_id=number, chat_id=number, created_at=NOW
    )
    return World(
        order=order,
        events=events,
        clock=Clock(**key, kind="confirm", cycle=1, started_at=NOW, due_at=DUE),
        step=DeadlineStep(
            **key, clock="confirm", cycle=1, step="pass_on", kind="act", due_at=DUE, audiences=[]
        ),
        update=InboxUpdate(
            bot_id=BOT,
            update_id=number,
            district_id=DISTRICT,
            lane=number,
            payload="{}",
            state="done",
            received_at=NOW,
            done_at=NOW,
        ),
        said=[a_message(order, number * 10 + n) for n in (1, 2)],
        notice=Notice(
            **key,
            id=uuid7(NOW),
            dedupe=f"step {number}",
            person_id=deputy.id,
            text_id="remind-confirm",
            data={},
            rank=3,
            not_before=DUE,
        ),
        card=Card(**key, chat_id=number, person_id=deputy.id, message_id=100),
        deputy=deputy,
    )


async def found(database: Database, now=NOW) -> list[str]:
    return [line async for line in violations(database, DISTRICT, now)]


async def keep(database: Database, *worlds: World) -> None:
    async with database.transaction() as session:
        session.add_all([row for world in worlds for row in (world.order, world.deputy)])
        await session.flush()
        session.add_all([row for world in worlds for row in world.rows])


async def test_a_sound_database_has_nothing_to_say(database):
    await keep(database, a_world())
    assert await found(database) == []


def _no_number(world: World) -> None:
    world.order.state_version = 5


def _spoilt_data(world: World) -> None:
    world.events[0].data = {"text": "别的话"}


def _gap(world: World) -> None:
    world.events[1].seq = 3
    sealed(world.events)


def _illegal(world: World) -> None:
    world.events[1].to_status = world.order.status = "replied"
    sealed(world.events)


def _wrong_role(world: World) -> None:
    world.events[1].role = "clerk"
    sealed(world.events)


def _not_begun(world: World) -> None:
    del world.events[0]
    world.events[0].seq = 1
    sealed(world.events)


def _other_status(world: World) -> None:
    world.order.status = "handling"


def _closed_without_result(world: World) -> None:
    world.order.closed_at = NOW


def _no_clock(world: World) -> None:
    world.clock.stopped_at = NOW
    world.step.fired_at, world.step.outcome = NOW, "void"


def _clock_gone_step_open(world: World) -> None:
    world.clock.stopped_at = NOW


def _early(world: World) -> None:
    world.step.fired_at, world.step.outcome = NOW, "fired"


def _no_outcome(world: World) -> None:
    world.step.fired_at = DUE


def _missed(world: World) -> None:
    world.step.due_at = NOW - timedelta(minutes=2)


def _unsaid(world: World) -> None:
    world.notice.not_before = NOW - timedelta(minutes=2)


def _no_end(world: World) -> None:
    world.update.done_at = None


def _no_reason(world: World) -> None:
    world.update.state = "dead"


def _odd_state(world: World) -> None:
    world.said[0].state = "gone"


def _never_sent(world: World) -> None:
    world.said[0].sent_at = None


def _both(world: World) -> None:
    world.said[0].method = "sendMessage"


def _overtaken(world: World) -> None:
    world.said[0].state = "new"


def _numbers_cross(world: World) -> None:
    world.said[0].message_id = 9999


# {0}: the order's number, {1}: the number of its world.
PLANTED: dict[Callable[[World], None], tuple[str, ...]] = {
    _no_number: ("I3 {0}: has state version 5 after 2 moves",),
    _spoilt_data: ("I3 {0}: event 1 does not carry the hash of its chain",),
    _gap: ("I3 {0}: event 3 stands where 2 belongs",),
    _illegal: ("I3 {0}: event 2 is no row of the table: T5 route from submitted to replied",),
    _wrong_role: ("I3 {0}: event 2: route is not for a clerk",),
    _not_begun: (
        "I3 {0}: begins with route",
        "I3 {0}: event 1 begins in submitted, not in draft",
        "I3 {0}: has state version 2 after 1 moves",
    ),
    _other_status: ("I3 {0}: is handling, by its events confirming",),
    _closed_without_result: (
        "I3 {0}: is confirming with result None, closed at 2026-11-25 02:00:00+00:00",
    ),
    _no_clock: ("I7 {0}: waits in confirming without a clock",),
    _clock_gone_step_open: (
        "I7 {0}: waits in confirming without a clock",
        "I7 {0}: step confirm 1 pass_on is neither fired nor void, though its clock has stopped",
    ),
    _early: ("I7 {0}: step confirm 1 pass_on fired before it was due",),
    _no_outcome: ("I7 {0}: step confirm 1 pass_on has fired without an outcome",),
    _missed: (
        "I7 {0}: step confirm 1 pass_on was due at 2026-11-25T01:58:00+00:00 and has not fired",
    ),
    _unsaid: ("I7 notice step {1} was due at 2026-11-25T01:58Z and was not said",),
    _no_end: ("I1 update {1} is done without an end or a reason",),
    _no_reason: ("I1 update {1} is dead without an end or a reason",),
    _odd_state: ("I4 message {1}1 is gone without an end or a reason",),
    _never_sent: ("I4 message {1}1 is sent without an end or a reason",),
    _both: ("I4 message {1}1 has not just one of a text and a method",),
    _overtaken: ("I6 message {1}1 waits, and {1}2 after it was sent",),
    _numbers_cross: ("I6 message {1}2 came as 1{1}2, after 9999 that was to follow it",),
}


async def test_what_is_spoilt_is_named_and_nothing_else(database):
    worlds = [a_world(number) for number in range(10, 10 + len(PLANTED))]
    for world, plant in zip(worlds, PLANTED, strict=True):
        plant(world)
    await keep(database, *worlds)
    assert sorted(await found(database)) == sorted(
        line.format(world.order.number, number)
        for number, (world, lines) in enumerate(
            zip(worlds, PLANTED.values(), strict=True), start=10
        )
        for line in lines
    )


async def test_what_speaks_of_an_order_speaks_of_one_that_is_there(database):
    world, nobody = a_world(), uuid7(NOW)
    world.said[0].order_id = world.card.order_id = world.notice.order_id = nobody
    await keep(database, world)
    assert await found(database) == [
        f"I2 {table} speaks of order {nobody}, which is not there"
        for table in ("outbox", "cards", "notices")
    ]


async def test_one_update_makes_one_order(database):
    world, other = a_world(1), a_world(2)
    other.order.source_update = 1
    await keep(database, world, other)
    assert await found(database) == ["I9 update 1 made 2 orders"]


async def test_nothing_fires_after_the_end(database):
    world = a_world()
    world.order.status, world.order.result, world.order.closed_at = "closed", "withdrawn", NOW
    world.order.state_version = 3
    world.events.append(an_event(world.order, 3, Status.CONFIRMING, Action.WITHDRAW, "resident"))
    sealed(world.events)
    world.clock.stopped_at = NOW
    world.step.fired_at, world.step.outcome = DUE, "fired"
    await keep(database, world)
    assert await found(database, DUE) == [
        f"I7 {world.order.number}: step confirm 1 pass_on fired after the order was closed"
    ]


async def test_a_closed_order_has_no_running_clock(database):
    world = a_world()
    world.order.status, world.order.result, world.order.closed_at = "closed", "unrated", NOW
    world.order.state_version = 3
    world.events.append(an_event(world.order, 3, Status.CONFIRMING, Action.WITHDRAW, "resident"))
    sealed(world.events)
    await keep(database, world)
    assert await found(database) == [
        f"I3 {world.order.number}: ended by withdraw with result unrated",
        f"I7 {world.order.number}: is closed and its clocks run on: confirm",
    ]


async def test_a_claim_is_not_kept_by_the_dead(database):
    world = a_world()
    async with database.reading() as session:
        real = await database_now(session)
    for row in (world.update, world.said[1]):
        row.state, row.lease_until = "run", real - timedelta(minutes=2)
    await keep(database, world)
    assert await found(database) == [
        "I10 update 1 is claimed by a worker that is gone",
        "I10 message 12 is claimed by a sender that is gone",
    ]


async def told_of_sealed(session: AsyncSession, world: World, role: str) -> None:
    """The deputy of `world` gets a message of it after it was sealed."""
    world.order.status, world.order.sealed = "ready", True
    world.events[1] = an_event(world.order, 2, Status.SUBMITTED, Action.SEAL, "system")
    sealed(world.events)
    world.clock.kind = world.step.clock = "dispatch"
    world.said[0].person_id = world.deputy.id
    session.add_all([world.order, world.deputy])
    await session.flush()
    grant = RoleGrant(
        district_id=DISTRICT, person_id=world.deputy.id, role=role, scope="", granted_at=NOW
    )
    session.add_all([*world.rows, grant])


async def test_an_order_counts_what_was_merged_into_it(database):
    main, merged = a_world(1), a_world(2)
    main.order.followers = 2
    await keep(database, main, merged)
    async with database.transaction() as session:
        await session.execute(
            update(Order).where(Order.id == merged.order.id).values(main_id=main.order.id)
        )
    assert await found(database) == [
        f"I3 {main.order.number}: counts 2 merged orders, there are 1"
    ]


@pytest.mark.parametrize(("role", "wrong"), [("deputy", True), ("sealed_officer", False)])
async def test_who_may_not_see_a_sealed_order_is_not_told(database, role, wrong):
    world = a_world()
    async with database.transaction() as session:
        await told_of_sealed(session, world, role)
    expected = [f"I8 message 11 told of the sealed order {world.order.number}"] if wrong else []
    assert await found(database) == expected


async def test_the_reporter_of_a_sealed_order_is_told(database):
    world = a_world()
    async with database.transaction() as session:
        await told_of_sealed(session, world, "deputy")
        session.add(
            Reporter(
                district_id=DISTRICT,
                order_id=world.order.id,
                person_id=world.deputy.id,
                linked_at=NOW,
            )
        )
    assert await found(database) == []
