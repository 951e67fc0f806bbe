"""How many orders one resident files: beyond an hour's share a kind word, beyond a day's share
people look before anything else happens. reliability.md 5.1, docs/decisions/0005.

Danger has no share, and neither has whoever holds an office.
"""

from datetime import timedelta
from enum import StrEnum

from bot.nlp.understand import Understood
from domain.roles import Actor
from service.desk import Desk
from storage import outbox, queries
from storage.models import Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Share(StrEnum):
    """What this report is beyond; nothing for nearly everybody."""

    NONE = ""
    HOUR = "hour"
    DAY = "day"


WORDS = {Share.HOUR: ("many-this-hour", "%Y%m%d%H"), Share.DAY: ("many-today", "%Y%m%d")}


async def beyond(desk: Desk, actor: Actor, understood: Understood) -> Share:
    """Counted from what was filed, so that it holds after a restart. `share` of the district's
    settings: orders by span, or None where nobody counts."""
    most = desk.district.settings["share"]
    if most is None or understood.danger or actor.grants or actor.person_id is None:
        return Share.NONE
    here = desk.session, desk.district_id, actor.person_id
    today = await queries.filed_since(*here, desk.now - DAY)
    if today >= most["day"]:
        return Share.DAY
    if today >= most["hour"] and await queries.filed_since(*here, desk.now - HOUR) >= most["hour"]:
        return Share.HOUR
    return Share.NONE


async def say(desk: Desk, actor: Actor, share: Share) -> None:
    """After the order's own answer, once in its span."""
    text_id, span = WORDS[share]
    person = await desk.session.get_one(Person, (desk.district_id, actor.person_id))
    await desk.deliver()
    local = desk.now.astimezone(desk.district.tz)
    await outbox.enqueue(
        desk.session,
        district_id=desk.district_id,
        bot_id=desk.district.bot_id,
        chat_id=person.chat_id,
        kind="ack",
        now=desk.now,
        dedupe=f"{text_id}:{person.id}:{local:{span}}",
        text_id=text_id,
        data={"limit": desk.district.settings["share"][share.value]},
        person_id=person.id,
    )
