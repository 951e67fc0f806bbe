"""Decisions.md 26: what is sealed reaches the duty officer and the sealed-case officer alone."""

ACCUSATION = "我要举报王科长受贿 收了文昌花园开发商的钱"
SELF_HARM = "我在文昌花园 我不想活了"


async def nobody_else_knows(district, number, *allowed):
    """No deputy, no unit, no station was ever told; the number gives them nothing."""
    await district.settles()
    short = number[-5:]
    others = district.everybody_but(*allowed)
    told = await district.chats_told_of(short)
    assert not {phone.person for phone in others} & told
    for phone in (
        district.deputy_of("WT-02-01"),
        district.clerk("GAJ"),
        district.staff("ST-WT"),
        district.dispatcher(),
    ):
        await phone.says(number)
        await phone.hears("没有找到这个号码")


async def test_an_accusation_is_seen_by_the_sealed_case_officer_alone(district):
    resident, officer = district.resident(1), district.sealed_officer()
    await resident.says(ACCUSATION)
    told = await resident.hears("已登记", "密件")
    await officer.hears("密件", told.number)
    await nobody_else_knows(district, told.number, resident, officer)
    order = await district.order(told.number)
    assert (order.sealed, order.category) == (True, "1604")
    await officer.presses("已转交", under=told.number)
    await officer.hears("转给了谁")
    await officer.presses("纪检监察机关")
    await resident.hears(told.short, "已转交", "纪检监察机关")
    await nobody_else_knows(district, told.number, resident, officer)


async def test_a_crisis_is_seen_by_the_duty_officer_as_well(district):
    resident, duty = district.resident(1), district.duty_officer()
    await resident.says(SELF_HARM)
    words = await resident.hears("12356", "已为您登记")
    assert "密件" not in words.text
    await duty.hears("‼", words.short)
    allowed = (resident, duty, district.duty_officer(2), district.sealed_officer())
    await nobody_else_knows(district, words.number, *allowed)
    order = await district.order(words.number)
    assert (order.sealed, order.hazard, order.category) == (True, True, "0806")
    await duty.presses("已转交", under=words.short)
    await duty.says("110 值班民警李警官 10:20 接手，已到场")
    await resident.hears(words.short, "已转交")
    assert (await district.order(words.number)).result == "transferred"
