"""Danger that no single word tells: parts that mean it when they stand together.

`danger_parts.csv` holds the words of each part (gas, smell, child, lost), `danger_frames.csv`
which parts make a danger (gas+smell), how far apart they may stand and whether in one clause.
Both are written as texts are searched: Simplified, lower case, digits.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.nlp.knowledge import EmergencyTerm
from bot.nlp.words import load_rows

CLAUSE_MARKS = " ,，。;；!?！？、\n"
SENTENCE_MARKS = "。;；!?！？\n"

Span = tuple[int, int]
Place = tuple[int, int, int]
"""(start, end, parts as bits)."""
_TRIED = 3
"""Places of one part that are tried beside the others; the rest stand farther away."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`parts` in any order, at most `gap` characters apart; `marks` must not stand in between.

    `alone`: the first part is the whole of its clause (🔥🔥 四栋, which is read as 火 4栋).
    """

    term: EmergencyTerm
    parts: tuple[str, ...]
    gap: int
    marks: str
    mask: int
    alone: bool


class FrameHit(NamedTuple):
    """The frame's parts at `spans`, in the order of the frame."""

    term: EmergencyTerm
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return max(end for _, end in self.spans)


class FrameFinder:
    """All frames. `words` are those of the parts, with the parts as bits."""

    def __init__(self) -> None:
        words: dict[str, int] = {}
        bits: dict[str, int] = {}
        for part, word in load_rows("danger_parts.csv"):
            bit = bits.setdefault(part, 1 << len(bits))
            words[word] = words.get(word, 0) | bit
        self.words = words
        self._standing = lru_cache(maxsize=4096)(self._frames_of)
        self._frames = tuple(_frame(row, bits) for row in load_rows("danger_frames.csv"))
        self._bits = bits

    def find(self, text: str, parts: Sequence[Place], edges: Set[int]) -> list[FrameHit]:
        """Every frame that stands in the text, once for each place of its first part. `parts` are
        all places of `words`, `edges` where words of the text begin and end."""
        hits: list[Place] = []
        present = 0
        for place in parts:
            start, end, bits = place
            # A part of one character must be a word of its own, a longer one shares an edge.
            if (start in edges) + (end in edges) > (end - start == 1):
                hits.append(place)
                present |= bits
        frames = self._standing(present)
        if not frames:
            return []
        hits.sort()
        return [found for frame in frames for found in self._stands(frame, text, hits)]

    def _frames_of(self, present: int) -> tuple[Frame, ...]:
        """Those whose parts all occur."""
        return tuple(frame for frame in self._frames if frame.mask & present == frame.mask)

    def _stands(self, frame: Frame, text: str, hits: list[Place]) -> Iterator[FrameHit]:
        places = [
            [(start, end) for start, end, bits in hits if bits & self._bits[part]]
            for part in frame.parts
        ]
        for first in places[0]:
            if frame.alone and not _alone(text, first):
                continue
            spans = _filled(frame, text, (first,), places[1:])
            if spans:
                yield FrameHit(frame.term, spans)


def kinds_of_danger() -> frozenset[str]:
    """The kinds that the general lexicon raises an alarm for: each needs its safety words."""
    words = {kind for _, tier, kind, _ in load_rows("danger.csv") if tier != "C"}
    return frozenset(words | {row[4] for row in load_rows("danger_frames.csv")})


def _filled(
    frame: Frame, text: str, spans: tuple[Span, ...], places: list[list[Span]]
) -> tuple[Span, ...]:
    """The spans with one of each of the other places, the nearest that lets all stand."""
    if not places:
        return spans
    for span in _within_reach(frame, text, spans, places[0]):
        found = _filled(frame, text, (*spans, span), places[1:])
        if found:
            return found
    return ()


def _within_reach(
    frame: Frame, text: str, spans: tuple[Span, ...], others: list[Span]
) -> list[Span]:
    """The places of the next part that may join those already found, nearest first."""
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    found: list[tuple[int, Span]] = []
    for start, end in others:
        far = max(start - high, low - end, 0)
        if far > frame.gap or any(start < e and s < end for s, e in spans):
            continue
        between = text[high:start] if start >= high else text[end:low]
        if not any(mark in between for mark in frame.marks):
            found.append((far, (start, end)))
    return [span for _, span in sorted(found)[:_TRIED]]


def _alone(text: str, span: Span) -> bool:
    start, end = span
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before in CLAUSE_MARKS and after in CLAUSE_MARKS


def _frame(row: tuple[str, ...], bits: dict[str, int]) -> Frame:
    name, reach, gap, tier, kind, code = row
    parts = tuple(name.split("+"))
    mask = 0
    for part in parts:
        mask |= bits[part]
    marks = CLAUSE_MARKS if reach == "clause" else SENTENCE_MARKS
    term = EmergencyTerm(name, tier, kind, code)
    return Frame(term, parts, int(gap), marks, mask, parts[0].startswith("alone"))
