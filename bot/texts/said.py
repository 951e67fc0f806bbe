"""What Telegram is given: a text and its entities, counted in UTF-16 code units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MESSAGE_UNITS = 4096  # telegram.md: the longest text of a message
_BOLD = "**"
_OPEN, _SHUT = "\ue000", "\ue001"
_MARKS = re.compile(rf"(\*\*|{_OPEN}\d+{_SHUT})")


def mark(index: int) -> str:
    """The place of the filling `index` in a pattern; `fill` puts it in."""
    return f"{_OPEN}{index}{_SHUT}"


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Entity:
    """One Telegram entity: `type` as the Bot API names it, offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A text with its entities."""

    text: str
    entities: tuple[Entity, ...] = ()

    def parts(self, limit: int = MESSAGE_UNITS) -> tuple["Said", ...]:
        """Pieces of at most `limit` units, cut after a line where one ends in the second half,
        never inside a character. Pieces of white space alone, which Telegram refuses, are left
        out."""
        raw = self.text.encode("utf-16-le", "surrogatepass")
        pieces = []
        start, end = 0, len(raw) // 2
        while start < end:
            stop = _cut(raw, start, min(start + limit, end))
            text = raw[2 * start : 2 * stop].decode("utf-16-le", "surrogatepass")
            if text.strip():
                pieces.append(Said(text, _clip(self.entities, start, stop)))
            start = stop
        return tuple(pieces)


def _cut(raw: bytes, start: int, stop: int) -> int:
    """Where a piece that may reach `stop` ends; in UTF-16 units."""
    if 2 * stop == len(raw):
        return stop
    lines = raw[2 * start : 2 * stop].decode("utf-16-le", "surrogatepass").rpartition("\n")[0]
    after_line = start + units(lines) + 1
    if lines and after_line - start > (stop - start) // 2:
        return after_line
    inside_a_pair = 0xD8 <= raw[2 * stop - 1] <= 0xDB and 0xDC <= raw[2 * stop + 1] <= 0xDF
    return stop - 1 if inside_a_pair and stop - 1 > start else stop


def _clip(entities: Sequence[Entity], start: int, stop: int) -> tuple[Entity, ...]:
    clipped = []
    for entity in entities:
        first = max(entity.offset, start)
        last = min(entity.offset + entity.length, stop)
        if first < last:
            clipped.append(Entity(entity.type, first - start, last - first, entity.url))
    return tuple(clipped)


def fill(pattern: str, fillings: Sequence[Said]) -> Said:
    """`**` of the pattern becomes bold, each mark its filling, whose text is taken as it is.

    Raises ValueError for a `**` that is never closed.
    """
    pieces: list[str] = []
    entities: list[Entity] = []
    offset, bold_from = 0, -1
    for token in _MARKS.split(pattern):
        piece = Said(token)
        if token == _BOLD:
            if bold_from >= 0 and offset > bold_from:
                entities.append(Entity("bold", bold_from, offset - bold_from))
            bold_from = -1 if bold_from >= 0 else offset
            continue
        if token.startswith(_OPEN):
            piece = fillings[int(token[1:-1])]
        pieces.append(piece.text)
        entities += [Entity(e.type, e.offset + offset, e.length, e.url) for e in piece.entities]
        offset += units(piece.text)
    if bold_from >= 0:
        raise ValueError(f"a ** is not closed: {pattern!r}")
    return Said("".join(pieces), tuple(sorted(entities, key=lambda e: (e.offset, -e.length))))
