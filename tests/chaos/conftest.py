"""A town for each test: a sandbox with the demo people, a database with the demo district, on
SQLite and on PostgreSQL. No program runs yet. `--junitxml` keeps what was counted in each."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from sandbox.testing import Running
from tests.chaos.program import PATIENCE
from tests.chaos.town import Town
from tests.e2e import phones, story
from tests.loaded import loaded_url, sandbox

__all__ = ["loaded_url", "sandbox"]  # fixtures of every town


@pytest.fixture
async def town(
    sandbox: Running,
    loaded_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> AsyncIterator[Town]:
    for module in (phones, story):  # an answer may come after two restarts
        monkeypatch.setattr(module, "PATIENCE", PATIENCE)
    async with Town(sandbox.url, loaded_url, tmp_path / "program").besieged() as town:
        yield town
        for name, value in town.tally.items():
            record_property(name, value)
