"""One request of the Bot API: log, faults, checks, the method, the answer."""

import asyncio
import re
from functools import partial
from typing import Any

from sandbox.args import Args
from sandbox.bot_api import METHODS
from sandbox.bot_api.polling import get_updates
from sandbox.bot_api.registry import Call
from sandbox.errors import ApiError
from sandbox.faults import DOWNLOAD, Fault
from sandbox.store import dump
from sandbox.wire import (
    BAD_GATEWAY,
    HungUp,
    Parameters,
    Receive,
    Scope,
    Send,
    answer_body,
    begin,
    error_body,
    read_parameters,
    respond,
)
from sandbox.world import Entry, World

_PATH = re.compile(r"^/bot(?P<token>\d{1,19}:[A-Za-z0-9_-]{20,128})/(?P<method>[A-Za-z]+)$")
_FILE = re.compile(r"^/file/bot(?P<token>\d{1,19}:[A-Za-z0-9_-]{20,128})/(?P<path>.+)$")
Answer = tuple[int, bytes]
HANG_SECONDS = 3600.0
BYTES = b"application/octet-stream"


class BotApi:
    """The ASGI part under /bot… and /file/bot…, without a framework: this path is hot."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["path"].startswith("/file/"):
            await self._file(scope, send)
            return
        match = _PATH.match(scope["path"])
        if match is None:
            await respond(send, 404, error_body(ApiError(404, "Not Found")))
            return
        await self._method(match["token"], match["method"], scope, receive, send)

    def _allowed(self, token: str) -> bool:
        only = self._world.settings.token
        return only is None or token == only

    async def _file(self, scope: Scope, send: Send) -> None:
        """A download, with the fault (if any) that was named for it."""
        match = _FILE.match(scope["path"])
        content = None
        if match is not None and self._allowed(match["token"]):
            content = self._world.files.read(match["path"])
        fault = self._world.faults.take_request(DOWNLOAD, None)
        if content is None:
            await respond(send, 404, error_body(ApiError(404, "Not Found")))
        elif fault is not None and fault.kind == "drop_after":
            await begin(send, 200, len(content), BYTES)
            await send({"type": "http.response.body", "body": content[:-1], "more_body": True})
            await drop(scope)
        elif fault is None or not await self._strike(fault, None, scope, send):
            await respond(send, 200, content, BYTES)

    async def _method(
        self, token: str, name: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if not self._allowed(token):
            await respond(send, 401, error_body(ApiError(401, "Unauthorized")))
            return
        world = self._world
        world.called_by(token)
        try:
            parameters = await read_parameters(scope, receive)
        except HungUp:
            return
        except ApiError as error:
            await respond(send, *_failed(error, world.note(name, {})))
            return
        known = METHODS.get(name.lower())
        real_name = known[0] if known else "getUpdates" if name.lower() == "getupdates" else name
        entry = world.note(real_name, _shown(parameters))
        args = Args(parameters)
        fault = world.faults.take_request(name, args.integer("chat_id") or None)
        if world.checker is not None:
            world.checker.examine(entry.method, parameters, partial(world.complain, entry))
        await self._play(fault, Call(world, real_name, args), entry, scope, send)

    async def _play(
        self, fault: Fault | None, call: Call, entry: Entry, scope: Scope, send: Send
    ) -> None:
        """The method, with the fault (if any) around it."""
        if fault is not None and await self._strike(fault, entry, scope, send):
            return
        answer = await _run(call, entry)
        if fault is not None and fault.kind == "drop_after":
            await drop(scope)
        else:
            await respond(send, *answer)

    async def _strike(self, fault: Fault, entry: Entry | None, scope: Scope, send: Send) -> bool:
        """What goes wrong before the answer; True when there will be no other."""
        kind = fault.kind
        if kind in ("latency", "hang"):
            seconds = fault.seconds if kind == "latency" else HANG_SECONDS
            await self._world.updates.bell.pause(seconds)
        if kind in ("latency", "drop_after"):
            return False
        if entry is not None:
            entry.ok, entry.answer = False, dump(kind)
        if kind in ("drop_before", "hang"):
            await drop(scope)
        elif kind == "502":
            await respond(send, 502, BAD_GATEWAY, b"text/html")
        elif entry is not None:
            await respond(send, *_failed(fault.error(), entry))
        else:
            await respond(send, int(kind), error_body(fault.error()))
        return True


def _shown(parameters: Parameters) -> dict[str, Any]:
    """The parameters as the log keeps them: no bytes of files."""
    files = {
        key: f"<file {upload.name}, {len(upload.content)} bytes>"
        for key, upload in parameters.uploads.items()
    }
    return parameters.values | files


def _failed(error: ApiError, entry: Entry) -> Answer:
    entry.ok, entry.answer = False, dump(error.description)
    return error.code, error_body(error)


async def _run(call: Call, entry: Entry) -> Answer:
    try:
        if call.method == "getUpdates":
            result = await get_updates(call)
        else:
            result = entry.answer = run(call)
    except ApiError as error:
        return _failed(error, entry)
    entry.ok = True
    return 200, answer_body(result)


def run(call: Call) -> str:
    """Run a method that needs no waiting, all or nothing; its result as JSON."""
    known = METHODS.get(call.method.lower())
    if known is None:
        raise ApiError(404, "Not Found")
    with call.world.store.transaction():
        return dump(known[1](call))


def run_webhook_answer(world: World, data: dict[str, Any]) -> None:
    """A method that came as the answer to a webhook: logged, its result lost (telegram.md)."""
    name = str(data.pop("method"))
    lower = name.lower()
    refused = ("setwebhook", "deletewebhook", "close", "logout")
    if lower.startswith("get") or lower in refused or lower not in METHODS:
        return
    entry = world.note(METHODS[lower][0], data)
    call = Call(world, entry.method, Args(Parameters(data, {}, is_json=True)))
    try:
        entry.answer = run(call)
        entry.ok = True
    except ApiError as error:
        _failed(error, entry)


async def drop(scope: Scope) -> None:
    """Close the connection without an answer."""
    transport: Any = scope["sandbox.transport"]
    transport.abort()
    await asyncio.sleep(0)  # connection_lost runs, so that the server expects no answer
    await asyncio.sleep(0)
