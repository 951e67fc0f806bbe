"""`make run` without a token: a local Telegram beside the bot, with the demo district's people.

The sandbox is a process of its own (decisions.md 1). Should this process be killed, the next one
finds it by the note in the data directory, and people go on where they were.
"""

import contextlib
import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.settings import Settings, SettingsError, read_settings
from domain.calendar import Calendar

TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"  # noqa: S105 - of no real bot
PORT = 8081
PATIENCE = 30.0
STEP = 0.05
CLERK = re.compile(r"-clerk\b")


@dataclass(frozen=True, slots=True)
class Demo:
    """`settings` of a bot that talks to the sandbox at `url`, with the people of `pack`; `new`:
    nobody ever played here."""

    settings: Settings
    url: str
    new: bool
    pack: Path

    @property
    def page(self) -> str:
        """The address of the phones, those of a resident, the deputy and a clerk open."""
        return f"{self.url}/#{','.join(_first_phones(self.pack))}"

    def wake_up(self, calendar: Calendar) -> None:
        """On a free day, at night and at noon the first demo begins half an hour into the next
        working time: at half past nine, mostly. Deadlines and a deputy's silence are seen then."""
        now = datetime.fromisoformat(_ask(f"{self.url}/sandbox/clock")["now"])
        if self.new and not calendar.is_working_time(now):
            morning = calendar.next_working_time(now) + timedelta(minutes=30)
            _ask(f"{self.url}/sandbox/clock", {"to": morning.isoformat()})


@contextlib.contextmanager
def demo(settings: Settings, pack: Path) -> Iterator[Demo]:
    """A sandbox until the block ends. Raises SettingsError when it does not start."""
    note = settings.data_dir / "sandbox.json"
    new = not (settings.data_dir / "sandbox").exists()
    url, pid = _running(note) or _start(settings.data_dir / "sandbox", pack)
    note.write_text(json.dumps({"url": url, "pid": pid}), encoding="utf-8")
    given = {"bot_token": TOKEN, "telegram_api": url, "clock_url": f"{url}/sandbox/clock"}
    if "web_port" not in settings.model_fields_set:
        given["web_port"] = "0"  # nobody asks a demo for its health: any free port will do
    try:
        yield Demo(read_settings(**given), url, new, pack)
    finally:
        _stop(pid)
        note.unlink(missing_ok=True)


def _first_phones(pack: Path) -> Iterator[str]:
    """A resident, the deputy of the same grid, a clerk; whoever of them the pack has."""
    people = _rows(pack / "demo" / "people.csv")
    grid = next((one["grid"] for one in people if one["grid"]), "")
    links = _rows(pack / "deputy_links.csv")
    deputies = {one["deputy"] for one in links if (one["grid"], one["role"]) == (grid, "primary")}
    for is_meant in (
        lambda one: one["grid"] and one["grid"] == grid,
        lambda one: one["deputy"] in deputies,
        lambda one: CLERK.search(one["offices"]),
    ):
        yield from [one["id"] for one in people if is_meant(one)][:1]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _running(note: Path) -> tuple[str, int] | None:
    """The sandbox that a killed process left behind."""
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        _ask(f"{known['url']}/sandbox/clock")
        return known["url"], int(known["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _start(folder: Path, pack: Path) -> tuple[str, int]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    people, grids = pack / "demo" / "people.csv", pack / "grids.geojson"
    options = {"port": port, "data-dir": folder, "people": people, "map": grids, "token": TOKEN}
    command = [sys.executable, "-m", "sandbox"]
    command += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "sandbox.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, start_new_session=True, stderr=out
        )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = log.read_text(encoding="utf-8").strip().splitlines() or ["no reason given"]
            raise SettingsError(f"the sandbox did not start: {said[-1]}")
        with contextlib.suppress(OSError, ValueError):
            _ask(f"{url}/sandbox/clock")
            return url, process.pid
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STEP)
    process.terminate()
    raise SettingsError(f"the sandbox did not answer within {PATIENCE:.0f} seconds.")


def _free_port() -> int:
    """The usual port, or any other when somebody has it."""
    for port in (PORT, 0):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)) as listener:
            return int(listener.getsockname()[1])
    raise SettingsError("no port of this machine is free.")


def _stop(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _ask(url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """GET, or POST with a body. Raises OSError or ValueError."""
    request = urllib.request.Request(  # noqa: S310 - http on this machine
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return dict(json.load(answer))
