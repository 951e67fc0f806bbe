"""The same thing again (T8): orders that a report may be one with, those that follow another one,
and all of a week. For the program; what a person may see is asked of queries.visible_orders.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Row, and_, bindparam, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.order import Result, Status
from storage import queries
from storage.models import Addition, Order, Person, Reporter

# A main order that others may follow: sorted, and not answered yet.
FOLLOWED = (
    Status.CONFIRMING, Status.READY, Status.DISPATCHED, Status.RETURN_REVIEW, Status.HANDLING,
    Status.REPLY_REVIEW,
)  # fmt: skip


async def near_orders(
    session: AsyncSession,
    district_id: str,
    *,
    grids: Sequence[str],
    codes: Sequence[str],
    since: datetime,
    limit: int,
) -> Sequence[Row[UUID, str, str, datetime]]:
    """(id, category, text_normal, submitted_at) of open orders of these classes in these grids,
    the newest first. Never a sealed one, never one in danger; for the program, shown to no one."""
    given = {
        "district": district_id,
        "grids": list(grids),
        "codes": list(codes),
        "since": since,
        "most": limit,
    }
    return (await session.execute(_NEAR, given)).all()


_NEAR = (
    select(Order.id, Order.category, Order.text_normal, Order.submitted_at)
    .where(
        Order.district_id == bindparam("district"),
        Order.grid.in_(bindparam("grids", expanding=True)),
        Order.category.in_(bindparam("codes", expanding=True)),
        Order.submitted_at >= bindparam("since"),
        Order.status.in_([status.value for status in FOLLOWED]),
        Order.sealed.is_(False),
        Order.hazard.is_(False),
    )
    .order_by(Order.submitted_at.desc())
    .limit(bindparam("most", type_=Integer()))
)


async def main_of(session: AsyncSession, order: Order) -> Order | None:
    """The order into which this one was merged, while it may be followed; None otherwise."""
    if order.main_id is None or order.result != Result.MERGED:
        return None
    main = await queries.get_order(session, order.district_id, order.main_id)
    return None if main is None or main.sealed else main


async def merged_into(session: AsyncSession, district_id: str, main_id: UUID) -> Sequence[Order]:
    """All orders that were merged into this one, also those that nobody is linked to any more;
    locked, in the order of their ids."""
    query = (
        select(Order)
        .where(Order.district_id == district_id, Order.main_id == main_id)
        .order_by(Order.id)
        .with_for_update(key_share=True)
    )
    return (await session.scalars(query)).all()


async def spoken_of(
    session: AsyncSession, district_id: str, person_id: UUID, limit: int
) -> Sequence[Row[Order, datetime]]:
    """What words of this resident may be about, the newest movement first: his open orders, and
    those that were merged into one which is open; with the time of that movement."""
    given = {"district": district_id, "person": person_id, "most": limit}
    return (await session.execute(_SPOKEN_OF, given)).all()


_MAIN = aliased(Order)
_MOVED = case((_MAIN.moved_at > Order.moved_at, _MAIN.moved_at), else_=Order.moved_at)
_SPOKEN_OF = (
    select(Order, _MOVED.label("moved_at"))
    .join(Reporter, and_(Reporter.order_id == Order.id, Reporter.district_id == Order.district_id))
    .outerjoin(
        _MAIN,
        and_(
            _MAIN.district_id == Order.district_id,
            _MAIN.id == Order.main_id,
            _MAIN.status != Status.CLOSED.value,
            _MAIN.sealed.is_(False),
        ),
    )
    .where(
        Order.district_id == bindparam("district"),
        Reporter.person_id == bindparam("person"),
        or_(Order.status != Status.CLOSED.value, _MAIN.id.is_not(None)),
    )
    .order_by(_MOVED.desc())
    .limit(bindparam("most", type_=Integer()))
)


async def followers_of(
    session: AsyncSession, district_id: str, main_id: UUID
) -> Sequence[Row[Person, Order]]:
    """Who follows this order, each with the own order that was merged into it."""
    given = {"district": district_id, "main": main_id}
    return (await session.execute(_FOLLOWERS, given)).all()


_FOLLOWERS = (
    select(Person, Order)
    .join(
        Reporter,
        and_(Reporter.person_id == Person.id, Reporter.district_id == Person.district_id),
    )
    .join(Order, and_(Order.id == Reporter.order_id, Order.district_id == Reporter.district_id))
    .where(Order.district_id == bindparam("district"), Order.main_id == bindparam("main"))
    .order_by(Reporter.linked_at, Person.id)
)


async def added_by_followers(
    session: AsyncSession, district_id: str, main_id: UUID
) -> Sequence[Addition]:
    """What followers of this order have added since they follow it."""
    query = (
        select(Addition)
        .join(
            Order,
            and_(Order.id == Addition.order_id, Order.district_id == Addition.district_id),
        )
        .where(
            Order.district_id == district_id,
            Order.main_id == main_id,
            Addition.at >= Order.closed_at,
        )
        .order_by(Addition.at, Addition.id)
    )
    return (await session.scalars(query)).all()


class Written(NamedTuple):
    """An order as the weekly clusters read it."""

    number: str
    category: str
    text_normal: str
    grid: str | None
    community: str | None


async def written_between(
    session: AsyncSession, district_id: str, start: datetime, end: datetime
) -> list[Written]:
    """Orders filed from `start` to before `end`, as they came; no sealed ones, no dangers."""
    query = (
        select(Order.number, Order.category, Order.text_normal, Order.grid, Order.community)
        .where(
            Order.district_id == district_id,
            Order.submitted_at >= start,
            Order.submitted_at < end,
            Order.sealed.is_(False),
            Order.hazard.is_(False),
        )
        .order_by(Order.submitted_at, Order.id)
    )
    return [Written(*row) for row in await session.execute(query)]
