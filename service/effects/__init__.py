"""What a step changes besides the status. One function per action that changes something;
each returns what the event keeps and the texts may use (`text`, `reason`, `unit` …).

Nobody outside casework.py applies them.
"""

from service.effects import handling, merging, sorting
from service.effects.registry import DEFAULT_LIMIT, KIND_ASKED, TRANSFER, add, apply
from service.effects.sorting import set_place

__all__ = [
    "DEFAULT_LIMIT",
    "KIND_ASKED",
    "TRANSFER",
    "add",
    "apply",
    "handling",
    "merging",
    "set_place",
    "sorting",
]
