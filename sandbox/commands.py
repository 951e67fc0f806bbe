"""Bot commands per scope and language, with Telegram's order of resolution."""

import json
from typing import Any

from sandbox.store import Store, dump

Command = dict[str, Any]


class Commands:
    """What setMyCommands kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, scope: str, language: str, commands: list[Command]) -> None:
        """Replace the list of one scope and language; an empty one deletes it."""
        if commands:
            self._store.run(
                "INSERT OR REPLACE INTO commands VALUES (?,?,?)", scope, language, dump(commands)
            )
        else:
            self._store.run("DELETE FROM commands WHERE scope=? AND language=?", scope, language)

    def get(self, scope: str, language: str) -> list[Command]:
        """Exactly that list, [] when there is none."""
        row = self._store.row(
            "SELECT data FROM commands WHERE scope=? AND language=?", scope, language
        )
        return [] if row is None else list(json.loads(row[0]))

    def menu(self, chat_id: int, language: str) -> list[Command]:
        """The menu of a private chat: bots/api#determining-list-of-commands."""
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for code in (language, ""):
                found = self.get(scope, code)
                if found:
                    return found
        return []


def scope_key(scope: Any) -> str | None:
    """One word for a BotCommandScope; None when it is no scope."""
    if scope is None:
        return "default"
    if not isinstance(scope, dict):
        return None
    kind = scope.get("type")
    if kind in ("default", "all_private_chats", "all_group_chats", "all_chat_administrators"):
        return str(kind)
    if kind in ("chat", "chat_administrators") and "chat_id" in scope:
        return f"{kind}:{scope['chat_id']}"
    if kind == "chat_member" and {"chat_id", "user_id"} <= scope.keys():
        return f"chat_member:{scope['chat_id']}:{scope['user_id']}"
    return None
