"""Files of a message as the services keep them: by file_id, with what Telegram says of them."""

from typing import Any

from aiogram.types import Message

READABLE = 20 * 1024 * 1024  # bytes; above it getFile refuses (telegram.md)


def pieces_of(message: Message) -> list[dict[str, Any]]:
    """One piece for the file of this message: kind, file_id, file_unique_id, file_size."""
    found = {
        "photo": message.photo[-1] if message.photo else None,
        "document": message.document,
        "video": message.video or message.video_note or message.animation,
        "voice": message.voice,
        "audio": message.audio,
    }
    return [
        {
            "kind": kind,
            "file_id": file.file_id,
            "file_unique_id": file.file_unique_id,
            "file_size": file.file_size,
            "message_id": message.message_id,
        }
        for kind, file in found.items()
        if file is not None
    ][:1]


def place_piece(message: Message) -> dict[str, Any]:
    """A shared position, kept as it came."""
    shared = message.location or (message.venue.location if message.venue else None)
    text = f"{shared.latitude:.6f},{shared.longitude:.6f}" if shared else ""
    return {"kind": "location", "text": text, "message_id": message.message_id}
