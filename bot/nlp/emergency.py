"""Danger: three tiers of words and what takes the danger out of them (model.md C11, 5).

Silence is the worst error, crying wolf the second: a word is only silenced by something that
stands close to it, and a reason to doubt (有点, 好像) never silences.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.nlp.knowledge import Blocker, EmergencyTerm
from bot.nlp.matching import Matcher
from bot.nlp.segment import Token
from bot.nlp.words import load_lists, load_rows

_GAP = 6
_WORDS_OF_NEGATION = 4
_LETTER = 120
"""Who is in danger types little. In a text longer than this a danger is told, not cried,
unless it stands in the opening or its clause says that it is now."""
_OPENING = 50
_ALWAYS_HEARD = frozenset({"selfharm", "child", "gas"})
TOLD = "…"
"""What silenced a word that a long letter only tells of; it still makes the matter urgent."""
_CLAUSE_MARKS = " ,，。;；!?！？、\n"


@dataclass(frozen=True, slots=True)
class Danger:
    """An alarm that stands. `blocked_by` lists what silenced other words of the message."""

    tier: str
    kind: str
    code: str
    words: tuple[str, ...]
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermHit:
    """A dangerous word at text[start:end]; `blocked_by` is empty where it stands."""

    term: EmergencyTerm
    word: str
    start: int
    end: int
    blocked_by: str = ""
    idiom: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was seen of danger in one message."""

    danger: Danger | None = None
    hits: tuple[TermHit, ...] = ()

    @property
    def raised(self) -> tuple[str, ...]:
        """Words that make the matter urgent though nobody has to be alarmed."""
        return tuple(hit.word for hit in self.hits if hit.blocked_by in {"", TOLD})

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """What took the danger out of words, in order, each once."""
        return tuple(dict.fromkeys(hit.blocked_by for hit in self.hits if hit.blocked_by))


@dataclass(slots=True)
class _Terms:
    """Plain words, and words with a gap by their first part."""

    plain: dict[str, EmergencyTerm] = field(default_factory=dict)
    gapped: dict[str, list[tuple[str, EmergencyTerm]]] = field(default_factory=dict)

    def add(self, term: EmergencyTerm, normalise: Callable[[str], str]) -> None:
        head, gap, tail = _each_part(term.term, normalise).partition("…")
        if not gap and len(head) < 2:
            return  # one character (火, from its emoji) says too little
        if not gap:
            self.plain.setdefault(head, term)
        elif head and tail:
            self.gapped.setdefault(head, []).append((tail, term))


class DangerFinder:
    """The district's lexicon first, the general one after it."""

    def __init__(
        self,
        terms: Iterable[EmergencyTerm],
        blockers: Iterable[Blocker],
        normalise: Callable[[str], str],
    ) -> None:
        table = _Terms()
        self._kinds: dict[str, str] = {}
        for term in (*terms, *(EmergencyTerm(*row) for row in load_rows("danger.csv"))):
            table.add(term, normalise)
            self._kinds.setdefault(term.code, term.kind)
        self._plain = Matcher(table.plain.items())
        self._gapped = Matcher(table.gapped.items())
        by_kind: dict[str, list[str]] = {}
        for blocker in (*blockers, *(Blocker(*row) for row in load_rows("blockers.csv"))):
            by_kind.setdefault(blocker.kind, []).append(_each_part(blocker.term, normalise))
        plain_idioms, self._gapped_idioms = _split_gaps(by_kind.pop("idiom", []))
        self._idioms = Matcher((word, word) for word in plain_idioms)
        self._negations = frozenset(by_kind.pop("negation", []))
        self._past = tuple(by_kind.pop("past", []))
        self._prevention = tuple(by_kind.pop("prevention", []))
        self._clause_blockers = tuple(word for words in by_kind.values() for word in words)
        lists = load_lists("danger_context.csv")
        self._fillers = frozenset(lists["filler"])
        self._supposed = lists["supposed"]
        self._supposed_next = lists["supposed_next"]
        self._imminent = lists["imminent"]
        self._again = lists["again"]
        self._risk = lists["risk"]
        self._lasting = lists["lasting"]
        self._person = lists["person"]
        self._spot = lists["spot"]
        self._cries = lists["cry"]
        self.words = tuple(word for word in table.plain if len(word) > 2)

    def find(self, text: str, tokens: Sequence[Token], *, placed: bool) -> Findings:
        """`tokens` in precise mode; `placed` says that a place or a position is known."""
        hits = tuple(
            self._judged(text, tokens, term, start, end)
            for term, start, end in sorted(self._terms(text, tokens), key=lambda hit: hit[1:])
        )
        standing = [hit for hit in hits if not hit.blocked_by]
        near = placed or any(word in text for word in (*self._person, *self._spot))
        acting = [h for h in standing if h.term.tier == "A" or (h.term.tier == "B" and near)]
        if not acting:
            return Findings(None, hits)
        # The first of the highest tier decides, not a part of a longer word (被困 in 被困电梯);
        # one with a class says more than one without, a mere cry for help the least.
        own = [hit for hit in acting if not any(_within(hit, other) for other in acting)]
        first = min(
            own,
            key=lambda hit: (
                hit.term.tier,
                hit.word in self._cries,
                not hit.term.code,
                hit.start,
            ),
        )
        blocked = tuple(dict.fromkeys(hit.blocked_by for hit in hits if hit.blocked_by))
        words = tuple(dict.fromkeys(hit.word for hit in [first, *acting]))
        danger = Danger(first.term.tier, first.term.kind, first.term.code, words, blocked)
        return Findings(danger, hits)

    def kind_of(self, code: str) -> str:
        """The kind of danger (which safety words) that a class stands for; empty if none."""
        return self._kinds.get(code, "")

    def _lasting_harm(self, term: EmergencyTerm, text: str) -> str:
        """路灯坏了一个礼拜,老人都摔了: harm told to show how bad a standing fault is."""
        if term.tier != "B" or term.kind != "medical":
            return ""
        return next((word for word in self._lasting if word in text), "")

    def _terms(self, text: str, tokens: Sequence[Token]) -> list[tuple[EmergencyTerm, int, int]]:
        edges = {token.start for token in tokens} | {len(text)}
        # 脱落石块 holds 落石 only across two words.
        found = [
            (hit.value, hit.start, hit.end)
            for hit in self._plain.find(text)
            if hit.start in edges or hit.end in edges
        ]
        for head in self._gapped.find(text):
            for tail, term in head.value:
                at = text.find(tail, head.end, head.end + _GAP + len(tail))
                if at >= 0 and not _breaks(text[head.end : at]):
                    found.append((term, head.start, at + len(tail)))
        return found

    def _judged(
        self, text: str, tokens: Sequence[Token], term: EmergencyTerm, start: int, end: int
    ) -> TermHit:
        tail = term.term.partition("…")[2]
        idiom = self._idiom(text, end - len(tail) if tail else start, end)
        blocker = idiom or self.blocker(text, tokens, start, end)
        blocker = blocker or self._lasting_harm(term, text) or self._told(term, text, start, end)
        return TermHit(term, text[start:end], start, end, blocker, idiom=bool(idiom))

    def _told(self, term: EmergencyTerm, text: str, start: int, end: int) -> str:
        if len(text) <= _LETTER or start < _OPENING or term.kind in _ALWAYS_HEARD:
            return ""
        low, high = _clause(text, start, end)
        return "" if any(word in text[low:high] for word in self._imminent) else TOLD

    def blocker(self, text: str, tokens: Sequence[Token], start: int, end: int) -> str:
        """What takes the danger out of text[start:end]; empty where nothing does."""
        return (
            self._idiom(text, start, end)
            or self._negation(text, tokens, start)
            or self._clause_wide(text, start, end)
            or self._sentence_wide(text, start, end)
            or self._supposition(text, start, end)
        )

    def _idiom(self, text: str, start: int, end: int) -> str:
        """An idiom covers the whole word: 火大 takes nothing from 着火大家快跑."""
        for hit in self._idioms.find(text):
            if hit.start <= start and end <= hit.end:
                return hit.word
        for head, tail in self._gapped_idioms:
            at = text.rfind(head, max(0, start - 2 * _GAP), end)
            after = text.find(tail, at + len(head), end + _GAP) if at >= 0 else -1
            if after >= 0 and after < end and not _breaks(text[at:after]):
                return f"{head}…{tail}"
        return ""

    def _negation(self, text: str, tokens: Sequence[Token], start: int) -> str:
        """A negating word at most four words before, with nothing but fillers in between."""
        before = [token for token in tokens if token.end <= start][-_WORDS_OF_NEGATION - 1 :]
        for token in reversed(before):
            if token.word in self._negations:
                asked = text[max(0, token.start - 1) : token.end]
                return "" if asked in {"有没有", "是不是", "会不会", "有没"} else token.word
            if token.word not in self._fillers:
                return ""
        return ""

    def _clause_wide(self, text: str, start: int, end: int) -> str:
        low, high = _clause(text, start, end)
        return next((word for word in self._clause_blockers if word in text[low:high]), "")

    def _sentence_wide(self, text: str, start: int, end: int) -> str:
        """Past and solved, or a question of how to prevent it; not if it happens again."""
        low, high = _clause(text, start, end)
        near, after = text[low:high], text[end : _sentence_end(text, end)]
        if any(word in near or word in after for word in self._again):
            return ""
        past = next((word for word in self._past if word in near or word in after), "")
        return past or next((word for word in self._prevention if word in near), "")

    def _supposition(self, text: str, start: int, end: int) -> str:
        """容易着火, 万一爆炸, 有触电的风险: a risk that was described, not an event."""
        low, high = _clause(text, start, end)
        before, after = text[low:start], text[end : min(high, end + _GAP)]
        if any(word in before for word in self._imminent):
            return ""
        if before.endswith(self._supposed_next):
            return before[-2:]
        near = before[-_GAP:]
        return next((word for word in self._supposed if word in near), "") or next(
            (word for word in self._risk if word in after), ""
        )


def _within(hit: TermHit, other: TermHit) -> bool:
    """Overlaps a longer word of no lower tier."""
    overlap = hit.start < other.end and other.start < hit.end
    longer = other.end - other.start > hit.end - hit.start
    return overlap and longer and other.term.tier <= hit.term.tier


def _each_part(term: str, normalise: Callable[[str], str]) -> str:
    return "…".join(normalise(part) for part in term.split("…"))


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


def _breaks(text: str) -> bool:
    return any(mark in text for mark in "。;；!?！？\n,，")


def _sentence_end(text: str, start: int) -> int:
    ends = [at for mark in "。!?！？\n" if (at := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around text[start:end]."""
    low = max((text.rfind(mark, 0, start) for mark in _CLAUSE_MARKS), default=-1) + 1
    ends = [at for mark in _CLAUSE_MARKS if (at := text.find(mark, end)) >= 0]
    return low, min(ends, default=len(text))
