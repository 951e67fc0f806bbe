"""What is due happens once, in order, at a time at which people may be spoken to; races."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from domain.deadlines import CLOSE_WINDOW
from domain.errors import Refused
from domain.order import Action, Status
from domain.rating import Dimension
from service import casework
from service.clockwork import fire_due, next_hint
from storage.database import Database, unit_of_work
from storage.models import DeadlineStep, Order
from storage.notices import flush_due
from storage.queues import Notice
from tests.conftest import MORNING
from tests.service.orders import an_order
from tests.service.town import LAMP, PIPE, PROOF, Town, smell_of_gas, understood

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REPLY = Dimension.REPLY


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026; the 25th is a Wednesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


# --- exactly once -------------------------------------------------------------------------------


async def ring_at_once(town: Town, workers: int, moment: datetime) -> int:
    """As many processes as that ring at the same moment, each with an engine of its own; on
    SQLite one process is the documented setup, its workers share the engine."""
    url = town.database.url
    own = [] if town.database.is_sqlite else [Database(url) for _ in range(workers)]
    try:
        databases = own or [town.database] * workers
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(fire_due(database, town.district, moment))
                for database in databases
            ]
    finally:
        for database in own:
            await database.close()
    return sum(task.result() for task in tasks)


@pytest.mark.parametrize("workers", [2, 8])
async def test_every_step_fires_once_whoever_rings(town, workers):
    """I7: one event or one notice for each person, whatever the number of workers."""
    orders = [await town.files(understood(LAMP)) for _ in range(3)]
    orders += [await town.files(understood(LAMP, grids=())) for _ in range(3)]
    await town.heard()
    moment = MORNING + 25 * HOUR
    fired = await ring_at_once(town, workers, moment)
    done = [s for s in await town.rows(DeadlineStep) if s.outcome == "fired"]
    assert fired == len(done) == 6
    assert {s.step for s in done} == {"call_stand_in", "remind_24h"}
    called = [e for order in orders for e in await town.events(order)]
    assert sum(event.action == Action.CALL_STAND_IN for event in called) == 3
    assert len(await town.rows(Notice)) == 3
    assert [said.words for said in await town.heard()] == [("stand-in", "card")] * 3
    assert await ring_at_once(town, workers, moment) == 0


async def test_notices_are_said_once_whoever_rings(town):
    for _ in range(4):
        await town.files(understood(LAMP, grids=()))
    await town.heard()
    moment = MORNING + 25 * HOUR
    await fire_due(town.database, town.district, moment)
    flush = partial(
        flush_due, now=moment, district_id=town.district.id, bot_id=town.district.bot_id
    )
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(unit_of_work(town.database, flush))
    (said,) = await town.heard()
    assert (said.who, said.text_id, len(said.data["lines"])) == ("resident", "digest", 4)


# --- after an outage ----------------------------------------------------------------------------


async def test_after_an_outage_only_the_newest_reminder_of_each_clock_speaks(town):
    """decisions.md 16: a month late, the reddest speaks and the rest is superseded."""
    order = await town.order_in(Status.DISPATCHED)
    await town.waits_until(MORNING + 30 * DAY)
    outcomes = await town.outcomes(order)
    reply = {name: out for name, out in outcomes.items() if name.startswith("reply")}
    assert [name for name, out in reply.items() if out == "fired"] == ["reply rung_9"]
    assert set(reply.values()) == {"fired", "superseded"}
    assert (outcomes["take rung_1"], outcomes["contact remind_contact"]) == ("fired", "fired")
    assert await town.steps(order) == {}


async def test_after_an_outage_every_act_runs_in_due_order(town):
    """Three days late: the stand-in is called, then the order goes on, each with its event."""
    order = await town.files(understood(LAMP))
    await town.waits_until(MORNING + 3 * DAY)
    actions = [event.action for event in await town.events(order)]
    assert actions == ["submit", "route", "call_stand_in", "pass_on", "dispatch"]
    assert (await town.now(order)).status == Status.DISPATCHED


async def test_a_newer_reminder_that_has_spoken_silences_an_older_one(town):
    """Whichever the worker gets to first."""
    order = await town.order_in(Status.HANDLING)
    await town.waits_until((await town.steps(order))["reply rung_3"].due_at)
    assert (await town.outcomes(order))["reply rung_2"] == "superseded"
    async with town.database.transaction() as session:
        await session.execute(
            update(DeadlineStep)
            .where(DeadlineStep.order_id == order.id, DeadlineStep.step == "rung_2")
            .values(fired_at=None, outcome=None)
        )
    await town.waits_until(town.clock.now())
    assert (await town.outcomes(order))["reply rung_2"] == "superseded"


async def test_steps_of_stopped_clocks_are_void(town):
    order = await town.order_in(Status.DISPATCHED)
    order = await town.does("resident", order, Action.WITHDRAW)
    await town.heard()
    assert await town.waits_until(MORNING + 30 * DAY) == 0
    void = [out for name, out in (await town.outcomes(order)).items() if "reply" in name]
    assert set(void) == {"void"}
    assert await town.told() == set()


async def test_a_step_that_fails_holds_up_no_other(town, caplog):
    broken = await town.files(understood(LAMP, grids=()))
    sound = await town.files(understood(LAMP, grids=()))
    async with town.database.transaction() as session:
        await session.execute(
            update(DeadlineStep)
            .where(DeadlineStep.order_id == broken.id, DeadlineStep.kind == "act")
            .values(action="no such action")
        )
    for hours in (24, 48):
        await town.waits_until(MORNING + hours * HOUR)
    assert (await town.now(sound)).status == Status.CLOSED
    assert (await town.now(broken)).status == Status.NEEDS_INFO
    assert "no such action" in caplog.text


# --- hours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "heard_at"),
    [
        (shanghai(25, 21, 59), shanghai(25, 21, 59)),
        (shanghai(25, 22, 0), shanghai(26, 7, 30)),
        (shanghai(26, 7, 29), shanghai(26, 7, 30)),
        (shanghai(26, 7, 30), shanghai(26, 7, 30)),
    ],
)
async def test_the_night_is_quiet(town, at, heard_at):
    """22:00 to 07:30: what comes of a step or of the clock waits; who asks is answered."""
    by_others = {("resident", "remind-info"), ("deputy", "card")}
    town.clock.set(at - 24 * HOUR)
    await town.files(understood(LAMP, grids=()))
    await town.heard()
    town.clock.set(at)
    await town.files(understood(LAMP), who="neighbour")
    await town.waits_until(at)
    told = await town.told()
    assert told == {("neighbour", "card")} | (by_others if heard_at == at else set())
    if heard_at != at:
        await town.waits_until(heard_at - timedelta(seconds=1))
        assert await town.told() == set()
        await town.waits_until(heard_at)
        assert await town.told() == by_others


async def test_danger_passes_at_night(town):
    """E2 is told at once, and so is its ladder; nothing else of the night is."""
    town.clock.set(shanghai(25, 23))
    await town.files(understood(LAMP, danger=smell_of_gas()))
    assert {"duty", "gas-clerk", "deputy"} <= {who for who, _ in await town.told()}
    for minutes, text_id in ((5, "rung-e-5"), (15, "rung-e-15"), (30, "rung-e-30")):
        await town.waits_until(shanghai(25, 23, minutes))
        heard = await town.heard()
        assert {said.words for said in heard} >= {("duty", text_id), ("gas-clerk", text_id)}
        assert {said.kind for said in heard} == {"escalation"}


async def test_several_reminders_come_as_one_most_urgent_first(town):
    """Dialogue 9: one message, each line its order, red before yellow."""
    late = await town.order_in(Status.HANDLING)
    assert late.reply_due is not None
    town.clock.set(late.reply_due - 32 * HOUR)
    fresh = await town.order_in(Status.DISPATCHED)
    await town.waits_until(late.reply_due)
    (said,) = [said for said in await town.heard() if said.who == "clerk"]
    assert (said.text_id, said.kind, said.data["more"]) == ("digest", "digest", 0)
    lines = [(line["text_id"], line["order_id"]) for line in said.data["lines"]]
    assert lines == [("rung-5", str(late.id)), ("rung-1", str(fresh.id))]


async def test_blue_comes_in_the_digest(town):
    """Half of the time is gone at some hour; it is said at 09:00 or 15:00."""
    order = await town.order_in(Status.HANDLING)
    half = (await town.steps(order))["reply rung_2"].due_at
    digest = town.district.calendar.digest_at(half)
    assert digest.astimezone(SHANGHAI).hour in {9, 15}
    await town.waits_until(half)
    assert "rung-2" not in {text for _, text in await town.told()}
    await town.waits_until(digest)
    assert ("clerk", "rung-2") in await town.told()


async def test_blue_is_not_for_a_unit_that_has_spoken(town):
    order = await town.order_in(Status.HANDLING)
    half = (await town.steps(order))["reply rung_2"].due_at
    await town.does("clerk", order, Action.PROGRESS, text="已订材料")
    await town.waits_until(half)
    outcomes = await town.outcomes(order)
    assert (outcomes["reply rung_2"], outcomes["contact remind_contact"]) == ("void", "void")


# --- what the clock does ------------------------------------------------------------------------


async def test_the_silence_of_a_deputy(town):
    """T7: 4 working hours: the stand-in; 1 working day: on, sure enough to be dispatched."""
    order = await town.files(understood(LAMP))
    assert {who for who, _ in await town.told()} == {"resident", "deputy"}
    await town.waits_until(town.district.calendar.add_working_hours(MORNING, 4))
    order = await town.now(order)
    assert (order.status, order.stand_in) == ("confirming", True)
    assert await town.told() == {("stand-in", "card")}
    await town.waits_until(town.district.calendar.add_workdays(MORNING, 1))
    order = await town.now(order)
    assert (order.status, order.lead_unit) == ("dispatched", "CGJ")
    told = await town.told()
    passed_on = {("deputy", "pass_on-deputy"), ("stand-in", "pass_on-deputy")}
    assert {*passed_on, ("clerk", "card")} <= told


@pytest.mark.parametrize(
    ("confidence", "became"),
    [(0.85, ("dispatched", False)), (0.6, ("ready", False))],
)
async def test_where_an_order_goes_on_without_its_deputy(town, confidence, became):
    """T7, T11: from 0.80 to the unit, from 0.50 to the dispatcher."""
    order = await town.files(understood(LAMP, confidence=confidence))
    for moment in (MORNING + 4 * HOUR, town.district.calendar.add_workdays(MORNING, 1)):
        await town.waits_until(moment)
    order = await town.now(order)
    assert (order.status, order.at_station) == became


async def test_what_is_less_than_half_sure_is_asked_and_goes_to_the_station(town):
    """C11, 10 and T4: asked once which of two classes it is; 48 hours later people look."""
    order = await town.files(understood(LAMP, confidence=0.49))
    assert (order.status, order.question) == ("needs_info", "kind")
    await town.waits_until(MORNING + 47 * HOUR)
    assert (await town.now(order)).status == "needs_info"
    await town.waits_until(MORNING + 48 * HOUR)
    order = await town.now(order)
    assert (order.status, order.at_station) == ("confirming", True)
    order = await town.does("station", order, Action.CONFIRM)
    assert order.status == Status.DISPATCHED


async def test_the_sorting_that_hangs_goes_to_the_station(town):
    """A process died between the number and the sorting: people take over in 15 minutes."""
    async with town.desk("resident") as (desk, actor):
        order = an_order(MORNING, status="draft", grid=None, category="9999")
        desk.session.add(order)
        await desk.session.flush()
        await casework.submit(desk, actor, order)
    await town.waits_until(MORNING + timedelta(minutes=15))
    order = await town.now(order)
    assert (order.status, order.at_station) == ("confirming", True)


async def test_a_reply_that_nobody_reviews_goes_out_marked(town):
    order = await town.order_in(Status.REPLY_REVIEW)
    await town.waits_until(town.district.calendar.add_workdays(MORNING, 1))
    order = await town.now(order)
    assert (order.status, order.reviewed) == ("replied", False)
    assert ("resident", "release_unreviewed-resident") in await town.told()


async def test_an_overdue_order_climbs(town):
    """C7 rungs 5 to 9: the resident and the deputy once, the heads each time."""
    order = await town.order_in(Status.HANDLING)
    calendar, due = town.district.calendar, order.reply_due
    await town.waits_until(due - timedelta(seconds=1))
    await town.heard()
    await town.waits_until(due)
    assert await town.told() == {
        ("clerk", "rung-5"), ("second-clerk", "rung-5"), ("head", "rung-5"),
        ("deputy", "rung-5-deputy"), ("resident", "rung-5-resident"),
    }  # fmt: skip
    for days, rung, people in (
        (1, 6, {"head"}), (3, 7, {"head", "chief"}), (5, 8, {"head", "chief"}),
        (10, 9, {"head", "chief"}),
    ):  # fmt: skip
        await town.waits_until(calendar.add_workdays(due, days))
        assert await town.told() == {(who, f"rung-{rung}") for who in people}


async def test_a_unit_that_does_not_take_is_reminded_with_its_head(town):
    order = await town.order_in(Status.DISPATCHED)
    await town.waits_until(order.take_due)
    told = await town.told()
    assert {("clerk", "rung-1"), ("head", "rung-1-head")} <= told


async def test_hints_for_the_clock_of_the_sandbox(town):
    async with town.database.reading() as session:
        nothing = await next_hint(session, town.district, MORNING)
    assert (nothing["next_deadline"], nothing["next_deadline_label"]) == (None, None)
    order = await town.files(understood(LAMP))
    friday = shanghai(27, 16)
    async with town.database.reading() as session:
        hint = await next_hint(session, town.district, friday)
    due = town.district.calendar.add_working_hours(MORNING, 4)
    assert hint["next_deadline"] == due.isoformat()
    assert hint["next_deadline_label"] == order.number
    assert datetime.fromisoformat(hint["next_working_day"]) == shanghai(30, 9, 30)


# --- races (reliability.md T7) ------------------------------------------------------------------

Press = Callable[[], Awaitable[Any]]


async def at_once(*presses: Press) -> list[str]:
    """What came of each: "won", or why it was refused."""

    async def told(press: Press) -> str:
        try:
            await press()
        except Refused as refused:
            return refused.text_id
        return "won"

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(told(press)) for press in presses]
    return [task.result() for task in tasks]


def a_press(town: Town, who: str, order: Order, action: Action, **inputs: Any) -> Press:
    """The button as it stood on the card that both had before them."""
    return partial(town.does, who, order, action, version=order.state_version, **inputs)


@pytest.mark.parametrize("rounds", range(3))
async def test_two_clerks_take_one_order(town, rounds):
    order = await town.order_in(Status.DISPATCHED)
    took = await at_once(
        *(a_press(town, who, order, Action.TAKE, plan=who) for who in ("clerk", "second-clerk"))
    )
    assert sorted(took) == ["old-button", "won"]
    order = await town.now(order)
    winner = ("clerk", "second-clerk")[took.index("won")]
    assert (order.plan, order.handler) == (winner, town.id_of(winner))


async def test_one_takes_while_the_other_returns(town):
    order = await town.order_in(Status.DISPATCHED)
    came = await at_once(
        a_press(town, "clerk", order, Action.TAKE, plan="到场"),
        a_press(town, "second-clerk", order, Action.RETURN, unit="SWJ", reason="不归我们管"),
    )
    assert sorted(came) == ["old-button", "won"]
    assert len([e for e in await town.events(order) if e.from_status == "dispatched"]) == 1


async def test_withdrawing_against_dispatching(town):
    order = await town.order_in(Status.CONFIRMING)
    came = await at_once(
        a_press(town, "resident", order, Action.WITHDRAW),
        a_press(town, "deputy", order, Action.CONFIRM),
    )
    assert sorted(came) == ["old-button", "won"]
    order = await town.now(order)
    assert order.status == ("closed" if came[0] == "won" else "dispatched")
    assert (await town.running(order) == set()) == (came[0] == "won")


async def test_closing_against_the_last_word(town):
    """The window ends while the deputy presses 不满意: it counts or it is refused, never half."""
    order = await town.order_in(Status.REPLIED)
    await town.rates("resident", order, REPLY, 3)
    end = (await town.now(order)).rate_until
    assert end is not None
    town.clock.set(end)
    came = await at_once(
        partial(town.rates, "deputy", order, REPLY, 1),
        partial(fire_due, town.database, town.district, end),
    )
    assert came[1] == "won"
    if came[0] == "won":
        await town.waits_until(end)
    order = await town.now(order)
    expected = ("handling", 2) if came[0] == "won" else ("closed", 1)
    assert (order.status, order.round) == expected
    outcomes = await town.outcomes(order)
    assert outcomes[f"rate {CLOSE_WINDOW}"] in {"fired", "void"}


async def test_both_rate_at_the_same_moment(town):
    """Two last words: one of them closes the window, neither is lost."""
    order = await town.order_in(Status.REPLIED)
    came = await at_once(
        *(partial(town.rates, who, order, REPLY, 3) for who in ("resident", "deputy"))
    )
    order = await town.now(order)
    assert came == ["won", "won"]
    assert (order.status, order.result) == ("closed", "satisfied")
    assert sum(e.action == Action.CLOSE_SATISFIED for e in await town.events(order)) == 1


async def test_replying_against_a_withdrawal(town):
    order = await town.order_in(Status.HANDLING)
    answer = {"result_class": "A", "text": "已修好", "proof": PROOF}
    came = await at_once(
        a_press(town, "clerk", order, Action.REPLY, **answer),
        a_press(town, "resident", order, Action.WITHDRAW),
    )
    assert sorted(came) == ["old-button", "won"]


async def test_many_urge_and_add_at_once(town):
    """What moves nothing does not shut anybody out: events follow each other without a gap."""
    order = await town.order_in(Status.HANDLING)
    came = await at_once(
        *(a_press(town, "resident", order, Action.ADD, text=str(n)) for n in range(6)),
        a_press(town, "clerk", order, Action.PROGRESS, text="已订材料"),
        *(a_press(town, who, order, Action.URGE) for who in ("resident", "deputy")),
    )
    assert came[:7] == ["won"] * 7
    assert sorted(came[7:]) == ["refused-urged-already", "won"]
    assert [e.seq for e in await town.events(order)] == list(range(1, 14))
    assert sorted(filter(None, await town.additions(order))) == [str(n) for n in range(6)]


async def test_urgent_matters_wait_an_hour_for_the_dispatcher(town):
    """T3d."""
    await town.files(understood(PIPE, confidence=0.6, margin=0.1))
    await town.heard()
    await town.waits_until(MORNING + HOUR)
    assert await town.told() == {
        ("dispatcher", "remind-dispatch"), ("second-dispatcher", "remind-dispatch"),
    }  # fmt: skip
