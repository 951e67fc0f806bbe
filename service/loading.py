"""A pack into the tables: `minsheng district load`. Loading the same pack again changes nothing.

Nothing that open orders stand on is taken away, and a new version of the taxonomy leaves the
rows of the old one, by which orders were sorted (J08).
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from domain.order import Status
from domain.roles import SCOPE_OF_ROLE, Role, ScopeKind
from service.pack import Fault, Pack, PackError, check_pack, read_pack
from service.pack.model import DemoPerson
from service.pack_rows import Row, settings_of, table_rows
from storage import queries
from storage.base import Base
from storage.database import Database, unit_of_work
from storage.ground import Category, District, Grid, LimitRow, Station, Unit
from storage.ids import uuid7
from storage.models import Invite, Order, Person, RoleGrant


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table."""

    added: int = 0
    updated: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)

    def __str__(self) -> str:
        return f"{self.added} added, {self.updated} updated, {self.removed} removed"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did, by table name. str() is for the operator, one line for each table."""

    district_id: str
    version: str
    changes: Mapping[str, Change]

    @property
    def changed(self) -> bool:
        return any(self.changes.values())

    def __str__(self) -> str:
        head = f"district {self.district_id} {self.version}"
        if not self.changed:
            return f"{head}: nothing to change"
        lines = (f"  {table}: {change}" for table, change in self.changes.items() if change)
        return "\n".join((f"{head}:", *lines))


def check_district(path: Path) -> list[str]:
    """`minsheng district check`: a line for each fault, none if the pack is sound."""
    return [str(fault) for fault in check_pack(path)]


async def load_district(
    database: Database, path: Path, now: datetime, *, loopback: bool
) -> LoadReport:
    """`minsheng district load`: the pack, and its demo people while Telegram is a sandbox on
    this machine (`loopback`, decisions.md 4). Raises PackError."""
    pack = read_pack(path)

    async def work(session: AsyncSession) -> LoadReport:
        report = await load_pack(session, pack, now)
        if not loopback:
            return report
        people = await load_demo_people(session, pack, now, loopback=loopback)
        return LoadReport(report.district_id, report.version, {**report.changes, **people})

    return await unit_of_work(database, work)


# --- the pack -------------------------------------------------------------------------------


async def load_pack(session: AsyncSession, pack: Pack, now: datetime) -> LoadReport:
    """Make the tables say what the pack says. Raises PackError, naming what cannot go."""
    known = select(District).where(District.id == pack.id).with_for_update()
    district = (await session.execute(known)).scalar_one_or_none()
    wanted = table_rows(pack)
    faults = [fault async for fault in _still_needed(session, pack, wanted)]
    if faults:
        raise PackError(faults)
    changes = {
        table.__tablename__: await _sync(session, pack, table, rows)
        for table, rows in wanted.items()
    }
    changes["roles"] = await _drop_rights(session, pack)
    changes["districts"] = _set_district(session, district, pack, now, any(changes.values()))
    await session.flush()
    return LoadReport(pack.id, pack.settings.version, changes)


def _set_district(
    session: AsyncSession, district: District | None, pack: Pack, now: datetime, changed: bool
) -> Change:
    row = {
        "name": pack.settings.name,
        "prefix": pack.settings.number_prefix,
        "version": pack.settings.version,
        "digest": pack.digest,
        "settings": settings_of(pack),
    }
    if district is None:
        session.add(District(id=pack.id, loaded_at=now, **row))
        return Change(added=1)
    updated = _assign(district, row)
    if updated or changed:
        district.loaded_at = now
    return Change(updated=int(updated))


def _assign(found: Base, row: Row) -> bool:
    """Set what differs; whether anything did."""
    different = {name: value for name, value in row.items() if getattr(found, name) != value}
    for name, value in different.items():
        setattr(found, name, value)
    return bool(different)


async def _existing(session: AsyncSession, pack: Pack, table: type[Base]) -> dict[Any, Any]:
    """The rows of this district (of categories: of the pack's taxonomy version) by their key."""
    query = select(table).where(table.__table__.c.district_id == pack.id)
    if table is Category:
        query = query.where(Category.version == pack.settings.taxonomy_version)
    rows = (await session.execute(query)).scalars().all()
    keys = _keys(table)
    return {tuple(getattr(row, name) for name in keys): row for row in rows}


def _keys(table: type[Base]) -> list[str]:
    return [c.name for c in table.__mapper__.primary_key if c.name != "district_id"]


async def _sync(
    session: AsyncSession, pack: Pack, table: type[Base], rows: Iterable[Row]
) -> Change:
    existing, keys = await _existing(session, pack, table), _keys(table)
    added = updated = 0
    for row in rows:
        found = existing.pop(tuple(row[name] for name in keys), None)
        if found is None:
            session.add(table(district_id=pack.id, **row))
            added += 1
        else:
            updated += _assign(found, row)
    for gone in existing.values():
        await session.delete(gone)
    return Change(added, updated, len(existing))


_STANDS_ON: tuple[tuple[type[Base], str, tuple[InstrumentedAttribute[Any], ...]], ...] = (
    (Unit, "units.csv", (Order.lead_unit, Order.proposed_unit)),
    (Grid, "grids.csv", (Order.grid,)),
    (Station, "stations.csv", (Order.station,)),
    (LimitRow, "limits.csv", (Order.limit_class,)),
)


async def _still_needed(
    session: AsyncSession, pack: Pack, wanted: Mapping[type[Base], list[Row]]
) -> AsyncIterator[Fault]:
    """What the pack no longer has although orders refer to it."""
    is_open = Order.status != Status.CLOSED.value
    for table, file, columns in _STANDS_ON:
        for code in await _gone(session, pack, table, wanted[table]):
            refers = or_(*(column == code for column in columns))
            if count := await queries.count_orders(session, pack.id, is_open, refers):
                field = "class_code" if table is LimitRow else "code"
                yield Fault(file, 0, field, f"{code} is gone, but {_orders(count, 'open ')} it")
    version = pack.settings.taxonomy_version
    for code in await _gone(session, pack, Category, wanted[Category]):
        by_it = (Order.taxonomy_version == version, Order.category == code)
        if count := await queries.count_orders(session, pack.id, *by_it):
            reason = f"{code} is gone, but {_orders(count)} it: give it a new taxonomy_version"
            yield Fault("categories.csv", 0, "code", reason)


def _orders(count: int, kind: str = "") -> str:
    return f"1 {kind}order refers to" if count == 1 else f"{count} {kind}orders refer to"


async def _gone(
    session: AsyncSession, pack: Pack, table: type[Base], rows: Iterable[Row]
) -> list[str]:
    """Codes of the table that the pack does not name."""
    named = {row["code"] for row in rows}
    existing = await _existing(session, pack, table)
    return sorted({row.code for row in existing.values()} - named)


async def _drop_rights(session: AsyncSession, pack: Pack) -> Change:
    """Rights and invites for what is no longer there must not come back with a reused code."""
    scopes = {
        ScopeKind.GRID: {grid.code for grid in pack.grids},
        ScopeKind.STATION: {station.code for station in pack.stations},
        ScopeKind.UNIT: {unit.code for unit in pack.units},
        ScopeKind.DISTRICT: {""},
    }
    removed = 0
    for role, kind in SCOPE_OF_ROLE.items():
        for table in (RoleGrant, Invite):
            gone = await session.execute(
                delete(table).where(
                    table.district_id == pack.id,
                    table.role == role.value,
                    table.scope.not_in(scopes[kind]),
                )
            )
            removed += gone.rowcount  # type: ignore[attr-defined]
    return Change(removed=removed)


# --- the demo people ------------------------------------------------------------------------


async def load_demo_people(
    session: AsyncSession, pack: Pack, now: datetime, *, loopback: bool
) -> dict[str, Change]:
    """The chats of the sandbox with their roles (decisions.md 4), as changes by table.

    What a person has chosen or been given besides stays. ValueError unless `loopback`: these
    chat ids belong to strangers on the real Telegram.
    """
    if not loopback:
        raise ValueError("the demo people load only while TELEGRAM_API is a loopback address")
    known = {
        person.telegram_id: person
        for person in (
            await session.execute(
                select(Person).where(
                    Person.district_id == pack.id,
                    Person.telegram_id.in_([demo.chat_id for demo in pack.people]),
                )
            )
        ).scalars()
    }
    people, rights = Counter[str](), Counter[str]()
    for demo in pack.people:
        person = known.get(demo.chat_id)
        if person is None:
            person = _newcomer(pack, demo, now)
            session.add(person)
            await session.flush()  # the row that the rights refer to
            people["added"] += 1
        elif _assign(person, {"public_name": _public_name(pack, demo)}):
            people["updated"] += 1
        rights.update([await _seat(session, person, g, now) for g in _grants(pack, demo, now)])
    return {
        "people": Change(people["added"], people["updated"]),
        "rights of people": Change(rights["added"], rights["updated"]),
    }


def _newcomer(pack: Pack, demo: DemoPerson, now: datetime) -> Person:
    return Person(
        district_id=pack.id,
        id=uuid7(now),
        telegram_id=demo.chat_id,
        chat_id=demo.chat_id,
        public_name=_public_name(pack, demo),
        client_language=demo.language_code,
        created_at=now,
    )


def _public_name(pack: Pack, demo: DemoPerson) -> str | None:
    """A deputy's name is public, staff have the title of their first office, residents none."""
    if demo.deputy:
        return next(deputy.name for deputy in pack.deputies if deputy.id == demo.deputy)
    if demo.offices:
        return next(office.title for office in pack.offices if office.id == demo.offices[0])
    return None


@dataclass(frozen=True, slots=True)
class _Right:
    role: Role
    scope: str
    standing: str | None = None


def _grants(pack: Pack, demo: DemoPerson, now: datetime) -> list[_Right]:
    """The posts of the person, and the grids whose link holds on the local day of `now`."""
    today = now.astimezone(ZoneInfo(pack.settings.timezone)).date()
    offices = [office for office in pack.offices if office.id in demo.offices]
    links = [
        link
        for link in pack.deputy_links
        if link.deputy == demo.deputy and link.since <= today <= (link.until or date.max)
    ]
    return [
        *(_Right(office.role, office.scope) for office in offices),
        *(_Right(Role.DEPUTY, link.grid, link.role) for link in links),
    ]


async def _seat(session: AsyncSession, person: Person, right: _Right, now: datetime) -> str:
    """Give the right unless it is there: `added`, `updated` or `kept`."""
    key = (person.district_id, person.id, right.role.value, right.scope)
    found = await session.get(RoleGrant, key)
    if found is not None:
        return "updated" if _assign(found, {"standing": right.standing}) else "kept"
    session.add(
        RoleGrant(
            district_id=person.district_id,
            person_id=person.id,
            role=right.role.value,
            scope=right.scope,
            standing=right.standing,
            granted_at=now,
        )
    )
    return "added"
