"""What `make run` shows first: a working morning, and three phones."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import PACKS
from bot.demo import Demo
from bot.settings import Settings
from domain.calendar import Calendar
from sandbox.testing import Running

SHANGHAI = ZoneInfo("Asia/Shanghai")
FREE = date(2026, 10, 1)
CALENDAR = Calendar(special={FREE: False}, provisional_years=frozenset(), tz=SHANGHAI)


def begins(sandbox: Running, now: str, *, new: bool = True) -> str:
    """What the clock shows after a first start at this moment, to the minute."""
    sandbox.world.clock.move_to(datetime.fromisoformat(now).replace(tzinfo=SHANGHAI))
    Demo(Settings(), sandbox.url, new, PACKS / "qingting").wake_up(CALENDAR)
    shown = datetime.fromtimestamp(sandbox.world.clock.now(), SHANGHAI)
    return f"{shown:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-21 11:00", "2026-11-23 09:30"),
        ("2026-11-22 23:59", "2026-11-23 09:30"),
        ("2026-11-23 05:00", "2026-11-23 09:30"),
        ("2026-11-23 08:58", "2026-11-23 09:30"),
        ("2026-11-23 18:00", "2026-11-24 09:30"),
        ("2026-10-01 10:00", "2026-10-02 09:30"),
        ("2026-11-23 12:30", "2026-11-23 14:30"),
        ("2026-11-23 15:20", "2026-11-23 15:20"),
    ],
)
def test_a_first_start_is_in_working_time(sandbox: Running, now: str, morning: str):
    assert begins(sandbox, now) == morning


def test_a_later_start_goes_on_where_people_were(sandbox: Running):
    assert begins(sandbox, "2026-11-23 23:00", new=False) == "2026-11-23 23:00"


def test_the_page_opens_with_a_resident_her_deputy_and_a_clerk():
    town = Demo(Settings(), "http://127.0.0.1:8081", True, PACKS / "qingting")
    assert town.page == "http://127.0.0.1:8081/#8100000001,8200000003,8300000011"


def test_a_pack_with_few_people_opens_with_those(tmp_path: Path):
    (tmp_path / "demo").mkdir()
    header = "id,offices,deputy,grid"
    (tmp_path / "demo" / "people.csv").write_text(f"{header}\n1,,,\n2,X-clerk,,\n")
    (tmp_path / "deputy_links.csv").write_text("deputy,grid,role\n")
    assert Demo(Settings(), "http://127.0.0.1:1", True, tmp_path).page == "http://127.0.0.1:1/#2"
