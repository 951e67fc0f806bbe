"""Limits by class and the dates that follow from them: model.md C5, C6, C9."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.calendar import Calendar, Duration, due, parse_duration

_FIELDS = ("take", "first_contact", "reply", "finish", "extension", "redo")
# model.md C9: what rounds 2 and up have, where the row of limits.csv names nothing else.
_REDO = {"E2": "24h", "U24": "24h", "W15": "5wd", "ST": "5wd", "M3": "1mo", "M6": "1mo"}
_REDO_ELSE = "3wd"
_REDO_CONTACT = parse_duration("4wh")


class LimitFault(ValueError):
    """A row of limits that cannot be read: `row` counts from 1, `field` is the column."""

    def __init__(self, row: int, field: str, reason: str) -> None:
        super().__init__(f"row {row}, {field}: {reason}")
        self.row, self.field, self.reason = row, field, reason


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of model.md C5. None: the class has no such limit (or, for ST, the law sets it).

    `extension` is what T18 may add (U24: the new total), `redo` the reply of rounds 2 and up.
    """

    class_code: str
    take: Duration | None
    first_contact: Duration | None
    reply: Duration
    finish: Duration | None
    extension: Duration | None
    redo: Duration

    @property
    def interim(self) -> bool:
        """The reply limit is for an interim word (W15, ST), the work itself has a later one.

        Where both count the same way (W5: `5wd|7d` and `5wd`) the reply ends the work.
        """
        return self.finish is None or not set(self.reply.parts) & set(self.finish.parts)


def limits_from_rows(rows: Iterable[Mapping[str, str]]) -> dict[str, Limit]:
    """Limits by class from the pack's rows: columns class_code, take, first_contact, reply,
    finish, extension and optionally redo; an empty cell or "-" is None. Raises LimitFault."""
    limits: dict[str, Limit] = {}
    for number, row in enumerate(rows, start=1):
        code = row.get("class_code", "").strip()
        if not code or code in limits:
            raise LimitFault(number, "class_code", "twice" if code else "empty")
        cells = {field: _cell(number, field, row.get(field) or "") for field in _FIELDS}
        if not (reply := cells["reply"]):
            raise LimitFault(number, "reply", "empty")
        limits[code] = Limit(
            class_code=code,
            take=cells["take"],
            first_contact=cells["first_contact"],
            reply=reply,
            finish=cells["finish"],
            extension=cells["extension"],
            redo=cells["redo"] or parse_duration(_REDO.get(code, _REDO_ELSE)),
        )
    return limits


def _cell(row: int, field: str, text: str) -> Duration | None:
    if text.strip() in {"", "-"}:
        return None
    try:
        return parse_duration(text)
    except ValueError as fault:
        raise LimitFault(row, field, str(fault)) from fault


def redo_limit(limit: Limit, round: int) -> Limit:
    """The limit of a round: the class's own in round 1, C9's afterwards.

    A redo needs no taking (decisions.md 19) and contact within 4 working hours, or sooner where
    the class's own contact runs day and night.
    """
    if round < 2:
        return limit
    own = limit.first_contact
    contact = own if own and own.runs_day_and_night else _REDO_CONTACT
    return replace(limit, take=None, first_contact=contact, reply=limit.redo, finish=limit.redo)


@dataclass(frozen=True, slots=True)
class Dues:
    """The unit's dates (UTC). `reply` is the date the resident is told; `final` is the one that
    the ladder measures: the same, save where the reply is an interim one."""

    take: datetime | None
    contact: datetime | None
    reply: datetime
    finish: datetime
    final: datetime


def due_for(
    limit: Limit,
    start: datetime,
    calendar: Calendar,
    round: int = 1,
    *,
    statutory_due: datetime | None = None,
) -> Dues:
    """The dates of a round that began at `start`: dispatch in round 1, the redo afterwards.

    `statutory_due` is the date that another law sets; it is the finish of class ST.
    """
    limit = redo_limit(limit, round)

    def over(duration: Duration | None) -> datetime | None:
        return due(start, duration, calendar) if duration else None

    reply = due(start, limit.reply, calendar)
    finish = over(limit.finish) or statutory_due or reply
    final = finish if limit.interim else reply
    return Dues(over(limit.take), over(limit.first_contact), reply, finish, final)


def recomputed(old: datetime, new: datetime, now: datetime, calendar: Calendar) -> datetime:
    """Which due date counts after the calendar changed (model.md C6): the new one if it is later,
    or if at least 2 working days remain until it; else the old one."""
    return new if new > old or calendar.workdays_between(now, new) >= 2 else old


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The citizen's clock: it never stops, the paused time in it is shown beside it."""

    total: timedelta
    paused: timedelta


def elapsed(
    submitted_at: datetime,
    now: datetime,
    paused_spans: Sequence[tuple[datetime, datetime | None]] = (),
) -> Elapsed:
    """Time since submission. A span without an end is paused still; overlaps count once."""
    paused, counted_to = timedelta(), submitted_at
    for start, end in sorted(paused_spans, key=lambda span: span[0]):
        since, until = max(start, counted_to), min(end or now, now)
        if since < until:
            paused, counted_to = paused + (until - since), until
    return Elapsed(now - submitted_at, paused)
