"""jieba's cut in Python and rjieba's lead to the same decisions."""

import csv
from pathlib import Path

import pytest

from bot.nlp.understand import Knowledge, Understander
from bot.nlp.words import load_rows

pytest.importorskip("rjieba")

HERE = Path(__file__).parent


def samples() -> list[str]:
    texts: list[str] = []
    for name in ("messages.csv", "danger_cases.csv"):
        with (HERE / name).open(encoding="utf-8", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file)]
    return texts


@pytest.fixture(scope="module")
def both(knowledge: Knowledge) -> tuple[Understander, Understander]:
    return Understander(knowledge, engine="rjieba"), Understander(knowledge, engine="jieba")


def test_every_keyword_leads_to_the_same_class(
    both: tuple[Understander, Understander], knowledge: Knowledge
):
    words = [word for entry in knowledge.categories for word in (*entry.keywords, *entry.urgent)]
    words += [word for _, word, _ in load_rows("keywords.csv")]
    words += [place.alias for place in knowledge.places]
    assert len(words) > 4_000
    fast, plain = both
    assert [w for w in words if fast.understand(w) != plain.understand(w)] == []


def test_every_sample_is_decided_alike(both: tuple[Understander, Understander]):
    fast, plain = both
    texts = samples()
    texts += [f"{a}。{b}" for a, b in zip(texts, reversed(texts), strict=True)]
    texts += [f"文昌花园3栋{text}" for text in texts[:200]]
    assert [text for text in texts if fast.understand(text) != plain.understand(text)] == []
