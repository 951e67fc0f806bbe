"""People of a running sandbox, over its control API, and the log of what the bot asked of it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

SAID = ("sendMessage", "sendPhoto", "sendMediaGroup")


class Phones:
    """All people of one sandbox. After `look`: `heard`, when the bot first spoke into each chat
    (Unix time); `said`, how many messages it sent; `polled`, whether it asks for updates."""

    def __init__(self, url: str) -> None:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
        self._http = httpx.AsyncClient(base_url=url, timeout=60, limits=limits)
        self._seq = 0
        self.polled = False
        self.said = 0
        self.heard: dict[int, float] = {}

    async def __aenter__(self) -> "Phones":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self._http.get(f"/sandbox/{path}", params=query)
        answer.raise_for_status()
        return answer.json()

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = await self._http.post(f"/sandbox/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    async def add(self, name: str, language: str = "zh-hans") -> int:
        """A new person; the id is also that of the chat."""
        person = await self.post("people", {"first_name": name, "language_code": language})
        return int(person["id"])

    async def say(self, person: int, text: str) -> float:
        """Write; the Unix time at which the person let go of the key."""
        at = time.time()
        await self.post(f"people/{person}/say", {"text": text})
        return at

    async def press(self, person: int, message_id: int, data: str) -> None:
        await self.post(f"people/{person}/press", {"message_id": message_id, "data": data})

    async def chat(self, person: int, *, after: int = 0, wait: float = 0.0) -> dict[str, Any]:
        """Messages whose `seq` is above `after`; waits for something new."""
        seen: dict[str, Any] = await self.get(f"people/{person}/chat", after=after, wait=wait)
        return seen

    async def look(self) -> None:
        """Read what was added to the log of the bot's requests."""
        entries = await self.get("requests", after=self._seq)
        for entry in entries:
            self._seq = entry["seq"]
            self.polled = self.polled or entry["method"] == "getUpdates"
            if entry["method"] in SAID:
                self.said += 1
                self.heard.setdefault(int(entry["params"]["chat_id"]), float(entry["at"]))

    async def until_polled(self, within: float = 120.0) -> None:
        """Return once a bot polls for updates. Raises TimeoutError."""
        await self._until(lambda: self.polled, 0.02, within)

    async def until_answered(self, people: Sequence[int], within: float = 300.0) -> None:
        """Return when each of them has heard something. Raises TimeoutError."""
        await self._until(lambda: self.heard.keys() >= set(people), 0.2, within)

    async def until_quiet(self, seconds: float = 1.0, within: float = 180.0) -> None:
        """Return when the bot has said nothing for so long. Raises TimeoutError."""
        async with asyncio.timeout(within):
            before = -1
            while before != self.said:
                before = self.said
                await asyncio.sleep(seconds)
                await self.look()

    async def _until(self, check: Callable[[], bool], every: float, within: float) -> None:
        async with asyncio.timeout(within):
            await self.look()
            while not check():
                await asyncio.sleep(every)
                await self.look()
