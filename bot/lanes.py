"""Lanes: each update of a chat in its turn, in one transaction with all that follows from it.

reliability.md 4.2, decisions.md 6 to 8. A lane is a chat; lanes run side by side, a few at once.
"""

import asyncio
import json
import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.methods import TelegramMethod
from aiogram.types import Message, Update, User
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clocks import Clock
from bot.conversations import conversing
from bot.inbox import BIGGEST_ID
from bot.outbound import OutboxBot
from storage import inbox, outbox
from storage.crashpoints import reach
from storage.database import Database, unit_of_work
from storage.inbox import Claim
from storage.queues import InboxUpdate

log = logging.getLogger(__name__)

IN_FLIGHT = 4  # best, measured: telegram.md, throughput
LOOK_EVERY = 1.0
CALL_TIMEOUT = 10
BROKEN = re.compile("[\x00\ud800-\udfff]")  # NUL and lone surrogates: no database keeps them


class Unreadable(Exception):
    """The update is none that aiogram knows; trying again would not help."""


class Lanes:
    """Claims updates and hands them to the dispatcher. `data` goes to handlers by name."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        bot: Bot,
        me: User,
        *,
        district_id: str,
        clock: Clock,
        owner: str,
        data: Mapping[str, Any],
        patience: timedelta = timedelta(seconds=1),
    ) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._bot = bot
        self._me = me
        self._district_id = district_id
        self._clock = clock
        self._owner = owner
        self._data = data
        self._patience = patience
        self._free = IN_FLIGHT
        self._storing = 0  # transactions that may claim
        self._more = True  # there may be updates that wait for room or for their lane
        self._tasks: asyncio.TaskGroup | None = None
        self._stopping = False
        self._must_release = True
        self._one_by_one = True
        self._hint = database.hint("inbox")

    async def run(self) -> None:
        """Work until `stop`, then finish what runs."""
        async with asyncio.TaskGroup() as self._tasks:
            while not self._stopping:
                self._hint.clear()
                if self._must_release:
                    await self._release()
                room = self._room()
                claims = await self._claim(room) if room else []
                self._more = bool(claims) or self._free < IN_FLIGHT
                self._begin(claims)
                if len(claims) < max(room, 1):  # there is no more for now
                    await self._rest()
            while self._storing:  # they may claim, and what is claimed is handled
                self._hint.clear()
                await self._hint.wait()

    def stop(self) -> None:
        self._stopping = True
        self._hint.set()

    async def claim_with(self, store: Callable[[AsyncSession], Awaitable[int]]) -> None:
        """Run `store`, which gives the number of updates that it stored, in one transaction with
        the claim of what may begin now: most updates come alone and need not wait for another."""
        room = 0 if self._must_release or self._stopping else self._room()
        self._free -= room  # nobody else fills it meanwhile
        self._storing += 1
        try:
            self._begin(await unit_of_work(self._database, partial(self._store, store, room)))
        finally:
            self._free += room
            self._storing -= 1
            if self._stopping:
                self._hint.set()

    async def _store(
        self, store: Callable[[AsyncSession], Awaitable[int]], room: int, session: AsyncSession
    ) -> list[Claim]:
        stored = await store(session)
        claims: list[Claim] = []
        if stored and room:
            claims = await self._claimed(session, limit=room)
        self._more = self._more or stored > len(claims)
        if len(claims) < room:  # nothing is left that might begin
            session.info.get("wake", set()).discard("inbox")
        return claims

    def _begin(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            assert self._tasks is not None  # noqa: S101 - nothing is claimed before `run`
            self._free -= 1
            self._tasks.create_task(self._serve(claim))
        if any(claim.tries == 1 for claim in claims):  # the oldest come first
            self._one_by_one = False

    async def _release(self) -> None:
        """Free what an earlier process had claimed, or an outage kept from being given back."""
        release = partial(inbox.release, bot_id=self._bot.id)
        try:
            freed = await unit_of_work(self._database, release)
        except Exception:
            log.exception("cannot free claimed updates")
            return
        self._must_release = False
        self._one_by_one = True
        if freed:
            log.info("%s claimed updates are taken up again", freed)

    def _room(self) -> int:
        """How many may begin now. After a start, what was tried before goes first and one by one:
        what killed a process must not take those beside it to the end of their tries (P2)."""
        if self._one_by_one:
            return 1 if self._free == IN_FLIGHT else 0
        return self._free

    async def _claim(self, room: int) -> list[Claim]:
        try:
            return await unit_of_work(self._database, partial(self._claimed, limit=room))
        except Exception:
            log.exception("cannot claim updates")
            await asyncio.sleep(LOOK_EVERY)
            return []

    async def _claimed(self, session: AsyncSession, limit: int) -> list[Claim]:
        return await inbox.claim(session, bot_id=self._bot.id, owner=self._owner, limit=limit)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._hint.wait(), LOOK_EVERY)
        except TimeoutError:
            return

    async def _serve(self, claim: Claim) -> None:
        """One claim to its end. Never raises: what fails is tried again, or put aside."""
        reach("after-claim-update")
        calls: Sequence[TelegramMethod[Any]] = ()
        try:
            if claim.tries > inbox.TRIES:
                await self._bury(claim, "the process died with it each time")
            else:
                calls = await self._handle(claim)
        except Exception as error:
            await self._failed(claim, error)
        finally:
            self._free += 1
            if self._more:
                self._hint.set()
        for call in calls:
            await self._call(call)
        if calls:
            reach("after-ephemeral")

    async def _handle(self, claim: Claim) -> Sequence[TelegramMethod[Any]]:
        """The transaction; gives the calls to make after it."""
        now = await self._clock.fresh()
        calls = await unit_of_work(self._database, partial(self._transact, claim, now))
        reach("after-commit")
        return calls

    async def _transact(
        self, claim: Claim, now: datetime, session: AsyncSession
    ) -> Sequence[TelegramMethod[Any]]:
        """May run again: everything it does is on the session, or in the bot it makes."""
        rows = await inbox.take(session, claim)
        if not rows:
            return ()
        bot = OutboxBot(
            self._bot,
            self._me,
            session=session,
            district_id=self._district_id,
            chat_id=claim.lane,
            now=now,
        )
        updates = [read_update(rows[0], bot), *_readable(rows[1:], bot)]
        reach("before-handler")
        async with conversing(session, now):
            answer = await self._dispatcher.feed_update(
                bot,
                updates[0],
                **self._data,
                session=session,
                now=now,
                update_row=rows[0],
                album=_album(updates),
            )
        if isinstance(answer, TelegramMethod):
            await bot(answer)
        reach("after-handler")
        await inbox.finish(session, rows, [update.update_id for update in updates])
        reach("before-commit")
        return bot.ephemeral

    async def _failed(self, claim: Claim, error: Exception) -> None:
        """Later, with growing patience; after the last try, or for an odd update, never."""
        what = where(error)
        log.warning("update %s, try %s: %s", claim.update_id, claim.tries, what)
        try:
            if isinstance(error, Unreadable) or claim.tries >= inbox.TRIES:
                await self._bury(claim, what)
                return
            wait = self._patience * 2 ** (claim.tries - 1)
            later = partial(inbox.try_later, claim=claim, error=what, wait=wait)
            await unit_of_work(self._database, later)
        except Exception:
            log.exception("update %s stays claimed for now", claim.update_id)
            self._must_release = True
        else:
            asyncio.get_running_loop().call_later(wait.total_seconds() + 0.01, self._hint.set)

    async def _bury(self, claim: Claim, what: str) -> None:
        """Dead, but kept; a person in a private chat is told that people will look."""
        log.error("update %s of chat %s is put aside: %s", claim.update_id, claim.lane, what)
        now = self._clock.now()

        async def put_aside(session: AsyncSession) -> None:
            row = await inbox.bury(session, claim, what)
            if row is None or not _somebody_waits(row):
                return
            await outbox.enqueue(
                session,
                district_id=self._district_id,
                bot_id=claim.bot_id,
                chat_id=claim.lane,
                kind="ack",
                now=now,
                dedupe=f"dead:{claim.update_id}",
                text_id="update-dead",
            )

        await unit_of_work(self._database, put_aside)

    async def _call(self, method: TelegramMethod[Any]) -> None:
        """Best effort: a lost one leaves a spinner (decisions.md 8)."""
        try:
            await self._bot(method, request_timeout=CALL_TIMEOUT)
        except Exception as error:  # aiogram has no common base for what a server may answer
            log.info("%s was not made: %s", method.__api_method__, type(error).__name__)


def read_update(row: InboxUpdate, bot: Bot) -> Update:
    """The update, cleaned of what no database stores, bound to the bot. Raises Unreadable."""
    try:
        update = Update.model_validate(_clean(json.loads(row.payload)), context={"bot": bot})
    except (ValidationError, ValueError, RecursionError, OverflowError) as error:
        raise Unreadable(_reason(error)) from None
    try:
        update.event_type  # noqa: B018  (the dispatcher would only warn)
    except UpdateTypeLookupError:
        raise Unreadable("of a kind that aiogram does not know") from None
    return update


def _readable(rows: Sequence[InboxUpdate], bot: Bot) -> list[Update]:
    """The rest of an album. An odd part is left to its own turn, which puts it aside."""
    found = []
    for row in rows:
        try:
            found.append(read_update(row, bot))
        except Unreadable:
            continue
    return found


def _somebody_waits(row: InboxUpdate) -> bool:
    """A person wrote or pressed in a private chat; groups have negative numbers."""
    kinds = {"message", "edited_message", "callback_query"}
    return row.lane > 0 and not kinds.isdisjoint(json.loads(row.payload))


def _reason(error: Exception) -> str:
    """Which fields are wrong, without what is in them."""
    if not isinstance(error, ValidationError):
        return type(error).__name__
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in faults[:5])


def _clean(value: Any) -> Any:
    """One unit stays one unit, so that the offsets of entities hold."""
    match value:
        case str():
            return BROKEN.sub("\ufffd", value)
        case dict():
            return {str(key): _clean(item) for key, item in value.items()}
        case list():
            return [_clean(item) for item in value]
        case int() if abs(value) > BIGGEST_ID:
            raise OverflowError("a number that no database holds")
    return value


def _album(updates: Sequence[Update]) -> list[Message]:
    return [update.message for update in updates if update.message is not None]


def where(error: Exception) -> str:
    """Kind and place of an error without its words, which may be a person's."""
    if isinstance(error, Unreadable):
        return f"not an update: {error}"
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(
        f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places}"
