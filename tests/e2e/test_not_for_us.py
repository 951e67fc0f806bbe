"""Golden dialogue 6 and T10: what courts decide; two persons refuse; one objection."""

COURT = "我跟邻居打官司 法院判得不公"


async def test_a_judgment_is_for_the_courts(district):
    resident = district.resident(1)
    first, second = district.dispatcher(1), district.dispatcher(2)
    await resident.says(COURT)
    way = await resident.hears("已登记", "上诉", "检察院", "12348", "转给代表")
    assert way.buttons[:2] == ["不用了", "转达"]
    await first.hears(way.number, "是否受理", "法院判得不公")
    await first.presses("同意不受理", under=way.number)
    await first.toast("已决定不受理")
    ended = await resident.hears(way.short, "不在受理范围", "检察院", "7天内可以提一次异议")

    # The objection goes to another dispatcher; the first cannot decide again.
    await resident.presses("我有异议", under=ended)
    await resident.toast("已记下您的异议")
    await second.hears("有异议", way.number)
    again = await first.hears("有异议", way.number)
    assert not {"同意不受理", "仍然受理"} & set(again.buttons)
    await second.presses("仍然受理", under="有异议")
    await second.toast("已决定受理")
    order = await district.order(way.number)
    assert (order.status, order.objected) == ("ready", True)


async def test_it_can_be_forwarded_for_the_deputy_to_know(district):
    resident = district.resident(1)
    await resident.says("文昌花园的我跟邻居打官司 法院判得不公")
    way = await resident.hears("已登记", "上诉")
    await resident.presses("转达", under=way)
    await resident.toast("已转给代表")
    await district.deputy_of("WT-02-01").hears("供您了解", way.number)


async def test_no_is_taken_for_an_answer(district):
    resident = district.resident(1)
    await resident.says(COURT)
    way = await resident.hears("已登记", "上诉")
    await resident.presses("不用了", under=way)
    await resident.hears("随时发来")


async def test_a_deputy_proposes_and_a_dispatcher_decides(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    await resident.says("文昌花园3栋楼下路灯坏了")
    card = await resident.hears("已登记")
    await deputy.hears("定单", card.number)
    await deputy.presses("不属受理范围", under=card.number)
    await deputy.hears("属于哪一种情况")
    await deputy.presses("同一事实已办结")
    await deputy.hears("理由")
    await deputy.says("上周已修好，居民说的是旧灯")
    await deputy.hears("已报调度员决定")
    dispatcher = district.dispatcher()
    await dispatcher.hears(card.number, "是否受理", "上周已修好")
    await dispatcher.presses("仍然受理", under=card.number)
    await dispatcher.toast("已决定受理")
    await resident.hears("已交", "区城市管理局", "前答复")
