"""The border, the plain form, and what may stand in a log."""

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlp.clean import MAX_UTF16, clean_text, mask_private
from bot.nlp.matching import Matcher, Together
from bot.nlp.segment import Engine, Segmenter, default_engine
from bot.nlp.understand import Understander

ENGINES: list[Engine] = sorted({default_engine(), "jieba"})

HOSTILE = [
    "",
    " ",
    "\x00",
    "路灯\x00坏了",
    "\ud83d",
    "路灯\udc00坏了",
    "😀",
    "👨‍👩‍👧‍👦",
    "1234567890",
    "0" * 65536,
    "路灯坏了" * 16384,
    "\u202e路灯坏了",
    "مرحبا بالعالم",
    "שלום עולם",
    "路\u200b灯\u200d坏\ufeff了",
    "e" + "\u0301" * 5000,
    "<b>路灯</b> *坏了* _[x](http://a)_",
    "'; DROP TABLE orders; --",
    "%s %n {0} ${jndi:ldap://x}",
    "/start@bot",
    "\u2028\u2029\x85",
    "\ufffe\uffff",
    "𠮷" * 5000,
    "".join(map(chr, range(0x250))),
    "一二三四五六七八九十百" * 100,
    "第" * 100 + "期",
    "ⅰⅱⅲⅳ期",
    "二十百期",
    "٣期",
    "文昌路" + "9" * 4000 + "号",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_breaks_understanding(understander: Understander, text: str):
    found = understander.understand(text)
    assert found == understander.understand(text)
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert len(cleaned.encode("utf-16-le")) <= MAX_UTF16 * 2
    assert "\x00" not in cleaned


@given(st.text(st.characters(), max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_is_understood_within_the_district(understander: Understander, text: str):
    found = understander.understand(text)
    assert set(found.place.grids) <= _GRIDS
    assert all(0.0 <= issue.confidence <= 1.0 for issue in found.issues)


_WORDS = st.sampled_from(
    [
        *(
            "文昌路",
            "鹭洲花园",
            "二期",
            "45号",
            "大沱村",
            "三组",
            "不是",
            "打错了",
            "停水",
            "着火",
        ),
        *("没有", "路灯", ",", " ", "还有", "。", "新村", "车站", "89", "煤气味", "已经修好", "!"),
    ]
)
_GRIDS = frozenset(
    f"{community}-{number:02}"
    for community, count in (
        [(f"WT-{i:02}", 2) for i in (1, 2, 3)]
        + [(f"SP-{i:02}", 2) for i in (1, 2, 3)]
        + [(f"BL-{i:02}", 2) for i in (1, 2, 3)]
        + [("SG-01", 2), ("SG-02", 2), ("LW-01", 2), ("LW-02", 1)]
    )
    for number in range(1, count + 1)
)


@given(st.lists(_WORDS, max_size=12))
@settings(deadline=None, max_examples=150)
def test_any_row_of_our_words_is_understood(understander: Understander, words: list[str]):
    found = understander.understand("".join(words))
    assert set(found.place.grids) <= _GRIDS
    assert (found.place.certainty == "none") == (not found.place.grids)
    assert found.place.certainty != "exact" or len(found.place.grids) == 1
    assert len({issue.code for issue in found.issues}) == len(found.issues)


@given(st.text(st.characters(), max_size=5000))
@settings(deadline=None, max_examples=100)
def test_cleaning_twice_changes_nothing(text: str):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert len(cleaned.encode("utf-16-le")) <= MAX_UTF16 * 2


def test_an_emoji_at_the_limit_is_not_split():
    assert clean_text("a" * (MAX_UTF16 - 1) + "😀") == "a" * (MAX_UTF16 - 1)


def test_lines_survive_and_controls_go():
    assert clean_text("一\r\n二\r三\x07\u202e\tx") == "一\n二\n三\tx"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("文昌花園樓下路燈壞了", "文昌花园楼下路灯坏了"),
        ("鷺洲花園二期停電", "鹭洲花园二期停电"),
        ("樓道裏好大的煤氣味 頭有點暈", "楼道里好大的煤气味 头有点晕"),
        ("巴士很久都不來", "公交很久都不来"),
        ("的士司機拒載", "出租车司机拒载"),
        ("垃圾沒人收", "垃圾没人收"),
    ],
)
def test_traditional_is_understood_like_simplified(
    understander: Understander, traditional: str, simplified: str
):
    one, other = understander.understand(traditional), understander.understand(simplified)
    assert [i.code for i in one.issues] == [i.code for i in other.issues] != []
    assert (one.place, one.danger, one.intent) == (other.place, other.danger, other.intent)


def test_regional_words_are_replaced_as_words_only(understander: Understander):
    assert "国中" in understander.understand("全国中小学什么时候放假").text_normal


@pytest.mark.parametrize(
    "text", ["路灯坏了!!!!!!", "路灯坏了。。。。", "路燈壞了", "路灯坏了😡😡", "路\u200b灯坏了"]
)
def test_noise_changes_nothing(understander: Understander, text: str):
    plain = understander.understand("路灯坏了").issues[0]
    found = understander.understand(text).issues[0]
    assert (found.code, found.confidence) == (plain.code, plain.confidence)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打13912345678找我", "打139********找我"),
        ("139 1234 5678", "139**********"),
        ("１３９１２３４５６７８", "１３９********"),
        ("身份证11010519491231002X", "身份证110***************"),
        ("座机0571-88888888", "座机057**********"),
        ("卡号6222021234567890123", "卡号622****************"),
        ("QT-20261123-00017", "QT-20261123-00017"),
        ("文昌路45号3栋201", "文昌路45号3栋201"),
        ("2026年11月23日", "2026年11月23日"),
    ],
)
def test_private_numbers_are_masked(text: str, masked: str):
    assert mask_private(text) == masked
    assert mask_private(masked) == masked


def test_the_matcher_prefers_the_longest_and_reads_to_the_end():
    matcher = Matcher([("灯", 1), ("路灯", 2), ("路灯杆", 3), ("杆子", 4)])
    assert [(h.word, h.start, h.end) for h in matcher.find("路灯杆子")] == [
        ("路灯杆", 0, 3),
        ("杆子", 2, 4),
    ]
    assert [(h.word, h.end) for h in matcher.find("看路灯")] == [("路灯", 3)]


@given(
    st.lists(st.sets(st.text("路灯杆", min_size=1, max_size=4), max_size=6), max_size=3),
    st.sets(st.text("路灯杆", min_size=1, max_size=3), max_size=6),
    st.text("路灯杆x", max_size=12),
)
@settings(max_examples=300, deadline=None)
def test_one_search_gives_each_lexicon_its_longest_words(
    lexicons: list[set[str]], everywhere: set[str], text: str
):
    def places(words: set[str]) -> list[tuple[int, int]]:
        spans = [(low, high) for low in range(len(text)) for high in range(low + 1, len(text) + 1)]
        return [(low, high) for low, high in spans if text[low:high] in words]

    together = Together(
        *(dict.fromkeys(words, n) for n, words in enumerate(lexicons)),
        everywhere=dict.fromkeys(everywhere, "all"),
    )
    *hits, last = together.find(text)
    assert sorted(last) == [(low, high, "all") for low, high in places(everywhere)]
    for number, (words, found) in enumerate(zip(lexicons, hits, strict=True)):
        all_places = places(words)
        longest = [
            (low, high)
            for low, high in all_places
            if not any(a <= low and high <= b and (a, b) != (low, high) for a, b in all_places)
        ]
        assert [tuple(h) for h in found] == [(text[a:b], a, b, number) for a, b in longest]


def test_tokens_cover_the_text_and_keep_own_words():
    segmenter = Segmenter(["鹭洲花园"])
    text = "鹭洲花园 1期 lamp!停电"
    tokens = segmenter.words(text)
    assert "".join(token.word for token in tokens) == text
    assert all(text[token.start : token.end] == token.word for token in tokens)
    assert "鹭洲花园" in {token.word for token in tokens}
    assert {"居民", "委员会"} <= {token.word for token in segmenter.search("居民委员会")}


@pytest.mark.parametrize(
    "text",
    [
        "文昌花园3栋楼下路灯坏了一个礼拜了,晚上黑灯瞎火的",
        "在KTV楼下89路公交站,iPhone15被偷 3.5米 50% a-b C++",
        "上下学车多。。。全国中小学\n研究生命起源",
        "",
        "😀路灯!!",
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_the_cut_is_that_of_jieba(text: str, engine: Engine):
    wanted = list(jieba.cut(text, HMM=False))
    assert [token.word for token in Segmenter(engine=engine).words(text)] == wanted


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "own", "cut"),
    [
        ("住在鹭洲花园里", ["鹭洲花园"], "住/在/鹭洲花园/里"),
        ("下水管道堵塞了", ["下水管", "管道堵塞"], "下水/管道堵塞/了"),
        ("等公交车很久", ["等公交", "公交车"], "等/公交车/很/久"),
        ("abc路灯杆12x", ["路灯杆"], "abc/路灯杆/12x"),
        ("路灯杆\x00坏", ["路灯杆"], "路灯杆/\x00/坏"),
    ],
)
def test_own_words_stand_whole_the_longer_before_the_shorter(
    text: str, own: list[str], cut: str, engine: Engine
):
    tokens = Segmenter(own, engine).words(text)
    assert [token.word for token in tokens] == cut.split("/")
    assert all(text[token.start : token.end] == token.word for token in tokens)
