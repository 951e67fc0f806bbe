"""Every kind of fault in a district pack is one line that names its place."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from service.pack import PackError, check_pack, read_pack

QINGTING = Path(__file__).parents[2] / "districts" / "qingting"

Plant = Callable[[Path], None]


def swap(file: str, old: str, new: str, count: int = 1) -> Plant:
    """Replaces text that must be there."""

    def plant(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new, count), encoding="utf-8")

    return plant


def add(file: str, line: str) -> Plant:
    def plant(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as end:
            end.write(line + "\n")

    return plant


def drop(file: str, start: str) -> Plant:
    """Takes out the one line that begins so."""

    def plant(root: Path) -> None:
        lines = (root / file).read_text(encoding="utf-8").splitlines(keepends=True)
        left = [line for line in lines if not line.startswith(start)]
        assert len(left) == len(lines) - 1
        (root / file).write_text("".join(left), encoding="utf-8")

    return plant


def remove(file: str) -> Plant:
    return lambda root: (root / file).unlink()


def write_bytes(file: str, change: Callable[[bytes], bytes]) -> Plant:
    def plant(root: Path) -> None:
        (root / file).write_bytes(change((root / file).read_bytes()))

    return plant


def redraw(code: str, change: Callable[[list[list[float]]], list[list[float]]]) -> Plant:
    """Changes the outline of one grid, and writes the file as the pack does."""

    def plant(root: Path) -> None:
        path = root / "grids.geojson"
        collection = json.loads(path.read_text(encoding="utf-8"))
        for feature in collection["features"]:
            if feature["properties"]["code"] == code:
                feature["geometry"]["coordinates"] = [
                    change(feature["geometry"]["coordinates"][0])
                ]
        lines = ",\n".join(
            json.dumps(feature, ensure_ascii=False) for feature in collection["features"]
        )
        path.write_text(
            '{"type": "FeatureCollection", "features": [\n' + lines + "\n]}\n", encoding="utf-8"
        )

    return plant


def bow_tie(ring: list[list[float]]) -> list[list[float]]:
    return [*ring[:3], ring[5], ring[4], ring[3], *ring[6:]]


def grown(ring: list[list[float]]) -> list[list[float]]:
    """Every point 30 % further from the middle."""
    x = sum(p[0] for p in ring) / len(ring)
    y = sum(p[1] for p in ring) / len(ring)
    return [[x + (p[0] - x) * 1.3, y + (p[1] - y) * 1.3] for p in ring]


FAULTS = {
    "missing file": (remove("units.csv"), r"units\.csv: missing file"),
    "missing text": (remove("district.toml"), r"district\.toml: missing file"),
    "missing column": (
        swap("units.csv", "short,", "brief,"),
        r"units\.csv:1 short: column is missing",
    ),
    "wrong number of columns": (
        swap("streets.csv", "WT,望汀街道", "WT,望汀,街道"),
        r"streets\.csv:2: 6 columns instead of 5",
    ),
    "byte order mark": (
        write_bytes("places.csv", lambda raw: b"\xef\xbb\xbf" + raw),
        r"places\.csv:1: begins with a byte order mark.*",
    ),
    "not UTF-8": (
        write_bytes(
            "grids.csv", lambda raw: raw.replace("汀兰苑".encode(), "汀兰苑".encode("gbk"))
        ),
        r"grids\.csv:2: not UTF-8 \(byte 0xc0\)",
    ),
    "open quote": (
        add("lexicon/synonyms.csv", '"巴,公交,regional'),
        r"lexicon/synonyms\.csv:\d+: not CSV: .*",
    ),
    "control character": (
        swap("deputies.csv", "何建平", "何\x07建平"),
        r"deputies\.csv:2 name: control character.*",
    ),
    "empty cell": (
        swap("deputies.csv", "何建平", ""),
        r"deputies\.csv:2 name: empty",
    ),
    "bad flag": (
        swap("units.csv", "department,,1", "department,,yes"),
        r"units\.csv:2 duty_24h: 'yes' is none of 0, 1",
    ),
    "bad date": (
        swap("calendar.csv", "2026-01-04", "2026-13-04"),
        r"calendar\.csv:5 date: not a date: '2026-13-04'",
    ),
    "bad duration": (
        swap("limits.csv", "15min", "15 soon"),
        r"limits\.csv:2 take: not a duration: '15 soon'",
    ),
    "bad window": (
        swap("district.toml", 'invite = "7d"', 'invite = "two days"'),
        r"district\.toml:\d+ windows\.invite: not a duration: 'two days'",
    ),
    "no orders at all": (
        swap("district.toml", "orders_per_hour = 5", "orders_per_hour = 0"),
        r"district\.toml:\d+ limits\.orders_per_hour: must be at least 1",
    ),
    "fewer orders a day than an hour": (
        swap("district.toml", "orders_per_day = 20", "orders_per_day = 4"),
        r"district\.toml:\d+ limits\.orders_per_day: must not be below orders_per_hour",
    ),
    "unknown time zone": (
        swap("district.toml", "Asia/Shanghai", "Asia/Qingting"),
        r"district\.toml:\d+ timezone: 'Asia/Qingting' is not a time zone",
    ),
    "bad prefix": (
        swap("district.toml", '"QT"', '"青"'),
        r"district\.toml:\d+ number_prefix: must be two to four capital letters",
    ),
    "no features": (
        swap("grids.geojson", '"features"', '"shapes"'),
        r"grids\.geojson:1 features: missing: not a GeoJSON FeatureCollection",
    ),
    "missing retention": (
        swap("district.toml", "raw_chat = 90\n", ""),
        r"district\.toml:\d+ retention\.raw_chat: missing",
    ),
    "missing setting": (
        swap("district.toml", 'version = "2026.1"\n', ""),
        r"district\.toml version: missing",
    ),
    "not TOML": (
        swap("district.toml", 'id = "qingting"', "id = qingting"),
        r"district\.toml:3: not TOML: .*",
    ),
    "not JSON": (
        swap("grids.geojson", '{"type": "Feature", ', '{"type": "Feature" '),
        r"grids\.geojson:2: not JSON: .*",
    ),
    "number range reversed": (
        swap("places.csv", "文昌路,WT-02-01,road,1,88", "文昌路,WT-02-01,road,88,1"),
        r"places\.csv:\d+ number_to: 1 is less than number_from",
    ),
    "missing language": (
        swap("safety/gas.toml", '\nhead = "Get out first!"', ""),
        r"safety/gas\.toml:\d+ en\.head: missing",
    ),
    "duplicate code": (
        add("units.csv", "CGJ,重复,重复,Again,department,,0,"),
        r"units\.csv:42 code: CGJ stands in line 2 already",
    ),
    "duplicate chat": (
        swap("demo/people.csv", "8100000002", "8100000001"),
        r"demo/people\.csv:3 id: 8100000001 stands in line 2 already",
    ),
    "duplicate day": (
        swap("calendar.csv", "2026-01-02", "2026-01-01"),
        r"calendar\.csv:3 date: 2026-01-01 stands in line 2 already",
    ),
    "unknown street": (
        swap("communities.csv", "WT-01,WT,", "WT-01,XX,"),
        r"communities\.csv:2 street: no street 'XX' is known",
    ),
    "alias pointing nowhere": (
        swap("places.csv", "汀兰苑,WT-01-01", "汀兰苑,WT-09-09"),
        r"places\.csv:\d+ grid: no grid 'WT-09-09' is known",
    ),
    "lead without unit": (
        swap("categories.csv", "停水与水压,E-GS", "停水与水压,E-XX"),
        r"categories\.csv:2 lead: no lead 'E-XX' is known",
    ),
    "co-unit unknown": (
        swap("categories.csv", "E-GS,WJW SWJ", "E-GS,WJW SWX"),
        r"categories\.csv:3 co: no co 'SWX' is known",
    ),
    "limit class unknown": (
        swap("categories.csv", "E-GS,SWJ,U24", "E-GS,SWJ,U25"),
        r"categories\.csv:2 limit: no limit 'U25' is known",
    ),
    "reason unknown": (
        swap("categories.csv", ",R4,", ",R12,"),
        r"categories\.csv:\d+ reason: no reason 'R12' is known",
    ),
    "no row for what is not sorted": (
        drop("categories.csv", "9999,"),
        r"categories\.csv code: no row 9999 for what is not sorted",
    ),
    "deputy unknown": (
        swap("deputy_links.csv", "D13,", "D99,"),
        r"deputy_links\.csv:\d+ deputy: no deputy 'D99' is known",
    ),
    "post of an unknown unit": (
        swap("staff.csv", "CGJ-clerk,clerk,CGJ", "CGJ-clerk,clerk,CGX"),
        r"staff\.csv:2 scope: no scope 'CGX' is known",
    ),
    "danger without safety words": (
        swap("lexicon/emergency.csv", ",A,gas,", ",A,gasoline,"),
        r"lexicon/emergency\.csv:2 kind: no safety text 'gasoline' is known",
    ),
    "a kind of danger without words": (
        remove("safety/traffic.toml"),
        r"safety/traffic\.toml: no safety words for danger of kind 'traffic'",
    ),
    "synonym that rewrites a keyword": (
        add("lexicon/synonyms.csv", "路灯,街灯,typo"),
        r"lexicon/synonyms\.csv:\d+ term: 路灯 would rewrite 路灯 of category 0203",
    ),
    "numbers that overlap": (
        swap("places.csv", "文昌路,WT-02-02,road,89", "文昌路,WT-02-02,road,88"),
        r"places\.csv:\d+ number_from: 文昌路: overlaps the numbers of WT-02-01",
    ),
    "no outline": (
        drop("grids.geojson", '{"type": "Feature", "properties": {"code": "BL-01-01"'),
        r"grids\.csv:14 polygon: BL-01-01 is not in grids\.geojson",
    ),
    "not closed": (
        redraw("WT-02-01", lambda ring: ring[:-1]),
        r"grids\.geojson:4 polygon: WT-02-01: not closed.*",
    ),
    "too few points": (
        redraw("WT-02-01", lambda ring: [ring[0], ring[1], ring[0]]),
        r"grids\.geojson:4 polygon: WT-02-01: 3 points, at least 4 are needed",
    ),
    "crosses itself": (
        redraw("WT-02-01", bow_tie),
        r"grids\.geojson:4 polygon: WT-02-01: crosses or touches itself near .*",
    ),
    "clockwise": (
        redraw("WT-02-01", lambda ring: ring[::-1]),
        r"grids\.geojson:4 polygon: WT-02-01: points run clockwise.*",
    ),
    "not a pair of numbers": (
        redraw("WT-02-01", lambda ring: [[0.0], *ring]),
        r"grids\.geojson:4 polygon: WT-02-01: not a Polygon.*",
    ),
    "no such datum": (
        swap("district.toml", 'location_datum = "wgs84"', 'location_datum = "wgs-84"'),
        r"district\.toml:\d+ location_datum: not one of wgs84, gcj02, unknown",
    ),
    "datum not told": (
        drop("district.toml", "location_datum"),
        r"district\.toml location_datum: missing",
    ),
    "outside": (
        redraw("WT-02-01", lambda ring: [[x + 10, y] for x, y in ring]),
        r"grids\.geojson:4 polygon: WT-02-01: point .* is outside the bounds of district\.toml",
    ),
    "station outside its grid": (
        swap(
            "stations.csv",
            "ST-WT,望汀街道人大代表联络站,Wangting Deputies' Station,station,WT-02-01",
            "ST-WT,望汀街道人大代表联络站,Wangting Deputies' Station,station,WT-02-02",
        ),
        r"stations\.csv:2 longitude: ST-WT does not lie in its grid WT-02-02",
    ),
    "grid without primary": (
        drop("deputy_links.csv", "D13,BL-01-01,primary"),
        r"grids\.csv:14 code: BL-01-01 has no primary deputies, one is needed",
    ),
    "grid without stand-in": (
        drop("deputy_links.csv", "D30,BL-01-01,stand_in"),
        r"grids\.csv:14 code: BL-01-01 has no stand-in deputies, one is needed",
    ),
    "unit without clerk": (
        swap("staff.csv", "SWJ-clerk,clerk,", "SWJ-clerk,chief,"),
        r"units\.csv:8 code: SWJ has no clerk in staff\.csv",
    ),
    "station without reviewer": (
        swap("staff.csv", "ST-LW-reviewer,reviewer,", "ST-LW-reviewer,station,"),
        r"stations\.csv:6 code: ST-LW has no reviewer in staff\.csv",
    ),
    "one dispatcher only": (
        swap("staff.csv", "dispatcher-2,dispatcher,", "dispatcher-2,admin,"),
        r"staff\.csv role: 1 of the 2 dispatchers that the two-person rule needs",
    ),
    "clerk without a demo chat": (
        swap("demo/people.csv", "SWJ-clerk SWJ-handler-1", "SWJ-handler-1"),
        r"staff\.csv:\d+ id: SWJ-clerk has no person in demo/people\.csv",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(QINGTING, tmp_path / "qingting"))


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_one_line_with_file_row_and_field(copy, kind):
    plant, expected = FAULTS[kind]
    plant(copy)
    lines = [str(fault) for fault in check_pack(copy)]
    assert len(lines) == 1, lines
    assert re.fullmatch(expected, lines[0])
    assert "\n" not in lines[0]


def test_a_grid_that_grows_over_its_neighbours_is_named_with_each(copy):
    redraw("WT-02-01", grown)(copy)
    lines = [str(fault) for fault in check_pack(copy)]
    assert len(lines) > 1
    assert all(re.match(r"grids\.geojson:\d+ polygon: .* overlaps .* near ", s) for s in lines)


def test_faults_of_one_stage_come_together(copy):
    swap("limits.csv", "15min", "soon")(copy)
    swap("calendar.csv", "2026-01-04", "never")(copy)
    with pytest.raises(PackError) as caught:
        read_pack(copy)
    assert [fault.file for fault in caught.value.faults] == ["calendar.csv", "limits.csv"]
    assert len(str(caught.value).splitlines()) == 2


def test_a_folder_that_is_not_there(tmp_path):
    (fault,) = check_pack(tmp_path / "nowhere")
    assert str(fault).endswith("nowhere: no such folder")


@pytest.mark.parametrize("seed", range(40))
def test_a_spoilt_file_is_faults_and_no_crash(copy, seed):
    """Bytes overwritten anywhere: an operator reads lines, never a stack trace."""
    random = Random(seed)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    for path in random.sample(files, 3):
        raw = bytearray(path.read_bytes())
        for _ in range(5):
            raw[random.randrange(len(raw))] = random.choice(b'\x00",\n[]{}09a\xff= ')
        path.write_bytes(raw)
    assert all(len(str(fault).splitlines()) == 1 for fault in check_pack(copy))
