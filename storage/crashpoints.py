"""Named points at which a test kills the process, to show that nothing is lost there.

Without `arm` a point costs one comparison. reliability.md T2.
"""

import os

_armed: str | None = None
_passes_left = 0


def arm(name: str, nth: int = 1) -> None:
    """Die without any clean-up at the `nth` pass of the point `name`."""
    global _armed, _passes_left
    _armed, _passes_left = name, nth


def reach(name: str) -> None:
    """The process stands at the point `name`."""
    if name != _armed:
        return
    global _passes_left  # noqa: PLW0603
    _passes_left -= 1
    if _passes_left == 0:
        os._exit(9)
