"""House numbers, groups and phases: what they narrow, and what only looks like one."""

from dataclasses import replace

import pytest

from bot.nlp.numbers import (
    count_in_digits,
    is_rest_of_address,
    read_groups,
    read_houses,
)
from bot.nlp.understand import Knowledge, PlaceEntry, Understander

GARDEN, SCHOOL = "WT-02-01", "WT-02-02"
FIRST, SECOND = "SG-02-01", "SG-02-02"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("一期", "1期"),
        ("壹期", "1期"),
        ("Ⅱ期".lower(), "2期"),
        ("iii期", "3期"),
        ("第十二组", "12组"),
        ("三四组", "3、4组"),
        ("一二三四组", "1、2、3、4组"),
        ("三、四组", "3、4组"),
        ("五至八组", "5至8组"),
        ("八十到九十号", "80到90号"),
        ("一百零五号", "105号"),
        ("一〇五号", "105号"),
        ("三四号楼", "34号楼"),
        ("二十一组", "21组"),
        ("一共三个人", "一共三个人"),
    ],
)
def test_numerals_become_digits_where_they_count(written: str, plain: str):
    assert count_in_digits(written) == plain


HOUSES = [
    ("45号", [(45, 45)]),
    ("的45号门口", [(45, 45)]),
    ("上90号", [(90, 90)]),
    (" 88号 漏水", [(88, 88)]),
    ("45-3号", [(45, 45)]),
    ("80-90号", [(80, 90)]),
    ("80到90号", [(80, 90)]),
    ("从80号到90号", [(80, 90)]),
    ("80号至90号", [(80, 90)]),
    ("90到80号", [(80, 90)]),
    ("80~90号", [(80, 90)]),
    ("45、47号", [(45, 45), (47, 47)]),
    ("45号和90号", [(45, 45), (90, 90)]),
    ("45,停水", [(45, 45)]),
    ("45", [(45, 45)]),
    ("12号院", [(12, 12)]),
    ("12弄", [(12, 12)]),
    ("12号3栋", [(12, 12)]),
    ("89号以后", [(89, 9999)]),
    ("20号以前", [(1, 20)]),
    ("45#", [(45, 45)]),
    (" 45# 漏水", [(45, 45)]),
    ("45#、47#", [(45, 45), (47, 47)]),
    ("80#-90#", [(80, 90)]),
    ("89#以后", [(89, 9999)]),
    ("no.45", [(45, 45)]),
    ("no.45的路灯", [(45, 45)]),
    (" no45", [(45, 45)]),
    ("no.45号", [(45, 45)]),
    ("№45", [(45, 45)]),
    ("no.45楼道", [(45, 45)]),
    ("45号楼道没灯", [(45, 45)]),
    ("45号 楼下", [(45, 45)]),
    ("45# 楼梯", [(45, 45)]),
    ("101弄路灯", [(101, 101)]),
]
NO_HOUSES = [
    "3号楼", "2、3号楼", "3栋", " 3 栋", "3单元", "3#楼", "3# 楼", "3#栋", "3#单元", "3#灯杆",
    "no.3楼", "no.3路公交", "45号灯不亮", "3号线", "3号出口", "3号井",
    "3号路灯", "89路公交", "12点", " 12 点", "5米", "5个人", "1到900号", "12345号", "路灯", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "ranges"), HOUSES)
def test_house_numbers_after_a_road(text: str, ranges: list[tuple[int, int]]):
    found = read_houses(text, 0)
    assert found is not None
    assert list(found.ranges) == ranges


@pytest.mark.parametrize("text", NO_HOUSES)
def test_what_only_looks_like_a_house_number(text: str):
    assert read_houses(text, 0) is None


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("3组", [(3, 3)]),
        ("3社", [(3, 3)]),
        ("3队", [(3, 3)]),
        ("的7组", [(7, 7)]),
        ("3、4组", [(3, 3), (4, 4)]),
        ("3组和5组", [(3, 3), (5, 5)]),
        ("1至4组", [(1, 4)]),
    ],
)
def test_groups_of_a_village(text: str, ranges: list[tuple[int, int]]):
    found = read_groups(text, 0)
    assert found is not None
    assert list(found.ranges) == ranges


@pytest.mark.parametrize("text", ["3社区", "3号", "3队伍", "3期", "组", ""])
def test_what_is_no_group(text: str):
    assert read_groups(text, 0) is None


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("文昌路80到88号停水", (GARDEN,)),
        ("文昌路八十到八十八号停水", (GARDEN,)),
        ("文昌路80-85号停水", (GARDEN,)),
        ("文昌路45-3号漏水", (GARDEN,)),
        ("文昌路45、47号漏水", (GARDEN,)),
        ("文昌路89号以后都没水", (SCHOOL,)),
        ("文昌路45号对面下水道堵", (GARDEN,)),
        ("汀兰路30到40号停水", ("WT-01-01",)),
        ("大沱村三四组停水", (FIRST,)),
        ("大沱村3社停水", (FIRST,)),
        ("大沱村5队停水", (SECOND,)),
        ("大沱村三组、四组停水", (FIRST,)),
        ("大沱村五至八组停水", (SECOND,)),
        ("大沱村停水,五组", (SECOND,)),
        ("鹭洲花园壹期停水", ("BL-01-01",)),
        ("鹭洲花园Ⅱ期停水", ("BL-01-02",)),
        ("文昌路45#漏水", (GARDEN,)),
        ("文昌路45\uff03门口漏水", (GARDEN,)),
        ("文昌路No.45漏水", (GARDEN,)),
        ("文昌路NO.95漏水", (SCHOOL,)),
        ("文昌路№95漏水", (SCHOOL,)),
        ("文昌路东段45号漏水", (GARDEN,)),
    ],
)
def test_numbers_in_one_grid_are_exact(
    understander: Understander, text: str, grids: tuple[str, ...]
):
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("exact", grids)


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("文昌路80到90号停水", (GARDEN, SCHOOL)),
        ("文昌路45、90号漏水", (GARDEN, SCHOOL)),
        ("文昌路80号以后都没水", (GARDEN, SCHOOL)),
        ("文昌路88号对面下水道堵", (GARDEN, SCHOOL)),
        ("文昌路单号那边没水", (GARDEN, SCHOOL)),
        ("文昌路三号楼漏水", (GARDEN, SCHOOL)),
        ("文昌路2、3号楼漏水", (GARDEN, SCHOOL)),
        ("文昌路3#楼漏水", (GARDEN, SCHOOL)),
        ("文昌路 3 栋漏水", (GARDEN, SCHOOL)),
        ("汀兰路40到60号停水", ("WT-01-01",)),
        ("汀兰路44号对面停水", ("WT-01-01",)),
        ("大沱村四五组停水", (FIRST, SECOND)),
        ("大沱村三组和五组停水", (FIRST, SECOND)),
        ("鹭洲花园一二期停水", ("BL-01-01", "BL-01-02")),
        ("鹭洲花园一期和二期停水", ("BL-01-01", "BL-01-02")),
    ],
)
def test_numbers_that_leave_a_choice_are_asked_about(
    understander: Understander, text: str, grids: tuple[str, ...]
):
    """Also where the gazetteer knows only some of the numbers."""
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("candidates", grids)


@pytest.mark.parametrize("text", ["大沱村3号停水", "大沱村12组停水", "柳湾村三社区停水"])
def test_a_number_that_is_no_group_leaves_the_village(understander: Understander, text: str):
    assert understander.understand(text).place.certainty == "community"


SOUTH, NEW = "SP-01-01", "SP-01-02"


@pytest.mark.parametrize(
    "text",
    [
        "松坪大道南段停水",
        "松坪大道的南段停水",
        "松坪大道(南段)停水",
        "松坪大道靠南那一段停水",
        "松坪大道南边那段停水",
        "松坪大道停水,就是南段",
        "松坪大道北段停水,打错了是南段",
    ],
)
def test_a_stretch_that_the_pack_tells_apart(understander: Understander, text: str):
    place = understander.understand(text).place
    assert (place.certainty, place.grids) == ("exact", (SOUTH,))


@pytest.mark.parametrize(
    ("text", "grids", "word"),
    [
        ("松坪大道北段停水", (SOUTH, NEW), "松坪大道北段"),
        ("松坪大道中间那段停水", (SOUTH, NEW), "松坪大道中间那段"),
        ("文昌路东段停水", (GARDEN, SCHOOL), "文昌路东段"),
        ("文昌路其中一段停水", (GARDEN, SCHOOL), "文昌路"),
        ("文昌路东边一段时间没水", (GARDEN, SCHOOL), "文昌路"),
    ],
)
def test_a_stretch_that_it_does_not_is_kept_in_words(
    understander: Understander, text: str, grids: tuple[str, ...], word: str
):
    place = understander.understand(text).place
    assert (place.certainty, place.grids, place.words) == ("candidates", grids, (word,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("松坪大道南段和北段停水", ("松坪大道南段", "北段")),
        ("松坪大道南段停水,北段也停", ("松坪大道南段", "北段")),
        ("松坪大道南段停水,打错了是北段", ("北段",)),
    ],
)
def test_another_stretch_of_the_road_is_another_place(
    understander: Understander, text: str, words: tuple[str, ...]
):
    place = understander.understand(text).place
    assert (place.certainty, place.grids, place.words) == ("candidates", (SOUTH, NEW), words)


@pytest.fixture(scope="module")
def sided(knowledge: Knowledge) -> Understander:
    """清风街 has its odd numbers in one grid and its even ones in another."""
    odd = PlaceEntry("清风街", (GARDEN,), number_from=1, parity="odd")
    even = PlaceEntry("清风街", (SCHOOL,), number_from=2, parity="even")
    return Understander(replace(knowledge, places=(*knowledge.places, odd, even)), weights=[])


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        ("清风街45号漏水", (GARDEN,)),
        ("清风街46号漏水", (SCHOOL,)),
        ("清风街单号那边没水", (GARDEN,)),
        ("清风街的双号没水", (SCHOOL,)),
        ("清风街偶数门牌没水", (SCHOOL,)),
        ("清风街单号45到49号没水", (GARDEN,)),
        ("清风街45到49号没水", (GARDEN, SCHOOL)),
        ("清风街45、47号没水", (GARDEN,)),
        ("清风街45号对面没水", (GARDEN, SCHOOL)),
        ("清风街没水", (GARDEN, SCHOOL)),
    ],
)
def test_the_two_sides_of_a_road(sided: Understander, text: str, grids: tuple[str, ...]):
    place = sided.understand(text).place
    assert place.grids == grids
    assert place.certainty == ("exact" if len(grids) == 1 else "candidates")


@pytest.mark.parametrize(
    "text",
    [
        "45号",
        "第45号",
        "四十五号",
        "80到90号",
        "三组",
        "二期",
        "单号那边",
        "45#",
        "no.45",
        "南段",
        "靠南那段",
    ],
)
def test_the_rest_of_an_address(text: str):
    assert is_rest_of_address(text)


@pytest.mark.parametrize("text", ["2", "2个", "12点", "不知道", "第二个", "路灯", ""])
def test_what_is_no_rest_of_an_address(text: str):
    assert not is_rest_of_address(text)
