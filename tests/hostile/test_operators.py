"""An operator's slip: one sentence that names what to mend, exit 2, no traceback, no secret."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.e2e.story import TOKEN
from tests.loaded import PACK
from tests.processes import ended, start

SECRET = "s3cr3t-of-the-database"
GOOD = {"BOT_TOKEN": TOKEN, "WEB_PORT": "0", "TELEGRAM_API": "http://127.0.0.1:9"}
UNREACHABLE = f"postgresql://minsheng:{SECRET}@127.0.0.1:9/none"

# name -> (command line, variables, words of the sentence). {here}: a folder of the test's own.
SLIPS: dict[str, tuple[str, dict[str, str], str]] = {
    "no token": ("run", {"BOT_TOKEN": ""}, "MINSHENG_BOT_TOKEN is missing"),
    "half a token": ("run", {"BOT_TOKEN": f"7000000001:{SECRET}"}, "MINSHENG_BOT_TOKEN"),
    "token with a line": ("run", {"BOT_TOKEN": f"{TOKEN}\nx"}, "MINSHENG_BOT_TOKEN"),
    "no token file": ("run", {"BOT_TOKEN": "", "BOT_TOKEN_FILE": "{here}/none"}, "_TOKEN_FILE"),
    "folder as token file": ("run", {"BOT_TOKEN": "", "BOT_TOKEN_FILE": "{here}"}, "_TOKEN_FILE"),
    "binary token file": ("run", {"BOT_TOKEN": "", "BOT_TOKEN_FILE": "{here}/binary"}, "_FILE"),
    "no address": ("run", {"DATABASE_URL": "x"}, "MINSHENG_DATABASE_URL"),
    "another engine": ("run", {"DATABASE_URL": "mysql://u@h/n"}, "MINSHENG_DATABASE_URL"),
    "port is a word": ("run", {"DATABASE_URL": f"postgresql://u:{SECRET}@h:x/n"}, "DATABASE_URL"),
    "nobody listens": ("run", {"DATABASE_URL": UNREACHABLE}, "MINSHENG_DATABASE_URL"),
    "no such folder": ("run", {"DATABASE_URL": "sqlite:////nowhere/x.sqlite"}, "DATABASE_URL"),
    "not a database": ("run", {"DATABASE_URL": "sqlite:///{here}/binary"}, "DATABASE_URL"),
    "folder as database": ("run", {"DATABASE_URL": "sqlite:///{here}"}, "DATABASE_URL"),
    "data in a file": ("run", {"DATA_DIR": "{here}/binary"}, "MINSHENG_DATA_DIR"),
    "data where none can be": ("run", {"DATA_DIR": "/proc/minsheng"}, "MINSHENG_DATA_DIR"),
    "port is no number": ("run", {"WEB_PORT": "web"}, "MINSHENG_WEB_PORT"),
    "port too high": ("run", {"WEB_PORT": "70000"}, "MINSHENG_WEB_PORT"),
    "busy port": ("run --roles web", {"WEB_PORT": "{busy}"}, "MINSHENG_WEB_PORT"),
    "no such host": ("run --roles web", {"WEB_HOST": "300.300.300.300"}, "MINSHENG_WEB_PORT"),
    "hook without secret": ("run", {"WEBHOOK_URL": "https://b.example/x"}, "WEBHOOK_SECRET"),
    "short secret": ("run", {"WEBHOOK_SECRET": "abc"}, "MINSHENG_WEBHOOK_SECRET"),
    "hook of another kind": ("run", {"WEBHOOK_URL": "ftp://b.example/x"}, "WEBHOOK_URL"),
    "half an address": ("run", {"TELEGRAM_API": "http://[::1"}, "MINSHENG_TELEGRAM_API"),
    "clock of others": ("run", {"CLOCK_URL": "http://clock.example/"}, "MINSHENG_CLOCK_URL"),
    "zone of Mars": ("run", {"TIMEZONE": "Mars/Olympus"}, "MINSHENG_TIMEZONE"),
    "zone with dots": ("run", {"TIMEZONE": "../../etc/passwd"}, "MINSHENG_TIMEZONE"),
    "no level": ("run", {"LOG_LEVEL": "LOUD"}, "MINSHENG_LOG_LEVEL"),
    "neither yes nor no": ("run", {"FLOOD_RULES": "perhaps"}, "MINSHENG_FLOOD_RULES"),
    "no such crash": ("run", {"CRASH_AT": "nowhere:x"}, "MINSHENG_CRASH_AT"),
    "no such district": ("run", {"DISTRICT": "../../etc"}, "district"),
    "no such role": ("run --roles king", {}, "king"),
    "not loaded": ("run", {}, "district load"),
    "check of nothing": ("check", {}, "MINSHENG_DATABASE_URL"),
    "check of nowhere": ("check", {"DATABASE_URL": UNREACHABLE}, "MINSHENG_DATABASE_URL"),
    "dead of nowhere": ("dead", {"DATABASE_URL": UNREACHABLE}, "MINSHENG_DATABASE_URL"),
    "load into nowhere": (f"district load {PACK}", {"DATABASE_URL": UNREACHABLE}, "DATABASE_URL"),
    "schema of nowhere": ("db upgrade", {"DATABASE_URL": UNREACHABLE}, "MINSHENG_DATABASE_URL"),
    "invite without Telegram": ("admin invite", {}, "MINSHENG_BOT_TOKEN"),
    "invite of a king": ("invite king", {}, "king"),
    "classify by nothing": ("classify", {"DISTRICT": "none"}, "no such folder"),
}  # fmt: skip


def slip(arguments: list[str], variables: dict[str, str], said: str) -> None:
    """The command line in a process of its own; what it says goes to a file."""
    for name in [name for name in os.environ if name.startswith("MINSHENG_")]:
        del os.environ[name]
    os.environ.update({f"MINSHENG_{name}": value for name, value in variables.items()})
    sys.stderr = Path(said).open("w", encoding="utf-8")  # noqa: SIM115  (the process ends soon)
    os.dup2(sys.stderr.fileno(), 2)
    sys.exit(main(arguments))


@pytest.mark.parametrize("name", SLIPS)
async def test_a_slip_is_one_sentence(tmp_path: Path, name: str):
    command, variables, words = SLIPS[name]
    (tmp_path / "binary").write_bytes(b"\xff\x00\xfe" * 99)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        places = {"here": str(tmp_path), "busy": str(busy.getsockname()[1])}
        given = {
            "DATA_DIR": str(tmp_path / "data"),
            **GOOD,
            **{key: value.format(**places) for key, value in variables.items()},
        }
        if command == "run --roles web":
            await ended(start(slip, ["district", "load", str(PACK)], given, str(tmp_path / "x")))
        code = await ended(start(slip, command.split(), given, str(tmp_path / "said")))
    text = (tmp_path / "said").read_text()
    lines = [line for line in text.splitlines() if not line[:4].isdigit()]  # the rest are logs
    assert (code, len(lines)) == (2, 1), text
    assert words in lines[0]
    assert SECRET not in text
    assert TOKEN not in text


BROKEN_PACKS = {
    "units.csv": "code,name\n\x00,\n",
    "grids.geojson": "{",
    "categories.csv": "",
    "limits.csv": "class_code\nW5,W5,W5\n",
    "district.toml": "[",
    "calendar.csv": "date\n2026-02-30\n",
}


@pytest.mark.parametrize("broken", BROKEN_PACKS)
def test_a_broken_pack_names_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], broken):
    for file in PACK.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    assert (tmp_path / broken).exists()
    (tmp_path / broken).write_text(BROKEN_PACKS[broken])
    assert main(["district", "check", str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert any(line.startswith(broken) for line in lines)
    assert "Traceback" not in "".join(lines)


def test_a_slip_outside_of_this_process(tmp_path: Path):
    """The same as an operator sees it, once."""
    environment = {**os.environ, "MINSHENG_DATA_DIR": str(tmp_path), "MINSHENG_BOT_TOKEN": "x"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run"], env=environment, capture_output=True, text=True,
        check=False, cwd=PACK.parents[1],
    )  # fmt: skip
    said = "minsheng: MINSHENG_BOT_TOKEN is not a token as @BotFather gives it.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
