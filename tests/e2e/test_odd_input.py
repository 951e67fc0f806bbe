"""What people really send: albums, corrections, stickers, voices, old and forged buttons."""

from tests.e2e.steps import LAMP, dispatched, reported

HOSTILE = (
    "<b>文昌花园</b>路灯坏了 <a href='tg://user?id=1'>点我</a>",
    "文昌花园路灯坏了 **重要** [点我](https://example.com) `rm -rf`",
    "文昌花园路灯\u200b坏了\u202e了坏\u2066\u200f",
    "文昌花园路灯坏了\u0000\u0007",
    "文昌花园路灯坏了" + "\u0301" * 300,
    "文昌花园路灯坏了 { $number } {0} %s",
)


async def test_an_album_is_one_line(district):
    resident = district.resident(1)
    card = await reported(resident)
    await resident.sends_photos(3)
    await resident.hears("已补充到", card.short, "照片3张")
    await district.settles()
    await resident.hears_nothing()
    await district.deputy_of("WT-02-01").shows("定单", card.number, "照片3张")


async def test_a_photo_with_words_is_a_report(district):
    resident = district.resident(1)
    await resident.sends_photos(2, caption=LAMP)
    card = await resident.hears("已登记", "路灯照明", "照片2张")
    await district.deputy_of("WT-02-01").hears("定单", card.number, "照片2张")


async def test_a_photo_alone_gets_a_number_and_a_question(district):
    resident = district.resident(1)
    await resident.sends_photos(1)
    card = await resident.hears("已登记", "QT-")
    await resident.says("文昌花园路灯坏了")
    await district.deputy_of("WT-02-01").hears("定单", card.number, "路灯照明")


async def test_an_edited_message_is_kept_with_the_order(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    message = await resident.says(LAMP)
    card = await resident.hears("已登记")
    await deputy.hears("定单", card.number)
    await resident.edits(message, f"{LAMP} 是东门那盏")
    await resident.hears("您的修改已记到", card.short)
    await deputy.hears(card.short, "有补充", "东门那盏")
    assert (await district.order(card.number)).text_original == LAMP


async def test_a_sticker_and_a_voice_are_answered_kindly(district):
    resident = district.resident(1)
    await resident.sends("sticker")
    await resident.hears("谢谢", "直接发一句话")
    card = await reported(resident)
    await resident.sends("voice")
    await resident.hears("语音已保存到", card.short, "再打一句话")


async def test_a_photo_that_is_too_big_is_kept_and_said_to_be(district):
    resident = district.resident(1)
    card = await reported(resident)
    await resident.sends("document", size=25 * 1024 * 1024, name="灯.jpg")
    await resident.hears("已补充到", card.short)
    await resident.hears("太大了", "20 MB")


async def test_an_old_button_says_why_and_the_card_is_painted_anew(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    order = await deputy.hears("定单", card.number)
    await deputy.presses("定单")
    await deputy.toast("已定单")
    await district.settles()
    await deputy.forges(order.data["定单"], order.id)
    await deputy.toast("已经过期", "看最新的按钮")
    assert (await district.events(card.number)).count("confirm") == 1


async def test_a_double_tap_counts_once(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    order = await deputy.hears("定单", card.number)
    await deputy.forges(order.data["定单"], order.id)
    await deputy.forges(order.data["定单"], order.id)
    await district.settles()
    assert (await district.events(card.number)).count("dispatch") == 1


async def test_another_persons_button_is_refused(district):
    """Forged callback data: the rights of whoever presses count, not the button's."""
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    order = await deputy.hears("定单", card.number)
    for stranger in (resident, district.resident(2), district.clerk("CGJ"),
                     district.deputy_of("SP-01-01")):  # fmt: skip
        await stranger.forges(order.data["定单"])
        told = await stranger.toast()
        assert "已定单" not in told
        assert told
    assert (await district.order(card.number)).status == "confirming"


async def test_cut_and_invented_data_only_make_a_toast(district):
    resident = district.resident(1)
    await reported(resident)
    invented = ("rate||1|reply:9", "kind||1|0203", "pick||1|0203", "skip||1|", "🙂" * 16)
    for data in ("", "confirm", "confirm|x|1|", *invented):
        await resident.forges(data)
        await resident.toast("已经过期")


async def test_hostile_words_are_kept_as_they_are(district):
    deputy = district.deputy_of("WT-02-01")
    for number, words in enumerate(HOSTILE, start=1):
        resident = district.resident(number)
        await resident.says_raw(words)
        card = await resident.hears("QT-")
        if no := {"不是同一件事", "Not the same"} & set(card.buttons):
            await resident.presses(no.pop())  # the lamp of the resident before
        shown = await deputy.hears("定单", card.number, "路灯照明")
        kinds = {entity["type"] for entity in shown.message.get("entities", [])}
        assert not kinds & {"text_link", "text_mention", "code", "italic"}


async def test_sixty_four_thousand_bytes(district):
    """The client cuts them into messages of 4,096 characters."""
    resident = district.resident(1)
    await resident.says("文昌花园路灯坏了。" + "很黑" * 10_900)
    card = await resident.hears("已登记", "QT-")
    await district.settles()
    assert (await district.order(card.number)).category == "0203"


async def test_a_message_while_a_question_is_open(district):
    """A clerk is asked for his plan and asks for something else first; nothing is lost."""
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    await clerk.hears("派单", card.number)
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")
    await clerk.says("/todo")
    await clerk.hears("等您处理")
    await clerk.sends("sticker")
    await clerk.hears("谢谢")
    await clerk.says("市政二班明天到场")
    await clerk.hears("已领单")
    await resident.hears("已领单", "市政二班明天到场")


async def test_a_question_can_be_dropped(district):
    resident, clerk = district.resident(1), district.clerk("CGJ")
    card = await dispatched(district, resident)
    await clerk.hears("派单", card.number)
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")
    await clerk.says("/cancel")
    await clerk.hears("不问了")
    await clerk.says("这是给谁的")
    await district.settles()
    assert (await district.order(card.number)).status == "dispatched"


async def test_vague_words_after_a_report_are_offered_to_it(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    await resident.says("就是这样的呀")
    asked = await resident.hears("这是补充", card.short, "还是另外一件事")
    await resident.presses(asked.buttons[0], under=asked)
    await resident.hears("已补充到", card.short)
    await deputy.hears(card.short, "有补充", "就是这样的呀")


async def test_vague_words_one_after_the_other_are_all_kept(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    await resident.says("就是这样的呀")
    await resident.hears("这是补充", card.short, "还是另外一件事")
    await resident.says("反正大家都知道的")
    again = await resident.hears("这是补充", card.short, "还是另外一件事")
    await resident.presses(again.buttons[0], under=again)
    await resident.hears("已补充到", card.short)
    await deputy.hears(card.short, "有补充", "就是这样的呀", "反正大家都知道的")
    await district.settles()
    await resident.hears_nothing()


async def test_vague_words_outlast_danger_and_a_new_report(district):
    resident = district.resident(1)
    card = await reported(resident)
    await resident.says("就是这样的呀")
    asked = await resident.hears("这是补充", card.short, "还是另外一件事")
    await resident.says("楼道里好大的煤气味 头有点晕")
    await resident.hears("先离开")
    await resident.presses(asked.buttons[0], under=asked)
    await resident.hears("已补充到", card.short)
    await district.deputy_of("WT-02-01").hears(card.short, "有补充", "就是这样的呀")


async def test_changing_the_class_and_the_place_of_ones_own_report(district):
    resident = district.resident(1)
    card = await reported(resident)
    await resident.presses("改类别", under=card.number)
    asked = await resident.hears("是哪一类问题")
    await resident.presses("市容环境", under=asked)
    await resident.presses("垃圾清运", under=asked)
    await resident.hears("类别已改为", "垃圾清运")
    await resident.presses("改地点", under=card.number)
    await resident.hears("在什么地方")
    await resident.shares_location(*district.inside("WT-02-02"))
    await resident.hears("地点已改为", "实验小学片区")
    order = await district.order(card.number)
    assert (order.category, order.grid) == ("0301", "WT-02-02")


async def test_who_blocks_the_bot_and_comes_back(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident)
    await resident.blocks()
    await deputy.presses("定单", under=card.number)
    await deputy.toast("已定单")
    await district.sees_refused(resident)
    await resident.unblocks()
    await resident.says("/my")
    await resident.hears("您反映的事")
    await resident.hears("已交", "区城市管理局")
