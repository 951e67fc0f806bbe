"""What became of each resident's message, and the report of a replay."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select

from domain.guards import UNSORTED
from domain.order import Status
from service.district import DistrictData
from storage import queries
from storage.database import Database
from storage.models import Order
from storage.queues import InboxUpdate, OutboxMessage

LANGUAGE = "zh-Hans"
FIRST_WORDS = 24  # characters of an answer without a number, enough to know it


class Spoken(Protocol):
    """What a finished dialogue must tell; see benchmarks.replay.Dialogue."""

    person: int
    at: float
    messages: list[dict[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """Of one resident. `seconds` to the first answer, None for silence."""

    orders: tuple[Order, ...]
    answers: tuple[str, ...]
    seconds: float | None
    failed: bool

    @property
    def numbered(self) -> bool:
        """Was every order's number said?"""
        said = "\n".join(self.answers)
        return bool(self.orders) and all(order.number in said for order in self.orders)


@dataclass(frozen=True)
class Account:
    """Everything of one run. `dead`: updates and messages that were put aside."""

    outcomes: Sequence[Outcome]
    dead: int
    district: DistrictData


class Ledger:
    """The bot's database, for reading alone."""

    def __init__(self, database: Database, district: DistrictData) -> None:
        self._database, self._district = database, district

    async def newest(self, telegram_id: int) -> Order | None:
        """The order of this person that moved last."""
        return next(iter(await self.orders(telegram_id)), None)

    async def orders(self, telegram_id: int) -> Sequence[Order]:
        async with self._database.reading() as session:
            person = await queries.person_by_telegram(session, self._district.id, telegram_id)
            if person is None:
                return []
            return await queries.reported_by(session, self._district.id, person.id, limit=10)

    async def close(self, dialogues: Iterable[Spoken], heard: Mapping[int, float]) -> Account:
        """The account of all dialogues. `heard`: when the bot first spoke into each chat."""
        failed = await self._dead_lanes()
        outcomes = []
        for dialogue in dialogues:
            at = heard.get(dialogue.person)
            outcomes.append(
                Outcome(
                    orders=tuple(await self.orders(dialogue.person)),
                    answers=tuple(m.get("text", "") for m in dialogue.messages if not m["out"]),
                    seconds=None if at is None else at - dialogue.at,
                    failed=dialogue.person in failed,
                )
            )
        return Account(outcomes, sum(failed.values()), self._district)

    async def _dead_lanes(self) -> Counter[int]:
        async with self._database.reading() as session:
            updates = select(InboxUpdate.lane).where(InboxUpdate.state == "dead")
            messages = select(OutboxMessage.lane).where(OutboxMessage.state == "dead")
            found = [*(await session.scalars(updates)), *(await session.scalars(messages))]
        return Counter(found)


def report(account: Account, problems: Sequence[object]) -> bool:
    """Print what became of them; False when somebody heard nothing, or of an error."""
    outcomes = account.outcomes
    orders = [order for outcome in outcomes for order in outcome.orders]
    silent = sum(outcome.seconds is None for outcome in outcomes)
    unsaid = sum(bool(outcome.orders) and not outcome.numbered for outcome in outcomes)
    _print("messages", len(outcomes))
    _print("a number given", sum(outcome.numbered for outcome in outcomes))
    _print("answered without a number", sum(_unnumbered(outcome) for outcome in outcomes))
    _print("silence", silent)
    _print("errors (put aside, or a number not said)", account.dead + unsaid)
    _print("requests that Telegram would not know", len(problems))
    print()
    for name, count in _ways(orders).items():
        _print(name, count, of=len(orders))
    _answers_without_number(outcomes)
    _classes(orders, account.district)
    _times([o.seconds for o in outcomes if o.seconds is not None])
    return not (silent or unsaid or account.dead or problems)


def _unnumbered(outcome: Outcome) -> bool:
    return not outcome.orders and outcome.seconds is not None


def _ways(orders: Sequence[Order]) -> dict[str, int]:
    """How far the orders came, and how; one order may be counted in several lines."""
    status = Counter(order.status for order in orders)
    return {
        "never asked": sum(order.questions_asked == 0 for order in orders),
        "asked once": sum(order.questions_asked == 1 for order in orders),
        "asked twice": sum(order.questions_asked > 1 for order in orders),
        "waits for the resident": status[Status.NEEDS_INFO],
        "with the deputy": sum(
            order.status == Status.CONFIRMING and not order.at_station for order in orders
        ),
        "sent to the station": sum(order.at_station for order in orders),
        "dispatched at once": status[Status.DISPATCHED],
        "emergencies": sum(order.hazard for order in orders),
        "sealed": sum(order.sealed for order in orders),
        "refusal proposed": sum(order.refusal_code is not None for order in orders),
        "place known": sum(order.grid is not None for order in orders),
        "class unknown": sum(order.category == UNSORTED for order in orders),
        "class below 0.50": sum(
            order.category != UNSORTED and order.confidence < 0.5 for order in orders
        ),
    }


def _answers_without_number(outcomes: Sequence[Outcome]) -> None:
    kinds = Counter(
        outcome.answers[0].splitlines()[0][:FIRST_WORDS]
        for outcome in outcomes
        if _unnumbered(outcome) and outcome.answers and outcome.answers[0]
    )
    if kinds:
        print("\nanswers without a number begin with")
    for words, count in kinds.most_common():
        print(f"  {count:5}  {words}")


def _classes(orders: Sequence[Order], district: DistrictData) -> None:
    """Orders by first-level class, with the mean confidence of the class."""
    print("\nby class (orders, mean confidence)")
    groups: dict[str, list[float]] = {}
    for order in orders:
        code = "" if order.category == UNSORTED else order.category[:2]
        groups.setdefault(code, []).append(order.confidence)
    for code, sure in sorted(groups.items(), key=lambda group: -len(group[1])):
        label = district.level1_label(code, LANGUAGE) if code else "-"
        print(f"  {len(sure):5}  {statistics.mean(sure):.2f}  {code} {label}")


def _times(seconds: Sequence[float]) -> None:
    if seconds:
        p50, p95, most = spread(seconds)
        print(f"\ntime to the answer: p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {most:.0f} ms")


def spread(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return statistics.median(ordered) * 1000, p95 * 1000, ordered[-1] * 1000


def _print(name: str, count: int, of: int | None = None) -> None:
    share = f"{count / of:6.1%}" if of else ""
    print(f"{count:6} {share:>7}  {name}")
