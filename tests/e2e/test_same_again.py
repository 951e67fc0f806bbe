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
