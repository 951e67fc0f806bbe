"""The people of the sandbox: read from people.csv, added by tests, kept in the store."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sandbox.errors import ActError, SetupError
from sandbox.store import Store, dump

COLUMNS = ("id", "first_name", "last_name", "username", "language_code", "group", "note")


@dataclass
class Person:
    """One Telegram user; the id is also that of the private chat."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "zh-hans"
    group: str = ""
    note: str = ""
    blocked: bool = False
    deactivated: bool = False
    read: int = 0  # seq of the newest change that the person's phone has shown

    def user(self) -> dict[str, Any]:
        """A Bot API User."""
        user: dict[str, Any] = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {key: value for key, value in user.items() if value != ""}

    def chat(self) -> dict[str, Any]:
        """A Bot API Chat, type private."""
        chat = self.user() | {"type": "private"}
        del chat["is_bot"]
        chat.pop("language_code", None)
        return chat


def read_people(path: Path) -> list[Person]:
    """Rows of people.csv; extra columns join the note. Raises SetupError with file and row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                _person(path, number, row) for number, row in enumerate(csv.DictReader(file), 2)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SetupError(f"The people file {path} cannot be read: {error}.") from error


def _person(path: Path, number: int, row: dict[str | None, Any]) -> Person:
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
    try:
        identity = int(cells.get("id", ""))
    except ValueError:
        raise SetupError(f"{path}, row {number}: id is not a whole number.") from None
    if identity <= 0 or not cells.get("first_name"):
        raise SetupError(f"{path}, row {number}: id must be positive and first_name filled.")
    extra = [value for key, value in cells.items() if key not in COLUMNS and value]
    known: dict[str, Any] = {key: cells[key] for key in COLUMNS[1:] if cells.get(key)}
    known["note"] = " · ".join([*([known["note"]] if "note" in known else []), *extra])
    return Person(identity, **known)


class Directory:
    """Everybody, in the order of the file; changes are kept."""

    def __init__(self, store: Store, listed: list[Person]) -> None:
        self._store = store
        self._people: dict[int, Person] = {person.id: person for person in listed}
        for (data,) in store.rows("SELECT data FROM people ORDER BY id"):
            kept = Person(**json.loads(data))
            fresh = self._people.get(kept.id)
            if fresh is None:
                self._people[kept.id] = kept
            else:
                fresh.blocked, fresh.deactivated = kept.blocked, kept.deactivated
                fresh.read = kept.read

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def find(self, identity: int) -> Person | None:
        """The person, or None."""
        return self._people.get(identity)

    def get(self, identity: int) -> Person:
        """The person; ActError 404 when there is none."""
        person = self._people.get(identity)
        if person is None:
            raise ActError(404, f"There is no person {identity} in the sandbox.")
        return person

    def add(self, data: dict[str, Any]) -> Person:
        """A new person; without an id the next free one from 900,000,000."""
        identity = data.pop("id", None) or max([899_999_999, *self._people]) + 1
        if identity in self._people:
            raise ActError(409, f"Person {identity} is in the sandbox already.")
        person = Person(identity, **{key: value for key, value in data.items() if value})
        self._people[identity] = person
        self.keep(person)
        return person

    def keep(self, person: Person) -> None:
        """Store a person after a change."""
        self._store.run(
            "INSERT OR REPLACE INTO people VALUES (?,?)", person.id, dump(asdict(person))
        )
