"""Traps of existing software: weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import StratumError

ONE = lk.Instrument(
    "one", [lk.Item("q", lk.LikertScale(nonsubstantive={"N/A": 9}, positive="high"))]
)
FRAME = pd.DataFrame({
    "q": [1, 2, 4, 5, 5, 3, None, 2, 9, 4],
    "grade": ["x"] * 5 + ["y"] * 5,
    "w": [1.0, 0.1, 2.0, 1.5, 3.3, 0.25, 1.0, 2.0, 1.0, 0.7],
})  # fmt: skip
FIGURES = ("mean", "sd", "median", "interpolated_median", "mode", "q1", "q3", "top_box", "net",
           "floor", "ceiling")  # fmt: skip


def described(frame: pd.DataFrame, **declared: str):
    """Return the row of the item."""
    return lk.describe(lk.Responses(frame, ONE, **declared))["q"]  # type: ignore[arg-type]


@pytest.mark.parametrize("weight", [1.0, 0.1, 1 / 3, 7.0])
def test_equal_weights_give_the_median(weight: float) -> None:
    """The weighted median of 1 to 5 with equal weights is 2.5 in ggstats."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4, 5], "w": weight})
    assert described(frame, weight="w").median == 3.0
    even = pd.DataFrame({"q": [1, 2, 3, 4], "w": weight})
    assert described(even, weight="w").median == 2.5


def test_the_weighted_median_ignores_order_scale_and_aggregation() -> None:
    """Rows turned round, weights multiplied, equal rows added up."""
    expected = described(FRAME, weight="w")
    turned = described(FRAME.iloc[::-1], weight="w")
    scaled = described(FRAME.assign(w=FRAME["w"] * 0.3), weight="w")
    added = FRAME.fillna({"q": 9}).groupby("q", as_index=False)["w"].sum()
    joined = described(added, weight="w")
    for name in ("median", "q1", "q3"):
        figures = {getattr(row, name) for row in (expected, turned, scaled, joined)}
        assert figures == {getattr(expected, name)}
    assert joined.interpolated_median == pytest.approx(expected.interpolated_median)


def test_the_weighted_median_does_not_hang_on_a_last_bit() -> None:
    """Ten times 0.1 is not 1.0, but tenths give the quantiles of whole weights all the same."""
    rng = np.random.default_rng(1)
    for _ in range(200):
        whole = pd.DataFrame({"q": [1, 2, 3, 4, 5], "w": rng.integers(0, 4, 5)})
        if whole["w"].sum():
            one = described(whole, weight="w")
            other = described(whole.assign(w=whole["w"] / 10), weight="w")
            assert (other.q1, other.median, other.q3) == (one.q1, one.median, one.q3)
            assert other.interpolated_median == pytest.approx(one.interpolated_median)


def test_weights_reach_the_standard_error() -> None:
    """Unequal weights widen it; it is not that of the unweighted answers."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4, 5] * 8, "w": [0.1, 1.0, 4.0] * 13 + [2.0]})
    plain, weighted = (lk.means(lk.Responses(frame, ONE, weight=w))["q"] for w in (None, "w"))
    assert weighted.se > 1.2 * plain.se
    assert weighted.design_effect > 1.4
    assert weighted.effective_n < 30
    assert described(frame, weight="w").se == weighted.se


@pytest.mark.parametrize("factor", [1000.0, 1e-6, 3.7])
@pytest.mark.parametrize("stratum", [None, "grade"])
def test_weights_are_not_frequencies(factor: float, stratum: str | None) -> None:
    """Scaling them changes no figure (DescrStatsW shrinks the standard error)."""
    declared = {"weight": "w"} | ({"stratum": stratum} if stratum else {})
    moved = FRAME.assign(w=FRAME["w"] * factor)
    one, other = (lk.means(lk.Responses(f, ONE, **declared))["q"] for f in (FRAME, moved))  # type: ignore[arg-type]
    for name in ("mean", "se", "df", "low", "high", "design_effect", "effective_n"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-12)
    assert other.weighted_n == pytest.approx(factor * one.weighted_n)
    for a, b in zip(
        lk.frequencies(lk.Responses(FRAME, ONE, **declared)),  # type: ignore[arg-type]
        lk.frequencies(lk.Responses(moved, ONE, **declared)),  # type: ignore[arg-type]
        strict=True,
    ):
        assert (b.proportion, b.low, b.high) == pytest.approx(
            (a.proportion, a.low, a.high), rel=1e-11
        )


def test_a_whole_weight_is_so_many_copies_for_point_estimates() -> None:
    """Law 4: mean, shares and medians; the standard error is another matter."""
    frame = FRAME.assign(w=[1, 3, 2, 1, 4, 1, 2, 5, 1, 2])
    copies = frame.loc[np.repeat(frame.index, frame["w"])].assign(w=1)
    one, other = described(frame, weight="w"), described(copies, weight="w")
    for name in FIGURES:
        if name != "sd":  # n of the divisor n - 1 counts respondents
            assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-12), name
    assert one.se > other.se


def test_one_unit_strata_raise_by_default() -> None:
    """Four rules give four answers, by a global option in R; here nothing is chosen unasked."""
    frame = FRAME.assign(grade=["x"] * 9 + ["y"])
    with pytest.raises(StratumError, match="stratum 'y' has one respondent"):
        described(frame, weight="w", stratum="grade")


def test_proportion_intervals_do_not_collapse_at_100_percent() -> None:
    """Not [1, 1], with or without weights and strata."""
    frame = FRAME.assign(q=4)
    for declared in ({}, {"weight": "w"}, {"weight": "w", "stratum": "grade"}):
        rows = lk.frequencies(lk.Responses(frame, ONE, **declared)).rows  # type: ignore[arg-type]
        assert rows[3].proportion == rows[3].high == 1.0
        assert 0.3 < rows[3].low < 0.9
        assert rows[0].proportion == rows[0].low == 0.0
        assert 0.1 < rows[0].high < 0.7
