"""The table as a whole: states x actions x roles (model.md C4)."""

import ast
import inspect
import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain import guards
from domain.access import Allow, Deny, may
from domain.deadlines import ClockKind
from domain.errors import Refused
from domain.order import Action, Attempt, Case, Result, Status
from domain.roles import SYSTEM, Actor, Audience, Grant, Role
from domain.workflow import CLOCK_STATES, OPEN, STEPS, Step, check, open_to, refusal, step

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SOMEBODY, OTHER = UUID(int=1), UUID(int=2)


def a_case(**facts: Any) -> Case:
    known = {
        "id": UUID(int=9), "status": Status.CONFIRMING, "category": "0203", "grid": "G1",
        "station": "S1", "lead_unit": "CGJ", "limit_class": "W5", "confidence": 0.9,
    }  # fmt: skip
    return Case(**{**known, **facts})


def test_no_two_rows_have_one_key():
    keys = Counter((row.source, row.action) for row in STEPS)
    assert [key for key, n in keys.items() if n > 1] == []


@pytest.mark.parametrize("status", OPEN)
def test_every_open_state_has_a_clock_and_a_way_out(status):
    clocks = {kind for kind, states in CLOCK_STATES.items() if status in states}
    started = {kind for row in STEPS if row.target is status for kind in row.starts}
    kept = {kind for kind in clocks for row in STEPS if row.target is status and
            row.source in CLOCK_STATES[kind]}  # fmt: skip
    assert clocks & (started | kept)
    assert any(row.moves for row in STEPS if row.source is status)


@pytest.mark.parametrize("row", STEPS, ids=lambda row: f"{row.source}-{row.action}")
def test_a_moving_row_into_an_open_state_leaves_a_clock_running(row):
    if not row.moves or row.target is Status.CLOSED:
        return
    running = {
        kind
        for kind, states in CLOCK_STATES.items()
        if row.target in states and (kind in row.starts or row.source in states)
    }
    assert running, f"{row.action} leads to {row.target} where no clock runs"
    assert set(row.starts) <= {k for k, states in CLOCK_STATES.items() if row.target in states}


@pytest.mark.parametrize("row", STEPS, ids=lambda row: f"{row.source}-{row.action}")
def test_every_step_the_resident_did_not_take_tells_the_resident(row):
    if row.roles == {Role.RESIDENT}:
        return
    assert Audience.RESIDENT in {tell.audience for tell in row.tells}


@pytest.mark.parametrize("row", STEPS, ids=lambda row: f"{row.source}-{row.action}")
def test_nobody_is_told_twice_and_results_stand_only_at_closing(row):
    audiences = [tell.audience for tell in row.tells]
    assert len(audiences) == len(set(audiences))
    assert (row.result is not None) == (row.target is Status.CLOSED and row.moves)


def test_every_clock_lives_somewhere_and_every_state_can_be_reached():
    assert set(CLOCK_STATES) == set(ClockKind)
    reached = {Status.DRAFT}
    for _ in Status:
        reached |= {row.target for row in STEPS if row.source in reached}
    assert reached == set(Status)


def test_closing_can_be_reached_from_every_open_state():
    for start in OPEN:
        seen: set[Status] = {start}
        for _ in Status:
            seen |= {row.target for row in STEPS if row.source in seen}
        assert Status.CLOSED in seen


def test_every_action_and_every_guard_is_used():
    assert {row.action for row in STEPS} == set(Action)
    defined = {
        name
        for name, found in inspect.getmembers(guards, inspect.isfunction)
        if found.__module__ == "domain.guards" and not name.startswith("_")
    }
    used = {guard.__name__ for row in STEPS for guard in row.guards}
    assert defined - used == set()


def test_a_deputy_never_handles_or_orders_a_unit():
    """Rule C1.3, art. 31."""
    theirs = {row.action for row in STEPS if Role.DEPUTY in row.roles}
    assert not theirs & {
        Action.DISPATCH, Action.REDISPATCH, Action.DESIGNATE, Action.TAKE, Action.RETURN,
        Action.PROGRESS, Action.REPLY, Action.RELEASE,
    }  # fmt: skip


_SCOPE = {
    Role.DEPUTY: "G1",
    Role.STATION: "S1",
    Role.REVIEWER: "S1",
    Role.CLERK: "CGJ",
    Role.HANDLER: "CGJ",
    Role.HEAD: "CGJ",
    Role.CHIEF: "CGJ",
}


@pytest.mark.parametrize("role", Role)
def test_only_the_roles_of_a_row_may_take_it(role):
    """Default deny: states x actions x roles against the table."""
    grants = frozenset({Grant(role, _SCOPE.get(role, ""))})
    actor = SYSTEM if role is Role.SYSTEM else Actor(SOMEBODY, grants)
    for status, action in itertools.product(Status, Action):
        case = a_case(
            status=status,
            owned=role is Role.RESIDENT,
            dispatched_at=NOW,
            hazard=True,
            sealed=role is Role.SEALED_OFFICER,
        )
        row = step(status, action)
        allowed = may(actor, action, case) == Allow(role)
        assert allowed == (row is not None and role in row.roles), (status, action)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SYSTEM, Role.RESIDENT}])
def test_another_scope_opens_nothing(role):
    actor = Actor(SOMEBODY, frozenset({Grant(role, "elsewhere")}))
    unbound = {Role.DISPATCHER, Role.DUTY_OFFICER, Role.SEALED_OFFICER}
    for row in STEPS:
        case = a_case(status=row.source, dispatched_at=NOW)
        if role not in unbound:
            assert isinstance(may(actor, row.action, case), Deny)


def test_a_sealed_order_is_closed_to_all_but_two_offices_and_its_reporter():
    case = a_case(status=Status.READY, sealed=True, hazard=False)
    for role in Role:
        scope = {Role.DEPUTY: "G1", Role.STATION: "S1", Role.CLERK: "CGJ"}.get(role, "")
        actor = Actor(SOMEBODY, frozenset({Grant(role, scope)}))
        allowed = [row for row in STEPS if isinstance(may(actor, row.action, case), Allow)]
        assert bool(allowed) == (role in {Role.SEALED_OFFICER, Role.SYSTEM})


def the_row(status: Status, action: Action) -> Step:
    row = step(status, action)
    assert row is not None
    return row


def an_attempt(
    role: Role = Role.CLERK, person: UUID = SOMEBODY, after: timedelta = timedelta()
) -> Attempt:
    return Attempt(person, role, NOW + after)


@pytest.mark.parametrize(
    ("facts", "after", "why"),
    [
        ({}, timedelta(hours=1), None),
        ({}, timedelta(days=3), "refused-return-late"),
        ({"returned_by": frozenset({"CGJ"})}, timedelta(hours=1), "refused-returned-already"),
        ({"designated": True}, timedelta(hours=1), "refused-designated"),
    ],
)
def test_a_unit_returns_once_in_time_and_never_when_designated(facts, after, why):
    """T13, T14."""
    case = a_case(status=Status.DISPATCHED, return_until=NOW + timedelta(days=1), **facts)
    row = the_row(Status.DISPATCHED, Action.RETURN)
    assert refusal(row, case, an_attempt(after=after)) == why


def test_after_two_returns_only_designation_is_left():
    case = a_case(status=Status.RETURN_REVIEW, returns=2)
    attempt = an_attempt(Role.DISPATCHER)
    assert refusal(the_row(case.status, Action.REDISPATCH), case, attempt)
    assert check(case, Action.DESIGNATE, attempt).target is Status.DISPATCHED


def test_two_persons_decide_a_refusal():
    """T10: who proposed cannot decide, and after an objection neither can who refused."""
    case = a_case(status=Status.READY, refusal_code="R6", proposed_by=SOMEBODY)
    row = the_row(Status.READY, Action.REFUSE)
    assert refusal(row, case, an_attempt(Role.DISPATCHER)) == "refused-second-person"
    assert refusal(row, case, an_attempt(Role.DISPATCHER, OTHER)) is None
    again = a_case(status=Status.READY, refusal_code="R6", refused_by=OTHER, objected=True)
    assert refusal(row, again, an_attempt(Role.DISPATCHER, OTHER)) == "refused-second-person"


@pytest.mark.parametrize(
    ("facts", "after", "why"),
    [
        ({"result": Result.NOT_ACCEPTED, "refused_by": OTHER}, 6, None),
        ({"result": Result.NOT_ACCEPTED, "refused_by": OTHER}, 8, "refused-too-late"),
        ({"result": Result.NOT_ACCEPTED, "refused_by": OTHER, "objected": True}, 1,
         "refused-objected-already"),
        ({"result": Result.SATISFIED}, 1, "refused-not-refused"),
    ],
)  # fmt: skip
def test_a_resident_objects_once_within_seven_days(facts, after, why):
    case = a_case(status=Status.CLOSED, closed_at=NOW, **facts)
    row = the_row(Status.CLOSED, Action.OBJECT)
    assert refusal(row, case, an_attempt(Role.RESIDENT, after=timedelta(days=after))) == why


def test_from_round_two_the_head_signs():
    """C9."""
    row = the_row(Status.HANDLING, Action.REPLY)
    second = a_case(status=Status.HANDLING, round=2)
    assert refusal(row, second, an_attempt(Role.CLERK)) == "refused-head-signs"
    assert refusal(row, second, an_attempt(Role.HEAD)) is None
    assert refusal(row, a_case(status=Status.HANDLING), an_attempt(Role.CLERK)) is None


def test_a_hazard_is_not_withdrawn_but_the_reporter_may_leave():
    """T31."""
    case = a_case(status=Status.HANDLING, hazard=True, owned=True)
    actions = {row.action for row in open_to(case, [Role.RESIDENT], an_attempt(Role.RESIDENT))}
    assert Action.LEAVE in actions
    assert Action.WITHDRAW not in actions


def test_a_moved_on_order_says_so():
    with pytest.raises(Refused, match="refused-moved-on"):
        check(a_case(status=Status.CLOSED), Action.TAKE, an_attempt())


def test_status_is_set_in_one_place():
    """architecture.md: `order.status = …` stands in service/casework.py alone."""
    root = Path(__file__).parents[2]
    setters = []
    for folder in ("domain", "service", "storage", "bot", "web"):
        for path in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                targets = node.targets if isinstance(node, ast.Assign) else []
                if any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets):
                    setters.append(path.relative_to(root).as_posix())
    assert set(setters) == {"service/casework.py"}
