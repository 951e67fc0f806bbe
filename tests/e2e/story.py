"""The stage of a story: the sandbox, the program in this process, the demo district's people."""

import asyncio
import csv
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import ColumnElement, func, select

from bot.app import App, build
from bot.settings import Settings
from service.invariants import violations
from storage import queries
from storage.database import Database
from storage.models import DeadlineStep, Order, Rating
from storage.queues import InboxUpdate, Notice, OutboxMessage
from tests.e2e.phones import PATIENCE, Phone
from tests.loaded import PACK

TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"
SECRET = "the-secret-of-the-stories-0123456789"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Seat:
    """A line of the demo people."""

    person: int
    name: str
    offices: frozenset[str]
    deputy: str


def read_seats() -> list[Seat]:
    with (PACK / "demo" / "people.csv").open(encoding="utf-8", newline="") as file:
        return [
            Seat(
                int(row["id"]),
                row["last_name"] + row["first_name"],
                frozenset(row["offices"].split()),
                row["deputy"],
            )
            for row in csv.DictReader(file)
        ]


def read_links() -> dict[tuple[str, str], str]:
    """Grid and standing -> the deputy's code."""
    with (PACK / "deputy_links.csv").open(encoding="utf-8", newline="") as file:
        return {(row["grid"], row["role"]): row["deputy"] for row in csv.DictReader(file)}


class Stage:
    """One story's world. Times that a story names are Shanghai's."""

    def __init__(
        self, sandbox: str, database_url: str, data_dir: Path, *, webhook: bool = False
    ) -> None:
        self.http = httpx.AsyncClient(base_url=sandbox, timeout=40, verify=False)  # noqa: S501
        self.database = Database(database_url)
        self._sandbox, self._data_dir = sandbox, data_dir
        self._port = free_port() if webhook else 0
        self._seats, self._links = read_seats(), read_links()
        self._phones: dict[int, Phone] = {}
        self._running = AsyncExitStack()
        self.app: App | None = None

    # --- people ------------------------------------------------------------------------------

    def resident(self, number: int) -> Phone:
        """Of the demo people, 1 to 10."""
        return self._phone(8100000000 + number)

    def deputy_of(self, grid: str) -> Phone:
        return self._deputy(grid, "primary")

    def stand_in_of(self, grid: str) -> Phone:
        return self._deputy(grid, "stand_in")

    def clerk(self, unit: str) -> Phone:
        return self.office(f"{unit}-clerk")

    def head(self, unit: str) -> Phone:
        return self.office(f"{unit}-head")

    def reviewer(self, station: str) -> Phone:
        return self.office(f"{station}-reviewer")

    def staff(self, station: str) -> Phone:
        return self.office(f"{station}-staff")

    def dispatcher(self, number: int = 1) -> Phone:
        return self.office(f"dispatcher-{number}")

    def duty_officer(self, number: int = 1) -> Phone:
        return self.office(f"duty-{number}")

    def sealed_officer(self) -> Phone:
        return self.office("sealed")

    def office(self, name: str) -> Phone:
        return self._phone(next(s.person for s in self._seats if name in s.offices))

    def everybody_but(self, *phones: Phone) -> list[Phone]:
        """All holders of offices and deputies who are not these."""
        known = {phone.person for phone in phones}
        return [self._phone(s.person) for s in self._seats if s.person not in known]

    async def somebody(self, name: str, language: str = "zh-hans") -> Phone:
        """A person who is new to the bot."""
        made = await self._post("people", {"first_name": name, "language_code": language})
        phone = Phone(self.http, int(made["id"]), name)
        self._phones[phone.person] = phone
        return phone

    def _deputy(self, grid: str, standing: str) -> Phone:
        code = self._links[grid, standing]
        return self._phone(next(s.person for s in self._seats if s.deputy == code))

    def _phone(self, person: int) -> Phone:
        name = next((s.name for s in self._seats if s.person == person), str(person))
        return self._phones.setdefault(person, Phone(self.http, person, name))

    # --- time --------------------------------------------------------------------------------

    async def clock_moves(self, **by: float) -> datetime:
        """By timedelta's words; then all that fell due has happened and was said."""
        await self.settles()
        await self._post("clock", {"advance": timedelta(**by).total_seconds()})
        return await self.catches_up()

    async def clock_moves_to(self, when: str) -> datetime:
        """To `2026-11-24 09:00`, ten seconds past."""
        await self.settles()
        await self.jumps_to(when)
        return await self.catches_up()

    async def jumps_to(self, when: str) -> None:
        """The same, without waiting for anybody to notice."""
        moment = datetime.fromisoformat(when).replace(tzinfo=SHANGHAI) + timedelta(seconds=10)
        await self._post("clock", {"to": moment.isoformat()})

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self._get("clock"))["now"])

    async def catches_up(self) -> datetime:
        """Every step and notice that is due has been dealt with."""
        now = await self.now()
        due_step = (DeadlineStep.fired_at.is_(None), DeadlineStep.due_at <= now)
        due_notice = (Notice.sent_at.is_(None), Notice.not_before <= now)
        await self._until(partial(self._none, DeadlineStep, *due_step), "the clock's steps fire")
        await self._until(partial(self._none, Notice, *due_notice), "the notices are said")
        await self.settles()
        return now

    # --- work --------------------------------------------------------------------------------

    async def settles(self) -> None:
        """Nothing waits any more: updates are handled, messages are sent."""
        await self._until(self._is_quiet, "everything is handled and sent")

    async def _is_quiet(self) -> bool:
        if (await self._get("updates/pending"))["count"]:
            return False
        new = (InboxUpdate.state.in_(("new", "run")),)
        open_ = (OutboxMessage.state.in_(("new", "run")),)
        return await self._none(InboxUpdate, *new) and await self._none(OutboxMessage, *open_)

    async def _none(self, table: Any, *conditions: ColumnElement[bool]) -> bool:
        async with self.database.reading() as session:
            query = select(func.count()).select_from(table).where(*conditions)
            return not (await session.execute(query)).scalar_one()

    async def _until(self, check: Callable[[], Awaitable[bool]], what: str) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not await check():
            assert loop.time() < end, f"it never came to that: {what}\n{await self._leftovers()}"
            await asyncio.sleep(0.03)

    async def _leftovers(self) -> str:
        """What waits and what failed, for the eyes of whoever mends it."""
        async with self.database.reading() as session:
            updates = await session.scalars(
                select(InboxUpdate).where(InboxUpdate.state.in_(("new", "run", "dead")))
            )
            messages = await session.scalars(
                select(OutboxMessage).where(OutboxMessage.state.in_(("new", "run", "dead")))
            )
            return "\n".join(
                [f"update {u.update_id} {u.state} {u.error} {u.payload[:300]}" for u in updates]
                + [f"{m.text_id or m.method} {m.state} {m.error} {m.data}" for m in messages]
            )

    async def chats_told_of(self, words: str) -> set[int]:
        """Chats to which something with these words was ever sent."""
        sent = [e for e in await self._get("requests") if words in json.dumps(e["params"])]
        return {int(e["params"]["chat_id"]) for e in sent if "chat_id" in e["params"]}

    async def sees_refused(self, phone: Phone) -> None:
        """Telegram has refused something to this chat."""

        async def refused() -> bool:
            return any(
                not entry["ok"] and str(entry["params"].get("chat_id")) == str(phone.person)
                for entry in await self._get("requests")
            )

        await self._until(refused, f"{phone.name} is refused")

    async def goes_wrong(self, **fault: Any) -> None:
        """A fault of the sandbox's Telegram, once unless it says otherwise."""
        await self._post("faults", fault)

    async def chat_starts(self, phone: Phone) -> list[int]:
        """Numbers of the bot's messages in the order in which they came."""
        return sorted(message.id for message in await phone.chat())

    def inside(self, grid: str) -> tuple[float, float]:
        """Latitude and longitude in the middle of a grid's outline."""
        shapes = json.loads((PACK / "grids.geojson").read_text(encoding="utf-8"))["features"]
        shape = next(s for s in shapes if s["properties"]["code"] == grid)
        ring = shape["geometry"]["coordinates"][0]
        corners = ring[:-1]
        return (
            sum(corner[1] for corner in corners) / len(corners),
            sum(corner[0] for corner in corners) / len(corners),
        )

    async def order(self, number: str) -> Order:
        """The row, for what no chat shows."""
        async with self.database.reading() as session:
            found = await session.execute(select(Order).where(Order.number == number))
            return found.scalar_one()

    async def ratings(self, number: str) -> list[Rating]:
        order = await self.order(number)
        async with self.database.reading() as session:
            rows = await session.scalars(select(Rating).where(Rating.order_id == order.id))
        return list(rows)

    async def events(self, number: str) -> list[str]:
        """Actions of the order, in their order."""
        order = await self.order(number)
        async with self.database.reading() as session:
            rows = await queries.events_of(session, order.district_id, order.id)
        return [row.action for row in rows]

    # --- the program ---------------------------------------------------------------------------

    @asynccontextmanager
    async def playing(self) -> AsyncIterator["Stage"]:
        """The program runs; at the end everything must be sound."""
        try:
            await self.starts()
            yield self
            await self.settles()
            await self._is_sound()
        finally:
            await self.stops()
            await self.database.close()
            await self.http.aclose()

    async def starts(self) -> None:
        hook = f"http://127.0.0.1:{self._port}/telegram" if self._port else None
        settings = Settings(
            bot_token=TOKEN,
            database_url=self.database.url,
            telegram_api=self._sandbox,
            clock_url=f"{self._sandbox}/sandbox/clock",
            data_dir=self._data_dir,
            web_port=self._port,
            webhook_url=hook,
            webhook_secret=SECRET if hook else None,
            flood_rules=False,
        )
        roles = ("inbox", "push", "clock", "web") if hook else ("inbox", "push", "clock")
        self.app = await self._running.enter_async_context(build(settings, roles=roles).running())

    async def stops(self) -> None:
        await self._running.aclose()
        self._running = AsyncExitStack()

    async def restarts(self) -> None:
        """The program ends, and another begins on the same database."""
        await self.stops()
        await self.starts()

    async def _is_sound(self) -> None:
        assert await self._get("problems") == []
        now = await self.now()
        assert [line async for line in violations(self.database, "qingting", now)] == []
        async with self.database.reading() as session:
            dead = await session.scalars(
                select(InboxUpdate.error).where(InboxUpdate.state == "dead")
            )
            unsaid = await session.execute(
                select(OutboxMessage.text_id, OutboxMessage.method, OutboxMessage.error).where(
                    OutboxMessage.state == "dead"
                )
            )
            assert [*dead, *unsaid] == []

    async def _get(self, path: str) -> Any:
        answer = await self.http.get(f"/sandbox/{path}")
        answer.raise_for_status()
        return answer.json()

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert not answer.is_error, answer.text
        return answer.json() if answer.content else None


def free_port() -> int:
    """Of this machine; the webhook's address has to be known before the program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
