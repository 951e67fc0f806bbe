"""The tables of people and orders. The district is in ground.py, queues are in queues.py.

Every key carries the district (reliability.md 8). Times are aware UTC. Relationships are not
mapped: queries.py loads what a caller needs (conventions.md 11).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base

# --- people -------------------------------------------------------------------------------


class Person(Base):
    """Someone with a chat. `telegram_id` is the only key of identity (reliability.md 5.1)."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("district_id", "telegram_id"),)
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    public_name: Mapped[str | None]  # a deputy's name, or an office; never a resident's
    language: Mapped[str | None]  # chosen by /lang; wins over the client's
    client_language: Mapped[str | None]
    reachable: Mapped[bool] = mapped_column(default=True)
    refused_at: Mapped[datetime | None]  # first 403 of a row of two (reliability.md 4.4)
    missed: Mapped[int] = mapped_column(default=0)
    notice_seen: Mapped[str | None]  # version of the rules shown (T1)
    created_at: Mapped[datetime]
    menu_roles: Mapped[str | None]  # the command menu that Telegram shows in this chat


class RoleGrant(Base):
    """A role within a scope. `standing`: primary or stand_in for deputies. Removed at once."""

    __tablename__ = "roles"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "person_id"], ["people.district_id", "people.id"]),
        Index("ix_roles_scope", "district_id", "role", "scope"),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    standing: Mapped[str | None]
    granted_at: Mapped[datetime]


class Invite(Base):
    """A one-time link of 128 random bits, kept as SHA-256 (reliability.md 5.1)."""

    __tablename__ = "invites"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str]
    scope: Mapped[str]
    standing: Mapped[str | None]
    public_name: Mapped[str | None]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[UUID | None]
    used_at: Mapped[datetime | None]


class InviteGuess(Base):
    """Wrong invite tokens, counted: 5 an hour, then silence."""

    __tablename__ = "invite_guesses"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, index=True)
    at: Mapped[datetime]


# --- orders -------------------------------------------------------------------------------


class Order(Base):
    """One matter with a number. Its state is the fold of its events, kept here as well."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        Index("ix_orders_status", "district_id", "status"),
        Index("ix_orders_grid", "district_id", "grid", "status"),
        Index("ix_orders_unit", "district_id", "lead_unit", "status"),
        Index("ix_orders_near", "district_id", "grid", "category", "submitted_at"),
        Index("ix_orders_main", "district_id", "main_id"),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)

    status: Mapped[str] = mapped_column(String(20))
    result: Mapped[str | None] = mapped_column(String(20))
    state_version: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    cycle: Mapped[int] = mapped_column(default=0)

    intent: Mapped[str]
    text_original: Mapped[str] = mapped_column(Text)
    text_normal: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None]
    source_update: Mapped[int | None] = mapped_column(BigInteger)

    category: Mapped[str]
    taxonomy_version: Mapped[str]
    confidence: Mapped[float]
    margin: Mapped[float]
    trace: Mapped[dict[str, Any]]
    place_text: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    grid: Mapped[str | None]
    grid_certainty: Mapped[str]
    grid_candidates: Mapped[list[Any]]
    community: Mapped[str | None]
    street: Mapped[str | None]
    station: Mapped[str | None]
    urgency: Mapped[str]
    limit_class: Mapped[str]
    lead_unit: Mapped[str | None]
    sealed: Mapped[bool] = mapped_column(Boolean, default=False)
    hazard: Mapped[bool] = mapped_column(Boolean, default=False)
    danger_kind: Mapped[str | None]

    questions_asked: Mapped[int] = mapped_column(default=0)
    question: Mapped[str | None]  # to the resident, now: place, what, or the deputy's words
    main_id: Mapped[UUID | None]  # merged into this one (T8), whose state is shown in its place
    followers: Mapped[int] = mapped_column(default=0)  # orders merged into this one
    unit_question: Mapped[str | None] = mapped_column(Text)
    stand_in: Mapped[bool] = mapped_column(default=False)
    at_station: Mapped[bool] = mapped_column(default=False)
    designated: Mapped[bool] = mapped_column(default=False)
    returned_by: Mapped[list[Any]]
    proposed_unit: Mapped[str | None]
    refusal_code: Mapped[str | None]
    refusal_reason: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[UUID | None]
    refused_by: Mapped[UUID | None]
    objected: Mapped[bool] = mapped_column(default=False)

    handler: Mapped[UUID | None]  # of this round
    plan: Mapped[str | None] = mapped_column(Text)
    last_progress: Mapped[str | None] = mapped_column(Text)
    progress_round: Mapped[int] = mapped_column(default=0)
    reply_text: Mapped[str | None] = mapped_column(Text)
    reply_ground: Mapped[str | None] = mapped_column(Text)
    reply_by: Mapped[UUID | None]
    result_class: Mapped[str | None]
    reviewed: Mapped[bool] = mapped_column(default=False)

    submitted_at: Mapped[datetime]
    dispatched_at: Mapped[datetime | None]
    return_until: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    first_contact_at: Mapped[datetime | None]
    reply_due: Mapped[datetime | None]
    take_due: Mapped[datetime | None]
    next_due: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    rate_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    moved_at: Mapped[datetime]
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy declares it


class Reporter(Base):
    """Who reported an order: a table of its own, cut off by erasure or withdrawal (C12)."""

    __tablename__ = "reporters"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "order_id"], ["orders.district_id", "orders.id"]),
        ForeignKeyConstraint(["district_id", "person_id"], ["people.district_id", "people.id"]),
        Index("ix_reporters_person", "district_id", "person_id"),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    linked_at: Mapped[datetime]


class Addition(Base):
    """What came to an order besides its first text: a text, photo, location, voice or file.
    `by_role` resident, deputy, unit; `purpose` report, proof, progress, visit.

    `stored_as`: its name in the data directory, once it was fetched (storage/files.py), and
    `media_type` what its first bytes say. `by_id_only`: it stays with Telegram."""

    __tablename__ = "additions"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "order_id"], ["orders.district_id", "orders.id"]),
        Index("ix_additions_order", "district_id", "order_id"),
        Index(
            "ix_additions_to_fetch",
            "district_id",
            "at",
            sqlite_where=text("file_id IS NOT NULL AND stored_as IS NULL AND NOT by_id_only"),
            postgresql_where=text("file_id IS NOT NULL AND stored_as IS NULL AND NOT by_id_only"),
        ),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    kind: Mapped[str]
    by_role: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="report")
    round: Mapped[int] = mapped_column(default=1)
    text: Mapped[str | None] = mapped_column(Text)
    file_id: Mapped[str | None]
    file_unique_id: Mapped[str | None]
    file_size: Mapped[int | None] = mapped_column(BigInteger)
    stored_as: Mapped[str | None] = mapped_column(String(64))
    media_type: Mapped[str | None] = mapped_column(String(64))
    fetch_tries: Mapped[int] = mapped_column(default=0)
    fetch_after: Mapped[datetime | None]  # real time
    by_id_only: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]


class DoomedFile(Base):
    """A file whose row was erased: deleted after the commit, whatever dies meanwhile."""

    __tablename__ = "doomed_files"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)


class Event(Base):
    """Append-only, hash-chained per order. `actor_id` None is the program."""

    __tablename__ = "events"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "order_id"], ["orders.district_id", "orders.id"]),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    role: Mapped[str]
    rule: Mapped[str]
    action: Mapped[str]
    from_status: Mapped[str]
    to_status: Mapped[str]
    round: Mapped[int]
    data: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Clock(Base):
    """A limit that runs for an order. Laid anew with a higher cycle (decisions.md 17)."""

    __tablename__ = "clocks"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "order_id"], ["orders.district_id", "orders.id"]),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    stopped_at: Mapped[datetime | None]


class DeadlineStep(Base):
    """A moment at which the clock does or says something, once (reliability.md 4.5).
    `kind` act or remind (decisions.md 16); void once its clock has stopped."""

    __tablename__ = "deadline_steps"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "order_id"], ["orders.district_id", "orders.id"]),
        Index("ix_deadline_steps_due", "due_at", "fired_at"),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    clock: Mapped[str] = mapped_column(String(16), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    due_at: Mapped[datetime]
    rung: Mapped[int | None]
    colour: Mapped[str | None]
    action: Mapped[str | None]
    audiences: Mapped[list[Any]]
    single: Mapped[bool] = mapped_column(default=True)
    fired_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))  # fired, superseded, void


class Rating(Base):
    """One value of one rater in one dimension of one round; blind until closing (C8).
    Values 3, 2, 1; the last word before closing counts."""

    __tablename__ = "ratings"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "order_id"], ["orders.district_id", "orders.id"]),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rater: Mapped[str] = mapped_column(String(10), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Text)
    visited: Mapped[bool | None]
    late: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime]


class Card(Base):
    """The one message that shows an order in one chat (decisions.md 11)."""

    __tablename__ = "cards"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[UUID]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    shown: Mapped[str | None] = mapped_column(String(64))  # hash of what was painted last


class AccessLog(Base):
    """Who was refused what (ASVS 16.3.2), and who looked at what others wrote; kept 12 months."""

    __tablename__ = "access_log"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[UUID | None]
    action: Mapped[str]
    order_id: Mapped[UUID | None]
    verdict: Mapped[str]
    reason: Mapped[str]


class Correction(Base):
    """A class that staff corrected, or confirmed (`before` is `after`): what re-learning reads.

    `words` are those of lists, without order, number or place; nothing leads to the order or to a
    person (model.md C11, 12). `version` is that of the classes, `role` the office that decided.
    """

    __tablename__ = "corrections"
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)  # random: one by time would lead back
    words: Mapped[list[Any]]
    before: Mapped[str] = mapped_column(String(8))
    after: Mapped[str] = mapped_column(String(8))
    version: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    day: Mapped[date] = mapped_column(index=True)
