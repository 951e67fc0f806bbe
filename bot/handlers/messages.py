"""What people write and send. A report gets its number at once; nothing is ever lost.

The order of the questions below is the design: danger first, then an open question, then what
the message replies to, then what it wants by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State
from aiogram.types import Message

from bot.handlers import asking, commands, media, where, which
from bot.handlers.asking import Asking
from bot.handlers.talk import Talk, text_of
from bot.nlp.clean import clean_text
from bot.nlp.understand import FILED, Intent, Understood, is_foreign
from bot.texts.speech import LANGUAGES
from domain.order import Action, Status
from domain.presses import Press
from service import casework, closure, intake, joining, showing
from service.intake import KIND, Report
from storage.models import Order

OWN_STEPS = frozenset(  # what a resident is asked for
    {Action.ADD, Action.ANSWER_UNIT, Action.CHANGE_CATEGORY, Action.CHANGE_PLACE}
)
SERVICE = frozenset(  # of private chats
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.WRITE_ACCESS_ALLOWED,
    }
)
KIND_ANSWERS: Mapping[Intent, str] = {
    Intent.THANKS: "thanks-reply",
    Intent.SMALL_TALK: "greeting",
    Intent.APPOINTMENT: "coming-soon-meet",
    Intent.RATING: "rating-none",
    Intent.ADVERT: "advert-reply",
    Intent.ATTACK: "attack-reply",
    Intent.UNKNOWN: "greeting",
}


async def text(message: Message, talk: Talk) -> None:
    words = text_of(message).strip()
    if not words:
        await talk.say("empty")
        return
    understood = talk.understand(words)
    report = talk.report(words, understood=understood, message_id=message.message_id)
    asked = await talk.asking()
    if understood.danger is not None and not _is_work(asked):
        await _danger(talk, message, report)
        return
    if asked is not None and await _answer_question(talk, asked, report):
        return
    if not await _to_replied(talk, message, report):
        await _by_itself(talk, report)
    await _offer_again(talk, asked)


async def _offer_again(talk: Talk, asked: dict[str, Any] | None) -> None:
    """Words that were offered to an order, nobody has said where they belong, and something else
    has come after them."""
    waits = asked is not None and await talk.state.get_state() == Asking.offer
    if waits and asked is not None and await talk.asking() == asked:
        await talk.state.clear()
        talk.look_again()
        await _file_or_add(talk, offered(talk, asked))


def offered(talk: Talk, kept: Mapping[str, Any]) -> Report:
    """What was kept for a tap, as a report."""
    return talk.report(
        kept["offered"], files=kept.get("files", ()), message_id=kept.get("message_id")
    )


def _is_work(asked: Mapping[str, Any] | None) -> bool:
    """Is a step of the office being asked for? Then words of danger are what its holder reports
    of his work (漏点已关阀), no cry for help."""
    return bool(asked and "action" in asked and Action(asked["action"]) not in OWN_STEPS)


async def _danger(talk: Talk, message: Message, report: Report) -> None:
    """Life before process: nothing that was being asked matters now. More words on the danger
    that was just reported, or an answer to an order's card, belong to that order."""
    meant = await _meant(talk, message)
    newest = await which.newest_of(talk, which.RECENT)
    if meant is None and newest is not None and newest.status == Status.EMERGENCY:
        meant = None if which.elsewhere(newest, report) else newest
    if await talk.state.get_state() not in {Asking.offer, Asking.unread}:  # words that wait stay
        await talk.state.clear()
    if meant is None:
        await file(talk, report)
        return
    known = meant.status == Status.EMERGENCY
    order, _ = await intake.add_to(talk.desk, talk.actor, meant.id, report)
    if known:
        await talk.say("added-more", **await talk.about(order))


async def _meant(talk: Talk, message: Message) -> Order | None:
    """The open order of their own that a person adds to, or replies to."""
    asked, replied = await talk.asking(), message.reply_to_message
    order_id = None
    if asked and asked.get("action") == Action.ADD.value:
        order_id = UUID(asked["order"])
    elif replied is not None:
        order_id = await showing.order_of_message(talk.desk, talk.person, replied.message_id)
    own = await talk.spoken_of() if order_id else ()
    return next((row for row, _ in own if row.id == order_id), None)


async def _answer_question(talk: Talk, asked: dict[str, Any], report: Report) -> bool:
    """What the bot is waiting for. A whole new report is not taken for an answer."""
    state = await talk.state.get_state()
    if state == Asking.field:
        await asking.words(talk, asked, report.text, report.location)
        return True
    if state == Asking.why:
        await talk.state.clear()
        await _say_why(talk, asked, report.text)
        return True
    if state == Asking.scope:
        await commands.make_invite(talk, f"{asked['role']} {report.text}")
        await talk.state.clear()
        return True
    return False


async def _say_why(talk: Talk, asked: dict[str, Any], reason: str) -> None:
    order = await closure.give_reason(
        talk.desk, talk.actor, UUID(asked["order"]), asked["round"], reason
    )
    if order.status == Status.REPLIED and order.rate_until is not None:
        due = {"$when": order.rate_until.isoformat()}
        own = await showing.visible(talk.desk, talk.actor, UUID(asked["order"])) or order
        await talk.say("rate-redo-soon", **{**await talk.about(own), "due": due})


async def _to_replied(talk: Talk, message: Message, report: Report) -> bool:
    """A reply to a card or a push is about its order, whatever it says."""
    replied = message.reply_to_message
    if replied is None:
        return False
    order_id = await showing.order_of_message(talk.desk, talk.person, replied.message_id)
    order = await showing.visible(talk.desk, talk.actor, order_id) if order_id else None
    if order is None:
        return False
    await _to_order(talk, order, report)
    return True


async def _to_order(talk: Talk, order: Order, report: Report) -> None:
    """Words or files for one order: an answer where it waits for one, else an addition."""
    if order.status == Status.CLOSED and not await joining.follows(talk.desk, order):
        if order.result == "insufficient":
            await intake.reopen(talk.desk, talk.actor, order.id, report)
            await talk.say("done-reopen", **await talk.about(order))
        else:
            await _file_or_add(talk, report)
        return
    if order.unit_question and report.text and order.status == Status.HANDLING:
        inputs = {"text": report.text}
        await casework.take_step(talk.desk, talk.actor, order.id, Action.ANSWER_UNIT, inputs)
        await talk.say("done-answer_unit", **await talk.about(order))
        return
    if order.status == Status.NEEDS_INFO:
        await _answer_info(talk, order, report)
        return
    await add(talk, order, report)


async def add(talk: Talk, order: Order, report: Report) -> None:
    """An addition, acknowledged in one line. In an emergency a place that was missing is set."""
    if order.status == Status.EMERGENCY and order.grid is None:
        place = report.understood.place
        if place.certainty == "exact":
            inputs = {"place": place.grids[0], "text": report.text}
            await casework.take_step(talk.desk, talk.actor, order.id, Action.CHANGE_PLACE, inputs)
            await talk.say("emergency-place-set", **await talk.about(order))
            return
    order, photos = await intake.add_to(talk.desk, talk.actor, order.id, report)
    await talk.say("added", **{**await talk.about(order), "photos": photos})
    if order.status == Status.EMERGENCY and order.grid is None:
        await where.ask_which(talk, order, report.understood.place.grids)


async def _answer_info(talk: Talk, order: Order, report: Report) -> None:
    """The resident answers where or what. What then happened is said in one line."""
    before, question = order.questions_asked, order.question
    report = where.after_the_road(talk, order, report)
    order = await intake.answer(talk.desk, talk.actor, order.id, report)
    about = await talk.about(order)
    if order.status == Status.NEEDS_INFO and order.questions_asked > before:
        return  # asked once more, told by the step
    if order.at_station:
        await talk.say("to-station-said", **about)
    elif question == KIND:
        await talk.say("done-change_category", **about)
    elif order.grid is not None and order.status != Status.DISPATCHED:
        await talk.say("place-set", **about)
    elif order.status == Status.NEEDS_INFO:
        await talk.say("added", **{**about, "photos": 0})


async def _by_itself(talk: Talk, report: Report) -> None:
    """What the message wants: an order's state, a rating, thanks, a report …"""
    understood = report.understood
    if understood.intent is Intent.STATUS:
        await _status(talk, understood)
        return
    rating = understood.intent in {Intent.RATING, Intent.UNKNOWN}  # 满意, but also 还行吧, 👍
    if rating and await _rating_in_words(talk, report.text):
        return
    if understood.intent is Intent.ERASURE:
        await commands.say_privacy(talk)
        return
    if not which.only_thanks(report) and await _to_waiting(talk, report):
        return
    if understood.intent in FILED:
        await _file_or_add(talk, report)
        return
    newest = await which.newest_of(talk, which.RECENT)
    if understood.intent is Intent.UNKNOWN and is_foreign(report.text):
        await _in_english(talk, report)
        return
    if understood.intent is Intent.UNKNOWN and newest is not None:
        await offer(talk, newest, report)
        return
    await talk.say(KIND_ANSWERS.get(understood.intent, "greeting"))


async def _in_english(talk: Talk, report: Report) -> None:
    """Words that cannot be read are not lost: people read them, if the writer says so."""
    await _keep(talk, report, Asking.unread)
    english = replace(talk, language="en")
    await english.say(
        "other-language",
        rows=[
            [english.button("button-pass-on", Press("offer"))],
            [talk.button(f"language-{code}", Press("lang", value=code)) for code in LANGUAGES],
        ],
    )


async def _status(talk: Talk, understood: Understood) -> None:
    """By number; without one, the newest that fits the words, else the newest of all."""
    if understood.number is not None:
        order = await showing.find(talk.desk, talk.actor, understood.number)
        if order is None:
            await talk.say("not-found")
            return
        await talk.show(order, timeline=True)
        return
    rows, _ = await showing.reported(talk.desk, talk.person, 0)
    if not rows:
        await talk.say("my-none")
        return
    codes = [code for issue in understood.issues for code in (issue.code, *issue.runner_up)]
    fitting = next((row for code in codes for row in rows if row.category == code), rows[0])
    await talk.show(fitting, timeline=True)


async def _rating_in_words(talk: Talk, words: str) -> bool:
    """ "还行吧" is asked back with buttons, never counted by itself (C8)."""
    rows, _ = await showing.reported(talk.desk, talk.person, 0)
    order = await joining.to_rate(talk.desk, rows)
    if order is None:
        return False
    about = {**await talk.about(order), "text": words}
    await talk.say("rate-free-text-confirm", **about)
    await talk.show(order)
    return True


async def _to_waiting(talk: Talk, report: Report) -> bool:
    """One of this person's orders waits for an answer, and these words can be it."""
    waiting = await which.waiting(talk)
    if not waiting or not which.answers(waiting[0], report):
        return False
    await _to_order(talk, waiting[0], report)
    return True


async def _file_or_add(talk: Talk, report: Report) -> None:
    """A new order; words without a class, or the same class without a place, shortly after
    another order may belong to it: then the person says which."""
    newest = await which.newest_of(talk, which.FOR_PHOTOS)
    if newest is not None and not report.files and await which.may_belong(talk, newest, report):
        await offer(talk, newest, report)
        return
    await file(talk, report)


async def file(talk: Talk, report: Report) -> Order:
    """The order, its number first; then, to a newcomer who is not in danger, the rules (T1)."""
    order = await intake.file_report(talk.desk, talk.actor, report)
    if intake.is_question(order) and order.at_station:
        await talk.desk.deliver()
        await talk.say("question-to-station", **await talk.about(order))
    version = talk.desk.district.version
    if talk.person.notice_seen != version and order.status != Status.EMERGENCY:
        talk.person.notice_seen = version
        await talk.desk.deliver()
        await talk.say("notice", version=version)
    return order


async def offer(talk: Talk, order: Order, report: Report) -> None:
    """Is it part of the newest order, or another matter? The words are kept meanwhile."""
    await _keep(talk, report, Asking.offer)
    about = await talk.about(order)
    await talk.say(
        "offer-add-or-new",
        rows=[
            [talk.button("button-add-to", Press("offer", order.id), **about)],
            [talk.button("button-new-report", Press("offer"))],
        ],
        **about,
    )


async def _keep(talk: Talk, report: Report, state: State) -> None:
    """Words and files wait for a tap, with those that wait for the same tap already."""
    before = await talk.asking() if await talk.state.get_state() == state else None
    words = [before["offered"]] if before else []
    await talk.state.set_state(state)
    await talk.state.set_data(
        {
            "offered": clean_text("\n".join([*words, report.text])),
            "files": [*(before["files"] if before else ()), *report.files],
            "message_id": report.message_id,
        }
    )


# --- photos, places and the rest ----------------------------------------------------------


async def files(message: Message, talk: Talk, album: Sequence[Message]) -> None:
    """Photos of an album are one message with n photos (decisions.md 7)."""
    pieces = [piece for one in album for piece in media.pieces_of(one)]
    caption = next((text_of(one) for one in album if text_of(one)), "").strip()
    asked = await talk.asking()
    if asked and await talk.state.get_state() == Asking.field:
        if await asking.files(talk, asked, pieces):
            return
        await asking.remind(talk)
    report = talk.report(caption, files=pieces, message_id=message.message_id)
    if report.understood.danger is not None:
        await _danger(talk, message, report)
        return
    if await _to_replied(talk, message, report):
        await _kindly(talk, message, pieces, None)
        return
    newest = await which.newest_of(talk, which.FOR_PHOTOS)
    if newest is not None and await which.goes_with(talk, newest, report):
        await _to_order(talk, newest, report)
        await _kindly(talk, message, pieces, newest)
        return
    order = await file(talk, report)
    await _kindly(talk, message, pieces, order)


async def _kindly(
    talk: Talk, message: Message, pieces: Sequence[Mapping[str, Any]], order: Order | None
) -> None:
    """What the bot cannot read is kept, and it says so."""
    about = await talk.about(order) if order is not None else {}
    if message.voice is not None and order is not None:
        await talk.say("voice-kept", **about)
    if any((piece.get("file_size") or 0) > media.READABLE for piece in pieces):
        await talk.say("photo-too-big")


async def location(message: Message, talk: Talk) -> None:
    """A shared place: for what asks for one, else for the newest open order."""
    shared = message.location or (message.venue.location if message.venue else None)
    if shared is None:
        return
    point = (shared.latitude, shared.longitude)
    asked = await talk.asking()
    if asked and await talk.state.get_state() == Asking.field:
        await asking.words(talk, asked, "", point)
        return
    report = talk.report(
        "", location=point, files=[media.place_piece(message)], message_id=message.message_id
    )
    if report.understood.place.certainty == "none":
        await talk.say("place-outside")
        return
    waiting = await which.waiting(talk)
    newest = waiting[0] if waiting else await which.newest_of(talk, which.FOR_PHOTOS)
    if newest is None:
        await file(talk, report)
        return
    await _to_order(talk, newest, report)


async def sticker(_: Message, talk: Talk) -> None:
    await talk.say("sticker")


async def contact(_: Message, talk: Talk) -> None:
    """A phone number is not asked for and not kept (C12)."""
    await talk.say("contact-not-kept")


async def edited(message: Message, talk: Talk) -> None:
    """A correction is added to the order; the first words stay. Danger counts from now."""
    order = await showing.order_of_own_message(talk.desk, talk.person, message.message_id)
    words = text_of(message).strip()
    if not words:
        return
    report = talk.report(words, message_id=message.message_id)
    if order is None:
        await _by_itself(talk, report)
        return
    if order.status == Status.CLOSED and not await joining.follows(talk.desk, order):
        await talk.say("question-closed")
        return
    if order.status == Status.NEEDS_INFO:
        await _answer_info(talk, order, report)
    else:
        order, _ = await intake.add_to(talk.desk, talk.actor, order.id, report)
    await talk.say("edited-kept", **await talk.about(order))


async def nothing(_: Message) -> None:
    """Telegram tells what happened to the chat; nobody has said anything."""


async def anything(_: Message, talk: Talk) -> None:
    """Kinds of message that have no meaning here."""
    await talk.say("empty")


def routes() -> Router:
    """The handlers of this file, in the order in which they are asked."""
    router = Router(name="messages")
    router.message.register(nothing, F.content_type.in_(SERVICE))
    router.message.register(text, F.text)
    router.message.register(
        files, F.photo | F.document | F.video | F.voice | F.video_note | F.audio | F.animation
    )
    router.message.register(location, F.location | F.venue)
    router.message.register(sticker, F.sticker | F.dice | F.game | F.poll | F.story)
    router.message.register(contact, F.contact)
    router.edited_message.register(edited)
    router.message.register(anything)
    return router
