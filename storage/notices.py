"""Something to say later: quiet hours, digests, several that fall together (decisions.md 13)."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import uuid7
from storage.models import Person
from storage.outbox import CARD, enqueue
from storage.queues import Notice

DANGER = 0  # the rank of what is said of an emergency
LINES = 10  # of one digest; the rest is counted
REMINDER = "step:"  # how the `dedupe` of a clock's reminder begins


async def add(
    session: AsyncSession,
    *,
    district_id: str,
    person_id: UUID,
    order_id: UUID,
    text_id: str,
    data: Mapping[str, Any],
    rank: int,
    card: bool,
    not_before: datetime,
    dedupe: str,
    now: datetime,
) -> None:
    """Keep a notice until `not_before` (movable clock). The same `dedupe` is kept once.

    `rank`: most urgent is lowest, DANGER waits behind nothing. `card`: said alone, it is the
    order's card, anew.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(
        dialect.insert(Notice)
        .values(
            district_id=district_id,
            id=uuid7(now),
            dedupe=dedupe,
            person_id=person_id,
            order_id=order_id,
            text_id=text_id,
            data=dict(data),
            rank=rank,
            card=card,
            not_before=not_before,
        )
        .on_conflict_do_nothing(index_elements=["district_id", "dedupe"])
    )


async def flush_due(session: AsyncSession, now: datetime, *, district_id: str, bot_id: int) -> int:
    """Turn the due notices of each person into one outbox row. Returns the rows made.

    Safe to run from several processes: a notice is taken by setting `sent_at` once.
    """
    due = await _take(session, now, district_id)
    made = 0
    for person_id, group in groupby(due, key=lambda notice: notice.person_id):
        person = await session.get(Person, (district_id, person_id))
        if person is not None:
            told = _one_reminder_each(list(group))
            await _say(session, person, told, bot_id=bot_id, now=now)
            made += 1
    return made


def _one_reminder_each(notices: list[Notice]) -> list[Notice]:
    """Of several reminders of one order the most urgent says enough; everything else is said."""
    told, reminded = [], set()
    for notice in notices:
        if notice.dedupe.startswith(REMINDER):
            if notice.order_id in reminded:
                continue
            reminded.add(notice.order_id)
        told.append(notice)
    return told


async def _take(session: AsyncSession, now: datetime, district_id: str) -> list[Notice]:
    taken = await session.execute(
        update(Notice)
        .where(
            Notice.district_id == district_id,
            Notice.sent_at.is_(None),
            Notice.not_before <= now,
        )
        .values(sent_at=now)
        .returning(Notice)
    )
    notices = list(taken.scalars())
    notices.sort(key=lambda notice: (notice.person_id, notice.rank, notice.id))
    return notices


async def _say(
    session: AsyncSession, person: Person, notices: list[Notice], *, bot_id: int, now: datetime
) -> None:
    first = notices[0]
    alone = len(notices) == 1
    kind = "escalation" if first.rank == DANGER else "reminder" if alone else "digest"
    await enqueue(
        session,
        district_id=person.district_id,
        bot_id=bot_id,
        chat_id=person.chat_id,
        person_id=person.id,
        order_id=first.order_id if alone else None,
        kind=kind,
        now=now,
        dedupe=f"notice:{first.id}",
        **(_single(first) if alone else _digest(notices)),
    )


def _single(notice: Notice) -> dict[str, Any]:
    if notice.card:
        return {"text_id": CARD, "data": {**notice.data, "fresh": True}}
    return {"text_id": notice.text_id, "data": notice.data}


def _digest(notices: list[Notice]) -> dict[str, Any]:
    """Each line names its order, so that the sender asks again whether it may still be seen."""
    lines = [
        {
            "text_id": CARD if notice.card else notice.text_id,
            "data": notice.data,
            "order_id": str(notice.order_id),
        }
        for notice in notices[:LINES]
    ]
    return {"text_id": "digest", "data": {"lines": lines, "more": len(notices) - len(lines)}}
