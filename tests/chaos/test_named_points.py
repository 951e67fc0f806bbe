"""The whole program, killed at each named point: nothing lost, and nothing twice but what was on
the wire. reliability.md T2, P1 to P5."""

import asyncio
from collections.abc import Iterable

import pytest

from tests.chaos.life import live_a_day
from tests.chaos.program import FULL
from tests.chaos.town import Town

WAY_IN = (
    "after-inbox-commit",
    "after-claim-update",
    "before-handler",
    "after-order-insert",
    "after-event",
    "after-handler",
    "before-commit",
    "after-commit",
    "after-ephemeral",
)
STEPS = ("after-step-claim", "before-step-commit")
WAY_OUT = ("after-claim-message", "before-send", "after-send-before-mark", "after-mark")
POINTS = WAY_IN + STEPS + WAY_OUT
SHORT, LONG = 4, (1, 2, 3, 2)
"""An update is put aside when the process died with it five times: so four deaths in a town."""


def sieges() -> list[tuple[str, ...]]:
    """`point:pass` for each death in one town. The short form has each point once, at its first
    or second pass; the long form has a town for each point."""
    if FULL:
        return [tuple(f"{point}:{nth}" for nth in passes(point)) for point in POINTS]
    return [tuple(alternating(POINTS[first::SHORT])) for first in range(SHORT)]


def passes(point: str) -> tuple[int, ...]:
    return (1, 2) if point in STEPS else LONG


def alternating(points: Iterable[str]) -> list[str]:
    """At the first pass, the second, the first, …; each start of the program counts anew."""
    return [f"{point}:{1 + index % 2}" for index, point in enumerate(points)]


@pytest.mark.parametrize("deaths", sieges(), ids=" ".join)
async def test_killed_at_each_point_it_goes_on(town: Town, deaths: tuple[str, ...]):
    async with asyncio.TaskGroup() as group:
        day = group.create_task(live_a_day(town))
        for death in deaths:
            await town.begins(crash=death)
            await town.dies()
        await town.begins()
    await town.is_sound(day.result())
    await town.stops()
