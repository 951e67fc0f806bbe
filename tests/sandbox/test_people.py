"""The people's side: the picker, chats as phones see them, the clock, the map."""

import asyncio
import json
from pathlib import Path

from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.testing import running_sandbox
from tests.sandbox.people import LIN, WANG, Control

PEOPLE = """id,first_name,last_name,username,language_code,group,note,grid
201,玉兰,陈,chen,zh-hans,代表,网格代表 · 文昌花园,G07
202,Ann,,,en,居民,,
"""


async def test_people_and_map_come_as_files(tmp_path: Path) -> None:
    people_file, map_file = tmp_path / "people.csv", tmp_path / "map.json"
    people_file.write_text(PEOPLE, encoding="utf-8")
    grids = {"type": "FeatureCollection", "features": []}
    map_file.write_text(json.dumps(grids), encoding="utf-8")
    with running_sandbox(tmp_path / "data", people=people_file, map=map_file) as running:
        async with Control(running.url) as people:
            listed = await people.get("people")
            assert listed[0] == {
                "id": 201,
                "first_name": "玉兰",
                "last_name": "陈",
                "username": "chen",
                "language_code": "zh-hans",
                "group": "代表",
                "note": "网格代表 · 文昌花园 · G07",
                "blocked": False,
                "unread": 0,
                "last": None,
            }
            assert await people.get("map") == grids
            answer = await people.call("sendMessage", chat_id=202, text="a push before any word")
            assert answer["ok"]


async def test_unread_and_last(people: Control, bot: Bot) -> None:
    await people.say(WANG, "vorher")
    await bot.send_message(WANG, "eins")
    await bot.send_message(WANG, "zwei")
    shown = next(p for p in await people.get("people") if p["id"] == WANG)
    assert (shown["unread"], shown["last"]["text"]) == (2, "zwei")
    await people.chat(WANG)
    await people.post(f"people/{WANG}/files", kind="voice")
    shown = next(p for p in await people.get("people") if p["id"] == WANG)
    assert (shown["unread"], shown["last"]["text"]) == (0, "[voice]")


async def test_a_phone_gets_only_what_is_new(people: Control, bot: Bot) -> None:
    mine = await people.say(WANG, "文昌路灯坏了")
    first = await people.chat(WANG)
    assert [(m["text"], m["out"]) for m in first["messages"]] == [("文昌路灯坏了", True)]
    assert (await people.chat(WANG, after=first["seq"]))["messages"] == []
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(people.chat(WANG, after=first["seq"], wait=20))
        moved = group.create_task(people.get("events", after=first["seq"], wait=20))
        await bot.send_message(WANG, "收到")
    assert [m["text"] for m in waiting.result()["messages"]] == ["收到"]
    assert moved.result() == {"seq": waiting.result()["seq"], "chats": [WANG]}
    await people.post(f"people/{WANG}/edit", message_id=mine, text="文昌路灯坏了,3栋 #灯")
    after = await people.chat(WANG, after=waiting.result()["seq"])
    assert [(m["message_id"], m["edited"]) for m in after["messages"]] == [(mine, True)]
    update = (await bot.get_updates())[-1].edited_message
    assert update
    assert [entity.type for entity in update.entities or []] == ["hashtag"]


async def test_long_and_odd_texts(people: Control, bot: Bot) -> None:
    said = await people.post(f"people/{WANG}/say", text="😀" * 2048 + "长" * 5000)
    texts = [update.message.text or "" for update in await bot.get_updates() if update.message]
    assert len(said["message_ids"]) == len(texts) == 3
    assert "".join(texts) == "😀" * 2048 + "长" * 5000
    assert max(len(text) for text in texts) == 4096
    await people.post(f"people/{WANG}/say", text="a\x00b\u202ec")
    raw = await people.post(f"people/{WANG}/say", text="a\x00\ud800" + "b" * 70_000, raw=True)
    cleaned, odd = (await people.call("getUpdates", offset=-2))["result"]
    assert cleaned["message"]["text"] == "a bc"
    assert odd["update_id"] == raw["update_id"]
    assert odd["message"]["text"] == "a\x00\ud800" + "b" * 70_000
    assert await people.refused(f"people/{WANG}/say", text=" \n") == (
        422,
        "Telegram's clients send no empty text.",
    )


async def test_presses(people: Control, bot: Bot) -> None:
    link = InlineKeyboardButton(text="地图", url="https://example.org/")
    button = InlineKeyboardButton(text="定单", callback_data="c:1")
    card = await bot.send_message(
        WANG, "card", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button, link]])
    )
    status, reason = await people.refused(
        f"people/{WANG}/press", message_id=card.message_id, text="退单"
    )
    assert (status, reason) == (
        404,
        f"Message {card.message_id} has no button with the words '退单';"
        " its buttons: '定单', '地图'.",
    )
    assert (await people.refused(f"people/{WANG}/press", message_id=999, data="x"))[0] == 404
    opened = await people.post(f"people/{WANG}/press", message_id=card.message_id, text="地图")
    assert opened["callback_query_id"] is None
    assert opened["button"]["url"] == "https://example.org/"
    await people.press(WANG, card.message_id, data="forged", force=True)
    query = (await bot.get_updates())[-1].callback_query
    assert query
    assert (query.data, query.from_user.id) == ("forged", WANG)


async def test_refusals_of_people(people: Control, bot: Bot) -> None:
    theirs = await bot.send_message(WANG, "vom Bot")
    assert await people.refused("people/999/say", text="x") == (
        404,
        "There is no person 999 in the sandbox.",
    )
    assert (await people.refused("people", id=WANG, first_name="doppelt"))[0] == 409
    assert (await people.refused("people", first_name=""))[0] == 422
    edit = await people.refused(f"people/{WANG}/edit", message_id=theirs.message_id, text="x")
    assert edit == (409, f"Message {theirs.message_id} was not written by person {WANG}.")
    assert (await people.refused(f"people/{WANG}/say", text="x", reply_to=77))[0] == 404
    assert (await people.refused(f"people/{WANG}/location", latitude=91, longitude=0))[0] == 422


async def test_the_clock_moves_dates(people: Control, bot: Bot) -> None:
    before = await people.get("clock")
    assert before["offset"] == 0
    moved = await people.post("clock", to="2026-12-03T18:00:00+08:00")
    assert moved["now"].startswith("2026-12-03T10:00:0")
    await people.post("clock", advance=3600)
    await people.say(LIN, "später")
    message = (await bot.get_updates())[-1].message
    assert message
    assert message.date.isoformat().startswith("2026-12-03T11:00:0")
    hints = {"next_deadline": "2026-12-04T10:00:00+00:00", "next_deadline_label": "答复"}
    await people.http.put("/sandbox/clock/hints", json=hints)
    assert (await people.get("clock"))["hints"] == hints | {"next_working_day": None}
    assert (await people.refused("clock", to="2026-12-03T18:00:00"))[0] == 422
    assert (await people.refused("clock"))[0] == 422
    assert (await people.refused("clock", advance=1e300))[0] == 422


async def test_who_listens_to_the_clock_hears_when_it_is_moved(people: Control) -> None:
    offset = (await people.get("clock"))["offset"]
    async with asyncio.TaskGroup() as tasks:
        query = {"offset": str(offset), "wait": "60"}
        heard = tasks.create_task(people.http.get("/sandbox/clock", params=query, timeout=70))
        await people.post("clock", advance=3600)
    assert heard.result().json()["offset"] == offset + 3600
    assert (await people.http.get("/sandbox/clock", params=query)).json()["offset"] != offset


async def test_pages(people: Control) -> None:
    assert "phone" in (await people.http.get("/")).text
    assert (await people.http.get("/static/app.js")).status_code == 200
    assert (await people.http.get("/static/../server.py")).status_code == 404
    assert (await people.http.get("/sandbox/docs")).status_code == 200
    paths = (await people.http.get("/sandbox/openapi.json")).json()["paths"]
    assert "/sandbox/people/{person_id}/photos" in paths
