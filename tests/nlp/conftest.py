"""The demo district as the language part sees it, straight from the pack's files."""

import csv
import json
from pathlib import Path

import pytest

from bot.nlp.understand import (
    Blocker,
    CategoryEntry,
    EmergencyTerm,
    GridEntry,
    GridShape,
    Knowledge,
    PlaceEntry,
    Understander,
)

PACK = Path(__file__).parents[2] / "districts" / "qingting"
LEVELS = {"street": "street", "community": "community", "group": "group"}


def rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("、") if part)


def number(cell: str) -> int | None:
    return int(cell) if cell else None


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    communities = {row["code"]: row for row in rows("communities.csv")}
    streets = {row["code"]: row["name"] for row in rows("streets.csv")}
    shapes = json.loads((PACK / "grids.geojson").read_text(encoding="utf-8"))["features"]
    return Knowledge(
        categories=tuple(
            CategoryEntry(
                row["code"],
                row["level1"],
                row["level2"],
                row["lead"],
                row["limit"],
                several(row["urgent"]),
                several(row["keywords"]),
            )
            for row in rows("categories.csv")
        ),
        places=tuple(
            PlaceEntry(
                row["alias"],
                (row["grid"],),
                LEVELS.get(row["kind"], "grid"),  # type: ignore[arg-type]
                number(row["number_from"]),
                number(row["number_to"]),
                row["parity"],
                row["generic"] == "1",
            )
            for row in rows("places.csv")
        ),
        grids=tuple(
            GridEntry(
                row["code"],
                row["name"],
                communities[row["community"]]["name"],
                streets[communities[row["community"]]["street"]],
            )
            for row in rows("grids.csv")
        ),
        shapes=tuple(
            GridShape(
                shape["properties"]["code"],
                tuple((lon, lat) for lon, lat in shape["geometry"]["coordinates"][0]),
            )
            for shape in shapes
        ),
        emergencies=tuple(
            EmergencyTerm(row["term"], row["tier"], row["kind"], row["code"])
            for row in rows("lexicon/emergency.csv")
        ),
        blockers=tuple(Blocker(row["term"], row["kind"]) for row in rows("lexicon/blockers.csv")),
        synonyms=tuple((row["term"], row["normal"]) for row in rows("lexicon/synonyms.csv")),
        datum="wgs84",
    )


@pytest.fixture(scope="session")
def understander(knowledge: Knowledge) -> Understander:
    return Understander(knowledge)
