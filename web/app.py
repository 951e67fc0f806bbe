"""The web side of a process: Telegram's webhook, and whether the process lives and is ready.

It knows no bot: what it needs comes as functions. Starlette alone serves the three addresses that
every process has: FastAPI's import is a sixth of a start (ADR 0004).
"""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Accept = Callable[[Sequence[object]], Awaitable[bool]]
Problems = Callable[[], Awaitable[Sequence[str]]]

BIGGEST_BODY = 1_000_000  # bytes; reliability.md 5.1
SECRET_HEADER = b"x-telegram-bot-api-secret-token"


class TooBig(Exception):
    """A body beyond the limit."""


def create_app(
    *, problems: Problems, accept: Accept | None = None, path: str = "", secret: str = ""
) -> Starlette:
    """`problems`: one sentence for each reason not to be ready. `accept`: stores updates, True
    once they are committed; None: no webhook. `secret` must not be empty then."""
    routes = _health(problems)
    if accept is not None:
        if not secret:
            raise ValueError("a webhook without a secret would believe everybody")
        routes.append(_webhook(accept, path, secret.encode()))
    return Starlette(routes=routes)


def _health(problems: Problems) -> list[Route]:
    async def live(_: Request) -> JSONResponse:
        """The process answers."""
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> JSONResponse:
        """The database takes writes, nothing waits too long, Telegram accepts the token."""
        found = list(await problems())
        return JSONResponse(
            {"status": "not ready" if found else "ready", "problems": found},
            status_code=503 if found else 200,
        )

    return [Route("/livez", live), Route("/readyz", ready)]


def _webhook(accept: Accept, path: str, secret: bytes) -> Route:
    async def telegram(request: Request) -> Response:
        """200 only after the commit; on 503 Telegram brings the update again."""
        if not hmac.compare_digest(_secret_of(request), secret):
            return Response(status_code=401)
        try:
            update = json.loads(await _body(request))
        except TooBig:
            return Response(status_code=413)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        return Response(status_code=200 if await accept([update]) else 503)

    return Route(path, telegram, methods=["POST"])


def _secret_of(request: Request) -> bytes:
    """The header's bytes, so that a strange one is wrong and no error."""
    headers: list[tuple[bytes, bytes]] = request.scope["headers"]
    return next((value for name, value in headers if name == SECRET_HEADER), b"")


async def _body(request: Request) -> bytes:
    """At most BIGGEST_BODY bytes, counted as they come. Raises TooBig."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BIGGEST_BODY:
            raise TooBig
    return bytes(body)
