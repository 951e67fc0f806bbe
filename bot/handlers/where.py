"""Answers to the question where: what they go on from, and which of several places is meant."""

from collections.abc import Sequence
from dataclasses import replace

from bot.handlers.choices import MOST
from bot.handlers.talk import Talk
from bot.nlp.numbers import is_rest_of_address
from domain.presses import Press
from service.intake import PLACE, Report
from storage.models import Order


async def ask_which(talk: Talk, order: Order, grids: Sequence[str]) -> None:
    """Of the places that were just said, in danger: one tap tells the duty officer."""
    if 0 < len(grids) <= MOST:
        presses = [Press("place", order.id, order.state_version, grid) for grid in grids]
        names = [talk.desk.district.grid_label(grid, talk.language) for grid in grids]
        rows = [[button] for button in zip(names, presses, strict=True)]
        await talk.say("emergency-which", rows=rows)


def after_the_road(talk: Talk, order: Order, report: Report) -> Report:
    """45号 alone, where 文昌路 was said before, is 文昌路45号."""
    said = report.understood
    nowhere = said.place.certainty == "none" and is_rest_of_address(said.text_normal)
    if order.question != PLACE or not nowhere:
        return report
    whole = talk.understand(f"{order.place_text or ''}{report.text}")
    return replace(report, understood=whole) if whole.place.certainty == "exact" else report
