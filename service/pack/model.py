"""A district pack as data: what the files of districts/<id>/ say, with their types.

Codes refer to each other as in the files; read_pack() has checked that each exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.roles import Role

Ring = tuple[tuple[float, float], ...]

DATUMS = ("wgs84", "gcj02", "unknown")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
STREET_OF_GRID = "T"  # a category's unit that each street fills with its own (Street.unit)
UNSORTED = "9999"
TRANSFER = "TRANSFER"  # not a limit class: such a matter has the lawful way of its reason code


@dataclass(frozen=True, slots=True)
class Settings:
    """district.toml. `windows` are durations by name (domain.calendar.parse_duration),
    `retention` days by name, `bounds` west, south, east, north in degrees. `location_datum`: what
    shared positions are: wgs84, gcj02 or unknown (docs/decisions/0006)."""

    id: str
    number_prefix: str
    name: str
    version: str
    taxonomy_version: str
    timezone: str
    languages: tuple[str, ...]
    bounds: tuple[float, ...]
    location_datum: str
    dispatch_score: float
    margin: float
    ask_score: float
    orders_per_hour: int
    orders_per_day: int
    windows: Mapping[str, str]
    retention: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Street:
    """`unit`: who stands for T in its grids."""

    code: str
    name: str
    name_en: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class Community:
    code: str
    street: str
    name: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class Grid:
    """`ring`: closed, counterclockwise, (longitude, latitude) in WGS-84."""

    code: str
    community: str
    name: str
    name_en: str
    kind: str
    ring: Ring = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An alias that people type, with the grids it may mean. The range holds house numbers, or
    groups where `kind` is group; an open end is None. `parity`: odd, even or "".
    `generic`: a word that is only a place if nothing else is named (车站, 新村)."""

    alias: str
    kind: str
    grids: tuple[str, ...]
    number_from: int | None
    number_to: int | None
    parity: str
    generic: bool

    @property
    def level(self) -> str:
        """How closely it is known: grid, community or street; or group, whose range holds the
        groups of a village."""
        return self.kind if self.kind in {"street", "community", "group"} else "grid"


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    short: str
    name_en: str
    kind: str
    parent: str
    duty_24h: bool
    phone: str


@dataclass(frozen=True, slots=True)
class Office:
    """A post that somebody fills: role within a scope (a unit, a station, or "" = district)."""

    id: str
    role: Role
    scope: str
    title: str
    title_en: str
    duty_order: int


@dataclass(frozen=True, slots=True)
class Deputy:
    id: str
    name: str
    name_en: str
    station: str
    specialty: str


@dataclass(frozen=True, slots=True)
class DeputyLink:
    """`role`: primary or stand_in. An open end is None."""

    deputy: str
    grid: str
    role: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Station:
    """`kind`: station or point; a point belongs to its `parent`."""

    code: str
    name: str
    name_en: str
    kind: str
    grid: str
    parent: str
    address: str
    hours: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Category:
    """`reason`: the code of T10 where the matter is not for us; `auto`: may be dispatched without
    a person's word (T11)."""

    code: str
    level1: str
    level2: str
    lead: str
    co: tuple[str, ...]
    limit: str
    urgent: tuple[str, ...]
    keywords: tuple[str, ...]
    level1_en: str
    level2_en: str
    sealed: bool
    reason: str
    auto: bool


@dataclass(frozen=True, slots=True)
class LimitClass:
    """model.md C5 as durations in text; domain.limits.limits_from_rows reads `cells`."""

    class_code: str
    name: str
    name_en: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    day: date
    is_workday: bool
    name: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class EmergencyTerm:
    """model.md C18; `…` in a term is a short gap, `kind` names the safety text."""

    term: str
    tier: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Blocker:
    term: str
    kind: str


@dataclass(frozen=True, slots=True)
class Synonym:
    term: str
    normal: str
    kind: str


@dataclass(frozen=True, slots=True)
class SafetyText:
    """The words that come first in danger, by language: (head, body). `phones` are numbers,
    `units` those whose own number helps."""

    kind: str
    law: str
    phones: tuple[str, ...]
    units: tuple[str, ...]
    texts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Referral:
    """Why a matter is not for us (T10) and the lawful way, by language."""

    code: str
    law: str
    phones: tuple[str, ...]
    names: Mapping[str, str]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """decisions.md 4: a chat of the sandbox. A resident has a home `grid`, a deputy an id of
    deputies.csv, staff one or more `offices` of staff.csv."""

    chat_id: int
    first_name: str
    last_name: str
    username: str
    language_code: str
    group: str
    note: str
    offices: tuple[str, ...]
    deputy: str
    grid: str


@dataclass(frozen=True, slots=True)
class Pack:
    settings: Settings
    streets: tuple[Street, ...]
    communities: tuple[Community, ...]
    grids: tuple[Grid, ...]
    places: tuple[Place, ...]
    units: tuple[Unit, ...]
    offices: tuple[Office, ...]
    deputies: tuple[Deputy, ...]
    deputy_links: tuple[DeputyLink, ...]
    stations: tuple[Station, ...]
    categories: tuple[Category, ...]
    limits: tuple[LimitClass, ...]
    calendar: tuple[CalendarDay, ...]
    emergencies: tuple[EmergencyTerm, ...]
    blockers: tuple[Blocker, ...]
    synonyms: tuple[Synonym, ...]
    safety: tuple[SafetyText, ...]
    referrals: tuple[Referral, ...]
    people: tuple[DemoPerson, ...]
    digest: str

    @property
    def id(self) -> str:
        return self.settings.id
