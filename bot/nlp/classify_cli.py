"""The contract of `minsheng classify`: JSON lines in, JSON lines out (architecture.md)."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from bot.nlp.understand import Understander, Understood


def classify_lines(
    understander: Understander, lines: Iterable[str | bytes], out: TextIO, err: TextIO
) -> int:
    """Classify `{"id","text"}` lines; 0, or 1 if any line was bad (the rest is done).

    Lines may be bytes, so that one of broken UTF-8 is one bad line and not the end.
    Blank lines are skipped but counted, so that numbers are those of an editor.
    """
    bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _row(line)
        except (ValueError, TypeError, RecursionError) as fault:
            bad += 1
            err.write(f"line {number}: {reason_of(fault)}\n")
            continue
        found = as_json(row["id"], understander.understand(row["text"]))
        out.write(_dump(found) + "\n")
    return 1 if bad else 0


def as_json(identity: str | int, found: Understood) -> dict[str, Any]:
    """One line of the answer; place fields stand in each issue, as the contract asks."""
    return {
        "id": identity,
        "intent": str(found.intent),
        "issues": [
            {
                "code": issue.code,
                "level1": issue.level1,
                "level2": issue.level2,
                "lead": issue.lead,
                "limit": issue.limit,
                "urgency": issue.urgency,
                "confidence": issue.confidence,
                "keywords": [hit.word for hit in issue.keywords if hit.weight > 0],
                "grids": list(found.place.grids),
                "grid_certainty": found.place.certainty,
            }
            for issue in found.issues
        ],
        "must_ask": list(found.must_ask),
    }


def _row(line: str | bytes) -> dict[str, Any]:
    """The object of a line. ValueError or TypeError with a reason for a reader otherwise."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError("not a JSON object")
    if not isinstance(row.get("id"), str | int) or isinstance(row["id"], bool):
        raise TypeError('"id" must be a string or a whole number')
    if not isinstance(row.get("text"), str):
        raise TypeError('"text" must be a string')
    return row


def reason_of(fault: Exception) -> str:
    """Why a line cannot be read, in words for who wrote it."""
    match fault:
        case json.JSONDecodeError():
            return f"not JSON: {fault.msg} (column {fault.colno})"
        case UnicodeDecodeError():
            return "not UTF-8"
        case RecursionError():
            return "nested too deeply"
        case _:
            return str(fault)


def _dump(found: dict[str, Any]) -> str:
    """Readable Chinese; escapes only where a lone surrogate in the id cannot be written."""
    text = json.dumps(found, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(found)
