"""Classes: short messages as people type them, denial, and honest doubt."""

import csv
from pathlib import Path

import pytest

from bot.nlp.understand import SURE, Knowledge, Understander

with (Path(__file__).parent / "messages.csv").open(encoding="utf-8", newline="") as file:
    MESSAGES = [(row["code"], row["text"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("code", "text"), MESSAGES)
def test_the_right_class_is_among_the_first(understander: Understander, code: str, text: str):
    issue = understander.understand(text).issues[0]
    assert code in (issue.code, *issue.runner_up)


def test_the_first_class_is_mostly_right_and_the_sure_one_always_nearly(
    understander: Understander,
):
    issues = [(code, understander.understand(text).issues[0]) for code, text in MESSAGES]
    right = sum(issue.code == code for code, issue in issues)
    sure = [issue.code == code for code, issue in issues if issue.confidence >= SURE]
    assert right / len(issues) >= 0.95
    assert sum(sure) / len(sure) >= 0.97
    assert len(sure) / len(issues) >= 0.75


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不是停电 是跳闸", "0103"),
        ("不是漏水,是停电了", "0103"),
        ("不是路灯的问题 是井盖松动", "0202"),
        ("没有停水 就是水压低", "0101"),
        ("没有路灯 晚上看不见", "0203"),
        ("是不是停电了", "0103"),
    ],
)
def test_denied_words_give_way(understander: Understander, text: str, code: str):
    assert understander.understand(text).issues[0].code == code


def test_a_denied_word_is_shown_with_a_minus(understander: Understander):
    hits = {
        h.word: h.weight for h in understander.understand("不是停电 是跳闸").issues[0].keywords
    }
    assert hits["停电"] < 0 < hits["跳闸"]


def test_the_longest_word_wins_over_its_parts(understander: Understander):
    issue = understander.understand("小区路灯坏了").issues[0]
    assert issue.code == "0405"
    assert "路灯" not in {hit.word for hit in issue.keywords}


@pytest.mark.parametrize("text", ["那个东西弄一下吧", "街坊们都很有意见", "街道上乱七八糟"])
def test_what_says_nothing_is_asked(understander: Understander, text: str):
    found = understander.understand(text)
    assert not found.issues or found.issues[0].confidence < SURE
    assert found.must_ask


def test_words_of_a_place_name_do_not_sort(understander: Understander):
    assert understander.understand("滨河公园路灯不亮").issues[0].code == "0203"
    assert understander.understand("区人民医院门口停水").issues[0].code == "0101"


def test_keywords_of_the_pack_alone_are_enough(knowledge: Knowledge):
    only = Knowledge(categories=knowledge.categories[:3])
    assert Understander(only).understand("停电了").issues[0].code == "0103"


def test_a_pack_without_keywords_finds_nothing_and_asks():
    found = Understander(Knowledge(categories=())).understand("路灯坏了好几天")
    assert found.issues == ()
    assert "what" in found.must_ask


@pytest.mark.parametrize(
    ("text", "urgency", "limit"),
    [
        ("松坪新村停水 家里有人要做透析", "urgent", "U24"),
        ("路灯不亮", "normal", "W5"),
        ("井盖松动 一压就响", "urgent", "U24"),
        ("井盖没了 好大一个窟窿", "emergency", "E2"),
        ("工地欠薪 我们要去堵门讨薪", "urgent", "U24"),
        ("检察院不受理", "normal", "TRANSFER"),
    ],
)
def test_urgency_lifts_the_limit(understander: Understander, text: str, urgency: str, limit: str):
    issue = understander.understand(text).issues[0]
    assert (issue.urgency, issue.limit) == (urgency, limit)
