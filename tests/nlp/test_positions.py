"""Shared positions: point in polygon, two readings of a point, and what a name settles (0006)."""

from dataclasses import replace
from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.datum import to_gcj02, to_wgs84
from bot.nlp.ground import Ground
from bot.nlp.knowledge import Datum
from bot.nlp.place import PlaceFound
from bot.nlp.understand import GridShape, Knowledge, Understander


def _middle(shape: GridShape) -> tuple[float, float]:
    west, east = min(p[0] for p in shape.polygon), max(p[0] for p in shape.polygon)
    south, north = min(p[1] for p in shape.polygon), max(p[1] for p in shape.polygon)
    return (south + north) / 2, (west + east) / 2


def test_a_shared_position_finds_its_grid(understander: Understander, knowledge: Knowledge):
    found = 0
    for shape in knowledge.shapes:
        lat, lon = _middle(shape)
        grid = understander.locate(lat, lon)
        if grid == shape.code:
            found += 1
            place = understander.understand("路灯坏了", location=(lat, lon)).place
            assert (place.certainty, place.grids) == ("exact", (shape.code,))
    assert found >= 20


def test_a_position_settles_candidates_and_doubts_another_name(
    understander: Understander, knowledge: Knowledge
):
    shape = next(shape for shape in knowledge.shapes if shape.code == "WT-02-02")
    here = _middle(shape)
    assert understander.locate(*here) == "WT-02-02"
    settled = understander.understand("文昌路下水道堵了", location=here).place
    assert (settled.certainty, settled.grids) == ("exact", ("WT-02-02",))
    doubted = understander.understand("松涛里下水道堵了", location=here).place
    assert (doubted.certainty, doubted.grids) == ("candidates", ("SP-01-01", "WT-02-02"))


def test_a_position_outside_says_nothing(understander: Understander):
    assert understander.locate(0.0, 0.0) is None
    place = understander.understand("路灯坏了", location=(0.0, 0.0)).place
    assert place.certainty == "none"


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    north, east = a[0] - b[0], (a[1] - b[1]) * cos(radians(a[0]))
    return hypot(north, east) * 111_320


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((39.90872, 116.39748), (39.91012, 116.40372)),  # the square every map of China shows
        ((22.543847, 113.912316), (22.540796, 113.917171)),  # from coordtransform's own test
    ],
)
def test_the_shift_is_the_one_that_maps_show(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
):
    assert metres(to_gcj02(*wgs84), gcj02) < 5
    assert metres(to_wgs84(*gcj02), wgs84) < 5


@given(lat=st.floats(18, 53), lon=st.floats(74, 134))
def test_there_and_back_is_the_same_place_to_a_millimetre(lat: float, lon: float):
    assert metres(to_wgs84(*to_gcj02(lat, lon)), (lat, lon)) < 0.001
    assert metres(to_gcj02(lat, lon), (lat, lon)) < 1_500


def test_outside_china_nothing_is_shifted():
    assert to_gcj02(48.8584, 2.2945) == to_wgs84(48.8584, 2.2945) == (48.8584, 2.2945)


# Two grids of a kilometre beside each other, and nothing around them.
WEST, EAST = "W", "E"
SOUTH, NORTH, LEFT, BORDER, RIGHT = 30.0, 30.01, 110.0, 110.01, 110.02


def _square(code: str, west: float, east: float) -> GridShape:
    corners = ((west, SOUTH), (east, SOUTH), (east, NORTH), (west, NORTH), (west, SOUTH))
    return GridShape(code, corners)


def two_grids(datum: Datum) -> Ground:
    return Ground([_square(WEST, LEFT, BORDER), _square(EAST, BORDER, RIGHT)], datum)


MIDDLE_OF_WEST = ((SOUTH + NORTH) / 2, (LEFT + BORDER) / 2)
NEAR_THE_BORDER = ((SOUTH + NORTH) / 2, BORDER - 0.0005)


def test_the_same_grid_either_way_is_one_grid():
    here = MIDDLE_OF_WEST[0], BORDER - 0.001 - (to_gcj02(*MIDDLE_OF_WEST)[1] - MIDDLE_OF_WEST[1])
    assert two_grids("unknown").readings(*here) == (WEST,)
    assert two_grids("unknown").readings(*to_gcj02(*here)) == (WEST,)


def test_two_grids_are_both_possible_the_point_as_it_came_first():
    shown = to_gcj02(*NEAR_THE_BORDER)
    assert two_grids("unknown").readings(*shown) == (EAST, WEST)
    assert two_grids("wgs84").readings(*shown) == (EAST,)
    assert two_grids("gcj02").readings(*shown) == (WEST,)


def test_what_lies_outside_one_way_is_meant_the_other_way():
    edge = (SOUTH + NORTH) / 2, RIGHT - 0.0005
    shown = to_gcj02(*edge)
    assert two_grids("wgs84").readings(*shown) == ()
    assert two_grids("unknown").readings(*shown) == (EAST,)
    assert two_grids("unknown").readings(10.0, 10.0) == ()


def test_neighbours_share_a_stretch_of_border():
    alone = GridShape("far", ((111.0, 30.0), (111.01, 30.0), (111.01, 30.01), (111.0, 30.01)))
    corner = GridShape("NE", ((RIGHT, NORTH), (110.03, NORTH), (110.03, 30.02), (RIGHT, 30.02)))
    over_the_road = _square("road", RIGHT + 0.0002, 110.03)
    shapes = [_square(WEST, LEFT, BORDER), _square(EAST, BORDER, RIGHT), alone, corner]
    ground = Ground([*shapes, over_the_road], "wgs84")
    assert ground.beside(WEST) == (EAST,)
    assert ground.beside(EAST) == (WEST, "road")
    assert ground.beside("far") == ground.beside("unknown") == ()


def _place_of(knowledge: Knowledge, text: str, at: tuple[float, float]) -> PlaceFound:
    unsure = Understander(replace(knowledge, datum="unknown"), weights=[])
    return unsure.understand(text, location=at).place


def _on_two_grids(knowledge: Knowledge) -> tuple[tuple[float, float], tuple[str, ...]]:
    """A point of the demo district that lies in another grid when it is read the other way."""
    ground = Ground(knowledge.shapes, "unknown")
    for shape in knowledge.shapes:
        for lon, lat in shape.polygon:
            if len(found := ground.readings(lat + 0.0003, lon + 0.0003)) == 2:
                return (lat + 0.0003, lon + 0.0003), found
    raise AssertionError("the shift crosses no border")


def test_a_name_settles_which_reading_is_meant(knowledge: Knowledge):
    at, both = _on_two_grids(knowledge)
    alone = _place_of(knowledge, "", at)
    assert (alone.certainty, alone.grids) == ("candidates", both)
    for grid in both:
        name = next(
            place.alias
            for place in knowledge.places
            if place.grids == (grid,) and place.level == "grid" and not place.generic
            and place.number_from is None
        )  # fmt: skip
        settled = _place_of(knowledge, f"{name}路灯坏了", at)
        assert (settled.certainty, settled.grids) == ("exact", (grid,))
