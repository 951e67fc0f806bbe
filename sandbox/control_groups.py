"""The control API of membership: blocking, groups, deactivated accounts, Mini Apps."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from sandbox import membership
from sandbox.world import World


class NewGroup(BaseModel):
    """A group that the person makes with the bot in it."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, max_length=128)
    type: str = "supergroup"
    is_forum: bool = False


class OpenApp(BaseModel):
    """How the Mini App is opened."""

    model_config = ConfigDict(extra="forbid")
    start_param: str = ""


def groups_router(world: World) -> APIRouter:
    """Membership of people and of the bot."""
    router = APIRouter(prefix="/sandbox/people/{person_id}", tags=["people"])

    @router.post("/block")
    async def block(person_id: int) -> dict[str, bool]:
        """Block the bot."""
        membership.block(world, world.people.get(person_id), blocked=True)
        return {"blocked": True}

    @router.post("/unblock")
    async def unblock(person_id: int) -> dict[str, bool]:
        """Let the bot write again."""
        membership.block(world, world.people.get(person_id), blocked=False)
        return {"blocked": False}

    @router.post("/deactivate")
    async def deactivate(person_id: int) -> dict[str, bool]:
        """Delete the account: the bot gets 403 "user is deactivated"."""
        membership.deactivate(world, world.people.get(person_id), deactivated=True)
        return {"deactivated": True}

    @router.post("/reactivate")
    async def reactivate(person_id: int) -> dict[str, bool]:
        """Undo /deactivate."""
        membership.deactivate(world, world.people.get(person_id), deactivated=False)
        return {"deactivated": False}

    @router.post("/groups")
    async def new_group(person_id: int, body: NewGroup) -> dict[str, int]:
        """Make a group with the bot in it."""
        person = world.people.get(person_id)
        made = membership.new_group(world, person, body.title, body.type, forum=body.is_forum)
        return {"chat_id": made}

    @router.post("/groups/{chat_id}/join")
    async def join(person_id: int, chat_id: int) -> dict[str, bool]:
        """Join a group."""
        membership.join(world, world.people.get(person_id), chat_id)
        return {"joined": True}

    @router.post("/groups/{chat_id}/kick")
    async def kick(person_id: int, chat_id: int) -> dict[str, bool]:
        """Throw the bot out."""
        membership.kick(world, world.people.get(person_id), chat_id)
        return {"kicked": True}

    @router.post("/groups/{chat_id}/migrate")
    async def migrate(person_id: int, chat_id: int) -> dict[str, int]:
        """Make a supergroup of a group."""
        return {"chat_id": membership.migrate(world, world.people.get(person_id), chat_id)}

    @router.post("/open_app")
    async def open_app(person_id: int, body: OpenApp) -> dict[str, Any]:
        """Open a Mini App: correctly signed initData."""
        person = world.people.get(person_id)
        return {"init_data": membership.init_data(world, person, body.start_param)}

    return router
