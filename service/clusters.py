"""Which matters came up again and again in a week: the material of topics (model.md C14, J70).

All orders of the week but sealed ones and dangers, open or closed, joined or not, in groups of one
second-level class that say the same at places near each other (average link). Words are shown only
where they are common ones of bot/nlp/rarity.csv: a name that somebody wrote is never among them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import sqrt

from sqlalchemy.ext.asyncio import AsyncSession

from bot.nlp.similar import Vector, average_link, is_common, vector_of, words_of
from service.district import DistrictData
from storage.same import Written, written_between

ALIKE = 0.2  # mean likeness; measured in benchmarks/understanding.md
WORDS = 5
GRID, COMMUNITY = 0.06, 0.04  # of the likeness of two orders
SHARED = 0.5  # of the members, that have a word which is shown


@dataclass(frozen=True, slots=True)
class Cluster:
    """`grids` by how many of its orders lie there, `words` by how much they say, `numbers` as
    the orders came."""

    category: str
    grids: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.numbers)


def week_of(district: DistrictData, written: str) -> tuple[datetime, datetime]:
    """From Monday 0:00 to the next, in the district's time, of 2026-W47. Raises ValueError."""
    year, mark, week = written.partition("-W")
    if not mark:
        raise ValueError(written)
    monday = datetime.fromisocalendar(int(year), int(week), 1).date()
    start = datetime.combine(monday, time(), district.tz)
    return start, datetime.combine(monday + timedelta(days=7), time(), district.tz)


async def weekly(
    session: AsyncSession, district: DistrictData, start: datetime, end: datetime, least: int = 2
) -> list[Cluster]:
    """Clusters of at least so many orders filed from `start` to before `end`, largest first."""
    by_class: Mapping[str, list[Written]] = defaultdict(list)
    for row in await written_between(session, district.id, start, end):
        by_class[row.category].append(row)
    found = [one for rows in by_class.values() for one in _clusters(rows) if one.size >= least]
    return sorted(found, key=lambda one: (-one.size, one.category, one.numbers))


def _clusters(rows: Sequence[Written]) -> Iterator[Cluster]:
    vectors = [_with_place(row) for row in rows]
    for numbers in average_link(vectors, ALIKE):
        members = [rows[number] for number in numbers]
        grids = Counter(row.grid for row in members if row.grid)
        yield Cluster(
            category=members[0].category,
            grids=tuple(code for code, _ in grids.most_common()),
            words=_common([vectors[number] for number in numbers]),
            numbers=tuple(row.number for row in members),
        )


def _with_place(row: Written) -> Vector:
    """Its words, and its place as a tenth of what it says: a matter may be one over many places,
    and two matters of one place are not one."""
    words = vector_of(words_of(row.text_normal))
    if not words:
        return {}
    said = {word: value * sqrt(1 - GRID - COMMUNITY) for word, value in words.items()}
    place = {f"@{row.grid}": sqrt(GRID), f"@{row.community}": sqrt(COMMUNITY)}
    return {**said, **(place if row.grid and row.community else {})}


def _common(members: Sequence[Vector]) -> tuple[str, ...]:
    worth: dict[str, float] = defaultdict(float)
    having: Counter[str] = Counter()
    for member in members:
        for word, value in member.items():
            worth[word] += value
            having[word] += 1
    shared = [w for w, n in having.items() if n >= SHARED * len(members) and is_common(w)]
    return tuple(sorted(shared, key=lambda word: (-worth[word], word))[:WORDS])
