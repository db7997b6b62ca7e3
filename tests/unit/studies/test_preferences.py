"""Shares of unordered categories."""

from __future__ import annotations

from typing import Any

import pytest

from likertkit import studies
from likertkit.errors import ArgumentError, CountsError, LikertkitError, UnknownItemError
from likertkit.studies import CategoryCounts


def counts(**changes: Any) -> CategoryCounts:
    """Return ten answers, with some things changed."""
    facts = {"categories": ("yes", "no"), "counts": (9, 1), "percentages": ("90", None)}
    return CategoryCounts(**{**facts, **changes})


def test_shares_have_wilson_intervals() -> None:
    """9 of 10 by hand: (9 + z²/2 ± z √(.9 + z²/4)) / (10 + z²), z = 1.959964."""
    table = counts().proportions()
    assert table["yes"].proportion == pytest.approx(0.9, rel=1e-15)
    assert table["yes"].low == pytest.approx(0.5958499732047615, rel=1e-12)
    assert table["yes"].high == pytest.approx(0.9821237869049271, rel=1e-12)
    assert table["no"].published is None
    assert table["yes"].published == "90"
    assert table["no"].n == 10


def test_a_higher_level_widens() -> None:
    """And a share of none starts at exactly 0."""
    narrow, wide = (
        counts(counts=(10, 0)).proportions(confidence_level=level) for level in (0.9, 0.99)
    )
    assert wide["yes"].low < narrow["yes"].low
    assert (wide["no"].low, wide["yes"].high) == (0.0, 1.0)
    with pytest.raises(ArgumentError):
        counts().proportions(confidence_level=95)


def test_published_shares_of_the_study() -> None:
    """The counts are those of all respondents, the silent included."""
    both = studies.balint().preferences
    assert (both.participants.n, both.facilitators.n) == (51, 5)
    assert both.participants.count("Continue virtually") == 14
    assert both.participants.silent == "Didn't comment"
    with pytest.raises(UnknownItemError, match="no category 'Prefer Zoom'"):
        both.participants.count("Prefer Zoom")


@pytest.mark.parametrize(
    ("changes", "kind", "message"),
    [
        ({"counts": (9,)}, CountsError, "2 categories have 1 counts and 2 percentages"),
        ({"percentages": ()}, CountsError, "2 categories have 2 counts and 0 percentages"),
        ({"counts": (0, 0)}, CountsError, "add up to 0"),
        ({"counts": (-1, 2)}, ArgumentError, "counts=-1 is too small"),
        ({"silent": "none"}, UnknownItemError, "no category 'none'"),
    ],
)
def test_contradictions_are_refused(
    changes: dict[str, Any], kind: type[LikertkitError], message: str
) -> None:
    """Each with a hint."""
    with pytest.raises(kind, match=message) as caught:
        counts(**changes)
    assert "\nHint: " in str(caught.value)
