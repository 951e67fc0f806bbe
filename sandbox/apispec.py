"""The machine-readable Bot API (api.json of PaulSonOfLars/telegram-bot-api-spec) as a check.

Only what the file knows is judged: methods, parameters and fields newer than it pass.
"""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.text import utf16_length

_LENGTH = re.compile(r"(\d+)-(\d+)(?: UTF-8)? (characters|bytes)")
_ITEMS = re.compile(r"must include (\d+)-(\d+) items")
_SCALARS: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}
Field = dict[str, Any]


class Spec:
    """Methods, their parameters and the types they name."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._types: dict[str, Any] = data["types"]
        self._methods: dict[str, dict[str, Field]] = {
            name.lower(): {field["name"]: field for field in method.get("fields", [])}
            for name, method in data["methods"].items()
        }

    def knows(self, method: str) -> bool:
        """Whether the file has the method."""
        return method.lower() in self._methods

    def fields(self, method: str) -> dict[str, Field]:
        """The parameters of a method, {} for an unknown one."""
        return self._methods.get(method.lower(), {})

    def check(self, method: str, name: str, values: list[Any]) -> Iterator[str]:
        """Type and length of one parameter, given in one or two readings (JSON, text)."""
        field = self.fields(method).get(name)
        if field is None:
            return
        fitting = [value for value in values if self._fits(value, field["types"])]
        if not fitting:
            yield f"{method}: {name} should be {' or '.join(field['types'])} (api.json)"
            return
        for found in self._limits(fitting[-1], field, name):
            yield f"{method}: {found} (api.json)"

    def _fits(self, value: Any, kinds: list[str]) -> bool:
        return any(self._is(value, kind) for kind in kinds)

    def _is(self, value: Any, kind: str) -> bool:
        if kind.startswith("Array of "):
            inner = kind.removeprefix("Array of ")
            return isinstance(value, list) and all(self._is(item, inner) for item in value)
        if kind in _SCALARS:
            if isinstance(value, bool) and kind != "Boolean":
                return False
            return isinstance(value, _SCALARS[kind])
        if kind == "InputFile":
            return isinstance(value, str)
        return isinstance(value, dict) and self._is_object(value, kind)

    def _is_object(self, value: dict[str, Any], kind: str) -> bool:
        described = self._types.get(kind, {})
        subtypes = described.get("subtypes")
        if subtypes:
            return any(self._is_object(value, subtype) for subtype in subtypes)
        fields: list[Field] = described.get("fields", [])
        for field in fields:
            item = value.get(field["name"])
            if item is None:
                if field["required"]:
                    return False
            elif not self._fits(item, field["types"]):
                return False
        return True

    def _limits(self, value: Any, field: Field, path: str) -> Iterator[str]:
        """Documented lengths of a value and of everything within it."""
        yield from _limit(value, field.get("description", ""), path)
        inner = [kind.replace("Array of ", "") for kind in field["types"]]
        yield from self._inside(value, inner, path)

    def _inside(self, value: Any, kinds: list[str], path: str) -> Iterator[str]:
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._inside(item, kinds, f"{path}[{number}]")
        elif isinstance(value, dict):
            for kind in self._concrete(kinds):
                if self._is_object(value, kind):
                    for field in self._types[kind].get("fields", []):
                        name = field["name"]
                        if value.get(name) is not None:
                            yield from self._limits(value[name], field, f"{path}.{name}")
                    return

    def _concrete(self, kinds: list[str]) -> Iterator[str]:
        for kind in kinds:
            subtypes = self._types.get(kind, {}).get("subtypes")
            if subtypes:
                yield from self._concrete(subtypes)
            elif kind in self._types:
                yield kind


def _limit(value: Any, description: str, path: str) -> Iterator[str]:
    if isinstance(value, str):
        match = _LENGTH.search(description)
        if match:
            low, high = int(match[1]), int(match[2])
            length = len(value.encode()) if match[3] == "bytes" else utf16_length(value)
            if not low <= length <= high:
                yield f"{path} has {length} {match[3]}, allowed {low} to {high}"
    elif isinstance(value, list):
        match = _ITEMS.search(description)
        if match and not int(match[1]) <= len(value) <= int(match[2]):
            yield f"{path} has {len(value)} items, allowed {match[1]} to {match[2]}"
