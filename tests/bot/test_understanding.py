"""The district's own weights beside the shipped ones."""

import logging
from pathlib import Path

import pytest

from bot.nlp.understand import CategoryEntry, Knowledge
from bot.nlp.weights import FORMAT
from bot.settings import Settings
from bot.understanding import OWN_WEIGHTS, understander_of

KNOWLEDGE = Knowledge(
    categories=(
        CategoryEntry("0203", "市政", "路灯", "CGJ", "W5", (), ("路灯",)),
        CategoryEntry("0302", "城管", "摊贩", "CGJ", "W5", (), ("占道",)),
    )
)
OWN = f"""{",".join(FORMAT)}
labels,0203,0302
scale,0.05
bias,-1,-1
sure,0,0.5,2,0.95
吆喝,40,-40,60
"""


def settings(folder: Path, weights: str | None) -> Settings:
    if weights is not None:
        (folder / OWN_WEIGHTS).write_text(weights, encoding="utf-8")
    return Settings(data_dir=folder)


def test_own_weights_name_a_class_where_no_keyword_does(tmp_path: Path):
    text = "楼下天天吆喝"
    assert understander_of(KNOWLEDGE, settings(tmp_path, None)).understand(text).issues == ()
    (issue,) = understander_of(KNOWLEDGE, settings(tmp_path, OWN)).understand(text).issues
    assert issue.code == "0302"
    assert issue.confidence < 0.8  # a person looks
    assert [hit.word for hit in issue.keywords] == ["吆喝"]


@pytest.mark.parametrize(
    ("weights", "line"),
    [
        ("", "line 1"),
        (OWN.replace("吆喝,40,-40", "吆喝,40,x"), "line 6"),
        (OWN.replace("labels", "names"), "line 2"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_not_used(
    weights: str, line: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR):
        found = understander_of(KNOWLEDGE, settings(tmp_path, weights)).understand("路灯坏了")
    (record,) = caplog.records
    assert str(tmp_path / OWN_WEIGHTS) in record.getMessage()
    assert line in record.getMessage()
    assert found.issues[0].code == "0203"
