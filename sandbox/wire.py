"""Requests in, answers out: the part of the Bot API that is HTTP and not Telegram."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request

from sandbox.errors import ApiError, bad_request
from sandbox.store import dump
from sandbox.text import is_utf8

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY = 51 * 1024 * 1024  # uploads up to 50 MB (telegram.md)
BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"  # noqa: E501


class HungUp(Exception):
    """The caller went away in the middle of its request, which then never was."""


@dataclass
class Upload:
    """A file of a multipart request."""

    name: str
    mime: str
    content: bytes


@dataclass
class Parameters:
    """What a request brought: plain values (strings, or JSON values of a JSON body), files."""

    values: dict[str, Any]
    uploads: dict[str, Upload]
    is_json: bool = False


async def read_parameters(scope: Scope, receive: Receive) -> Parameters:
    """Query, form, multipart or JSON. Raises ApiError for what cannot be read."""
    headers = dict(scope["headers"])
    if int(headers.get(b"content-length", b"0")) > MAX_BODY:
        raise ApiError(413, "Request Entity Too Large")
    found = Parameters(_pairs(scope["query_string"]), {})
    if scope["method"] == "POST":
        kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
        if kind == b"multipart/form-data":
            await _multipart(Request(scope, receive), found)
        else:
            _body(kind, await _read(receive), found)
    if not all(is_utf8(value) for value in found.values.values() if isinstance(value, str)):
        raise bad_request("strings must be encoded in UTF-8")
    return found


async def _read(receive: Receive) -> bytes:
    """The whole body. Raises HungUp when the caller is gone before its end."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HungUp
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _body(kind: bytes, body: bytes, found: Parameters) -> None:
    if kind == b"application/json":
        try:
            data = json.loads(body or b"{}")
        except (ValueError, RecursionError):
            raise bad_request("can't parse request JSON object") from None
        if not isinstance(data, dict):
            raise bad_request("object expected as request JSON")
        found.is_json = True
        found.values.update({key: value for key, value in data.items() if value is not None})
    elif kind == b"application/x-www-form-urlencoded":
        found.values.update(_pairs(body))


def _pairs(data: bytes) -> dict[str, Any]:
    if not data:
        return {}
    try:
        return dict(parse_qsl(data.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


async def _multipart(request: Request, found: Parameters) -> None:
    try:
        async with request.form(max_part_size=MAX_BODY) as form:
            for key, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    found.uploads[key] = Upload(value.filename or key, mime, await value.read())
                else:
                    found.values[key] = value
    except ClientDisconnect:
        raise HungUp from None
    except (MultiPartException, UnicodeDecodeError):
        raise bad_request("can't parse multipart request") from None


def answer_body(result: str) -> bytes:
    """`result` is JSON."""
    return b'{"ok":true,"result":' + result.encode() + b"}"


def error_body(error: ApiError) -> bytes:
    """`ok: false`."""
    fields: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.parameters:
        fields["parameters"] = error.parameters
    return dump(fields).encode()


async def respond(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    """One whole answer."""
    await begin(send, status, len(body), kind)
    await send({"type": "http.response.body", "body": body})


async def begin(send: Send, status: int, length: int, kind: bytes) -> None:
    """The head of an answer whose body has that many bytes."""
    headers = [(b"content-type", kind), (b"content-length", b"%d" % length)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
