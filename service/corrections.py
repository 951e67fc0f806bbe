"""What deputies and dispatchers say of a class, kept to learn from without personal data.

A row holds words of lists (never a text), the class before and after, the classes' version and
the day. It leads to no order and to no person, and cannot be found again to be erased: nothing
personal is in it (model.md C11, 12). `minsheng train --from-corrections` reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.guards import UNSORTED
from domain.roles import Role
from service.desk import Desk
from service.district import DistrictData
from storage.models import Correction, Order

TAUGHT_BY, TAUGHT = "teachable", "taught"  # in an order's trace: its words; somebody corrected it
KEPT = timedelta(days=3 * 365)
TEACHERS = frozenset({Role.DEPUTY, Role.STATION, Role.DISPATCHER})


@dataclass(frozen=True, slots=True)
class Lesson:
    """One row, for the command line. `before` is `after` where the class was confirmed."""

    words: tuple[str, ...]
    before: str
    after: str
    version: str
    day: date


def keep(desk: Desk, role: Role, order: Order, *, before: str) -> None:
    """Keep what this office said of the order's class; `before` is the class it had.

    Sealed orders teach nothing, nor does a confirmation after a correction.
    """
    words, after = order.trace.get(TAUGHT_BY), order.category
    confirmed = before == after
    if role not in TEACHERS or not words or order.sealed or after == UNSORTED:
        return
    if confirmed and order.trace.get(TAUGHT):
        return
    if not confirmed:
        order.trace = {**order.trace, TAUGHT: True}
    desk.session.add(
        Correction(
            district_id=order.district_id,
            id=uuid4(),
            words=words,
            before=before,
            after=after,
            version=desk.district.version,
            role=role.value,
            day=desk.now.astimezone(desk.district.tz).date(),
        )
    )


async def lessons(session: AsyncSession, district: DistrictData) -> Sequence[Lesson]:
    """All that was kept whose class the district still has, in an order that tells nothing."""
    query = select(Correction).where(Correction.district_id == district.id).order_by(Correction.id)
    rows = (await session.execute(query)).scalars().all()
    return [
        Lesson(tuple(row.words), row.before, row.after, row.version, row.day)
        for row in rows
        if row.after in district.categories
    ]


async def forget_old(session: AsyncSession, district: DistrictData, now: datetime) -> int:
    """Delete what is older than three years; how many rows."""
    before = (now - KEPT).date()
    old = delete(Correction).where(Correction.district_id == district.id, Correction.day < before)
    done = await session.execute(old.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
