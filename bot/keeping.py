"""A start without looking for garbage. Light, so that it can stand around the first imports."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLD = 50_000  # telegram.md, throughput


@contextmanager
def keeping_all() -> Iterator[None]:
    """What is made within stays: nobody looks for garbage in it, within or later, and after it
    seldom. While everything is imported that would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(THRESHOLD, 20, 20)
        gc.enable()
