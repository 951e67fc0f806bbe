"""model.md C11, T11: the unit from the table, and what may be done with a sorting."""

import pytest

from domain.routing import Band, Rule, Thresholds, band, unit_for

STREETS = (Rule("T-WT", lead="T", street="望汀街道"), Rule("T-LW", lead="T", street="柳湾乡"))
TABLE = (Rule("LYJ", category="0106", street="望汀街道"), Rule("CGJ", category="0106"), *STREETS)


@pytest.mark.parametrize(
    ("lead", "street", "category", "accused", "unit"),
    [
        ("CGJ", "望汀街道", "0301", (), "CGJ"),
        ("CGJ", None, "0301", (), "CGJ"),
        ("T", "望汀街道", "0402", (), "T-WT"),
        ("T", "柳湾乡", "0402", (), "T-LW"),
        ("T", "别处", "0402", (), None),
        ("T", None, "0402", (), None),
        ("ZJJ", "望汀街道", "0106", (), "LYJ"),
        ("ZJJ", "柳湾乡", "0106", (), "CGJ"),
        ("ZJJ", None, "0106", (), "CGJ"),
        ("ZJJ", "望汀街道", "0106", {"LYJ"}, "CGJ"),
        ("ZJJ", "望汀街道", "0106", {"LYJ", "CGJ"}, "ZJJ"),
        ("ZJJ", "望汀街道", "0106", {"LYJ", "CGJ", "ZJJ"}, None),
        ("T", "望汀街道", "0402", {"T-WT"}, None),
        ("GAJ", None, "1001", {"GAJ"}, None),
    ],
)
def test_first_match_and_nobody_handles_a_complaint_about_himself(
    lead, street, category, accused, unit
):
    assert unit_for(lead, street, TABLE, category=category, accused=accused) == unit


@pytest.mark.parametrize(
    ("confidence", "margin", "expected"),
    [
        (1.0, 1.0, "auto"),
        (0.80, 0.20, "auto"),
        (0.80, 0.19, "confirm"),
        (0.79, 0.50, "confirm"),
        (0.50, 0.0, "confirm"),
        (0.49, 0.49, "ask"),
        (0.0, 0.0, "ask"),
    ],
)
def test_bands(confidence, margin, expected):
    found = band(
        confidence,
        margin,
        sealed=False,
        major=False,
        category_allows=True,
        thresholds=Thresholds(),
    )
    assert found == Band(expected)


@pytest.mark.parametrize(
    ("sealed", "major", "category_allows"),
    [(True, False, True), (False, True, True), (False, False, False)],
)
def test_what_never_goes_by_itself(sealed, major, category_allows):
    for confidence, expected in ((1.0, Band.CONFIRM), (0.4, Band.ASK)):
        found = band(
            confidence,
            1.0,
            sealed=sealed,
            major=major,
            category_allows=category_allows,
            thresholds=Thresholds(),
        )
        assert found is expected


def test_a_district_sets_its_own_thresholds():
    strict = Thresholds(auto=0.95, margin=0.4, confirm=0.7)
    found = [
        band(c, 0.4, sealed=False, major=False, category_allows=True, thresholds=strict)
        for c in (0.95, 0.94, 0.7, 0.69)
    ]
    assert found == [Band.AUTO, Band.CONFIRM, Band.CONFIRM, Band.ASK]
