"""Faults on demand, and Telegram's flood rules as an option."""

import math
import time
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.errors import ActError, ApiError

DOWNLOAD = "download"  # stands for a method where a fault is to hit /file/bot…
NAMED_ONLY = ("getupdates", DOWNLOAD)  # a fault without a method leaves these alone
UPDATE_KINDS = ("duplicate_update", "reorder_updates")
REQUEST_KINDS = (
    "429", "403", "400", "404", "500", "502", "drop_before", "drop_after", "hang", "latency",
)  # fmt: skip
DESCRIPTIONS = {
    "400": "Bad Request: chat not found",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "500": "Internal Server Error: restart",
}


@dataclass
class Fault:
    """What goes wrong, for which requests and how often; None = no condition."""

    kind: str
    method: str | None = None
    chat_id: int | None = None
    count: int | None = 1  # how many more times; None = until deleted
    every: int = 1  # each n-th matching request
    retry_after: int = 1
    description: str | None = None
    seconds: float = 1.0
    id: int = 0
    seen: int = 0

    def error(self) -> ApiError:
        """The answer of an error fault."""
        if self.kind == "429":
            return too_many(self.retry_after)
        return ApiError(int(self.kind), self.description or DESCRIPTIONS[self.kind])


def too_many(seconds: int) -> ApiError:
    """429 as Telegram writes it."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


class Faults:
    """The faults that wait for their request."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._number = 0

    def add(self, data: dict[str, Any]) -> int:
        """A new fault; its id. With `every` and no `count` it stays until deleted."""
        fault = Fault(**data)
        if fault.kind not in UPDATE_KINDS + REQUEST_KINDS:
            known = ", ".join(REQUEST_KINDS + UPDATE_KINDS)
            raise ActError(422, f"There is no fault {fault.kind!r}; known: {known}.")
        if "every" in data and "count" not in data:
            fault.count = None
        self._number += 1
        fault.id = self._number
        self._faults[fault.id] = fault
        return fault.id

    def show(self) -> list[dict[str, Any]]:
        """All that are still there."""
        return [asdict(fault) for fault in self._faults.values()]

    def delete(self, identity: int | None) -> None:
        """One, or all."""
        if identity is None:
            self._faults.clear()
        elif self._faults.pop(identity, None) is None:
            raise ActError(404, f"There is no fault {identity}.")

    def take_request(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this request, counted down."""
        if not self._faults:
            return None
        return self._take(REQUEST_KINDS, method, chat_id)

    def take_update(self, kind: str, chat_id: int | None) -> bool:
        """Whether a fault of that kind hits this update."""
        return bool(self._faults) and self._take((kind,), None, chat_id) is not None

    def _take(
        self, kinds: tuple[str, ...], method: str | None, chat_id: int | None
    ) -> Fault | None:
        for fault in list(self._faults.values()):
            if fault.kind not in kinds or not _fits(fault, method, chat_id):
                continue
            fault.seen += 1
            if fault.seen % fault.every:
                continue
            if fault.count is not None:
                fault.count -= 1
                if fault.count <= 0:
                    del self._faults[fault.id]
            return fault
        return None


def _fits(fault: Fault, method: str | None, chat_id: int | None) -> bool:
    """A fault without a method is for what the bot does next: a waiting getUpdates would use it
    up, and so would a download in the background."""
    name = (method or "").lower()
    if name in NAMED_ONLY if fault.method is None else fault.method.lower() != name:
        return False
    return fault.chat_id is None or fault.chat_id == chat_id


class Flood:
    """1 message/s a chat with a burst of 3, 20/min a group, 30/s overall (telegram.md).

    Real time; the exact numbers are Telegram's secret, these are its published ones.
    """

    CHAT_BURST = 3

    def __init__(self) -> None:
        self.enabled = False
        self._sent: dict[int | None, list[float]] = {}

    def check(self, chat_id: int) -> None:
        """Count a message, or raise 429 with the seconds until it would pass."""
        if not self.enabled:
            return
        now = time.monotonic()
        rules: list[tuple[int | None, int, float]] = [(None, 30, 1.0)]
        rules.append((chat_id, 20, 60.0) if chat_id < 0 else (chat_id, self.CHAT_BURST, 3.0))
        for key, count, seconds in rules:
            recent = [moment for moment in self._sent.get(key, ()) if moment > now - seconds]
            self._sent[key] = recent
            if len(recent) >= count:
                raise too_many(max(1, math.ceil(recent[-count] + seconds - now)))
        for key, _, _ in rules:
            self._sent[key].append(now)
