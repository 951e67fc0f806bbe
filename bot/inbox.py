"""Updates in: from the long poll or the webhook into the inbox, committed before Telegram is told.

reliability.md 4.2, decisions.md 5. Raw JSON goes in; whether it is an update as aiogram knows it
is seen in its lane, so that an odd one blocks nobody.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import aiohttp
from sqlalchemy.ext.asyncio import AsyncSession

from bot.shares import MESSAGE_COST, PRESS_COST, Shares, Weight
from storage import inbox, outbox
from storage.crashpoints import reach
from storage.database import Database, database_now, unit_of_work
from storage.inbox import RawUpdate

log = logging.getLogger(__name__)

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 25
BATCH = 100
SLOWEST_RETRY = 30.0
BIGGEST_ID = 2**63 - 1
NOTICES = {Weight.LATE: "flood", Weight.DROPPED: "flood-dropped"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """An update and what it costs its lane."""

    raw: RawUpdate
    cost: int
    weight: Weight


class Feed:
    """The one way into the inbox, for the poller and for the webhook. Without `flood_rules`
    everything is kept and nobody is told to slow down."""

    def __init__(
        self, database: Database, *, district_id: str, bot_id: int, flood_rules: bool = True
    ) -> None:
        self._database = database
        self._district_id = district_id
        self._bot_id = bot_id
        self._flood_rules = flood_rules
        self._shares = Shares()
        self.in_transaction: Callable[[Callable[[AsyncSession], Awaitable[int]]], Awaitable[Any]]
        self.in_transaction = partial(unit_of_work, database)  # or Lanes.claim_with

    async def accept(self, updates: Sequence[object]) -> bool:
        """Store and commit; known ones are dropped. False: the database did not take them, and
        Telegram must bring them again."""
        weighed = [one for one in map(self._weigh, updates) if one]
        rows = [one.raw for one in weighed if one.weight is not Weight.DROPPED]
        try:
            await self.in_transaction(partial(self._store, rows=rows, weighed=weighed))
        except Exception:
            log.exception("the database does not take updates; Telegram keeps %s", len(rows))
            for one in weighed:
                self._shares.give_back(one.raw.lane, one.cost)
            return False
        reach("after-inbox-commit")
        if any(row.media_group for row in rows):
            self._look_again_for_albums()
        return True

    def _weigh(self, update: object) -> Weighed | None:
        raw = read_raw(update)
        if raw is None:
            return None
        cost = PRESS_COST if raw.kind == "callback_query" else MESSAGE_COST
        weight = self._shares.weigh(raw.lane, cost)
        if weight is Weight.DROPPED and not self._flood_rules:
            weight = Weight.LATE
        return Weighed(replace(raw, late=weight is Weight.LATE), cost, weight)

    async def _store(
        self, session: AsyncSession, rows: Sequence[RawUpdate], weighed: Sequence[Weighed]
    ) -> int:
        stored = await inbox.store(
            session, district_id=self._district_id, bot_id=self._bot_id, updates=rows
        )
        if not self._flood_rules:
            return stored
        told = {(one.raw.lane, one.weight) for one in weighed if one.weight in NOTICES}
        for lane, weight in sorted(told):
            if lane > 0:  # a person; groups have negative numbers
                await self._tell(session, lane, weight)
        return stored

    async def _tell(self, session: AsyncSession, lane: int, weight: Weight) -> None:
        """Once an hour: somebody in haste is not to be answered in haste."""
        now = await database_now(session)
        await outbox.enqueue(
            session,
            district_id=self._district_id,
            bot_id=self._bot_id,
            chat_id=lane,
            kind="ack",
            now=now,
            dedupe=f"{NOTICES[weight]}:{lane}:{now:%Y%m%d%H}",
            text_id=NOTICES[weight],
        )

    def _look_again_for_albums(self) -> None:
        wait = inbox.ALBUM_WAIT.total_seconds() + 0.01
        asyncio.get_running_loop().call_later(wait, self._database.wake, "inbox")


def read_raw(update: object) -> RawUpdate | None:
    """The row of an update; None, and a line for the operator, when it has no number."""
    number = update_id_of(update)
    if number is None or not isinstance(update, dict):
        log.error("something without an update_id came in and cannot be kept")
        return None
    kind, event = next(
        ((key, value) for key, value in update.items() if isinstance(value, dict)), ("", {})
    )
    try:
        payload = json.dumps(update, ensure_ascii=True, separators=(",", ":"))
    except RecursionError:
        log.error("update %s is nested too deep to be kept", number)  # noqa: TRY400
        return None
    lane = _lane(event)
    group = event.get("media_group_id")
    return RawUpdate(
        update_id=number,
        lane=lane,
        kind=kind,
        media_group=group if isinstance(group, str) and group.isalnum() else None,
        payload=payload,
    )


def update_id_of(update: object) -> int | None:
    """The number of an update, or None when it has none that a database can hold."""
    return _number(update.get("update_id")) if isinstance(update, dict) else None


def _lane(event: dict[str, Any]) -> int:
    """The chat, else the person, else 0."""
    for holder in (event, event.get("message")):
        if isinstance(holder, dict) and isinstance(holder.get("chat"), dict):
            return _number(holder["chat"].get("id")) or 0
    person = event.get("from", event.get("user"))
    return (_number(person.get("id")) or 0) if isinstance(person, dict) else 0


def _number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) <= BIGGEST_ID else None


class Poller:
    """getUpdates in a loop. The offset moves only after the commit; nothing is kept of it."""

    def __init__(self, *, api: str, token: str, feed: Feed) -> None:
        self._url = f"{api}/bot{token}/getUpdates"
        self._feed = feed
        self._offset: int | None = None
        self._stopping = asyncio.Event()
        self.trouble: str | None = None  # what readiness says

    async def run(self) -> None:
        """Poll until `stop`."""
        timeout = aiohttp.ClientTimeout(total=POLL_SECONDS + 15)
        async with aiohttp.ClientSession(timeout=timeout) as http, asyncio.TaskGroup() as group:
            group.create_task(self._hang_up(http))
            failures = 0
            while not self._stopping.is_set():
                wait = await self._once(http, failures)
                failures = 0 if wait is None else failures + 1
                if wait is not None:
                    await self._pause(wait)

    def stop(self) -> None:
        """Hang up; what was not stored comes again at the next start."""
        self._stopping.set()

    async def _hang_up(self, http: aiohttp.ClientSession) -> None:
        await self._stopping.wait()
        await http.close()

    async def _once(self, http: aiohttp.ClientSession, failures: int) -> float | None:
        """One call; None when it went well, else the seconds to wait."""
        back_off = min(SLOWEST_RETRY, 2.0 ** min(failures, 5))
        try:
            status, answer = await self._get(http)
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            return self._failed(f"Telegram does not answer ({type(error).__name__})", back_off)
        if not answer.get("ok"):
            return self._refused(status, answer, back_off)
        updates = answer.get("result") or []
        if updates and not await self._feed.accept(updates):
            return self._failed("the database does not take updates", back_off)
        numbers = [number for number in map(update_id_of, updates) if number is not None]
        self._offset = max(numbers) + 1 if numbers else self._offset
        self.trouble = None
        return None

    async def _get(self, http: aiohttp.ClientSession) -> tuple[int, dict[str, Any]]:
        """Status and answer. Raises ClientError, TimeoutError, or ValueError if it is no JSON."""
        question = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            question["offset"] = self._offset
        async with http.post(self._url, json=question) as response:
            answer = json.loads(await response.read())
            if not isinstance(answer, dict):
                raise ValueError("not an answer of the Bot API")  # noqa: TRY004
            return response.status, answer

    def _refused(self, status: int, answer: dict[str, Any], back_off: float) -> float:
        """409: another poller, or a webhook; it ends when that one does."""
        said = str(answer.get("description", ""))
        parameters = answer.get("parameters") or {}
        wait = float(parameters.get("retry_after", back_off))
        return self._failed(f"Telegram refuses updates: {status} {said}", wait)

    def _failed(self, trouble: str, wait: float) -> float:
        if not self._stopping.is_set():
            log.warning("%s; again in %.0f s", trouble, wait)
        self.trouble = trouble
        return wait

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
