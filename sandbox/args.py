"""Typed reading of a request's parameters, as lenient as the real server."""

import json
from typing import Any

from sandbox.errors import bad_request
from sandbox.wire import Parameters, Upload

_TRUE = {"true", "yes", "1"}


def whole(value: Any, default: int = 0) -> int:
    """A whole number of at most 64 bits; the default for anything else."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return number if abs(number) < 2**63 else default


class Args:
    """The parameters of one request. Unknown ones are ignored, as Telegram does."""

    def __init__(self, parameters: Parameters) -> None:
        self.values = parameters.values
        self.uploads = parameters.uploads

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers of a JSON body count as their text."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, or the default for anything else."""
        return whole(self.values.get(name, default), default)

    def number(self, name: str) -> float | None:
        """A finite number or None."""
        try:
            value = float(self.values[name])
        except (KeyError, TypeError, ValueError):
            return None
        return value if abs(value) < 1e18 else None

    def flag(self, name: str) -> bool:
        """True for true, yes and 1."""
        value = self.values.get(name, False)
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def data(self, name: str, what: str) -> Any:
        """A JSON value, sent as text in forms; None when it is missing or empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {what} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """A file sent under that name, or by `attach://`."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return None
