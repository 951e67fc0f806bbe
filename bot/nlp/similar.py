"""Is it the same thing again? How alike two messages are, and which of many belong together.

Likeness is the cosine of the messages' words in search mode, each worth its rarity in other
people's messages (rarity.csv, `python -m benchmarks.same DATA --rarity FILE`). A word that is not
in the file is rare: it may be a name, and two messages that share it most likely mean one thing.
Place and time are the caller's: who asks knows which orders are near (service/similar.py).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import heapify, heappop, heappush
from math import log, sqrt
from operator import add
from pathlib import Path

from bot.nlp.numbers import count_in_digits
from bot.nlp.segment import Segmenter

SHIPPED = Path(__file__).with_name("rarity.csv")
RAREST = 5
"""A word of fewer messages is not in the file (model.md C12: it may be a name); it counts as if
so many had it."""
OPENING = 150
"""Characters of a message that say what it is about."""
JOIN, MERGE = 0.20, 0.20
"""Mean likeness from which a message joins a group, and two groups are one."""
_FAINT = 0.03
"""Less than this is chance, and most pairs."""

Vector = Mapping[str, float]
"""Word -> its share, of length 1; empty where no word was found."""


@lru_cache(maxsize=1)
def _rarity() -> tuple[dict[str, float], float]:
    """(rarity by word, that of the words which are not in the file)."""
    first, *lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    messages = int(first.removeprefix("messages,"))
    rows = (line.split(",") for line in lines)
    return {word: log(messages / int(count)) for word, count in rows}, log(messages / RAREST)


def is_common(word: str) -> bool:
    """Is it a word of many messages, and no name? What others wrote may be told in such words."""
    return word in _rarity()[0]


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter()


def words_of(plain: str) -> Counter[str]:
    """Words of two and more characters in a normalised text (bot/nlp/normal.py), search mode."""
    tokens = _segmenter().search(plain[:OPENING])
    return Counter(t.word for t in tokens if len(t.word) > 1 and t.word.isalnum())


def vector_of(counts: Mapping[str, int]) -> Vector:
    known, rarest = _rarity()
    values = {word: (1 + log(n)) * known.get(word, rarest) for word, n in counts.items()}
    norm = sqrt(sum(value * value for value in values.values()))
    return {word: value / norm for word, value in values.items()} if norm else {}


@lru_cache(maxsize=8192)
def vector(plain: str) -> Vector:
    """Of a text, kept for the next question; an open order is asked about again and again."""
    return vector_of(words_of(plain))


def likeness(one: Vector, other: Vector) -> float:
    """0 (no word in common) to 1 (the same words); symmetric. Empty messages are like nothing."""
    if len(one) > len(other):
        one, other = other, one
    return min(1.0, sum(value * other[word] for word, value in one.items() if word in other))


def closest(plain: str, others: Sequence[str], most: int) -> list[int]:
    """Numbers of the texts that share most pairs of signs with this one, the closest first: a
    hundredth of the cost of cutting them into words, to find those that are worth it."""
    own = _pairs(plain)
    shared = [
        (-len(own & pairs) / (sqrt(len(pairs)) or 1.0), number)
        for number, pairs in enumerate(map(_pairs, others))
    ]
    return [number for _, number in sorted(shared)[:most]]


def _pairs(plain: str) -> set[str]:
    text = plain[:OPENING]
    return set(map(add, text, text[1:]))


def sameness(one: Vector, other: Vector, fresh: float) -> float:
    """0 to 1 for two reports of near classes at near places: likeness on a scale where half of
    what is said in other words still counts much, less with time. `fresh`: 1 now, 0 at the end
    of the time in which they may be one."""
    return sqrt(likeness(one, other)) * (0.8 + 0.2 * max(0.0, min(1.0, fresh)))


_NUMBERED = re.compile(r"(\d+)\s*(栋|幢|号楼|号|组|弄|座|期)")


def elsewhere(one: str, other: str) -> bool:
    """Do both texts name a building (or a group, or a phase), and not the same?"""
    ours, theirs = _numbers(one), _numbers(other)
    return any(not ours[kind] & theirs[kind] for kind in ours.keys() & theirs.keys())


def _numbers(plain: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for number, kind in _NUMBERED.findall(count_in_digits(plain[:OPENING])):
        found["栋" if kind in {"幢", "号楼", "座"} else kind].add(number)
    return found


@dataclass(slots=True)
class Groups:
    """Messages that come one after the other, grouped by mean likeness (average link).

    A new message joins the group that it is most like on average, if it is like it enough;
    then the group that grew may be one with another. `add` gives the group as it is at that
    moment, `members` is the state after everything that came since.
    """

    join: float = JOIN
    merge: float = MERGE
    members: dict[int, list[int]] = field(default_factory=dict)
    """Group -> numbers of its messages, counted from 0 in the order of `add`."""
    _group_of: list[int] = field(default_factory=list)
    _postings: dict[str, list[tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _alike: list[dict[int, float]] = field(default_factory=list)
    """Of each message the likeness to those before it, above what is chance."""
    _sums: dict[int, dict[int, float]] = field(default_factory=dict)
    """Group -> group -> sum of the likenesses of their members."""

    def add(self, message: Vector, *, apart: Iterable[int] = ()) -> int:
        """The group of the next message. `apart`: messages that it cannot be one with (another
        class, another place)."""
        number = len(self._group_of)
        self._group_of.append(number)
        self.members[number] = [number]
        self._sums[number] = self._row(number, message, frozenset(apart))
        for other, total in self._sums[number].items():
            self._sums[other][number] = total
        group = number
        while (nearest := self._nearest(group, first=group == number)) is not None:
            group = self._unite(group, nearest)
        return group

    def regroup(self, least: float = MERGE) -> None:
        """Forget what came when and group everything anew (average link): what joined too early
        comes apart, what was split by its order comes together."""
        size = len(self._alike)
        self._group_of = list(range(size))
        self.members = {number: [number] for number in range(size)}
        self._sums = {number: {} for number in range(size)}
        for number, row in enumerate(self._alike):
            for other, total in row.items():
                self._sums[number][other] = self._sums[other][number] = total
        self.settle(least)

    def settle(self, least: float = MERGE) -> None:
        """Unite what is alike, the most alike first, whatever came when."""
        waiting = [
            (-self._mean(one, other), one, other)
            for one, sums in self._sums.items()
            for other in sums
            if one < other
        ]
        heapify(waiting)
        while waiting and -waiting[0][0] >= least:
            mean, one, other = heappop(waiting)
            known = one in self.members and other in self._sums[one]
            if not known or -mean != self._mean(one, other):
                continue  # one of them has grown meanwhile and stands in the heap anew
            united = self._unite(one, other)
            for third in self._sums[united]:
                low, high = sorted((united, third))
                heappush(waiting, (-self._mean(low, high), low, high))

    def _mean(self, one: int, other: int) -> float:
        return self._sums[one][other] / (len(self.members[one]) * len(self.members[other]))

    def _row(self, number: int, message: Vector, apart: frozenset[int]) -> dict[int, float]:
        """Sums of the new message's likeness to each group; it is posted for those to come."""
        alike: dict[int, float] = defaultdict(float)
        for word, value in message.items():
            for other, theirs in self._postings[word]:
                alike[other] += value * theirs
            self._postings[word].append((number, value))
        self._alike.append(
            {n: total for n, total in alike.items() if total >= _FAINT and n not in apart}
        )
        sums: dict[int, float] = defaultdict(float)
        for other, total in self._alike[-1].items():
            sums[self._group_of[other]] += total
        return dict(sums)

    def _nearest(self, group: int, *, first: bool) -> int | None:
        best, most = None, self.join if first else self.merge
        for other in self._sums[group]:
            mean = self._mean(group, other)
            if mean >= most:
                best, most = other, mean
        return best

    def _unite(self, one: int, other: int) -> int:
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for third, total in self._sums.pop(other).items():
            del self._sums[third][other]
            if third != one:
                self._sums[one][third] = self._sums[third][one] = (
                    self._sums[one].get(third, 0.0) + total
                )
        for number in self.members[other]:
            self._group_of[number] = one
        self.members[one] += self.members.pop(other)
        return one


def average_link(messages: Iterable[Vector], least: float = MERGE) -> list[list[int]]:
    """All at once: the two groups that are most alike are united until no two are alike enough.

    Numbers of the messages by group; each group, and the groups by their first, in order.
    """
    groups = Groups(join=2.0, merge=2.0)  # more than alike: nothing is united on the way
    for message in messages:
        groups.add(message)
    groups.settle(least)
    return sorted(sorted(members) for members in groups.members.values())
