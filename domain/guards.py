"""The conditions of the table's rows. Each gives None, or the id of the text that says why not."""

from collections.abc import Callable
from datetime import timedelta

from domain.order import Attempt, Case, Result
from domain.roles import Role

UNSORTED = "9999"  # taxonomy.csv: not sorted, to the station
Guard = Callable[[Case, Attempt], str | None]


def not_sealed(case: Case, _: Attempt) -> str | None:
    return "refused-sealed" if case.sealed else None


def sealed(case: Case, _: Attempt) -> str | None:
    return None if case.sealed else "refused-not-sealed"


def is_sorted(case: Case, _: Attempt) -> str | None:
    """A dispatch needs a category, a place and a lead unit (J12)."""
    if case.category in {None, UNSORTED}:
        return "refused-no-category"
    if case.grid is None:
        return "refused-no-place"
    return has_unit(case, _)


def has_unit(case: Case, _: Attempt) -> str | None:
    return None if case.lead_unit else "refused-no-unit"


def has_grid(case: Case, _: Attempt) -> str | None:
    return None if case.grid else "refused-no-place"


def is_u24(case: Case, _: Attempt) -> str | None:
    return None if case.limit_class == "U24" else "refused-not-urgent"


def no_stand_in_yet(case: Case, _: Attempt) -> str | None:
    return "refused-stand-in-called" if case.stand_in else None


def no_refusal_pending(case: Case, _: Attempt) -> str | None:
    return "refused-refusal-pending" if case.refusal_code else None


def refusal_pending(case: Case, _: Attempt) -> str | None:
    return None if case.refusal_code else "refused-nothing-proposed"


def not_forwarded(case: Case, _: Attempt) -> str | None:
    return "refused-forwarded-already" if case.forwarded else None


def second_person(case: Case, attempt: Attempt) -> str | None:
    """Two persons decide a refusal, and an objection goes to a second dispatcher (T10)."""
    if attempt.person_id is None or attempt.person_id in {case.proposed_by, case.refused_by}:
        return "refused-second-person"
    return None


def may_return(case: Case, attempt: Attempt) -> str | None:
    """T13: within one working day of dispatch, once per unit; never when designated (T14)."""
    if case.designated:
        return "refused-designated"
    if case.lead_unit in case.returned_by:
        return "refused-returned-already"
    if case.return_until is None or attempt.now > case.return_until:
        return "refused-return-late"
    return None


def may_redispatch(case: Case, _: Attempt) -> str | None:
    return "refused-must-designate" if case.returns >= 2 else None


def may_object(case: Case, attempt: Attempt) -> str | None:
    """T10: once, within 7 days of a refusal."""
    if case.result not in {Result.NOT_ACCEPTED, Result.TRANSFERRED} or case.refused_by is None:
        return "refused-not-refused"
    if case.objected:
        return "refused-objected-already"
    return _within(case, attempt, days=7)


def may_reopen(case: Case, attempt: Attempt) -> str | None:
    """T4: any answer within 30 days brings an insufficient order back."""
    if case.result is not Result.INSUFFICIENT:
        return "refused-closed"
    return _within(case, attempt, days=30)


def _within(case: Case, attempt: Attempt, *, days: int) -> str | None:
    if case.closed_at is None or attempt.now - case.closed_at > timedelta(days=days):
        return "refused-too-late"
    return None


def head_from_round_two(case: Case, attempt: Attempt) -> str | None:
    """C9: from round 2 the head in charge signs the reply."""
    if case.round >= 2 and attempt.role not in {Role.HEAD, Role.CHIEF}:
        return "refused-head-signs"
    return None


def no_hazard(case: Case, _: Attempt) -> str | None:
    return "refused-hazard-stays" if case.hazard else None


def no_followers(case: Case, _: Attempt) -> str | None:
    return "refused-followed" if case.followers else None


def stays(case: Case, _: Attempt) -> str | None:
    """T31: what is still a hazard, or the matter of others as well, goes on without the one who
    leaves it."""
    return None if case.hazard or case.followers else "refused-no-hazard"


def merged(case: Case, _: Attempt) -> str | None:
    return None if case.result is Result.MERGED else "refused-closed"


def merge_pending(case: Case, _: Attempt) -> str | None:
    return None if case.merge_pending else "refused-no-merge"


def no_merge_pending(case: Case, _: Attempt) -> str | None:
    return "refused-merge-pending" if case.merge_pending else None


def a_question(case: Case, _: Attempt) -> str | None:
    return None if case.a_question else "refused-no-question-asked"


def answered(case: Case, attempt: Attempt) -> str | None:
    """T2: whoever was answered may still file it, for 30 days."""
    if case.result is not Result.ANSWERED:
        return "refused-closed"
    return _within(case, attempt, days=30)


def half_sure(case: Case, _: Attempt) -> str | None:
    """T7: the order goes on without the deputy only where the sorting is half sure (0.50)."""
    return None if case.confidence >= 0.5 else "refused-unsure"


def questions_left(case: Case, _: Attempt) -> str | None:
    """C1.1: after the number at most two questions."""
    return None if case.questions_asked < 2 else "refused-no-questions-left"


def no_question_open(case: Case, _: Attempt) -> str | None:
    return "refused-question-open" if case.question_open else None


def question_open(case: Case, _: Attempt) -> str | None:
    return None if case.question_open else "refused-no-question"
