"""Starting, stopping, starting again: `python -m sandbox` as a person runs it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.server import listen
from sandbox.testing import running_sandbox
from tests.sandbox.people import TOKEN, WANG, Control

ROOT = Path(__file__).parents[2]


def command(*options: str) -> list[str]:
    """The command line."""
    return [sys.executable, "-W", "error", "-m", "sandbox", *options]


@contextmanager
def started(*options: str) -> Iterator[str]:
    """A sandbox process; its URL. It must end cleanly by SIGTERM."""
    with subprocess.Popen(
        command(*options), cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        line = process.stderr.readline()
        assert line.startswith("sandbox: phones at http://127.0.0.1:"), line
        yield line.split()[3].rstrip("/,")
        process.send_signal(signal.SIGTERM)
        assert process.stderr.read() == ""
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_process_serves_and_stops(tmp_path: Path) -> None:
    with started("--port", "0", "--data-dir", str(tmp_path), "--token", TOKEN) as url:
        me = httpx.get(f"{url}/bot{TOKEN}/getMe").json()["result"]
        assert me["id"] == 7000000001
        other = httpx.get(f"{url}/bot{TOKEN[:-1]}x/getMe")
        assert (other.status_code, other.json()["description"]) == (401, "Unauthorized")
        odd = httpx.get(f"{url}/botnonsense/getMe")
        assert (odd.status_code, odd.json()["description"]) == (404, "Not Found")
        assert httpx.get(f"{url}/bot{TOKEN}/getNothing").status_code == 404


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        options = command("--port", port, "--data-dir", str(tmp_path))
        done = subprocess.run(options, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        f"sandbox: Port {port} of 127.0.0.1 cannot be used: Address already in use.\n"
    )


def test_the_listener_names_its_protocol() -> None:
    """asyncio sets TCP_NODELAY only then; without it every answer took 40 ms."""
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("people", None, "cannot be read"),
        ("people", b"id,first_name\nx,A\n", "row 2: id is not a whole number."),
        (
            "people",
            b"id,first_name\n1,A\n2,\n",
            "row 3: id must be positive and first_name filled.",
        ),
        ("people", b"\xff\xfe", "cannot be read"),
        ("map", None, "cannot be read"),
        ("map", b"{", "cannot be read"),
        ("map", b"[]", "is no GeoJSON FeatureCollection"),
    ],
)
def test_a_bad_file_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    words: str,
) -> None:
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    assert main(["--port", "0", "--data-dir", str(tmp_path / "data"), f"--{name}", str(path)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert str(path) in said


def test_a_data_directory_that_is_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    path.touch()
    assert main(["--port", "0", "--data-dir", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"sandbox: The data directory {path} cannot be used: ")
    assert said.count("\n") == 1


async def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as running:
        async with Control(running.url) as people:
            await people.post("people", id=WANG, first_name="小王")
            await people.post("clock", advance=86_400)
            first = await people.post(f"people/{WANG}/say", text="eins")
            second = await people.post(f"people/{WANG}/photos", count=1)
            await people.call("getUpdates", offset=first["update_id"] + 1)
            await people.call(
                "setMyCommands", commands=[{"command": "my", "description": "meine"}]
            )
            await people.call("getUpdates", offset=1, allowed_updates=["message"])
            before = await people.chat(WANG)
            pending = await people.pending()
    with running_sandbox(tmp_path) as running:
        async with Control(running.url) as people:
            assert await people.chat(WANG) == before
            assert await people.pending() == pending == [first["update_id"] + 1]
            assert (await people.get("clock"))["offset"] == 86_400
            third = await people.post(f"people/{WANG}/say", text="drei")
            assert third["update_id"] == pending[0] + 1
            assert third["message_id"] == second["message_ids"][0] + 1
            photo = before["messages"][1]["photo"][-1]["file_id"]
            assert (await people.http.get(f"/sandbox/files/{photo}")).content[:4] == b"\x89PNG"
            keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
            card = await people.call("sendMessage", chat_id=WANG, text="k", reply_markup=keyboard)
            await people.press(WANG, card["result"]["message_id"], data="b")
            assert len(await people.pending()) == 2  # only messages are allowed since before
            assert (await people.chat(WANG))["messages"][-1]["seq"] > before["seq"]


def test_a_waiting_poll_ends_when_the_sandbox_stops(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool, running_sandbox(tmp_path) as running:
        url = f"{running.url}/bot{TOKEN}/getUpdates?timeout=50"
        poll = pool.submit(httpx.get, url, timeout=60)
        while not running.world.log:
            httpx.get(f"{running.url}/sandbox/clock")
    assert poll.result().json() == {"ok": True, "result": []}


async def test_a_fresh_sandbox_starts_above_an_older_one(tmp_path: Path) -> None:
    ids = []
    for name in ("old", "new"):
        with running_sandbox(tmp_path / name) as running:
            async with Control(running.url) as people:
                await people.post("people", id=WANG, first_name="小王")
                ids.append((await people.post(f"people/{WANG}/say", text="x"))["update_id"])
    assert ids[1] > ids[0]
