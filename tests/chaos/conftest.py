"""A town for each test: a sandbox with the demo people, a database with the demo district, on
SQLite and on PostgreSQL. No program runs yet. `--junitxml` keeps what was counted in each."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from sandbox.testing import Running, running_sandbox
from tests.chaos.program import PATIENCE
from tests.chaos.town import Town
from tests.e2e import phones, story
from tests.e2e.story import PACK, START
from tests.loaded import copied


@pytest.fixture(params=["sqlite", "postgresql"])
async def town_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with copied(request, request.param, tmp_path) as url:
        yield url


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    people, grids = PACK / "demo" / "people.csv", PACK / "grids.geojson"
    with running_sandbox(tmp_path / "sandbox", people=people, map=grids) as running:
        running.world.clock.move_to(START)
        yield running


@pytest.fixture
async def town(
    sandbox: Running,
    town_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> AsyncIterator[Town]:
    for module in (phones, story):  # an answer may come after two restarts
        monkeypatch.setattr(module, "PATIENCE", PATIENCE)
    async with Town(sandbox.url, town_url, tmp_path / "program").besieged() as town:
        yield town
        for name, value in town.tally.items():
            record_property(name, value)
