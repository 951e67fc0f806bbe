"""aiosqlite without a trip to its thread for what does not wait.

A statement of ours takes SQLite some 20 µs; handing it to a thread and waking the loop again costs
several times that, four times for each SELECT. Only what may wait for the disk or for another
process stays in the thread: to open and close, PRAGMA, BEGIN of a writer, the end of what was
written. In WAL a reader waits for nobody.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite

MAY_WAIT = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "PRAGMA", "VACUUM")
ENDS = {"commit", "rollback"}
ROWS_AT_A_TIME = 64


class InlineConnection(aiosqlite.Connection):
    """Used by one task at a time, as SQLAlchemy's pool does."""

    _written = 0  # `total_changes` when the last transaction ended

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is None or self._may_wait(self._connection, fn, args):
            result = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        else:
            result = fn(*args, **kwargs)
        if getattr(fn, "__name__", "") in ENDS and self._connection is not None:
            self._written = self._connection.total_changes
        return result

    def _may_wait(
        self, connection: sqlite3.Connection, fn: Callable[..., Any], args: tuple[Any, ...]
    ) -> bool:
        """`fn` is a method of sqlite3's connection or cursor."""
        name = getattr(fn, "__name__", "")
        if not isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
            wrote = connection.total_changes != self._written
            return name != "cursor" and (name not in ENDS or wrote)
        return name.startswith("execute") and str(args[0]).lstrip().upper().startswith(MAY_WAIT)


def connect(path: str | Path, **options: Any) -> InlineConnection:
    """As aiosqlite.connect; the connection is used from its thread and from the loop's."""
    options["check_same_thread"] = False

    def open_() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(path, **options)
        return opened

    connection = InlineConnection(open_, ROWS_AT_A_TIME)
    connection._thread.daemon = True
    return connection
