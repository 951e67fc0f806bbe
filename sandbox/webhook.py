"""Webhook delivery with the real order, retries and limits (telegram.md, WebhookActor)."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.bell import Bell
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.store import Store
from sandbox.updates import Update, Updates

if TYPE_CHECKING:
    import aiohttp

ANSWER_SECONDS = 60.0
LONGEST_RETRY_AFTER = 3600
GONE_SECONDS = 23 * 3600.0  # HTTP 410 for that long closes the webhook
REORDER_SECONDS = 1.0


class Webhook:
    """Posts updates: one in flight per queue (a chat, or a person's presses)."""

    def __init__(self, store: Store, clock: Clock, updates: Updates, faults: Faults) -> None:
        self._store = store
        self._clock = clock
        self._updates = updates
        self._faults = faults
        self._queues: dict[str, deque[Update]] = {}
        self._bell = Bell()  # new updates, a changed webhook, "retry now"
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(40)
        self._generation = 0
        self._gone_since: float | None = None
        self._error: dict[str, Any] = {}
        self.answer: Callable[[dict[str, Any]], None] = lambda _: None
        kept = store.setting("webhook", {})
        self.url: str = kept.get("url", "")
        self._secret: str = kept.get("secret", "")
        self._connections: int = kept.get("connections", 40)
        updates.webhook_url = self.url
        updates.pushed = self.offer

    def point_to(self, url: str, secret: str, connections: int) -> None:
        """Set or (with "") delete the webhook; what waits goes to the new one."""
        self.url, self._secret, self._connections = url, secret, connections
        self._updates.webhook_url = url
        self._store.set_setting(
            "webhook", {"url": url, "secret": secret, "connections": connections}
        )
        self._error, self._gone_since = {}, None
        self._start()

    def info(self) -> dict[str, Any]:
        """A WebhookInfo."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.url:
            info |= {"max_connections": self._connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info | self._error

    async def run(self) -> None:
        """Deliver until `stop()`; the server's lifespan keeps this task."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            self._start()
            while not self._bell.closed:
                await self._bell.wait(3600)
            for task in self._tasks:
                task.cancel()
        if self._session is not None:
            await self._session.close()

    def stop(self) -> None:
        """End deliveries; what is not confirmed stays pending."""
        self._generation += 1
        self._bell.close()

    def retry_now(self) -> None:
        """Those that wait for their next attempt make it at once (for tests)."""
        self._bell.ring()

    def _start(self) -> None:
        """Forget the queues and build them anew from what is pending."""
        self._generation += 1
        self._queues = {}
        self._free = asyncio.Semaphore(self._connections)
        self._bell.ring()
        if self.url:
            for update in list(self._updates.pending.values()):
                self.offer(update)

    def offer(self, update: Update) -> None:
        """A new update: to its queue, and a worker for the queue if it has none."""
        if not self.url or self._group is None or self._bell.closed:
            return
        queue = self._queues.get(update.queue)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.queue] = deque([update])
        task = self._group.create_task(self._work(update.queue, self._generation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, name: str, generation: int) -> None:
        queue = self._queues[name]
        while queue and generation == self._generation:
            if self._faults.take_update("reorder_updates", queue[0].chat_id):
                await self._swap(queue)
            update = queue[0]
            await self._insist(update, generation)
            if generation != self._generation:
                return
            queue.popleft()
            self._updates.drop([update.update_id])
        if generation == self._generation:
            del self._queues[name]

    async def _swap(self, queue: deque[Update]) -> None:
        """The fault: wait a moment for a second update and let it go first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + REORDER_SECONDS
        while len(queue) < 2 and await self._updates.bell.wait(end - loop.time()):
            pass
        if len(queue) > 1:
            queue[0], queue[1] = queue[1], queue[0]

    async def _insist(self, update: Update, generation: int) -> None:
        """Post until 2xx: again at once, then after 2, 4, 8 … s up to a random 60-120 s."""
        delay = 1.0
        attempt = 0
        while generation == self._generation and update.expires > self._clock.real():
            retry_after = await self._post(update)
            if retry_after is None:
                if update.repeat:
                    update.repeat = False
                    continue
                return
            wait = min(float(retry_after), LONGEST_RETRY_AFTER)
            if not wait and attempt:
                delay = min(delay * 2, 60.0 + secrets.randbelow(61))
                wait = delay
            attempt += 1
            if wait:
                await self._bell.wait(wait)

    async def _post(self, update: Update) -> int | None:
        """None when it was taken, else the seconds of Retry-After (0 without)."""
        import aiohttp  # noqa: PLC0415 - only a webhook needs it

        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
                connector=aiohttp.TCPConnector(limit=0),
            )
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with (
                self._free,
                self._session.post(self.url, data=update.body, headers=headers) as response,
            ):
                return self._judge(response.status, response.headers, await response.read())
        except TimeoutError:
            self._failed("Read timeout expired")
        except (aiohttp.ClientError, OSError):
            self._failed("Connection refused")
        return 0

    def _judge(self, status: int, headers: Any, body: bytes) -> int | None:
        if 200 <= status <= 299:
            self._gone_since = None
            self._run_answer(body)
            return None
        self._failed(f"Wrong response from the webhook: {status}")
        now = self._clock.real()
        self._gone_since = (self._gone_since or now) if status == 410 else None
        if self._gone_since is not None and now > self._gone_since + GONE_SECONDS:
            self.point_to("", "", 40)
        text = headers.get("Retry-After", "")
        return int(text) if text.isdigit() else 0

    def _failed(self, reason: str) -> None:
        self._error = {"last_error_date": int(self._clock.real()), "last_error_message": reason}

    def _run_answer(self, body: bytes) -> None:
        """A method in the webhook's answer is run; its result is lost (telegram.md)."""
        try:
            data = json.loads(body)
        except ValueError:
            return
        if isinstance(data, dict) and isinstance(data.get("method"), str):
            self.answer(data)
