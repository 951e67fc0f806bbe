"""Taking steps: every row of the table with real rows, and every reason why it is refused."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from domain.deadlines import ClockKind
from domain.errors import Refused
from domain.order import Action, Status
from domain.roles import SYSTEM, Actor, Audience, Role
from domain.workflow import CLOCK_STATES, STEPS, Step
from service import casework, chain, clocks
from storage import queries
from storage.models import AccessLog, Card, Clock, Event, Order, Reporter
from storage.queues import OutboxMessage
from tests.conftest import MORNING
from tests.service.orders import an_order
from tests.service.town import COURT, GARDEN, LAMP, PIPE, PROOF, SCHOOL, Town, understood

BY_HAND = "1608"  # a class that no program dispatches
DAY = timedelta(days=1)

WHO: Mapping[Role, str] = {
    Role.RESIDENT: "resident",
    Role.DEPUTY: "deputy",
    Role.STATION: "station",
    Role.DISPATCHER: "dispatcher",
    Role.CLERK: "clerk",
    Role.HANDLER: "handler",
    Role.HEAD: "head",
    Role.CHIEF: "chief",
    Role.REVIEWER: "reviewer",
    Role.DUTY_OFFICER: "duty",
    Role.SEALED_OFFICER: "sealed",
}
PEOPLE: Mapping[Audience, set[str]] = {
    Audience.RESIDENT: {"resident"},
    Audience.FOLLOWER: set(),  # see test_joining
    Audience.DEPUTY: {"deputy"},
    Audience.STAND_IN: {"stand-in"},
    Audience.STATION: {"station"},
    Audience.DISPATCHER: {"dispatcher", "second-dispatcher"},
    Audience.CLERK: {"clerk", "second-clerk"},
    Audience.HEAD: {"head"},
    Audience.CHIEF: {"chief"},
    Audience.REVIEWER: {"reviewer"},
    Audience.DUTY_OFFICER: {"duty"},
    Audience.SEALED_OFFICER: {"sealed"},
}
IN_CRISIS = {"resident", "duty", "sealed"}

AT_UNIT: Mapping[str, Any] = {"dispatched_at": MORNING, "return_until": MORNING + DAY}
# What an order has in a state, beside what all have.
IN_STATE: Mapping[Status, Mapping[str, Any]] = {
    Status.DRAFT: {"category": "9999", "lead_unit": None},
    Status.EMERGENCY: {"hazard": True, "urgency": "emergency", "limit_class": "E2"},
    Status.DISPATCHED: AT_UNIT,
    Status.HANDLING: AT_UNIT,
    Status.RETURN_REVIEW: AT_UNIT,
    Status.REPLY_REVIEW: AT_UNIT,
    Status.REPLIED: {"dispatched_at": MORNING, "replied_at": MORNING, "result_class": "D"},
    Status.CLOSED: {"closed_at": MORNING, "result": "satisfied"},
}
URGENT = {"limit_class": "U24", "category": PIPE}
PROPOSED = {"refusal_code": "R6", "refusal_reason": "私事"}
RATED: Any = {"ratings": [{"rater": "deputy", "dimension": "reply", "value": 1}]}


@dataclass(frozen=True)
class Case:
    """How a row is taken: what the order has besides, the answers, what the order has then."""

    facts: Mapping[str, Any]
    inputs: Mapping[str, Any]
    then: Mapping[str, Any]
    people: Mapping[Audience, set[str]]


def a_case(
    facts: Mapping[str, Any] | None = None,
    then: Mapping[str, Any] | None = None,
    people: Mapping[Audience, set[str]] | None = None,
    **inputs: Any,
) -> Case:
    return Case(facts or {}, inputs, then or {}, {**PEOPLE, **(people or {})})


MAIN = UUID(int=77)  # an order that others may join
REFUSED = {"result": "not_accepted", "refused_by": "dispatcher"}
CASES: Mapping[Action, Case] = {
    Action.SUBMIT: a_case(),
    Action.ASK_INFO: a_case(question="place", then={"question": "place", "questions_asked": 1}),
    Action.ROUTE: a_case(facts={"question": "place"}, then={"question": None}),
    Action.ROUTE_URGENT: a_case(facts=URGENT),
    Action.DISPATCH_URGENT: a_case(facts=URGENT, then={"dispatched_at": MORNING, "handler": None}),
    Action.TO_STATION: a_case(then={"at_station": True}),
    Action.SEAL: a_case(then={"sealed": True}),
    Action.INSUFFICIENT: a_case(),
    Action.REOPEN: a_case(facts={"result": "insufficient"}),
    Action.RAISE_ALARM: a_case(
        kind="gas",
        then={"hazard": True, "urgency": "emergency", "limit_class": "E2", "danger_kind": "gas"},
    ),
    Action.TAKE_ALARM: a_case(
        plan="已派人", then={"plan": "已派人", "limit_class": "W5", "dispatched_at": MORNING}
    ),
    Action.HAND_OVER: a_case(handed_to="119"),
    Action.FALSE_ALARM: a_case(
        reason="没有危险", then={"hazard": False, "urgency": "normal", "limit_class": "W5"}
    ),
    Action.CONFIRM: a_case(facts={"category": BY_HAND, "confidence": 0.6}, then={"confidence": 1}),
    Action.ASK_MORE: a_case(text="哪一栋?", then={"question": "哪一栋?"}),
    Action.CALL_STAND_IN: a_case(then={"stand_in": True}),
    Action.PASS_ON: a_case(facts={"category": BY_HAND, "confidence": 0.6}),
    Action.PROPOSE_REFUSAL: a_case(
        refusal="R6", reason="私事", then={"refusal_code": "R6", "refusal_reason": "私事"}
    ),
    Action.FORWARD: a_case(facts=PROPOSED),
    Action.REFUSE: a_case(facts=PROPOSED),
    Action.KEEP: a_case(facts={**PROPOSED, "category": BY_HAND}, then={"refusal_code": None}),
    Action.OBJECT: a_case(facts={**REFUSED, **PROPOSED}, then={"objected": True}),
    Action.DISPATCH: a_case(then={"dispatched_at": MORNING}),
    Action.TAKE: a_case(plan="明天到场", then={"plan": "明天到场", "accepted_at": MORNING}),
    Action.RETURN: a_case(
        unit="SWJ", reason="不归我们管", then={"returned_by": ["CGJ"], "proposed_unit": "SWJ"}
    ),
    Action.REDISPATCH: a_case(
        facts={"returned_by": ["CGJ"]},
        unit="SWJ",
        then={"lead_unit": "SWJ", "proposed_unit": None},
        people={Audience.CLERK: {"water-clerk"}},
    ),
    Action.DESIGNATE: a_case(
        facts={"returned_by": ["SWJ", "CGJ"]}, reason="职责所在", then={"designated": True}
    ),
    Action.CONTACT: a_case(text="已电话联系", then={"first_contact_at": MORNING}),
    Action.ASK_RESIDENT: a_case(text="路边还是院内?", then={"unit_question": "路边还是院内?"}),
    Action.ANSWER_UNIT: a_case(
        facts={"unit_question": "路边还是院内?"}, text="院内", then={"unit_question": None}
    ),
    Action.PROGRESS: a_case(text="已订材料", then={"last_progress": "已订材料"}),
    Action.REPLY: a_case(
        result_class="A", text="已修好", proof=PROOF, then={"result_class": "A", "reviewed": False}
    ),
    Action.RETURN_REPLY: a_case(reason="答非所问"),
    Action.RELEASE: a_case(then={"reviewed": True, "replied_at": MORNING}),
    Action.RELEASE_UNREVIEWED: a_case(then={"reviewed": False, "replied_at": MORNING}),
    Action.CLOSE_SATISFIED: a_case(),
    Action.CLOSE_UNRATED: a_case(),
    Action.REDO: a_case(facts={"plan": "换灯"}, then={"round": 2, "plan": None}, **RATED),
    Action.WITHDRAW: a_case(facts={"hazard": False}),
    Action.LEAVE: a_case(facts={"hazard": True}),
    Action.ADD: a_case(text="还有一盏"),
    Action.CHANGE_CATEGORY: a_case(
        category=PIPE, then={"category": PIPE, "lead_unit": "SWJ", "limit_class": "U24"}
    ),
    Action.CHANGE_PLACE: a_case(
        place=SCHOOL,
        then={"grid": SCHOOL, "community": "WT-02", "station": "ST-WT"},
        people={Audience.DEPUTY: {"stand-in"}},
    ),
    Action.CHANGE_UNIT: a_case(unit="SWJ", then={"lead_unit": "SWJ"}),
    Action.URGE: a_case(),
    Action.VISIT: a_case(text="去看过了"),
    Action.JOIN: a_case(main=MAIN, then={"main_id": MAIN}),
    Action.LIFT_OUT: a_case(facts={"result": "merged"}, then={"main_id": None}),
}

# What breaks each condition, and what is answered then.
BROKEN: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "not_sealed": ({"sealed": True}, "refused-not-yours|refused-sealed"),
    "sealed": ({"sealed": False}, "refused-not-yours|refused-not-sealed"),
    "is_sorted": ({"category": "9999"}, "refused-no-category"),
    "has_unit": ({"lead_unit": None}, "refused-not-yours|refused-no-unit"),
    "has_grid": ({"grid": None}, "refused-no-place"),
    "is_u24": ({"limit_class": "W5"}, "refused-not-urgent"),
    "no_stand_in_yet": ({"stand_in": True}, "refused-stand-in-called"),
    "no_refusal_pending": (PROPOSED, "refused-refusal-pending"),
    "refusal_pending": ({"refusal_code": None}, "refused-nothing-proposed"),
    "not_forwarded": ({"trace": {"forwarded": True}}, "refused-forwarded-already"),
    "second_person": ({"proposed_by": "dispatcher"}, "refused-second-person"),
    "may_return": ({"return_until": MORNING - DAY}, "refused-return-late"),
    "may_redispatch": ({"returned_by": ["SWJ", "CGJ"]}, "refused-must-designate"),
    "may_object": ({"objected": True}, "refused-objected-already"),
    "may_reopen": ({"closed_at": MORNING - 31 * DAY}, "refused-too-late"),
    "head_from_round_two": ({"round": 2}, "refused-head-signs"),
    "no_hazard": ({"hazard": True}, "refused-hazard-stays"),
    "no_followers": ({"followers": 1}, "refused-followed"),
    "stays": ({"hazard": False}, "refused-no-hazard"),
    "merged": ({"result": "satisfied"}, "refused-closed"),
    "half_sure": ({"confidence": 0.4}, "refused-unsure"),
    "questions_left": ({"questions_asked": 2}, "refused-no-questions-left"),
    "no_question_open": ({"unit_question": "哪里?"}, "refused-question-open"),
    "question_open": ({"unit_question": None}, "refused-no-question"),
}


@dataclass(frozen=True)
class Try:
    row: Step
    role: Role
    broken: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.row.source} {self.row.action} by {self.role}"


class Counter:
    """Takes rows of the table one after the other, on one database."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def orders_for(self, tries: Sequence[Try]) -> list[Order]:
        """One for each try, in its row's state, with the clocks and a card in every chat."""
        async with self.town.desk() as (desk, _):
            orders = [self._order(one) for one in tries]
            desk.session.add_all([*orders, an_order(MORNING, id=MAIN)])
            await desk.session.flush()
            for one, order in zip(tries, orders, strict=True):
                desk.session.add_all(self._around(one, order))
                living = [
                    kind for kind, states in CLOCK_STATES.items() if one.row.source in states
                ]
                await clocks.start_clocks(desk, order, tuple(living))
        return orders

    def _order(self, one: Try) -> Order:
        facts = {
            "status": one.row.source.value,
            "category": LAMP,
            "grid": GARDEN,
            "community": "WT-02",
            "street": "WT",
            "station": "ST-WT",
            "lead_unit": "CGJ",
            **IN_STATE.get(one.row.source, {}),
            **CASES[one.row.action].facts,
            **_as_role(one.role),
            **one.broken,
        }
        for name in ("proposed_by", "refused_by"):
            if name in facts:
                facts[name] = self.town.id_of(facts[name])
        return an_order(MORNING, **facts)

    def _around(self, one: Try, order: Order) -> list[Card | Reporter]:
        key = {"district_id": order.district_id, "order_id": order.id}
        resident = self.town.id_of("resident")
        told = [CASES[one.row.action].people[audience] for audience in one.row.text_ids]
        people = [self.town.people[name] for name in sorted(set().union(*told))]
        return [
            Reporter(**key, person_id=resident, linked_at=MORNING),
            *(Card(**key, person_id=p.id, chat_id=p.chat_id, message_id=1) for p in people),
        ]

    async def take_all(
        self, tries: Sequence[tuple[Try, Order, Mapping[str, Any]]]
    ) -> list[str | None]:
        """Why each was refused, None where it was taken; one desk for each."""
        answers: list[str | None] = []
        async with self.town.database.transaction() as session:
            for one, order, inputs in tries:
                desk, person = await self.town.sit(session, WHO.get(one.role))
                actor = SYSTEM if one.role is Role.SYSTEM else _only(person, one.role)
                action, version = one.row.action, order.state_version
                try:
                    async with desk.savepoint():
                        await casework.take_step(
                            desk, actor, order.id, action, inputs, version=version
                        )
                except Refused as refused:
                    answers.append(refused.text_id)
                else:
                    answers.append(None)
                await desk.deliver()
        return answers


@dataclass(frozen=True)
class Found:
    """All rows of the database by order."""

    orders: Mapping[UUID, Order]
    events: Mapping[UUID, list[Event]]
    running: Mapping[UUID, set[str]]
    told: Mapping[UUID, set[tuple[str, str]]]
    written: Mapping[UUID, int]


async def found(town: Town) -> Found:
    events, told = defaultdict(list), defaultdict(set)
    running: dict[UUID, set[str]] = defaultdict(set)
    written: dict[UUID, int] = defaultdict(int)
    for event in await town.rows(Event):
        events[event.order_id].append(event)
    for clock in await town.rows(Clock):
        if clock.stopped_at is None:
            running[clock.order_id].add(clock.kind)
    for row in await town.rows(OutboxMessage):
        written[row.order_id] += 1
        said = town.as_heard(row)
        if said.fresh:
            told[row.order_id].add(said.words)
    orders = {order.id: order for order in await town.rows(Order)}
    return Found(orders, events, running, told, written)


def _living_in(status: Status) -> tuple[ClockKind, ...]:
    return tuple(kind for kind, states in CLOCK_STATES.items() if status in states)


def _only(actor: Actor, role: Role) -> Actor:
    return replace(actor, grants=frozenset(g for g in actor.grants if g.role is role))


def _as_role(role: Role) -> dict[str, Any]:
    """What lets this role near the order at all."""
    if role is Role.DUTY_OFFICER:
        return {"hazard": True}
    if role is Role.SEALED_OFFICER:
        return {"sealed": True}
    return {}


def roles_of(row: Step) -> list[Role]:
    """Whoever files is the resident of it; proxies come with paper notes."""
    return [Role.RESIDENT] if row.action is Action.SUBMIT else sorted(row.roles)


def expected(one: Try, order: Order) -> set[tuple[str, str]]:
    """Whoever the row tells loudly, each in the words of their audience."""
    words, row, case, who = {}, one.row, CASES[one.row.action], WHO.get(one.role)
    for audience, text_id in row.text_ids.items():
        if audience is Audience.SEALED_OFFICER and not order.sealed:
            continue
        for name in case.people[audience]:
            if order.sealed and name not in IN_CRISIS:
                continue
            if name == who and audience is not Audience.RESIDENT:
                continue
            words[name] = "card" if row.action is Action.SUBMIT else text_id
    if row.action is Action.REDO:
        words["resident"] = "redo-resident-deputy"
    return set(words.items())


async def test_every_row_of_the_table(town):
    """Status, result, version, event, clocks and audiences of each row; its roles take turns."""
    counter = Counter(town)
    tries = [Try(row, roles_of(row)[n % len(roles_of(row))]) for n, row in enumerate(STEPS)]
    orders = await counter.orders_for(tries)
    before = await found(town)
    inputs = [CASES[one.row.action].inputs for one in tries]
    answers = await counter.take_all(list(zip(tries, orders, inputs, strict=True)))
    after = await found(town)
    for one, order, answer in zip(tries, orders, answers, strict=True):
        assert answer is None, one.name
        _row_stands(one, before.orders[order.id], after.orders[order.id])
        (event,) = after.events[order.id]
        _event_stands(town, one, event)
        states = {k: CLOCK_STATES[ClockKind(k)] for k in before.running[order.id]}
        kept = {kind for kind, lives_in in states.items() if one.row.target in lives_in}
        started = {kind.value for kind in one.row.starts}
        assert after.running[order.id] == kept | started, one.name
        assert after.told[order.id] == expected(one, after.orders[order.id]), one.name


def _row_stands(one: Try, before: Order, after: Order) -> None:
    row, then = one.row, CASES[one.row.action].then
    assert after.status == row.target, one.name
    assert after.result == (row.result if row.moves else before.result), one.name
    assert after.state_version == before.state_version + row.moves, one.name
    assert {name: getattr(after, name) for name in then} == dict(then), one.name


def _event_stands(town: Town, one: Try, event: Event) -> None:
    row, who = one.row, WHO.get(one.role)
    assert (event.rule, event.action, event.role) == (row.rule, row.action, one.role), one.name
    assert (event.from_status, event.to_status) == (row.source, row.target), one.name
    assert event.actor_id == (town.id_of(who) if who else None), one.name
    assert chain.broken([event]) == [], one.name


async def test_every_condition_of_every_row(town):
    """The set-up of the success, with one thing that breaks one condition: nothing happens."""
    counter = Counter(town)
    guarded = [(row, guard.__name__) for row in STEPS for guard in row.guards]
    tries = [Try(row, _plainest(row), BROKEN[guard][0]) for row, guard in guarded]
    orders = await counter.orders_for(tries)
    before = await found(town)
    inputs = [CASES[one.row.action].inputs for one in tries]
    answers = await counter.take_all(list(zip(tries, orders, inputs, strict=True)))
    for one, (_, guard), answer in zip(tries, guarded, answers, strict=True):
        assert answer in BROKEN[guard][1].split("|"), (one.name, guard)
    _nothing_happened(before, await found(town))


def _nothing_happened(before: Found, after: Found) -> None:
    assert after.events == {}
    assert (after.running, after.written) == (before.running, before.written)
    for key, order in before.orders.items():
        kept = after.orders[key]
        assert (kept.status, kept.version) == (order.status, order.version)


def _plainest(row: Step) -> Role:
    return Role.CLERK if Role.CLERK in row.roles else roles_of(row)[0]


MISSING = {
    Action.ASK_MORE: ("text", "refused-empty"),
    Action.TAKE_ALARM: ("plan", "refused-empty"),
    Action.HAND_OVER: ("handed_to", "refused-empty"),
    Action.FALSE_ALARM: ("reason", "refused-empty"),
    Action.PROPOSE_REFUSAL: ("refusal", "refused-empty"),
    Action.TAKE: ("plan", "refused-empty"),
    Action.RETURN: ("reason", "refused-empty"),
    Action.REDISPATCH: ("unit", "refused-empty"),
    Action.DESIGNATE: ("reason", "refused-empty"),
    Action.CONTACT: ("text", "refused-empty"),
    Action.ASK_RESIDENT: ("text", "refused-empty"),
    Action.ANSWER_UNIT: ("text", "refused-empty"),
    Action.PROGRESS: ("text", "refused-empty"),
    Action.REPLY: ("proof", "refused-no-proof"),
    Action.RETURN_REPLY: ("reason", "refused-empty"),
    Action.ADD: ("text", "refused-empty"),
    Action.CHANGE_CATEGORY: ("category", "refused-empty"),
    Action.CHANGE_PLACE: ("place", "refused-empty"),
    Action.CHANGE_UNIT: ("unit", "refused-empty"),
    Action.VISIT: ("text", "refused-empty"),
}
UNKNOWN = {
    Action.PROPOSE_REFUSAL: ("refusal", "R77", "old-button"),
    Action.RETURN: ("unit", "NOBODY", "refused-unknown-unit"),
    Action.REDISPATCH: ("unit", "NOBODY", "refused-unknown-unit"),
    Action.REPLY: ("result_class", "Z", "old-button"),
    Action.CHANGE_CATEGORY: ("category", "0000", "refused-unknown-category"),
    Action.CHANGE_PLACE: ("place", "XX-01", "refused-unknown-place"),
    Action.CHANGE_UNIT: ("unit", "NOBODY", "refused-unknown-unit"),
    Action.PROGRESS: ("text", "字" * 1001, "refused-too-long"),
}


async def test_answers_that_are_missing_or_unknown(town):
    counter = Counter(town)
    rows = {row.action: row for row in STEPS}
    wrong: list[tuple[Action, str, str | None, str]] = [
        (action, name, None, why) for action, (name, why) in MISSING.items()
    ]
    wrong += [(action, *rest) for action, rest in UNKNOWN.items()]
    tries = [Try(rows[action], roles_of(rows[action])[0]) for action, *_ in wrong]
    orders = await counter.orders_for(tries)
    before = await found(town)
    inputs = [
        {**CASES[action].inputs, name: value} if value else _without(name, action)
        for action, name, value, _ in wrong
    ]
    answers = await counter.take_all(list(zip(tries, orders, inputs, strict=True)))
    assert dict(zip(wrong, answers, strict=True)) == {one: one[-1] for one in wrong}
    _nothing_happened(before, await found(town))


def _without(name: str, action: Action) -> dict[str, Any]:
    return {key: said for key, said in CASES[action].inputs.items() if key != name}


async def test_an_order_is_the_fold_of_its_events(town):
    """I3: no gap, every hash, and the row is what the events make of it."""
    order = await town.order_in(Status.REPLIED)
    events = await town.events(order)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert chain.broken(events) == []
    assert [event.action for event in events] == [
        "submit", "route", "confirm", "dispatch", "take", "reply", "release",
    ]  # fmt: skip
    assert all(a.to_status == b.from_status for a, b in pairwise(events))
    moves = sum(event.from_status != event.to_status for event in events)
    assert (order.status, order.state_version) == (events[-1].to_status, moves)


async def test_a_changed_event_breaks_the_chain(town):
    order = await town.order_in(Status.DISPATCHED)
    async with town.database.transaction() as session:
        event = await session.get(Event, (town.district.id, order.id, 2))
        event.data = {"unit": "SWJ"}
    assert chain.broken(await town.events(order)) == [2]


async def test_a_stale_button_moves_nothing(town):
    order = await town.order_in(Status.CONFIRMING)
    stale = order.state_version
    await town.does("deputy", order, Action.CHANGE_UNIT, unit="CGJ", version=stale)
    await town.does("deputy", order, Action.CONFIRM, version=stale)
    with pytest.raises(Refused, match="old-button"):
        await town.does("clerk", order, Action.TAKE, plan="到场", version=stale)
    current = (await town.now(order)).state_version
    taken = await town.does("clerk", order, Action.TAKE, plan="到场", version=current)
    assert taken.status == Status.HANDLING


async def test_an_addition_makes_no_button_stale(town):
    order = await town.order_in(Status.CONFIRMING)
    before = order.state_version
    await town.does("resident", order, Action.ADD, text="还有一盏")
    confirmed = await town.does("deputy", order, Action.CONFIRM, version=before)
    assert confirmed.status == Status.DISPATCHED


async def test_a_denial_is_kept_though_nothing_else_is(town):
    """reliability.md 5.2: the savepoint is undone, the row of the access log stays."""
    order = await town.order_in(Status.DISPATCHED)
    with pytest.raises(Refused, match="refused-not-yours"):
        await town.does("water-clerk", order, Action.TAKE, plan="到场")
    (denied,) = await town.rows(AccessLog)
    assert (denied.person_id, denied.order_id) == (town.id_of("water-clerk"), order.id)
    assert (denied.action, denied.verdict) == ("take", "deny")
    assert (await town.now(order)).status == Status.DISPATCHED


async def test_an_order_that_is_not_there(town):
    with pytest.raises(Refused, match="not-found"):
        await town.does("clerk", an_order(), Action.TAKE, plan="到场")


async def test_each_person_hears_of_an_order_once_in_a_transaction(town):
    """Submitted, sorted, dispatched in one go: the resident's card, the clerks' card."""
    await town.files(understood(PIPE))
    heard = await town.heard()
    assert len(heard) == len({said.who for said in heard})
    assert {said.words for said in heard} == {
        ("resident", "card"), ("water-clerk", "card"), ("deputy", "card"),
    }  # fmt: skip


async def test_confirming_dispatches_and_repaints(town):
    """decisions.md 24: the deputy's word is certainty 1; the unit gets the order's card."""
    order = await town.files(understood(confidence=0.55, margin=0.1))
    assert order.status == Status.CONFIRMING
    await town.heard()
    order = await town.does("deputy", order, Action.CONFIRM)
    assert (order.status, order.confidence, order.lead_unit) == ("dispatched", 1.0, "CGJ")
    assert await town.told() == {
        ("resident", "dispatch-resident"), ("clerk", "card"), ("second-clerk", "card"),
    }  # fmt: skip
    assert (order.take_due, order.reply_due) == (
        town.district.calendar.add_workdays(MORNING, 1),
        town.district.calendar.add_workdays(MORNING, 5),
    )


@pytest.mark.parametrize("state", ["new", "run"])
async def test_a_card_on_its_way_is_a_card(town, state):
    """Issue 2: a word about an order whose first card was not yet marked as sent came as a
    second card, and was not said. One that is being sent is painted again as well."""
    order = await town.files(understood(LAMP))
    async with town.database.transaction() as session:
        await session.execute(update(OutboxMessage).values(state=state))
    await town.written()
    await town.does("resident", order, Action.ADD, text="是东门那盏")
    written = {(said.who, said.text_id, said.fresh) for said in await town.written()}
    assert ("deputy", "add-deputy", True) in written
    assert ("deputy", "card", True) not in written
    assert (("deputy", "card", False) in written) is (state == "run")


async def test_a_class_that_people_dispatch_waits_for_them(town):
    order = await town.files(understood(BY_HAND))
    order = await town.does("deputy", order, Action.CONFIRM)
    assert order.status == Status.READY
    order = await town.does("dispatcher", order, Action.DISPATCH)
    assert order.status == Status.DISPATCHED


async def test_danger_is_told_to_everybody_at_once(town):
    """T3: the duty officer, the unit and the deputy in parallel, before anything else."""
    order = await town.order_in(Status.HANDLING)
    town.clock.set(MORNING.replace(hour=16))  # midnight
    await town.does("deputy", order, Action.RAISE_ALARM, kind="gas")
    heard = await town.heard()
    assert {said.words for said in heard} == {
        ("resident", "raise_alarm-resident"), ("duty", "card"),
        ("clerk", "raise_alarm-clerk"), ("second-clerk", "raise_alarm-clerk"),
    }  # fmt: skip
    assert {said.kind for said in heard} == {"escalation"}
    assert await town.running(order) == {"emergency"}


async def test_after_the_alarm_is_taken_the_night_is_quiet_again(town):
    order = await town.order_in(Status.HANDLING)
    await town.does("deputy", order, Action.RAISE_ALARM, kind="gas")
    town.clock.set(MORNING.replace(hour=16))
    await town.does("duty", order, Action.TAKE_ALARM, plan="已派人")
    assert ("resident", "take_alarm-resident") in await town.told()
    await town.does("head", order, Action.PROGRESS, text="已换阀门")
    assert await town.told() == set()
    assert ("resident", "progress-resident") in await town.for_the_morning()


async def test_who_takes_an_alarm_over_is_told_by_night(town):
    order = await town.order_in(Status.HANDLING)
    await town.does("deputy", order, Action.RAISE_ALARM, kind="gas")
    town.clock.set(MORNING.replace(hour=16))
    await town.heard()
    await town.does("duty", order, Action.HAND_OVER, handed_to="119")
    assert ("resident", "hand_over-resident") in await town.told()


async def test_the_next_date_outlives_a_step_that_starts_no_clock(town):
    """The lists are ordered by it: a taken order still has its contact and its reply due."""
    order = await town.order_in(Status.HANDLING)
    steps = await town.steps(order)
    assert {name.split()[0] for name in steps} == {"contact", "reply"}
    assert order.next_due == min(step.due_at for step in steps.values())


async def test_clocks_that_were_stopped_start_in_a_new_cycle(town):
    """decisions.md 17: the steps of the old cycle are void, those of the new one are due."""
    order = await town.order_in(Status.DISPATCHED)
    first = order.cycle
    await town.does("clerk", order, Action.RETURN, unit="SWJ", reason="不归我们管")
    town.clock.advance(DAY)
    order = await town.does("dispatcher", order, Action.REDISPATCH, unit="SWJ")
    assert order.cycle > first
    rows = [row for row in await town.rows(Clock, order) if row.kind == "reply"]
    assert [(row.cycle == order.cycle, row.stopped_at is None) for row in rows] == [
        (False, False), (True, True),
    ]  # fmt: skip
    assert {s.cycle for s in (await town.steps(order)).values()} == {order.cycle}
    assert order.reply_due == town.district.calendar.add_workdays(town.clock.now(), 5)
    assert await town.told() >= {("water-clerk", "card")}


async def test_a_designated_unit_keeps_its_date_and_its_contact(town):
    """T14: the unit's clock has run on; taking and first contact are asked for anew."""
    order = await town.order_in(Status.DISPATCHED)
    due = order.reply_due
    await town.does("clerk", order, Action.RETURN, unit="SWJ", reason="不归我们管")
    order = await town.does("dispatcher", order, Action.DESIGNATE, reason="职责所在")
    assert await town.running(order) == {"take", "contact", "reply"}
    assert order.reply_due == due
    with pytest.raises(Refused, match="refused-designated"):
        await town.does("clerk", order, Action.RETURN, unit="SWJ", reason="不归我们管")


async def test_a_sealed_order_tells_nobody_else(town):
    order = await town.order_in(Status.DISPATCHED)
    async with town.desk() as (desk, _):
        sealed = await queries.lock_order(desk.session, town.district.id, order.id)
        assert sealed is not None
        sealed.sealed = True
    for who in ("deputy", "clerk", "dispatcher", "station", "head"):
        assert await town.view(who, order) is None
    assert (await town.view("sealed", order)).number == order.number
    await town.does("resident", order, Action.ADD, text="还有一件")
    await town.does("resident", order, Action.WITHDRAW)
    assert await town.told() == set()


async def test_a_withdrawn_order_stops_every_clock(town):
    order = await town.order_in(Status.HANDLING)
    order = await town.does("resident", order, Action.WITHDRAW)
    assert (order.result, order.closed_at) == ("withdrawn", town.clock.now())
    assert await town.running(order) == set()
    assert await town.steps(order) == {}
    assert order.next_due is None


async def test_who_leaves_a_hazard_hears_no_more(town):
    """T31: the order stays, the link is cut."""
    order = await town.order_in(Status.HANDLING)
    await town.does("deputy", order, Action.RAISE_ALARM, kind="gas")
    with pytest.raises(Refused, match="refused-hazard-stays"):
        await town.does("resident", order, Action.WITHDRAW)
    await town.does("resident", order, Action.LEAVE)
    await town.heard()
    await town.does("duty", order, Action.TAKE_ALARM, plan="已派人")
    assert "resident" not in {said.who for said in await town.heard()}
    assert await town.view("resident", order) is None


async def test_a_unit_is_urged_at_most_every_four_hours(town):
    order = await town.order_in(Status.HANDLING)
    await town.does("resident", order, Action.URGE)
    assert await town.told() == {
        ("clerk", "urge-clerk"), ("second-clerk", "urge-clerk"), ("head", "urge-head"),
    }  # fmt: skip
    with pytest.raises(Refused, match="refused-urged-already"):
        await town.does("deputy", order, Action.URGE)
    town.clock.advance(timedelta(hours=4))
    await town.does("deputy", order, Action.URGE)


async def test_two_units_returned_it_then_it_is_designated(town):
    """T14: after two returns nobody may return it again."""
    order = await town.order_in(Status.DISPATCHED)
    await town.does("clerk", order, Action.RETURN, unit="SWJ", reason="不归我们管")
    await town.does("dispatcher", order, Action.REDISPATCH, unit="SWJ")
    await town.does("water-clerk", order, Action.RETURN, unit="CGJ", reason="也不归我们")
    with pytest.raises(Refused, match="refused-must-designate"):
        await town.does("dispatcher", order, Action.REDISPATCH, unit="CGJ")
    order = await town.does("dispatcher", order, Action.DESIGNATE, reason="就近")
    assert (order.status, order.lead_unit) == ("dispatched", "SWJ")


async def test_a_refusal_needs_two_persons_and_an_objection_a_third(town):
    """T10."""
    order = await town.files(understood(BY_HAND))
    await town.does("deputy", order, Action.PROPOSE_REFUSAL, refusal="R6", reason="私事")
    order = await town.does("dispatcher", order, Action.REFUSE)
    assert (order.status, order.result) == ("closed", "not_accepted")
    order = await town.does("resident", order, Action.OBJECT)
    assert order.status == Status.READY
    with pytest.raises(Refused, match="refused-second-person"):
        await town.does("dispatcher", order, Action.KEEP)
    order = await town.does("second-dispatcher", order, Action.KEEP)
    assert (order.status, order.refusal_code) == ("ready", None)


async def test_a_class_of_danger_without_danger_is_urgent(town):
    """E2 is for danger alone: whoever sorts a matter there has sounded no alarm."""
    order = await town.order_in(Status.CONFIRMING)
    order = await town.does("deputy", order, Action.CHANGE_CATEGORY, category="0202")
    assert (order.limit_class, order.urgency) == ("U24", "normal")
    order = await town.does("deputy", order, Action.CHANGE_CATEGORY, category=COURT)
    assert order.limit_class == "W5"
