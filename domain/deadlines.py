"""The clocks of an order and the ladder of reminders: model.md C4, C7, C8.

A clock is planned once, when it is laid, as steps with a UTC moment each. Who is told in which
words, and whether an `act` still fits the order when it is due, is for the caller.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from domain.calendar import START_OF_DAY, Calendar, Duration, Unit
from domain.limits import Dues, Limit, due_for, redo_limit
from domain.order import Action
from domain.roles import Audience

EMERGENCY_CLASS = "E2"
URGENT_CLASS = "U24"
CLOSE_WINDOW = "close_window"  # ends as T23, T24 or T25, by rating.outcome()
_INVITATION_HOURS = (2 * 24, 5 * 24)  # the invitation of day 0 is the reply itself (F3)
_WINDOW = timedelta(days=7)
_WINDOW_E2 = timedelta(hours=48)


class ClockKind(StrEnum):
    """What an order can be waiting for. `take`, `contact` and `reply` are the unit's clocks."""

    SORT = "sort"
    INFO = "info"
    CONFIRM = "confirm"
    DISPATCH = "dispatch"
    TAKE = "take"
    CONTACT = "contact"
    REPLY = "reply"
    RETURN = "return"
    REVIEW = "review"
    RATE = "rate"
    EMERGENCY = "emergency"


class StepKind(StrEnum):
    """decisions.md 16: every due `act` runs, in due order; only the newest `remind` speaks."""

    ACT = "act"
    REMIND = "remind"


class Colour(StrEnum):
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of one clock. `step` is unique in its clock and the same whenever it is planned.

    `action` is the transition that an `act` takes, `rung` C7's number, `audiences` whom a
    reminder is for; `single` reminders are sent by themselves, the others in the next digest.
    """

    clock: ClockKind
    step: str
    kind: StepKind
    due_at: datetime
    rung: int | None = None
    colour: Colour | None = None
    action: str | None = None
    audiences: tuple[Audience, ...] = ()
    single: bool = True


@dataclass(frozen=True, slots=True)
class _Lay:
    """What the plans below are made from."""

    kind: ClockKind
    start: datetime
    calendar: Calendar
    limit: Limit | None
    waits_for: Audience | None
    statutory_due: datetime | None

    @property
    def class_code(self) -> str | None:
        return self.limit.class_code if self.limit else None

    def dues(self) -> Dues:
        if not self.limit:
            raise ValueError(f"the {self.kind} clock needs a limit")
        return due_for(self.limit, self.start, self.calendar, statutory_due=self.statutory_due)

    def measured(self) -> Duration | None:
        """The limit that the ladder measures; None if the law sets its date (ST)."""
        if not self.limit:
            return None
        return self.limit.finish if self.limit.interim else self.limit.reply

    def runs_day_and_night(self) -> bool:
        measured = self.measured()
        return measured is not None and measured.runs_day_and_night

    def hours(self, n: int) -> datetime:
        return self.start + timedelta(hours=n)

    def working_hours(self, n: int) -> datetime:
        return self.calendar.add_working_hours(self.start, n)

    def workdays(self, n: int) -> datetime:
        return self.calendar.add_workdays(self.start, n)

    def act(self, action: str, due_at: datetime) -> PlannedStep:
        return PlannedStep(self.kind, action, StepKind.ACT, due_at, action=action)

    def remind(
        self,
        step: str,
        due_at: datetime,
        *audiences: Audience,
        colour: Colour | None = None,
        rung: int | None = None,
        single: bool = True,
    ) -> PlannedStep:
        return PlannedStep(
            self.kind, step, StepKind.REMIND, due_at, rung, colour, None, audiences, single
        )


def plan_clock(
    kind: ClockKind,
    start: datetime,
    *,
    calendar: Calendar,
    limit: Limit | None = None,
    round: int = 1,
    waits_for: Audience | None = None,
    statutory_due: datetime | None = None,
    laid_at: datetime | None = None,
) -> tuple[PlannedStep, ...]:
    """The steps of a clock that counts from `start`, in due order.

    `limit` is the order's class: `take`, `contact` and `reply` need it (ValueError), for
    `dispatch` and `rate` it sets the pace. `waits_for` names who is waited for where that varies:
    the station instead of the deputy (`confirm`), the sealed-case officer instead of the
    dispatcher (`dispatch`). With `laid_at`, reminders due by then are left out: a clock that is
    laid anew in the middle says nothing twice.
    """
    limit = redo_limit(limit, round) if limit else None
    lay = _Lay(kind, start.astimezone(UTC), calendar, limit, waits_for, statutory_due)
    return _from(laid_at, _PLANS[kind](lay))


def plan_window(
    opened_at: datetime, ends_at: datetime, *, calendar: Calendar, laid_at: datetime | None = None
) -> tuple[PlannedStep, ...]:
    """The rating clock of a window whose end was moved, by a first 不满意 (C8): see plan_clock."""
    lay = _Lay(ClockKind.RATE, opened_at.astimezone(UTC), calendar, None, None, None)
    return _from(laid_at, _window(lay, ends_at.astimezone(UTC), _INVITATION_HOURS))


def window_end(opened_at: datetime, limit: Limit | None) -> datetime:
    """When ratings close: 7 days after the reply, for E2 48 hours (C8)."""
    emergency = limit is not None and limit.class_code == EMERGENCY_CLASS
    return opened_at.astimezone(UTC) + (_WINDOW_E2 if emergency else _WINDOW)


def window_end_after_dissatisfied(
    first_given_at: datetime, window_end: datetime, calendar: Calendar
) -> datetime:
    """A first 不满意 ends the window one working day later, never later than it was (C8)."""
    return min(window_end, calendar.add_workdays(first_given_at, 1))


def _from(laid_at: datetime | None, steps: Iterable[PlannedStep]) -> tuple[PlannedStep, ...]:
    ahead = (
        step
        for step in steps
        if laid_at is None or step.kind is StepKind.ACT or step.due_at > laid_at
    )
    return tuple(sorted(ahead, key=lambda step: step.due_at))


def _sort(lay: _Lay) -> Iterator[PlannedStep]:
    """Sorting is the program's own work of a moment; what it leaves goes to people."""
    yield lay.act(Action.TO_STATION, lay.start + timedelta(minutes=15))


def _info(lay: _Lay) -> Iterator[PlannedStep]:
    """T4."""
    yield lay.remind("remind_24h", lay.hours(24), Audience.RESIDENT)
    yield lay.act(Action.INSUFFICIENT, lay.hours(48))


def _confirm(lay: _Lay) -> Iterator[PlannedStep]:
    """T7. Without a deputy to wait for (the station sorts), nobody stands in: it is reminded."""
    if lay.waits_for in {None, Audience.DEPUTY}:
        yield lay.act(Action.CALL_STAND_IN, lay.working_hours(4))
        yield lay.act(Action.PASS_ON, lay.workdays(1))
    else:
        yield from _daily(lay, lay.waits_for, first=lay.working_hours(4))


def _dispatch(lay: _Lay) -> Iterator[PlannedStep]:
    """T11, T3d: within the hour for what is urgent."""
    urgent = lay.class_code in {EMERGENCY_CLASS, URGENT_CLASS}
    first = lay.hours(1) if urgent else lay.working_hours(4)
    yield from _daily(lay, lay.waits_for or Audience.DISPATCHER, first=first)


def _return(lay: _Lay) -> Iterator[PlannedStep]:
    """T14: decided in one working day."""
    yield from _daily(lay, lay.waits_for or Audience.DISPATCHER, first=None)


def _daily(lay: _Lay, who: Audience | None, *, first: datetime | None) -> Iterator[PlannedStep]:
    """A reminder at `first`, one after a working day, and red ones on the five days after it."""
    audiences = (who,) if who else ()
    if first:
        yield lay.remind("remind_first", first, *audiences)
    for day in range(1, 7):
        colour = Colour.YELLOW if day == 1 else Colour.RED
        yield lay.remind(f"remind_{day}wd", lay.workdays(day), *audiences, colour=colour)


def _take(lay: _Lay) -> Iterator[PlannedStep]:
    """C7 rung 1. E2 has the ladder of an emergency."""
    if lay.class_code == EMERGENCY_CLASS:
        yield from _emergency(lay)
    elif limit_at := lay.dues().take:
        who = (Audience.CLERK, Audience.HEAD)
        yield lay.remind("rung_1", limit_at, *who, colour=Colour.YELLOW, rung=1)


def _contact(lay: _Lay) -> Iterator[PlannedStep]:
    """T15, C9."""
    if limit_at := lay.dues().contact:
        yield lay.remind("remind_contact", limit_at, Audience.CLERK, colour=Colour.YELLOW)


def _emergency(lay: _Lay) -> Iterator[PlannedStep]:
    """C7, in minutes; minute 0 is the alarm itself (T3). From 15 on nobody has taken it."""
    who: tuple[Audience, ...] = (Audience.DUTY_OFFICER, Audience.CLERK)
    for minutes in (5, 15, 30, 60, 120):
        if minutes == 15:
            who = (*who, Audience.HEAD)
        if minutes == 60:
            who = (*who, Audience.CHIEF)
        colour = Colour.YELLOW if minutes < 15 else Colour.RED
        due_at = lay.start + timedelta(minutes=minutes)
        yield lay.remind(f"minute_{minutes}", due_at, *who, colour=colour, rung=1)


def _review(lay: _Lay) -> Iterator[PlannedStep]:
    """T22."""
    yield lay.act(Action.RELEASE_UNREVIEWED, lay.workdays(1))


def _rate(lay: _Lay) -> Iterator[PlannedStep]:
    """C8; an E2 window is short and has one reminder."""
    hours = (24,) if lay.class_code == EMERGENCY_CLASS else _INVITATION_HOURS
    yield from _window(lay, window_end(lay.start, lay.limit), hours)


def _window(lay: _Lay, ends_at: datetime, invited: tuple[int, ...]) -> Iterator[PlannedStep]:
    for hours in invited:
        if lay.hours(hours) < ends_at:
            who = (Audience.RESIDENT, Audience.DEPUTY)
            yield lay.remind(f"invite_{hours}h", lay.hours(hours), *who)
    yield lay.act(CLOSE_WINDOW, ends_at)


# C7: rung, working days after the due date, audiences. decisions.md 21: from rung 6 on the unit's
# heads, until the supervisor's role exists. The handler, whose card it is, sees rung 5 as well.
_OVERDUE = (
    (6, 1, (Audience.HEAD,)),
    (7, 3, (Audience.HEAD, Audience.CHIEF)),
    (8, 5, (Audience.HEAD, Audience.CHIEF)),
    (9, 10, (Audience.HEAD, Audience.CHIEF)),
)
_NEAR = (Audience.CLERK, Audience.HEAD, Audience.DEPUTY)


def _reply(lay: _Lay) -> Iterator[PlannedStep]:
    """C7 rungs 2 to 9 on the unit's clock, which runs from dispatch (a redo's from the redo).

    A rung before the due date that would fall at or before the start, or at or after a later one
    of its kind, says nothing new and is left out: see _ahead.
    """
    dues = lay.dues()
    yield from _ahead(lay, dues)
    who = (Audience.CLERK, Audience.HEAD, Audience.DEPUTY, Audience.RESIDENT)
    yield lay.remind("rung_5", dues.final, *who, colour=Colour.RED, rung=5)
    for rung, workdays, audiences in _OVERDUE:
        due_at = lay.calendar.add_workdays(dues.final, workdays)
        yield lay.remind(f"rung_{rung}", due_at, *audiences, colour=Colour.RED, rung=rung)


def _ahead(lay: _Lay, dues: Dues) -> Iterator[PlannedStep]:
    """Rungs 2, 3 and 4. Rung 3 is never dropped for another: rung 4 must come after it (so W1,
    U24 and E2, whose rung 3 is hours or minutes before the end, have none), rung 2 before all."""
    calendar, final = lay.calendar, dues.final
    last_calls = [
        (step, moment) for step, moment in _last_calls(lay, dues) if lay.start < moment < final
    ]
    for step, moment in last_calls:
        yield lay.remind(step, moment, *_NEAR, colour=Colour.YELLOW, rung=3)
    taken = [moment for _, moment in last_calls]
    morning = calendar.at(calendar.local(final).date(), START_OF_DAY)
    if max([lay.start, *taken]) < morning < final and not lay.runs_day_and_night():
        yield lay.remind("rung_4", morning, *_NEAR, colour=Colour.YELLOW, rung=4, single=False)
        taken.append(morning)
    yield from _progress(lay, dues, min([final, *taken]))


def _progress(lay: _Lay, dues: Dues, before: datetime) -> Iterator[PlannedStep]:
    """Rung 2: half of the time gone; where an interim reply is promised (W15, ST), that reply.
    Both are for the case that no F2 was sent, which the caller knows. They go out in the digest,
    which E2 and U24 are too short to wait for."""
    calendar = lay.calendar
    if lay.limit and lay.limit.interim:
        due_day = calendar.local(dues.reply).date()
        day_before = calendar.at(calendar.previous_workday(due_day), START_OF_DAY)
        moments = [("rung_2", day_before), ("rung_2_due", dues.reply)]
    elif lay.runs_day_and_night():
        moments = []
    else:
        moments = [("rung_2", calendar.half_way(lay.start, dues.final))]
    for step, moment in moments:
        if lay.start < moment < before:
            yield lay.remind(
                step, moment, Audience.CLERK, colour=Colour.BLUE, rung=2, single=False
            )


def _last_calls(lay: _Lay, dues: Dues) -> list[tuple[str, datetime]]:
    """Rung 3, by how the limit counts: 30 minutes (E2) or 4 hours (U24) before the end, 2 working
    hours (W1), 30, 10 and 3 days (M3; those that holidays move to one day are one), else the
    morning of the working day before the last."""
    calendar, final, measured = lay.calendar, dues.final, lay.measured()
    day = calendar.local(final).date()
    if measured and measured.runs_day_and_night:
        short = final - lay.start <= timedelta(hours=2)
        return [("rung_3", final - (timedelta(minutes=30) if short else timedelta(hours=4)))]
    if measured and measured.parts == ((1, Unit.WORKDAY),):
        return [("rung_3", calendar.subtract_working_hours(final, 2))]
    if measured and all(unit is Unit.MONTH for _, unit in measured.parts):
        days = {calendar.last_workday(day - timedelta(days=n)): n for n in (30, 10, 3)}
        return [(f"rung_3_{n}d", calendar.at(at, START_OF_DAY)) for at, n in days.items()]
    return [("rung_3", calendar.at(calendar.previous_workday(day), START_OF_DAY))]


_PLANS: Mapping[ClockKind, Callable[[_Lay], Iterator[PlannedStep]]] = {
    ClockKind.SORT: _sort,
    ClockKind.INFO: _info,
    ClockKind.CONFIRM: _confirm,
    ClockKind.DISPATCH: _dispatch,
    ClockKind.TAKE: _take,
    ClockKind.CONTACT: _contact,
    ClockKind.REPLY: _reply,
    ClockKind.RETURN: _return,
    ClockKind.REVIEW: _review,
    ClockKind.RATE: _rate,
    ClockKind.EMERGENCY: _emergency,
}
