"""From what was typed to one plain form: half width, Simplified, no noise. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from opencc import OpenCC

from bot.nlp.clean import clean_text
from bot.nlp.segment import Segmenter
from bot.nlp.words import load_pairs

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
_SYMBOLS = re.compile(
    "[\u2190-\u2bff\u3030\u303d\u3297\u3299\ue000-\uf8ff\U0001f000-\U0001faff\u20e3]+"
)
# Three and more of one character say no more than one; digits are numbers and stay.
_REPEATED = re.compile(r"([^\d\s])\1{2,}")
_THREE = re.compile(r"(.)\1\1")
"""What the pattern above asks for first: found in a sixth of the time where there is none."""
_SHORT = 2_000
"""Characters that are under any limit of `clean_text`."""
_ORDINARY = re.compile("[\u4e00-\u9fa5\u3001\u3002\u201c\u201d\uff01-\uff5e -~\n]*")
"""Nothing that cleaning, emoji and symbols are about; NFC leaves it as it is."""
_LINES = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


class Normaliser:
    """Carries the regional words (from, to) that OpenCC does not change: 巴士 = 公交."""

    def __init__(self, synonyms: Iterable[tuple[str, str]] = ()) -> None:
        self._emoji = dict(load_pairs("emoji.csv"))
        self._emoji_pattern = _alternatives(self._emoji)
        self._regional = {
            _to_simplified().convert(word): meant for word, meant in synonyms if word != meant
        }
        self._regional_pattern = _alternatives(self._regional) if self._regional else None
        self._segmenter = Segmenter()

    def __call__(self, raw: str) -> str:
        """Plain Simplified text in lower case; an empty string where nothing is left."""
        text = raw.strip()
        if len(text) <= _SHORT and _ORDINARY.fullmatch(text):  # most: nothing to clean away
            text = text.replace("，", ",")  # what most have of full width is commas
            text = text.translate(_WIDTH) if _WIDE.search(text) else text
            text = self._chinese(text.lower())
        else:
            text = self._simplified(clean_text(raw))
        text = self._regional_words(text)
        text = _REPEATED.sub(r"\1", text) if _THREE.search(text) else text
        return _SPACE.sub(" ", text).strip()

    def words(self, raw: Iterable[str]) -> dict[str, str]:
        """The plain form of many words by word, in one pass: the tools cost by the call."""
        known = [word for word in dict.fromkeys(raw) if not _LINES.search(word)]
        text = _SPACE.sub(" ", _REPEATED.sub(r"\1", self._simplified("\n".join(known))))
        plain = text.split("\n")
        for place in self._with_regional(text):
            plain[place] = self._regional_words(plain[place])
        return dict(zip(known, map(str.strip, plain), strict=True))

    def _with_regional(self, text: str) -> set[int]:
        """Lines that may hold regional words."""
        if self._regional_pattern is None:
            return set()
        hits = self._regional_pattern.finditer(text)
        return {text.count("\n", 0, hit.start()) for hit in hits}

    def _simplified(self, text: str) -> str:
        text = _INVISIBLE.sub("", text.translate(_WIDTH)).lower()
        text = self._emoji_pattern.sub(lambda hit: self._emoji[hit[0]], text)
        return self._chinese(_SYMBOLS.sub(" ", text))

    def _chinese(self, text: str) -> str:
        return str(_to_simplified().convert(text))

    def _regional_words(self, text: str) -> str:
        if self._regional_pattern is not None and self._regional_pattern.search(text):
            return self._replaced(text, self._regional_pattern)
        return text

    def _replaced(self, text: str, pattern: re.Pattern[str]) -> str:
        """Only whole words are replaced: 司机车上 holds no 机车, 全国中小学 no 国中."""
        edges = {token.start for token in self._segmenter.words(text)} | {len(text)}

        def whole(hit: re.Match[str]) -> str:
            return self._regional[hit[0]] if {hit.start(), hit.end()} <= edges else hit[0]

        return pattern.sub(whole, text)


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
