"""Who changes what: one effect per action, and what effects have in common."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from domain.errors import Refused
from domain.order import Action
from domain.roles import Actor, Role
from domain.workflow import Step
from service.desk import Desk
from storage.ids import uuid7
from storage.models import Addition, Order

Inputs = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)
Effect = Callable[[Desk, Actor, Role, Order, Inputs], Awaitable[dict[str, Any]]]

TRANSFER = "TRANSFER"  # a class of limits.csv that no department handles
DEFAULT_LIMIT = "W5"
KIND_ASKED = "kind_asked"  # in an order's trace: the resident was asked which class it is
TEXT_LIMIT = 1000  # characters of what staff write, so that it fits one message beside the card
EFFECTS: dict[Action, Effect] = {}


async def apply(
    desk: Desk, actor: Actor, role: Role, order: Order, row: Step, inputs: Inputs
) -> dict[str, Any]:
    """Change the order; return the event's data. Raises Refused for a missing input."""
    effect = EFFECTS.get(row.action)
    return await effect(desk, actor, role, order, inputs) if effect else {}


def on(*actions: Action) -> Callable[[Effect], Effect]:
    def register(effect: Effect) -> Effect:
        for action in actions:
            EFFECTS[action] = effect
        return effect

    return register


def text_of(inputs: Inputs, field: str) -> str:
    """A needed text: not empty, cut to what one message can hold."""
    text = str(inputs.get(field) or "").strip()
    if not text:
        raise Refused("refused-empty")
    if len(text) > TEXT_LIMIT:
        raise Refused("refused-too-long", limit=TEXT_LIMIT)
    return text


def code_of(inputs: Inputs, field: str) -> str:
    """A needed choice."""
    code = str(inputs.get(field) or "")
    if not code:
        raise Refused("refused-empty")
    return code


def one_of(choices: type[Choice], inputs: Inputs, field: str) -> Choice:
    """A needed choice of a few; another one comes from a forged or outdated button."""
    try:
        return choices(code_of(inputs, field))
    except ValueError:
        raise Refused("old-button") from None


def photos_of(files: Iterable[Mapping[str, Any]]) -> list[str]:
    """The file_ids of these pieces that can be shown at once."""
    return [piece["file_id"] for piece in files if piece.get("kind") == "photo"]


def add(
    desk: Desk,
    order: Order,
    *,
    kind: str,
    by: Role,
    purpose: str,
    text: str | None = None,
    **file: Any,
) -> Addition:
    """Keep something that came to the order. `file`: file_id, file_unique_id, file_size,
    message_id."""
    row = Addition(
        district_id=order.district_id,
        id=uuid7(desk.now),
        order_id=order.id,
        kind=kind,
        by_role=by.value,
        purpose=purpose,
        round=order.round,
        text=text,
        at=desk.now,
        **file,
    )
    desk.session.add(row)
    return row
