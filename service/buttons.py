"""Buttons under a card that are no steps of the table: ratings, and "is it the same thing"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.order import Status
from domain.presses import Press
from domain.rating import Dimension, ResultClass, Value, dimensions_for
from domain.roles import Actor, Role
from service.effects.merging import SAME
from storage.models import Order, Rating


@dataclass(frozen=True, slots=True)
class CardButton:
    """`press`: the callback string, at most 64 bytes."""

    text_id: str
    data: Mapping[str, Any]
    press: str


def same_rows(order: Order) -> list[tuple[CardButton, ...]]:
    """Dialogue 4, while it is asked: one button a row, their words are long."""
    if order.status != Status.SUBMITTED or SAME not in order.trace:
        return []
    yes, no = (Press("same", order.id, 0, word).pack() for word in ("yes", "no"))
    return [(CardButton("same-yes", {}, yes),), (CardButton("same-no", {}, no),)]


async def rating_rows(
    session: AsyncSession, order: Order, under: UUID, actor: Actor, roles: Sequence[Role]
) -> list[tuple[CardButton, ...]]:
    """Two rows of three; what this person has chosen is marked. Nobody else's is read (C8).
    `under`: the order of the card, which for a follower is his own (T8)."""
    query = select(Rating).where(
        Rating.district_id == order.district_id,
        Rating.order_id == order.id,
        Rating.round == order.round,
        Rating.person_id == actor.person_id,
    )
    mine = {row.dimension: row.value for row in (await session.execute(query)).scalars()}
    rows: list[tuple[CardButton, ...]] = []
    if Role.RESIDENT not in roles and order.trace.get(f"visited_{order.round}") is None:
        rows.append(
            tuple(
                CardButton(
                    f"visited-{word}", {}, Press("visited", under, order.round, word).pack()
                )
                for word in ("yes", "no")
            )
        )
    dimensions = dimensions_for(ResultClass(order.result_class or "D"))
    return [
        *rows,
        *(_rating_row(under, order.round, dimension, mine) for dimension in dimensions),
    ]


def _rating_row(
    under: UUID, round_number: int, dimension: Dimension, mine: Mapping[str, int]
) -> tuple[CardButton, ...]:
    """答复 | 满意 | 基本满意 | 不满意; a tap on the name says what it means."""
    hint = Press("hint", under, round_number, dimension.value)
    return (
        CardButton(f"rate-{dimension}", {}, hint.pack()),
        *(_rating_button(under, round_number, dimension, value, mine) for value in Value),
    )


def _rating_button(
    under: UUID, round_number: int, dimension: Dimension, value: Value, mine: Mapping[str, int]
) -> CardButton:
    chosen = mine.get(dimension.value) == value
    press = Press("rate", under, round_number, f"{dimension}:{int(value)}")
    return CardButton(f"rate-value-{int(value)}" + ("-chosen" if chosen else ""), {}, press.pack())
