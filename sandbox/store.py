"""The sandbox's own SQLite file: chats, messages, files, pending updates, counters, clock.

One connection, used by the one event loop. synchronous=OFF: the file outlives a killed
process, which is all that a stand-in needs, and a write costs some 20 µs.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS groups (id INTEGER PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
  chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL, seq INTEGER NOT NULL,
  person INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  data TEXT NOT NULL, keyboard TEXT,
  PRIMARY KEY (chat_id, message_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS messages_seq ON messages (chat_id, seq);
CREATE TABLE IF NOT EXISTS toasts (
  seq INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS callbacks (
  id TEXT PRIMARY KEY, chat_id INTEGER NOT NULL, asked REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS updates (
  update_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, queue TEXT NOT NULL,
  chat_id INTEGER, expires REAL NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
  file_id TEXT PRIMARY KEY, path TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL)
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_path ON files (path);
CREATE TABLE IF NOT EXISTS commands (
  scope TEXT NOT NULL, language TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (scope, language)) WITHOUT ROWID;
"""


def dump(value: object) -> str:
    """Compact ASCII JSON: what Telegram sends, and safe for lone surrogates."""
    return json.dumps(value, separators=(",", ":"))


class Store:
    """The connection and a few helpers; the rooms write their own statements."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "temp_store=MEMORY"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(SCHEMA)
        self._depth = 0

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def run(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Execute one statement."""
        return self._connection.execute(sql, values)

    def row(self, sql: str, *values: object) -> Any:
        """The first row or None."""
        return self._connection.execute(sql, values).fetchone()

    def rows(self, sql: str, *values: object) -> list[Any]:
        """All rows."""
        return self._connection.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one joins the outer one."""
        if self._depth == 0:
            self._connection.execute("BEGIN")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._connection.execute("COMMIT")

    def setting(self, key: str, default: Any) -> Any:
        """A kept value (JSON), or the default."""
        row = self.row("SELECT value FROM settings WHERE key=?", key)
        return default if row is None else json.loads(row[0])

    def set_setting(self, key: str, value: object) -> None:
        """Keep a value (JSON)."""
        self.run("INSERT OR REPLACE INTO settings VALUES (?,?)", key, dump(value))
