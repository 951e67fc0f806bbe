"""The control API of people and chats: /sandbox/people/…, for the phones page and tests."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from sandbox import acts
from sandbox.people import Person
from sandbox.world import World

# A text may hold lone surrogates, which pydantic's str refuses; the acts check it.
AnyText = Annotated[Any, WithJsonSchema({"type": "string"})]
Seconds = Annotated[float, Query(ge=0, le=25)]


class NewPerson(BaseModel):
    """A person to add."""

    model_config = ConfigDict(extra="forbid")
    id: int | None = Field(None, gt=0)
    first_name: str = Field(min_length=1)
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    group: str = ""
    note: str = ""


class Say(BaseModel):
    """A text; `chat_id` is a group, else the person's own chat with the bot."""

    model_config = ConfigDict(extra="forbid")
    text: AnyText
    reply_to: int | None = None
    chat_id: int | None = None
    raw: bool = False


class Press(BaseModel):
    """A button by its data or words; `force` sends forged data."""

    model_config = ConfigDict(extra="forbid")
    message_id: int
    data: str | None = None
    text: str | None = None
    force: bool = False
    chat_id: int | None = None


class Edit(BaseModel):
    """A new text for an own message."""

    model_config = ConfigDict(extra="forbid")
    message_id: int
    text: AnyText
    chat_id: int | None = None


def show_person(world: World, person: Person) -> dict[str, Any]:
    """A person as the picker shows them."""
    newest = world.chats.newest(person.id)
    last = None
    if newest is not None:
        words = newest.data.get("text") or newest.data.get("caption") or _kind(newest.data)
        last = {"text": words, "date": newest.data["date"]}
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "group": person.group,
        "note": person.note,
        "blocked": person.blocked,
        "unread": world.chats.unread(person.id, person.read),
        "last": last,
    }


def _kind(message: dict[str, Any]) -> str:
    kinds = ("photo", "document", "voice", "video", "sticker", "audio", "location", "contact")
    return next((f"[{kind}]" for kind in kinds if kind in message), "")


def people_router(world: World) -> APIRouter:
    """Acts of people and what they see."""
    router = APIRouter(prefix="/sandbox", tags=["people"])

    @router.get("/people")
    async def people() -> list[dict[str, Any]]:
        """Everybody, for the picker."""
        return [show_person(world, person) for person in world.people]

    @router.post("/people")
    async def add_person(body: NewPerson) -> dict[str, Any]:
        """Add a person."""
        return show_person(world, world.people.add(body.model_dump()))

    @router.post("/people/{person_id}/say")
    async def say(person_id: int, body: Say) -> dict[str, Any]:
        """Write a text; commands are plain text."""
        person = world.people.get(person_id)
        chat_id = body.chat_id or person.id
        return acts.say(
            world, person, str(body.text), reply_to=body.reply_to, chat_id=chat_id, raw=body.raw
        )

    @router.post("/people/{person_id}/press")
    async def press(person_id: int, body: Press) -> dict[str, Any]:
        """Press an inline button."""
        person = world.people.get(person_id)
        return acts.press(
            world,
            person,
            chat_id=body.chat_id or person.id,
            message_id=body.message_id,
            data=body.data,
            text=body.text,
            force=body.force,
        )

    @router.post("/people/{person_id}/edit")
    async def edit(person_id: int, body: Edit) -> dict[str, Any]:
        """Edit an own message."""
        person = world.people.get(person_id)
        chat_id = body.chat_id or person.id
        update = acts.edit(world, person, chat_id, body.message_id, str(body.text))
        return {"update_id": update}

    @router.get("/people/{person_id}/chat")
    async def chat(
        person_id: int, after: int = 0, wait: Seconds = 0.0, chat_id: int | None = None
    ) -> dict[str, Any]:
        """What changed in a chat after a seq; waits for something new."""
        person = world.people.get(person_id)
        place = chat_id or person.id
        world.chats.require(place)
        await world.wait_for(wait, lambda: world.chats.changed(place, after))
        return world.view(person, place, after)

    @router.get("/events")
    async def events(after: int = 0, wait: Seconds = 0.0) -> dict[str, Any]:
        """Which chats changed after a seq."""
        await world.wait_for(wait, lambda: world.chats.seq > after)
        return {"seq": world.chats.seq, "chats": world.chats.moved_after(after)}

    return router
