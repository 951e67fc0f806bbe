"""A bad or missing setting stops the start with one clear line (architecture.md, contracts)."""

import logging

import pytest

from bot.logs import Redacting
from bot.settings import SettingsError, is_loopback, prepare_data_dir, read_settings

TOKEN = "7000000001:sandbox-qingting-demo-token-000000000"
SECRET = "s" * 43


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch):
    def set_all(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(f"MINSHENG_{name}", value)

    return set_all


def test_nothing_is_needed_but_a_token_to_speak(tmp_path):
    settings = read_settings(data_dir=tmp_path)
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/minsheng.sqlite"
    with pytest.raises(SettingsError, match=r"^MINSHENG_BOT_TOKEN is missing"):
        assert settings.token


def test_the_environment_and_its_files(environment, tmp_path):
    secret = tmp_path / "token"
    secret.write_text(f"{TOKEN}\n")
    environment(BOT_TOKEN_FILE=str(secret), WEB_PORT="9000", DATABASE_URL="postgres://u:p@h/n")
    settings = read_settings()
    assert (settings.bot_id, settings.web_port) == (7000000001, 9000)
    assert settings.database == "postgresql+asyncpg://u:p@h/n"
    assert TOKEN not in repr(settings)


WRONG = {
    "BOT_TOKEN": "abc",
    "DATABASE_URL": "mysql://u:secret@h/n",
    "WEB_PORT": "70000",
    "TELEGRAM_API": "api.telegram.org",
    "TIMEZONE": "Mars/Olympus",
    "CLOCK_URL": "http://192.0.2.1/clock",
    "WEBHOOK_SECRET": "short",
    "WEBHOOK_URL": "https://bot.example/entry",  # without a secret
    "BOT_TOKEN_FILE": "/nowhere/token",
}


@pytest.mark.parametrize("name", WRONG)
def test_one_line_names_the_variable_and_not_its_secret(environment, name):
    environment(**{name: WRONG[name]})
    with pytest.raises(SettingsError) as caught:
        read_settings()
    said = str(caught.value)
    variable = "WEBHOOK_SECRET" if name == "WEBHOOK_URL" else name
    assert said.startswith(f"MINSHENG_{variable}")
    assert "\n" not in said
    assert "u:secret" not in said


def test_a_data_directory_that_is_a_file(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(SettingsError, match=r"^MINSHENG_DATA_DIR: cannot write to "):
        prepare_data_dir(read_settings(data_dir=tmp_path / "data"))


def test_this_machine_by_its_names():
    here = ("http://localhost:1", "http://127.0.0.1", "http://127.9.9.9", "http://[::1]:8081")
    there = ("http://localhost.example", "http://10.0.0.1", "http://127.0.0.1.example", "x")
    assert [is_loopback(url) for url in (*here, *there)] == [True] * 4 + [False] * 4


def test_no_line_of_a_log_holds_the_token():
    error = ValueError(f"GET https://api.telegram.org/bot{TOKEN}/getMe")
    record = logging.LogRecord(
        "x", logging.ERROR, "", 1, "url %s", (f"/bot{TOKEN}/x",), (type(error), error, None)
    )
    line = Redacting("%(message)s").format(record)
    assert TOKEN not in line
    assert line.count("<token>") == 2
