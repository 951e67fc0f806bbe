"""The sender for tests: what is told to it, what phones hear.

`python -m tests.bot.mouth DATABASE_URL API CRASH_POINT[:n]` speaks until it is killed there.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from bot.clocks import Clock, SystemClock
from bot.push.rates import Limits
from bot.push.sender import Config, Sender
from bot.push.telegram import TelegramClient
from bot.texts.speech import Speech
from service.district import DistrictData, read_district
from service.loading import load_pack
from service.pack import read_pack
from storage import crashpoints, outbox
from storage.database import Database
from storage.ground import District
from storage.models import Person
from storage.outbox import ROWS
from tests.bot.people import Phones, until
from tests.conftest import MORNING

TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"
BOT_ID = 7000000001
DISTRICT = "qingting"
SPEECH = Speech()


async def open_district(database: Database) -> DistrictData:
    """A district without places and units: enough for plain messages."""
    async with database.transaction() as session:
        if await session.get(District, DISTRICT) is None:
            settings = {"timezone": "Asia/Shanghai", "taxonomy_version": "1"}
            session.add(
                District(
                    id=DISTRICT, name="Q", prefix="QT", version="1", digest="0",
                    settings=settings, loaded_at=MORNING,
                )
            )  # fmt: skip
            await session.flush()
        return await read_district(session, DISTRICT, BOT_ID)


async def demo_district(database: Database) -> DistrictData:
    """The demo district with its places, units and classes."""
    pack = read_pack(Path(__file__).parents[2] / "districts" / DISTRICT)
    async with database.transaction() as session:
        await load_pack(session, pack, MORNING)
        return await read_district(session, pack.id, BOT_ID)


@asynccontextmanager
async def speaking(
    database: Database,
    api: str,
    *,
    clock: Clock | None = None,
    limits: Limits | None = None,
    patience: float = 10,
    in_flight: int = 8,
    district: DistrictData | None = None,
    token: str = TOKEN,
) -> AsyncIterator[Sender]:
    """A running sender, stopped as the program stops it."""
    client = TelegramClient(token, api, patience=patience)
    sender = Sender(
        database,
        client,
        district or await open_district(database),
        SPEECH,
        clock or SystemClock(),
        Config(in_flight=in_flight, limits=limits),
    )
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(sender.run())
            try:
                yield sender
            finally:
                sender.stop()
    finally:
        await client.close()


async def tell(
    database: Database, chat_id: int, text: str, kind: str = "status", **more: Any
) -> int:
    """One plain message, as a handler would leave it."""
    async with database.transaction() as session:
        return await outbox.enqueue(
            session,
            district_id=DISTRICT,
            bot_id=BOT_ID,
            chat_id=chat_id,
            kind=kind,
            now=MORNING,
            **{"method": "sendMessage", "args": {"chat_id": chat_id, "text": text}, **more},
        )


async def settle(database: Database, number: int, clock: Clock) -> UUID:
    """A person of this chat."""
    person_id = UUID(int=number)
    async with database.transaction() as session:
        session.add(
            Person(
                district_id=DISTRICT, id=person_id, telegram_id=number, chat_id=number,
                client_language="zh-hans", created_at=clock.now(),
            )
        )  # fmt: skip
    return person_id


async def rows(database: Database) -> list[Any]:
    async with database.reading() as session:
        found = await session.execute(select(ROWS).order_by(ROWS.c.id))
        return list(found.all())


async def states(database: Database) -> list[str]:
    return [row.state for row in await rows(database)]


async def hurry(database: Database) -> None:
    """What waits for its next try need not wait."""
    async with database.transaction() as session:
        await session.execute(
            update(ROWS).where(ROWS.c.state == "new").values(next_at=outbox.AT_ONCE)
        )
    database.wake("outbox")


async def silence(database: Database, *, hurried: bool = False) -> None:
    """Return when everything was said, or given up."""

    async def nothing_waits() -> bool:
        if hurried:
            await hurry(database)
        return not {"new", "run"}.intersection(await states(database))

    await until(nothing_waits)


async def heard(phones: Phones, chat_id: int) -> list[str]:
    """What the bot wrote into this chat, in order, photos as their caption."""
    answer = (await phones.http.get(f"/sandbox/people/{chat_id}/chat")).json()
    messages = sorted(answer["messages"], key=lambda message: message["message_id"])
    return [m.get("text", m.get("caption", "")) for m in messages if not m["out"]]


async def fault(phones: Phones, kind: str, **more: Any) -> None:
    await phones.post("faults", {"kind": kind, **more})


async def _main(url: str, api: str, crash: str) -> None:
    name, _, nth = crash.partition(":")
    crashpoints.arm(name, int(nth or 1))
    async with speaking(Database(url), api):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
