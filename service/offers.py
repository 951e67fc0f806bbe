"""What the card of an order offers to the person who sees it: buttons, from the table's rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.guards import UNSORTED
from domain.order import Action, Attempt, Case, Status
from domain.presses import Press
from domain.roles import UNIT_ROLES, Actor, Role
from domain.workflow import Step, open_to
from service import places
from service.buttons import CardButton, rating_rows, same_rows
from service.district import DistrictData
from service.effects.merging import MERGE
from storage.models import Order

PER_ROW = 2

# What a card offers, per role and in this order; everything else in the table is reached by
# words (a photo is an addition, a reply to a question an answer).
_SORTING = (Action.CONFIRM, Action.CHANGE_CATEGORY, Action.CHANGE_UNIT, Action.CHANGE_PLACE)
_OFFERED: Mapping[Role, tuple[Action, ...]] = {
    Role.RESIDENT: (
        Action.ANSWER_UNIT, Action.ADD, Action.CHANGE_CATEGORY, Action.CHANGE_PLACE,
        Action.URGE, Action.OBJECT, Action.WITHDRAW, Action.LEAVE,
        Action.LIFT_OUT, Action.STILL_FILE,
    ),
    Role.DEPUTY: (
        *_SORTING, Action.PROPOSE_MERGE, Action.ASK_MORE, Action.PROPOSE_REFUSAL, Action.URGE,
        Action.VISIT, Action.RAISE_ALARM,
    ),
    Role.STATION: (
        Action.ANSWER, *_SORTING, Action.ASK_MORE, Action.PROPOSE_REFUSAL, Action.RAISE_ALARM,
    ),
    Role.DISPATCHER: (
        Action.DISPATCH, Action.DISPATCH_URGENT, Action.REFUSE, Action.KEEP, Action.MERGE,
        Action.KEEP_APART, Action.REDISPATCH, Action.DESIGNATE, Action.CHANGE_CATEGORY,
        Action.CHANGE_UNIT, Action.CHANGE_PLACE, Action.PROPOSE_MERGE,
    ),
    Role.CLERK: (
        Action.TAKE_ALARM, Action.TAKE, Action.RETURN, Action.PROGRESS, Action.ASK_RESIDENT,
        Action.CONTACT, Action.REPLY,
    ),
    Role.REVIEWER: (Action.RELEASE, Action.RETURN_REPLY),
    Role.DUTY_OFFICER: (
        Action.TAKE_ALARM, Action.HAND_OVER, Action.FALSE_ALARM, Action.CHANGE_PLACE,
    ),
    Role.SEALED_OFFICER: (Action.HAND_OVER,),
}  # fmt: skip
# Allowed there, but not worth a button: words, a photo or the /help say how.
_WAITING_FOR_RATINGS = frozenset({Status.REPLIED})
_NOT_OFFERED: Mapping[Action, frozenset[Status]] = {
    Action.ADD: _WAITING_FOR_RATINGS | {Status.CLOSED},  # of a merged one: its main order's
    Action.WITHDRAW: _WAITING_FOR_RATINGS,
    Action.VISIT: _WAITING_FOR_RATINGS,
    Action.RAISE_ALARM: frozenset({Status.READY, Status.RETURN_REVIEW, Status.REPLY_REVIEW})
    | _WAITING_FOR_RATINGS,
}


async def card_buttons(
    session: AsyncSession,
    district: DistrictData,
    order: Order,
    at: Order,
    case: Case,
    actor: Actor,
    roles: Sequence[Role],
    now: datetime,
    language: str,
) -> tuple[tuple[CardButton, ...], ...]:
    """Under the card of `order` as this actor sees it now, in rows. `at`: the order whose state is
    shown, the main one for a follower (T8); `case`: of `order`; `roles`: of the actor there."""
    rows: list[tuple[CardButton, ...]] = []
    if Role.RESIDENT in roles and (asked := same_rows(order)):
        return tuple(asked)
    if Role.RESIDENT in roles and case.status is Status.NEEDS_INFO and order.grid is None:
        rows += _candidates(district, order, language) or await _last_place(
            session, district, order, actor, language
        )
    if Role.RESIDENT in roles and case.status is Status.NEEDS_INFO and order.question == "kind":
        rows += _kinds(district, order, language)
    if Role.RESIDENT in roles and case.status is Status.READY and case.refusal_code:
        rows += _forward(case)
    if Role.DISPATCHER in roles and case.status is Status.READY and case.merge_pending:
        rows.append(
            (CardButton("merge-look", {}, Press("open", UUID(order.trace[MERGE])).pack()),)
        )
    rates = roles if at is order else [role for role in roles if role is Role.RESIDENT]
    if at.status == Status.REPLIED and {Role.RESIDENT, Role.DEPUTY} & set(rates):
        rows += await rating_rows(session, at, order.id, actor, rates)
    attempt = Attempt(actor.person_id, Role.SYSTEM, now)
    open_rows = {row.action: row for row in open_to(case, roles, attempt)}
    offered = dict.fromkeys(action for role in roles for action in _offers(role, case))
    buttons = [
        _button(case, open_rows[action])
        for action in offered
        if action in open_rows and at.status not in _NOT_OFFERED.get(action, ())
    ]
    rows += [tuple(buttons[n : n + PER_ROW]) for n in range(0, len(buttons), PER_ROW)]
    return tuple(rows)


def _offers(role: Role, case: Case) -> tuple[Action, ...]:
    """The shorter the better: a resident who is asked something sees little else."""
    if role in UNIT_ROLES:
        return _OFFERED[Role.CLERK]
    if role is Role.RESIDENT and case.status is Status.NEEDS_INFO:
        return (Action.CHANGE_CATEGORY, Action.WITHDRAW)
    if role is Role.RESIDENT and case.status is Status.READY and case.refusal_code:
        return (Action.WITHDRAW,)
    return _OFFERED.get(role, ())


def _button(case: Case, row: Step) -> CardButton:
    press = Press(row.action.value, case.id, case.state_version)
    return CardButton(f"action-{row.action}", {}, press.pack())


def _forward(case: Case) -> list[tuple[CardButton, ...]]:
    """Dialogue 6: [不用了] [转达], once."""
    if case.forwarded or case.sealed:
        return []
    no = Press("dismiss", case.id, case.state_version, "not-forwarded")
    yes = Press(Action.FORWARD.value, case.id, case.state_version)
    return [
        (
            CardButton("forward-no", {}, no.pack()),
            CardButton("action-forward", {}, yes.pack()),
        )
    ]


def _candidates(
    district: DistrictData, order: Order, language: str
) -> list[tuple[CardButton, ...]]:
    """One button for each place it may be; more than a handful are asked for in words."""
    codes = [code for code in order.grid_candidates if code in district.grids]
    if len(codes) > places.CHOICES:
        return []
    return [(_candidate(district, order, code, language),) for code in codes]


async def _last_place(
    session: AsyncSession, district: DistrictData, order: Order, actor: Actor, language: str
) -> list[tuple[CardButton, ...]]:
    """The resident's own last place as one button, where nothing else is known."""
    if order.question != "place":
        return []
    grid = await places.last_place(session, district, order, actor.person_id)
    if grid is None:
        return []
    press = Press("place", order.id, order.state_version, grid).pack()
    name = {"place": district.grid_label(grid, language)}
    return [(CardButton("pick-last-place", name, press),)]


def _kinds(district: DistrictData, order: Order, language: str) -> list[tuple[CardButton, ...]]:
    """The first two classes that it may be, and neither (C11, 10)."""
    codes = [order.category, *order.trace.get("runner_up", ())]
    known = [code for code in dict.fromkeys(codes) if code in district.categories][:2]
    rows = [
        (
            CardButton(
                "pick-kind",
                {"category": district.category_label(code, language)},
                Press("kind", order.id, order.state_version, code).pack(),
            ),
        )
        for code in known
    ]
    neither = Press("kind", order.id, order.state_version, UNSORTED).pack()
    return [*rows, (CardButton("pick-kind-neither", {}, neither),)]


def _candidate(district: DistrictData, order: Order, code: str, language: str) -> CardButton:
    """文昌花园 1-88号: the name, and the house numbers where the road has them."""
    said = (order.place_text or "").split()
    numbers = next(
        (p for p in district.places if p.alias in said and p.grids == [code] and p.number_from),
        None,
    )
    press = Press("place", order.id, order.state_version, code).pack()
    name = {"place": district.grid_label(code, language)}
    if numbers is None:
        return CardButton("pick-place", name, press)
    ends = {"first": str(numbers.number_from), "last": str(numbers.number_to or "")}
    return CardButton("pick-place-numbers", {**name, **ends}, press)
