"""The sandbox for tests: a real server in a thread."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.server import create_app, listen, make_server
from sandbox.world import Settings, World


@dataclass
class Running:
    """A running sandbox. `world` is for looking at, from the same process only."""

    url: str
    port: int
    world: World


@contextlib.contextmanager
def running_sandbox(
    data_dir: Path,
    people: Path | None = None,
    map: Path | None = None,
    checks: bool = True,
    token: str | None = None,
    port: int = 0,
) -> Iterator[Running]:
    """Serve on loopback until the block ends; port 0 takes a free one."""
    with listen("127.0.0.1", port) as listener:
        app = create_app(Settings(data_dir, people=people, map=map, token=token, checks=checks))
        server = make_server(app)
        thread = threading.Thread(target=server.run, args=([listener],), name="sandbox")
        thread.start()
        number = listener.getsockname()[1]
        try:
            yield Running(f"http://127.0.0.1:{number}", number, app.world)
        finally:
            server.should_exit = True
            thread.join()
