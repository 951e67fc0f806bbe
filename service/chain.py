"""The events of an order: each holds on to the one before it by its hash.

Taking words and people out of them (model.md C12) does not break the chain: an emptied event keeps
its hash, by which the next one holds on to it; the `erased` event at the end of the chain keeps
the hash of what is left, so that nothing else can be changed unnoticed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.order import Status
from domain.roles import Role
from storage import queries
from storage.models import Event, Order

GENESIS = "0" * 64
ERASED = "erased"  # the action; its data: {"events": {seq: hash of what is left}, "why"}
EMPTY: dict[str, Any] = {"erased": True}
WRITTEN = "events"  # in session.info: order -> its last event, as far as this transaction wrote


async def append(
    session: AsyncSession,
    order: Order,
    *,
    at: datetime,
    actor_id: UUID | None,
    role: Role,
    rule: str,
    action: str,
    source: str,
    target: str,
    data: Mapping[str, Any],
) -> Event:
    """Write the next event of a locked order."""
    written: dict[UUID, Event] = session.info.setdefault(WRITTEN, {})
    last = written.get(order.id)
    if last is None and source != Status.DRAFT:
        last = await queries.last_event(session, order.district_id, order.id)
    event = Event(
        district_id=order.district_id,
        order_id=order.id,
        seq=last.seq + 1 if last else 1,
        at=at,
        actor_id=actor_id,
        role=role.value,
        rule=rule,
        action=action,
        from_status=source,
        to_status=target,
        round=order.round,
        data=dict(data),
        previous_hash=last.hash if last else GENESIS,
    )
    event.hash = hash_of(event)
    session.add(event)
    await session.flush()
    written[order.id] = event
    return event


def forget(session: AsyncSession) -> None:
    """What this transaction has written was rolled back, some of it at least."""
    session.info.pop(WRITTEN, None)


def hash_of(event: Event) -> str:
    """SHA-256 over the event's fields and the hash of the one before it."""
    fields = [
        event.previous_hash, event.district_id, str(event.order_id), event.seq,
        event.at.astimezone(UTC).isoformat(), str(event.actor_id), event.role, event.rule,
        event.action, event.from_status, event.to_status, event.round, event.data,
    ]  # fmt: skip
    text = json.dumps(fields, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def take_out(
    session: AsyncSession, order: Order, events: Iterable[Event], at: datetime, why: str
) -> None:
    """Empty these events of one locked order and say so at the end of its chain."""
    left = {}
    for event in events:
        event.data, event.actor_id = EMPTY, None
        left[str(event.seq)] = hash_of(event)
    await append(
        session,
        order,
        at=at,
        actor_id=None,
        role=Role.SYSTEM,
        rule="C12",
        action=ERASED,
        source=order.status,
        target=order.status,
        data={"events": left, "why": why},
    )


def is_empty(event: Event) -> bool:
    return event.data == EMPTY


def broken(events: Iterable[Event]) -> list[int]:
    """Numbers of the events of one order, in their order, at which the chain does not hold: a
    gap, a hash that does not fit, an emptied event that no later one owns up to."""
    known = list(events)
    left = {
        int(seq): value
        for event in known
        if event.action == ERASED
        for seq, value in event.data["events"].items()
    }
    faults, previous = [], GENESIS
    for seq, event in enumerate(known, start=1):
        should = left.get(event.seq) if is_empty(event) else event.hash
        if (event.seq, event.previous_hash, should) != (seq, previous, hash_of(event)):
            faults.append(event.seq)
        previous = event.hash
    return faults
