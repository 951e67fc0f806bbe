"""Reads the lexicon files beside this module: general words, none of a district."""

import csv
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"


@lru_cache(maxsize=16)
def load_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of a lexicon file without its header; a row is a tuple of its fields."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    # Few files quote anything; the others are read in half the time.
    rows = csv.reader(lines) if any('"' in line for line in lines) else map(_fields, lines)
    return tuple(tuple(row) for row in rows if row)


def _fields(line: str) -> list[str]:
    return line.split(",") if line else []


def load_pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Rows of a file with two columns."""
    return tuple((row[0], row[1]) for row in load_rows(name))


def load_lists(name: str) -> dict[str, tuple[str, ...]]:
    """Rows (list, word) as words by list."""
    lists: dict[str, list[str]] = {}
    for name_of_list, word in load_pairs(name):
        lists.setdefault(name_of_list, []).append(word)
    return {name_of_list: tuple(words) for name_of_list, words in lists.items()}
