"""What tests say to the sandbox's control API."""

import json
from types import TracebackType
from typing import Any, Self

import httpx

TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"
WANG = 101
LIN = 102


class Control:
    """A thin client: paths below /sandbox, JSON in and out, errors raised."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(base_url=url, timeout=30, verify=False)  # noqa: S501 - HTTP

    async def send(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """POST JSON in ASCII, so that lone surrogates pass."""
        headers = {"Content-Type": "application/json"}
        return await self.http.post(path, content=json.dumps(body), headers=headers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.aclose()

    async def get(self, path: str, **query: Any) -> Any:
        """GET /sandbox/<path>."""
        response = await self.http.get(f"/sandbox/{path}", params=query)
        response.raise_for_status()
        return response.json()

    async def post(self, path: str, **body: Any) -> Any:
        """POST /sandbox/<path> with a JSON body."""
        response = await self.send(f"/sandbox/{path}", body)
        response.raise_for_status()
        return response.json()

    async def refused(self, path: str, **body: Any) -> tuple[int, str]:
        """(status, reason) of a POST that must fail."""
        response = await self.send(f"/sandbox/{path}", body)
        assert response.is_error, response.text
        return response.status_code, response.json()["detail"]

    async def say(self, person: int, text: str, **more: Any) -> int:
        """Write; the message id."""
        said = await self.post(f"people/{person}/say", text=text, **more)
        return int(said["message_id"])

    async def press(self, person: int, message_id: int, **more: Any) -> str:
        """Press a button; the callback query id."""
        pressed = await self.post(f"people/{person}/press", message_id=message_id, **more)
        return str(pressed["callback_query_id"])

    async def chat(self, person: int, **query: Any) -> dict[str, Any]:
        """What the phone shows."""
        shown: dict[str, Any] = await self.get(f"people/{person}/chat", **query)
        return shown

    async def heard(self, person: int) -> list[str]:
        """The texts and captions of the bot in a person's chat."""
        messages = (await self.chat(person))["messages"]
        return [m.get("text", m.get("caption", "")) for m in messages if not m["out"]]

    async def pending(self) -> list[int]:
        """Ids of updates that are not confirmed."""
        return list((await self.get("updates/pending"))["ids"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """A raw Bot API request with a JSON body; the whole answer."""
        response = await self.send(f"/bot{TOKEN}/{method}", params)
        answer: dict[str, Any] = response.json()
        assert answer["ok"] or response.status_code == answer["error_code"]
        return answer

    async def error(self, method: str, **params: Any) -> str:
        """The description of a raw request that must fail."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])
