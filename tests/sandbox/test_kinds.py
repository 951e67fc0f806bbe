"""Every kind of update that the sandbox makes is one that both libraries know whole."""

from typing import Any

import telegram
from aiogram import Bot
from aiogram.types import TelegramObject, Update
from aiogram.utils.web_app import safe_parse_webapp_init_data

from tests.sandbox.people import LIN, TOKEN, WANG, Control

# aiogram has fields of Telegram that python-telegram-bot 22.8 (Bot API 10.0) has not, and the
# sandbox sends none of them: so no field may be unknown to either.


def unknown_to_aiogram(value: Any, path: str = "") -> list[str]:
    """Fields that aiogram's types do not have, at any depth."""
    if isinstance(value, list):
        return [found for item in value for found in unknown_to_aiogram(item, f"{path}[]")]
    if not isinstance(value, TelegramObject):
        return []
    found = [f"{path}.{name}" for name in value.model_extra or {}]
    for name in type(value).model_fields:
        found += unknown_to_aiogram(getattr(value, name), f"{path}.{name}")
    return found


def unknown_to_ptb(value: Any, path: str = "") -> list[str]:
    """Fields that python-telegram-bot keeps in api_kwargs, at any depth."""
    if isinstance(value, tuple | list):
        return [found for item in value for found in unknown_to_ptb(item, f"{path}[]")]
    if not isinstance(value, telegram.TelegramObject):
        return []
    found = [f"{path}.{name}" for name in value.api_kwargs]
    slots = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
    for name in sorted(slots - {"api_kwargs", "_bot", "_id_attrs", "_frozen"}):
        found += unknown_to_ptb(getattr(value, name, None), f"{path}.{name}")
    return found


async def everything(people: Control) -> None:
    """All acts that make an update."""
    asked = await people.say(WANG, "/start abc #x @sandbox_bot https://a.cn a@b.cn")
    await people.say(WANG, "Antwort", reply_to=asked)
    await people.post(f"people/{WANG}/edit", message_id=asked, text="/start anders")
    await people.post(f"people/{WANG}/photos", count=2, caption="zwei /my")
    for kind in ("document", "voice", "video", "sticker", "audio", "animation", "video_note"):
        await people.post(f"people/{WANG}/files", kind=kind, name="datei.bin")
    await people.post(f"people/{WANG}/location", latitude=31.2, longitude=121.4)
    await people.post(f"people/{WANG}/contact", phone_number="+8613900000000")
    keyboard = {"inline_keyboard": [[{"text": "按", "callback_data": "c"}]]}
    card = await people.call("sendMessage", chat_id=WANG, text="card", reply_markup=keyboard)
    number = card["result"]["message_id"]
    await people.press(WANG, number, text="按")
    await people.press(WANG, 9999, data="forged", force=True)
    await people.post(f"people/{WANG}/block")
    await people.post(f"people/{WANG}/unblock")
    for kind in ("group", "supergroup"):
        made = await people.post(
            f"people/{WANG}/groups", title="五长", type=kind, is_forum=kind == "supergroup"
        )
        chat_id = made["chat_id"]
        await people.post(f"people/{LIN}/groups/{chat_id}/join")
        await people.say(LIN, "in der Gruppe", chat_id=chat_id)
        if kind == "group":
            await people.post(f"people/{WANG}/groups/{chat_id}/migrate")
        else:
            await people.post(f"people/{WANG}/groups/{chat_id}/kick")


async def test_every_update_is_known_whole_to_both_libraries(people: Control, bot: Bot) -> None:
    await everything(people)
    updates = (await people.call("getUpdates"))["result"]
    assert len(updates) == 27
    kinds = set()
    for raw in updates:
        parsed = Update.model_validate(raw, context={"bot": bot})
        assert unknown_to_aiogram(parsed) == []
        assert parsed.event_type != "unknown"
        kinds.add(parsed.event_type)
        known = telegram.Update.de_json(raw, None)
        assert unknown_to_ptb(known) == []
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_every_answer_is_known_whole_to_both_libraries(
    people: Control, bot: Bot, ptb: telegram.Bot
) -> None:
    made = await people.post(f"people/{WANG}/groups", title="议事厅", is_forum=True)
    group = made["chat_id"]
    topic = await bot.create_forum_topic(group, "路灯")
    answers: list[TelegramObject] = [
        await bot.get_me(),
        await bot.get_chat(WANG),
        await bot.get_chat(group),
        await bot.get_chat_member(group, WANG),
        await bot.get_chat_member(group, bot.id),
        *await bot.get_chat_administrators(group),
        topic,
        await bot.send_message(group, "im Thema", message_thread_id=topic.message_thread_id),
        await bot.send_venue(WANG, 31.2, 121.4, "联络站", "文昌路1号"),
        await bot.send_contact(WANG, "+861", "站"),
        await bot.get_webhook_info(),
    ]
    assert [found for answer in answers for found in unknown_to_aiogram(answer)] == []
    theirs = [
        await ptb.get_me(),
        await ptb.get_chat(WANG),
        await ptb.get_chat(group),
        await ptb.get_chat_member(WANG, WANG),
        await ptb.send_location(WANG, 31.2, 121.4),
        await ptb.get_webhook_info(),
    ]
    assert [found for answer in theirs for found in unknown_to_ptb(answer)] == []
    assert await ptb.get_chat_member_count(group) == 2
    assert await people.get("problems") == []


async def test_groups_and_topics(people: Control, bot: Bot) -> None:
    made = await people.post(f"people/{WANG}/groups", title="旧群", type="group")
    old = made["chat_id"]
    moved = (await people.post(f"people/{WANG}/groups/{old}/migrate"))["chat_id"]
    answer = await people.call("sendMessage", chat_id=old, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": moved}
    assert (await bot.send_message(moved, "hier")).chat.type == "supergroup"
    assert await people.error("createForumTopic", chat_id=moved, name="x") == (
        "Bad Request: the chat is not a forum"
    )
    await people.post(f"people/{WANG}/groups/{moved}/kick")
    assert await people.error("sendMessage", chat_id=moved, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    forum = (await people.post(f"people/{WANG}/groups", title="新", is_forum=True))["chat_id"]
    topic = (await bot.create_forum_topic(forum, "水务")).message_thread_id
    assert await bot.edit_forum_topic(forum, topic, name="供水")
    assert await bot.close_forum_topic(forum, topic)
    assert await people.error("closeForumTopic", chat_id=forum, message_thread_id=topic) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    assert await bot.delete_forum_topic(forum, topic)
    assert (
        await people.error("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
        == "Bad Request: message thread not found"
    )
    assert await bot.leave_chat(forum)
    assert await people.error("sendMessage", chat_id=forum, text="x") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    assert await people.error("leaveChat", chat_id=WANG) == (
        "Bad Request: chat member status can't be changed in private chats"
    )
    assert await people.error("getChatAdministrators", chat_id=WANG) == (
        "Bad Request: there are no administrators in the private chat"
    )


async def test_a_mini_app_opens_with_signed_data(people: Control, bot: Bot) -> None:
    await bot.get_me()
    opened = await people.post(f"people/{WANG}/open_app", start_param="QT-1")
    data = safe_parse_webapp_init_data(TOKEN, opened["init_data"])
    assert data.user
    assert (data.user.id, data.user.first_name, data.start_param) == (WANG, "小王", "QT-1")


async def test_pinning(people: Control, bot: Bot) -> None:
    card = await bot.send_message(WANG, "die Karte")
    assert await bot.pin_chat_message(WANG, card.message_id)
    pinned = (await bot.get_chat(WANG)).pinned_message
    assert pinned
    assert pinned.message_id == card.message_id
    await bot.unpin_chat_message(WANG)
    assert (await bot.get_chat(WANG)).pinned_message is None
    assert await people.error("pinChatMessage", chat_id=WANG, message_id=999) == (
        "Bad Request: message to pin not found"
    )
