"""The shipped district is sound."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from domain.limits import limits_from_rows
from domain.outlines import contains
from service.pack import check_pack, read_pack
from service.pack.model import UNSORTED, Pack
from service.pack.polygons import inner_point

QINGTING = Path(__file__).parents[2] / "districts" / "qingting"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(QINGTING)


def grids_of(pack: Pack, alias: str, number: int | None = None) -> set[str]:
    """The candidates of an alias, as a reader of places.csv would find them."""
    return {
        grid
        for place in pack.places
        if place.alias == alias
        and (number is None or (place.number_from or 0) <= number <= (place.number_to or 9999))
        for grid in place.grids
    }


# --- the shipped pack -----------------------------------------------------------------------


def test_the_shipped_pack_has_no_fault():
    assert check_pack(QINGTING) == []


def test_it_counts_what_the_model_counts(pack):
    stations = [station.kind for station in pack.stations]
    assert len(pack.streets) == 5
    assert len(pack.communities) == 13
    assert len(pack.grids) == 25
    assert len(pack.deputies) == 34
    assert len(pack.deputy_links) == 50
    assert (stations.count("station"), stations.count("point")) == (5, 8)
    assert len([c for c in pack.categories if c.code != UNSORTED]) == 119
    assert len({c.level1 for c in pack.categories if c.code != UNSORTED}) == 16


def test_sixteen_deputies_hold_two_grids(pack):
    held = [sum(k.deputy == d.id for k in pack.deputy_links) for d in pack.deputies]
    assert sorted(held) == [1] * 18 + [2] * 16


def test_the_deputy_of_the_first_dialogue(pack):
    (chen,) = [d for d in pack.deputies if d.name == "陈玉兰"]
    roles = {k.grid: k.role for k in pack.deputy_links if k.deputy == chen.id}
    assert roles["WT-02-01"] == "primary"


@pytest.mark.parametrize(
    ("alias", "number", "grids"),
    [
        ("文昌路", None, {"WT-02-01", "WT-02-02"}),
        ("文昌路", 88, {"WT-02-01"}),
        ("文昌路", 89, {"WT-02-02"}),
        ("汀兰路", 45, {"WT-01-01"}),
        ("汀兰路", 46, set()),
        ("鹭洲花园", None, {"BL-01-01", "BL-01-02"}),
        ("鹭洲花园壹期", None, {"BL-01-01"}),
        ("鹭洲花园2期", None, {"BL-01-02"}),
        ("滨河", None, {"BL-02-01", "BL-02-02"}),
        ("滨河大道", None, {"BL-02-01"}),
        ("大沱村五组", None, {"SG-02-02"}),
        ("文昌阁社区", None, {"WT-02-01", "WT-02-02"}),
    ],
)
def test_a_place_has_its_candidates(pack, alias, number, grids):
    assert grids_of(pack, alias, number) == grids


def test_a_community_is_known_less_closely_than_a_grid(pack):
    levels = {place.alias: place.level for place in pack.places}
    assert levels["文昌花园"] == "grid"
    assert levels["文昌阁社区"] == "community"
    assert levels["望汀街道"] == "street"


def test_a_point_belongs_to_one_grid_at_most(pack):
    west, south, east, north = pack.settings.bounds
    random = Random(17)
    held = []
    for _ in range(4000):
        point = random.uniform(west, east), random.uniform(south, north)
        held.append(sum(contains(grid.ring, point) for grid in pack.grids))
    assert set(held) == {0, 1}
    assert held.count(1) > 1500


def test_the_grids_leave_no_gap(pack):
    """Each border inside the district is shared: an edge runs there and back, or is outside."""
    edges = {edge for grid in pack.grids for edge in zip(grid.ring, grid.ring[1:], strict=False)}
    outer = {a: b for a, b in edges if (b, a) not in edges}
    start = point = next(iter(outer))
    steps = 0
    while steps == 0 or point != start:
        point, steps = outer[point], steps + 1
    assert steps == len(outer)


def test_each_grid_holds_its_inner_point(pack):
    for grid in pack.grids:
        assert contains(grid.ring, inner_point(grid.ring))


def test_streets_are_connected(pack):
    for street in pack.streets:
        rings = [set(g.ring) for g in pack.grids if g.code.startswith(street.code)]
        reached = rings.pop()
        while touching := [ring for ring in rings if len(ring & reached) > 1]:
            reached |= touching[0]
            rings.remove(touching[0])
        assert rings == []


def test_the_golden_gas_words(pack):
    (gas,) = [text for text in pack.safety if text.kind == "gas"]
    words = "".join(gas.texts["zh-Hans"])
    assert "先离开" in words
    assert "不要开关电器、不要点火、不要在屋里打电话" in words
    assert gas.phones == ("119",)


@pytest.mark.parametrize(
    ("message", "danger"),
    [
        ("文昌花园3栋楼下路灯坏了一个礼拜了 晚上黑灯瞎火的 老人都摔了", set()),
        ("文昌路下水道又堵了 臭死了", set()),
        ("楼道里好大的煤气味 头有点晕", {"gas", "medical"}),
        ("松涛里停水了 一早上没水", set()),
        ("小区垃圾三天没人收了,还有电梯年检过期了也没人管,桂香名邸", set()),
        ("我跟邻居打官司 法院判得不公", set()),
    ],
)
def test_of_the_golden_messages_only_the_gas_is_danger(pack, message, danger):
    words = [term for term in pack.emergencies if term.tier != "C" and term.term in message]
    assert {term.kind for term in words} == danger


def test_the_limits_are_those_that_the_rules_read(pack):
    rows = [{"class_code": limit.class_code, **limit.cells} for limit in pack.limits]
    limits = limits_from_rows(rows)
    assert set(limits) == {"E2", "U24", "W1", "W3", "W5", "W15", "ST", "M3", "M6"}


def test_the_year_2026_has_248_working_days(pack):
    special = {day.day: day.is_workday for day in pack.calendar}
    first = date(2026, 1, 1)
    days = [date.fromordinal(n) for n in range(first.toordinal(), date(2027, 1, 1).toordinal())]
    assert sum(special.get(day, day.weekday() < 5) for day in days) == 248


def test_the_next_year_is_provisional(pack):
    assert {day.provisional for day in pack.calendar if day.day.year == 2027} == {True}
    assert {day.provisional for day in pack.calendar if day.day.year == 2026} == {False}


def test_what_must_be_sealed_is_sealed(pack):
    assert {c.code for c in pack.categories if c.sealed} == {"0804", "0805", "0806", "1604"}
    assert not any(c.auto for c in pack.categories if c.sealed or c.reason)


def test_the_demo_plays_every_part(pack):
    people = pack.people
    offices = {office for person in people for office in person.offices}
    assert people[0].grid == "WT-02-01"
    assert len([p for p in people if p.grid]) >= 8
    assert {"zh-hans", "zh-hant", "en"} <= {p.language_code for p in people if p.grid}
    for unit in pack.units:
        if unit.kind != "external":
            assert {f"{unit.code}-clerk", f"{unit.code}-head"} <= offices


def test_reading_twice_gives_the_same_digest(pack):
    assert read_pack(QINGTING).digest == pack.digest
