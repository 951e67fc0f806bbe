"""Where: the longest name, numbers, phases, corrections; never a random grid (model.md C11, 7)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.nlp.knowledge import GridEntry, GridShape, PlaceEntry
from bot.nlp.matching import Hit, Matcher
from bot.nlp.segment import Token
from bot.nlp.words import load_lists
from domain.outlines import contains

Certainty = Literal["exact", "candidates", "community", "none"]

_NUMERAL = "零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾"
_VALUES = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_ROMAN = {
    "\u2170": "1",
    "\u2171": "2",
    "\u2172": "3",
    "\u2173": "4",
    "i": "1",
    "ii": "2",
    "iii": "3",
}
_UNITS = "期组号社队弄"
_COUNTED = re.compile(f"第?([{_NUMERAL}]+|(?<![a-z])i{{1,3}}|[\u2170-\u2173])(?=[{_UNITS}])")
_RUN_OF_GROUPS = re.compile("^(.+?)([一二三四五六七八九]{2,})组$")

# 45号, 45-3号, 45弄, 45门口; not 89路公交, 3号楼, 2号线, 5米.
_HOUSE = re.compile(
    r"[的上 ]{0,2}(\d{1,4})(?:[-—]\d+)?"
    r"(?:[号弄](?![楼线机])|(?=门|对面|旁|附近|[,。;!?，；、 ]|$))"
)
_GROUP = re.compile(r"[的那边里 ]{0,3}(\d{1,2})[组社队]")
_PHASE = re.compile(r"(?<!\d)(\d{1,2}期)")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """`grids` holds one grid when exact, the choice otherwise; `words` is what was recognised."""

    grids: tuple[str, ...] = ()
    certainty: Certainty = "none"
    words: tuple[str, ...] = ()
    community: str = ""


@dataclass(frozen=True, slots=True)
class _Mention:
    word: str
    start: int
    end: int
    grids: frozenset[str]
    broad: bool
    open: bool
    generic: bool = False


class PlaceFinder:
    """All names of a district. Grids that are found are always grids of the names or shapes."""

    def __init__(
        self,
        places: Iterable[PlaceEntry],
        grids: Iterable[GridEntry],
        shapes: Iterable[GridShape],
        normalise: Callable[[str], str],
    ) -> None:
        table: dict[str, list[PlaceEntry]] = {}
        for place in places:
            for alias, entry in _spellings(place, normalise):
                table.setdefault(alias, []).append(entry)
        self._matcher = Matcher((alias, tuple(entries)) for alias, entries in table.items())
        self._shapes = tuple((shape.code, shape.polygon, _box(shape)) for shape in shapes)
        self._community = {grid.code: grid.community for grid in grids}
        lists = load_lists("place.csv")
        self._not_places = Matcher((normalise(word), word) for word in lists["not_place"])
        self._corrections = lists["correction"]
        self._denials = lists["denial"]
        # A short name as a word of its own would cut 公交车站 in two and make a place of it.
        self.words = tuple(alias for alias in table if len(alias) > _SHORT)

    def find(
        self,
        text: str,
        tokens: Sequence[Token],
        location: tuple[float, float] | None = None,
    ) -> tuple[PlaceFound, list[tuple[int, int]]]:
        """The place and the spans of its names in `text` (canonical, see `count_in_digits`)."""
        mentions = self._mentions(text, tokens)
        spans = [(mention.start, mention.end) for mention in mentions]
        here = self.locate(*location) if location else None
        return self._decide(text, mentions, here), spans

    def locate(self, lat: float, lon: float) -> str | None:
        """The grid whose outline holds the point; the first by code on a shared border."""
        for code, polygon, (west, south, east, north) in self._shapes:
            if west <= lon <= east and south <= lat <= north and contains(polygon, (lon, lat)):
                return code
        return None

    def _mentions(self, text: str, tokens: Sequence[Token]) -> list[_Mention]:
        edges = {token.start for token in tokens} | {len(text)}
        barred = [(hit.start, hit.end) for hit in self._not_places.find(text)]
        found: list[_Mention] = []
        for hit in self._matcher.find(text):
            if any(start <= hit.start and hit.end <= end for start, end in barred):
                continue
            if len(hit.word) <= _SHORT and not {hit.start, hit.end} <= edges:
                continue
            found.append(_resolve(text, hit))
        return self._with_phases(text, found)

    def _with_phases(self, text: str, mentions: list[_Mention]) -> list[_Mention]:
        """A bare 二期 belongs to the estate that was named before it."""
        phases: list[_Mention] = []
        for phase in _PHASE.finditer(text):
            if any(m.start <= phase.start() < m.end for m in mentions):
                continue
            for mention in reversed([m for m in mentions if m.end <= phase.start()]):
                name = _PHASE.sub("", mention.word) + phase[1]
                entries = self._matcher.get(name)
                if entries is not None:
                    hit = Hit(name, phase.start(), phase.end(), entries)
                    phases.append(_resolve(text, hit))
                    break
        return sorted([*mentions, *phases], key=lambda m: m.start)

    def _decide(self, text: str, mentions: list[_Mention], here: str | None) -> PlaceFound:
        kept = _without_strays([m for m in mentions if not self._denied(text, m)])
        grids: frozenset[str] = frozenset()
        used: list[_Mention] = []
        for mention in kept:
            common = grids & mention.grids
            if not used or (not common and self._corrected(text, used[-1].end, mention.start)):
                grids, used = mention.grids, [mention]
            elif common:
                grids, used = common, [*used, mention]
            else:
                grids, used = grids | mention.grids, [*used, mention]
        if here is not None:
            grids = frozenset({here}) if not grids or here in grids else grids | {here}
        return self._answer(grids, used, located=here is not None and grids == {here})

    def _answer(self, grids: frozenset[str], used: list[_Mention], *, located: bool) -> PlaceFound:
        words = tuple(dict.fromkeys(mention.word for mention in used))
        communities = {self._community.get(grid, "") for grid in grids}
        community = communities.pop() if len(communities) == 1 else ""
        ordered = tuple(sorted(grids))
        if not grids:
            return PlaceFound(words=words)
        if located or (len(grids) == 1 and not all(mention.open for mention in used)):
            return PlaceFound(ordered, "exact", words, community)
        if community and len(grids) > 1 and all(mention.broad for mention in used):
            return PlaceFound(ordered, "community", words, community)
        return PlaceFound(ordered, "candidates", words, community)

    def _denied(self, text: str, mention: _Mention) -> bool:
        return text[: mention.start].rstrip().endswith(self._denials)

    def _corrected(self, text: str, start: int, end: int) -> bool:
        between = text[start:end]
        return any(word in between for word in self._corrections)


def _without_strays(mentions: list[_Mention]) -> list[_Mention]:
    """A generic name beside a real one says nothing unless it lies in the same grids."""
    named = [m for m in mentions if not m.generic]
    if not named:
        return mentions
    around = frozenset(grid for m in named for grid in m.grids)
    return [m for m in mentions if not m.generic or m.grids & around]


def count_in_digits(text: str) -> str:
    """一期, 壹期, 第一期 and Ⅰ期 become 1期; the same for groups and house numbers."""
    return _COUNTED.sub(lambda hit: _ROMAN.get(hit[1]) or str(_number(hit[1])), text)


def _number(numeral: str) -> int:
    """Up to 999: 十二, 一百零五, and digits in a row as a telephone would say them (一〇五)."""
    plain = numeral.translate(_FORMAL)
    if not set(plain) & set("十百"):
        return int("".join(str(_VALUES[digit]) for digit in plain))
    total, current = 0, 0
    for digit in plain:
        if digit in "十百":
            total += (current or 1) * (10 if digit == "十" else 100)
            current = 0
        else:
            current = _VALUES[digit]
    return total + current


def _spellings(place: PlaceEntry, normalise: Callable[[str], str]) -> list[tuple[str, PlaceEntry]]:
    """The alias as it is looked up; 大沱村一二三四组 stands for four names."""
    alias = normalise(place.alias)
    run = _RUN_OF_GROUPS.match(alias)
    if run is None:
        return [(count_in_digits(alias), place)]
    return [(f"{run[1]}{_VALUES[digit]}组", place) for digit in run[2]]


def _resolve(text: str, hit: Hit[tuple[PlaceEntry, ...]]) -> _Mention:
    """The grids of a name, narrowed by the number that follows it where ranges are known."""
    ranged = [entry for entry in hit.value if entry.number_from is not None]
    everything = frozenset(grid for entry in hit.value for grid in entry.grids)
    plain = [entry for entry in hit.value if entry.number_from is None]
    broad = bool(plain) and all(entry.level != "grid" for entry in plain)
    generic = all(entry.generic for entry in hit.value)
    if ranged:
        number = _HOUSE.match(text, hit.end) or _GROUP.match(text, hit.end)
        if number is not None:
            value = int(number[1])
            inside = [entry for entry in ranged if _covers(entry, value)]
            grids = frozenset(grid for entry in inside for grid in entry.grids)
            if grids:
                word = text[hit.start : number.end()]
                return _Mention(word, hit.start, number.end(), grids, broad=False, open=False)
    # Only a stretch of the road is known: the one grid is a guess until the person says so.
    unsure = generic or not plain
    return _Mention(hit.word, hit.start, hit.end, everything, broad, unsure, generic)


def _covers(entry: PlaceEntry, number: int) -> bool:
    if entry.parity and (number % 2 == 1) != (entry.parity == "odd"):
        return False
    low = entry.number_from or 0
    return low <= number and (entry.number_to is None or number <= entry.number_to)


def _box(shape: GridShape) -> tuple[float, float, float, float]:
    longitudes = [lon for lon, _ in shape.polygon]
    latitudes = [lat for _, lat in shape.polygon]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
