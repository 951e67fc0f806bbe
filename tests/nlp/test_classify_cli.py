"""The contract of `minsheng classify` (architecture.md)."""

import io
import json
from typing import Any

from bot.nlp.classify_cli import classify_lines
from bot.nlp.understand import Understander


def run(
    understander: Understander, lines: list[str | bytes]
) -> tuple[int, list[dict[str, Any]], str]:
    out, err = io.StringIO(), io.StringIO()
    code = classify_lines(understander, lines, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_a_line_in_a_line_out(understander: Understander):
    code, answers, errors = run(understander, ['{"id": "a", "text": "文昌路下水道堵了"}\n'])
    assert (code, errors) == (0, "")
    (answer,) = answers
    assert set(answer) == {"id", "intent", "issues", "must_ask"}
    assert (answer["id"], answer["intent"], answer["must_ask"]) == ("a", "report", ["place"])
    (issue,) = answer["issues"]
    assert set(issue) == {
        *("code", "level1", "level2", "lead", "limit", "urgency", "confidence", "keywords"),
        *("grids", "grid_certainty"),
    }
    assert (issue["code"], issue["lead"], issue["limit"]) == ("0204", "SWJ", "U24")
    assert (issue["level1"], issue["level2"]) == ("市政设施", "排水与污水外溢")
    assert issue["grids"] == ["WT-02-01", "WT-02-02"]
    assert issue["grid_certainty"] == "candidates"
    assert all(isinstance(word, str) for word in issue["keywords"])


def test_bad_lines_are_named_and_the_rest_is_done(understander: Understander):
    code, answers, errors = run(
        understander,
        [
            b'{"id": 1, "text": "\xe8\xb7\xaf\xe7\x81\xaf\xe4\xb8\x8d\xe4\xba\xae"}',
            "not json",
            "",
            "[1]",
            '{"id": 5}',
            '{"id": 6, "text": null}',
            '{"id": true, "text": "x"}',
            b'{"id": 8, "text": "\xff"}',
            "[" * 100_000,
            '{"id": 10, "text": ""}',
        ],
    )
    assert code == 1
    assert [answer["id"] for answer in answers] == [1, 10]
    lines = errors.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9)]


def test_an_answer_is_always_one_writable_line(understander: Understander):
    code, answers, _ = run(understander, ['{"id": "a\\u2028\\ud800b", "text": "路灯不亮"}'])
    assert code == 0
    assert answers[0]["id"] == "a\u2028\ud800b"
