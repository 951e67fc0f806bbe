"""What an outcome means for a row: sent, later, never, uncertain. reliability.md 4.4."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.push.render import Call
from bot.push.telegram import Outcome, Verdict
from storage.outbox import UNREACHABLE
from storage.sending import SECOND_REFUSAL_AFTER, Claimed, Mark

log = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_WAIT = 300.0  # seconds
RENDER_TRIES = 5
ONCE = frozenset({"menu", "rating"})  # better lost than said twice (decisions.md 15)


def again(row: Claimed, outcome: Outcome, now: datetime, *, parts_done: int) -> Mark:
    """Later, or given up after 24 hours, so that one row cannot block a chat for ever."""
    if now - row.first_try_at >= GIVE_UP_AFTER:
        log.error("outbox row %s given up after 24 h: %s", row.id, outcome.reason)
        return Mark(row=row, state="dead", error=f"given up: {outcome.reason}")
    return Mark(
        row=row,
        state="new",
        delay=_wait(row, outcome),
        error=outcome.reason,
        uncertain=row.uncertain or outcome.verdict is Verdict.UNCERTAIN,
        parts_done=parts_done,
    )


def _wait(row: Claimed, outcome: Outcome) -> timedelta:
    jitter = secrets.randbelow(1000) / 1000
    if outcome.verdict is Verdict.FLOOD:
        return outcome.wait + timedelta(seconds=jitter / 4)
    seconds = min(LONGEST_WAIT, 2.0 ** min(row.tries - 1, 10))
    return timedelta(seconds=seconds * (1 + jitter / 4))


def mark_of(
    row: Claimed,
    call: Call,
    outcome: Outcome,
    now: datetime,
    *,
    parts_done: int,
    refused_at: datetime | None,
) -> Mark:
    """The mark for a row whose call did not succeed. `refused_at`: the first refusal of this
    chat, None when there was none."""
    if call.method == "leaveChat" and outcome.verdict in {Verdict.REFUSED, Verdict.NEVER}:
        return Mark(row=row, state="sent", error=outcome.reason)  # the bot is out already
    match outcome.verdict:
        case Verdict.FLOOD | Verdict.LATER:
            return again(row, outcome, now, parts_done=parts_done)
        case Verdict.UNCERTAIN:
            if row.kind in ONCE and not call.repeatable:
                return Mark(row=row, state="superseded", error=outcome.reason, uncertain=True)
            return again(row, outcome, now, parts_done=parts_done)
        case Verdict.REFUSED:
            return _refused(row, outcome, now, refused_at)
        case Verdict.MIGRATED:
            return Mark(row=row, state="new", error=outcome.reason, migrated_to=outcome.chat_id)
        case Verdict.WRONG_TOKEN:
            return Mark(row=row, state="new", error=outcome.reason, parts_done=parts_done)
        case _:
            log.error("outbox row %s is refused for good: %s", row.id, outcome.reason)
            return Mark(row=row, state="dead", error=outcome.reason)


def _refused(row: Claimed, outcome: Outcome, now: datetime, refused_at: datetime | None) -> Mark:
    """Telegram has refused everybody for minutes: it is believed the second time, an hour on."""
    since = refused_at or (row.first_try_at if row.tries > 1 else now)
    if now - since >= SECOND_REFUSAL_AFTER:
        return Mark(row=row, state="dead", error=UNREACHABLE, refused=True)
    wait = since + SECOND_REFUSAL_AFTER - now
    return Mark(row=row, state="new", delay=wait, error=outcome.reason, refused=True)


def unsaid(row: Claimed, error: Exception) -> Mark:
    """A text that cannot be made: a fault of ours. Tried again for a while, then dead."""
    reason = f"{type(error).__name__}: {error}"
    if row.tries >= RENDER_TRIES:
        log.error("outbox row %s cannot be said, given up: %s", row.id, reason)
        return Mark(row=row, state="dead", error=reason)
    log.error("outbox row %s cannot be said", row.id, exc_info=error)
    delay = timedelta(seconds=2.0**row.tries)
    return Mark(row=row, state="new", delay=delay, error=reason, uncertain=row.uncertain)


def message_id_of(result: Any) -> int | None:
    """Of Telegram's answer: a message, the messages of an album, or True."""
    if isinstance(result, list) and result:
        result = result[-1]
    return result.get("message_id") if isinstance(result, dict) else None


def plain(call: Call) -> Call | None:
    """The same without entities, for a text whose entities were not understood."""
    marks = {"entities", "caption_entities"} & call.args.keys()
    if not marks:
        return None
    args = {name: value for name, value in call.args.items() if name not in marks}
    return Call(call.method, args, optional=call.optional)
