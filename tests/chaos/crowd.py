"""People who each write once and wait for their number: a load that can go on for long."""

from itertools import count

from tests.chaos.town import Town
from tests.e2e.phones import Phone

PLACES = ("文昌花园", "桂香名邸", "鹭洲花园一期", "鹭洲花园二期", "松涛里")
MATTERS = ("路灯坏了", "垃圾没人收", "有人占道经营", "路面破损")


class Crowd:
    """Everybody is new to the bot."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._number = count()
        self._people: list[Phone] = []

    async def reports(self, how_many: int) -> None:
        """That many new people write one message each; nobody waits for an answer."""
        for _ in range(how_many):
            number = next(self._number)
            person = await self._town.somebody(f"居民{number}")
            place, matter = PLACES[number % len(PLACES)], MATTERS[number % len(MATTERS)]
            await person.says(f"{place}{number + 1}栋楼下{matter}")
            self._people.append(person)

    async def numbers(self) -> list[str]:
        """The number that each of them got."""
        return [(await person.hears("QT-")).number for person in self._people]
