"""Files: bytes on disk under random names, ids that stay the same, and what they are."""

import json
import re
import secrets
import struct
import zlib
from pathlib import Path
from typing import Any

from sandbox.store import Store, dump

PREFIX = {
    "photo": "AgACAgUAAxkB",
    "document": "BQACAgUAAxkB",
    "voice": "AwACAgUAAxkB",
    "video": "BAACAgUAAxkB",
    "audio": "CQACAgUAAxkB",
    "sticker": "CAACAgUAAxkB",
    "animation": "CgACAgUAAxkB",
    "video_note": "DQACAgUAAxkB",
}
MAX_DOWNLOAD = 20 * 1024 * 1024  # telegram.md: getFile
MIME = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
    "sticker": "image/webp",
    "animation": "video/mp4",
    "video_note": "video/mp4",
}
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_DEFAULT_EXTENSION = {"photo": "jpg", "voice": "oga", "video": "mp4", "sticker": "webp"}


class Files:
    """All files of the bot's chats."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def save(
        self, kind: str, content: bytes, *, name: str = "", mime: str = "", size: int | None = None
    ) -> dict[str, Any]:
        """Keep a file; the content object of that kind (`photo`: a list of two sizes).

        `size` claims another size than the bytes have, to play a file that is too big.
        """
        number = int(self._store.setting("files", 0)) + 1
        self._store.set_setting("files", number)
        path = f"{kind}s/file_{number}.{_extension(kind, name)}"
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        told = len(content) if size is None else size
        if kind == "photo":
            return {"photo": self._sizes(path, content, told)}
        data = self._entry(kind, told) | _details(kind, name, mime)
        self._keep(kind, path, data)
        return {kind: data}

    @staticmethod
    def _entry(kind: str, size: int) -> dict[str, Any]:
        return {
            "file_id": PREFIX.get(kind, "BQAC") + secrets.token_urlsafe(36),
            "file_unique_id": "AQAD" + secrets.token_urlsafe(9),
            "file_size": size,
        }

    def _sizes(self, path: str, content: bytes, size: int) -> list[dict[str, Any]]:
        width, height = image_size(content)
        scale = min(1.0, 320 / max(width, height))
        small = (max(1, round(width * scale)), max(1, round(height * scale)))
        sizes = []
        for wide, high in dict.fromkeys([small, (width, height)]):
            entry = self._entry("photo", size) | {"width": wide, "height": high}
            sizes.append(entry)
        for entry in sizes:
            self._keep("photo", path, entry | {"sizes": sizes})
        return sizes

    def _keep(self, kind: str, path: str, data: dict[str, Any]) -> None:
        self._store.run(
            "INSERT INTO files VALUES (?,?,?,?)", data["file_id"], path, kind, dump(data)
        )

    def find(self, file_id: str) -> tuple[str, str, dict[str, Any]] | None:
        """(kind, path, content object) of a file_id, or None."""
        row = self._store.row("SELECT kind, path, data FROM files WHERE file_id=?", file_id)
        return None if row is None else (row[0], row[1], json.loads(row[2]))

    def content_of(self, file_id: str) -> tuple[str, dict[str, Any]] | None:
        """(kind, content for a message) to send a known file again; the ids stay."""
        found = self.find(file_id)
        if found is None:
            return None
        kind, _, data = found
        return kind, {kind: data["sizes"] if kind == "photo" else data}

    def read(self, path: str) -> bytes | None:
        """The bytes of a path that getFile gave, or None."""
        if self._store.row("SELECT 1 FROM files WHERE path=?", path) is None:
            return None
        return (self._folder / path).read_bytes()

    def mime(self, path: str) -> str:
        """The media type for the page."""
        row = self._store.row("SELECT kind, data FROM files WHERE path=?", path)
        kind, data = row[0], json.loads(row[1])
        if kind == "photo":
            return "image/png" if path.endswith(".png") else "image/jpeg"
        return str(data.get("mime_type", "application/octet-stream"))


def _extension(kind: str, name: str) -> str:
    match = _EXTENSION.search(name)
    return match.group(1).lower() if match else _DEFAULT_EXTENSION.get(kind, "dat")


def _details(kind: str, name: str, mime: str) -> dict[str, Any]:
    """The required fields of each kind, and the plain ones."""
    data: dict[str, Any] = {}
    if kind in ("document", "audio", "video", "animation") and name:
        data["file_name"] = name
    if kind not in ("sticker", "video_note"):
        data["mime_type"] = mime or MIME.get(kind, "application/octet-stream")
    if kind in ("voice", "audio", "video", "animation", "video_note"):
        data["duration"] = 3
    if kind in ("video", "animation"):
        data |= {"width": 640, "height": 360}
    if kind == "video_note":
        data["length"] = 240
    if kind == "sticker":
        data |= {"type": "regular", "width": 512, "height": 512}
        data |= {"is_animated": False, "is_video": False, "emoji": "👍"}
    return data


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; 640 × 480 for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return max(1, width), max(1, height)
    position = 2
    while content[:2] == b"\xff\xd8" and position + 9 < len(content):
        marker, length = (
            content[position + 1],
            int.from_bytes(content[position + 2 : position + 4]),
        )
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return max(1, width), max(1, height)
        position += 2 + length
    return 640, 480


def make_image(number: int, width: int = 480, height: int = 360) -> bytes:
    """A small PNG with a colour gradient that differs by number."""
    rows = bytearray()
    hue = (number * 67) % 160
    for y in range(height):
        rows.append(0)
        shade = 80 + 120 * y // height
        pixel = bytes((shade, (hue + shade // 2) % 256, 200 - hue // 2))
        rows += pixel * width

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(rows), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", packed)
        + chunk(b"IEND", b"")
    )
