"""The names of a district as texts are searched for them: spellings, parts, and how they sound."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from bot.nlp.knowledge import PlaceEntry
from bot.nlp.matching import Hit, Matcher
from bot.nlp.numbers import part_name, stem_and_parts
from bot.nlp.words import load_pairs

Entries = tuple[PlaceEntry, ...]
_TYPED_BY_SOUND = 4  # characters: shorter names sound like too many other words


class Gazetteer:
    """Looked up in the time that the text takes, however many names there are."""

    def __init__(self, places: Iterable[PlaceEntry], normalise: Callable[[str], str]) -> None:
        table: dict[str, list[PlaceEntry]] = {}
        for place in places:
            for alias in _spellings(normalise(place.alias)):
                table.setdefault(alias, []).append(place)
        self._names = Matcher((alias, tuple(entries)) for alias, entries in table.items())
        self._sounds = Matcher(
            (alias.translate(_sounds()), (alias, tuple(entries)))
            for alias, entries in table.items()
            if len(alias) >= _TYPED_BY_SOUND and not any(entry.generic for entry in entries)
        )

    def find(self, text: str) -> list[Hit[Entries]]:
        """The names of the text as they are written."""
        return self._names.find(text)

    def find_by_sound(self, text: str) -> list[tuple[Hit[Entries], str]]:
        """What sounds like a name when read aloud (文昌花圆), with that name."""
        hits = self._sounds.find(text.translate(_sounds()))
        return [
            (Hit(text[hit.start : hit.end], hit.start, hit.end, hit.value[1]), hit.value[0])
            for hit in hits
        ]

    def entries(self, name: str) -> Entries:
        """What goes by this name; empty if none."""
        return self._names.get(name) or ()

    def part(self, name: str, number: int, unit: str) -> tuple[str, Entries] | None:
        """The 2期 of 鹭洲花园, the 3组 of 大沱村, under its own name or by the village's range.
        `name` may be another part of the same whole."""
        stem, _ = stem_and_parts(name)
        spelled = part_name(stem, number, unit)
        entries = self._names.get(spelled)
        if entries is None and unit == "组":
            village = self._names.get(stem) or ()
            entries = tuple(entry for entry in village if is_group_of(entry, number))
        return (spelled, entries) if entries else None

    def stretch(self, road: str, stretch: str) -> Entries:
        """The 南段 of a road, by its full or short name (松坪大道南); empty if none is known."""
        return self._names.get(road + stretch) or self._names.get(road + stretch[0]) or ()

    @property
    def words(self) -> Iterable[str]:
        """All names, in the form of the text."""
        return (name for name, _ in self._names.items())


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
