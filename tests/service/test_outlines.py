"""Which outlines of grids overlap, and which are none."""

import pytest

from service.pack.polygons import overlap, ring_fault

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))


def moved(x: float, y: float) -> tuple[tuple[float, float], ...]:
    return tuple((px + x, py + y) for px, py in SQUARE)


def test_neighbours_do_not_overlap():
    assert overlap(SQUARE, moved(1, 0)) is None
    assert overlap(SQUARE, moved(1, 0.5)) is None
    assert overlap(SQUARE, moved(1, 1)) is None
    assert overlap(SQUARE, moved(0.999999, 0)) is None  # rounding


@pytest.mark.parametrize("other", [SQUARE, moved(0.5, 0), moved(0.5, 0.5), moved(0.99, 0)])
def test_what_overlaps_is_found(other):
    assert overlap(SQUARE, other)


def test_one_inside_the_other_overlaps():
    inner = tuple((0.25 + x / 2, 0.25 + y / 2) for x, y in SQUARE)
    assert overlap(SQUARE, inner)
    assert overlap(inner, SQUARE)


def test_a_cross_overlaps_without_any_corner_inside():
    flat = tuple((x * 3 - 1, y / 3 + 1 / 3) for x, y in SQUARE)
    assert overlap(SQUARE, flat)


def test_a_ring_that_runs_back_on_itself():
    spike = ((0.0, 0.0), (2.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    assert "itself" in (ring_fault(spike) or "")
    assert ring_fault(SQUARE) is None
