"""The only door to Telegram for what we say: python-telegram-bot's `do_api_request`.

Maps its error tree to outcomes (reliability.md 4.4, decisions.md 14). Rates are not kept here.
"""

import json
import warnings
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram import Bot, InputMediaPhoto
from telegram.error import ChatMigrated, EndPointNotFound, InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

_status: ContextVar[int | None] = ContextVar("status", default=None)

NOTHING_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
UNCHANGED = "message is not modified"
NO_MESSAGE = (  # what an edit, or a deletion, can no longer find
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to delete not found",
    "message can't be deleted",
    "there is no text in the message to edit",
)


class Verdict(Enum):
    """What became of one request."""

    SENT = "sent"
    FLOOD = "flood"  # 429: later, and slower
    LATER = "later"  # nothing was written
    UNCERTAIN = "uncertain"  # written, but no word of what became of it
    REFUSED = "refused"  # this chat takes nothing from us
    MIGRATED = "migrated"
    NO_MESSAGE = "no message"  # the message to edit is gone
    NEVER = "never"
    WRONG_TOKEN = "wrong token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result`: Telegram's answer. `wait`: for FLOOD. `reason`: for people who read logs."""

    verdict: Verdict
    result: Any = None
    wait: timedelta = timedelta()
    chat_id: int | None = None
    reason: str | None = None


class Flooded(TelegramError):
    """429. The library's own RetryAfter warns of its change of type when it is only made."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"retry after {wait.total_seconds():.0f} s")
        self.wait = wait


class _Request(HTTPXRequest):
    """Keeps the status of the answer, which the library's errors do not carry."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        _status.set(None)
        status, payload = await super().do_request(*args, **kwargs)
        _status.set(status)
        if status == 429:
            raise Flooded(_retry_after(payload))
        if status >= 500:  # an HTML page of a proxy: not for the log
            payload = b'{"ok":false}'
        return status, payload


class TelegramClient:
    """Calls the Bot API. Lives as long as the process: database errors do not touch it.

    `patience`: seconds until an unanswered request counts as uncertain.
    """

    def __init__(self, token: str, api: str, *, patience: float = 20, connections: int = 32):
        address = urlsplit(api)
        local = address.hostname in {"localhost", "127.0.0.1", "::1"}
        self._request = _Request(
            connection_pool_size=connections,
            read_timeout=patience,
            write_timeout=patience,
            connect_timeout=min(patience, 5),
            pool_timeout=patience,
            # Without TLS there is nothing to verify, and to read the certificates takes 40 ms.
            httpx_kwargs={"trust_env": not local, "verify": address.scheme != "http"},
        )
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        # One call for every method is the point; the library would rather see its wrappers used.
        warnings.filterwarnings("ignore", r"Please use 'Bot\.\w+' instead", PTBUserWarning)

    async def close(self) -> None:
        await self._request.shutdown()

    async def call(self, method: str, args: dict[str, Any]) -> Outcome:
        """One request. Never raises an error of Telegram or of the network."""
        try:
            result = await self._bot.do_api_request(method, api_kwargs=_with_media(args))
        except TelegramError as error:
            return outcome_of(error, _status.get())
        return Outcome(Verdict.SENT, result)


def _with_media(args: dict[str, Any]) -> dict[str, Any]:
    """The library takes the parts of an album as objects of its own only."""
    if "media" not in args:
        return args
    photos = [InputMediaPhoto(part["media"]) for part in args["media"]]
    return {**args, "media": photos}


def outcome_of(error: TelegramError, status: int | None) -> Outcome:
    """`status`: of the HTTP answer, None when there was none."""
    reason = f"{status or 'no answer'}: {error.message}"
    if isinstance(error, Flooded):
        return Outcome(Verdict.FLOOD, wait=error.wait, reason=reason)
    if isinstance(error, ChatMigrated):
        return Outcome(Verdict.MIGRATED, chat_id=error.new_chat_id, reason=reason)
    if status in {401, 404} or isinstance(error, (InvalidToken, EndPointNotFound)):
        return Outcome(Verdict.WRONG_TOKEN, reason=reason)
    if status == 403:
        return Outcome(Verdict.REFUSED, reason=reason)
    if status is not None and 400 <= status < 500:
        return _bad_request(error.message.lower(), reason)
    if status is None and isinstance(error.__cause__, NOTHING_WRITTEN):
        return Outcome(Verdict.LATER, reason=reason)
    return Outcome(Verdict.UNCERTAIN, reason=reason)


def _bad_request(message: str, reason: str) -> Outcome:
    if UNCHANGED in message:
        return Outcome(Verdict.SENT, reason=reason)
    if any(words in message for words in NO_MESSAGE):
        return Outcome(Verdict.NO_MESSAGE, reason=reason)
    if any(words in message for words in NO_CHAT):
        return Outcome(Verdict.REFUSED, reason=reason)
    return Outcome(Verdict.NEVER, reason=reason)


def _retry_after(payload: bytes) -> timedelta:
    """5 s where a 429 does not say."""
    try:
        return timedelta(seconds=float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return timedelta(seconds=5)
