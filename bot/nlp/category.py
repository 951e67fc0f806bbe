"""Words to classes: weighted keyword hits that can be shown to a person (model.md C11)."""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from bot.nlp.knowledge import CategoryEntry
from bot.nlp.matching import Hit
from bot.nlp.segment import Token
from bot.nlp.weights import Learned
from bot.nlp.words import load_lists, load_rows

Span = tuple[int, int]
KeywordWeights = tuple[tuple[str, float], ...]
"""(code, weight) of a keyword, for each class that it speaks for."""

_BY_LENGTH = (0.0, 1.0, 1.5, 2.5, 3.0)
"""Weight of a keyword that has none of its own, by its length; longer says more."""
_EARLY = 1.5
_EARLY_REACH = 15.0
_EARLIER = tuple(1 + _EARLY * exp(-start / _EARLY_REACH) for start in range(500))
"""By where a word begins; beyond, the last digit would not change."""
_REPEAT = 0.3
_MISALIGNED = 0.4
_INSIDE_PLACE = 0.2
_NEGATION_REACH = 4
_LEARNED = 5.0
"""Keyword weight of a learned margin of 1; best on another city between 4 and 6."""

# Logistic calibration on labelled messages that the weights had not seen, on another city's, and
# on short ones: 95 in 100 of what stands at 0.80 and above were right (docs/understanding.md).
_BIAS = -3.36
_BY_SCORE = 1.5
_BY_FAMILY = 1.2
"""The distance to the best class of another first level."""
_BY_LEARNED = 0.3
_PER_LENGTH = 0.9
"""A letter collects hits for many classes: the same score says less than in a sentence."""
_SENTENCE = 25
_ALONE = 0.79
"""A class that no keyword named is never so sure that nobody looks."""
_NO_LABEL = 0.8
"""Distance for a class that no label stands for: learned words can say nothing of it."""


class KeywordHit(NamedTuple):
    """A word that spoke for a class, with what it added; negated words have a minus."""

    word: str
    weight: float
    start: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A class and its score; confidence 0..1, margin 0..1 against the next class.

    `learned` is the part of the score that learned words added, beside the keywords' `hits`.
    """

    code: str
    score: float
    confidence: float
    margin: float
    hits: tuple[KeywordHit, ...]
    runner_up: tuple[str, ...]
    learned: float = 0.0


class CategoryScorer:
    """Keywords of the district's classes, with the general lexicon's for the same codes."""

    def __init__(
        self, categories: Iterable[CategoryEntry], normalise: Callable[[str], str]
    ) -> None:
        entries = {entry.code: entry for entry in categories}
        self._codes = frozenset(entries)
        self.keywords = _weights(entries, normalise)
        lists = load_lists("negation.csv")
        self._denials = lists["denial"]
        self._not_denials = lists["not_denial"]
        self._absences = lists["absence"]
        self._events = lists["event"]
        self._denying = re.compile("|".join(map(re.escape, (*self._denials, *self._absences))))

    def rank(
        self,
        text: str,
        keywords: Sequence[Hit[KeywordWeights]],
        tokens: Sequence[Token],
        places: Sequence[Span] = (),
        muted: Sequence[Span] = (),
        extra: Sequence[tuple[str, KeywordHit]] = (),
        learned: Sequence[Learned] = (),
        *,
        most: int = 1,
    ) -> list[Scored]:
        """The best classes, at most `most`, by falling score.

        `keywords` are those of the text, by the lexicon of this name. `places` are spans of
        place names: their words say little. `muted` are spans that do not mean what they say
        (人气爆炸). `extra` are hits that come from elsewhere (danger words), as (code, hit).
        `learned` words decide between classes that have keywords; alone they name a class only
        where they were learned for the district's own classes, not for broad labels.
        """
        found: dict[str, list[KeywordHit]] = {}
        for code, given in extra:
            found.setdefault(code, []).append(given)
        edges = {token.start for token in tokens}
        edges.add(len(text))
        denying = self._denying.search(text) is not None
        for hit in keywords:
            factor = _factor(hit, edges, places, muted)
            if factor:
                if denying and self._negated(text, hit):
                    factor = -factor
                for code, weight in hit.value:
                    said = KeywordHit(hit.word, round(weight * factor, 3), hit.start)
                    if code in found:
                        found[code].append(said)
                    else:
                        found[code] = [said]
        alone: set[str] = set()
        for told in learned:
            if told.label in self._codes and told.margins[0][1] > 0 and told.label not in found:
                found[told.label] = _hits_of(told, text)
                alone.add(told.label)
        return _ranking(found, Prior(learned), len(text), most, alone)

    def _negated(self, text: str, hit: Hit[KeywordWeights]) -> bool:
        """不是停电, 没有漏水; but 没有路灯 is a complaint and 是不是停电 a question."""
        before = text[max(0, hit.start - _NEGATION_REACH) : hit.start]
        if before.endswith(self._absences):
            return hit.word.startswith(self._events)
        for word in self._denials:
            at = before.rfind(word)
            if at >= 0 and not _clause_break(before[at:]):
                upto = text[: hit.start - len(before) + at + len(word)]
                return not upto.endswith(self._not_denials)
        return False


def _hits_of(told: Learned, text: str) -> list[KeywordHit]:
    """What learned words said for a class of the district, where no keyword did."""
    return [KeywordHit(word, added, text.find(word)) for word, added in told.words]


def _factor(
    hit: Hit[KeywordWeights], edges: set[int], places: Sequence[Span], muted: Sequence[Span]
) -> float:
    """How much of a keyword's weight counts: `edges` are where words begin and end."""
    start, end = hit.start, hit.end
    whole = start in edges and end in edges
    if not whole and end - start == 1:
        return 0.0
    if muted and any(low <= start and end <= high for low, high in muted):
        return 0.0
    factor = _EARLIER[start] if start < len(_EARLIER) else 1.0
    if not whole:
        factor *= _MISALIGNED
    if places and any(low <= start and end <= high for low, high in places):
        factor *= _INSIDE_PLACE
    return factor


def _clause_break(text: str) -> bool:
    return any(mark in text for mark in " ,。;!?，；、")


def _weights(
    entries: dict[str, CategoryEntry], normalise: Callable[[str], str]
) -> dict[str, tuple[tuple[str, float], ...]]:
    """(code, weight) by word: the seed by length, the lexicon's own weights above it."""
    table: dict[str, dict[str, float]] = {}
    for entry in entries.values():
        for word in entry.keywords:
            length = min(len(word), len(_BY_LENGTH) - 1)
            table.setdefault(normalise(word), {})[entry.code] = _BY_LENGTH[length]
    for code, word, weight in load_rows("keywords.csv"):
        if code in entries:
            table.setdefault(normalise(word), {})[code] = float(weight)
    return {
        word: tuple((code, weight) for code, weight in codes.items() if weight > 0)
        for word, codes in table.items()
    }


class Prior:
    """What learned words add to a class: nothing where they speak against it (a new city's
    words are not those of the messages learned from), up to some keywords' worth where for it."""

    def __init__(self, learned: Sequence[Learned]) -> None:
        self._labels = [one.weights.labels for one in learned]
        self._margins = [dict(one.margins) for one in learned]

    def added(self, code: str) -> float:
        added = 0.0
        for labels, margins in zip(self._labels, self._margins, strict=True):
            for label in _labels_of(labels, code)[:1]:
                added += _LEARNED * (1 + max(-1.0, margins[label]))
        return added

    def distance(self, code: str) -> float:
        """From the class's label to the best other label, by the first weights that have one."""
        for labels, margins in zip(self._labels, self._margins, strict=True):
            for mine in _labels_of(labels, code)[:1]:
                return margins[mine] - max(margins[one] for one in labels if one != mine)
        return _NO_LABEL


def codes_of(label: str) -> tuple[str, ...]:
    """Beginnings of the codes that a label stands for; a code stands for itself."""
    return _codes_by_label().get(label, (label,))


@lru_cache(maxsize=4096)
def _labels_of(labels: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Those that a class belongs to, the closest first: its own code before its label."""
    fitting = [label for label in labels if code.startswith(codes_of(label))]
    return tuple(sorted(fitting, key=lambda label: label != code))


@lru_cache(maxsize=1)
def _codes_by_label() -> dict[str, tuple[str, ...]]:
    return load_lists("labels.csv")


def _ranking(
    found: dict[str, list[KeywordHit]], prior: Prior, length: int, most: int, alone: Set[str]
) -> list[Scored]:
    by_words = {code: _total(hits) for code, hits in found.items()}
    added = {code: prior.added(code) for code, total in by_words.items() if total > 0}
    totals = {code: by_words[code] + added[code] for code in added}
    order = sorted(totals, key=lambda c: (-totals[c], c))
    ranked: list[Scored] = []
    for place, code in enumerate(order[:most]):
        score = totals[code]
        following = totals[order[place + 1]] if place + 1 < len(order) else 0.0
        margin = (score - following) / score
        rival = max((totals[c] for c in order if c[:2] != code[:2]), default=0.0)
        family = max(0.0, (score - rival) / score)
        sure = _confidence(score, family, prior.distance(code), length)
        ranked.append(
            Scored(
                code,
                round(score, 3),
                min(sure, _ALONE) if code in alone else sure,
                round(margin, 3),
                _by_weight(found[code]),
                tuple(order[place + 1 : place + 4]),
                round(added[code], 3),
            )
        )
    return ranked


def _by_weight(hits: list[KeywordHit]) -> tuple[KeywordHit, ...]:
    """One hit of each word, the heaviest first."""
    best: dict[str, KeywordHit] = {}
    for hit in hits:
        if hit.word not in best or abs(hit.weight) > abs(best[hit.word].weight):
            best[hit.word] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.weight, hit.start)))


def _total(hits: list[KeywordHit]) -> float:
    """Sum of the words; a word said again adds a little; denied words give way to the rest."""
    if len(hits) == 1:
        return hits[0].weight
    said: dict[str, float] = {}
    for word, weight, _ in hits:
        if word in said and weight > 0:
            said[word] += _REPEAT * weight
        else:
            said[word] = weight
    positive = sum(weight for weight in said.values() if weight > 0)
    return positive or sum(said.values())


def _confidence(score: float, family: float, distance: float, length: int) -> float:
    """How often a class with this score and these distances to the next ones is right.

    `length` is that of the text in characters.
    """
    z = _BIAS + _BY_SCORE * log(max(score, 0.1)) + _BY_FAMILY * family
    z += _BY_LEARNED * max(-1.0, min(distance, 2.0))
    z -= _PER_LENGTH * max(0.0, log(max(length, 1) / _SENTENCE))
    return round(1 / (1 + exp(-z)), 3)
