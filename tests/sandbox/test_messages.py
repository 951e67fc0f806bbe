"""Texts: what is kept, what is refused, and with which words."""

from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from tests.sandbox.people import LIN, WANG, Control

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)


def board(data: str, text: str = "按") -> InlineKeyboardMarkup:
    """One button."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]]
    )


async def test_given_entities_are_kept_and_telegram_finds_its_own(bot: Bot) -> None:
    bold = MessageEntity(type="bold", offset=2, length=2)
    sent = await bot.send_message(
        WANG,
        "😀文昌 /my@sandbox_bot #路灯 a.b@c.cn https://例子.cn/x @wang_er",
        entities=[bold],
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    found = [(entity.type, entity.extract_from(sent.text or "")) for entity in sent.entities or []]
    assert found[:4] == [
        ("bold", "文昌"),
        ("bot_command", "/my@sandbox_bot"),
        ("hashtag", "#路灯"),
        ("email", "a.b@c.cn"),
    ]
    assert found[-1] == ("mention", "@wang_er")
    assert sent.link_preview_options
    assert sent.link_preview_options.is_disabled is True


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "Bad Request: message text is empty"),
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n\t "}, "Bad Request: text must be non-empty"),
    ({"text": "长" * 4097}, "Bad Request: message is too long"),
    ({"text": "😀" * 2049}, "Bad Request: message is too long"),
    ({"text": "x", "chat_id": 999}, "Bad Request: chat not found"),
    ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
    ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
    (
        {"text": "abc", "entities": [{"type": "bold", "offset": 1, "length": 3}]},
        "Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text"
        " at UTF-16 offset 3",
    ),
    (
        {"text": "x", "reply_parameters": {"message_id": 77}},
        "Bad Request: message to be replied not found",
    ),
    (
        {"text": "x", "reply_markup": "{"},
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    ({"text": "x", "reply_markup": []}, "Bad Request: object expected as reply markup"),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the"
        " inline keyboard",
    ),
    (
        {
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "长" * 22}]]},
        },
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    ({"text": "\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
]


async def test_what_is_refused(people: Control) -> None:
    for params, reason in REFUSED:
        assert await people.error("sendMessage", **({"chat_id": WANG} | params)) == reason
    assert await people.heard(WANG) == []


async def test_the_longest_text_and_the_longest_data_pass(people: Control, bot: Bot) -> None:
    sent = await bot.send_message(WANG, " " + "长" * 4096 + "\n", reply_markup=board("d" * 64))
    assert sent.text == "长" * 4096
    await people.press(WANG, sent.message_id, data="d" * 64)


async def test_control_characters_go_and_entities_move_along(bot: Bot) -> None:
    sent = await bot.send_message(
        WANG, " \u202e\r坏\x00了", entities=[MessageEntity(type="italic", offset=3, length=3)]
    )
    assert sent.text == "坏 了"
    assert sent.entities
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("italic", 0, 3)]


async def test_replies_hold_the_original_without_its_own(people: Control, bot: Bot) -> None:
    asked = await people.say(WANG, "在哪里?")
    answer = await bot.send_message(
        WANG, "这里", reply_parameters=ReplyParameters(message_id=asked, quote="哪里")
    )
    assert answer.reply_to_message
    assert answer.reply_to_message.text == "在哪里?"
    assert answer.quote
    assert (answer.quote.text, answer.quote.position) == ("哪里", 1)
    await people.say(WANG, "谢谢", reply_to=answer.message_id)
    update = (await bot.get_updates())[-1]
    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.text == "这里"
    assert update.message.reply_to_message.reply_to_message is None
    lenient = ReplyParameters(message_id=9999, allow_sending_without_reply=True)
    sent = await bot.send_message(WANG, "也行", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_an_edit_replaces_text_and_keyboard(people: Control, bot: Bot) -> None:
    card = await bot.send_message(WANG, "待定单", reply_markup=board("c:1"))
    before = (await people.chat(WANG))["seq"]
    edited = await bot.edit_message_text(
        "已定单", chat_id=WANG, message_id=card.message_id, reply_markup=board("c:2")
    )
    assert not isinstance(edited, bool)
    assert (edited.text, edited.date) == ("已定单", card.date)
    assert edited.edit_date is not None
    feed = await people.chat(WANG, after=before)
    assert [(m["text"], m["edited"], m["out"]) for m in feed["messages"]] == [
        ("已定单", True, False)
    ]
    same = {"chat_id": WANG, "message_id": card.message_id, "text": "已定单"}
    keyboard = {"inline_keyboard": [[{"text": "按", "callback_data": "c:2"}]]}
    assert await people.error("editMessageText", **same, reply_markup=keyboard) == NOT_MODIFIED
    bare = await people.call("editMessageText", **same)
    assert "reply_markup" not in bare["result"]
    assert await people.error("editMessageText", **same) == NOT_MODIFIED
    markup = {"chat_id": WANG, "message_id": card.message_id}
    assert await people.error("editMessageReplyMarkup", **markup) == NOT_MODIFIED
    assert (await people.call("editMessageReplyMarkup", **markup, reply_markup=keyboard))["ok"]


async def test_what_cannot_be_edited(people: Control, bot: Bot) -> None:
    theirs = await people.say(WANG, "我的话")
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="发送位置", request_location=True)]])
    asking = await bot.send_message(WANG, "在哪?", reply_markup=keys)
    place = await bot.send_location(WANG, 31.2, 121.5)
    edit = {"chat_id": WANG, "text": "neu"}
    refused = people.error
    assert await refused("editMessageText", **edit) == (
        "Bad Request: message identifier is not specified"
    )
    assert await refused("editMessageText", **edit, message_id=9999) == (
        "Bad Request: message to edit not found"
    )
    for number in (theirs, asking.message_id):
        assert await refused("editMessageText", **edit, message_id=number) == (
            "Bad Request: message can't be edited"
        )
    assert await refused("editMessageText", **edit, message_id=place.message_id) == (
        "Bad Request: there is no text in the message to edit"
    )
    assert await refused("editMessageCaption", chat_id=WANG, message_id=place.message_id) == (
        "Bad Request: there is no caption in the message to edit"
    )
    phone = await people.chat(WANG)
    assert phone["messages"][1]["reply_markup"]["keyboard"][0][0]["text"] == "发送位置"


async def test_deleting(people: Control, ptb: telegram.Bot) -> None:
    sent = await ptb.send_message(WANG, "weg damit")
    assert await ptb.delete_message(WANG, sent.message_id)
    assert (await people.chat(WANG))["messages"][0]["deleted"] is True
    with pytest.raises(telegram.error.BadRequest, match="Message to delete not found"):
        await ptb.delete_message(WANG, sent.message_id)
    old = await ptb.send_message(WANG, "bleibt")
    await people.post("clock", advance=48 * 3600 + 1)
    with pytest.raises(telegram.error.BadRequest, match="Message can't be deleted for everyone"):
        await ptb.delete_message(WANG, old.message_id)


async def test_copying_and_forwarding(people: Control, ptb: telegram.Bot) -> None:
    asked = await people.say(WANG, "路灯坏了 #路灯")
    copy = await ptb.copy_message(LIN, WANG, asked)
    forward = await ptb.forward_message(LIN, WANG, asked)
    copied, forwarded = (await people.chat(LIN))["messages"]
    assert copied["message_id"] == copy.message_id
    assert copied["text"] == forwarded["text"] == "路灯坏了 #路灯"
    assert "forward_origin" not in copied
    assert isinstance(forward.forward_origin, telegram.MessageOriginUser)
    assert forward.forward_origin.sender_user.id == WANG
    with pytest.raises(telegram.error.BadRequest, match="Message to copy not found"):
        await ptb.copy_message(LIN, WANG, 9999)


async def test_who_cannot_be_reached(people: Control, bot: Bot) -> None:
    await people.post(f"people/{WANG}/block")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(WANG, "hallo?")
    assert (await people.refused(f"people/{WANG}/say", text="x"))[0] == 409
    await people.post(f"people/{WANG}/unblock")
    await bot.send_message(WANG, "wieder da")
    await people.post(f"people/{LIN}/deactivate")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await bot.send_message(LIN, "hallo?")
    kinds = [update.my_chat_member for update in await bot.get_updates()]
    assert [kind.new_chat_member.status for kind in kinds if kind] == ["kicked", "member"]


async def test_typing_ends_with_the_message(people: Control, bot: Bot) -> None:
    await bot.send_chat_action(WANG, "typing")
    assert (await people.chat(WANG))["actions"] == ["typing"]
    await bot.send_message(WANG, "fertig", reply_markup=ForceReply())
    assert (await people.chat(WANG))["actions"] == []
    with pytest.raises(TelegramBadRequest, match="wrong parameter action in request"):
        await bot.send_chat_action(WANG, "sleeping")
