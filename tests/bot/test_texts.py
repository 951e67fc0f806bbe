"""Every text that the program may ask for is there, in three languages, and fits its place."""

import re
from pathlib import Path

import opencc
import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.texts.said import units
from bot.texts.speech import LANGUAGES, Speech
from domain.deadlines import ClockKind
from domain.order import Action, RefusalCode, Result, Status
from domain.roles import Audience, Role
from domain.workflow import STEPS

ROOT = Path(__file__).parents[2]
SPEECH = Speech()
IDS = SPEECH.ids("zh-Hans")
WORD = re.compile(r"\S+")
STANDARD = frozenset(
    WORD.findall(
        "number short category place unit deputy due round text reason class handed_to matter "
        "head body"
    )
)
BY_PEOPLE = sorted({step.action for step in STEPS if step.roles != {Role.SYSTEM}})
TELLS = sorted({text_id for step in STEPS for text_id in step.text_ids.values()})
ASKS = sorted({f"ask-{step.action}-{field}" for step in STEPS for field in step.asks})
BUTTONS = re.compile(
    r"(action|choice|button|class|refusal|handed_to|role|visited|forward-(yes|no)|"
    r"(erase|withdraw)-(yes|no)|rate-(value|reply|delivery)|rate-not-a-rating|skip$|"
    r"reply-(submit|rewrite)|privacy-erase|language-(zh|en))"
)
ONE_OF_EACH = {
    "number": "QT-20261123-00017", "short": "00017", "category": "房屋质量与漏水",
    "place": "望汀街道文昌阁社区文昌花园", "unit": "区城市管理局(综合行政执法局)",
    "deputy": "陈玉兰", "due": {"$when": "2026-11-30T10:00:00Z"}, "round": 2,
    "text": "市政二班明天上午到场", "reason": "没有佐证", "class": "A",
    "handed_to": "119 消防救援", "matter": "路灯坏了一个礼拜了",
}  # fmt: skip
CONVERSATION = WORD.findall("""
    notice ack added added-more offer-add-or-new voice-kept sticker edited-kept empty
    unknown-command my-none todo-head todo-none not-found coming-soon-wall
    coming-soon-meet lang-choose lang-set privacy erase-confirm erase-done withdrawn
    rate-reply rate-delivery rate-thanks rate-why skip rate-redo-soon
    rate-free-text-confirm visited-yes visited-no old-button cancelled-question
    question-closed forward-no thanks-reply greeting update-dead flood invite-welcome
    invite-bad invite-made safety digest digest-more remind-info remind-dispatch
    remind-return remind-contact remind-rate remind-confirm remind-emergency
    rung-5-resident pick-place pick-kind pick-kind-neither why-category
""")
COMMANDS = WORD.findall("start my help lang privacy wall meet todo invite cancel")


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def variables_by_id(language: str) -> dict[str, frozenset[str]]:
    found = {}
    for path in sorted((ROOT / "bot" / "texts" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                names = _Variables()
                names.visit(entry)
                found[entry.id.name] = frozenset(names.names)
    return found


VARIABLES = {language: variables_by_id(language) for language in LANGUAGES}


def sample(text_id: str) -> dict[str, object]:
    """A value for each variable of a text: what a tell is given, else a small number, which both
    a selector and a sentence can take."""
    return {name: ONE_OF_EACH.get(name, 3) for name in VARIABLES["zh-Hans"][text_id]}


def mine(text_id: str) -> bool:
    return not text_id.startswith("card-")


# --- all there ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_have_the_same_texts_with_the_same_variables(language):
    assert VARIABLES[language].keys() == VARIABLES["zh-Hans"].keys()
    assert frozenset(SPEECH.ids(language)) == VARIABLES[language].keys()
    differing = {i for i in IDS if VARIABLES[language][i] != VARIABLES["zh-Hans"][i]}
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language):
    for text_id in IDS:
        full = SPEECH.say(language, text_id, sample(text_id))
        empty = SPEECH.say(language, text_id, dict.fromkeys(VARIABLES[language][text_id], ""))
        for said in (full, empty):
            assert "{" not in said.text, text_id
            assert "**" not in said.text, text_id
            assert all(e.offset + e.length <= units(said.text) for e in said.entities), text_id


@pytest.mark.parametrize("text_id", TELLS)
def test_every_loud_tell_has_a_text_and_a_line(text_id):
    assert SPEECH.has(text_id)
    assert SPEECH.has(f"line-{text_id}")
    assert VARIABLES["zh-Hans"][text_id] <= STANDARD
    assert VARIABLES["zh-Hans"][f"line-{text_id}"] <= STANDARD


@pytest.mark.parametrize("action", Action)
def test_every_action_has_its_line_in_the_time_line_and_its_button(action):
    assert SPEECH.has(f"did-{action}")
    assert SPEECH.has(f"action-{action}")
    assert VARIABLES["zh-Hans"][f"did-{action}"] <= STANDARD


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_whoever_acts_is_told_that_it_is_done(action):
    assert VARIABLES["zh-Hans"][f"done-{action}"] <= STANDARD


@pytest.mark.parametrize("text_id", ASKS)
def test_every_answer_is_asked_for(text_id):
    assert VARIABLES["zh-Hans"][text_id] == frozenset()


def test_every_refusal_has_a_sentence():
    sources = [p for folder in ("domain", "service") for p in (ROOT / folder).rglob("*.py")]
    raised = {
        text_id
        for path in sources
        for text_id in re.findall(r'"(refused-[a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert "refused-moved-on" in raised
    assert not {text_id for text_id in raised if not SPEECH.has(text_id)}


@pytest.mark.parametrize(
    "text_id",
    [
        *(f"status-{status}" for status in Status),
        *(f"result-{result}" for result in Result),
        *(f"role-{role}" for role in Role),
        *(f"role-{audience}" for audience in Audience),
        *(f"refusal-{code}" for code in RefusalCode),
        *(f"welcome-{role}" for role in Role if role is not Role.SYSTEM),
        *(f"help-{role}" for role in Role if role is not Role.SYSTEM),
        *(f"rung-{number}" for number in range(1, 10)),
        *(f"line-rung-{number}" for number in range(1, 10)),
        *(f"rung-e-{minutes}" for minutes in (5, 15, 30, 60, 120)),
        *(f"class-{letter}" for letter in "ACD"),
        *(f"rate-value-{value}" for value in (3, 2, 1)),
        *(f"rate-value-{value}-chosen" for value in (3, 2, 1)),
        *(f"rate-hint-{dimension}" for dimension in ("reply", "delivery")),
        *(f"menu-{command}" for command in COMMANDS),
        *CONVERSATION,
    ],
)
def test_it_is_there(text_id):
    assert SPEECH.has(text_id)


def test_every_class_of_limits_has_a_name():
    rows = (ROOT / "districts/qingting/limits.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all(SPEECH.has(f"limit-{row.split(',')[0]}") for row in rows)


def test_every_reminder_of_a_clock_has_a_line():
    clocks = {ClockKind.CONFIRM, ClockKind.DISPATCH, ClockKind.RETURN, ClockKind.CONTACT}
    for clock in clocks | {ClockKind.INFO, ClockKind.RATE, ClockKind.EMERGENCY}:
        assert SPEECH.has(f"remind-{clock}")
        assert SPEECH.has(f"line-remind-{clock}")
    lines = {i for i in IDS if re.match(r"(rung|remind)-", i)}
    assert not {i for i in lines if not SPEECH.has(f"line-{i}")}


# --- each fits its place ------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short(language):
    plain = [i for i in IDS if BUTTONS.match(i) and not VARIABLES[language][i]]
    assert len(plain) > 80
    long = {i: SPEECH.word(language, i) for i in plain if units(SPEECH.word(language, i)) > 20}
    assert not long


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("action", BY_PEOPLE)
def test_a_button_of_the_card_has_at_most_seven_characters(language, action):
    assert len(SPEECH.word(language, f"action-{action}")) <= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_and_commands_fit_telegram(language):
    for text_id in IDS:
        said = SPEECH.word(language, text_id, **sample(text_id))
        if text_id.startswith(("refused-", "done-", "toast-", "old-", "not-")):
            assert 0 < len(said) <= 200, text_id
            assert not SPEECH.say(language, text_id, sample(text_id)).entities, text_id
        if text_id.startswith("menu-"):
            assert 0 < units(said) <= 256, text_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_welcome_and_help_fit_one_screen(language):
    for text_id in IDS:
        if text_id.startswith(("welcome-", "help-", "notice", "privacy")):
            said = SPEECH.word(language, text_id, **sample(text_id))
            assert len(said.splitlines()) <= 9, text_id
            assert units(said) <= (600 if language == "en" else 320), text_id


# --- how it is said -----------------------------------------------------------------------

# Names of the languages stand in their own script everywhere.
OWN_SCRIPT = re.compile(r"简体中文|繁體中文|语言|語言|请选择|請選擇")


@pytest.mark.parametrize(("language", "config"), [("zh-Hans", "t2s"), ("zh-Hant", "s2t")])
def test_each_script_is_its_own(language, config):
    """Character by character: words that a converter would choose differently are ours."""
    convert = opencc.OpenCC(config).convert
    both = frozenset("台只里后面系干着群游冲表周吁准才借叹闲布范余")
    for text_id in IDS:
        said = OWN_SCRIPT.sub("", SPEECH.word(language, text_id, **dict.fromkeys(
            VARIABLES[language][text_id], ""
        )))  # fmt: skip
        assert not {c for c in said if convert(c) != c and c not in both}, text_id


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_chinese_is_polite_and_set_in_chinese(language):
    for text_id in filter(mine, IDS):
        said = SPEECH.word(language, text_id, **dict.fromkeys(VARIABLES[language][text_id], ""))
        assert "你" not in said, text_id
        assert not re.search(r"[一-鿿][,:;!?]|[,:;!?][一-鿿]", said), text_id


@pytest.mark.parametrize(
    ("text_id", "said"),
    [
        (
            "dispatch-resident",
            "您反映的路灯照明问题已交 区城市管理局 办理，11月30日(周一)18:00前答复。",
        ),
        ("take-resident", "区城市管理局已领单：明天上午派市政二班到场查看。"),
        ("progress-resident", "办理中：明天上午派市政二班到场查看。"),
        (
            "release-resident",
            "已办结：明天上午派市政二班到场查看。\n\n"
            "请您评两件事，只有您自己看得到，双方都评完前任何人都看不到：",
        ),
        (
            "redo-resident",
            "您的意见已退回区城市管理局重办（第2轮），换人办理，11月30日(周一)18:00前再答复。",
        ),
        (
            "ask_resident-resident",
            "承办单位问：明天上午派市政二班到场查看。\n直接回复本条即可。",
        ),
        ("done-confirm", "已定单并派给区城市管理局。"),
        (
            "ack",
            "收到，已登记 QT-20261123-00017\n路灯照明 · 望汀街道文昌阁社区文昌花园\n"
            "网格代表 陈玉兰 将在1个工作日内定单。",
        ),
        ("rate-why", "谢谢。还有哪里没解决？一句话就行，也可以直接跳过。"),
    ],
)
def test_golden_wording(text_id, said):
    """dialogues.md 1, 7, 8."""
    data = {
        **ONE_OF_EACH, "category": "路灯照明", "unit": "区城市管理局",
        "text": "明天上午派市政二班到场查看。",
    }  # fmt: skip
    assert SPEECH.word("zh-Hans", text_id, **data) == said


def test_danger_says_the_safety_words_first_and_asks_for_a_place_that_is_missing():
    """dialogues.md 3."""
    data = {"head": "先离开！", "body": "不要点火。", "number": "QT-1", "unit": "燃气公司"}
    said = SPEECH.say("zh-Hans", "raise_alarm-resident", {**data, "place": ""})
    assert said.text == (
        "先离开！ 不要点火。\n已为您登记 QT-1 并立刻通知值班员和燃气公司。\n"
        "您在哪栋楼？发送位置，或直接打字。"
    )
    known = SPEECH.word(
        "zh-Hans", "raise_alarm-resident", **{**data, "head": "", "unit": ""}, place="x"
    )
    assert known.startswith("先保证自己安全，")
    assert known.endswith("并立刻通知值班员。")


def test_what_was_decided_is_bold():
    data = {**ONE_OF_EACH, "unit": "区城市管理局"}
    for text_id, words in (
        ("dispatch-resident", "区城市管理局"),
        ("redo-resident", "重办（第2轮）"),
    ):
        said = SPEECH.say("zh-Hans", text_id, data)
        [entity] = said.entities
        assert said.text[entity.offset : entity.offset + entity.length] == words


def test_no_text_tells_who_the_resident_is_or_how_the_other_side_rated():
    """model.md C1 rules 7 and 10: no variable could carry it."""
    carried = frozenset().union(*VARIABLES["zh-Hans"].values())
    assert not carried & {"resident", "reporter", "name", "phone", "rating", "value"}


FAMILIES = re.compile(
    r"(line|did|done|action|status|result|role|limit|class|refusal|handed_to|choice|ask|menu"
    r"|welcome|help|language|card|weekday|month|when|span|rung|refused|rate|left|remind|visited"
    r"|withdraw|invite|line|redo)-"
)


def test_no_text_is_kept_that_nobody_says():
    folders = ("bot", "service", "domain", "storage", "web")
    code = "".join(
        p.read_text(encoding="utf-8") for f in folders for p in (ROOT / f).rglob("*.py")
    )
    texts = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "bot/texts/zh-Hans").glob("*.ftl")
    )
    told = {text_id for row in STEPS for text_id in row.text_ids.values()}
    silent = [
        text_id
        for text_id in SPEECH.ids("zh-Hans")
        if not FAMILIES.match(text_id)
        and text_id not in told
        and f'"{text_id}"' not in code
        and not re.search(rf"\{{ ?{re.escape(text_id)}[ }}]", texts)
    ]
    assert silent == []
