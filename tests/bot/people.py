"""The sandbox's people for tests: verbs of a person, over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx


class Phones:
    """All people of one sandbox."""

    def __init__(self, url: str) -> None:
        self.http = httpx.AsyncClient(base_url=url, timeout=30)

    async def close(self) -> None:
        await self.http.aclose()

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        answer.raise_for_status()
        return dict(answer.json())

    async def add(self, person_id: int, name: str = "Ming") -> int:
        await self.post("people", {"id": person_id, "first_name": name})
        return person_id

    async def say(self, person_id: int, text: str) -> None:
        await self.post(f"people/{person_id}/say", {"text": text})

    async def pending(self) -> int:
        answer = (await self.http.get("/sandbox/updates/pending")).json()
        return int(answer["count"])


async def until(check: Callable[[], Awaitable[bool]], within: float = 20) -> None:
    """Return as soon as the check holds; AssertionError when it does not in time."""
    deadline = asyncio.get_running_loop().time() + within
    while not await check():
        assert asyncio.get_running_loop().time() < deadline, "it did not come to that in time"
        await asyncio.sleep(0.01)
