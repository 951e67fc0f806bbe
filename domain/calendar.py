"""Working-day arithmetic: model.md C6, Civil Code 201-203.

Every moment that goes in or comes out is aware; what comes out is UTC. Days, opening hours and
the hour at which a limit ends are those of the calendar's time zone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from itertools import takewhile

OPENING_HOURS = ((time(9), time(12)), (time(14), time(18)))
START_OF_DAY = time(9)
END_OF_DAY = time(18)
QUIET_FROM = time(22)
QUIET_UNTIL = time(7, 30)
DIGESTS = (time(9), time(15))

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The working days of one district.

    `special` names the days that are not what their weekday says: False is a holiday, True a
    make-up workday. `provisional_years` are those whose official notice is not in the table yet.
    """

    special: Mapping[date, bool]
    provisional_years: frozenset[int]
    tz: tzinfo

    def local(self, moment: datetime) -> datetime:
        """`moment` on the district's wall clock. A naive moment is a ValueError."""
        if moment.tzinfo is None:
            raise ValueError(f"naive moment {moment.isoformat()}")
        return moment.astimezone(self.tz)

    def at(self, day: date, hour: time) -> datetime:
        """The UTC moment at which the district's clocks show `hour` on `day`."""
        return datetime.combine(day, hour, tzinfo=self.tz).astimezone(UTC)

    def is_workday(self, day: date) -> bool:
        return self.special.get(day, day.weekday() < 5)

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        return self.first_workday(day + _ONE_DAY)

    def first_workday(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        while not self.is_workday(day):
            day += _ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The last working day before `day`."""
        return self.last_workday(day - _ONE_DAY)

    def last_workday(self, day: date) -> date:
        """`day` itself, or the last working day before it."""
        while not self.is_workday(day):
            day -= _ONE_DAY
        return day

    def workdays_between(self, a: datetime, b: datetime) -> int:
        """Working days after the day of `a` up to the day of `b`; 0 when `b` is not later.

        The inverse of add_workdays: on each day it is what "还剩n个工作日" says.
        """
        day, last = self.local(a).date(), self.local(b).date()
        return sum(
            self.is_workday(day + timedelta(days=n)) for n in range(1, (last - day).days + 1)
        )

    def add_workdays(self, start: datetime, n: int) -> datetime:
        """18:00 of the nth working day after the day of `start`, which is not counted."""
        _at_least_one(n)
        day = self.local(start).date()
        for _ in range(n):
            day = self.next_workday(day)
        return self.at(day, END_OF_DAY)

    def add_calendar_days_rolled(self, start: datetime, n: int) -> datetime:
        """18:00 of the nth day after `start`, or of the next working day if that is a rest day."""
        _at_least_one(n)
        day = self.local(start).date() + timedelta(days=n)
        return self.at(self.first_workday(day), END_OF_DAY)

    def add_months_rolled(self, start: datetime, n: int) -> datetime:
        """18:00 of the same date n months later, or of that month's last day; rolled."""
        _at_least_one(n)
        day = self.local(start).date()
        months = day.year * 12 + day.month - 1 + n
        first = date(months // 12, months % 12 + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - _ONE_DAY
        return self.at(
            self.first_workday(min(last, first.replace(day=1) + timedelta(days=day.day - 1))),
            END_OF_DAY,
        )

    def is_working_time(self, moment: datetime) -> bool:
        """Between opening and closing of a working day; the closing minute is outside."""
        day = self.local(moment).date()
        return any(opens <= moment < closes for opens, closes in self._open_spans(day))

    def next_working_time(self, start: datetime) -> datetime:
        """`start` if it is working time, else the next opening."""
        opens, _ = next(self._spans_after(start))
        return opens

    def add_working_hours(self, start: datetime, hours: int) -> datetime:
        """The moment when `hours` working hours (09:00-12:00, 14:00-18:00) have passed."""
        _at_least_one(hours)
        return self.add_working_time(start, timedelta(hours=hours))

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The moment when `amount` of working time has passed since `start`."""
        spans = self._spans_after(start)
        opens, closes = next(spans)
        while amount > closes - opens:
            amount -= closes - opens
            opens, closes = next(spans)
        return opens + amount

    def subtract_working_hours(self, end: datetime, hours: int) -> datetime:
        """The moment from which `hours` working hours are left until `end`."""
        _at_least_one(hours)
        amount = timedelta(hours=hours)
        spans = self._spans_before(end)
        opens, closes = next(spans)
        while amount > closes - opens:
            amount -= closes - opens
            opens, closes = next(spans)
        return closes - amount

    def working_time_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; zero when `b` is not later."""
        spans = takewhile(lambda span: span[0] < b, self._spans_after(a))
        return sum((min(closes, b) - opens for opens, closes in spans), timedelta())

    def half_way(self, start: datetime, end: datetime) -> datetime:
        """The moment by which half of the working time from `start` to `end` is gone."""
        return self.add_working_time(start, self.working_time_between(start, end) / 2)

    def provisional(self, due: datetime) -> bool:
        """Whether make-up workdays may still move `due`: its year's notice is not in the table."""
        year = self.local(due).year
        return year in self.provisional_years or year not in self._years

    def speak_at(self, due_at: datetime, *, urgent: bool) -> datetime:
        """When a reminder due at `due_at` may be heard: not from 22:00 to 07:30, unless urgent.

        Urgent is E2 and crisis only (decisions.md 13).
        """
        local = self.local(due_at)
        hour = local.time()
        if urgent or QUIET_UNTIL <= hour < QUIET_FROM:
            return due_at.astimezone(UTC)
        day = local.date() + _ONE_DAY if hour >= QUIET_FROM else local.date()
        return self.at(day, QUIET_UNTIL)

    def digest_at(self, moment: datetime) -> datetime:
        """The first 09:00 or 15:00 of a working day that is not before `moment`."""
        day = self.first_workday(self.local(moment).date())
        while True:
            for hour in DIGESTS:
                if (digest := self.at(day, hour)) >= moment:
                    return digest
            day = self.next_workday(day)

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.special)

    def _open_spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if not self.is_workday(day):
            return ()
        return tuple(
            (self.at(day, opens), self.at(day, closes)) for opens, closes in OPENING_HOURS
        )

    def _spans_after(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans of working time from `start` on, the first one cut at `start`, without end."""
        day = self.local(start).date()
        start = start.astimezone(UTC)
        while True:
            for opens, closes in self._open_spans(day):
                if closes > start:
                    yield max(opens, start), closes
            day += _ONE_DAY

    def _spans_before(self, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans of working time before `end`, newest first, the first one cut at `end`."""
        day = self.local(end).date()
        end = end.astimezone(UTC)
        while True:
            for opens, closes in reversed(self._open_spans(day)):
                if opens < end:
                    yield opens, min(closes, end)
            day -= _ONE_DAY


class Unit(StrEnum):
    """Units of a duration, as the pack's limits.csv writes them."""

    MINUTE = "min"
    HOUR = "h"
    WORKING_HOUR = "wh"
    WORKDAY = "wd"
    DAY = "d"
    MONTH = "mo"


@dataclass(frozen=True, slots=True)
class Duration:
    """One or more (amount, unit) parts; with several, the earliest due counts."""

    parts: tuple[tuple[int, Unit], ...]

    def __str__(self) -> str:
        return "|".join(f"{amount}{unit}" for amount, unit in self.parts)

    @property
    def runs_day_and_night(self) -> bool:
        """Counted in clock hours (E2, U24), not in working time."""
        return all(unit in {Unit.MINUTE, Unit.HOUR} for _, unit in self.parts)


_PART = re.compile(r"([1-9][0-9]{0,3})(min|h|wh|wd|d|mo)", re.ASCII)


def parse_duration(text: str) -> Duration:
    """`15min`, `4wh`, `24h`, `5wd`, `7d`, `3mo`, or `5wd|7d` for the earlier one.

    Anything else is a ValueError that names the part at fault.
    """
    parts = []
    for part in text.split("|"):
        if not (match := _PART.fullmatch(part.strip())):
            raise ValueError(f"not a duration: {part.strip()!r}")
        parts.append((int(match[1]), Unit(match[2])))
    return Duration(tuple(parts))


def due(start: datetime, duration: Duration, calendar: Calendar) -> datetime:
    """When `duration`, begun at `start`, is over (UTC)."""
    return min(_part_due(start, amount, unit, calendar) for amount, unit in duration.parts)


def _part_due(start: datetime, amount: int, unit: Unit, calendar: Calendar) -> datetime:
    match unit:
        case Unit.MINUTE:
            return start.astimezone(UTC) + timedelta(minutes=amount)
        case Unit.HOUR:
            return start.astimezone(UTC) + timedelta(hours=amount)
        case Unit.WORKING_HOUR:
            return calendar.add_working_hours(start, amount)
        case Unit.WORKDAY:
            return calendar.add_workdays(start, amount)
        case Unit.DAY:
            return calendar.add_calendar_days_rolled(start, amount)
        case Unit.MONTH:
            return calendar.add_months_rolled(start, amount)


def _at_least_one(n: int) -> None:
    if n < 1:
        raise ValueError(f"a duration is at least 1, not {n}")
