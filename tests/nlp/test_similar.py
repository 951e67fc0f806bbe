"""The same thing again: likeness as arithmetic, groups as they grow (issue 3, point 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.normal import Normaliser
from bot.nlp.similar import (
    OPENING,
    Groups,
    average_link,
    closest,
    elsewhere,
    likeness,
    sameness,
    vector,
    words_of,
)

WORDS = (
    "路灯",
    "不亮",
    "停水",
    "垃圾",
    "没人",
    "电梯",
    "噪音",
    "施工",
    "半夜",
    "小区",
    "楼下",
    "x1",
)
some_text = st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), st.text())
NORMAL = Normaliser()


@given(some_text, some_text)
def test_likeness_is_symmetric_and_between_nothing_and_all(one, other):
    first, second = vector(one), vector(other)
    assert likeness(first, second) == pytest.approx(likeness(second, first))
    assert 0.0 <= likeness(first, second) <= 1.0
    assert 0.0 <= sameness(first, second, 0.5) <= 1.0


@given(some_text)
def test_a_text_is_wholly_like_itself_unless_it_says_nothing(text):
    own = vector(text)
    assert likeness(own, own) == pytest.approx(1.0 if own else 0.0)


@given(st.lists(some_text, max_size=12))
def test_every_message_is_in_one_group(texts):
    vectors = [vector(text) for text in texts]
    groups = Groups()
    for message in vectors:
        groups.add(message)
    for members in (groups.members.values(), average_link(vectors)):
        assert sorted(number for group in members for number in group) == list(range(len(texts)))


@pytest.mark.parametrize("nothing", ["", "😀😀😀", "!!!", "。", "的", "\n"])
def test_what_says_nothing_is_like_nothing(nothing):
    empty = vector(NORMAL(nothing))
    assert likeness(empty, empty) == 0.0
    assert sameness(empty, vector("路灯不亮"), 1.0) == 0.0
    groups = Groups()
    assert [groups.add(empty), groups.add(empty)] == [0, 1]


def test_a_letter_of_64_kilobytes_is_read_at_its_beginning():
    long = NORMAL("路灯坏了" + "啊吧" * 32_768)
    assert words_of(long) == words_of(long[:OPENING])
    assert closest(long, [long, "停水"], 1) == [0]


def test_other_words_for_one_lamp_are_alike_and_another_matter_is_not():
    lamp = vector("3栋楼下路灯坏了一个礼拜了")
    assert sameness(lamp, vector("楼下的路灯坏了很久"), 1.0) > 0.6
    assert sameness(lamp, vector("小区垃圾三天没人收"), 1.0) < 0.3


def test_time_makes_two_reports_less_the_same():
    one, other = vector("楼下路灯坏了"), vector("路灯坏了没人修")
    assert sameness(one, other, 1.0) > sameness(one, other, 0.5) > sameness(one, other, 0.0)


LAMPS = ["小区路灯坏了", "小区里路灯坏了没人修", "路灯坏了 小区晚上黑"]
WASTE = ["垃圾三天没人清运", "垃圾清运三天没来"]


def grouped(texts: list[str]) -> list[list[int]]:
    groups = Groups()
    for text in texts:
        groups.add(vector(text))
    return sorted(sorted(members) for members in groups.members.values())


def test_lamps_and_waste_are_two_groups_in_whatever_order_they_come():
    assert grouped(LAMPS + WASTE) == [[0, 1, 2], [3, 4]]
    mixed = [LAMPS[0], WASTE[0], LAMPS[1], WASTE[1], LAMPS[2]]
    assert grouped(mixed) == [[0, 2, 4], [1, 3]]
    assert average_link([vector(text) for text in mixed]) == [[0, 2, 4], [1, 3]]


def test_two_groups_become_one_when_a_message_shows_that_they_are():
    parts = ["搅拌站半夜噪音", "小区旁边粉尘污染", "小区旁边搅拌站半夜噪音粉尘污染"]
    assert grouped(parts[:2]) == [[0], [1]]
    assert grouped(parts) == [[0, 1, 2]]


def test_what_must_stay_apart_stays_apart():
    groups = Groups()
    groups.add(vector("路灯坏了"))
    assert groups.add(vector("路灯坏了"), apart=[0]) == 1


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("3栋楼下路灯坏了", "5栋楼下路灯坏了", True),
        ("三栋楼下路灯坏了", "3号楼路灯坏了", False),
        ("3栋和5栋路灯坏了", "5栋路灯坏了", False),
        ("3栋楼下路灯坏了", "楼下路灯坏了", False),
        ("二期路灯坏了", "一期路灯坏了", True),
    ],
)
def test_another_building_is_another_place(one, other, apart):
    assert elsewhere(NORMAL(one), NORMAL(other)) is apart


def test_a_building_by_its_sign_is_a_building():
    assert elsewhere("3#楼路灯坏了", "5栋路灯坏了")
    assert not elsewhere("3#楼路灯坏了", "3栋路灯坏了")
    assert elsewhere("3#路灯坏了", "5#路灯坏了")
