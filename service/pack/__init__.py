"""A district pack: the folder districts/<id>/ with everything that differs between towns.

read_pack() gives it as frozen data or raises PackError; check_pack() gives the list of faults.
Faults come in stages, so that one slip is one line: first what cannot be read, then keys and
references, then who or what is missing.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from service.pack import checks, model, outlines
from service.pack.faults import Fault, PackError
from service.pack.model import Pack
from service.pack.reader import Files, Table
from service.pack.tables import PlaceRow, Tables, read_tables

__all__ = ["Fault", "Pack", "PackError", "check_pack", "read_pack"]

_STAGES: tuple[tuple[Callable[[Tables], Iterator[Fault]], ...], ...] = (
    (checks.check_keys, checks.check_references, checks.check_numbers, checks.check_words),
    (outlines.check_outlines, checks.check_posts),
    (checks.check_demo,),
)


def read_pack(path: Path) -> Pack:
    """The pack of a folder. Raises PackError with every fault of the first stage that has any."""
    if not path.is_dir():
        raise PackError([Fault(str(path), 0, "", "no such folder")])
    files = Files(path)
    tables = read_tables(files)
    if files.faults:
        raise PackError(files.faults)
    for stage in _STAGES:
        if faults := [fault for check in stage for fault in check(tables)]:
            raise PackError(faults)
    return _pack(tables, _digest(path))


def check_pack(path: Path) -> list[Fault]:
    """What read_pack() would refuse; an empty list if the pack is sound."""
    try:
        read_pack(path)
    except PackError as error:
        return error.faults
    return []


def _digest(path: Path) -> str:
    """SHA-256 over the names and bytes of all files: the same pack has the same digest."""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(path).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _pack(t: Tables, digest: str) -> Pack:
    rings = dict(t.rings.items)
    return Pack(
        settings=t.settings,
        streets=t.streets.items,
        communities=t.communities.items,
        grids=tuple(replace(grid, ring=rings[grid.code]) for grid in t.grids.items),
        places=_places(t.places),
        units=t.units.items,
        offices=t.offices.items,
        deputies=t.deputies.items,
        deputy_links=t.deputy_links.items,
        stations=t.stations.items,
        categories=t.categories.items,
        limits=t.limits.items,
        calendar=t.calendar.items,
        emergencies=t.emergencies.items,
        blockers=t.blockers.items,
        synonyms=t.synonyms.items,
        safety=tuple(text for table in t.safety for text in table.items),
        referrals=t.referrals.items,
        people=t.people.items,
        digest=digest,
    )


def _places(table: Table[PlaceRow]) -> tuple[model.Place, ...]:
    """One place for each alias and range, with all grids that its rows name, in file order."""
    grids: dict[model.Place, list[str]] = {}
    for row in table.items:
        grids.setdefault(row.place, []).append(row.grid)
    return tuple(replace(place, grids=tuple(found)) for place, found in grids.items())
