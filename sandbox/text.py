"""Text as Telegram treats it: UTF-16 offsets, cleaning, entities that it finds by itself."""

import re
from typing import Any

from sandbox.errors import bad_request

Entity = dict[str, Any]

_TO_SPACE = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_TO_DROP = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_DIRTY = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]|^\\s|\\s$")
_FOUND = (
    (
        "url",
        re.compile(
            r"(?:https?://|(?<![\w@.]))(?:[\w-]+\.)+[A-Za-z]{2,12}(?::\d+)?(?:/[^\s<>\"，。]*)?"
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])", re.ASCII),
    ),
    ("mention", re.compile(r"(?<![\w@./])@[A-Za-z]\w{3,31}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
)
_OPAQUE = {"code", "pre", "text_link", "text_mention"}


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, Telegram's measure for offsets and limits."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_utf8(text: str) -> bool:
    """False for lone surrogates, which no UTF-8 text has."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram's cleaning: control characters become spaces, bidi overrides vanish, ends are cut.

    Entities move along; those that become empty are dropped.
    """
    if not _DIRTY.search(text):
        return text, entities
    kept: list[str] = []
    moved = [0]  # old UTF-16 offset -> new UTF-16 offset
    length = 0
    for char in _TO_SPACE.sub(" ", text):
        units = 2 if ord(char) > 0xFFFF else 1
        if not _TO_DROP.match(char):
            kept.append(char)
            length += units
        moved.extend([length] * units)
    joined = "".join(kept)
    left = utf16_length(joined) - utf16_length(joined.lstrip())
    stripped = joined.strip()
    end = utf16_length(stripped)
    result: list[Entity] = []
    for entity in entities:
        start = _within(moved[entity["offset"]] - left, end)
        stop = _within(moved[entity["offset"] + entity["length"]] - left, end)
        if stop > start:
            result.append(entity | {"offset": start, "length": stop - start})
    return stripped, result


def _within(offset: int, end: int) -> int:
    return max(0, min(offset, end))


def find_entities(text: str, given: list[Entity]) -> list[Entity]:
    """`given` and what Telegram finds by itself: commands, mentions, hashtags, links, e-mails."""
    if not any(mark in text for mark in "/@#."):
        return given
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _OPAQUE]
    found = list(given)
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            stop = start + utf16_length(match.group())
            if all(stop <= left or start >= right for left, right in taken):
                taken.append((start, stop))
                found.append({"type": kind, "offset": start, "length": stop - start})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def check_entities(text: str, entities: object) -> list[Entity]:
    """The entities of a request, or Telegram's error for what is no entity or lies outside."""
    if entities in (None, ""):
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities JSON object")
    end = utf16_length(text)
    return [_entity(entity, end) for entity in entities]


def _entity(entity: object, end: int) -> Entity:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad_request("can't parse MessageEntity: Object expected")
    start, length = entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length <= 0:
        raise bad_request("can't parse MessageEntity: wrong offset or length")
    if start + length > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text"
            f" at UTF-16 offset {end}"
        )
    return {key: value for key, value in entity.items() if value is not None}


def split_long(text: str, limit: int = 4096) -> list[str]:
    """A person's long text as the clients send it: several messages of at most `limit`."""
    parts: list[str] = []
    rest = text
    while utf16_length(rest) > limit:
        cut = limit
        while utf16_length(rest[:cut]) > limit:
            cut -= max(1, (utf16_length(rest[:cut]) - limit) // 2)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]
