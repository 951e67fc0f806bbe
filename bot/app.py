"""Where the objects of a process meet: `build(settings, clock)` makes the program, for the
command line and for the tests alike.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import User
from sqlalchemy.exc import SQLAlchemyError

from bot.bot_api import session_to
from bot.clocks import Clock, OffsetClock, SystemClock
from bot.conversations import SqlStorage
from bot.files import Fetcher
from bot.handlers import install
from bot.inbox import KINDS, Feed, Poller
from bot.keeping import keeping_all
from bot.lanes import Lanes
from bot.opening import open_district, prepare_database
from bot.push.sender import Config, Sender
from bot.push.telegram import TelegramClient
from bot.scheduler.alarm import AlarmClock
from bot.settings import PREFIX, Settings, SettingsError
from bot.texts.speech import Speech
from bot.understanding import understander_of
from service.district import DistrictData
from service.knowledge import knowledge_of
from storage import crashpoints, health
from storage.database import Database
from web.app import create_app
from web.server import PortBusy, WebServer, listen

log = logging.getLogger(__name__)

ROLES = ("inbox", "push", "clock", "web")
SLOWEST_RETRY = 30.0
CONNECTIONS = 4  # webhook deliveries at a time, as many as there are lanes at work


def build(settings: Settings, clock: Clock | None = None, roles: Collection[str] = ROLES) -> "App":
    """The program. Raises SettingsError when the settings do not fit together."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise SettingsError(f"roles are {', '.join(ROLES)}, not {', '.join(unknown) or 'none'}.")
    if clock is None:
        clock = OffsetClock(settings.clock_url) if settings.clock_url else SystemClock()
    return App(settings, clock, frozenset(roles))


@dataclass(frozen=True)
class Part:
    """Something that runs until it is told to stop, then finishes what it has begun."""

    run: Callable[[], Awaitable[None]]
    stop: Callable[[], None] | None = None
    trouble: Callable[[], str | None] | None = None


class App:
    """One process with some of the roles. Set `stopping` to end it: nothing new is begun, what
    runs is finished. `ready` once every role works; `web_port` is known then."""

    def __init__(self, settings: Settings, clock: Clock, roles: frozenset[str]) -> None:
        self.settings = settings
        self.clock = clock
        self.roles = roles
        self.stopping = asyncio.Event()
        self.ready = asyncio.Event()
        self.web_port: int | None = None
        self._database = Database(settings.database)
        self._parts: list[Part] = []

    async def run(self, *, alone: bool = False) -> None:
        """Until `stopping`. `alone`: the process does nothing else before or after; what a start
        makes stays. Raises SettingsError when it cannot start."""
        if self.settings.crash_at:
            name, _, nth = self.settings.crash_at.partition(":")
            crashpoints.arm(name, int(nth or 1))
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._database.close)
            with keeping_all() if alone else nullcontext():
                await self._prepare(stack)
            await self._work()
        log.info("stopped")

    @asynccontextmanager
    async def running(self) -> AsyncIterator["App"]:
        """Run beside the block, and stop after it as on SIGTERM."""
        async with asyncio.TaskGroup() as group:
            program = group.create_task(self.run())
            ready = group.create_task(self.ready.wait())
            await asyncio.wait((program, ready), return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            if not program.done():
                try:
                    yield self
                finally:
                    self.stopping.set()

    async def problems(self) -> Sequence[str]:
        """One sentence for each reason not to be ready."""
        asked = (part.trouble() for part in self._parts if part.trouble)
        found = [trouble for trouble in asked if trouble]
        now = self.clock.now()
        try:
            found.extend(await health.late(self._database, self.settings.bot_id, now))
        except (SQLAlchemyError, OSError) as error:
            found.append(f"the database does not take writes ({type(error).__name__})")
        return found

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(_run(part))
            self.ready.set()
            log.info("ready: %s", ", ".join(role for role in ROLES if role in self.roles))
            await self.stopping.wait()
            for part in self._parts:
                if part.stop:
                    part.stop()

    # --- what a start needs ------------------------------------------------------------------

    async def _prepare(self, stack: AsyncExitStack) -> None:
        """Everything that may refuse to start, before anything runs."""
        await prepare_database(self.settings)
        district = await open_district(self._database, self.settings, self.settings.bot_id)
        speech = Speech()
        if isinstance(self.clock, OffsetClock):
            stack.push_async_callback(self.clock.close)
            await self.clock.fresh()
            self._parts.append(Part(partial(self.clock.follow, self.stopping)))
        if not self.settings.flood_rules:
            district = replace(district, settings={**district.settings, "share": None})
        feed = Feed(
            self._database,
            district_id=district.id,
            bot_id=district.bot_id,
            flood_rules=self.settings.flood_rules,
        )
        if "web" in self.roles:
            self._prepare_web(stack, feed)
        if "push" in self.roles:
            self._prepare_sender(stack, district, speech)
        if "clock" in self.roles:
            self._prepare_clock(district)
        if "inbox" in self.roles:
            await self._prepare_lanes(stack, district, speech, feed)

    def _prepare_web(self, stack: AsyncExitStack, feed: Feed) -> None:
        settings = self.settings
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        hook = urlsplit(settings.webhook_url) if settings.webhook_url else None
        app = create_app(
            problems=self.problems,
            accept=feed.accept if hook else None,
            path=(hook.path or "/") if hook else "",
            secret=secret,
        )
        try:
            listener = listen(settings.web_host, settings.web_port)
        except PortBusy as error:
            raise SettingsError(f"{PREFIX}WEB_PORT: {error}.") from None
        stack.callback(listener.close)  # also when the start fails after this
        self.web_port = listener.getsockname()[1]
        server = WebServer(app)
        self._parts.append(Part(partial(server.serve, [listener]), server.stop))

    def _prepare_sender(
        self, stack: AsyncExitStack, district: DistrictData, speech: Speech
    ) -> None:
        client = TelegramClient(self.settings.token, self.settings.telegram_api)
        stack.push_async_callback(client.close)
        config = Config() if self.settings.flood_rules else Config(limits=None)
        sender = Sender(self._database, client, district, speech, self.clock, config)
        self._parts.append(Part(sender.run, sender.stop, lambda: sender.broken))

    def _prepare_clock(self, district: DistrictData) -> None:
        alarm = AlarmClock(self._database, district, self.clock, self.settings.clock_url)
        if isinstance(self.clock, OffsetClock):
            self.clock.moved = alarm.ring_now
        self._parts.append(Part(alarm.run, alarm.stop, lambda: alarm.trouble))

    async def _prepare_lanes(
        self, stack: AsyncExitStack, district: DistrictData, speech: Speech, feed: Feed
    ) -> None:
        settings = self.settings
        bot = Bot(settings.token, session=session_to(settings.telegram_api))
        stack.push_async_callback(bot.session.close)
        me = await self._meet_telegram(bot)
        if me is None:
            return
        dispatcher = Dispatcher(storage=SqlStorage())
        install(dispatcher)
        data = {
            "district": district,
            "understander": understander_of(knowledge_of(district), settings),
            "speech": speech,
            "settings": settings,
            "bot_name": me.username,
        }
        lanes = Lanes(
            self._database,
            dispatcher,
            bot,
            me,
            district_id=district.id,
            clock=self.clock,
            owner=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
            data=data,
        )
        feed.in_transaction = lanes.claim_with
        self._parts.append(Part(lanes.run, lanes.stop))
        fetcher = Fetcher(
            self._database, bot, settings.data_dir / "files", district_id=district.id
        )
        self._parts.append(Part(fetcher.run, fetcher.stop))
        if not settings.webhook_url:
            poller = Poller(api=settings.telegram_api, token=settings.token, feed=feed)
            self._parts.append(Part(poller.run, poller.stop, lambda: poller.trouble))

    async def _meet_telegram(self, bot: Bot) -> User | None:
        """Who we are, and how updates come. Waits for Telegram while it is away; None when the
        program is to stop meanwhile. Raises SettingsError for a token that it does not know."""
        wait = 1.0
        while not self.stopping.is_set():
            try:
                me = await bot.get_me()
                await self._choose_way_in(bot)
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise SettingsError(f"Telegram does not know this {PREFIX}BOT_TOKEN.") from None
            except TelegramBadRequest as error:  # of setWebhook: an address it cannot use
                raise SettingsError(f"{PREFIX}WEBHOOK_URL: {error.message}.") from None
            except (TelegramAPIError, ClientDecodeError) as error:
                log.warning("Telegram is away (%s); again in %.0f s", type(error).__name__, wait)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.stopping.wait(), wait)
                wait = min(2 * wait, SLOWEST_RETRY)
            else:
                return me
        return None

    async def _choose_way_in(self, bot: Bot) -> None:
        """A webhook when there is an address for it, else polling."""
        settings = self.settings
        if settings.webhook_url and settings.webhook_secret:
            await bot.set_webhook(
                settings.webhook_url,
                secret_token=settings.webhook_secret.get_secret_value(),
                max_connections=CONNECTIONS,
                allowed_updates=list(KINDS),
            )
        elif not settings.webhook_url:
            await bot.delete_webhook()


async def _run(part: Part) -> None:
    await part.run()
