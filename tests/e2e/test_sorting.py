"""Where and what: two places (dialogue 2), a silent resident (T4), the deputy's hand (7)."""

from tests.e2e.steps import LAMP, dispatched, reported

NUMBERLESS = "文昌路下水道又堵了 臭死了"


async def test_two_places_and_one_tap(district):
    resident = district.resident(2)
    await resident.says(NUMBERLESS)
    card = await resident.hears("已登记", "排水与污水外溢", "是哪一处")
    assert card.buttons[:2] == ["文昌花园 1–88号", "实验小学片区 89号以后"]
    await resident.presses("实验小学片区 89号以后")
    await resident.toast("实验小学")
    await resident.hears("排水与污水外溢", "区水务局", "网格代表")
    await district.clerk("SWJ").hears("派单", card.number, "排水与污水外溢", "实验小学片区")
    await district.deputy_of("WT-02-02").hears(card.number, "区水务局")
    order = await district.order(card.number)
    assert (order.grid, order.limit_class) == ("WT-02-02", "U24")
    assert await district.events(card.number) == [
        "submit",
        "ask_info",
        "change_place",
        "dispatch_urgent",
    ]


async def test_a_shared_position_answers_where(district):
    resident = district.resident(2)
    await resident.says(NUMBERLESS)
    card = await resident.hears("已登记")
    await resident.shares_location(*district.inside("WT-02-01"))
    await resident.hears("排水与污水外溢", "区水务局")
    assert (await district.order(card.number)).grid == "WT-02-01"


async def test_a_position_elsewhere_is_said_to_be_elsewhere(district):
    resident = district.resident(2)
    await resident.says(NUMBERLESS)
    await resident.hears("已登记")
    await resident.shares_location(31.2, 121.4)
    await resident.hears("不在本区")


async def test_no_answer_for_two_days_ends_it_and_an_answer_brings_it_back(district):
    resident = district.resident(4)
    await resident.says("垃圾没人收")
    card = await resident.hears("已登记", "垃圾清运", "还差一句", "写您住的小区")
    await district.clock_moves_to("2026-11-24 10:01")
    await resident.hears(card.short, "还等您补充")
    await district.clock_moves_to("2026-11-25 10:01")
    ended = await resident.hears(card.short, "暂时办结", "30天内补一句话")
    assert (await district.order(card.number)).result == "insufficient"
    await district.clock_moves_to("2026-12-08 11:00")
    await resident.says("桂香名邸", reply_to=ended)
    await resident.hears(card.short, "接着办")
    await district.deputy_of("SP-02-01").hears("定单", card.number, "桂香名邸")
    assert (await district.events(card.number))[-2:] == ["reopen", "route"]


async def test_words_without_a_matter_are_asked_and_go_to_the_station(district):
    """At most two questions; then people look."""
    resident = await district.somebody("小何")
    await resident.says("有个事想反映一下")
    card = await resident.hears("已登记", "是什么事")
    await resident.says("就是那个事")
    await resident.says("那边")
    await district.settles()
    order = await district.order(card.number)
    assert order.questions_asked <= 2
    assert (order.status, order.at_station) == ("confirming", True)
    await district.staff("ST-BL").hears("定单", card.number)


async def test_the_deputy_corrects_class_unit_and_place(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    await deputy.hears("定单", card.number)
    await deputy.presses("改类别", under=card.number)
    await deputy.hears("是哪一类问题")
    await deputy.says("占道经营")
    await deputy.hears("类别已改为", "占道经营与流动摊贩")
    await deputy.presses("改部门", under="定单")
    await deputy.hears("交给哪个单位")
    await deputy.says("公安")
    await deputy.hears("部门已改为", "区公安分局")
    await deputy.presses("改地点", under="定单")
    await deputy.hears("在什么地方")
    await deputy.says("北栈农贸市场")
    await deputy.hears("地点已改为", "北栈农贸市场")
    other = district.deputy_of("WT-03-01")
    await other.hears("定单", card.number, "占道经营", "北栈农贸市场")
    order = await district.order(card.number)
    assert (order.category, order.grid) == ("0302", "WT-03-01")
    # The order is no longer his: what he still sees cannot be pressed.
    await other.presses("定单", under=card.number)
    await other.toast("已定单并派给")
    await resident.hears("已交", "前答复")


async def test_the_deputy_asks_for_more_and_hears_the_answer(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    await deputy.hears("定单", card.number)
    await deputy.presses("要更多信息", under=card.number)
    await deputy.hears("想请居民补充什么")
    await deputy.says("是路边还是院内的灯？")
    await deputy.hears("已转给居民")
    asked = await resident.hears("是路边还是院内的灯？", "直接回复本条即可")
    assert "陈玉兰" not in asked.text
    await resident.says("院内的", reply_to=asked)
    await deputy.hears("定单", card.number)
    assert (await district.order(card.number)).status == "confirming"
    await deputy.presses("定单")
    await deputy.toast("已定单")


async def test_a_street_knows_its_stand_in_after_four_working_hours(district):
    """T7: Monday 10:00 + 4 working hours = 16:00; a working day later it goes on as sorted."""
    resident, stand_in = district.resident(1), district.stand_in_of("WT-02-01")
    card = await reported(resident, LAMP)
    await district.clock_moves_to("2026-11-23 15:59")
    await stand_in.has_never_heard()
    await district.clock_moves_to("2026-11-23 16:00")
    await stand_in.hears("定单", card.number)
    await district.clock_moves_to("2026-11-24 18:00")
    await district.deputy_of("WT-02-01").hears(card.short, "已按初步判断交办")
    await resident.hears("已交", "区城市管理局", "12月1日(周二)18:00前答复")
    await district.clerk("CGJ").hears("派单", card.number)
    assert await district.events(card.number) == [
        "submit", "route", "call_stand_in", "pass_on", "dispatch",
    ]  # fmt: skip


async def test_the_stand_in_may_confirm(district):
    resident, stand_in = district.resident(1), district.stand_in_of("WT-02-01")
    card = await reported(resident, LAMP)
    await district.clock_moves_to("2026-11-23 16:00")
    await stand_in.hears("定单", card.number)
    await stand_in.presses("定单")
    await stand_in.toast("已定单并派给区城市管理局")
    await resident.hears("已交", "区城市管理局")


async def test_what_is_not_half_sure_goes_to_the_station(district):
    """T7 and decisions.md 23: below 0.50 it is not passed on, the station confirms."""
    resident, staff = district.resident(1), district.staff("ST-WT")
    await resident.says("文昌花园那边的事没人管")
    card = await resident.hears("已登记", "是什么事")
    await resident.says("就是没人管")
    await resident.hears(card.short, "还差一点")
    await resident.says("说不清楚")
    await resident.hears(card.short, "已交联络站")
    await staff.hears("定单", card.number)
    await staff.presses("改类别", under=card.number)
    await staff.says("路灯")
    await staff.hears("类别已改为", "路灯照明")
    await staff.presses("定单", under="定单")
    await staff.toast("已定单并派给区城市管理局")
    await resident.hears("已交", "区城市管理局")


async def test_withdrawing_asks_twice_and_tells_the_department(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    await resident.presses("撤回", under=card.number)
    asked = await resident.hears("确定撤回", card.short)
    await resident.presses("不撤了", under=asked)
    await resident.hears(card.short, "继续办")
    await resident.presses("撤回", under=card.number)
    asked = await resident.hears("确定撤回", card.short)
    await resident.presses("确定撤回", under=asked)
    await clerk.hears(card.short, "居民已撤回")
    await resident.shows(card.number, "已撤回")
    order = await district.order(card.number)
    assert (order.status, order.result) == ("closed", "withdrawn")


UNSURE = "文昌花园3栋，学校里的车和树"


async def test_a_class_that_is_not_half_sure_is_one_question_of_two_buttons(district):
    """C11, 10: the first two classes and neither; what is tapped goes to the deputy."""
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    await resident.says(UNSURE)
    card = await resident.hears("已登记", "是哪一类")
    assert len(card.buttons) <= 5
    assert "都不是" in card.buttons
    chosen = card.buttons[0]
    await resident.presses(chosen, under=card.number)
    await resident.toast("类别已改为", chosen)
    await deputy.hears("定单", card.number)
    order = await district.order(card.number)
    assert (order.status, order.questions_asked) == ("confirming", 1)


async def test_neither_class_goes_to_the_station(district):
    resident, staff = district.resident(1), district.staff("ST-WT")
    await resident.says(UNSURE)
    card = await resident.hears("已登记", "是哪一类")
    await resident.presses("都不是", under=card.number)
    await resident.toast("已交联络站")
    await staff.hears("定单", card.number)
    order = await district.order(card.number)
    assert (order.category, order.at_station) == ("9999", True)


async def test_who_wonders_at_the_class_reads_which_words_decided(district):
    """C11, 11: on request, to the resident."""
    resident = district.resident(1)
    card = await reported(resident, LAMP)
    await resident.presses("改类别", under=card.number)
    await resident.hears("为什么是“路灯照明”", "路灯")
