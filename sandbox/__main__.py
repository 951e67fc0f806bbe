"""`python -m sandbox`: serve the local Telegram until it is stopped."""

import argparse
import sys
from pathlib import Path

from sandbox.errors import SetupError
from sandbox.server import create_app, listen, make_server
from sandbox.world import Settings


def main(arguments: list[str] | None = None) -> int:
    """0 after a stop by signal, 2 with one sentence when it cannot start."""
    options = _options(arguments)
    settings = Settings(
        options.data_dir,
        people=options.people,
        map=options.map,
        token=options.token,
        checks=not options.no_checks,
        name=options.name,
        username=options.username,
    )
    try:
        with listen(options.host, options.port) as listener:
            app = create_app(settings)
            shown = f"http://{options.host}:{listener.getsockname()[1]}"
            sys.stderr.write(f"sandbox: phones at {shown}/, control API at {shown}/sandbox/docs\n")
            make_server(app).run([listener])
    except SetupError as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 2
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Telegram.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--people", type=Path, help="people.csv")
    parser.add_argument("--map", type=Path, help="GeoJSON of the grids")
    parser.add_argument("--token", help="the only token that is accepted; without it any")
    parser.add_argument("--name", default="Sandbox", help="first name of the bot")
    parser.add_argument("--username", default="sandbox_bot")
    parser.add_argument("--no-checks", action="store_true", help="do not check requests")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
