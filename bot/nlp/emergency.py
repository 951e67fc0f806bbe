"""Danger: three tiers of words and what takes the danger out of them (model.md C11, 5).

Silence is the worst error, crying wolf the second: a word is only silenced by something that
stands close to it, and a reason to doubt (有点, 好像) never silences.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.nlp.frames import FrameFinder, FrameHit, Place, Span
from bot.nlp.knowledge import Blocker, EmergencyTerm
from bot.nlp.matching import Hit
from bot.nlp.segment import Piece
from bot.nlp.silence import GAP, STANDS, Silence, Silencer, breaks, each_part
from bot.nlp.words import load_lists, load_rows

_LETTER = 120
"""Who is in danger types little. In a text longer than this a danger is told, not cried,
unless it stands in the opening or its clause says that it is now."""
_OPENING = 50
_ALWAYS_HEARD = frozenset({"selfharm", "child", "gas"})
_WISH = "self+wantdie"
TOLD = "…"
"""What silenced a word that a long letter only tells of; it still makes the matter urgent."""


@dataclass(frozen=True, slots=True)
class Danger:
    """An alarm that stands. `blocked_by` lists what silenced other words of the message."""

    tier: str
    kind: str
    code: str
    words: tuple[str, ...]
    blocked_by: tuple[str, ...] = ()


class TermHit(NamedTuple):
    """A dangerous word at text[start:end]; `blocked_by` is empty where it stands.

    `block_rule` names what silenced it: idiom, negation, clause, past, prevention, supposed,
    company, lasting, told.
    """

    term: EmergencyTerm
    word: str
    start: int
    end: int
    blocked_by: str = ""
    idiom: bool = False
    block_rule: str = ""

    @property
    def framed(self) -> bool:
        """Found by parts that stand together, not by one term."""
        return "+" in self.term.term


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that saw a danger, for people who want to know why (`minsheng explain`).

    `rule` is the term of the lexicon (煤气…味) or the frame (gas+smell), `word` what stood in
    the text. `blocked_by` and `block_rule` are empty where the danger stands.
    """

    rule: str
    word: str
    tier: str
    kind: str
    code: str
    blocked_by: str
    block_rule: str


class Findings(NamedTuple):
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

    @property
    def muted(self) -> list[tuple[int, int]]:
        """Spans that do not mean what they say (人气爆炸)."""
        return [(hit.start, hit.end) for hit in self.hits if hit.idiom]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every rule that hit, with what silenced it, in the order of the text."""
        return tuple(_step(hit) for hit in self.hits)


NOTHING = Findings()


class TermsSeen(NamedTuple):
    """Plain terms, first parts of terms with a gap, and every part of a frame."""

    plain: Sequence[Hit[EmergencyTerm]]
    gapped: Sequence[Hit[list[tuple[str, EmergencyTerm]]]]
    parts: Sequence[Place]


@dataclass(slots=True)
class _Terms:
    """Plain words, and words with a gap by their first part."""

    plain: dict[str, EmergencyTerm] = field(default_factory=dict)
    gapped: dict[str, list[tuple[str, EmergencyTerm]]] = field(default_factory=dict)

    def add(self, term: EmergencyTerm, normalise: Callable[[str], str]) -> None:
        head, gap, tail = each_part(term.term, normalise).partition("…")
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
        self.plain, self.gapped = table.plain, table.gapped
        self._frames = _frames()
        self.parts = self._frames.words
        self._silencer = Silencer(blockers, normalise)
        lists = load_lists("danger_context.csv")
        self._lasting = lists["lasting"]
        self._near = (*lists["person"], *lists["spot"])
        self._cries = lists["cry"]

    def find(
        self,
        text: str,
        terms: TermsSeen,
        pieces: Sequence[Piece],
        edges: Set[int],
        *,
        placed: bool,
    ) -> Findings:
        """`terms` are the hits of `plain`, `gapped` and `parts`, `pieces` in precise mode with
        their `edges`; `placed` says that a place or a position is known."""
        framed = self._frames.find(text, terms.parts, edges)
        if not (framed or terms.plain or terms.gapped):
            return NOTHING
        hits = tuple(self._hits(text, self._terms(text, terms, edges), framed, pieces))
        standing = [hit for hit in hits if not hit.blocked_by]
        if not standing:
            return Findings(None, hits)
        near = placed or any(word in text for word in self._near)
        acting = [h for h in standing if _acts(h, near=near)]
        if not acting:
            return Findings(None, hits)
        # The first of the highest tier decides, not a part of a longer word (被困 in 被困电梯);
        # one with a class says more than one without, a mere cry for help the least.
        own = [hit for hit in acting if not any(_within(hit, other) for other in acting)]
        first = min(
            own or acting,
            key=lambda hit: (
                hit.term.tier,
                hit.word in self._cries,
                not hit.term.code,
                hit.start,
            ),
        )
        words = tuple(dict.fromkeys(hit.word for hit in [first, *acting]))
        blocked = Findings(None, hits).blocked_by
        danger = Danger(first.term.tier, first.term.kind, first.term.code, words, blocked)
        return Findings(danger, hits)

    def forget(self) -> None:
        """The message has been dealt with; nothing of it is kept."""
        self._silencer.forget()

    def kind_of(self, code: str) -> str:
        """The kind of danger (which safety words) that a class stands for; empty if none."""
        return self._kinds.get(code, "")

    def blocker(self, text: str, pieces: Sequence[Piece], start: int, end: int) -> str:
        """What takes the danger out of text[start:end]; empty where nothing does."""
        found = self._silenced_part(text, pieces, ((start, end),))
        found = found if found.word else self._silencer.around(text, start, end)
        if not found.word:
            found = self._silencer.company(text[start:end], "", text, start, end)
        return found.word

    def _hits(
        self,
        text: str,
        terms: Sequence[tuple[EmergencyTerm, tuple[Span, ...]]],
        framed: Sequence[FrameHit],
        pieces: Sequence[Piece],
    ) -> list[TermHit]:
        hits = [self._judged(text, pieces, term, spans) for term, spans in terms]
        heard: set[str] = set()
        for found in framed:
            if found.term.term in heard:
                continue  # one place where a frame stands says all
            hits.append(self._judged(text, pieces, found.term, found.spans))
            if not hits[-1].blocked_by:
                heard.add(found.term.term)
        return sorted(hits, key=lambda hit: (hit.start, hit.end))

    def _terms(
        self, text: str, terms: TermsSeen, edges: Set[int]
    ) -> list[tuple[EmergencyTerm, tuple[Span, ...]]]:
        # 脱落石块 holds 落石 only across two words.
        found: list[tuple[EmergencyTerm, tuple[Span, ...]]] = [
            (hit.value, ((hit.start, hit.end),))
            for hit in terms.plain
            if hit.start in edges or hit.end in edges
        ]
        for head in terms.gapped:
            for tail, term in head.value:
                at = text.find(tail, head.end, head.end + GAP + len(tail))
                if at >= 0 and not breaks(text[head.end : at]):
                    found.append((term, ((head.start, head.end), (at, at + len(tail)))))
        return found

    def _judged(
        self,
        text: str,
        pieces: Sequence[Piece],
        term: EmergencyTerm,
        spans: tuple[Span, ...],
    ) -> TermHit:
        """The words of a term at `spans`, and what silences them."""
        start, end = min(low for low, _ in spans), max(high for _, high in spans)
        found = self._silenced_part(text, pieces, spans)
        found = found if found.word else self._around(term, text, start, end)
        if not found.word:
            found = self._silencer.company(term.term, term.kind, text, start, end)
        if not found.word:
            found = self._told(term, text, start, end)
        return TermHit(
            term,
            text[start:end],
            start,
            end,
            found.word,
            idiom=found.rule == "idiom",
            block_rule=found.rule,
        )

    def _around(self, term: EmergencyTerm, text: str, start: int, end: int) -> Silence:
        return self._silencer.around(text, start, end, threat=term.kind == "selfharm")

    def _silenced_part(
        self, text: str, pieces: Sequence[Piece], spans: tuple[Span, ...]
    ) -> Silence:
        """电梯没困人: a negation or an idiom at any of the words silences them all."""
        for start, end in spans:
            found = self._silencer.idiom(text, start, end)
            found = found if found.word else self._silencer.negation(text, pieces, start)
            if found.word:
                return found
        return STANDS

    def _told(self, term: EmergencyTerm, text: str, start: int, end: int) -> Silence:
        lasting = self._lasting_harm(term, text)
        if lasting:
            return Silence("lasting", lasting)
        always = term.kind in _ALWAYS_HEARD and ("+" not in term.term or term.term == _WISH)
        if len(text) <= _LETTER or start < _OPENING or always:
            return STANDS
        return STANDS if self._silencer.now(text, start, end) else Silence("told", TOLD)

    def _lasting_harm(self, term: EmergencyTerm, text: str) -> str:
        """路灯坏了一个礼拜,老人都摔了: harm told to show how bad a standing fault is."""
        if term.tier != "B" or term.kind != "medical":
            return ""
        return next((word for word in self._lasting if word in text), "")


@lru_cache(maxsize=1)
def _frames() -> FrameFinder:
    """The frames are of no district: one finder serves all."""
    return FrameFinder()


def _acts(hit: TermHit, *, near: bool) -> bool:
    """A at once, B where a place or a person is named; a frame names its own thing or person."""
    tier = hit.term.tier
    return tier == "A" or (tier == "B" and (near or hit.framed))


def _step(hit: TermHit) -> Step:
    term = hit.term
    return Step(
        term.term, hit.word, term.tier, term.kind, term.code, hit.blocked_by, hit.block_rule
    )


def _within(hit: TermHit, other: TermHit) -> bool:
    """Overlaps a longer word of no lower tier."""
    overlap = hit.start < other.end and other.start < hit.end
    longer = other.end - other.start > hit.end - hit.start
    return overlap and longer and other.term.tier <= hit.term.tier
