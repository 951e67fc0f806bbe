"""One request of the Bot API: log, faults, checks, the method, the answer."""

import json
import re
from typing import Any

from sandbox.args import Args
from sandbox.bot_api import METHODS
from sandbox.bot_api.polling import get_updates
from sandbox.bot_api.registry import Call
from sandbox.errors import ApiError
from sandbox.faults import Fault
from sandbox.store import dump
from sandbox.wire import (
    BAD_GATEWAY,
    Parameters,
    Receive,
    Scope,
    Send,
    answer_body,
    error_body,
    read_parameters,
    respond,
)
from sandbox.world import Entry, World

_PATH = re.compile(r"^/bot(?P<token>\d{1,19}:[A-Za-z0-9_-]{20,128})/(?P<method>[A-Za-z]+)$")
_FILE = re.compile(r"^/file/bot(?P<token>\d{1,19}:[A-Za-z0-9_-]{20,128})/(?P<path>.+)$")
Answer = tuple[int, bytes]


class BotApi:
    """The ASGI part under /bot… and /file/bot…, without a framework: this path is hot."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["path"].startswith("/file/"):
            await self._file(scope["path"], send)
            return
        match = _PATH.match(scope["path"])
        if match is None:
            await respond(send, 404, error_body(ApiError(404, "Not Found")))
            return
        await self._method(match["token"], match["method"], scope, receive, send)

    def _allowed(self, token: str) -> bool:
        only = self._world.settings.token
        return only is None or token == only

    async def _file(self, path: str, send: Send) -> None:
        match = _FILE.match(path)
        content = None
        if match is not None and self._allowed(match["token"]):
            content = self._world.files.read(match["path"])
        if content is None:
            await respond(send, 404, error_body(ApiError(404, "Not Found")))
        else:
            await respond(send, 200, content, b"application/octet-stream")

    async def _method(
        self, token: str, name: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if not self._allowed(token):
            await respond(send, 401, error_body(ApiError(401, "Unauthorized")))
            return
        try:
            parameters = await read_parameters(scope, receive)
        except ApiError as error:
            entry = self._world.note(name, {})
            entry.ok, entry.answer = False, error.description
            await respond(send, error.code, error_body(error))
            return
        entry = self._note(name, parameters)
        args = Args(parameters)
        fault = self._world.faults.take_request(name, args.integer("chat_id") or None)
        call = Call(self._world, int(token.split(":")[0]), entry.method, args)
        await self._faulty(fault, call, entry, scope, send)

    def _note(self, name: str, parameters: Parameters) -> Entry:
        known = METHODS.get(name.lower())
        shown = dict(parameters.values)
        shown |= {
            key: f"<file {u.name}, {len(u.content)} bytes>"
            for key, u in parameters.uploads.items()
        }
        return self._world.note(known[0] if known else name, shown)

    async def _faulty(
        self, fault: Fault | None, call: Call, entry: Entry, scope: Scope, send: Send
    ) -> None:
        """Play the fault, if any, around the method."""
        kind = fault.kind if fault else ""
        if fault and kind in ("latency", "hang"):
            await self._world.updates.bell.pause(fault.seconds if kind == "latency" else 3600.0)
        if kind in ("drop_before", "hang"):
            entry.ok, entry.answer = False, kind
            drop(scope)
        elif kind == "502":
            entry.ok, entry.answer = False, "502"
            await respond(send, 502, BAD_GATEWAY, b"text/html")
        elif fault and kind in ("429", "403", "400", "500"):
            await respond(send, *self._failed(fault.error(), entry))
        else:
            answer = await self._run(call, entry)
            if kind == "drop_after":
                drop(scope)
            else:
                await respond(send, *answer)

    @staticmethod
    def _failed(error: ApiError, entry: Entry) -> Answer:
        entry.ok, entry.answer = False, error.description
        return error.code, error_body(error)

    async def _run(self, call: Call, entry: Entry) -> Answer:
        try:
            result = await self._result(call)
        except ApiError as error:
            return self._failed(error, entry)
        entry.ok = True
        if call.method != "getUpdates":
            entry.answer = result
        return 200, answer_body(result)

    async def _result(self, call: Call) -> str:
        if call.method == "getUpdates":
            return await get_updates(call)
        return run(call)


def run(call: Call) -> str:
    """Run a method that needs no waiting, all or nothing; its result as JSON."""
    known = METHODS.get(call.method.lower())
    if known is None:
        raise ApiError(404, "Not Found")
    with call.world.store.transaction():
        return dump(known[1](call))


def drop(scope: Scope) -> None:
    """Close the connection without an answer."""
    transport: Any = scope.get("sandbox.transport")
    if transport is not None:
        transport.abort()


def parse_answer(text: str) -> Any:
    """A logged answer as data."""
    return json.loads(text)
