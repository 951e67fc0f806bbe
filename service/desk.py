"""One transaction's work: the session, the district, the moment, and who is to be told at its end.

Several steps may follow each other in one transaction (submit, route; confirm, dispatch). Each
person then hears of an order once: the last loud word stands.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from service import chain
from service.district import DistrictData
from storage import cards, notices, outbox, queries
from storage.cards import CardChat
from storage.models import Order, Person
from storage.outbox import NewMessage

ALARM, ACK, STATUS = "escalation", "ack", "status"


@dataclass(slots=True)
class Word:
    """What one person will hear of one order. `card`: as the order's card."""

    person: Person
    order: Order
    text_id: str
    data: dict[str, Any]
    kind: str
    card: bool
    own: bool  # the answer to what this person has just done
    instead: bool = False  # of the card that was due (words of safety, the lawful way)


@dataclass(slots=True)
class Desk:
    """Given to every service function. `actor_id`: who is acting, None for the program."""

    session: AsyncSession
    district: DistrictData
    now: datetime
    actor_id: UUID | None = None
    _words: dict[tuple[UUID, UUID], Word] = field(default_factory=dict)
    _repaint: dict[UUID, Order] = field(default_factory=dict)
    _cards: dict[UUID, list[CardChat]] = field(default_factory=dict)
    _reporter: dict[UUID, UUID] = field(default_factory=dict)
    running: dict[UUID, set[str]] = field(default_factory=dict)
    """Order -> kinds of its clocks that run, as far as this transaction has looked."""

    @property
    def district_id(self) -> str:
        return self.district.id

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Everything inside happens, and is told, or nothing of it (decisions.md 6)."""
        words, repaint = dict(self._words), dict(self._repaint)
        try:
            async with self.session.begin_nested():
                yield
        except BaseException:
            self._words, self._repaint = words, repaint
            self.running.clear()
            chain.forget(self.session)
            raise

    def tell(self, word: Word) -> None:
        """Say this at the end of the transaction, in place of an earlier word of the same order
        to the same person. A card that is due anyway stays a card; an alarm stays an alarm."""
        key = (word.order.id, word.person.id)
        earlier = self._words.pop(key, None)
        if earlier is not None:
            word.card = (word.card or earlier.card) and not word.instead
            word.kind = earlier.kind if earlier.kind == ALARM else word.kind
            word.own = word.own or earlier.own
        self._words[key] = word

    def repaint(self, order: Order) -> None:
        """The order's cards, wherever they are, show its new state."""
        self._repaint[order.id] = order

    async def repaint_for(self, order_id: UUID, person: Person) -> None:
        """A stale button was pressed: that chat's card is painted again."""
        cards = [card for card in await self.cards_of(order_id) if card.chat_id == person.chat_id]
        await outbox.enqueue_all(self.session, [self._painting(order_id, card) for card in cards])

    def opened(self, order: Order, reporter: UUID | None) -> None:
        """This transaction inserts the order: what is known of it is this."""
        self.running[order.id], self._cards[order.id] = set(), []
        if reporter is not None:
            self._reporter[order.id] = reporter

    async def reporters_of(self, order: Order) -> Sequence[Person]:
        """Who has reported it, and is told of it."""
        if order.id in self._reporter:
            key = (order.district_id, self._reporter[order.id])
            return [await self.session.get_one(Person, key)]
        return await queries.reporters_of(self.session, order.district_id, order.id)

    async def cards_of(self, order_id: UUID) -> list[CardChat]:
        """Where the order's card is or will be, as before this transaction told anything."""
        known = self._cards.get(order_id)
        if known is None:
            known = await cards.cards_of(self.session, self.district_id, order_id)
            self._cards[order_id] = known
        return known

    async def deliver(self) -> None:
        """Write what is to be told: outbox rows now, or notices for the morning."""
        self.session.add_all(self.session.info.pop("denials", ()))
        await self.session.flush()
        rows: list[NewMessage] = []
        for order in self._repaint.values():
            rows += await self._repaint_cards(order)
        for word in sorted(self._words.values(), key=lambda word: not word.own):
            rows += await self._say(word)
        await outbox.enqueue_all(self.session, rows)
        self._words.clear()
        self._repaint.clear()
        self._cards.clear()

    async def _say(self, word: Word) -> list[NewMessage]:
        urgent = word.kind == ALARM
        calendar = self.district.calendar
        moment = self.now if word.own else calendar.speak_at(self.now, urgent=urgent)
        if moment > self.now:
            await self._say_later(word, moment)
            return []
        return [
            self._message(
                word.person.chat_id,
                word.person.id,
                word.order.id,
                kind=word.kind,
                text_id=outbox.CARD if word.card else word.text_id,
                data={"fresh": True} if word.card else word.data,
            )
        ]

    async def put(
        self, person: Person, order: Order, *, kind: str, text_id: str, data: Mapping[str, Any]
    ) -> None:
        """Something about an order for this person, before what `deliver` writes."""
        message = self._message(
            person.chat_id, person.id, order.id, kind=kind, text_id=text_id, data=data
        )
        await outbox.enqueue_all(self.session, [message])

    def _message(
        self,
        chat_id: int,
        person_id: UUID,
        order_id: UUID,
        *,
        kind: str,
        text_id: str,
        data: Mapping[str, Any] | None = None,
    ) -> NewMessage:
        return {
            "district_id": self.district_id,
            "bot_id": self.district.bot_id,
            "chat_id": chat_id,
            "kind": kind,
            "now": self.now,
            "text_id": text_id,
            "data": data,
            "order_id": order_id,
            "person_id": person_id,
        }

    async def _say_later(self, word: Word, moment: datetime) -> None:
        await notices.add(
            self.session,
            district_id=self.district_id,
            person_id=word.person.id,
            order_id=word.order.id,
            text_id=word.text_id,
            data=word.data,
            rank=3,
            card=word.card,
            not_before=moment,
            dedupe=f"word:{word.order.id}:{word.order.version}:{word.text_id}:{word.person.id}",
            now=self.now,
        )

    async def _repaint_cards(self, order: Order) -> list[NewMessage]:
        fresh = {key[1] for key, word in self._words.items() if key[0] == order.id and word.card}
        return [
            self._painting(order.id, card)
            for card in await self.cards_of(order.id)
            if card.painted and card.person_id not in fresh
        ]

    def _painting(self, order_id: UUID, card: CardChat) -> NewMessage:
        return self._message(
            card.chat_id, card.person_id, order_id, kind="menu", text_id=outbox.CARD
        )
