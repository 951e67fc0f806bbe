"""The alarm clock rings, survives a failing sweep, and tells the sandbox what comes next."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from bot.scheduler.alarm import AlarmClock
from storage import notices
from tests.bot.mouth import DISTRICT, demo_district, rows, settle
from tests.bot.people import until
from tests.conftest import MORNING
from tests.service.orders import an_order

LI = 501


async def test_a_due_notice_becomes_a_message_and_the_page_hears_what_comes_next(
    database, sandbox, phones, clock
):
    district = await demo_district(database)
    await add_notice(database, clock)
    alarm = AlarmClock(database, district, clock, f"{sandbox.url}/sandbox/clock")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(alarm.run())
        await until(lambda: said(database, 1))
        await until(lambda: hinted(phones))
        alarm.stop()
    assert alarm.trouble is None


async def test_a_sweep_that_fails_is_told_and_tried_again(database, sandbox, clock):
    district = await demo_district(database)
    await add_notice(database, clock)
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE notices RENAME TO away"))
    alarm = AlarmClock(database, district, clock, f"{sandbox.url}/sandbox/clock")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(alarm.run())
        await until(lambda: troubled(alarm))
        async with database.transaction() as session:
            await session.execute(text("ALTER TABLE away RENAME TO notices"))
        await until(lambda: said(database, 1))
        alarm.stop()
    assert alarm.trouble is None


async def test_house_is_kept_without_anything_to_throw_away(database, clock):
    alarm = AlarmClock(database, await demo_district(database), clock)
    await alarm.keep_house()


async def add_notice(database, clock) -> None:
    await settle(database, LI, clock)
    order = an_order(MORNING)
    async with database.transaction() as session:
        session.add(order)
        await session.flush()
        await notices.add(
            session,
            district_id=DISTRICT,
            person_id=UUID(int=LI),
            order_id=order.id,
            text_id="remind-rate",
            data={},
            rank=3,
            card=False,
            not_before=MORNING,
            dedupe="once",
            now=MORNING,
        )


async def said(database, count: int) -> bool:
    return len(await rows(database)) == count


async def hinted(phones) -> bool:
    hints = (await phones.http.get("/sandbox/clock")).json()["hints"]
    return bool(hints and hints["next_working_day"])


async def troubled(alarm: AlarmClock) -> bool:
    return alarm.trouble is not None
