"""Places: what a gazetteer of 100, 10,000 and 100,000 names costs, to load and for a message.

`python -m benchmarks.places` invents the names (seed 3): estates, roads with numbers, villages,
fifty names a grid. Of three messages one names a place, one misspells it, one names none.
`search` finds the words of all lexicons, names among them; `place` is what comes after.
Times are processor time, the least of several rounds; memory is what the names add.
"""

import random
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from bot.nlp.knowledge import GridEntry, GridShape, Knowledge, PlaceEntry
from bot.nlp.understand import Understander, warm
from bot.nlp.words import load_pairs
from service.knowledge import knowledge_of
from service.offline import district_of_pack
from service.pack import read_pack

PACK = Path("districts/qingting")
SIZES = (100, 10_000, 100_000)
ROUNDS = 7
MESSAGES = 300
ENDS = ("花园", "新村", "小区", "名邸", "路", "街", "大道", "村", "里", "广场")
WORDS = ("路灯坏了好几天", "下水道堵了", "晚上太吵", "垃圾没人收", "停水一上午了", "电梯又停了")
SEED = 3


def district(size: int, base: Knowledge) -> Knowledge:
    """The demo district with `size` invented names in place of its own."""
    draw = random.Random(SEED)
    common = [c for _, characters in load_pairs("syllables.csv") for c in characters[:6]]
    names: dict[str, PlaceEntry] = {}
    while len(names) < size:
        name = "".join(draw.choices(common, k=draw.randint(2, 4))) + draw.choice(ENDS)
        ranged = name.endswith(("路", "街"))
        grid = f"G{len(names) // 50}"
        names[name] = PlaceEntry(name, (grid,), number_from=1 if ranged else None)
    grids = [f"G{n}" for n in range((size + 49) // 50)]
    width = int(len(grids) ** 0.5) + 1
    return replace(
        base,
        places=tuple(names.values()),
        grids=tuple(GridEntry(grid, grid, "", "") for grid in grids),
        shapes=tuple(_square(grid, *divmod(n, width)) for n, grid in enumerate(grids)),
    )


def _square(code: str, row: int, column: int) -> GridShape:
    west, south, side = 110 + column / 100, 30 + row / 100, 0.01
    east, north = west + side, south + side
    return GridShape(code, ((west, south), (east, south), (east, north), (west, north)))


def messages(known: Knowledge) -> list[str]:
    draw = random.Random(SEED)
    names = [place.alias for place in known.places]
    texts = []
    for number in range(MESSAGES):
        name = draw.choice(names) if number % 3 else "那边"
        if number % 3 == 2:
            name = "园" + name[1:]
        texts.append(f"{name}{draw.randint(1, 99)}号{draw.choice(WORDS)}{draw.choice(WORDS)}")
    return texts


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of processor time, the least of the rounds."""
    times = []
    for _ in range(rounds):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def measure(size: int, base: Knowledge) -> None:
    known = district(size, base)
    load = least(lambda: Understander(known), rounds=2)
    tracemalloc.start()
    understander = Understander(known)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    texts = messages(known)
    finder, lexicons = understander._places, understander._lexicons
    cuts = [understander._cut(text) for text in texts]
    search = least(lambda: [lexicons.find(text) for text in texts])
    place = least(lambda: [finder.find(cut.text, cut.names, cut.edges) for cut in cuts])
    whole = least(lambda: [understander.understand(text) for text in texts])
    draw = random.Random(SEED)
    corners = [draw.choice(known.shapes).polygon[0] for _ in range(MESSAGES)]
    shared = least(lambda: [finder.locate(lat + 0.005, lon + 0.005) for lon, lat in corners])
    print(
        f"{size:>7} names, {len(known.grids):>6} grids: "
        f"search {search / MESSAGES * 1e6:.0f} µs, place {place / MESSAGES * 1e6:.0f} µs, "
        f"understand {whole / MESSAGES * 1e6:.0f} µs, a point {shared / MESSAGES * 1e6:.0f} µs; "
        f"load {load:.2f} s, {megabytes:.0f} MB"
    )


def main() -> None:
    warm()
    base = knowledge_of(district_of_pack(read_pack(PACK)))
    Understander(base)  # the weights and the lexicons are loaded once for all
    for size in SIZES:
        measure(size, base)


if __name__ == "__main__":
    main()
