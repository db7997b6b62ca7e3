from __future__ import annotations

import math

import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

from likertkit._kernels.pvalues import adjust_pvalues

NAN = math.nan


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("none", [0.01, 0.04, 0.03, 0.005]),
        ("bonferroni", [0.04, 0.16, 0.12, 0.02]),
        ("holm", [0.03, 0.06, 0.06, 0.02]),
        ("benjamini-hochberg", [0.02, 0.04, 0.04, 0.02]),
    ],
)
def test_by_hand(correction, expected):
    """In the order given; what is undefined is in no family, and stays undefined."""
    pvalues = [0.01, 0.04, 0.03, 0.005]
    assert adjust_pvalues(pvalues, correction) == approx(expected)
    with_gaps = [NAN, *pvalues[:2], NAN, *pvalues[2:]]
    found = adjust_pvalues(with_gaps, correction)
    assert found == approx([NAN, *expected[:2], NAN, *expected[2:]], nan_ok=True)
    assert adjust_pvalues([], correction) == []
    assert adjust_pvalues([NAN], correction) == approx([NAN], nan_ok=True)
    assert adjust_pvalues([0.2], correction) == [0.2]
    assert adjust_pvalues([0.9, 0.8], correction)[0] <= 1.0
