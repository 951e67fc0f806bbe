"""reply_markup: read and checked as the real server does."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.bot_api.registry import Call
from sandbox.errors import bad_request

KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip


def reply_markup(call: Call, *, only_inline: bool = False) -> dict[str, Any] | None:
    """The keyboard of a request, or None."""
    markup = call.args.data("reply_markup", "reply keyboard markup")
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup)
    if only_inline:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return _keyboard(markup, call)
    return dict(markup) if any(kind in markup for kind in KINDS) else None


def _rows(value: Any, field: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    return [row for row in value if row]


def _inline(markup: dict[str, Any]) -> dict[str, Any] | None:
    rows = [
        [_inline_button(button) for button in row]
        for row in _rows(markup["inline_keyboard"], "inline_keyboard")
    ]
    if sum(len(row) for row in rows) > 100:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _inline_button(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    button = {key: value for key, value in given.items() if value is not None}
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    if not any(action in button for action in _ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and (not isinstance(data, str) or not 1 <= len(data.encode()) <= 64):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _is_link(button["url"]):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    return button


def _is_link(url: Any) -> bool:
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "tg", "ton") and bool(parts.netloc)


def _keyboard(markup: dict[str, Any], call: Call) -> dict[str, Any]:
    rows = []
    for row in _rows(markup["keyboard"], "keyboard"):
        buttons = [{"text": button} if isinstance(button, str) else button for button in row]
        if not all(isinstance(button, dict) and button.get("text") for button in buttons):
            raise bad_request("can't parse keyboard button: text must be non-empty")
        rows.append(buttons)
    asks = {"request_location", "request_contact"}
    in_group = call.args.integer("chat_id") < 0
    if in_group and any(asks & button.keys() for row in rows for button in row):
        kind = (
            "location"
            if any("request_location" in b for row in rows for b in row)
            else "phone number"
        )
        raise bad_request(f"{kind} can be requested in private chats only")
    return {**markup, "keyboard": rows}
