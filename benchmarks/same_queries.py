"""What one question "is it the same thing again?" costs, asked of 100,000 open orders.

`python -m benchmarks.same_queries [--database URL]` fills a database (an SQLite file of its own
without URL; a given one must be empty) with orders of the last 72 hours whose texts are words
drawn at random, in the demo district's grids and classes, a tenth of them in one class; then asks
for 1,000 of them whether they are the same as another. Seed 3. `first`: texts that no question has
met before in this process are cut into words; `again`: the same questions once more.
"""

import argparse
import asyncio
import resource
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

from sqlalchemy import insert

from benchmarks.house import BOT_ID, PACK
from bot.nlp.similar import SHIPPED
from domain.roles import Actor
from service import similar
from service.desk import Desk
from service.district import DistrictData, read_district
from service.loading import load_pack
from service.pack import read_pack
from storage.database import Database
from storage.ids import uuid7
from storage.migrate import upgrade
from storage.models import Order

ORDERS, QUESTIONS, SEED = 100_000, 1_000, 3
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
AT_ONCE = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", help="URL of an empty database")
    given = parser.parse_args().database
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(given or f"sqlite+aiosqlite:///{Path(folder) / 'same.sqlite'}"))


async def measure(url: str) -> None:
    await upgrade(url)
    database = Database(url)
    async with database.transaction() as session:
        await load_pack(session, read_pack(PACK), NOW)
        district = await read_district(session, "qingting", BOT_ID)
    chance = Random(SEED)
    words = [line.split(",")[0] for line in SHIPPED.read_text(encoding="utf-8").splitlines()[1:]]
    orders = [_an_order(district, chance, words, number) for number in range(ORDERS)]
    for start in range(0, ORDERS, AT_ONCE):
        async with database.transaction() as session:
            await session.execute(insert(Order), orders[start : start + AT_ONCE])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    questions = [Order(**row) for row in chance.sample(orders, QUESTIONS)]
    for name in ("first", "again"):
        for clock, spent in zip(
            ("", " (processor)"), await _ask(database, district, questions), strict=True
        ):
            _report(name + clock, spent)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{(after - before) / 1000:.0f} MB more at the peak")
    await database.close()


async def _ask(
    database: Database, district: DistrictData, questions: Sequence[Order]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each, by the clock on the wall and of the processor (all threads)."""
    wall, processor = [], []
    async with database.reading() as session:
        for order in questions:
            start, used = perf_counter(), process_time()
            await similar.find(Desk(session, district, NOW), order, Actor(None))
            wall.append((perf_counter() - start) * 1000)
            processor.append((process_time() - used) * 1000)
    return wall, processor


def _report(name: str, spent: Sequence[float]) -> None:
    cut = quantiles(spent, n=100)
    print(f"{name}: p50 {cut[49]:.2f} ms, p95 {cut[94]:.2f} ms, p99 {cut[98]:.2f} ms")


def _an_order(
    district: DistrictData, chance: Random, words: Sequence[str], number: int
) -> dict[str, object]:
    codes = [c.code for c in district.categories.values() if not (c.sealed or c.referral)]
    grid = district.grids[chance.choice(list(district.grids))]
    at = NOW - timedelta(seconds=chance.randrange(72 * 3600))
    text = "".join(chance.choice(words) for _ in range(chance.randrange(5, 30)))
    return {
        "district_id": district.id,
        "id": uuid7(at),
        "number": f"QT-{number}",
        "status": "confirming",
        "intent": "report",
        "text_original": text,
        "text_normal": text,
        "category": codes[0] if chance.random() < 0.1 else chance.choice(codes),
        "taxonomy_version": district.version,
        "confidence": 0.9,
        "margin": 0.5,
        "trace": {"words": []},
        "grid": grid.code,
        "community": grid.community,
        "grid_certainty": "exact",
        "grid_candidates": [],
        "returned_by": [],
        "urgency": "normal",
        "limit_class": "W5",
        "submitted_at": at,
        "moved_at": at,
        "sealed": False,
        "hazard": False,
        "followers": 0,
    }


if __name__ == "__main__":
    main()
