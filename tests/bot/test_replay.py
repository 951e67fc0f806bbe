"""`make replay`: a few invented messages through the real thing, sandbox and bot as processes."""

import gzip
import json
import re
from pathlib import Path

import pytest

from benchmarks import replay
from benchmarks.house import ROOT, BenchmarkError

MESSAGES = [
    {"subject": "楼道灯坏了", "text": "文昌花园3栋楼道灯坏了三天，老人不敢下楼"},
    {"subject": "垃圾没人清", "text": None},
    {"subject": "谢谢", "text": ""},
]

COUNT = re.compile(r"^ +(\d+) +(?:[\d.]+% +)?(\w[^\n]*)$", re.MULTILINE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "messages.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in MESSAGES)
    return path


def test_each_message_gets_a_number_or_an_honest_answer(file, tmp_path, capsys):
    dialogues = tmp_path / "dialogues.txt"
    arguments = [str(file), "--answers", "vague", "--dialogues", str(dialogues)]
    assert replay.main(arguments) == 0
    counts = {name: int(count) for count, name in COUNT.findall(capsys.readouterr().out)}
    assert counts["messages"] == 3
    assert counts["a number given"] == 2
    assert counts["answered without a number"] == 1
    assert counts["silence"] == 0
    assert counts["with the deputy"] == 1
    assert counts["asked twice"] == 1
    assert counts["sent to the station"] == 1
    assert dialogues.read_text(encoding="utf-8").count("▶") == 5


def test_words_are_not_said_twice_and_rows_without_words_are_left_out(tmp_path):
    path = tmp_path / "messages.jsonl"
    rows = [
        {"subject": "灯坏了", "text": "灯坏了三天"},
        {"subject": ""},
        {"subject": "吵", "text": "夜里"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert replay.read_messages(path, None, None) == ["灯坏了三天", "吵\n夜里"]
    assert replay.read_messages(path, 1, None) == ["灯坏了三天"]
    drawn = replay.read_messages(path, 1, seed=5)
    assert drawn == replay.read_messages(path, 1, seed=5)


@pytest.mark.parametrize("content", ["[1]", "{", "\udcff"])
def test_a_file_that_is_no_json_lines_is_one_sentence(tmp_path, capsys, content):
    path = tmp_path / "messages.jsonl"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(BenchmarkError):
        replay.read_messages(path, None, None)
    assert replay.main([str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_dialogues_do_not_go_into_the_repository(file, capsys):
    assert replay.main([str(file), "--dialogues", str(ROOT / "docs" / "dialogues.txt")]) == 2
    assert "private" in capsys.readouterr().err
