"""uvicorn inside of our own process: it takes no signals and makes no logs."""

import contextlib
import os
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette


class PortBusy(Exception):
    """The address cannot be had; its text says why."""


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises PortBusy."""
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None) or 0
        reason = os.strerror(number) if number > 0 else str(error)
        raise PortBusy(f"port {port} of {host} cannot be used: {reason}") from None


class WebServer(uvicorn.Server):
    """Serves until `stop`."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The signals of the process belong to the program."""
        yield

    def stop(self) -> None:
        self.should_exit = True
