"""From an audience of the table to people: who is told of this order."""

from collections.abc import Sequence

from domain.roles import Audience, Role
from service.desk import Desk
from storage import queries
from storage.models import Order, Person

CRISIS_AUDIENCES = frozenset({Audience.RESIDENT, Audience.DUTY_OFFICER, Audience.SEALED_OFFICER})


async def people_of(desk: Desk, order: Order, audience: Audience) -> Sequence[Person]:
    """People to tell. A sealed order is told to nobody but its reporter, the duty officer and
    the sealed-case officer (decisions.md 26)."""
    session, district = desk.session, order.district_id
    if order.sealed and audience not in CRISIS_AUDIENCES:
        return []
    if audience is Audience.RESIDENT:
        return await desk.reporters_of(order)
    if audience is Audience.FOLLOWER:  # told of their own orders, see casework
        return []
    if audience is Audience.DEPUTY:
        return await _deputies(desk, order)
    if audience is Audience.STAND_IN:
        return await _deputies(desk, order, standing="stand_in")
    if audience in {Audience.STATION, Audience.REVIEWER}:
        return await _at_station(desk, order, audience)
    if audience in {Audience.CLERK, Audience.HEAD, Audience.CHIEF}:
        return await _of_unit(desk, order, audience)
    if audience is Audience.SEALED_OFFICER and not order.sealed:
        return []
    roles = queries.AUDIENCE_ROLES[audience]
    return await queries.holders(session, district, roles, [""])


async def _deputies(desk: Desk, order: Order, standing: str | None = None) -> Sequence[Person]:
    """The primary deputy, and the stand-in once called (T7)."""
    if order.grid is None:
        return []
    wanted = standing or (None if order.stand_in else "primary")
    return await queries.holders(
        desk.session, order.district_id, [Role.DEPUTY], [order.grid], standing=wanted
    )


async def _at_station(desk: Desk, order: Order, audience: Audience) -> Sequence[Person]:
    """Of the order's station, or of every station while its place is not known."""
    scopes = [order.station] if order.station else list(desk.district.stations)
    roles = queries.AUDIENCE_ROLES[audience]
    return await queries.holders(desk.session, order.district_id, roles, scopes)


async def _of_unit(desk: Desk, order: Order, audience: Audience) -> Sequence[Person]:
    """The clerks of the lead unit and the handler of this round; the heads of the unit."""
    if order.lead_unit is None:
        return []
    roles = queries.AUDIENCE_ROLES[audience]
    people = await queries.holders(desk.session, order.district_id, roles, [order.lead_unit])
    if audience is Audience.CLERK and order.handler is not None:
        handler = await desk.session.get(Person, (order.district_id, order.handler))
        if handler is not None and handler.id not in {person.id for person in people}:
            return [*people, handler]
    return people
