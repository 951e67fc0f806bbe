"""What an order is to the rules: states, actions, fields, and the facts a rule may know.

model.md C3 and C4, as far as decisions.md 21 takes them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.roles import Role


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    EMERGENCY = "emergency"
    CONFIRMING = "confirming"
    READY = "ready"
    DISPATCHED = "dispatched"
    RETURN_REVIEW = "return_review"
    HANDLING = "handling"
    REPLY_REVIEW = "reply_review"
    REPLIED = "replied"
    CLOSED = "closed"


OPEN = tuple(s for s in Status if s not in {Status.DRAFT, Status.CLOSED})
BEFORE_DISPATCH = (Status.SUBMITTED, Status.NEEDS_INFO, Status.CONFIRMING, Status.READY)
AT_THE_UNIT = (Status.DISPATCHED, Status.HANDLING)


class Result(StrEnum):
    """How a closed order ended (model.md C4, decisions.md 31)."""

    SATISFIED = "satisfied"
    UNRATED = "unrated"
    WITHDRAWN = "withdrawn"
    NOT_ACCEPTED = "not_accepted"
    TRANSFERRED = "transferred"
    INSUFFICIENT = "insufficient"
    MERGED = "merged"
    ANSWERED = "answered"


class Action(StrEnum):
    SUBMIT = "submit"
    ASK_INFO = "ask_info"
    ROUTE = "route"
    ROUTE_URGENT = "route_urgent"
    TO_STATION = "to_station"
    SEAL = "seal"
    RAISE_ALARM = "raise_alarm"
    TAKE_ALARM = "take_alarm"
    HAND_OVER = "hand_over"
    FALSE_ALARM = "false_alarm"
    INSUFFICIENT = "insufficient"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    ASK_MORE = "ask_more"
    CALL_STAND_IN = "call_stand_in"
    PASS_ON = "pass_on"  # noqa: S105 - a step, no password
    PROPOSE_REFUSAL = "propose_refusal"
    REFUSE = "refuse"
    KEEP = "keep"
    OBJECT = "object"
    FORWARD = "forward"
    DISPATCH = "dispatch"
    DISPATCH_URGENT = "dispatch_urgent"
    TAKE = "take"
    RETURN = "return"
    REDISPATCH = "redispatch"
    DESIGNATE = "designate"
    CONTACT = "contact"
    ASK_RESIDENT = "ask_resident"
    ANSWER_UNIT = "answer_unit"
    PROGRESS = "progress"
    REPLY = "reply"
    RETURN_REPLY = "return_reply"
    RELEASE = "release"
    RELEASE_UNREVIEWED = "release_unreviewed"
    CLOSE_SATISFIED = "close_satisfied"
    CLOSE_UNRATED = "close_unrated"
    REDO = "redo"
    WITHDRAW = "withdraw"
    LEAVE = "leave"
    ADD = "add"
    CHANGE_CATEGORY = "change_category"
    CHANGE_PLACE = "change_place"
    CHANGE_UNIT = "change_unit"
    URGE = "urge"
    VISIT = "visit"
    JOIN = "join"
    LIFT_OUT = "lift_out"
    PROPOSE_MERGE = "propose_merge"
    MERGE = "merge"
    KEEP_APART = "keep_apart"
    FOLLOWER_ADD = "follower_add"
    ANSWER = "answer"
    STILL_FILE = "still_file"


class Field(StrEnum):
    """What a step needs to be told. The conversation asks for them in this order."""

    TEXT = "text"
    PLAN = "plan"
    REASON = "reason"
    REFUSAL = "refusal"
    CATEGORY = "category"
    PLACE = "place"
    UNIT = "unit"
    MAIN = "main"
    RESULT_CLASS = "result_class"
    PROOF = "proof"
    GROUND = "ground"
    HANDED_TO = "handed_to"


class RefusalCode(StrEnum):
    """Reason codes of T10."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R8 = "R8"
    R9 = "R9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rules may know of an order. Times are aware UTC."""

    id: UUID
    status: Status
    result: Result | None = None
    round: int = 1
    state_version: int = 0
    category: str | None = None
    limit_class: str | None = None
    confidence: float = 0.0
    grid: str | None = None
    community: str | None = None
    street: str | None = None
    station: str | None = None
    lead_unit: str | None = None
    urgency: str = "normal"
    sealed: bool = False
    hazard: bool = False
    stand_in: bool = False
    at_station: bool = False
    designated: bool = False
    returns: int = 0
    returned_by: frozenset[str] = frozenset()
    refusal_code: str | None = None
    refused_by: UUID | None = None
    proposed_by: UUID | None = None
    decided_by: UUID | None = None
    objected: bool = False
    forwarded: bool = False
    merge_pending: bool = False
    a_question: bool = False
    question_open: bool = False
    questions_asked: int = 0
    owned: bool = False
    followers: int = 0
    dispatched_at: datetime | None = None
    return_until: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a step: by whom (None is the system), when, with which answers."""

    person_id: UUID | None
    role: Role
    now: datetime
