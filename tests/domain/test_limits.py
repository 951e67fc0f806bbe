"""model.md C5 and C9: limits by class, dates of a round, the citizen's clock."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar, parse_duration
from domain.limits import (
    Elapsed,
    LimitFault,
    due_for,
    elapsed,
    limits_from_rows,
    recomputed,
    redo_limit,
)
from tests.domain.test_calendar import AMOUNTS, CALENDAR, MOMENTS, local

COLUMNS = ("class_code", "take", "first_contact", "reply", "finish", "extension")
ROWS = [
    dict(zip(COLUMNS, line.split(), strict=True))
    for line in """
        E2  15min 30min 2h      2h   -
        U24 1h    4h    24h     24h  72h
        W1  4wh   -     1wd     1wd  2wd
        W3  1wd   1wd   3wd     3wd  5wd
        W5  1wd   1wd   5wd|7d  5wd  10wd
        W15 1wd   1wd   7d      15wd 10wd
        ST  1wd   1wd   5wd     -    -
        M3  10wd  20wd  3mo     3mo  -
        M6  10wd  20wd  6mo     6mo  -
    """.strip().splitlines()
]
LIMITS = limits_from_rows(ROWS)
MONDAY = local("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("code", "take", "contact", "reply", "finish", "final"),
    [
        ("E2", "11-23 10:15", "11-23 10:30", "11-23 12:00", "11-23 12:00", "11-23 12:00"),
        ("U24", "11-23 11:00", "11-23 14:00", "11-24 10:00", "11-24 10:00", "11-24 10:00"),
        ("W1", "11-23 16:00", None, "11-24 18:00", "11-24 18:00", "11-24 18:00"),
        ("W3", "11-24 18:00", "11-24 18:00", "11-26 18:00", "11-26 18:00", "11-26 18:00"),
        ("W5", "11-24 18:00", "11-24 18:00", "11-30 18:00", "11-30 18:00", "11-30 18:00"),
        ("W15", "11-24 18:00", "11-24 18:00", "11-30 18:00", "12-14 18:00", "12-14 18:00"),
        ("ST", "11-24 18:00", "11-24 18:00", "11-30 18:00", "11-30 18:00", "11-30 18:00"),
        ("M3", "12-07 18:00", "12-21 18:00", "2027-02-23 18:00", "2027-02-23 18:00", None),
    ],
)
def test_dates_of_the_first_round(code, take, contact, reply, finish, final):
    def at(text: str | None) -> datetime | None:
        if not text:
            return None
        return local(text if text.startswith("2027") else f"2026-{text}")

    dues = due_for(LIMITS[code], MONDAY, CALENDAR)
    assert (dues.take, dues.contact) == (at(take), at(contact))
    assert (dues.reply, dues.finish, dues.final) == (at(reply), at(finish), at(final or finish))


def test_the_general_class_over_spring_festival():
    """C6: a W5 of 2026-02-12 is answered by 02-24 and finished by 02-26."""
    dues = due_for(LIMITS["W5"], local("2026-02-12"), CALENDAR)
    assert dues.reply == dues.final == local("2026-02-24 18:00")
    assert dues.finish == local("2026-02-26 18:00")


def test_another_law_sets_the_finish():
    legal = local("2027-01-21 18:00")
    dues = due_for(LIMITS["ST"], MONDAY, CALENDAR, statutory_due=legal)
    assert dues.reply == local("2026-11-30 18:00")
    assert dues.finish == dues.final == legal


@pytest.mark.parametrize("round", [2, 3, 4, 9])
@pytest.mark.parametrize(
    ("code", "contact", "reply"),
    [
        ("E2", "30min", "24h"),
        ("U24", "4h", "24h"),
        ("W1", "4wh", "3wd"),
        ("W3", "4wh", "3wd"),
        ("W5", "4wh", "3wd"),
        ("W15", "4wh", "5wd"),
        ("ST", "4wh", "5wd"),
        ("M3", "4wh", "1mo"),
    ],
)
def test_redo(code, contact, reply, round):
    limit = redo_limit(LIMITS[code], round)
    assert limit.take is None
    assert limit.first_contact == parse_duration(contact)
    assert limit.reply == limit.finish == parse_duration(reply)
    assert redo_limit(limit, round) == limit
    assert due_for(LIMITS[code], MONDAY, CALENDAR, round) == due_for(limit, MONDAY, CALENDAR)


def test_the_first_round_is_the_class_itself():
    assert redo_limit(LIMITS["W5"], 1) is LIMITS["W5"]


def test_a_district_may_set_its_own_redo():
    limits = limits_from_rows([ROWS[7] | {"redo": "2mo"}])
    assert redo_limit(limits["M3"], 2).reply == parse_duration("2mo")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"class_code": ""}, "class_code"),
        ({"class_code": "E2"}, "class_code"),
        ({"reply": ""}, "reply"),
        ({"take": "soon"}, "take"),
        ({"finish": "5wd|"}, "finish"),
    ],
)
def test_a_faulty_row_is_named(changed, field):
    with pytest.raises(LimitFault) as caught:
        limits_from_rows([ROWS[0], ROWS[1] | changed])
    assert (caught.value.row, caught.value.field) == (2, field)


def test_a_changed_calendar_moves_a_date_on_but_never_close():
    """C6: later is applied, earlier only if at least 2 working days remain."""
    old = local("2026-11-30 18:00")
    later, earlier = local("2026-12-01 18:00"), local("2026-11-26 18:00")
    assert recomputed(old, later, local("2026-11-30"), CALENDAR) == later
    assert recomputed(old, earlier, local("2026-11-24"), CALENDAR) == earlier
    assert recomputed(old, earlier, local("2026-11-25"), CALENDAR) == old


def test_the_citizens_clock_runs_through_pauses():
    day = timedelta(days=1)
    paused = [
        (MONDAY + 2 * day, MONDAY + 3 * day),
        (MONDAY - day, MONDAY + day),
        (MONDAY + 2 * day, MONDAY + 4 * day),
        (MONDAY + 9 * day, None),
    ]
    assert elapsed(MONDAY, MONDAY + 10 * day, paused) == Elapsed(10 * day, 4 * day)
    assert elapsed(MONDAY, MONDAY + 2 * day) == Elapsed(2 * day, timedelta())


@given(MOMENTS, st.lists(st.tuples(MOMENTS, st.none() | MOMENTS), max_size=5), AMOUNTS)
def test_never_paused_longer_than_it_took(start, spans, days):
    clock = elapsed(start, start + timedelta(days=days), spans)
    assert timedelta() <= clock.paused <= clock.total == timedelta(days=days)


@given(MOMENTS, st.sampled_from(sorted(LIMITS)), st.integers(1, 4))
def test_dates_stand_in_order(start, code, round):
    dues = due_for(LIMITS[code], start, CALENDAR, round)
    before = [moment for moment in (dues.take, dues.contact) if moment]
    assert all(start < moment <= dues.final for moment in [*before, dues.reply])
    assert dues.final <= dues.finish


@given(MOMENTS, st.sampled_from(sorted(LIMITS)), st.integers(1, 3))
def test_a_calendar_loaded_again_gives_the_same_dates(start, code, round):
    again = Calendar(dict(CALENDAR.special), CALENDAR.provisional_years, CALENDAR.tz)
    assert due_for(LIMITS[code], start, again, round) == due_for(
        LIMITS[code], start, CALENDAR, round
    )
