"""Places: exact, candidates, community, none; never a random grid (model.md C11, C17)."""

import pytest

from bot.nlp.understand import GridShape, Knowledge, Understander

EXACT = [
    ("汀兰苑停水", "WT-01-01"),
    ("汀兰路12号停水", "WT-01-01"),
    ("老渡口路灯坏了", "WT-01-02"),
    ("文昌路45号漏水", "WT-02-01"),
    ("文昌路 88号 漏水", "WT-02-01"),
    ("文昌路89号漏水", "WT-02-02"),
    ("文昌路一百二十号漏水", "WT-02-02"),
    ("文昌路上90号门口", "WT-02-02"),
    ("文昌路実小门口", None),
    ("实小门口堵车", "WT-02-02"),
    ("文昌路实验小学门口堵车", "WT-02-02"),
    ("粮站家属院下水道堵了", "WT-03-02"),
    ("桂香名邸物业不管", "SP-02-01"),
    ("鹭洲花园一期没水", "BL-01-01"),
    ("鹭洲花园1期没水", "BL-01-01"),
    ("鹭洲花园１期没水", "BL-01-01"),
    ("鹭洲花园壹期没水", "BL-01-01"),
    ("鹭花二期没水", "BL-01-02"),
    ("鹭洲花园的二期没水", "BL-01-02"),
    ("滨河公园路灯不亮", "BL-02-02"),
    ("滨河大道堵车", "BL-02-01"),
    ("大沱村三组没水", "SG-02-01"),
    ("大沱村的7组没水", "SG-02-02"),
    ("大沱村八组路烂", "SG-02-02"),
    ("柳湾村5组路烂", "LW-01-02"),
    ("上堰村没信号", "LW-02-01"),
    ("望汀街道文昌花园路灯", "WT-02-01"),
    ("鷺洲花園二期停電", "BL-01-02"),
]


@pytest.mark.parametrize(("text", "grid"), EXACT)
def test_a_place_that_is_known_exactly(understander: Understander, text: str, grid: str | None):
    place = understander.understand(text).place
    if grid is None:
        assert place.certainty != "exact"
    else:
        assert (place.certainty, place.grids) == ("exact", (grid,))


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("文昌路下水道堵了", ("WT-02-01", "WT-02-02")),
        ("文昌路89路公交老不来", ("WT-02-01", "WT-02-02")),
        ("文昌路3号楼漏水", ("WT-02-01", "WT-02-02")),
        ("鹭洲花园没水", ("BL-01-01", "BL-01-02")),
        ("汀兰路60号没水", ("WT-01-01",)),
        ("菜市场门口占道", ("WT-03-01",)),
        ("文昌花园到桂香名邸没有公交", ("SP-02-01", "WT-02-01")),
    ],
)
def test_candidates_are_asked_about(understander: Understander, text: str, grids: tuple[str, ...]):
    found = understander.understand(text)
    assert (found.place.certainty, found.place.grids) == ("candidates", grids)
    assert "place" in found.must_ask


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("大沱村没水", ("SG-02-01", "SG-02-02")),
        ("临渡社区没水", ("WT-01-01", "WT-01-02")),
        ("滨河那边没水", ("BL-02-01", "BL-02-02")),
    ],
)
def test_a_community_is_known_as_such(
    understander: Understander, text: str, grids: tuple[str, ...]
):
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("community", grids)
    assert place.community


@pytest.mark.parametrize(
    "text",
    ["路灯坏了", "公交车站没有座位", "天安门广场路灯坏了", "地铁站口卖早点的", "通道口堆杂物"],
)
def test_no_place_is_no_place(understander: Understander, text: str):
    found = understander.understand(text)
    assert (found.place.certainty, found.place.grids) == ("none", ())
    assert "place" in found.must_ask


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("鹭洲花园一期停电,打错了是二期", "BL-01-02"),
        ("文昌花园路灯坏了 不对 是松涛里", "SP-01-01"),
        ("不是一期,是鹭洲花园二期", "BL-01-02"),
        ("不是汀兰苑 是桂香名邸", "SP-02-01"),
        ("文昌路45号,写错了,文昌路95号", "WT-02-02"),
    ],
)
def test_the_later_place_wins_on_self_correction(understander: Understander, text: str, grid: str):
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("exact", (grid,))


def test_a_generic_name_gives_way_to_a_real_one(understander: Understander):
    place = understander.understand("松涛里旁边的菜市场很脏").place
    assert (place.certainty, place.grids) == ("exact", ("SP-01-01",))


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
