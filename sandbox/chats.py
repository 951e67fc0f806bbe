"""Chats and their messages, as both sides see them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.bell import Bell
from sandbox.clock import Clock
from sandbox.errors import ActError
from sandbox.people import Directory
from sandbox.store import Store, dump

Message = dict[str, Any]
_COLUMNS = "chat_id, message_id, seq, person, deleted, data, keyboard"


@dataclass
class Stored:
    """One message. `person`: a person wrote it. `keyboard`: the reply markup of any kind."""

    chat_id: int
    message_id: int
    seq: int
    person: bool
    deleted: bool
    data: Message
    keyboard: dict[str, Any] | None

    def show(self) -> Message:
        """The Bot API Message: only an inline keyboard is part of it."""
        if self.keyboard is not None and "inline_keyboard" in self.keyboard:
            return self.data | {"reply_markup": self.keyboard}
        return self.data

    def feed(self) -> Message:
        """As the phones get it."""
        shown = self.data | {
            "out": self.person,
            "edited": "edit_date" in self.data,
            "deleted": self.deleted,
            "seq": self.seq,
        }
        return shown if self.keyboard is None else shown | {"reply_markup": self.keyboard}


def _stored(row: Any) -> Stored:
    chat_id, message_id, seq, person, deleted, data, keyboard = row
    board = None if keyboard is None else json.loads(keyboard)
    return Stored(chat_id, message_id, seq, bool(person), bool(deleted), json.loads(data), board)


class Chats:
    """Private chats (id = person) and groups (negative ids)."""

    def __init__(self, store: Store, clock: Clock, people: Directory, bell: Bell) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._bell = bell
        seqs = store.row(
            "SELECT max((SELECT ifnull(max(seq), 0) FROM messages),"
            " (SELECT ifnull(max(seq), 0) FROM toasts))"
        )
        self.seq: int = max(seqs[0], store.setting("seq", 0))
        self._groups: dict[int, dict[str, Any]] = {
            identity: json.loads(data) for identity, data in store.rows("SELECT * FROM groups")
        }
        self._moved: dict[int, int] = {}  # chat -> seq of its newest change

    # -- chats

    def find(self, chat_id: int) -> dict[str, Any] | None:
        """The Bot API Chat, or None when nobody has that id."""
        person = self._people.find(chat_id)
        if person is not None:
            return person.chat()
        group = self._groups.get(chat_id)
        return None if group is None else self._group_chat(chat_id, group)

    @staticmethod
    def _group_chat(chat_id: int, group: dict[str, Any]) -> dict[str, Any]:
        chat = {"id": chat_id, "title": group["title"], "type": group["type"]}
        return chat | {"is_forum": True} if group.get("is_forum") else chat

    def group(self, chat_id: int) -> dict[str, Any] | None:
        """The kept state of a group: title, type, members, bot (its status), topics, …"""
        return self._groups.get(chat_id)

    def keep_group(self, chat_id: int, group: dict[str, Any]) -> None:
        """Store a group after a change."""
        self._groups[chat_id] = group
        self._store.run("INSERT OR REPLACE INTO groups VALUES (?,?)", chat_id, dump(group))

    def new_group_id(self, kind: str) -> int:
        """A free id, shaped as Telegram's: -100… for supergroups."""
        number = 5_000_001 + len(self._groups)
        return -1_000_000_000_000 - number if kind == "supergroup" else -number

    # -- messages

    def next_id(self, chat_id: int) -> int:
        """Message ids grow over all chats of the bot, in a supergroup by themselves."""
        group = self._groups.get(chat_id)
        key = f"messages{chat_id}" if group and group["type"] == "supergroup" else "messages"
        number = int(self._store.setting(key, 0)) + 1
        self._store.set_setting(key, number)
        return number

    def next_seq(self, chat_id: int) -> int:
        """A new place in the order of changes; tells those who watch the chat."""
        self.seq += 1
        self._moved[chat_id] = self.seq
        self._bell.ring()
        return self.seq

    def add(
        self,
        chat: dict[str, Any],
        sender: dict[str, Any],
        content: Message,
        *,
        person: bool,
        keyboard: dict[str, Any] | None = None,
    ) -> Stored:
        """A new message with the moved clock's date."""
        number = self.next_id(chat["id"])
        head = {"message_id": number, "from": sender, "chat": chat, "date": self._clock.date()}
        seq = self.next_seq(chat["id"])
        stored = Stored(chat["id"], number, seq, person, False, head | content, keyboard)
        self._write(stored)
        return stored

    def get(self, chat_id: int, message_id: int) -> Stored | None:
        """The message, unless it never was or is deleted."""
        row = self._store.row(
            f"SELECT {_COLUMNS} FROM messages"  # noqa: S608 - a constant
            " WHERE chat_id=? AND message_id=? AND deleted=0",
            chat_id,
            message_id,
        )
        return None if row is None else _stored(row)

    def change(self, stored: Stored) -> None:
        """Write an edited or deleted message back; it gets a new seq."""
        stored.seq = self.next_seq(stored.chat_id)
        self._write(stored)

    def _write(self, stored: Stored) -> None:
        self._store.run(
            "INSERT OR REPLACE INTO messages VALUES (?,?,?,?,?,?,?)",
            stored.chat_id,
            stored.message_id,
            stored.seq,
            stored.person,
            stored.deleted,
            dump(stored.data),
            None if stored.keyboard is None else dump(stored.keyboard),
        )

    def newest(self, chat_id: int) -> Stored | None:
        """The last message that is still there."""
        row = self._store.row(
            f"SELECT {_COLUMNS} FROM messages"  # noqa: S608 - a constant
            " WHERE chat_id=? AND deleted=0 ORDER BY message_id DESC LIMIT 1",
            chat_id,
        )
        return None if row is None else _stored(row)

    def after(self, chat_id: int, seq: int) -> Iterator[Message]:
        """What changed in a chat after `seq`, oldest change first."""
        for row in self._store.rows(
            f"SELECT {_COLUMNS} FROM messages"  # noqa: S608 - a constant
            " WHERE chat_id=? AND seq>? ORDER BY seq",
            chat_id,
            seq,
        ):
            yield _stored(row).feed()

    def unread(self, chat_id: int, seq: int) -> int:
        """How many messages of the bot are newer than `seq`."""
        row = self._store.row(
            "SELECT count(*) FROM messages WHERE chat_id=? AND seq>? AND person=0 AND deleted=0",
            chat_id,
            seq,
        )
        return int(row[0])

    def changed(self, chat_id: int, seq: int) -> bool:
        """Whether a chat has a message or a toast after `seq`."""
        moved = self._moved.get(chat_id)
        if moved is not None:
            return moved > seq
        row = self._store.row(
            "SELECT EXISTS(SELECT 1 FROM messages WHERE chat_id=?1 AND seq>?2)"
            " OR EXISTS(SELECT 1 FROM toasts WHERE chat_id=?1 AND seq>?2)",
            chat_id,
            seq,
        )
        return bool(row[0])

    def moved_after(self, seq: int) -> list[int]:
        """The chats with a change after `seq` (since the sandbox started)."""
        return [chat_id for chat_id, moved in self._moved.items() if moved > seq]

    # -- toasts

    def toast(self, chat_id: int, callback_id: str, text: str, alert: bool, url: str) -> None:
        """The answer to a pressed button, shown on the phone for a moment."""
        data = {"callback_query_id": callback_id, "text": text, "show_alert": alert, "url": url}
        seq = self.next_seq(chat_id)
        self._store.run("INSERT INTO toasts VALUES (?,?,?)", seq, chat_id, dump(data))

    def toasts_after(self, chat_id: int, seq: int) -> list[dict[str, Any]]:
        """Toasts of a chat after `seq`."""
        rows = self._store.rows(
            "SELECT seq, data FROM toasts WHERE chat_id=? AND seq>? ORDER BY seq", chat_id, seq
        )
        return [{"seq": number} | json.loads(data) for number, data in rows]

    def keep_seq(self) -> None:
        """Store the order's head when the sandbox stops."""
        self._store.set_setting("seq", self.seq)

    def require(self, chat_id: int) -> dict[str, Any]:
        """The chat; ActError 404 when there is none."""
        chat = self.find(chat_id)
        if chat is None:
            raise ActError(404, f"There is no chat {chat_id} in the sandbox.")
        return chat
