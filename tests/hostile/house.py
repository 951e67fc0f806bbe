"""A stage for bad guests: strangers by the dozen, raw updates, and a look at everything said."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy import delete, select

from bot.texts.speech import Speech
from service.invariants import violations
from storage.ids import uuid7
from storage.models import Event, Order, Person, Reporter, RoleGrant
from storage.queues import InboxUpdate, OutboxMessage
from tests.e2e.story import SECRET, Stage

LANGUAGE = "zh-Hans"
SPEECH = Speech()
NUMBER = re.compile(r"QT-\d{8}-\d{5}")
TRACES = re.compile(
    r"Traceback|\b\w+(?:Error|Exception)\b|NoneType|sqlalchemy|asyncpg|aiosqlite|\.py\b"
)
JSON = "application/json"
PATIENCE = 60.0
FIRST_STRANGER = 8_900_000_001


class House(Stage):
    """`dead`: how many updates the test means to be put aside."""

    dead = 0

    @asynccontextmanager
    async def playing(self) -> AsyncIterator["House"]:
        """The program runs; at the end all is sound, but for what was meant to be put aside."""
        try:
            await self.starts()
            yield self
            await self.settles()
            await self._still_sound()
        finally:
            await self.stops()
            await self.database.close()
            await self.http.aclose()

    async def _still_sound(self) -> None:
        assert await self._get("problems") == []
        now = await self.now()
        assert [line async for line in violations(self.database, "qingting", now)] == []
        errors = await self.put_aside()
        assert len(errors) == self.dead, errors
        async with self.database.reading() as session:
            unsaid = await session.execute(
                select(OutboxMessage.text_id, OutboxMessage.method, OutboxMessage.error).where(
                    OutboxMessage.state == "dead"
                )
            )
            assert unsaid.all() == []
        for text in (text for texts in (await self.told()).values() for text in texts):
            assert not TRACES.search(text), text

    async def settles(self) -> None:
        """As on any stage; looked at less often, since looking costs as much as the work."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not await self._is_quiet():
            assert loop.time() < end, f"work is left over\n{await self._leftovers()}"
            await asyncio.sleep(0.1)

    async def put_aside(self) -> list[str]:
        """Why updates are dead."""
        async with self.database.reading() as session:
            rows = await session.scalars(
                select(InboxUpdate.error).where(InboxUpdate.state == "dead")
            )
            return [str(row) for row in rows]

    # --- guests ------------------------------------------------------------------------------

    async def strangers(self, count: int, language: str = "zh-hans") -> list[int]:
        """New people, by their numbers."""
        numbers = [FIRST_STRANGER + n for n in range(count)]
        for number in numbers:
            person = {"id": number, "first_name": "某人", "language_code": language}
            await self._post("people", person)
        return numbers

    async def writes(self, person: int, text: str) -> None:
        """As it is; what no client would send comes as a raw update."""
        if text:
            await self._post(f"people/{person}/say", {"text": text, "raw": True})
        else:
            await self.injects({"message": self.message(person, text="")})

    async def forges(self, person: int, data: str, message_id: int = 1) -> str:
        """Press what no button carries; the number of the press."""
        body = {"message_id": message_id, "data": data, "force": True}
        return str((await self._post(f"people/{person}/press", body))["callback_query_id"])

    async def injects(self, update: dict[str, Any]) -> int:
        """A raw update into the sandbox's queue."""
        return int((await self._post("updates", update))["update_id"])

    async def posts(self, update: object, secret: str = SECRET) -> int:
        """A raw update to the program's webhook; the status of its answer."""
        header = {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with httpx.AsyncClient() as http:
            answer = await http.post(self.entry, content=json.dumps(update), headers=header)
        return answer.status_code

    @property
    def entry(self) -> str:
        return f"http://127.0.0.1:{self._port}/telegram"

    @staticmethod
    def message(person: int, **content: Any) -> dict[str, Any]:
        """A message of the private chat of a person."""
        return {
            "message_id": 1,
            "date": 1_795_400_000,
            "chat": {"id": person, "type": "private", "first_name": "某人"},
            "from": {"id": person, "is_bot": False, "first_name": "某人"},
            **content,
        }

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        """Escaped, since httpx cannot write lone surrogates."""
        answer = await self.http.post(
            f"/sandbox/{path}", content=json.dumps(body), headers={"Content-Type": JSON}
        )
        assert not answer.is_error, answer.text
        return answer.json()

    # --- looking -----------------------------------------------------------------------------

    async def told(self) -> dict[int, list[str]]:
        """Chat -> every text the bot sent or put there, and every toast of the person."""
        found: dict[int, list[str]] = {}
        for entry in await self._get("requests"):
            words = entry["params"].get("text") or entry["params"].get("caption")
            if words and "chat_id" in entry["params"]:
                found.setdefault(int(entry["params"]["chat_id"]), []).append(str(words))
        return found

    async def toasts(self) -> dict[str, str]:
        """Number of the press -> the word over the chat."""
        entries = await self._get("requests?method=answerCallbackQuery")
        return {
            str(entry["params"]["callback_query_id"]): str(entry["params"].get("text") or "")
            for entry in entries
        }

    async def reported(self, person: int) -> Sequence[Order]:
        """Orders of a person, oldest first."""
        async with self.database.reading() as session:
            query = (
                select(Order)
                .join(Reporter, Reporter.order_id == Order.id)
                .join(Person, Person.id == Reporter.person_id)
                .where(Person.telegram_id == person)
                .order_by(Order.submitted_at, Order.id)
            )
            return (await session.execute(query)).scalars().all()

    async def history(self, order: Order) -> list[tuple[str, str]]:
        """Action and role of each event."""
        async with self.database.reading() as session:
            rows = await session.execute(
                select(Event.action, Event.role)
                .where(Event.order_id == order.id)
                .order_by(Event.seq)
            )
            return [(row.action, row.role) for row in rows]

    async def grant(
        self, people: Sequence[int], role: str, scope: str, standing: str | None = None
    ) -> None:
        """A role for newcomers."""
        now = await self.now()
        async with self.database.transaction() as session:
            for number in people:
                person = Person(
                    district_id="qingting", id=uuid7(now), telegram_id=number, chat_id=number,
                    client_language="zh-hans", created_at=now,
                )  # fmt: skip
                session.add(person)
                await session.flush()
                session.add(
                    RoleGrant(
                        district_id="qingting", person_id=person.id, role=role, scope=scope,
                        standing=standing, granted_at=now,
                    )
                )  # fmt: skip

    async def revokes(self, person: int) -> None:
        """All roles of somebody are gone."""
        async with self.database.transaction() as session:
            who = select(Person.id).where(Person.telegram_id == person).scalar_subquery()
            await session.execute(delete(RoleGrant).where(RoleGrant.person_id == who))


def scrubbed(text: str, order: Order | None) -> str:
    """Without what chance chose: the numbers of orders."""
    if order is not None:
        text = text.replace(order.number, "QT-N").replace(order.number[-5:], "N")
    return NUMBER.sub("QT-N", text)


def said(text_id: str) -> str:
    """A text without variables, as a resident reads it."""
    return SPEECH.say(LANGUAGE, text_id, {}).text
