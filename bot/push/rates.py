"""How fast we may speak: per bot, per private chat, per group; slower after a 429.

telegram.md, "Limits": about 30/s over all chats, 1/s into one chat with short bursts, 20 a minute
into one group; only a 429 is authoritative. Times are seconds of a monotonic clock.
"""

from collections import deque
from dataclasses import dataclass

ANSWERS = 1  # priorities up to this one answer what a person just did, or warn of danger
GROUP_SPAN = 60.0
FORGET_ABOVE = 5_000  # lanes kept in memory


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages: `per_second` of the bot's pushes, `chat_per_second` with bursts of `chat_burst`,
    `group_per_minute`. `recovery`: pushes a second regained each second after a 429."""

    per_second: float = 25
    burst: float = 5
    chat_per_second: float = 1
    chat_burst: float = 5
    group_per_minute: int = 20
    slowest: float = 1
    recovery: float = 0.1


class Bucket:
    """A token bucket that may be overdrawn: what had to be said was said."""

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate, self.size = rate, size
        self._tokens, self._at = size, now

    def tokens(self, now: float) -> float:
        return min(self.size, self._tokens + (now - self._at) * self.rate)

    def take(self, now: float) -> None:
        self._tokens, self._at = self.tokens(now) - 1, now

    def set_rate(self, rate: float, now: float) -> None:
        self._tokens, self._at, self.rate = self.tokens(now), now, rate

    def full(self, now: float) -> bool:
        return self.tokens(now) >= self.size

    def wait(self, now: float) -> float:
        """Seconds until one message may go; 0 when it may now."""
        return max(0.0, (1 - self.tokens(now)) / self.rate)


class Window:
    """At most `most` in any `span` seconds: a bucket would let twice that pass in the first."""

    def __init__(self, most: int, span: float) -> None:
        self._span = span
        self._stamps: deque[float] = deque(maxlen=most)

    def take(self, now: float) -> None:
        self._stamps.append(now)

    def full(self, now: float) -> bool:
        return not self._stamps or now - self._stamps[-1] >= self._span

    def wait(self, now: float) -> float:
        if len(self._stamps) < (self._stamps.maxlen or 0):
            return 0.0
        return max(0.0, self._stamps[0] + self._span - now)


class Rates:
    """The rates of one bot in one sender. Without limits everything may go at once."""

    def __init__(self, limits: Limits | None, now: float) -> None:
        self._limits = limits
        self._lanes: dict[int, Bucket | Window] = {}
        self._slowed_at = now
        self._bot: Bucket | None = None
        if limits is not None:
            self._bot = Bucket(limits.per_second, limits.burst, now)

    def took(self, lane: int, priority: int, now: float) -> None:
        """A message went to this chat. Answers do not use up what pushes share."""
        if self._limits is None or self._bot is None:
            return
        self._lane(lane, self._limits, now).take(now)
        if priority > ANSWERS:
            self._recover(now)
            self._bot.take(now)

    def flooded(self, now: float) -> None:
        """Telegram said 429: half as fast from now on, slowly faster again."""
        if self._limits is None or self._bot is None:
            return
        self._recover(now)
        self._bot.set_rate(max(self._limits.slowest, self._bot.rate / 2), now)

    def dry_lanes(self, now: float) -> list[int]:
        """Chats that have to wait; forgets those that have nothing to remember."""
        if len(self._lanes) > FORGET_ABOVE:
            self._lanes = {k: lane for k, lane in self._lanes.items() if not lane.full(now)}
        return [chat for chat, lane in self._lanes.items() if lane.wait(now) > 0]

    def pushes_wait(self, now: float) -> float:
        """Seconds until a push may go; 0 when it may now."""
        if self._bot is None:
            return 0.0
        self._recover(now)
        return self._bot.wait(now)

    def next_change(self, now: float) -> float:
        """Seconds until something that waits may go; at least a hundredth, at most a second."""
        waits = [wait for lane in self._lanes.values() if (wait := lane.wait(now)) > 0]
        if (bot := self.pushes_wait(now)) > 0:
            waits.append(bot)
        return min(1.0, max(0.01, min(waits, default=1.0)))

    @property
    def pushes_per_second(self) -> float | None:
        return None if self._bot is None else self._bot.rate

    def _lane(self, chat_id: int, limits: Limits, now: float) -> Bucket | Window:
        if chat_id not in self._lanes:
            self._lanes[chat_id] = (
                Bucket(limits.chat_per_second, limits.chat_burst, now)
                if chat_id > 0
                else Window(limits.group_per_minute, GROUP_SPAN)
            )
        return self._lanes[chat_id]

    def _recover(self, now: float) -> None:
        if self._limits is None or self._bot is None:
            return
        gained = (now - self._slowed_at) * self._limits.recovery
        self._slowed_at = now
        if self._bot.rate < self._limits.per_second:
            self._bot.set_rate(min(self._limits.per_second, self._bot.rate + gained), now)
