"""A sandbox for each test, and its people."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.testing import Running, running_sandbox
from tests.bot.people import Phones


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    with running_sandbox(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture
async def phones(sandbox: Running) -> AsyncIterator[Phones]:
    phones = Phones(sandbox.url)
    yield phones
    await phones.close()
