"""What a row of the table is, and in which states a clock lives (domain/workflow.py)."""

from dataclasses import dataclass

from domain.deadlines import ClockKind
from domain.guards import Guard
from domain.order import Action, Field, Result, Status
from domain.roles import Audience, Role

# Where a clock lives: it stops when its order moves to any other state.
CLOCK_STATES: dict[ClockKind, frozenset[Status]] = {
    ClockKind.SORT: frozenset({Status.SUBMITTED}),
    ClockKind.INFO: frozenset({Status.NEEDS_INFO}),
    ClockKind.CONFIRM: frozenset({Status.CONFIRMING}),
    ClockKind.DISPATCH: frozenset({Status.CONFIRMING, Status.READY}),
    ClockKind.TAKE: frozenset({Status.DISPATCHED}),
    ClockKind.CONTACT: frozenset({Status.DISPATCHED, Status.HANDLING}),
    ClockKind.REPLY: frozenset(
        {Status.DISPATCHED, Status.RETURN_REVIEW, Status.HANDLING, Status.REPLY_REVIEW}
    ),
    ClockKind.RETURN: frozenset({Status.RETURN_REVIEW}),
    ClockKind.REVIEW: frozenset({Status.REPLY_REVIEW}),
    ClockKind.RATE: frozenset({Status.REPLIED}),
    ClockKind.EMERGENCY: frozenset({Status.EMERGENCY}),
}


@dataclass(frozen=True, slots=True)
class Tell:
    """Somebody learns of the step. Loud: a new message with the text `<action>-<audience>` (or the
    order's card, where that chat has none yet). Quiet: only the card in that chat is repainted."""

    audience: Audience
    loud: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the table. `asks`: the fields that the conversation collects first.
    `starts`: clocks laid anew; clocks that do not live in the target state stop."""

    rule: str
    source: Status
    action: Action
    roles: frozenset[Role]
    target: Status
    guards: tuple[Guard, ...] = ()
    tells: tuple[Tell, ...] = ()
    starts: tuple[ClockKind, ...] = ()
    asks: tuple[Field, ...] = ()
    result: Result | None = None

    @property
    def moves(self) -> bool:
        return self.source is not self.target

    @property
    def text_ids(self) -> dict[Audience, str]:
        """Audience -> text id of the new message, for everyone who gets one. A follower hears
        what the resident hears."""
        said_as = {Audience.FOLLOWER: Audience.RESIDENT}
        return {
            t.audience: f"{self.action}-{said_as.get(t.audience, t.audience)}"
            for t in self.tells
            if t.loud
        }


def loud(*audiences: Audience) -> tuple[Tell, ...]:
    return tuple(Tell(audience) for audience in audiences)


def quiet(*audiences: Audience) -> tuple[Tell, ...]:
    return tuple(Tell(audience, loud=False) for audience in audiences)
