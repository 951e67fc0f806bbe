"""Learned words: training, the weight file, the commands around them. Invented messages."""

import gzip
import io
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.nlp.evaluate import Judged, confusions, score
from bot.nlp.explain import explain
from bot.nlp.learn_cli import judge_rows, read_rows, train_rows
from bot.nlp.train import SUBJECT, Reader, counts_of, isotonic, splits, train
from bot.nlp.understand import Knowledge, Understander
from bot.nlp.weights import SHIPPED, WeightsError, codes_of, load_weights, save_weights

LAMPS = ("路灯不亮", "路灯坏了", "灯杆倒了", "晚上路灯太暗", "路灯一闪一闪", "没有路灯")
WAGES = ("工资没发", "拖欠工资", "老板不发工资", "工资拖了三个月", "加班没有工资", "讨要工资")
WHERE = ("门口", "旁边", "楼下", "这里", "对面", "附近", "后面")
ROWS = [
    (f"{where}{said}", f"请尽快处理，{said}", label, f"{label} {said} {where}")
    for label, all_said in (("灯", LAMPS), ("钱", WAGES))
    for said in all_said
    for where in WHERE
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "weights.csv"
    train_rows(ROWS, path, io.StringIO())
    return path


def test_what_was_learned_is_known_again(model: Path):
    judged = judge_rows(
        [("路灯又灭了", "", "灯", ""), ("工资呢", "", "钱", "")], load_weights(model), "full"
    )
    assert [one.answer for one in judged] == ["灯", "钱"]


def test_training_twice_gives_the_same_file(model: Path, tmp_path: Path):
    again = tmp_path / "again.csv"
    train_rows(ROWS, again, io.StringIO())
    assert again.read_bytes() == model.read_bytes()


def test_rare_words_and_names_are_not_learned(tmp_path: Path):
    rows = [
        (f"上海张伟家门口{said}", "", label, f"{n}")
        for n, (said, label) in enumerate([("路灯不亮", "灯"), ("工资没发", "钱")] * 10)
    ]
    rows.append(("电梯", "", "灯", "one"))
    path = tmp_path / "weights.csv"
    train_rows(rows, path, io.StringIO())
    known = load_weights(path).table
    assert "路灯" in known
    assert not {"上海", "张伟", "电梯"} & set(known)


def test_near_duplicates_stay_together():
    reader = Reader()
    examples = [reader.example("路灯", "", "灯", f"{n % 7}") for n in range(40)]
    for learn, check in splits(examples, 3):
        assert len(learn) + len(check) == 40
        assert not {e.group for e in learn} & {e.group for e in check}


def test_words_count_twice_where_the_cut_respects_them():
    weights = load_weights()
    example = Reader().example("小区路灯", "")
    found = counts_of(example, SUBJECT, weights.words)
    counts = {weights.words.words[number]: count for number, count in found.items()}
    assert counts["路灯"] == 4  # twice for the subject, twice for the cut
    assert "小区" in counts


def test_probabilities_rise_with_the_margin():
    points = isotonic([(n / 100, n % 7 < n / 20) for n in range(200)])
    assert list(points) == sorted(points)
    assert [p for _, p in points] == sorted(p for _, p in points)


def test_one_label_teaches_nothing():
    with pytest.raises(ValueError, match="two labels"):
        train([Reader().example("路灯", "", "灯")])


def test_the_file_is_read_as_it_was_written_and_never_too_large(model: Path, tmp_path: Path):
    weights = load_weights(model)
    again = tmp_path / "again.csv"
    save_weights(weights, again)
    assert again.read_bytes() == model.read_bytes()
    small = tmp_path / "small.csv"
    assert save_weights(weights, small, largest=400) <= 400
    assert 0 < len(load_weights(small).table) < len(weights.table)


def test_the_shipped_file_is_small_and_its_labels_have_classes():
    assert SHIPPED.stat().st_size <= 500_000
    assert all(codes_of(label) != (label,) for label in load_weights().labels)


@pytest.mark.parametrize(
    ("line", "text", "reason"),
    [
        (1, "something,1", "begins with minsheng-weights"),
        (1, "minsheng-weights,2", "minsheng-weights,1"),
        (3, "scale,much", "could not convert"),
        (4, "bias,0.1", "a number for each"),
        (5, "sure,0.1", "pairs"),
        (6, "路灯,20,3", "a number for each label"),
        (6, "路灯,20,3,x", "invalid literal"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    model: Path, tmp_path: Path, line: int, text: str, reason: str
):
    lines = model.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = text
    broken = tmp_path / "broken.csv"
    broken.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(WeightsError, match=f"line {line}: .*{reason}"):
        load_weights(broken)


def test_no_text_at_all_is_no_weight_file(tmp_path: Path):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(WeightsError, match="line 1"):
        load_weights(tmp_path / "empty.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(WeightsError, match="UTF-8"):
        load_weights(tmp_path / "bytes.csv")


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path):
    good = json.dumps({"subject": "路灯不亮", "text": None, "label": "灯", "group": 7})
    lines = [
        good,
        "no json",
        '{"label": "灯"}',
        '{"subject": 1, "label": "灯"}',
        "",
        '{"subject": "路灯", "label": null}',
        '{"subject": "x", "label": "a,b"}',
    ]
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(lines).encode()))
    err = io.StringIO()
    rows, bad = read_rows([packed, tmp_path / "none.jsonl"], err)
    assert rows == [("路灯不亮", "", "灯", "7")]
    assert bad == 5
    assert [part in err.getvalue() for part in ("line 2", "line 3", "line 4", "line 7", "none")]


def test_figures_are_those_of_the_textbook():
    judged = [Judged("a", "a", 3, 0.9), Judged("a", "b", 1, 0.4), Judged("b", "b", 2, 0.85)]
    figures = score(judged)
    assert figures.accuracy == pytest.approx(2 / 3)
    assert figures.macro_f1 == pytest.approx(2 / 3)
    assert figures.decided_at_95 == pytest.approx(2 / 3)
    assert figures.sure == pytest.approx(2 / 3)
    assert figures.sure_right == 1.0
    assert confusions(judged) == [("a", "b", 1)]


def test_train_and_evaluate_as_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    labelled, model = tmp_path / "rows.jsonl", tmp_path / "weights.csv"
    names = ("subject", "text", "label", "group")
    lines = [json.dumps(dict(zip(names, row, strict=True))) for row in ROWS]
    labelled.write_text("\n".join(lines), encoding="utf-8")
    assert main(["train", str(labelled), "--out", str(model)]) == 0
    capsys.readouterr()
    command = ["evaluate", str(labelled), "--model", str(model), "--view", "subject", "--json"]
    assert main(command) == 0
    figures = json.loads(capsys.readouterr().out)
    assert {"n", "weighted_f1", "macro_f1", "accuracy", "decided_at_95"} <= set(figures)
    assert (figures["n"], figures["accuracy"]) == (len(ROWS), 1.0)
    assert main(["evaluate", str(labelled), "--folds", "2"]) == 0
    assert {"# full", "# subject", "# traditional"} <= set(capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("content", ["", "{}", '{"subject": "路灯", "label": "灯"}'])
def test_too_little_to_learn_from_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
):
    labelled = tmp_path / "rows.jsonl"
    labelled.write_text(content, encoding="utf-8")
    assert main(["train", str(labelled), "--out", str(tmp_path / "w.csv")]) == 2
    assert "two labels" in capsys.readouterr().err


def test_learned_words_decide_between_classes_with_keywords(knowledge: Knowledge):
    text = "公司老板让我们签的协议到底算不算数"
    with_words, alone = Understander(knowledge), Understander(knowledge, [])
    learned = with_words.understand(text).issues[0]
    assert learned.code.startswith("10")
    assert alone.understand(text).issues != ()


@pytest.mark.parametrize("text", ["", "😀", "1234", "文昌路", "🎉🎉", "path/to 64", "路" * 70000])
def test_learned_words_alone_name_no_class(understander: Understander, text: str):
    assert understander.understand(text).issues == ()


def test_a_clerk_is_shown_every_step(understander: Understander):
    lines = list(explain(understander, "文昌路下水道又堵了，不是停电，这里人气爆炸"))
    steps = [line.split()[0] for line in lines]
    wanted = ("typed", "normalised", "words", "place", "danger", "keywords", "learned", "decision")
    assert set(wanted) <= set(steps)
    whole = "\n".join(lines)
    assert "blocked by" in whole
    assert "0204" in lines[-2]
    assert "WT-02-01" in whole


def test_an_alarm_is_explained_by_its_words(understander: Understander):
    lines = list(explain(understander, "楼道里好大的煤气味 头有点晕"))
    assert any(line.startswith("decision    alarm (gas)") for line in lines)
