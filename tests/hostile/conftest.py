"""Houses: the sandbox and the whole program, with the demo district, on either database."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from sandbox.testing import Running, running_sandbox
from tests.e2e.story import PACK, START
from tests.hostile.house import House
from tests.loaded import copied

KINDS = ("sqlite", "postgresql")
Loaded = Callable[[str], AbstractAsyncContextManager[str]]
Houses = Callable[..., AbstractAsyncContextManager[House]]


def sandbox_in(folder: Path) -> AbstractAsyncContextManager[Running]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Running]:
        people, grids = PACK / "demo" / "people.csv", PACK / "grids.geojson"
        with running_sandbox(folder / "sandbox", people=people, map=grids) as running:
            running.world.clock.move_to(START)
            yield running

    return opened()


@pytest.fixture
def loaded(request: pytest.FixtureRequest, tmp_path: Path) -> Loaded:
    """`loaded(kind)`: the URL of a database of that kind alone, with the demo district."""
    return lambda kind: copied(request, kind, tmp_path)


@pytest.fixture
def houses(request: pytest.FixtureRequest, tmp_path: Path) -> Houses:
    """`houses(kind, webhook=False)`: one house on a database of that kind."""

    @asynccontextmanager
    async def opened(kind: str, *, webhook: bool = False) -> AsyncIterator[House]:
        folder = tmp_path / kind
        folder.mkdir()
        async with copied(request, kind, folder) as url, sandbox_in(folder) as sandbox:
            house = House(sandbox.url, url, folder / "data", webhook=webhook)
            async with house.playing():
                yield house

    return opened


@pytest.fixture(params=KINDS)
async def house(request: pytest.FixtureRequest, houses: Houses) -> AsyncIterator[House]:
    """Updates come by long polling."""
    async with houses(request.param) as opened:
        yield opened


@pytest.fixture(params=KINDS)
async def hooked(request: pytest.FixtureRequest, houses: Houses) -> AsyncIterator[House]:
    """Updates come by webhook."""
    async with houses(request.param, webhook=True) as opened:
        yield opened
