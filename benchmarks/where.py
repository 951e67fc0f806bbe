"""Where: is the place right, or honestly asked about?

`python -m benchmarks.where` measures tests/nlp/place_cases.csv: messages invented over the demo
district, each with what a clerk who knows its names would make of it. Prints the shares by kind,
and every message that is not as expected.

A case expects `exact` (one grid), `candidates` or `community` (these grids are offered), `none`,
or `asked` (not sure, whatever is offered). Right is as expected. Asked is not sure where it might
have been: one tap more, and nothing lost as long as the expected grids are among those offered,
or none is. All else is wrong, and a place that is sure of another grid worst.
"""

import csv
from collections import Counter
from pathlib import Path

from bot.nlp.place import PlaceFound
from bot.nlp.understand import Understander
from service.knowledge import knowledge_of
from service.offline import district_of_pack
from service.pack import read_pack

PACK = Path("districts/qingting")
CASES = Path(__file__).parents[1] / "tests" / "nlp" / "place_cases.csv"
RIGHT, ASKED, WRONG, LOST = "right", "asked", "wrong", "taken for another"


def read_cases() -> list[dict[str, str]]:
    """kind, message, certainty, grids (the expected ones, by spaces)."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(certainty: str, grids: str, found: PlaceFound) -> str:
    """How `found` does where `certainty` and `grids` are expected."""
    wanted, offered = set(grids.split()), set(found.grids)
    if found.certainty == "exact":
        return RIGHT if certainty == "exact" and offered == wanted else LOST
    if certainty == "none":
        return RIGHT if found.certainty == "none" else ASKED
    if not offered or (certainty == "asked" and wanted & offered):
        return RIGHT if certainty == "asked" else ASKED
    if not wanted <= offered:
        return WRONG
    return RIGHT if found.certainty == certainty else ASKED


def main() -> None:
    understander = Understander(knowledge_of(district_of_pack(read_pack(PACK))))
    by_kind: dict[str, Counter[str]] = {}
    for case in read_cases():
        found = understander.understand(case["message"]).place
        verdict = judge(case["certainty"], case["grids"], found)
        by_kind.setdefault(case["kind"], Counter())[verdict] += 1
        if verdict != RIGHT:
            said = " ".join((found.certainty, *found.grids))
            wanted = f"{case['certainty']} {case['grids']}"
            print(f"{verdict}: {case['message']!r} is {said}, expected {wanted}")
    for kind, counts in by_kind.items():
        print(f"{kind}: {dict(counts)}")
    total: Counter[str] = sum(by_kind.values(), Counter())
    good = (total[RIGHT] + total[ASKED]) / total.total()
    print(f"{total.total()} messages: {dict(total)}, right or asked {good:.3f}")


if __name__ == "__main__":
    main()
