"""Cutting text into words: jieba's dictionary and its most probable path, by one of two engines.

`rjieba` (Rust, 0.1 s to load, 5 µs for a sentence) where it can be imported, else jieba's
dictionary in Python. Words of our own are taken out of a text before either sees it, since
adding them to rjieba changes the probabilities of all others: both engines cut alike.

jieba's own loader keeps every prefix of every word as well (498,000 strings) and writes a cache
into the temp folder. The prefixes only say how far a look-up may go; the greatest length of a
word by its first two characters says the same.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from importlib.util import find_spec
from itertools import pairwise
from math import log
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from bot.nlp.matching import Hit, Matcher

_BLOCKS = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")  # as jieba's re_han_default
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_COMMON_LENGTHS = (2, 3)
_AT_ONCE = 500_000
_HOLE = "\x00"
"""Stands for each character of a word of our own while an engine cuts the rest."""

_START = itemgetter(1)

Engine = Literal["rjieba", "jieba"]
Piece = tuple[str, int, int]
"""(word, start, end)."""


class Token(NamedTuple):
    """`word` stands at text[start:end]; search mode gives a long word and its parts."""

    word: str
    start: int
    end: int


_token: Callable[[Piece], Token] = partial(tuple.__new__, Token)
"""A third of the time of `Token._make`."""


def default_engine() -> Engine:
    """rjieba where it is installed."""
    return "rjieba" if find_spec("rjieba") else "jieba"


def dictionary_path() -> Path:
    """jieba's dictionary: word, frequency and kind of word in a line. jieba itself is not
    imported: it would read half a second of what we do not use."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed", name="jieba")
    return Path(spec.origin).with_name("dict.txt")


class Segmenter:
    """The district's own words on top of jieba's dictionary; no hidden Markov guesses.

    The same cuts as `jieba.cut(text, HMM=False)` between the own words, which always stand
    whole, the longer where two overlap.
    """

    def __init__(self, words: Iterable[str] = (), engine: Engine | None = None) -> None:
        """`words` of one character are left to the dictionary."""
        own = [(word, word) for word in words if len(word) > 1]
        self._own = Matcher(own) if own else None
        self._pieces, self._known = _engine(engine or default_engine())

    def words(self, text: str) -> list[Token]:
        """Precise mode: the tokens follow one another without a gap."""
        return list(map(_token, self.cut(text)))

    def cut(self, text: str, given: Sequence[Hit[Any]] = ()) -> Sequence[Piece]:
        """The same as plain tuples, for who counts microseconds. `given` are more own words that
        were found in this text already."""
        own = given if self._own is None else [*self._own.find(text), *given]
        pieces = self._pieces(text)
        return self._with(text, pieces, _apart(own)) if own else pieces

    def _with(self, text: str, pieces: Sequence[Piece], own: Sequence[Piece]) -> Sequence[Piece]:
        """The cut with these words whole. Where they begin and end at edges of the cut, the rest
        stays as it was: the best path through a text holds the best path through its parts."""
        at = {piece[1]: number for number, piece in enumerate(pieces)}
        at[len(text)] = len(pieces)
        found = list(pieces)
        for piece in reversed(own):
            _, start, end = piece
            if start not in at or end not in at:
                return self._around(text, own)
            found[at[start] : at[end]] = [piece]
        return found

    def _around(self, text: str, own: Sequence[Piece]) -> list[Piece]:
        """The cut with words of our own that the dictionary does not have, or not there."""
        parts: list[str] = []
        upto = 0
        for _, start, end in own:
            parts += (text[upto:start], _HOLE * (end - start))
            upto = end
        pieces = self._pieces("".join((*parts, text[upto:])))
        # A hole is cut into its characters: no piece reaches into one.
        rest = [piece for piece in pieces if piece[0] != _HOLE or text[piece[1]] == _HOLE]
        return sorted((*rest, *own), key=_START)

    def knows(self, word: str) -> bool:
        """In the dictionary or one of our own."""
        return self._known(word) or (self._own is not None and self._own.get(word) is not None)

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
                        if self.knows(part := token.word[i : i + length])
                    )
            tokens.append(token)
        return tokens


def edges_of(pieces: Sequence[Piece], text: str) -> set[int]:
    """Where the words of a text begin and end; the pieces leave no gap."""
    edges = set(map(_START, pieces))
    edges.add(len(text))
    return edges


def warm() -> None:
    """Load the dictionary now (0.1 or 0.4 s) rather than at the first message."""
    _engine(default_engine())


def _apart(hits: Sequence[Hit[Any]]) -> list[Piece]:
    """Those that do not overlap, in their order: of two that do the longer, of two as long the
    later, since Chinese words have their heads at their ends (等公交车 is 等/公交车)."""
    pieces = sorted({hit[:3] for hit in hits}, key=_START)
    if all(one[2] <= next_[1] for one, next_ in pairwise(pieces)):
        return pieces
    pieces.sort(key=lambda piece: (piece[1] - piece[2], -piece[1]))
    found: list[Piece] = []
    for piece in pieces:
        _, start, end = piece
        if all(end <= low or high <= start for _, low, high in found):
            found.append(piece)
    return sorted(found, key=_START)


@lru_cache(maxsize=2)
def _engine(name: Engine) -> tuple[Callable[[str], Sequence[Piece]], Callable[[str], bool]]:
    """(text to pieces without a gap, whether the dictionary has a word)."""
    if name == "rjieba":
        import rjieba  # noqa: PLC0415  # its import loads the dictionary

        tokenize = rjieba.tokenize
        return (lambda text: tokenize(text, "default", False)), rjieba.has_word
    jieba = _Jieba()
    return jieba.pieces, jieba.knows


class _Jieba:
    """jieba's dictionary with a third of its usual memory, cut in one pass without generators."""

    def __init__(self) -> None:
        frequency: dict[str, int] = {}
        with dictionary_path().open(encoding="utf-8") as file:
            while lines := file.readlines(_AT_ONCE):
                fields = "".join(lines).split()
                frequency.update(zip(fields[0::3], map(int, fields[1::3]), strict=True))
        # Of two and three: looking twice is cheaper than 150,000 more.
        long = sorted((word for word in frequency if len(word) > _COMMON_LENGTHS[-1]), key=len)
        self._frequency = frequency
        upto = {len(word): tuple(range(2, len(word) + 1)) for word in long}
        self._lengths = {word[:2]: upto[len(word)] for word in long}
        log_total = log(sum(frequency.values()))
        self._logs = {n: log(n or 1) - log_total for n in {0, *frequency.values()}}

    def knows(self, word: str) -> bool:
        return word in self._frequency

    def pieces(self, text: str) -> list[Piece]:
        """The whole text, signs that are no part of words one by one."""
        found: list[Piece] = []
        at = 0
        for number, block in enumerate(_BLOCKS.split(text)):
            if number % 2:
                self._cut(block, at, found)
            else:
                found += [(sign, at + i, at + i + 1) for i, sign in enumerate(block)]
            at += len(block)
        return found

    def _cut(self, block: str, at: int, found: list[Piece]) -> None:
        """The most probable path through a block; letters and digits in a row stay together."""
        ends = self._path(block)
        start = 0
        run = 0  # where a run of single letters and digits began
        while start < len(block):
            end = ends[start]
            if end - start == 1 and block[start] in _LATIN:
                start = end
                continue
            if run < start:
                found.append((block[run:start], at + run, at + start))
            found.append((block[start:end], at + start, at + end))
            start = run = end
        if run < start:
            found.append((block[run:start], at + run, at + start))

    def _path(self, block: str) -> list[int]:
        """For each position the end of the best word there, found from the end backwards."""
        logs, frequency, lengths = self._logs, self._frequency.get, self._lengths.get
        size = len(block)
        best = [0.0] * (size + 1)
        ends = [0] * size
        for start in range(size - 1, -1, -1):
            chosen = start + 1
            top = logs[frequency(block[start], 0)] + best[chosen]
            for length in lengths(block[start : start + 2], _COMMON_LENGTHS):
                end = start + length
                count = frequency(block[start:end])
                if count is not None and end <= size:
                    value = logs[count] + best[end]
                    if value >= top:
                        top, chosen = value, end
            best[start], ends[start] = top, chosen
        return ends
