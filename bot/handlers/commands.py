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


async def start(_: Message, talk: Talk) -> None:
    await talk.state.clear()
    await _welcome(talk)


async def _welcome(talk: Talk) -> None:
    await talk.say(f"welcome-{people.first_role(talk.actor)}")


async def help_(_: Message, talk: Talk) -> None:
    await talk.say(f"help-{people.first_role(talk.actor)}")


async def my(_: Message, talk: Talk) -> None:
    await lists.my_orders(talk)


async def todo(_: Message, talk: Talk) -> None:
    await lists.todo(talk)


async def lang(_: Message, talk: Talk) -> None:
    await talk.say(
        "lang-choose",
        rows=[[talk.button(f"language-{code}", Press("lang", value=code)) for code in LANGUAGES]],
    )


async def privacy(_: Message, talk: Talk) -> None:
    await talk.say("privacy", rows=[[talk.button("privacy-erase", Press("erase", value="ask"))]])


async def wall(_: Message, talk: Talk) -> None:
    await talk.say("coming-soon-wall")


async def meet(_: Message, talk: Talk) -> None:
    await talk.say("coming-soon-meet")


async def cancel(_: Message, talk: Talk) -> None:
    asked = await talk.state.get_state()
    await talk.state.clear()
    await talk.say("cancelled-question" if asked else "nothing-to-cancel")


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


async def unknown(_: Message, talk: Talk) -> None:
    await talk.say("unknown-command")


def routes() -> Router:
    """The handlers of this file, in the order in which they are asked."""
    router = Router(name="commands")
    router.message.register(start_by_link, CommandStart(deep_link=True))
    router.message.register(start, CommandStart())
    router.message.register(help_, Command("help"))
    router.message.register(my, Command("my"))
    router.message.register(todo, Command("todo"))
    router.message.register(lang, Command("lang"))
    router.message.register(privacy, Command("privacy"))
    router.message.register(wall, Command("wall"))
    router.message.register(meet, Command("meet"))
    router.message.register(cancel, Command("cancel"))
    router.message.register(invite, Command("invite"))
    router.message.register(unknown, lambda message: (message.text or "").startswith("/"))
    return router
