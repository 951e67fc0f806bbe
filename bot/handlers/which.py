"""Which of a person's orders a message is about; nothing is said or changed here."""

from datetime import timedelta

from bot.handlers.talk import Talk
from bot.nlp.similar import elsewhere as another_building
from bot.nlp.understand import Intent
from domain.order import Status
from service.intake import PLACE, WHAT, Report
from storage.models import Order

RECENT = timedelta(minutes=30)  # within which vague words may belong to the newest order
FOR_PHOTOS = timedelta(hours=24)
SHORT = 20  # characters of a message that answers a question rather than reports anew


async def newest_of(talk: Talk, within: timedelta) -> Order | None:
    since = talk.desk.now - within
    return next((row for row, moved_at in await talk.spoken_of() if moved_at >= since), None)


async def waiting(talk: Talk) -> list[Order]:
    """Those that wait for this person's words."""
    return [row for row, _ in await talk.spoken_of() if _waits(row)]


async def may_belong(talk: Talk, newest: Order, report: Report) -> bool:
    """A place by itself says more about the order that was just filed. Of an order that follows
    another one, the same class at its own place is about that as well."""
    understood = report.understood
    if not understood.issues:
        return await newest_of(talk, RECENT) is not None
    same = understood.issues[0].code == newest.category
    if same and newest.status == Status.CLOSED:
        apart = another_building(newest.text_normal, understood.text_normal)
        return not apart and not elsewhere(newest, report)
    return same and understood.place.certainty == "none"


async def goes_with(talk: Talk, newest: Order, report: Report) -> bool:
    """Photos without words of their own belong to the newest order; with the same words, to the
    order that it follows."""
    if not report.understood.issues:
        return True
    return newest.status == Status.CLOSED and await may_belong(talk, newest, report)


def elsewhere(order: Order, report: Report) -> bool:
    """Another danger: of another class, or at another place."""
    understood = report.understood
    place = understood.place
    other_place = place.certainty == "exact" and order.grid not in {None, *place.grids}
    codes = {issue.code for issue in understood.issues}
    return other_place or bool(codes and order.category not in codes)


def _waits(order: Order) -> bool:
    asked = order.status == Status.HANDLING and order.unit_question is not None
    placeless = order.status == Status.EMERGENCY and order.grid is None
    return asked or placeless or order.status == Status.NEEDS_INFO


def answers(order: Order, report: Report) -> bool:
    """Short words, or a place where a place is asked; not a new matter with its own class."""
    understood = report.understood
    if order.question == WHAT:
        return True
    sure = [i for i in understood.issues if i.confidence >= 0.5 and i.code != order.category]
    if sure and (understood.place.certainty != "none" or len(report.text) > SHORT):
        return False
    if order.question == PLACE or order.status == Status.EMERGENCY:
        return understood.place.certainty != "none" or len(report.text) <= SHORT
    return True


def only_thanks(report: Report) -> bool:
    """谢谢 is no answer to 在哪里; 在文昌花园，谢谢 is."""
    understood = report.understood
    return understood.intent is Intent.THANKS and understood.place.certainty == "none"
