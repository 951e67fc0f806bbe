"""The request checker: what a bot sent against what the Bot API documents.

The real server ignores unknown parameters, so findings go to the log and to
GET /sandbox/problems and never change an answer (telegram.md). Sources: aiogram's own method
models, the lengths below, and api.json when SANDBOX_API_JSON names it.
"""

import asyncio
import contextlib
import json
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.apispec import Spec
from sandbox.bell import Bell
from sandbox.errors import SetupError
from sandbox.text import utf16_length
from sandbox.wire import Parameters

if TYPE_CHECKING:
    from aiogram.methods import TelegramMethod
    from pydantic import BaseModel

Limit = tuple[int, int]
# (method, parameter) or ("", parameter) -> shortest and longest; lists: number of items.
LENGTHS: dict[tuple[str, str], Limit] = {
    ("sendMessage", "text"): (1, 4096),
    ("editMessageText", "text"): (1, 4096),
    ("answerCallbackQuery", "text"): (0, 200),
    ("", "caption"): (0, 1024),
    ("createForumTopic", "name"): (1, 128),
    ("editForumTopic", "name"): (0, 128),
    ("setMyName", "name"): (0, 64),
    ("setMyDescription", "description"): (0, 512),
    ("setMyShortDescription", "short_description"): (0, 120),
    ("setMyCommands", "commands"): (0, 100),
    ("sendMediaGroup", "media"): (2, 10),
    ("setWebhook", "secret_token"): (1, 256),
    ("deleteMessages", "message_ids"): (1, 100),
}
RANGES: dict[tuple[str, str], Limit] = {
    ("getUpdates", "limit"): (1, 100),
    ("setWebhook", "max_connections"): (1, 100),
}
# field of a nested object -> shortest, longest, counted in bytes
NESTED: dict[str, tuple[int, int, bool]] = {
    "callback_data": (1, 64, True),
    "command": (1, 32, False),
    "description": (1, 256, False),
    "input_field_placeholder": (1, 64, False),
    "quote": (0, 1024, False),
    "caption": (0, 1024, False),
}
_COMMAND = re.compile(r"^[a-z0-9_]*$")
Complain = Callable[[list[str]], None]


class Checker:
    """Examines requests after they were answered; loads aiogram when the first one came."""

    def __init__(self) -> None:
        path = os.environ.get("SANDBOX_API_JSON", "")
        self._spec = _read_spec(Path(path)) if path else None
        self._models: dict[str, type[TelegramMethod[Any]]] | None = None
        self._adapters: dict[tuple[str, str], Any] = {}
        self._waiting: deque[tuple[str, Parameters, Complain]] = deque()
        self._bell = Bell()
        self._done = Bell()

    def examine(self, method: str, parameters: Parameters, complain: Complain) -> None:
        """Take one request to check; what is wrong goes to `complain` a moment later."""
        self._waiting.append((method, parameters, complain))
        self._bell.ring()

    async def run(self) -> None:
        """Check what was taken, until `stop()`; the server's lifespan keeps this task."""
        while not self._bell.closed:
            if not self._waiting:
                await self._bell.wait(3600)
            elif self._models is None:
                await self._load()
            else:
                method, parameters, complain = self._waiting[0]
                problems = self.check(method, parameters)
                if problems:
                    complain(problems)
                self._waiting.popleft()
                self._done.ring()
                await asyncio.sleep(0)

    def stop(self) -> None:
        """Leave the rest unchecked."""
        self._bell.close()
        self._done.close()

    async def settle(self) -> None:
        """Wait until every request so far was examined."""
        while self._waiting and not self._done.closed:
            await self._done.wait(60)

    async def _load(self) -> None:
        """Import aiogram in a thread that does not hold up a stopping server."""
        loop = asyncio.get_running_loop()

        def load() -> None:
            self.load()
            with contextlib.suppress(RuntimeError):  # the server stopped meanwhile
                loop.call_soon_threadsafe(self._bell.ring)

        threading.Thread(target=load, name="checker", daemon=True).start()
        while self._models is None and not self._bell.closed:
            await self._bell.wait(3600)

    def load(self) -> None:
        """Import aiogram's models now."""
        self._models = _load_models()

    def check(self, method: str, parameters: Parameters) -> list[str]:
        """What is wrong with one request; aiogram's models must be loaded."""
        models = self._models or {}
        model = models.get(method.lower())
        in_spec = self._spec is not None and self._spec.knows(method)
        if model is None and not in_spec:
            return [f"{method} is no method of the Bot API"]
        problems = list(self._names(method, model, parameters))
        for name, raw in parameters.values.items():
            problems += self._value(method, model, name, raw, parameters)
        return problems

    def _names(self, method: str, model: Any, parameters: Parameters) -> Iterator[str]:
        fields = model.model_fields if model is not None else {}
        in_spec = self._spec.fields(method) if self._spec else {}
        texts = [
            raw if isinstance(raw, str) else json.dumps(raw) for raw in parameters.values.values()
        ]
        for name in parameters.values:
            if name not in fields and name not in in_spec:
                yield f"{method}: unknown parameter {name}"
        for name in parameters.uploads:
            attached = any(f"attach://{name}" in text for text in texts)
            if name not in fields and name not in in_spec and not attached:
                yield f"{method}: unknown file {name}"
        required = {name for name, field in fields.items() if field.is_required()}
        if model is None:
            required = {name for name, field in in_spec.items() if field["required"]}
        for name in sorted(required - parameters.values.keys() - parameters.uploads.keys()):
            yield f"{method}: {name} is missing"

    def _value(
        self, method: str, model: Any, name: str, raw: Any, parameters: Parameters
    ) -> Iterator[str]:
        values = _readings(raw)
        if model is not None and name in model.model_fields:
            yield from self._typed(method, model, name, values)
        if self._spec is not None and self._spec.knows(method):
            yield from self._spec.check(method, name, values)
        yield from _lengths(method, name, values)
        if name == "parse_mode" and raw:
            yield f"{method}: the sandbox does not know parse_mode"
        attached = raw[9:] if isinstance(raw, str) and raw.startswith("attach://") else None
        if attached is not None and attached not in parameters.uploads:
            yield f"{method}: {name} names a file that was not sent"

    def _typed(self, method: str, model: Any, name: str, values: list[Any]) -> Iterator[str]:
        import aiogram.types  # noqa: PLC0415 - loaded late
        import pydantic  # noqa: PLC0415

        adapter = self._adapters.get((method, name))
        if adapter is None:
            config = pydantic.ConfigDict(arbitrary_types_allowed=True)
            adapter = pydantic.TypeAdapter(model.model_fields[name].annotation, config=config)
            if not adapter.pydantic_complete:  # aiogram's models are built on first use: bot/lean
                adapter.rebuild(_types_namespace=vars(aiogram.types))
            self._adapters[method, name] = adapter
        reason = ""
        for value in values:
            try:
                checked = adapter.validate_python(value)
            except pydantic.ValidationError as error:
                first = error.errors()[0]
                reason = f"{first['msg']} at {'.'.join(map(str, first['loc'])) or name}"
                continue
            for path in _unknown(checked, name):
                yield f"{method}: unknown field {path}"
            return
        yield f"{method}: {name} is mistyped: {reason}"


def _read_spec(path: Path) -> Spec:
    try:
        return Spec(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(f"SANDBOX_API_JSON={path} cannot be read: {error}.") from error


def _load_models() -> "dict[str, type[TelegramMethod[Any]]]":
    from aiogram import methods  # noqa: PLC0415 - takes a second: the server listens meanwhile

    classes = (getattr(methods, name) for name in methods.__all__)
    return {
        kind.__api_method__.lower(): kind
        for kind in classes
        if isinstance(getattr(kind, "__api_method__", None), str)
    }


def _readings(raw: Any) -> list[Any]:
    """A form's text as the JSON value that it may be, and as text."""
    if not isinstance(raw, str):
        return [raw]
    try:
        return [json.loads(raw), raw]
    except ValueError:
        return [raw]


def _unknown(value: Any, path: str) -> Iterator[str]:
    """Fields of nested objects that aiogram's types do not have."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown(item, f"{path}[{number}]")
    elif hasattr(type(value), "model_fields"):
        model: BaseModel = value
        for name in model.model_extra or {}:
            yield f"{path}.{name}"
        for name in type(model).model_fields:
            yield from _unknown(getattr(model, name), f"{path}.{name}")


def _lengths(method: str, name: str, values: list[Any]) -> Iterator[str]:
    limit = LENGTHS.get((method, name)) or LENGTHS.get(("", name))
    span = RANGES.get((method, name))
    value = values[0]
    if limit is not None:
        text = values[-1]
        length = len(value) if isinstance(value, list) else utf16_length(str(text))
        if not limit[0] <= length <= limit[1]:
            yield f"{method}: {name} has length {length}, allowed {limit[0]} to {limit[1]}"
    if span is not None and isinstance(value, int) and not span[0] <= value <= span[1]:
        yield f"{method}: {name} is {value}, allowed {span[0]} to {span[1]}"
    if isinstance(value, list | dict):
        yield from (f"{method}: {found}" for found in _nested(value, name))


def _nested(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _nested(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _nested(item, f"{path}.{key}")
            if key in NESTED and isinstance(item, str):
                yield from _nested_length(key, item, f"{path}.{key}")


def _nested_length(key: str, text: str, path: str) -> Iterator[str]:
    shortest, longest, in_bytes = NESTED[key]
    length = len(text.encode()) if in_bytes else utf16_length(text)
    if not shortest <= length <= longest:
        unit = "bytes" if in_bytes else "characters"
        yield f"{path} has {length} {unit}, allowed {shortest} to {longest}"
    if key == "command" and not _COMMAND.match(text):
        yield f"{path} has other characters than a-z, 0-9 and _"
