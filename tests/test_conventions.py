"""What review kept saying, as tests (conventions.md 15)."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("domain", "service", "storage", "bot", "web", "sandbox")
SOURCES = sorted(path for folder in OURS for path in (ROOT / folder).rglob("*.py"))
HAN = re.compile("[\u4e00-\u9fff]")
# The language part reads words; the loader turns names into Traditional script.
MAY_HOLD_HAN = ("bot/nlp/", "service/pack_rows.py")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def strings_that_are_not_docs(tree: ast.Module) -> list[str]:
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    loose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs | loose
    ]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_words_that_people_read_are_not_in_code(path):
    if relative(path).startswith(MAY_HOLD_HAN):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [text for text in strings_that_are_not_docs(tree) if HAN.search(text)]
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_markup_no_sleep_no_naive_now(path):
    source = path.read_text(encoding="utf-8")
    assert "parse_mode" not in source or relative(path).startswith("sandbox/")
    assert not re.search(r"\btime\.sleep\(", source)
    if relative(path) not in {"bot/clocks.py", "sandbox/clock.py"}:
        assert not re.search(r"datetime\.(now|utcnow)\(", source)


def test_only_settings_read_the_environment():
    readers = {
        relative(path)
        for path in SOURCES
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"bot/settings.py", "sandbox/checks.py", "sandbox/args.py"}


def test_files_stay_readable():
    """Above 500 lines a file wants to be two rooms with names (migrations excepted)."""
    long = {
        relative(path): lines
        for path in SOURCES
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 500
        and "migrations" not in path.parts
    }
    assert long == {}


def test_bot_init_is_empty():
    assert (ROOT / "bot" / "__init__.py").read_text() == ""


def test_nothing_tracked_names_this_machine_or_a_registry():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    address = re.compile(r"(/root/|/work/|/tmp/bash|pypi\.|files\.pythonhosted|registry\.npm)")
    guilty = []
    for name in listed.stdout.split():
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        if address.search(text):
            guilty.append(name)
    assert guilty == []
