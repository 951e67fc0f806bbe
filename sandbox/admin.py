"""The control API of the machine: clock, faults, flood rules, log, updates, files, map."""

import json
import time
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from sandbox.errors import ActError
from sandbox.world import Entry, World


class Move(BaseModel):
    """Seconds to go, or a moment with its zone."""

    model_config = ConfigDict(extra="forbid")
    advance: float | None = None
    to: AwareDatetime | None = None


class Hints(BaseModel):
    """What the bot knows of coming deadlines."""

    model_config = ConfigDict(extra="forbid")
    next_deadline: str | None = None
    next_deadline_label: str | None = None
    next_working_day: str | None = None


class NewFault(BaseModel):
    """What goes wrong, for which requests and how often."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal[
        "429", "403", "400", "404", "500", "502", "drop_before", "drop_after", "hang", "latency",
        "duplicate_update", "reorder_updates",
    ]  # fmt: skip
    method: str | None = Field(None, description="null: all but getUpdates; download: files")
    chat_id: int | None = None
    count: int | None = Field(1, ge=1, description="null: until deleted")
    every: int = Field(1, ge=1, description="each n-th; then count is unlimited unless given")
    retry_after: int = Field(1, ge=1)
    description: str | None = None
    seconds: float = Field(1.0, ge=0)


class FloodRules(BaseModel):
    """Telegram's published rates."""

    enabled: bool


def admin_router(world: World) -> APIRouter:
    """Everything that no person does."""
    router = APIRouter(prefix="/sandbox")
    _clock(router, world)
    _faults(router, world)
    _updates(router, world)
    _log(router, world)
    _files(router, world)
    return router


def _clock(router: APIRouter, world: World) -> None:
    @router.get("/clock", tags=["clock"])
    async def clock(
        offset: float | None = None, wait: Annotated[float, Query(ge=0, le=60)] = 0
    ) -> dict[str, Any]:
        """The moved time, its offset in seconds, the bot's hints. With `offset`: as soon as it is
        another one, after `wait` seconds at the latest."""
        end = time.monotonic() + wait
        while world.clock.offset == offset and await world.bell.wait(end - time.monotonic()):
            pass
        return world.clock.show()

    @router.post("/clock", tags=["clock"])
    async def move(body: Move) -> dict[str, Any]:
        """Move the clock by seconds or to a moment."""
        if (body.advance is None) == (body.to is None):
            raise ActError(422, "Give either advance (seconds) or to (a time with its zone).")
        try:
            if body.to is not None:
                world.clock.move_to(body.to)
            elif body.advance is not None:
                world.clock.advance(body.advance)
        except (OverflowError, ValueError, OSError):
            raise ActError(422, "That is further than a calendar reaches.") from None
        world.bell.ring()
        return world.clock.show()

    @router.put("/clock/hints", tags=["clock"])
    async def hint(body: Hints) -> dict[str, Any]:
        """The bot says what comes next."""
        world.clock.hint(body.model_dump())
        return world.clock.show()


def _faults(router: APIRouter, world: World) -> None:
    @router.get("/faults", tags=["faults"])
    async def faults() -> list[dict[str, Any]]:
        """Those that wait for their request."""
        return world.faults.show()

    @router.post("/faults", tags=["faults"])
    async def add_fault(body: NewFault) -> dict[str, int]:
        """Let something go wrong."""
        return {"id": world.faults.add(body.model_dump(exclude_unset=True))}

    @router.delete("/faults", tags=["faults"])
    async def delete_faults() -> dict[str, bool]:
        """All is well again."""
        world.faults.delete(None)
        return {"deleted": True}

    @router.delete("/faults/{fault_id}", tags=["faults"])
    async def delete_fault(fault_id: int) -> dict[str, bool]:
        """Take one back."""
        world.faults.delete(fault_id)
        return {"deleted": True}

    @router.post("/flood", tags=["faults"])
    async def flood(body: FloodRules) -> dict[str, bool]:
        """Switch Telegram's flood rules on or off."""
        world.flood.enabled = body.enabled
        return {"enabled": world.flood.enabled}

    @router.post("/callbacks/expire", tags=["faults"])
    async def expire_callbacks() -> dict[str, bool]:
        """As if 150 s had passed since every press so far."""
        with world.store.transaction():
            world.updates.expire_callbacks()
        return {"expired": True}

    @router.post("/webhook/retry", tags=["faults"])
    async def retry() -> dict[str, bool]:
        """Webhook deliveries that wait for their next attempt make it now."""
        world.webhook.retry_now()
        return {"retried": True}


def _updates(router: APIRouter, world: World) -> None:
    @router.get("/updates/pending", tags=["updates"])
    async def pending() -> dict[str, Any]:
        """Updates that the bot has not confirmed."""
        ids = [update.update_id for update in world.updates.live(len(world.updates.pending))]
        return {"count": len(ids), "ids": ids}

    @router.post("/updates", tags=["updates"])
    async def inject(update: dict[str, Any] = Body()) -> dict[str, int]:
        """Any raw update; an update_id in it plays Telegram's random restart of ids."""
        kinds = [key for key in update if key != "update_id"]
        number = update.get("update_id")
        if number is not None and not isinstance(number, int):
            raise ActError(422, "update_id is no whole number.")
        kind = kinds[0] if kinds else "message"
        chat_id = _chat_id(update.get(kind))
        queue = f"raw:{kind}" if chat_id is None else f"chat:{chat_id}"
        with world.store.transaction():
            made = world.updates.push_raw(update, kind=kind, queue=queue, chat_id=chat_id)
        return {"update_id": made}


def _chat_id(content: Any) -> int | None:
    """The chat of an update, if it has one that is a number."""
    if not isinstance(content, dict):
        return None
    inner = content.get("message")
    if isinstance(inner, dict):
        content = inner
    chat = content.get("chat")
    found = chat.get("id") if isinstance(chat, dict) else None
    return found if isinstance(found, int) and abs(found) < 2**63 else None


def _log(router: APIRouter, world: World) -> None:
    @router.get("/requests", tags=["log"])
    async def requests(after: int = 0, method: str | None = None) -> Response:
        """Every Bot API request, oldest first (the newest 50,000)."""
        if world.checker is not None:
            await world.checker.settle()
        wanted = None if method is None else method.lower()
        shown = [
            _entry(entry)
            for entry in world.log
            if entry.seq > after and wanted in (None, entry.method.lower())
        ]
        return Response(json.dumps(shown), media_type="application/json")

    @router.get("/problems", tags=["log"])
    async def problems() -> JSONResponse:
        """All findings of the request checker so far."""
        if world.checker is not None:
            await world.checker.settle()
        return JSONResponse(world.problems)


def _entry(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"answer": json.loads(entry.answer)}


def _files(router: APIRouter, world: World) -> None:
    @router.get("/map", tags=["files"])
    async def grids() -> JSONResponse:
        """The GeoJSON that --map named."""
        return JSONResponse(world.map or {"type": "FeatureCollection", "features": []})

    @router.get("/files/{file_id}", tags=["files"])
    async def file(file_id: str) -> Response:
        """The bytes of a file, for the page."""
        found = world.files.find(file_id)
        if found is None:
            raise ActError(404, f"There is no file {file_id}.")
        content = world.files.read(found[1]) or b""
        return Response(content, media_type=world.files.mime(found[1]))
