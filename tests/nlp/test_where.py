"""Issue 3, place: right or honestly asked, on messages invented for it; never another grid."""

from collections import Counter

from benchmarks.where import ASKED, LOST, RIGHT, WRONG, judge, read_cases
from bot.nlp.place import PlaceFound
from bot.nlp.understand import Knowledge, Understander

REACH = 0.98


def test_the_place_is_right_or_asked_about(understander: Understander):
    verdicts: Counter[str] = Counter()
    failed = []
    for case in read_cases():
        found = understander.understand(case["message"]).place
        verdict = judge(case["certainty"], case["grids"], found)
        verdicts[verdict] += 1
        if verdict in {WRONG, LOST}:
            failed.append((verdict, case["message"], found.certainty, found.grids))
    assert verdicts.total() >= 200
    assert verdicts[LOST] == 0, failed
    assert verdicts[RIGHT] + verdicts[ASKED] >= REACH * verdicts.total(), failed


def test_asking_all_the_time_would_not_count_as_right(understander: Understander):
    """Most of what can be known is known; a question costs a tap."""
    sure = [case for case in read_cases() if case["certainty"] == "exact"]
    known = [
        case
        for case in sure
        if understander.understand(case["message"]).place.grids == (case["grids"],)
    ]
    assert len(known) >= 0.95 * len(sure)


def test_cases_name_grids_of_the_pack_and_stand_once(knowledge: Knowledge):
    cases = read_cases()
    grids = {grid for case in cases for grid in case["grids"].split()}
    assert grids <= {grid.code for grid in knowledge.grids}
    assert len({case["message"] for case in cases}) == len(cases)


def test_a_sure_place_that_is_another_one_is_lost():
    school = PlaceFound(("WT-02-02",), "exact")
    assert judge("exact", "WT-02-01", school) == LOST
    assert judge("asked", "WT-02-01 WT-02-02", school) == LOST
    assert judge("none", "", school) == LOST
    assert judge("exact", "WT-02-01", PlaceFound(("WT-02-02",), "candidates")) == WRONG
    assert judge("exact", "WT-02-01", PlaceFound()) == ASKED
