"""A town whose bot is killed: starts and ends of the program, and the count of what was doubled.

Nothing here trusts the program: what was said is read from the sandbox's log of requests, what
should have been said from the tables.
"""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from storage.models import Order, Person, Reporter
from storage.outbox import AT_ONCE, ROWS
from storage.queues import InboxUpdate, OutboxMessage
from tests.bot.people import until
from tests.chaos.program import PATIENCE, Program
from tests.e2e.phones import LONG_POLL, NUMBER
from tests.e2e.story import TOKEN, Stage
from tests.processes import KILLED

IN_FLIGHT = 8  # of the sender: the most that one crash may double
ALL_ROLES = ""


@dataclass(frozen=True)
class Delivered:
    """A message that the sandbox took: where, its number there, what it says."""

    chat: int
    message_id: int
    text: str


class Town(Stage):
    """A stage whose program is a process of its own, or several."""

    def __init__(self, sandbox: str, database_url: str, data_dir: Path) -> None:
        super().__init__(sandbox, database_url, data_dir)
        self.program: Program | None = None
        self._programs: list[Program] = []
        self._names = count(1)
        self._folder = data_dir
        self._on_the_wire: list[set[int]] = []  # of each kill: the rows that had been claimed
        self.tally: dict[str, int] = {}  # once found sound, for docs/evidence/chaos.md
        self._settings = {
            "MINSHENG_BOT_TOKEN": TOKEN,
            "MINSHENG_DATABASE_URL": database_url,
            "MINSHENG_TELEGRAM_API": sandbox,
            "MINSHENG_CLOCK_URL": f"{sandbox}/sandbox/clock",
            "MINSHENG_DATA_DIR": str(data_dir),
            "MINSHENG_WEB_PORT": "0",
            "MINSHENG_FLOOD_RULES": "false",
        }

    @asynccontextmanager
    async def besieged(self) -> AsyncIterator["Town"]:
        """No program runs yet; none does afterwards."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            yield self
        finally:
            for program in self._programs:
                if program.alive:
                    await program.kill()
            await self.database.close()
            await self.http.aclose()

    # --- lives and deaths --------------------------------------------------------------------

    async def begins(
        self, crash: str = "", roles: str = ALL_ROLES, *, anew: bool = False
    ) -> Program:
        """Start the program; `crash`: where and at which pass it will die."""
        log = self._folder / f"program-{next(self._names)}.log"
        self.program = Program(self._settings, log, crash=crash, roles=roles, anew=anew)
        self._programs.append(self.program)
        return self.program

    async def dies(self) -> None:
        """Wait until the crash point has been reached."""
        assert self.program is not None
        code = await self.program.ended()
        assert code == KILLED, f"ended with {code}:\n{self.program.log()}"
        await self._look_at_the_wire()

    async def is_killed(self) -> None:
        assert self.program is not None
        assert self.program.alive, self.program.log()
        await self.program.kill()
        await self._look_at_the_wire()

    async def stops(self) -> None:
        """SIGTERM: it ends by itself, and soon, and leaves nothing half done."""
        assert self.program is not None
        self.program.tell(signal.SIGTERM)
        code = await self.program.ended(within=10)
        assert code == 0, f"ended with {code}:\n{self.program.log()}"
        assert await self._claimed(OutboxMessage) == []
        assert await self._claimed(InboxUpdate) == []

    async def _look_at_the_wire(self) -> None:
        """Remember what may come twice. On PostgreSQL a minute passes for the dead, that is their
        leases end; on SQLite the next process knows that it is alone."""
        assert self.program is not None
        claimed = await self._claimed(OutboxMessage)
        mine = {row.id for row in claimed if f":{self.program.pid}:" in (row.owner or "")}
        assert len(mine) <= IN_FLIGHT
        self._on_the_wire.append(mine)
        if self.database.is_sqlite:
            return
        async with self.database.transaction() as session:
            await session.execute(
                update(ROWS).where(ROWS.c.id.in_(mine)).values(lease_until=AT_ONCE)
            )

    async def _claimed(self, table: type[OutboxMessage] | type[InboxUpdate]) -> list[Any]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(table).where(table.state == "run")))

    async def handled(self) -> int:
        """How many updates are done with."""
        async with self.database.reading() as session:
            done = select(func.count()).select_from(InboxUpdate).where(InboxUpdate.state == "done")
            return int((await session.execute(done)).scalar_one())

    async def has_handled_more_than(self, number: int) -> bool:
        return await self.handled() > number

    async def chats_move(self, times: int) -> None:
        """Until so many things have been written or repainted in the chats from now on."""
        now = (await self._get("events"))["seq"]
        last, end = now + times, self._real_time() + PATIENCE
        while now < last:
            assert self._real_time() < end, "nobody hears anything"
            now = (await self._get(f"events?after={now}&wait={LONG_POLL}"))["seq"]

    def _real_time(self) -> float:
        return asyncio.get_running_loop().time()

    # --- what must hold ------------------------------------------------------------------------

    async def settles(self) -> None:
        """Nothing waits any more. A restart takes longer than an answer."""
        try:
            await until(self._is_quiet, within=PATIENCE)
        except AssertionError:
            log = self.program.log() if self.program else ""
            raise AssertionError(f"{await self._leftovers()}\n{log}") from None

    async def is_sound(self, numbers: Collection[str]) -> int:
        """All that was promised. `numbers`: the orders that residents were told of, one for each
        message that asked for one. Returns how many messages came twice."""
        await self.catches_up()
        problems = await self._get("problems")
        assert problems == [], problems
        await self._is_sound()
        assert len(set(numbers)) == len(numbers)
        await self._orders_are(set(numbers))
        await self._everybody_was_told_of_their_own()
        twice = await self._doubled()
        self.tally = {
            "deaths": len(self._on_the_wire),
            "orders": len(numbers),
            "messages": len(await self._delivered()),
            "twice": twice,
        }
        return twice

    async def _orders_are(self, numbers: set[str]) -> None:
        """One order for each report; no number was said that is not there."""
        async with self.database.reading() as session:
            known = set(await session.scalars(select(Order.number)))
        said = {match.group(0) for one in await self._delivered() for match in numbers_in(one)}
        assert known == numbers
        assert said == numbers

    async def _everybody_was_told_of_their_own(self) -> None:
        """By the pack, not by the program: the resident, the grid's deputies, the unit."""
        async with self.database.reading() as session:
            orders = {order.number: order for order in await session.scalars(select(Order))}
            reporters = {
                (order_id, chat)
                for order_id, chat in await session.execute(
                    select(Reporter.order_id, Person.chat_id).join(
                        Person, Person.id == Reporter.person_id
                    )
                )
            }
        for one in await self._delivered():
            for match in numbers_in(one):
                order = orders[match.group(0)]
                theirs = (order.id, one.chat) in reporters or one.chat in self._workers(order)
                assert theirs, f"{one.chat} was told of {order.number}: {one.text}"

    def _workers(self, order: Order) -> set[int]:
        deputies = {code for (grid, _), code in self._links.items() if grid == order.grid}
        offices = (f"{order.lead_unit}-", f"{order.station}-")
        return {
            seat.person
            for seat in self._seats
            if seat.deputy in deputies or any(name.startswith(offices) for name in seat.offices)
        }

    async def _doubled(self) -> int:
        """Every message that is in a chat and in no row had been on the wire at a kill, and the
        row's own message is the next of ours in that chat; nothing else came twice."""
        async with self.database.reading() as session:
            rows = (await session.scalars(select(OutboxMessage))).all()
        sent = [(row.lane, row.message_id) for row in rows if row.message_id is not None]
        delivered = {(one.chat, one.message_id): one for one in await self._delivered()}
        assert set(sent) <= delivered.keys(), "marked as sent, and never came"
        twice = sorted(delivered.keys() - set(sent))
        wire = Counter(row_id for kill in self._on_the_wire for row_id in kill)
        by_id = {row.id: row for row in rows}
        for chat, message_id in twice:
            at_risk = [by_id[key] for key in wire if wire[key] and by_id[key].lane == chat]
            following = min((m for c, m in sent if c == chat and m > message_id), default=None)
            mine = [r for r in at_risk if r.message_id == following or r.state != "sent"]
            assert mine, f"came twice without a crash: {delivered[chat, message_id]}"
            wire[mine[0].id] -= 1
        return len(twice)

    async def _delivered(self) -> list[Delivered]:
        """New messages that the sandbox took, oldest first; nobody sends anything but texts."""
        answer = await self.http.get("/sandbox/requests")
        return [
            Delivered(
                int(entry["params"]["chat_id"]),
                int(entry["answer"]["message_id"]),
                str(entry["params"]["text"]),
            )
            for entry in answer.json()
            if entry["ok"] and entry["method"] == "sendMessage"
        ]


def numbers_in(one: Delivered) -> list[re.Match[str]]:
    return list(NUMBER.finditer(one.text))
