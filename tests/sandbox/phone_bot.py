"""A tiny bot over the Bot API, and the small district that the tests of the phones page use."""

import csv
import json
from pathlib import Path
from typing import Any

import httpx

TOKEN = "7000000001:sandbox-phones-page-test-0000000000000"
RESIDENT, DEPUTY, CLERK = 1001, 2001, 3001
PEOPLE = [
    ("id", "first_name", "last_name", "username", "language_code", "group", "note"),
    (RESIDENT, "晓梅", "林", "", "zh-hans", "居民", "东园 居民"),
    (1002, "Anna", "Keller", "", "en", "居民", "西园 居民"),
    (2002, "建国", "王", "", "zh-hans", "代表", "网格代表 · 西园"),
    (DEPUTY, "玉兰", "陈", "", "zh-hans", "代表", "网格代表 · 东园"),
    (CLERK, "路灯班", "", "", "zh-hans", "承办单位", "市政处"),
]
WEST, EAST = (106.50, 29.50, 106.51, 29.51), (106.51, 29.50, 106.52, 29.51)


def _grid(code: str, name: str, box: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = {"code": code, "name": name, "community": "甲社区", "street": "乙街道"}
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def write_district(folder: Path) -> tuple[Path, Path]:
    """people.csv and map.json: five people, two grids side by side."""
    people, grids = folder / "people.csv", folder / "map.json"
    with people.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(PEOPLE)
    features = [_grid("A-1", "西园", WEST), _grid("A-2", "东园", EAST)]
    grids.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return people, grids


def keys(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """An inline keyboard of (words, callback data)."""
    return {
        "inline_keyboard": [
            [{"text": words, "callback_data": data} for words, data in row] for row in rows
        ]
    }


class Bot:
    """Answers as a spine of the real one would: a card, an edit, toasts, receipts."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}/bot{TOKEN}/", timeout=60)
        self._album: dict[str, int] = {}

    async def call(self, method: str, **params: Any) -> Any:
        """The result of one request; raises when Telegram would refuse it."""
        answer = (await self._http.post(method, json=params)).json()
        if not answer["ok"]:
            raise AssertionError(f"{method}: {answer}")
        return answer["result"]

    async def run(self) -> None:
        """Poll until cancelled."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                if "message" in update:
                    await self._heard(update["message"])
                elif "callback_query" in update:
                    await self._pressed(update["callback_query"])

    async def close(self) -> None:
        """Let the connection go."""
        await self._http.aclose()

    async def _heard(self, message: dict[str, Any]) -> None:
        chat = message["chat"]["id"]
        text = message.get("text", "")
        if "location" in message:
            place = message["location"]
            await self.call(
                "sendMessage",
                chat_id=chat,
                text=f"位置 {place['latitude']:.4f} {place['longitude']:.4f}",
                reply_markup={"remove_keyboard": True},
            )
        elif "photo" in message:
            await self._photo(message)
        elif "路灯" in text:
            await self._file(chat, message["message_id"])
        elif text == "在哪里":
            ask = {"text": "我的位置", "request_location": True}
            board = {"keyboard": [[ask]], "resize_keyboard": True}
            await self.call("sendMessage", chat_id=chat, text="请发位置", reply_markup=board)
        elif not text.startswith("/silent"):
            await self.call("sendMessage", chat_id=chat, text=f"您说:{text}")

    async def _photo(self, message: dict[str, Any]) -> None:
        """One receipt for an album, at its last photo of two."""
        group: str | None = message.get("media_group_id")
        if group is not None:
            self._album[group] = self._album.get(group, 0) + 1
        seen = self._album.get(group or "", 1)
        if group is not None and seen < 2:
            return
        chat = message["chat"]["id"]
        await self.call("sendMessage", chat_id=chat, text=f"收到照片{seen}张")

    async def _file(self, chat: int, replied: int) -> None:
        """The resident's card, and the deputy's."""
        number = "QT-20261123-00017"
        bold = [{"type": "bold", "offset": 4, "length": len(number)}]
        await self.call(
            "sendMessage",
            chat_id=chat,
            text=f"已登记 {number}\n进度 /my",
            entities=bold,
            reply_parameters={"message_id": replied},
            reply_markup=keys([("撤回", "undo"), ("提醒我", "alert")]),
        )
        await self.call(
            "sendMessage",
            chat_id=DEPUTY,
            text=f"定单 {number}",
            reply_markup=keys([("定单", "confirm"), ("不属受理范围", "refuse")]),
        )

    async def _pressed(self, query: dict[str, Any]) -> None:
        message = query["message"]
        chat = message["chat"]["id"]
        if query["data"] == "alert":
            answer = {"text": "到期会提醒您。", "show_alert": True}
        else:
            answer = {"text": "已办"}
            await self.call(
                "editMessageText",
                chat_id=chat,
                message_id=message["message_id"],
                text="已定单并派给市政处。",
                reply_markup=keys([("催办", "urge")]),
            )
            await self.call("sendMessage", chat_id=CLERK, text="派单")
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **answer)
