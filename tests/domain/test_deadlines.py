"""model.md C4, C7, C8: what each clock does and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import (
    CLOSE_WINDOW,
    ClockKind,
    Colour,
    PlannedStep,
    StepKind,
    plan_clock,
    plan_window,
    window_end,
    window_end_after_dissatisfied,
)
from domain.limits import due_for
from domain.order import Action
from domain.roles import Audience
from tests.domain.test_calendar import CALENDAR, CALENDARS, MOMENTS, local
from tests.domain.test_limits import LIMITS, MONDAY

NEEDS_LIMIT = {ClockKind.TAKE, ClockKind.CONTACT, ClockKind.REPLY}
CLASSES = st.sampled_from(sorted(LIMITS))


def plan(
    kind: ClockKind, code: str | None = None, start: datetime = MONDAY, **more: Any
) -> tuple[PlannedStep, ...]:
    limit = LIMITS[code] if code else None
    return plan_clock(kind, start, calendar=CALENDAR, limit=limit, **more)


def lines(steps: Sequence[PlannedStep]) -> list[str]:
    """Steps as `name local-time`, for reading."""
    return [f"{s.step} {CALENDAR.local(s.due_at):%m-%d %H:%M}" for s in steps]


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        (ClockKind.SORT, None, ["to_station 11-23 10:15"]),
        (ClockKind.INFO, None, ["remind_24h 11-24 10:00", "insufficient 11-25 10:00"]),
        (ClockKind.CONFIRM, "W5", ["call_stand_in 11-23 16:00", "pass_on 11-24 18:00"]),
        (ClockKind.TAKE, "U24", ["rung_1 11-23 11:00"]),
        (ClockKind.TAKE, "W5", ["rung_1 11-24 18:00"]),
        (ClockKind.CONTACT, "W1", []),
        (ClockKind.CONTACT, "W5", ["remind_contact 11-24 18:00"]),
        (ClockKind.REVIEW, "W5", ["release_unreviewed 11-24 18:00"]),
        (ClockKind.RATE, "E2", ["invite_24h 11-24 10:00", "close_window 11-25 10:00"]),
        (
            ClockKind.RATE,
            "W5",
            ["invite_48h 11-25 10:00", "invite_120h 11-28 10:00", "close_window 11-30 10:00"],
        ),
        (
            ClockKind.DISPATCH,
            "W5",
            [
                "remind_first 11-23 16:00",
                "remind_1wd 11-24 18:00",
                "remind_2wd 11-25 18:00",
                "remind_3wd 11-26 18:00",
                "remind_4wd 11-27 18:00",
                "remind_5wd 11-30 18:00",
                "remind_6wd 12-01 18:00",
            ],
        ),
        (
            ClockKind.RETURN,
            "W5",
            [
                "remind_1wd 11-24 18:00",
                "remind_2wd 11-25 18:00",
                "remind_3wd 11-26 18:00",
                "remind_4wd 11-27 18:00",
                "remind_5wd 11-30 18:00",
                "remind_6wd 12-01 18:00",
            ],
        ),
    ],
)
def test_steps_of_each_clock(kind, code, expected):
    assert lines(plan(kind, code)) == expected


@pytest.mark.parametrize("code", ["E2", "U24"])
def test_what_is_urgent_is_dispatched_within_the_hour(code):
    assert lines(plan(ClockKind.DISPATCH, code))[0] == "remind_first 11-23 11:00"


@pytest.mark.parametrize("kind", [ClockKind.TAKE, ClockKind.EMERGENCY])
def test_nobody_takes_the_danger(kind):
    """C7: minutes 5, 15, 30, 60, 120; minute 0 is the alarm. At night too."""
    steps = plan(kind, "E2", start=local("2026-11-28 23:50"))
    assert [s.due_at - local("2026-11-28 23:50") for s in steps] == [
        timedelta(minutes=n) for n in (5, 15, 30, 60, 120)
    ]
    assert all(Audience.DUTY_OFFICER in s.audiences and s.single for s in steps)
    assert [Audience.HEAD in s.audiences for s in steps] == [False, True, True, True, True]
    assert [Audience.CHIEF in s.audiences for s in steps] == [False, False, False, True, True]


OVERDUE_W5 = ["rung_6 12-01 18:00", "rung_7 12-03 18:00", "rung_8 12-07 18:00"]


@pytest.mark.parametrize(
    ("code", "round", "expected"),
    [
        ("E2", 1, ["rung_3 11-23 11:30", "rung_5 11-23 12:00"]),
        ("U24", 1, ["rung_3 11-24 06:00", "rung_5 11-24 10:00"]),
        ("E2", 2, ["rung_3 11-24 06:00", "rung_5 11-24 10:00"]),
        ("W1", 1, ["rung_2 11-24 09:30", "rung_3 11-24 16:00", "rung_5 11-24 18:00"]),
        ("W3", 1, ["rung_3 11-25 09:00", "rung_4 11-26 09:00", "rung_5 11-26 18:00"]),
        ("W1", 2, ["rung_3 11-25 09:00", "rung_4 11-26 09:00", "rung_5 11-26 18:00"]),
        (
            "W5",
            1,
            [
                "rung_2 11-26 09:30",
                "rung_3 11-27 09:00",
                "rung_4 11-30 09:00",
                "rung_5 11-30 18:00",
            ],
        ),
        (
            "W15",
            1,
            [
                "rung_2 11-27 09:00",
                "rung_2_due 11-30 18:00",
                "rung_3 12-11 09:00",
                "rung_4 12-14 09:00",
                "rung_5 12-14 18:00",
            ],
        ),
    ],
)
def test_the_ladder_up_to_red(code, round, expected):
    assert lines(plan(ClockKind.REPLY, code, round=round))[:-4] == expected


def test_the_ladder_of_a_suggestion_counts_days():
    steps = plan(ClockKind.REPLY, "M3", start=local("2026-01-20"))
    assert lines(steps)[:-4] == [
        "rung_2 03-09 09:30",
        "rung_3_30d 03-20 09:00",
        "rung_3_10d 04-10 09:00",
        "rung_3_3d 04-17 09:00",
        "rung_4 04-20 09:00",
        "rung_5 04-20 18:00",
    ]


def test_calls_that_a_holiday_moves_to_one_morning_are_one():
    """10 and 3 days before 10 October both lie behind the National Day week."""
    steps = plan(ClockKind.REPLY, "M3", start=local("2026-09-10"), round=2)
    calls = [line for line in lines(steps) if line.startswith("rung_3")]
    assert calls == ["rung_3_3d 09-30 09:00"]


def test_the_ladder_after_red():
    """C7, decisions.md 21: urging notice on 12月1日, as dialogue 9 says."""
    steps = plan(ClockKind.REPLY, "W5")[-5:]
    assert lines(steps)[1:] == [*OVERDUE_W5, "rung_9 12-14 18:00"]
    assert all(s.colour is Colour.RED and s.single for s in steps)
    assert set(steps[0].audiences) == {
        Audience.RESIDENT,
        Audience.DEPUTY,
        Audience.CLERK,
        Audience.HEAD,
    }
    assert all(Audience.HEAD in s.audiences for s in steps)
    assert [s.rung for s in steps] == [5, 6, 7, 8, 9]


def test_colours_and_company_before_red():
    by_rung = {s.rung: s for s in plan(ClockKind.REPLY, "W5")}
    assert (by_rung[2].colour, by_rung[2].single) == (Colour.BLUE, False)
    assert by_rung[2].audiences == (Audience.CLERK,)
    assert (by_rung[3].colour, by_rung[3].single) == (Colour.YELLOW, True)
    assert by_rung[4].audiences == by_rung[3].audiences
    assert set(by_rung[3].audiences) == {Audience.CLERK, Audience.HEAD, Audience.DEPUTY}
    assert not by_rung[4].single


def test_a_short_holiday_limit_has_no_morning_before_its_start():
    """A W5 of the last working day before National Day is due on the first one after it."""
    steps = plan(ClockKind.REPLY, "W5", start=local("2026-09-30 10:00"))
    assert lines(steps)[:2] == ["rung_4 10-08 09:00", "rung_5 10-08 18:00"]


def test_another_laws_date_moves_the_ladder():
    steps = plan(ClockKind.REPLY, "ST", statutory_due=local("2027-01-21 18:00"))
    assert lines(steps)[:-4] == [
        "rung_2 11-27 09:00",
        "rung_2_due 11-30 18:00",
        "rung_3 01-20 09:00",
        "rung_4 01-21 09:00",
        "rung_5 01-21 18:00",
    ]


def test_transitions_by_the_clock():
    acts = {
        step.action for kind in ClockKind for step in plan(kind, "W5") if step.kind is StepKind.ACT
    }
    assert acts == {
        Action.TO_STATION,
        Action.INSUFFICIENT,
        Action.CALL_STAND_IN,
        Action.PASS_ON,
        Action.RELEASE_UNREVIEWED,
        CLOSE_WINDOW,
    }


def test_a_station_is_reminded_and_has_no_stand_in():
    steps = plan(ClockKind.CONFIRM, "W5", waits_for=Audience.STATION)
    assert lines(steps)[:2] == ["remind_first 11-23 16:00", "remind_1wd 11-24 18:00"]
    assert {s.audiences for s in steps} == {(Audience.STATION,)}


def test_a_sealed_order_waits_for_its_officer():
    steps = plan(ClockKind.DISPATCH, waits_for=Audience.SEALED_OFFICER)
    assert {s.audiences for s in steps} == {(Audience.SEALED_OFFICER,)}


def test_a_clock_laid_anew_says_nothing_twice_but_still_acts():
    late = plan(ClockKind.INFO, laid_at=MONDAY + timedelta(days=3))
    assert [s.step for s in late] == ["insufficient"]
    ladder = plan(ClockKind.REPLY, "W5", laid_at=local("2026-11-27 09:00"))
    assert ladder == plan(ClockKind.REPLY, "W5")[2:]


@pytest.mark.parametrize("kind", sorted(NEEDS_LIMIT))
def test_the_units_clocks_need_a_class(kind):
    with pytest.raises(ValueError, match="needs a limit"):
        plan(kind)


@pytest.mark.parametrize(
    ("given_at", "ends"),
    [("2026-11-24 10:00", "2026-11-25 18:00"), ("2026-11-27 20:00", "2026-11-30 10:00")],
)
def test_a_first_dissatisfied_shortens_the_window(given_at, ends):
    end = window_end(MONDAY, LIMITS["W5"])
    assert end == local("2026-11-30 10:00")
    short = window_end_after_dissatisfied(local(given_at), end, CALENDAR)
    assert short == local(ends)
    steps = plan_window(MONDAY, short, calendar=CALENDAR, laid_at=local(given_at))
    assert (steps[-1].action, steps[-1].due_at) == (CLOSE_WINDOW, short)
    assert all(local(given_at) < s.due_at <= short for s in steps)


@given(CALENDARS, MOMENTS, st.sampled_from(ClockKind), CLASSES, st.integers(1, 4))
def test_every_plan_is_in_order_and_after_its_start(calendar, start, kind, code, round):
    steps = plan_clock(kind, start, calendar=calendar, limit=LIMITS[code], round=round)
    moments = [s.due_at for s in steps]
    assert moments == sorted(moments)
    assert all(moment > start for moment in moments)
    assert len({s.step for s in steps}) == len(steps)
    assert all((s.action is None) == (s.kind is StepKind.REMIND) for s in steps)
    assert all(bool(s.audiences) == (s.kind is StepKind.REMIND) for s in steps)
    assert steps == plan_clock(kind, start, calendar=calendar, limit=LIMITS[code], round=round)


@given(CALENDARS, MOMENTS, CLASSES, st.integers(1, 4))
def test_the_ladder_only_climbs(calendar, start, code, round):
    steps = plan_clock(ClockKind.REPLY, start, calendar=calendar, limit=LIMITS[code], round=round)
    rungs = [s.rung or 0 for s in steps]
    assert rungs == sorted(rungs)
    assert rungs[-5:] == [5, 6, 7, 8, 9]
    final = due_for(LIMITS[code], start, calendar, round).final
    assert next(s for s in steps if s.rung == 5).due_at == final
    before = [s.due_at for s in steps if (s.rung or 0) < 5]
    assert len(set(before)) == len(before)
    assert all(start < moment < final for moment in before)
