"""`minsheng clusters --week 2026-W47`: what came up again and again, a line for each."""

from sqlalchemy.exc import SQLAlchemyError

from bot.opening import opened, unusable
from bot.settings import Settings
from service.clusters import Cluster, week_of, weekly
from service.district import DistrictData

LANGUAGE = "zh-Hans"


async def lines_of(settings: Settings, week: str, least: int) -> list[str]:
    """Size, class, grids, common words and numbers, separated by tabs. Raises ValueError for a
    week that is none, SettingsError where the database cannot be read."""
    try:
        async with opened(settings) as (database, district), database.reading() as session:
            clusters = await weekly(session, district, *week_of(district, week), least)
    except (SQLAlchemyError, OSError) as error:
        raise unusable(error) from None
    return [line(district, cluster) for cluster in clusters]


def line(district: DistrictData, cluster: Cluster) -> str:
    category = f"{cluster.category} {district.category_label(cluster.category, LANGUAGE)}"
    grids = " ".join(district.grid_label(code, LANGUAGE) for code in cluster.grids)
    fields = (str(cluster.size), category, grids, " ".join(cluster.words))
    return "\t".join((*fields, " ".join(cluster.numbers)))
