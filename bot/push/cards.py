"""The order's card: what it shows to whom. dialogues.md 1, 3, 7, 8.

A card is about eight short lines: what to do, what and where, what it was judged to be, how it
stands with its next date, what was last said. Words people wrote are cut and quoted.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from bot.texts.said import Entity, Said, fill, mark, units
from bot.texts.speech import Speech
from domain.order import Status
from domain.roles import Role
from service.views import OrderView

MATTER, SENTENCE = 300, 160  # characters of what people wrote; the whole is in the time line
TIMELINE = 6
SORTERS = frozenset({Role.DEPUTY, Role.STATION, Role.DISPATCHER})
UNDECIDED = frozenset({Status.SUBMITTED, Status.CONFIRMING, Status.READY, Status.RETURN_REVIEW})
REPLIED = frozenset({Status.REPLY_REVIEW, Status.REPLIED, Status.CLOSED})
# Whoever has to act now is told so; everybody else reads where the order is.
ADDRESSED = frozenset(
    {
        (Role.RESIDENT, Status.NEEDS_INFO),
        (Role.RESIDENT, Status.REPLIED),
        (Role.DEPUTY, Status.CONFIRMING),
        (Role.STATION, Status.CONFIRMING),
        (Role.DISPATCHER, Status.READY),
        (Role.DISPATCHER, Status.RETURN_REVIEW),
        (Role.CLERK, Status.DISPATCHED),
        (Role.REVIEWER, Status.REPLY_REVIEW),
        (Role.DEPUTY, Status.REPLIED),
    }
)
WORKING = frozenset({Status.HANDLING, Status.REPLY_REVIEW})
QUESTIONS = {
    "place": "card-ask-place",
    "which": "card-ask-which",
    "here": "card-ask-here",
    "what": "card-ask-what",
    "kind": "card-ask-kind",
}


def card_text(speech: Speech, view: OrderView, language: str) -> Said:
    """The card as the receiver of `view` sees it. Its dates are whole: it stays for days, and
    what is tomorrow today would soon be wrong."""
    return joined([*_lines(speech, view, language), *_timeline(speech, view, language)])


def line(view: OrderView) -> dict[str, Any]:
    """The order in one line, for lists; to be said as a nested text."""
    data = {"short": view.short, "category": view.category, "state": _state(view)}
    return {"$text": "card-line", "data": data}


def joined(lines: list[Said]) -> Said:
    return fill("\n".join(mark(index) for index in range(len(lines))), lines)


def _lines(speech: Speech, view: OrderView, language: str) -> Iterator[Said]:
    def say(text_id: str, **data: Any) -> Said:
        return speech.say(language, text_id, data)

    title = f"card-title-{view.title_key}"
    yield say(
        title if speech.has(title) else "card-title-order",
        number=view.number,
        short=view.short,
        round=view.round,
    )
    if view.role is not Role.RESIDENT or view.category is None:
        yield _quoted(view.matter)
    yield say("card-what", category=view.category, place=view.place, photos=view.photo_count)
    if view.role in SORTERS and view.status in UNDECIDED:
        yield _judged(speech, view, language)
    if view.merge_into and view.role in SORTERS:
        yield say("card-merge-into", main=view.merge_into)
    yield say("card-stands", state=_state(view), due=_due(view))
    if view.others:
        yield say("card-others", count=view.others)
    if view.question and view.question not in QUESTIONS and view.status in WORKING:
        yield say("card-unit-asks", question=cut(view.question))
    if view.status in WORKING and view.progress:
        yield say("card-progress", progress=cut(view.progress))
    elif view.status in WORKING and view.plan:
        yield say("card-plan", plan=cut(view.plan))
    if view.status in REPLIED and view.reply_text:
        yield say("card-reply", reply=cut(view.reply_text), **{"class": view.result_class})


def _judged(speech: Speech, view: OrderView, language: str) -> Said:
    limit = f"limit-{view.limit_key}"
    known = view.limit_key is not None and speech.has(limit)
    return speech.say(
        language,
        "card-judged",
        {
            "category": view.category,
            "words": speech.word(language, "card-word-join").join(view.words),
            "unit": view.unit,
            "limit": {"$text": limit} if known else None,
        },
    )


def _state(view: OrderView) -> Mapping[str, Any]:
    text_id = f"card-state-{view.status.replace('_', '-')}"
    if view.status is Status.CLOSED and view.result is not None:
        text_id += f"-{view.result.replace('_', '-')}"
    if (view.role, view.status) in ADDRESSED:
        text_id += f"-{view.role}"
    question: Any = view.question or "what"
    if question in QUESTIONS:
        question = {"$text": QUESTIONS[question]}
    data = {
        "unit": view.unit,
        "deputy": view.deputy,
        "round": view.round,
        "question": question,
    }
    return {"$text": text_id, "data": data}


def _due(view: OrderView) -> Mapping[str, Any] | None:
    """No working-day date is mentioned in an emergency (dialogues.md 3)."""
    if view.due is None or view.due_kind is None or view.status is Status.EMERGENCY:
        return None
    if view.role is Role.RESIDENT and view.status is Status.NEEDS_INFO:
        return None  # one question is enough; a reminder comes in time
    by = "by" if (view.role, view.status) in ADDRESSED else view.due_kind
    data: dict[str, Any] = {"due": {"$when": view.due.isoformat()}}
    if view.due_kind == "take" and view.reply_due is not None:
        by, data["reply"] = "take-reply", {"$when": view.reply_due.isoformat()}
    return {"$text": f"card-due-{by}", "data": data}


def _timeline(speech: Speech, view: OrderView, language: str) -> Iterator[Said]:
    for entry in view.timeline[-TIMELINE:]:
        yield speech.say(
            language,
            "card-timeline",
            {
                "at": {"$when": entry.at.isoformat()},
                "did": {
                    "$text": f"did-{entry.action}",
                    "data": {**view.variables, **entry.text_data},
                },
            },
        )


def _quoted(text: str) -> Said:
    """What a person wrote, as a block of its own: nothing in it can be tapped as ours."""
    text = cut(text, MATTER)
    return Said(text, (Entity("blockquote", 0, units(text)),) if text.strip() else ())


def cut(text: str, most: int = SENTENCE) -> str:
    """At most `most` characters, on one paragraph's lines."""
    text = "\n".join(line for line in text.strip().splitlines() if line.strip())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def order_ids(data: Mapping[str, Any]) -> list[UUID]:
    """The orders that a digest row speaks of, without repetition."""
    named = [line.get("order_id") for line in data.get("lines", ())] + list(data.get("orders", ()))
    return list(dict.fromkeys(UUID(name) for name in named if name))
