"""A district straight from its pack, without a database: for `minsheng classify`."""

from zoneinfo import ZoneInfo

from domain.calendar import Calendar
from service.district import DistrictData
from service.pack import Pack
from service.pack_rows import settings_of, table_rows
from storage.ground import Category, Grid, Place


def district_of_pack(pack: Pack) -> DistrictData:
    """What understanding a message needs: classes, places, grids, lexicon; nothing of people,
    units and days."""
    rows = table_rows(pack)
    settings = settings_of(pack)
    tz = ZoneInfo(settings["timezone"])
    return DistrictData(
        id=pack.id,
        name=pack.settings.name,
        prefix=pack.settings.number_prefix,
        version=pack.settings.version,
        settings=settings,
        tz=tz,
        calendar=Calendar(special={}, provisional_years=frozenset(), tz=tz),
        limits={},
        categories={row["code"]: Category(**row) for row in rows[Category]},
        units={},
        grids={row["code"]: Grid(**row) for row in rows[Grid]},
        stations={},
        places=tuple(Place(**row) for row in rows[Place]),
        bot_id=0,
    )
