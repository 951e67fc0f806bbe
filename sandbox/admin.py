"""The control API of the machine: clock, faults, log, updates, files."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict

from sandbox.errors import ActError
from sandbox.world import World


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


def admin_router(world: World) -> APIRouter:
    """Clock, faults, log."""
    router = APIRouter(prefix="/sandbox")

    @router.get("/clock", tags=["clock"])
    async def clock() -> dict[str, Any]:
        """The moved time, its offset in seconds, the bot's hints."""
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

    @router.get("/updates/pending", tags=["updates"])
    async def pending() -> dict[str, Any]:
        """Updates that the bot has not confirmed."""
        ids = [update.update_id for update in world.updates.live(len(world.updates.pending))]
        return {"count": len(ids), "ids": ids}

    return router


def iso(moment: datetime) -> str:
    """ISO 8601."""
    return moment.isoformat()
