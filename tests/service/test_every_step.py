"""Every row of the table is taken with real rows, and refused for every reason that it names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.deadlines import ClockKind
from domain.errors import Refused
from domain.order import Action, Status
from domain.roles import SYSTEM, Actor, Audience, Role
from domain.workflow import CLOCK_STATES, STEPS, Step
from service import casework, chain, clocks
from storage.models import Card, Clock, Event, Order, Reporter
from storage.queues import OutboxMessage
from tests.conftest import MORNING
from tests.service.orders import an_order
from tests.service.town import GARDEN, LAMP, PIPE, PROOF, SCHOOL, Town

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


MAIN, MAIN_NUMBER = UUID(int=77), "QT-20261125-77777"  # an order that others may join
MERGING = {"merge": MAIN.hex}
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
    Action.PROPOSE_MERGE: a_case(main=MAIN_NUMBER, then={"trace": MERGING}),
    Action.MERGE: a_case(facts={"trace": MERGING}, then={"main_id": MAIN, "trace": {}}),
    Action.KEEP_APART: a_case(facts={"category": BY_HAND, "trace": MERGING}, then={"trace": {}}),
    Action.ANSWER: a_case(facts={"intent": "question"}, text="带身份证到政务中心办"),
    Action.STILL_FILE: a_case(facts={"result": "answered"}, then={"intent": "report"}),
    Action.FOLLOWER_ADD: a_case(text="我家也一样", files=PROOF),
}

# What only one state's row of an action needs.
ONLY_THERE: Mapping[tuple[Status, Action], Mapping[str, Any]] = {
    (Status.CLOSED, Action.ADD): {"result": "merged", "main_id": MAIN},
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
    "a_question": ({"intent": "report"}, "refused-no-question-asked"),
    "answered": ({"closed_at": MORNING - 31 * DAY}, "refused-too-late"),
    "merge_pending": ({"trace": {}}, "refused-no-merge"),
    "no_merge_pending": ({"trace": MERGING}, "refused-merge-pending"),
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
            place = {"category": LAMP, "grid": GARDEN, "number": MAIN_NUMBER}
            desk.session.add_all([*orders, an_order(MORNING, id=MAIN, **place)])
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
            **ONLY_THERE.get((one.row.source, one.row.action), {}),
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
    Action.PROPOSE_MERGE: ("main", "refused-empty"),
    Action.ANSWER: ("text", "refused-empty"),
}
UNKNOWN = {
    Action.PROPOSE_MERGE: ("main", "QT-20261125-99998", "not-found"),
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
