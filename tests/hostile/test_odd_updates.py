"""Updates that Telegram never sends, or seldom: each is answered, ignored or put aside with a
reason, and the next person is served. They come by the webhook, one by one."""

import json
from typing import Any

from storage.queries import additions_of
from tests.e2e.steps import LAMP
from tests.hostile.house import House, said

M = House.message
LI, WANG, ZHAO = 8900000001, 8900000002, 8900000003
GROUP = {"id": -1001234567890, "type": "supergroup", "title": "群"}
USER = {"id": LI, "is_bot": False, "first_name": "李"}
PHOTO = {"file_id": "p" * 40, "file_unique_id": "q", "width": 9, "height": 9}
FILE = {"file_id": "f" * 40, "file_unique_id": "g", "file_size": 25 * 2**20}
QUERY = {"id": "1", "from": USER, "chat_instance": "1"}
HUGE = 2**70
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
    "allows_revoting": False, "members_only": False,
}  # fmt: skip


def chat_change(chat: dict[str, Any], status: str) -> dict[str, Any]:
    me = {"id": 7000000001, "is_bot": True, "first_name": "bot"}
    old: dict[str, Any] = {"user": me, "status": "left"}
    new: dict[str, Any] = {"user": me, "status": status}
    if status == "kicked":
        new["until_date"] = 0
    return {"chat": chat, "from": USER, "date": 1, "old_chat_member": old, "new_chat_member": new}


# What cannot be read is put aside with its reason; a person in a private chat hears of it.
UNREADABLE: dict[str, Any] = {
    "unknown kind": {"telepathy": M(LI, text="hm")},
    "only a number": {},
    "kind of kinds": {"message": [M(LI)]},
    "message is null": {"message": None},
    "message is a word": {"message": "hello"},
    "no date": {"message": {"message_id": 1, "chat": {"id": LI, "type": "private"}}},
    "no chat": {"message": {"message_id": 1, "date": 1, "text": "x"}},
    "text is a list": {"message": M(LI, text=["x"])},
    "text is an object": {"message": M(LI, text={"x": 1})},
    "chat id is a word": {"message": M(LI, chat={"id": "LI", "type": "private"})},
    "chat id is too large": {"message": M(LI, chat={"id": HUGE, "type": "private"})},
    "message id is too large": {"message": M(LI, message_id=HUGE, text="x")},
    "person is too large": {"message": M(LI, **{"from": {**USER, "id": HUGE}}, text="x")},
    "date is too large": {"message": M(LI, date=10**30, text="x")},
    "latitude is a word": {"message": M(LI, location={"latitude": "north", "longitude": 1})},
    "entities are a number": {"message": M(LI, text="x", entities=1)},
    "size is too large": {"message": M(LI, document={**FILE, "file_size": HUGE})},
    "press without id": {"callback_query": {"from": USER, "data": "x", "chat_instance": "1"}},
    "press of nobody": {"callback_query": {"id": "1", "chat_instance": "1", "data": "x"}},
}

# What is no business of ours: nothing is said to anybody.
IGNORED: dict[str, Any] = {
    "channel post": {"channel_post": M(LI, chat={**GROUP, "type": "channel"}, text=LAMP)},
    "talk in a group": {"message": M(LI, chat=GROUP, text=LAMP)},
    "anonymous admin": {
        "message": M(LI, chat=GROUP, sender_chat=GROUP, text="/todo",
                     **{"from": {"id": 1087968824, "is_bot": True, "first_name": "G"}})
    },
    "edit in a group": {"edited_message": M(LI, chat=GROUP, text=LAMP, edit_date=2)},
    "another bot": {"message": M(LI, text=LAMP, **{"from": {**USER, "is_bot": True}})},
    "nobody in private": {"message": {k: v for k, v in M(LI, text=LAMP).items() if k != "from"}},
    "pinned": {"message": M(LI, pinned_message=M(LI, text="x"))},
    "blocked": {"my_chat_member": chat_change({"id": LI, "type": "private"}, "kicked")},
    "poll closed": {"poll": {**POLL, "is_closed": True}},
    "live position": {"edited_message": M(LI, location={"latitude": 30.0, "longitude": 104.0})},
}  # fmt: skip

# What a person sends: an answer comes.
ANSWERED: dict[str, Any] = {
    "service account": {"message": M(777000, text="Login code")},
    "via another bot": {"message": M(LI, text=LAMP, via_bot={**USER, "id": 5, "is_bot": True})},
    "forwarded": {"message": M(LI, text="你好", forward_origin={"type": "hidden_user", "date": 1,
                                                               "sender_user_name": "</b>"})},
    "edit of nothing": {"edited_message": M(LI, text="你好", edit_date=2, message_id=10**9)},
    "reply to nothing": {"message": M(LI, text="你好", reply_to_message=M(LI, message_id=10**9))},
    "reply to another": {"message": M(LI, text="你好", reply_to_message=M(WANG, text="x"))},
    "large but whole id": {"message": M(LI, text="你好", message_id=2**62)},
    "photo without sizes": {"message": M(LI, photo=[])},
    "photo of 25 MB": {"message": M(LI, photo=[{**PHOTO, "file_size": 25 * 2**20}])},
    "voice": {"message": M(LI, voice={**FILE, "duration": 9})},
    "video": {"message": M(LI, video={**FILE, "duration": 9, "width": 1, "height": 1})},
    "round video": {"message": M(LI, video_note={**FILE, "duration": 9, "length": 1})},
    "sticker": {"message": M(LI, sticker={**FILE, "type": "regular", "width": 1, "height": 1,
                                          "is_animated": False, "is_video": False})},
    "contact": {"message": M(LI, contact={"phone_number": "+8613812345678", "first_name": "x"})},
    "dice": {"message": M(LI, dice={"emoji": "🎲", "value": 6})},
    "poll": {"message": M(LI, poll=POLL)},
    "elsewhere": {"message": M(LI, location={"latitude": -89.9, "longitude": 179.9})},
    "venue": {"message": M(LI, venue={"title": "</b>", "address": "x",
                                      "location": {"latitude": 0.0, "longitude": 0.0}})},
    "no name": {"message": M(LI, text="你好", **{"from": {"id": LI, "is_bot": False,
                                                        "first_name": ""}})},
    "strange language": {"message": M(LI, text="hi", **{"from": {**USER,
                                                                "language_code": "x" * 300}})},
    "two kinds at once": {"message": M(LI, text="你好"), "callback_query": QUERY},
    "fields of tomorrow": {"message": M(LI, text="你好", mood={"is": [1, 2]}), "extra": 1},
    "no words": {"message": M(LI, photo=[PHOTO], caption=" \u200b ")},
}  # fmt: skip

# Presses where nobody is served: a toast, nothing else.
PRESSES: dict[str, Any] = {
    "under an inline message": {**QUERY, "id": "11", "inline_message_id": "x", "data": "my||0|"},
    "in a group": {**QUERY, "id": "12", "message": M(LI, chat=GROUP), "data": "my||0|"},
    "of a game": {**QUERY, "id": "13", "message": M(LI), "game_short_name": "chess"},
    "without data": {**QUERY, "id": "14", "message": M(LI)},
    "under a lost message": {
        **QUERY, "id": "15", "data": "confirm||0|",
        "message": {"chat": {"id": LI, "type": "private"}, "message_id": 1, "date": 0},
    },
}  # fmt: skip


async def arrive(house: House, updates: dict[str, Any], start: int, person: int = LI) -> None:
    """Each from a person of its own, so that one does not follow from another."""
    await house.strangers(len(updates) + 1)
    for number, update in enumerate(updates.values()):
        own = json.loads(json.dumps(update).replace(str(person), str(person + number)))
        assert await house.posts({"update_id": start + number, **own}) == 200
    await house.settles()


async def test_what_cannot_be_read_is_put_aside_and_blocks_nobody(hooked: House):
    hooked.dead = len(UNREADABLE)
    await arrive(hooked, UNREADABLE, 1)
    assert all(error.startswith("not an update: ") for error in await hooked.put_aside())
    told = [text for texts in (await hooked.told()).values() for text in texts]
    assert set(told) == {said("update-dead")}
    resident = hooked.resident(1)
    await resident.says(LAMP)
    await resident.hears("已登记")


async def test_what_is_not_meant_for_us_is_left_alone(hooked: House):
    await arrive(hooked, IGNORED, 1)
    assert await hooked.told() == {}


async def test_whatever_a_person_sends_is_answered(hooked: House):
    await hooked._post("people", {"id": 777000, "first_name": "Telegram"})
    await arrive(hooked, ANSWERED, 1)
    told = await hooked.told()
    for number, (name, update) in enumerate(ANSWERED.items()):
        person = 777000 if "service" in name else LI + number
        assert told.get(person), name
        assert said("update-dead") not in told[person], (name, update)


async def test_a_press_where_nobody_is_served_gets_a_word(hooked: House):
    await hooked.strangers(1)
    for number, query in enumerate(PRESSES.values()):
        assert await hooked.posts({"update_id": 1 + number, "callback_query": query}) == 200
    await hooked.settles()
    asked = await hooked._get("requests?method=answerCallbackQuery")
    words = {entry["params"]["callback_query_id"]: entry["params"].get("text") for entry in asked}
    assert words == {query["id"]: said("old-button") for query in PRESSES.values()}


async def test_the_bot_leaves_groups_and_minds_it_not_when_it_is_out_already(hooked: House):
    guest = hooked.resident(1)
    made = await hooked._post(f"people/{guest.person}/groups", {"title": "群"})
    chat = {"id": made["chat_id"], "type": "supergroup", "title": "群"}
    await hooked.settles()
    await hooked.posts({"update_id": 1, "my_chat_member": chat_change(chat, "member")})
    await hooked.settles()
    left = await hooked._get("requests?method=leaveChat")
    assert [int(entry["params"]["chat_id"]) for entry in left] == [made["chat_id"]] * 2
    assert [entry["ok"] for entry in left] == [True, False]


async def test_an_album_with_a_part_that_cannot_be_read(hooked: House):
    """What is whole is one report with its photos; the odd part is put aside."""
    hooked.dead = 1
    await hooked.strangers(1)
    for number in range(4):
        odd = {"photo": "lost"} if number == 2 else {"photo": [PHOTO]}
        caption = {"caption": LAMP} if number == 0 else {}
        message = M(LI, message_id=10 + number, media_group_id="77", **odd, **caption)
        await hooked.posts({"update_id": 1 + number, "message": message})
    await hooked.settles()
    (order,) = await hooked.reported(LI)
    assert order.category == "0203"
    async with hooked.database.reading() as session:
        kept = await additions_of(session, order.district_id, order.id)
    assert [piece.message_id for piece in kept] == [10, 11, 13]


async def test_what_comes_twice_happens_once(hooked: House):
    await hooked.strangers(1)
    update = {"update_id": 5, "message": M(LI, text=LAMP)}
    other = {"update_id": 5, "message": M(LI, text="别的事")}
    for again in (update, update, other):
        assert await hooked.posts(again) == 200
    await hooked.settles()
    assert [order.text_original for order in await hooked.reported(LI)] == [LAMP]


async def test_numbers_of_updates_begin_anew(house: House):
    """After a week of silence Telegram goes on from a random number, which may be lower."""
    resident = house.resident(1)
    await resident.says(LAMP)
    await resident.hears("已登记")
    lower = house.message(resident.person, text="/help")
    await house.injects({"update_id": 1000, "message": lower})
    await resident.hears("/my")


ALBUMS: list[object] = ["\x00", "\ud800", "", "7" * 10_000, 7, ["7"], "a|b"]


async def test_an_album_by_a_name_that_no_database_keeps(house: House):
    """It used to stop the poll: the whole batch came again and again."""
    house.dead = sum(not isinstance(group, str) for group in ALBUMS)
    people = await house.strangers(len(ALBUMS))
    for person, group in zip(people, ALBUMS, strict=True):
        message = house.message(person, photo=[PHOTO], caption=LAMP, media_group_id=group)
        await house.injects({"message": message})
    await house.settles()
    for person, group in zip(people, ALBUMS, strict=True):
        assert len(await house.reported(person)) == isinstance(group, str)
