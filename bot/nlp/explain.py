"""`minsheng explain`: every step from what was typed to what is done, for a sceptical clerk."""

from collections.abc import Iterator

from bot.nlp.understand import LIKELY, SURE, Issue, Understander, Understood


def explain(understander: Understander, text: str) -> Iterator[str]:
    """One line for each thing that was seen, in the order of work."""
    found = understander.understand(text)
    yield f"typed       {text}"
    yield f"normalised  {found.text_normal}"
    for step, detail in understander.trace(text):
        yield f"{step:<11} {detail}"
    yield f"intent      {found.intent}"
    for issue in found.issues:
        yield from _issue(issue)
    yield f"decision    {_decision(found)}"
    if found.must_ask:
        yield f"asks        {', '.join(found.must_ask)}"


def _issue(issue: Issue) -> Iterator[str]:
    others = ", ".join(issue.runner_up) or "no other class"
    yield f"class       {issue.code} {issue.level1} / {issue.level2}"
    yield f"            confidence {issue.confidence}, margin {issue.margin}; next: {others}"
    yield f"            lead {issue.lead}, limit {issue.limit}, {issue.urgency}"


def _decision(found: Understood) -> str:
    if found.danger is not None:
        return f"alarm ({found.danger.kind}), because of {', '.join(found.danger.words)}"
    if not found.issues:
        return "9999, sorted by hand at the station: no word of a class"
    best = found.issues[0]
    if best.confidence >= SURE:
        return f"{best.code}, as sorted: confidence is {SURE} or more"
    if best.confidence >= LIKELY:
        return f"{best.code}, for the deputy to confirm: {LIKELY} to {SURE}"
    return f"the resident chooses between {best.code} and the next: below {LIKELY}"
