"""The control API of what people send besides text: photos, files, places, contacts."""

from typing import Any, TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData, UploadFile

from sandbox import acts
from sandbox.errors import ActError
from sandbox.files import MAX_DOWNLOAD, make_image
from sandbox.world import World

Model = TypeVar("Model", bound=BaseModel)
KINDS = ("document", "voice", "video", "sticker", "audio", "animation", "video_note")


class MadePhotos(BaseModel):
    """Small invented images."""

    model_config = ConfigDict(extra="forbid")
    count: int = Field(1, ge=1, le=100)
    caption: str = ""
    reply_to: int | None = None
    chat_id: int | None = None


class MadeFile(BaseModel):
    """An invented file; above 20 MB the size is only claimed."""

    model_config = ConfigDict(extra="forbid")
    kind: str
    size: int = Field(2000, ge=1)
    name: str = ""
    mime_type: str = ""
    caption: str = ""
    chat_id: int | None = None


class Place(BaseModel):
    """WGS-84."""

    model_config = ConfigDict(extra="forbid")
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    chat_id: int | None = None


class Contact(BaseModel):
    """The person's own number."""

    model_config = ConfigDict(extra="forbid")
    phone_number: str = Field(min_length=1)
    chat_id: int | None = None


def _docs(json_model: type[BaseModel], form: dict[str, Any]) -> dict[str, Any]:
    """The request body of an endpoint that takes JSON or a form."""
    content = {
        "application/json": {"schema": json_model.model_json_schema()},
        "multipart/form-data": {"schema": {"type": "object", "properties": form}},
    }
    return {"requestBody": {"content": content}}


async def _json(request: Request, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        raise ActError(422, str(error)) from None


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("multipart/form-data")


def _number(form: FormData, name: str) -> int | None:
    value = form.get(name)
    try:
        return int(value) if isinstance(value, str) and value else None
    except ValueError:
        raise ActError(422, f"{name} is no whole number.") from None


BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
PHOTO_FORM: dict[str, Any] = {
    "files": {"type": "array", "items": BINARY},
    "caption": {"type": "string"},
}
FILE_FORM: dict[str, Any] = {"file": BINARY, "kind": {"type": "string", "enum": list(KINDS)}}


def media_router(world: World) -> APIRouter:
    """What people send besides text."""
    router = APIRouter(prefix="/sandbox/people/{person_id}", tags=["people"])

    @router.post("/photos", openapi_extra=_docs(MadePhotos, PHOTO_FORM))
    async def photos(person_id: int, request: Request) -> dict[str, Any]:
        """One update for each photo; several at once are an album."""
        person = world.people.get(person_id)
        if not _is_form(request):
            made = await _json(request, MadePhotos)
            images = [(f"photo_{n}.png", make_image(n)) for n in range(made.count)]
            place = made.chat_id or person.id
            ids = acts.photos(
                world, person, images, caption=made.caption, chat_id=place, reply_to=made.reply_to
            )
            return {"message_ids": ids}
        async with request.form() as form:
            files = [item for item in form.getlist("files") if isinstance(item, UploadFile)]
            if not files:
                raise ActError(422, "Send at least one file in the field files.")
            images = [(item.filename or "photo.jpg", await item.read()) for item in files]
            caption = str(form.get("caption") or "")
            place = _number(form, "chat_id") or person.id
            return {
                "message_ids": acts.photos(world, person, images, caption=caption, chat_id=place)
            }

    @router.post("/files", openapi_extra=_docs(MadeFile, FILE_FORM))
    async def files(person_id: int, request: Request) -> dict[str, Any]:
        """A document, voice, video, sticker or audio."""
        person = world.people.get(person_id)
        if not _is_form(request):
            return _made_file(world, person_id, await _json(request, MadeFile))
        async with request.form() as form:
            item = form.get("file")
            if not isinstance(item, UploadFile):
                raise ActError(422, "Send the file in the field file.")
            return acts.file(
                world,
                person,
                _kind(str(form.get("kind") or "document")),
                await item.read(),
                name=item.filename or "",
                mime=item.content_type or "",
                caption=str(form.get("caption") or ""),
                chat_id=_number(form, "chat_id") or person.id,
            )

    @router.post("/location")
    async def location(person_id: int, body: Place) -> dict[str, Any]:
        """Share a place."""
        content: dict[str, Any] = {
            "location": {"latitude": body.latitude, "longitude": body.longitude}
        }
        return _send(world, person_id, content, body.chat_id)

    @router.post("/contact")
    async def contact(person_id: int, body: Contact) -> dict[str, Any]:
        """Share the own phone number."""
        user = world.people.get(person_id).user()
        names: dict[str, Any] = {
            key: user[key] for key in ("first_name", "last_name") if key in user
        }
        shared: dict[str, Any] = {"phone_number": body.phone_number, **names, "user_id": person_id}
        return _send(world, person_id, {"contact": shared}, body.chat_id)

    return router


def _send(
    world: World, person_id: int, content: dict[str, Any], chat_id: int | None
) -> dict[str, Any]:
    person = world.people.get(person_id)
    message, update = acts.send(world, person, content, chat_id=chat_id or person.id)
    return {"message_id": message.message_id, "update_id": update}


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise ActError(422, f"There is no kind {kind!r}; known: {', '.join(KINDS)}.")
    return kind


def _made_file(world: World, person_id: int, made: MadeFile) -> dict[str, Any]:
    person = world.people.get(person_id)
    content = b"\0" * (made.size if made.size <= MAX_DOWNLOAD else 1)
    return acts.file(
        world,
        person,
        _kind(made.kind),
        content,
        name=made.name,
        mime=made.mime_type,
        size=made.size,
        caption=made.caption,
        chat_id=made.chat_id or person.id,
    )
