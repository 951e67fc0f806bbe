"""Lists and cards on request: what waits for somebody, what somebody reported, one order."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from domain.order import Status
from domain.roles import Actor, Role
from service import places
from service.desk import Desk
from service.views import order_view
from storage import cards, outbox, queries
from storage.models import Order, Person

PAGE = 8  # lines of a list on one screen

# What a role has to do, in which states (dialogues.md 7: /todo).
WAITING: Mapping[Role, tuple[Status, ...]] = {
    Role.DEPUTY: (Status.CONFIRMING, Status.REPLIED),
    Role.STATION: (Status.CONFIRMING,),
    Role.DISPATCHER: (Status.READY, Status.RETURN_REVIEW),
    Role.CLERK: (Status.EMERGENCY, Status.DISPATCHED, Status.HANDLING),
    Role.HANDLER: (Status.HANDLING,),
    Role.HEAD: (Status.DISPATCHED, Status.HANDLING),
    Role.CHIEF: (Status.HANDLING,),
    Role.REVIEWER: (Status.REPLY_REVIEW,),
    Role.DUTY_OFFICER: (Status.EMERGENCY,),
    Role.SEALED_OFFICER: (Status.READY, Status.EMERGENCY),
}
_NUMBER = re.compile(r"^[A-Z]{2,4}-\d{8}-\d{5}$|^\d{5}$", re.IGNORECASE)


async def show_card(desk: Desk, order: Order, person: Person, *, timeline: bool = False) -> None:
    """The order's card as a new message of this chat."""
    data = {"fresh": True, "timeline": timeline}
    await desk.put(person, order, kind="ack", text_id=outbox.CARD, data=data)


async def repaint_buttons(desk: Desk, order: Order, person: Person, message_id: int) -> None:
    """The buttons under this message of the bot show the order as it is now."""
    data = {"message_id": message_id}
    await desk.put(person, order, kind="menu", text_id=outbox.BUTTONS, data=data)


async def variables(desk: Desk, order: Order, person: Person, language: str) -> dict[str, Any]:
    """What texts about this order may name, as this person may see it; {} if he may not."""
    await desk.session.flush()
    view = await order_view(
        desk.session, desk.district, order.id, person.id, desk.now, language=language
    )
    return view.variables if view else {}


async def find(desk: Desk, actor: Actor, number: str) -> Order | None:
    """By full number or last five digits, among what this actor may see."""
    if not _NUMBER.match(number):
        return None
    return await queries.find_by_number(desk.session, desk.district_id, actor, number)


async def visible(desk: Desk, actor: Actor, order_id: UUID) -> Order | None:
    """The order if this actor may see it."""
    query = queries.visible_orders(desk.district_id, actor).where(Order.id == order_id)
    return (await desk.session.execute(query)).scalar_one_or_none()


async def waiting(desk: Desk, actor: Actor) -> list[Order]:
    """What waits for this person in any of his roles, most urgent first."""
    found: dict[UUID, Order] = {}
    for role, statuses in WAITING.items():
        grants = frozenset(grant for grant in actor.grants if grant.role is role)
        if grants:
            alone = Actor(None, grants)
            rows = await queries.waiting_for(
                desk.session, desk.district_id, alone, statuses, limit=50
            )
            found.update((row.id, row) for row in rows)
    return sorted(found.values(), key=_urgency)


def _urgency(order: Order) -> tuple[bool, bool, float]:
    """As queries.waiting_for: what has no next date (it waits for ratings) comes last."""
    due = order.next_due or order.submitted_at
    return (order.status != Status.EMERGENCY, order.next_due is None, due.timestamp())


async def reported(desk: Desk, person: Person, page: int) -> tuple[Sequence[Order], bool]:
    """A page (from 0) of what this person reported, newest movement first; is there more?"""
    rows = await queries.reported_by(
        desk.session,
        desk.district_id,
        person.id,
        limit=PAGE + 1,
        offset=page * PAGE,
    )
    return rows[:PAGE], len(rows) > PAGE


async def last_place(desk: Desk, actor: Actor, order: Order) -> str | None:
    """Where this person's last order was, if this one is his as well."""
    return await places.last_place(desk.session, desk.district, order, actor.person_id)


async def order_of_message(desk: Desk, person: Person, message_id: int) -> UUID | None:
    """The order that a message of the bot in this chat speaks of: a card or a push."""
    card = await cards.card_at(desk.session, desk.district_id, person.chat_id, message_id)
    if card is not None:
        return card.order_id
    return await queries.order_of_push(desk.session, desk.district_id, person.chat_id, message_id)


async def order_of_own_message(desk: Desk, person: Person, message_id: int) -> Order | None:
    """The order that this person's own message made or added to (edited messages)."""
    rows = await queries.reported_by(desk.session, desk.district_id, person.id, limit=50)
    for row in rows:
        if row.trace.get("message_id") == message_id:
            return row
        additions = await queries.additions_of(desk.session, desk.district_id, row.id)
        if any(addition.message_id == message_id for addition in additions):
            return row
    return None
