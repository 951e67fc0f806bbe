"""Is a point inside an outline? Plain geometry on (longitude, latitude) in degrees: a grid is far
too small for the Earth's curve to matter."""

from collections.abc import Sequence

Point = tuple[float, float]


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Even-odd rule; the ring may repeat its first point or not. Of two neighbours, exactly one
    holds a point of their shared border."""
    x, y = point
    inside = False
    ax, ay = ring[-1]
    for bx, by in ring:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
        ax, ay = bx, by
    return inside
