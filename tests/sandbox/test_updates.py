"""getUpdates: offsets, limits, long polls, conflicts, what expires."""

import asyncio
from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

from tests.sandbox.people import LIN, WANG, Control

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def test_unconfirmed_updates_come_again_and_a_higher_offset_confirms(
    people: Control, bot: Bot
) -> None:
    await people.say(WANG, "一")
    await people.say(WANG, "二")
    first = await bot.get_updates()
    assert [update.message.text for update in first if update.message] == ["一", "二"]
    assert first[1].update_id == first[0].update_id + 1
    again = await bot.get_updates(offset=first[0].update_id)
    assert again[0] == first[0]
    rest = await bot.get_updates(offset=first[1].update_id)
    assert [update.update_id for update in rest] == [first[1].update_id]
    assert await people.pending() == [first[1].update_id]


async def test_limit_and_order(people: Control, ptb: telegram.Bot) -> None:
    for number in range(5):
        await people.say(WANG, str(number))
    updates = await ptb.get_updates(limit=3)
    assert [update.message.text for update in updates if update.message] == ["0", "1", "2"]


async def test_a_negative_offset_keeps_the_newest(people: Control, bot: Bot) -> None:
    for number in range(4):
        await people.say(WANG, str(number))
    updates = await bot.get_updates(offset=-1)
    assert [update.message.text for update in updates if update.message] == ["3"]
    assert len(await people.pending()) == 1


async def test_a_long_poll_waits_for_the_next_message(people: Control, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.get_updates(timeout=30))
        while not await people.get("requests", method="getUpdates"):
            pass
        await people.say(WANG, "醒醒")
    assert [update.message.text for update in poll.result() if update.message] == ["醒醒"]


async def test_a_second_poller_ends_the_first_with_409(people: Control, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_conflict(bot.get_updates(timeout=30)))
        while not await people.get("requests", method="getUpdates"):
            pass
        second = group.create_task(bot.get_updates(offset=1, timeout=30))
        reason = await poll
        await people.say(WANG, "给第二个")
    assert reason == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    assert len(second.result()) == 1


async def _conflict(poll: Any) -> str:
    with pytest.raises(TelegramConflictError) as caught:
        await poll
    return caught.value.message


async def test_no_polling_while_a_webhook_is_set(people: Control, ptb: telegram.Bot) -> None:
    await ptb.set_webhook(f"{people.url}/sandbox/clock", secret_token="geheim")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await ptb.get_updates()
    await ptb.delete_webhook()
    assert await ptb.get_updates() == ()


async def test_setting_a_webhook_ends_a_waiting_poll(people: Control, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_conflict(bot.get_updates(timeout=30)))
        while not await people.get("requests", method="getUpdates"):
            pass
        await bot.set_webhook(f"{people.url}/sandbox/clock")
    assert poll.result() == "Conflict: terminated by setWebhook request"


async def test_allowed_updates_count_when_an_update_is_made(people: Control, bot: Bot) -> None:
    await people.say(WANG, "vorher")
    await bot.get_updates(allowed_updates=["callback_query"], offset=1)
    await people.say(WANG, "nachher")
    updates = await bot.get_updates(offset=2)
    assert [update.message.text for update in updates if update.message] == ["vorher"]
    await bot.get_updates(allowed_updates=[], offset=3)
    await people.say(WANG, "wieder")
    assert len(await people.pending()) == 2


async def test_a_press_dies_after_150_real_seconds(people: Control, bot: Bot) -> None:
    board = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="定单", callback_data="c:1")]]
    )
    card = await bot.send_message(WANG, "card", reply_markup=board)
    old = await people.press(WANG, card.message_id, text="定单")
    await people.post("clock", advance=3600)  # the movable clock ends no lease
    assert len(await people.pending()) == 1
    await people.post("callbacks/expire")
    assert await people.pending() == []
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(old)
    fresh = await people.press(WANG, card.message_id, data="c:1")
    assert await bot.answer_callback_query(fresh, text="好", show_alert=True)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(fresh)
    toasts = (await people.chat(WANG))["toasts"]
    assert [(toast["text"], toast["show_alert"]) for toast in toasts] == [("好", True)]
    assert toasts[0]["callback_query_id"] == fresh


async def test_any_raw_update_can_be_injected(people: Control, ptb: telegram.Bot) -> None:
    made = await people.post("updates", message={"chat": "no chat", "text": ["\udead"]}, future={})
    normal = await people.say(LIN, "still here")
    answer = await people.call("getUpdates")
    odd, good = answer["result"]
    assert odd == {
        "update_id": made["update_id"],
        "message": {"chat": "no chat", "text": ["\udead"]},
        "future": {},
    }
    assert good["message"]["message_id"] == normal
    jump = await people.post("updates", update_id=5, message={"text": "restart of ids"})
    assert jump == {"update_id": 5}
    await people.say(LIN, "after it")
    assert (await people.pending())[-2:] == [5, 6]


async def test_duplicated_and_reordered_updates(people: Control) -> None:
    await people.post("faults", kind="duplicate_update", chat_id=LIN)
    await people.post("faults", kind="reorder_updates")
    await people.say(WANG, "1")
    await people.say(LIN, "2")
    answer = await people.call("getUpdates", offset=1)
    assert [update["message"]["text"] for update in answer["result"]] == ["2", "2", "1"]
    answer = await people.call("getUpdates", offset=2)
    assert [update["message"]["text"] for update in answer["result"]] == ["1", "2"]
    assert await people.get("faults") == []
