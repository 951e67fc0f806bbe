"""Find many words in one text: the longest at each place, as fast with 100,000 as with 100."""

from collections.abc import ItemsView, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """`word` stands at text[start:end]."""

    word: str
    start: int
    end: int
    value: T


class Matcher(Generic[T]):
    """A dictionary that is looked up at every position, longest words first."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._values: dict[str, T] = {word: value for word, value in words if word}
        lengths: dict[str, set[int]] = {}
        for word in self._values:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def __len__(self) -> int:
        return len(self._values)

    def items(self) -> ItemsView[str, T]:
        """All words with their values."""
        return self._values.items()

    def find(self, text: str) -> list[Hit[T]]:
        """Longest word at each position, without those that lie inside a longer hit."""
        hits: list[Hit[T]] = []
        reached = 0
        for hit in self._longest(text):
            if hit.end > reached:
                hits.append(hit)
                reached = hit.end
        return hits

    def _longest(self, text: str) -> Iterator[Hit[T]]:
        values, known = self._values, self._lengths
        for start, first in enumerate(text):
            # A word of one character has itself as its head.
            for head in (text[start : start + 2], first):
                found = False
                for length in known.get(head, ()):
                    word = text[start : start + length]
                    if word in values:
                        yield Hit(word, start, start + length, values[word])
                        found = True
                        break
                if found or len(head) == 1:
                    break
