"""Danger: what is heard, what is cried for nothing, and what it costs.

`python -m benchmarks.danger` measures tests/nlp/danger_cases.csv; with `--messages FOLDER` also
the alarms on labelled.jsonl.gz and other-city.jsonl of that folder (subject and text, and subject
alone). `--out FILE` lists these alarms for a person to judge; keep that file out of the
repository, it holds what people wrote.
"""

import argparse
import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bot.nlp.understand import Understander
from service.knowledge import knowledge_of
from service.offline import district_of_pack
from service.pack import read_pack

CASES = Path("tests/nlp/danger_cases.csv")
ROUNDS = 50


def cases(understander: Understander) -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    danger = [row for row in rows if row["expect"] != "quiet"]
    quiet = [row["text"] for row in rows if row["expect"] == "quiet"]
    heard = sum(_heard(understander, row["text"], row["expect"]) for row in danger)
    false = sum(_heard(understander, text, "alarm") for text in quiet)
    print(f"recall {heard}/{len(danger)} = {heard / len(danger):.3f}")
    print(f"false alarms {false}/{len(quiet)} = {false / len(quiet):.3f}")
    texts = [row["text"] for row in rows]
    best = min(_seconds(understander, texts) for _ in range(ROUNDS))
    print(f"{best / len(texts) * 1e6:.0f} µs a message")


def _heard(understander: Understander, text: str, expect: str) -> bool:
    found = understander.understand(text)
    raised = expect == "urgent" and any(issue.urgency != "normal" for issue in found.issues)
    return found.danger is not None or raised


def _seconds(understander: Understander, texts: list[str]) -> float:
    start = perf_counter()
    for text in texts:
        understander.understand(text)
    return perf_counter() - start


def messages(folder: Path) -> Iterator[tuple[str, str]]:
    """(subject, text) of every message; the text may be empty."""
    with gzip.open(folder / "labelled.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with (folder / "other-city.jsonl").open(encoding="utf-8") as file:
        rows += [json.loads(line) for line in file]
    for row in rows:
        yield row["subject"], row.get("text") or ""


def alarms(understander: Understander, folder: Path, out: Path | None) -> None:
    lines: list[str] = []
    rows = list(messages(folder))
    for name, whole in (("subject and text", True), ("subject", False)):
        count = 0
        for subject, text in rows:
            found = understander.understand(f"{subject}\n{text}" if whole else subject)
            if found.danger is not None:
                count += 1
                lines.append(f"{name}\t{found.danger.kind}\t{found.danger.words}\t{subject}")
        print(f"{name}: {count} alarms on {len(rows)} messages")
    if out is not None:
        out.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.danger", description=__doc__)
    parser.add_argument("--pack", type=Path, default=Path("districts/qingting"))
    parser.add_argument("--messages", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    understander = Understander(knowledge_of(district_of_pack(read_pack(options.pack))))
    cases(understander)
    if options.messages:
        alarms(understander, options.messages, options.out)


if __name__ == "__main__":
    main()
