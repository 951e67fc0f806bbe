"""getMe and the bot's own names."""

from typing import Any

from sandbox.bot_api.registry import Call, method


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    """bots/api#getme"""
    flags = {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return call.bot() | flags
