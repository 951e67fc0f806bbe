"""The alarm clock: what is due is looked for every few seconds; APScheduler only rings.

Its job store is in memory: a step, a notice, a day's retention is a row, so that nothing is lost
when a process dies (reliability.md 4.6).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC
from functools import partial
from typing import Any

import aiohttp
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clocks import Clock
from service.clockwork import fire_due, next_hint
from service.district import DistrictData
from service.privacy import retention
from storage.database import Database, unit_of_work
from storage.notices import flush_due

log = logging.getLogger(__name__)

EVERY = 5  # seconds
EVERY_MOVABLE = 1  # with a clock that people move
HOUSEKEEPING_AT = 3  # o'clock in the district
PATIENCE = aiohttp.ClientTimeout(total=2)


class AlarmClock:
    """`clock` is the movable one. With `clock_url` (the sandbox's), its page is told what comes
    next."""

    def __init__(
        self,
        database: Database,
        district: DistrictData,
        clock: Clock,
        clock_url: str | None = None,
    ) -> None:
        self._database, self._district, self._clock = database, district, clock
        self._clock_url = clock_url
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._stopping = asyncio.Event()
        self._busy = asyncio.Lock()
        self._hinted: dict[str, Any] | None = None
        self.trouble: str | None = None  # why the last sweep failed

    def stop(self) -> None:
        self._stopping.set()

    def ring_now(self) -> None:
        """The clock was moved: look at once."""
        self._scheduler.add_job(self._ring, args=[self.sweep])

    async def run(self) -> None:
        """Until `stop`; then waits for the sweep that runs, since a transaction is never cut."""
        scheduler = self._scheduler
        seconds = EVERY_MOVABLE if self._clock_url else EVERY
        scheduler.add_job(self._ring, "interval", [self.sweep], seconds=seconds)
        scheduler.add_job(
            self._ring,
            "cron",
            [self.keep_house],
            hour=HOUSEKEEPING_AT,
            timezone=self._district.tz,
        )
        scheduler.start()
        try:
            await self._stopping.wait()
        finally:
            scheduler.pause()
            async with self._busy:
                scheduler.shutdown(wait=False)

    async def _ring(self, work: Callable[[], Awaitable[None]]) -> None:
        """One at a time; an error is told and the next ring tries again."""
        async with self._busy:
            if self._stopping.is_set():
                return
            try:
                await work()
            except Exception as error:
                log.exception("the clock will try again")
                self.trouble = f"the clock fails: {type(error).__name__}"
            else:
                self.trouble = None

    async def sweep(self) -> None:
        """Fire the steps that are due, say the notices that are due, hint at what comes next."""
        now = self._clock.now()
        fired = await fire_due(self._database, self._district, now)
        said = await unit_of_work(
            self._database,
            partial(
                flush_due, now=now, district_id=self._district.id, bot_id=self._district.bot_id
            ),
        )
        if fired or said:
            log.info("%s steps fired, %s notices said", fired, said)
        if self._clock_url:
            await self._hint(self._clock_url)

    async def keep_house(self) -> None:
        """Let go of what is old enough, some at a time (decisions.md 30)."""
        more = True
        while more and not self._stopping.is_set():
            work = partial(retention, district=self._district, now=self._clock.now())
            gone = await unit_of_work(self._database, work)
            log.info("retention: %s", gone.counts)
            more = gone.more

    async def _hint(self, clock_url: str) -> None:
        async with self._database.reading() as session:
            hints = await next_hint(session, self._district, self._clock.now())
        if hints == self._hinted:
            return
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as http,
                http.put(f"{clock_url}/hints", json=hints) as answer,
            ):
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("the sandbox takes no hints (%s)", type(error).__name__)
        else:
            self._hinted = hints
