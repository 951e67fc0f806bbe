"""May this person take this step, or see this order? Default deny; no role is exempt.

model.md C2, reliability.md 5.2. The same rule stands as SQL in storage/queries.py
(`visible_orders`); a test holds the two together.
"""

from dataclasses import dataclass

from domain.order import Action, Case, Status
from domain.roles import UNIT_ROLES, Actor, Role
from domain.workflow import step

CRISIS_ROLES = frozenset({Role.DUTY_OFFICER, Role.SEALED_OFFICER})


@dataclass(frozen=True, slots=True)
class Allow:
    """Yes, in this role."""

    role: Role


@dataclass(frozen=True, slots=True)
class Deny:
    """No; the reason is for the log, never for the person."""

    reason: str


def _holds_for(role: Role, actor: Actor, case: Case) -> bool:
    scopes = actor.scopes(role)
    if role is Role.SYSTEM:
        return actor.holds(Role.SYSTEM)
    if role is Role.RESIDENT:
        return case.owned
    if case.sealed:
        return role in CRISIS_ROLES and bool(scopes) and _in_crisis_scope(role, case)
    if role is Role.DEPUTY:
        return case.grid is not None and case.grid in scopes
    if role is Role.STATION and case.station is None:
        return case.at_station and bool(scopes)  # no place is known: every station's
    if role in {Role.STATION, Role.REVIEWER}:
        return case.station in scopes
    if role is Role.DISPATCHER:
        return bool(scopes)
    if role in UNIT_ROLES:
        return _unit_has_it(case) and case.lead_unit in scopes
    if role is Role.DUTY_OFFICER:
        return bool(scopes) and case.hazard
    return False


def _in_crisis_scope(role: Role, case: Case) -> bool:
    return role is Role.SEALED_OFFICER or case.hazard


def _unit_has_it(case: Case) -> bool:
    """A unit sees an order from its dispatch (or its alarm) on, not while it is being sorted."""
    return case.dispatched_at is not None or case.status is Status.EMERGENCY


def roles_on(actor: Actor, case: Case) -> tuple[Role, ...]:
    """Every role in which this person stands to this order."""
    return tuple(role for role in Role if _holds_for(role, actor, case))


def may_see(actor: Actor, case: Case) -> Allow | Deny:
    roles = roles_on(actor, case)
    return Allow(roles[0]) if roles else Deny("no role on this order")


def may(actor: Actor, action: Action, case: Case) -> Allow | Deny:
    """May the actor take this action on the order as it stands?"""
    row = step(case.status, action)
    if row is None:
        return Deny(f"no {action} from {case.status}")
    for role in roles_on(actor, case):
        if role in row.roles:
            return Allow(role)
    return Deny(f"{action} is not for {[str(r) for r in roles_on(actor, case)]}")
