"""The names of a district as texts are searched for them: spellings, parts, and how they sound."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from bot.nlp.knowledge import PlaceEntry
from bot.nlp.matching import Hit, Matcher
from bot.nlp.numbers import part_name, stem_and_parts
from bot.nlp.words import load_pairs

Entries = tuple[PlaceEntry, ...]


class Name(NamedTuple):
    """What one name may mean, worked out before anybody says it. `ranged` are the entries with
    numbers; `sure` where the name alone tells the place."""

    entries: Entries
    ranged: Entries
    grids: frozenset[str]
    broad: bool
    generic: bool
    sure: bool


_BROAD = frozenset({"community", "street"})
_TYPED_BY_SOUND = 4  # characters: shorter names sound like too many other words


class Gazetteer:
    """Looked up in the time that the text takes, however many names there are."""

    def __init__(self, places: Iterable[PlaceEntry], normalise: Callable[[str], str]) -> None:
        table: dict[str, list[PlaceEntry]] = {}
        for place in places:
            for alias in _spellings(normalise(place.alias)):
                table.setdefault(alias, []).append(place)
        self.names = {alias: _name(tuple(entries)) for alias, entries in table.items()}
        self._sounds = Matcher(
            (alias.translate(_sounds()), (alias, name))
            for alias, name in self.names.items()
            if len(alias) >= _TYPED_BY_SOUND and not any(entry.generic for entry in name.entries)
        )

    def find_by_sound(self, text: str) -> list[tuple[Hit[Name], str]]:
        """What sounds like a name when read aloud (文昌花圆), with that name."""
        hits = self._sounds.find(text.translate(_sounds()))
        return [
            (Hit(text[hit.start : hit.end], hit.start, hit.end, hit.value[1]), hit.value[0])
            for hit in hits
        ]

    def entries(self, name: str) -> Entries:
        """What goes by this name; empty if none."""
        return self.names[name].entries if name in self.names else ()

    def part(self, name: str, number: int, unit: str) -> tuple[str, Entries] | None:
        """The 2期 of 鹭洲花园, the 3组 of 大沱村, under its own name or by the village's range.
        `name` may be another part of the same whole."""
        stem, _ = stem_and_parts(name)
        spelled = part_name(stem, number, unit)
        entries = self.entries(spelled)
        if not entries and unit == "组":
            entries = tuple(e for e in self.entries(stem) if is_group_of(e, number))
        return (spelled, entries) if entries else None

    def stretch(self, road: str, stretch: str) -> Name | None:
        """The 南段 of a road, by its full or short name (松坪大道南); None if none is known."""
        return self.names.get(road + stretch) or self.names.get(road + stretch[0])


def _name(entries: Entries) -> Name:
    ranged = tuple(entry for entry in entries if entry.number_from is not None)
    generic = all(entry.generic for entry in entries)
    whole = len(ranged) < len(entries)
    broad = whole and all(e.level in _BROAD for e in entries if e.number_from is None)
    grids = frozenset(grid for entry in entries for grid in entry.grids)
    # Only a stretch of the road is known: the one grid is a guess until the person says so.
    return Name(entries, ranged, grids, broad, generic, sure=whole and not generic)


def is_group_of(entry: PlaceEntry, number: int) -> bool:
    return entry.level == "group" and entry.number_from is not None and covers(entry, number)


def covers(entry: PlaceEntry, number: int) -> bool:
    """Does the range of the entry hold this number, on its side of the road?"""
    if entry.parity and (number % 2 == 1) != (entry.parity == "odd"):
        return False
    low = entry.number_from or 0
    return low <= number and (entry.number_to is None or number <= entry.number_to)


def _spellings(alias: str) -> list[str]:
    """The alias as it is looked up; 大沱村1、2、3、4组 stands for four names."""
    _, parts = stem_and_parts(alias)
    return parts or [alias]


@lru_cache(maxsize=1)
def _sounds() -> dict[int, str]:
    """Each character of GB 2312 that shares its sound, as the first of them. Readings without
    tones, as on a phone's keyboard, from the pinyin-data project (MIT licence)."""
    return {
        ord(character): characters[0]
        for _, characters in load_pairs("syllables.csv")
        for character in characters
    }
