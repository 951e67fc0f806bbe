"""The learned layer: words and what each says for each label, in one small file.

The file is CSV that a person can read (`minsheng train` writes it):

    minsheng-weights,1
    labels,LABEL,…
    scale,0.05                  one step of the whole numbers below
    bias,B,…                    one for each label
    sure,MARGIN,P,MARGIN,P,…    how often the first label is right at that distance to the second
    WORD,RARITY,W,…             rarity in tenths, then a weight in steps for each label
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt
from operator import itemgetter
from pathlib import Path

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
    messages that training had not seen. `values` are the words, and how much of the text each is.
    """

    margins: tuple[tuple[str, float], ...]
    probability: float
    values: tuple[tuple[str, float], ...]
    weights: "Weights" = field(repr=False)

    @property
    def label(self) -> str:
        return self.margins[0][0]

    @property
    def words(self) -> tuple[tuple[str, float], ...]:
        """The words that said most for the first label, with what they added."""
        place = self.weights.labels.index(self.label)
        table = self.weights.table
        said = [(word, round(table[word][1][place] * value, 3)) for word, value in self.values]
        said.sort(key=lambda item: -item[1])
        return tuple((word, added) for word, added in said[:8] if added > 0)


@dataclass(frozen=True, slots=True)
class Weights:
    """`table`: rarity and a weight for each label, by word; `sure`: (margin, probability)."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    table: dict[str, tuple[float, tuple[float, ...]]]
    sure: tuple[tuple[float, float], ...]
    heads: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heads", heads_of(self.table))

    def judge(self, counts: dict[str, int]) -> Learned | None:
        """None where no word is known. `counts` as of `count_words`."""
        values = vector((word, self.table[word][0], count) for word, count in counts.items())
        if not values:
            return None
        rows = [[value * weight for weight in self.table[word][1]] for word, value in values]
        totals = list(map(sum, zip(self.bias, *rows, strict=True)))
        margins = sorted(zip(self.labels, totals, strict=True), key=itemgetter(1), reverse=True)
        return Learned(tuple(margins), self.probability(distance(margins)), tuple(values), self)

    def probability(self, margin: float) -> float:
        """Linear between the points of `sure`, flat outside."""
        before: tuple[float, float] | None = None
        for point in self.sure:
            if margin <= point[0]:
                if before is None:
                    return point[1]
                share = (margin - before[0]) / (point[0] - before[0])
                return before[1] + share * (point[1] - before[1])
            before = point
        return before[1] if before else 0.0


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
    counts: dict[str, int] = {}
    for start, sign in enumerate(text):
        if sign in known and not _inside(skip, start, start + 1):
            alone = ends[start] == start + 1 and (start == 0 or ends[start - 1] == start)
            counts[sign] = counts.get(sign, 0) + (_RESPECTED * times if alone else times)
        for length in heads.get(text[start : start + 2], ()):
            end = start + length
            word = text[start:end]
            if word in known and end <= len(text) and not _inside(skip, start, end):
                within = end <= ends[start]
                counts[word] = counts.get(word, 0) + (_RESPECTED * times if within else times)
    return counts


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return bool(spans) and any(low <= start and end <= high for low, high in spans)


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
        table: dict[str, tuple[float, tuple[float, ...]]] = {}
        for line in self.lines[self.number :]:
            self.number += 1
            word, rarity, *weights = line.split(",")
            _expect(len(weights) == len(labels), "has a number for each label")
            table[word] = (int(rarity) / 10, tuple([int(weight) * step for weight in weights]))
        return Weights(labels, bias, table, tuple(zip(sure[0::2], sure[1::2], strict=True)))

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
    peak = max((abs(w) for _, row in weights.table.values() for w in row), default=1.0)
    step = round(peak / 99, 5) or 1.0
    lines = [
        ",".join(FORMAT),
        ",".join(("labels", *weights.labels)),
        f"scale,{step}",
        ",".join(("bias", *(f"{bias:.3f}" for bias in weights.bias))),
        ",".join(("sure", *(f"{number:.3f}" for point in weights.sure for number in point))),
    ]
    size = sum(len(line.encode()) + 1 for line in lines)
    rows: list[tuple[str, str]] = []
    by_weight = sorted(
        weights.table.items(), key=lambda item: (-_spread(item[1][1]) * item[1][0], item[0])
    )
    for word, (rarity, row) in by_weight:
        steps = [str(round(weight / step)) for weight in row]
        line = ",".join((word, str(round(rarity * 10)), *steps))
        size += len(line.encode()) + 1
        if size > largest:
            break
        rows.append((word, line))
    lines += [line for _, line in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.stat().st_size


def _spread(row: Sequence[float]) -> float:
    return max(row) - min(row)
