"""The engine of bot.texts: markup, hostile data, dates, numbers, pieces."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.said import Entity, Said, units
from bot.texts.speech import LANGUAGES, Speech, language_of

SPEECH = Speech()
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai
ANY_TEXT = st.text(st.characters())  # lone surrogates, controls and marks of direction as well
HOSTILE = (
    "**bold** __x__ <b>x</b> & &amp; [a](http://x)",
    "{ $number } {$number} { refused-closed } {{ }}",
    "\u202e\u2066evil\u2069\u200f\u200d\u0000",
    "\ue0000\ue001 \ue000",
    "none",
    "👨‍👩‍👧 𠮷 \ud800",
    "- list\n  indented\n    .attribute = x\n[x]\n*y",
    "1,234.50",
    "x" * 70_000,
)


def bold(said: Said) -> list[str]:
    """The text under each bold entity, cut out as Telegram does."""
    raw = said.text.encode("utf-16-le", "surrogatepass")
    return [
        raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le", "surrogatepass")
        for e in said.entities
        if e.type == "bold"
    ]


def texts_in(folder: Path, source: str) -> Speech:
    for code in LANGUAGES:
        (folder / code).mkdir()
        (folder / code / "a.ftl").write_text(source, encoding="utf-8")
    return Speech(folder)


# --- markup and data ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_write_comes_out_as_it_is(language, hostile):
    said = SPEECH.say(language, "take_alarm-resident", {"unit": hostile, "text": hostile})
    assert said.text.count(hostile) == 2
    assert bold(said) == [hostile]
    assert "\u2068" not in said.text.replace(hostile, "")


@given(unit=ANY_TEXT, text=ANY_TEXT)
def test_any_text_comes_out_unchanged_with_right_offsets(unit, text):
    said = SPEECH.say("zh-Hans", "take_alarm-resident", {"unit": unit, "text": text})
    assert said.text == f"{unit} 已接手：{text}\n请留在安全的地方。"
    assert said.entities == ((Entity("bold", 0, units(unit)),) if unit else ())


@given(reason=ANY_TEXT)
def test_only_nothing_selects_none(reason):
    said = SPEECH.say("zh-Hans", "add-clerk", {"short": "00017", "text": reason})
    assert said.text == f"00017 有补充：{reason if reason.strip() else '新照片'}"


def test_offsets_are_counted_in_utf16():
    data = {"short": "😀0017", "handed_to": "119 消防救援"}
    said = SPEECH.say("zh-Hans", "hand_over-resident", data)
    assert said.entities == (Entity("bold", 11, 8),)
    assert bold(said) == ["119 消防救援"]


def test_numbers_are_not_grouped_and_choose_plurals():
    assert (
        SPEECH.word("zh-Hans", "refused-too-long", limit=4000)
        == "太长了，最多4000字，请写短一点。"
    )
    assert SPEECH.word("en", "refused-too-long", limit=123456).count("123456") == 1
    said = [SPEECH.word("en", "added", short="00017", photos=n) for n in (0, 1, 2)]
    assert said == ["Added to 00017.", "Added to 00017 (1 photo).", "Added to 00017 (2 photos)."]


def test_a_nested_text_keeps_its_entities_and_language():
    nested = {"$text": "rung-3", "data": {
        "short": "00017", "category": "路灯照明",
        "left": {"$text": "left-workdays", "data": {"n": 1}},
        "due": {"$when": "2026-11-24T10:00:00+00:00"},
    }}  # fmt: skip
    mine = {"text_id": "todo-head", "data": {"count": 2}}
    said = SPEECH.say("zh-Hans", "digest", {"count": 2, "lines": [nested, mine]}, now=NOW)
    assert said.text == (
        "有2件事请您看一下：\n"
        "🟡 00017 路灯照明 还剩1个工作日，明天18:00前要答复。\n等您处理（2件，最急的在前）"
    )
    assert bold(said) == ["等您处理"]
    english = SPEECH.say("en", "digest", {"count": 1, "lines": [nested]}, now=NOW)
    assert english.text.splitlines() == [
        "1 thing to look at:",
        "🟡 00017 路灯照明: 1 working day left. Answer due tomorrow 18:00.",
    ]


def test_data_for_others_is_no_variable():
    data = {"$reply_to_card": True, "$buttons": [[{"text": "x"}]], "ratings": [{"value": 3}]}
    said = SPEECH.say("zh-Hans", "progress-resident", {**data, "text": "在修", "sealed": False})
    assert said == Said("办理中：在修")


# --- faults -------------------------------------------------------------------------------


def test_a_missing_variable_raises():
    with pytest.raises(ValueError, match=r"progress-resident.*text"):
        SPEECH.say("zh-Hans", "progress-resident", {})


@pytest.mark.parametrize("unsayable", [True, 1.5, object(), {"a": 1}])
def test_what_cannot_be_said_is_missing(unsayable):
    with pytest.raises(ValueError, match="text"):
        SPEECH.say("zh-Hans", "progress-resident", {"text": unsayable})


def test_unknown_ids_and_languages_raise():
    with pytest.raises(KeyError, match="no-such-text"):
        SPEECH.say("en", "no-such-text")
    with pytest.raises(KeyError):
        SPEECH.say("fr", "ack")
    assert SPEECH.has("ack")
    assert not SPEECH.has("no-such-text")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("a = x\na = y\n", "a is there twice"),
        ("# only a comment\n", "no texts"),
    ],
)
def test_a_broken_folder_stops_the_start(tmp_path, source, fault):
    with pytest.raises(ValueError, match=fault):
        texts_in(tmp_path, source)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("a = { $x\n", "a: Expected"),
        ("a = **x\n", "not closed"),
        ("a = { b }\n", "no text b"),
        ("a =\n    .title = x\n", "no value"),
    ],
)
def test_a_broken_text_raises(tmp_path, source, fault):
    with pytest.raises((ValueError, KeyError), match=fault):
        texts_in(tmp_path, source).say("en", "a")


def test_texts_may_refer_to_texts_and_terms(tmp_path):
    speech = texts_in(
        tmp_path, "a = { b }, { -who }\nb = **{ $x }**\n# comment\n-who = Minsheng\n"
    )
    said = speech.say("en", "a", {"x": "**"})
    assert said == Said("**, Minsheng", (Entity("bold", 0, 2),))


# --- dates and spans ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "hans", "hant", "english"),
    [
        ("2026-11-27T10:00Z", "11月27日(周五)18:00", "11月27日(週五)18:00", "Fri 27 Nov, 18:00"),
        ("2026-11-23T07:00Z", "今天15:00", "今天15:00", "today 15:00"),
        ("2026-11-23T16:00Z", "明天00:00", "明天00:00", "tomorrow 00:00"),
        ("2026-11-22T01:05Z", "昨天09:05", "昨天09:05", "yesterday 09:05"),
        ("2026-11-21T15:59Z", "11月21日(周六)23:59", "11月21日(週六)23:59", "Sat 21 Nov, 23:59"),
        (
            "2027-02-22T10:00Z",
            "2027年2月22日(周一)18:00",
            "2027年2月22日(週一)18:00",
            "Mon 22 Feb 2027, 18:00",
        ),
    ],
)
def test_dates_are_said_as_people_say_them(moment, hans, hant, english):
    then = datetime.fromisoformat(moment)
    said = [SPEECH.when(then, language, NOW) for language in LANGUAGES]
    assert said == [hans, hant, english]


def test_due_dates():
    due = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    said = [SPEECH.when(due, language, NOW, before=True) for language in LANGUAGES]
    assert said == ["11月27日(周五)18:00前", "11月27日(週五)18:00前", "by Fri 27 Nov, 18:00"]
    data = {"due": {"$when": due.isoformat(), "before": True}, "deputy": ""}
    nested = SPEECH.say("zh-Hans", "pick-place", {"place": data["due"]}, now=NOW)
    assert nested.text == "11月27日(周五)18:00前"


def test_without_now_nothing_is_today():
    assert SPEECH.when(NOW, "zh-Hans") == "11月23日(周一)10:00"


def test_the_zone_is_the_districts():
    urumqi = ZoneInfo("Asia/Urumqi")
    assert SPEECH.when(NOW, "zh-Hans", NOW, urumqi) == "今天08:00"
    assert Speech(zone=urumqi).when(NOW, "zh-Hans", NOW) == "今天08:00"


def test_a_moment_without_a_zone_raises():
    with pytest.raises(ValueError, match="zone"):
        SPEECH.when(NOW.replace(tzinfo=None), "zh-Hans", NOW)


@pytest.mark.parametrize(
    ("seconds", "hans", "english"),
    [
        (0, "不到1分钟", "less than a minute"),
        (59, "不到1分钟", "less than a minute"),
        (60, "1分钟", "1 minute"),
        (3600, "1小时", "1 hour"),
        (4800, "1小时20分钟", "1 hour 20 minutes"),
        (86400, "1天", "1 day"),
        (2 * 86400 + 3 * 3600 + 59, "2天3小时", "2 days 3 hours"),
    ],
)
def test_spans(seconds, hans, english):
    assert SPEECH.span(seconds, "zh-Hans") == hans
    assert SPEECH.span(seconds, "en") == english
    assert SPEECH.word("en", "pick-place", place={"$span": seconds}) == english


# --- languages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "chosen", "language"),
    [
        (None, None, "zh-Hans"),
        ("", None, "zh-Hans"),
        ("zh", None, "zh-Hans"),
        ("zh-hans", None, "zh-Hans"),
        ("zh-CN", None, "zh-Hans"),
        ("zh-hant", None, "zh-Hant"),
        ("zh_TW", None, "zh-Hant"),
        ("zh-hk", None, "zh-Hant"),
        ("yue", None, "zh-Hant"),
        ("en", None, "en"),
        ("de-AT", None, "en"),
        ("en", "zh-Hant", "zh-Hant"),
        ("zh-hans", "klingon", "zh-Hans"),
    ],
)
def test_language_of(client, chosen, language):
    assert language_of(client, chosen) == language


# --- pieces -------------------------------------------------------------------------------


def test_a_short_text_is_one_piece():
    said = Said("好", (Entity("bold", 0, 1),))
    assert said.parts() == (said,)


def test_a_long_text_is_cut_after_a_line():
    line = "一行字\n"
    parts = Said(line * 2000, (Entity("bold", 0, 8000),)).parts()
    assert [units(part.text) for part in parts] == [4096, 3904]
    assert all(part.text.endswith("\n") for part in parts)
    assert [part.entities for part in parts] == [
        (Entity("bold", 0, 4096),),
        (Entity("bold", 0, 3904),),
    ]


def test_nothing_but_white_space_is_no_piece():
    assert Said("").parts() == ()
    assert Said("a" + "\n" * 5000).parts()[0].text.startswith("a")
    assert len(Said("a" + "\n" * 5000).parts()) == 1


@given(
    text=st.text(st.sampled_from("ab\n😀字 \ud83d"), min_size=1),
    limit=st.integers(2, 9),
    start=st.integers(0, 30),
    length=st.integers(1, 30),
)
def test_pieces_hold_everything(text, limit, start, length):
    whole = Said(text, (Entity("bold", start, length),))
    parts = whole.parts(limit)
    raw = text.encode("utf-16-le", "surrogatepass")
    said = b"".join(part.text.encode("utf-16-le", "surrogatepass") for part in parts)
    assert said.replace(b"\n\0", b"").replace(b" \0", b"") == (
        raw.replace(b"\n\0", b"").replace(b" \0", b"")
    )
    assert all(0 < units(part.text) <= limit for part in parts)
    for part in parts:
        assert all(0 <= e.offset < e.offset + e.length <= units(part.text) for e in part.entities)
        assert "\ud83d" in text or not any("\ud800" <= c <= "\udfff" for c in part.text)
