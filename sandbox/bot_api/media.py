"""Messages with files: by upload or by file_id; albums; getFile."""

import secrets
from typing import Any

from sandbox.args import Args
from sandbox.bot_api.recipient import writable
from sandbox.bot_api.registry import Call, method
from sandbox.bot_api.sending import caption_content, deliver
from sandbox.errors import ApiError, bad_request
from sandbox.files import MAX_DOWNLOAD
from sandbox.wire import Parameters

MAX_PHOTO = 10 * 1024 * 1024
MAX_FILE = 50 * 1024 * 1024
TYPE_NAMES = {
    "photo": "Photo",
    "document": "Document",
    "voice": "VoiceNote",
    "video": "Video",
    "audio": "Audio",
    "sticker": "Sticker",
    "animation": "Animation",
    "video_note": "VideoNote",
}


def file_content(call: Call, kind: str, field: str, args: Args) -> dict[str, Any]:
    """The content object of a file that is uploaded or named by its file_id."""
    upload = args.upload(field)
    if upload is None:
        return _known_file(call, kind, args.text(field))
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.content) > MAX_PHOTO:
        raise bad_request(
            f"file of size {len(upload.content)} bytes is too big for a photo;"
            f" the maximum size is {MAX_PHOTO} bytes"
        )
    if len(upload.content) > MAX_FILE:
        raise ApiError(413, "Request Entity Too Large")
    name = upload.name.replace("/", "_").replace("\\", "_")
    return call.world.files.save(kind, upload.content, name=name, mime=upload.mime)


def _known_file(call: Call, kind: str, value: str) -> dict[str, Any]:
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if "://" in value:
        raise bad_request("failed to get HTTP URL content")
    found = call.world.files.content_of(value)
    if found is None:
        raise bad_request(
            "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"
        )
    actual, content = found
    if actual != kind:
        raise bad_request(f"can't use file of type {TYPE_NAMES[actual]} as {TYPE_NAMES[kind]}")
    return content


def _sender(name: str, kind: str, *, captioned: bool = True) -> None:
    @method(name)
    def send(call: Call) -> dict[str, Any]:
        """One message with one file; bots/api#sendphoto and its like."""
        writable(call)
        content = caption_content(call) if captioned else {}
        return deliver(call, file_content(call, kind, kind, call.args) | content)[0]


for _name, _kind in (
    ("sendPhoto", "photo"),
    ("sendDocument", "document"),
    ("sendVoice", "voice"),
    ("sendVideo", "video"),
    ("sendAudio", "audio"),
    ("sendAnimation", "animation"),
):
    _sender(_name, _kind)
_sender("sendSticker", "sticker", captioned=False)
_sender("sendVideoNote", "video_note", captioned=False)


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[dict[str, Any]]:
    """bots/api#sendmediagroup; one item is sent, but as no album."""
    writable(call)
    if "media" not in call.args.values:
        raise bad_request('parameter "media" is required')
    media = call.args.data("media", "media")
    if not isinstance(media, list) or not media:
        raise bad_request("there are no messages to send")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = [item.get("type") if isinstance(item, dict) else None for item in media]
    for kind in ("document", "audio"):
        if kind in kinds and set(kinds) != {kind}:
            raise bad_request(f"{kind} can't be mixed with other media types")
    contents = [media_item(call, item) for item in media]
    if len(contents) > 1:
        group = {"media_group_id": str(secrets.randbelow(10**17) + 10**17)}
        contents = [group | content for content in contents]
    return deliver(call, *contents)


def media_item(call: Call, item: Any) -> dict[str, Any]:
    """The content of one InputMedia."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: Object expected")
    kind = item.get("type")
    if kind not in ("photo", "document", "video", "audio", "animation"):
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    source = str(item.get("media", ""))
    if source.startswith("attach://") and source[9:] not in call.args.uploads:
        raise bad_request("can't parse InputMedia: media not found")
    args = Args(Parameters(item, call.args.uploads))
    part = Call(call.world, call.method, args)
    return file_content(call, kind, "media", args) | caption_content(part)


@method("getFile")
def get_file(call: Call) -> dict[str, Any]:
    """bots/api#getfile: up to 20 MB."""
    file_id = call.args.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    found = call.world.files.find(file_id)
    if found is None:
        raise bad_request("invalid file_id")
    _, path, data = found
    if data["file_size"] > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    shown = {key: data[key] for key in ("file_id", "file_unique_id", "file_size")}
    return shown | {"file_path": path}
