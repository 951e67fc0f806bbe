"""The sandbox's clock: real time plus an offset that people and tests move."""

import time
from datetime import UTC, datetime

from sandbox.store import Store

Hints = dict[str, str | None]


class Clock:
    """Message dates and the phones follow `now()`; leases and limits follow `real()`.

    decisions.md 2: a jump of the movable clock expires no lease.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.offset = float(store.setting("clock_offset", 0.0))
        self.hints: Hints | None = store.setting("clock_hints", None)

    @staticmethod
    def real() -> float:
        """Unix time of the machine, seconds."""
        return time.time()

    def now(self) -> float:
        """Unix time as people in the sandbox see it."""
        return time.time() + self.offset

    def date(self) -> int:
        """The moved time as Telegram writes it: whole seconds."""
        return int(self.now())

    def show(self) -> dict[str, object]:
        """The answer of GET /sandbox/clock."""
        now = datetime.fromtimestamp(self.now(), UTC)
        return {"now": now.isoformat(), "offset": self.offset, "hints": self.hints}

    def advance(self, seconds: float) -> None:
        """Move by that many seconds; negative goes back."""
        self._set(self.offset + seconds)

    def move_to(self, moment: datetime) -> None:
        """Move to an aware time."""
        self._set(moment.timestamp() - time.time())

    def _set(self, offset: float) -> None:
        datetime.fromtimestamp(time.time() + offset, UTC)
        self.offset = offset
        self._store.set_setting("clock_offset", offset)

    def hint(self, hints: Hints) -> None:
        """What the bot says about its deadlines, for the page's buttons."""
        self.hints = hints
        self._store.set_setting("clock_hints", hints)
