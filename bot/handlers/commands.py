"""Commands. Each has a button somewhere as well; the menu differs by role (people.py)."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.handlers import lists
from bot.handlers.talk import Talk, in_twos
from bot.texts.speech import LANGUAGES
from domain.errors import Refused
from domain.presses import Press
from domain.roles import SCOPE_OF_ROLE, Role
from service import people


async def start_by_link(_: Message, command: CommandObject, talk: Talk) -> None:
    """An invite. Whoever goes on guessing hears nothing any more."""
    desk = talk.desk
    joined = await people.accept_invite(
        desk.session, desk.district, talk.person, command.args or "", desk.now
    )
    if isinstance(joined, people.Unwelcome):
        if joined is people.Unwelcome.BAD:
            await talk.say(joined.value)
        return
    talk.actor = await people.actor_of(desk, talk.person)
    role = joined.grant.role
    if joined.already:
        await talk.say("invite-already")
        return
    scope = desk.district.scope_label(role, joined.grant.scope, talk.language)
    await talk.say("invite-welcome", role={"$text": f"role-{role}"}, scope=scope)
    await talk.say(f"welcome-{role}")


async def start(_: Message, talk: Talk) -> None:
    await talk.state.clear()
    await talk.say(f"welcome-{people.welcome_role(talk.actor.grants)}")


async def help_(_: Message, talk: Talk) -> None:
    await talk.say(f"help-{people.welcome_role(talk.actor.grants)}")


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
    await say_privacy(talk)


async def say_privacy(talk: Talk) -> None:
    """What is kept and for how long, with the button to erase."""
    erase = Press("erase", value="ask")
    await talk.say("privacy", rows=[[talk.button("privacy-erase", erase)]])


async def wall(_: Message, talk: Talk) -> None:
    await talk.say("coming-soon-wall")


async def meet(_: Message, talk: Talk) -> None:
    await talk.say("coming-soon-meet")


async def cancel(_: Message, talk: Talk) -> None:
    asked = await talk.state.get_state()
    await talk.state.clear()
    await talk.say("cancelled-question" if asked else "nothing-to-cancel")


async def invite(_: Message, command: CommandObject, talk: Talk) -> None:
    """/invite ROLE SCOPE, for admins alone; without words it asks who and for what."""
    if not talk.actor.holds(Role.ADMIN):
        raise Refused("unknown-command")
    if command.args:
        await make_invite(talk, command.args)
        return
    await talk.state.clear()
    rows = [
        talk.button(f"role-{role}", Press("invite", value=role.value)) for role in SCOPE_OF_ROLE
    ]
    await talk.say("invite-who", rows=in_twos(rows))


async def make_invite(talk: Talk, words: str) -> None:
    """`words`: role and scope, by code or by name."""
    desk = talk.desk
    name, _, typed = words.strip().partition(" ")
    if name not in set(Role):
        raise Refused("invite-who")
    role = Role(name)
    token = await people.make_invite(
        desk.session, desk.district, role, typed, now=desk.now, made_by=talk.person
    )
    code = people.scope_of(desk.district, role, typed)
    await talk.say(
        "invite-made",
        role={"$text": f"role-{role}"},
        scope=desk.district.scope_label(role, code, talk.language),
        link=f"https://t.me/{talk.bot_name}?start={token}",
        due={"$when": people.invite_expires(desk.district, desk.now).isoformat()},
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
