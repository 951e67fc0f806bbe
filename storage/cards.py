"""The messages that show an order, one in each chat (decisions.md 11)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Card
from storage.outbox import CARD
from storage.queues import OutboxMessage


@dataclass(frozen=True, slots=True)
class CardChat:
    """A chat that has an order's card, or gets it. `painted`: it may show an older state."""

    chat_id: int
    person_id: UUID
    painted: bool


async def cards_of(session: AsyncSession, district_id: str, order_id: UUID) -> list[CardChat]:
    """The chats of the order's cards, those included whose first card waits or is being sent:
    until it is marked as sent, no row of `cards` knows of it."""
    found = await session.execute(_CARDS, {"district": district_id, "order": order_id})
    chats: dict[int, CardChat] = {}
    for chat_id, person_id, painted in found:
        earlier = chats.get(chat_id)
        chats[chat_id] = CardChat(chat_id, person_id, painted or bool(earlier and earlier.painted))
    return list(chats.values())


_SENT = select(Card.chat_id, Card.person_id, true()).where(
    Card.district_id == bindparam("district"), Card.order_id == bindparam("order")
)
_UNDERWAY = select(
    OutboxMessage.lane, OutboxMessage.person_id, OutboxMessage.state == "run"
).where(
    OutboxMessage.district_id == bindparam("district"),
    OutboxMessage.order_id == bindparam("order"),
    OutboxMessage.text_id == CARD,
    OutboxMessage.state.in_(("new", "run")),
    OutboxMessage.person_id.is_not(None),
)
_CARDS = _SENT.union_all(_UNDERWAY)


async def card_at(
    session: AsyncSession, district_id: str, chat_id: int, message_id: int
) -> Card | None:
    """The card that stands in this message of this chat."""
    query = select(Card).where(
        Card.district_id == district_id, Card.chat_id == chat_id, Card.message_id == message_id
    )
    return (await session.execute(query)).scalar_one_or_none()
