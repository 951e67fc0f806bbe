"""Ends at moments that nobody chose: SIGKILL, SIGTERM, and a handler's process beside a sender's.

reliability.md T1, T4, P4. The seed stands in the test's name; MINSHENG_CHAOS_SEED plays it again.
"""

import asyncio
import os
from functools import partial
from random import Random

import pytest

from tests.bot.people import until
from tests.chaos.crowd import Crowd
from tests.chaos.life import live_a_day
from tests.chaos.program import FULL, PATIENCE
from tests.chaos.test_named_points import STEPS, WAY_IN, alternating
from tests.chaos.town import Town

# All workers of one run have to collect the same names, hence the run's own number.
RUN = int(os.environ.get("PYTEST_XDIST_TESTRUNUID", "0") or "0", 16) % 1_000_000
SEED = int(os.environ.get("MINSHENG_CHAOS_SEED", RUN))
KILLS = 60 if FULL else 5
STOPS = 20 if FULL else 3
HANDLING = (*WAY_IN, *STEPS) if FULL else (*WAY_IN, *STEPS)[::2]


@pytest.mark.parametrize("seed", [SEED], ids=[f"seed-{SEED}"])
async def test_sigkill_at_random_moments(town: Town, seed: int):
    """An update is put aside when the process died with it five times (P2). Nothing is, as long
    as one of three lives handles something."""
    dice = Random(seed)
    crowd = Crowd(town)
    barren = 0  # lives on end that handled nothing
    await town.begins()
    for _ in range(KILLS):
        handled = await town.handled()
        await crowd.reports(5)
        await town.chats_move(dice.randint(1, 12))
        if barren == 2:
            await until(partial(town.has_handled_more_than, handled), within=PATIENCE)
        await asyncio.sleep(dice.uniform(0, 0.05))  # else it always dies right after an answer
        await town.is_killed()
        barren = 0 if await town.has_handled_more_than(handled) else barren + 1
        await town.begins()
    await town.is_sound(await crowd.numbers())
    await town.stops()


async def test_sigterm_under_load_doubles_nothing(town: Town):
    crowd = Crowd(town)
    for _ in range(STOPS):
        await town.begins()
        await crowd.reports(5)
        await town.chats_move(3)
        await town.stops()
    await town.begins()
    assert await town.is_sound(await crowd.numbers()) == 0
    await town.stops()


async def test_a_killed_handler_doubles_nothing(town: Town):
    """The sender lives in a process of its own: what it has on the wire is not lost."""
    sender = await town.begins(roles="push")
    async with asyncio.TaskGroup() as group:
        day = group.create_task(live_a_day(town))
        for death in alternating(HANDLING):
            await town.begins(crash=death, roles="inbox,clock")
            await town.dies()
        await town.begins(roles="inbox,clock,web")
    assert await town.is_sound(day.result()) == 0
    await town.stops()
    assert sender.alive
