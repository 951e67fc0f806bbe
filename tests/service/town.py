"""The people of Wenchang Garden and what they do, one transaction for each act as in the bot."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.nlp.category import KeywordHit
from bot.nlp.emergency import Danger
from bot.nlp.intent import Intent
from bot.nlp.place import PlaceFound
from bot.nlp.understand import Issue, Understood
from domain.errors import Refused
from domain.order import Action, Status
from domain.rating import Dimension, Value
from domain.roles import Actor, Role
from service import closure, intake
from service.casework import take_step
from service.clockwork import fire_due
from service.desk import Desk
from service.district import DistrictData
from service.intake import Report
from service.views import OrderView, order_view
from storage import queries
from storage.database import Database, unit_of_work
from storage.ids import uuid7
from storage.models import Addition, Clock, DeadlineStep, Event, Order, Person, RoleGrant
from storage.notices import flush_due
from storage.queues import Notice, OutboxMessage
from tests.conftest import MovableClock

GARDEN, SCHOOL, PINES = "WT-02-01", "WT-02-02", "SP-01-01"
LAMP, PIPE, ABUSE, BRIBE, COURT = "0203", "0204", "0804", "1604", "1605"
GAS, UNSORTED = "0105", "9999"

# name -> (role, scope, standing) of each office
OFFICES: Mapping[str, tuple[tuple[Role, str, str | None], ...]] = {
    "resident": (),
    "neighbour": (),
    "deputy": ((Role.DEPUTY, GARDEN, "primary"),),
    "stand-in": ((Role.DEPUTY, GARDEN, "stand_in"), (Role.DEPUTY, SCHOOL, "primary")),
    "pines-deputy": ((Role.DEPUTY, PINES, "primary"),),
    "station": ((Role.STATION, "ST-WT", None),),
    "pines-station": ((Role.STATION, "ST-SP", None),),
    "reviewer": ((Role.REVIEWER, "ST-WT", None),),
    "dispatcher": ((Role.DISPATCHER, "", None),),
    "second-dispatcher": ((Role.DISPATCHER, "", None),),
    "clerk": ((Role.CLERK, "CGJ", None),),
    "second-clerk": ((Role.CLERK, "CGJ", None),),
    "handler": ((Role.HANDLER, "CGJ", None),),
    "head": ((Role.HEAD, "CGJ", None),),
    "chief": ((Role.CHIEF, "CGJ", None),),
    "water-clerk": ((Role.CLERK, "SWJ", None),),
    "water-head": ((Role.HEAD, "SWJ", None),),
    "gas-clerk": ((Role.CLERK, "E-RQ", None),),
    "duty": ((Role.DUTY_OFFICER, "", None),),
    "sealed": ((Role.SEALED_OFFICER, "", None),),
}
PROOF = [{"kind": "photo", "file_id": "proof", "file_unique_id": "p"}]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that waits for its sender, as whoever checks a test reads it."""

    who: str
    text_id: str
    kind: str
    data: Mapping[str, Any]
    fresh: bool  # a new message, not a card painted again

    @property
    def words(self) -> tuple[str, str]:
        return self.who, self.text_id


@dataclass
class Town:
    """`heard` gives what was said since it was asked last."""

    database: Database
    district: DistrictData
    clock: MovableClock
    people: dict[str, Person] = field(default_factory=dict)
    _seen: int = 0
    _drawn: int = 0

    async def settle(self) -> None:
        """Everybody moves in."""
        now, district_id = self.clock.now(), self.district.id
        for number, name in enumerate(OFFICES, start=1):
            self.people[name] = Person(
                district_id=district_id, id=uuid7(now), telegram_id=number, chat_id=number,
                created_at=now, public_name=name, reachable=True, missed=0,
            )  # fmt: skip
        async with self.database.transaction() as session:
            session.add_all(self.people.values())
            await session.flush()
            session.add_all(
                RoleGrant(
                    district_id=district_id, person_id=self.people[name].id, role=role.value,
                    scope=scope, standing=standing, granted_at=now,
                )
                for name, offices in OFFICES.items()
                for role, scope, standing in offices
            )  # fmt: skip

    def name_of(self, chat: int) -> str:
        return list(OFFICES)[chat - 1]

    @asynccontextmanager
    async def desk(self, who: str | None = None) -> AsyncIterator[tuple[Desk, Actor]]:
        """One transaction of this person, as around every update: what is refused is undone."""
        refused: Refused | None = None
        async with self.database.transaction() as session:
            desk, actor = await self.sit(session, who)
            try:
                async with desk.savepoint():
                    yield desk, actor
            except Refused as no:
                refused = no
            await desk.deliver()
        if refused is not None:
            raise refused

    async def sit(self, session: AsyncSession, who: str | None) -> tuple[Desk, Actor]:
        person = self.people[who] if who else None
        desk = Desk(session, self.district, self.clock.now(), person.id if person else None)
        if person is None:
            return desk, Actor(None)
        return desk, await queries.actor_of(session, self.district.id, person.id)

    # --- what people do -------------------------------------------------------------------

    async def files(
        self, understood: Understood, text: str = "路灯坏了", who: str = "resident"
    ) -> Order:
        async with self.desk(who) as (desk, actor):
            return await intake.file_report(desk, actor, report(understood, text))

    async def does(
        self,
        who: str,
        order: Order,
        action: Action,
        *,
        version: int | None = None,
        **inputs: Any,
    ) -> Order:
        async with self.desk(who) as (desk, actor):
            return await take_step(desk, actor, order.id, action, inputs, version=version)

    async def rates(
        self, who: str, order: Order, dimension: Dimension, value: int, round: int = 1
    ) -> closure.Rated:
        async with self.desk(who) as (desk, actor):
            return await closure.rate(desk, actor, order.id, round, dimension, Value(value))

    async def explains(self, who: str, order: Order, reason: str | None, round: int = 1) -> Order:
        async with self.desk(who) as (desk, actor):
            return await closure.give_reason(desk, actor, order.id, round, reason)

    async def waits_until(self, moment: datetime) -> int:
        """The clock rings at this moment: steps, then notices. How many steps did something."""
        self.clock.set(moment)
        fired = await fire_due(self.database, self.district, moment)
        flush = partial(
            flush_due, now=moment, district_id=self.district.id, bot_id=self.district.bot_id
        )
        await unit_of_work(self.database, flush)
        return fired

    # --- orders on their way ---------------------------------------------------------------

    async def order_in(self, status: Status, category: str = LAMP) -> Order:
        """A lamp that does not burn, as far on its way as this; nothing heard of it yet."""
        order = await self.files(understood(category))
        for stop, who, action, inputs in _WAY:
            if order.status == status:
                break
            assert order.status == stop
            order = await self.does(who, order, action, **inputs)
        assert order.status == status
        await self.heard()
        return order

    async def redone(self, order: Order, round: int = 1) -> Order:
        """Both rate, the resident is dissatisfied and says nothing more: the next round."""
        await self.rates("deputy", order, Dimension.REPLY, 3, round)
        await self.rates("resident", order, Dimension.REPLY, 1, round)
        return await self.explains("resident", order, None, round)

    # --- what became of it -------------------------------------------------------------------

    async def now(self, order: Order) -> Order:
        async with self.database.reading() as session:
            found = await queries.get_order(session, self.district.id, order.id)
        assert found is not None
        return found

    async def events(self, order: Order) -> Sequence[Event]:
        async with self.database.reading() as session:
            return await queries.events_of(session, self.district.id, order.id)

    async def rows(self, table: Any, order: Order | None = None) -> Sequence[Any]:
        query = select(table)
        if order is not None:
            query = query.where(table.order_id == order.id)
        async with self.database.reading() as session:
            return (await session.execute(query)).scalars().all()

    async def running(self, order: Order) -> set[str]:
        """Clocks that have not stopped."""
        return {c.kind for c in await self.rows(Clock, order) if c.stopped_at is None}

    async def steps(self, order: Order) -> dict[str, DeadlineStep]:
        """Steps that have not fired, by clock and name."""
        rows = await self.rows(DeadlineStep, order)
        return {f"{s.clock} {s.step}": s for s in rows if s.fired_at is None}

    async def outcomes(self, order: Order) -> dict[str, str | None]:
        rows = await self.rows(DeadlineStep, order)
        return {f"{s.clock} {s.step}": s.outcome for s in rows}

    async def additions(self, order: Order) -> list[str | None]:
        return [row.text for row in await self.rows(Addition, order)]

    async def view(self, who: str, order: Order) -> OrderView | None:
        async with self.database.reading() as session:
            person = self.people[who]
            now = self.clock.now()
            return await order_view(
                session, self.district, order.id, person.id, now, timeline=True
            )

    async def heard(self) -> list[Heard]:
        """New messages since the last time, in the order in which they were written."""
        return [said for said in await self.written() if said.fresh]

    async def written(self) -> list[Heard]:
        """As `heard`, with cards that were painted again."""
        query = select(OutboxMessage).where(OutboxMessage.id > self._seen)
        async with self.database.reading() as session:
            rows = (await session.execute(query.order_by(OutboxMessage.id))).scalars().all()
        self._seen = max((row.id for row in rows), default=self._seen)
        return [self.as_heard(row) for row in rows]

    def as_heard(self, row: OutboxMessage) -> Heard:
        fresh = row.text_id != "card" or bool(row.data.get("fresh"))
        return Heard(self.name_of(row.lane), row.text_id or "", row.kind, row.data, fresh)

    async def told(self) -> set[tuple[str, str]]:
        return {said.words for said in await self.heard()}

    async def for_the_morning(self) -> set[tuple[str, str]]:
        """Notices that wait for their time."""
        names = {person.id: name for name, person in self.people.items()}
        rows = await self.rows(Notice)
        return {(names[row.person_id], row.text_id) for row in rows if row.sent_at is None}

    def id_of(self, name: str) -> UUID:
        return self.people[name].id


# What is done in each state on the way of an ordinary matter.
_WAY: tuple[tuple[Status, str, Action, Mapping[str, Any]], ...] = (
    (Status.CONFIRMING, "deputy", Action.CONFIRM, {}),
    (Status.DISPATCHED, "clerk", Action.TAKE, {"plan": "明天到场"}),
    (
        Status.HANDLING,
        "clerk",
        Action.REPLY,
        {"result_class": "D", "text": "已经记下"},
    ),
    (Status.REPLY_REVIEW, "reviewer", Action.RELEASE, {}),
)


def report(understood: Understood, text: str) -> Report:
    return Report(text=text, understood=understood, language="zh-Hans")


def understood(
    category: str | None = LAMP,
    *,
    confidence: float = 0.9,
    margin: float = 0.5,
    grids: Sequence[str] = (GARDEN,),
    limit: str | None = None,
    danger: Danger | None = None,
) -> Understood:
    """What the language part makes of a message; one grid is a sure one, several are not."""
    certainty = {0: "none", 1: "exact"}.get(len(grids), "candidates")
    place = PlaceFound(tuple(grids), certainty, ("文昌路",) if grids else ())  # type: ignore[arg-type]
    issue = Issue(
        code=category or UNSORTED,
        level1="",
        level2="",
        lead="",
        limit=limit or _LIMITS.get(category or "", "W5"),
        urgency="normal",
        confidence=confidence,
        margin=margin,
        keywords=(KeywordHit("路灯", 2.0, 0),),
    )
    asks = (() if category else ("what",)) + (() if len(grids) == 1 else ("place",))
    return Understood(
        text_normal="路灯坏了",
        intent=Intent.REPORT,
        issues=(issue,) if category else (),
        place=place,
        danger=danger,
        must_ask=asks,  # type: ignore[arg-type]
        number=None,
    )


_LIMITS = {PIPE: "U24", BRIBE: "TRANSFER", COURT: "TRANSFER", ABUSE: "U24"}


def smell_of_gas(code: str = GAS) -> Danger:
    return Danger("A", "gas", code, ("煤气味",))
