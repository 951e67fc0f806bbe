"""The wire between aiogram and a Bot API server."""

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import TCPConnector


class PlainSession(AiohttpSession):
    """Without TLS: no certificates are read, and nothing waits a quarter of a second for
    connections of TLS to end."""

    def __init__(self, api: TelegramAPIServer) -> None:
        BaseSession.__init__(self, api=api)
        self._session = None
        self._connector_type, self._connector_init = TCPConnector, {}
        self._should_reset_connector = True
        self._proxy = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def session_to(address: str) -> AiohttpSession:
    """A session with the server at `address`, such as https://api.telegram.org."""
    kind = PlainSession if address.startswith("http://") else AiohttpSession
    return kind(api=TelegramAPIServer.from_base(address))
