"""A stage for each story: a sandbox and the program, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.testing import Running, running_sandbox
from tests.e2e.story import PACK, START, Stage
from tests.loaded import copied


@pytest.fixture(params=["sqlite", "postgresql"])
async def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of this story alone, with the demo district and its people."""
    async with copied(request, request.param, tmp_path) as url:
        yield url


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    """With the demo people and the map, on the morning of dialogue 1."""
    people, grids = PACK / "demo" / "people.csv", PACK / "grids.geojson"
    with running_sandbox(tmp_path / "sandbox", people=people, map=grids) as running:
        running.world.clock.move_to(START)
        yield running


@pytest.fixture
async def district(sandbox: Running, loaded_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The demo district at work; updates come by long polling."""
    stage = Stage(sandbox.url, loaded_url, tmp_path / "data")
    async with stage.playing():
        yield stage


@pytest.fixture
async def hooked_district(
    sandbox: Running, loaded_url: str, tmp_path: Path
) -> AsyncIterator[Stage]:
    """The same; updates come by webhook."""
    stage = Stage(sandbox.url, loaded_url, tmp_path / "data", webhook=True)
    async with stage.playing():
        yield stage
