"""Golden dialogue 4: the same thing again. A report joins another one and follows it."""

from tests.e2e.phones import Heard, Phone
from tests.e2e.steps import answered, rates
from tests.e2e.story import Stage

OUT = "松涛里停水了"
AGAIN = "松涛里停水了 一早上没水"
YES, NO = "我家也是，一起跟进", "不是同一件事"


async def asked(district: Stage) -> tuple[Phone, Phone, Heard, Heard]:
    """Two neighbours without water; the second is asked whether it is the same."""
    first, second = district.resident(1), district.resident(2)
    await first.says(OUT)
    card = await first.hears("QT-")
    await district.settles()
    await second.says(AGAIN)
    question = await second.hears("已登记", "QT-", "6小时内已有 1 人反映同一件事", "停水")
    return first, second, card, question


async def test_a_neighbour_joins_and_hears_what_the_first_one_hears(district):
    first, second, card, question = await asked(district)
    assert question.rows == [[YES], [NO]]
    assert card.number not in question.text  # nothing of the other report but what is public
    await second.presses(YES)
    await second.shows("已加入，您的号码", question.number, "办结后请您也评价")

    # One order for the company, which sees how many wait for it.
    clerk = district.clerk("E-GS")
    await clerk.hears("派单", card.number)
    await clerk.shows(card.number, "同一件事另有 1 人反映")
    assert all(question.number not in str(m) for m in await clerk.chat())
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")
    await clerk.says("主管爆管，抢修中，预计15:00恢复")
    for resident in (first, second):
        await resident.hears("已领单", "预计15:00恢复")
    await answered(clerk, "爆管已修好，15:10恢复供水。")
    reviewer = district.reviewer("ST-SP")
    await reviewer.hears("审核答复", card.number)
    await reviewer.presses("放行", under=card.number)
    for resident in (first, second):
        await resident.hears("已办结", "15:10恢复供水")

    # Each rates; one 不满意 among them, and all of it is done again.
    await rates(first, "满意", "满意")
    await rates(second, "满意", "不满意")
    await second.says("三楼还是没水")
    await rates(district.deputy_of("SP-01-01"), "满意", "满意")
    for resident in (first, second):
        await resident.hears("重办（第2轮）")


async def test_another_thing_goes_its_own_way(district):
    _, second, card, question = await asked(district)
    await second.presses(NO)
    own = await second.hears(question.number, "供水公司")
    assert own.number != card.number
    clerk = district.clerk("E-GS")
    await clerk.hears("派单", own.number)


async def test_a_question_that_nobody_answers_holds_nothing_up(district):
    _, second, _, question = await asked(district)
    await district.clock_moves(minutes=16)
    await second.hears(question.number, "供水公司")
    await district.clerk("E-GS").hears("派单", question.number)


async def test_danger_is_never_asked_about(district):
    await asked(district)
    third = district.resident(3)
    await third.says("松涛里停水了 家里有透析病人")
    card = await third.hears("QT-")
    assert YES not in card.buttons
    fourth = district.resident(4)
    await fourth.says("松涛里停水了 还有很重的煤气味")
    await fourth.hears("为您登记", "值班员")


async def joined(district: Stage) -> tuple[Phone, Phone, Heard, Heard]:
    first, second, card, question = await asked(district)
    await second.presses(YES)
    own = await second.shows("已加入，您的号码", question.number)
    await district.settles()
    return first, second, card, own


async def test_what_a_follower_writes_is_added_and_heard_without_a_name(district):
    """No second order for the same thing, however it is written."""
    first, second, card, own = await joined(district)
    clerk = district.clerk("E-GS")
    await second.says("五楼六楼都没水 电话13812345678", reply_to=own)
    await second.hears("已补充到", own.short)
    said = await clerk.hears(card.short, "另一位反映人补充", "五楼六楼都没水")
    assert "13812345678" not in said.text
    assert own.number not in said.text
    await second.sends_photos(2)
    await second.hears("已补充到", own.short, "2")
    await clerk.hears(card.short, "另一位反映人补充", "新照片")
    await clerk.shows(card.number, "照片2张")
    assert sum("photo" in heard.message for heard in await clerk.chat()) == 2
    await second.says("松涛里还是停水 到底什么时候来水")
    await second.presses(f"补充到 {own.short}")
    await clerk.hears(card.short, "另一位反映人补充", "到底什么时候来水")
    await first.has_never_heard("五楼六楼", "到底什么时候", "另一位反映人")


async def test_a_follower_who_rates_in_words_is_asked_back_like_the_first(district):
    _, second, card, _ = await joined(district)
    clerk = district.clerk("E-GS")
    await clerk.presses("领单", under=card.number)
    await clerk.hears("谁来办")
    await clerk.says("抢修中")
    await answered(clerk, "已恢复供水。")
    reviewer = district.reviewer("ST-SP")
    await reviewer.hears("审核答复", card.number)
    await reviewer.presses("放行", under=card.number)
    await second.hears("已办结", "恢复供水")
    await second.says("不满意")
    await second.hears("不满意", "这是评价吗")
    await rates(second, "满意", "不满意")
    ratings = await district.ratings(card.number)
    assert sorted(rating.value for rating in ratings) == [1, 3]


async def test_danger_from_a_follower_is_a_matter_of_its_own(district):
    _, second, card, own = await joined(district)
    await second.says("楼道里好大的煤气味 头晕", reply_to=own)
    await second.hears("先离开", own.number)
    await district.duty_officer().hears("紧急", own.short)
    assert (await district.order(card.number)).followers == 0


# --- merged by staff (T8) -------------------------------------------------------------------

ONE, OTHER = "文昌花园3栋楼下路灯坏了", "文昌花园东门口的路灯也不亮了"


async def test_a_deputy_sees_that_two_are_one_and_a_dispatcher_merges_them(district):
    first, second = district.resident(1), district.resident(2)
    deputy, dispatcher = district.deputy_of("WT-02-01"), district.dispatcher()
    await first.says(ONE)
    main = await first.hears("QT-")
    await deputy.hears("定单", main.number)
    await second.says(OTHER)
    own = await second.hears("QT-")
    if NO in own.buttons:
        await second.presses(NO)
    await deputy.hears("定单", own.number)
    await deputy.presses("合并", under=own.number)
    question = await deputy.hears("和哪一件是同一件事")
    (choice,) = [label for label in question.buttons if label.startswith(main.short)]
    await deputy.presses(choice)
    await deputy.hears("已记下合并建议")
    asked_for = await dispatcher.hears("请决定：是否合并", own.number, main.number)
    assert "同意合并" in asked_for.buttons
    await dispatcher.presses("看另一件", under=asked_for)
    await dispatcher.hears(main.number)
    await dispatcher.presses("同意合并", under=asked_for)
    await dispatcher.toast("已合并")
    merged = await second.hears(own.short, "已合并，一起跟进", "请您也评价")
    assert main.number not in merged.text
    await deputy.presses("定单", under=main.number)
    for resident in (first, second):
        await resident.hears("已交", "区城市管理局")
    await district.clerk("CGJ").shows(main.number, "同一件事另有 1 人反映")

    # It was another lamp after all: one tap of the resident undoes it.
    await second.presses("不是同一件事", under=merged)
    await second.toast("已单独登记")
    await deputy.hears("定单", own.number)
    assert (await district.order(main.number)).followers == 0


async def test_a_dispatcher_keeps_apart_what_is_not_the_same(district):
    first, second = district.resident(1), district.resident(2)
    deputy, dispatcher = district.deputy_of("WT-02-01"), district.dispatcher()
    await first.says(ONE)
    main = await first.hears("QT-")
    await second.says(OTHER)
    own = await second.hears("QT-")
    if NO in own.buttons:
        await second.presses(NO)
    await deputy.hears("定单", own.number)
    await deputy.presses("合并", under=own.number)
    await deputy.hears("和哪一件是同一件事")
    await deputy.says(main.short)
    await deputy.hears("已记下合并建议")
    asked_for = await dispatcher.hears("请决定：是否合并", own.number)
    await dispatcher.presses("不合并", under=asked_for)
    await second.hears("已交", "区城市管理局")
    assert "merge" not in await district.events(own.number)
