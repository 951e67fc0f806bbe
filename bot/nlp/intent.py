"""What the person wants: a report, a question, an answer about an order (model.md C11, 4)."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from bot.nlp.words import load_rows


class Intent(StrEnum):
    """Where a message leads. `unknown` has no word that we know: ask what it is about."""

    REPORT = "report"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    STATUS = "status_query"
    THANKS = "thanks"
    RATING = "rating"
    APPOINTMENT = "appointment"
    ERASURE = "erasure"
    ATTACK = "attack"
    ADVERT = "advert"
    SMALL_TALK = "small_talk"
    UNKNOWN = "unknown"


FILED = frozenset({Intent.REPORT, Intent.QUESTION, Intent.SUGGESTION})
"""Intents that become an order."""

Fits = Callable[[str], re.Match[str] | None]
Rule = tuple[Intent, Fits]
_SHORT = 20
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")
_FULL_NUMBER = re.compile(r"(?<![a-z0-9])([a-z]{2,4})-?(\d{8})-?(\d{5})(?!\d)", re.IGNORECASE)
_SHORT_NUMBER = re.compile(
    r"^(?:请|帮我|麻烦)?(?:查询|查一下|查下|查看|查|进度|单号|编号|工单|受理号|号码|#|no\.?)?"
    r"[ :：,，#]*(\d{5})(?:号)?(?:件|单|工单)?"
    r"[ ,，]*(?:到哪了|到哪一步了?|怎么?样了?|咋样了?|进度|处理了吗|好了吗|办了吗|呢)?[?？吗。!]*$"
)
_QUERY_PREFIXED = re.compile(
    r"^(?:帮我|请|麻烦)?查(?:询|一下|下|看)?[ :：#]*(\d{1,5})[号单件]*[?？。!]*$"
)


def order_number(text: str) -> str | None:
    """The number typed in a query, as `QT-YYYYMMDD-NNNNN` or its last five digits, else None.

    `text` is normalised. A number inside a longer report (a house, a date) is not a query.
    """
    if not _DIGIT.search(text):
        return None
    full = _FULL_NUMBER.search(text)
    if full:
        return f"{full[1].upper()}-{full[2]}-{full[3]}"
    short = _SHORT_NUMBER.match(text) or _QUERY_PREFIXED.match(text)
    return short[1].zfill(5) if short else None


def is_foreign(text: str) -> bool:
    """A sentence without a Chinese character: two words and more, of letters."""
    return not _HAN.search(text) and len(_LETTERS.findall(text)) >= 2


class IntentFinder:
    """Patterns of intent.csv, in the order of the file; the first that fits decides. One that
    begins with ^ is tried there alone, so its alternatives stand in brackets.

    A row is (intent, when, pattern). `when`: always; bare = only without a class; short = only
    in a text of at most 20 characters; weak = only where the best class is below 0.5.
    """

    def __init__(self) -> None:
        self._rules = tuple(
            (Intent(intent), when, pattern) for intent, when, pattern in load_rows("intent.csv")
        )
        self._fitting = lru_cache(maxsize=8)(self._rules_for)

    def _rules_for(self, short: bool, bare: bool, weak: bool) -> tuple[Rule, ...]:
        """The rules to ask, in the order of the file; compiled when they are first asked."""
        holds = {"always": True, "short": short, "bare": bare, "weak": weak}
        return tuple((intent, _asked(p)) for intent, when, p in self._rules if holds[when])

    def find(self, text: str, *, confidence: float | None) -> Intent:
        """`confidence` of the best class, None where no class was hit."""
        if not text:
            return Intent.UNKNOWN
        short, weak = len(text) <= _SHORT, (confidence or 0.0) < 0.5
        if weak and order_number(text) is not None:
            return Intent.STATUS
        for intent, fits in self._fitting(short, confidence is None, weak):
            if fits(text):
                return intent
        if confidence is not None:
            return Intent.REPORT
        return Intent.REPORT if len(_HAN.findall(text)) >= 4 else Intent.UNKNOWN


def _asked(pattern: str) -> Fits:
    compiled = re.compile(pattern)
    return compiled.match if pattern.startswith("^") else compiled.search
