"""What can be chosen for a field, found by words or offered as buttons."""

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any

from bot.handlers.talk import Button, Rows, Talk, in_twos
from domain.guards import UNSORTED
from domain.order import Action, Field, RefusalCode
from domain.presses import Press
from domain.rating import ResultClass
from storage.models import Order

TYPED = frozenset(
    {Field.TEXT, Field.PLAN, Field.REASON, Field.GROUND, Field.HANDED_TO, Field.PROOF}
)
NOT_FOUND = {
    Field.CATEGORY: "category-none-found",
    Field.UNIT: "unit-none-found",
    Field.PLACE: "ask-place-again",
    Field.MAIN: "main-none-found",
    Field.REFUSAL: "ask-propose_refusal-refusal",
    Field.RESULT_CLASS: "ask-reply-result_class",
}
HANDED_TO = ("110", "119", "120", "12388", "police", "petition", "court")
REASONS = {
    Action.RETURN_REPLY: ("off_point", "no_proof", "personal"),
    Action.RETURN: ("not_ours", "wrong_place", "wrong_category"),
    Action.FALSE_ALARM: ("no_danger", "over", "mistake"),
    Action.DESIGNATE: ("duty", "nearest"),
}
_A_NUMBER = re.compile(r"[A-Z]{2,4}-\d{8}-\d{5}|(?<!\d)\d{5}(?!\d)")
LEVEL1 = "L"  # marks a first-level class among the choices of a category
MOST = 8
RESULTS = (
    ResultClass.A,
    ResultClass.C,
    ResultClass.D,
)  # B comes with the ledger (decisions.md 21)


def suggested(talk: Talk, field: Field, order: Order, action: Action) -> Sequence[str]:
    """Values to offer before a word is typed."""
    match field:
        case Field.CATEGORY:
            near = [code for code in order.trace.get("runner_up", ()) if code != order.category]
            return [*near[:3], *first_levels(talk)]
        case Field.UNIT:
            return _units_near(talk, order)
        case Field.PLACE:
            return list(order.grid_candidates)[:MOST]
        case Field.REFUSAL:
            return [code.value for code in RefusalCode]
        case Field.RESULT_CLASS:
            return [result.value for result in RESULTS]
        case Field.HANDED_TO:
            return list(HANDED_TO)
        case Field.REASON:
            return list(REASONS.get(action, ()))
    return []


def first_levels(talk: Talk) -> list[str]:
    """The 16 first-level classes by their two digits."""
    codes = {code[:2] for code in talk.desk.district.categories if code != UNSORTED}
    return [LEVEL1 + code for code in sorted(codes)]


def second_levels(talk: Talk, first: str) -> list[str]:
    return sorted(c for c in talk.desk.district.categories if c.startswith(first))


def offered(talk: Talk, field: Field, value: str, action: Action) -> bool:
    """Can a button of ours have carried this value? Callback data may be forged. The number of
    another order is looked up by the step itself, among what this person may see."""
    if field is Field.MAIN:
        return bool(_A_NUMBER.fullmatch(value))
    district = talk.desk.district
    known: Mapping[Field, Container[str]] = {
        Field.CATEGORY: {*district.categories, *first_levels(talk)},
        Field.UNIT: district.units,
        Field.PLACE: district.grids,
        Field.REFUSAL: set(RefusalCode),
        Field.RESULT_CLASS: set(RESULTS),
        Field.HANDED_TO: HANDED_TO,
        Field.REASON: REASONS.get(action, ()),
    }
    return value in known.get(field, ())


def _units_near(talk: Talk, order: Order) -> list[str]:
    """The proposed unit, the class's co-units, then the street of the place."""
    district = talk.desk.district
    category = district.categories.get(order.category)
    wanted = [order.proposed_unit, *(category.co if category else ())]
    wanted.append(district.lead_for(order.category, order.grid, order.street))
    street = next((u.code for u in district.units.values() if u.street == order.street), None)
    found = [
        street if code == "T" else code
        for code in [*wanted, street]
        if code and (code == "T" or code in district.units) and code != order.lead_unit
    ]
    return list(dict.fromkeys(code for code in found if code))[:MOST]


def by_words(
    talk: Talk, field: Field, text: str, location: tuple[float, float] | None
) -> tuple[list[str], bool]:
    """What the words can mean, and whether that is an answer. Several values are offered; a place
    that was only heard (文昌花圆) is offered too."""
    text = text.strip()
    if field is Field.PLACE:
        place = talk.understand(text, location).place
        return list(place.grids)[:MOST], place.certainty == "exact"
    found = _named(talk, field, text)
    return found, len(found) == 1


def _named(talk: Talk, field: Field, text: str) -> list[str]:
    match field:
        case Field.CATEGORY:
            return _categories(talk, text)
        case Field.UNIT:
            return _units(talk, text)
        case Field.MAIN:
            return _A_NUMBER.findall(text.upper())[:1]
        case Field.REFUSAL:
            return [code.value for code in RefusalCode if code.value == text.upper()]
        case Field.RESULT_CLASS:
            return [result.value for result in RESULTS if text.upper().startswith(result.value)]
    return []


def _categories(talk: Talk, text: str) -> list[str]:
    district = talk.desk.district
    named = [c.code for c in district.categories.values() if text and text in c.level2]
    understood = talk.understand(text)
    guessed = [code for issue in understood.issues for code in (issue.code, *issue.runner_up)]
    if len(named) == 1:
        return named
    return list(dict.fromkeys([*named, *guessed]))[:MOST]


def _units(talk: Talk, text: str) -> list[str]:
    """Units whose name holds the words; an exact code or short name is one."""
    units = talk.desk.district.units.values()
    exact = [unit.code for unit in units if text.upper() == unit.code or text == unit.short_name]
    return exact or [unit.code for unit in units if text and text in unit.name][:MOST]


def rows_of(
    talk: Talk, field: Field, values: Sequence[str], order: Order, asked: Mapping[str, Any]
) -> Rows:
    """Buttons that answer the field with these values."""
    buttons: list[Button] = [
        (label(talk, field, value, asked), Press("pick", order.id, asked["version"], value))
        for value in values
    ]
    one_each = field in {Field.PLACE, Field.UNIT, Field.RESULT_CLASS}
    return [[button] for button in buttons] if one_each else in_twos(buttons)


def label(talk: Talk, field: Field, value: str, asked: Mapping[str, Any]) -> str:
    district, language = talk.desk.district, talk.language
    match field:
        case Field.CATEGORY if value.startswith(LEVEL1):
            return district.level1_label(value[1:], language)
        case Field.CATEGORY:
            return district.category_label(value, language)
        case Field.UNIT:
            return district.unit_label(value, language)
        case Field.PLACE:
            return district.grid_label(value, language)
        case Field.RESULT_CLASS:
            return talk.word(f"class-{value}")
    return talk.word(_ready(field, value, asked))


def spoken(talk: Talk, field: Field, value: str, asked: Mapping[str, Any]) -> str:
    """A chosen ready answer as the words that others will read; codes stay codes."""
    if field in {Field.REASON, Field.HANDED_TO}:
        return talk.speech.word("zh-Hans", _ready(field, value, asked))
    return value


def _ready(field: Field, value: str, asked: Mapping[str, Any]) -> str:
    if field is Field.REASON:
        return f"choice-reason-{asked['action']}-{value}"
    return f"{field}-{value}"
