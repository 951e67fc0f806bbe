"""The outlines of the grids: each grid has one, sound, within the district, beside the others."""

from collections.abc import Iterator
from itertools import combinations

from domain.outlines import contains
from service.pack.faults import Fault
from service.pack.model import Ring
from service.pack.polygons import overlap, ring_fault
from service.pack.reader import Table
from service.pack.tables import Tables


def check_outlines(t: Tables) -> Iterator[Fault]:
    drawn = {code for code, _ in t.rings.items}
    for line, grid in t.grids.entries:
        if grid.code not in drawn:
            yield Fault(t.grids.file, line, "polygon", f"{grid.code} is not in {t.rings.file}")
    sound = []
    for line, (code, ring) in t.rings.entries:
        if reason := ring_fault(ring) or _outside(ring, t.settings.bounds):
            yield Fault(t.rings.file, line, "polygon", f"{code}: {reason}")
        else:
            sound.append((line, (code, ring)))
    yield from _overlaps(Table(t.rings.file, tuple(sound)))
    yield from _stations(t, {code: ring for _, (code, ring) in sound})


def _outside(ring: Ring, bounds: tuple[float, ...]) -> str | None:
    west, south, east, north = bounds
    for x, y in ring:
        if not (west <= x <= east and south <= y <= north):
            hint = ": longitude and latitude exchanged" if west <= y <= east else ""
            return f"point {x} {y} is outside the bounds of district.toml{hint}"
    return None


def _overlaps(rings: Table[tuple[str, Ring]]) -> Iterator[Fault]:
    for (_, (code, ring)), (line, (other, other_ring)) in combinations(rings.entries, 2):
        if point := overlap(ring, other_ring):
            reason = f"{other}: overlaps {code} near {point[0]:.5f} {point[1]:.5f}"
            yield Fault(rings.file, line, "polygon", reason)


def _stations(t: Tables, rings: dict[str, Ring]) -> Iterator[Fault]:
    for line, station in t.stations.entries:
        ring = rings.get(station.grid)
        if ring and not contains(ring, (station.longitude, station.latitude)):
            reason = f"{station.code} does not lie in its grid {station.grid}"
            yield Fault(t.stations.file, line, "longitude", reason)
