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
LEAST = 0.20
"""Mean likeness from which two groups are one."""
_NEAR, _AT_ONCE = 3, 500  # groups, and their messages, that are linked anew with one message
_FAINT = 0.03  # less than this is chance, and most pairs

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


def vector(plain: str) -> Vector:
    """Of a text. It is not kept for the next question: what somebody wrote may be erased, and
    then nothing may remember its words (30 µs, benchmarks/understanding.md)."""
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


_NUMBERED = re.compile(r"(\d+)\s*(栋|幢|号楼|#楼|#栋|#幢|号|#|组|弄|座|期)")


_BUILDINGS = frozenset({"幢", "号楼", "座", "#楼", "#栋", "#幢"})


def elsewhere(one: str, other: str) -> bool:
    """Do both texts name a building (or a group, or a phase), and not the same?"""
    ours, theirs = _numbers(one), _numbers(other)
    return any(not ours[kind] & theirs[kind] for kind in ours.keys() & theirs.keys())


def _numbers(plain: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for number, kind in _NUMBERED.findall(count_in_digits(plain[:OPENING])):
        found["栋" if kind in _BUILDINGS else kind].add(number)
    return found


@dataclass(slots=True)
class Groups:
    """Messages that come one after the other, in groups of those that say the same.

    With each message the few groups that are nearest to it are taken apart and linked anew by
    mean likeness: it may join one, show that two are one, or that one was two.
    """

    least: float = LEAST
    members: dict[int, list[int]] = field(default_factory=dict)
    """Group (its first message) -> numbers of its messages, counted from 0 as they came."""
    _group_of: list[int] = field(default_factory=list)
    _postings: dict[str, list[tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _alike: list[dict[int, float]] = field(default_factory=list)
    """Of each message its likeness to the others, above what is chance."""

    def add(self, message: Vector, *, apart: Iterable[int] = ()) -> int:
        """The group of the next message as it is now. `apart`: messages that it cannot be one
        with (another class, another place)."""
        number = len(self._group_of)
        self._group_of.append(number)
        self.members[number] = [number]
        self.compare(number, message, frozenset(apart))
        near = self._nearest(number)
        if near:
            self._link_anew([number, *near])
        return self._group_of[number]

    def compare(self, number: int, message: Vector, apart: frozenset[int] = frozenset()) -> None:
        """Know how much the next message is like those before it; it is in no group yet."""
        alike: dict[int, float] = defaultdict(float)
        for word, value in message.items():
            for other, theirs in self._postings[word]:
                alike[other] += value * theirs
            self._postings[word].append((number, value))
        row = {n: total for n, total in alike.items() if total >= _FAINT and n not in apart}
        self._alike.append(row)
        for other, total in row.items():
            self._alike[other][number] = total

    def _nearest(self, number: int) -> list[int]:
        """Groups whose mean likeness to this message is worth a look, the nearest first."""
        sums: dict[int, float] = defaultdict(float)
        for other, total in self._alike[number].items():
            sums[self._group_of[other]] += total
        means = sorted(((-total / len(self.members[g]), g) for g, total in sums.items()))
        near = [group for mean, group in means[:_NEAR] if -mean >= self.least / 2]
        while sum(len(self.members[group]) for group in near) > _AT_ONCE:
            near.pop()
        return near

    def _link_anew(self, groups: Sequence[int]) -> None:
        numbers = [number for group in groups for number in self.members.pop(group)]
        for linked in _linked(numbers, self._alike, self.least):
            self.members[linked[0]] = linked
            for number in linked:
                self._group_of[number] = linked[0]

    def linked(self) -> list[list[int]]:
        """All messages linked anew at once, whatever came when."""
        return _linked(range(len(self._alike)), self._alike, self.least)


def average_link(messages: Iterable[Vector], least: float = LEAST) -> list[list[int]]:
    """All at once: the two groups that are most alike are united until no two are alike enough.

    Numbers of the messages by group; each group, and the groups by their first, in order.
    """
    groups = Groups(least)
    for number, message in enumerate(messages):
        groups.compare(number, message)
    return groups.linked()


def _linked(
    numbers: Iterable[int], alike: Sequence[Mapping[int, float]], least: float
) -> list[list[int]]:
    """Average link among these messages."""
    groups = {number: [number] for number in numbers}
    sums = {one: {o: t for o, t in alike[one].items() if o in groups} for one in groups}

    def mean(one: int, other: int) -> float:
        return sums[one][other] / (len(groups[one]) * len(groups[other]))

    waiting = [(-mean(o, t), o, t) for o, row in sums.items() for t in row if o < t]
    heapify(waiting)
    while waiting and -waiting[0][0] >= least:
        worth, one, other = heappop(waiting)
        known = one in groups and other in groups and other in sums[one]
        if not known or -worth != mean(one, other):
            continue  # one of them has grown meanwhile and stands in the heap anew
        if len(sums[one]) < len(sums[other]):
            one, other = other, one
        groups[one] += groups.pop(other)
        for third, total in sums.pop(other).items():
            del sums[third][other]
            if third != one:
                sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + total
        for third in sums[one]:
            low, high = sorted((one, third))
            heappush(waiting, (-mean(low, high), low, high))
    return sorted(sorted(members) for members in groups.values())
