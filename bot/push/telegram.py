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

import aiohttp
from telegram import Bot, InputMediaPhoto
from telegram.error import ChatMigrated, EndPointNotFound, InvalidToken, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

_status: ContextVar[int | None] = ContextVar("status", default=None)

AS_JSON = {"Content-Type": "application/json"}
NOTHING_WRITTEN = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
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


class _Request(BaseRequest):
    """The library's requests through aiohttp, which aiogram has brought: a third of the processor
    time of httpx (benchmarks/README.md). Keeps the status, which the library's errors lack.

    `patience`: seconds until an unanswered request counts as uncertain.
    """

    __slots__ = ("_connections", "_patience", "_session", "_trust_env")

    def __init__(self, *, patience: float, connections: int, trust_env: bool) -> None:
        self._patience, self._connections, self._trust_env = patience, connections, trust_env
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._patience

    async def initialize(self) -> None:
        """The session is made with the first request: before, there is no loop for it."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,  # the library's four timeouts: ours stand with the session
    ) -> tuple[int, bytes]:
        _status.set(None)
        body = json.dumps(request_data.parameters if request_data else {}).encode()
        async with self._opened().request(
            method, url, data=body, headers=AS_JSON, allow_redirects=False
        ) as answer:
            payload = await answer.read()
        _status.set(answer.status)
        if answer.status == 429:
            raise Flooded(_retry_after(payload))
        if answer.status >= 500:  # an HTML page of a proxy: not for the log
            payload = b'{"ok":false}'
        return answer.status, payload

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connect = min(self._patience, 5)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                timeout=aiohttp.ClientTimeout(total=self._patience, sock_connect=connect),
                trust_env=self._trust_env,
            )
        return self._session


class TelegramClient:
    """Calls the Bot API. Lives as long as the process: database errors do not touch it.

    `patience`: seconds until an unanswered request counts as uncertain.
    """

    def __init__(self, token: str, api: str, *, patience: float = 20, connections: int = 32):
        address = urlsplit(api)
        local = address.hostname in {"localhost", "127.0.0.1", "::1"}
        self._request = _Request(patience=patience, connections=connections, trust_env=not local)
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
