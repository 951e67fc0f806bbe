"""The program itself: it may end at any moment of a conversation; polling or webhook; invites."""

from tests.e2e.steps import LAMP, answered, dispatched, handled, rates, reported


async def test_a_restart_in_the_middle_of_each_conversation(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    clerk, reviewer = district.clerk("CGJ"), district.reviewer("ST-WT")
    await resident.says("文昌路路灯坏了")
    card = await resident.hears("已登记", "是哪一处")
    await district.restarts()
    await resident.presses("文昌花园 1–88号", under=card)
    await resident.toast("文昌花园")
    await deputy.hears("定单", card.number)
    await deputy.presses("要更多信息", under=card.number)
    await deputy.hears("想请居民补充什么")
    await district.restarts()
    await deputy.says("哪一栋？")
    asked = await resident.hears("哪一栋？")
    await district.restarts()
    await resident.says("3栋", reply_to=asked)
    await deputy.hears("定单", card.number)
    await deputy.presses("定单", under=card.number)
    await deputy.toast("已定单")
    await clerk.hears("派单", card.number)
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")
    await district.restarts()
    await clerk.says("市政二班明天到场")
    await resident.hears("已领单", "市政二班明天到场")
    await clerk.hears("已领单")
    await clerk.presses("提交答复", under=card.number)
    await clerk.presses("A 已解决")
    await clerk.hears("请写给居民的答复")
    await district.restarts()
    await clerk.says("已更换灯头。")
    await clerk.hears("佐证")
    await district.restarts()
    await clerk.sends_photos(1)
    await clerk.hears("已提交")
    await reviewer.hears("审核答复", card.number)
    await reviewer.presses("放行", under=card.number)
    await resident.hears("已办结", "已更换灯头")
    await resident.presses("答复：不满意")
    await resident.hears("还有哪里没解决")
    await district.restarts()
    await resident.says("还是不亮")
    await resident.hears("会重办")
    assert [r.reason for r in await district.ratings(card.number)] == ["还是不亮"]


async def test_what_was_said_while_the_program_was_down_is_not_lost(district):
    resident = district.resident(1)
    await district.stops()
    await resident.says(LAMP)
    await district.resident(2).says("实验小学门口垃圾三天没人收")
    await district.starts()
    await resident.hears("已登记", "路灯照明")
    await district.resident(2).hears("已登记", "垃圾清运")


async def test_deadlines_that_passed_while_the_program_was_down(district):
    """Acts happen in their order; of the reminders of a clock only the newest speaks."""
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await handled(district, resident)
    await district.settles()
    await district.stops()
    await district.jumps_to("2026-12-01 10:00")
    await district.starts()
    await district.catches_up()
    await clerk.hears("🔴", card.short, "已超时")
    assert not [
        m for m in await clerk.chat() if m.text.startswith(("🔵", "🟡")) and "时限" in m.text
    ]


async def test_the_same_by_webhook(hooked_district):
    district = hooked_district
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    await resident.sends_photos(2)
    await resident.hears("已补充到", card.short, "照片2张")
    await clerk.hears("派单", card.number)
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")  # by webhook a later update may overtake
    await clerk.says("市政二班明天到场")
    await clerk.hears("已领单")
    await answered(clerk)
    reviewer = district.reviewer("ST-WT")
    await reviewer.hears("审核答复", card.number)
    await reviewer.presses("放行", under=card.number)
    await resident.hears("已办结", "双方都评完前")
    await district.deputy_of("WT-02-01").hears(card.short, "双方都评完前不可见")
    await rates(resident, "满意", "满意")
    await district.deputy_of("WT-02-01").presses("没去现场")
    await rates(district.deputy_of("WT-02-01"), "满意", "满意")
    await resident.hears(card.short, "已办结", "谢谢您反映")


async def test_an_invite_makes_a_clerk_once(district):
    admin = district.office("admin")
    newcomer, late = await district.somebody("小高"), await district.somebody("小赵")
    await admin.says("/invite")
    roles = await admin.hears("邀请哪一种身份")
    await admin.presses("承办单位受理岗", under=roles)
    await admin.hears("哪个网格、联络站或单位")
    await admin.says("区城市管理局")
    made = await admin.hears("邀请已生成", "区城市管理局", "?start=")
    token = made.text.split("?start=")[1].split()[0]
    await newcomer.says(f"/start {token}")
    await newcomer.hears("已加入", "区城市管理局")
    await newcomer.hears("领单", "提交答复")
    await late.says(f"/start {token}")
    await late.hears("邀请链接已经用过")
    card = await dispatched(district, district.resident(1))
    await newcomer.hears("派单", card.number)
    await newcomer.presses("领单", under=card.number)
    await newcomer.says("我来办，明天到场")
    await district.resident(1).hears("已领单", "我来办，明天到场")
    await district.settles()
    await newcomer.chat()
    assert newcomer.menu[0] == "todo"


async def test_nobody_but_an_admin_invites(district):
    for phone in (district.resident(1), district.clerk("CGJ")):
        await phone.says("/invite clerk CGJ")
        await phone.hears("没有这个命令")


async def test_the_program_survives_a_flood_and_an_outage_of_telegram(district):
    """429 and 502 on the way out: everything arrives, in its order, once."""
    resident = district.resident(1)
    await district.goes_wrong(kind="429", method="sendMessage", retry_after=1)
    await district.goes_wrong(kind="502", method="editMessageText")
    await district.goes_wrong(
        kind="400", method="answerCallbackQuery", description="query is too old"
    )
    card = await reported(resident)
    deputy = district.deputy_of("WT-02-01")
    await deputy.hears("定单", card.number)
    await deputy.presses("定单", under=card.number)
    await resident.hears("已交", "区城市管理局")
    await district.settles()
    assert len([m for m in await resident.chat() if "已交" in m.text]) == 2  # the card, the push
