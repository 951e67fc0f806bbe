"""Find many words in one text, as fast with 100,000 words as with 100.

The search itself is Aho and Corasick's, in native code (docs/decisions/0008): one pass over the
text gives every place of every word. What counts of these is said here.
"""

from collections.abc import Callable, ItemsView, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

T = TypeVar("T")
Place = tuple[int, int, int]
"""(number of the word, start, end)."""


class Hit(NamedTuple, Generic[T]):
    """`word` stands at text[start:end]."""

    word: str
    start: int
    end: int
    value: T


_hit: Callable[[tuple[str, int, int, Any]], Hit[Any]] = partial(tuple.__new__, Hit)
"""A third of the time of `Hit(…)`, for a dozen in every message."""


class Words:
    """All places of words in a text, also of those inside each other. `words`: by number."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(word for word in words if word))
        self._find = partial(_search(self.words).find_matches_as_indexes, overlapping=True)

    def places(self, text: str) -> list[Place]:
        """By rising end; of those with one end the longest first."""
        return self._find(text)


class Together:
    """Several lexicons (word -> value) in one pass over a text.

    Of each lexicon the longest hits count, those that lie in no longer one of the same lexicon.
    `everywhere`: a last lexicon of which every place counts.
    """

    def __init__(
        self, *lexicons: Mapping[str, Any], everywhere: Mapping[str, Any] | None = None
    ) -> None:
        self._count = len(lexicons)
        entries: dict[str, list[tuple[int, str, Any]]] = {}
        for number, lexicon in enumerate((*lexicons, everywhere or {})):
            for word, value in lexicon.items():
                entries.setdefault(word, []).append((number, word, value))
        self._words = Words(entries)
        self._entries = [entries[word] for word in self._words.words]

    def find(self, text: str) -> list[list[Any]]:
        """The hits of each lexicon, in their order, by rising start. Those of `everywhere` come
        last, as (start, end, value) by rising end."""
        hits: list[list[Any]] = [[] for _ in range(self._count + 1)]
        entries, last = self._entries, self._count
        for number, start, end in self._words.places(text):
            for lexicon, word, value in entries[number]:
                found = hits[lexicon]
                if lexicon == last:
                    found.append((start, end, value))
                    continue
                while found and found[-1][1] >= start:  # lies in this one
                    found.pop()
                if not found or found[-1][2] != end:  # else this one lies in a longer
                    found.append(_hit((word, start, end, value)))
        return hits


class Matcher(Generic[T]):
    """One lexicon by itself."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._values = {word: value for word, value in words if word}
        self._together = Together(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def items(self) -> ItemsView[str, T]:
        """All words with their values."""
        return self._values.items()

    def get(self, word: str) -> T | None:
        """The value of a word, None if it is not in the dictionary."""
        return self._values.get(word)

    def find(self, text: str) -> list[Hit[T]]:
        """Longest word at each position, without those that lie inside a longer hit."""
        return self._together.find(text)[0]


@lru_cache(maxsize=8)
def _search(words: tuple[str, ...]) -> AhoCorasick:
    """Kept: a test session builds hundreds of Understanders of the same words."""
    return AhoCorasick(words, store_patterns=False, implementation=Implementation.ContiguousNFA)
