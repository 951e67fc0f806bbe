"""The border of all text: what may be stored, and what may stand in a log. Pure."""

import re
import unicodedata

MAX_UTF16 = 4096
"""Telegram's own limit of a message, in UTF-16 code units."""

_REPLACEMENT = "\ufffd"
# A tower of combining marks is cut before the costly NFC, far above what can survive the cut.
_RAW_LIMIT = 8 * MAX_UTF16
_BROKEN = re.compile("[\x00\ud800-\udfff]")
# Controls but tab and newline; bidi overrides and isolates (they repaint the card around
# them); noncharacters, which some databases and parsers refuse.
_UNWANTED = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n?")

_DIGIT = "[0-9\uff10-\uff19]"
_SEP = "[ \\-\u2010-\u2015\uff0d.]?"
_PRIVATE = re.compile(
    # identity card (18 or 15), bank card (16 to 19), mobile, land line with area code
    f"(?<!{_DIGIT})(?:"
    f"{_DIGIT}{{17}}[0-9Xx\uff10-\uff19\uff38\uff58]"
    f"|{_DIGIT}{{6}}{_SEP}{_DIGIT}{{8}}{_SEP}{_DIGIT}{{3}}[0-9Xx]"
    f"|{_DIGIT}{{4}}(?:{_SEP}{_DIGIT}{{4}}){{3}}(?:{_SEP}{_DIGIT}{{1,3}})?"
    f"|{_DIGIT}{{15}}"
    f"|[1\uff11][3-9\uff13-\uff19]{_DIGIT}{_SEP}{_DIGIT}{{4}}{_SEP}{_DIGIT}{{4}}"
    f"|[0\uff10]{_DIGIT}{{2,3}}{_SEP}{_DIGIT}{{7,8}}"
    f")(?!{_DIGIT})"
)
_VISIBLE = 3


def clean_text(raw: str) -> str:
    """Text fit to store and to send: at most 4096 UTF-16 units, NFC, idempotent.

    NUL and lone surrogates become U+FFFD, controls and bidi overrides go (reliability.md 4.2).
    """
    text = _LINE_END.sub("\n", raw[:_RAW_LIMIT])
    text = _UNWANTED.sub("", _BROKEN.sub(_REPLACEMENT, text))
    return _cut(unicodedata.normalize("NFC", text).strip()).strip()


def _cut(text: str) -> str:
    """The longest head of at most MAX_UTF16 code units; a pair is never split."""
    if len(text) * 2 <= MAX_UTF16:
        return text
    units = text.encode("utf-16-le")
    return units[: MAX_UTF16 * 2].decode("utf-16-le", "ignore")


def mask_private(text: str) -> str:
    """Identity, bank card and phone numbers with all but their first three characters starred."""
    return _PRIVATE.sub(lambda hit: hit[0][:_VISIBLE] + "*" * (len(hit[0]) - _VISIBLE), text)
