"""model.md C8: outcome, window, blindness, rates."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rating import (
    BOTH,
    MIN_N,
    Count,
    Dimension,
    Outcome,
    RatedOrder,
    Rater,
    Rating,
    ResultClass,
    Seat,
    Share,
    Value,
    dimensions_for,
    first_dissatisfied_at,
    missing,
    outcome,
    rates,
    visible_to,
    window_closed,
)
from tests.domain.test_calendar import local

REPLY, DELIVERY = Dimension.REPLY, Dimension.DELIVERY
RESIDENT, DEPUTY = BOTH
OPENED = local("2026-11-27 18:00")
ENDS = OPENED + timedelta(days=7)
VALUES = (3, 2, 1, None)


def ratings(*cells: tuple[Seat, Dimension, int | None]) -> tuple[Rating, ...]:
    """Given an hour apart, in the order of the cells; None was not given."""
    return tuple(
        Rating(seat, dimension, Value(value), OPENED + timedelta(hours=hour))
        for hour, (seat, dimension, value) in enumerate(cells, start=1)
        if value
    )


@pytest.mark.parametrize(
    ("resident", "deputy", "expected"),
    [
        (3, 3, "satisfied"),
        (3, 2, "satisfied"),
        (3, 1, "redo"),
        (3, None, "satisfied"),
        (2, 3, "satisfied"),
        (2, 2, "satisfied"),
        (2, 1, "redo"),
        (2, None, "satisfied"),
        (1, 3, "redo"),
        (1, 2, "redo"),
        (1, 1, "redo"),
        (1, None, "redo"),
        (None, 3, "satisfied"),
        (None, 2, "satisfied"),
        (None, 1, "redo"),
        (None, None, "unrated"),
    ],
)
@pytest.mark.parametrize("dimension", Dimension)
def test_sixteen_cases(resident, deputy, expected, dimension):
    given = ratings((RESIDENT, dimension, resident), (DEPUTY, dimension, deputy))
    assert outcome(given, (dimension,)) == Outcome(expected)


@pytest.mark.parametrize("values", list(product(VALUES, repeat=4)))
def test_all_cases_of_two_dimensions(values):
    """The rule as C8 says it: a 不满意 anywhere, else anything, else nothing."""
    given = ratings(*((*place, value) for place, value in zip(PLACES, values, strict=True)))
    expected = "redo" if 1 in values else "unrated" if set(values) == {None} else "satisfied"
    assert outcome(given, (REPLY, DELIVERY)) == Outcome(expected)
    counted = values[0], values[2]
    expected = "redo" if 1 in counted else "unrated" if set(counted) == {None} else "satisfied"
    assert outcome(given, (REPLY,)) == Outcome(expected)


PLACES = tuple((seat, dimension) for seat in BOTH for dimension in (REPLY, DELIVERY))


@pytest.mark.parametrize(
    ("result_class", "dimensions"),
    [("A", (REPLY, DELIVERY)), ("B", (REPLY,)), ("C", (REPLY,)), ("D", (REPLY,))],
)
def test_what_is_open(result_class, dimensions):
    assert dimensions_for(ResultClass(result_class)) == dimensions


@pytest.mark.parametrize("present", list(product([True, False], repeat=4)))
def test_a_window_closes_when_all_is_in_or_over(present):
    cells = ((*place, 3 if there else None) for place, there in zip(PLACES, present, strict=True))
    given = ratings(*cells)
    both, late = (REPLY, DELIVERY), ENDS - timedelta(microseconds=1)
    absent = tuple(p for p, there in zip(PLACES, present, strict=True) if not there)
    assert missing(given, both) == absent
    assert window_closed(given, both, late, ENDS) is all(present)
    assert window_closed(given, (REPLY,), late, ENDS) is (present[0] and present[2])
    assert window_closed(given, both, ENDS, ENDS)


def test_blind_until_closed():
    given = ratings((RESIDENT, REPLY, 1), (DEPUTY, REPLY, 3), (RESIDENT, DELIVERY, 2))
    assert visible_to(RESIDENT, given, closed=False) == (given[0], given[2])
    assert visible_to(DEPUTY, given, closed=False) == (given[1],)
    assert visible_to(None, given, closed=False) == ()
    assert {visible_to(v, given, closed=True) for v in (RESIDENT, DEPUTY, None)} == {given}


def test_a_rater_sees_the_same_whatever_the_other_did():
    own = ratings((RESIDENT, REPLY, 3))
    for value in VALUES:
        given = own + ratings((DEPUTY, REPLY, value))
        assert visible_to(RESIDENT, given, closed=False) == own


def test_first_dissatisfied():
    given = ratings((DEPUTY, REPLY, 3), (RESIDENT, DELIVERY, 1), (RESIDENT, REPLY, 1))
    assert first_dissatisfied_at(given, (REPLY, DELIVERY)) == OPENED + timedelta(hours=2)
    assert first_dissatisfied_at(given, (REPLY,)) == OPENED + timedelta(hours=3)
    assert first_dissatisfied_at(given[:1], (REPLY, DELIVERY)) is None


def test_of_a_merged_order_every_reporter_rates():
    one, other = Seat(Rater.RESIDENT, "one"), Seat(Rater.RESIDENT, "other")
    seats = (one, other, DEPUTY)
    given = ratings((one, REPLY, 3), (DEPUTY, REPLY, 3))
    assert missing(given, (REPLY,), seats) == ((other, REPLY),)
    assert not window_closed(given, (REPLY,), OPENED, ENDS, seats)
    assert visible_to(other, given, closed=False) == ()
    given += ratings((other, REPLY, 1))
    assert window_closed(given, (REPLY,), OPENED, ENDS, seats)
    assert outcome(given, (REPLY,)) is Outcome.REDO


def order(*values: int | None, left_out: bool = False) -> RatedOrder:
    """Values of resident reply, resident delivery, deputy reply, deputy delivery."""
    cells = ((*place, value) for place, value in zip(PLACES, values, strict=True))
    return RatedOrder(ratings(*cells), (REPLY, DELIVERY), left_out=left_out)


def test_rates_of_twelve_orders():
    orders = [
        *[order(3, 3, 3, 3)] * 6,
        *[order(2, 1, 3, None)] * 3,
        order(None, None, 2, None),
        *[order(None, None, None, None)] * 2,
        *[order(1, 1, 1, 1, left_out=True)] * 5,
    ]
    found = rates(orders)
    assert (found.orders_taking_part, found.orders_invited) == (9, 12)
    # reply: 6 orders with two 3, 3 with a 2 and a 3, one with a 2
    reply = found.satisfaction[REPLY]
    assert (reply.hits, reply.of, reply.n) == (19, 19, 10)
    assert reply.shown() == Share(1.0, 10, 9 / 12)
    assert found.strict[REPLY].shown() == Share(15 / 19, 10, 9 / 12)
    # delivery: 6 orders with two 3, 3 with a 1
    assert found.satisfaction[DELIVERY].shown() == Count(12, 15, 9)
    assert found.strict[DELIVERY].shown() == Count(12, 15, 9)
    assert found.double.shown() == Count(6, 9, 9)


def test_a_reply_only_order_has_no_delivery_and_no_double():
    given = ratings((RESIDENT, REPLY, 3), (RESIDENT, DELIVERY, 1))
    found = rates([RatedOrder(given, (REPLY,))])
    assert found.satisfaction[REPLY].shown() == Count(1, 1, 1)
    assert found.satisfaction[DELIVERY].shown() == Count(0, 0, 0)
    assert found.double.shown() == Count(0, 0, 0)


def test_rates_count_reporters_and_show_orders():
    seats = [Seat(Rater.RESIDENT, name) for name in "abc"]
    given = ratings(*((seat, REPLY, 3) for seat in seats[:2]))
    found = rates([RatedOrder(given, (REPLY,), reporters=3)])
    assert found.satisfaction[REPLY].shown() == Count(2, 2, 1)
    assert (found.reporters_taking_part, found.reporters_invited) == (2, 3)
    assert (found.orders_taking_part, found.orders_invited) == (1, 1)


def test_a_rate_is_not_printed_by_itself():
    rate = rates([order(3, 3, 3, 3)] * MIN_N).double
    for show in (str, "{}".format, lambda it: f"{it:.0%}"):
        with pytest.raises(TypeError, match="shown"):
            show(rate)
    assert rate.shown() == Share(1.0, MIN_N, 1.0)


@given(st.lists(st.builds(order, *[st.sampled_from(VALUES)] * 4, left_out=st.booleans())))
def test_rates_hold_together(orders):
    found = rates(orders)
    for dimension in Dimension:
        wide, strict = found.satisfaction[dimension], found.strict[dimension]
        assert 0 <= strict.hits <= wide.hits <= wide.of == strict.of
        assert wide.n <= min(wide.of, found.orders_invited)
    assert (
        found.double.hits <= found.double.of <= min(rate.n for rate in found.satisfaction.values())
    )
    assert found.orders_taking_part <= found.orders_invited
    for rate in (found.double, *found.satisfaction.values(), *found.strict.values()):
        assert isinstance(rate.shown(), Count if rate.n < MIN_N else Share)
