"""Golden dialogue 9 and C7: half time, the day before, overdue; together, and never at night."""

from tests.e2e.steps import STALLS, dispatched, handled, replied


async def test_the_ladder_up_to_red_and_beyond(district):
    """W5 from Monday 2026-11-23: half time, the morning before the last day, the due moment."""
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    clerk, head = district.clerk("CGJ"), district.head("CGJ")
    card = await handled(district, resident)
    await district.clock_moves_to("2026-11-26 09:45")
    await clerk.has_never_heard("🔵")
    await district.clock_moves_to("2026-11-26 15:00")
    await clerk.hears("🔵", card.short, "时限过半", "11月30日(周一)18:00")
    await head.has_never_heard("🔵")
    await district.clock_moves_to("2026-11-27 09:00")
    for person in (clerk, head, deputy):
        await person.hears("🟡", card.short, "11月30日(周一)18:00")
    assert "还剩1个工作日" in (await clerk.shows("🟡")).text
    await resident.has_never_heard("🟡")
    await district.clock_moves_to("2026-11-30 09:00")
    await clerk.hears("🟡", card.short, "今天到期")
    await district.clock_moves_to("2026-11-30 18:00")
    await clerk.hears("🔴", card.short, "已超时", "已告知居民和网格代表")
    await deputy.hears("🔴", card.short, "已超时")
    await resident.hears("🔴", card.short, "已超时", "我们已催办")
    await district.clock_moves_to("2026-12-01 18:00")
    await head.hears("🔴", card.short, "催办单")
    await district.clock_moves_to("2026-12-03 18:00")
    await district.office("CGJ-chief").hears("🔴", card.short, "跟踪督办")


async def test_not_taken_in_time_is_said_to_clerk_and_head(district):
    """Rung 1."""
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    await clerk.hears("派单", card.number)
    await district.clock_moves_to("2026-11-24 18:00")
    told = await clerk.hears("🟡", card.short, "还没有领单")
    assert "领单" in told.buttons
    await district.head("CGJ").hears("🟡", card.short, "还没有领单", "督促")


async def test_several_of_one_person_come_as_one_message(district):
    clerk = district.clerk("CGJ")
    lamp = await handled(district, district.resident(1))
    more = [
        await handled(district, district.resident(2), "实验小学门口路灯不亮", "WT-02-02"),
        await handled(district, district.resident(9), "北栈农贸市场门口路灯坏了", "WT-03-01"),
    ]
    await district.clock_moves_to("2026-11-27 09:00")
    together = await clerk.hears("3件事", lamp.short, *(card.short for card in more))
    assert len(together.buttons) == 3
    assert together.text.count("🟡") == 3
    assert len([m for m in await clerk.chat() if "🟡" in m.text]) == 1
    await clerk.presses(together.buttons[0], under=together)


async def test_the_most_urgent_stands_first(district):
    """At 18:00 on Thursday one is overdue (W3), at 15:00 the other is half way (W5)."""
    clerk = district.clerk("CGJ")
    stalls = await handled(district, district.resident(2), STALLS, "WT-02-02")
    lamp = await handled(district, district.resident(1))
    await district.clock_moves_to("2026-11-26 18:00")
    await clerk.hears("🔴", stalls.short)
    await clerk.shows(lamp.short)


async def test_at_night_nothing_is_said_and_in_the_morning_all_of_it(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    await clerk.hears("派单", card.number)
    await district.clock_moves_to("2026-11-23 22:30")
    before = len(await clerk.chat())
    await resident.presses("催办", under=card.number)
    await resident.toast("已催办")
    await district.settles()
    assert len(await clerk.chat()) == before
    await district.clock_moves_to("2026-11-24 07:29")
    assert len(await clerk.chat()) == before
    await district.clock_moves_to("2026-11-24 07:30")
    await clerk.hears("催办", card.short)


async def test_danger_does_not_wait_for_the_morning(district):
    await district.clock_moves_to("2026-11-23 23:00")
    resident = district.resident(1)
    await resident.says("文昌花园5栋着火了 好大的烟")
    first = await resident.hears("119", "已为您登记")
    await district.duty_officer().hears("‼", first.short)
    await district.clerk("XFD").hears("‼", first.short)


async def test_a_new_report_at_night_gets_its_number_at_once(district):
    """What a person just did is answered; the deputy sleeps until 07:30."""
    await district.clock_moves_to("2026-11-23 23:00")
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    await resident.says("文昌花园3栋楼下路灯坏了")
    card = await resident.hears("已登记")
    await district.settles()
    await deputy.has_never_heard()
    await district.clock_moves_to("2026-11-24 07:30")
    await deputy.hears("定单", card.number)


async def test_nobody_rates(district):
    """T24: invited at 0, 2 and 5 days; after 7 days closed as unrated."""
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await replied(district, resident)
    for when in ("2026-11-25 10:05", "2026-11-28 10:05"):
        await district.clock_moves_to(when)
        invited = await resident.hears(card.short, "已答复", "评一评")
        assert "答复：满意" in invited.buttons
        await deputy.hears(f"{card.short} 路灯照明 已答复", "请您评价")
    await district.clock_moves_to("2026-11-30 10:05")
    await resident.hears(card.short, "评价时间已过")
    order = await district.order(card.number)
    assert (order.status, order.result) == ("closed", "unrated")
