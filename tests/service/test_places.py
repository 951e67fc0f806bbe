"""Where it is: two unsure answers, one of them sure; and a resident's last place, only his own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.nlp.place import PlaceFound
from domain.errors import Refused
from domain.order import Action
from service import intake, showing
from service.places import agreed
from tests.service.town import (
    ABUSE,
    GARDEN,
    LAMP,
    PINES,
    SCHOOL,
    report,
    smell_of_gas,
    understood,
)

NOWHERE: tuple[str, ...] = ()


def unsure(*grids: str) -> PlaceFound:
    return PlaceFound(grids, "candidates")


def test_what_two_answers_leave():
    assert agreed([GARDEN, SCHOOL], unsure(SCHOOL, PINES)).certainty == "exact"
    assert agreed([GARDEN, SCHOOL], unsure(SCHOOL, PINES)).grids == (SCHOOL,)
    assert agreed([GARDEN, SCHOOL], unsure(SCHOOL)).certainty == "exact"
    assert agreed([SCHOOL], unsure(SCHOOL, PINES)).certainty == "exact"


def test_the_same_answer_twice_is_no_surer():
    assert agreed([SCHOOL], unsure(SCHOOL)) == unsure(SCHOOL)
    assert agreed([GARDEN, SCHOOL], unsure(SCHOOL, GARDEN)) == unsure(SCHOOL, GARDEN)


def test_an_answer_that_contradicts_stands_by_itself():
    assert agreed([GARDEN], unsure(SCHOOL, PINES)) == unsure(SCHOOL, PINES)
    exact = PlaceFound((PINES,), "exact")
    assert agreed([GARDEN, SCHOOL], exact) == exact
    assert agreed([GARDEN], PlaceFound()) == PlaceFound()
    assert agreed([], unsure(GARDEN)) == unsure(GARDEN)


async def test_a_position_on_two_grids_settles_a_road_on_two(town):
    order = await town.files(understood(LAMP, grids=(GARDEN, SCHOOL)))
    async with town.desk("resident") as (desk, actor):
        said = report(understood(None, grids=(SCHOOL, PINES)), "在门口")
        order = await intake.answer(desk, actor, order.id, said)
    assert (order.grid, order.grid_certainty) == (SCHOOL, "exact")


async def offered(town, order, who: str = "resident") -> dict[str, str]:
    """Text of each button that carries a place, with that place."""
    view = await town.view(who, order)
    assert view is not None
    buttons = [button for row in view.buttons for button in row]
    return {b.text_id: b.press.split("|")[3] for b in buttons if b.press.startswith("place|")}


async def test_the_last_place_is_one_button_and_never_assumed(town):
    await town.files(understood(LAMP, grids=(PINES,)))
    town.clock.set(town.clock.now() + timedelta(minutes=1))
    await town.files(understood(LAMP, grids=(GARDEN,)))
    order = await town.files(understood(LAMP, grids=NOWHERE))
    assert (order.grid, order.status) == (None, "needs_info")
    assert await offered(town, order) == {"pick-last-place": GARDEN}
    async with town.desk("resident") as (desk, actor):
        order = await intake.choose_place(
            desk, actor, order.id, GARDEN, version=order.state_version
        )
    assert (order.grid, order.status) == (GARDEN, "confirming")


async def test_nobody_is_offered_the_place_of_another(town):
    await town.files(understood(LAMP, grids=(PINES,)), who="neighbour")
    order = await town.files(understood(LAMP, grids=NOWHERE))
    assert await offered(town, order) == {}
    async with town.desk("neighbour") as (desk, actor):
        assert await showing.last_place(desk, actor, order) is None


async def test_a_deputy_is_not_offered_his_own_last_place_for_others(town):
    await town.files(understood(LAMP, grids=(PINES,)), who="deputy")
    order = await town.files(understood(LAMP, grids=(GARDEN,)))
    async with town.desk("deputy") as (desk, actor):
        assert await showing.last_place(desk, actor, order) is None


async def test_what_is_sealed_is_not_brought_up_again(town):
    sealed = await town.files(understood(ABUSE, grids=(PINES,), danger=smell_of_gas(ABUSE)))
    assert sealed.sealed
    order = await town.files(understood(LAMP, grids=NOWHERE))
    assert await offered(town, order) == {}


async def test_a_last_place_that_does_not_fit_the_words_is_not_offered(town):
    await town.files(understood(LAMP, grids=(PINES,)))
    order = await town.files(understood(LAMP, grids=(GARDEN, SCHOOL)))
    assert set((await offered(town, order)).values()) == {SCHOOL}  # of each text the last button
    async with town.desk("resident") as (desk, actor):
        assert await showing.last_place(desk, actor, order) is None


async def test_one_guess_is_offered_as_one_button(town):
    """文昌花圆 is heard as 文昌花园: asked, with a button to say yes."""
    heard = understood(LAMP, grids=NOWHERE)
    order = await town.files(heard)
    async with town.desk("resident") as (desk, actor):
        guess = replace(heard, issues=(), place=unsure(GARDEN))
        order = await intake.answer(desk, actor, order.id, report(guess, "文昌花圆"))
    assert (order.grid, list(order.grid_candidates)) == (None, [GARDEN])
    assert set((await offered(town, order)).values()) == {GARDEN}


async def test_a_forged_place_is_refused(town):
    order = await town.files(understood(LAMP, grids=NOWHERE))
    with pytest.raises(Refused):
        await town.does("resident", order, Action.CHANGE_PLACE, place="XX-01")
