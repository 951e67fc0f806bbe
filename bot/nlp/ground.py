"""The ground: in which grid a shared position lies, and which grids lie beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, radians

from bot.nlp.datum import to_wgs84
from bot.nlp.knowledge import Datum, GridShape
from domain.outlines import Point, contains

Box = tuple[float, float, float, float]  # west, south, east, north
_METRES = 111_320.0  # of a degree of latitude
_ROAD = 30.0  # metres: outlines that leave out the road between them are neighbours


class Ground:
    """The outlines of a district. `datum`: see docs/decisions/0006."""

    def __init__(self, shapes: Iterable[GridShape], datum: Datum) -> None:
        self._shapes = tuple(shapes)
        self._boxes = tuple(_box(shape) for shape in self._shapes)
        self._datum = datum
        self._beside: dict[str, tuple[str, ...]] = {}

    def locate(self, lat: float, lon: float) -> str | None:
        """The grid whose outline holds the point of WGS-84; the first on a shared border."""
        for shape, (west, south, east, north) in zip(self._shapes, self._boxes, strict=True):
            inside = west <= lon <= east and south <= lat <= north
            if inside and contains(shape.polygon, (lon, lat)):
                return shape.code
        return None

    def readings(self, lat: float, lon: float) -> tuple[str, ...]:
        """The grids that a shared position may mean, the point as it was given first. A reading
        that lies outside the district is none: whoever writes here means a place here."""
        points = []
        if self._datum != "gcj02":
            points.append((lat, lon))
        if self._datum != "wgs84":
            points.append(to_wgs84(lat, lon))
        found = (self.locate(*point) for point in points)
        return tuple(dict.fromkeys(code for code in found if code is not None))

    def beside(self, code: str) -> tuple[str, ...]:
        """The grids that touch this one, the longest common border first. Worked out when a grid
        is asked about first: for all of a large district it would take seconds."""
        known = self._beside.get(code)
        if known is None:
            borders = {other: metres for other, metres in self._borders(code) if metres > _ROAD}
            known = tuple(sorted(borders, key=lambda other: (-borders[other], other)))
            self._beside[code] = known
        return known

    def _borders(self, code: str) -> Iterator[tuple[str, float]]:
        """Other grids with the metres of border in common; a corner is none."""
        margin = 2 * _ROAD / _METRES
        for shape, box in zip(self._shapes, self._boxes, strict=True):
            if shape.code != code:
                continue
            west, south, east, north = box
            for other, (left, low, right, high) in zip(self._shapes, self._boxes, strict=True):
                apart = left > east + margin or right < west - margin
                apart = apart or low > north + margin or high < south - margin
                if not apart and other.code != code:
                    yield other.code, _border(shape.polygon, other.polygon)


def _border(one: Sequence[Point], other: Sequence[Point]) -> float:
    """About how many metres of the outlines run along each other."""
    return max(_along(one, other), _along(other, one))


def _along(ring: Sequence[Point], other: Sequence[Point]) -> float:
    """Metres of the halves of the ring's edges that begin and end near the other outline."""
    total = 0.0
    for a, b in pairwise([*ring, ring[0]]):
        middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        if _near(middle, other):
            total += (_near(a, other) + _near(b, other)) * _metres(a, b) / 2
    return total


def _near(point: Point, ring: Sequence[Point]) -> bool:
    closed = [*ring, ring[0]]
    return any(_distance(point, a, b) <= _ROAD for a, b in pairwise(closed))


def _distance(p: Point, a: Point, b: Point) -> float:
    """Metres from a point to a stretch."""
    squeeze = cos(radians(p[1]))
    ax, ay = (a[0] - p[0]) * squeeze, a[1] - p[1]
    dx, dy = (b[0] - a[0]) * squeeze, b[1] - a[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / length))
    return hypot(ax + share * dx, ay + share * dy) * _METRES


def _metres(a: Point, b: Point) -> float:
    return hypot((b[0] - a[0]) * cos(radians(a[1])), b[1] - a[1]) * _METRES


def _box(shape: GridShape) -> Box:
    """West, south, east, north."""
    longitudes = [lon for lon, _ in shape.polygon]
    latitudes = [lat for _, lat in shape.polygon]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
