"""Ratings with real rows: blind, the window, the redo (model.md C8, C9, decisions.md 27)."""

from datetime import timedelta
from typing import Any

import pytest

from domain.deadlines import CLOSE_WINDOW
from domain.errors import Refused
from domain.order import Action, Status
from domain.rating import Dimension, Value
from service import closure, showing
from service.casework import take_step
from storage.models import AccessLog, Card, Order, Rating, Reporter
from tests.conftest import MORNING
from tests.service.orders import an_order
from tests.service.town import GARDEN, PROOF, Town

REPLY, DELIVERY = Dimension.REPLY, Dimension.DELIVERY
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
GRACE = closure.REASON_GRACE
STAFF = ("clerk", "handler", "head", "chief", "reviewer", "dispatcher")


async def replied(town: Town, result_class: str = "D") -> Order:
    order = await town.order_in(Status.HANDLING)
    await town.does(
        "clerk", order, Action.REPLY, result_class=result_class, text="已经修好", proof=PROOF,
        ground="条例第三条",
    )  # fmt: skip
    order = await town.does("reviewer", order, Action.RELEASE)
    await town.heard()
    return order


VALUES = (3, 2, 1, None)
SIXTEEN = [(resident, deputy) for resident in VALUES for deputy in VALUES]


async def test_sixteen_cases(town):
    """Redo where a 1 is present (7), unrated for none-none (1), satisfied for the other 8."""
    orders = await _many_replied(town, len(SIXTEEN))
    for order, (resident, deputy) in zip(orders, SIXTEEN, strict=True):
        for who, value in (("resident", resident), ("deputy", deputy)):
            if value is not None:
                await town.rates(who, order, REPLY, value)
    for hours in (48, 120, 168, 169):
        await town.waits_until(MORNING + timedelta(hours=hours))
    became = [(o.status, o.result, o.round) for o in [await town.now(o) for o in orders]]
    assert became == [_outcome(pair) for pair in SIXTEEN]
    assert sum(round == 2 for _, _, round in became) == 7
    assert sum(result == "satisfied" for _, result, _ in became) == 8


def _outcome(pair: tuple[int | None, int | None]) -> tuple[str, str | None, int]:
    if 1 in pair:
        return ("handling", None, 2)
    return ("closed", "unrated" if pair == (None, None) else "satisfied", 1)


async def _many_replied(town: Town, number: int) -> list[Order]:
    """Replied just now; what led there is test_casework's."""
    made = []
    async with town.desk("resident") as (desk, _):
        for _ in range(number):
            order = an_order(
                MORNING, status="reply_review", grid=GARDEN, station="ST-WT", lead_unit="CGJ",
                result_class="D", dispatched_at=MORNING,
            )  # fmt: skip
            desk.session.add(order)
            made.append(order)
        await desk.session.flush()
        desk.session.add_all(_reporter(town, order) for order in made)
    async with town.desk("reviewer") as (desk, actor):
        return [await take_step(desk, actor, order.id, Action.RELEASE) for order in made]


def _reporter(town: Town, order: Order) -> Reporter:
    return Reporter(
        district_id=order.district_id, order_id=order.id, person_id=town.id_of("resident"),
        linked_at=MORNING,
    )  # fmt: skip


async def test_class_a_has_two_dimensions_and_one_dissatisfied_is_enough(town):
    order = await replied(town, "A")
    for who, dimension, value in (
        ("deputy", REPLY, 3), ("deputy", DELIVERY, 3), ("resident", REPLY, 3),
    ):  # fmt: skip
        rated = await town.rates(who, order, dimension, value)
        assert rated.order.status == Status.REPLIED
    rated = await town.rates("resident", order, DELIVERY, 1)
    assert (rated.ask_reason, rated.redo_soon, rated.complete) == (True, False, True)
    order = await town.explains("resident", order, "东边那盏还是不亮")
    assert (order.status, order.round) == ("handling", 2)
    last = (await town.events(order))[-1]
    assert (last.action, last.data["reason"]) == ("redo", "东边那盏还是不亮")
    assert last.data["dissatisfied"] == ["resident"]


@pytest.mark.parametrize("result_class", ["C", "D"])
async def test_where_nothing_was_delivered_the_reply_alone_is_rated(town, result_class):
    order = await replied(town, result_class)
    with pytest.raises(Refused, match="refused-rating-closed"):
        await town.rates("resident", order, DELIVERY, 3)
    await town.rates("resident", order, REPLY, 3)
    rated = await town.rates("deputy", order, REPLY, 2)
    assert (rated.order.status, rated.order.result) == ("closed", "satisfied")


# --- blind --------------------------------------------------------------------------------------


async def everything_but(town: Town, *own: Any) -> dict[str, Any]:
    """What others can see of an order: their cards, words, lists, its events and dates."""
    order, rater = own
    views = {who: await town.view(who, order) for who in (*STAFF, *_others(rater))}
    lists = {}
    for who in _others(rater):
        async with town.desk(who) as (desk, actor):
            lists[who] = [row.number for row in await showing.waiting(desk, actor)]
    row = await town.now(order)
    shown = ("status", "state_version", "moved_at", "next_due", "reply_due", "round", "result")
    return {
        "views": views,
        "lists": lists,
        "events": len(await town.events(order)),
        "order": {name: getattr(row, name) for name in shown},
    }


def _others(rater: str) -> list[str]:
    return [who for who in ("resident", "deputy", "stand-in") if who != rater]


@pytest.mark.parametrize("rater", ["resident", "deputy"])
async def test_nothing_of_one_rater_reaches_anybody_else(town, rater):
    """C8: values, the fact, times: not in a view, a list, an event, a card or a date."""
    order, other = [await replied(town) for _ in range(2)]
    await _cards_everywhere(town, order)
    for value in (3, 2, 1):
        before = await everything_but(town, order, rater)
        await town.written()
        await town.rates(rater, order, REPLY, value)
        said = await town.written()
        assert await everything_but(town, order, rater) == before
        about_others = [one for one in said if one.who != rater]
        assert {one.text_id for one in about_others} <= {"remind-rate", "remind-rate-deputy"}
        assert all(not _tells(one.data) for one in about_others)
        town.clock.advance(timedelta(minutes=1))
    await town.explains(rater, order, "还是不行")
    assert [one.words for one in await town.written() if one.who != rater] == []
    assert other.number in str(before["lists"])


def _tells(data: Any) -> bool:
    return bool(set(data) - {"$reply_to_card", "$buttons"})


async def _cards_everywhere(town: Town, order: Order) -> None:
    async with town.desk() as (desk, _):
        desk.session.add_all(
            Card(
                district_id=order.district_id, order_id=order.id, person_id=person.id,
                chat_id=person.chat_id, message_id=7,
            )
            for person in town.people.values()
        )  # fmt: skip


async def test_an_own_value_is_marked_and_no_others(town):
    order = await replied(town)
    await town.rates("resident", order, REPLY, 2)
    await town.rates("deputy", order, REPLY, 1)
    marked = {
        who: [b.text_id for row in (await _view(town, who, order)).buttons for b in row
              if b.text_id.endswith("-chosen")]
        for who in ("resident", "deputy", "stand-in")
    }  # fmt: skip
    assert marked == {
        "resident": ["rate-value-2-chosen"], "deputy": ["rate-value-1-chosen"], "stand-in": [],
    }  # fmt: skip


async def _view(town: Town, who: str, order: Order) -> Any:
    view = await town.view(who, order)
    assert view is not None
    return view


async def test_the_clock_reminds_only_who_has_not_rated(town):
    order = await replied(town)
    await town.rates("resident", order, REPLY, 3)
    await town.heard()
    await town.waits_until(MORNING + 2 * DAY)
    assert await town.told() == {("deputy", "remind-rate-deputy")}


# --- the window ---------------------------------------------------------------------------------


async def test_a_first_dissatisfied_shortens_the_window_to_a_working_day(town):
    order = await replied(town)
    assert order.rate_until == MORNING + WEEK
    rated = await town.rates("resident", order, REPLY, 1)
    assert (rated.ask_reason, rated.redo_soon) == (True, True)
    order = await town.now(order)
    assert order.rate_until == town.district.calendar.add_workdays(MORNING, 1)
    assert await town.told() == {("deputy", "remind-rate-deputy")}
    await town.waits_until(order.rate_until - timedelta(seconds=1))
    assert (await town.now(order)).status == Status.REPLIED
    await town.waits_until(order.rate_until)
    order = await town.now(order)
    assert (order.status, order.round) == ("handling", 2)
    outcomes = await town.outcomes(order)
    assert outcomes[f"rate {CLOSE_WINDOW}"] == "fired"


async def test_a_second_dissatisfied_shortens_nothing_again(town):
    order = await replied(town, "A")
    await town.rates("resident", order, REPLY, 1)
    until = (await town.now(order)).rate_until
    await town.heard()
    town.clock.advance(timedelta(hours=3))
    await town.rates("resident", order, DELIVERY, 1)
    assert (await town.now(order)).rate_until == until
    assert await town.told() == set()


async def test_who_has_rated_everything_is_not_reminded(town):
    """A reminder to rate what was rated would tell why it comes."""
    order = await replied(town, "A")
    for dimension in (REPLY, DELIVERY):
        await town.rates("deputy", order, dimension, 3)
    await town.heard()
    await town.rates("resident", order, REPLY, 1)
    assert await town.told() == set()


async def test_the_last_dissatisfied_waits_ten_minutes_for_its_reason(town):
    order = await replied(town)
    await town.rates("deputy", order, REPLY, 3)
    await town.rates("resident", order, REPLY, 1)
    order = await town.now(order)
    assert (order.status, order.rate_until) == ("replied", MORNING + GRACE)
    await town.waits_until(MORNING + GRACE)
    assert (await town.now(order)).round == 2


async def test_the_last_dissatisfied_waits_no_longer_than_the_window(town):
    order = await replied(town)
    await town.rates("deputy", order, REPLY, 3)
    town.clock.set(MORNING + WEEK - timedelta(minutes=1))
    await town.rates("resident", order, REPLY, 1)
    await town.waits_until(MORNING + WEEK)
    assert (await town.now(order)).round == 2


async def test_a_skipped_reason_closes_at_once(town):
    order = await replied(town)
    await town.rates("deputy", order, REPLY, 3)
    await town.rates("resident", order, REPLY, 1)
    order = await town.explains("resident", order, None)
    assert (order.status, order.round) == ("handling", 2)


async def test_the_reason_is_waited_for_though_another_value_came_last(town):
    """The question stands while the resident taps the second row."""
    order = await replied(town, "A")
    for dimension in (REPLY, DELIVERY):
        await town.rates("deputy", order, dimension, 3)
    await town.rates("resident", order, REPLY, 1)
    await town.rates("resident", order, DELIVERY, 3)
    assert (await town.now(order)).status == Status.REPLIED
    order = await town.explains("resident", order, "没人回我电话")
    assert order.status == Status.HANDLING
    assert (await town.events(order))[-1].data["reason"] == "没人回我电话"


async def test_the_reasons_of_both_reach_the_unit(town):
    order = await replied(town)
    await town.rates("deputy", order, REPLY, 1)
    await town.explains("deputy", order, "现场没有人")
    await town.rates("resident", order, REPLY, 1)
    order = await town.explains("resident", order, "还是不亮")
    data = (await town.events(order))[-1].data
    assert data["reason"] == "现场没有人\n还是不亮"
    assert data["dissatisfied"] == ["deputy", "resident"]


async def test_the_same_word_again_keeps_its_reason(town):
    order = await replied(town)
    await town.rates("resident", order, REPLY, 1)
    await town.explains("resident", order, "还是不亮")
    await town.rates("resident", order, REPLY, 1)
    (row,) = await town.rows(Rating, order)
    assert row.reason == "还是不亮"


async def test_a_mind_that_changed_before_closing_counts(town):
    order = await replied(town)
    await town.rates("resident", order, REPLY, 1)
    until = (await town.now(order)).rate_until
    await town.rates("resident", order, REPLY, 3)
    order = await town.now(order)
    assert order.rate_until == until
    rated = await town.rates("deputy", order, REPLY, 2)
    assert (rated.order.status, rated.order.result) == ("closed", "satisfied")
    ratings = (await town.events(order))[-1].data["ratings"]
    assert {one["rater"]: one["value"] for one in ratings} == {"resident": 3, "deputy": 2}


async def test_one_satisfied_order_in_five_reminds_too(town):
    """So that the reminder tells nothing; the chance that these 60 miss both is 2 in a million."""
    orders = await _many_replied(town, 60)
    await town.heard()
    async with town.desk("resident") as (desk, actor):
        for order in orders:
            await closure.rate(desk, actor, order.id, 1, REPLY, Value.SATISFIED)
    reminded = [one for one in await town.heard() if one.who == "deputy"]
    assert {one.words for one in reminded} == {("deputy", "remind-rate-deputy")}
    assert 0 < len(reminded) < 60


async def test_danger_that_overtakes_a_reply_lets_it_be_rated_anew(town):
    order = await replied(town)
    await town.rates("resident", order, REPLY, 1)
    await town.does("deputy", order, Action.RAISE_ALARM, kind="gas")
    assert await town.rows(Rating, order) == []
    assert await town.running(order) == {"emergency"}


# --- who may ------------------------------------------------------------------------------------


async def test_the_deputys_seat_is_one(town):
    """Primary or stand-in: the last word counts, it is one value."""
    order = await replied(town)
    await town.rates("deputy", order, REPLY, 1)
    await town.rates("stand-in", order, REPLY, 3)
    (row,) = await town.rows(Rating, order)
    assert (row.rater, row.value, row.person_id) == ("deputy", 3, town.id_of("stand-in"))


@pytest.mark.parametrize("who", ["neighbour", "pines-deputy", "clerk", "reviewer", "dispatcher"])
async def test_nobody_else_rates_and_the_try_is_kept(town, who):
    order = await replied(town)
    with pytest.raises(Refused, match="refused-not-yours"):
        await town.rates(who, order, REPLY, 3)
    assert await town.rows(Rating, order) == []
    (denied,) = await town.rows(AccessLog)
    assert (denied.person_id, denied.action, denied.verdict) == (town.id_of(who), "rate", "deny")


async def test_late_presses_are_refused(town):
    order = await replied(town)
    with pytest.raises(Refused, match="refused-rating-closed"):
        await town.rates("resident", order, REPLY, 3, round=2)
    await town.rates("resident", order, REPLY, 3)
    await town.rates("deputy", order, REPLY, 3)
    for who in ("resident", "deputy"):
        with pytest.raises(Refused, match="refused-rating-closed"):
            await town.rates(who, order, REPLY, 1)
    order = await town.explains("resident", order, "太晚了")
    assert (order.status, order.result) == ("closed", "satisfied")
    assert (await town.events(order))[-1].action == "close_satisfied"


async def test_a_visit_is_the_deputys_word_in_its_round(town):
    order = await replied(town)
    await town.rates("deputy", order, REPLY, 3)
    async with town.desk("deputy") as (desk, actor):
        await closure.record_visit(desk, actor, order.id, 1, visited=True)
    (row,) = await town.rows(Rating, order)
    assert row.visited is True
    for who, round, why in (
        ("resident", 1, "refused-not-yours"), ("deputy", 2, "refused-rating-closed"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            async with town.desk(who) as (desk, actor):
                await closure.record_visit(desk, actor, order.id, round, visited=False)


# --- the redo -----------------------------------------------------------------------------------


async def test_a_redo_has_new_limits_and_the_head_signs(town):
    """C9: 3 working days, contact within 4 working hours, no plan, no handler."""
    calendar = town.district.calendar
    order = await town.redone(await replied(town))
    assert (order.status, order.round, order.plan, order.handler) == ("handling", 2, None, None)
    assert order.reply_due == calendar.add_workdays(MORNING, 3)
    assert await town.running(order) == {"contact", "reply"}
    contact = (await town.steps(order))["contact remind_contact"]
    assert contact.due_at == calendar.add_working_hours(MORNING, 4)
    assert {("head", "redo-head"), ("resident", "redo-resident")} <= await town.told()
    answer = {"result_class": "D", "text": "再次答复"}
    with pytest.raises(Refused, match="refused-head-signs"):
        await town.does("clerk", order, Action.REPLY, **answer)
    order = await town.does("head", order, Action.REPLY, **answer)
    assert order.status == Status.REPLY_REVIEW


async def test_a_redo_that_only_the_deputy_asked_for_is_told_as_such(town):
    order = await replied(town)
    await town.rates("resident", order, REPLY, 3)
    await town.rates("deputy", order, REPLY, 1)
    await town.heard()
    await town.explains("deputy", order, None)
    assert ("resident", "redo-resident-deputy") in await town.told()


async def test_three_rounds_and_each_is_rated_by_itself(town):
    order = await replied(town)
    for round in (1, 2):
        order = await town.redone(order, round)
        answer = {"result_class": "D", "text": f"第{round}次重办"}
        await town.does("head", order, Action.REPLY, **answer)
        order = await town.does("reviewer", order, Action.RELEASE)
        assert order.round == round + 1
    await town.rates("resident", order, REPLY, 3, round=3)
    rated = await town.rates("deputy", order, REPLY, 3, round=3)
    assert (rated.order.status, rated.order.result) == ("closed", "satisfied")
    rows = await town.rows(Rating, order)
    assert sorted((row.round, row.rater, row.value) for row in rows) == [
        (1, "deputy", 3), (1, "resident", 1), (2, "deputy", 3), (2, "resident", 1),
        (3, "deputy", 3), (3, "resident", 3),
    ]  # fmt: skip


async def test_nobody_rates(town):
    """T24: two reminders each, then it closes unrated and both are told."""
    order = await replied(town)
    for days in (2, 5):
        await town.waits_until(MORNING + days * DAY)
        assert await town.told() == {
            ("resident", "remind-rate"), ("deputy", "remind-rate-deputy"),
        }  # fmt: skip
    await town.waits_until(MORNING + WEEK)
    order = await town.now(order)
    assert (order.status, order.result) == ("closed", "unrated")
    assert await town.told() == {("resident", "close_unrated-resident")}
    assert await town.for_the_morning() == set()
