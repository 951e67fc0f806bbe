"""The district as loaded: an immutable snapshot that every service call is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import Calendar
from domain.errors import Refused
from domain.guards import UNSORTED
from domain.limits import Limit, limits_from_rows
from domain.roles import SCOPE_OF_ROLE, Role, ScopeKind
from domain.routing import Rule, Thresholds, unit_for
from storage.ground import CalendarDay, Category, District, Grid, LimitRow, Place, Station, Unit


@dataclass(frozen=True, slots=True)
class DistrictData:
    """Rows of the pack's tables by code. `bot_id` is the bot that speaks for the district.

    `version` is that of the taxonomy in force, `retired` holds the newest row of every class
    that it no longer has (J08). `settings`: see service.pack_rows.settings_of.
    """

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
    retired: Mapping[str, Category] = field(default_factory=dict)

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

    # Names as people read them. A code that is gone from the pack stands for itself.

    def named(self, name: str, name_en: str | None, language: str) -> str:
        """A name of the pack in zh-Hans, zh-Hant or en; Chinese where there is no English."""
        if language == "en" and name_en:
            return name_en
        return str(self.settings["hant"].get(name, name)) if language == "zh-Hant" else name

    def grid_label(self, code: str, language: str) -> str:
        """文昌花园; a village's parts are named with their village (大沱村一至四组)."""
        grid = self.grids.get(code)
        if grid is None:
            return code
        own = self.named(grid.name, grid.name_en, language)
        if self.settings["communities"][grid.community]["kind"] != "village":
            return own
        return self._joined([self.community_label(grid.community, language), own], language)

    def community_label(self, code: str, language: str) -> str:
        return self._coded("communities", code, language)

    def street_label(self, code: str, language: str) -> str:
        return self._coded("streets", code, language)

    def limit_label(self, code: str, language: str) -> str:
        return self._coded("limits", code, language)

    def place_label(self, code: str, language: str) -> str:
        """望汀街道文昌阁社区文昌花园, the widest first; in English the other way round."""
        grid = self.grids.get(code)
        if grid is None:
            return code
        parts = [
            self.street_label(grid.street, language),
            self.community_label(grid.community, language),
            self.named(grid.name, grid.name_en, language),
        ]
        return self._joined(parts, language)

    def category_label(self, code: str, language: str) -> str:
        category = self.categories.get(code) or self.retired.get(code)
        if category is None:
            return code
        return self.named(category.level2, category.level2_en, language)

    def unit_label(self, code: str, language: str) -> str:
        """区城市管理局: the full name without what the pack explains in brackets."""
        unit = self.units.get(code)
        if unit is None:
            return code
        return self.named(unit.name, unit.name_en, language).partition("(")[0].strip()

    def level1_label(self, code: str, language: str) -> str:
        """The first-level class of two digits."""
        category = next((c for c in self.categories.values() if c.code.startswith(code)), None)
        return self.named(category.level1, category.level1_en, language) if category else code

    def scope_label(self, role: Role, code: str, language: str) -> str:
        """What a role holds for, as people read it; "" for the whole district."""
        kind = SCOPE_OF_ROLE.get(role)
        if kind is ScopeKind.GRID:
            return self.place_label(code, language)
        if kind is ScopeKind.UNIT:
            return self.unit_label(code, language)
        station = self.stations.get(code)
        return self.named(station.name, station.name_en, language) if station else code

    def referral(self, code: str | None, language: str) -> str | None:
        """The lawful way for a matter that is not for us (R-code of T10)."""
        row = self.settings["referrals"].get(code or "")
        return row["texts"].get(language) if row else None

    def safety(self, kind: str | None, language: str) -> tuple[str, str] | None:
        """Head and body of the words that come first in danger of this kind."""
        row = self.settings["safety"].get(kind or "")
        if row is None:
            return None
        words = row["texts"][language]
        return words["head"], words["body"]

    def person_label(self, public_name: str, language: str) -> str:
        """A deputy's name or an office's title (people.public_name)."""
        return self.named(public_name, self.settings["people"].get(public_name), language)

    def _coded(self, kind: str, code: str, language: str) -> str:
        row = self.settings[kind].get(code)
        return self.named(row["name"], row["name_en"], language) if row else code

    @staticmethod
    def _joined(parts: list[str], language: str) -> str:
        return ", ".join(reversed(parts)) if language == "en" else "".join(parts)


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
    version = row.settings["taxonomy_version"]
    categories = sorted(await all_of(Category), key=lambda c: (c.version, c.code))
    in_force = {c.code: c for c in categories if c.version == version}
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
        version=version,
        settings=row.settings,
        tz=tz,
        calendar=calendar,
        limits=limits,
        categories=in_force,
        retired={c.code: c for c in categories if c.code not in in_force},
        units={unit.code: unit for unit in await all_of(Unit)},
        grids={grid.code: grid for grid in await all_of(Grid)},
        stations={station.code: station for station in await all_of(Station)},
        places=tuple(sorted(await all_of(Place), key=lambda place: place.id)),
        bot_id=bot_id,
    )
