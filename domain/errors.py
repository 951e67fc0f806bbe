"""What the rules answer when they say no: an id and data, rendered once at the edge."""

from typing import Any


class Refused(Exception):
    """A rule said no. `text_id` names a text in bot/texts, `data` fills its variables."""

    def __init__(self, text_id: str, **data: str | int) -> None:
        super().__init__(text_id)
        self.text_id = text_id
        self.data: dict[str, Any] = dict(data)
