"""trim: the sum and the range are kept, and whoever lies inside keeps the ratios."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, CalibrationError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
# Additions of a few dozen weights in another order.
REL = 1e-13


def made(weights: Any, answers: Any = 3) -> tuple[lk.Responses, lk.Weighting]:
    """Return responses with these weights of the design, and a weighting that leaves them so."""
    frame = pd.DataFrame({"q": answers, "g": "all", "w": np.asarray(weights, dtype=float)})
    data = lk.Responses(frame, ONE, weight="w")
    return data, lk.poststratify(data, {"all": float(frame["w"].sum())}, by="g")


def trimmed(weights: Any, low: float | None, high: float | None) -> np.ndarray:
    """Return these weights within the range."""
    return lk.trim(made(weights)[1], low=low, high=high).weights


@pytest.mark.parametrize(
    ("weights", "low", "high", "expected"),
    [
        # 4 of the 10 are given to the others, a half more each.
        ([2, 2, 4, 10], None, 6, [3, 3, 6, 6]),
        # 1 is taken from the others, which had 8, to lift one to 2.
        ([1, 2, 6], 2, None, [2, 2, 5]),
        # What the first cut gives away lifts the second over the limit, and so on.
        ([1, 2, 5, 12], None, 6, [8 / 3, 16 / 3, 6, 6]),
        ([1, 4, 5, 6, 14], 3, 7, [3, 6, 7, 7, 7]),
        # Nobody lies between the ends.
        ([1, 1, 3, 3], None, 2, [2, 2, 2, 2]),
        ([1, 1, 3, 3], 2, None, [2, 2, 2, 2]),
        ([1, 1, 3, 3], 1.5, 2.5, [1.5, 1.5, 2.5, 2.5]),
        # Nothing lies outside.
        ([1, 2, 3], 1, 3, [1, 2, 3]),
        ([1, 2, 3], 0, math.inf, [1, 2, 3]),
        ([1, 2, 3], 0, None, [1, 2, 3]),
        ([0, 2, 2], None, 3, [0, 2, 2]),
    ],
)  # fmt: skip
def test_by_hand(weights: Any, low: Any, high: Any, expected: Any) -> None:
    """min(max(c w, low), high) for the one c that keeps the sum."""
    assert trimmed(weights, low, high) == approx(np.array(expected, dtype=float), rel=REL)


def by_halving(weights: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return min(max(c w, low), high) by halving an interval of c."""
    least, most = 0.0, 1e6
    for _ in range(200):
        middle = (least + most) / 2
        if np.clip(weights * middle, low, high).sum() < weights.sum():
            least = middle
        else:
            most = middle
    return np.clip(weights * least, low, high)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("low", "high"), [(None, 1.5), (0.6, None), (0.5, 1.6), (0.97, 1.02), (0.0, 1.1)]
)
def test_sum_range_ratios_and_again(seed: int, low: float | None, high: float | None) -> None:
    """Of weights that are all different, with the range about their mean."""
    before = np.random.default_rng(seed).gamma(1.2, 1.0, 37)
    mean = before.mean()
    least = None if low is None else low * mean
    most = None if high is None else high * mean
    after = trimmed(before, least, most)
    bottom, top = least or 0.0, most or math.inf
    assert after.sum() == approx(before.sum(), rel=REL)
    assert after.min() >= bottom * (1 - REL)
    assert after.max() <= top * (1 + REL)
    assert after == approx(by_halving(before, bottom, top), rel=1e-10)
    inside = (after > bottom) & (after < top)
    ratios = after[inside] / before[inside]
    assert np.ptp(ratios) <= REL * ratios.max()
    # Who had more does not end up with less.
    assert (np.diff(after[np.argsort(before)]) >= -REL * mean).all()
    assert trimmed(after, least, most) == approx(after, rel=REL)


def test_what_is_said() -> None:
    """How they were made, how many lay outside, and that the margins are met no more."""
    data, weighting = made([2, 2, 4, 10], [1, 2, None, 5])
    cut = lk.trim(weighting, low=2.5, high=6)
    assert cut.method == "post-stratified, trimmed to 2.5 to 6"
    assert (cut.columns, cut.margins, cut.cells) == (("g",), (("g",),), ())
    note = (
        "Weights are trimmed to 2.5 to 6 (3 of 4 changed): they no longer meet the margins, and "
        "standard errors treat them as fixed."
    )
    assert cut.notes == (note,)
    assert cut.effective_n == approx(18**2 / (9 + 9 + 36 + 36), rel=REL)
    assert cut.design_effect == approx(4 * 90 / 18**2, rel=REL)
    assert (cut.n_rows, cut.converged, cut.iterations, cut.error) == (4, True, 1, 0.0)
    table = lk.means(data.weighted(cut))
    assert note in table.notes
    assert note in repr(data.weighted(cut))
    # Weights 3, 3 and 6 of answers 1, 2 and 5.
    assert table["q"].mean == approx((3 * 1 + 3 * 2 + 6 * 5) / 12, rel=REL)
    assert not table["q"].method.startswith("calibrated")
    # Limits that trim nothing are said as they are, and both trimmings of two.
    assert lk.trim(weighting, low=0).method.endswith("trimmed to 0 or more")
    assert lk.trim(weighting, high=90).method.endswith("trimmed to 90 or less")
    assert "0 of 4" in lk.trim(weighting, low=0).notes[0]
    # A number that no float holds is no limit at all.
    assert lk.trim(weighting, high=10**400).method.endswith("trimmed to inf or less")
    again = lk.trim(cut, low=3, high=5.5)
    assert again.method == "post-stratified, trimmed to 2.5 to 6, trimmed to 3 to 5.5"
    assert again.notes[0] == note
    assert len(again.notes) == 2


def test_a_raking_that_did_not_converge_is_not_forgotten() -> None:
    """Trimmed, it is as far from its margins."""
    frame = pd.DataFrame({"q": 3, "a": list("xxyyyx"), "b": list("uvuvvv")})
    raked = lk.rake(
        lk.Responses(frame, ONE),
        {"a": {"x": 20, "y": 10}, "b": {"u": 14, "v": 16}},
        max_iterations=1,
    )
    cut = lk.trim(raked, low=1)
    assert (cut.converged, cut.iterations, cut.error) == (False, 1, raked.error)
    assert cut.notes[0] == raked.notes[0]
    assert cut.notes[0].startswith("Raking did not converge")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (5, None, "4 weights from 5 to inf cannot add up to 18; their mean is 4.5."),
        (None, 4, "4 weights from 0 to 4 cannot add up to 18; their mean is 4.5."),
        (4.6, 20, "4 weights from 4.6 to 20 cannot add up to 18; their mean is 4.5."),
    ],
)
def test_ranges_without_the_mean(low: Any, high: Any, said: str) -> None:
    """No weights in them have the sum."""
    with pytest.raises(CalibrationError) as caught:
        trimmed([2, 2, 4, 10], low, high)
    assert str(caught.value).splitlines()[0] == said


@pytest.mark.parametrize(
    ("low", "high"),
    [(4, 4), (6, 3), (-1, 6), (None, 0), (math.nan, 6), (2, math.nan), (math.inf, None)],
)
def test_what_is_no_range(low: Any, high: Any) -> None:
    """Empty, negative or unknown."""
    with pytest.raises(
        ArgumentError, match=rf"low={low!r}, high={high!r} is not a range of weights"
    ):
        trimmed([2, 2, 4, 10], low, high)


@pytest.mark.parametrize("limit", ["3", True, [3], object()])
def test_what_is_no_limit(limit: Any) -> None:
    """On either side."""
    for limits in ((limit, 9), (1, limit)):
        with pytest.raises(ArgumentTypeError, match=r"the limit .* of weights is not a number"):
            trimmed([2, 2, 4, 10], *limits)


def test_what_is_no_weighting() -> None:
    """Arrays, and weights that an engine holds."""
    with pytest.raises(ArgumentTypeError, match="weighting is a ndarray; expected a Weighting"):
        lk.trim(np.ones(3), low=0.5, high=2)  # type: ignore[arg-type]
    frame = pl.LazyFrame({"q": [1, 2, 3], "g": ["f", "m", "m"]})
    weighting = lk.poststratify(lk.Responses(frame, ONE), {"f": 1, "m": 3}, by="g")
    with pytest.raises(ArgumentError, match="in an engine, whose rows have no order"):
        lk.trim(weighting, low=0.5, high=2)
