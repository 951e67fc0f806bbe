"""Ratings: two raters, two dimensions, blind; outcome and rates. model.md C8, decisions.md 27."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

MIN_N = 10  # below it counts are shown, never a rate


class Value(IntEnum):
    """满意, 基本满意, 不满意."""

    SATISFIED = 3
    MOSTLY_SATISFIED = 2
    DISSATISFIED = 1


class Rater(StrEnum):
    RESIDENT = "resident"
    DEPUTY = "deputy"


class Dimension(StrEnum):
    """答复 and 落实."""

    REPLY = "reply"
    DELIVERY = "delivery"


class ResultClass(StrEnum):
    """A solved, B planned, C conditions lacking, D for reference."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Outcome(StrEnum):
    REDO = "redo"
    SATISFIED = "satisfied"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True)
class Seat:
    """One who may rate. Of a merged order each reporter has a seat; `person` tells them apart."""

    rater: Rater
    person: str = ""


BOTH = (Seat(Rater.RESIDENT), Seat(Rater.DEPUTY))


@dataclass(frozen=True, slots=True)
class Rating:
    """A counted value. A seat gives one in each dimension of a round."""

    seat: Seat
    dimension: Dimension
    value: Value
    given_at: datetime


def dimensions_for(result_class: ResultClass) -> tuple[Dimension, ...]:
    """What is open at F3: both for A; the reply alone for C and D, and for B until it is due."""
    if result_class is ResultClass.A:
        return (Dimension.REPLY, Dimension.DELIVERY)
    return (Dimension.REPLY,)


def outcome(ratings: Iterable[Rating], dimensions: Collection[Dimension]) -> Outcome:
    """What a closed window leads to: one 不满意 in an open dimension is enough for a redo, whoever
    gave it, and silence is never satisfaction."""
    values = [rating.value for rating in ratings if rating.dimension in dimensions]
    if Value.DISSATISFIED in values:
        return Outcome.REDO
    return Outcome.SATISFIED if values else Outcome.UNRATED


def missing(
    ratings: Iterable[Rating],
    dimensions: Collection[Dimension],
    seats: Collection[Seat] = BOTH,
) -> tuple[tuple[Seat, Dimension], ...]:
    """Who has not rated what, in the order of `seats` and `dimensions`."""
    given = {(rating.seat, rating.dimension) for rating in ratings}
    open_to = ((seat, dimension) for seat in seats for dimension in dimensions)
    return tuple(place for place in open_to if place not in given)


def window_closed(
    ratings: Iterable[Rating],
    dimensions: Collection[Dimension],
    now: datetime,
    window_end: datetime,
    seats: Collection[Seat] = BOTH,
) -> bool:
    """Over, or everybody has rated everything that is open."""
    return now >= window_end or not missing(ratings, dimensions, seats)


def visible_to(
    viewer: Seat | None, ratings: Iterable[Rating], *, closed: bool
) -> tuple[Rating, ...]:
    """The ratings that may be shown: before closing a rater's own, and to anybody else (None: the
    unit, the wall, an export) nothing, not even that one was given."""
    return tuple(rating for rating in ratings if closed or rating.seat == viewer)


def first_dissatisfied_at(
    ratings: Iterable[Rating], dimensions: Collection[Dimension]
) -> datetime | None:
    """When the first 不满意 was given; from there the window is short (decisions.md 27)."""
    given = (
        rating.given_at
        for rating in ratings
        if rating.dimension in dimensions and rating.value is Value.DISSATISFIED
    )
    return min(given, default=None)


@dataclass(frozen=True, slots=True)
class RatedOrder:
    """One order as the rates see it.

    `dimensions` were open, `reporters` were invited to rate. `left_out`: the resident cannot be
    reached, or the order is sealed. Redone, late and ended_by_panel orders are never left out.
    """

    ratings: tuple[Rating, ...]
    dimensions: tuple[Dimension, ...]
    reporters: int = 1
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """`hits` of `of`: all that may be said where n is below MIN_N."""

    hits: int
    of: int
    n: int


@dataclass(frozen=True, slots=True)
class Share:
    """A rate as it may be shown: 0 to 1, with its n (orders) and its participation (0 to 1)."""

    value: float
    n: int
    participation: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that cannot be printed by itself: `shown()` gives it with n and participation, or
    as counts. `of` counts values (each reporter's), `n` the orders that they come from."""

    hits: int
    of: int
    n: int
    took_part: int
    invited: int

    def shown(self) -> Share | Count:
        if self.n < MIN_N:
            return Count(self.hits, self.of, self.n)
        return Share(self.hits / self.of, self.n, self.took_part / self.invited)

    def __str__(self) -> str:
        raise TypeError("a rate is shown with its n and participation: use shown()")

    def __format__(self, _: str) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Rates:
    """C8's rates of a set of orders, by dimension where they have one.

    `orders_taking_part` of `orders_invited` have a resident's value; of the residents themselves
    `reporters_taking_part` of `reporters_invited`.
    """

    satisfaction: Mapping[Dimension, Rate]
    strict: Mapping[Dimension, Rate]
    double: Rate
    orders_taking_part: int
    orders_invited: int
    reporters_taking_part: int
    reporters_invited: int


def rates(orders: Iterable[RatedOrder]) -> Rates:
    """C8: satisfaction and strict over values given, double over orders with both dimensions."""
    invited = [order for order in orders if not order.left_out]
    residents = [_residents(order) for order in invited]
    took_part = sum(bool(n) for n in residents)

    def rate(hits: int, of: int, n: int) -> Rate:
        return Rate(hits, of, n, took_part, len(invited))

    def by_dimension(dimension: Dimension, liked: Collection[Value]) -> Rate:
        values = [found for order in invited if (found := _values(order, dimension))]
        hits = sum(value in liked for found in values for value in found)
        return rate(hits, sum(map(len, values)), len(values))

    twice = [o for o in invited if all(_values(o, dimension) for dimension in Dimension)]
    content = sum(outcome(o.ratings, o.dimensions) is Outcome.SATISFIED for o in twice)
    kept = (Value.SATISFIED, Value.MOSTLY_SATISFIED)
    return Rates(
        satisfaction={d: by_dimension(d, kept) for d in Dimension},
        strict={d: by_dimension(d, (Value.SATISFIED,)) for d in Dimension},
        double=rate(content, len(twice), len(twice)),
        orders_taking_part=took_part,
        orders_invited=len(invited),
        reporters_taking_part=sum(residents),
        reporters_invited=sum(order.reporters for order in invited),
    )


def _values(order: RatedOrder, dimension: Dimension) -> list[Value]:
    if dimension not in order.dimensions:
        return []
    return [rating.value for rating in order.ratings if rating.dimension is dimension]


def _residents(order: RatedOrder) -> int:
    """How many residents gave a counted value."""
    return len(
        {
            rating.seat
            for rating in order.ratings
            if rating.seat.rater is Rater.RESIDENT and rating.dimension in order.dimensions
        }
    )
