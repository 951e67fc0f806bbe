"""Taking steps: what is written, who hears of it and how, which clocks run afterwards."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from domain.errors import Refused
from domain.order import Action, Status
from service import chain
from storage import queries
from storage.models import AccessLog, Clock, Event
from storage.queues import OutboxMessage
from tests.conftest import MORNING
from tests.service.orders import an_order
from tests.service.town import COURT, LAMP, PIPE, understood

BY_HAND = "1608"  # a class that no program dispatches


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
    town.clock.advance(timedelta(days=1))
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
