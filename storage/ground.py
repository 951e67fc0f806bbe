"""The tables of a district as its pack describes it: units, grids, classes, limits, days.

Every key carries the district (reliability.md 8).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class District(Base):
    """One per bot. `settings`: district.toml as loaded; `version` of the pack."""

    __tablename__ = "districts"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    prefix: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str]
    settings: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]


class Unit(Base):
    __tablename__ = "units"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    street: Mapped[str | None]
    duty_24h: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None]


class Station(Base):
    __tablename__ = "stations"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    street: Mapped[str]
    address: Mapped[str]


class Grid(Base):
    """`polygon`: [[lon, lat], …] in WGS-84, closed."""

    __tablename__ = "grids"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]
    community: Mapped[str]
    community_name: Mapped[str]
    street: Mapped[str]
    street_name: Mapped[str]
    station: Mapped[str]
    kind: Mapped[str]
    polygon: Mapped[list[Any]]


class Place(Base):
    """An alias that people type. `grids`: candidates; level grid, community or street."""

    __tablename__ = "places"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    alias: Mapped[str]
    level: Mapped[str]
    grids: Mapped[list[Any]]
    number_from: Mapped[int | None]
    number_to: Mapped[int | None]
    parity: Mapped[str]  # odd, even, or "" where both sides of the road are meant
    generic: Mapped[bool]  # could mean many places, never certain by itself


class Category(Base):
    """One class of one taxonomy version; orders keep the version they were sorted by (J08)."""

    __tablename__ = "categories"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    level1: Mapped[str]
    level2: Mapped[str]
    level1_en: Mapped[str]
    level2_en: Mapped[str]
    lead: Mapped[str]
    co: Mapped[list[Any]]
    limit_class: Mapped[str]
    urgent: Mapped[list[Any]]
    keywords: Mapped[list[Any]]
    sealed: Mapped[bool] = mapped_column(default=False)
    auto: Mapped[bool] = mapped_column(default=True)
    referral: Mapped[str | None]  # R1-R9 of T10 where the class is not for a department


class LimitRow(Base):
    """model.md C5 as text durations: 15min, 4wh, 24h, 5wd, 7d, 3mo, a|b = the earlier."""

    __tablename__ = "limits"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    take: Mapped[str | None]
    first_contact: Mapped[str | None]
    reply: Mapped[str | None]
    finish: Mapped[str | None]
    extension: Mapped[str | None]
    redo: Mapped[str | None]


class CalendarDay(Base):
    """A day that differs from its weekday's rule (model.md C6)."""

    __tablename__ = "calendar_days"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str]
    source: Mapped[str]
    provisional: Mapped[bool]
