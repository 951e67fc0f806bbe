"""What people write that is no report: each leads somewhere sensible, and none becomes one."""

import pytest

from tests.e2e.steps import LAMP, reported


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("谢谢你们", "不客气"),
        ("你好", "直接发一句话"),
        ("我想约见人大代表", "约见代表"),
        ("不满意!", "没有等您评价的件"),
        ("你们都是废物", "我在听"),
        ("日结兼职 稳赚不赔 加微信联系", "广告不转发"),
        ("删除我的个人信息", "随时可以删除"),
        ("查一下进度", "没有"),
    ],
)
async def test_what_is_no_report_is_answered(district, words: str, told: str):
    resident = await district.somebody("小米")
    await resident.says(words)
    answer = await resident.hears(told)
    assert "QT-" not in answer.text


async def test_thanks_are_no_answer_to_a_question(district):
    """Issue 3: 谢谢 was taken for the place, and the place was asked for again."""
    resident = await district.somebody("小米")
    await resident.says("路灯坏了好几天")
    card = await resident.hears("已登记", "在哪里")
    await resident.says("谢谢")
    await resident.hears("不客气")
    assert (await district.order(card.number)).questions_asked == 1
    await resident.says("谢谢，在文昌花园")
    await district.deputy_of("WT-02-01").hears("定单", card.number)


@pytest.mark.parametrize(
    ("words", "category"),
    [("请问怎么申请低保 我住文昌花园", "13"), ("建议在文昌花园门口装个红绿灯", "05")],
)
async def test_questions_and_suggestions_get_a_number(district, words: str, category: str):
    resident = await district.somebody("小谷")
    await resident.says(words)
    card = await resident.hears("QT-")
    assert (await district.order(card.number)).category.startswith(category)


async def test_another_language_is_answered_in_english_and_not_lost(district):
    resident = await district.somebody("Bob")
    await resident.says("There is no water in my flat since yesterday")
    answer = await resident.hears("I read Chinese only")
    assert {"English", "简体中文", "繁體中文"} <= set(answer.buttons)
    await resident.presses("Pass it on as it is", under="I read Chinese only")
    card = await resident.hears("QT-")
    order = await district.order(card.number)
    assert order.text_original == "There is no water in my flat since yesterday"


@pytest.mark.parametrize("words", ["怎么办居住证?", "供暖几号开始?", "你们几点下班"])
async def test_who_asks_how_is_answered_and_not_asked_where(district, words: str):
    """T2: a number at once, the station's people answer, nobody is asked for a place or rated."""
    resident = await district.somebody("小米")
    await resident.says(words)
    card = await resident.hears("QT-")
    assert "在哪里" not in card.text
    await resident.hears(card.short, "是咨询", "12345")
    station = district.staff("ST-WT")
    await station.hears("定单", card.number)
    await station.presses("答复咨询", under=card.number)
    await station.hears("请写给居民的答复")
    await station.says("带身份证和租房合同，到望汀街道便民中心2号窗口。")
    await station.hears("已答复居民")
    await resident.hears("关于您问的", card.short, "便民中心2号窗口")
    order = await district.order(card.number)
    assert (order.status, order.result) == ("closed", "answered")
    assert order.questions_asked == 0


async def test_who_was_answered_may_still_have_it_handled(district):
    resident = await district.somebody("小米")
    await resident.says("供暖几号开始?")
    card = await resident.hears("QT-")
    station = district.staff("ST-WT")
    await station.presses("答复咨询", under=card.number)
    await station.says("11月15日开始。")
    answer = await resident.hears("关于您问的", "11月15日开始")
    await resident.presses("还是要办", under=answer)
    await resident.toast("接着办")
    await resident.shows(card.number, "在哪里")
    await resident.says("文昌花园3栋，到现在都不热")
    await district.settles()
    order = await district.order(card.number)
    assert (order.intent, order.grid) == ("report", "WT-02-01")


@pytest.mark.parametrize(
    ("language", "chosen", "button"),
    [
        ("简体中文", "我只看得懂中文", "原样转给工作人员"),
        ("繁體中文", "我只看得懂中文", "原樣轉給工作人員"),
        ("English", "I read Chinese only", "Pass it on as it is"),
    ],
)
async def test_who_chooses_a_language_may_still_pass_the_words_on(
    district, language: str, chosen: str, button: str
):
    resident = await district.somebody("Bob", "en")
    await resident.says("There is no water in my flat since yesterday")
    offer = await resident.hears("I read Chinese only")
    await resident.presses(language, under=offer)
    await resident.toast()
    await resident.shows_buttons([button], under=chosen)
    await resident.presses(button)
    card = await resident.hears("QT-")
    order = await district.order(card.number)
    assert order.text_original == "There is no water in my flat since yesterday"


async def test_numbers_of_people_are_masked_for_units(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    words = "电话１３８１２３４５６７８ 身份证11010519491231002X"
    card = await reported(resident, f"{LAMP} {words}")
    shown = await deputy.hears("定单", card.number)
    assert "491231" not in shown.text
    assert "３４５６７８" not in shown.text
    await deputy.presses("定单", under=card.number)
    sent = await district.clerk("CGJ").hears("派单", card.number)
    assert "491231" not in sent.text
    assert "３４５６７８" not in sent.text
