"""The sender: takes what waits in the outbox and says it, one message of a chat at a time.

One keeper loop owns the database side: it marks what was answered, claims the next heads of
lanes, and renders them. Requests run beside it, at most `in_flight`. An answer stays in memory
until its mark is committed, so that an outage of the database doubles nothing.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clocks import Clock, SystemClock
from bot.push.rates import ANSWERS, Limits, Rates
from bot.push.render import Call, Dropped, NotYet, Plan, Renderer, Rendering, Unreachable
from bot.push.telegram import Outcome, TelegramClient, Verdict
from bot.push.verdicts import ONCE, again, mark_of, message_id_of, plain, unsaid
from bot.texts.speech import Speech
from service.district import DistrictData
from storage import sending
from storage.crashpoints import reach
from storage.database import Database, database_now, unit_of_work
from storage.models import Person
from storage.outbox import UNREACHABLE
from storage.sending import Claimed, Mark, Painted

log = logging.getLogger(__name__)

POLL = 1.0  # seconds; the truth, while `hint` is only faster
GATHER = 0.005
GIVE_WAY = 12  # turns of the loop, in which a request gets on the wire before the next is laid out
EXPIRY = 1.0  # seconds between two looks for what is too late to say
DATABASE_PAUSE = 0.5
HINT = "outbox"


@dataclass(frozen=True, slots=True)
class Config:
    """`limits` None: no rates are kept (tests and benchmarks against the sandbox)."""

    in_flight: int = 8
    limits: Limits | None = field(default_factory=Limits)


class Sender:
    """Speaks for one bot. `clock` is the movable one; leases and retries use real time."""

    def __init__(
        self,
        database: Database,
        client: TelegramClient,
        district: DistrictData,
        speech: Speech,
        clock: Clock,
        config: Config | None = None,
    ) -> None:
        self._database, self._client = database, client
        self._district, self._speech = district, speech
        self._clock, self._system = clock, SystemClock()
        self._config = config or Config()
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._active: set[int] = set()
        self._answered: list[Mark] = []  # not yet committed
        self._rates: Rates | None = None
        self._expiry_at = 0.0  # monotonic
        self._stopping = False
        self.broken: str | None = None  # why it no longer sends: the token is wrong

    @property
    def healthy(self) -> bool:
        return self.broken is None

    def stop(self) -> None:
        """Claim no more; `run` returns when what is on the wire is answered and marked."""
        self._stopping = True
        self._database.wake(HINT)

    async def run(self) -> None:
        """Until `stop`. Errors of Telegram and of the database end nothing."""
        hint = self._database.hint(HINT)
        await self._adopt()
        async with asyncio.TaskGroup() as requests:
            while not (self._stopping and not self._active and not self._answered):
                hint.clear()
                rows = await self._settle()
                async for row, rendering, person in self._render(rows):
                    if isinstance(rendering, Plan):
                        self._active.add(row.id)
                        requests.create_task(self._say(row, rendering, person))
                        for _ in range(GIVE_WAY):
                            await asyncio.sleep(0)
                    else:
                        self._answered.append(self._unsent(row, rendering))
                        hint.set()
                await self._pause(hint)

    # --- the database side -----------------------------------------------------------------

    async def _adopt(self) -> None:
        """On SQLite the only process takes back what its dead predecessor had on the wire."""
        if not self._database.is_sqlite:
            return
        while not self._stopping:
            try:
                async with self._database.transaction() as session:
                    await sending.return_abandoned(session, bot_id=self._district.bot_id)
            except (SQLAlchemyError, OSError) as error:
                await self._database_is_away(error)
            else:
                return

    async def _settle(self) -> list[Claimed]:
        """One transaction: mark what was answered, then claim what may go now."""
        marks = list(self._answered)
        room = 0 if self._stopping or self.broken else self._room()
        if not marks and not room:
            return []
        try:
            rows = await self._transact(marks, room)
        except (SQLAlchemyError, OSError) as error:
            await self._database_is_away(error)
            self._database.wake(HINT)
            return []
        del self._answered[: len(marks)]
        if marks:
            reach("after-mark")
        if rows:
            reach("after-claim-message")
        return rows

    async def _transact(self, marks: list[Mark], room: int) -> list[Claimed]:
        try:
            return await self._mark_and_claim(marks, room)
        except IntegrityError as error:  # another sender took the same lane in this moment
            log.info("claimed elsewhere: %s", error.orig)
            return await self._mark_and_claim(marks, 0)

    async def _mark_and_claim(self, marks: list[Mark], room: int) -> list[Claimed]:
        rates, at = self._pace(), self._monotonic()
        dry = rates.dry_lanes(at)
        only_answers = rates.pushes_wait(at) > 0
        look = room > 0 and at >= self._expiry_at
        bot_id = self._district.bot_id

        async def work(session: AsyncSession) -> list[Claimed]:
            now = await database_now(session)
            today = self._clock.now()
            await sending.mark(
                session, marks, bot_id=bot_id, owner=self._owner, now=now, today=today
            )
            if not room:
                return []
            if look:
                await sending.close_expired(session, bot_id=bot_id, now=now, today=today)
            return await sending.claim(
                session,
                bot_id=bot_id,
                owner=self._owner,
                limit=room,
                now=now,
                dry_lanes=dry,
                most_urgent=ANSWERS if only_answers else sending.LEAST_URGENT,
            )

        rows = await unit_of_work(self._database, work)
        if look:
            self._expiry_at = at + EXPIRY
        return rows

    async def _render(
        self, rows: list[Claimed]
    ) -> AsyncIterator[tuple[Claimed, Rendering | Mark, Person | None]]:
        """Texts and methods of claimed rows, in one reading session, each when it is ready."""
        waiting = deque(rows)
        if not waiting:
            return
        try:
            async with self._database.reading() as session:
                renderer = Renderer(session, self._district, self._speech, self._clock.now())
                await renderer.read(rows)
                while waiting:
                    rendering = await self._render_one(renderer, waiting[0])
                    row = waiting.popleft()
                    yield row, rendering, renderer.person(row.lane)
        except (SQLAlchemyError, OSError) as error:
            await self._database_is_away(error)
            unread = Outcome(Verdict.LATER, reason=f"database: {type(error).__name__}")
            now = self._system.now()
            for row in waiting:
                yield row, again(row, unread, now, parts_done=row.parts_done), None
        except Exception as error:  # a fault of ours must not silence the others for ever
            for row in waiting:
                yield row, unsaid(row, error), None

    async def _render_one(self, renderer: Renderer, row: Claimed) -> Rendering | Mark:
        try:
            rendering = await renderer.render(row)
        except SQLAlchemyError:
            raise
        except Exception as error:
            return unsaid(row, error)
        return _once(row, rendering)

    def _unsent(self, row: Claimed, rendering: Rendering | Mark) -> Mark:
        match rendering:
            case Mark():
                return rendering
            case Dropped(reason):
                return Mark(row=row, state="cancelled", error=reason)
            case Unreachable():
                return Mark(row=row, state="dead", error=UNREACHABLE, refused=True)
            case NotYet():
                waiting = Outcome(Verdict.LATER, reason="refers to a message not yet sent")
                return again(row, waiting, self._system.now(), parts_done=row.parts_done)
            case _:
                raise TypeError(rendering)

    async def _database_is_away(self, error: Exception) -> None:
        log.warning("the sender waits for its database: %s", type(error).__name__)
        await asyncio.sleep(DATABASE_PAUSE)

    # --- Telegram's side -------------------------------------------------------------------

    async def _say(self, row: Claimed, plan: Plan, person: Person | None) -> None:
        """Make the calls of a row; its mark waits in `_answered` from then on."""
        reach("before-send")
        try:
            mark = await self._calls(row, plan, person)
        except Exception as error:
            mark = unsaid(row, error)
        reach("after-send-before-mark")
        self._active.discard(row.id)
        self._answered.append(mark)
        self._wake_keeper()

    def _wake_keeper(self) -> None:
        """At once when half of what may be on the wire is answered or nothing is left there; else
        in a moment, so that answers that come together share a transaction."""
        if self._active and len(self._answered) * 2 < self._config.in_flight:
            asyncio.get_running_loop().call_later(GATHER, self._database.wake, HINT)
        else:
            self._database.wake(HINT)

    async def _calls(self, row: Claimed, plan: Plan, person: Person | None) -> Mark:
        message_id = plan.message_id
        for index, call in enumerate(plan.calls):
            last = index == len(plan.calls) - 1
            if index < row.parts_done and not last:
                continue
            outcome = await self._call(row, call)
            if outcome.verdict is Verdict.SENT:
                message_id = message_id_of(outcome.result) or message_id
            elif not _may_skip(call, outcome):
                return self._failed(row, call, outcome, person, index)
        return Mark(
            row=row,
            state="sent",
            message_id=message_id,
            parts_done=len(plan.calls),
            painted=_painted(row, plan, message_id),
            accepted=person is not None and person.refused_at is not None,
        )

    async def _call(self, row: Claimed, call: Call) -> Outcome:
        rates = self._pace()
        rates.took(row.lane, row.priority, self._monotonic())
        outcome = await self._client.call(call.method, call.args)
        if outcome.verdict is Verdict.NO_MESSAGE and call.instead is not None:
            return await self._call(row, call.instead)
        if outcome.verdict is Verdict.NEVER and "entit" in (outcome.reason or ""):
            bare = plain(call)
            if bare is not None:
                log.error("outbox row %s: %s; sent as plain text", row.id, outcome.reason)
                return await self._call(row, bare)
        if outcome.verdict is Verdict.FLOOD:
            rates.flooded(self._monotonic())
        return outcome

    def _failed(
        self, row: Claimed, call: Call, outcome: Outcome, person: Person | None, done: int
    ) -> Mark:
        if outcome.verdict is Verdict.WRONG_TOKEN and self.broken is None:
            self.broken = outcome.reason or "wrong token"
            log.critical(
                "Telegram does not know this bot's token: nothing is sent until it is right"
            )
        refused_at = person.refused_at if person is not None else None
        return mark_of(
            row, call, outcome, self._system.now(), parts_done=done, refused_at=refused_at
        )

    # --- pace ------------------------------------------------------------------------------

    def _room(self) -> int:
        return self._config.in_flight - len(self._active)

    def _pace(self) -> Rates:
        if self._rates is None:
            self._rates = Rates(self._config.limits, self._monotonic())
        return self._rates

    def _monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def _pause(self, hint: asyncio.Event) -> None:
        """Until there is a hint, an answer, a token, or a second is over."""
        wait = min(POLL, self._pace().next_change(self._monotonic()))
        try:
            await asyncio.wait_for(hint.wait(), wait)
        except TimeoutError:
            return


def _may_skip(call: Call, outcome: Outcome) -> bool:
    """A photo whose file is gone does not hold up the text."""
    never = {Verdict.NEVER, Verdict.NO_MESSAGE, Verdict.UNCERTAIN}
    return call.optional and outcome.verdict in never


def _once(row: Claimed, rendering: Rendering) -> Rendering | Mark:
    """A menu or a question for a rating that may have been said is not said again."""
    if not isinstance(rendering, Plan) or not row.uncertain or row.kind not in ONCE:
        return rendering
    if all(call.repeatable for call in rendering.calls):
        return rendering
    return Mark(row=row, state="superseded", error="may have been said", uncertain=True)


def _painted(row: Claimed, plan: Plan, message_id: int | None) -> Painted | None:
    if plan.shown is None or message_id is None or not plan.calls:
        return None
    if row.order_id is None or row.person_id is None:
        return None
    return Painted(
        district_id=row.district_id,
        order_id=row.order_id,
        chat_id=row.lane,
        person_id=row.person_id,
        message_id=message_id,
        shown=plan.shown,
    )
