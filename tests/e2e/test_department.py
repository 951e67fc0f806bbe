"""Dialogue 8: the clerk returns, asks and must prove; the dispatcher decides (T13, T14)."""

from tests.e2e.steps import dispatched, handled


async def test_two_returns_and_then_the_dispatcher_designates(district):
    resident, dispatcher = district.resident(1), district.dispatcher()
    cgj, street = district.clerk("CGJ"), district.clerk("T-WT")
    card = await dispatched(district, resident)
    await cgj.hears("派单", card.number)
    await cgj.presses("退单", under=card.number)
    await cgj.hears("哪个单位办")
    await cgj.presses("望汀街道办事处")
    await cgj.hears("为什么退单")
    await cgj.says("院内路灯由街道维护")
    await cgj.hears("已提交退单申请")
    await dispatcher.hears("退单", card.number, "区城市管理局", "院内路灯由街道维护")
    await dispatcher.presses("改派", under=card.number)
    await dispatcher.hears("改派给哪个单位")
    await dispatcher.presses("望汀街道办事处")
    await dispatcher.hears("已改派", "望汀街道办事处")
    await resident.hears("改由", "望汀街道办事处", "前答复")

    # The second unit may return once as well; after that nobody may.
    await street.hears("派单", card.number)
    await street.presses("退单", under=card.number)
    await street.says("住建局")
    await street.hears("为什么退单")
    await street.presses("不是本单位职责")
    await street.hears("已提交退单申请")
    asked = await dispatcher.hears("退单", card.number, "望汀街道办事处", "不是本单位职责")
    assert "改派" not in asked.buttons
    await dispatcher.presses("指定办理", under=asked)
    await dispatcher.hears("为什么指定")
    await dispatcher.presses("由属地牵头")
    await dispatcher.hears("已指定", "望汀街道办事处")
    told = await street.hears("指定办理", card.number, "由属地牵头", "领单")
    assert "退单" not in told.buttons
    await street.presses("领单", under=told)
    await street.says("明天派人到场")
    await resident.hears("望汀街道办事处已领单", "明天派人到场")
    order = await district.order(card.number)
    assert (order.lead_unit, order.designated, order.returned_by) == (
        "T-WT",
        True,
        ["CGJ", "T-WT"],
    )


async def test_a_return_is_too_late_after_a_working_day(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    job = await clerk.hears("派单", card.number)
    await district.clock_moves_to("2026-11-24 18:01")
    await clerk.presses("退单", under=job)
    await clerk.toast("已过时限")
    assert (await district.order(card.number)).status == "dispatched"


async def test_the_clerk_asks_the_resident_without_names(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await handled(district, resident)
    await clerk.presses("问居民", under=card.number)
    await clerk.hears("想问居民什么")
    await clerk.says("是路边还是院内的灯？")
    await clerk.hears("已转给居民")
    asked = await resident.hears("承办单位问", "是路边还是院内的灯？", "直接回复本条")
    await resident.says("院内的，3栋门口", reply_to=asked)
    await resident.hears("已转给承办单位")
    answer = await clerk.hears("居民答复", card.short, "院内的，3栋门口")
    assert "林" not in answer.text
    assert "晓梅" not in answer.text


async def test_an_answer_without_the_reply_gesture_is_understood(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await handled(district, resident)
    await clerk.presses("问居民", under=card.number)
    await clerk.says("大概几点不亮？")
    await resident.hears("承办单位问")
    await resident.says("晚上七点以后")
    await resident.hears("已转给承办单位")
    await clerk.hears("居民答复", card.short, "晚上七点以后")


async def test_class_a_needs_proof_and_class_c_a_ground(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await handled(district, resident)
    await clerk.presses("提交答复", under=card.number)
    asked = await clerk.hears("结果是哪一类")
    assert [b for b in asked.buttons if b != "取消"] == [
        "A 已解决",
        "C 暂不具备条件",
        "D 留作参考",
    ]
    await clerk.presses("A 已解决")
    await clerk.hears("请写给居民的答复")
    await clerk.says("已修好。")
    await clerk.hears("佐证", "A类必须有")
    await clerk.presses("取消")
    await clerk.hears("不问了")
    assert (await district.order(card.number)).status == "handling"
    await clerk.presses("提交答复", under=card.number)
    await clerk.presses("C 暂不具备条件")
    await clerk.says("该路段待改造，暂不能单独更换。")
    await clerk.hears("法律依据或具体原因", "C类必须有")
    await clerk.says("2027年道路改造计划已列入，改造前不重复投资")
    await clerk.hears("已提交")
    reviewer = district.reviewer("ST-WT")
    await reviewer.hears("审核答复", card.number, "该路段待改造")
    await reviewer.presses("放行", under=card.number)
    reply = await resident.hears("已答复", "该路段待改造")
    assert reply.rows == [["答复：满意", "答复：基本满意", "答复：不满意"]]  # C: reply only


async def test_the_reviewer_returns_a_reply_with_a_reason(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    reviewer = district.reviewer("ST-WT")
    card = await handled(district, resident)
    await clerk.presses("提交答复", under=card.number)
    await clerk.presses("D 留作参考")
    await clerk.says("收到，谢谢。")
    await clerk.hears("已提交")
    await reviewer.hears("审核答复", card.number, "收到，谢谢")
    await reviewer.presses("退回补充", under=card.number)
    choices = await reviewer.hears("哪里要补充")
    assert {"答非所问", "没有佐证", "含个人信息"} <= set(choices.buttons)
    await reviewer.presses("答非所问")
    await reviewer.hears("已退回承办单位")
    await clerk.hears(card.short, "退回补充", "答非所问", "11月30日(周一)18:00前答复")
    await resident.has_never_heard("收到，谢谢")
    assert (await district.order(card.number)).status == "handling"


async def test_a_reply_that_nobody_reviewed_goes_out_as_such(district):
    """Dialogue 10: one working day, then it goes out marked 未经审核."""
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await handled(district, resident)
    await clerk.presses("提交答复", under=card.number)
    await clerk.presses("D 留作参考")
    await clerk.says("线路已列入巡查。")
    await clerk.hears("已提交")
    await district.clock_moves_to("2026-11-24 17:59")
    await resident.has_never_heard("线路已列入巡查")
    await district.clock_moves_to("2026-11-24 18:00")
    await resident.hears("未经审核", "线路已列入巡查")
    await district.deputy_of("WT-02-01").hears(card.short, "未经审核")
    assert (await district.order(card.number)).reviewed is False


async def test_urging_reaches_clerk_and_head_once_in_four_hours(district):
    resident, clerk, head = district.resident(1), district.clerk("CGJ"), district.head("CGJ")
    card = await dispatched(district, resident)
    await clerk.hears("派单", card.number)
    await resident.presses("催办", under=card.number)
    await resident.toast("已催办")
    await clerk.hears("催办", card.short)
    await head.hears("催办", card.short)
    await district.deputy_of("WT-02-01").presses("催办", under=card.number)
    await district.deputy_of("WT-02-01").toast("4小时后")


async def test_the_deputy_goes_to_look_and_the_resident_hears_it(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await handled(district, resident)
    await deputy.presses("去现场看看", under=card.number)
    await deputy.hears("现场看到了什么")
    await deputy.says("灯杆已围挡，正在换电缆")
    await resident.hears("网格代表", "到现场看过了", "灯杆已围挡")
