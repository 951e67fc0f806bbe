"""`make replay FILE=…`: what becomes of real messages. Each is sent by a resident of its own into
a running bot; a resident who is asked something answers as people do.

What became of an order is read from the bot's database, what was heard from the sandbox.
The messages are private: dialogues go to a file of the caller's choice outside the repository.
"""

import argparse
import asyncio
import gzip
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.house import BOT_ID, DISTRICT, ROOT, BenchmarkError, house
from benchmarks.outcomes import Ledger, report
from benchmarks.phones import Phones
from domain.order import Status
from service.district import read_district
from storage.database import Database

ANSWER_WITHIN = 120.0  # seconds until a resident is taken to hear nothing
BREATH = 1.5  # seconds without a further message until the resident writes again
ROUNDS = 3  # a resident answers no more often
LONGEST = 4000  # characters of one message; a longer text is sent in pieces, as phones do
ANSWERS = ("place", "vague", "silent")
VAGUE = "我也说不清楚"
AGAIN = "就是上面说的那件事"


@dataclass
class Dialogue:
    """One resident: the words sent, when, and every message of the chat in the end."""

    index: int
    text: str
    manner: str
    person: int = 0
    at: float = 0.0
    taps: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)


def read_messages(path: Path, limit: int | None, seed: int | None) -> list[str]:
    """Texts of a JSON-lines file (.gz too): subject and text of each row that has words. The first
    `limit`, or as many drawn with `seed`. Raises BenchmarkError with one sentence."""
    try:
        texts = [text for text in _texts(path) if text]
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"{path} cannot be read: {error}.") from None
    if limit is None or limit >= len(texts):
        return texts
    if seed is None:
        return texts[:limit]
    return random.Random(seed).sample(texts, limit)


def _texts(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is no JSON object")  # noqa: TRY004
            yield _words(str(row.get("subject") or ""), str(row.get("text") or ""))


def _words(subject: str, text: str) -> str:
    """As one writes to a chat: no heading that says the same again."""
    subject, text = subject.strip(), text.strip()
    return text if text.startswith(subject) else f"{subject}\n{text}".strip()


class Replay:
    """All residents of one run."""

    def __init__(self, phones: Phones, ledger: Ledger, places: Sequence[str]) -> None:
        self._phones, self._ledger, self._places = phones, ledger, places

    async def play(
        self, texts: Sequence[str], *, rate: float, manner: str | None
    ) -> list[Dialogue]:
        """`rate` residents a second begin; `manner`: how they all answer, None by turns."""
        dialogues = [
            Dialogue(index, text, manner or ANSWERS[index % len(ANSWERS)])
            for index, text in enumerate(texts)
        ]
        begun = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as group:
            for dialogue in dialogues:
                due = begun + dialogue.index / rate
                await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
                group.create_task(self._talk(dialogue))
        await self._phones.until_quiet()
        for dialogue in dialogues:
            dialogue.messages = (await self._phones.chat(dialogue.person))["messages"]
        return dialogues

    async def _talk(self, dialogue: Dialogue) -> None:
        """Report, then answer as long as something is asked."""
        person = dialogue.person = await self._phones.add(f"居民{dialogue.index}")
        pieces = [dialogue.text[at : at + LONGEST] for at in range(0, len(dialogue.text), LONGEST)]
        dialogue.at = await self._phones.say(person, pieces[0])
        for piece in pieces[1:]:
            await self._phones.say(person, piece)
        seq, heard = await self._hear(person, 0)
        for _ in range(ROUNDS if heard else 0):
            order = await self._ledger.newest(person)
            if order is None or order.status != Status.NEEDS_INFO.value:
                return
            if not await self._answer(dialogue, order.question, heard):
                return
            seq, more = await self._hear(person, seq)
            heard = more or heard

    async def _answer(
        self, dialogue: Dialogue, question: str | None, heard: Sequence[dict[str, Any]]
    ) -> bool:
        """By a tap where places are offered, else in words; False: not at all."""
        if dialogue.manner == "silent":
            return False
        offered = _places_offered(heard)
        if dialogue.manner == "place" and offered:
            message_id, button = offered[dialogue.index % len(offered)]
            dialogue.taps.append(button["text"])
            await self._phones.press(dialogue.person, message_id, button["callback_data"])
            return True
        words = VAGUE
        if dialogue.manner == "place":
            where = self._places[dialogue.index % len(self._places)]
            words = AGAIN if question == "what" else f"{where}{dialogue.index % 9 + 1}栋"
        await self._phones.say(dialogue.person, words)
        return True

    async def _hear(self, person: int, seq: int) -> tuple[int, list[dict[str, Any]]]:
        """What the bot says until it has said all: the newest seq, the messages."""
        heard: list[dict[str, Any]] = []
        end = asyncio.get_running_loop().time() + ANSWER_WITHIN
        while True:
            left = BREATH if heard else min(20.0, end - asyncio.get_running_loop().time())
            if left <= 0:
                return seq, heard
            seen = await self._phones.chat(person, after=seq, wait=left)
            seq = seen["seq"]
            said = [message for message in seen["messages"] if not message["out"]]
            if heard and not said:
                return seq, heard
            heard += said


def _places_offered(heard: Sequence[dict[str, Any]]) -> list[tuple[int, dict[str, str]]]:
    """Buttons that answer "where?", with the message under which they stand."""
    return [
        (message["message_id"], button)
        for message in heard
        for row in message.get("reply_markup", {}).get("inline_keyboard", ())
        for button in row
        if button.get("callback_data", "").startswith("place")
    ]


def write_dialogues(path: Path, dialogues: Sequence[Dialogue]) -> None:
    """For reading: ▶ the resident, ◀ the bot, [buttons], (taps)."""
    with path.open("w", encoding="utf-8") as out:
        for dialogue in dialogues:
            out.write(f"# {dialogue.index} {dialogue.manner}\n")
            for message in sorted(dialogue.messages, key=lambda one: int(one["message_id"])):
                out.write(f"{'▶' if message['out'] else '◀'} {message.get('text', '…')}\n")
                for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                    out.write("   " + " ".join(f"[{button['text']}]" for button in row) + "\n")
            out.writelines(f"({tap})\n" for tap in dialogue.taps)
            out.write("\n")


async def replay(
    url: str,
    database_url: str,
    texts: Sequence[str],
    *,
    rate: float,
    manner: str | None = None,
    dialogues_to: Path | None = None,
) -> bool:
    """Play, print the report; False when a resident heard nothing, or of an error."""
    database = Database(database_url)
    try:
        async with Phones(url) as phones:
            async with database.reading() as session:
                district = await read_district(session, DISTRICT, BOT_ID)
            ledger = Ledger(database, district)
            await phones.until_polled()
            counted = Counter(grid.name for grid in district.grids.values())
            names = sorted(name for name, count in counted.items() if count == 1)
            dialogues = await Replay(phones, ledger, names).play(texts, rate=rate, manner=manner)
            if dialogues_to is not None:
                write_dialogues(dialogues_to, dialogues)
            await phones.look()
            problems = await phones.get("problems")
            return report(await ledger.close(dialogues, phones.heard), problems)
    finally:
        await database.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when everybody got a number or an honest answer, 1 else, 2 when nothing was played."""
    options = _options(arguments)
    try:
        _outside(options.dialogues)
        texts = read_messages(options.file, options.limit, options.seed)
        with ExitStack() as stack:
            url, database_url = options.url, options.database
            if url is None:
                home = stack.enter_context(house(checks=True))
                stack.enter_context(home.bot(rates=False))
                url, database_url = home.url, home.database_url
            played = replay(
                url,
                _with_driver(database_url),
                texts,
                rate=options.rate,
                manner=options.answers,
                dialogues_to=options.dialogues,
            )
            return 0 if asyncio.run(played) else 1
    except (BenchmarkError, LookupError, httpx.HTTPError) as error:
        print(f"replay: {error}", file=sys.stderr)
        return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON lines with subject and text; .gz too")
    parser.add_argument("--limit", type=int, help="no more messages than this")
    parser.add_argument("--seed", type=int, help="draw them at random, the same each time")
    parser.add_argument("--rate", type=float, default=5.0, help="residents a second")
    parser.add_argument(
        "--answers", choices=ANSWERS, help="how residents answer; default by turns"
    )
    parser.add_argument("--dialogues", type=Path, help="write what was said to this file")
    parser.add_argument("--url", help="a sandbox with a running bot, instead of one of its own")
    parser.add_argument(
        "--database",
        default=os.environ.get("MINSHENG_DATABASE_URL") or "sqlite:///data/minsheng.sqlite",
        help="that bot's database",
    )
    return parser.parse_args(arguments)


def _outside(path: Path | None) -> None:
    """Raises BenchmarkError for a file inside the repository."""
    if path is not None and path.resolve().is_relative_to(ROOT):
        raise BenchmarkError("dialogues are private: give a file outside the repository.")


def _with_driver(url: str) -> str:
    for plain, driver in (
        ("sqlite:", "sqlite+aiosqlite:"),
        ("postgresql:", "postgresql+asyncpg:"),
    ):
        if url.startswith(plain):
            return driver + url.removeprefix(plain)
    return url


if __name__ == "__main__":
    sys.exit(main())
