"""The files of a pack as rows and documents: everything that is wrong with one cell is noted as a
fault, with file, line and field, and reading goes on, so that an operator sees all at once."""

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from domain.calendar import parse_duration
from service.pack.faults import Fault

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_TOML_LINE = re.compile(r"\(at line (\d+)")
_TOML_HEADER = re.compile(r"\[([\w.-]+)\]")
_TOML_KEY = re.compile(r"([\w.-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """What a file holds, with the line of each entry."""

    file: str
    entries: tuple[tuple[int, T], ...]

    @property
    def items(self) -> tuple[T, ...]:
        return tuple(item for _, item in self.entries)

    def only(self, wanted: Callable[[T], bool]) -> "Table[T]":
        return Table(self.file, tuple(entry for entry in self.entries if wanted(entry[1])))


@dataclass(slots=True)
class Files:
    """The folder of a pack and the faults found in it so far."""

    root: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, file: str, row: int, field: str, reason: str) -> None:
        self.faults.append(Fault(file, row, field, reason))

    def text(self, file: str) -> str | None:
        """The file's text; None if it is missing or not clean UTF-8."""
        try:
            raw = (self.root / file).read_bytes()
        except OSError as error:
            reason = "missing file" if isinstance(error, FileNotFoundError) else "cannot be read"
            self.fault(file, 0, "", reason)
            return None
        if raw.startswith(_BOM):
            self.fault(file, 1, "", "begins with a byte order mark; save as UTF-8 without it")
            return None
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            row = raw.count(b"\n", 0, error.start) + 1
            self.fault(file, row, "", f"not UTF-8 (byte 0x{raw[error.start]:02x})")
            return None

    def table(self, file: str, columns: str, make: Callable[["Row"], T]) -> Table[T]:
        """The rows of a CSV file with a header that holds `columns` (separated by spaces)."""
        text = self.text(file)
        rows = self._rows(file, text, columns.split()) if text is not None else ()
        return Table(file, tuple((row.line, make(row)) for row in rows))

    def _rows(self, file: str, text: str, columns: list[str]) -> Iterable["Row"]:
        lines = csv.reader(io.StringIO(text), strict=True)
        try:
            header = next(lines, [])
            if missing := [name for name in columns if name not in header]:
                for name in missing:
                    self.fault(file, 1, name, "column is missing")
                return
            for cells in lines:
                if cells and len(cells) != len(header):
                    reason = f"{len(cells)} columns instead of {len(header)}"
                    self.fault(file, lines.line_num, "", reason)
                elif cells:
                    yield Row(self, file, lines.line_num, dict(zip(header, cells, strict=True)))
        except csv.Error as error:
            self.fault(file, lines.line_num, "", f"not CSV: {error}")

    def document(self, file: str) -> "Document | None":
        """A TOML file; None if it cannot be read."""
        if (text := self.text(file)) is None:
            return None
        try:
            return Document(self, file, tomllib.loads(text), text)
        except tomllib.TOMLDecodeError as error:
            match = _TOML_LINE.search(str(error))
            row = int(match[1]) if match else text.count("\n") + 1
            self.fault(file, row, "", f"not TOML: {str(error).split(' (at')[0]}")
            return None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Each method takes one cell; a bad cell is noted and a harmless value returned."""

    files: Files
    file: str
    line: int
    cells: dict[str, str]

    def fault(self, field: str, reason: str) -> None:
        self.files.fault(self.file, self.line, field, reason)

    def optional(self, field: str) -> str:
        cell = self.cells[field]
        if _CONTROL.search(cell) or cell != cell.strip():
            self.fault(field, "control character, or space at an end")
        return cell.strip()

    def text(self, field: str) -> str:
        cell = self.optional(field)
        if not cell:
            self.fault(field, "empty")
        return cell

    def one_of(self, field: str, *choices: str) -> str:
        cell = self.optional(field)
        if cell not in choices:
            self.fault(field, f"{cell!r} is none of {', '.join(filter(None, choices))}")
        return cell

    def flag(self, field: str) -> bool:
        return self.one_of(field, "0", "1") == "1"

    def whole(self, field: str) -> int:
        number = self.optional_whole(field)
        if number is None and not self.cells[field].strip():
            self.fault(field, "empty")
        return number or 0

    def optional_whole(self, field: str) -> int | None:
        cell = self.optional(field)
        if cell and not (cell.isascii() and cell.isdigit()):
            self.fault(field, f"not a whole number: {cell!r}")
            return None
        return int(cell) if cell else None

    def decimal(self, field: str) -> float:
        cell = self.text(field)
        try:
            return float(cell)
        except ValueError:
            self.fault(field, f"not a number: {cell!r}")
            return 0.0

    def day(self, field: str) -> date:
        return self.optional_day(field, empty="empty") or date.min

    def optional_day(self, field: str, *, empty: str = "") -> date | None:
        cell = self.optional(field)
        if cell or empty:
            try:
                return date.fromisoformat(cell)
            except ValueError:
                self.fault(field, f"not a date: {cell!r}" if cell else empty)
        return None

    def words(self, field: str, separator: str | None = None) -> tuple[str, ...]:
        """The parts of a list: codes are separated by spaces, words by 、."""
        return tuple(part for part in self.optional(field).split(separator) if part)

    def duration(self, field: str) -> str:
        cell = self.optional(field)
        if cell:
            self.check_duration(field, cell)
        return cell

    def check_duration(self, field: str, text: str) -> None:
        try:
            parse_duration(text)
        except ValueError as error:
            self.fault(field, str(error))


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file. `path` of a value is its keys joined by dots, and its `field` in a fault."""

    files: Files
    file: str
    data: dict[str, object]
    source: str

    def fault(self, path: str, reason: str) -> None:
        self.files.fault(self.file, self.line(path), path, reason)

    def line(self, path: str) -> int:
        """Where the value, or else the table that should hold it, stands; 0 if neither does."""
        section, found = "", 0
        for number, line in enumerate(self.source.splitlines(), start=1):
            if header := _TOML_HEADER.match(line):
                section = header[1] + "."
                if path.startswith(section):
                    found = number
            elif (key := _TOML_KEY.match(line)) and section + key[1] == path:
                return number
        return found

    def value(self, path: str) -> object:
        value: object = self.data
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is None:
            self.fault(path, "missing")
        return value

    def text(self, path: str) -> str:
        return self._take(path, self.value(path), str, "")

    def duration(self, path: str) -> str:
        text = self.text(path)
        try:
            parse_duration(text)
        except ValueError as error:
            self.fault(path, str(error))
        return text

    def whole(self, path: str) -> int:
        return self._take(path, self.value(path), int, 0)

    def share(self, path: str) -> float:
        """A number from 0 to 1."""
        share = self._number(path, self.value(path))
        if not 0 <= share <= 1:
            self.fault(path, "not between 0 and 1")
        return share

    def texts(self, path: str) -> tuple[str, ...]:
        return tuple(self._take(path, item, str, "") for item in self._list(path))

    def numbers(self, path: str) -> tuple[float, ...]:
        return tuple(self._number(path, item) for item in self._list(path))

    def _list(self, path: str) -> list[object]:
        return self._take(path, self.value(path), list, [])

    def _number(self, path: str, value: object) -> float:
        if isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        return self._take(path, value, float, 0.0)

    def _take(self, path: str, value: object, kind: type[T], empty: T) -> T:
        """`value` if it is of the kind, else a fault and `empty`. None is a fault already."""
        if isinstance(value, kind) and not (isinstance(value, bool) or value == ""):
            return value
        if value is not None:
            reason = "empty" if value == "" else f"not of the kind {kind.__name__}: {value!r}"
            self.fault(path, reason)
        return empty
