"""The wire between aiogram and a Bot API server."""

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


class PlainSession(AiohttpSession):
    """Without TLS: aiogram waits a quarter of a second for connections of TLS to end."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def session_to(address: str) -> AiohttpSession:
    """A session with the server at `address`, such as https://api.telegram.org."""
    kind = PlainSession if address.startswith("http://") else AiohttpSession
    return kind(api=TelegramAPIServer.from_base(address))
