"""Golden dialogue 3: life before process. Safety words first, people at once, no working days."""

from tests.e2e.steps import dispatched

GAS = "楼道里好大的煤气味 头有点晕"


async def test_gas_in_the_stairwell(district):
    resident, officer = district.resident(1), district.duty_officer(1)
    gas = district.clerk("E-RQ")
    await resident.says(GAS)
    first = await resident.hears("先离开", "119", "已为您登记", "值班员", "青汀燃气公司", "哪栋楼")
    assert first.text.index("先离开") < first.text.index("已为您登记")
    assert "工作日" not in first.text
    number = first.number
    for person in (officer, district.duty_officer(2), gas):
        alarm = await person.hears("‼", first.short, "燃气泄漏", "煤气味", "地点待补充")
        assert "工作日" not in alarm.text
    assert {"我已接手", "误报"} <= set((await officer.shows(first.short)).buttons)
    assert (await district.chat_starts(resident))[0] == first.id  # nothing came before

    # Where: the resident shares a place, the officer and the company learn it at once.
    await resident.shares_location(*district.inside("WT-02-01"))
    await resident.hears("地点", "文昌花园")
    await officer.hears(first.short, "地点", "文昌花园")
    await gas.hears(first.short, "地点", "文昌花园")
    await district.deputy_of("WT-02-01").hears(first.short, "文昌花园")

    # The company takes it: people coming, and then an ordinary repair.
    await gas.presses("我已接手", under=first.short)
    await gas.hears("谁去处置")
    await gas.says("抢修班15分钟到，请关总阀")
    await resident.hears("青汀燃气公司", "已接手", "抢修班15分钟到")
    order = await district.order(number)
    assert (order.status, order.limit_class, order.grid) == ("handling", "W5", "WT-02-01")


async def test_danger_is_said_at_night_and_climbs_while_nobody_takes_it(district):
    resident, officer = district.resident(1), district.duty_officer(1)
    await district.clock_moves_to("2026-11-23 23:30")
    await resident.says("文昌花园3栋楼道里好大的煤气味")
    first = await resident.hears("先离开", "已为您登记")
    await officer.hears("‼", first.short)
    await district.clock_moves(minutes=5)
    await officer.hears("‼", first.short, "已过5分钟")
    await district.clock_moves(minutes=10)
    await officer.hears("‼", first.short, "已过15分钟")
    await district.head("E-RQ").hears(first.short)
    await officer.presses("我已接手", under="‼")
    await officer.says("已电话通知抢修班，10分钟到")
    await resident.hears("已接手", "10分钟到")
    await officer.hears("已接手")
    await district.clock_moves(minutes=20)
    await officer.hears_nothing()


async def test_handed_over_to_the_fire_brigade(district):
    resident, officer = district.resident(1), district.duty_officer(1)
    await resident.says("文昌花园5栋着火了 好大的烟")
    first = await resident.hears("已为您登记", "119")
    await officer.hears("‼", first.short, "文昌花园")
    await officer.presses("已转交", under=first.short)
    await officer.hears("转给了谁")
    await officer.presses("119 消防救援")
    await resident.hears(first.short, "已转交", "119")
    order = await district.order(first.number)
    assert (order.status, order.result) == ("closed", "transferred")


async def test_a_false_alarm_goes_the_ordinary_way(district):
    resident, officer = district.resident(1), district.duty_officer(1)
    dispatcher = district.dispatcher()
    await resident.says("文昌花园3栋楼道里好大的煤气味")
    first = await resident.hears("已为您登记")
    await officer.hears("‼", first.short)
    await officer.presses("误报", under=first.short)
    await officer.hears("为什么不是紧急情况")
    await officer.presses("核实没有危险")
    await resident.hears(first.short, "没有紧急危险", "转为一般办理")
    await dispatcher.hears(first.number, "已解除紧急", "核实没有危险")
    await dispatcher.presses("派单", under=first.number)
    await dispatcher.toast("已派给青汀燃气公司")
    await resident.hears("已交", "青汀燃气公司", "前答复")


async def test_danger_in_the_middle_of_a_question_counts_at_once(district):
    resident = district.resident(1)
    await resident.says("垃圾没人收")
    await resident.hears("已登记", "还差一句", "写您住的小区")
    await resident.says("救命 我家着火了 文昌花园3栋")
    first = await resident.hears("119", "已为您登记")
    await district.duty_officer().hears("‼", first.short, "文昌花园")


async def test_danger_that_is_added_later_counts_from_then(district):
    resident, officer = district.resident(1), district.duty_officer(1)
    card = await dispatched(district, resident)
    await resident.says("现在灯杆漏电 有人触电倒地了", reply_to=card)
    await resident.hears("不要靠近", "120", card.number)
    await officer.hears("‼", card.short)
    assert (await district.order(card.number)).status == "emergency"


async def test_a_hazard_stays_and_whoever_reported_it_may_leave(district):
    resident, gas = district.resident(1), district.clerk("E-RQ")
    await resident.says("文昌花园3栋楼道里好大的煤气味")
    first = await resident.hears("已为您登记")
    await gas.hears("‼", first.short)
    await resident.says(first.short)
    card = await resident.hears(first.number, "紧急处置中")
    assert "撤回" not in card.buttons
    await resident.presses("不再跟进", under=card)
    await resident.toast()
    await district.settles()
    await gas.presses("我已接手", under=first.short)
    await gas.says("抢修班15分钟到")
    await gas.hears("已接手")
    await district.settles()
    await resident.hears_nothing()
    order = await district.order(first.number)
    assert order.status == "handling"
    await resident.says("/my")
    await resident.hears("还没有反映过")


async def test_who_asks_to_be_erased_is_told_what_danger_keeps(district):
    resident = district.resident(1)
    await resident.says("文昌花园3栋楼道里好大的煤气味")
    first = await resident.hears("已为您登记")
    await resident.says("/privacy")
    await resident.presses("删除我的信息")
    await resident.presses("确定删除")
    await resident.hears(first.short, "危险还没有排除", "先保留")
    await resident.says(first.short)
    await resident.hears(first.number, "紧急处置中")
