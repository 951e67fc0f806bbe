"""Has somebody reported the same thing already? model.md C11 (duplicates), ADR 0007.

Asked once, when a report is filed, of the orders themselves: the same class, near, not long ago,
and alike in words. What the resident is told of the other order is how many reported it, its
class, place and unit, and its date: never words, names or addresses of others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.nlp.similar import closest, elsewhere, sameness, vector
from domain.guards import UNSORTED
from domain.order import Status
from domain.roles import Actor
from service.desk import ACK, Desk, Word
from service.district import DistrictData
from service.effects.merging import SAME, is_outage, needs_own_help
from storage import queries, same
from storage.models import Order, Person

WINDOW, OUTAGE_WINDOW = timedelta(hours=72), timedelta(hours=6)
ALIKE = 0.6  # model.md C11
ALIKE_OUTAGE = 0.3  # without water at the same place in the same hours: few words say it
ALIKE_NEAR = 0.75  # where the classes are neighbours only
LOOKED_AT, WEIGHED = 24, 4  # the newest; of these the closest at first sight
STAFF_WINDOW, OFFERED = timedelta(days=30), 5  # people judge for themselves


@dataclass(frozen=True, slots=True)
class Candidate:
    """The open order that a report is most like, and how much (0 to 1)."""

    order_id: UUID
    likeness: float


async def find(desk: Desk, order: Order, actor: Actor) -> Candidate | None:
    """The best candidate, None where there is none. Danger, sealed matters and what somebody
    needs for his life are never folded into another order."""
    if not _may_be_one_of_many(desk.district, order):
        return None
    outage = is_outage(desk.district, order.category)
    window = OUTAGE_WINDOW if outage else WINDOW
    rows = await same.near_orders(
        desk.session,
        desk.district_id,
        grids=_grids(desk.district, order, outage=outage),
        codes=[order.category] if outage else _codes(order),
        since=desk.now - window,
        limit=LOOKED_AT,
    )
    if not rows:
        return None
    own = vector(order.text_normal)
    best: Candidate | None = None
    texts = [row.text_normal for row in rows]
    for row in [rows[number] for number in closest(order.text_normal, texts, WEIGHED)]:
        if not outage and elsewhere(order.text_normal, row.text_normal):
            continue
        fresh = 1 - (desk.now - row.submitted_at) / window
        alike = sameness(own, vector(row.text_normal), fresh)
        least = ALIKE_OUTAGE if outage else ALIKE if row.category == order.category else ALIKE_NEAR
        if alike < max(least, best.likeness if best else 0.0):
            continue
        if not await _knows(desk, actor, row.id):
            best = Candidate(row.id, alike)
    return best


async def candidates(desk: Desk, order: Order, actor: Actor) -> list[Order]:
    """Orders that staff may merge this one into: open, of its class, at its place, and such as
    this person may see; the most alike in words first."""
    rows = await same.near_orders(
        desk.session,
        desk.district_id,
        grids=_grids(desk.district, order, outage=is_outage(desk.district, order.category)),
        codes=[order.category],
        since=desk.now - STAFF_WINDOW,
        limit=LOOKED_AT,
    )
    others = [row for row in rows if row.id != order.id]
    texts = [row.text_normal for row in others]
    ids = [others[number].id for number in closest(order.text_normal, texts, OFFERED)]
    known = queries.visible_orders(desk.district_id, actor).where(Order.id.in_(ids))
    seen = {row.id: row for row in (await desk.session.execute(known)).scalars()}
    return [seen[order_id] for order_id in ids if order_id in seen]


async def _knows(desk: Desk, actor: Actor, order_id: UUID) -> bool:
    """Has this person reported it, or joined it, already? More words are an addition."""
    if await queries.is_reporter(desk.session, desk.district_id, order_id, actor.person_id):
        return True
    followers = await same.followers_of(desk.session, desk.district_id, order_id)
    return any(person.id == actor.person_id for person, _ in followers)


def _may_be_one_of_many(district: DistrictData, order: Order) -> bool:
    category = district.categories.get(order.category)
    if category is None or category.sealed or category.referral or order.category == UNSORTED:
        return False
    if order.sealed or needs_own_help(district, order):
        return False
    return order.confidence >= district.thresholds.confirm


def _codes(order: Order) -> list[str]:
    """Its class and the two next ones."""
    return list(dict.fromkeys([order.category, *order.trace.get("runner_up", ())[:2]]))


def _grids(district: DistrictData, order: Order, *, outage: bool) -> Sequence[str]:
    """Where it may be; an outage knows no bounds within a community."""
    grids = [order.grid] if order.grid else list(order.grid_candidates)
    if not outage:
        return grids
    communities = {district.grids[code].community for code in grids if code in district.grids}
    return [code for code, grid in district.grids.items() if grid.community in communities]


async def ask(desk: Desk, order: Order, actor: Actor) -> bool:
    """Ask the resident, who has the number already, whether it is the same. The order waits in
    `submitted`; its clock (ADR 0003) sends it on alone when nobody answers."""
    candidate = await find(desk, order, actor)
    if candidate is None:
        return False
    main = await queries.get_order(desk.session, desk.district_id, candidate.order_id)
    if main is None:
        return False
    order.trace = {**order.trace, SAME: main.id.hex}
    for person in await queries.reporters_of(desk.session, desk.district_id, order.id):
        desk.tell(_question(desk, order, main, person))
    return True


def _question(desk: Desk, order: Order, main: Order, person: Person) -> Word:
    outage = is_outage(desk.district, order.category)
    window = OUTAGE_WINDOW if outage else WINDOW
    due = main.reply_due if main.dispatched_at is not None else None
    data: dict[str, Any] = {
        "count": main.followers + 1,
        "hours": int(window.total_seconds()) // 3600,
        "due": {"$when": due.isoformat()} if due else "",
        "$buttons": True,
    }
    return Word(
        person=person,
        order=order,
        text_id="same-ask",
        data=data,
        kind=ACK,
        card=False,
        own=True,
        instead=True,
    )


def asked(order: Order) -> UUID | None:
    """The order that this one may be one with, while nobody has said."""
    main = order.trace.get(SAME)
    open_question = order.status != Status.CLOSED and not order.hazard and not order.sealed
    return UUID(main) if main and open_question else None
