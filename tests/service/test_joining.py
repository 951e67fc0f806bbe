"""The same thing again: one order with many reporters, each with an own number (T8, issue 3)."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.nlp.emergency import Danger
from domain.errors import Refused
from domain.order import Action, Result, Status
from domain.rating import Dimension
from service import chain, closure, intake, joining, privacy, similar
from service.desk import Desk
from service.invariants import violations
from service.views import OrderView
from storage.models import Order, Rating
from tests.service.town import (
    ABUSE,
    GARDEN,
    LAMP,
    PINES,
    SCHOOL,
    Town,
    report,
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


# --- what a follower adds -------------------------------------------------------------------


async def adds(town: Town, own: Order, text: str, danger: Danger | None = None) -> Order:
    async with town.desk("neighbour") as (desk, actor):
        said = report(understood(LAMP, danger=danger), text)
        order, _ = await intake.add_to(desk, actor, own.id, said)
        return order


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (Status.CONFIRMING, {"deputy"}),
        (Status.DISPATCHED, {"clerk", "second-clerk"}),
        (Status.HANDLING, {"clerk", "second-clerk"}),
        (Status.REPLY_REVIEW, {"reviewer"}),
    ],
)
async def test_what_a_follower_adds_is_heard_where_the_main_order_is(town, status, who):
    main, own = await joined(town, status)
    await adds(town, own, "我是13812345678，第二盏也不亮")
    said = await town.heard()
    assert {one.who for one in said} == who
    assert {one.text_id.split("-")[0] for one in said} == {"follower_add"}
    assert {one.data["text"] for one in said} == {"我是138********，第二盏也不亮"}
    assert await town.additions(own) == ["我是13812345678，第二盏也不亮"]
    assert await town.additions(main) == []


async def test_what_a_follower_adds_stays_out_of_the_main_orders_events(town: Town):
    main, own = await joined(town)
    await adds(town, own, "第二盏也不亮")
    events = await town.events(main)
    assert events[-1].action == Action.FOLLOWER_ADD
    assert events[-1].data == {"files": 0}
    assert chain.broken(events) == []
    own = await town.now(own)
    assert (own.status, own.result, own.main_id) == (Status.CLOSED, Result.MERGED, main.id)
    found = [line async for line in violations(town.database, "qingting", town.clock.now())]
    assert found == []


async def test_staff_see_a_followers_photo_and_the_resident_does_not(town: Town):
    main, own = await joined(town)
    async with town.desk("neighbour") as (desk, actor):
        photo = {"kind": "photo", "file_id": "f", "file_unique_id": "u", "file_size": 9}
        await intake.add_files(desk, actor, own.id, [photo])
    assert {said.data["$photos"][0] for said in await town.heard() if said.who == "clerk"} == {"f"}
    for who, seen in (("clerk", 1), ("deputy", 1), ("resident", 0)):
        view = await town.view(who, main)
        assert view is not None
        assert view.photo_count == seen, who


async def test_a_follower_adds_only_while_the_main_order_is_open(town: Town):
    main, own = await joined(town, Status.REPLY_REVIEW)
    view = await town.view("neighbour", own)
    assert "action-add" in buttons(view)
    await town.does("reviewer", main, Action.RELEASE)
    await town.rates("resident", main, Dimension.REPLY, 3)
    await town.rates("deputy", main, Dimension.REPLY, 3)
    await town.rates("neighbour", own, Dimension.REPLY, 3)
    assert "action-add" not in buttons(await town.view("neighbour", own))
    with pytest.raises(Refused, match="refused-closed"):
        await adds(town, own, "又坏了")
    assert await town.additions(own) == []


async def test_danger_among_a_followers_words_is_a_matter_of_its_own(town: Town):
    main, own = await joined(town)
    order = await adds(town, own, "灯杆漏电打人", smell_of_gas())
    assert (order.status, order.hazard, order.main_id) == (Status.EMERGENCY, True, None)
    assert ("duty", "card") in await town.told()
    main = await town.now(main)
    assert (main.followers, main.hazard) == (0, False)


async def test_erasing_a_follower_takes_what_was_added(town: Town):
    _, own = await joined(town)
    await adds(town, own, "第二盏也不亮")
    async with town.desk("neighbour") as (desk, _):
        await privacy.erase(desk, town.people["neighbour"])
    assert await town.additions(own) == []
    assert "第二盏" not in str([event.data for event in await town.events(own)])


# --- merged by staff ------------------------------------------------------------------------


async def two(town: Town, status: Status = Status.HANDLING) -> tuple[Order, Order]:
    """Two lamps at one place; the second was filed as another thing, and is being confirmed."""
    main, own = await asked(town, status)
    async with town.desk("neighbour") as (desk, actor):
        await joining.stand_alone(desk, actor, own.id)
    await town.heard()
    return main, await town.now(own)


async def test_a_deputy_proposes_and_a_dispatcher_merges(town: Town):
    main, own = await two(town)
    await town.does("deputy", own, Action.PROPOSE_MERGE, main=main.number)
    said = await town.heard()
    assert {("dispatcher", "propose_merge-dispatcher")} <= {one.words for one in said}
    view = await town.view("dispatcher", own)
    assert view is not None
    assert (view.status, view.title_key, view.merge_into) == (
        Status.READY, "merge", main.number[-5:],
    )  # fmt: skip
    assert {"merge-look", "action-merge", "action-keep_apart"} <= set(buttons(view))
    with pytest.raises(Refused, match="refused-not-yours"):
        await town.does("deputy", own, Action.MERGE)
    with pytest.raises(Refused, match="refused-merge-pending"):
        await town.does("dispatcher", own, Action.DISPATCH)
    await town.does("dispatcher", own, Action.MERGE)
    assert await town.told() == {("neighbour", "merge-resident")}
    own, main = await town.now(own), await town.now(main)
    assert (own.status, own.result, own.main_id) == (Status.CLOSED, Result.MERGED, main.id)
    assert main.followers == 1
    await town.does("clerk", main, Action.PROGRESS, text="已订材料")
    assert ("neighbour", "progress-resident") in await town.told()
    async with town.desk("neighbour") as (desk, actor):
        await joining.lift_out(desk, actor, own.id)
    assert (await town.now(own)).status == Status.CONFIRMING
    assert (await town.now(main)).followers == 0


async def test_what_is_kept_apart_goes_on_by_itself(town: Town):
    main, own = await two(town)
    await town.does("deputy", own, Action.PROPOSE_MERGE, main=main.number)
    await town.does("second-dispatcher", own, Action.KEEP_APART)
    own = await town.now(own)
    assert (own.status, own.main_id) == (Status.DISPATCHED, None)
    assert (await town.now(main)).followers == 0


async def test_a_dispatcher_proposes_and_decides(town: Town):
    main, own = await two(town)
    await town.does("dispatcher", own, Action.PROPOSE_MERGE, main=main.number[-5:])
    await town.does("dispatcher", own, Action.MERGE)
    assert (await town.now(own)).main_id == main.id


async def test_followers_of_a_merged_order_follow_the_main_order(town: Town):
    """Two that others follow already: nobody is lost, everybody is counted."""
    main, own = await two(town, Status.CONFIRMING)
    third = await town.files(understood(LAMP), "路灯又不亮", who="stand-in")
    assert similar.asked(third) in {main.id, own.id}
    follows = own if similar.asked(third) == own.id else main
    other = main if follows is own else own
    await joins(town, third, who="stand-in")
    await town.does("dispatcher", follows, Action.PROPOSE_MERGE, main=other.number)
    await town.does("dispatcher", follows, Action.MERGE)
    assert ((await town.now(other)).followers, (await town.now(follows)).followers) == (2, 0)
    assert (await town.now(third)).main_id == other.id
    async with town.database.reading() as session:
        seats = await closure.seats_of(
            Desk(session, town.district, town.clock.now(), None), await town.now(other)
        )
    assert len(seats) == 4  # three reporters and the deputy
    found = [line async for line in violations(town.database, "qingting", town.clock.now())]
    assert found == []


@pytest.mark.parametrize(
    ("facts", "of", "why"),
    [
        ({"category": "0601"}, "own", "refused-other-matter"),
        ({"grid": SCHOOL}, "main", "refused-other-place"),
        ({"grid": None}, "own", "refused-no-place"),
        ({"sealed": True}, "main", "not-found|refused-not-mergeable"),
        ({"hazard": True}, "main", "refused-not-mergeable"),
        ({"hazard": True}, "own", "refused-hazard-stays"),
        ({"category": WATER, "text_normal": "停水 家里有透析病人"}, "own", "refused-own-help"),
        ({"status": "replied"}, "main", "refused-not-mergeable"),
        ({"refusal_code": "R6"}, "own", "refused-refusal-pending"),
    ],
)
async def test_what_is_never_merged(town: Town, facts: dict[str, object], of: str, why: str):
    """T8: another matter or place, sealed, danger, help of one's own; nothing has changed."""
    main, own = await two(town)
    changed = own if of == "own" else main
    async with town.database.transaction() as session:
        await session.execute(update(Order).where(Order.id == changed.id).values(**facts))
    with pytest.raises(Refused, match=why):
        await town.does("dispatcher", own, Action.PROPOSE_MERGE, main=main.number)
    assert (await town.now(own)).status == Status.CONFIRMING


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"status": "closed", "result": "unrated"}, "refused-not-mergeable"),
        ({"hazard": True}, "refused-not-mergeable"),
        ({"category": "0601"}, "refused-other-matter"),
    ],
)
async def test_what_changed_since_the_proposal_is_looked_at_again(town, facts, why):
    main, own = await two(town)
    await town.does("deputy", own, Action.PROPOSE_MERGE, main=main.number)
    async with town.database.transaction() as session:
        await session.execute(update(Order).where(Order.id == main.id).values(**facts))
    with pytest.raises(Refused, match=why):
        await town.does("dispatcher", own, Action.MERGE)
    await town.does("dispatcher", own, Action.KEEP_APART)


async def test_nothing_is_merged_into_itself_or_into_what_one_may_not_see(town: Town):
    main, own = await two(town)
    with pytest.raises(Refused, match="refused-not-mergeable"):
        await town.does("deputy", own, Action.PROPOSE_MERGE, main=own.number)
    async with town.database.transaction() as session:
        await session.execute(update(Order).where(Order.id == main.id).values(grid=PINES))
    with pytest.raises(Refused, match="not-found"):
        await town.does("deputy", own, Action.PROPOSE_MERGE, main=main.number)


async def test_candidates_are_near_of_the_same_class_and_such_as_one_may_see(town: Town):
    main, own = await two(town)
    await town.files(understood("0601"), "占道经营", who="stand-in")
    await town.files(understood(LAMP, grids=(PINES,)), "松涛里路灯坏了", who="stand-in")
    for who, offered in (("deputy", [main.id]), ("pines-deputy", [])):
        async with town.desk(who) as (desk, actor):
            found = await similar.candidates(desk, await town.now(own), actor)
        assert [order.id for order in found] == offered, who


def buttons(view: OrderView | None) -> list[str]:
    assert view is not None
    return [button.text_id for row in view.buttons for button in row]
