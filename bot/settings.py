"""What the operator decides: environment variables MINSHENG_<NAME>, or files named by
MINSHENG_<NAME>_FILE (secrets of containers). The only reader of the environment.
"""

import ipaddress
import os
import re
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "MINSHENG_"
TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # setWebhook allows these characters
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


class SettingsError(Exception):
    """A setting is missing or wrong; its text is one sentence for the operator."""


class Settings(BaseSettings):
    """All settings of a process. Defaults suit one district on one machine."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    bot_token: SecretStr | None = None
    database_url: str = ""  # empty: a SQLite file in the data directory
    telegram_api: str = TELEGRAM
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    district: str = "qingting"
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    timezone: str = "Asia/Shanghai"
    data_dir: Path = Path("data")
    clock_url: str | None = None
    log_level: str = "INFO"
    flood_rules: bool = True  # off: no rates when sending, no shares of people (tests, benchmarks)
    # name[:n] of storage.crashpoints, for tests
    crash_at: str | None = Field(default=None, pattern=r"^[a-z-]+(:\d+)?$")

    @field_validator("bot_token")
    @classmethod
    def _a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a token as @BotFather gives it")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _a_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("needs 32 to 256 random characters of A-Z a-z 0-9 _ -")
        return value

    @field_validator("telegram_api", "webhook_url", "clock_url")
    @classmethod
    def _a_web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is not an address that begins with http:// or https://")
        return value.rstrip("/")

    @field_validator("clock_url")
    @classmethod
    def _on_this_machine(cls, value: str | None) -> str | None:
        if value is not None and not is_loopback(value):
            raise ValueError("may only name this machine: a clock that others move is no clock")
        return value

    @field_validator("timezone")
    @classmethod
    def _a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (LookupError, ValueError, OSError):
            raise ValueError("is not a time zone such as Asia/Shanghai") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str) -> str:
        scheme, separator, rest = value.partition("://")
        name = scheme.split("+")[0]
        if value and (name not in DRIVERS or not separator or not rest or not _has_port(value)):
            raise ValueError(
                "is not a database address such as sqlite:///minsheng.sqlite"
                " or postgresql://user@host/name"
            )
        return f"{DRIVERS[name]}://{rest}" if value else ""

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.webhook_url and self.webhook_secret is None:
            raise ValueError(f"{PREFIX}WEBHOOK_SECRET must be given together with the webhook")
        return self

    @property
    def database(self) -> str:
        """The address of the database, with its driver."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'minsheng.sqlite'}"

    @property
    def token(self) -> str:
        """The bot's token. Raises SettingsError when there is none."""
        if self.bot_token is None:
            raise SettingsError(f"{PREFIX}BOT_TOKEN is missing: @BotFather gives one.")
        return self.bot_token.get_secret_value()

    @property
    def bot_id(self) -> int:
        return int(self.token.split(":")[0])

    @property
    def telegram_is_local(self) -> bool:
        """Is it the sandbox? Demo people load only then (decisions.md 4)."""
        return is_loopback(self.telegram_api)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _FromFiles(settings_cls)


class _FromFiles(PydanticBaseSettingsSource):
    """MINSHENG_BOT_TOKEN_FILE=/run/secrets/token."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if path is None:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeError) as error:
            raise SettingsError(f"{variable}: cannot read {path}: {_why(error)}.") from None

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


def read_settings(**given: Any) -> Settings:
    """The settings of this process; `given` ones win over the environment.

    Raises SettingsError with one line that names the variable.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(dict(e)) for e in error.errors())) from None


def prepare_data_dir(settings: Settings) -> None:
    """Make the data directory. Raises SettingsError when it cannot be written."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.data_dir / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"{PREFIX}DATA_DIR: cannot write to {settings.data_dir}: {_why(error)}."
        ) from None


def is_loopback(url: str) -> bool:
    """Does the address name this machine, whatever a resolver says?"""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _has_port(url: str) -> bool:
    """A number, or none; never a word."""
    try:
        urlsplit(url).port  # noqa: B018  (it looks when it is asked)
    except ValueError:
        return False
    return True


def _sentence(error: dict[str, Any]) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    where = f"{PREFIX}{str(error['loc'][0]).upper()} " if error["loc"] else ""
    return f"{where}{message}".rstrip(".") + "."


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
