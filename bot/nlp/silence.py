"""What takes the danger out of a dangerous word: idioms, negation, past, prevention, company.

Every answer is (rule, word): the rule that spoke and the word of the message that made it
speak, so that a clerk can be told why a word did not count (model.md C11, 5).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from bot.nlp.frames import CLAUSE_MARKS
from bot.nlp.knowledge import Blocker
from bot.nlp.matching import Hit, Matcher
from bot.nlp.segment import Piece
from bot.nlp.words import load_lists, load_rows

GAP = 6
_WORDS_OF_NEGATION = 4
_BESIDE = 5
_MARKS = frozenset(CLAUSE_MARKS)
_ASKED = frozenset({"有没有", "是不是", "会不会", "有没"})


class Silence(NamedTuple):
    """The rule and the word that silenced; both empty where the danger stands."""

    rule: str
    word: str


STANDS = Silence("", "")


class Silencer:
    """The district's blockers first, the general ones after them."""

    def __init__(self, blockers: Iterable[Blocker], normalise: Callable[[str], str]) -> None:
        by_kind: dict[str, list[str]] = {}
        for blocker in (*blockers, *(Blocker(*row) for row in load_rows("blockers.csv"))):
            by_kind.setdefault(blocker.kind, []).append(each_part(blocker.term, normalise))
        plain_idioms, self._gapped_idioms = _split_gaps(by_kind.pop("idiom", []))
        self._idioms = Matcher((word, word) for word in plain_idioms)
        self._idioms_in = lru_cache(maxsize=1)(self._find_idioms)
        self._negations = frozenset(by_kind.pop("negation", []))
        lists = load_lists("danger_context.csv")
        past = by_kind.pop("past", [])
        self._then = tuple(word for word in past if word in lists["then"])
        self._solved = tuple(word for word in past if word not in lists["then"])
        self._prevention = tuple(by_kind.pop("prevention", []))
        self._clause_blockers = tuple(word for words in by_kind.values() for word in words)
        self._fillers = frozenset(lists["filler"])
        self._supposed = lists["supposed"]
        self._supposed_next = lists["supposed_next"]
        self._imminent = lists["imminent"]
        self._now = lists["now"]
        self._taught = frozenset(lists["taught"])
        self._again = lists["again"]
        self._still = lists["still"]
        self._risk = lists["risk"]
        self._tame = _tame()

    def forget(self) -> None:
        """Nothing of the last text is kept: it is somebody's words."""
        self._idioms_in.cache_clear()

    def idiom(self, text: str, start: int, end: int) -> Silence:
        """An idiom covers the whole word: 火大 takes nothing from 着火大家快跑."""
        whole, gapped = self._idioms_in(text)
        for hit in whole:
            if hit.start <= start and end <= hit.end and hit.word != text[start:end]:
                return Silence("idiom", hit.word)
        for head, tail in gapped:
            at = text.rfind(head, max(0, start - 2 * GAP), end)
            after = text.find(tail, at + len(head), end + GAP) if at >= 0 else -1
            if after >= 0 and after < end and not breaks(text[at:after]):
                return Silence("idiom", f"{head}…{tail}")
        return STANDS

    def _find_idioms(self, text: str) -> tuple[list[Hit[str]], list[tuple[str, str]]]:
        """All idioms of a text: every dangerous word in it asks for them."""
        gapped = [pair for pair in self._gapped_idioms if pair[0] in text and pair[1] in text]
        return self._idioms.find(text), gapped

    def negation(self, text: str, pieces: Sequence[Piece], start: int) -> Silence:
        """A negating word at most four words before, with nothing but fillers in between."""
        before = [piece for piece in pieces if piece[2] <= start][-_WORDS_OF_NEGATION - 1 :]
        for word, low, high in reversed(before):
            if word in self._negations:
                asked = text[max(0, low - 1) : high]
                return STANDS if asked in _ASKED else Silence("negation", word)
            if word not in self._fillers:
                return STANDS
        return STANDS

    def around(self, text: str, start: int, end: int, *, threat: bool = False) -> Silence:
        """What the clause and the sentence say of text[start:end].

        A threat (再不发钱我就跳, 如果没人管) is a danger in the form of a supposition.
        """
        low, high = clause(text, start, end)
        near = text[low:high]
        word = next((word for word in self._clause_blockers if word in near), "")
        if word:
            return Silence("clause", word)
        found = self._past(text, start, end)
        if threat:
            return found if found.rule == "past" or found.word in self._taught else STANDS
        return found if found.word else self._supposition(text, start, end)

    def company(self, term: str, kind: str, text: str, start: int, end: int) -> Silence:
        """刺鼻 beside 排放, 呕吐 beside 养猪: words that make this one an ordinary complaint."""
        rows = (self._tame.get(name, ()) for name in (term, f"<{kind}>", "<*>"))
        for words, reach in chain.from_iterable(rows):
            low, high = _reach(reach, text, start, end)
            area = text[low:high]
            word = next((word for word in words if word in area and _said(word, area)), "")
            if word:
                return Silence("company", word)
        return STANDS

    def _past(self, text: str, start: int, end: int) -> Silence:
        """Past and solved, or a question of how to prevent it; not if it happens again."""
        low, high = clause(text, start, end)
        near, after = text[low:high], text[end : _sentence_end(text, end)]
        if any(word in near for word in self._again) or any(w in after for w in self._still):
            return STANDS
        before, soon = text[_clause_before(text, low) : high], text[end : end + _WINDOW]
        word = next((word for word in self._then if word in before), "")
        word = word or next((w for w in self._solved if w in near or w in soon), "")
        if word:
            return Silence("past", word)
        word = next((word for word in self._prevention if word in near), "")
        return Silence("prevention", word) if word else STANDS

    def _supposition(self, text: str, start: int, end: int) -> Silence:
        """容易着火, 万一爆炸, 有触电的风险: a risk that was described, not an event."""
        low, high = clause(text, start, end)
        before, after = text[low:start], text[end : min(high, end + GAP)]
        sudden = any(word in before for word in self._imminent)
        if before.endswith(self._supposed_next) and not (sudden and self._soon(before)):
            return Silence("supposed", before[-2:])
        if sudden:
            return STANDS
        near = before[-GAP:]
        word = next((word for word in self._supposed if word in near), "") or next(
            (word for word in self._risk if word in after), ""
        )
        return Silence("supposed", word) if word else STANDS

    def _soon(self, before: str) -> bool:
        """随时会塌 is a danger, 今天…肯定会塌 a guess: what makes it near stands beside it."""
        return any(word in before[-_BESIDE:] for word in self._imminent)

    def now(self, text: str, start: int, end: int) -> bool:
        """The clause says that it happens at this moment."""
        low, high = clause(text, start, end)
        return any(word in text[low:high] for word in self._now)


def each_part(term: str, normalise: Callable[[str], str]) -> str:
    """A term with its gaps, each part in the form in which texts are searched."""
    return "…".join(normalise(part) for part in term.split("…"))


def breaks(text: str) -> bool:
    """A gap inside a term does not reach over a mark."""
    return any(mark in text for mark in "。;；!?！？\n,，")


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around text[start:end]."""
    low, high = start, end
    while low > 0 and text[low - 1] not in _MARKS:
        low -= 1
    while high < len(text) and text[high] not in _MARKS:
        high += 1
    return low, high


def _clause_before(text: str, low: int) -> int:
    """Where the clause before the one at `low` begins, in the same sentence."""
    if low < 2 or text[low - 1] in "。!?！？\n":
        return low
    return max((text.rfind(mark, 0, low - 1) for mark in CLAUSE_MARKS), default=-1) + 1


def _sentence_end(text: str, start: int) -> int:
    ends = [at for mark in "。!?！？\n" if (at := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))


def _said(word: str, area: str) -> bool:
    """不是演习 does not say 演习."""
    at = area.find(word)
    return not area[max(0, at - 3) : at].endswith(("不是", "不是在"))


_WINDOW = 40


def _reach(reach: str, text: str, start: int, end: int) -> tuple[int, int]:
    if reach == "clause":
        return clause(text, start, end)
    if reach == "after":
        return end, min(len(text), end + GAP)
    if reach == "before":
        return max(0, start - GAP), start
    if reach == "span":
        return start, end
    return max(0, start - _WINDOW), end + _WINDOW


def _tame() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """(words, reach) by the term or `<kind>` that they tame."""
    tame: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for terms, reach, words in load_rows("danger_tame.csv"):
        for term in terms.split("、"):
            tame[term] = (*tame.get(term, ()), (tuple(words.split("、")), reach))
    return tame


def _split_gaps(words: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    plain: list[str] = []
    gapped: list[tuple[str, str]] = []
    for word in words:
        head, gap, tail = word.partition("…")
        if gap and head and tail:
            gapped.append((head, tail))
        elif not gap:
            plain.append(word)
    return plain, gapped
