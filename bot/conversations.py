"""aiogram's conversation state on the session of the update: state and order commit together.

reliability.md 4.9. One storage serves all lanes; each update brings its own session.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy.ext.asyncio import AsyncSession

from storage.queues import Conversation

Row = tuple[int, int, int]  # bot, chat and user
_current: ContextVar[tuple[AsyncSession, datetime, set[Row]]] = ContextVar("conversation")


@asynccontextmanager
async def conversing(session: AsyncSession, now: datetime) -> AsyncIterator[None]:
    """Within: the storage reads and writes on this session, which alone has this chat's row."""
    token = _current.set((session, now, set()))
    try:
        yield
    finally:
        _current.reset(token)


class SqlStorage(BaseStorage):
    """Table `conversations`; only within `conversing`, else LookupError."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        row = await self._row(key)
        row.state = state.state if isinstance(state, State) else state
        await self._keep(row)

    async def get_state(self, key: StorageKey) -> str | None:
        row = await self._known(key)
        return row.state if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        row = await self._row(key)
        row.data = dict(data)
        await self._keep(row)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = await self._known(key)
        return dict(row.data) if row else {}

    async def close(self) -> None:
        """The sessions belong to the updates."""

    async def _known(self, key: StorageKey) -> Conversation | None:
        session, _, absent = _current.get()
        wanted = (key.bot_id, key.chat_id, key.user_id)
        if wanted in absent:
            return None
        row = await session.get(Conversation, wanted)
        if row is None:
            absent.add(wanted)
        return row

    async def _row(self, key: StorageKey) -> Conversation:
        return await self._known(key) or Conversation(
            bot_id=key.bot_id, chat_id=key.chat_id, user_id=key.user_id, state=None, data={}
        )

    async def _keep(self, row: Conversation) -> None:
        """A conversation that asks nothing and remembers nothing leaves no row."""
        session, now, absent = _current.get()
        row.updated_at = now
        if row.state is not None or row.data:
            absent.discard((row.bot_id, row.chat_id, row.user_id))
            session.add(row)
        elif row in session:
            await session.delete(row)
        await session.flush()
