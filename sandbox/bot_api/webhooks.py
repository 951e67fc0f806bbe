"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.bot_api.polling import allowed_updates
from sandbox.bot_api.registry import Call, method
from sandbox.errors import bad_request
from sandbox.updates import SETWEBHOOK_CONFLICT

_SECRET = re.compile(r"^[A-Za-z0-9_-]*$")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    """bots/api#setwebhook; plain HTTP and any port are allowed on loopback only."""
    url = call.args.text("url").strip()
    if url:
        _check_url(url)
    secret = call.args.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.match(secret):
        raise bad_request("secret token contains illegal characters")
    kinds = allowed_updates(call)
    if kinds is not None:
        call.world.updates.allow(kinds)
    if call.args.flag("drop_pending_updates"):
        call.world.updates.clear()
    if url:
        call.world.updates.abort_poll(SETWEBHOOK_CONFLICT)
    connections = max(1, min(call.args.integer("max_connections", 40), 100))
    call.world.webhook.point_to(url, secret, connections)
    return True


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname in _LOOPBACK and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in (80, 88, 443, 8443):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """bots/api#deletewebhook"""
    if call.args.flag("drop_pending_updates"):
        call.world.updates.clear()
    call.world.webhook.point_to("", "", 40)
    return True


@method("getWebhookInfo")
def webhook_info(call: Call) -> dict[str, Any]:
    """bots/api#getwebhookinfo"""
    return call.world.webhook.info()
