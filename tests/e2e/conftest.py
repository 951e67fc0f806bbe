"""A stage for each story: a sandbox and the program, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.testing import Running
from tests.e2e.story import Stage
from tests.loaded import loaded_url, sandbox

__all__ = ["loaded_url", "sandbox"]  # fixtures of every story


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
