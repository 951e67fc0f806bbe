"""Words to labels: a linear model from labelled messages, in plain Python (a minute for 7,000).

L2-regularised squared hinge, one label against the rest, by dual coordinate descent (Hsieh et
al., 2008: what liblinear does). A word moves the easier, the more it tells the label from the
rest by counts alone (Wang and Manning, 2012: log-count ratios), which a short message needs most.
Every message is shown in several views, so that a short one is understood as well as a letter.
Near duplicates (`group`) stay on one side of every split.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from operator import itemgetter, mul
from random import Random

from bot.nlp.matching import Words
from bot.nlp.normal import Normaliser
from bot.nlp.segment import Segmenter, Token, dictionary_path, edges_of
from bot.nlp.weights import TEXT_REACH, Weights, count_words, distance, vector
from bot.nlp.words import load_rows

SEED = 3
LEAST_MESSAGES = 5
"""A word that fewer messages have may be a name, and teaches little."""
_NAMES = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})
"""Kinds of proper names in jieba's dictionary: persons, places, organisations, others."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_LONGEST = 6
_OPENING, _START = 65, 130
"""Characters of the text that count at all, and in the short views."""
_COST = 0.15
_SMOOTHING, _LEAST_EASE = 0.5, 0.5
"""Added to what is counted of a word, and to its log-count ratio."""
_UNSEEN = 33_000.0
"""Added to what is counted of all words: a word must speak the clearer for the rarer label."""
_ROUNDS = 10
_SETTLED = 0.5
_FOLDS = 3
_SUBJECT = 2
_BINS = 60
_STEPS = 99
"""Weights are kept as whole numbers up to this."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message in plain form (bot/nlp/normal.py), cut into words once."""

    subject: str
    text: str
    label: str
    group: str
    subject_words: tuple[Token, ...]
    text_words: tuple[Token, ...]


View = tuple[bool, int]
"""(with the subject, characters of the text)."""
FULL: View = (True, TEXT_REACH)
SUBJECT: View = (True, 0)
TEXT: View = (False, TEXT_REACH)
VIEWS = {"full": FULL, "subject": SUBJECT, "text": TEXT}
_SHOWN: tuple[View, ...] = (FULL, SUBJECT, (True, _OPENING), (False, _START))


class Reader:
    """Makes examples of rows, with the general lexicon's words and none of a district."""

    def __init__(self) -> None:
        self._normalise = Normaliser()
        words = (word for _, word, _ in load_rows("keywords.csv") if len(word) > 2)
        self._segmenter = Segmenter(words)

    def example(self, subject: str, text: str, label: str = "", group: str = "") -> Example:
        """`group` marks near duplicates; a row without one is alone."""
        subject, text = self._normalise(subject), self._normalise(text)[:TEXT_REACH]
        words = self._segmenter.words
        return Example(subject, text, label, group, tuple(words(subject)), tuple(words(text)))


def counts_of(example: Example, view: View, known: Words) -> dict[int, int]:
    """The known words of a view; the subject's count double."""
    with_subject, reach = view
    counts: dict[int, int] = {}
    if with_subject:
        edges = edges_of(example.subject_words, example.subject)
        counts = count_words(example.subject, edges, known, times=_SUBJECT)
    if reach:
        text = example.text[:reach]
        edges = edges_of(example.text_words, example.text)
        for number, count in count_words(text, edges, known).items():
            counts[number] = counts.get(number, 0) + count
    return counts


def train(examples: Sequence[Example], *, seed: int = SEED, calibrate: bool = True) -> Weights:
    """Weights for the labels of the examples; the same examples give the same weights.

    With `calibrate`, three more models are trained to see how sure one may be of a margin.
    Raises ValueError for fewer than two labels.
    """
    if len({example.label for example in examples}) < 2:
        raise ValueError("training needs messages of at least two labels")
    weights = _fit(examples, seed)
    if not calibrate:
        return weights
    margins: list[tuple[float, bool]] = []
    for learn, check in splits(examples, _FOLDS, seed):
        if len({example.label for example in learn}) < 2:
            continue
        part = _fit(learn, seed)
        for example in check:
            for view in (FULL, SUBJECT):
                found = part.judge(counts_of(example, view, part.words))
                if found is not None:
                    margins.append((distance(found.margins), found.label == example.label))
    return replace(weights, sure=isotonic(margins))


def splits(
    examples: Sequence[Example], folds: int, seed: int = SEED
) -> Iterator[tuple[list[Example], list[Example]]]:
    """(to learn from, to check on) for each fold; a group is never in both."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for number, example in enumerate(examples):
        groups[example.group or f"alone {number}"].append(example)
    names = sorted(groups)
    Random(seed).shuffle(names)  # noqa: S311  # a split, no secret
    for fold in range(folds):
        apart = set(names[fold::folds])
        yield (
            [example for name in names if name not in apart for example in groups[name]],
            [example for name in names if name in apart for example in groups[name]],
        )


def isotonic(margins: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Rising (margin, share that is right): pool adjacent violators over bins of equal size."""
    ordered = sorted(margins)
    size = max(1, len(ordered) // _BINS)
    pools: list[tuple[float, int, int]] = []  # sum of margins, right, all
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        pools.append((sum(m for m, _ in part), sum(right for _, right in part), len(part)))
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return tuple((round(m / n, 3), round(right / n, 3)) for m, right, n in pools)


# --- fitting --------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _teachable() -> Words:
    """Words that may be learned: jieba's without proper names, and our own keywords."""
    words = {word for _, word, _ in load_rows("keywords.csv")}
    with dictionary_path().open(encoding="utf-8") as lines:
        rows = (line.split() for line in lines)
        words |= {word for word, _, kind in rows if kind not in _NAMES}
    return Words(w for w in words if len(w) <= _LONGEST and _HAN.fullmatch(w))


def _rarities(examples: Sequence[Example]) -> dict[str, float]:
    """Words of enough messages, near duplicates counted once, and how rare each is."""
    known = _teachable()
    seen: dict[str, set[str]] = defaultdict(set)
    for number, example in enumerate(examples):
        group = example.group or f"alone {number}"
        for place in counts_of(example, FULL, known):
            seen[known.words[place]].add(group)
    total = len(examples)
    often = {word: len(groups) for word, groups in seen.items()}
    return {
        word: round(log((1 + total) / (1 + count)) + 1, 1)
        for word, count in often.items()
        if count >= LEAST_MESSAGES
    }


@dataclass(slots=True)
class _Row:
    """One view: the weights' places, the values there, and a fast way to fetch the weights."""

    fetch: Callable[[list[float]], tuple[float, ...]]
    places: tuple[int, ...]
    values: tuple[float, ...]
    label: str


def _fit(examples: Sequence[Example], seed: int) -> Weights:
    rarities = _rarities(examples)
    places = {word: place for place, word in enumerate(sorted(rarities), 1)}  # 0 is the bias
    rows = list(_rows(examples, rarities, places))
    labels = tuple(sorted({example.label for example in examples}))
    found = [_against_the_rest(rows, label, len(places) + 1, seed) for label in labels]
    bias = tuple(weights[0] for weights in found)
    peak = max((abs(weight) for weights in found for weight in weights[1:]), default=1.0)
    step = round(peak / _STEPS, 5) or 1.0
    numbers = {
        word: (round(rarities[word] * 10), *(round(weights[place] / step) for weights in found))
        for word, place in places.items()
    }
    table = {word: ",".join(map(str, row)) for word, row in numbers.items()}
    return Weights(labels, bias, step, table, ())


def _rows(
    examples: Sequence[Example], rarities: dict[str, float], places: dict[str, int]
) -> Iterator[_Row]:
    known = Words(rarities)
    for example in examples:
        for view in dict.fromkeys(_SHOWN if example.text else (SUBJECT,)):
            counts = counts_of(example, view, known)
            said = [(known.words[number], count) for number, count in counts.items()]
            values = vector((word, rarities[word], count) for word, count in said)
            if values:
                at = (0, *(places[word] for word, _ in values))
                yield _Row(
                    itemgetter(*at), at, (1.0, *(value for _, value in values)), example.label
                )


def _against_the_rest(rows: Sequence[_Row], label: str, size: int, seed: int) -> list[float]:
    """Weights that tell one label from all others."""
    weights = [0.0] * size
    alphas = [0.0] * len(rows)
    slack = 1 / (2 * _COST)
    ease = _ease(rows, label, size)
    steps = [
        tuple(value * ease[place] for place, value in zip(row.places, row.values, strict=True))
        for row in rows
    ]
    squares = [
        slack + sum(map(mul, row.values, step)) for row, step in zip(rows, steps, strict=True)
    ]
    signs = [1.0 if row.label == label else -1.0 for row in rows]
    random = Random(seed)  # noqa: S311  # an order, no secret
    active = list(range(len(rows)))
    for turn in range(_ROUNDS):
        random.shuffle(active)
        kept: list[int] = []
        for i in active:
            row, alpha = rows[i], alphas[i]
            told = sum(map(mul, row.fetch(weights), row.values))
            slope = signs[i] * told - 1 + slack * alpha
            if alpha == 0.0 and slope >= 0.0:
                if slope < _SETTLED or turn < 2:
                    kept.append(i)
                continue
            kept.append(i)
            alphas[i] = max(alpha - slope / squares[i], 0.0)
            change = (alphas[i] - alpha) * signs[i]
            for place, step in zip(row.places, steps[i], strict=True):
                weights[place] += change * step
        active = kept
    return weights


def _ease(rows: Sequence[_Row], label: str, size: int) -> list[float]:
    """By place: the square of how much a word tells the label from the rest, 1 for the bias.

    Learning with values times a factor and multiplying the weights by it afterwards is the same
    as moving each weight by the factor's square.
    """
    here, there = [_SMOOTHING] * size, [_SMOOTHING] * size
    for row in rows:
        counted = here if row.label == label else there
        for place, value in zip(row.places, row.values, strict=True):
            counted[place] += value
    apart = log((_UNSEEN + sum(there[1:])) / (_UNSEEN + sum(here[1:])))
    told = (abs(log(mine / other) + apart) for mine, other in zip(here, there, strict=True))
    ease = [(_LEAST_EASE + ratio) ** 2 for ratio in told]
    ease[0] = 1.0
    return ease
