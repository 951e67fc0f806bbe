"""model.md C6: the golden dates, and what must hold on any day of any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar, Duration, Unit, due, parse_duration

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _days(text: str) -> list[date]:
    """`2026 1.1-3 2.28`: the days of a year as the notice lists them."""
    year, *spans = text.split()
    found = []
    for span in spans:
        month, days = span.split(".")
        first, _, last = days.partition("-")
        found += [
            date(int(year), int(month), day) for day in range(int(first), int(last or first) + 1)
        ]
    return found


OFF = _days("2026 1.1-3 2.15-23 4.4-6 5.1-5 6.19-21 9.25-27 10.1-7")
WORKING = _days("2026 1.4 2.14 2.28 5.9 9.20 10.10")
OFF_2027 = _days("2027 1.1 2.5-10 4.5 5.1-4 6.9 9.15 10.1-5")
CALENDAR = Calendar(
    dict.fromkeys(OFF + OFF_2027, False) | dict.fromkeys(WORKING, True),
    frozenset({2027}),
    SHANGHAI,
)


def local(text: str) -> datetime:
    """`2026-02-12` (10:00) or `2026-02-12 16:30` on the district's clocks."""
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-02-12"):
        moment = moment.replace(hour=10)
    return moment.replace(tzinfo=SHANGHAI)


def test_2026_has_248_working_days():
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(CALENDAR.is_workday(day) for day in days) == 248


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2026-02-12", "5wd", "2026-02-26"),
        ("2026-02-12", "7d", "2026-02-24"),
        ("2026-02-12", "5wd|7d", "2026-02-24"),
        ("2026-02-13", "1wd", "2026-02-14"),
        ("2026-02-13", "15wd", "2026-03-12"),
        ("2026-04-30", "1wd", "2026-05-06"),
        ("2026-05-08", "1wd", "2026-05-09"),
        ("2026-09-10", "20wd", "2026-10-14"),
        ("2026-09-18", "5wd", "2026-09-24"),
        ("2026-09-28", "7d", "2026-10-08"),
        ("2026-09-30", "1wd", "2026-10-08"),
        ("2026-10-09", "1wd", "2026-10-10"),
        ("2026-01-20", "3mo", "2026-04-20"),
        ("2026-06-30", "3mo", "2026-09-30"),
        ("2026-07-07", "3mo", "2026-10-08"),
        ("2026-11-30", "3mo", "2027-03-01"),
        ("2026-08-31", "6mo", "2027-03-01"),
        ("2026-11-21", "3mo", "2027-02-22"),
        # dialogues.md 1: sent on Monday 23 November
        ("2026-11-23", "5wd|7d", "2026-11-30"),
        ("2026-11-30", "3wd", "2026-12-03"),
    ],
)
@pytest.mark.parametrize("hour", ["00:00", "10:00", "23:59"])
def test_golden_dates(start, duration, expected, hour):
    assert due(local(f"{start} {hour}"), parse_duration(duration), CALENDAR) == local(
        f"{expected} 18:00"
    )


@pytest.mark.parametrize(
    ("friday", "held"),
    [
        ("2026-01-02", "2026-01-04"),
        ("2026-02-20", "2026-02-24"),
        ("2026-05-01", "2026-05-06"),
        ("2026-06-19", "2026-06-22"),
        ("2026-09-25", "2026-09-28"),
        ("2026-10-02", "2026-10-08"),
        ("2026-11-27", "2026-11-27"),
    ],
)
def test_friday_reception_moves_on(friday, held):
    assert CALENDAR.first_workday(date.fromisoformat(friday)) == date.fromisoformat(held)


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2026-11-23 10:00", "4wh", "2026-11-23 16:00"),
        ("2026-11-23 09:00", "3wh", "2026-11-23 12:00"),
        ("2026-11-23 12:30", "1wh", "2026-11-23 15:00"),
        ("2026-11-27 16:00", "4wh", "2026-11-30 11:00"),
        ("2026-11-28 11:00", "4wh", "2026-11-30 15:00"),
        ("2026-09-30 17:59", "1wh", "2026-10-08 09:59"),
        ("2026-11-27 23:50", "15min", "2026-11-28 00:05"),
        ("2026-11-28 03:00", "24h", "2026-11-29 03:00"),
    ],
)
def test_hours(start, duration, expected):
    assert due(local(start), parse_duration(duration), CALENDAR) == local(expected)


@pytest.mark.parametrize(
    ("end", "hours", "expected"),
    [
        ("2026-11-24 18:00", 2, "2026-11-24 16:00"),
        ("2026-11-24 15:00", 2, "2026-11-24 11:00"),
        ("2026-11-30 10:00", 2, "2026-11-27 17:00"),
        ("2026-11-29 10:00", 7, "2026-11-27 09:00"),
    ],
)
def test_hours_left(end, hours, expected):
    assert CALENDAR.subtract_working_hours(local(end), hours) == local(expected)


@pytest.mark.parametrize(
    ("moment", "working", "following"),
    [
        ("2026-11-23 08:59", False, "2026-11-23 09:00"),
        ("2026-11-23 09:00", True, "2026-11-23 09:00"),
        ("2026-11-23 12:00", False, "2026-11-23 14:00"),
        ("2026-11-23 18:00", False, "2026-11-24 09:00"),
        ("2026-11-28 10:00", False, "2026-11-30 09:00"),
        ("2026-05-09 10:00", True, "2026-05-09 10:00"),
    ],
)
def test_working_time(moment, working, following):
    assert CALENDAR.is_working_time(local(moment)) is working
    assert CALENDAR.next_working_time(local(moment)) == local(following)


@pytest.mark.parametrize(
    ("due_at", "heard_at"),
    [
        ("2026-11-23 21:59", "2026-11-23 21:59"),
        ("2026-11-23 22:00", "2026-11-24 07:30"),
        ("2026-11-24 00:00", "2026-11-24 07:30"),
        ("2026-11-24 07:29", "2026-11-24 07:30"),
        ("2026-11-24 07:30", "2026-11-24 07:30"),
    ],
)
def test_quiet_hours(due_at, heard_at):
    assert CALENDAR.speak_at(local(due_at), urgent=False) == local(heard_at)
    assert CALENDAR.speak_at(local(due_at), urgent=True) == local(due_at)


@pytest.mark.parametrize(
    ("moment", "digest"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 09:01", "2026-11-23 15:00"),
        ("2026-11-27 15:01", "2026-11-30 09:00"),
        ("2026-11-28 08:00", "2026-11-30 09:00"),
    ],
)
def test_digests(moment, digest):
    assert CALENDAR.digest_at(local(moment)) == local(digest)


def test_a_year_without_its_notice_is_provisional():
    bare = Calendar({}, frozenset(), SHANGHAI)
    assert not CALENDAR.provisional(local("2026-12-31"))
    assert CALENDAR.provisional(local("2027-02-22"))
    assert CALENDAR.provisional(datetime(2026, 12, 31, 16, tzinfo=UTC))
    assert bare.provisional(local("2026-12-31"))


@pytest.mark.parametrize(
    "text", ["", "5", "wd", "0wd", "-1wd", "5 wd", "5wd|", "1.5h", "5m", "２h", "99999d", "5WD"]
)
def test_not_a_duration(text):
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


def test_naive_moments_are_refused():
    with pytest.raises(ValueError, match="naive"):
        CALENDAR.add_workdays(datetime(2026, 11, 23, 10), 1)  # noqa: DTZ001


@pytest.mark.parametrize("add", ["add_workdays", "add_calendar_days_rolled", "add_months_rolled"])
def test_a_limit_of_nothing_is_refused(add):
    with pytest.raises(ValueError, match="at least 1"):
        getattr(CALENDAR, add)(local("2026-11-23"), 0)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
CALENDARS = st.one_of(
    st.just(CALENDAR),
    st.builds(
        Calendar,
        st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans()),
        st.just(frozenset()),
        st.just(SHANGHAI),
    ),
)
DAY_UNITS = st.sampled_from([Unit.WORKDAY, Unit.DAY, Unit.MONTH])
UNITS = st.sampled_from(Unit)
AMOUNTS = st.integers(1, 25)


@given(CALENDARS, MOMENTS, AMOUNTS, DAY_UNITS)
def test_a_day_limit_ends_at_18_of_a_working_day(calendar, start, amount, unit):
    end = calendar.local(due(start, Duration(((amount, unit),)), calendar))
    assert calendar.is_workday(end.date())
    assert end.time() == time(18)
    assert end.date() > calendar.local(start).date()


@given(CALENDARS, MOMENTS, AMOUNTS, UNITS)
def test_a_longer_limit_is_never_over_sooner(calendar, start, amount, unit):
    shorter, longer = Duration(((amount, unit),)), Duration(((amount + 1, unit),))
    assert start < due(start, shorter, calendar) <= due(start, longer, calendar)


@given(CALENDARS, MOMENTS, st.timedeltas(timedelta(), timedelta(days=40)), AMOUNTS, UNITS)
def test_a_later_start_is_never_over_sooner(calendar, start, later, amount, unit):
    duration = Duration(((amount, unit),))
    assert due(start, duration, calendar) <= due(start + later, duration, calendar)


@given(MOMENTS, AMOUNTS, UNITS)
def test_recomputing_gives_the_same(start, amount, unit):
    duration = Duration(((amount, unit),))
    again = Calendar(dict(CALENDAR.special), CALENDAR.provisional_years, SHANGHAI)
    elsewhere = start.astimezone(ZoneInfo("America/New_York"))
    assert due(start, duration, CALENDAR) == due(elsewhere, parse_duration(str(duration)), again)


@given(CALENDARS, MOMENTS, AMOUNTS, AMOUNTS, UNITS)
def test_the_earlier_of_two_counts(calendar, start, a, b, unit):
    one, other = (a, Unit.WORKDAY), (b, unit)
    both = due(start, Duration((one, other)), calendar)
    assert both == min(due(start, Duration((part,)), calendar) for part in (one, other))


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_workdays_between_undoes_add_workdays(calendar, start, n):
    assert calendar.workdays_between(start, calendar.add_workdays(start, n)) == n
    assert calendar.workdays_between(calendar.add_workdays(start, n), start) == 0


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_working_hours_add_up(calendar, start, hours):
    end = calendar.add_working_hours(start, hours)
    assert calendar.working_time_between(start, end) == timedelta(hours=hours)
    back = calendar.subtract_working_hours(end, hours)
    assert calendar.working_time_between(back, end) == timedelta(hours=hours)
    assert back <= calendar.next_working_time(start)


@given(CALENDARS, MOMENTS, MOMENTS)
def test_half_way_splits_the_working_time(calendar, a, b):
    start, end = sorted((a, b))
    middle = calendar.half_way(start, end)
    left, right = (
        calendar.working_time_between(start, middle),
        calendar.working_time_between(middle, end),
    )
    assert abs(left - right) <= timedelta(microseconds=1)


@given(CALENDARS, MOMENTS)
def test_a_reminder_is_late_by_a_night_at_most_and_never_early(calendar, moment):
    heard = calendar.speak_at(moment, urgent=False)
    assert timedelta() <= heard - moment <= timedelta(hours=9, minutes=30)
    assert time(7, 30) <= calendar.local(heard).time() < time(22)
    digest = calendar.local(calendar.digest_at(moment))
    assert digest >= moment
    assert calendar.is_workday(digest.date())
    assert digest.time() in {time(9), time(15)}
