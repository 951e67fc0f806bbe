"""Which unit an order goes to, and whether it may go by itself: model.md C11, T11."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

LOCAL_GOVERNMENT = "T"  # model.md C17: the street, town or township of the grid


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table, in order: `unit` leads where all that is not None is equal."""

    unit: str
    lead: str | None = None
    street: str | None = None
    category: str | None = None

    def matches(self, lead: str, street: str | None, category: str | None) -> bool:
        return (
            self.lead in {None, lead}
            and self.street in {None, street}
            and self.category in {None, category}
        )


def unit_for(
    category_lead: str,
    grid_street: str | None,
    table: Sequence[Rule],
    *,
    category: str | None = None,
    accused: Collection[str] = (),
) -> str | None:
    """The lead unit: the first rule that matches, else the category's own lead.

    A unit in `accused` (named in the order) is taken out of its path. None means that the
    dispatcher decides: no unit is left, or the grid that lead T needs is not known.
    """
    for rule in table:
        if rule.matches(category_lead, grid_street, category) and rule.unit not in accused:
            return rule.unit
    if category_lead == LOCAL_GOVERNMENT or category_lead in accused:
        return None
    return category_lead


class Band(StrEnum):
    """What may be done with a sorting: dispatch it after the deputy's window, have the deputy
    confirm it, or ask one question (then the station)."""

    AUTO = "auto"
    CONFIRM = "confirm"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Of certainty, 0 to 1. `margin` is the distance to the second best category."""

    auto: float = 0.80
    margin: float = 0.20
    confirm: float = 0.50


def band(
    confidence: float,
    margin: float,
    *,
    sealed: bool,
    major: bool,
    category_allows: bool,
    thresholds: Thresholds,
) -> Band:
    """T11: sealed and major orders, and categories that forbid it, never go by themselves."""
    by_itself = category_allows and not sealed and not major
    if by_itself and confidence >= thresholds.auto and margin >= thresholds.margin:
        return Band.AUTO
    return Band.CONFIRM if confidence >= thresholds.confirm else Band.ASK
