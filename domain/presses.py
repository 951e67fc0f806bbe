"""What a button carries: which action on which order as it stood. At most 64 bytes.

Never a role or a right (reliability.md 5.1): who pressed is asked each time. `version` is the
state version, or the round for ratings (decisions.md 28), so that a stale button is known as one.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

LIMIT = 64  # bytes, Bot API InlineKeyboardButton.callback_data


class BadPress(ValueError):
    """Callback data that this program did not make."""


@dataclass(frozen=True, slots=True)
class Press:
    """`verb`: an Action, or a word of the conversation (rate, pick, skip, page …)."""

    verb: str
    order: UUID | None = None
    version: int = 0
    value: str = ""

    def pack(self) -> str:
        order = urlsafe_b64encode(self.order.bytes).decode().rstrip("=") if self.order else ""
        packed = f"{self.verb}|{order}|{self.version}|{self.value}"
        if len(packed.encode()) > LIMIT:
            raise ValueError(f"{packed!r} is longer than {LIMIT} bytes")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> "Press":
        """Raises BadPress for anything that `pack` cannot have made."""
        parts = packed.split("|", 3)
        if len(parts) != 4 or not parts[0]:
            raise BadPress(packed)
        verb, order, version, value = parts
        try:
            uuid = UUID(bytes=urlsafe_b64decode(order + "==")) if order else None
            press = cls(verb, uuid, int(version), value)
            ours = press.pack() == packed  # base64 and int() forgive what pack() never writes
        except ValueError as error:
            raise BadPress(packed) from error
        if not ours:
            raise BadPress(packed)
        return press
