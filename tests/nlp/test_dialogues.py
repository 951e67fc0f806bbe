"""What the golden dialogues of dialogues.md rest on."""

import pytest

from bot.nlp.understand import Intent, Understander


def test_a_street_lamp(understander: Understander):
    found = understander.understand("文昌花园3栋楼下路灯坏了一个礼拜了 晚上黑灯瞎火的 老人都摔了")
    issue = found.issues[0]
    assert found.intent is Intent.REPORT
    assert (issue.code, issue.lead, issue.limit, issue.urgency) == ("0203", "CGJ", "W5", "normal")
    assert issue.confidence >= 0.80
    assert {"黑灯瞎火"} <= {hit.word for hit in issue.keywords}
    assert (found.place.certainty, found.place.grids) == ("exact", ("WT-02-01",))
    assert found.danger is None
    assert found.must_ask == ()


def test_no_place_two_candidates(understander: Understander):
    found = understander.understand("文昌路下水道又堵了 臭死了")
    assert found.issues[0].code == "0204"
    assert found.issues[0].limit == "U24"
    assert found.place.certainty == "candidates"
    assert found.place.grids == ("WT-02-01", "WT-02-02")
    assert found.must_ask == ("place",)


def test_danger(understander: Understander):
    found = understander.understand("楼道里好大的煤气味 头有点晕")
    assert found.danger is not None
    assert (found.danger.tier, found.danger.kind, found.danger.code) == ("A", "gas", "0105")
    assert (found.issues[0].code, found.issues[0].urgency) == ("0105", "emergency")
    assert found.issues[0].limit == "E2"
    assert found.must_ask == ("place",)


def test_an_outage(understander: Understander):
    found = understander.understand("松涛里停水了 一早上没水")
    assert (found.issues[0].code, found.issues[0].urgency) == ("0101", "urgent")
    assert found.place.grids == ("SP-01-01",)


def test_two_matters_in_one_message(understander: Understander):
    found = understander.understand("小区垃圾三天没人收了,还有电梯年检过期了也没人管,桂香名邸")
    assert [issue.code for issue in found.issues] == ["0301", "0705"]
    assert found.place.grids == ("SP-02-01",)


def test_one_matter_told_in_two_clauses_stays_one(understander: Understander):
    found = understander.understand("路灯坏了,还有旁边那盏路灯也不亮,松涛里")
    assert [issue.code for issue in found.issues] == ["0203"]


def test_not_for_us(understander: Understander):
    found = understander.understand("我跟邻居打官司 法院判得不公")
    assert (found.issues[0].code, found.issues[0].limit) == ("1605", "TRANSFER")
    assert found.must_ask == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("00017", "00017"),
        ("查17", "00017"),
        ("查一下00017", "00017"),
        ("QT-20261123-00017", "QT-20261123-00017"),
        ("qt-20261123-00017到哪一步了", "QT-20261123-00017"),
        ("００017 咋样了", "00017"),
        ("我那个路灯咋样了", None),
    ],
)
def test_a_number_or_a_question_shows_the_card(
    understander: Understander, text: str, number: str | None
):
    found = understander.understand(text)
    assert found.intent is Intent.STATUS
    assert found.number == number
    assert found.must_ask == ()
