"""/my and /todo: each line is a button that opens the order's card."""

from aiogram.types import CallbackQuery, Message

from bot.handlers.middleware import message_of
from bot.handlers.talk import Button, Talk
from domain.order import Status
from domain.presses import Press
from domain.roles import Role
from service import showing
from storage.models import Order

LINE = 40  # characters of a button's label


async def my_orders(talk: Talk, page: int = 0, message: Message | None = None) -> None:
    """Open and closed orders, newest movement first, in pages."""
    page = max(0, min(page, 1000))
    rows, more = await showing.reported(talk.desk, talk.person, page)
    if not rows and page == 0:
        await talk.say("my-none")
        return
    buttons: list[list[Button]] = [[_line(talk, order)] for order in rows]
    turn = []
    if page:
        turn.append(talk.button("button-previous", Press("my", version=page - 1)))
    if more:
        turn.append(talk.button("button-next", Press("my", version=page + 1)))
    head = "my-head"
    if message is None:
        await talk.say(head, rows=[*buttons, turn] if turn else buttons)
    else:
        await talk.repaint(message.message_id, head, rows=[*buttons, turn] if turn else buttons)


async def todo(talk: Talk) -> None:
    """What waits for this person, most urgent first."""
    orders = await showing.waiting(talk.desk, talk.actor)
    if not orders:
        await talk.say("todo-none")
        return
    rows = [[_line(talk, order)] for order in orders[: showing.PAGE]]
    await talk.say("todo-head", count=len(orders), rows=rows)


def _line(talk: Talk, order: Order) -> Button:
    status = f"status-{order.status}"
    if order.status == Status.CLOSED and order.result:
        status = f"result-{order.result}"
    label = talk.word(
        "my-line",
        short=order.number[-5:],
        category=talk.desk.district.category_label(order.category, talk.language),
        status={"$text": status},
    )
    return label[:LINE], Press("open", order.id)


async def repaint_push(talk: Talk, query: CallbackQuery, order: Order) -> None:
    """The message whose button was pressed shows what was chosen: its buttons follow the state."""
    message = message_of(query)
    if message is not None and message.text:
        await showing.repaint_buttons(talk.desk, order, talk.person, message.message_id)


def is_staff(talk: Talk) -> bool:
    return any(grant.role is not Role.RESIDENT for grant in talk.actor.grants)
