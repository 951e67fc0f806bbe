"""The command line: what an operator sees, and how a program refuses to start."""

import io
import json
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.__main__ import PACKS, main
from sandbox.testing import running_sandbox
from tests.bot.echo import TOKEN
from tests.bot.people import Phones, until
from tests.processes import ended, start

PACK = PACKS / "qingting"
RESIDENT = 8100000001


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A fresh data directory, and variables of this test alone."""

    def set_all(**variables: object) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(f"MINSHENG_{name}", str(value))

    set_all(DATA_DIR=tmp_path / "data", WEB_PORT=0, BOT_TOKEN=TOKEN)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield set_all
    root.handlers[:] = handlers
    root.setLevel(level)


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence on standard error."""
    said = capsys.readouterr().err.splitlines()
    lines = [line for line in said if not line[:4].isdigit()]  # the rest are log lines
    assert len(lines) == 1, said
    return lines[0]


def test_a_pack_is_checked_and_loaded_twice(here, capsys, tmp_path):
    assert main(["district", "check", str(PACK)]) == 0
    assert main(["district", "load", str(PACK)]) == 0
    assert "units" in capsys.readouterr().out
    assert main(["district", "load", str(PACK)]) == 0
    assert capsys.readouterr().out.strip().endswith("nothing to change")
    assert main(["check"]) == 0
    assert main(["dead", "--again"]) == 0
    assert main(["district", "check", str(tmp_path)]) == 1
    assert main(["district", "load", str(tmp_path)]) == 1


def test_a_week_without_clusters_says_nothing_and_no_week_is_refused(here, capsys):
    assert main(["clusters", "--week", "2026-W47"]) == 2  # nothing is loaded
    refused(capsys)
    assert main(["district", "load", str(PACK)]) == 0
    capsys.readouterr()
    assert main(["clusters", "--week", "2026-W47"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["clusters", "--week", "soon"]) == 2
    assert "2026-W47" in refused(capsys)


def test_an_invite_is_a_link_for_one_person(here, capsys, tmp_path):
    with running_sandbox(tmp_path / "sandbox") as sandbox:
        here(TELEGRAM_API=sandbox.url)
        assert main(["district", "load", str(PACK)]) == 0
        capsys.readouterr()
        assert main(["admin", "invite"]) == 0
        assert main(["invite", "clerk", "CGJ"]) == 0
        links = capsys.readouterr().out.split()
        assert len({link.split("?start=")[1] for link in links}) == 2
        assert main(["invite", "clerk", "no such unit"]) == 2
        assert "No such grid" in refused(capsys)
        assert main(["invite", "king"]) == 2
        assert "there is no role king" in refused(capsys)


def test_classify_answers_line_by_line(here, capsys, monkeypatch):
    lines = b'{"id":1,"text":"\xe8\xb7\xaf\xe7\x81\xaf\xe5\x9d\x8f\xe4\xba\x86"}\n[]\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["classify"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["issues"]
    assert captured.err.startswith("line 2:")


def test_a_token_that_telegram_does_not_know(here, capsys, tmp_path):
    with running_sandbox(tmp_path / "sandbox", token=TOKEN) as sandbox:
        here(TELEGRAM_API=sandbox.url, BOT_TOKEN=f"1{TOKEN}")
        assert main(["district", "load", str(PACK)]) == 0
        assert main(["run"]) == 2
    assert refused(capsys) == "minsheng: Telegram does not know this MINSHENG_BOT_TOKEN."


def test_a_busy_port(here, capsys):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        here(WEB_PORT=busy.getsockname()[1])
        assert main(["district", "load", str(PACK)]) == 0
        assert main(["run", "--roles", "web"]) == 2
    assert refused(capsys).endswith("cannot be used: Address already in use.")


def test_a_district_that_was_never_loaded(here, capsys):
    assert main(["run"]) == 2
    assert "district qingting is not loaded" in refused(capsys)


@pytest.mark.parametrize(
    "url", ["postgresql://nobody:pw@127.0.0.1:9/none", "sqlite:////nowhere/at/all.sqlite", "x"]
)
def test_a_wrong_database_address(here, capsys, url):
    here(DATABASE_URL=url)
    assert main(["run"]) == 2
    said = refused(capsys)
    assert said.startswith("minsheng: MINSHENG_DATABASE_URL")
    assert "pw" not in said


def test_a_data_directory_that_is_a_file(here, capsys, tmp_path):
    (tmp_path / "file").touch()
    here(DATA_DIR=tmp_path / "file")
    assert main(["run"]) == 2
    assert "MINSHENG_DATA_DIR" in refused(capsys)


def test_an_unknown_role(here, capsys):
    assert main(["run", "--roles", "inbox,king"]) == 2
    assert "not king" in refused(capsys)


# --- make run -------------------------------------------------------------------------------


def play(data: str, said: str) -> None:
    """`minsheng up` in a process of its own, what it prints in a file."""
    for name in [name for name in os.environ if name.startswith("MINSHENG_")]:
        del os.environ[name]
    os.environ["MINSHENG_DATA_DIR"] = data
    with Path(said).open("w", encoding="utf-8") as out:
        sys.stdout = out
        code = main(["up"])
    sys.exit(code)


def shown(said: Path) -> str | None:
    """The address of the phones, once it is printed."""
    text = said.read_text() if said.exists() else ""
    return text.split("Phones: ")[1].split("/#")[0] if "(Ctrl-C" in text else None


async def phones_of(said: Path) -> Phones:
    async def printed() -> bool:
        return shown(said) is not None

    await until(printed, within=60)
    return Phones(shown(said) or "")


async def answers(phones: Phones) -> int:
    chat = (await phones.http.get(f"/sandbox/people/{RESIDENT}/chat")).json()
    return len([message for message in chat["messages"] if not message["out"]])


async def test_a_demo_goes_on_after_a_kill(tmp_path):
    """One command, a line with the phones, an answer; killed and started again, the same town."""
    first, second = tmp_path / "first", tmp_path / "second"
    process = start(play, str(tmp_path / "data"), str(first))
    phones = await phones_of(first)
    await phones.say(RESIDENT, "/start")

    async def one() -> bool:
        return await answers(phones) >= 1

    await until(one, within=60)
    process.kill()
    assert await ended(process) == -signal.SIGKILL
    before = await answers(phones)
    await phones.say(RESIDENT, "/help")

    process = start(play, str(tmp_path / "data"), str(second))
    again = await phones_of(second)
    assert again.http.base_url == phones.http.base_url

    async def more() -> bool:
        return await answers(again) > before

    await until(more, within=60)
    process.terminate()
    assert await ended(process) == 0
    await phones.close()
    await again.close()
    assert not (tmp_path / "data" / "sandbox.json").exists()
