"""Each file of a pack, read into its type. What the columns mean: service.pack.model."""

import json
import re
from dataclasses import dataclass
from zoneinfo import available_timezones

from domain.roles import Role
from service.pack import model
from service.pack.model import LANGUAGES, TRANSFER, Ring
from service.pack.reader import Document, Files, Row, Table

WINDOWS = ("invite",)
RETENTION = ("reporter_link", "raw_chat", "access_log", "inbox", "outbox")
LIMIT_CELLS = ("take", "first_contact", "reply", "finish", "extension", "redo")
# Roles that are posts: residents and deputies are not, nor the program itself.
_POSTS = tuple(r.value for r in Role if r not in {Role.RESIDENT, Role.DEPUTY, Role.SYSTEM})
_TIERS = ("A", "B", "C")
_BLOCKERS = ("idiom", "negation", "past", "prevention", "question")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of places.csv: one alias, one of the grids it may mean."""

    place: model.Place
    grid: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All files of a pack with the line of each entry."""

    settings: model.Settings
    streets: Table[model.Street]
    communities: Table[model.Community]
    grids: Table[model.Grid]
    rings: Table[tuple[str, Ring]]
    places: Table[PlaceRow]
    units: Table[model.Unit]
    offices: Table[model.Office]
    deputies: Table[model.Deputy]
    deputy_links: Table[model.DeputyLink]
    stations: Table[model.Station]
    categories: Table[model.Category]
    limits: Table[model.LimitClass]
    calendar: Table[model.CalendarDay]
    emergencies: Table[model.EmergencyTerm]
    blockers: Table[model.Blocker]
    synonyms: Table[model.Synonym]
    safety: tuple[Table[model.SafetyText], ...]
    referrals: Table[model.Referral]
    people: Table[model.DemoPerson]


def read_tables(files: Files) -> Tables:
    """Reads every file; what cannot be read is in `files.faults` and missing or empty here."""
    return Tables(
        settings=_settings(files),
        streets=files.table("streets.csv", "code name name_en kind unit", _street),
        communities=files.table("communities.csv", "code street name name_en kind", _community),
        grids=files.table("grids.csv", "code community name name_en kind", _grid),
        rings=_rings(files),
        places=files.table(
            "places.csv", "alias grid kind number_from number_to parity generic", _place
        ),
        units=files.table(
            "units.csv", "code name short name_en kind parent duty_24h phone", _unit
        ),
        offices=files.table("staff.csv", "id role scope title title_en duty_order", _office),
        deputies=files.table("deputies.csv", "id name name_en station specialty", _deputy),
        deputy_links=files.table("deputy_links.csv", "deputy grid role since until", _link),
        stations=files.table(
            "stations.csv",
            "code name name_en kind grid parent address hours longitude latitude",
            _station,
        ),
        categories=files.table(
            "categories.csv",
            "code level1 level2 lead co limit urgent keywords level1_en level2_en sealed reason"
            " auto",
            _category,
        ),
        limits=files.table(
            "limits.csv", " ".join(("class_code", "name", "name_en", *LIMIT_CELLS)), _limit
        ),
        calendar=files.table("calendar.csv", "date is_workday name source provisional", _day),
        emergencies=files.table("lexicon/emergency.csv", "term tier kind code", _emergency),
        blockers=files.table("lexicon/blockers.csv", "term kind", _blocker),
        synonyms=files.table("lexicon/synonyms.csv", "term normal kind", _synonym),
        safety=_safety(files),
        referrals=_referrals(files),
        people=files.table(
            "demo/people.csv",
            "id first_name last_name username language_code group note offices deputy grid",
            _person,
        ),
    )


def _street(row: Row) -> model.Street:
    return model.Street(
        row.text("code"),
        row.text("name"),
        row.text("name_en"),
        row.one_of("kind", "street", "town", "township"),
        row.text("unit"),
    )


def _community(row: Row) -> model.Community:
    return model.Community(
        row.text("code"),
        row.text("street"),
        row.text("name"),
        row.text("name_en"),
        row.one_of("kind", "community", "village"),
    )


def _grid(row: Row) -> model.Grid:
    return model.Grid(
        row.text("code"),
        row.text("community"),
        row.text("name"),
        row.text("name_en"),
        row.text("kind"),
    )


def _place(row: Row) -> PlaceRow:
    low, high = row.optional_whole("number_from"), row.optional_whole("number_to")
    if low is None and high is not None:
        row.fault("number_from", "empty, but number_to is given")
    if low is not None and high is not None and high < low:
        row.fault("number_to", f"{high} is less than number_from")
    kinds = ("estate", "road", "landmark", "organisation", "group", "community", "street")
    place = model.Place(
        row.text("alias"),
        row.one_of("kind", *kinds),
        (),
        low,
        high,
        row.one_of("parity", "", "odd", "even"),
        row.flag("generic"),
    )
    return PlaceRow(place, row.text("grid"))


def _unit(row: Row) -> model.Unit:
    return model.Unit(
        row.text("code"),
        row.text("name"),
        row.text("short"),
        row.text("name_en"),
        row.one_of("kind", "department", "street", "utility", "external", "committee"),
        row.optional("parent"),
        row.flag("duty_24h"),
        row.optional("phone"),
    )


def _office(row: Row) -> model.Office:
    role = row.one_of("role", *_POSTS)
    return model.Office(
        row.text("id"),
        Role(role) if role in _POSTS else Role.SYSTEM,
        row.optional("scope"),
        row.text("title"),
        row.text("title_en"),
        row.whole("duty_order"),
    )


def _deputy(row: Row) -> model.Deputy:
    return model.Deputy(
        row.text("id"),
        row.text("name"),
        row.text("name_en"),
        row.text("station"),
        row.text("specialty"),
    )


def _link(row: Row) -> model.DeputyLink:
    since, until = row.day("since"), row.optional_day("until")
    if until and until < since:
        row.fault("until", "before since")
    return model.DeputyLink(
        row.text("deputy"),
        row.text("grid"),
        row.one_of("role", "primary", "stand_in"),
        since,
        until,
    )


def _station(row: Row) -> model.Station:
    return model.Station(
        row.text("code"),
        row.text("name"),
        row.text("name_en"),
        row.one_of("kind", "station", "point"),
        row.text("grid"),
        row.optional("parent"),
        row.text("address"),
        row.text("hours"),
        row.decimal("longitude"),
        row.decimal("latitude"),
    )


def _category(row: Row) -> model.Category:
    code = row.text("code")
    if not re.fullmatch(r"[0-9]{4}", code):
        row.fault("code", f"{code!r} is not four digits")
    unsorted = code == model.UNSORTED
    return model.Category(
        code,
        row.text("level1"),
        row.text("level2"),
        row.optional("lead") if unsorted else row.text("lead"),
        row.words("co"),
        row.text("limit"),
        row.words("urgent", "、"),
        row.words("keywords", "、"),
        row.text("level1_en"),
        row.text("level2_en"),
        row.flag("sealed"),
        row.text("reason") if row.cells["limit"] == TRANSFER else row.optional("reason"),
        row.flag("auto"),
    )


def _limit(row: Row) -> model.LimitClass:
    code = row.text("class_code")
    cells = {name: row.duration(name) for name in LIMIT_CELLS}
    if not row.cells["reply"].strip():
        row.fault("reply", "empty")
    return model.LimitClass(code, row.text("name"), row.text("name_en"), cells)


def _day(row: Row) -> model.CalendarDay:
    return model.CalendarDay(
        row.day("date"),
        row.flag("is_workday"),
        row.text("name"),
        row.text("source"),
        row.flag("provisional"),
    )


def _emergency(row: Row) -> model.EmergencyTerm:
    return model.EmergencyTerm(
        row.text("term"), row.one_of("tier", *_TIERS), row.text("kind"), row.optional("code")
    )


def _blocker(row: Row) -> model.Blocker:
    return model.Blocker(row.text("term"), row.one_of("kind", *_BLOCKERS))


def _synonym(row: Row) -> model.Synonym:
    return model.Synonym(row.text("term"), row.text("normal"), row.text("kind"))


def _person(row: Row) -> model.DemoPerson:
    return model.DemoPerson(
        row.whole("id"),
        row.text("first_name"),
        row.optional("last_name"),
        row.optional("username"),
        row.text("language_code"),
        row.text("group"),
        row.text("note"),
        row.words("offices"),
        row.optional("deputy"),
        row.optional("grid"),
    )


def _rings(files: Files) -> Table[tuple[str, Ring]]:
    """grids.geojson: one Polygon without holes for each grid code."""
    file = "grids.geojson"
    empty: Table[tuple[str, Ring]] = Table(file, ())
    if (text := files.text(file)) is None:
        return empty
    try:
        features = _value(json.loads(text), "features")
    except json.JSONDecodeError as error:
        files.fault(file, error.lineno, "", f"not JSON: {error.msg}")
        return empty
    if not isinstance(features, list):
        files.fault(file, 1, "features", "missing: not a GeoJSON FeatureCollection")
        return empty
    found = []
    for number, feature in enumerate(features, start=1):
        code = _value(feature, "properties", "code")
        row = _line(text, code) or number
        if not isinstance(code, str):
            files.fault(file, row, "code", "missing")
        elif ring := _ring(feature):
            found.append((row, (code, ring)))
        else:
            files.fault(file, row, "polygon", f"{code}: not a Polygon of number pairs, no holes")
    return Table(file, tuple(found))


def _value(tree: object, *keys: str) -> object:
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _line(text: str, code: object) -> int:
    """The line that holds the code in quotes, 0 if none does."""
    before, found, _ = text.partition(f'"{code}"')
    return before.count("\n") + 1 if found else 0


def _ring(feature: object) -> Ring | None:
    rings = _value(feature, "geometry", "coordinates")
    if _value(feature, "geometry", "type") != "Polygon" or not isinstance(rings, list):
        return None
    try:
        (points,) = rings
        return tuple((float(x), float(y)) for x, y in points)
    except (TypeError, ValueError):
        return None


def _safety(files: Files) -> tuple[Table[model.SafetyText], ...]:
    """One file for each kind of danger; its name is the kind."""
    names = sorted(path.stem for path in (files.root / "safety").glob("*.toml"))
    if not names:
        files.fault("safety", 0, "", "missing file")
    documents = [files.document(f"safety/{name}.toml") for name in names]
    return tuple(_safety_text(document) for document in documents if document)


def _safety_text(document: Document) -> Table[model.SafetyText]:
    kind = document.text("kind")
    if kind and document.file != f"safety/{kind}.toml":
        document.fault("kind", f"{kind!r} is not the name of the file")
    texts = {
        language: (document.text(f"{language}.head"), document.text(f"{language}.body"))
        for language in LANGUAGES
    }
    text = model.SafetyText(
        kind, document.text("law"), document.texts("phones"), document.texts("units"), texts
    )
    return Table(document.file, ((document.line("units"), text),))


def _referrals(files: Files) -> Table[model.Referral]:
    file = "referrals.toml"
    if not (document := files.document(file)):
        return Table(file, ())
    found = [(document.line(f"{code}.law"), _referral(document, code)) for code in document.data]
    return Table(file, tuple(found))


def _referral(document: Document, code: str) -> model.Referral:
    return model.Referral(
        code,
        document.text(f"{code}.law"),
        document.texts(f"{code}.phones"),
        {language: document.text(f"{code}.name.{language}") for language in LANGUAGES},
        {language: document.text(f"{code}.text.{language}") for language in LANGUAGES},
    )


def _settings(files: Files) -> model.Settings:
    """district.toml; where the file cannot be read, an empty document's settings and no more
    faults than that one."""
    document = files.document("district.toml")
    if document is None:
        return _from_document(Document(Files(files.root), "district.toml", {}, ""))
    settings = _from_document(document)
    if len(settings.bounds) != 4:
        document.fault("bounds", "not four numbers: west, south, east, north")
    if settings.location_datum not in {"", *model.DATUMS}:
        document.fault("location_datum", f"not one of {', '.join(model.DATUMS)}")
    if set(settings.languages) != set(LANGUAGES):
        document.fault("languages", f"must be {', '.join(LANGUAGES)}")
    if settings.timezone and settings.timezone not in available_timezones():
        document.fault("timezone", f"{settings.timezone!r} is not a time zone")
    if settings.number_prefix and not re.fullmatch("[A-Z]{2,4}", settings.number_prefix):
        document.fault("number_prefix", "must be two to four capital letters")
    if settings.orders_per_hour < 1:
        document.fault("limits.orders_per_hour", "must be at least 1")
    if settings.orders_per_day < settings.orders_per_hour:
        document.fault("limits.orders_per_day", "must not be below orders_per_hour")
    return settings


def _from_document(document: Document) -> model.Settings:
    return model.Settings(
        id=document.text("id"),
        number_prefix=document.text("number_prefix"),
        name=document.text("name"),
        version=document.text("version"),
        taxonomy_version=document.text("taxonomy_version"),
        timezone=document.text("timezone"),
        languages=document.texts("languages"),
        bounds=document.numbers("bounds"),
        location_datum=document.text("location_datum"),
        dispatch_score=document.share("sorting.dispatch"),
        margin=document.share("sorting.margin"),
        ask_score=document.share("sorting.ask"),
        orders_per_hour=document.whole("limits.orders_per_hour"),
        orders_per_day=document.whole("limits.orders_per_day"),
        windows={name: document.duration(f"windows.{name}") for name in WINDOWS},
        retention={name: document.whole(f"retention.{name}") for name in RETENTION},
    )
