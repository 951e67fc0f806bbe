"""Where an order is, from what its resident has said and said before."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.nlp.place import PlaceFound
from service.district import DistrictData
from storage import queries
from storage.models import Order

CHOICES = 6  # places that are offered as buttons: a question of more is none
_REMEMBERED = 20  # orders among which the last one with a place is looked for


def agreed(before: Sequence[str], place: PlaceFound) -> PlaceFound:
    """What two unsure answers to the same question leave: 文昌路, and a position that may be in
    one of its two grids, is that grid. The same answer twice is no surer than once."""
    common = tuple(grid for grid in place.grids if grid in before)
    if place.certainty == "exact" or not common:
        return place
    one = len(common) == 1 and max(len(before), len(place.grids)) > 1
    return PlaceFound(common, "exact" if one else "candidates", place.words, place.community)


def asked(order: Order) -> str | None:
    """What the resident is asked: `place` as `which` of several or `here` where one name was heard
    but is not certain; else `what`, `kind`, or nothing."""
    known = len(order.grid_candidates)
    if order.question != "place" or known > CHOICES:
        return order.question
    return "which" if known > 1 else "here" if known else "place"


async def last_place(
    session: AsyncSession, district: DistrictData, order: Order, person_id: UUID | None
) -> str | None:
    """The grid of the newest other order of this person, to be offered where a place is asked,
    never assumed. Only to whoever reported this order, and only of what he reported himself; a
    sealed one is not brought up again. It fits what this order already knows of its place."""
    if person_id is None or not await queries.is_reporter(
        session, district.id, order.id, person_id
    ):
        return None
    rows = await queries.reported_by(session, district.id, person_id, limit=_REMEMBERED)
    known = [
        row for row in rows if row.id != order.id and not row.sealed and row.grid in district.grids
    ]
    if not known:
        return None
    grid = max(known, key=lambda row: row.submitted_at).grid
    fits = grid != order.grid and (not order.grid_candidates or grid in order.grid_candidates)
    return grid if fits else None
