"""Reading: the only place that selects orders, and only those that an actor may see.

`visible_orders` is domain.access in SQL; tests/storage holds the two together. Statements that
every update runs are built once: to build one costs as much as SQLite takes to run it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.order import Case, Result, Status
from domain.roles import UNIT_ROLES, Actor, Audience, Grant, Role
from storage.models import Addition, Event, Order, Person, Reporter, RoleGrant
from storage.queues import OutboxMessage

AUDIENCE_ROLES = {
    Audience.STATION: (Role.STATION,),
    Audience.DISPATCHER: (Role.DISPATCHER,),
    Audience.CLERK: (Role.CLERK,),
    Audience.HEAD: (Role.HEAD,),
    Audience.CHIEF: (Role.CHIEF,),
    Audience.REVIEWER: (Role.REVIEWER,),
    Audience.DUTY_OFFICER: (Role.DUTY_OFFICER,),
    Audience.SEALED_OFFICER: (Role.SEALED_OFFICER,),
}


def case_of(order: Order, *, owned: bool) -> Case:
    """What the rules may know of this row. `owned`: the asking person reported it."""
    return Case(
        id=order.id,
        status=Status(order.status),
        result=Result(order.result) if order.result else None,
        round=order.round,
        state_version=order.state_version,
        category=order.category,
        limit_class=order.limit_class,
        confidence=order.confidence,
        grid=order.grid,
        community=order.community,
        street=order.street,
        station=order.station,
        lead_unit=order.lead_unit,
        urgency=order.urgency,
        sealed=order.sealed,
        hazard=order.hazard,
        stand_in=order.stand_in,
        at_station=order.at_station,
        designated=order.designated,
        returns=len(order.returned_by),
        returned_by=frozenset(order.returned_by),
        refusal_code=order.refusal_code,
        refused_by=order.refused_by,
        proposed_by=order.proposed_by,
        objected=order.objected,
        forwarded=bool(order.trace.get("forwarded")),
        a_question=order.intent == "question",
        merge_pending=bool(order.trace.get("merge")),
        question_open=order.unit_question is not None,
        questions_asked=order.questions_asked,
        owned=owned,
        followers=order.followers,
        dispatched_at=order.dispatched_at,
        return_until=order.return_until,
        closed_at=order.closed_at,
    )


def visible_orders(district_id: str, actor: Actor) -> Select[Order]:
    """Orders that this person may see: domain.access.may_see as SQL. Default: none."""
    owned = exists().where(
        Reporter.district_id == Order.district_id,
        Reporter.order_id == Order.id,
        Reporter.person_id == actor.person_id,
    )
    return select(Order).where(
        Order.district_id == district_id,
        or_(
            owned if actor.person_id else false(),
            and_(Order.sealed.is_(False), or_(false(), *_open_scopes(actor))),
            and_(Order.sealed.is_(True), or_(false(), *_sealed_scopes(actor))),
        ),
    )


def _open_scopes(actor: Actor) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if grids := actor.scopes(Role.DEPUTY):
        clauses.append(Order.grid.in_(grids))
    if stations := actor.scopes(Role.STATION, Role.REVIEWER):
        clauses.append(Order.station.in_(stations))
    if actor.holds(Role.STATION):
        clauses.append(and_(Order.station.is_(None), Order.at_station.is_(True)))
    if actor.holds(Role.DISPATCHER):
        clauses.append(Order.id.is_not(None))
    if units := actor.scopes(*UNIT_ROLES):
        has_it = or_(Order.dispatched_at.is_not(None), Order.status == Status.EMERGENCY.value)
        clauses.append(and_(Order.lead_unit.in_(units), has_it))
    if actor.holds(Role.DUTY_OFFICER):
        clauses.append(Order.hazard.is_(True))
    return clauses


def _sealed_scopes(actor: Actor) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if actor.holds(Role.SEALED_OFFICER):
        clauses.append(Order.id.is_not(None))
    if actor.holds(Role.DUTY_OFFICER):
        clauses.append(Order.hazard.is_(True))
    return clauses


async def lock_order(session: AsyncSession, district_id: str, order_id: UUID) -> Order | None:
    """The order's row, locked until the transaction ends (SQLite: its writer is alone anyway)."""
    await session.flush()
    given = {"district": district_id, "order": order_id}
    return (await session.execute(_LOCK, given)).scalar_one_or_none()


_LOCK = (
    select(Order)
    .where(Order.district_id == bindparam("district"), Order.id == bindparam("order"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


async def get_order(session: AsyncSession, district_id: str, order_id: UUID) -> Order | None:
    return await session.get(Order, (district_id, order_id))


async def number_taken(session: AsyncSession, district_id: str, number: str) -> bool:
    return bool(await session.scalar(_TAKEN, {"district": district_id, "number": number}))


_TAKEN = select(
    exists().where(Order.district_id == bindparam("district"), Order.number == bindparam("number"))
)


async def find_by_number(
    session: AsyncSession, district_id: str, actor: Actor, digits: str
) -> Order | None:
    """A full number, or its last five digits: the newest that this actor may see
    (decisions.md 29). Unknown and forbidden give the same None."""
    found = visible_orders(district_id, actor).order_by(Order.submitted_at.desc()).limit(1)
    if len(digits) == 5:
        found = found.where(Order.number.like(f"%-{digits}"))
    else:
        found = found.where(func.upper(Order.number) == digits.upper())
    return (await session.execute(found)).scalar_one_or_none()


async def reported_by(
    session: AsyncSession, district_id: str, person_id: UUID, *, limit: int, offset: int = 0
) -> Sequence[Order]:
    """Orders of a resident, newest movement first."""
    given = {"district": district_id, "person": person_id, "most": limit, "from": offset}
    return (await session.scalars(_REPORTED, given)).all()


_REPORTED = (
    select(Order)
    .join(Reporter, and_(Reporter.order_id == Order.id, Reporter.district_id == Order.district_id))
    .where(Order.district_id == bindparam("district"), Reporter.person_id == bindparam("person"))
    .order_by(Order.moved_at.desc())
    .limit(bindparam("most", type_=Integer()))
    .offset(bindparam("from", type_=Integer()))
)


async def waiting_for(
    session: AsyncSession, district_id: str, actor: Actor, statuses: Sequence[Status], limit: int
) -> Sequence[Order]:
    """Visible orders in these states, the one that is due first at the top."""
    query = (
        visible_orders(district_id, actor)
        .where(Order.status.in_([status.value for status in statuses]))
        .order_by(Order.hazard.desc(), Order.next_due.asc().nulls_last(), Order.submitted_at)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def is_reporter(
    session: AsyncSession, district_id: str, order_id: UUID, person_id: UUID | None
) -> bool:
    if person_id is None:
        return False
    given = {"district": district_id, "order": order_id, "person": person_id}
    return await session.scalar(_IS_REPORTER, given) is not None


_IS_REPORTER = select(literal(1)).where(
    Reporter.district_id == bindparam("district"),
    Reporter.order_id == bindparam("order"),
    Reporter.person_id == bindparam("person"),
)


async def reporters_of(
    session: AsyncSession, district_id: str, order_id: UUID
) -> Sequence[Person]:
    given = {"district": district_id, "order": order_id}
    return (await session.scalars(_REPORTERS, given)).all()


_REPORTERS = (
    select(Person)
    .join(
        Reporter,
        and_(Reporter.person_id == Person.id, Reporter.district_id == Person.district_id),
    )
    .where(Reporter.district_id == bindparam("district"), Reporter.order_id == bindparam("order"))
    .order_by(Reporter.linked_at)
)


async def holders(
    session: AsyncSession,
    district_id: str,
    roles: Sequence[Role],
    scopes: Sequence[str],
    *,
    standing: str | None = None,
) -> Sequence[Person]:
    """People who hold one of these roles in one of these scopes."""
    given = {
        "district": district_id,
        "roles": [role.value for role in roles],
        "scopes": list(scopes),
        "standing": standing,
    }
    return (await session.scalars(_HOLDERS, given)).all()


_STANDING = bindparam("standing", type_=String())
_HOLDERS = (
    select(Person)
    .join(
        RoleGrant,
        and_(RoleGrant.person_id == Person.id, RoleGrant.district_id == Person.district_id),
    )
    .where(
        Person.district_id == bindparam("district"),
        RoleGrant.role.in_(bindparam("roles", expanding=True)),
        RoleGrant.scope.in_(bindparam("scopes", expanding=True)),
        or_(_STANDING.is_(None), RoleGrant.standing == _STANDING),
    )
    .order_by(Person.created_at, Person.id)
    .distinct()
)


async def deputy_name(
    session: AsyncSession, district_id: str, grid: str, standing: str
) -> str | None:
    """As the public reads it; None where nobody holds the seat."""
    given = {"district": district_id, "grid": grid, "standing": standing}
    return await session.scalar(_DEPUTY_NAME, given)


_DEPUTY_NAME = (
    select(Person.public_name)
    .join(
        RoleGrant,
        and_(RoleGrant.person_id == Person.id, RoleGrant.district_id == Person.district_id),
    )
    .where(
        Person.district_id == bindparam("district"),
        RoleGrant.role == Role.DEPUTY.value,
        RoleGrant.scope == bindparam("grid"),
        RoleGrant.standing == bindparam("standing"),
    )
    .order_by(Person.created_at, Person.id)
    .limit(1)
)


async def grants_of(
    session: AsyncSession, district_id: str, person_id: UUID
) -> Sequence[RoleGrant]:
    given = {"district": district_id, "person": person_id}
    return (await session.scalars(_GRANTS, given)).all()


_GRANTS = select(RoleGrant).where(
    RoleGrant.district_id == bindparam("district"), RoleGrant.person_id == bindparam("person")
)


async def actor_of(session: AsyncSession, district_id: str, person_id: UUID) -> Actor:
    """The person with the roles that the database holds now, so that removal works at once."""
    given = {"district": district_id, "person": person_id}
    rows = await session.execute(_ACTING, given)
    return Actor(person_id, frozenset(Grant(Role(role), scope) for role, scope in rows))


_ACTING = select(RoleGrant.role, RoleGrant.scope).where(
    RoleGrant.district_id == bindparam("district"), RoleGrant.person_id == bindparam("person")
)


async def person_by_telegram(
    session: AsyncSession, district_id: str, telegram_id: int
) -> Person | None:
    given = {"district": district_id, "telegram": telegram_id}
    return (await session.scalars(_BY_TELEGRAM, given)).one_or_none()


_BY_TELEGRAM = select(Person).where(
    Person.district_id == bindparam("district"), Person.telegram_id == bindparam("telegram")
)


async def last_event(session: AsyncSession, district_id: str, order_id: UUID) -> Event | None:
    given = {"district": district_id, "order": order_id}
    return (await session.scalars(_LAST_EVENT, given)).one_or_none()


_LAST_EVENT = (
    select(Event)
    .where(Event.district_id == bindparam("district"), Event.order_id == bindparam("order"))
    .order_by(Event.seq.desc())
    .limit(1)
)


async def events_of(session: AsyncSession, district_id: str, order_id: UUID) -> Sequence[Event]:
    query = (
        select(Event)
        .where(Event.district_id == district_id, Event.order_id == order_id)
        .order_by(Event.seq)
    )
    return (await session.execute(query)).scalars().all()


async def additions_of(
    session: AsyncSession, district_id: str, order_id: UUID
) -> Sequence[Addition]:
    given = {"district": district_id, "order": order_id}
    return (await session.scalars(_ADDITIONS, given)).all()


_ADDITIONS = (
    select(Addition)
    .where(Addition.district_id == bindparam("district"), Addition.order_id == bindparam("order"))
    .order_by(Addition.at, Addition.message_id, Addition.id)  # an album comes in one moment
)


async def order_of_push(
    session: AsyncSession, district_id: str, chat_id: int, message_id: int
) -> UUID | None:
    """The order that a sent message was about."""
    query = select(OutboxMessage.order_id).where(
        OutboxMessage.district_id == district_id,
        OutboxMessage.lane == chat_id,
        OutboxMessage.message_id == message_id,
        OutboxMessage.order_id.is_not(None),
    )
    return (await session.execute(query.limit(1))).scalar_one_or_none()


async def count(session: AsyncSession, query: Select[Any]) -> int:
    return int(
        (await session.execute(select(func.count()).select_from(query.subquery()))).scalar_one()
    )


async def filed_since(
    session: AsyncSession, district_id: str, person_id: UUID, since: datetime
) -> int:
    """How many orders this person has reported since then (flood limit)."""
    given = {"district": district_id, "person": person_id, "since": since}
    return await session.scalar(_FILED, given) or 0


_FILED = (
    select(func.count())
    .select_from(Reporter)
    .where(
        Reporter.district_id == bindparam("district"),
        Reporter.person_id == bindparam("person"),
        Reporter.linked_at >= bindparam("since"),
    )
)


async def count_orders(
    session: AsyncSession, district_id: str, *conditions: ColumnElement[bool]
) -> int:
    """How many orders of the district fulfil the conditions; for upkeep, shown to no one."""
    query = (
        select(func.count())
        .select_from(Order)
        .where(Order.district_id == district_id, *conditions)
    )
    return int((await session.execute(query)).scalar_one())


async def closed_before(
    session: AsyncSession,
    district_id: str,
    moment: datetime,
    *conditions: ColumnElement[bool],
    limit: int,
) -> Sequence[UUID]:
    """Orders that were closed before then, the oldest first; for upkeep, shown to no one. A merged
    one is closed when its main order is (T8)."""
    main = aliased(Order)
    goes_on = exists().where(
        main.district_id == Order.district_id,
        main.id == Order.main_id,
        or_(main.closed_at.is_(None), main.closed_at >= moment),
    )
    query = (
        select(Order.id)
        .where(
            Order.district_id == district_id,
            Order.status == Status.CLOSED.value,
            Order.closed_at < moment,
            ~goes_on,
            *conditions,
        )
        .order_by(Order.closed_at, Order.id)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def page_of_orders(
    session: AsyncSession, district_id: str, *, after: UUID | None, limit: int
) -> Sequence[Order]:
    """Orders by id, from the one after `after`; for the checker, shown to no one."""
    query = select(Order).where(Order.district_id == district_id).order_by(Order.id).limit(limit)
    if after is not None:
        query = query.where(Order.id > after)
    return (await session.execute(query)).scalars().all()
