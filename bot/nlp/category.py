"""Words to classes: weighted keyword hits that can be shown to a person (model.md C11)."""

import re
from collections.abc import Callable, Container, Iterable, Sequence, Set
from functools import lru_cache, partial
from math import exp, log
from typing import NamedTuple

from bot.nlp.knowledge import CategoryEntry
from bot.nlp.matching import Hit
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
_LEARNED = 4.0
"""Keyword weight of a learned margin of 1; best on half of another city at 4, of 3 to 7."""

# Logistic calibration on labelled messages that the weights had not seen, on half of another
# city's, and on short ones: what is right at 0.80 and above stands in docs/understanding.md.
_BIAS = -3.61
_BY_SCORE = 1.5
_BY_FAMILY = 1.2
"""The distance to the best class of another first level."""
_BY_LEARNED = 0.3
_BY_SHARE = 1.5
"""The share of the text's characters that are the class's own words."""
_PER_LENGTH = 0.5
"""A letter collects hits for many classes: the same score says less than in a sentence."""
_SENTENCE = 25
_LOOKED_AT = 0.79
"""Never so sure that nobody looks: classes that no keyword named, and contested ones."""
_NO_LABEL = 0.8
"""Distance for a class that no label stands for: learned words can say nothing of it."""


class KeywordHit(NamedTuple):
    """A word that spoke for a class, with what it added; negated words have a minus."""

    word: str
    weight: float
    start: int


_hit: Callable[[tuple[str, float, int]], KeywordHit] = partial(tuple.__new__, KeywordHit)
"""A third of the time of `KeywordHit(…)`."""


class Scored(NamedTuple):
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
        edges: Set[int],
        places: Sequence[Span] = (),
        muted: Sequence[Span] = (),
        extra: Sequence[tuple[str, KeywordHit]] = (),
        learned: Sequence[Learned] = (),
        *,
        most: int = 1,
    ) -> list[Scored]:
        """The best classes, at most `most`, by falling score.

        `keywords` are those of the text, by the lexicon of this name; `edges` are where its words
        begin and end. `places` are spans of place names: their words say little. `muted` are
        spans that do not mean what they say (人气爆炸). `extra` are hits that come from elsewhere
        (danger words), as (code, hit).
        `learned` words decide between classes that have keywords; alone they name a class only
        where they were learned for the district's own classes, not for broad labels.
        """
        said: dict[str, list[KeywordHit]] = {}
        for code, given in extra:
            said.setdefault(code, []).append(given)
        self._say(said, text, keywords, edges, places, muted)
        alone = self._alone(learned, said)
        for code, one in alone.items():
            said[code] = [KeywordHit(word, n, text.find(word)) for word, n in one.words]
        order = _order(said, learned)
        ranked: list[Scored] = []
        for place, (negative, code, added) in enumerate(order[:most]):
            score = -negative
            following = -order[place + 1][0] if place + 1 < len(order) else 0.0
            hits = _by_weight(said[code])
            sure = _confidence(
                score,
                _family(place, order),
                _distance(code, learned),
                length=len(text),
                share=_share(hits, text),
            )
            if code in alone or code in _contested():
                sure = min(sure, _LOOKED_AT)
            ranked.append(
                Scored(
                    code,
                    round(score, 3),
                    sure,
                    round((score - following) / score, 3),
                    hits,
                    tuple([other for _, other, _ in order[place + 1 : place + 4]]),
                    round(added, 3),
                )
            )
        return ranked

    def _alone(self, learned: Sequence[Learned], said: Container[str]) -> dict[str, Learned]:
        """Classes that learned words name and no keyword does, with these words."""
        alone: dict[str, Learned] = {}
        for one in learned:
            if not self._codes.isdisjoint(one.weights.labels):
                label, margin = one.margins[0]
                if label in self._codes and margin > 0 and label not in said:
                    alone.setdefault(label, one)
        return alone

    def _say(
        self,
        said: dict[str, list[KeywordHit]],
        text: str,
        keywords: Sequence[Hit[KeywordWeights]],
        edges: Set[int],
        places: Sequence[Span],
        muted: Sequence[Span],
    ) -> None:
        """Add what the keywords say for each class; less than 0 where they are denied."""
        denying = self._denying.search(text) is not None
        for hit in keywords:
            word, start, end, weights = hit
            whole = start in edges and end in edges
            if not whole and end - start == 1:
                continue
            if muted and _lies_in(muted, start, end):
                continue
            factor = _EARLIER[start] if start < len(_EARLIER) else 1.0
            if not whole:
                factor *= _MISALIGNED
            if places and _lies_in(places, start, end):
                factor *= _INSIDE_PLACE
            if denying and self._negated(text, hit):
                factor = -factor
            for code, weight in weights:
                given = _hit((word, round(weight * factor, 3), start))
                if code in said:
                    said[code].append(given)
                else:
                    said[code] = [given]

    def _negated(self, text: str, hit: Hit[KeywordWeights]) -> bool:
        """不是停电, 没有漏水; but 没有路灯 is a complaint and 是不是停电 a question."""
        before = text[max(0, hit.start - _NEGATION_REACH) : hit.start]
        if not self._denying.search(before):
            return False
        if before.endswith(self._absences):
            return hit.word.startswith(self._events)
        for word in self._denials:
            at = before.rfind(word)
            if at >= 0 and not _clause_break(before[at:]):
                upto = text[: hit.start - len(before) + at + len(word)]
                return not upto.endswith(self._not_denials)
        return False


def _lies_in(spans: Sequence[Span], start: int, end: int) -> bool:
    for low, high in spans:  # noqa: SIM110 - a generator costs as much as all else here
        if low <= start and end <= high:
            return True
    return False


def _by_weight(hits: list[KeywordHit]) -> tuple[KeywordHit, ...]:
    """One hit of each word, the heaviest first."""
    if len(hits) == 1:
        return tuple(hits)
    best: dict[str, KeywordHit] = {}
    for hit in hits:
        word, weight, _ = hit
        if word not in best or abs(weight) > abs(best[word].weight):
            best[word] = hit
    return tuple(sorted(best.values(), key=_heaviest))


def _heaviest(hit: KeywordHit) -> tuple[float, int]:
    return -hit[1], hit[2]


def _order(
    said: dict[str, list[KeywordHit]], learned: Sequence[Learned]
) -> list[tuple[float, str, float]]:
    """(minus the score, class, what learned words added to it), the best first."""
    order: list[tuple[float, str, float]] = []
    for code, hits in said.items():
        total = hits[0][1] if len(hits) == 1 else _total(hits)
        if total > 0:
            added = _added(code, learned)
            order.append((-(total + added), code, added))
    order.sort()
    return order


def _family(place: int, order: Sequence[tuple[float, str, float]]) -> float:
    """How far before the best class of another first level."""
    negative, code, _ = order[place]
    for rival, other, _ in order:
        if other[:2] != code[:2]:
            return max(0.0, (rival - negative) / -negative)
    return 1.0


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


def _added(code: str, learned: Sequence[Learned]) -> float:
    """What learned words add to a class: nothing where they speak against it (a new city's
    words are not those of the messages learned from), up to some keywords' worth where for it."""
    added = 0.0
    for one in learned:
        label = one.weights.label_of(code)
        if label:
            added += _LEARNED * (1 + max(-1.0, one.by_label[label]))
    return added


def _distance(code: str, learned: Sequence[Learned]) -> float:
    """From the class's label to the best other label, by the first weights that have one."""
    for one in learned:
        label = one.weights.label_of(code)
        if label:
            mine = one.by_label[label]
            second, first = sorted(one.by_label.values())[-2:]
            return mine - (second if mine == first else first)
    return _NO_LABEL


def _total(hits: list[KeywordHit]) -> float:
    """Sum of the words; a word said again adds a little; denied words give way to the rest."""
    said: dict[str, float] = {}
    for word, weight, _ in hits:
        if word in said and weight > 0:
            said[word] += _REPEAT * weight
        else:
            said[word] = weight
    weights = said.values()
    if min(weights) > 0:
        return sum(weights)
    return sum(weight for weight in weights if weight > 0) or sum(weights)


@lru_cache(maxsize=1)
def _contested() -> frozenset[str]:
    """Classes whose border to another label offices draw differently (noise of a building site,
    lifts, stalls), so that the words alone do not settle who leads."""
    return frozenset(code for code, _ in load_rows("contested.csv"))


def _share(hits: Iterable[KeywordHit], text: str) -> float:
    """How much of what was said are these words; marks say nothing."""
    signs = sum(map(str.isalnum, text))
    return min(1.0, sum([len(hit.word) for hit in hits]) / max(signs, 1))


def _confidence(
    score: float, family: float, distance: float, *, length: int, share: float
) -> float:
    """How often a class with this score and these distances to the next ones is right.

    `length` is that of the text in characters, `share` that of the words that speak of the class.
    """
    z = _BIAS + _BY_SCORE * log(max(score, 0.1)) + _BY_FAMILY * family
    z += _BY_SHARE * share
    z += _BY_LEARNED * max(-1.0, min(distance, 2.0))
    if length > _SENTENCE:
        z -= _PER_LENGTH * log(length / _SENTENCE)
    return round(1 / (1 + exp(-z)), 3)
