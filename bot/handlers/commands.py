"""Commands. Each has a button somewhere as well; the menu differs by role (people.py)."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.handlers import lists
from bot.handlers.asking import Asking
from bot.handlers.talk import Talk
from bot.texts.speech import LANGUAGES
from domain.errors import Refused
from domain.presses import Press
from domain.roles import Role
from service import people

router = Router(name="commands")


@router.message(CommandStart(deep_link=True))
async def start_by_link(_: Message, command: CommandObject, talk: Talk) -> None:
    """An invite, or a link that we do not know: then simply welcome."""
    token = people.invite_token(command.args or "")
    if token is None:
        await _welcome(talk)
        return
    accepted = await people.accept_invite(talk.desk, talk.person, token)
    if accepted is None:
        return  # too many guesses: silence
    talk.actor = await people.actor_of(talk.desk, talk.person)
    scope = people.scope_label(talk.desk, accepted, talk.language)
    await talk.say("invite-welcome", role={"$text": f"role-{accepted.role}"}, scope=scope)
    await talk.say(f"welcome-{accepted.role}")


@router.message(CommandStart())
async def start(_: Message, talk: Talk) -> None:
    await talk.state.clear()
    await _welcome(talk)


async def _welcome(talk: Talk) -> None:
    await talk.say(f"welcome-{people.first_role(talk.actor)}")


@router.message(Command("help"))
async def help_(_: Message, talk: Talk) -> None:
    await talk.say(f"help-{people.first_role(talk.actor)}")


@router.message(Command("my"))
async def my(_: Message, talk: Talk) -> None:
    await lists.my_orders(talk)


@router.message(Command("todo"))
async def todo(_: Message, talk: Talk) -> None:
    await lists.todo(talk)


@router.message(Command("lang"))
async def lang(_: Message, talk: Talk) -> None:
    await talk.say(
        "lang-choose",
        rows=[[talk.button(f"language-{code}", Press("lang", value=code)) for code in LANGUAGES]],
    )


@router.message(Command("privacy"))
async def privacy(_: Message, talk: Talk) -> None:
    await talk.say("privacy", rows=[[talk.button("privacy-erase", Press("erase", value="ask"))]])


@router.message(Command("wall"))
async def wall(_: Message, talk: Talk) -> None:
    await talk.say("coming-soon-wall")


@router.message(Command("meet"))
async def meet(_: Message, talk: Talk) -> None:
    await talk.say("coming-soon-meet")


@router.message(Command("cancel"))
async def cancel(_: Message, talk: Talk) -> None:
    asked = await talk.state.get_state()
    await talk.state.clear()
    await talk.say("cancelled-question" if asked else "nothing-to-cancel")


@router.message(Command("invite"))
async def invite(_: Message, command: CommandObject, talk: Talk) -> None:
    """/invite ROLE SCOPE, for admins alone; without words it says what is missing."""
    if not talk.actor.holds(Role.ADMIN):
        raise Refused("unknown-command")
    role, _, scope = (command.args or "").strip().partition(" ")
    if not role:
        await talk.state.set_state(Asking.scope)
        await talk.state.set_data({"invite": True})
        await talk.say("invite-who", roles=people.roles_to_invite())
        return
    await make_invite(talk, role, scope.strip())


async def make_invite(talk: Talk, role: str, scope: str) -> None:
    made = await people.make_invite(talk.desk, role, scope, made_by=talk.person.id)
    await talk.say(
        "invite-made",
        role={"$text": f"role-{made.role}"},
        scope=made.scope_label,
        link=people.invite_link(talk.bot_name, made.token),
        due={"$when": made.expires_at.isoformat()},
    )


@router.message(lambda message: (message.text or "").startswith("/"))
async def unknown(_: Message, talk: Talk) -> None:
    await talk.say("unknown-command")
