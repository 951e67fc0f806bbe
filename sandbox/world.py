"""The world of the sandbox: the one place where its rooms meet."""

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.bell import Bell
from sandbox.chats import Chats
from sandbox.checks import Checker
from sandbox.clock import Clock
from sandbox.commands import Commands
from sandbox.errors import SetupError
from sandbox.faults import Faults, Flood
from sandbox.files import Files
from sandbox.people import Directory, Person, read_people
from sandbox.store import Store
from sandbox.updates import Updates
from sandbox.webhook import Webhook

LOG_LENGTH = 50_000
DEFAULT_TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"  # noqa: S105 - no secret


@dataclass
class Settings:
    """What the command line or a test asks for."""

    data_dir: Path
    people: Path | None = None
    map: Path | None = None
    token: str | None = None
    checks: bool = True
    name: str = "Sandbox"
    username: str = "sandbox_bot"


@dataclass
class Entry:
    """One Bot API request in the log."""

    seq: int
    at: float
    method: str
    params: dict[str, Any]
    ok: bool | None = None
    answer: str = "null"  # JSON: the result, or the description of the error
    problems: list[str] = field(default_factory=list)


class World:
    """Everything that is shared: the rooms, the log of requests, who is typing."""

    def __init__(self, settings: Settings) -> None:
        listed = read_people(settings.people) if settings.people else []
        self.settings = settings
        self.map = read_map(settings.map) if settings.map else None
        self.checker = Checker() if settings.checks else None
        self.store = open_store(settings.data_dir)
        self.bell = Bell()
        self.clock = Clock(self.store)
        self.people = Directory(self.store, listed)
        self.chats = Chats(self.store, self.clock, self.people, self.bell)
        self.faults = Faults()
        self.flood = Flood()
        self.updates = Updates(self.store, self.clock, self.faults)
        self.files = Files(self.store, settings.data_dir / "files")
        self.commands = Commands(self.store)
        self.log: deque[Entry] = deque(maxlen=LOG_LENGTH)
        self.logged = 0
        self.problems: list[dict[str, Any]] = []
        self.actions: dict[int, tuple[str, float]] = {}  # chat -> action and its real end
        self.webhook = Webhook(self.store, self.clock, self.updates, self.faults)
        self.token: str = settings.token or self.store.setting("token", DEFAULT_TOKEN)

    def bot(self) -> dict[str, Any]:
        """The bot as a User."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.store.setting("bot_name", None) or self.settings.name,
            "username": self.settings.username,
        }

    def called_by(self, token: str) -> None:
        """Without --token the bot is the one that called last."""
        if token != self.token:
            self.token = token
            self.store.set_setting("token", token)

    def note(self, method: str, params: dict[str, Any]) -> Entry:
        """A new line of the log."""
        self.logged += 1
        entry = Entry(self.logged, self.clock.real(), method, params)
        self.log.append(entry)
        return entry

    def complain(self, entry: Entry, problems: list[str]) -> None:
        """Keep what the checker found in a request."""
        entry.problems += problems
        for problem in problems:
            self.problems.append({"seq": entry.seq, "method": entry.method, "problem": problem})

    async def wait_for(self, seconds: float, ready: Callable[[], bool]) -> None:
        """Until `ready()` or for that many seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not ready() and await self.bell.wait(end - loop.time()):
            pass

    def view(self, person: Person, chat_id: int, after: int) -> dict[str, Any]:
        """What a phone shows of a chat after `after`; the phone has read it then."""
        seq = self.chats.seq
        messages = list(self.chats.after(chat_id, after))
        if chat_id == person.id and messages and messages[-1]["seq"] > person.read:
            person.read = messages[-1]["seq"]
            self.people.keep(person)
        action, end = self.actions.get(chat_id, ("", 0.0))
        return {
            "seq": seq,
            "messages": messages,
            "toasts": self.chats.toasts_after(chat_id, after),
            "menu": self.commands.menu(chat_id, person.language_code.split("-")[0]),
            "actions": [action] if end > self.clock.real() else [],
        }

    def stop(self) -> None:
        """Wake all who wait, so that the server can end."""
        self.bell.close()
        self.updates.bell.close()
        self.webhook.stop()
        if self.checker is not None:
            self.checker.stop()

    def close(self) -> None:
        """After the last request."""
        self.chats.keep_seq()
        self.store.close()


def open_store(data_dir: Path) -> Store:
    """The file of the sandbox's state. Raises SetupError with one sentence."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return Store(data_dir / "sandbox.sqlite")
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"The data directory {data_dir} cannot be used: {error}.") from error


def read_map(path: Path) -> dict[str, Any]:
    """The GeoJSON of the grids. Raises SetupError with one sentence."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(f"The map file {path} cannot be read: {error}.") from error
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise SetupError(f"The map file {path} is no GeoJSON FeatureCollection.")
    return data
