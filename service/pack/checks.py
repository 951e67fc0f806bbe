"""Whether the files of a pack fit together: keys and references, numbers, posts. Every check
yields one fault for each row at fault."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations
from typing import TypeVar

from bot.nlp.frames import kinds_of_danger
from domain.roles import SCOPE_OF_ROLE, Role, ScopeKind
from service.pack import model
from service.pack.faults import Fault
from service.pack.model import STREET_OF_GRID, TRANSFER, UNSORTED
from service.pack.reader import Table
from service.pack.tables import PlaceRow, Tables

T = TypeVar("T")

_POSTS_OF_UNIT = (Role.CLERK, Role.HANDLER, Role.HEAD)
_POSTS_OF_STATION = (Role.STATION, Role.REVIEWER)
_POSTS_OF_DISTRICT = (Role.DUTY_OFFICER, Role.SEALED_OFFICER, Role.PRIVACY_OFFICER, Role.ADMIN)
_DISPATCHERS = 2  # model.md C4, T10: an objection goes to a second one


def check_keys(t: Tables) -> Iterator[Fault]:
    """Nothing stands twice."""
    yield from _unique(t.streets, "code", lambda street: street.code)
    yield from _unique(t.communities, "code", lambda community: community.code)
    yield from _unique(t.grids, "code", lambda grid: grid.code)
    yield from _unique(t.rings, "code", lambda feature: feature[0])
    yield from _unique(t.places, "alias", _place_key)
    yield from _unique(t.units, "code", lambda unit: unit.code)
    yield from _unique(t.offices, "id", lambda office: office.id)
    yield from _unique(t.deputies, "id", lambda deputy: deputy.id)
    yield from _unique(t.deputy_links, "deputy", lambda k: f"{k.deputy} {k.grid} {k.since}")
    yield from _unique(t.stations, "code", lambda station: station.code)
    yield from _unique(t.categories, "code", lambda category: category.code)
    yield from _unique(t.limits, "class_code", lambda limit: limit.class_code)
    yield from _unique(t.calendar, "date", lambda day: day.day.isoformat())
    yield from _unique(t.emergencies, "term", lambda entry: entry.term)
    yield from _unique(t.blockers, "term", lambda entry: entry.term)
    yield from _unique(t.synonyms, "term", lambda entry: entry.term)
    yield from _unique(t.people, "id", lambda person: str(person.chat_id))


def check_references(t: Tables) -> Iterator[Fault]:
    """Every code that a row names exists."""
    units, streets = _codes(t.units), _codes(t.streets)
    grids, stations = _codes(t.grids), _codes(t.stations)
    street_units = {unit.code for unit in t.units.items if unit.kind == "street"}
    yield from _known(t.streets, "unit", lambda street: [street.unit], street_units)
    yield from _known(t.communities, "street", lambda c: [c.street], streets)
    yield from _known(t.grids, "community", lambda g: [g.community], _codes(t.communities))
    yield from _known(t.rings, "code", lambda feature: [feature[0]], grids)
    yield from _known(t.places, "grid", lambda row: [row.grid], grids)
    yield from _known(t.units, "parent", lambda unit: [unit.parent], {*units, ""})
    yield from _known(t.deputies, "station", lambda d: [d.station], stations)
    deputies = {deputy.id for deputy in t.deputies.items}
    yield from _known(t.deputy_links, "deputy", lambda link: [link.deputy], deputies)
    yield from _known(t.deputy_links, "grid", lambda link: [link.grid], grids)
    yield from _known(t.stations, "grid", lambda s: [s.grid], grids)
    yield from _known(t.stations, "parent", lambda s: [s.parent], {*stations, ""})
    for table in t.safety:
        yield from _known(table, "units", lambda text: text.units, units)
    offices = {office.id for office in t.offices.items}
    yield from _known(t.people, "offices", lambda person: person.offices, offices)
    yield from _known(t.people, "deputy", lambda person: [person.deputy], {*deputies, ""})
    yield from _known(t.people, "grid", lambda person: [person.grid], {*grids, ""})
    yield from _sorting_references(t)
    yield from _scopes(t)


def _sorting_references(t: Tables) -> Iterator[Fault]:
    """What the tables of categories, limits and words name."""
    units = {*_codes(t.units), STREET_OF_GRID}
    classes = {limit.class_code for limit in t.limits.items}
    reasons = {referral.code for referral in t.referrals.items}
    kinds = {text.kind for table in t.safety for text in table.items}
    codes = {*_codes(t.categories), ""}
    yield from _known(
        t.categories, "lead", lambda c: [c.lead] if c.code != UNSORTED else [], units
    )
    yield from _known(t.categories, "co", lambda c: c.co, units)
    yield from _known(t.categories, "limit", lambda c: [c.limit], {*classes, TRANSFER})
    yield from _known(t.categories, "reason", lambda c: [c.reason], {*reasons, ""})
    yield from _known(t.emergencies, "code", lambda entry: [entry.code], codes)
    speaking = t.emergencies.only(lambda entry: entry.tier != "C")
    yield from _known(speaking, "kind", lambda entry: [entry.kind], kinds, "safety text")
    for kind in sorted(kinds_of_danger() - kinds):
        yield Fault(f"safety/{kind}.toml", 0, "", f"no safety words for danger of kind {kind!r}")
    if UNSORTED not in codes:
        yield Fault(t.categories.file, 0, "code", f"no row {UNSORTED} for what is not sorted")


def _scopes(t: Tables) -> Iterator[Fault]:
    """A post belongs to a unit, to a station, or to the whole district, as its role does."""
    scopes: dict[ScopeKind, Collection[str]] = {
        ScopeKind.UNIT: _codes(t.units),
        ScopeKind.STATION: _codes(t.stations),
        ScopeKind.DISTRICT: {""},
    }
    for line, office in t.offices.entries:
        one = Table(t.offices.file, ((line, office),))
        known = scopes[SCOPE_OF_ROLE[office.role]]
        yield from _known(one, "scope", lambda office: [office.scope], known)


def check_numbers(t: Tables) -> Iterator[Fault]:
    """A house number belongs to one grid: ranges of one alias do not overlap."""
    ranges = [(line, row) for line, row in t.places.entries if row.place.number_from is not None]
    for (_, one), (line, other) in combinations(ranges, 2):
        if one.place.alias == other.place.alias and _share_a_number(one.place, other.place):
            reason = f"{other.place.alias}: overlaps the numbers of {one.grid}"
            yield Fault(t.places.file, line, "number_from", reason)


def _share_a_number(one: model.Place, other: model.Place) -> bool:
    if {one.parity, other.parity} == {"odd", "even"} or one.kind != other.kind:
        return False
    low = max(one.number_from or 0, other.number_from or 0)
    return all(place.number_to is None or low <= place.number_to for place in (one, other))


def check_words(t: Tables) -> Iterator[Fault]:
    """A synonym is applied before words are looked up: it must not rewrite one of them."""
    words = {row.place.alias: "places.csv" for row in t.places.items}
    words |= {entry.term: t.emergencies.file for entry in t.emergencies.items}
    for category in t.categories.items:
        words |= dict.fromkeys((*category.urgent, *category.keywords), f"category {category.code}")
    for line, synonym in t.synonyms.entries:
        hit = next((word for word in words if synonym.term in word), None)
        if hit:
            reason = f"{synonym.term} would rewrite {hit} of {words[hit]}"
            yield Fault(t.synonyms.file, line, "term", reason)


def check_posts(t: Tables) -> Iterator[Fault]:
    """Nobody is missing: two deputies for a grid, people in each unit and station (C2, C17)."""
    yield from _deputies_of_grids(t)
    yield from _posts(t, t.units.only(_handles), _POSTS_OF_UNIT)
    yield from _posts(t, t.stations.only(lambda s: s.kind == "station"), _POSTS_OF_STATION)
    posts = [office.role for office in t.offices.items]
    for role in _POSTS_OF_DISTRICT:
        if role not in posts:
            yield Fault(t.offices.file, 0, "role", f"nobody is {role}")
    if (there := posts.count(Role.DISPATCHER)) < _DISPATCHERS:
        reason = f"{there} of the {_DISPATCHERS} dispatchers that the two-person rule needs"
        yield Fault(t.offices.file, 0, "role", reason)


def check_demo(t: Tables) -> Iterator[Fault]:
    """The demo can play every part: each unit's clerk has a chat, each deputy has one."""
    filled = {office for person in t.people.items for office in person.offices}
    for line, office in t.offices.entries:
        if office.role in {Role.CLERK, Role.HEAD} and office.id not in filled:
            reason = f"{office.id} has no person in {t.people.file}"
            yield Fault(t.offices.file, line, "id", reason)
    chats = {person.deputy for person in t.people.items}
    for line, deputy in t.deputies.entries:
        if deputy.id not in chats:
            reason = f"{deputy.id} has no person in {t.people.file}"
            yield Fault(t.deputies.file, line, "id", reason)


def _deputies_of_grids(t: Tables) -> Iterator[Fault]:
    """Of the links without an end, each grid has one primary and one stand-in, two persons."""
    standing = [link for link in t.deputy_links.items if link.until is None]
    for line, grid in t.grids.entries:
        pair = []
        for role in ("primary", "stand_in"):
            found = [k.deputy for k in standing if (k.grid, k.role) == (grid.code, role)]
            pair += found
            if len(found) != 1:
                name = role.replace("_", "-")
                reason = f"{grid.code} has {len(found) or 'no'} {name} deputies, one is needed"
                yield Fault(t.grids.file, line, "code", reason)
        if len(pair) == 2 and pair[0] == pair[1]:
            reason = f"{grid.code}: {pair[0]} cannot stand in for the same deputy"
            yield Fault(t.grids.file, line, "code", reason)


def _handles(unit: model.Unit) -> bool:
    return unit.kind != "external"


def _posts(
    t: Tables, places: Table[model.Unit] | Table[model.Station], roles: Iterable[Role]
) -> Iterator[Fault]:
    there = {(office.scope, office.role) for office in t.offices.items}
    for line, place in places.entries:
        for role in roles:
            if (place.code, role) not in there:
                reason = f"{place.code} has no {role} in {t.offices.file}"
                yield Fault(places.file, line, "code", reason)


def _place_key(row: PlaceRow) -> str:
    place = row.place
    numbers = f"{place.number_from}-{place.number_to} {place.parity}"
    return f"{place.alias} {row.grid}" + (f" {numbers}" if place.number_from else "")


def _codes(
    table: Table[model.Street]
    | Table[model.Community]
    | Table[model.Grid]
    | Table[model.Unit]
    | Table[model.Station]
    | Table[model.Category],
) -> set[str]:
    return {item.code for item in table.items}


def _unique(table: Table[T], field: str, key: Callable[[T], str]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, item in table.entries:
        first = seen.setdefault(key(item), line)
        if first != line:
            yield Fault(table.file, line, field, f"{key(item)} stands in line {first} already")


def _known(
    table: Table[T],
    field: str,
    named: Callable[[T], Iterable[str]],
    known: Collection[str],
    what: str = "",
) -> Iterator[Fault]:
    for line, item in table.entries:
        for code in named(item):
            if code not in known:
                reason = f"no {what or field} {code!r} is known" if code else "empty"
                yield Fault(table.file, line, field, reason)
