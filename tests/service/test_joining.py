"""The same thing again: one order with many reporters, each with an own number (T8, issue 3)."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.errors import Refused
from domain.order import Action, Result, Status
from domain.rating import Dimension
from service import chain, joining, privacy, similar
from storage.models import Order, Rating
from tests.service.town import (
    ABUSE,
    GARDEN,
    LAMP,
    PINES,
    SCHOOL,
    Town,
    smell_of_gas,
    understood,
)

WATER = "0101"


async def asked(town: Town, status: Status = Status.HANDLING) -> tuple[Order, Order]:
    """A lamp on its way, and a neighbour who is asked whether his is the same."""
    main = await town.order_in(status)
    own = await town.files(understood(LAMP), "我家门口的路灯", who="neighbour")
    assert similar.asked(own) == main.id
    return main, own


async def joins(town: Town, own: Order, who: str = "neighbour") -> Order:
    async with town.desk(who) as (desk, actor):
        return await joining.join(desk, actor, own.id)


async def joined(town: Town, status: Status = Status.HANDLING) -> tuple[Order, Order]:
    main, own = await asked(town, status)
    await joins(town, own)
    await town.heard()
    return main, own


async def filed(town: Town, category: str = LAMP, grids: Sequence[str] = (GARDEN,)) -> Order:
    return await town.files(understood(category, grids=grids), who="neighbour")


# --- asking ---------------------------------------------------------------------------------


async def test_the_question_comes_with_the_number_and_tells_nothing_of_the_other(town: Town):
    main, own = await asked(town)
    (said,) = await town.heard()
    assert said.words == ("neighbour", "same-ask")
    assert (said.data["count"], said.data["hours"]) == (1, 72)
    assert main.number not in str(said.data)
    view = await town.view("neighbour", own)
    assert view is not None
    assert [button.text_id for row in view.buttons for button in row] == ["same-yes", "same-no"]
    assert view.number == own.number


@pytest.mark.parametrize(
    ("category", "grids"), [(LAMP, (SCHOOL,)), ("0601", (GARDEN,)), (LAMP, ()), (ABUSE, (GARDEN,))]
)
async def test_another_place_class_or_a_sealed_matter_is_not_asked_about(town, category, grids):
    await town.order_in(Status.HANDLING)
    assert similar.asked(await filed(town, category, grids)) is None


async def test_danger_is_filed_at_once(town: Town):
    await town.order_in(Status.HANDLING)
    danger = await town.files(understood(LAMP, danger=smell_of_gas()), who="neighbour")
    assert danger.status == Status.EMERGENCY


async def test_an_order_in_danger_or_a_sealed_one_is_never_proposed(town: Town):
    main = await town.order_in(Status.HANDLING)
    for fact in ("hazard", "sealed"):
        facts = {"hazard": fact == "hazard", "sealed": fact == "sealed"}
        async with town.database.transaction() as session:
            await session.execute(update(Order).where(Order.id == main.id).values(**facts))
        assert similar.asked(await filed(town)) is None


async def test_after_three_days_it_is_another_lamp(town: Town):
    await town.order_in(Status.CONFIRMING)
    town.clock.set(town.clock.now() + timedelta(hours=73))
    assert similar.asked(await filed(town)) is None


async def test_ones_own_order_is_not_proposed(town: Town):
    await town.order_in(Status.HANDLING)
    assert similar.asked(await town.files(understood(LAMP))) is None


async def test_nobody_joins_twice(town: Town):
    await joined(town)
    assert similar.asked(await filed(town)) is None


async def test_an_outage_knows_no_bounds_within_its_community_and_lasts_six_hours(town: Town):
    first = await town.files(understood(WATER, grids=(PINES,), limit="U24"))
    near = next(
        code
        for code, grid in town.district.grids.items()
        if grid.community == town.district.grids[PINES].community and code != PINES
    )
    assert similar.asked(await filed(town, WATER, (near,))) == first.id
    town.clock.set(town.clock.now() + timedelta(hours=6, minutes=1))
    assert similar.asked(await filed(town, WATER, (PINES,))) is None


# --- answering ------------------------------------------------------------------------------


async def test_a_joined_report_keeps_its_number_and_shows_the_main_orders_state(town: Town):
    main, own = await asked(town)
    await town.heard()
    await joins(town, own)
    own, main = await town.now(own), await town.now(main)
    assert (own.status, own.result, own.main_id) == (Status.CLOSED, Result.MERGED, main.id)
    assert main.followers == 1
    view = await town.view("neighbour", own)
    assert view is not None
    assert (view.number, view.status, view.plan) == (own.number, Status.HANDLING, "明天到场")
    assert view.matter == "我家门口的路灯"
    assert await town.view("neighbour", main) is None
    clerk = await town.view("clerk", main)
    assert clerk is not None
    assert (clerk.others, clerk.matter) == (1, "路灯坏了")


async def test_followers_hear_what_the_resident_hears_under_their_own_number(town: Town):
    main, _ = await joined(town)
    await town.does("clerk", main, Action.PROGRESS, text="已订材料")
    assert await town.told() == {
        ("resident", "progress-resident"),
        ("neighbour", "progress-resident"),
    }
    await town.does("clerk", main, Action.ASK_RESIDENT, text="哪一盏?")
    assert await town.told() == {("resident", "ask_resident-resident")}


async def test_another_thing_is_sorted_as_ever(town: Town):
    _, own = await asked(town)
    await town.heard()
    async with town.desk("neighbour") as (desk, actor):
        await joining.stand_alone(desk, actor, own.id)
    assert (await town.now(own)).status == Status.CONFIRMING
    assert ("neighbour", "card") in await town.told()
    with pytest.raises(Refused, match="question-closed"):
        await joins(town, own)


async def test_a_question_without_an_answer_holds_nothing_up(town: Town):
    _, own = await asked(town)
    await town.waits_until(town.clock.now() + timedelta(minutes=15))
    assert (await town.now(own)).status == Status.CONFIRMING


async def test_what_ended_meanwhile_cannot_be_joined(town: Town):
    main, own = await asked(town, Status.CONFIRMING)
    await town.does("resident", main, Action.WITHDRAW)
    await joins(town, own)
    assert (await town.now(own)).status == Status.CONFIRMING


async def test_nobody_else_answers_for_the_reporter(town: Town):
    _, own = await asked(town)
    with pytest.raises(Refused, match="not-found"):
        await joins(town, own, who="resident")


async def test_many_join_at_once_and_each_is_counted(town: Town):
    main = await town.order_in(Status.HANDLING)
    own = [await filed(town) for _ in range(4)]
    answers = await asyncio.gather(*(joins(town, order) for order in own))
    assert {order.result for order in answers} == {Result.MERGED}
    assert (await town.now(main)).followers == 4


# --- together -------------------------------------------------------------------------------


async def test_each_reporter_rates_and_the_window_waits_for_all(town: Town):
    """C8, merged orders."""
    main, own = await joined(town, Status.REPLY_REVIEW)
    await town.does("reviewer", main, Action.RELEASE)
    assert ("neighbour", "release-resident") in await town.told()
    await town.rates("resident", main, Dimension.REPLY, 3)
    await town.rates("deputy", main, Dimension.REPLY, 3)
    assert (await town.now(main)).status == Status.REPLIED
    await town.rates("neighbour", own, Dimension.REPLY, 2)
    assert (await town.now(main)).result == Result.SATISFIED
    assert ("neighbour", "close_satisfied-resident") in await town.told()


async def test_one_dissatisfied_follower_is_enough_for_a_redo(town: Town):
    main, own = await joined(town, Status.REPLY_REVIEW)
    await town.does("reviewer", main, Action.RELEASE)
    await town.rates("resident", main, Dimension.REPLY, 3)
    await town.rates("deputy", main, Dimension.REPLY, 3)
    rated = await town.rates("neighbour", own, Dimension.REPLY, 1)
    assert (rated.order.id, rated.ask_reason) == (own.id, True)
    await town.explains("neighbour", own, "还是不亮")
    main = await town.now(main)
    assert (main.status, main.round) == (Status.HANDLING, 2)
    assert ("neighbour", "redo-resident") in await town.told()


async def test_followers_are_reminded_to_rate_until_they_have(town: Town):
    main, _ = await joined(town, Status.REPLY_REVIEW)
    await town.does("reviewer", main, Action.RELEASE)
    await town.rates("resident", main, Dimension.REPLY, 3)
    await town.heard()
    await town.waits_until(town.clock.now() + timedelta(days=3))
    told = await town.heard()
    assert "neighbour" in {said.who for said in told}
    assert "resident" not in {said.who for said in told}


async def test_the_first_reporter_may_leave_but_not_take_it_away(town: Town):
    main, _ = await joined(town)
    with pytest.raises(Refused, match="refused-followed"):
        await town.does("resident", main, Action.WITHDRAW)
    await town.does("resident", main, Action.LEAVE)
    await town.heard()
    await town.does("clerk", main, Action.PROGRESS, text="已订材料")
    assert await town.told() == {("neighbour", "progress-resident")}


async def test_it_was_another_thing_after_all(town: Town):
    main, own = await joined(town)
    async with town.desk("neighbour") as (desk, actor):
        await joining.lift_out(desk, actor, own.id)
    own = await town.now(own)
    assert (own.status, own.main_id) == (Status.CONFIRMING, None)
    assert (await town.now(main)).followers == 0


async def test_nobody_follows_an_order_that_is_sealed(town: Town):
    main, own = await joined(town, Status.CONFIRMING)
    await town.does("deputy", main, Action.RAISE_ALARM, kind="violence", sealed=True)
    own = await town.now(own)
    assert (own.status, own.main_id) == (Status.SUBMITTED, None)
    assert "neighbour" not in {who for who, _ in await town.told()}
    await town.waits_until(town.clock.now() + timedelta(minutes=15))
    assert (await town.now(own)).status == Status.CONFIRMING


async def test_erasing_a_follower_takes_the_words_of_the_rating_too(town: Town):
    main, own = await joined(town, Status.REPLY_REVIEW)
    await town.does("reviewer", main, Action.RELEASE)
    await town.rates("neighbour", own, Dimension.REPLY, 1)
    await town.explains("neighbour", own, "还是不亮")
    await town.rates("resident", main, Dimension.REPLY, 3)
    await town.rates("deputy", main, Dimension.REPLY, 3)
    async with town.desk("neighbour") as (desk, _):
        await privacy.erase(desk, town.people["neighbour"])
    ratings = await town.rows(Rating, main)
    assert len(ratings) == 3
    assert town.id_of("neighbour") not in {rating.person_id for rating in ratings}
    events = await town.events(main)
    assert "还是不亮" not in str([event.data for event in events])
    assert chain.broken(events) == []


async def test_a_merged_report_is_kept_as_long_as_its_main_order_is_open(town: Town):
    main, own = await joined(town)
    later = town.clock.now() + timedelta(days=200)
    async with town.database.transaction() as session:
        await privacy.retention(session, town.district, later)
    assert (await town.now(own)).text_original == "我家门口的路灯"
    await town.does("clerk", main, Action.PROGRESS, text="已订材料")
    assert ("neighbour", "progress-resident") in await town.told()


async def test_erasing_a_follower_leaves_the_main_order_alone(town: Town):
    main, own = await joined(town)
    async with town.desk("neighbour") as (desk, _):
        await privacy.erase(desk, town.people["neighbour"])
    assert (await town.now(main)).status == Status.HANDLING
    assert (await town.now(own)).text_original == ""
    await town.heard()
    await town.does("clerk", main, Action.PROGRESS, text="已订材料")
    assert await town.told() == {("resident", "progress-resident")}
