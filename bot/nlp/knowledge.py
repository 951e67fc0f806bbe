"""What the language part knows: plain data, filled from the district pack by service."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["grid", "group", "community", "street"]
Datum = Literal["wgs84", "gcj02", "unknown"]


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A second-level class (taxonomy.csv). `lead` is a unit code, T the township of the grid."""

    code: str
    level1: str
    level2: str
    lead: str
    limit: str
    urgent: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A name for a place; one alias may have several entries.

    The range holds house numbers, or groups of a village at level "group"; an open end is None.
    `parity` is "odd" or "even" where a road's sides differ. A generic name (菜市场) could mean
    many places and is never certain by itself.
    """

    alias: str
    grids: tuple[str, ...]
    level: Level = "grid"
    number_from: int | None = None
    number_to: int | None = None
    parity: str = ""
    generic: bool = False


@dataclass(frozen=True, slots=True)
class GridEntry:
    """A grid with the names of what it belongs to."""

    code: str
    name: str
    community: str
    street: str


@dataclass(frozen=True, slots=True)
class GridShape:
    """The outline of a grid, (lon, lat) in WGS-84, open or closed."""

    code: str
    polygon: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class EmergencyTerm:
    """A dangerous word; `code` is the class it points to, or empty.

    Tier A acts at once, B where a place or a person is named, C raises to urgent (model.md C11).
    `term` may hold one `…`: up to six characters of the same clause in between.
    """

    term: str
    tier: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Blocker:
    """What takes the danger out of a word.

    `kind`: idiom (silences the terms it covers), negation (terms up to four words after it),
    past and prevention (terms of the same sentence), any other: terms of the same clause.
    """

    term: str
    kind: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of a district that understanding needs; built once and handed to the Understander.

    `datum`: what shared positions are (docs/decisions/0006)."""

    categories: tuple[CategoryEntry, ...]
    places: tuple[PlaceEntry, ...] = ()
    grids: tuple[GridEntry, ...] = ()
    shapes: tuple[GridShape, ...] = ()
    emergencies: tuple[EmergencyTerm, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    datum: Datum = "unknown"
