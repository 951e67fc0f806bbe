"""The learned layer: words and what each says for each label, in one small file.

The file is CSV that a person can read (`minsheng train` writes it):

    minsheng-weights,1
    labels,LABEL,…
    scale,0.05                  one step of the whole numbers below
    bias,B,…                    one for each label
    sure,MARGIN,P,MARGIN,P,…    how often the first label is right at that distance to the second
    WORD,RARITY,W,…             rarity in tenths, then a weight in steps for each label
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt
from operator import itemgetter
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from bot.nlp.matching import Words
from bot.nlp.words import load_lists

FORMAT = ("minsheng-weights", "1")
SHIPPED = Path(__file__).with_name("weights.csv")
LARGEST = 500_000
_RESPECTED = 2
_LOGS = (0.0, *(1 + log(count) for count in range(1, 100)))
TEXT_REACH = 400
"""Characters of a text that count; what was not said by then is mostly something else."""


class WeightsError(ValueError):
    """The file and the line that is broken, in words for an operator."""


class Learned(NamedTuple):
    """What the words say: a margin by label (0 = undecided).

    `counts` are those of `count_words`, `norm` the length of all.
    """

    by_label: dict[str, float]
    counts: dict[int, int]
    norm: float
    weights: "Weights"

    @property
    def margins(self) -> list[tuple[str, float]]:
        """The first label first."""
        return sorted(self.by_label.items(), key=itemgetter(1), reverse=True)

    @property
    def label(self) -> str:
        """The first one."""
        return self.margins[0][0]

    @property
    def probability(self) -> float:
        """How often the first label was right, at its distance to the second, on messages that
        training had not seen."""
        return self.weights.probability(distance(self.margins))

    @property
    def words(self) -> tuple[tuple[str, float], ...]:
        """The words that said most for the first label, with what they added."""
        place = self.weights.labels.index(self.label)
        said: list[tuple[str, float]] = []
        for number, count in self.counts.items():
            word = self.weights.words.words[number]
            rarity, row = self.weights.row(word)
            said.append((word, round(row[place] * _LOGS[min(count, 99)] * rarity / self.norm, 3)))
        said.sort(key=lambda item: (-item[1], -len(item[0]), item[0]))
        return tuple((word, added) for word, added in said[:8] if added > 0)


_FIELD = 64
_HALF = 1 << (_FIELD - 1)
_WORTHS = tuple(round(worth * (1 << 28)) for worth in _LOGS)
"""Of a word that stands so often in a text, in whole numbers. A field has room for 1,000 words
of the highest worth, rarity and weight."""
_KEPT = 2
"""Once is 1, or 2 where the cut respects it: what oftener words say is not kept (8 MB at most)."""


class _Says(dict[tuple[int, int], int]):
    """What a word says, by (its number, how often it stands): value squared, then value times
    each weight, as one whole number with fields of 64 bits. Sums of such numbers hold the sums
    of the fields, and cost a tenth of adding floats one by one. Worked out when first asked."""

    def __init__(self, rows: Iterable[str]) -> None:
        super().__init__()
        self._rows = tuple(rows)

    def __missing__(self, asked: tuple[int, int]) -> int:
        number, count = asked
        rarity, steps = _numbers(self._rows[number])
        value = rarity * _WORTHS[min(count, 99)]
        packed = value * value
        for step in steps:
            packed = (packed << _FIELD) + value * step
        if count <= _KEPT:
            self[asked] = packed
        return packed


def _unpacked(packed: int, labels: int) -> tuple[int, list[int]]:
    """(sum of the squares, sums for each label)."""
    lifted, fields = _fields_of(labels)
    lifted_sums = packed + lifted
    square = lifted_sums >> fields.size * 8
    rest = lifted_sums - (square << fields.size * 8)
    return square, [one - _HALF for one in fields.unpack(rest.to_bytes(fields.size))]


@lru_cache
def _fields_of(labels: int) -> tuple[int, Struct]:
    """What makes every field a positive number, and how the fields lie."""
    lifted = sum(_HALF << (_FIELD * place) for place in range(labels))
    return lifted, Struct(f">{labels}Q")


@dataclass(frozen=True, slots=True)
class Weights:
    """`table`: rarity in tenths and weights in steps of `step` by word, as the file has them;
    `sure`: (margin, probability); `words`: those of the table, to look for."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    table: dict[str, str]
    sure: tuple[tuple[float, float], ...]
    words: Words = field(init=False, repr=False, compare=False)
    says: _Says = field(init=False, repr=False, compare=False)
    known_labels: dict[str, str] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", Words(self.table))
        object.__setattr__(self, "says", _Says(self.table.values()))

    def label_of(self, code: str) -> str:
        """The label that a class belongs to, its own code before a broad one; empty if none."""
        label = self.known_labels.get(code)
        if label is None:
            fitting = [one for one in self.labels if code.startswith(codes_of(one))]
            label = code if code in fitting else next(iter(fitting), "")
            self.known_labels[code] = label
        return label

    def row(self, word: str) -> tuple[float, tuple[float, ...]]:
        """(rarity, a weight for each label) of a known word."""
        rarity, steps = _numbers(self.table[word])
        return rarity / 10, tuple(step * self.step for step in steps)

    def judge(self, counts: dict[int, int]) -> Learned | None:
        """None where no word is known. `counts` as of `count_words`."""
        if not counts:
            return None
        total = sum(map(self.says.__getitem__, counts.items()))
        square, sums = _unpacked(total, len(self.labels))
        norm = sqrt(square) or 1.0
        scale = self.step / norm
        rows = zip(self.labels, self.bias, sums, strict=True)
        by_label = {label: bias + scale * product for label, bias, product in rows}
        return Learned(by_label, counts, norm / _WORTHS[1] / 10, self)

    def probability(self, margin: float) -> float:
        """Linear between the points of `sure`, flat outside."""
        if not self.sure:
            return 0.0
        place = bisect_left(self.sure, (margin,))
        if place == 0:
            return self.sure[0][1]
        if place == len(self.sure):
            return self.sure[-1][1]
        (low, worst), (high, best) = self.sure[place - 1 : place + 1]
        return worst + (margin - low) / (high - low) * (best - worst)


def codes_of(label: str) -> tuple[str, ...]:
    """Beginnings of the codes that a label stands for; a code stands for itself."""
    return _codes_by_label().get(label, (label,))


@lru_cache(maxsize=1)
def _codes_by_label() -> dict[str, tuple[str, ...]]:
    return load_lists("labels.csv")


def distance(margins: Sequence[tuple[str, float]]) -> float:
    """From the first label to the second."""
    return margins[0][1] - margins[1][1]


def count_words(
    text: str,
    edges: Set[int],
    known: Words,
    *,
    times: int = 1,
    skip: Sequence[tuple[int, int]] = (),
) -> dict[int, int]:
    """How often each known word (by its number) stands in the text, anywhere; twice where the
    cut respects it.

    More than search mode gives: 学车 is counted in 上下学车多, but once only. `edges` are those of
    the cut in precise mode; `times` multiplies everything, for a subject beside its text; words
    inside a span of `skip` (a place's name) are left out.
    """
    found = known.places(text)
    for low, high in skip:
        found = [place for place in found if not (low <= place[1] and place[2] <= high)]
    counts: dict[int, int] = {}
    for number, start, end in found:
        if end - start == 1:  # a character is a word of its own or says half
            whole = start in edges and end in edges
        else:
            whole = edges.isdisjoint(range(start + 1, end))
        counts[number] = counts.get(number, 0) + (_RESPECTED * times if whole else times)
    return counts


def vector(words: Iterable[tuple[str, float, int]]) -> list[tuple[str, float]]:
    """(word, value) of length 1 from (word, rarity, count)."""
    values = [(word, _LOGS[min(count, 99)] * rarity) for word, rarity, count in words]
    norm = sqrt(sum(value * value for _, value in values)) or 1.0
    return [(word, value / norm) for word, value in values]


@lru_cache(maxsize=4)
def load_weights(path: Path = SHIPPED) -> Weights:
    """Raises WeightsError with file and line, OSError where the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise WeightsError(f"{path}: not UTF-8") from None
    reading = _Reading(lines)
    try:
        return reading.weights()
    except (ValueError, IndexError) as fault:
        raise WeightsError(f"{path}: line {reading.number}: {fault}") from None


@dataclass(slots=True)
class _Reading:
    """Where the reader is, for the error."""

    lines: list[str]
    number: int = 0

    def weights(self) -> Weights:
        _expect(self._fields(FORMAT[0]) == [FORMAT[1]], f"says {','.join(FORMAT)}")
        labels = tuple(self._fields("labels"))
        step = float(self._fields("scale")[0])
        bias = tuple(map(float, self._fields("bias")))
        _expect(len(bias) == len(labels) > 1, "has a number for each of two or more labels")
        sure = tuple(map(float, self._fields("sure")))
        _expect(len(sure) % 2 == 0, "has pairs of a margin and a probability")
        table = self._table(len(labels))
        return Weights(labels, bias, step, table, tuple(zip(sure[0::2], sure[1::2], strict=True)))

    def _table(self, labels: int) -> dict[str, str]:
        """The numbers of each word, as they stand. All lines are looked at in one search; only
        a file with a fault is read line by line."""
        lines = self.lines[self.number :]
        line = f"[^,\n]++(?:,-?[0-9]{{1,3}}+){{{labels + 1}}}+\n"
        if not re.fullmatch(f"(?:{line})*+", "\n".join((*lines, ""))):
            for text in lines:
                self.number += 1
                _expect(text.count(",") == labels + 1, "has a number for each label")
                rarity, steps = _numbers(text.partition(",")[2])
                small = all(abs(number) < 1000 for number in (rarity, *steps))
                _expect(small and not text.startswith(","), "has a word and numbers below 1000")
        return {word: numbers for word, _, numbers in (text.partition(",") for text in lines)}

    def _fields(self, name: str) -> list[str]:
        self.number += 1
        _expect(self.number <= len(self.lines), f"begins with {name}, found the end")
        head, *fields = self.lines[self.number - 1].split(",")
        _expect(head == name, f"begins with {name}")
        return fields


def _numbers(row: str) -> tuple[int, list[int]]:
    rarity, *steps = map(int, row.split(","))
    return rarity, steps


def _expect(holds: bool, wanted: str) -> None:
    if not holds:
        raise ValueError(f"expected a line that {wanted}")


def save_weights(weights: Weights, path: Path, *, largest: int = LARGEST) -> int:
    """Write the file, the words that say most first until it is full; its size in bytes."""
    lines = [
        ",".join(FORMAT),
        ",".join(("labels", *weights.labels)),
        f"scale,{weights.step}",
        ",".join(("bias", *(f"{bias:.3f}" for bias in weights.bias))),
        ",".join(("sure", *(f"{number:.3f}" for point in weights.sure for number in point))),
    ]
    size = sum(len(line.encode()) + 1 for line in lines)
    rows: list[tuple[str, str]] = []
    for word in sorted(weights.table, key=lambda word: (-_reach(weights.table[word]), word)):
        line = f"{word},{weights.table[word]}"
        size += len(line.encode()) + 1
        if size > largest:
            break
        rows.append((word, line))
    lines += [line for _, line in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.stat().st_size


def _reach(row: str) -> int:
    """How far a word moves the labels apart."""
    rarity, steps = _numbers(row)
    return rarity * (max(steps) - min(steps))
