"""Who somebody is: met by the numeric Telegram id alone, staff by invite (reliability.md 5.1)."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import due, parse_duration
from domain.errors import Refused
from domain.presses import BadPress, Press
from domain.roles import SCOPE_OF_ROLE, Actor, Grant, Role, ScopeKind
from service.desk import Desk
from service.district import DistrictData
from storage import outbox, queries
from storage.ids import uuid7
from storage.models import Invite, InviteGuess, Person, RoleGrant

TOKEN_BYTES = 16  # 128 bits, 22 characters of a link
GUESSES = 5
GUESSING_TIME = timedelta(hours=1)
LANGUAGE_TAG = 35  # characters, the longest tag of RFC 5646 in use

COMMANDS = ("start", "my", "help", "lang", "privacy", "wall", "meet")
# The first that a person holds gives the welcome: whoever must act fastest comes first.
_BY_HASTE = (
    Role.DUTY_OFFICER,
    Role.SEALED_OFFICER,
    Role.DISPATCHER,
    Role.STATION,
    Role.REVIEWER,
    Role.DEPUTY,
    Role.CLERK,
    Role.HANDLER,
    Role.HEAD,
    Role.CHIEF,
    Role.PRIVACY_OFFICER,
    Role.ADMIN,
)
_WITHOUT_ORDERS = {Role.PRIVACY_OFFICER, Role.ADMIN}


# --- meeting --------------------------------------------------------------------------------


async def meet(desk: Desk, *, telegram_id: int, chat_id: int, language_code: str | None) -> Person:
    """The person of this account, as of now: made at the first update, reachable again, with
    the chat and the client's language of this update."""
    code = language_code[:LANGUAGE_TAG] if language_code else None
    person = await queries.person_by_telegram(desk.session, desk.district_id, telegram_id)
    if person is None:
        person = Person(
            district_id=desk.district_id,
            id=uuid7(desk.now),
            telegram_id=telegram_id,
            chat_id=chat_id,
            client_language=code,
            created_at=desk.now,
            reachable=True,
            missed=0,
        )
        desk.session.add(person)
        await desk.session.flush()
        return person
    person.chat_id = chat_id
    person.client_language = code or person.client_language
    await outbox.welcome_back(desk.session, person, bot_id=desk.district.bot_id, now=desk.now)
    return person


async def actor_of(desk: Desk, person: Person) -> Actor:
    """With the roles that the database holds now: what was removed is gone at once."""
    return await queries.actor_of(desk.session, desk.district_id, person.id)


def set_language(district: DistrictData, person: Person, language: str) -> None:
    """The language chosen by /lang. Raises Refused for one that the district has not."""
    if language not in district.settings["languages"]:
        raise Refused("old-button")
    person.language = language


def command_menu(grants: Iterable[Grant]) -> list[str]:
    """Names of the commands in this person's menu; what staff need most comes first."""
    roles = {grant.role for grant in grants}
    todo = ["todo"] if roles - _WITHOUT_ORDERS - {Role.RESIDENT, Role.SYSTEM} else []
    invite = ["invite"] if Role.ADMIN in roles else []
    return [*todo, *invite, *COMMANDS]


def welcome_role(grants: Iterable[Grant]) -> Role:
    """The role whose welcome and help this person reads first; residents hold none."""
    roles = {grant.role for grant in grants}
    return next((role for role in _BY_HASTE if role in roles), Role.RESIDENT)


def order_of_press(packed: str | None) -> UUID | None:
    """The order that a button belongs to, if its data are ours and name one."""
    try:
        return Press.unpack(packed).order if packed else None
    except BadPress:
        return None


# --- invites --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Joined:
    """`already`: the link was this person's own, pressed again."""

    grant: Grant
    standing: str | None = None
    already: bool = False


class Unwelcome(StrEnum):
    """Why nobody joined. BAD is a text id, the same for unknown, expired and used links; SILENT
    means that nothing is said, to whoever goes on guessing."""

    BAD = "invite-bad"
    SILENT = "silent"


def scope_of(district: DistrictData, role: Role, typed: str) -> str:
    """The code of the scope that somebody typed, by code or by name; "" for the whole district.
    Raises Refused where the district has no such grid, station or unit."""
    kind = SCOPE_OF_ROLE.get(role)
    if kind is ScopeKind.DISTRICT and not typed.strip():
        return ""
    wanted = typed.strip().casefold()
    for code, *names in _scopes(district, kind):
        if wanted in {code.casefold(), *(name.casefold() for name in names)}:
            return code
    raise Refused("invite-unknown-scope")


def _scopes(district: DistrictData, kind: ScopeKind | None) -> Iterable[tuple[str, ...]]:
    """Code and names of everything a role of this kind may be for."""
    if kind is ScopeKind.GRID:
        return [(g.code, g.name, g.name_en) for g in district.grids.values()]
    if kind is ScopeKind.STATION:  # orders belong to stations, not to their points
        stations = [s for s in district.stations.values() if s.kind == "station"]
        return [(s.code, s.name, s.name_en) for s in stations]
    if kind is ScopeKind.UNIT:
        return [
            (u.code, u.name, u.short_name, u.name_en, district.unit_label(u.code, "zh-Hans"))
            for u in district.units.values()
        ]
    return []


async def make_invite(
    session: AsyncSession,
    district: DistrictData,
    role: Role,
    scope: str,
    *,
    now: datetime,
    standing: str | None = None,
    public_name: str | None = None,
    made_by: Person | None = None,
) -> str:
    """A new token for one link, one use, one role in one scope; only its SHA-256 is kept.

    `standing` of a deputy: primary (default) or stand_in. `made_by` must be an admin; None is
    the operator at the command line. Raises Refused.
    """
    if made_by is not None:
        maker = await queries.actor_of(session, district.id, made_by.id)
        if not maker.holds(Role.ADMIN):
            raise Refused("refused-not-yours")
    code = scope_of(district, role, scope)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        Invite(
            district_id=district.id,
            token_hash=_hash(token),
            role=role.value,
            scope=code,
            standing=(standing or "primary") if role is Role.DEPUTY else None,
            public_name=public_name,
            made_by=made_by.id if made_by else None,
            made_at=now,
            expires_at=invite_expires(district, now),
        )
    )
    await session.flush()
    return token


def invite_expires(district: DistrictData, now: datetime) -> datetime:
    """When a link made now ends; the pack's window `invite`."""
    return due(now, parse_duration(district.settings["windows"]["invite"]), district.calendar)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


async def accept_invite(
    session: AsyncSession, district: DistrictData, person: Person, token: str, now: datetime
) -> Joined | Unwelcome:
    """Use a link. It works once, for the first who presses it.

    Unknown, expired and used tokens take the same queries. After 5 wrong ones in an hour nothing
    is tried any more until the hour is over.
    """
    if await _guesses(session, district.id, person, now) >= GUESSES:
        return Unwelcome.SILENT
    taken = await session.execute(
        update(Invite)
        .where(
            Invite.district_id == district.id,
            Invite.token_hash == _hash(token),
            Invite.used_at.is_(None),
            Invite.expires_at > now,
        )
        .values(used_by=person.id, used_at=now)
        .returning(Invite)
    )
    invite = taken.scalar_one_or_none()
    if invite is not None:
        return await _join(session, person, invite, now)
    own = await _joined_before(session, district.id, person, token)
    if own is not None:
        return own
    session.add(
        InviteGuess(district_id=district.id, id=uuid7(now), telegram_id=person.telegram_id, at=now)
    )
    await session.flush()
    return Unwelcome.BAD


async def _guesses(session: AsyncSession, district_id: str, person: Person, now: datetime) -> int:
    wrong = select(InviteGuess).where(
        InviteGuess.district_id == district_id,
        InviteGuess.telegram_id == person.telegram_id,
        InviteGuess.at > now - GUESSING_TIME,
    )
    return await queries.count(session, wrong)


async def _join(session: AsyncSession, person: Person, invite: Invite, now: datetime) -> Joined:
    key = (person.district_id, person.id, invite.role, invite.scope)
    grant = await session.get(RoleGrant, key)
    if grant is None:
        grant = RoleGrant(
            district_id=person.district_id,
            person_id=person.id,
            role=invite.role,
            scope=invite.scope,
            granted_at=now,
        )
        session.add(grant)
    grant.standing = invite.standing
    person.public_name = invite.public_name or person.public_name
    await session.flush()
    return Joined(Grant(Role(invite.role), invite.scope), invite.standing)


async def _joined_before(
    session: AsyncSession, district_id: str, person: Person, token: str
) -> Joined | None:
    """The link was this person's own and its role is still held: no guess."""
    query = (
        select(RoleGrant)
        .join(
            Invite,
            (Invite.district_id == RoleGrant.district_id)
            & (Invite.used_by == RoleGrant.person_id)
            & (Invite.role == RoleGrant.role)
            & (Invite.scope == RoleGrant.scope),
        )
        .where(
            Invite.district_id == district_id,
            Invite.token_hash == _hash(token),
            Invite.used_by == person.id,
        )
    )
    held = (await session.execute(query)).scalar_one_or_none()
    if held is None:
        return None
    return Joined(Grant(Role(held.role), held.scope), held.standing, already=True)


async def revoke(
    session: AsyncSession, district: DistrictData, person_id: UUID, role: Role, scope: str
) -> bool:
    """Take a role away, from this moment on. False if it was not held."""
    grant = await session.get(RoleGrant, (district.id, person_id, role.value, scope))
    if grant is None:
        return False
    await session.delete(grant)
    await session.flush()
    return True
