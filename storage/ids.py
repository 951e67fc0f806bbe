"""Identifiers: time-ordered UUIDs inside, random five-digit numbers for people."""

import secrets
from datetime import datetime
from uuid import UUID

LOCAL_RANDOM_BITS = 74


def uuid7(now: datetime) -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds since 1970, the rest random."""
    milliseconds = int(now.timestamp() * 1000)
    random = secrets.randbits(LOCAL_RANDOM_BITS)
    value = milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62
    return UUID(int=value | random & ((1 << 62) - 1))


def public_number(prefix: str, local_day: str) -> str:
    """`QT-20261123-04217`: day and five random digits (decisions.md 29). The caller keeps it
    unique by the table's key and draws again."""
    return f"{prefix}-{local_day}-{secrets.randbelow(100_000):05d}"
