"""A bell that wakes everybody who waits for something new."""

import asyncio


class Bell:
    """`wait()` sleeps until the next `ring()`; all calls from one event loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False

    def ring(self) -> None:
        """Wake all who wait now."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def close(self) -> None:
        """Wake all, and let nobody wait again: the sandbox stops."""
        self.closed = True
        self.ring()

    async def wait(self, seconds: float) -> bool:
        """True when it rang, False when `seconds` passed or the sandbox stops."""
        if self.closed or seconds <= 0:
            return False
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return not self.closed

    async def pause(self, seconds: float) -> None:
        """Sleep, but not longer than the sandbox lives."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self.closed and loop.time() < end:
            await self.wait(end - loop.time())
