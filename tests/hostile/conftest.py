"""Houses: the sandbox and the whole program, with the demo district, on either database."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.hostile.house import House
from tests.loaded import copied, demo_sandbox, sandbox

__all__ = ["sandbox"]  # a fixture

KINDS = ("sqlite", "postgresql")
Loaded = Callable[[str], AbstractAsyncContextManager[str]]
Houses = Callable[..., AbstractAsyncContextManager[House]]


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
        async with copied(request, kind, folder) as url:
            with demo_sandbox(folder) as sandbox:
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
