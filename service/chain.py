"""Taking words and people out of an order's events (model.md C12) without breaking their chain.

An emptied event keeps its hash, by which the next one holds on to it; the `erased` event at the
end of the chain keeps the hash of what is left, so that nothing else can be changed unnoticed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.roles import Role
from service.casework import GENESIS, hash_of
from storage import queries
from storage.models import Event, Order

ERASED = "erased"  # the action; its data: {"events": {seq: hash of what is left}, "why"}
EMPTY: dict[str, Any] = {"erased": True}


async def take_out(
    session: AsyncSession, order: Order, events: Iterable[Event], at: datetime, why: str
) -> None:
    """Empty these events of one locked order and say so at the end of its chain."""
    left = {}
    for event in events:
        event.data, event.actor_id = EMPTY, None
        left[str(event.seq)] = hash_of(event)
    last = await queries.last_event(session, order.district_id, order.id)
    told = Event(
        district_id=order.district_id,
        order_id=order.id,
        seq=last.seq + 1 if last else 1,
        at=at,
        actor_id=None,
        role=Role.SYSTEM.value,
        rule="C12",
        action=ERASED,
        from_status=order.status,
        to_status=order.status,
        round=order.round,
        data={"events": left, "why": why},
        previous_hash=last.hash if last else GENESIS,
    )
    told.hash = hash_of(told)
    session.add(told)
    await session.flush()


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
