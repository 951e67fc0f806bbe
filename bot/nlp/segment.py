"""Cutting text into words: jieba behind one class, with a third of its usual memory.

jieba's own loader keeps every prefix of every word as well (498,000 strings) and writes a cache
into the temp folder. The prefixes only say how far a look-up may go; the greatest length of a
word by its first two characters says the same.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

import jieba

jieba.setLogLevel(logging.WARNING)

_USER_FREQUENCY = 1_000_000
"""High enough that a word of the district is not cut by the dictionary's common words."""
_COMMON_REACH = 3


@dataclass(frozen=True, slots=True)
class Token:
    """`word` stands at text[start:end]; search mode gives a long word and its parts."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], dict[str, int], int]:
    """(frequency by word, greatest length by the first two characters, sum of frequencies).

    Lengths up to _COMMON_REACH are left out: looking twice is cheaper than 150,000 more entries.
    """
    file = Path(jieba.__file__).with_name("dict.txt")
    fields = file.read_text(encoding="utf-8").split()  # word, frequency, kind of word
    frequency = dict(zip(fields[0::3], map(int, fields[1::3]), strict=True))
    long = sorted((word for word in frequency if len(word) > _COMMON_REACH), key=len)
    return frequency, {word[:2]: len(word) for word in long}, sum(frequency.values())


class Segmenter(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """The district's own words on top of the shared dictionary; no hidden Markov guesses."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        super().__init__()
        self._base, self._reach, self.total = _dictionary()
        self._own = {word: _USER_FREQUENCY for word in words if len(word) > 1}
        self._own_reach: dict[str, int] = {}
        for word in self._own:
            self._own_reach[word[:2]] = max(len(word), self._own_reach.get(word[:2], 0))
        self.initialized = True
        self._log_total = log(self.total)

    def _count(self, word: str) -> int:
        return self._own.get(word) or self._base.get(word, 0)

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  # jieba's name
        """For each position the last positions of the words that begin there."""
        base, own = self._base, self._own
        graph: dict[int, list[int]] = {}
        size = len(sentence)
        for start in range(size):
            head = sentence[start : start + 2]
            reach = max(self._reach.get(head, _COMMON_REACH), self._own_reach.get(head, 0))
            ends = [start]
            for end in range(start + 2, min(start + reach, size) + 1):
                word = sentence[start:end]
                if word in base or word in own:
                    ends.append(end - 1)
            graph[start] = ends
        return graph

    def calc(
        self,
        sentence: str,
        DAG: dict[int, list[int]],  # noqa: N803  # jieba's name
        route: dict[int, tuple[float, int]],
    ) -> None:
        """The most probable path, from the end backwards."""
        size = len(sentence)
        route[size] = (0.0, 0)
        for start in range(size - 1, -1, -1):
            route[start] = max(
                (
                    log(self._count(sentence[start : end + 1]) or 1)
                    - self._log_total
                    + route[end + 1][0],
                    end,
                )
                for end in DAG[start]
            )

    def words(self, text: str) -> list[Token]:
        """Precise mode: the tokens follow one another without a gap."""
        tokens: list[Token] = []
        at = 0
        for word in self.cut(text, HMM=False):
            tokens.append(Token(word, at, at + len(word)))
            at += len(word)
        return tokens

    def search(self, text: str) -> list[Token]:
        """Search mode: each word, and before it the shorter words inside it."""
        tokens: list[Token] = []
        for token in self.words(text):
            size = len(token.word)
            for length in (2, 3):
                if size > length:
                    tokens.extend(
                        Token(part, token.start + i, token.start + i + length)
                        for i in range(size - length + 1)
                        if self._count(part := token.word[i : i + length])
                    )
            tokens.append(token)
        return tokens


def warm() -> None:
    """Load the dictionary now (0.4 s) rather than at the first message."""
    _dictionary()
