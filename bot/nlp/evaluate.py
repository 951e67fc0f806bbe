"""How good the learned words are, on messages that they have not seen. Counts only, no text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bot.nlp.train import Example, View, counts_of
from bot.nlp.understand import SURE
from bot.nlp.weights import Weights, distance

WANTED = 0.95
NOTHING = ""
"""What is answered where no word is known."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One message: what it is, what was answered, how sure (any rising number), and sure as a
    probability."""

    label: str
    answer: str
    rank: float
    probability: float


@dataclass(frozen=True, slots=True)
class Score:
    """`decided_at_95`: the largest share, the surest first, of which 95 in 100 are right.
    `sure`: the share that is decided at 0.80 and above; `sure_right`: how much of it is right."""

    n: int
    weighted_f1: float
    macro_f1: float
    accuracy: float
    decided_at_95: float
    sure: float
    sure_right: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def judge_all(weights: Weights, examples: Iterable[Example], view: View) -> list[Judged]:
    """What the weights answer for each message, as far as the view shows it."""
    judged: list[Judged] = []
    for example in examples:
        found = weights.judge(counts_of(example, view, weights.words))
        if found is None:
            judged.append(Judged(example.label, NOTHING, -1.0, 0.0))
        else:
            rank = distance(found.margins)
            judged.append(Judged(example.label, found.label, rank, found.probability))
    return judged


def score(judged: Sequence[Judged]) -> Score:
    """F1 is weighted by how many messages a label really has. Raises ValueError for none."""
    if not judged:
        raise ValueError("no messages to evaluate")
    wanted = Counter(one.label for one in judged)
    given = Counter(one.answer for one in judged)
    right = Counter(one.label for one in judged if one.label == one.answer)
    f1 = {label: 2 * right[label] / (wanted[label] + given[label]) for label in wanted}
    sure = [one.label == one.answer for one in judged if one.probability >= SURE]
    return Score(
        n=len(judged),
        weighted_f1=sum(f1[label] * wanted[label] for label in wanted) / len(judged),
        macro_f1=sum(f1.values()) / len(f1),
        accuracy=right.total() / len(judged),
        decided_at_95=_decided(judged),
        sure=len(sure) / len(judged),
        sure_right=sum(sure) / len(sure) if sure else 1.0,
    )


def confusions(judged: Iterable[Judged]) -> list[tuple[str, str, int]]:
    """(label, answer, how often) of the wrong ones, the most frequent first."""
    wrong = Counter((one.label, one.answer) for one in judged if one.label != one.answer)
    return [
        (label, answer, count)
        for (label, answer), count in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))
    ]


def _decided(judged: Sequence[Judged]) -> float:
    right, best = 0, 0
    for number, one in enumerate(sorted(judged, key=lambda one: -one.rank), 1):
        right += one.label == one.answer
        if right >= WANTED * number:
            best = number
    return best / len(judged)
