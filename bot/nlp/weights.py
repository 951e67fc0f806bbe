"""The learned layer: words and what each says for each label, in one small file.

The file is CSV that a person can read (`minsheng train` writes it):

    minsheng-weights,1
    labels,LABEL,…
    scale,0.05                  one step of the whole numbers below
    bias,B,…                    one for each label
    sure,MARGIN,P,MARGIN,P,…    how often the first label is right at that distance to the second
    WORD,RARITY,W,…             rarity in tenths, then a weight in steps for each label
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isqrt, log, sqrt
from operator import add, itemgetter
from pathlib import Path
from struct import Struct

from bot.nlp.matching import heads_of
from bot.nlp.segment import Token

FORMAT = ("minsheng-weights", "1")
SHIPPED = Path(__file__).with_name("weights.csv")
LARGEST = 500_000
_RESPECTED = 2
_LOGS = (0.0, *(1 + log(count) for count in range(1, 100)))
TEXT_REACH = 400
"""Characters of a text that count; what was not said by then is mostly something else."""


class WeightsError(ValueError):
    """The file and the line that is broken, in words for an operator."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the words say: a margin for each label (0 = undecided), the first label first.

    `probability` is how often the first label was right, at its distance to the second, on
    messages that training had not seen. `counts` are the words, `norm` the length of all.
    """

    margins: tuple[tuple[str, float], ...]
    probability: float
    counts: dict[str, int]
    norm: float
    weights: "Weights" = field(repr=False)

    @property
    def label(self) -> str:
        return self.margins[0][0]

    @property
    def words(self) -> tuple[tuple[str, float], ...]:
        """The words that said most for the first label, with what they added."""
        place = self.weights.labels.index(self.label)
        said: list[tuple[str, float]] = []
        for word, count in self.counts.items():
            rarity, row = self.weights.row(word)
            said.append((word, round(row[place] * _LOGS[min(count, 99)] * rarity / self.norm, 3)))
        said.sort(key=lambda item: -item[1])
        return tuple((word, added) for word, added in said[:8] if added > 0)


_FIELD = 32
_HALF = 1 << (_FIELD - 1)


def pack(rarity: int, steps: Sequence[int]) -> int:
    """A word as one whole number: rarity squared, then rarity times each weight, in fields of 32
    bits. Sums of such numbers hold the sums of the fields, up to 190,000 words of a text, and
    cost a tenth of adding floats one by one."""
    packed = rarity * rarity
    for step in steps:
        packed = (packed << _FIELD) + rarity * step
    return packed


def unpack(packed: int, labels: int) -> list[int]:
    """(rarity squared, rarity times weight, …), the sums of one or of many words."""
    lifted, fields = _fields_of(labels)
    return [field - _HALF for field in fields.unpack((packed + lifted).to_bytes(fields.size))]


@lru_cache
def _fields_of(labels: int) -> tuple[int, Struct]:
    """What makes every field a positive number, and how the fields lie."""
    lifted = sum(_HALF << (_FIELD * place) for place in range(labels + 1))
    return lifted, Struct(f">{labels + 1}I")


@dataclass(frozen=True, slots=True)
class Weights:
    """`table`: a packed number by word (see `pack`; rarity in tenths, weights in steps of
    `step`); `sure`: (margin, probability)."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    table: dict[str, int]
    sure: tuple[tuple[float, float], ...]
    heads: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heads", heads_of(self.table))

    def row(self, word: str) -> tuple[float, tuple[float, ...]]:
        """(rarity, a weight for each label) of a known word."""
        square, *products = unpack(self.table[word], len(self.labels))
        rarity = isqrt(square)
        return rarity / 10, tuple(product / rarity * self.step for product in products)

    def judge(self, counts: dict[str, int]) -> Learned | None:
        """None where no word is known. `counts` as of `count_words`."""
        if not counts:
            return None
        by_count: dict[int, list[int]] = {}
        for word, count in counts.items():
            by_count.setdefault(count, []).append(self.table[word])
        square = 0.0
        totals = [0.0] * len(self.labels)
        for count, packed in by_count.items():
            worth = _LOGS[min(count, 99)]
            squares, *products = unpack(sum(packed), len(totals))
            square += worth * worth * squares
            totals = [
                total + worth * product for total, product in zip(totals, products, strict=True)
            ]
        norm = sqrt(square) or 1.0  # tenths, as the products are
        scale = self.step / norm
        sums = [bias + scale * total for bias, total in zip(self.bias, totals, strict=True)]
        margins = sorted(zip(self.labels, sums, strict=True), key=itemgetter(1), reverse=True)
        return Learned(
            tuple(margins), self.probability(distance(margins)), counts, norm / 10, self
        )

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


def distance(margins: Sequence[tuple[str, float]]) -> float:
    """From the first label to the second."""
    return margins[0][1] - margins[1][1]


def count_words(
    text: str,
    tokens: Sequence[Token],
    known: Container[str],
    heads: dict[str, tuple[int, ...]],
    *,
    times: int = 1,
    skip: Sequence[tuple[int, int]] = (),
) -> dict[str, int]:
    """How often each known word stands in the text, anywhere; twice where the cut respects it.

    More than search mode gives: 学车 is counted in 上下学车多, but once only. `tokens` are those
    of precise mode; `times` multiplies everything, for a subject beside its text; words inside
    a span of `skip` (a place's name) are left out.
    """
    ends = [token.end for token in tokens for _ in token.word]  # of the token at each place
    left_out = _ends_of(skip, len(text))
    size = len(text)
    counts: dict[str, int] = {}
    for start, sign in enumerate(text):
        if sign in known and start + 1 > left_out[start]:
            alone = ends[start] == start + 1 and (start == 0 or ends[start - 1] == start)
            counts[sign] = counts.get(sign, 0) + (_RESPECTED * times if alone else times)
    spots = enumerate(map(heads.get, map(add, text, text[1:])))
    found = [
        (word, start, start + length)
        for start, lengths in spots
        if lengths
        for length in lengths
        if (word := text[start : start + length]) in known
    ]
    for word, start, end in found:
        if left_out[start] < end <= size:
            seen = _RESPECTED * times if end <= ends[start] else times
            counts[word] = counts[word] + seen if word in counts else seen
    return counts


def _ends_of(spans: Sequence[tuple[int, int]], size: int) -> list[int]:
    """For each place the end of the span that it lies in, 0 outside."""
    ends = [0] * size
    for low, high in spans:
        for place in range(max(low, 0), min(high, size)):
            ends[place] = max(ends[place], high)
    return ends


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
        table: dict[str, int] = {}
        for line in self.lines[self.number :]:
            self.number += 1
            word, rarity, *weights = line.split(",")
            _expect(len(weights) == len(labels), "has a number for each label")
            table[word] = pack(int(rarity), list(map(int, weights)))
        return Weights(labels, bias, step, table, tuple(zip(sure[0::2], sure[1::2], strict=True)))

    def _fields(self, name: str) -> list[str]:
        self.number += 1
        _expect(self.number <= len(self.lines), f"begins with {name}, found the end")
        head, *fields = self.lines[self.number - 1].split(",")
        _expect(head == name, f"begins with {name}")
        return fields


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
    said = {word: unpack(packed, len(weights.labels)) for word, packed in weights.table.items()}
    for word in sorted(said, key=lambda word: (min(said[word][1:]) - max(said[word][1:]), word)):
        square, *products = said[word]
        rarity = isqrt(square)
        line = ",".join((word, str(rarity), *(str(product // rarity) for product in products)))
        size += len(line.encode()) + 1
        if size > largest:
            break
        rows.append((word, line))
    lines += [line for _, line in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.stat().st_size
