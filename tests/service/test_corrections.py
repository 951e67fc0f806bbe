"""What staff say of a class is kept without order or person, and goes after three years."""

from datetime import timedelta

from sqlalchemy import select

from domain.order import Action
from domain.roles import Role
from service import corrections
from service.corrections import KEPT, TAUGHT_BY, lessons
from storage.database import Database
from storage.models import Correction, Order
from tests.service.town import ABUSE, LAMP, PIPE, Town, understood

WORDS = ["晚上", "路灯"]


async def filed(town: Town, code: str = LAMP) -> Order:
    order = await town.files(understood(code))
    async with town.database.transaction() as session:
        row = await session.get_one(Order, (order.district_id, order.id))
        row.trace = {**row.trace, TAUGHT_BY: WORDS}
    return order


async def kept(database: Database) -> list[tuple[str, str, str]]:
    async with database.reading() as session:
        rows = (await session.execute(select(Correction))).scalars().all()
    assert all(row.words == WORDS for row in rows)
    return sorted((row.before, row.after, row.role) for row in rows)


async def test_a_deputy_corrects_and_confirms_one_lesson(town: Town):
    order = await filed(town)
    await town.does("deputy", order, Action.CHANGE_CATEGORY, category=PIPE)
    await town.does("deputy", order, Action.CONFIRM)
    assert await kept(town.database) == [(LAMP, PIPE, "deputy")]


async def test_what_residents_choose_teaches_nothing(town: Town):
    order = await filed(town)
    await town.does("resident", order, Action.CHANGE_CATEGORY, category=PIPE)
    assert await kept(town.database) == []


async def test_an_order_without_known_words_teaches_nothing(town: Town):
    order = await town.files(understood(LAMP))
    await town.does("deputy", order, Action.CONFIRM)
    assert await kept(town.database) == []


async def test_a_sealed_order_teaches_nothing(town: Town):
    order = await filed(town, ABUSE)
    async with town.desk("sealed") as (desk, _):
        row = await desk.session.get_one(Order, (order.district_id, order.id))
        assert row.sealed
        corrections.keep(desk, Role.DEPUTY, row, before=LAMP)
    assert await kept(town.database) == []


async def test_lessons_go_after_three_years_and_with_their_class(town: Town):
    order = await filed(town)
    await town.does("deputy", order, Action.CONFIRM)
    async with town.database.transaction() as session:
        (one,) = await lessons(session, town.district)
        assert (one.words, one.before, one.after) == (tuple(WORDS), LAMP, LAMP)
        session.add(
            Correction(
                district_id=town.district.id, id=order.id, words=WORDS, before=LAMP,
                after="0000", version="1", role="deputy", day=one.day,
            )
        )  # fmt: skip
    now = town.clock.now()
    async with town.database.transaction() as session:
        assert len(await lessons(session, town.district)) == 1
        early, late = now + KEPT - timedelta(days=1), now + KEPT + timedelta(days=2)
        assert await corrections.forget_old(session, town.district, early) == 0
        assert await corrections.forget_old(session, town.district, late) == 2
