"""From a pack to what the tables hold: rows by table, and the JSON of District.settings.

Pure. Codes refer to each other as in the files, which service.pack has checked.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from opencc import OpenCC

from service.pack.model import Pack
from storage.base import Base
from storage.ground import CalendarDay, Category, Grid, LimitRow, Place, Station, Unit

Row = dict[str, Any]


def table_rows(pack: Pack) -> dict[type[Base], list[Row]]:
    """The rows of every table of the pack, without their district."""
    return {
        Unit: _units(pack),
        Station: _stations(pack),
        Grid: _grids(pack),
        Place: _places(pack),
        Category: _categories(pack),
        LimitRow: [
            {
                "code": limit.class_code,
                **{name: cell or None for name, cell in limit.cells.items()},
            }
            for limit in pack.limits
        ],
        CalendarDay: [
            {
                "day": day.day,
                "is_workday": day.is_workday,
                "name": day.name,
                "source": day.source,
                "provisional": day.provisional,
            }
            for day in pack.calendar
        ],
    }


def _units(pack: Pack) -> list[Row]:
    """Lead T of a street is its government: that unit carries the street's code (C17)."""
    governs = {street.unit: street.code for street in pack.streets}
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "short_name": unit.short,
            "name_en": unit.name_en,
            "kind": unit.kind,
            "street": governs.get(unit.code),
            "duty_24h": unit.duty_24h,
            "phone": unit.phone or None,
        }
        for unit in pack.units
    ]


def _street_of_grid(pack: Pack) -> dict[str, str]:
    communities = {community.code: community.street for community in pack.communities}
    return {grid.code: communities[grid.community] for grid in pack.grids}


def _stations(pack: Pack) -> list[Row]:
    streets = _street_of_grid(pack)
    return [
        {
            "code": station.code,
            "name": station.name,
            "name_en": station.name_en,
            "kind": station.kind,
            "street": streets[station.grid],
            "address": station.address,
        }
        for station in pack.stations
    ]


def _grids(pack: Pack) -> list[Row]:
    """A grid's station is the station of its street; points belong to one."""
    communities = {community.code: community for community in pack.communities}
    streets = {street.code: street for street in pack.streets}
    of_grid = _street_of_grid(pack)
    stations = {of_grid[s.grid]: s.code for s in pack.stations if s.kind == "station"}
    return [
        {
            "code": grid.code,
            "name": grid.name,
            "name_en": grid.name_en,
            "community": grid.community,
            "community_name": communities[grid.community].name,
            "street": of_grid[grid.code],
            "street_name": streets[of_grid[grid.code]].name,
            "station": stations.get(of_grid[grid.code], ""),
            "kind": grid.kind,
            "polygon": [list(point) for point in grid.ring],
        }
        for grid in pack.grids
    ]


def _places(pack: Pack) -> list[Row]:
    return [
        {
            "id": number,
            "alias": place.alias,
            "level": place.level,
            "grids": list(place.grids),
            "number_from": place.number_from,
            "number_to": place.number_to,
            "parity": place.parity,
            "generic": place.generic,
        }
        for number, place in enumerate(pack.places, start=1)
    ]


def _categories(pack: Pack) -> list[Row]:
    return [
        {
            "version": pack.settings.taxonomy_version,
            "code": category.code,
            "level1": category.level1,
            "level2": category.level2,
            "level1_en": category.level1_en,
            "level2_en": category.level2_en,
            "lead": category.lead,
            "co": list(category.co),
            "limit_class": category.limit,
            "urgent": list(category.urgent),
            "keywords": list(category.keywords),
            "sealed": category.sealed,
            "auto": category.auto,
            "referral": category.reason or None,
        }
        for category in pack.categories
    ]


def settings_of(pack: Pack) -> dict[str, Any]:
    """What the running program needs beside the tables, as JSON. Keys:

    timezone, languages, taxonomy_version, location_datum, thresholds
    (domain.routing.Thresholds), share (orders of one resident by hour and day), windows
    (durations), retention (days);
    streets, communities, limits (names by code); safety by kind and referrals by R-code (texts by
    language); lexicon; people (English by Chinese name or title); hant (Traditional by
    Simplified, where they differ, of every name above).
    """
    s = pack.settings
    return {
        "timezone": s.timezone,
        "languages": list(s.languages),
        "taxonomy_version": s.taxonomy_version,
        "location_datum": s.location_datum,
        "thresholds": {"auto": s.dispatch_score, "margin": s.margin, "confirm": s.ask_score},
        "share": {"hour": s.orders_per_hour, "day": s.orders_per_day},
        "windows": dict(s.windows),
        "retention": dict(s.retention),
        **_names(pack),
        **_texts(pack),
        "lexicon": _lexicon(pack),
        "hant": _traditional(_all_names(pack)),
    }


def _names(pack: Pack) -> dict[str, Any]:
    return {
        "streets": {
            s.code: {"name": s.name, "name_en": s.name_en, "kind": s.kind} for s in pack.streets
        },
        "communities": {
            c.code: {"name": c.name, "name_en": c.name_en, "kind": c.kind, "street": c.street}
            for c in pack.communities
        },
        "limits": {
            limit.class_code: {"name": limit.name, "name_en": limit.name_en}
            for limit in pack.limits
        },
        "people": {
            **{office.title: office.title_en for office in pack.offices},
            **{deputy.name: deputy.name_en for deputy in pack.deputies},
        },
    }


def _texts(pack: Pack) -> dict[str, Any]:
    return {
        "safety": {
            text.kind: {
                "law": text.law,
                "phones": list(text.phones),
                "units": list(text.units),
                "texts": {
                    language: {"head": head, "body": body}
                    for language, (head, body) in text.texts.items()
                },
            }
            for text in pack.safety
        },
        "referrals": {
            referral.code: {
                "law": referral.law,
                "phones": list(referral.phones),
                "names": dict(referral.names),
                "texts": dict(referral.texts),
            }
            for referral in pack.referrals
        },
    }


def _lexicon(pack: Pack) -> dict[str, list[list[str]]]:
    return {
        "emergencies": [[e.term, e.tier, e.kind, e.code] for e in pack.emergencies],
        "blockers": [[b.term, b.kind] for b in pack.blockers],
        "synonyms": [[s.term, s.normal] for s in pack.synonyms],
    }


def _all_names(pack: Pack) -> Iterable[str]:
    for named in (pack.streets, pack.communities, pack.grids, pack.units, pack.stations):
        yield from (item.name for item in named)
    yield from (unit.short for unit in pack.units)
    for category in pack.categories:
        yield from (category.level1, category.level2)
    yield from (limit.name for limit in pack.limits)
    yield from (office.title for office in pack.offices)
    yield from (deputy.name for deputy in pack.deputies)


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def _traditional(names: Iterable[str]) -> dict[str, str]:
    """里 of a neighbourhood (松涛里) stays 里, it is not the 裏 of inside."""
    found = {name: _to_traditional().convert(name).replace("裏", "里") for name in names}
    return {name: traditional for name, traditional in found.items() if traditional != name}
