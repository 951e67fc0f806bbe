"""What one person may see of one order, as the card and the texts need it.

Already masked for the receiver's role; words of people are shown as they are, never as markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.nlp.clean import mask_private
from domain.access import roles_on
from domain.deadlines import ClockKind
from domain.order import Action, Case, Result, Status
from domain.roles import UNIT_ROLES, Role
from service import places
from service.buttons import CardButton
from service.district import DistrictData
from service.effects.merging import MERGE
from service.offers import card_buttons
from storage import queries, same
from storage.models import Addition, Clock, Event, Order

QUOTE = 200  # characters of the resident's words on a card

_CLOCK_SHOWN = {
    Status.NEEDS_INFO: ClockKind.INFO,
    Status.CONFIRMING: ClockKind.CONFIRM,
    Status.READY: ClockKind.DISPATCH,
    Status.RETURN_REVIEW: ClockKind.RETURN,
    Status.REPLY_REVIEW: ClockKind.REVIEW,
}


_AT_UNIT = frozenset(
    {Status.DISPATCHED, Status.RETURN_REVIEW, Status.HANDLING, Status.REPLY_REVIEW}
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. `action` names the Fluent id `card-did-<action>`."""

    at: datetime
    action: str
    text_data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """`short`: the last five digits. `title_key`: the Fluent id `card-title-<title_key>`.
    `unit` and `deputy` are names as the public reads them. Times are aware UTC.
    `limit_key`: a limit class of model.md C5. `photos`: file_ids, `photo_count` all of them.
    `others`: how many more have reported the same and follow it. `merge_into`: the short number
    of the order that it is proposed to be one with."""

    number: str
    short: str
    role: Role
    status: Status
    result: Result | None
    round: int
    urgency: str
    title_key: str
    matter: str
    photos: tuple[str, ...]
    photo_count: int
    category: str | None
    place: str | None
    unit: str | None
    deputy: str | None
    due: datetime | None
    due_kind: str | None
    reply_due: datetime | None
    words: tuple[str, ...]
    confidence: float
    limit_key: str | None
    question: str | None
    plan: str | None
    progress: str | None
    reply_text: str | None
    result_class: str | None
    timeline: tuple[TimelineEntry, ...]
    buttons: tuple[tuple[CardButton, ...], ...]
    referral: str | None = None
    others: int = 0
    merge_into: str | None = None
    safety: tuple[str, str] | None = None

    @property
    def variables(self) -> dict[str, Any]:
        """What every text about an order may name (bot/texts/*/steps.ftl); "" is not said."""
        head, body = self.safety or ("", "")
        due = self.reply_due if self.status in _AT_UNIT else self.due
        return {
            "number": self.number,
            "short": self.short,
            "category": self.category or "",
            "place": self.place or "",
            "unit": self.unit or "",
            "deputy": self.deputy or "",
            "due": {"$when": due.isoformat()} if due else "",
            "round": self.round,
            "matter": self.matter,
            "text": "",
            "reason": self.referral or "",
            "class": self.result_class or "",
            "handed_to": "",
            "head": head,
            "body": body,
            "left": "",
        }


async def order_view(
    session: AsyncSession,
    district: DistrictData,
    order_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    language: str = "zh-Hans",
    timeline: bool = False,
) -> OrderView | None:
    """The order as this person may see it now; None when he may not (any more). `timeline`: with
    what happened to it."""
    order = await queries.get_order(session, district.id, order_id)
    if order is None:
        return None
    actor = await queries.actor_of(session, district.id, person_id)
    owned = await queries.is_reporter(session, district.id, order_id, person_id)
    case = queries.case_of(order, owned=owned)
    if not (roles := roles_on(actor, case)):
        return None
    role = _speaking_role(roles, case)
    files = await _files(session, order, role)
    proposed = await _proposed_main(session, order) if case.merge_pending else None
    at = await same.main_of(session, order) or order  # whose state is shown (T8)
    status = Status(at.status)
    due, due_kind = await _due(session, at, role)
    events = await queries.events_of(session, district.id, order_id) if timeline else ()
    return OrderView(
        number=order.number,
        short=order.number[-5:],
        role=role,
        status=status,
        result=Result(at.result) if at.result else None,
        round=at.round,
        urgency=order.urgency,
        title_key=_title(role, case) if at is order else "order",
        matter=_matter(order, role),
        photos=_photos(files, order, case.status),
        photo_count=len(files),
        category=district.category_label(order.category, language),
        place=_place(district, order, language),
        unit=district.unit_label(at.lead_unit, language) if at.lead_unit else None,
        deputy=await _deputy(session, district, order, language),
        due=due,
        due_kind=due_kind,
        reply_due=at.reply_due,
        words=tuple(word for word, _ in order.trace.get("words", ())),
        confidence=order.confidence,
        limit_key=order.limit_class,
        question=places.asked(order) or order.unit_question,
        plan=at.plan,
        progress=at.last_progress,
        reply_text=at.reply_text if status in _AFTER_REPLY or role in _STAFF else None,
        result_class=at.result_class,
        others=at.followers,
        merge_into=proposed.number[-5:] if proposed else None,
        timeline=_timeline(district, events, language),
        buttons=await card_buttons(
            session, district, order, at, case, actor, roles, now, language
        ),
        referral=district.referral(at.refusal_code, language),
        safety=district.safety(order.danger_kind, language),
    )


async def _files(session: AsyncSession, order: Order, role: Role) -> list[Addition]:
    """Photos of the order; staff see what its followers have added as well, not by whom."""
    rows = list(await queries.additions_of(session, order.district_id, order.id))
    if order.followers and role is not Role.RESIDENT:
        rows += await same.added_by_followers(session, order.district_id, order.id)
    return [row for row in rows if row.kind == "photo"]


async def _proposed_main(session: AsyncSession, order: Order) -> Order | None:
    return await queries.get_order(session, order.district_id, UUID(order.trace[MERGE]))


_AFTER_REPLY = frozenset({Status.REPLIED, Status.CLOSED})
_STAFF = UNIT_ROLES | {Role.REVIEWER, Role.DISPATCHER}
# Who is spoken to when one person stands in several roles: whoever has something to do first.
_BY_STATUS = {
    Status.CONFIRMING: (Role.DEPUTY, Role.STATION, Role.DISPATCHER),
    Status.READY: (Role.SEALED_OFFICER, Role.DISPATCHER),
    Status.RETURN_REVIEW: (Role.DISPATCHER,),
    Status.REPLY_REVIEW: (Role.REVIEWER,),
    Status.EMERGENCY: (Role.DUTY_OFFICER, Role.SEALED_OFFICER, Role.CLERK),
}


def _speaking_role(roles: Sequence[Role], case: Case) -> Role:
    if Role.RESIDENT in roles:
        return Role.RESIDENT
    for role in _BY_STATUS.get(case.status, ()):
        if role in roles:
            return role
    return roles[0]


_TITLES: Mapping[tuple[Role, Status], str] = {
    (Role.DEPUTY, Status.CONFIRMING): "confirm",
    (Role.STATION, Status.CONFIRMING): "confirm",
    (Role.DISPATCHER, Status.CONFIRMING): "assign",
    (Role.DISPATCHER, Status.READY): "assign",
    (Role.SEALED_OFFICER, Status.READY): "sealed",
    (Role.DISPATCHER, Status.RETURN_REVIEW): "return",
    (Role.REVIEWER, Status.REPLY_REVIEW): "review",
    (Role.DEPUTY, Status.REPLIED): "rate",
}


def _title(role: Role, case: Case) -> str:
    """Which heading: what this role has to do, else plainly the order."""
    if role is Role.RESIDENT:
        return "registered" if case.dispatched_at is None and case.status in _EARLY else "order"
    if case.status is Status.EMERGENCY:
        return "emergency"
    if role is Role.DISPATCHER and case.status is Status.READY and case.refusal_code:
        return "refusal"
    if role is Role.DISPATCHER and case.status is Status.READY and case.merge_pending:
        return "merge"
    if role in UNIT_ROLES:
        return "dispatch" if case.status is Status.DISPATCHED else "handle"
    return _TITLES.get((role, case.status), "order")


_EARLY = frozenset({Status.SUBMITTED, Status.NEEDS_INFO, Status.CONFIRMING, Status.READY})


def _matter(order: Order, role: Role) -> str:
    """The resident's words; staff see them without numbers of phones and identity cards (C12)."""
    text = order.text_original if role is Role.RESIDENT else mask_private(order.text_original)
    return text if len(text) <= QUOTE else text[: QUOTE - 1] + "…"


def _photos(files: Sequence[Addition], order: Order, status: Status) -> tuple[str, ...]:
    """Of the report while it is being handled; of the proof once it is answered."""
    answered = status in {Status.REPLY_REVIEW, Status.REPLIED}
    purpose = "proof" if answered else "report"
    chosen = [f for f in files if f.purpose == purpose]
    if answered:
        chosen = [f for f in chosen if f.round == order.round]
    return tuple(f.file_id for f in chosen if f.file_id)[:10]


def _place(district: DistrictData, order: Order, language: str) -> str | None:
    if order.grid is not None:
        return district.place_label(order.grid, language)
    if order.community is not None:
        return district.community_label(order.community, language)
    return None


async def _deputy(
    session: AsyncSession, district: DistrictData, order: Order, language: str
) -> str | None:
    if order.grid is None or order.sealed:
        return None
    standing = "stand_in" if order.stand_in and order.status == Status.CONFIRMING else "primary"
    name = await queries.deputy_name(session, order.district_id, order.grid, standing)
    return district.person_label(name, language) if name else None


async def _due(
    session: AsyncSession, order: Order, role: Role
) -> tuple[datetime | None, str | None]:
    """The next date that this card speaks of, and of what kind it is. The end of a rating window
    is not shown: a first 不满意 moves it, which would tell the other side (C8)."""
    status = Status(order.status)
    if status is Status.DISPATCHED and role in UNIT_ROLES:
        return order.take_due or order.reply_due, "take" if order.take_due else "reply"
    if status in {Status.DISPATCHED, Status.HANDLING}:
        return order.reply_due, "reply"
    kind = _CLOCK_SHOWN.get(status)
    if kind is None:
        return None, None
    given = {"district": order.district_id, "order": order.id, "kind": kind.value}
    return await session.scalar(_RUNNING, given), kind.value


_RUNNING = (
    select(Clock.due_at)
    .where(
        Clock.district_id == bindparam("district"),
        Clock.order_id == bindparam("order"),
        Clock.kind == bindparam("kind"),
        Clock.stopped_at.is_(None),
    )
    .limit(1)
)


def _timeline(
    district: DistrictData, events: Sequence[Event], language: str
) -> tuple[TimelineEntry, ...]:
    """What moved the order, and what the unit said of its work; not every word that was added."""
    shown = [e for e in events if e.from_status != e.to_status or e.action in _TOLD]
    return tuple(
        TimelineEntry(event.at, event.action, _event_words(district, event, language))
        for event in shown
    )


_TOLD = frozenset({Action.PROGRESS, Action.URGE, Action.VISIT, Action.ASK_RESIDENT})


def _event_words(district: DistrictData, event: Event, language: str) -> dict[str, Any]:
    words: dict[str, Any] = {"round": event.round}
    if unit := event.data.get("unit"):
        words["unit"] = district.unit_label(unit, language)
    for key in ("text", "handed_to"):
        if said := event.data.get(key):
            words[key] = said
    return words
