"""Golden dialogue 1, with 7, 8, 10 and 11: a street lamp, from the first word to the end."""

LAMP = "文昌花园3栋楼下路灯坏了一个礼拜了 晚上黑灯瞎火的 老人都摔了"


async def test_a_street_lamp_is_mended_in_two_rounds(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    clerk, head = district.clerk("CGJ"), district.head("CGJ")
    reviewer = district.reviewer("ST-WT")

    # One message gives a number; nothing is asked.
    await resident.says(LAMP)
    card = await resident.hears("已登记", "路灯照明", "望汀街道文昌阁社区文昌花园", "陈玉兰")
    assert card.number.startswith("QT-20261123-")
    assert {"补充照片或说明", "改类别", "改地点", "撤回"} <= set(card.buttons)
    await resident.sends_photos(1)
    await resident.hears("已补充到", card.short, "照片1张")

    # The deputy, on a phone: one tap.
    order = await deputy.hears("定单", card.number, "文昌花园3栋楼下路灯坏了", "路灯", "黑灯瞎火")
    assert "区城市管理局" in order.text
    assert "5个工作日" in order.text
    await deputy.shows("定单", card.number, "照片1张")
    await deputy.presses("定单")
    await deputy.toast("已定单并派给区城市管理局")
    await resident.hears("您反映的路灯照明问题已交", "区城市管理局", "11月30日(周一)18:00前答复")
    await district.settles()
    assert "定单" not in (await deputy.shows(card.number, "区城市管理局")).buttons
    assert {"催办", "去现场看看"} <= set((await deputy.shows(card.number)).buttons)

    # The department's clerk.
    job = await clerk.hears(
        "派单",
        card.number,
        "路灯照明",
        "文昌花园",
        "请领单，11月24日(周二)18:00前",
        "11月30日(周一)18:00前答复",
    )
    assert job.buttons == ["领单", "退单"]
    await clerk.presses("领单")
    await clerk.hears("谁来办", "什么安排")
    await clerk.says("明天上午派市政二班到场查看")
    await clerk.hears("已领单")
    await resident.hears("区城市管理局已领单", "明天上午派市政二班到场查看")
    await clerk.shows_buttons(["写进展", "问居民", "已联系居民", "提交答复"], under=card.number)
    await district.clock_moves_to("2026-11-24 16:00")
    await clerk.presses("写进展")
    await clerk.says("电缆被施工挖断，已订材料，周四更换")
    await resident.hears("办理中", "电缆被施工挖断，已订材料，周四更换")

    # The reply, with proof, reviewed before anybody outside reads it.
    await district.clock_moves_to("2026-11-27 16:00")
    await clerk.presses("提交答复")
    await clerk.hears("结果是哪一类")
    await clerk.presses("A 已解决")
    await clerk.hears("请写给居民的答复")
    await clerk.says("更换电缆25米、灯头2个，11月27日晚已亮灯。")
    await clerk.hears("佐证")
    await clerk.sends_photos(2)
    await clerk.hears("已提交", "审核")
    await district.settles()
    assert "更换电缆25米" not in "".join(str(m) for m in await resident.chat())
    await reviewer.hears("审核答复", card.number, "更换电缆25米")
    await reviewer.presses("放行")
    await reviewer.toast("已放行")
    reply = await resident.hears("已办结", "更换电缆25米、灯头2个", "双方都评完前")
    assert reply.rows[:2] == [
        ["答复：满意", "答复：基本满意", "答复：不满意"],
        ["落实：满意", "落实：基本满意", "落实：不满意"],
    ]
    assert [m for m in await resident.chat() if "photo" in m.message]

    # Two ratings, each blind to the other.
    asked = await deputy.hears(card.short, "已答复", "居民的评价在双方都评完前不可见")
    assert asked.rows[0] == ["现场看过", "没去现场"]
    await deputy.presses("现场看过")
    await deputy.toast("已记下")
    await deputy.presses("答复：满意")
    await deputy.toast("已记下", "还差一项")
    await deputy.presses("落实：满意")
    await deputy.toast("谢谢")
    await district.clock_moves_to("2026-11-30 10:00")
    await resident.presses("答复：满意")
    await resident.toast("已记下", "还差一项")
    await resident.presses("落实：不满意")
    await resident.toast("谢谢")
    why = await resident.hears("还有哪里没解决", "一句话就行")
    assert why.buttons == ["跳过"]
    await resident.says("东边那盏还是不亮")
    await resident.hears("重办（第2轮）", "区城市管理局", "12月3日(周四)18:00前再答复")

    # Round 2: another handler, the head in charge signs.
    await clerk.hears("重办（第2轮）", card.number, "东边那盏还是不亮", "换人办理", "分管领导")
    await head.hears("重办（第2轮）", card.number, "12月3日(周四)18:00")
    await district.settles()
    assert "提交答复" not in (await clerk.shows(card.number)).buttons
    await head.presses("提交答复")
    await head.presses("A 已解决")
    await head.says("东侧灯头已更换，两盏灯都亮了。")
    await head.hears("佐证")
    await head.says("现场验收单第12号")
    await head.hears("已提交")
    await reviewer.hears("审核答复", "东侧灯头已更换")
    await reviewer.presses("放行")
    await resident.hears("已办结", "东侧灯头已更换")
    await resident.presses("答复：满意")
    await resident.presses("落实：基本满意")
    await resident.toast("谢谢")
    await deputy.presses("没去现场")
    await deputy.presses("答复：满意")
    await deputy.presses("落实：满意")
    await resident.hears(card.short, "已办结", "谢谢您反映")

    order_row = await district.order(card.number)
    assert (order_row.result, order_row.round) == ("satisfied", 2)
