"""One person of a story with a phone in hand: says, sends, presses, hears.

Everything goes over the sandbox's control API, as the page of phones does. What a person hears
is waited for by the sandbox's long poll, bounded; when it does not come, the whole chat is shown.
"""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx

PATIENCE = 60.0  # seconds of real time until a story gives up
LONG_POLL = 20.0  # the sandbox allows 25
NUMBER = re.compile(r"[A-Z]{2}-\d{8}-(\d{5})")


@dataclass(frozen=True)
class Heard:
    """A message of the bot as it was when it was heard."""

    message: dict[str, Any]

    @property
    def id(self) -> int:
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        return str(self.message.get("text") or self.message.get("caption") or "")

    @property
    def rows(self) -> list[list[str]]:
        """Labels of the inline buttons, row by row."""
        return [[label for label, _ in row] for row in self._keyboard]

    @property
    def _keyboard(self) -> list[list[tuple[str, str]]]:
        """Label and data. A row of ratings begins with its name (答复 落实), which stands before
        the values here: 答复：满意."""
        keyboard = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [
            [(f"{row[0]['text']}：{b['text']}", b["callback_data"]) for b in row[1:]]
            if row[0]["callback_data"].startswith("hint|")
            else [(b["text"], b["callback_data"]) for b in row]
            for row in keyboard
        ]

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.rows for label in row]

    @property
    def data(self) -> dict[str, str]:
        """Label -> what the button carries."""
        return {label: data for row in self._keyboard for label, data in row}

    @property
    def number(self) -> str:
        """The order's full number; fails when the message names none."""
        found = NUMBER.search(self.text)
        assert found, f"no number in {self.text!r}"
        return found.group(0)

    @property
    def short(self) -> str:
        return self.number[-5:]

    @property
    def replies_to(self) -> int | None:
        replied = self.message.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def edited(self) -> bool:
        return bool(self.message.get("edited"))

    def has(self, words: Sequence[str]) -> bool:
        return all(word in self.text for word in words)

    def __str__(self) -> str:
        buttons = "".join(f" [{label}]" for label in self.buttons)
        kinds = "".join(f" <{kind}>" for kind in ("photo", "sticker", "voice", "location")
                        if kind in self.message)  # fmt: skip
        mark = "✎" if self.edited else ""
        return f"#{self.id}{mark}{kinds} {self.text}{buttons}"


class Phone:
    """The private chat of one person with the bot."""

    def __init__(self, http: httpx.AsyncClient, person: int, name: str) -> None:
        self.http, self.person, self.name = http, person, name
        self._messages: dict[int, dict[str, Any]] = {}
        self._seq = 0
        self._heard: set[tuple[int, str]] = set()  # message and its words, not its buttons
        self._mark = 0  # seq up to which hears_nothing has nothing to say
        self._toasts: list[dict[str, Any]] = []
        self._pressed: str | None = None
        self.menu: list[str] = []

    # --- acts --------------------------------------------------------------------------------

    async def says(self, text: str, *, reply_to: int | Heard | None = None) -> int:
        """Write; the message's number."""
        body: dict[str, Any] = {"text": text}
        if reply_to is not None:
            body["reply_to"] = reply_to.id if isinstance(reply_to, Heard) else reply_to
        return int((await self._post("say", body))["message_id"])

    async def says_raw(self, text: str) -> None:
        """Past the cleaning that Telegram's own clients do; in ASCII, so that anything passes."""
        body = json.dumps({"text": text, "raw": True})
        answer = await self.http.post(
            f"/sandbox/people/{self.person}/say",
            content=body,
            headers={"Content-Type": "application/json"},
        )
        assert not answer.is_error, answer.text

    async def edits(self, message_id: int, text: str) -> None:
        await self._post("edit", {"message_id": message_id, "text": text})

    async def sends_photos(self, count: int = 1, caption: str = "") -> None:
        """Several are an album."""
        await self._post("photos", {"count": count, "caption": caption})

    async def sends(self, kind: str, **more: Any) -> None:
        """document, voice, video, sticker or audio."""
        await self._post("files", {"kind": kind, **more})

    async def shares_location(self, latitude: float, longitude: float) -> None:
        await self._post("location", {"latitude": latitude, "longitude": longitude})

    async def presses(self, label: str, *, under: Heard | str | None = None) -> Self:
        """The newest button of that name; `under` a message, or the newest that has these words.
        Its toast is then to be had by `toast`."""
        message = await self.finds(label, under=under)
        await self._press({"message_id": message.id, "data": message.data[label]})
        return self

    async def forges(self, data: str, message_id: int = 1) -> Self:
        """Callback data that no button of this chat carries."""
        await self._press({"message_id": message_id, "data": data, "force": True})
        return self

    async def _press(self, body: dict[str, Any]) -> None:
        self._pressed = (await self._post("press", body))["callback_query_id"]

    async def blocks(self) -> None:
        await self._post("block", {})

    async def unblocks(self) -> None:
        await self._post("unblock", {})

    # --- hearing -----------------------------------------------------------------------------

    async def hears(self, *words: str) -> Heard:
        """The first message, or edited card, not yet heard that has all the words."""
        found: Heard | None = None

        def look() -> bool:
            nonlocal found
            found = next((m for m in self._unheard() if m.has(words)), None)
            return found is not None

        await self._until(look, f"hears {' … '.join(words)}")
        assert found is not None
        self._note(found)
        return found

    async def hears_nothing(self) -> None:
        """No new message since the last one that was heard; cards may have been repainted.
        Call it when all work is done (`district.settles()`)."""
        await self._look(wait=0)
        new = [m for m in self._since_mark() if not m.edited]
        assert not new, f"{self.name} heard\n  " + "\n  ".join(map(str, new))

    async def has_never_heard(self, *words: str) -> None:
        """Nothing that was ever sent to this chat, repainted since or not, has any of the words;
        without words: nothing was ever sent."""
        answer = await self.http.get("/sandbox/requests")
        sent = [
            json.dumps(entry["params"], ensure_ascii=False)
            for entry in answer.json()
            if str(entry["params"].get("chat_id")) == str(self.person)
            and entry["method"].startswith(("send", "edit"))
        ]
        told = [one for one in sent if not words or any(word in one for word in words)]
        assert not told, f"{self.name} was told\n  " + "\n  ".join(told)

    async def toast(self, *words: str) -> str:
        """The short word over the chat that answers the last press."""
        found: list[str] = []

        def look() -> bool:
            mine = [t for t in self._toasts if t["callback_query_id"] == self._pressed]
            found[:] = [str(t.get("text") or "") for t in mine]
            return bool(found)

        await self._until(look, f"sees a toast {' … '.join(words)}")
        assert all(word in found[0] for word in words), f"{self.name} saw the toast {found[0]!r}"
        return found[0]

    async def shows(self, *words: str) -> Heard:
        """The newest message as it stands that has all the words, heard before or not."""
        found: Heard | None = None

        def look() -> bool:
            nonlocal found
            found = next((m for m in reversed(self._shown()) if m.has(words)), None)
            return found is not None

        await self._until(look, f"has in the chat {' … '.join(words)}")
        assert found is not None
        self._note(found)
        return found

    async def shows_buttons(self, labels: Sequence[str], *, under: Heard | str) -> None:
        """These buttons and no others, in this order, under the message as it comes to stand."""

        def look() -> bool:
            message = self._named(under)
            return message is not None and message.buttons == list(labels)

        await self._until(look, f"shows the buttons {list(labels)}")

    async def hears_again(self, words: str) -> Heard:
        """A second message, newer than the one that was heard with these words."""
        known = max(m.id for m in self._shown() if words in m.text)
        found: list[Heard] = []

        def look() -> bool:
            found[:] = [m for m in self._shown() if words in m.text and m.id > known]
            return bool(found)

        await self._until(look, f"hears again {words}")
        self._note(found[0])
        return found[0]

    async def finds(self, label: str, *, under: Heard | str | None = None) -> Heard:
        """The newest message, or the one named, once it has a button of that name."""
        found: Heard | None = None

        def look() -> bool:
            nonlocal found
            place = [self._named(under)] if under is not None else reversed(self._shown())
            found = next((m for m in place if m is not None and label in m.buttons), None)
            return found is not None

        await self._until(look, f"has a button {label!r}")
        assert found is not None
        self._note(found)
        return found

    async def chat(self) -> list[Heard]:
        """The bot's messages as they stand, oldest first."""
        await self._look(wait=0)
        return self._shown()

    # --- what the phone shows ------------------------------------------------------------------

    def _named(self, under: Heard | str) -> Heard | None:
        """The message as it stands now."""
        if isinstance(under, Heard):
            message = self._messages.get(under.id)
            return Heard(message) if message else None
        return next((m for m in reversed(self._shown()) if under in m.text), None)

    def _note(self, heard: Heard) -> None:
        self._heard.add((heard.id, heard.text))
        self._mark = max(self._mark, heard.message["seq"])

    def _shown(self) -> list[Heard]:
        """The bot's messages in the order in which they last changed."""
        mine = [m for m in self._messages.values() if not m["out"] and not m.get("deleted")]
        return [Heard(m) for m in sorted(mine, key=lambda m: m["seq"])]

    def _unheard(self) -> list[Heard]:
        return [m for m in self._shown() if (m.id, m.text) not in self._heard]

    def _since_mark(self) -> list[Heard]:
        return [m for m in self._shown() if m.message["seq"] > self._mark]

    async def _until(self, look: Callable[[], bool], what: str) -> None:
        """Look at each change of the chat until `look` is content."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        await self._look(wait=0)
        while not look():
            left = end - loop.time()
            assert left > 0, f"{self.name} never {what}. The chat:\n{self.story()}"
            await self._look(wait=min(left, LONG_POLL))

    async def _look(self, *, wait: float) -> None:
        """Fetch what changed; waits for something new."""
        query = {"after": self._seq, "wait": wait}
        answer = await self.http.get(f"/sandbox/people/{self.person}/chat", params=query)
        answer.raise_for_status()
        page = answer.json()
        self._seq = page["seq"]
        self._messages |= {m["message_id"]: m for m in page["messages"]}
        self._toasts += page["toasts"]
        self.menu = [command["command"] for command in page["menu"]]

    async def _post(self, act: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.http.post(f"/sandbox/people/{self.person}/{act}", json=body)
        assert not answer.is_error, f"{self.name} {act}: {answer.text}"
        return dict(answer.json()) if answer.content else {}

    def story(self) -> str:
        """The whole chat, for the eyes of whoever mends it."""
        lines = []
        for message in sorted(self._messages.values(), key=lambda m: m["message_id"]):
            sign = "▶" if message["out"] else "◀"
            lines.append(f"  {sign} {Heard(message)}")
        lines += [f"  toast: {toast.get('text')}" for toast in self._toasts]
        return "\n".join(lines) or "  (empty)"
