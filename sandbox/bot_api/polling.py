"""getUpdates."""

from typing import Any

from sandbox.bot_api.registry import Call
from sandbox.errors import bad_request


async def get_updates(call: Call) -> str:
    """bots/api#getupdates; the result is JSON already."""
    kinds = allowed_updates(call)
    if kinds is not None:
        call.world.updates.allow(kinds)
    limit = call.args.integer("limit", 100)
    bodies = await call.world.updates.get(
        call.args.integer("offset"),
        max(1, min(limit, 100)),
        float(call.args.integer("timeout")),
    )
    return f"[{','.join(bodies)}]"


def allowed_updates(call: Call) -> list[str] | None:
    """The kinds asked for; None keeps the list of before."""
    value: Any = call.args.data("allowed_updates", "allowed updates")
    if value is None:
        return None
    if not isinstance(value, list):
        raise bad_request("can't parse allowed_updates: array of strings expected")
    return [str(kind) for kind in value]
