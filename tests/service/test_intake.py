"""From a message to an order on its way: every way that sorting knows, and what answers change."""

from datetime import timedelta

import pytest

from bot.nlp.understand import Understood
from domain.errors import Refused
from domain.order import Action, Status
from service import intake
from storage.models import Order, Reporter
from tests.conftest import MORNING
from tests.service.town import (
    ABUSE,
    BRIBE,
    COURT,
    GARDEN,
    GAS,
    LAMP,
    PINES,
    PIPE,
    SCHOOL,
    UNSORTED,
    Town,
    report,
    smell_of_gas,
    understood,
)  # fmt: skip

NOWHERE: tuple[str, ...] = ()
TWO = (GARDEN, SCHOOL)


async def answers(town: Town, order: Order, said: Understood, text: str = "在门口") -> Order:
    async with town.desk("resident") as (desk, actor):
        return await intake.answer(desk, actor, order.id, report(said, text))


async def adds(town: Town, order: Order, said: Understood, text: str = "还有") -> Order:
    async with town.desk("resident") as (desk, actor):
        order, _ = await intake.add_to(desk, actor, order.id, report(said, text))
        return order


# what is understood -> state, limit, lead unit, people who hear of it
WAYS = {
    "sure and in one place: the deputy": (
        understood(LAMP), "confirming", "W5", "CGJ", {"deputy"},
    ),
    "half sure: the deputy": (
        understood(LAMP, confidence=0.55, margin=0.05), "confirming", "W5", "CGJ", {"deputy"},
    ),
    "below 0.50: which of two classes? (C11, 10)": (
        understood(LAMP, confidence=0.3), "needs_info", "W5", "CGJ", set(),
    ),
    "below 0.50 and urgent: no question, the deputy and the dispatchers": (
        understood(PIPE, confidence=0.3), "confirming", "U24", "SWJ",
        {"deputy", "dispatcher", "second-dispatcher"},
    ),
    "no class: what is it?": (
        understood(None), "needs_info", "W5", None, set(),
    ),
    "no place: where is it?": (
        understood(LAMP, grids=NOWHERE), "needs_info", "W5", "CGJ", set(),
    ),
    "two places: which of them?": (
        understood(LAMP, grids=TWO), "needs_info", "W5", "CGJ", set(),
    ),
    "urgent and sure: the unit and the deputy at once": (
        understood(PIPE), "dispatched", "U24", "SWJ", {"water-clerk", "deputy"},
    ),
    "urgent and unsure: the deputy and the dispatchers": (
        understood(PIPE, confidence=0.6, margin=0.1), "confirming", "U24", "SWJ",
        {"deputy", "dispatcher", "second-dispatcher"},
    ),
    "urgent by a narrow margin: the same": (
        understood(PIPE, confidence=0.9, margin=0.19), "confirming", "U24", "SWJ",
        {"deputy", "dispatcher", "second-dispatcher"},
    ),
    "danger: the duty officer, the unit, the deputy": (
        understood(LAMP, danger=smell_of_gas()), "emergency", "E2", "E-RQ",
        {"duty", "gas-clerk", "deputy"},
    ),
    "danger without a place: the duty officer and the unit": (
        understood(None, grids=NOWHERE, danger=smell_of_gas()), "emergency", "E2", "E-RQ",
        {"duty", "gas-clerk"},
    ),
    "danger that is sealed: the two offices": (
        understood(ABUSE, danger=smell_of_gas(ABUSE)), "emergency", "E2", "GAJ",
        {"duty", "sealed"},
    ),
    "sealed: its officer alone": (
        understood(BRIBE), "ready", "W5", "X-JW", {"sealed"},
    ),
    "sealed, unsure: the deputy's eyes are not for it": (
        understood(BRIBE, confidence=0.5), "ready", "W5", "X-JW", {"sealed"},
    ),
    "not for us: the dispatchers decide": (
        understood(COURT), "ready", "W5", "SFJ", {"dispatcher", "second-dispatcher"},
    ),
    "perhaps not for us: which of two classes?": (
        understood(COURT, confidence=0.4), "needs_info", "W5", "SFJ", set(),
    ),
}  # fmt: skip


async def test_every_way_of_sorting(town):
    """Number first: whatever follows, the resident holds it, and one clock runs."""
    for name, (said, status, limit, unit, people) in WAYS.items():
        order = await town.files(said)
        heard = await town.told()
        assert (order.status, order.limit_class, order.lead_unit) == (status, limit, unit), name
        assert {who for who, _ in heard} == {"resident", *people}, name
        assert order.number.startswith("QT-20261125-"), name
        assert await town.running(order), name


async def test_a_report_keeps_what_was_said_and_by_whom(town):
    async with town.desk("resident") as (desk, actor):
        photo = {"kind": "photo", "file_id": "f", "file_unique_id": "u"}
        order = await intake.file_report(
            desk,
            actor,
            intake.Report(
                text="路灯壞了", understood=understood(LAMP), location=(40.24, 91.44),
                files=[photo], message_id=5, update_id=9, language="zh-Hant",
            ),
        )  # fmt: skip
    order = await town.now(order)
    assert (order.text_original, order.text_normal) == ("路灯壞了", "路灯坏了")
    assert (order.latitude, order.longitude) == (40.24, 91.44)
    assert (order.source_update, order.language) == (9, "zh-Hant")
    assert order.trace == {"message_id": 5, "words": [["路灯", 2.0]], "runner_up": []}
    (link,) = await town.rows(Reporter, order)
    assert link.person_id == town.id_of("resident")
    assert (await town.view("resident", order)).photos == ("f",)


async def test_numbers_are_not_given_twice(town):
    numbers = {(await town.files(understood(LAMP))).number for _ in range(5)}
    assert len(numbers) == 5


# --- questions ----------------------------------------------------------------------------------


async def test_two_questions_then_the_station(town):
    """C1.1: the number first, at most two questions, never a random grid."""
    order = await town.files(understood(LAMP, grids=NOWHERE))
    assert (order.question, order.questions_asked) == ("place", 1)
    order = await answers(town, order, understood(None, grids=NOWHERE), "不知道")
    assert (order.status, order.question, order.questions_asked) == ("needs_info", "place", 2)
    await town.heard()
    order = await answers(town, order, understood(None, grids=NOWHERE), "真不知道")
    assert (order.status, order.at_station, order.question) == ("confirming", True, None)
    stations = {"station", "pines-station"}
    assert {who for who, _ in await town.told()} == stations
    assert await town.additions(order) == ["不知道", "真不知道"]


async def test_first_what_then_where(town):
    order = await town.files(understood(None, grids=NOWHERE))
    assert order.question == "what"
    order = await answers(town, order, understood(LAMP, grids=NOWHERE), "路灯不亮")
    assert (order.category, order.question) == (LAMP, "place")
    order = await answers(town, order, understood(None), "文昌花园")
    assert (order.status, order.category, order.grid) == ("confirming", LAMP, GARDEN)


async def test_what_stays_unknown_goes_to_the_station_of_its_place(town):
    """9999: people sort it; here its place is known, so one station alone."""
    order = await town.files(understood(None))
    order = await answers(town, order, understood(None), "就是坏了")
    await town.heard()
    order = await answers(town, order, understood(None), "就是坏了嘛")
    assert (order.status, order.category, order.at_station) == ("confirming", UNSORTED, True)
    assert {who for who, _ in await town.told()} == {"station"}
    order = await town.does("station", order, Action.CHANGE_CATEGORY, category=LAMP)
    order = await town.does("station", order, Action.CONFIRM)
    assert (order.status, order.lead_unit) == ("dispatched", "CGJ")


async def test_an_answer_of_two_candidates_is_one_tap(town):
    order = await town.files(understood(PIPE, grids=TWO))
    stale = order.state_version - 1
    async with town.desk("resident") as (desk, actor):
        order = await intake.choose_place(
            desk, actor, order.id, SCHOOL, version=order.state_version
        )
    assert (order.status, order.grid, order.grid_candidates) == ("dispatched", SCHOOL, [])
    with pytest.raises(Refused, match="old-button"):
        async with town.desk("resident") as (desk, actor):
            await intake.choose_place(desk, actor, order.id, GARDEN, version=stale)
    assert (await town.now(order)).grid == SCHOOL


async def test_an_answer_where_does_not_change_what(town):
    """我家门口的井盖旁边 answers where; the lamp stays a lamp."""
    order = await town.files(understood(LAMP, confidence=0.6, grids=NOWHERE))
    order = await answers(town, order, understood(PIPE, confidence=0.95))
    assert (order.category, order.grid, order.status) == (LAMP, GARDEN, "confirming")


async def test_danger_in_an_answer_comes_first(town):
    order = await town.files(understood(LAMP, grids=NOWHERE))
    order = await answers(town, order, understood(None, danger=smell_of_gas()), "有煤气味")
    assert (order.status, order.hazard, order.lead_unit) == ("emergency", True, "E-RQ")


async def test_danger_in_an_answer_that_came_too_late_comes_first_too(town):
    """The clock had sent the order on while the resident was typing."""
    order = await town.files(understood(LAMP, grids=TWO))
    await town.waits_until(MORNING + timedelta(hours=48))
    order = await answers(town, order, understood(None, danger=smell_of_gas()), "有煤气味")
    assert order.status == Status.EMERGENCY


async def test_danger_in_an_addition_counts_from_now(town):
    """decisions.md 20: from every open state; a second cry adds to the alarm that stands."""
    order = await town.order_in(Status.HANDLING)
    order = await adds(town, order, understood(LAMP, danger=smell_of_gas()), "漏气了")
    assert (order.status, order.category, order.lead_unit) == ("emergency", GAS, "E-RQ")
    order = await adds(town, order, understood(LAMP, danger=smell_of_gas()), "快来")
    actions = [event.action for event in await town.events(order)]
    assert actions[-3:] == ["add", "raise_alarm", "add"]


# --- silence and coming back --------------------------------------------------------------------


async def test_silence_without_a_place_ends_it_and_an_answer_brings_it_back(town):
    """T4: 24 h a reminder, 48 h the end; any answer within 30 days."""
    order = await town.files(understood(LAMP, grids=NOWHERE))
    await town.heard()
    await town.waits_until(MORNING + timedelta(hours=24))
    assert await town.told() == {("resident", "remind-info")}
    await town.waits_until(MORNING + timedelta(hours=48))
    order = await town.now(order)
    assert (order.status, order.result) == ("closed", "insufficient")
    assert await town.told() == {("resident", "insufficient-resident")}
    town.clock.advance(timedelta(days=29))
    async with town.desk("resident") as (desk, actor):
        said = report(understood(None), "文昌花园3栋")
        order = await intake.reopen(desk, actor, order.id, said)
    assert (order.status, order.grid, order.result) == ("confirming", GARDEN, None)
    assert await town.additions(order) == ["文昌花园3栋"]
    assert order.closed_at is None


async def test_whoever_comes_back_is_not_asked_a_third_time(town):
    order = await town.files(understood(LAMP, grids=NOWHERE))
    order = await answers(town, order, understood(None, grids=NOWHERE), "不知道")
    await town.waits_until(MORNING + timedelta(hours=48))
    assert (await town.now(order)).result == "insufficient"
    async with town.desk("resident") as (desk, actor):
        said = report(understood(None, grids=NOWHERE), "还是坏的")
        order = await intake.reopen(desk, actor, order.id, said)
    assert (order.status, order.at_station) == ("confirming", True)


async def test_after_thirty_days_it_stays_closed(town):
    order = await town.files(understood(LAMP, grids=NOWHERE))
    await town.waits_until(MORNING + timedelta(hours=48))
    town.clock.advance(timedelta(days=31))
    with pytest.raises(Refused, match="refused-too-late"):
        async with town.desk("resident") as (desk, actor):
            await intake.reopen(desk, actor, order.id, report(understood(LAMP), "文昌花园"))


async def test_a_place_known_to_the_community_goes_on(town):
    """T4: both candidates lie in one community, so its station can find out."""
    order = await town.files(understood(LAMP, grids=TWO))
    assert (order.grid, order.community, order.station) == (None, "WT-02", "ST-WT")
    await town.waits_until(MORNING + timedelta(hours=48))
    order = await town.now(order)
    assert (order.status, order.at_station) == ("confirming", True)
    assert ("station", "card") in await town.told()


async def test_candidates_of_two_streets_are_not_known_well_enough(town):
    order = await town.files(understood(LAMP, grids=(GARDEN, PINES)))
    assert (order.community, order.station) == (None, None)
    await town.waits_until(MORNING + timedelta(hours=48))
    assert (await town.now(order)).result == "insufficient"


@pytest.mark.parametrize(
    ("category", "became"),
    [(LAMP, ("confirming", False)), (PIPE, ("confirming", False)), (None, ("confirming", True))],
)
async def test_what_the_deputy_asked_and_nobody_answered_goes_on(town, category, became):
    """As sorting would send it: to the deputy, urgent to the dispatchers too, else the station."""
    said = understood(category, confidence=0.6, margin=0.1)
    order = await town.files(said)
    if category is not None:
        order = await town.does("deputy", order, Action.ASK_MORE, text="哪一盏?")
    await town.heard()
    await town.waits_until(MORNING + timedelta(hours=48))
    order = await town.now(order)
    assert (order.status, order.at_station) == became
    if category == PIPE:
        assert "dispatcher" in {who for who, _ in await town.told()}


# --- places -------------------------------------------------------------------------------------


async def test_a_new_place_moves_community_station_unit_and_deputy(town):
    """T6; the unit of a matter of the street (lead T) follows too."""
    order = await town.files(understood("0608", confidence=0.6, margin=0.1))
    before = order.lead_unit
    await town.heard()
    order = await town.does("resident", order, Action.CHANGE_PLACE, place=PINES)
    assert (order.community, order.street, order.station) == ("SP-01", "SP", "ST-SP")
    assert order.lead_unit not in {before, None}
    assert {who for who, _ in await town.told()} == {"pines-deputy"}
    assert await town.view("deputy", order) is None
    confirm = (await town.steps(order))["confirm call_stand_in"]
    assert confirm.due_at == town.district.calendar.add_working_hours(MORNING, 4)


async def test_a_place_in_words_of_two_candidates_narrows_nothing(town):
    order = await town.files(understood(LAMP, grids=NOWHERE))
    vague = understood(None, grids=TWO)
    order = await answers(town, order, vague, "文昌路")
    assert (order.status, order.grid_candidates) == ("needs_info", list(TWO))
    view = await town.view("resident", order)
    assert view.question == "which"
