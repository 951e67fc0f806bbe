"""Where the time comes from. The only place that asks the machine (decisions.md 2)."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

log = logging.getLogger(__name__)

# Seconds: how long a question may stay open, a pause after a failure, patience with an answer.
LISTEN, PAUSE, PATIENCE = 25.0, 1.0, 2.0


class Clock(Protocol):
    """`now`: aware UTC, as last known. `fresh`: the same, asked anew where it may have moved."""

    def now(self) -> datetime: ...

    async def fresh(self) -> datetime: ...

    async def close(self) -> None: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251

    async def fresh(self) -> datetime:
        return self.now()

    async def close(self) -> None:
        """Nothing is open."""


class OffsetClock:
    """The machine's clock plus the sandbox's offset; drives due dates, working time and quiet
    hours. Hears when it is moved, and asks on demand; keeps the last offset when nobody answers.
    `moved` is called after every move that was heard of."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._machine = SystemClock()
        self._offset = 0.0  # seconds
        self._session: aiohttp.ClientSession | None = None
        self.moved: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return self._machine.now() + timedelta(seconds=self._offset)

    async def fresh(self) -> datetime:
        await self._ask(wait=0)
        return self.now()

    async def follow(self, stopping: asyncio.Event) -> None:
        """Hear of every move until `stopping`."""
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(self._listen())
            await stopping.wait()
            listening.cancel()

    async def _listen(self) -> None:
        while True:
            before = self._offset
            if not await self._ask(wait=LISTEN):
                await asyncio.sleep(PAUSE)
            elif self._offset != before:
                self.moved()

    async def _ask(self, wait: float) -> bool:
        """The offset, `wait` seconds later if it is the same till then. False: no answer."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        query = {"offset": str(self._offset), "wait": str(wait)}
        patience = aiohttp.ClientTimeout(total=wait + PATIENCE)
        try:
            async with self._session.get(self._url, params=query, timeout=patience) as answer:
                self._offset = float((await answer.json())["offset"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            log.info("the clock does not answer (%s)", type(error).__name__)
            return False
        return True

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
