"""The same thing again: how well it is found, and what a question costs.

`python -m benchmarks.same DATA` reads DATA/stream.jsonl.gz (`subject`, `text`, `time`, `topic`) in
the order of time and prints, for three ways of grouping:

- *topic F1*: for each topic the best F1 that a group reaches, members without a topic counted as
  wrong; the mean over the topics, each worth the same. "Known" leaves members without a topic out.
- *pair F1*: over pairs of messages in one group. Right: both of one topic. Missed: of one topic
  and apart. Wrong: all other pairs in groups that hold a member of a topic. "Known": only pairs
  of messages that have a topic.

`at arrival` is the group (its first message) that a message was given when it came, never mended;
`online` the state at the end of the stream, the nearest groups having been linked anew with each
message; `all at once` the same messages linked at the end (average link), as the weekly run does.

`--rarity FILE` writes bot/nlp/rarity.csv from DATA/labelled.jsonl.gz (near duplicates once).
What one question costs: `python -m benchmarks.same_queries`.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import comb
from pathlib import Path
from time import perf_counter

import jieba

from bot.nlp.normal import Normaliser
from bot.nlp.similar import RAREST, Groups, vector_of, words_of

NAMES = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})  # kinds of jieba's dictionary
Words = Counter[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--rarity", type=Path)
    options = parser.parse_args()
    if options.rarity is not None:
        write_rarity(options.data / "labelled.jsonl.gz", options.rarity)
        return
    grouping(options.data / "stream.jsonl.gz")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _words(normalise: Normaliser, row: Mapping[str, str | None]) -> Words:
    """The subject twice, and how the text begins."""
    subject = words_of(normalise(row["subject"] or ""))
    return subject + subject + words_of(normalise(row["text"] or ""))


# --- how rare a word is -------------------------------------------------------------------------


def write_rarity(labelled: Path, target: Path) -> None:
    """Words of at least RAREST messages that jieba's dictionary knows as common words."""
    normalise = Normaliser()
    once = {row["group"]: row for row in _rows(labelled)}
    counts = Counter(word for row in once.values() for word in _words(normalise, row))
    common = _common_words()
    rows = sorted(w for w, n in counts.items() if n >= RAREST and w in common)
    lines = [f"messages,{len(once)}", *(f"{word},{counts[word]}" for word in rows)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} words, {target.stat().st_size} bytes: {target}")


def _common_words() -> set[str]:
    with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as file:
        entries = (line.split() for line in file)
        return {word for word, _, kind in entries if kind not in NAMES}


# --- grouping -----------------------------------------------------------------------------------


def _moment(written: str) -> datetime:
    day, _, hour = written.replace("/", "-").partition(" ")
    year, month, date = map(int, day.split("-"))
    hours, minutes, seconds = map(int, (hour or "0:0:0").split(":"))
    return datetime(year, month, date, hours, minutes, seconds, tzinfo=UTC)


def grouping(stream: Path) -> None:
    rows = sorted(_rows(stream), key=lambda row: _moment(row["time"]))
    normalise = Normaliser()
    vectors = [vector_of(_words(normalise, row)) for row in rows]
    topics = [row["topic"] for row in rows]
    groups = Groups()
    start = perf_counter()
    arrived = [groups.add(message) for message in vectors]
    spent = (perf_counter() - start) / len(rows) * 1000
    print(f"{len(rows)} messages, {spent:.2f} ms each (mean), every earlier one still in question")
    report("at arrival", arrived, topics)
    online = _labels(groups.members.values(), len(rows))
    report("online", online, topics)
    report("all at once", _labels(groups.linked(), len(rows)), topics)
    for topic in sorted({topic for topic in topics if topic}):
        others = [None if found == topic else found for found in topics]
        left_out = sum(found == topic for found in topics)
        report(f"  online, the topic of {left_out} left out", online, others)


def _labels(groups: Iterable[Sequence[int]], size: int) -> list[int]:
    labels = [0] * size
    for number, members in enumerate(groups):
        for member in members:
            labels[member] = number
    return labels


def report(name: str, labels: Sequence[int], topics: Sequence[str | None]) -> None:
    known = [None if topic is None else label for label, topic in zip(labels, topics, strict=True)]
    print(
        f"{name}: topic F1 {topic_f1(labels, topics):.3f}, pair F1 {pair_f1(labels, topics):.3f}; "
        f"known topic F1 {topic_f1(known, topics):.3f}, pair F1 {pair_f1(known, topics):.3f}; "
        f"largest group {max(Counter(labels).values())}"
    )


def topic_f1(labels: Sequence[int | None], topics: Sequence[str | None]) -> float:
    sizes, whole = Counter(labels), Counter(topics)
    both = Counter(zip(labels, topics, strict=True))
    best: dict[str, float] = {}
    for (label, topic), shared in both.items():
        if topic is not None:
            f1 = 2 * shared / (sizes[label] + whole[topic])
            best[topic] = max(best.get(topic, 0.0), f1)
    return sum(best.values()) / len(best)


def pair_f1(labels: Sequence[int | None], topics: Sequence[str | None]) -> float:
    sizes, whole = Counter(labels), Counter(topic for topic in topics if topic)
    both = Counter((label, t) for label, t in zip(labels, topics, strict=True) if t)
    right = sum(comb(shared, 2) for shared in both.values())
    said = sum(comb(sizes[label], 2) for label in {label for label, _ in both})
    return 2 * right / (said + sum(comb(size, 2) for size in whole.values()))


if __name__ == "__main__":
    main()
