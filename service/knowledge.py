"""What the language part needs to know of a district, from its tables: the running bot reads no
files."""

from bot.nlp.knowledge import (
    Blocker,
    CategoryEntry,
    EmergencyTerm,
    GridEntry,
    GridShape,
    Knowledge,
    PlaceEntry,
)
from domain.guards import UNSORTED
from service.district import DistrictData
from storage.ground import Category, Place


def knowledge_of(district: DistrictData) -> Knowledge:
    """Everything the Understander is built from; communities and streets go by their codes."""
    lexicon = district.settings["lexicon"]
    grids = sorted(district.grids.values(), key=lambda grid: grid.code)
    return Knowledge(
        categories=tuple(
            _category(category)
            for code, category in sorted(district.categories.items())
            if code != UNSORTED
        ),
        places=tuple(_place(place) for place in district.places),
        grids=tuple(GridEntry(g.code, g.name, g.community, g.street) for g in grids),
        shapes=tuple(
            GridShape(g.code, tuple((lon, lat) for lon, lat in g.polygon)) for g in grids
        ),
        emergencies=tuple(EmergencyTerm(*row) for row in lexicon["emergencies"]),
        blockers=tuple(Blocker(*row) for row in lexicon["blockers"]),
        synonyms=tuple((term, normal) for term, normal in lexicon["synonyms"]),
        datum=district.settings.get("location_datum", "unknown"),
    )


def _category(row: Category) -> CategoryEntry:
    return CategoryEntry(
        code=row.code,
        level1=row.level1,
        level2=row.level2,
        lead=row.lead,
        limit=row.limit_class,
        urgent=tuple(row.urgent),
        keywords=tuple(row.keywords),
    )


def _place(row: Place) -> PlaceEntry:
    return PlaceEntry(
        alias=row.alias,
        grids=tuple(row.grids),
        level=row.level,  # type: ignore[arg-type]  # one of Level: service.pack.model.Place
        number_from=row.number_from,
        number_to=row.number_to,
        parity=row.parity,
        generic=row.generic,
    )
