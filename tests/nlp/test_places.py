"""Places: exact, candidates, community, none; never a random grid (model.md C11, C17)."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nlp.ground import Ground
from bot.nlp.numbers import count_in_digits, stem_and_parts
from bot.nlp.understand import Knowledge, Understander
from bot.nlp.words import load_lists, load_pairs

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


BESIDE_SCHOOL = ("WT-02-02", "WT-03-01", "WT-02-01", "SP-01-02", "WT-03-02", "WT-01-02")


@pytest.mark.parametrize(
    "text",
    [
        "实验小学对面路灯坏了",
        "实小斜对面占道",
        "实小校门口马路对面占道",
        "实小隔壁油烟大",
        "实小附近停车难",
        "实验小学一带停水",
        "靠近实小的地方积水",
    ],
)
def test_beside_a_place_may_be_the_grid_next_to_it(understander: Understander, text: str):
    """The grid itself first, then those with the longest common border; at most six to choose."""
    found = understander.understand(text)
    assert (found.place.certainty, found.place.grids) == ("candidates", BESIDE_SCHOOL)
    assert "place" in found.must_ask


@pytest.mark.parametrize(
    "text",
    ["实小门口", "实小后门", "实小旁边", "实小前面", "实小后面", "实小校门口", "对面的实小"],
)
def test_at_a_place_is_in_its_grid(understander: Understander, text: str):
    place = understander.understand(f"{text}路灯坏了").place
    assert (place.certainty, place.grids) == ("exact", ("WT-02-02",))


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("实验小学对面的文昌花园路灯坏了", "WT-02-01"),
        ("实验小学斜对面文昌路45号漏水", "WT-02-01"),
        ("文昌路95号,就在文昌花园对面", "WT-02-02"),
    ],
)
def test_another_name_settles_what_is_opposite(understander: Understander, text: str, grid: str):
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("exact", (grid,))


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("文昌花园和松涛里停水", ("SP-01-01", "WT-02-01")),
        ("文昌路和文昌花园的路灯都坏了", ("WT-02-01", "WT-02-02")),
        ("文昌花园、桂香名邸都停水", ("SP-02-01", "WT-02-01")),
        ("文昌路和桂香街交叉口红绿灯坏了", ("SP-02-01", "WT-02-01", "WT-02-02")),
        ("松涛里对面和桂香名邸", None),
    ],
)
def test_places_that_are_listed_are_all_possible(
    understander: Understander, text: str, grids: tuple[str, ...] | None
):
    place = understander.understand(text).place
    assert place.certainty == "candidates"
    assert grids is None or place.grids == grids


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("松坪大道和松坪大道南段交叉口", "SP-01-01"),
        ("文昌路与文昌花园路口红绿灯坏了", "WT-02-01"),
        ("文昌路/实验小学拐角积水", "WT-02-02"),
    ],
)
def test_a_crossing_is_where_both_are(understander: Understander, text: str, grid: str):
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("exact", (grid,))


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("文昌花圆路灯坏了", ("WT-02-01",)),
        ("桂香名第停水", None),
        ("白露花园停水", ("BL-01-01", "BL-01-02")),
        ("机修厂家暑区停水", None),
        ("铁路洞村停水", ("SP-03-02",)),
    ],
)
def test_what_only_sounds_like_a_name_is_asked_about(
    understander: Understander, text: str, grids: tuple[str, ...] | None
):
    """Never exact; where a name is written as it is (桂香, 机修厂), that name counts alone."""
    place = understander.understand(text).place
    assert place.certainty == ("candidates" if grids else "community")
    assert grids is None or place.grids == grids


@pytest.mark.parametrize(
    "text", ["市人民医院停车难", "第二实验小学门口堵车", "省人民医院挂号难", "松桃里停水"]
)
def test_another_place_of_a_like_name_is_none_of_ours(understander: Understander, text: str):
    assert understander.understand(text).place.certainty == "none"


def test_of_two_names_that_overlap_the_longer_stands(understander: Understander):
    place = understander.understand("文昌花园小区医院乱收费").place
    assert (place.certainty, place.grids) == ("exact", ("WT-02-01",))


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("是不是文昌花园的路灯归你们管", ("WT-02-01",)),
        ("不是文昌花园就是汀兰苑,那一片停水", ("WT-01-01", "WT-02-01")),
        ("文昌花园的路灯坏了对不对,松涛里也坏了", ("SP-01-01", "WT-02-01")),
        ("文昌花园路灯坏了是不是没人管,松涛里也坏了", ("SP-01-01", "WT-02-01")),
        ("文昌花园的牌子装错了,松涛里也一样", ("SP-01-01", "WT-02-01")),
    ],
)
def test_what_only_looks_like_a_correction(
    understander: Understander, text: str, grids: tuple[str, ...]
):
    assert understander.understand(text).place.grids == grids


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("文昌花园路灯坏了,哦不对,桂香名邸", ("SP-02-01",)),
        ("文昌花园路灯坏了,不,是松涛里", ("SP-01-01",)),
        ("文昌花园,手滑了,汀兰苑", ("WT-01-01",)),
        ("鹭洲花园停水,不是一期是二期", ("BL-01-02",)),
        ("大沱村三组没水,说错了,七组", ("SG-02-02",)),
        ("我不住文昌花园,我住松涛里", ("SP-01-01",)),
        ("文昌花园,打错了,实验小学对面", BESIDE_SCHOOL),
        ("实验小学门口 啊不是 文昌花园门口", ("WT-02-01",)),
        ("文昌路12号停水,不对,应该是112号", ("WT-02-02",)),
        ("文昌路12号停水,写错了,80到95号", ("WT-02-01", "WT-02-02")),
        ("文昌路12号停水,3号就报过了", ("WT-02-01",)),
    ],
)
def test_the_later_one_stands_however_it_is_corrected(
    understander: Understander, text: str, grids: tuple[str, ...]
):
    assert understander.understand(text).place.grids == grids


@st.composite
def messages(draw: st.DrawFn, names: list[str]) -> str:
    """Names of the district between numbers, connectors, and characters that name nothing."""
    glue = ["和", "对面", "不对,", "打错了,是", "3号", "80到90号", "三四组", "二期", "单号",
            "路口", "不是", "、", "门口", " ", "xyz", "😀", "12",
            "附近的", "3号楼", "~"]  # fmt: skip
    pieces = st.one_of(st.sampled_from(names), st.sampled_from(glue), st.text(max_size=5))
    return "".join(draw(st.lists(pieces, max_size=9)))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(data=st.data())
def test_never_a_random_grid(
    understander: Understander, knowledge: Knowledge, data: st.DataObject
):
    """Every grid belongs to a name that stands in the text (or sounds as if), or lies beside one
    of these where the text says 对面."""
    text = data.draw(messages([place.alias for place in knowledge.places]))
    found = understander.understand(text)
    place, plain = found.place, count_in_digits(found.text_normal)
    sound = plain.translate(SAME)
    named = {
        grid for entry in knowledge.places for grid in entry.grids if _stem(entry.alias) in sound
    }
    ground = Ground(knowledge.shapes, "wgs84")
    if any(word in plain for word in load_lists("place.csv")["near"]):
        named |= {beside for grid in named for beside in ground.beside(grid)}
    assert set(place.grids) <= named
    assert bool(place.grids) == (place.certainty != "none")
    assert len(place.grids) == 1 or place.certainty != "exact"


SAME = {ord(c): cs[0] for _, cs in load_pairs("syllables.csv") for c in cs}


@cache
def _stem(alias: str) -> str:
    """As it sounds, without the number of a part."""
    return stem_and_parts(count_in_digits(alias.lower()))[0].translate(SAME)


@given(text=st.text(alphabet="abcxyz0123456789,。！? 😀号组期对面路灯坏了没水和", max_size=60))
@settings(deadline=None, max_examples=200)
def test_without_a_name_there_is_no_place(understander: Understander, text: str):
    assert understander.understand(text).place.grids == ()
