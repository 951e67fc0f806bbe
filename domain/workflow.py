"""The order's path as one table: who may do what from which state, what follows, who is told,
which clock starts. model.md C4 (T1-T31 as far as decisions.md 21 takes them), decisions.md 16-29.

Nothing else in the program decides any of this. Buttons are `open_to()` of this table.
"""

from collections.abc import Iterable

from domain import guards as g
from domain.deadlines import ClockKind
from domain.errors import Refused
from domain.order import OPEN, Action, Attempt, Case, Field, Result, Status
from domain.roles import Audience, Role
from domain.rows import CLOCK_STATES, Step, Tell, loud, quiet

__all__ = ["CLOCK_STATES", "OPEN", "STEPS", "Step", "check", "open_to", "refusal", "step"]

_SYSTEM = frozenset({Role.SYSTEM})
_RESIDENT = frozenset({Role.RESIDENT})
_DEPUTY = frozenset({Role.DEPUTY})
_SORTERS = frozenset({Role.DEPUTY, Role.STATION})
_DISPATCHER = frozenset({Role.DISPATCHER})
_UNIT = frozenset({Role.CLERK, Role.HANDLER})
_UNIT_AND_HEADS = _UNIT | {Role.HEAD, Role.CHIEF}
_REVIEWER = frozenset({Role.REVIEWER})
_ALARM = frozenset({Role.SYSTEM, Role.DEPUTY, Role.STATION, Role.DISPATCHER})

R, D, C = Audience.RESIDENT, Audience.DEPUTY, Audience.CLERK
F = Audience.FOLLOWER
_S = Status
_A = Action
_AT_THE_UNIT = frozenset(
    {_S.DISPATCHED, _S.RETURN_REVIEW, _S.HANDLING, _S.REPLY_REVIEW, _S.EMERGENCY}
)
_UNIT_CLOCKS = (ClockKind.TAKE, ClockKind.CONTACT, ClockKind.REPLY)

# Who hears that somebody added words or photos.
_TOLD_OF_WORDS: dict[Status, tuple[Tell, ...]] = {
    _S.SUBMITTED: (),
    _S.NEEDS_INFO: (),
    _S.EMERGENCY: loud(Audience.DUTY_OFFICER, C),
    _S.CONFIRMING: loud(D),
    _S.READY: quiet(D),
    _S.DISPATCHED: (*quiet(D), *loud(C)),
    _S.RETURN_REVIEW: (*quiet(D), *loud(C)),
    _S.HANDLING: (*quiet(D), *loud(C)),
    _S.REPLY_REVIEW: (*quiet(D), *loud(Audience.REVIEWER)),
    _S.REPLIED: quiet(D),
}

# fmt: off
_INTAKE = (
    Step(
        rule="T1", source=_S.DRAFT, action=_A.SUBMIT, target=_S.SUBMITTED,
        roles=frozenset({Role.RESIDENT, Role.STATION, Role.DEPUTY}),
        tells=loud(R), starts=(ClockKind.SORT,),
    ),
    Step(
        rule="T4", source=_S.SUBMITTED, action=_A.ASK_INFO, target=_S.NEEDS_INFO, roles=_SYSTEM,
        guards=(g.questions_left,), tells=quiet(R), starts=(ClockKind.INFO,),
    ),
    Step(
        rule="T4", source=_S.NEEDS_INFO, action=_A.ASK_INFO, target=_S.NEEDS_INFO, roles=_SYSTEM,
        guards=(g.questions_left,), tells=loud(R), starts=(ClockKind.INFO,),
    ),
    *(
        Step(
            rule="T5", source=source, action=_A.ROUTE, target=_S.CONFIRMING, roles=_SYSTEM,
            guards=(g.has_grid, g.not_sealed), tells=(*quiet(R), *loud(D)),
            starts=(ClockKind.CONFIRM,),
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO)
    ),
    *(
        Step(
            rule="T3d", source=source, action=_A.ROUTE_URGENT, target=_S.CONFIRMING,
            roles=_SYSTEM, guards=(g.has_grid, g.not_sealed, g.is_u24),
            tells=(*quiet(R), *loud(D, Audience.DISPATCHER)),
            starts=(ClockKind.CONFIRM, ClockKind.DISPATCH),
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO)
    ),
    *(
        Step(
            rule="T5", source=source, action=_A.TO_STATION, target=_S.CONFIRMING, roles=_SYSTEM,
            guards=(g.not_sealed,), tells=(*quiet(R), *loud(Audience.STATION)),
            starts=(ClockKind.CONFIRM,),
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO, _S.CONFIRMING)
    ),
    *(
        Step(
            rule="T32", source=source, action=_A.SEAL, target=_S.READY, roles=_SYSTEM,
            tells=loud(R, Audience.SEALED_OFFICER), starts=(ClockKind.DISPATCH,),
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO)
    ),
    *(
        Step(
            rule="T3d", source=source, action=_A.DISPATCH_URGENT, target=_S.DISPATCHED,
            roles=_SYSTEM, guards=(g.not_sealed, g.is_sorted, g.is_u24),
            tells=loud(R, F, C, D), starts=_UNIT_CLOCKS,
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO)
    ),
    Step(
        rule="T3d", source=_S.CONFIRMING, action=_A.DISPATCH_URGENT, target=_S.DISPATCHED,
        roles=_DISPATCHER, guards=(g.not_sealed, g.is_sorted, g.is_u24),
        tells=(*loud(R, F, C), *quiet(D, Audience.DISPATCHER)), starts=_UNIT_CLOCKS,
    ),
    Step(
        rule="T4", source=_S.NEEDS_INFO, action=_A.INSUFFICIENT, target=_S.CLOSED, roles=_SYSTEM,
        tells=loud(R), result=Result.INSUFFICIENT,
    ),
    Step(
        rule="T4", source=_S.CLOSED, action=_A.REOPEN, target=_S.SUBMITTED, roles=_RESIDENT,
        guards=(g.may_reopen,), tells=quiet(R), starts=(ClockKind.SORT,),
    ),
)

_ANSWERS = (
    Step(  # decisions.md 31; approved answers that the program gives by itself come later
        rule="T2", source=_S.CONFIRMING, action=_A.ANSWER, target=_S.CLOSED,
        roles=frozenset({Role.STATION}), guards=(g.a_question, g.not_sealed),
        asks=(Field.TEXT,), tells=(*loud(R, F), *quiet(D, Audience.STATION)),
        result=Result.ANSWERED,
    ),
    Step(
        rule="T2", source=_S.CLOSED, action=_A.STILL_FILE, target=_S.SUBMITTED, roles=_RESIDENT,
        guards=(g.answered,), tells=quiet(R), starts=(ClockKind.SORT,),
    ),
)

_EMERGENCY = (
    *(
        Step(
            rule="T3", source=source, action=_A.RAISE_ALARM, target=_S.EMERGENCY, roles=_ALARM,
            tells=loud(R, Audience.DUTY_OFFICER, C, D, Audience.SEALED_OFFICER),
            starts=(ClockKind.EMERGENCY,),
        )
        for source in OPEN
        if source is not _S.EMERGENCY
    ),
    Step(
        rule="T3a", source=_S.EMERGENCY, action=_A.TAKE_ALARM, target=_S.HANDLING,
        roles=frozenset({Role.CLERK, Role.DUTY_OFFICER}), guards=(g.has_unit, g.not_sealed),
        asks=(Field.PLAN,), starts=(ClockKind.CONTACT, ClockKind.REPLY),
        tells=(*loud(R, D), *quiet(C, Audience.DUTY_OFFICER)),
    ),
    Step(
        rule="T3b", source=_S.EMERGENCY, action=_A.HAND_OVER, target=_S.CLOSED,
        roles=frozenset({Role.DUTY_OFFICER, Role.SEALED_OFFICER}), asks=(Field.HANDED_TO,),
        tells=(*loud(R), *quiet(C, D, Audience.DUTY_OFFICER, Audience.SEALED_OFFICER)),
        result=Result.TRANSFERRED,
    ),
    Step(
        rule="T3c", source=_S.EMERGENCY, action=_A.FALSE_ALARM, target=_S.READY,
        roles=frozenset({Role.DUTY_OFFICER}), asks=(Field.REASON,),
        tells=(*loud(R), *quiet(C, D, Audience.DUTY_OFFICER), *loud(Audience.DISPATCHER)),
        starts=(ClockKind.DISPATCH,),
    ),
)

_CONFIRM = (
    Step(
        rule="T6", source=_S.CONFIRMING, action=_A.CONFIRM, target=_S.READY, roles=_SORTERS,
        guards=(g.is_sorted,), starts=(ClockKind.DISPATCH,),
        tells=quiet(R, D, Audience.STATION),
    ),
    Step(
        rule="T4", source=_S.CONFIRMING, action=_A.ASK_MORE, target=_S.NEEDS_INFO,
        roles=_SORTERS, asks=(Field.TEXT,), starts=(ClockKind.INFO,),
        tells=(*loud(R), *quiet(D, Audience.STATION)),
    ),
    Step(
        rule="T7", source=_S.CONFIRMING, action=_A.CALL_STAND_IN, target=_S.CONFIRMING,
        roles=_SYSTEM, guards=(g.no_stand_in_yet,),
        tells=(*quiet(R, D), *loud(Audience.STAND_IN)),
    ),
    Step(
        rule="T7", source=_S.CONFIRMING, action=_A.PASS_ON, target=_S.READY, roles=_SYSTEM,
        guards=(g.half_sure, g.is_sorted), tells=(*quiet(R), *loud(D)),
        starts=(ClockKind.DISPATCH,),
    ),
)

_REFUSAL = (
    *(
        Step(
            rule="T10", source=source, action=_A.PROPOSE_REFUSAL, target=_S.READY,
            roles=_SYSTEM, tells=loud(R, Audience.DISPATCHER), starts=(ClockKind.DISPATCH,),
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO)
    ),
    Step(
        rule="T10", source=_S.READY, action=_A.FORWARD, target=_S.READY, roles=_RESIDENT,
        guards=(g.refusal_pending, g.not_sealed, g.not_forwarded),
        tells=(*quiet(R), *loud(D, Audience.STATION)),
    ),
    *(
        Step(
            rule="T10", source=source, action=_A.PROPOSE_REFUSAL, target=_S.READY,
            roles=_SORTERS, guards=(g.no_refusal_pending, g.no_merge_pending),
            asks=(Field.REFUSAL, Field.REASON),
            tells=(*quiet(R, D), *loud(Audience.DISPATCHER)), starts=(ClockKind.DISPATCH,),
        )
        for source in (_S.CONFIRMING, _S.READY)
    ),
    Step(
        rule="T10", source=_S.READY, action=_A.REFUSE, target=_S.CLOSED, roles=_DISPATCHER,
        guards=(g.refusal_pending, g.second_person),
        tells=(*loud(R, F), *quiet(D, Audience.STATION, Audience.DISPATCHER)),
        result=Result.NOT_ACCEPTED,
    ),
    Step(
        rule="T10", source=_S.READY, action=_A.KEEP, target=_S.READY, roles=_DISPATCHER,
        guards=(g.refusal_pending, g.second_person), tells=quiet(R, D, Audience.DISPATCHER),
    ),
    Step(
        rule="T10", source=_S.READY, action=_A.HAND_OVER, target=_S.CLOSED,
        roles=frozenset({Role.SEALED_OFFICER}), guards=(g.sealed,), asks=(Field.HANDED_TO,),
        tells=(*loud(R), *quiet(Audience.SEALED_OFFICER)), result=Result.TRANSFERRED,
    ),
    Step(
        rule="T10", source=_S.CLOSED, action=_A.OBJECT, target=_S.READY, roles=_RESIDENT,
        guards=(g.may_object,), tells=(*quiet(R), *loud(Audience.DISPATCHER)),
        starts=(ClockKind.DISPATCH,),
    ),
)

_DISPATCH = (
    Step(
        rule="T11", source=_S.READY, action=_A.DISPATCH, target=_S.DISPATCHED,
        roles=_DISPATCHER | _SYSTEM,
        guards=(g.not_sealed, g.no_refusal_pending, g.no_merge_pending, g.is_sorted),
        tells=(*loud(R, F, C), *quiet(D, Audience.DISPATCHER)), starts=_UNIT_CLOCKS,
    ),
    Step(
        rule="T12", source=_S.DISPATCHED, action=_A.TAKE, target=_S.HANDLING, roles=_UNIT,
        asks=(Field.PLAN,), tells=(*loud(R, F), *quiet(D, C)),
    ),
    Step(
        rule="T13", source=_S.DISPATCHED, action=_A.RETURN, target=_S.RETURN_REVIEW, roles=_UNIT,
        guards=(g.may_return,), asks=(Field.UNIT, Field.REASON), starts=(ClockKind.RETURN,),
        tells=(*quiet(R, D, C), *loud(Audience.DISPATCHER)),
    ),
    Step(
        rule="T14", source=_S.RETURN_REVIEW, action=_A.REDISPATCH, target=_S.DISPATCHED,
        roles=_DISPATCHER, guards=(g.may_redispatch,), asks=(Field.UNIT,),
        tells=(*loud(R, F, C), *quiet(D, Audience.DISPATCHER)), starts=_UNIT_CLOCKS,
    ),
    Step(
        rule="T14", source=_S.RETURN_REVIEW, action=_A.DESIGNATE, target=_S.DISPATCHED,
        roles=_DISPATCHER, asks=(Field.REASON,), starts=(ClockKind.TAKE, ClockKind.CONTACT),
        tells=(*loud(C), *quiet(R, D, Audience.DISPATCHER)),
    ),
)

_HANDLING = (
    Step(
        rule="T15", source=_S.HANDLING, action=_A.CONTACT, target=_S.HANDLING, roles=_UNIT,
        asks=(Field.TEXT,), tells=quiet(R, D, C),
    ),
    Step(
        rule="T15", source=_S.HANDLING, action=_A.ASK_RESIDENT, target=_S.HANDLING,
        roles=_UNIT_AND_HEADS, guards=(g.no_question_open,), asks=(Field.TEXT,),
        tells=(*loud(R), *quiet(D, C)),
    ),
    Step(
        rule="T15", source=_S.HANDLING, action=_A.ANSWER_UNIT, target=_S.HANDLING,
        roles=_RESIDENT, guards=(g.question_open,), asks=(Field.TEXT,),
        tells=(*quiet(R, D), *loud(C)),
    ),
    Step(
        rule="T19", source=_S.HANDLING, action=_A.PROGRESS, target=_S.HANDLING,
        roles=_UNIT_AND_HEADS, asks=(Field.TEXT,), tells=(*loud(R, F), *quiet(D, C)),
    ),
    Step(
        rule="T20", source=_S.HANDLING, action=_A.REPLY, target=_S.REPLY_REVIEW,
        roles=_UNIT_AND_HEADS, guards=(g.head_from_round_two,),
        asks=(Field.RESULT_CLASS, Field.TEXT, Field.PROOF, Field.GROUND),
        tells=(*quiet(R, D, C), *loud(Audience.REVIEWER)), starts=(ClockKind.REVIEW,),
    ),
)

_REPLY = (
    Step(
        rule="T21", source=_S.REPLY_REVIEW, action=_A.RETURN_REPLY, target=_S.HANDLING,
        roles=_REVIEWER, asks=(Field.REASON,),
        tells=(*quiet(R, D, Audience.REVIEWER), *loud(C)),
    ),
    Step(
        rule="T22", source=_S.REPLY_REVIEW, action=_A.RELEASE, target=_S.REPLIED,
        roles=_REVIEWER, tells=(*loud(R, F, D), *quiet(C, Audience.REVIEWER)),
        starts=(ClockKind.RATE,),
    ),
    Step(
        rule="T22", source=_S.REPLY_REVIEW, action=_A.RELEASE_UNREVIEWED, target=_S.REPLIED,
        roles=_SYSTEM, tells=(*loud(R, F, D), *quiet(C, Audience.REVIEWER)),
        starts=(ClockKind.RATE,),
    ),
    Step(
        rule="T23", source=_S.REPLIED, action=_A.CLOSE_SATISFIED, target=_S.CLOSED,
        roles=_SYSTEM, tells=(*loud(R, F), *quiet(D, C)), result=Result.SATISFIED,
    ),
    Step(
        rule="T24", source=_S.REPLIED, action=_A.CLOSE_UNRATED, target=_S.CLOSED,
        roles=_SYSTEM, tells=(*loud(R, F), *quiet(D, C)), result=Result.UNRATED,
    ),
    Step(
        rule="T25", source=_S.REPLIED, action=_A.REDO, target=_S.HANDLING, roles=_SYSTEM,
        tells=loud(R, F, D, C, Audience.HEAD), starts=(ClockKind.CONTACT, ClockKind.REPLY),
    ),
)

_ANYWHERE = (
    *(
        Step(
            rule="T31", source=source, action=_A.WITHDRAW, target=_S.CLOSED, roles=_RESIDENT,
            guards=(g.no_hazard, g.no_followers), result=Result.WITHDRAWN,
            tells=(*quiet(R), *told),
        )
        for source in OPEN
        for told in [loud(D, C) if source in _AT_THE_UNIT else quiet(D)]
    ),
    *(
        Step(
            rule="T31", source=source, action=_A.LEAVE, target=source, roles=_RESIDENT,
            guards=(g.stays,), tells=quiet(R),
        )
        for source in OPEN
    ),
    *(
        Step(
            rule="T1", source=source, action=_A.ADD, target=source, asks=(Field.TEXT,),
            roles=_RESIDENT | _SORTERS, tells=(*quiet(R), *told),
        )
        for source, told in _TOLD_OF_WORDS.items()
    ),
    *(
        Step(
            rule="T6", source=source, action=_A.CHANGE_CATEGORY, target=source,
            asks=(Field.CATEGORY,), roles=_RESIDENT | _SORTERS | _DISPATCHER,
            tells=quiet(R, D, Audience.STATION, Audience.DISPATCHER),
        )
        for source in (_S.NEEDS_INFO, _S.CONFIRMING, _S.READY)
    ),
    *(
        Step(
            rule="T6", source=source, action=_A.CHANGE_PLACE, target=source,
            asks=(Field.PLACE,), roles=_RESIDENT | _SORTERS | _DISPATCHER,
            tells=quiet(R, D, Audience.STATION, Audience.DISPATCHER),
        )
        for source in (_S.NEEDS_INFO, _S.READY)
    ),
    Step(  # the deputy may be another one now, who hears of it and has his own time
        rule="T6", source=_S.CONFIRMING, action=_A.CHANGE_PLACE, target=_S.CONFIRMING,
        asks=(Field.PLACE,), roles=_RESIDENT | _SORTERS | _DISPATCHER,
        tells=(*quiet(R, Audience.STATION, Audience.DISPATCHER), *loud(D)),
        starts=(ClockKind.CONFIRM,),
    ),
    *(
        Step(
            rule="T6", source=source, action=_A.CHANGE_UNIT, target=source, asks=(Field.UNIT,),
            roles=_SORTERS | _DISPATCHER,
            tells=quiet(R, D, Audience.STATION, Audience.DISPATCHER),
        )
        for source in (_S.CONFIRMING, _S.READY)
    ),
    Step(
        rule="T3", source=_S.EMERGENCY, action=_A.CHANGE_PLACE, target=_S.EMERGENCY,
        asks=(Field.PLACE,), roles=frozenset({Role.RESIDENT, Role.DUTY_OFFICER}),
        tells=(*quiet(R), *loud(Audience.DUTY_OFFICER, C, D)),
    ),
    *(
        Step(
            rule="C2", source=source, action=_A.URGE, target=source,
            roles=_RESIDENT | _DEPUTY, tells=(*quiet(R, D), *loud(C, Audience.HEAD)),
        )
        for source in (_S.DISPATCHED, _S.HANDLING)
    ),
    *(
        Step(
            rule="C2", source=source, action=_A.VISIT, target=source, roles=_DEPUTY,
            asks=(Field.TEXT,), tells=(*loud(R), *quiet(D, C)),
        )
        for source in (_S.DISPATCHED, _S.HANDLING, _S.REPLIED)
    ),
)

_SAME = (
    *(
        Step(
            rule="T8", source=source, action=_A.JOIN, target=_S.CLOSED, roles=_RESIDENT,
            guards=(g.not_sealed, g.no_hazard, g.no_refusal_pending, g.no_followers),
            tells=quiet(R, D, Audience.STATION), result=Result.MERGED,
        )
        for source in (_S.SUBMITTED, _S.NEEDS_INFO, _S.CONFIRMING, _S.READY)
    ),
    Step(  # it was not the same after all, or the main order went where no follower may look
        rule="T8", source=_S.CLOSED, action=_A.LIFT_OUT, target=_S.SUBMITTED,
        roles=_RESIDENT | _SYSTEM, guards=(g.merged,), tells=quiet(R), starts=(ClockKind.SORT,),
    ),
    *(  # a deputy or a dispatcher sees that two are one; a dispatcher decides
        Step(
            rule="T8", source=source, action=_A.PROPOSE_MERGE, target=_S.READY,
            roles=_DEPUTY | _DISPATCHER, asks=(Field.MAIN,), starts=(ClockKind.DISPATCH,),
            guards=(g.not_sealed, g.no_hazard, g.no_refusal_pending, g.no_merge_pending),
            tells=(*quiet(R, D, Audience.STATION), *loud(Audience.DISPATCHER)),
        )
        for source in (_S.CONFIRMING, _S.READY)
    ),
    Step(
        rule="T8", source=_S.READY, action=_A.MERGE, target=_S.CLOSED, roles=_DISPATCHER,
        guards=(g.merge_pending, g.not_sealed, g.no_hazard), result=Result.MERGED,
        tells=(*loud(R), *quiet(D, Audience.STATION, Audience.DISPATCHER)),
    ),
    Step(
        rule="T8", source=_S.READY, action=_A.KEEP_APART, target=_S.READY, roles=_DISPATCHER,
        guards=(g.merge_pending,), tells=quiet(R, D, Audience.DISPATCHER),
    ),
    Step(  # a follower's words are kept with the own order, and heard at the main order
        rule="T8", source=_S.CLOSED, action=_A.ADD, target=_S.CLOSED, roles=_RESIDENT,
        guards=(g.merged,), asks=(Field.TEXT,), tells=quiet(R),
    ),
    *(
        Step(
            rule="T8", source=source, action=_A.FOLLOWER_ADD, target=source, roles=_SYSTEM,
            tells=(*quiet(R), *told),
        )
        for source, told in _TOLD_OF_WORDS.items()
    ),
)

STEPS = (
    *_INTAKE, *_ANSWERS, *_EMERGENCY, *_CONFIRM, *_REFUSAL, *_DISPATCH, *_HANDLING, *_REPLY,
    *_ANYWHERE, *_SAME,
)
# fmt: on
_BY_KEY = {(row.source, row.action): row for row in STEPS}


def step(status: Status, action: Action) -> Step | None:
    """The row of a state and an action, None where the table has none."""
    return _BY_KEY.get((status, action))


def refusal(row: Step, case: Case, attempt: Attempt) -> str | None:
    """Id of the text that says why this attempt may not go on, None if it may."""
    return next((why for guard in row.guards if (why := guard(case, attempt))), None)


def check(case: Case, action: Action, attempt: Attempt) -> Step:
    """The row to take. Raises Refused when the state has moved on or a condition says no."""
    row = step(case.status, action)
    if row is None or attempt.role not in row.roles:
        raise Refused("refused-moved-on")
    why = refusal(row, case, attempt)
    if why is not None:
        raise Refused(why)
    return row


def open_to(case: Case, roles: Iterable[Role], attempt_of: Attempt) -> tuple[Step, ...]:
    """Rows that a holder of these roles may take now, in the table's order: the buttons.
    `attempt_of` carries person and time; its role is replaced by each of `roles`."""
    rows = []
    for row in STEPS:
        if row.source is not case.status:
            continue
        for role in row.roles.intersection(roles):
            attempt = Attempt(attempt_of.person_id, role, attempt_of.now)
            if refusal(row, case, attempt) is None:
                rows.append(row)
                break
    return tuple(rows)
