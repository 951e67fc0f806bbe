"""Pending updates: ids, retention, and getUpdates with the real offset rules."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.bell import Bell
from sandbox.clock import Clock
from sandbox.errors import ApiError
from sandbox.faults import Faults
from sandbox.store import Store, dump

CALLBACK_LIFE = 150.0  # seconds, telegram.md: Client.cpp add_update
MESSAGE_LIFE = 86_400.0
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
POLLER_CONFLICT = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
WEBHOOK_CONFLICT = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
SETWEBHOOK_CONFLICT = "Conflict: terminated by setWebhook request"


@dataclass
class Update:
    """One update that waits: `body` is its JSON, `queue` its place in the webhook's order."""

    update_id: int
    kind: str
    queue: str
    chat_id: int | None
    expires: float
    body: str
    repeat: bool = False  # a fault asks for a second delivery


class Updates:
    """The queue of the bot. All calls from one event loop."""

    def __init__(self, store: Store, clock: Clock, faults: Faults) -> None:
        self._store = store
        self._clock = clock
        self._faults = faults
        self.bell = Bell()
        store.run("DELETE FROM callbacks WHERE asked<?", clock.real() - CALLBACK_LIFE)
        self.allowed: list[str] = store.setting("allowed_updates", [])
        self.pending: dict[int, Update] = {
            row[0]: Update(*row) for row in store.rows("SELECT * FROM updates ORDER BY update_id")
        }
        self._poll = 0  # number of the newest getUpdates call
        self._abort_reason = ""
        self._last = (0, float("-inf"))  # offset and start of the previous call
        self._conflict_after = float("-inf")
        self.webhook_url = ""
        self.pushed: Callable[[Update], None] = lambda _: None

    # -- in

    def push(self, kind: str, content: Any, *, queue: str, chat_id: int | None) -> int:
        """A new update; its id. It is kept even when nobody may see it (allowed_updates)."""
        return self.push_raw({kind: content}, kind=kind, queue=queue, chat_id=chat_id)

    def push_raw(
        self, fields: dict[str, Any], *, kind: str, queue: str, chat_id: int | None
    ) -> int:
        """An update of any fields, without its id."""
        number = self._next_id(fields.pop("update_id", None))
        if not self.is_allowed(kind):
            return number
        life = CALLBACK_LIFE if kind == "callback_query" else MESSAGE_LIFE
        body = dump({"update_id": number, **fields})
        update = Update(number, kind, queue, chat_id, self._clock.real() + life, body)
        self._store.run(
            "INSERT INTO updates VALUES (?,?,?,?,?,?)",
            number, kind, queue, chat_id, update.expires, body,
        )  # fmt: skip
        update.repeat = self._faults.take_update("duplicate_update", chat_id)
        self.pending[number] = update
        self.bell.ring()
        self.pushed(update)
        return number

    def _next_id(self, jump: int | None) -> int:
        """One more than the last; `jump` plays the random restart after a week (telegram.md)."""
        last = int(self._store.setting("update_id", None) or self._first_id())
        number = last + 1 if jump is None else jump
        self._store.set_setting("update_id", number)
        return number

    def _first_id(self) -> int:
        """A fresh sandbox starts above the ids of an older one that was thrown away."""
        since_2026 = self._clock.real() - 1_767_225_600
        return 100_000_000 + max(0, int(since_2026 * 4))

    def is_allowed(self, kind: str) -> bool:
        """By the last allowed_updates; it counts when an update is made, not later."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str]) -> None:
        """Keep the list of kinds that the bot wants; [] is the default set."""
        if kinds != self.allowed:
            self.allowed = kinds
            self._store.set_setting("allowed_updates", kinds)

    # -- out

    def live(self, limit: int) -> list[Update]:
        """The oldest `limit` updates that are not expired; forgets the expired among them."""
        now = self._clock.real()
        found: list[Update] = []
        dead: list[int] = []
        for number, update in self.pending.items():
            if len(found) == limit:
                break
            if update.expires > now:
                found.append(update)
            else:
                dead.append(number)
        self.drop(dead)
        return found

    def drop(self, numbers: list[int]) -> None:
        """Forget delivered or expired updates."""
        with self._store.transaction():
            for number in numbers:
                self.pending.pop(number, None)
                self._store.run("DELETE FROM updates WHERE update_id=?", number)

    def clear(self) -> None:
        """drop_pending_updates."""
        self.pending.clear()
        self._store.run("DELETE FROM updates")

    def expire_callbacks(self) -> None:
        """As if 150 real seconds had passed for every pressed button."""
        for update in self.pending.values():
            if update.kind == "callback_query":
                update.expires -= CALLBACK_LIFE
        self._store.run(
            "UPDATE updates SET expires=expires-? WHERE kind='callback_query'", CALLBACK_LIFE
        )
        self._store.run("UPDATE callbacks SET asked=asked-?", CALLBACK_LIFE + 1)

    # -- getUpdates

    async def get(self, offset: int, limit: int, seconds: float) -> list[str]:
        """JSON bodies of the next updates; waits up to `seconds` for the first one."""
        if self.webhook_url:
            await self._conflict(WEBHOOK_CONFLICT)
        limit, seconds = self._slow_down(offset, limit, max(0.0, min(seconds, 50.0)))
        self.abort_poll(POLLER_CONFLICT)
        self._confirm(offset)
        batch = self._batch(limit)
        if not batch and seconds > 0:
            await self._wait(seconds)
            batch = self._batch(limit)
        return batch

    def _slow_down(self, offset: int, limit: int, seconds: float) -> tuple[int, float]:
        """Polling too fast with one offset is held for 3 s, or gets one update (telegram.md)."""
        now = self._clock.real()
        last_offset, last_start = self._last
        self._last = (offset, now)
        if offset == last_offset and seconds < 3 and now < last_start + 3:
            seconds = 3.0
        if offset == last_offset and now < last_start + 0.5:
            limit = 1
        return limit, seconds

    def abort_poll(self, reason: str) -> None:
        """End a waiting getUpdates with 409."""
        self._poll += 1
        self._abort_reason = reason
        self.bell.ring()

    async def _wait(self, seconds: float) -> None:
        """Until an update comes, another poller comes (409) or the time is over."""
        mine = self._poll
        end = self._clock.real() + seconds
        while mine == self._poll and not self.live(1):
            if not await self.bell.wait(end - self._clock.real()):
                break
        if mine != self._poll:
            await self._conflict(self._abort_reason)

    async def _conflict(self, reason: str) -> None:
        """409; a second one within 3 s is held for 3 s."""
        now = self._clock.real()
        if now < self._conflict_after:
            await self.bell.pause(3.0)
        else:
            self._conflict_after = now + 3.0
        raise ApiError(409, reason)

    def _confirm(self, offset: int) -> None:
        """Forget what is below the offset; a negative one keeps that many of the newest."""
        if offset < 0:
            self.drop(list(self.pending)[:offset])
        else:
            self.drop(list(itertools.takewhile(lambda number: number < offset, self.pending)))

    def _batch(self, limit: int) -> list[str]:
        updates = self.live(limit)
        if len(updates) > 1 and self._faults.take_update("reorder_updates", None):
            updates.reverse()
        bodies: list[str] = []
        for update in updates:
            bodies.append(update.body)
            if update.repeat:
                update.repeat = False
                bodies.append(update.body)
        return bodies
