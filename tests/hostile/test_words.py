"""Whatever is written is answered, kept as cleaned, shown as kept; both databases agree."""

import json
from typing import Any

import pytest

from bot.nlp.clean import clean_text, mask_private
from bot.texts.speech import Speech
from service.views import QUOTE
from tests.hostile.conftest import Houses
from tests.hostile.corpus import FILE_NAMES, FOR_BOTH, WORDS
from tests.hostile.house import House, said, scrubbed

LAMP = "文昌花园3栋楼下路灯坏了 "
LAMP_DEPUTY = 8200000003
BASKET = 160  # a longer letter says too little of each class, and is asked about first
SURELY = "路灯不亮 黑灯瞎火 "
SPEECH = Speech()
KIND_ANSWERS = (
    "empty", "greeting", "unknown-command", "invite-bad", "not-found", "my-none",
    "attack-reply", "advert-reply", "rating-none",
)  # fmt: skip


async def outcome(house: House, told: dict[int, list[str]], person: int) -> dict[str, Any]:
    """What became of a message: answers, and the order as it is kept."""
    order = next(iter(await house.reported(person)), None)
    kept = {} if order is None else {
        "status": order.status, "category": order.category, "grid": order.grid,
        "text": order.text_original, "normal": order.text_normal,
        "words": order.trace.get("words"), "events": await house.history(order),
    }  # fmt: skip
    return {**kept, "answers": [scrubbed(text, order) for text in told.get(person, [])]}


async def became(house: House, words: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    people = await house.strangers(len(words))
    for person, text in zip(people, words, strict=True):
        await house.writes(person, text)
    await house.settles()
    told = await house.told()
    return {
        text: await outcome(house, told, person)
        for person, text in zip(people, words, strict=True)
    }


def is_honest(text: str, answers: list[str]) -> bool:
    """A number, a question, or a kind word that says what to do."""
    first = answers[0] if answers else ""
    kind = {said(text_id) for text_id in KIND_ANSWERS}
    kind.add(SPEECH.word("en", "other-language"))
    return "QT-N" in first or "？" in first or first in kind or text.startswith("/")


@pytest.mark.parametrize("half", [0, 1])
async def test_whatever_is_written_is_answered_and_kept(houses: Houses, half: int):
    words = WORDS[half::2]
    async with houses("sqlite") as house:
        found = await became(house, words)
    async with houses("postgresql") as house:
        again = await became(house, tuple(text for text in words if text in FOR_BOTH))
    assert again == {text: found[text] for text in again}
    for text, one in found.items():
        assert is_honest(clean_text(text), one["answers"]), (text[:50], one)
        assert said("update-dead") not in one["answers"]
        if "text" in one:
            assert one["text"] == clean_text(as_sent(text))


def as_sent(text: str) -> str:
    """JSON makes one character of two surrogates that fit."""
    return str(json.loads(json.dumps(text)))


def baskets() -> list[str]:
    """The corpus, a handful at a time, behind words that a deputy will be shown; each of another
    building, so that nobody is asked whether it is the same lamp."""
    packed: list[str] = []
    current = LAMP + SURELY
    for words in WORDS:
        if len(words) > QUOTE:
            continue
        if len(current) + len(words) > BASKET:
            packed.append(current)
            current = LAMP.replace("3", str(len(packed) + 10)) + SURELY
        current += f"{words} "
    return [*packed, current]


def without_space(text: str) -> str:
    """A card closes up empty lines."""
    return "".join(text.split())


async def test_staff_are_shown_what_was_kept(house: House):
    texts = baskets()
    people = await house.strangers(len(texts))
    for person, text in zip(people, texts, strict=True):
        await house.writes(person, text)
    await house.settles()
    shown = (await house.told())[LAMP_DEPUTY]
    for person, text in zip(people, texts, strict=True):
        (order,) = await house.reported(person)
        assert order.text_original == clean_text(as_sent(text))
        masked = mask_private(order.text_original)
        quoted = masked if len(masked) <= QUOTE else f"{masked[: QUOTE - 1]}…"
        card = next(card for card in shown if order.number in card)
        assert without_space(quoted) in without_space(card)


async def test_whatever_a_file_is_called_it_is_kept(house: House):
    people = await house.strangers(len(FILE_NAMES))
    for person, name in zip(people, FILE_NAMES, strict=True):
        document = {"file_id": "f" * 60, "file_unique_id": "u", "file_name": name, "file_size": 9}
        await house.injects({"message": house.message(person, document=document, caption=LAMP)})
    await house.settles()
    for person in people:
        (order,) = await house.reported(person)
        assert order.category != "9999"
