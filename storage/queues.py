"""The tables of delivery: in, out, conversations, notices. reliability.md 4.1."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, BigId


class InboxUpdate(Base):
    """A Telegram update as it came: `payload` is ASCII-escaped JSON text. `lane`: chat id, else
    user id. State new, run, done, dead. `late`: beyond the sender's share of a minute, handled
    after the others (reliability.md 5.1)."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_open",
            "lane",
            "update_id",
            sqlite_where=text("state IN ('new', 'run')"),
            postgresql_where=text("state IN ('new', 'run')"),
        ),
        Index(
            "uq_inbox_in_flight",
            "bot_id",
            "lane",
            unique=True,
            sqlite_where=text("state = 'run'"),
            postgresql_where=text("state = 'run'"),
        ),
        Index("ix_inbox_received", "received_at"),
    )
    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    district_id: Mapped[str]
    lane: Mapped[int] = mapped_column(BigInteger)
    media_group: Mapped[str | None]
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(4), default="new")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    late: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    owner: Mapped[str | None]
    error: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class OutboxMessage(Base):
    """Something to say. Either `text_id` + `data`, rendered when it is sent, or `method` + `args`.

    `lane` is the chat; strictly in order per (lane, urgent), where `urgent` is priority 0
    (decisions.md 12). State new, run, sent, superseded, cancelled, dead.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("district_id", "dedupe"),
        Index(  # the head of a lane
            "ix_outbox_open",
            "bot_id",
            "lane",
            "priority_class",
            "id",
            sqlite_where=text("state IN ('new', 'run')"),
            postgresql_where=text("state IN ('new', 'run')"),
        ),
        Index(  # what to claim next
            "ix_outbox_next",
            "bot_id",
            "priority",
            "id",
            sqlite_where=text("state IN ('new', 'run')"),
            postgresql_where=text("state IN ('new', 'run')"),
        ),
        Index(
            "ix_outbox_expires",
            "expires_at",
            sqlite_where=text("state IN ('new', 'run')"),
            postgresql_where=text("state IN ('new', 'run')"),
        ),
        Index(
            "uq_outbox_in_flight",
            "bot_id",
            "lane",
            "priority_class",
            unique=True,
            sqlite_where=text("state = 'run'"),
            postgresql_where=text("state = 'run'"),
        ),
        Index("ix_outbox_order", "district_id", "order_id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    district_id: Mapped[str]
    bot_id: Mapped[int] = mapped_column(BigInteger)
    lane: Mapped[int] = mapped_column(BigInteger)
    priority: Mapped[int]
    priority_class: Mapped[int]  # 0 = danger, overtakes; 1 = everything else, in order
    kind: Mapped[str] = mapped_column(String(12))  # ack status reminder escalation menu rating
    dedupe: Mapped[str | None] = mapped_column(String(120))
    text_id: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    method: Mapped[str | None]
    args: Mapped[dict[str, Any]]
    order_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    event_seq: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default="new")
    tries: Mapped[int] = mapped_column(default=0)
    first_try_at: Mapped[datetime | None]  # real time; 24 h later the sender gives up
    parts_done: Mapped[int] = mapped_column(default=0)  # an album and its text are two parts
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    owner: Mapped[str | None]
    uncertain: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Conversation(Base):
    """What the bot is asking a person just now (aiogram FSM state)."""

    __tablename__ = "conversations"
    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Notice(Base):
    """Something to say later: quiet hours, digests, several that fall together (decisions.md 13).
    The clock turns the due notices of a person into one outbox row. `kind`: the text id of
    the single message; `line` the id of its line when several come as one."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("district_id", "dedupe"),
        Index("ix_notices_due", "not_before", "sent_at"),
    )
    district_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    dedupe: Mapped[str] = mapped_column(String(160))
    person_id: Mapped[UUID]
    order_id: Mapped[UUID]
    text_id: Mapped[str]
    data: Mapped[dict[str, Any]]
    rank: Mapped[int]  # most urgent first
    card: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
