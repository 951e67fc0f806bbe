"""The whole program as a process of its own: started, awaited, killed."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.__main__ import main
from tests.processes import start

FULL = os.environ.get("MINSHENG_CHAOS") == "full"  # `make chaos`; else what `make test` runs
PATIENCE = 150.0  # seconds of real time until a test gives up


def run(settings: Mapping[str, str], log: str, roles: str, anew: bool) -> None:
    """The work of the process: `minsheng run`. What it writes on standard error goes to `log`."""
    os.environ.update(settings)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, sys.stderr.fileno())
    command = ["run", f"--roles={roles}"]
    if anew:
        os.execv(sys.executable, [sys.executable, "-m", "bot", *command])  # noqa: S606
    sys.exit(main(command))


class Program:
    """One process. `roles` empty: all of them. `crash`: `name:n` of storage.crashpoints. `anew`:
    `python -m bot` in a new interpreter, as an operator starts it, not a fork of a warm one."""

    def __init__(
        self,
        settings: Mapping[str, str],
        log: Path,
        *,
        crash: str = "",
        roles: str = "",
        anew: bool = False,
    ) -> None:
        self._log = log
        given = dict(settings) | ({"MINSHENG_CRASH_AT": crash} if crash else {})
        self._process: BaseProcess = start(run, given, str(log), roles, anew)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    async def ended(self, within: float = PATIENCE) -> int:
        """Wait for its end; the exit code, or minus the signal. Kills it when it does not end."""
        await asyncio.to_thread(self._process.join, within)
        if self._process.exitcode is None:
            await self.kill()
            raise AssertionError(f"it did not end within {within} s:\n{self.log()}")
        return self._process.exitcode

    async def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        await asyncio.to_thread(self._process.join)

    def tell(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def log(self) -> str:
        """The end of what it wrote."""
        return self._log.read_text(encoding="utf-8")[-6000:] if self._log.exists() else ""
