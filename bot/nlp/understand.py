"""From one message to what it is, where, how urgent, and what must still be asked (model.md C11).

Pure and deterministic: the same text, position and knowledge give the same answer. Build one
`Understander` for a district and keep it; a message takes a fraction of a millisecond.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.nlp.category import CategoryScorer, KeywordHit, KeywordWeights, Scored
from bot.nlp.clean import clean_text, mask_private
from bot.nlp.emergency import Danger, DangerFinder, Findings, TermsSeen
from bot.nlp.intent import FILED, Intent, IntentFinder, is_foreign, order_number
from bot.nlp.knowledge import (
    Blocker,
    CategoryEntry,
    EmergencyTerm,
    GridEntry,
    GridShape,
    Knowledge,
    PlaceEntry,
)
from bot.nlp.matching import Hit, Together
from bot.nlp.matters import split_matters
from bot.nlp.normal import Normaliser
from bot.nlp.numbers import count_in_digits
from bot.nlp.place import Certainty, NamesSeen, PlaceFinder, PlaceFound
from bot.nlp.segment import Engine, Piece, Segmenter, edges_of, warm
from bot.nlp.weights import TEXT_REACH, Learned, Weights, count_words, load_weights
from bot.nlp.words import load_rows

__all__ = [
    "FILED",
    "Blocker",
    "CategoryEntry",
    "Certainty",
    "Danger",
    "EmergencyTerm",
    "GridEntry",
    "GridShape",
    "Intent",
    "Issue",
    "KeywordHit",
    "Knowledge",
    "PlaceEntry",
    "PlaceFound",
    "Understander",
    "Understood",
    "clean_text",
    "is_foreign",
    "mask_private",
    "order_number",
    "warm",
]

Span = tuple[int, int]
Urgency = Literal["emergency", "urgent", "normal"]
Ask = Literal["place", "category", "what"]

SURE = 0.80
"""From here a class may be dispatched without a person's look (C11, 10)."""
LIKELY = 0.50
"""From here the deputy confirms; below, the resident is asked, else the station sorts."""

_DANGER_WEIGHT = 12.0
_HINT_WEIGHT = 3.0
_PART_SURE = 0.65
"""A matter of its own must be this sure before a message is split."""
_OUTSIDE = "TRANSFER"
_MOST_MATTERS = 4
_TEACHABLE = re.compile("[\u4e00-\u9fff]{2,}")
_SHORT = 2
_TRACED = 6


class Issue(NamedTuple):
    """One matter. `limit` is the class of C5 after urgency was weighed; `lead` a unit code or T.

    `keywords` are the words that decided with their weights, `runner_up` the next codes.
    """

    code: str
    level1: str
    level2: str
    lead: str
    limit: str
    urgency: Urgency
    confidence: float
    margin: float
    keywords: tuple[KeywordHit, ...]
    runner_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message says. `issues` is empty where no class was recognised (9999 by hand).

    `danger` is only set where somebody must be alarmed. `number` is the order asked about.
    """

    text_normal: str
    intent: Intent
    issues: tuple[Issue, ...]
    place: PlaceFound
    danger: Danger | None
    must_ask: tuple[Ask, ...]
    number: str | None


class Understander:
    """All words of a district, ready for messages. Building takes up to half a second."""

    def __init__(
        self,
        knowledge: Knowledge,
        weights: Sequence[Weights] | None = None,
        engine: Engine | None = None,
    ) -> None:
        """`weights` default to the file that is shipped; an empty list is keywords alone.

        `engine` cuts texts into words: rjieba where it is installed. Both decide alike.
        """
        self._weights = (load_weights(),) if weights is None else tuple(weights)
        self._normalise = Normaliser(knowledge.synonyms)
        self._known = _plain_words(knowledge.synonyms, tuple(_all_words(knowledge)))
        self._categories = {entry.code: entry for entry in knowledge.categories}
        labels = {label for weights in self._weights for label in weights.labels}
        self._of_our_own = not labels.isdisjoint(self._categories)
        self._scorer = CategoryScorer(knowledge.categories, self._plain)
        self._places = PlaceFinder(
            knowledge.places, knowledge.grids, knowledge.shapes, self._plain, knowledge.datum
        )
        self._dangers = DangerFinder(knowledge.emergencies, knowledge.blockers, self._plain)
        self._intents = IntentFinder()
        self._urgent = {
            entry.code: tuple(self._plain(word) for word in entry.urgent)
            for entry in knowledge.categories
        }
        self._segmenter = Segmenter(engine=engine)
        self._lexicons = Together(
            self._scorer.keywords,
            self._places.names,
            self._places.not_places,
            self._dangers.plain,
            self._dangers.gapped,
            everywhere=self._dangers.parts,
        )

    def _plain(self, word: str) -> str:
        """A word of a lexicon in the form in which texts are searched."""
        known = self._known.get(word)
        return count_in_digits(self._normalise(word)) if known is None else known

    def _cut(self, text: str) -> "_Cut":
        keywords, names, not_places, dangers, gapped, parts = self._lexicons.find(text)
        # A short word made a word of its own would cut 上下学车多 into 学车.
        own = [hit for hit in (*keywords, *dangers, *names) if hit[2] - hit[1] > _SHORT]
        words = self._segmenter.cut(text, own)
        return _Cut(
            text,
            keywords,
            NamesSeen(names, not_places),
            TermsSeen(dangers, gapped, parts),
            words,
            edges_of(words, text),
        )

    def locate(self, lat: float, lon: float) -> str | None:
        """The code of the grid that holds the point, or None outside the district."""
        return self._places.locate(lat, lon)

    def understand(self, text: str, *, location: tuple[float, float] | None = None) -> Understood:
        """Never raises, whatever the text. `location` is (lat, lon) in degrees."""
        normal = self._normalise(text)
        plain = count_in_digits(normal)
        cut = self._cut(plain)
        words = cut.words
        place, spans = self._places.find(plain, cut.names, cut.edges, location)
        found = self._dangerous(cut, place)
        ranked = self._matters(cut, spans, found)
        best = ranked[0] if ranked else None
        intent = self._intents.find(normal, confidence=best.confidence if best else None)
        danger = found.danger or self._of_class(best, plain, words)
        if danger is not None:
            intent = Intent.REPORT
        issues = tuple(self._issue(scored, plain, words, danger, found) for scored in ranked)
        self._dangers.forget()
        return Understood(
            text_normal=normal,
            intent=intent,
            issues=issues,
            place=place,
            danger=danger,
            must_ask=_questions(intent, issues, place, danger),
            number=order_number(normal) if intent is Intent.STATUS else None,
        )

    def teachable(self, text: str) -> tuple[str, ...]:
        """The words of a message that may be kept to learn from: those of two and more Chinese
        characters that keywords or learned words hold, each once, in no order of the message;
        nothing of a place's name. What is on no list, as people's names and numbers, is not
        there (model.md C11, 12)."""
        plain = count_in_digits(self._normalise(text))
        cut = self._cut(plain)
        _, spans = self._places.find(plain, cut.names, cut.edges)
        known = {
            hit.word
            for hit in cut.keywords
            if not any(low < hit.end and hit.start < high for low, high in spans)
        }
        for weights in self._weights:
            counts = count_words(plain[:TEXT_REACH], cut.edges, weights.words, skip=spans)
            known.update(weights.words.words[number] for number in counts)
        return tuple(sorted(word for word in known if _TEACHABLE.fullmatch(word)))

    def trace(self, text: str) -> Iterator[tuple[str, str]]:
        """(step, detail) in the order of work, for people who want to know why."""
        plain = count_in_digits(self._normalise(text))
        cut = self._cut(plain)
        yield "words", "/".join(word for word, _, _ in cut.words)
        place, spans = self._places.find(plain, cut.names, cut.edges)
        yield "place", " ".join((place.certainty, *place.grids, *place.words))
        found = self._dangerous(cut, place)
        for step in found.steps:
            end = f"blocked by {step.blocked_by}" if step.blocked_by else "stands"
            end += f" ({step.block_rule})" if step.block_rule else ""
            yield "danger", f"{step.word}: {step.rule}, tier {step.tier}, {step.kind}, {end}"
        learned = self._learned(cut, spans)
        for scored in self._rank(cut, spans, found.muted, _danger_words(found), most=_TRACED):
            said = ", ".join(f"{hit.word} {hit.weight:+}" for hit in scored.hits)
            yield "keywords", f"{scored.code} {scored.score}: {said}; learned +{scored.learned}"
        for told in learned:
            margins = ", ".join(f"{label} {margin:+.2f}" for label, margin in told.margins[:3])
            words_of = ", ".join(f"{word} {weight:+}" for word, weight in told.words)
            yield "learned", f"{margins}; for {told.label}: {words_of}"
        for low, high in split_matters(plain)[1:]:
            yield "matter", f"one more may begin at: {plain[low:high]}"

    def _rank(
        self,
        cut: "_Cut",
        spans: Sequence[Span],
        muted: Sequence[Span],
        dangers: Sequence[tuple[str, KeywordHit]],
        *,
        most: int = 1,
    ) -> list[Scored]:
        """Classes by keywords and learned words; learned ones are not asked in vain."""
        if not cut.keywords and not dangers and not self._of_our_own:
            return []
        learned = self._learned(cut, spans)
        return self._scorer.rank(
            cut.text, cut.keywords, cut.edges, spans, muted, dangers, learned, most=most
        )

    def _matters(self, cut: "_Cut", spans: list[Span], found: Findings) -> list[Scored]:
        """The class of the whole message, or one for each matter that is sure of its own."""
        text, muted, dangers = cut.text, found.muted, _danger_words(found)
        whole = self._rank(cut, spans, muted, dangers)
        parts = split_matters(text)
        if len(parts) == 1 or not whole:
            return whole[:1]
        matters: dict[str, Scored] = {}
        for start, end in parts:
            part = text[start:end]
            inside = [(low - start, high - start) for low, high in spans]
            silent = [(low - start, high - start) for low, high in muted]
            own = [(code, hit) for code, hit in dangers if start <= hit.start < end]
            ranked = self._rank(self._cut(part), inside, silent, own)
            if ranked and ranked[0].confidence >= _PART_SURE:
                matters.setdefault(ranked[0].code, ranked[0])
        if len(matters) < 2:
            return whole[:1]
        urgent_first = sorted(matters.values(), key=lambda m: m.code != whole[0].code)
        return urgent_first[:_MOST_MATTERS] if dangers else list(matters.values())[:_MOST_MATTERS]

    def _learned(self, cut: "_Cut", spans: Sequence[Span]) -> list[Learned]:
        """What each weight file says of the text; none where it knows no word."""
        text = cut.text[:TEXT_REACH]
        found: list[Learned] = []
        for weights in self._weights:
            learned = weights.judge(count_words(text, cut.edges, weights.words, skip=spans))
            if learned is not None:
                found.append(learned)
        return found

    def _dangerous(self, cut: "_Cut", place: PlaceFound) -> Findings:
        placed = place.certainty != "none"
        return self._dangers.find(cut.text, cut.dangers, cut.words, cut.edges, placed=placed)

    def _of_class(self, best: Scored | None, text: str, words: Sequence[Piece]) -> Danger | None:
        """An emergency by class: one of E2 with one of its own urgent words (C18)."""
        if best is None or self._categories[best.code].limit != "E2":
            return None
        said = self._urgent_words(best.code, text, words)
        kind = self._dangers.kind_of(best.code)
        return Danger("B", kind, best.code, said) if said else None

    def _urgent_words(self, code: str, text: str, words: Sequence[Piece]) -> tuple[str, ...]:
        """The class's urgent words that stand in the text and nothing takes back."""
        said: list[str] = []
        for word in self._urgent[code]:
            at = text.find(word) if len(word) > 1 else _token_at(words, word)
            if at >= 0 and not self._dangers.blocker(text, words, at, at + len(word)):
                said.append(word)
        return tuple(said)

    def _issue(
        self,
        scored: Scored,
        text: str,
        words: Sequence[Piece],
        danger: Danger | None,
        found: Findings,
    ) -> Issue:
        entry = self._categories[scored.code]
        mine = danger is not None and danger.code in {"", scored.code}
        raised = bool(self._urgent_words(scored.code, text, words))
        urgency, limit = _urgency(entry.limit, mine=mine, raised=raised, noted=bool(found.raised))
        return Issue(
            code=entry.code,
            level1=entry.level1,
            level2=entry.level2,
            lead=entry.lead,
            limit=limit,
            urgency=urgency,
            confidence=scored.confidence,
            margin=scored.margin,
            keywords=scored.hits,
            runner_up=scored.runner_up,
        )


class _Cut(NamedTuple):
    """A text (plain form) with what its cut was made of, each looked for once; `edges` are
    where its words begin and end."""

    text: str
    keywords: list[Hit[KeywordWeights]]
    names: NamesSeen
    dangers: TermsSeen
    words: Sequence[Piece]
    edges: set[int]


@lru_cache(maxsize=2)
def _plain_words(synonyms: tuple[tuple[str, str], ...], words: tuple[str, ...]) -> dict[str, str]:
    """Every word of the lexicons as texts are searched for it. Kept: a test session builds
    hundreds of Understanders of the same words."""
    plain = Normaliser(synonyms).words(words)
    return {word: count_in_digits(form) for word, form in plain.items()}


def _all_words(knowledge: Knowledge) -> Iterator[str]:
    """What will be asked of the normaliser while an Understander is built."""
    for entry in knowledge.categories:
        yield from (*entry.keywords, *entry.urgent)
    yield from (word for _, word, _ in load_rows("keywords.csv"))
    yield from (place.alias for place in knowledge.places)
    terms = [*(term.term for term in knowledge.emergencies), *(b.term for b in knowledge.blockers)]
    terms += [row[0] for name in ("danger.csv", "blockers.csv") for row in load_rows(name)]
    yield from (part for term in terms for part in term.split("…"))


def _urgency(limit: str, *, mine: bool, raised: bool, noted: bool) -> tuple[Urgency, str]:
    """(urgency, limit class). E2 is for danger alone: a class of E2 without it runs as U24."""
    if mine:
        return "emergency", "E2"
    if limit in {_OUTSIDE, "M3"}:
        return "normal", limit
    if raised or limit in {"E2", "U24"}:
        return "urgent", "U24"
    return ("urgent" if noted else "normal"), limit


def _danger_words(found: Findings) -> list[tuple[str, KeywordHit]]:
    """Dangerous words as keywords of their class."""
    weight = _DANGER_WEIGHT if found.danger else _HINT_WEIGHT
    return [
        (hit.term.code, KeywordHit(hit.word, weight, hit.start))
        for hit in found.hits
        if hit.term.code and not hit.blocked_by
    ]


def _token_at(words: Sequence[Piece], word: str) -> int:
    return next((start for piece, start, _ in words if piece == word), -1)


def _questions(
    intent: Intent, issues: tuple[Issue, ...], place: PlaceFound, danger: Danger | None
) -> tuple[Ask, ...]:
    """What keeps the matter from going its way, at most two things, the first first."""
    where: tuple[Ask, ...] = () if place.certainty == "exact" else ("place",)
    if danger is not None:
        return where
    if intent is Intent.UNKNOWN:
        return ("what",)
    if intent not in FILED:
        return ()
    if not issues:
        return ("what", *where)
    if all(issue.limit == _OUTSIDE for issue in issues):
        return ()
    return (*where, "category") if issues[0].confidence < LIKELY else where
