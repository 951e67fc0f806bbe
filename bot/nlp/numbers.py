"""Numbers in addresses: how they are written, and which of them follow a name (model.md C11, 7).

`count_in_digits` brings text and gazetteer to one form (一期, 壹期, Ⅰ期 are 1期). The readers then
take what stands right after a name: houses (45号, 80到90号, 单号那边) after a road, groups (3组,
3、4社, 5队) after a village. Buildings (3号楼, 3栋, 3#楼, 3单元) are neither; 45# and No.45 right
after a road are houses. A stretch of a road (南段) is read here too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.nlp.words import load_lists

_VALUES = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_ROMAN = {"\u2170": 1, "\u2171": 2, "\u2172": 3, "\u2173": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMERAL = (
    "(?:[零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{1,9}"
    "|(?<![a-z])(?:i{1,3}|iv)(?![a-z])|[\u2170-\u2173])"
)
_FROM_TO = "-至到~—"
_JOINS = f"[{_FROM_TO}、和与及跟]"
_RUNS = "期组社队"  # 三四组 are two groups, but 三四号 is a number said digit by digit
_COUNTERS = re.compile(f"[号弄{_RUNS}]")
_COUNTED = re.compile(
    f"第?({_NUMERAL})(?=(?:{_JOINS}第?(?:{_NUMERAL}|\\d{{1,4}})){{0,6}}([号弄{_RUNS}]))"
)
_NO = "no[.: 。]{0,2}|№ ?"
_ENDLESS = 9_999  # no street has more numbers
_WIDEST = 400  # a stretch of more numbers says no more than the road
_NEARBY = 10  # numbers to either side that 对面 and 附近 may mean


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was read at text[…:end]: ranges with both ends, and "odd", "even" or "" for all."""

    ranges: tuple[tuple[int, int], ...]
    end: int
    parity: str = ""

    def around(self) -> "Numbers":
        """The numbers within sight of these, on both sides of the road."""
        wide = ((max(1, low - _NEARBY), high + _NEARBY) for low, high in self.ranges)
        return Numbers(tuple(wide), self.end)

    def inside(self, edges: Iterable[int]) -> Iterator[int]:
        """Numbers that stand for all: the ends, and each edge of the map's ranges with the
        numbers beside it. Between two edges nothing changes but odd and even."""
        near = {n + step for n in edges for step in (-2, -1, 0, 1, 2)}
        for low, high in self.ranges:
            for n in {low, low + 1, high - 1, high, *near}:
                if low <= n <= high and (not self.parity or self.parity == parity_of(n)):
                    yield n


def parity_of(number: int) -> str:
    return "odd" if number % 2 else "even"


def count_in_digits(text: str) -> str:
    """一期, 壹期, 第一期 and Ⅰ期 become 1期; the same for groups and house numbers. 三四组 becomes
    3、4组, 八十到九十号 becomes 80到90号."""
    return _COUNTED.sub(_in_digits, text) if _COUNTERS.search(text) else text


def _in_digits(hit: re.Match[str]) -> str:
    numeral = hit[1].translate(_FORMAL)
    if numeral in _ROMAN:
        return str(_ROMAN[numeral])
    if hit[2] in _RUNS and len(numeral) > 1 and not set(numeral) & set("十百零〇"):
        digits = [_VALUES[digit] for digit in numeral]
        if digits == sorted(set(digits)):
            return "、".join(map(str, digits))
    return str(_number(numeral))


def _number(numeral: str) -> int:
    """Up to 999: 十二, 一百零五, and digits in a row as a telephone would say them (一〇五)."""
    if not set(numeral) & set("十百"):
        return int("".join(str(_VALUES[digit]) for digit in numeral))
    total, current = 0, 0
    for digit in numeral:
        if digit in "十百":
            total += (current or 1) * (10 if digit == "十" else 100)
            current = 0
        else:
            current = _VALUES[digit]
    return total + current


def read_houses(text: str, at: int) -> Numbers | None:
    """House numbers that begin at `at`, or after 的 and 上 there; None where there are none."""
    patterns = _patterns()
    side = patterns.side.match(text, at)
    parity = "" if side is None else ("odd" if side[1][0] in "单奇" else "even")
    found = patterns.house.match(text, side.end() if side else at)
    if found is None:
        whole = ((1, _ENDLESS),)
        return Numbers(whole, side.end(), parity) if side else None
    ranges = _ranges(found["numbers"])
    if any(high - low > _WIDEST for low, high in ranges):
        return None
    if found["open"]:
        last = ranges[-1]
        ranges = [(last[0], _ENDLESS) if found["open"] in patterns.onwards else (1, last[1])]
    return Numbers(tuple(ranges), found.end(), parity)


def later_houses(text: str) -> Iterator[int]:
    """Where a house number stands by itself: 应该是112号."""
    for found in _LATER_HOUSE.finditer(text):
        yield found.start()


def read_groups(text: str, at: int) -> Numbers | None:
    """Groups of a village that begin at `at` (3组, 3、4组, 1至4组, 3社, 3队)."""
    found = _GROUPS.match(text, at)
    return Numbers(tuple(_ranges(found[1])), found.end()) if found else None


def read_stretch(text: str, at: int) -> tuple[str, int] | None:
    """南段 of a road that is named at text[:at], however it is put (靠南那段), and its end."""
    found = _STRETCH.match(text, at)
    return (f"{found[1]}段", found.end()) if found else None


def later_stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """Every 南段 that stands by itself: start, end, and its short form."""
    for found in _LATER_STRETCH.finditer(text):
        yield found.start(), found.end(), f"{found[1]}段"


def is_rest_of_address(text: str) -> bool:
    """45号, No.45, 单号那边, 三组, 二期, 南段: words that go on where a name was said. A bare
    number is none: it may be the second of two choices."""
    plain = count_in_digits(text)
    goes_on = _REST.match(plain) or _STRETCH.match(plain) or _patterns().side.match(plain)
    return bool(goes_on)


def holds_parts(text: str) -> bool:
    """May there be a 2期, 3组, 南段 or 112号 in the text at all?"""
    return _UNITS.search(text) is not None


def numbered_parts(text: str) -> Iterator[tuple[int, int, list[int], str]]:
    """Every 2期, 1、2期, 3组 of the text: start, end, the numbers, and 期 or 组."""
    for found in _PARTS.finditer(text):
        numbers = [n for low, high in _ranges(found[1]) for n in range(low, high + 1)]
        yield found.start(), found.end(), numbers[:_MOST_PARTS], _unit(found[2])


def stem_and_parts(alias: str) -> tuple[str, list[str]]:
    """大沱村1至4组: 大沱村, and the names of its groups one by one; no names of other aliases."""
    found = _TAIL.match(alias) if alias[-1:] in _RUNS else None
    if found is None:
        return alias, []
    numbers = [n for low, high in _ranges(found[2]) for n in range(low, high + 1)]
    return found[1], [part_name(found[1], n, found[3]) for n in numbers[:_MOST_PARTS]]


def part_name(stem: str, number: int, unit: str) -> str:
    """How the gazetteer spells a part: groups are 组 whatever the village calls them."""
    return f"{stem}{number}{_unit(unit)}"


def _unit(written: str) -> str:
    return "组" if written in "社队" else written


_MOST_PARTS = 40
_LIST = rf"\d{{1,2}}(?:[组社队期]?{_JOINS}\d{{1,2}}){{0,7}}"
_UNIT = "(?:[组期]|社(?![区会员保])|队(?![伍员列长]))"
_UNITS = re.compile(f"[{_RUNS}段号弄#]")
_GROUPS = re.compile(f"[的那边里 ]{{0,3}}第?({_LIST}) ?(?!期){_UNIT}")
_PARTS = re.compile(rf"(?<![\d.])({_LIST}) ?({_UNIT})")
_REST = re.compile(
    rf"第?\d{{1,4}}(?:[号弄#{_RUNS}]?{_JOINS}\d{{1,4}}){{0,7}}[号弄#{_RUNS}]|(?:{_NO})\d{{1,4}}(?!\d)"
)
_DIRECTED = "[最靠偏]{0,2}(?<![其当集])([东西南北中])间?[边面侧头]?的?[那这]?一?段(?!时)"
_STRETCH = re.compile(rf"[的上在,(、 ]{{0,2}}{_DIRECTED}\)?")
_LATER_HOUSE = re.compile(rf"(?<![\d.])\d{{1,4}}(?:[号弄#]?{_JOINS}\d{{1,4}}){{0,7}}[号弄#](?!\d)")
_LATER_STRETCH = re.compile(_DIRECTED)
_TAIL = re.compile(f"^(.*?[^0-9、])({_LIST})({_UNIT})$")


def _ranges(written: str) -> list[tuple[int, int]]:
    """80到90 is a range, 45、47 are two; 45-3 is the third part of number 45."""
    parts = re.split(f"(?:[号弄#组社队期]?)({_JOINS})", written)
    found = [(int(parts[0]), int(parts[0]))]
    for join, number in zip(parts[1::2], map(int, parts[2::2]), strict=True):
        low, high = found[-1]
        if join not in _FROM_TO:
            found.append((number, number))
        elif number > high:
            found[-1] = (low, number)
        elif join in "至到":
            found[-1] = (number, high)
    return found


@dataclass(frozen=True, slots=True)
class _Patterns:
    house: re.Pattern[str]
    side: re.Pattern[str]
    onwards: tuple[str, ...]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    """45号, 45-3号, 45弄, 45#, No.45, 45门口; not 89路公交, 3号楼, 3#楼, 2号线, 5米, `12 点`."""
    lists = load_lists("place.csv")
    not_house, not_bare = _either(lists["not_house"]), _either(lists["not_bare"])
    of_house = f"(?={_either(lists['of_house'])})"  # 45号楼道 is no 45号楼
    onwards, until = lists["onwards"], lists["until"]
    house = re.compile(
        rf"[的上从在那 ]{{0,3}}(?:第|(?P<no>{_NO}))?"
        rf"(?P<numbers>\d{{1,4}}(?: ?[号弄#]?{_JOINS}\d{{1,4}}){{0,7}})(?!\d)"
        rf"(?: ?(?:弄|号(?:{of_house}|(?!{not_house}))"
        rf"|#(?: ?{of_house}|(?! ?(?:单元|室|{not_house}))))"
        rf"(?P<open>{_either((*onwards, *until))})?"
        rf"|(?(no)(?: ?{of_house}|(?! ?(?:{not_house}|{not_bare})))|(?!))"
        rf"|(?=门|斜?对面|旁|附近|[,。;!?，；]|、(?!\d)| (?! ?{not_bare})|$))"
    )
    side = re.compile(rf"[的上那 ]{{0,2}}({_either(lists['side'])})")
    return _Patterns(house, side, onwards)


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
