"""Rows of orders for tests of what reads them; whoever tests a step takes it through casework."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from storage.ids import uuid7
from storage.models import Order

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_numbers = count(1)

_PLAIN: Mapping[str, Any] = {
    "status": "handling",
    "intent": "report",
    "text_original": "路灯坏了",
    "text_normal": "路灯坏了",
    "category": "0601",
    "taxonomy_version": "2026.1",
    "confidence": 1.0,
    "margin": 1.0,
    "grid_certainty": "exact",
    "urgency": "normal",
    "limit_class": "W5",
}


def an_order(now: datetime = NOW, district_id: str = "qingting", **fields: Any) -> Order:
    """An order with a number of its own; `fields` over a plain one at its unit."""
    lists: dict[str, Any] = {"trace": {}, "grid_candidates": [], "returned_by": []}
    return Order(
        **{
            "district_id": district_id,
            "id": uuid7(now),
            "number": f"QT-20261125-{next(_numbers):05d}",
            "submitted_at": now,
            "moved_at": now,
            **_PLAIN,
            **lists,
            **fields,
        }
    )
