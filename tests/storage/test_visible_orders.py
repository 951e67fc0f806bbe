"""`queries.visible_orders` is domain.access.may_see: the same orders for everybody, for a wide
set of orders and for every role in every kind of scope, on both databases."""

import random
from collections.abc import Iterator
from itertools import product
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import Allow, may_see
from domain.order import Case, Status
from domain.roles import SCOPE_OF_ROLE, SYSTEM, Actor, Grant, Role, ScopeKind
from storage import queries
from storage.ids import uuid7
from storage.models import Order, Person, Reporter
from tests.service.orders import NOW, an_order

DISTRICT = "qingting"
GRIDS = ("WT-01-01", "BL-02-02", None)
STATIONS = {"WT-01-01": "ST-WT", "BL-02-02": "ST-BL", None: None}
UNITS = ("CGJ", "E-RQ", None)
SCOPES = {
    ScopeKind.GRID: ("WT-01-01", "BL-02-02", "gone"),
    ScopeKind.STATION: ("ST-WT", "ST-BL", "gone"),
    ScopeKind.UNIT: ("CGJ", "E-RQ", "gone"),
    ScopeKind.DISTRICT: ("",),
}


def orders() -> Iterator[Order]:
    """Every state × grid × unit × sealed × hazard × dispatched or not."""
    flags = (False, True)
    kinds = product(Status, GRIDS, UNITS, flags, flags, flags)
    for status, grid, unit, sealed, hazard, dispatched in kinds:
        yield an_order(
            status=status.value,
            grid=grid,
            station=STATIONS[grid],
            lead_unit=unit,
            sealed=sealed,
            hazard=hazard,
            dispatched_at=NOW if dispatched else None,
        )


def a_person() -> Person:
    number = uuid4().int % 10**12
    return Person(
        district_id=DISTRICT, id=uuid7(NOW), telegram_id=number, chat_id=number, created_at=NOW
    )


def grants() -> list[Grant]:
    return [Grant(role, scope) for role, kind in SCOPE_OF_ROLE.items() for scope in SCOPES[kind]]


def actors(reporter: UUID, stranger: UUID) -> Iterator[Actor]:
    """Nobody; each grant alone, by a stranger and by a reporter; seeded mixtures of grants."""
    yield Actor(None)
    for person in (stranger, reporter):
        yield Actor(person)
        yield from (Actor(person, frozenset({grant})) for grant in grants())
    mix = random.Random(20261125)
    for _ in range(40):
        chosen = mix.sample(grants(), mix.randint(2, 5))
        yield Actor(mix.choice([reporter, stranger, uuid4()]), frozenset(chosen))


async def seen(session: AsyncSession, actor: Actor) -> set[UUID]:
    visible = queries.visible_orders(DISTRICT, actor).with_only_columns(Order.id)
    return set((await session.execute(visible)).scalars())


def allowed(cases: list[Case], actor: Actor) -> set[UUID]:
    return {case.id for case in cases if isinstance(may_see(actor, case), Allow)}


async def test_the_query_and_the_rule_show_the_same_orders(database):
    known = list(orders())
    foreign = [an_order(district_id="elsewhere", grid="WT-01-01") for _ in range(3)]
    reporter, stranger = a_person(), a_person()
    mine = {order.id for order in random.Random(7).sample(known, 40)}
    async with database.transaction() as session:
        session.add_all([*known, *foreign, reporter, stranger])
        await session.flush()
        session.add_all(
            Reporter(district_id=DISTRICT, order_id=order_id, person_id=reporter.id, linked_at=NOW)
            for order_id in sorted(mine)
        )
    everybody = list(actors(reporter.id, stranger.id))
    cases = {
        owner: [queries.case_of(o, owned=owner and o.id in mine) for o in known]
        for owner in (False, True)
    }
    shown = []
    async with database.reading() as session:
        for actor in everybody:
            expected = allowed(cases[actor.person_id == reporter.id], actor)
            assert await seen(session, actor) == expected, actor
            shown.append(bool(expected))
        assert await seen(session, Actor(reporter.id)) == mine
        assert await seen(session, Actor(stranger.id)) == set()
    assert any(shown)
    assert not all(shown)


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.ADMIN])
async def test_offices_without_orders_see_none(database, role):
    async with database.transaction() as session:
        session.add_all(orders())
    async with database.reading() as session:
        assert await seen(session, Actor(uuid4(), frozenset({Grant(role)}))) == set()


async def test_the_program_reads_orders_by_other_ways(database):
    """`visible_orders` is for people: SYSTEM holds no role of SCOPE_OF_ROLE and sees none."""
    async with database.transaction() as session:
        session.add(an_order())
    async with database.reading() as session:
        assert await seen(session, SYSTEM) == set()
