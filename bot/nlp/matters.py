"""Several matters in one message: where the second one begins (model.md C11, 6). Pure."""

import re
from functools import lru_cache

from bot.nlp.words import load_lists

_SHORTEST = 4


def split_matters(text: str) -> list[tuple[int, int]]:
    """Stretches that may be matters of their own; one stretch where nothing joins two.

    A connector counts only at the beginning of a clause: 还有电梯年检过期, but not 路上还有人.
    """
    starts = [0]
    for hit in _connectors().finditer(text):
        start = hit.start() + 1  # after the mark
        if start - starts[-1] >= _SHORTEST and len(text) - hit.end() >= _SHORTEST:
            starts.append(start)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


@lru_cache(maxsize=1)
def _connectors() -> re.Pattern[str]:
    words = sorted(load_lists("matters.csv")["connector"], key=len, reverse=True)
    joined = "|".join(map(re.escape, words))
    return re.compile(rf"[ ,，。;；!?！？、\n](?:{joined}|\d[.、)）](?!\d))")
