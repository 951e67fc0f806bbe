"""Danger: every kind speaks, nothing harmless does. All sentences are invented."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.nlp.emergency import DangerFinder, Findings, TermsSeen
from bot.nlp.frames import kinds_of_danger
from bot.nlp.matching import Together
from bot.nlp.segment import Segmenter, edges_of
from bot.nlp.understand import Knowledge, Understander
from tests.nlp.conftest import PACK


class Case(NamedTuple):
    """`expect` is alarm, urgent or quiet; `kind` may name several, any of which is right."""

    round: str
    expect: str
    kind: str
    why: str
    text: str


with (Path(__file__).parent / "danger_cases.csv").open(encoding="utf-8", newline="") as cases:
    CASES = [Case(**row) for row in csv.DictReader(cases)]

ALARMS = [
    ("厨房一股煤气味", "gas"),
    ("有点煤气味 不太确定", "gas"),
    ("家里好像漏气了", "gas"),
    ("怀疑是燃气泄漏", "gas"),
    ("一开门闻到好浓的天然气", "gas"),
    ("煤气罐嘶嘶响", "gas"),
    ("楼道有股臭鸡蛋的味道", "gas"),
    ("三楼着火了", "fire"),
    ("车棚起火了 快来人", "fire"),
    ("隔壁厨房烧起来了", "fire"),
    ("窗户里冒浓烟", "fire"),
    ("着🔥了 在五楼", "fire"),
    ("电表箱冒烟", "fire"),
    ("有三个人电梯里困住了", "lift"),
    ("我被困在电梯里出不来", "lift"),
    ("电线断了掉在水里", "electric"),
    ("有人触电了", "electric"),
    ("路灯杆漏电 摸了麻手", "electric"),
    ("小孩掉井里了", "manhole"),
    ("文昌路井盖不见了", "manhole"),
    ("河里有人溺水", "flood"),
    ("地下室被淹了 还有人", "flood"),
    ("马路塌陷了 车掉进去了", "collapse"),
    ("墙要倒了 孩子还在下面玩", "collapse"),
    ("后山滑坡了", "slope"),
    ("大坝下面管涌", "reservoir"),
    ("我不想活了", "selfharm"),
    ("有人要跳楼", "selfharm"),
    ("活着没意思 想一了百了", "selfharm"),
    ("救命", "violence"),
    ("他拿刀追我妈", "violence"),
    ("隔壁家暴 女的在哭", "violence"),
    ("孩子不见了 放学到现在", "child"),
    ("爷爷喘不上气了", "medical"),
    ("有人晕倒在菜市场", "medical"),
    ("吃完饭全家上吐下泻", "poison"),
    ("疑似食物中毒 好几个同学", "poison"),
    ("我妈正在转账给骗子", "fraud"),
    ("小孩被狗咬了", "animal"),
    ("山上起山火了", "forest"),
    ("外墙砖砸到人了", "falling"),
    ("🆘", "violence"),
    ("煤氣味好大", "gas"),
    ("着火大家快跑", "fire"),
    ("楼下着火车都烧了", "fire"),
]

HARMLESS = [
    "这家火锅店人气爆炸",
    "笑死我了",
    "排队累死了",
    "吵死了 天天跳广场舞",
    "嗓子都冒烟了 没水喝",
    "跳楼价大甩卖 扰民",
    "生意滑坡 店要倒闭了",
    "宽带老是断线",
    "电脑中毒了 去哪修",
    "自行车轮胎漏气 附近有打气筒吗",
    "没有着火 就是冒了点灰",
    "没有闻到煤气味 放心",
    "没有人受伤 也没有发生火灾",
    "昨天的火已经扑灭了",
    "上次漏气已经修好了 谢谢",
    "怎么预防煤气中毒",
    "如何防止触电",
    "社区什么时候搞消防演练",
    "电动车上楼充电 容易着火",
    "怕会爆炸 希望早点搬走",
    "飞线充电万一着火怎么办",
    "希望在河边立个防溺水的牌子",
    "救命稻草就是代表了",
    "文件没盖章 窗口不给办",
    "每天都要倒垃圾 楼下没有垃圾桶",
    "一进门就要跳过那个大水坑",
    "热水器老打不着火",
    "哪里可以打狂犬疫苗",
    "电线太乱 像蜘蛛网",
    "燃气费太贵了",
    "水库边上能不能修个步道",
    "外立面脱落石块有人管吗",
    "路灯坏了",
    "谢谢",
    "电梯的问题一直困扰我们",
]


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_danger_is_heard(understander: Understander, text: str, kind: str):
    found = understander.understand(text)
    assert found.danger is not None
    assert found.danger.kind == kind
    assert found.danger.words
    assert "what" not in found.must_ask
    assert "category" not in found.must_ask


@pytest.mark.parametrize("text", HARMLESS)
def test_the_harmless_stays_quiet(understander: Understander, text: str):
    assert understander.understand(text).danger is None


@pytest.mark.parametrize(
    "text",
    [
        "昨天修好的管子今天又漏气了",
        "上次漏气修过 现在又有煤气味",
        "煤气味这么大 会不会爆炸",
        "没人管 电线掉下来了",
        "说了没有用 又着火了",
        "如果不来人 这边的火灾就控制不住了 着火了",
        "有没有人 着火了",
        "是不是煤气味",
    ],
)
def test_a_blocker_near_by_does_not_silence_real_danger(understander: Understander, text: str):
    assert understander.understand(text).danger is not None


def test_tier_c_makes_it_urgent_without_an_alarm(understander: Understander):
    found = understander.understand("楼上装修太吵 家里有孕妇")
    assert found.danger is None
    assert found.issues[0].urgency == "urgent"


def test_tier_b_needs_a_place_or_a_person(understander: Understander):
    assert understander.understand("刺鼻").danger is None
    assert understander.understand("松涛里刺鼻得很").danger is not None


LETTER = "尊敬的领导,我们小区的路灯很暗,走路要用手机照着,已经说了很久了,没有人来修。" * 4


def test_a_long_letter_that_tells_of_danger_is_urgent_but_no_alarm(understander: Understander):
    told = understander.understand(LETTER + "三号楼着火大家都跑下来。")
    assert told.danger is None
    assert told.issues[0].urgency == "urgent"


@pytest.mark.parametrize("end", ["现在楼下着火了。", "我不想活了。", "厨房里有煤气味。"])
def test_a_long_letter_that_ends_in_danger_is_heard(understander: Understander, end: str):
    assert understander.understand(LETTER + end).danger is not None


def test_what_silenced_a_word_is_told(understander: Understander):
    found = understander.understand("人气爆炸的店里着火了")
    assert found.danger is not None
    assert found.danger.words == ("着火",)
    assert "人气爆炸" in found.danger.blocked_by


def test_danger_without_a_class_has_no_invented_class(understander: Understander):
    found = understander.understand("有人晕倒了")
    assert found.danger is not None
    assert found.danger.code == ""


@pytest.fixture(scope="module")
def finds(knowledge: Knowledge) -> Callable[[str], Findings]:
    """What the finder alone sees in a text, named places aside."""
    finder = DangerFinder(knowledge.emergencies, knowledge.blockers, str)
    segmenter = Segmenter()
    lexicons = Together(finder.plain, finder.gapped, everywhere=finder.parts)

    def find(text: str) -> Findings:
        terms = TermsSeen(*lexicons.find(text))
        words = segmenter.cut(text, [hit for hit in terms.plain if len(hit.word) > 2])
        return finder.find(text, terms, words, edges_of(words, text), placed=True)

    return find


def _heard(understander: Understander, case: Case) -> bool:
    found = understander.understand(case.text)
    if case.expect == "urgent":
        raised = any(issue.urgency != "normal" for issue in found.issues)
        return found.danger is not None or raised
    return found.danger is not None


def test_the_hard_cases_are_many_and_half_of_them_harmless():
    harmless = [case for case in CASES if case.expect == "quiet"]
    assert len(CASES) >= 400
    assert 0.45 <= len(harmless) / len(CASES) <= 0.55
    assert len({case.text for case in CASES}) == len(CASES)


def test_danger_is_not_missed(understander: Understander):
    danger = [case for case in CASES if case.expect != "quiet"]
    missed = [case.text for case in danger if not _heard(understander, case)]
    assert len(missed) <= 0.02 * len(danger), missed


def test_there_is_no_crying_wolf(understander: Understander):
    quiet = [case for case in CASES if case.expect == "quiet"]
    false = [case.text for case in quiet if _heard(understander, case)]
    assert len(false) <= 0.05 * len(quiet), false


def test_nearly_all_alarms_have_the_safety_words_of_their_kind(understander: Understander):
    alarms = [case for case in CASES if case.expect == "alarm"]
    wrong = [
        (case.text, found.danger.kind)
        for case in alarms
        if (found := understander.understand(case.text)).danger
        and found.danger.kind not in case.kind.split("/")
    ]
    assert len(wrong) <= 0.05 * len(alarms), wrong


@pytest.mark.parametrize(
    "more",
    [
        "{} 我在文昌花园3栋",
        "{} 我手机快没电了 快点",
        "{} 请领导重视 打了几次电话没人接",
        "{}。物业也不管,我们小区投诉过",
        "{} 旁边还有孩子和老人",
        "{} 以前也发生过",
        "你好 {}",
        "我家住桂香名邸,{}",
    ],
)
def test_what_people_add_does_not_silence_danger(understander: Understander, more: str):
    lost = [
        case.text
        for case in CASES
        if case.expect == "alarm"
        and understander.understand(more.format(case.text)).danger is None
    ]
    assert len(lost) <= 0.02 * len(CASES) / 2, lost


def test_every_kind_of_danger_has_its_safety_words():
    assert kinds_of_danger() <= {file.stem for file in (PACK / "safety").glob("*.toml")}


@pytest.mark.parametrize(
    ("text", "rule", "word", "block_rule", "blocked_by"),
    [
        ("厨房一股煤气味", "gas+smell", "煤气味", "", ""),
        ("爷爷叫不醒", "person+uncon", "爷爷叫不醒", "", ""),
        ("没有闻到煤气味 放心", "煤气味", "煤气味", "negation", "没有"),
        ("这家火锅店人气爆炸", "爆炸", "爆炸", "idiom", "人气爆炸"),
        ("昨天的火已经扑灭了 没有起火", "起火", "起火", "negation", "没有"),
        ("去年老屋塌了一角", "塌了", "塌了", "past", "去年"),
        ("怎么预防煤气中毒", "煤气中毒", "煤气中毒", "clause", "怎么预防"),
        ("飞线充电万一着火怎么办", "着火", "着火", "prevention", "万一"),
        ("药厂每天排放刺鼻的气味", "刺鼻", "刺鼻", "company", "排放"),
    ],
)
def test_each_rule_and_what_blocked_it_can_be_read(
    finds: Callable[[str], Findings],
    text: str,
    rule: str,
    word: str,
    block_rule: str,
    blocked_by: str,
):
    steps = [step for step in finds(text).steps if step.rule == rule]
    assert [(s.word, s.block_rule, s.blocked_by) for s in steps[:1]] == [
        (word, block_rule, blocked_by)
    ]


def test_a_threat_in_the_form_of_a_condition_is_heard(understander: Understander):
    found = understander.understand("如果再没有人管 我就从楼上跳下去")
    assert found.danger is not None
    assert found.danger.kind == "selfharm"


def test_drills_that_are_none_are_heard(understander: Understander):
    assert understander.understand("不是演习 三楼真的起火了").danger is not None
