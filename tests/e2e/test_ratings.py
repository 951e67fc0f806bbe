"""Dialogue 11 and C8: two raters, two dimensions, blind until the window closes."""

from tests.e2e.steps import rates, replied

RESULT_WORDS = ("不满意", "满意")


async def test_satisfied_on_both_sides_closes_it(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await replied(district, resident)
    await deputy.presses("现场看过")
    await deputy.toast("已记下")
    await rates(deputy, "满意", "基本满意")
    await rates(resident, "满意", "满意")
    await resident.hears(card.short, "已办结", "谢谢您反映")
    order = await district.order(card.number)
    assert (order.status, order.result) == ("closed", "satisfied")
    assert [r.visited for r in await district.ratings(card.number) if r.rater == "deputy"] == [
        True, True,
    ]  # fmt: skip


async def test_nobody_learns_what_the_other_said(district, caplog):
    """The resident is dissatisfied first; neither deputy, unit, log nor database's log of words
    shows a value, and the deputy's chat is the same as without it."""
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    clerk, reviewer = district.clerk("CGJ"), district.reviewer("ST-WT")
    card = await replied(district, resident)
    await district.settles()
    told = {phone.name: len(await phone.chat()) for phone in (clerk, reviewer)}
    before = await deputy.shows(card.short, "已答复", "双方都评完前不可见")
    await rates(resident, "不满意", "不满意")
    await resident.hears("还有哪里没解决")
    await resident.says("根本没来人")
    await resident.hears("会重办", "评价一结束")
    await district.settles()
    assert {phone.name: len(await phone.chat()) for phone in (clerk, reviewer)} == told
    await deputy.has_never_heard("根本没来人", "✓")
    await clerk.has_never_heard("根本没来人", "✓")
    after = await deputy.shows(before.text)
    assert after.buttons == before.buttons
    neutral = await deputy.hears(f"{card.short} 路灯照明 已答复", "请您评价")
    assert not any(word in neutral.text for word in RESULT_WORDS)
    await deputy.says(card.short)
    shown = await deputy.hears(card.number, "已答复")
    assert not any(word in shown.text for word in RESULT_WORDS)
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "根本没来人" not in logged
    assert "rate|" not in logged

    # The window ends a working day later, and only then everybody hears of the redo.
    await district.clock_moves_to("2026-11-24 18:01")
    await resident.hears("重办（第2轮）", "前再答复")
    await deputy.hears(card.short, "不满意", "重办（第2轮）")
    await clerk.hears("重办（第2轮）", card.number, "根本没来人")


async def test_a_satisfied_resident_hears_why_it_is_redone(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await replied(district, resident)
    await rates(resident, "满意", "满意")
    await deputy.presses("没去现场")
    await rates(deputy, "满意", "不满意")
    await deputy.hears("还有哪里没解决")
    await deputy.presses("跳过")
    await resident.hears("网格代表认为", "重办（第2轮）", "前再答复")
    assert (await district.order(card.number)).round == 2


async def test_the_last_word_counts_and_an_old_round_is_over(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await replied(district, resident)
    reply = await resident.shows("已办结", "双方都评完前")
    await resident.presses("答复：不满意", under=reply)
    await resident.hears("还有哪里没解决")
    await resident.presses("跳过")
    await resident.presses("答复：满意", under=reply)
    await resident.toast("还差一项")
    await resident.presses("落实：满意", under=reply)
    await resident.toast("谢谢")
    await rates(deputy, "满意", "满意")
    await resident.hears(card.short, "已办结")
    assert (await district.order(card.number)).result == "satisfied"
    values = {(r.rater, r.dimension): r.value for r in await district.ratings(card.number)}
    assert values["resident", "reply"] == 3
    await resident.forges(reply.data["答复：不满意"], reply.id)
    await resident.toast("已经结束")


async def test_words_are_asked_back_not_counted(district):
    """ "还行吧" is no rating (C8)."""
    resident = district.resident(1)
    card = await replied(district, resident)
    for words in ("还行吧", "👍"):
        await resident.says(words)
        await resident.hears(words, "这是评价吗")
    assert await district.ratings(card.number) == []


async def test_only_one_side_rates_and_that_counts(district):
    """T23: at least one counted value, none 不满意."""
    resident = district.resident(1)
    card = await replied(district, resident)
    await rates(resident, "满意", "基本满意")
    await district.clock_moves_to("2026-11-30 10:05")
    await resident.hears(card.short, "已办结")
    assert (await district.order(card.number)).result == "satisfied"


async def test_who_has_rated_is_not_invited_again(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await replied(district, resident)
    await deputy.presses("没去现场")
    await rates(deputy, "满意", "满意")
    await district.clock_moves_to("2026-11-25 10:05")
    await resident.hears(card.short, "评一评")
    assert not [m for m in await deputy.chat() if f"{card.short} 路灯照明 已答复" in m.text]
