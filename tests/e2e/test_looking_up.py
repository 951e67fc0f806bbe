"""Golden dialogue 12: what a person can ask for at any time."""

from tests.e2e.steps import dispatched, rates, replied, reported


async def test_my_orders_and_a_number_typed_anywhere(district):
    resident = district.resident(1)
    await resident.says("/my")
    await resident.hears("还没有反映过")
    card = await dispatched(district, resident)
    await resident.says("/my")
    mine = await resident.hears("您反映的事")
    assert [b for b in mine.buttons if card.short in b and "路灯照明" in b]
    await resident.presses(mine.buttons[0], under=mine)
    await resident.hears(card.number, "已交", "已派单")
    for words in (card.short, f"查{card.short}", card.number, "我那个路灯咋样了"):
        await resident.says(words)
        shown = await resident.hears(card.number, "区城市管理局", "已登记", "已定单")
        assert "11月23日(周一)" in shown.text


async def test_a_strangers_number_is_as_unknown_as_none(district):
    card = await reported(district.resident(1))
    other = district.resident(2)
    await other.says(card.number)
    said = await other.hears("没有找到这个号码")
    await other.says("QT-20261123-00000" if card.short != "00000" else "QT-20261123-11111")
    again = await other.shows("没有找到这个号码")
    assert said.text == again.text


async def test_pages_of_my_orders(district):
    resident = district.resident(1)
    grids = ("文昌花园", "实验小学", "北栈农贸市场", "北栈家属院", "汀兰苑", "临渡老街")
    wrongs = ("路灯坏了", "井盖坏了没盖好", "垃圾三天没人收")
    for place in grids[:5]:
        for wrong in wrongs[::2]:
            await resident.says(f"{place}{wrong}")
            await resident.hears("已登记", "QT-")
    await resident.says("/my")
    first = await resident.hears("您反映的事")
    assert len(first.buttons) == 9
    assert first.buttons[-1] == "下一页"
    await resident.presses("下一页", under=first)
    second = await resident.finds("上一页", under=first)
    assert len(second.buttons) == 3


async def test_traditional_characters_and_english(district):
    resident = district.resident(1)
    await resident.says("/lang")
    chosen = await resident.hears("请选择语言")
    assert chosen.buttons == ["简体中文", "繁體中文", "English"]
    await resident.presses("繁體中文", under=chosen)
    await resident.hears("繁體中文")
    await resident.says("文昌花園3棟樓下路燈壞了")
    card = await resident.hears("已登記", "路燈照明", "文昌花園", "陳玉蘭")
    await resident.says("/lang")
    await resident.presses("English")
    await resident.hears("English")
    await resident.says(card.short)
    await resident.hears(card.number, "Street lamps")
    # The deputy goes on reading his own language.
    await district.deputy_of("WT-02-01").hears("定单", card.number, "路灯照明")


async def test_each_phone_speaks_its_owners_language(district):
    anna, huang = district.resident(6), district.resident(5)
    await anna.says("The street lamp at Talent Apartments is broken 人才公寓路灯坏了")
    await anna.hears("QT-", "Street lamps")
    await huang.says("鹭洲花园二期路灯坏了")
    await huang.hears("已登記", "路燈照明", "鷺洲花園二期")
    await anna.says("/help")
    await anna.hears("report")


async def test_privacy_and_erasure(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    open_card = await reported(resident)
    await deputy.hears(open_card.number)
    closed = await replied(district, resident, "实验小学门口路灯不亮", "WT-02-02")
    await rates(resident, "满意", "满意")
    await district.deputy_of("WT-02-02").presses("没去现场")
    await rates(district.deputy_of("WT-02-02"), "满意", "满意")
    await resident.hears(closed.short, "已办结")
    await resident.says("/privacy")
    told = await resident.hears("您的信息", "90天", "180天", "12个月")
    await resident.presses("删除我的信息", under=told)
    sure = await resident.hears("确定删除吗")
    await resident.presses("不删", under=sure)
    await resident.hears("不删，一切照旧")
    await resident.presses("删除我的信息", under=told)
    sure = await resident.hears("确定删除吗")
    await resident.presses("确定删除", under=sure)
    await resident.hears("关联已经切断", "15个工作日")
    await resident.says(closed.number)
    await resident.hears("没有找到")
    await resident.says("/my")
    await resident.hears("还没有反映过")
    order = await district.order(closed.number)
    assert "实验小学门口路灯不亮" not in order.text_original


async def test_what_is_coming_and_what_helps(district):
    resident = district.resident(1)
    for command, words in {
        "/wall": "回音壁", "/meet": "约见代表", "/help": "反映问题", "/nonsense": "没有这个命令",
        "/cancel": "没有在问",
    }.items():  # fmt: skip
        await resident.says(command)
        await resident.hears(words)
    await resident.says("/todo")
    await resident.hears("没有等您处理的事")


async def test_todo_shows_what_waits_most_urgent_first(district):
    deputy = district.deputy_of("WT-02-01")
    lamp = await reported(district.resident(1))
    await district.clock_moves(hours=1)
    rubbish = await reported(district.resident(2), "文昌花园垃圾三天没人收")
    await deputy.hears(rubbish.number)
    await deputy.says("/todo")
    todo = await deputy.hears("等您处理", "2件")
    assert [lamp.short in todo.buttons[0], rubbish.short in todo.buttons[1]] == [True, True]
    await deputy.presses(todo.buttons[1], under=todo)
    await deputy.hears(rubbish.number, "垃圾清运")
    await deputy.presses("定单")
    await deputy.toast("已定单")


async def test_menus_follow_the_role(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    await resident.says("/start")
    await resident.hears("您好")
    await deputy.says("/start")
    await deputy.hears("代表您好", "定单")
    await district.settles()
    await resident.chat()
    await deputy.chat()
    assert "todo" not in resident.menu
    assert {"my", "lang", "privacy"} <= set(resident.menu)
    assert deputy.menu[0] == "todo"


async def test_start_twice_is_no_harm(district):
    resident = district.resident(1)
    await resident.says("/start")
    first = await resident.hears("您好", "直接发一句话")
    card = await reported(resident)
    await resident.says("/start")
    again = await resident.hears_again(first.text)
    assert again.id != first.id
    await resident.says("/my")
    mine = await resident.hears("您反映的事")
    assert card.short in mine.buttons[0]
