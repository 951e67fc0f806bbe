"""What is wrong with a district pack: one line for each fault, for the operator who edits it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`row` is the line in the file (1 = the header); 0 and "" where there is none to name."""

    file: str
    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        return f"{place} {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


class PackError(Exception):
    """The pack cannot be used. str() is the list of its faults, a line each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
