"""Where: the longest names, numbers, phases, corrections; never a random grid (model.md C11, 7).

Names are put together from left to right. What lies in the grids of all of them is meant
(望汀街道文昌花园, 文昌路和文昌花园的路口); names that are listed (文昌花园和松涛里) or share no
grid are all possible: somebody is asked. After a correction (打错了, 不对) the later one stands.
A shared position settles what its grid is among, and doubts what it is not. A name that is only
heard (文昌花圆) is asked about, and only where nothing is named as it is written.
"""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.nlp.gazetteer import Gazetteer, Name
from bot.nlp.ground import Ground
from bot.nlp.knowledge import Datum, GridEntry, GridShape, PlaceEntry
from bot.nlp.matching import Hit
from bot.nlp.mentions import Mention, Reader
from bot.nlp.numbers import holds_parts
from bot.nlp.words import load_lists

Certainty = Literal["exact", "candidates", "community", "none"]
_SHORT = 2
_MOST_NEAR = 6  # places that 对面 may mean are offered: a question of more is none
_SIGNS = re.compile(r"[^\w/+&、]+")


class PlaceFound(NamedTuple):
    """`grids` holds one grid when exact, the choice otherwise, the likelier first; `words` is
    what was recognised."""

    grids: tuple[str, ...] = ()
    certainty: Certainty = "none"
    words: tuple[str, ...] = ()
    community: str = ""


NOWHERE = PlaceFound()


class NamesSeen(NamedTuple):
    """Names of the district in a text, and words that only look like one."""

    names: Sequence[Hit[Name]]
    not_places: Sequence[Hit[str]]


@dataclass(frozen=True, slots=True)
class _Lists:
    corrections: tuple[str, ...]
    not_corrections: tuple[str, ...]
    denials: tuple[str, ...]
    not_denials: tuple[str, ...]
    either: tuple[str, ...]
    joined: frozenset[str]
    crossings: tuple[str, ...]


class PlaceFinder:
    """All names of a district. Grids that are found are always grids of the names or shapes.

    `names` and `not_places` are looked for in a text by who asks for its place."""

    def __init__(
        self,
        places: Iterable[PlaceEntry],
        grids: Iterable[GridEntry],
        shapes: Iterable[GridShape],
        normalise: Callable[[str], str],
        datum: Datum = "unknown",
    ) -> None:
        self._gazetteer = Gazetteer(places, normalise)
        self.names = self._gazetteer.names
        self._ground = Ground(shapes, datum)
        self._reader = Reader(self._gazetteer, self._ground)
        self._community = {grid.code: grid.community for grid in grids}
        lists = load_lists("place.csv")
        self.not_places = {normalise(word): word for word in lists["not_place"]}
        self._lists = _Lists(
            lists["correction"],
            lists["not_correction"],
            lists["denial"],
            lists["not_denial"],
            lists["either"],
            frozenset(lists["joined"]),
            lists["crossing"],
        )

    def find(
        self,
        text: str,
        seen: "NamesSeen",
        edges: Set[int],
        location: tuple[float, float] | None = None,
    ) -> tuple[PlaceFound, list[tuple[int, int]]]:
        """The place and the spans of its names in `text` (canonical, see `count_in_digits`);
        `edges` are where words of the text begin and end."""
        mentions = self._mentions(text, seen, edges)
        if not mentions and location is None:
            return NOWHERE, []
        spans = [(mention.start, mention.end) for mention in mentions]
        here = self._ground.readings(*location) if location else ()
        return self._decide(text, mentions, here), spans

    def locate(self, lat: float, lon: float) -> str | None:
        """The grid whose outline holds the point; the first by code on a shared border."""
        return self._ground.locate(lat, lon)

    def _mentions(self, text: str, seen: "NamesSeen", edges: Set[int]) -> list[Mention]:
        found: list[Mention] = []
        for hit in seen.names:
            if len(hit.word) <= _SHORT and not {hit.start, hit.end} <= edges:
                continue
            if not _inside(hit, seen.not_places):
                found.append(self._reader.named(text, hit))
        if not found:
            heard = self._gazetteer.find_by_sound(text)
            found = [
                self._reader.heard(text, *one)
                for one in heard
                if not _inside(one[0], seen.not_places)
            ]
        found = _without_overlaps(found)
        if not found or not holds_parts(text):
            return found
        parts = self._reader.parts(text, found)
        again = self._reader.renumbered(text, [*found, *parts], self._corrects)
        return sorted([*found, *parts, *again], key=lambda m: m.start)

    def _decide(self, text: str, mentions: list[Mention], here: tuple[str, ...]) -> PlaceFound:
        kept = _without_strays([m for m in mentions if not self._denied(text, m)])
        grids: frozenset[str] = frozenset()
        used: list[Mention] = []
        for mention in kept:
            if not used:
                grids, used = mention.grids, [mention]
                continue
            between = text[used[-1].end : mention.start]
            common = grids & mention.grids
            replaced = mention.near or mention.anew or not common
            if replaced and self._corrects(between):
                grids, used = mention.grids, [mention]
            elif common and not mention.anew and self._crosses(text, between, mention):
                grids, used = common, [*used, mention._replace(open=False)]
            elif common and not mention.anew and not self._listed(between, used[-1], mention):
                grids, used = common, [*used, mention]
            else:
                grids, used = grids | mention.grids, [*used, mention]
        return self._answer(*_with_position(grids, here), used, here)

    def _answer(
        self, grids: frozenset[str], located: bool, used: list[Mention], here: tuple[str, ...]
    ) -> PlaceFound:
        words = tuple(dict.fromkeys([mention.word for mention in used]))
        if not grids:
            return PlaceFound(words=words)
        communities = {self._community.get(grid, "") for grid in grids}
        community = communities.pop() if len(communities) == 1 else ""
        ordered = self._ordered(grids, used, here) if len(grids) > 1 else tuple(grids)
        if located or (len(grids) == 1 and not all(mention.open for mention in used)):
            return PlaceFound(ordered, "exact", words, community)
        if community and len(grids) > 1 and all(mention.broad for mention in used):
            return PlaceFound(ordered, "community", words, community)
        return PlaceFound(ordered, "candidates", words, community)

    def _ordered(
        self, grids: frozenset[str], used: list[Mention], here: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The likelier first: what was named, where the person is, what lies beside."""
        own = frozenset(grid for mention in used for grid in mention.own)
        beside = [g for m in used if m.near for o in m.own for g in self._ground.beside(o)]
        likely = [*sorted(own), *here, *beside, *sorted(grids)]
        ordered = tuple(dict.fromkeys(grid for grid in likely if grid in grids))
        return ordered[:_MOST_NEAR] if beside else ordered

    def _denied(self, text: str, mention: Mention) -> bool:
        before = text[: mention.start].rstrip()
        if not before.endswith(self._lists.denials):
            return False
        after = text[mention.end :].lstrip(" ,的")
        asked = before.endswith(self._lists.not_denials) or after.startswith(self._lists.either)
        return not asked  # 是不是文昌花园; 不是文昌花园就是汀兰苑

    def _corrects(self, between: str) -> bool:
        """Does the writer take back what came before? Signs are nothing: 不,是 is 不是."""
        said = _SIGNS.sub("", between)
        for word in self._lists.not_corrections:
            said = said.replace(word, " ")
        return any(word in said for word in self._lists.corrections)

    def _listed(self, between: str, before: Mention, mention: Mention) -> bool:
        """文昌花园和松涛里: two places, even where one could lie within the other."""
        return between.strip() in self._lists.joined and not (before.broad or mention.broad)

    def _crosses(self, text: str, between: str, mention: Mention) -> bool:
        """文昌路和桂香街交叉口: where both are."""
        after = text[mention.end :].lstrip(" 的")
        joined = not between.strip() or between.strip() in self._lists.joined
        return joined and after.startswith(self._lists.crossings)


def _with_position(grids: frozenset[str], here: tuple[str, ...]) -> tuple[frozenset[str], bool]:
    """The grids that remain beside a shared position, and whether it settled them."""
    if not here:
        return grids, False
    position = frozenset(here)
    grids = grids & position or grids | position
    return grids, len(grids) == 1


def _inside(hit: Hit[Name], others: Sequence[Hit[str]]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Of two names that share a character the longer stands: 文昌花园小区医院 has no 区医院."""
    if len(mentions) == 1:
        return mentions
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (len(m.name), -m.start), reverse=True):
        end = mention.start + len(mention.name)
        if all(end <= m.start or m.start + len(m.name) <= mention.start for m in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _without_strays(mentions: list[Mention]) -> list[Mention]:
    """A generic name beside a real one says nothing unless it lies in the same grids."""
    named = [m for m in mentions if not m.generic]
    if len(named) in {0, len(mentions)}:
        return mentions
    around = frozenset(grid for m in named for grid in m.grids)
    return [m for m in mentions if not m.generic or m.grids & around]
