"""Taking one step of an order: the only place that sets its status and writes its events.

Who may, what follows, who is told and which clock starts stand in domain/workflow.py; what the
step changes besides the status stands in effects.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from bot.nlp.clean import mask_private
from domain import workflow
from domain.access import Deny, may, roles_on
from domain.errors import Refused
from domain.order import Action, Attempt, Case, Status
from domain.roles import SYSTEM, Actor, Audience, Role
from domain.workflow import Step
from service import chain, clocks, effects, places
from service.audience import people_of
from service.desk import ACK, ALARM, STATUS, Desk, Word
from service.effects.registry import TEXT_LIMIT
from storage import queries, same
from storage.crashpoints import reach
from storage.ids import uuid7
from storage.models import AccessLog, Order, Person

Inputs = Mapping[str, Any]


async def take_step(
    desk: Desk,
    actor: Actor,
    order_id: UUID,
    action: Action,
    inputs: Inputs | None = None,
    *,
    version: int | None = None,
) -> Order:
    """Take `action` on the order, and what the program does by itself right after it.

    `inputs`: answers to the row's `asks`, by field name. `version`: the state version on the
    button that was pressed. Raises Refused; then nothing has changed.
    """
    order = await queries.lock_order(desk.session, desk.district_id, order_id)
    if order is None:
        raise Refused("not-found")
    await _step(desk, actor, order, action, inputs or {}, version)
    await _go_on(desk, order, action, inputs or {})
    return order


async def check_step(
    desk: Desk, actor: Actor, order: Order, action: Action, version: int | None = None
) -> tuple[Step, Role]:
    """The row that this actor may take now, and the role in which. Raises Refused."""
    owned = action is Action.SUBMIT or await queries.is_reporter(
        desk.session, order.district_id, order.id, actor.person_id
    )
    case = queries.case_of(order, owned=owned)
    row = workflow.step(case.status, action)
    if row is None or (version is not None and row.moves and version != order.state_version):
        raise Refused("old-button")
    return _allowed(desk, actor, action, case, row)


def _allowed(desk: Desk, actor: Actor, action: Action, case: Case, row: Step) -> tuple[Step, Role]:
    """Any role in which the actor may take it: a head who is also a clerk may sign."""
    verdict = may(actor, action, case)
    if isinstance(verdict, Deny):
        log_denial(desk, actor, action, case.id, verdict)
        raise Refused("refused-not-yours")
    why = None
    for role in roles_on(actor, case):
        if role not in row.roles:
            continue
        why = workflow.refusal(row, case, Attempt(actor.person_id, role, desk.now))
        if why is None:
            return row, role
    raise Refused(why or "refused-not-yours")


def log_denial(
    desk: Desk, actor: Actor, action: str, order_id: UUID | None, verdict: Deny
) -> None:
    """Denials are kept and counted (reliability.md 5.2); the row outlives the savepoint only
    when the caller adds it again, see `denials`."""
    desk.session.info.setdefault("denials", []).append(
        AccessLog(
            district_id=desk.district_id,
            id=uuid7(desk.now),
            at=desk.now,
            person_id=actor.person_id,
            action=str(action),
            order_id=order_id,
            verdict="deny",
            reason=verdict.reason,
        )
    )


async def submit(desk: Desk, actor: Actor, order: Order) -> None:
    """T1: the number is given. The order was inserted in this transaction."""
    await _step(desk, actor, order, Action.SUBMIT, {})


async def _step(
    desk: Desk,
    actor: Actor,
    order: Order,
    action: Action,
    inputs: Inputs,
    version: int | None = None,
) -> None:
    row, role = await check_step(desk, actor, order, action, version)
    if row.moves:
        await clocks.leave_state(desk, order, row.target)
    data = await effects.apply(desk, actor, role, order, row, inputs)
    if row.moves:
        order.status = row.target.value
        order.state_version += 1
        order.result = row.result.value if row.result else None
        order.closed_at = desk.now if row.target is Status.CLOSED else None
    order.moved_at = desk.now
    laid = await clocks.start_clocks(desk, order, row.starts)
    if row.moves or row.starts:
        await clocks.next_due(desk, order, laid)
    await chain.append(
        desk.session,
        order,
        at=desk.now,
        actor_id=actor.person_id,
        role=role,
        rule=row.rule,
        action=row.action,
        source=row.source,
        target=row.target,
        data={key: value for key, value in data.items() if not key.startswith("$")},
    )
    reach("after-event")
    await _tell(desk, order, row, data)
    if order.sealed and order.followers:
        await _let_go(desk, order)


async def _let_go(desk: Desk, order: Order) -> None:
    """Nobody follows a sealed order: the merged ones open again and are sorted by people."""
    for _, own in await same.followers_of(desk.session, order.district_id, order.id):
        await try_system(desk, own, Action.LIFT_OUT)


async def _go_on(desk: Desk, order: Order, action: Action, inputs: Inputs) -> None:
    """What follows by itself: a sorted, undisputed order is dispatched (decisions.md 24); what a
    follower adds is heard at the main order."""
    if action in {Action.CONFIRM, Action.PASS_ON, Action.KEEP, Action.KEEP_APART}:
        await dispatch_if_ready(desk, order)
    if action is Action.ADD and order.main_id is not None:
        main = await queries.lock_order(desk.session, order.district_id, order.main_id)
        said = mask_private(str(inputs.get("text") or ""))[:TEXT_LIMIT]
        files = list(inputs.get("files", ()))
        if main is None or not await try_system(
            desk, main, Action.FOLLOWER_ADD, {"text": said, "files": files}
        ):
            raise Refused("refused-closed")


async def dispatch_if_ready(desk: Desk, order: Order) -> bool:
    """T11 by the program: after a confirmation the certainty is 1; what was passed on without
    one (T7) goes by itself only from 0.80 on. Otherwise the dispatcher's clock runs."""
    if order.confidence < desk.district.thresholds.auto:
        return False
    category = desk.district.categories.get(order.category)
    if category is None or not category.auto:
        return False
    return await try_system(desk, order, Action.DISPATCH)


async def try_system(
    desk: Desk, order: Order, action: Action, inputs: Inputs | None = None
) -> bool:
    """Let the program take a step if the table allows it now."""
    case = queries.case_of(order, owned=False)
    row = workflow.step(case.status, action)
    attempt = Attempt(None, Role.SYSTEM, desk.now)
    if row is None or Role.SYSTEM not in row.roles or workflow.refusal(row, case, attempt):
        return False
    await _step(desk, SYSTEM, order, action, inputs or {})
    return True


async def system_step(
    desk: Desk, order: Order, action: Action, inputs: Inputs | None = None
) -> None:
    """A step that the program must be able to take here. Raises Refused otherwise."""
    await _step(desk, SYSTEM, order, action, inputs or {})


async def _tell(desk: Desk, order: Order, row: Step, data: dict[str, Any]) -> None:
    desk.repaint(order)
    followers = await _followers(desk, order)
    alarm = order.hazard and Status.EMERGENCY in {row.source, row.target}
    for tell in row.tells:
        if not tell.loud:
            continue
        if tell.audience is Audience.FOLLOWER:
            _tell_followers(desk, followers, row, data)
            continue
        for person in await people_of(desk, order, tell.audience):
            own = person.id == desk.actor_id
            if own and row.action is not Action.SUBMIT and tell.audience is not Audience.RESIDENT:
                continue  # who pressed the button sees the card change
            desk.tell(
                Word(
                    person=person,
                    order=order,
                    text_id=_text_id(row, tell.audience, data),
                    data=_said(order, row, tell.audience, data),
                    kind=ALARM if alarm else ACK if own else STATUS,
                    card=await _as_card(desk, order, row, tell.audience, person.chat_id),
                    own=own,
                    instead=tell.audience is Audience.RESIDENT and row.action in _NO_CARD,
                )
            )


async def _followers(desk: Desk, order: Order) -> Sequence[Row[Person, Order]]:
    """Whose own order is merged into this one; their cards show the new state as well."""
    if not order.followers:
        return ()
    followers = await same.followers_of(desk.session, order.district_id, order.id)
    for _, own in followers:
        desk.repaint(own)
    return followers


def _tell_followers(
    desk: Desk, followers: Sequence[Row[Person, Order]], row: Step, data: dict[str, Any]
) -> None:
    """The words that the main order's resident hears, about each one's own order."""
    for person, own in followers:
        desk.tell(
            Word(
                person=person,
                order=own,
                text_id=_text_id(row, Audience.FOLLOWER, data),
                data=_said(own, row, Audience.RESIDENT, data),
                kind=STATUS,
                card=False,
                own=person.id == desk.actor_id,
            )
        )


# What a resident hears first in place of the card: safety, the lawful way, the sealed path.
_NO_CARD = frozenset({Action.RAISE_ALARM, Action.PROPOSE_REFUSAL, Action.SEAL})


def _text_id(row: Step, audience: Audience, data: dict[str, Any]) -> str:
    """A redo that only the deputy asked for is told to the resident as such (C8)."""
    text_id = row.text_ids[audience]
    only_deputy = row.action is Action.REDO and data.get("dissatisfied") == ["deputy"]
    resident = audience in {Audience.RESIDENT, Audience.FOLLOWER}
    return f"{text_id}-deputy" if only_deputy and resident else text_id


# Where the message itself asks for a tap; everywhere else the card's buttons are enough.
_TAP_RESIDENT = frozenset(
    {
        Action.RELEASE,
        Action.RELEASE_UNREVIEWED,
        Action.PROPOSE_REFUSAL,
        Action.REFUSE,
        Action.ASK_INFO,
        Action.MERGE,
        Action.ANSWER,
    }
)
_NO_TAP_STAFF = frozenset(
    {
        Action.ADD,
        Action.FOLLOWER_ADD,
        Action.WITHDRAW,
        Action.TAKE_ALARM,
        Action.PASS_ON,
        Action.FORWARD,
    }
)


def _said(order: Order, row: Step, audience: Audience, data: dict[str, Any]) -> dict[str, Any]:
    """What of the event the texts say; the rest they take from the order as it is then. A reply
    comes with the photos that prove it; in danger without a place, one tap sends it."""
    words = {key: data[key] for key in ("text", "reason", "class", "handed_to") if data.get(key)}
    if data.get("$text"):
        words["text"] = data["$text"]
    if row.action is Action.ASK_INFO:  # only what is missing is asked for again
        words["text"] = {"$text": f"card-ask-{places.asked(order)}"}
    resident = audience is Audience.RESIDENT
    tap = row.action in _TAP_RESIDENT if resident else row.action not in _NO_TAP_STAFF
    return {
        **words,
        "$reply_to_card": True,
        "$buttons": tap,
        "$photos": _photos(row, audience, data),
        "$request_location": resident and row.action is Action.RAISE_ALARM and order.grid is None,
    }


def _photos(row: Step, audience: Audience, data: dict[str, Any]) -> bool | list[str]:
    """With a reply those that prove it (true: as the receiver sees the order then); with an
    addition those that were added, for staff."""
    if audience is not Audience.RESIDENT and data.get("$photos"):
        return list(data["$photos"])
    return row.action in {Action.RELEASE, Action.RELEASE_UNREVIEWED}


# Why somebody asks or decides is said in words; the buttons are under them.
_IN_WORDS = frozenset(
    {
        Action.RETURN,
        Action.PROPOSE_REFUSAL,
        Action.PROPOSE_MERGE,
        Action.OBJECT,
        Action.FORWARD,
        Action.FALSE_ALARM,
        Action.URGE,
        Action.REDO,
    }
)


async def _as_card(desk: Desk, order: Order, row: Step, audience: Audience, chat_id: int) -> bool:
    """The first that a chat hears of an order is its card, unless words must be said that no
    card shows. A resident in danger hears the safety words instead."""
    if audience is Audience.RESIDENT:
        return row.action is Action.SUBMIT
    if row.action in _IN_WORDS:
        return False
    return all(card.chat_id != chat_id for card in await desk.cards_of(order.id))
