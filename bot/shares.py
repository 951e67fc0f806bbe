"""What each chat may send in a minute, so that one person's haste is nobody else's wait.

reliability.md 5.1, docs/decisions/0005. Kept in memory: a new process begins to count anew.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

log = logging.getLogger(__name__)

MINUTE = 60.0
SHARE = 60  # 20 messages, or 60 presses
PRESS_COST, MESSAGE_COST = 1, 3
MOST = 300  # updates; more are not even kept
REMEMBERED_LANES = 10_000


class Weight(StrEnum):
    """`late`: beyond the share, kept and handled after the others. `dropped`: not kept."""

    FINE = "fine"
    LATE = "late"
    DROPPED = "dropped"


@dataclass(slots=True)
class Minute:
    begun: float
    used: int = 0
    updates: int = 0
    dropped: int = 0


class Shares:
    """Lanes and what they sent in this minute."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._minutes: dict[int, Minute] = {}

    def weigh(self, lane: int, cost: int) -> Weight:
        """Count one update of this lane."""
        minute = self._minute(lane)
        minute.used += cost
        minute.updates += 1
        if minute.updates > MOST:
            minute.dropped += 1
            if minute.dropped == 1:
                log.warning("chat %s sends too much: updates are dropped", lane)
            return Weight.DROPPED
        return Weight.LATE if minute.used > SHARE else Weight.FINE

    def give_back(self, lane: int, cost: int) -> None:
        """It was not stored after all: Telegram brings it again, and it is counted then."""
        minute = self._minute(lane)
        minute.used = max(0, minute.used - cost)
        minute.updates = max(0, minute.updates - 1)

    def _minute(self, lane: int) -> Minute:
        now = self._seconds()
        if len(self._minutes) > REMEMBERED_LANES:
            for known in list(self._minutes):
                self._end(known, now)
        self._end(lane, now)
        return self._minutes.setdefault(lane, Minute(now))

    def _end(self, lane: int, now: float) -> None:
        """Forget a minute that is over."""
        minute = self._minutes.get(lane)
        if minute is None or now - minute.begun < MINUTE:
            return
        del self._minutes[lane]
        if minute.dropped:
            log.warning("chat %s: %s updates of a minute were dropped", lane, minute.dropped)
