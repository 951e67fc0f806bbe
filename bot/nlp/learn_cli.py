"""The contracts of `minsheng train` and `minsheng evaluate` (architecture.md)."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TextIO

from opencc import OpenCC

from bot.nlp.classify_cli import reason_of
from bot.nlp.evaluate import NOTHING, Judged, confusions, judge_all, score
from bot.nlp.train import LEAST_MESSAGES, SEED, VIEWS, Example, Reader, splits, train
from bot.nlp.understand import Knowledge, Understander
from bot.nlp.weights import Weights, codes_of, load_weights, save_weights

NEEDED = 200
"""Corrections before the district's own weights can be learned."""
Row = tuple[str, str, str, str]
"""(subject, text, label, group); what is missing is empty."""


def read_rows(paths: Iterable[Path], err: TextIO) -> tuple[list[Row], int]:
    """Labelled rows of JSON lines, `.gz` too, and how many lines were bad; each is named.

    Rows without a label are left out silently: a board holds matters that no label fits.
    """
    rows: list[Row] = []
    bad = 0
    for path in paths:
        try:
            for number, line in enumerate(_lines(path), 1):
                try:
                    row = _row(json.loads(line)) if line.strip() else None
                except (ValueError, TypeError, RecursionError) as fault:
                    bad += 1
                    err.write(f"{path}: line {number}: {reason_of(fault)}\n")
                    continue
                if row is not None:
                    rows.append(row)
        except (OSError, EOFError) as fault:
            bad += 1
            err.write(f"{path}: {getattr(fault, 'strerror', None) or 'not a readable file'}\n")
    return rows, bad


def train_rows(rows: Sequence[Row], model: Path, out: TextIO) -> None:
    """Write the weight file. Raises ValueError for fewer than two labels, OSError."""
    reader = Reader()
    weights = train([_example(reader, row) for row in rows])
    size = save_weights(weights, model)
    out.write(f"{len(rows)} messages, {len(weights.labels)} labels, {size} bytes: {model}\n")


def judge_rows(
    rows: Sequence[Row], weights: Weights, view: str, *, traditional: bool = False
) -> list[Judged]:
    """Answers of the weights. `traditional` rewrites each message first, as a phone set to it."""
    reader = Reader()
    examples = [_example(reader, row, traditional=traditional) for row in rows]
    return judge_all(weights, examples, VIEWS[view])


def judge_unseen(rows: Sequence[Row], folds: int) -> dict[str, list[Judged]]:
    """Answers for each message by weights trained on the other folds: by view, and in full
    rewritten in Traditional. Near duplicates are in one fold; seed and split are fixed."""
    reader = Reader()
    examples = [_example(reader, row) for row in rows]
    rewritten = {
        id(example): _example(reader, row, traditional=True)
        for example, row in zip(examples, rows, strict=True)
    }
    judged: dict[str, list[Judged]] = {"full": [], "subject": [], "traditional": []}
    for learn, check in splits(examples, folds, SEED):
        weights = train(learn)
        for view in ("full", "subject"):
            judged[view] += judge_all(weights, check, VIEWS[view])
        other = [rewritten[id(example)] for example in check]
        judged["traditional"] += judge_all(weights, other, VIEWS["full"])
    return judged


class Lesson(Protocol):
    """What staff decided of one order (service/corrections.py)."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


def taught(lessons: Sequence[Lesson]) -> list[Row]:
    """Rows to train on. A class with fewer than five rows cannot be learned and is left out.

    Raises ValueError with one sentence while too few were corrected.
    """
    corrected = sum(lesson.before != lesson.after for lesson in lessons)
    if corrected < NEEDED:
        raise ValueError(
            f"{NEEDED - corrected} corrections are missing: {corrected} of {NEEDED} were made."
        )
    often = Counter(lesson.after for lesson in lessons)
    said = [(" ".join(lesson.words), lesson.after) for lesson in lessons]
    return [("", text, code, text) for text, code in said if often[code] >= LEAST_MESSAGES]


def judge_taught(rows: Sequence[Row], knowledge: Knowledge, folds: int) -> dict[str, list[Judged]]:
    """What `classify` says of rows of `taught`: without own weights, and with those learned from
    the other folds."""
    reader, shipped = Reader(), load_weights()
    examples = [_example(reader, row) for row in rows]
    of_example = {id(example): row for example, row in zip(examples, rows, strict=True)}
    judged: dict[str, list[Judged]] = {"without": [], "with": []}
    without = Understander(knowledge, [shipped])
    for learn, check in splits(examples, folds, SEED):
        held_out = [of_example[id(example)] for example in check]
        own = Understander(knowledge, [shipped, train(learn)])
        judged["without"] += judge_classes(held_out, without, "text")
        judged["with"] += judge_classes(held_out, own, "text")
    return judged


def lesson_json(words: Sequence[str], before: str, after: str, version: str, day: date) -> str:
    """A line that `train` reads, too."""
    found = {"text": " ".join(words), "label": after, "was": before, "version": version}
    return json.dumps({**found, "day": day.isoformat()}, ensure_ascii=False)


def judge_classes(rows: Sequence[Row], understander: Understander, view: str) -> list[Judged]:
    """What `minsheng classify` says of each message, its code as the label that holds it."""
    labels = sorted({label for *_, label, _ in rows})
    judged: list[Judged] = []
    for subject, text, label, _ in rows:
        shown = {"full": f"{subject}。{text}", "subject": subject, "text": text}[view]
        found = understander.understand(shown).issues[:1]
        answer = next(
            (one for issue in found for one in labels if issue.code.startswith(codes_of(one))),
            found[0].code if found else NOTHING,
        )
        sure = found[0].confidence if found else 0.0
        judged.append(Judged(label, answer, sure, sure))
    return judged


def report(judged: Sequence[Judged], out: TextIO, *, as_json: bool = False) -> None:
    """The figures; for people with what is taken for what, as counts."""
    figures = score(judged).as_json()
    if as_json:
        out.write(json.dumps(figures) + "\n")
        return
    for name, value in figures.items():
        out.write(f"{name}\t{value}\n")
    for label, answer, count in confusions(judged)[:15]:
        out.write(f"{count}\t{label} taken for {answer or 'nothing'}\n")


def _example(reader: Reader, row: Row, *, traditional: bool = False) -> Example:
    subject, text, label, group = row
    if traditional:
        subject, text = (_to_traditional().convert(part) for part in (subject, text))
    return reader.example(subject, text, label, group)


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from file


def _row(row: Any) -> Row | None:
    """ValueError or TypeError with a reason for a reader; None without a label."""
    if not isinstance(row, dict):
        raise TypeError("not a JSON object")
    fields = [row.get(name) for name in ("subject", "text", "label")]
    if not all(field is None or isinstance(field, str) for field in fields):
        raise TypeError('"subject", "text" and "label" must be strings or null')
    subject, text, label = (field or "" for field in fields)
    if "," in label or "\n" in label:
        raise ValueError("a label may hold no comma and no line end")
    if not subject and not text:
        raise ValueError('neither "subject" nor "text"')
    group = row.get("group")
    return (subject, text, label, "" if group is None else str(group)) if label else None
