"""Names of places in a text, each with the grids that it may mean (model.md C11, 7).

What stands beside a name says how sure it is. 门口, 后门, 旁边, 前面, 后面, 楼下 keep the grid.
对面, 隔壁, 附近, 一带, 往东 do not: then the grids beside it are possible as well, and somebody
is asked, unless another name settles it. After a house number they mean the numbers around it.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.nlp.gazetteer import Entries, Gazetteer, Name, covers
from bot.nlp.ground import Ground
from bot.nlp.knowledge import PlaceEntry
from bot.nlp.matching import Hit
from bot.nlp.numbers import (
    Numbers,
    later_houses,
    later_stretches,
    numbered_parts,
    read_groups,
    read_houses,
    read_stretch,
)
from bot.nlp.words import load_lists

_STRETCH_OF_A_NAME = re.compile("[东西南北中]段?$")
_PARTS_OF_A_PLACE = "(?:[的正大前后侧东西南北校院里街路边那楼 ]|门口?|马路){0,5}"


class Mention(NamedTuple):
    """One name at text[start:end], with its numbers. `own`: the grids that it names; `grids`:
    with those beside them where it says 对面. `open`: not sure by itself, even if only one.
    `anew`: whatever it shares with what was said before, it takes the place of what it corrects,
    and else stands beside it."""

    word: str
    start: int
    end: int
    own: frozenset[str]
    grids: frozenset[str]
    name: str
    broad: bool = False
    open: bool = False
    generic: bool = False
    anew: bool = False

    @property
    def near(self) -> bool:
        return self.grids != self.own


class Reader:
    """Reads the mentions of a text."""

    def __init__(self, gazetteer: Gazetteer, ground: Ground) -> None:
        self._gazetteer = gazetteer
        self._ground = ground

    def named(self, text: str, hit: Hit[Name]) -> Mention:
        """A name as it is written, with the numbers and the 对面 that follow it."""
        return self._read(text, hit, hit.word)

    def heard(self, text: str, hit: Hit[Name], name: str) -> Mention:
        """What only sounds like a name: never sure."""
        return _unsure(self._read(text, hit, name))

    def parts(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """A bare 二期, 五组 or 南段 belongs to the estate, village or road named before it."""
        rest = _without(text, mentions)
        found: list[Mention] = self._stretches(text, rest, mentions)
        for start, end, numbers, unit in numbered_parts(rest):
            for mention in reversed([m for m in mentions if m.end <= start]):
                parts = [self._gazetteer.part(mention.name, n, unit) for n in numbers]
                known = [part for part in parts if part is not None]
                if known:
                    found.append(self._part(text, start, end, known, len(parts)))
                    break
        return found

    def renumbered(
        self, text: str, mentions: Sequence[Mention], corrects: Callable[[str], bool]
    ) -> list[Mention]:
        """文昌路12号,不对,是112号: another number of the same road, after words that take the
        first one back. Any other number by itself may be a date."""
        found: list[Mention] = []
        for start in later_houses(_without(text, mentions)):
            before = [m for m in (*mentions, *found) if m.end <= start]
            road = max(before, key=lambda m: m.end, default=None)
            if road is None or not corrects(text[road.end : start]):
                continue
            ranged = [e for e in self._gazetteer.entries(road.name) if e.number_from is not None]
            numbers = read_houses(text, start) if ranged else None
            grids, whole = _grids_of(ranged, numbers) if numbers else (frozenset(), False)
            if numbers and grids:
                word = road.name + text[start : numbers.end]
                mention = Mention(word, start, numbers.end, grids, grids, road.name)
                found.append(mention._replace(open=not whole, anew=True))
        return found

    def _stretches(self, text: str, rest: str, mentions: Sequence[Mention]) -> list[Mention]:
        found: list[Mention] = []
        for start, end, stretch in later_stretches(rest):
            for mention in reversed([m for m in mentions if m.end <= start]):
                road = _whole_road(mention.name)
                of_it = self._gazetteer.stretch(road, stretch)
                if of_it:
                    known = [(road + stretch, of_it.entries)]
                    found.append(self._part(text, start, end, known, 1))
                elif road != mention.name and (whole := self._gazetteer.entries(road)):
                    # 南段和北段: the second is anywhere on the road, and not the first.
                    grids = frozenset(grid for entry in whole for grid in entry.grids)
                    other = Mention(text[start:end], start, end, grids, grids, road, open=True)
                    found.append(other._replace(anew=True))
                else:
                    continue
                break
        return found

    def _part(
        self, text: str, start: int, end: int, known: list[tuple[str, Entries]], asked: int
    ) -> Mention:
        grids = frozenset(g for _, entries in known for entry in entries for g in entry.grids)
        word = known[0][0] if asked == 1 else text[start:end]
        near, end = _is_near(text, start, end)
        mention = Mention(word, start, end, grids, grids, known[0][0], open=len(known) < asked)
        return self._with_neighbours(text, mention) if near else mention

    def _read(self, text: str, hit: Hit[Name], name: str) -> Mention:
        stretch = read_stretch(text, hit.end) if name.endswith(_roads()) else None
        if stretch is not None:
            of_it = self._gazetteer.stretch(name, stretch[0])
            # A stretch that the pack does not know narrows nothing; it stays as words.
            word = name + stretch[0] if of_it else text[hit.start : stretch[1]]
            hit = Hit(word, hit.start, stretch[1], of_it or hit.value)
        _, start, end, said = hit
        if said.ranged:
            numbers = _numbers(text, end, said.ranged)
            if numbers is not None:
                near, upto = _is_near(text, start, numbers.end)
                grids, whole = _grids_of(said.ranged, numbers.around() if near else numbers)
                if grids:
                    word = text[start : numbers.end]
                    return Mention(word, start, upto, grids, grids, name, open=not whole)
        near, upto = _is_near(text, start, end)
        mention = Mention(
            hit.word,
            start,
            upto,
            said.grids,
            said.grids,
            name,
            said.broad,
            not said.sure,
            said.generic,
        )
        return self._with_neighbours(text, mention) if near else mention

    def _with_neighbours(self, text: str, mention: Mention) -> Mention:
        """文昌花园对面: there or next to it. Of a road or a community it says nothing more."""
        beside = self._ground.beside(*mention.own) if len(mention.own) == 1 else ()
        said = mention._replace(word=text[mention.start : mention.end])
        return _unsure(said, mention.grids.union(beside))


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """The text with its names blotted out, as long as before."""
    for mention in mentions:
        blot = " " * (mention.end - mention.start)
        text = text[: mention.start] + blot + text[mention.end :]
    return text


def _unsure(mention: Mention, grids: frozenset[str] | None = None) -> Mention:
    around = mention.grids if grids is None else grids
    return mention._replace(grids=around, broad=False, open=True)


def _numbers(text: str, at: int, ranged: Sequence[PlaceEntry]) -> Numbers | None:
    """Groups where the name is a village, else house numbers."""
    if any(entry.level == "group" for entry in ranged):
        return read_groups(text, at)
    return read_houses(text, at)


def _grids_of(ranged: Sequence[PlaceEntry], numbers: Numbers) -> tuple[frozenset[str], bool]:
    """The grids of these numbers, and whether the gazetteer knows all of the numbers."""
    edges = [n for e in ranged for n in (e.number_from, e.number_to) if n is not None]
    grids: set[str] = set()
    whole = True
    for number in numbers.inside(edges):
        inside = [entry for entry in ranged if covers(entry, number)]
        whole = whole and bool(inside)
        grids.update(grid for entry in inside for grid in entry.grids)
    return frozenset(grids), whole


def _is_near(text: str, start: int, end: int) -> tuple[bool, int]:
    """Is the place beside what text[start:end] names, and where does the mention then end?"""
    after, before = _near_words()
    found = after.match(text, end)
    if found is not None:
        return True, found.end()
    return text[:start].rstrip().endswith(before), end


def _whole_road(name: str) -> str:
    """松坪大道 of 松坪大道南段 and of 松坪大道南."""
    return _STRETCH_OF_A_NAME.sub("", name)


@lru_cache(maxsize=1)
def _roads() -> tuple[str, ...]:
    return load_lists("place.csv")["road"]


@lru_cache(maxsize=1)
def _near_words() -> tuple[re.Pattern[str], tuple[str, ...]]:
    lists = load_lists("place.csv")
    words = sorted(map(re.escape, lists["near"]), key=len, reverse=True)
    return re.compile(f"{_PARTS_OF_A_PLACE}(?:{'|'.join(words)})"), lists["near_before"]
