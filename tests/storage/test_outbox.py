"""Claims and marks of the outbox, on SQLite and PostgreSQL. reliability.md 4.4."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage import sending
from storage.database import Database
from storage.outbox import ROWS, enqueue
from storage.sending import Claimed, Mark
from tests.conftest import MORNING

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002
A, B = 501, 502
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


async def put(database: Database, lane: int, kind: str = "status", **more) -> int:
    async with database.transaction() as session:
        return await enqueue(
            session,
            **{
                "district_id": "qingting",
                "bot_id": BOT,
                "chat_id": lane,
                "kind": kind,
                "now": MORNING,
                "method": "sendMessage",
                **more,
            },
        )


async def take(
    database: Database, limit: int = 10, now: datetime = NOW, owner: str = "me", **more
) -> list[Claimed]:
    async with database.transaction() as session:
        return await sending.claim(session, bot_id=BOT, owner=owner, limit=limit, now=now, **more)


async def mark(database: Database, *marks: Mark, owner: str = "me", now=NOW) -> None:
    async with database.transaction() as session:
        await sending.mark(session, marks, bot_id=BOT, owner=owner, now=now, today=MORNING)


async def row_of(database: Database, number: int):
    async with database.reading() as session:
        return (await session.execute(select(ROWS).where(ROWS.c.id == number))).one()


def ids(rows: list[Claimed]) -> list[int]:
    return [row.id for row in rows]


async def test_the_same_dedupe_is_kept_once(database):
    first = await put(database, A, dedupe="step:1")
    assert await put(database, A, dedupe="step:1") == first
    assert await put(database, A) != first


async def test_a_row_is_a_text_or_a_method(database):
    with pytest.raises(ValueError, match="either a text or a method"):
        await put(database, A, text_id="card")
    with pytest.raises(KeyError):
        await put(database, A, kind="gossip")


async def test_a_claim_wakes_the_sender_after_the_commit(database):
    hint = database.hint("outbox")
    async with database.transaction() as session:
        await enqueue(
            session, district_id="q", bot_id=BOT, chat_id=A, kind="ack", now=NOW, method="x"
        )
        assert not hint.is_set()
    assert hint.is_set()


async def test_only_the_head_of_each_chat_is_taken(database):
    first, second = await put(database, A), await put(database, A)
    other = await put(database, B)
    taken = await take(database)
    assert ids(taken) == [first, other]
    assert await take(database) == []
    await mark(database, *(Mark(row=row, state="sent") for row in taken))
    assert ids(await take(database)) == [second]


async def test_the_most_urgent_chats_come_first(database):
    late = await put(database, A, kind="digest")
    early = await put(database, B, kind="ack")
    assert ids(await take(database, limit=1)) == [early]
    assert ids(await take(database, limit=1)) == [late]


async def test_danger_has_a_lane_of_its_own(database):
    plain = await put(database, A)
    danger = await put(database, A, kind="escalation")
    assert ids(await take(database)) == [danger, plain]


async def test_a_chat_without_tokens_waits_but_not_for_danger(database):
    await put(database, A)
    danger = await put(database, A, kind="escalation")
    other = await put(database, B)
    assert ids(await take(database, dry_lanes=[A])) == [danger, other]


async def test_pushes_can_be_left_out(database):
    await put(database, A)
    answer = await put(database, B, kind="ack")
    assert ids(await take(database, most_urgent=1)) == [answer]


async def test_other_bots_are_not_spoken_for(database):
    await put(database, A, bot_id=OTHER_BOT)
    mine = await put(database, A)
    assert ids(await take(database)) == [mine]


async def test_a_retry_blocks_its_chat_until_it_is_due(database):
    first = await put(database, A)
    await put(database, A)
    (row,) = await take(database)
    await mark(database, Mark(row=row, state="new", delay=timedelta(seconds=30)))
    assert await take(database, now=NOW + timedelta(seconds=29)) == []
    (again,) = await take(database, now=NOW + timedelta(seconds=30))
    assert (again.id, again.tries, again.uncertain) == (first, 2, False)
    assert again.first_try_at == NOW


async def test_a_lease_that_ended_is_taken_over_as_uncertain(database):
    await put(database, A)
    (row,) = await take(database, owner="dead")
    assert await take(database, now=NOW + timedelta(seconds=59)) == []
    (again,) = await take(database, now=NOW + timedelta(seconds=61))
    assert (again.id, again.uncertain) == (row.id, True)


async def test_only_its_owner_marks_a_row(database):
    await put(database, A)
    (row,) = await take(database, owner="slow")
    await take(database, now=NOW + timedelta(seconds=61), owner="me")
    await mark(database, Mark(row=row, state="dead"), owner="slow")
    assert (await row_of(database, row.id)).state == "run"
    await mark(database, Mark(row=row, state="sent", message_id=7))
    await mark(database, Mark(row=row, state="dead"))
    marked = await row_of(database, row.id)
    assert (marked.state, marked.message_id, marked.sent_at) == ("sent", 7, MORNING)


async def test_what_is_expired_is_closed_and_frees_its_chat(database):
    stale = await put(database, A, expires_at=MORNING)
    next_one = await put(database, A)
    async with database.transaction() as session:
        late = MORNING + timedelta(seconds=1)
        await sending.close_expired(session, bot_id=BOT, now=NOW, today=late)
    assert (await row_of(database, stale)).state == "cancelled"
    assert ids(await take(database)) == [next_one]


async def test_a_dead_predecessors_rows_are_free_at_once(database):
    await put(database, A)
    await take(database, owner="dead")
    async with database.transaction() as session:
        await sending.return_abandoned(session, bot_id=BOT)
    assert [row.uncertain for row in await take(database)] == [True]


async def test_two_senders_never_have_the_same_chat(database):
    """Whatever the interleaving: the database allows one message in flight per chat."""
    told = {await put(database, lane) for lane in range(1, 31)}
    taken: list[list[Claimed]] = []

    async def claim(owner: str) -> None:
        for _ in range(10):
            try:
                taken.append(await take(database, limit=2, owner=owner))
            except IntegrityError:
                continue

    async with asyncio.TaskGroup() as group:
        for owner in ("one", "two", "three"):
            group.create_task(claim(owner))
    numbers = [number for rows in taken for number in ids(rows)]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= told
