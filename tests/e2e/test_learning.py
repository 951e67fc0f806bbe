"""What staff correct by a tap teaches words, and what is learned decides (model.md C11, 12)."""

import asyncio
from itertools import combinations
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.__main__ import main
from bot.nlp.understand import Understander
from bot.settings import read_settings
from bot.understanding import understander_of
from service.district import read_district
from service.knowledge import knowledge_of
from storage.models import Correction
from tests.e2e.steps import LAMP, reported

LAMPS, STALLS = "0203", "0302"


async def rows(district) -> list[Correction]:
    async with district.database.reading() as session:
        return list((await session.execute(select(Correction))).scalars())


async def test_a_correction_is_kept_as_words_without_a_person(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident, f"{LAMP}，我叫张伟 13812345678，文昌花园3栋")
    await deputy.hears("定单", card.number)
    await deputy.presses("改类别", under=card.number)
    await deputy.says("占道经营")
    await deputy.hears("类别已改为")
    await deputy.presses("定单", under="定单")
    await deputy.toast("已定单")
    (row,) = await rows(district)
    assert (row.before, row.after, row.role) == (LAMPS, STALLS, "deputy")
    assert "路灯" in row.words
    assert row.words == sorted(row.words)
    said = "".join(row.words)
    assert not any(part in said for part in ("张", "伟", "138", "文昌", "花园", card.short))
    order = await district.order(card.number)
    assert str(order.id) not in str(vars(row))


async def test_a_confirmation_is_kept_once(district):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident, LAMP)
    await deputy.hears("定单", card.number)
    await deputy.presses("定单", under=card.number)
    await deputy.toast("已定单")
    assert [(row.before, row.after) for row in await rows(district)] == [(LAMPS, LAMPS)]


async def test_corrections_become_weights_by_one_command(
    district, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    resident, deputy = district.resident(1), district.deputy_of("WT-02-01")
    card = await reported(resident, LAMP)
    await deputy.hears("定单", card.number)
    await deputy.presses("改类别", under=card.number)
    await deputy.says("占道经营")
    await deputy.hears("类别已改为")
    address = district.database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MINSHENG_DATABASE_URL", address)
    monkeypatch.setenv("MINSHENG_DATA_DIR", str(tmp_path / "data"))
    learn = ["train", "--from-corrections", "--out", str(tmp_path / "data" / "weights.csv")]
    assert await asyncio.to_thread(main, learn) == 2
    assert "199 corrections are missing: 1 of 200" in capsys.readouterr().err

    (first,) = await rows(district)
    beside = list(combinations(("小区", "晚上", "老人", "孩子", "门口", "道路", "学校"), 3))
    async with district.database.transaction() as session:
        session.add_all(
            Correction(
                district_id=first.district_id, id=uuid4(), before=before, after=after,
                words=sorted({*told, *beside[n % len(beside)]}),
                version=first.version, role="dispatcher", day=first.day,
            )
            for n in range(150)
            for before, after, told in (
                (LAMPS, STALLS, ["路灯", "摊子", "吆喝"]), ("0601", "0603", ["烟味", "机器"]),
            )
        )  # fmt: skip
    assert await asyncio.to_thread(main, learn) == 0
    folds = ["evaluate", "--from-corrections", "--folds", "2", "--json"]
    assert await asyncio.to_thread(main, folds) == 0
    said = capsys.readouterr().out
    assert "# without" in said
    assert "# with" in said
    assert await asyncio.to_thread(main, ["corrections"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 301

    async with district.database.reading() as session:
        knowledge = knowledge_of(await read_district(session, first.district_id, 0))
    now = understander_of(knowledge, read_settings())
    text = "楼下路灯旁边摊子天天吆喝"
    before = Understander(knowledge).understand(text).issues[0]
    after = now.understand(text).issues[0]
    assert before.code == LAMPS
    assert after.code == STALLS
