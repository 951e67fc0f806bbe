"""The district as loaded: an immutable snapshot that every service call is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import Calendar
from domain.errors import Refused
from domain.guards import UNSORTED
from domain.limits import Limit, limits_from_rows
from domain.routing import Rule, Thresholds, unit_for
from storage.models import CalendarDay, Category, District, Grid, LimitRow, Place, Station, Unit


@dataclass(frozen=True, slots=True)
class DistrictData:
    """Rows of the pack's tables by code. `bot_id` is the bot that speaks for the district."""

    id: str
    name: str
    prefix: str
    version: str
    settings: Mapping[str, Any]
    tz: tzinfo
    calendar: Calendar
    limits: Mapping[str, Limit]
    categories: Mapping[str, Category]
    units: Mapping[str, Unit]
    grids: Mapping[str, Grid]
    stations: Mapping[str, Station]
    places: tuple[Place, ...]
    bot_id: int

    def category(self, code: str) -> Category:
        try:
            return self.categories[code]
        except KeyError:
            raise Refused("refused-unknown-category") from None

    def lead_for(self, code: str, grid: str | None, street: str | None = None) -> str | None:
        """The unit that leads a matter of this class there; None: people decide."""
        if code == UNSORTED or code not in self.categories:
            return None
        if grid is not None:
            street = self.grids[grid].street
        return unit_for(self.categories[code].lead, street, self.routes(), category=code)

    def routes(self) -> tuple[Rule, ...]:
        """Lead T is the government of the grid's street (model.md C17)."""
        return tuple(
            Rule(unit=unit.code, lead="T", street=unit.street)
            for unit in self.units.values()
            if unit.street
        )

    def limit_of(self, code: str | None) -> Limit:
        return self.limits.get(code or "", self.limits["W5"])

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(**self.settings["thresholds"])


async def read_district(session: AsyncSession, district_id: str, bot_id: int) -> DistrictData:
    """The snapshot of one district. Raises LookupError when it was never loaded."""
    row = await session.get(District, district_id)
    if row is None:
        raise LookupError(f"district {district_id} is not loaded: run `minsheng district load`")

    async def all_of(table: Any) -> list[Any]:
        found = await session.execute(select(table).where(table.district_id == district_id))
        return list(found.scalars())

    tz = ZoneInfo(row.settings["timezone"])
    days = await all_of(CalendarDay)
    calendar = Calendar(
        special={day.day: day.is_workday for day in days},
        provisional_years=frozenset(day.day.year for day in days if day.provisional),
        tz=tz,
    )
    categories = [c for c in await all_of(Category) if c.version == row.version]
    limits = limits_from_rows(
        {
            "class_code": limit.code,
            "take": limit.take or "",
            "first_contact": limit.first_contact or "",
            "reply": limit.reply or "",
            "finish": limit.finish or "",
            "extension": limit.extension or "",
            "redo": limit.redo or "",
        }
        for limit in await all_of(LimitRow)
    )
    return DistrictData(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        version=row.version,
        settings=row.settings,
        tz=tz,
        calendar=calendar,
        limits=limits,
        categories={c.code: c for c in categories},
        units={unit.code: unit for unit in await all_of(Unit)},
        grids={grid.code: grid for grid in await all_of(Grid)},
        stations={station.code: station for station in await all_of(Station)},
        places=tuple(sorted(await all_of(Place), key=lambda place: place.id)),
        bot_id=bot_id,
    )
