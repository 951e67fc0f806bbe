"""A pack into the tables: counts of model.md C17, twice is once, and nothing in use goes away."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.nlp.understand import Understander
from domain.roles import Role
from service.district import DistrictData, read_district
from service.knowledge import knowledge_of
from service.loading import LoadReport, check_district, load_demo_people, load_district, load_pack
from service.pack import Pack, PackError, read_pack
from storage import queries
from storage.base import Base
from storage.database import Database
from storage.ground import Category, District
from storage.models import Invite, Person, RoleGrant
from tests.service.orders import an_order

FOLDER = Path(__file__).parents[2] / "districts" / "qingting"
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def pack():
    return read_pack(FOLDER)


async def load(
    database: Database, pack: Pack, now: datetime = NOW, *, people: bool = False
) -> LoadReport:
    async with database.transaction() as session:
        report = await load_pack(session, pack, now)
        if people:
            await load_demo_people(session, pack, now, loopback=True)
    return report


async def dump(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    async with database.reading() as session:
        return {
            table.name: sorted(map(repr, (await session.execute(select(table))).all()))
            for table in Base.metadata.sorted_tables
        }


async def district_of(database: Database, pack: Pack) -> DistrictData:
    async with database.reading() as session:
        return await read_district(session, pack.id, bot_id=1)


def without(rows: tuple[Any, ...], code: str) -> tuple[Any, ...]:
    return tuple(row for row in rows if row.code != code)


async def test_the_demo_pack_has_the_counts_of_c17(database, pack):
    report = await load(database, pack)
    district = await district_of(database, pack)
    assert report.changed
    assert report.changes["grids"].added == len(district.grids) == 25
    assert len(district.categories) == 120  # 119 and 9999
    assert len({grid.community for grid in district.grids.values()}) == 13
    assert len({grid.street for grid in district.grids.values()}) == 5
    assert Counter(s.kind for s in district.stations.values()) == {"station": 5, "point": 8}
    assert len(district.units) == 40  # C17's with T for five streets
    assert len(district.limits) == 9
    assert len({unit.street for unit in district.units.values() if unit.street}) == 5


async def test_grids_know_their_station_and_lead_t_their_government(database, pack):
    await load(database, pack)
    district = await district_of(database, pack)
    assert district.grids["BL-01-02"].station == "ST-BL"
    assert all(g.station == f"ST-{g.street}" for g in district.grids.values())
    leads = {c.code: c.lead for c in district.categories.values()}
    local = next(code for code, lead in leads.items() if lead == "T")
    assert district.lead_for(local, "SG-02-01") == "T-SG"
    assert district.thresholds.auto == 0.8
    assert district.thresholds.confirm == 0.5


async def test_loading_twice_leaves_every_row_as_it_was(database, pack):
    await load(database, pack, people=True)
    before = await dump(database)
    async with database.transaction() as session:
        report = await load_pack(session, pack, LATER)
        people = await load_demo_people(session, pack, LATER, loopback=True)
    assert await dump(database) == before
    assert not report.changed
    assert not any(people.values())
    assert str(report) == "district qingting 2026.1: nothing to change"


async def test_a_changed_pack_updates_the_rows_that_differ(database, pack):
    await load(database, pack)
    first, *others = pack.units
    renamed = replace(pack, units=(replace(first, phone="0000-1"), *others), digest="new")
    report = await load(database, renamed, LATER)
    assert str(report.changes["units"]) == "0 added, 1 updated, 0 removed"
    assert not report.changes["grids"]
    async with database.reading() as session:
        row = await session.get_one(District, pack.id)
    assert (row.digest, row.loaded_at) == ("new", LATER)
    assert (await district_of(database, pack)).units[first.code].phone == "0000-1"


def reworded(pack: Pack, version: str) -> tuple[Pack, str]:
    """The taxonomy with one class less, one class renamed, and perhaps a new version."""
    first, second, *others = pack.categories
    settings = replace(pack.settings, taxonomy_version=version)
    return replace(
        pack, settings=settings, categories=(replace(second, level2="新名"), *others)
    ), first.code


async def test_a_new_taxonomy_version_leaves_the_old_rows(database, pack):
    await load(database, pack)
    newer, gone = reworded(pack, "2027.1")
    report = await load(database, newer)
    assert report.changes["categories"].added == 119
    assert not report.changes["categories"].removed
    async with database.reading() as session:
        versions = (await session.execute(select(Category.version))).scalars().all()
    assert Counter(versions) == {"2026.1": 120, "2027.1": 119}
    district = await district_of(database, pack)
    assert district.version == "2027.1"
    assert gone not in district.categories
    assert district.category_label(gone, "en") == pack.categories[0].level2_en
    assert district.category_label(pack.categories[1].code, "zh-Hans") == "新名"


async def test_a_class_that_orders_were_sorted_by_needs_a_new_version_to_go(database, pack):
    await load(database, pack)
    changed, gone = reworded(pack, pack.settings.taxonomy_version)
    async with database.transaction() as session:
        session.add(an_order(category=gone, taxonomy_version="2026.1", status="closed"))
    with pytest.raises(PackError) as refused:
        await load(database, changed)
    assert str(refused.value) == (
        f"categories.csv code: {gone} is gone, but 1 order refers to it: "
        "give it a new taxonomy_version"
    )


@pytest.mark.parametrize(
    ("table", "file", "code", "order"),
    [
        ("grids", "grids.csv code", "WT-02-02", {"grid": "WT-02-02"}),
        ("units", "units.csv code", "CGJ", {"lead_unit": "CGJ"}),
        ("units", "units.csv code", "CGJ", {"lead_unit": "ZJJ", "proposed_unit": "CGJ"}),
        ("stations", "stations.csv code", "PT-WT-1", {"station": "PT-WT-1"}),
    ],
)
async def test_what_open_orders_stand_on_cannot_go(database, pack, table, file, code, order):
    await load(database, pack)
    smaller = replace(pack, **{table: without(getattr(pack, table), code)})
    async with database.transaction() as session:
        session.add_all([an_order(**order) for _ in range(2)])
    before = await dump(database)
    with pytest.raises(PackError) as refused:
        await load(database, smaller)
    assert str(refused.value) == f"{file}: {code} is gone, but 2 open orders refer to it"
    assert await dump(database) == before


async def test_what_only_closed_orders_name_may_go_with_its_rights(database, pack):
    await load(database, pack, people=True)
    async with database.transaction() as session:
        session.add(an_order(grid="WT-02-02", status="closed"))
        session.add(
            Invite(
                district_id=pack.id,
                token_hash="0" * 64,
                role="deputy",
                scope="WT-02-02",
                made_at=NOW,
                expires_at=LATER,
            )
        )
    report = await load(database, replace(pack, grids=without(pack.grids, "WT-02-02")))
    assert report.changes["grids"].removed == 1
    assert report.changes["roles"].removed == 3  # primary, stand-in, the open invite
    district = await district_of(database, pack)
    assert district.grid_label("WT-02-02", "zh-Hans") == "WT-02-02"
    async with database.reading() as session:
        assert not await queries.holders(session, pack.id, [Role.DEPUTY], ["WT-02-02"])


async def test_names_in_three_languages(database, pack):
    await load(database, pack)
    district = await district_of(database, pack)
    languages = ("zh-Hans", "zh-Hant", "en")
    assert [district.place_label("WT-02-01", language) for language in languages] == [
        "望汀街道文昌阁社区文昌花园",
        "望汀街道文昌閣社區文昌花園",
        "Wenchang Garden, Wenchangge Community, Wangting Subdistrict",
    ]
    assert [district.grid_label("SG-02-01", language) for language in languages] == [
        "大沱村一至四组",
        "大沱村一至四組",
        "Groups 1-4, Datuo Village",
    ]
    assert [district.unit_label("CGJ", language) for language in languages] == [
        "区城市管理局",
        "區城市管理局",
        "Urban Management Bureau",
    ]
    assert district.grid_label("SP-01-01", "zh-Hant") == "松濤里"
    assert district.person_label("陈玉兰", "en") == "Yulan Chen"
    assert district.limit_label("W5", "en") == "General"
    assert district.category_label("0101", "zh-Hant") == "停水與水壓"


async def test_the_tables_are_enough_to_understand(database, pack):
    """The running bot reads no files."""
    await load(database, pack)
    understander = Understander(knowledge_of(await district_of(database, pack)))
    lamp = understander.understand("文昌花园3栋楼下路灯坏了一个礼拜了")
    assert lamp.place.grids == ("WT-02-01",)
    assert lamp.issues[0].level2 == "路灯照明"
    gas = understander.understand("楼道里好大的煤气味 头有点晕")
    assert gas.danger is not None
    lon, lat = pack.grids[0].ring[0]
    assert understander.locate(lat + 1, lon) is None


async def test_the_demo_people_hold_their_posts(database, pack):
    await load(database, pack, people=True)
    async with database.reading() as session:
        people = (await session.execute(select(Person))).scalars().all()
        grants = (await session.execute(select(RoleGrant))).scalars().all()
        primary = await queries.holders(
            session, pack.id, [Role.DEPUTY], ["WT-02-01"], standing="primary"
        )
        clerks = await queries.holders(session, pack.id, [Role.CLERK], ["CGJ"])
    assert len(people) == len(pack.people)
    links = Counter(g.standing for g in grants if g.role == "deputy")
    assert links == {"primary": 25, "stand_in": 25}
    assert len({g.person_id for g in grants if g.role == "deputy"}) == 34
    assert [person.public_name for person in primary] == ["陈玉兰"]
    assert [person.public_name for person in clerks] == ["城市管理局受理岗"]
    residents = [person for person in people if str(person.telegram_id).startswith("81")]
    assert {person.public_name for person in residents} == {None}
    assert not {g.person_id for g in grants} & {person.id for person in residents}


async def test_demo_people_stay_out_of_the_real_telegram(database, pack):
    await load(database, pack)
    with pytest.raises(ValueError, match="loopback"):
        async with database.transaction() as session:
            await load_demo_people(session, pack, NOW, loopback=False)


async def test_what_a_demo_person_has_chosen_survives(database, pack):
    await load(database, pack, people=True)
    async with database.transaction() as session:
        person = await queries.person_by_telegram(session, pack.id, pack.people[0].chat_id)
        assert person is not None
        person.language = "en"
        session.add(
            RoleGrant(
                district_id=pack.id,
                person_id=person.id,
                role="clerk",
                scope="CGJ",
                granted_at=NOW,
            )
        )
    before = await dump(database)
    await load(database, pack, LATER, people=True)
    assert await dump(database) == before


async def test_the_command_loads_people_only_beside_a_sandbox(database, pack):
    live = await load_district(database, FOLDER, NOW, loopback=False)
    async with database.reading() as session:
        assert (await session.execute(select(Person))).first() is None
    demo = await load_district(database, FOLDER, NOW, loopback=True)
    assert "people" not in live.changes
    assert str(demo).splitlines()[1] == f"  people: {len(pack.people)} added, 0 updated, 0 removed"
    assert check_district(FOLDER) == []


async def test_a_district_of_another_id_stays_untouched(database, pack):
    await load(database, pack)
    other = replace(pack, settings=replace(pack.settings, id="other"), calendar=pack.calendar[:3])
    await load(database, other)
    assert len((await district_of(database, pack)).calendar.special) == len(pack.calendar)
    assert len((await district_of(database, other)).calendar.special) == 3


async def test_an_unknown_district_says_what_to_do(database):
    async with database.reading() as session:
        with pytest.raises(LookupError, match="minsheng district load"):
            await read_district(session, uuid4().hex, bot_id=1)


def test_a_faulty_pack_is_named_line_by_line(tmp_path):
    faults = check_district(tmp_path)
    assert "district.toml: missing file" in faults
    assert "grids.csv: missing file" in faults
