"""The errors that the sandbox answers with."""


class ApiError(Exception):
    """An answer of the Bot API with `ok: false`.

    `code` is the HTTP status and `error_code`; `description` is word for word what the real
    server says (telegram.md); `parameters` holds retry_after or migrate_to_chat_id.
    """

    def __init__(
        self, code: int, description: str, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ActError(Exception):
    """A person cannot do that, such as pressing a button that is not there.

    `status` is the HTTP status of the control API, `reason` one clear sentence.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class SetupError(Exception):
    """The sandbox cannot start; the message is one clear sentence for the operator."""


def bad_request(reason: str) -> ApiError:
    """400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")
