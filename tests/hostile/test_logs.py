"""Nothing of the token and nothing of what people said is in any line of the log, even where
every library writes all it knows, and things go wrong."""

import os
import re
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from sandbox.testing import Running
from tests.e2e.phones import Phone
from tests.e2e.story import TOKEN
from tests.hostile.conftest import KINDS, Loaded
from tests.hostile.house import House
from tests.processes import ended, start

WORDS = ("路灯坏了", "秘密花园", "13812345678", "whisper-in-english", "\\u8def", "u8def")
TEXT = "文昌花园3栋路灯坏了 秘密花园 13812345678 whisper-in-english"


def run(variables: dict[str, str], said: str) -> None:
    """`minsheng run` in a process of its own; what it says goes to a file."""
    os.environ.update({f"MINSHENG_{name}": value for name, value in variables.items()})
    sys.stderr = Path(said).open("w", encoding="utf-8")  # noqa: SIM115  (until the process ends)
    os.dup2(sys.stderr.fileno(), 2)
    sys.exit(main(["run"]))


@pytest.mark.parametrize("kind", KINDS)
async def test_the_log_keeps_secrets(loaded: Loaded, sandbox: Running, tmp_path: Path, kind: str):
    said = tmp_path / "said"
    async with loaded(kind) as url:
        house = House(sandbox.url, url, tmp_path / "data")
        for fault in ("500", "429", "drop_after", "drop_before"):
            await house._post("faults", {"kind": fault, "method": "sendMessage"})
        await house._post("faults", {"kind": "502", "method": "getUpdates"})
        process = start(
            run,
            {
                "BOT_TOKEN": TOKEN, "DATABASE_URL": url, "TELEGRAM_API": sandbox.url,
                "DATA_DIR": str(tmp_path / "data"), "WEB_PORT": "0", "LOG_LEVEL": "DEBUG",
                "CLOCK_URL": f"{sandbox.url}/sandbox/clock", "FLOOD_RULES": "false",
            },
            str(said),
        )  # fmt: skip
        resident = Phone(house.http, 8100000001, "林")
        await resident.says(TEXT)
        await house.injects({"message": house.message(8100000002, text=TEXT, date="路灯坏了")})
        await house.injects({"telepathy": house.message(8100000003, text=TEXT)})
        await resident.says("/help")
        await resident.hears("/my")
        process.terminate()
        assert await ended(process) == 0
        await house.database.close()
        await house.http.aclose()
    log = said.read_text()
    assert "not an update" in log
    assert "stopped" in log
    assert TOKEN not in log
    assert TOKEN.split(":")[1] not in log
    assert not re.search(r"bot\d{5,}:", log)
    for word in WORDS:
        assert word not in log, next(line for line in log.splitlines() if word in line)
