"""Callback data that no button of ours carries, or not for this person, or not any more."""

import asyncio
from uuid import UUID

import pytest

from bot.handlers.presses import _VERBS
from bot.handlers.talk import TOAST
from domain.presses import BadPress, Press
from tests.e2e.phones import Heard
from tests.e2e.steps import LAMP, reported
from tests.hostile.house import House, said

SOMEWHERE = UUID("01981d5a-2222-7333-8444-555566667777")
VERBS = sorted(_VERBS)
STALE = said("old-button")
DEPUTY, CLERK = 8200000003, 8300000011
NO = set(map(said, ("old-button", "not-found", "refused-not-yours", "question-closed")))
OWN = {"cancel", "erase", "hint", "lang", "my"}  # everybody has these


def twisted(packed: str) -> list[str]:
    """Each character changed, the rest cut off at each, and something put behind."""
    changed = [
        f"{packed[:n]}{other}{packed[n + 1 :]}"
        for n in range(len(packed))
        for other in "|A0 -_=+\x00\u0660灯"
        if other != packed[n]
    ]
    cut = [packed[:n] for n in range(len(packed))]
    return [*changed, *cut, *(packed + tail for tail in ("|", "x", "\n", " ", "=", "\u202e"))]


@pytest.mark.parametrize("verb", VERBS)
def test_only_what_pack_writes_is_read(verb):
    """A value may be anything; all the rest is as it was written, or no press."""
    packed = Press(verb, SOMEWHERE, 3, "yes").pack()
    for forged in twisted(packed):
        try:
            assert Press.unpack(forged).pack() == forged
        except BadPress:
            continue


def forgeries(verb: str, order: UUID) -> list[str]:
    """A few for one verb, about somebody's order, no order, and an order that is not."""
    whole = Press(verb, order, 0, "x").pack()
    return [
        whole,
        whole[: len(verb) + 9],
        Press(verb, SOMEWHERE, 99, "yes").pack(),
        Press(verb, None, 0, "\ufffd").pack(),
    ]


async def test_forged_data_of_strangers_changes_nothing(house: House):
    card = await reported(house.resident(1))
    await house.settles()
    order = await house.order(card.number)
    strangers = await house.strangers(len(VERBS))
    pressed = [
        (verb, await house.forges(stranger, data))
        for stranger, verb in zip(strangers, VERBS, strict=True)
        for data in forgeries(verb, order.id)
    ]
    await house.settles()
    toasts = await house.toasts()
    for verb, number in pressed:
        assert verb in OWN or toasts[number] in NO, (verb, toasts[number])
        assert len(toasts[number]) <= TOAST
    after = await house.order(card.number)
    assert (after.version, after.trace) == (order.version, order.trace)


NOT_OFFERED = {
    "change_category": ["L", "L99", "0", "9999999", "0302\x00", "CGJ", "*" * 10],
    "change_unit": ["", "NOPE", "cgj", "WT-02-01", "0302", "\u202e"],
    "change_place": ["", "XX-99-99", "wt-02-01", "CGJ", "{0}"],
    "propose_refusal": ["", "R0", "R10", "r1", "A", "$text"],
}


async def test_a_choice_that_was_not_offered(house: House):
    """The question stays open, whatever comes."""
    card = await reported(house.resident(1))
    deputy = house.deputy_of("WT-02-01")
    await deputy.hears("定单", card.number)
    order = await house.order(card.number)
    for action, values in NOT_OFFERED.items():
        await deputy.forges(Press(action, order.id, order.state_version).pack())
        for value in values:
            await deputy.forges(Press("pick", order.id, order.state_version, value).pack())
            await deputy.toast(STALE)
    for number in (0, 1, 2):  # a visit in a round that is not being rated
        await deputy.forges(Press("visited", order.id, number, "yes").pack())
        await deputy.toast(said("refused-rating-closed"))
    await deputy.says("/cancel")
    await deputy.hears(said("cancelled-question"))
    after = await house.order(card.number)
    assert (after.version, after.trace) == (order.version, order.trace)
    admin = house.office("admin")
    for data in ("invite||0|resident", "invite||0|system", "invite||0|king", "lang||0|xx"):
        await admin.forges(data)
        await admin.toast(STALE)


async def confirm_data(house: House, card: Heard) -> tuple[str, int]:
    deputy = house.deputy_of("WT-02-01")
    shown = await deputy.hears("定单", card.number)
    return shown.data["定单"], shown.id


async def one_effect(house: House, card: Heard, pressed: list[str]) -> None:
    """One step was taken; whoever else pressed is told kindly."""
    await house.settles()
    order = await house.order(card.number)
    actions = [action for action, _ in await house.history(order)]
    assert actions == ["submit", "route", "confirm", "dispatch"]
    toasts = await house.toasts()
    words = [toasts[number] for number in pressed]
    assert sorted(word == STALE for word in words) == [False] + [True] * (len(pressed) - 1)
    clerk = [text for text in (await house.told())[CLERK] if card.number in text]
    assert len(clerk) == 1


async def test_fifty_presses_of_one_person_are_one(house: House):
    card = await reported(house.resident(1), LAMP)
    data, message = await confirm_data(house, card)
    pressed = [await house.forges(DEPUTY, data, message) for _ in range(50)]
    await one_effect(house, card, pressed)


@pytest.mark.parametrize("crowd", [2, 50])
async def test_a_crowd_of_deputies_confirms_once(house: House, crowd: int):
    people = await house.strangers(crowd)
    await house.grant(people, "deputy", "WT-02-01", "stand_in")
    card = await reported(house.resident(1), LAMP)
    data, _ = await confirm_data(house, card)
    pressed = await asyncio.gather(*(house.forges(person, data) for person in people))
    await one_effect(house, card, list(pressed))


async def test_what_was_taken_away_is_gone_before_the_next_press(house: House):
    card = await reported(house.resident(1))
    data, message = await confirm_data(house, card)
    await house.revokes(DEPUTY)
    await house.forges(DEPUTY, data, message)
    await house.settles()
    order = await house.order(card.number)
    assert await house.history(order) == [("submit", "resident"), ("route", "system")]
    assert list((await house.toasts()).values())[-1] == said("not-found")
