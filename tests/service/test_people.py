"""Meeting people, their menus, and invites: one use, 7 days, bound to role and scope."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.errors import Refused
from domain.presses import Press
from domain.roles import Grant, Role
from service.desk import Desk
from service.people import (
    COMMANDS,
    Joined,
    Unwelcome,
    accept_invite,
    actor_of,
    command_menu,
    make_invite,
    meet,
    order_of_press,
    revoke,
    scope_of,
    set_language,
    welcome_role,
)
from storage.ids import uuid7
from storage.models import Invite, InviteGuess, Person, RoleGrant
from tests.service.conftest import NOW

ADMIN, GUEST, STRANGER = 9_000_001, 9_000_002, 5_000_000_000_003
HOUR = timedelta(hours=1)


async def test_one_person_for_one_account(database, district):
    async with database.transaction() as session:
        desk = Desk(session, district, NOW)
        first = await meet(desk, telegram_id=STRANGER, chat_id=1, language_code="en")
        again = await meet(desk, telegram_id=STRANGER, chat_id=2, language_code=None)
        other = await meet(desk, telegram_id=GUEST, chat_id=2, language_code="x" * 500)
        assert first is again
        assert (again.chat_id, again.client_language) == (2, "en")
        assert other.id != first.id
        assert len(other.client_language or "") == 35
        assert first.public_name is None


async def test_who_writes_again_is_reachable_again(database, district, greet):
    async with database.transaction() as session:
        person = await greet(session, STRANGER)
        person.reachable, person.refused_at, person.missed = False, NOW, 2
    async with database.transaction() as session:
        person = await greet(session, STRANGER, now=NOW + HOUR)
        assert (person.reachable, person.refused_at, person.missed) == (True, None, 0)


async def test_a_language_is_one_of_the_districts(database, district, greet):
    async with database.transaction() as session:
        person = await greet(session, STRANGER)
        set_language(district, person, "zh-Hant")
        with pytest.raises(Refused):
            set_language(district, person, "tlh")
        assert person.language == "zh-Hant"


@pytest.mark.parametrize(
    ("roles", "first"),
    [
        ([], []),
        ([Role.DEPUTY], ["todo"]),
        ([Role.CLERK, Role.HEAD], ["todo"]),
        ([Role.PRIVACY_OFFICER], []),
        ([Role.ADMIN], ["invite"]),
        ([Role.ADMIN, Role.DUTY_OFFICER], ["todo", "invite"]),
    ],
)
def test_menus_follow_the_roles(roles, first):
    assert command_menu([Grant(role) for role in roles]) == [*first, *COMMANDS]


def test_the_welcome_is_that_of_who_must_act_fastest():
    assert welcome_role([]) is Role.RESIDENT
    assert welcome_role([Grant(Role.ADMIN), Grant(Role.HEAD, "CGJ")]) is Role.HEAD
    assert welcome_role([Grant(Role.DEPUTY, "WT-01-01"), Grant(Role.DUTY_OFFICER)]) is (
        Role.DUTY_OFFICER
    )


def test_a_press_names_its_order_or_none():
    order = uuid7(NOW)
    assert order_of_press(Press("take", order, 3).pack()) == order
    assert order_of_press(Press("lang", value="en").pack()) is None
    assert order_of_press("take|%%%|x") is None
    assert order_of_press(None) is None


async def test_an_invite_gives_its_role_in_its_scope_once(database, district, greet):
    async with database.transaction() as session:
        token = await make_invite(
            session, district, Role.DEPUTY, "文昌花园", now=NOW, public_name="陈玉兰"
        )
        guest, stranger = await greet(session, GUEST), await greet(session, STRANGER)
        kept = (await session.execute(select(Invite))).scalar_one()
        assert len(token) == 22
        assert token not in repr(vars(kept))
        joined = await accept_invite(session, district, guest, token, NOW)
        assert joined == Joined(Grant(Role.DEPUTY, "WT-02-01"), "primary")
        assert guest.public_name == "陈玉兰"
        late = await accept_invite(session, district, stranger, token, NOW)
        assert late is Unwelcome.BAD
    async with database.transaction() as session:
        desk = Desk(session, district, NOW)
        actor = await actor_of(desk, await greet(session, GUEST))
        assert actor.grants == {Grant(Role.DEPUTY, "WT-02-01")}
        assert not (await actor_of(desk, await greet(session, STRANGER))).grants


async def test_ones_own_link_pressed_again_is_no_guess(database, district, greet):
    async with database.transaction() as session:
        token = await make_invite(session, district, Role.CLERK, "CGJ", now=NOW)
        guest = await greet(session, GUEST)
        await accept_invite(session, district, guest, token, NOW)
        again = await accept_invite(session, district, guest, token, NOW)
        assert again == Joined(Grant(Role.CLERK, "CGJ"), None, already=True)
        assert (await session.execute(select(InviteGuess))).first() is None
        assert await revoke(session, district, guest.id, Role.CLERK, "CGJ")
        assert not await revoke(session, district, guest.id, Role.CLERK, "CGJ")
        assert await accept_invite(session, district, guest, token, NOW) is Unwelcome.BAD
        assert (await session.execute(select(RoleGrant))).first() is None


async def test_an_invite_lives_seven_days(database, district, greet):
    async with database.transaction() as session:
        token = await make_invite(session, district, Role.ADMIN, "", now=NOW)
        expires = (await session.execute(select(Invite.expires_at))).scalar_one()
        guest = await greet(session, GUEST)
        assert timedelta(days=7) <= expires - NOW < timedelta(days=8)
        late = await accept_invite(session, district, guest, token, expires)
        assert late is Unwelcome.BAD
        joined = await accept_invite(session, district, guest, token, expires - HOUR)
        assert isinstance(joined, Joined)


async def test_only_an_admin_or_the_operator_invites(database, district, greet):
    async with database.transaction() as session:
        admin, guest = await greet(session, ADMIN), await greet(session, GUEST)
        token = await make_invite(session, district, Role.ADMIN, "", now=NOW)
        await accept_invite(session, district, admin, token, NOW)
        assert await make_invite(session, district, Role.HEAD, "CGJ", now=NOW, made_by=admin)
        with pytest.raises(Refused) as refused:
            await make_invite(session, district, Role.HEAD, "CGJ", now=NOW, made_by=guest)
        assert refused.value.text_id == "refused-not-yours"


@pytest.mark.parametrize(
    ("role", "typed", "code"),
    [
        (Role.DEPUTY, "wt-02-01", "WT-02-01"),
        (Role.CLERK, "城市管理局", "CGJ"),
        (Role.HEAD, " 区城市管理局(综合行政执法局) ", "CGJ"),
        (Role.REVIEWER, "ST-WT", "ST-WT"),
        (Role.DISPATCHER, "", ""),
    ],
)
def test_a_scope_goes_by_code_or_name(district, role, typed, code):
    assert scope_of(district, role, typed) == code


@pytest.mark.parametrize(
    ("role", "typed"),
    [
        (Role.DEPUTY, ""),
        (Role.DEPUTY, "CGJ"),
        (Role.CLERK, "WT-02-01"),
        (Role.STATION, "PT-WT-1"),  # a point, no station
        (Role.ADMIN, "CGJ"),
        (Role.RESIDENT, ""),
        (Role.SYSTEM, ""),
    ],
)
async def test_a_scope_that_the_role_cannot_have_is_refused(database, district, role, typed):
    async with database.transaction() as session:
        with pytest.raises(Refused) as refused:
            await make_invite(session, district, role, typed, now=NOW)
        assert refused.value.text_id == "invite-unknown-scope"
        assert (await session.execute(select(Invite))).first() is None


async def test_after_five_wrong_links_nothing_is_tried_for_an_hour(database, district, greet):
    async with database.transaction() as session:
        right = await make_invite(session, district, Role.CLERK, "CGJ", now=NOW)
        guest, other = await greet(session, GUEST), await greet(session, STRANGER)
        answers = [
            await accept_invite(session, district, guest, f"wrong-{n}", NOW) for n in range(5)
        ]
        assert answers == [Unwelcome.BAD] * 5
        for token in ("wrong-5", right):
            assert await accept_invite(session, district, guest, token, NOW) is Unwelcome.SILENT
        assert await accept_invite(session, district, other, "x", NOW) is Unwelcome.BAD
        joined = await accept_invite(session, district, guest, right, NOW + HOUR)
        assert isinstance(joined, Joined)


async def test_guesses_never_hit_and_all_get_the_same_answer(database, district, greet):
    """reliability.md 5.1: as many accounts as it takes, beside a used and an expired link."""
    async with database.transaction() as session:
        used = await make_invite(session, district, Role.ADMIN, "", now=NOW)
        await accept_invite(session, district, await greet(session, ADMIN), used, NOW)
        old = await make_invite(session, district, Role.ADMIN, "", now=NOW - timedelta(days=30))
        await make_invite(session, district, Role.ADMIN, "", now=NOW)
        tokens = [used, old, "", "\ud800", "'; --", *(f"{n:022}" for n in range(295))]
        answers = []
        for n, token in enumerate(tokens):
            person = await greet(session, STRANGER + n // 5)
            answers.append(await accept_invite(session, district, person, token, NOW))
        assert set(answers) == {Unwelcome.BAD}
        assert len((await session.execute(select(InviteGuess))).all()) == len(tokens)
        people = (await session.execute(select(Person.id))).all()
        assert len(people) == 1 + len(tokens) // 5
        assert len((await session.execute(select(RoleGrant))).all()) == 1
