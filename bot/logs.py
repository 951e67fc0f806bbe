"""Logging: one line a record on standard error, without the bot's token, without people's words.

conventions.md, traps: httpx, httpcore and aiohttp write every URL, hence the token, at INFO.
"""

import logging
import re

TOKEN = re.compile(r"(?:bot)?\d{5,20}:[A-Za-z0-9_-]{30,64}")
# At DEBUG aiogram, aiosqlite and telegram write what people say, too.
LOUD = (
    "aiogram",
    "aiohttp.access",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "telegram",
    "uvicorn",
)


class Redacting(logging.Formatter):
    """Takes the token out of the finished line, whatever part of the record it came from."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("<token>", super().format(record))


def configure(level: str) -> None:
    """Set up the root logger of this process. Raises ValueError for an unknown level."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)-7s %(name)s  %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
