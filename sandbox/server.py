"""The sandbox as one ASGI application: Bot API, control API, phones page."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.applications import Starlette

from sandbox.admin import admin_router
from sandbox.control import people_router
from sandbox.control_groups import groups_router
from sandbox.control_media import media_router
from sandbox.dispatch import BotApi, run_webhook_answer
from sandbox.errors import ActError, SetupError
from sandbox.wire import Receive, Scope, Send
from sandbox.world import Settings, World

PAGE = Path(__file__).parent / "page"


_world: ContextVar[World] = ContextVar("world")


class _WorldOfRequest:
    """The control API is built once and serves every world of a process: to build it takes longer
    than most tests do anything else. Its routes see the world of the request they answer."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_world.get(), name)


class SandboxApp:
    """Its ASGI application: FastAPI for people and pages; /bot… straight to the Bot API."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._bot_api = BotApi(world)
        self._life = Starlette(lifespan=partial(_life, world))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._life(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            # Remember the connection, so that a fault can cut it.
            scope["sandbox.transport"] = getattr(
                getattr(send, "__self__", None), "transport", None
            )
            await self._bot_api(scope, receive, send)
        else:
            _world.set(self.world)
            await _control()(scope, receive, send)


@asynccontextmanager
async def _life(world: World, _: Starlette) -> AsyncIterator[None]:
    world.webhook.answer = partial(run_webhook_answer, world)
    async with asyncio.TaskGroup() as group:
        group.create_task(world.webhook.run())
        if world.checker is not None:
            group.create_task(world.checker.run())
        yield
        world.stop()
    world.close()


def create_app(settings: Settings) -> SandboxApp:
    """The application; raises SetupError when a file cannot be read."""
    return SandboxApp(World(settings))


@cache
def _control() -> FastAPI:
    app = FastAPI(
        title="Minsheng sandbox: a local Telegram",
        docs_url="/sandbox/docs",
        openapi_url="/sandbox/openapi.json",
        redoc_url=None,
    )
    here = cast("World", _WorldOfRequest())
    for router in (people_router, media_router, groups_router, admin_router):
        app.include_router(router(here))
    _pages(app)

    @app.exception_handler(ActError)
    async def refuse(_: Request, error: ActError) -> JSONResponse:
        return JSONResponse({"detail": error.reason}, status_code=error.status)

    return app


def _pages(app: FastAPI) -> None:
    """The phones: static files of sandbox/page."""
    app.mount("/static", StaticFiles(directory=PAGE, check_dir=False), name="static")

    @app.get("/", include_in_schema=False)
    async def phones() -> Response:
        return FileResponse(PAGE / "index.html")


class SandboxServer(uvicorn.Server):
    """uvicorn that wakes the long polls before it waits for them."""

    def __init__(self, config: uvicorn.Config, world: World) -> None:
        super().__init__(config)
        self._world = world

    async def shutdown(self, sockets: Any = None) -> None:
        """Stop: no poll outlives the server."""
        self._world.stop()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises SetupError with one sentence, e.g. for a busy port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio sets TCP_NODELAY; else each answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        number = getattr(error, "errno", None) or 0
        reason = os.strerror(number) if number > 0 else str(error)
        raise SetupError(f"Port {port} of {host} cannot be used: {reason}.") from error
    return listener


def make_server(app: SandboxApp, *, log_level: str = "warning") -> SandboxServer:
    """A server for `app`; hand it bound sockets."""
    config = uvicorn.Config(
        app,
        log_level=log_level,
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
    )
    return SandboxServer(config, app.world)
