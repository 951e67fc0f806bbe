"""Outlines of grids: is a ring sound, do two overlap. Plain geometry on (longitude, latitude) in
degrees; a district is small enough for the plane."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.outlines import Point, contains
from service.pack.model import Ring

# About a metre: how far rounding may carry a shared border of two grids apart.
_TOLERANCE = 1e-5


def ring_fault(ring: Ring) -> str | None:
    """The first thing that is wrong with a ring, or None."""
    if len(ring) < 4:
        return f"{len(ring)} points, at least 4 are needed"
    if ring[0] != ring[-1]:
        return "not closed: the last point must repeat the first"
    if any(a == b for a, b in pairwise(ring)):
        return "a point stands twice in a row"
    if crossing := _self_crossing(ring):
        return f"crosses or touches itself near {crossing[0]:.5f} {crossing[1]:.5f}"
    if area(ring) <= 0:
        return "points run clockwise; GeoJSON wants them counterclockwise"
    return None


def area(ring: Ring) -> float:
    """Signed area in square degrees: positive if the points run counterclockwise."""
    return sum(_cross(ring[0], a, b) for a, b in pairwise(ring)) / 2


def overlap(one: Ring, other: Ring) -> Point | None:
    """A point where the interiors overlap by more than rounding explains, or None."""
    if not _boxes_meet(one, other):
        return None
    for ring, against in ((one, other), (other, one)):
        for point in _probes(ring):
            if contains(against, point) and _distance(against, point) > _TOLERANCE:
                return point
    return _crossing(one, other)


def _probes(ring: Ring) -> Iterator[Point]:
    """Points of the ring and one inside it."""
    for a, b in pairwise(ring):
        yield a
        yield (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    yield inner_point(ring)


def inner_point(ring: Ring) -> Point:
    """A point inside: the middle of the widest stretch of the ring's middle line."""
    ys = sorted({y for _, y in ring})
    low, high = max(pairwise(ys), key=lambda pair: pair[1] - pair[0])
    y = (low + high) / 2
    cuts = sorted(
        (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in pairwise(ring)
        if (ay > y) != (by > y)
    )
    left, right = max(zip(cuts[::2], cuts[1::2], strict=True), key=lambda cut: cut[1] - cut[0])
    return (left + right) / 2, y


def _self_crossing(ring: Ring) -> Point | None:
    """Where two edges meet that are not neighbours, or neighbours that run back on each other."""
    edges = list(pairwise(ring))
    for i, (a, b) in enumerate(edges):
        nexts = edges[(i + 1) % len(edges)][1]
        if _cross(a, b, nexts) == 0 and _dot(b, a, nexts) > 0:
            return b
        for j in range(i + 2, len(edges)):
            neighbours = i == 0 and j == len(edges) - 1
            if not neighbours and _meet(a, b, *edges[j]):
                return edges[j][0]
    return None


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Do the closed segments ab and cd have a point in common?"""
    sides = _cross(a, b, c), _cross(a, b, d), _cross(c, d, a), _cross(c, d, b)
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(
        side == 0 and _dot(end, start, other) <= 0
        for side, (start, other, end) in zip(sides, ends, strict=True)
    )


def _crossing(one: Ring, other: Ring) -> Point | None:
    """Where two edges cross with all four ends well away from the other edge."""
    for a, b in pairwise(one):
        for c, d in pairwise(other):
            ab, ba = _cross(a, b, c), _cross(a, b, d)
            cd, dc = _cross(c, d, a), _cross(c, d, b)
            if ab * ba < 0 and cd * dc < 0:
                away = min(_off(c, a, b), _off(d, a, b), _off(a, c, d), _off(b, c, d))
                if away > _TOLERANCE:
                    share = cd / (cd - dc)
                    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
    return None


def _boxes_meet(one: Ring, other: Ring) -> bool:
    return all(
        min(p[axis] for p in one) < max(p[axis] for p in other)
        and min(p[axis] for p in other) < max(p[axis] for p in one)
        for axis in (0, 1)
    )


def _distance(ring: Ring, point: Point) -> float:
    return min(_off(point, a, b) for a, b in pairwise(ring))


def _off(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the segment ab."""
    length = _dot(a, b, b)
    share = min(1.0, max(0.0, _dot(a, b, point) / length)) if length else 0.0
    x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
    return float(((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5)


def _cross(origin: Sequence[float], a: Sequence[float], b: Sequence[float]) -> float:
    return (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0])


def _dot(origin: Sequence[float], a: Sequence[float], b: Sequence[float]) -> float:
    return (a[0] - origin[0]) * (b[0] - origin[0]) + (a[1] - origin[1]) * (b[1] - origin[1])
