"""Which method of the Bot API is which function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.args import Args
from sandbox.world import World


@dataclass
class Call:
    """One request: the world, the method's real name, its parameters."""

    world: World
    method: str
    args: Args

    def bot(self) -> dict[str, Any]:
        """The bot as the sender of a message."""
        return self.world.bot()


Handler = Callable[[Call], Any]
METHODS: dict[str, tuple[str, Handler]] = {}  # lower-case name -> real name, function


def method(name: str) -> Callable[[Handler], Handler]:
    """Register a function; names are case-insensitive, as at Telegram."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = (name, handler)
        return handler

    return register
