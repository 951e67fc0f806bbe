"""Who acts and who is told. model.md C2, glossary.md."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A role of model.md C2. `system` is the program itself: sorting at intake and the clock."""

    RESIDENT = "resident"
    DEPUTY = "deputy"
    STATION = "station"
    DISPATCHER = "dispatcher"
    CLERK = "clerk"
    HANDLER = "handler"
    HEAD = "head"
    CHIEF = "chief"
    REVIEWER = "reviewer"
    DUTY_OFFICER = "duty_officer"
    SEALED_OFFICER = "sealed_officer"
    PRIVACY_OFFICER = "privacy_officer"
    ADMIN = "admin"
    SYSTEM = "system"


UNIT_ROLES = frozenset({Role.CLERK, Role.HANDLER, Role.HEAD, Role.CHIEF})


class ScopeKind(StrEnum):
    """What a role holds for: a grid, a station, a unit, or the whole district."""

    GRID = "grid"
    STATION = "station"
    UNIT = "unit"
    DISTRICT = "district"


SCOPE_OF_ROLE = {
    Role.DEPUTY: ScopeKind.GRID,
    Role.STATION: ScopeKind.STATION,
    Role.REVIEWER: ScopeKind.STATION,
    Role.CLERK: ScopeKind.UNIT,
    Role.HANDLER: ScopeKind.UNIT,
    Role.HEAD: ScopeKind.UNIT,
    Role.CHIEF: ScopeKind.UNIT,
    Role.DISPATCHER: ScopeKind.DISTRICT,
    Role.DUTY_OFFICER: ScopeKind.DISTRICT,
    Role.SEALED_OFFICER: ScopeKind.DISTRICT,
    Role.PRIVACY_OFFICER: ScopeKind.DISTRICT,
    Role.ADMIN: ScopeKind.DISTRICT,
}


class Audience(StrEnum):
    """Who is told of a step. The deputy of an order is its primary, or whoever stands in; its
    followers are those whose own order is merged into it (T8), and hear what the resident does."""

    RESIDENT = "resident"
    FOLLOWER = "follower"
    DEPUTY = "deputy"
    STAND_IN = "stand_in"
    STATION = "station"
    DISPATCHER = "dispatcher"
    CLERK = "clerk"
    HEAD = "head"
    CHIEF = "chief"
    REVIEWER = "reviewer"
    DUTY_OFFICER = "duty_officer"
    SEALED_OFFICER = "sealed_officer"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person. `scope`: a code of SCOPE_OF_ROLE's kind, "" for the district."""

    role: Role
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever takes a step: a person with the roles that the database holds now."""

    person_id: UUID | None
    grants: frozenset[Grant] = frozenset()

    def holds(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)

    def scopes(self, *roles: Role) -> frozenset[str]:
        """Codes that this person holds in any of the roles."""
        return frozenset(grant.scope for grant in self.grants if grant.role in roles)


SYSTEM = Actor(None, frozenset({Grant(Role.SYSTEM)}))
