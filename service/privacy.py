"""What is kept of a person, erasing it on request, and what goes by itself with time.

model.md C12, decisions.md 30. An order keeps its number, class, place and what the departments
wrote; who reported it and what that person said go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Delete, Update, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.nlp.clean import mask_private
from domain.order import Action, Status
from domain.roles import Role
from service import chain, corrections
from service.desk import Desk
from service.district import DistrictData
from storage import files, inbox, queries
from storage.ids import uuid7
from storage.models import (
    AccessLog,
    Addition,
    Card,
    Event,
    InviteGuess,
    Order,
    Person,
    Rating,
    Reporter,
    RoleGrant,
)
from storage.queues import Conversation, InboxUpdate, Notice, OutboxMessage

AT_ONCE = 200  # orders of one retention transaction; the rest waits for the next
GUESSES_KEPT = timedelta(days=1)
REQUEST, TIME = "request", "time"  # why something was taken out, in the chain
_FINAL = ("sent", "superseded", "cancelled", "dead")  # states of outbox rows that stay as they are


@dataclass(frozen=True, slots=True)
class Summary:
    """What /privacy says of a person: how many orders are linked, and the days of the law's and
    the district's retention by name (reporter_link, raw_chat, access_log, inbox, outbox).
    `held`: numbers of orders in danger that erasing would leave linked."""

    open: int
    closed: int
    held: tuple[str, ...]
    days: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Erased:
    """Numbers of the orders that were cut off, and of those `held` while there is danger."""

    cut: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(slots=True)
class Retention:
    """Rows that time took, by what they were. `more`: run it again."""

    counts: dict[str, int] = field(default_factory=dict)
    more: bool = False


async def summary(desk: Desk, person: Person) -> Summary:
    orders = await _orders_of(desk.session, person)
    return Summary(
        open=sum(order.status != Status.CLOSED for order in orders),
        closed=sum(order.status == Status.CLOSED for order in orders),
        held=tuple(order.number for order in orders if _in_danger(order)),
        days=desk.district.settings["retention"],
    )


# --- on request -----------------------------------------------------------------------------


async def erase(desk: Desk, person: Person) -> Erased:
    """Cut this person off from everything reported, and forget what was said.

    Open orders go on without a reporter. Held back, with life and limb as the ground, are open
    orders in danger: whoever helps may have to reach the person. The account itself is forgotten
    too, unless an order is held or the person has an office.
    """
    cut, held = [], []
    for known in await _orders_of(desk.session, person):
        order = await queries.lock_order(desk.session, desk.district_id, known.id)
        if order is None or _in_danger(order):
            held.append(known.number)
            continue
        await _erase_order(desk, person, order)
        cut.append(order.number)
    await _forget_talk(desk, person, everything=not held)
    _note(desk, person, cut, held)
    if not held and not await queries.grants_of(desk.session, desk.district_id, person.id):
        await desk.session.delete(person)
        await desk.session.flush()
    return Erased(tuple(cut), tuple(held))


def _note(desk: Desk, person: Person, cut: Sequence[str], held: Sequence[str]) -> None:
    """The audit row of the erasure, by an id that leads nowhere once the account is gone."""
    desk.session.add(
        AccessLog(
            district_id=desk.district_id,
            id=uuid7(desk.now),
            at=desk.now,
            person_id=person.id,
            action="erase",
            verdict="allow",
            reason=f"{len(cut)} cut, {len(held)} held",
        )
    )


def _in_danger(order: Order) -> bool:
    return order.hazard and order.status != Status.CLOSED


async def _orders_of(session: AsyncSession, person: Person) -> list[Order]:
    """In the order of their ids, in which everybody locks them."""
    query = (
        select(Reporter.order_id)
        .where(Reporter.district_id == person.district_id, Reporter.person_id == person.id)
        .order_by(Reporter.order_id)
    )
    ids = (await session.execute(query)).scalars().all()
    found = [await queries.get_order(session, person.district_id, order_id) for order_id in ids]
    return [order for order in found if order is not None]


async def _erase_order(desk: Desk, person: Person, order: Order) -> None:
    """The words go with their only reporter; while others are linked they are masked."""
    session = desk.session
    await _cut_link(session, order, person, desk.now, why=REQUEST)
    others = await queries.reporters_of(session, order.district_id, order.id)
    if not others:
        await _forget_additions(session, order)
    gone = order.status == Status.CLOSED and not others
    _mask(order, "" if gone else mask_private(order.text_original))
    desk.repaint(order)
    await session.flush()


def _mask(order: Order, text: str) -> None:
    """What is left of the resident's own words: `text`. An open order keeps where it is."""
    order.text_original = order.text_normal = text
    order.source_update = None
    order.trace = {k: v for k, v in (order.trace or {}).items() if k != "message_id"}
    if order.status == Status.CLOSED:
        order.latitude = order.longitude = order.place_text = None
        order.text_normal, order.trace = "", {}


async def _cut_link(
    session: AsyncSession, order: Order, person: Person, now: datetime, *, why: str
) -> None:
    """Nothing of the order leads to this person any more; the order's row is locked."""
    here = {"district_id": order.district_id, "order_id": order.id, "person_id": person.id}
    for table in (Reporter, Card, Notice):
        await session.execute(delete(table).filter_by(**here))
    await session.execute(  # the values count on, nobody's
        update(Rating).filter_by(**here, rater="resident").values(person_id=uuid4(), reason=None)
    )
    if order.main_id is not None:
        await _leave_main(session, order.district_id, order.main_id, person, now, why=why)
    await _empty_outbox(session, order, person)
    mine = [e for e in await _of_resident(session, order) if e.actor_id in {person.id, None}]
    if mine or why == REQUEST:
        await chain.take_out(session, order, mine, now, why)


async def _leave_main(
    session: AsyncSession,
    district_id: str,
    main_id: UUID,
    person: Person,
    now: datetime,
    *,
    why: str,
) -> None:
    """What a follower rated and said under the main order (T8): the values count on, nobody's;
    redos repeat what their raters said, so these words go for all of them."""
    main = await queries.lock_order(session, district_id, main_id)
    if main is None:
        return
    here = {"district_id": district_id, "order_id": main_id, "person_id": person.id}
    rated = update(Rating).filter_by(**here, rater="resident")
    gave = await session.scalars(
        select(Rating.reason).filter_by(**here).where(Rating.reason.is_not(None))
    )
    reasons = [reason for reason in gave if reason]
    await session.execute(rated.values(person_id=uuid4(), reason=None))
    events = await queries.events_of(session, district_id, main_id)
    redos = [e for e in events if e.action == Action.REDO and not chain.is_empty(e)]
    if reasons and redos:
        await chain.take_out(session, main, redos, now, why)


async def _of_resident(session: AsyncSession, order: Order) -> list[Event]:
    """Events that hold a resident's words or account; a redo repeats the rater's reason."""
    events = await queries.events_of(session, order.district_id, order.id)
    return [
        event
        for event in events
        if not chain.is_empty(event)
        and (event.role == Role.RESIDENT or event.action == Action.REDO)
    ]


async def _empty_outbox(session: AsyncSession, order: Order, person: Person) -> None:
    """What was said of the order in this chat names neither any more; what waits is not said."""
    of_order = (
        OutboxMessage.district_id == order.district_id,
        OutboxMessage.order_id == order.id,
        OutboxMessage.lane == person.chat_id,
    )
    nothing: dict[str, Any] = {
        "data": {},
        "args": {},
        "dedupe": None,
        "order_id": None,
        "person_id": None,
    }
    await session.execute(
        update(OutboxMessage)
        .where(*of_order, OutboxMessage.state == "new")
        .values(state="cancelled", **nothing)
    )
    await session.execute(
        update(OutboxMessage).where(*of_order, OutboxMessage.state.in_(_FINAL)).values(**nothing)
    )


async def _forget_additions(session: AsyncSession, order: Order) -> int:
    """Delete what residents added; how many rows. Their files go after the commit."""
    rows = await session.execute(
        delete(Addition)
        .where(
            Addition.district_id == order.district_id,
            Addition.order_id == order.id,
            Addition.by_role == Role.RESIDENT.value,
        )
        .returning(Addition.id, Addition.file_id)
    )
    gone = rows.all()
    await files.doom(session, order.district_id, [row.id for row in gone if row.file_id])
    return len(gone)


async def _forget_talk(desk: Desk, person: Person, *, everything: bool) -> None:
    """Conversations, and updates that are done with; while an order is held its words stay."""
    mine = Conversation.bot_id == desk.district.bot_id, Conversation.chat_id == person.chat_id
    await desk.session.execute(delete(Conversation).where(*mine))
    updates = (
        InboxUpdate.bot_id == desk.district.bot_id,
        InboxUpdate.lane == person.chat_id,
        InboxUpdate.state.in_(("done", "dead")),
    )
    await desk.session.execute(update(InboxUpdate).where(*updates).values(payload="{}"))
    if not everything:
        return
    said = (
        OutboxMessage.bot_id == desk.district.bot_id,
        OutboxMessage.lane == person.chat_id,
        OutboxMessage.state.in_(_FINAL),
    )
    await desk.session.execute(update(OutboxMessage).where(*said).values(data={}, args={}))


# --- with time ------------------------------------------------------------------------------


async def retention(session: AsyncSession, district: DistrictData, now: datetime) -> Retention:
    """One pass over what is old enough to go; days by name stand in the district's settings.

    Counted from the final closing: raw chat (words, photos, voice, positions; the order's text
    stays, masked) and the reporter's link with the contact. Inbox payloads go by real time.
    """
    days = {name: timedelta(days=n) for name, n in district.settings["retention"].items()}
    done = Retention()
    await _raw_chat(session, district, now, now - days["raw_chat"], done)
    await _links(session, district, now, now - days["reporter_link"], done)
    done.counts["people"] = await _contacts(session, district, now - days["reporter_link"])
    done.counts["outbox"] = await _outbox_bodies(session, district, now - days["outbox"])
    done.counts["inbox"] = await inbox.forget_old(session)
    for name, table, moment, before in (
        ("access_log", AccessLog, AccessLog.at, now - days["access_log"]),
        ("guesses", InviteGuess, InviteGuess.at, now - GUESSES_KEPT),
    ):
        rows = delete(table).where(table.district_id == district.id, moment < before)
        done.counts[name] = await _count(session, rows)
    done.counts["corrections"] = await corrections.forget_old(session, district, now)
    old_talk = delete(Conversation).where(
        Conversation.bot_id == district.bot_id, Conversation.updated_at < now - days["raw_chat"]
    )
    done.counts["conversations"] = await _count(session, old_talk)
    return done


async def _raw_chat(
    session: AsyncSession,
    district: DistrictData,
    now: datetime,
    before: datetime,
    done: Retention,
) -> None:
    raw = or_(Order.source_update.is_not(None), Order.text_normal != "")
    ids = await queries.closed_before(session, district.id, before, raw, limit=AT_ONCE)
    done.counts["additions"] = 0
    for order in await _locked(session, district.id, ids):
        if said := await _of_resident(session, order):
            await chain.take_out(session, order, said, now, TIME)
        done.counts["additions"] += await _forget_additions(session, order)
        _mask(order, mask_private(order.text_original))
    await session.flush()
    done.counts["raw_chat"] = len(ids)
    done.more = done.more or len(ids) == AT_ONCE


async def _links(
    session: AsyncSession,
    district: DistrictData,
    now: datetime,
    before: datetime,
    done: Retention,
) -> None:
    linked = exists().where(
        Reporter.district_id == Order.district_id, Reporter.order_id == Order.id
    )
    ids = await queries.closed_before(session, district.id, before, linked, limit=AT_ONCE)
    for order in await _locked(session, district.id, ids):
        for person in await queries.reporters_of(session, district.id, order.id):
            await _cut_link(session, order, person, now, why=TIME)
    done.counts["links"] = len(ids)
    done.more = done.more or len(ids) == AT_ONCE


async def _locked(session: AsyncSession, district_id: str, ids: Sequence[UUID]) -> list[Order]:
    """The orders of these ids, locked one by one in the order that everybody uses."""
    found = [await queries.lock_order(session, district_id, order_id) for order_id in sorted(ids)]
    return [order for order in found if order is not None]


async def _contacts(session: AsyncSession, district: DistrictData, before: datetime) -> int:
    """Accounts without an office, an order or a conversation since then."""
    office = exists().where(
        RoleGrant.district_id == Person.district_id, RoleGrant.person_id == Person.id
    )
    order = exists().where(
        Reporter.district_id == Person.district_id, Reporter.person_id == Person.id
    )
    talk = exists().where(
        Conversation.bot_id == district.bot_id,
        Conversation.chat_id == Person.chat_id,
        Conversation.updated_at >= before,
    )
    rows = delete(Person).where(
        Person.district_id == district.id, Person.created_at < before, ~office, ~order, ~talk
    )
    return await _count(session, rows)


async def _outbox_bodies(session: AsyncSession, district: DistrictData, before: datetime) -> int:
    rows = (
        update(OutboxMessage)
        .where(
            OutboxMessage.district_id == district.id,
            OutboxMessage.state.in_(_FINAL),
            OutboxMessage.created_at < before,
            or_(OutboxMessage.data != {}, OutboxMessage.args != {}),
        )
        .values(data={}, args={})
    )
    return await _count(session, rows)


async def _count(session: AsyncSession, statement: Delete | Update) -> int:
    """Run it; how many rows it was. Objects in memory are not looked at."""
    done = await session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
