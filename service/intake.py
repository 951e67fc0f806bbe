"""From a message to an order that is on its way: number first, questions after (model.md C1.1).

What was understood comes in; nothing here reads text. `sort` decides the first step by the
table's rows and the thresholds of the district, never by chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.nlp.understand import Intent, Issue, Understood
from domain.deadlines import URGENT_CLASS
from domain.errors import Refused
from domain.guards import UNSORTED
from domain.order import Action, Result, Status
from domain.roles import Actor, Role
from domain.routing import Band, band
from service import shares, similar
from service.casework import submit as submit_step
from service.casework import system_step, take_step, try_system
from service.corrections import TAUGHT_BY
from service.desk import ACK, Desk, Word
from service.effects import DEFAULT_LIMIT, KIND_ASKED, TRANSFER, add, set_place
from service.effects.merging import forget_question
from service.places import agreed
from service.shares import Share
from storage import queries
from storage.crashpoints import reach
from storage.ids import public_number, uuid7
from storage.models import Addition, Order, Reporter

# What the resident can be asked; else it is the deputy's words.
PLACE, WHAT, KIND = "place", "what", "kind"


@dataclass(frozen=True, slots=True)
class Report:
    """One message as it came. `files`: kind, file_id, file_unique_id, file_size of each;
    `words`: those that may be kept to learn from (`Understander.teachable`)."""

    text: str
    understood: Understood
    location: tuple[float, float] | None = None
    files: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    message_id: int | None = None
    update_id: int | None = None
    language: str | None = None
    words: tuple[str, ...] = ()


async def file_report(desk: Desk, actor: Actor, report: Report) -> Order:
    """Write the order with its number, tell the resident, and send it on its way."""
    share = await shares.beyond(desk, actor, report.understood)
    order = await _new_order(desk, actor, report)
    reach("after-order-insert")
    await submit_step(desk, actor, order)
    of_many = share is not Share.DAY and report.understood.danger is None
    if not (of_many and await similar.ask(desk, order, actor)):
        await sort(desk, order, report.understood, people_first=share is Share.DAY)
    if share:
        await shares.say(desk, actor, share)
    return order


async def _new_order(desk: Desk, actor: Actor, report: Report) -> Order:
    understood = report.understood
    order = Order(
        district_id=desk.district_id,
        id=uuid7(desk.now),
        number=await _draw_number(desk),
        status=Status.DRAFT.value,
        intent=understood.intent.value,
        text_original=report.text,
        text_normal=understood.text_normal,
        language=report.language,
        source_update=report.update_id,
        returned_by=[],
        grid_candidates=[],
        submitted_at=desk.now,
        moved_at=desk.now,
        state_version=0,
        round=1,
        cycle=0,
        questions_asked=0,
        progress_round=0,
        sealed=False,
        hazard=False,
        stand_in=False,
        at_station=False,
        designated=False,
        objected=False,
        reviewed=False,
        urgency="normal",
        category=UNSORTED,
        taxonomy_version=desk.district.version,
        confidence=0.0,
        margin=0.0,
        trace={"message_id": report.message_id},
        grid_certainty="none",
        limit_class=DEFAULT_LIMIT,
    )
    if report.location is not None:
        order.latitude, order.longitude = report.location
    _understand(desk, order, understood)
    _keep_words(order, report)
    desk.session.add(order)
    desk.opened(order, actor.person_id)
    await desk.session.flush()
    if actor.person_id is not None:
        desk.session.add(
            Reporter(
                district_id=desk.district_id,
                order_id=order.id,
                person_id=actor.person_id,
                linked_at=desk.now,
            )
        )
    keep_files(desk, order, report.files)
    await desk.session.flush()
    return order


async def _draw_number(desk: Desk) -> str:
    day = desk.now.astimezone(desk.district.tz).strftime("%Y%m%d")
    for _ in range(100):
        number = public_number(desk.district.prefix, day)
        if not await queries.number_taken(desk.session, desk.district_id, number):
            return number
    raise RuntimeError("no public number left for today")


def _keep_words(order: Order, report: Report) -> None:
    """What staff's corrections of this order will teach."""
    if report.words:
        known = {*order.trace.get(TAUGHT_BY, ()), *report.words}
        order.trace = {**order.trace, TAUGHT_BY: sorted(known)}


def keep_files(desk: Desk, order: Order, files: Sequence[Mapping[str, Any]]) -> None:
    for piece in files:
        desk.session.add(
            Addition(
                district_id=order.district_id,
                id=uuid7(desk.now),
                order_id=order.id,
                by_role=Role.RESIDENT.value,
                purpose="report",
                round=order.round,
                at=desk.now,
                **piece,
            )
        )


def _understand(desk: Desk, order: Order, understood: Understood) -> None:
    """Put what was understood into the order, without losing what was known before."""
    if understood.issues:
        _use_issue(desk, order, understood.issues[0])
    _use_place(desk, order, understood)
    order.lead_unit = desk.district.lead_for(order.category, order.grid, order.street)


def _use_issue(desk: Desk, order: Order, issue: Issue) -> None:
    category = desk.district.categories.get(issue.code)
    if category is None:
        return
    order.category = issue.code
    order.confidence, order.margin = round(issue.confidence, 4), round(issue.margin, 4)
    order.urgency = issue.urgency if issue.urgency != "emergency" else order.urgency
    order.limit_class = issue.limit if issue.limit != TRANSFER else DEFAULT_LIMIT
    order.trace = {
        **order.trace,
        "words": [[hit.word, round(hit.weight, 3)] for hit in issue.keywords],
        "runner_up": list(issue.runner_up),
    }


def _use_place(desk: Desk, order: Order, understood: Understood) -> None:
    place = agreed(order.grid_candidates, understood.place)
    if place.certainty == "exact":
        set_place(desk, order, place.grids[0], certainty="exact")
    elif place.certainty != "none" and order.grid is None:
        order.grid_certainty = place.certainty
        order.grid_candidates = list(place.grids)
        _use_community(desk, order, place.grids)
    if place.words:
        order.place_text = " ".join(place.words)


def _use_community(desk: Desk, order: Order, grids: Sequence[str]) -> None:
    """What all candidates share is known: their community, street and station."""
    rows = [desk.district.grids[code] for code in grids if code in desk.district.grids]
    if not rows:
        return
    if len({row.community for row in rows}) == 1:
        order.community = rows[0].community
    if len({row.street for row in rows}) == 1:
        order.street, order.station = rows[0].street, rows[0].station


async def sort(
    desk: Desk,
    order: Order,
    understood: Understood | None = None,
    *,
    people_first: bool = False,
) -> None:
    """The program's own first steps, from submitted or needs_info. `people_first`: the station
    looks at it before a deputy or a unit is asked for anything."""
    if understood is not None and understood.danger is not None:
        await _alarm(desk, order, understood)
        return
    category = desk.district.categories.get(order.category)
    likely = order.confidence >= desk.district.thresholds.confirm
    if category is not None and category.sealed and likely:
        await try_system(desk, order, Action.SEAL)
        return
    if people_first and await try_system(desk, order, Action.TO_STATION):
        return
    if category is not None and category.referral and likely:
        inputs = {"refusal": category.referral}
        if await try_system(desk, order, Action.PROPOSE_REFUSAL, inputs):
            return
    if is_question(order) and await try_system(desk, order, Action.TO_STATION):
        return
    question = _question(desk, order, understood)
    if question is not None and await _ask(desk, order, question):
        return
    await route(desk, order)


def is_question(order: Order) -> bool:
    """Somebody wants to know something, of no place (T2): people answer, nobody asks where."""
    return order.intent == Intent.QUESTION and order.grid is None and not order.grid_candidates


async def unanswered(desk: Desk, order: Order) -> None:
    """It is not the same thing, or nobody said so: sorted as filed, and its reporter gets the card
    that the question stood in for. An order that went its way meanwhile stays where it is."""
    forget_question(order)
    if order.status != Status.SUBMITTED:
        return
    for person in await queries.reporters_of(desk.session, desk.district_id, order.id):
        desk.tell(
            Word(
                person=person,
                order=order,
                text_id="submit-resident",
                data={},
                kind=ACK,
                card=True,
                own=person.id == desk.actor_id,
            )
        )
    await sort(desk, order)


async def _alarm(desk: Desk, order: Order, understood: Understood) -> None:
    danger = understood.danger
    assert danger is not None  # noqa: S101 - the caller has looked
    code = danger.code or order.category
    category = desk.district.categories.get(code)
    await system_step(
        desk,
        order,
        Action.RAISE_ALARM,
        {
            "kind": danger.kind,
            "words": danger.words,
            "category": code if category is not None else None,
            "sealed": category is not None and category.sealed,
        },
    )


def _question(desk: Desk, order: Order, understood: Understood | None) -> str | None:
    """What keeps the order from going on: first what it is about, then where it is, then which of
    two classes it is (C11, 10); that one is asked once, and not where hours count."""
    if understood is not None and WHAT in understood.must_ask and order.category == UNSORTED:
        return WHAT
    if order.grid is None:
        return PLACE
    unsure = _unsure(desk, order) and order.limit_class != URGENT_CLASS
    return KIND if unsure and KIND_ASKED not in order.trace else None


def _unsure(desk: Desk, order: Order) -> bool:
    return order.category != UNSORTED and order.confidence < desk.district.thresholds.confirm


async def _ask(desk: Desk, order: Order, question: str) -> bool:
    if question == KIND:
        order.trace = {**order.trace, KIND_ASKED: True}
    return await try_system(desk, order, Action.ASK_INFO, {"question": question})


async def route(desk: Desk, order: Order) -> None:
    """To the unit at once (U24 and sure), to the deputy, or to the station."""
    sureness = band(
        order.confidence,
        order.margin,
        sealed=order.sealed,
        major=False,
        category_allows=True,
        thresholds=desk.district.thresholds,
    )
    ways: tuple[Action, ...] = (Action.ROUTE, Action.TO_STATION)
    undecided = KIND_ASKED in order.trace and _unsure(desk, order)
    if order.category == UNSORTED or order.grid is None or undecided:
        ways = (Action.TO_STATION,)
    elif order.limit_class == URGENT_CLASS:
        urgent = (Action.ROUTE_URGENT, Action.TO_STATION)
        ways = (Action.DISPATCH_URGENT, *urgent) if sureness is Band.AUTO else urgent
    for way in ways:
        if await try_system(desk, order, way):
            return
    raise Refused("refused-moved-on")


# --- answers ------------------------------------------------------------------------------


async def answer(desk: Desk, actor: Actor, order_id: UUID, report: Report) -> Order:
    """The resident answers what the order waits for, by words, a photo or a place. It is kept
    in any case; what it says moves the order on."""
    order = await take_step(
        desk, actor, order_id, Action.ADD, {"text": report.text, "files": report.files}
    )
    if order.status == Status.NEEDS_INFO:
        _learn(desk, order, report)
        await sort(desk, order, report.understood)
    else:  # the clock was faster
        await _heed(desk, order, report)
    return order


async def _heed(desk: Desk, order: Order, report: Report) -> None:
    """Danger that is recognised now counts from now (decisions.md 20)."""
    if report.understood.danger is not None and order.status != Status.EMERGENCY:
        await _alarm(desk, order, report.understood)


def _learn(desk: Desk, order: Order, report: Report) -> None:
    understood = report.understood
    if report.location is not None:
        order.latitude, order.longitude = report.location
    _keep_words(order, report)
    better = bool(understood.issues) and understood.issues[0].confidence > order.confidence
    if better and order.question != PLACE:
        _use_issue(desk, order, understood.issues[0])
    _use_place(desk, order, understood)
    order.lead_unit = desk.district.lead_for(order.category, order.grid, order.street)


async def choose_place(
    desk: Desk, actor: Actor, order_id: UUID, grid: str, *, version: int | None = None
) -> Order:
    """One tap on one of the candidates."""
    order = await take_step(
        desk, actor, order_id, Action.CHANGE_PLACE, {"place": grid}, version=version
    )
    if order.status == Status.NEEDS_INFO:
        await sort(desk, order)
    return order


async def choose_kind(
    desk: Desk, actor: Actor, order_id: UUID, code: str, *, version: int | None = None
) -> Order:
    """Another class, by a person. What a resident was asked is answered by it; 9999 is none of
    those that were offered, and the station sorts."""
    order = await take_step(
        desk, actor, order_id, Action.CHANGE_CATEGORY, {"category": code}, version=version
    )
    if order.status == Status.NEEDS_INFO and order.question in {KIND, WHAT}:
        await sort(desk, order)
    return order


async def reopen(desk: Desk, actor: Actor, order_id: UUID, report: Report) -> Order:
    """T4: an answer within 30 days brings an insufficient order back."""
    order = await take_step(desk, actor, order_id, Action.REOPEN)
    keep_files(desk, order, report.files)
    if report.text:
        add(desk, order, kind="text", by=Role.RESIDENT, purpose="report", text=report.text)
    order.text_normal = f"{order.text_normal}\n{report.understood.text_normal}"[:4096]
    _learn(desk, order, report)
    await sort(desk, order, report.understood)
    return order


async def still_file(
    desk: Desk, actor: Actor, order_id: UUID, *, version: int | None = None
) -> Order:
    """T2: the answer was not what was meant; the question goes on as a report."""
    order = await take_step(desk, actor, order_id, Action.STILL_FILE, version=version)
    await sort(desk, order)
    return order


async def add_to(desk: Desk, actor: Actor, order_id: UUID, report: Report) -> tuple[Order, int]:
    """Add words or files to an open order, or to one that follows an open one; danger among them
    takes it out of there first (C11). Returns the order and the number of its files."""
    if report.understood.danger is not None:
        known = await queries.get_order(desk.session, desk.district_id, order_id)
        if known is not None and known.result == Result.MERGED:
            await take_step(desk, actor, order_id, Action.LIFT_OUT)
    order = await take_step(
        desk, actor, order_id, Action.ADD, {"text": report.text, "files": report.files}
    )
    await _heed(desk, order, report)
    rows = await queries.additions_of(desk.session, order.district_id, order.id)
    return order, sum(row.kind != "text" for row in rows)


async def add_files(
    desk: Desk, actor: Actor, order_id: UUID, pieces: Sequence[Mapping[str, Any]]
) -> Order:
    """Files alone, where the conversation asked for an addition."""
    return await take_step(desk, actor, order_id, Action.ADD, {"files": list(pieces)})
