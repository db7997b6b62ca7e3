"""Laws of reliability and of correlations of items."""

from __future__ import annotations

import math

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.strategies import fewer

import likertkit as lk

SCALE = lk.LikertScale((1, 2, 3, 4))
NAMES = ("a", "b", "c", "d")
TRIAL = lk.Instrument("trial", [lk.Item(name, SCALE) for name in NAMES])
# Both sides add the same numbers in another order.
NEAR = {"rel": 1e-9, "abs": 1e-9}
# A polychoric correlation is a maximum, and the likelihood is flat there.
FLAT = 1e-7
# Many functions, or a fit of each table.
FEWER = fewer(0.2)


@st.composite
def answers(draw: st.DrawFn, *, complete: bool = False) -> pd.DataFrame:
    """Draw the answers of some people, which go together a little."""
    n = draw(st.integers(4, 25))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    raw = (
        2.5 + rng.normal(size=(n, 1)) * draw(st.sampled_from([0.0, 1.0])) + rng.normal(size=(n, 4))
    )
    frame = pd.DataFrame(np.clip(np.round(raw), 1, 4), columns=list(NAMES))
    if not complete:
        frame = frame.mask(rng.random(frame.shape) < draw(st.sampled_from([0.0, 0.1, 0.3])))
    return frame


def bound(frame: pd.DataFrame, instrument: lk.Instrument = TRIAL) -> lk.Responses:
    """Bind the answers."""
    return lk.Responses(frame, instrument)


def same(found: float, expected: float, tolerance: float = 1e-9) -> bool:
    """Return whether two figures agree, undefined with undefined."""
    both = math.isnan(found) and math.isnan(expected)
    return both or math.isclose(found, expected, rel_tol=tolerance, abs_tol=tolerance)


FUNCTIONS = {
    "reliability": lk.reliability,
    "alpha": lk.cronbach_alpha,
    "alpha of pairs": lambda data: lk.cronbach_alpha(data, pairwise=True),
    "ordinal": lk.ordinal_alpha,
    "omega": lk.mcdonald_omega,
    "halves": lk.split_half,
    "items": lk.item_analysis,
    "pearson": lk.correlations,
    "spearman": lambda data: lk.correlations(data, method="spearman"),
    "polychoric": lambda data: lk.correlations(data, method="polychoric"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@FEWER
@given(frame=answers())
def test_from_the_table_and_from_the_rows(name: str, frame: pd.DataFrame) -> None:
    """The same figures, and from the sum of two parts."""
    call = FUNCTIONS[name]
    expected = call(bound(frame)).rows
    assert call(bound(frame).cotally()).rows == expected
    parts = [bound(part).cotally() for part in (frame.iloc[:2], frame.iloc[2:])]
    assert call(lk.CoTally.sum(parts)).rows == expected


@given(frame=answers())
def test_the_origin_of_an_item_and_the_direction_of_all_change_nothing(frame: pd.DataFrame) -> None:
    """Alpha and omega know distances alone."""
    expected = lk.reliability(bound(frame))["trial"]
    shifted = lk.Instrument(
        "trial", [lk.Item("a", lk.LikertScale((11, 12, 13, 14))), *list(TRIAL)[1:]]
    )
    turned = TRIAL.revise(negative="*")
    for found in (
        lk.reliability(bound(frame.assign(a=frame["a"] + 10), shifted))["trial"],
        lk.reliability(bound(frame, turned))["trial"],
    ):
        for name in ("alpha", "alpha_low", "alpha_high"):
            assert same(getattr(found, name), getattr(expected, name))
        assert same(found.omega, expected.omega, 1e-6)


@given(frame=answers(), order=st.permutations(NAMES))
def test_the_order_of_items_changes_nothing(frame: pd.DataFrame, order: list[str]) -> None:
    """Nor that of rows."""
    expected = lk.reliability(bound(frame))["trial"]
    mixed = frame.iloc[::-1]
    found = lk.reliability(bound(mixed, TRIAL.select(order)))["trial"]
    assert same(found.alpha, expected.alpha)
    # Items of which one factor leaves the loadings all but open have many near solutions.
    assert math.isnan(found.omega) == math.isnan(expected.omega) or "held" in found.note
    if "Heywood" not in expected.note and not math.isnan(expected.omega):
        assert same(found.omega, expected.omega, 1e-5)
    halves = lk.split_half(bound(frame))["trial"]
    assert same(lk.split_half(bound(mixed, TRIAL.select(order)))["trial"].estimate, halves.estimate)


@FEWER
@given(frame=answers())
def test_a_polychoric_correlation_lies_in_its_range_and_turns_with_an_item(
    frame: pd.DataFrame,
) -> None:
    """As do the other two."""
    turned = TRIAL.revise(negative="b")
    for method in ("pearson", "spearman", "polychoric"):
        given_ = lk.correlations(bound(frame), method=method)
        keyed = lk.correlations(bound(frame, turned).scored("keyed"), method=method)
        for row, other in zip(given_, keyed, strict=True):
            assert math.isnan(row.correlation) or -1 <= row.correlation <= 1
            sign = -1 if "b" in (row.first, row.second) else 1
            assert same(other.correlation, sign * row.correlation, FLAT)
            assert same(other.se, row.se, 1e-5)


@FEWER
@given(frame=answers())
def test_exchanging_two_items_keeps_their_correlation(frame: pd.DataFrame) -> None:
    """It has no direction."""
    there, back = TRIAL.select("a", "b"), TRIAL.select("b", "a")
    for method in ("pearson", "spearman", "polychoric"):
        (row,) = lk.correlations(bound(frame, there), method=method)
        (other,) = lk.correlations(bound(frame, back), method=method)
        assert same(other.correlation, row.correlation, FLAT)
        assert same(other.low, row.low, 1e-5)


@given(frame=answers(complete=True))
def test_standardized_alpha_is_that_of_the_correlations(frame: pd.DataFrame) -> None:
    """With the mean r: k r / (1 + (k - 1) r)."""
    row = lk.cronbach_alpha(bound(frame), standardized=True)["trial"]
    r = [pair.correlation for pair in lk.correlations(bound(frame))]
    assume(not any(math.isnan(one) for one in r) and 1 + 3 * np.mean(r) > 1e-6)
    mean = float(np.mean(r))
    assert row.estimate == pytest.approx(4 * mean / (1 + 3 * mean), **NEAR)


@given(frame=answers(complete=True))
def test_pairs_of_complete_rows_are_complete_rows(frame: pd.DataFrame) -> None:
    """Then both rules are one; and alpha is no more than λ4, and no more than the best halving."""
    row = lk.cronbach_alpha(bound(frame))["trial"]
    pairs = lk.cronbach_alpha(bound(frame), pairwise=True)["trial"]
    assert attrs.evolve(pairs, note="") == attrs.evolve(row, note="")
    halves = lk.split_half(bound(frame))["trial"]
    assert math.isnan(row.estimate) or row.estimate <= halves.lambda_4 + 1e-9


@given(frame=answers(), level=st.sampled_from([0.5, 0.8, 0.99]))
def test_a_higher_level_never_narrows(frame: pd.DataFrame, level: float) -> None:
    """Feldt's interval, the bootstrap at one seed, and Fisher's."""
    calls = (
        lk.cronbach_alpha,
        lambda data, **options: lk.cronbach_alpha(
            data, interval="bootstrap", n_resamples=40, rng=1, **options
        ),
        lk.correlations,
    )
    for call in calls:
        wide = call(bound(frame), confidence_level=min(level + 0.005, 0.995)).rows
        for row, other in zip(call(bound(frame), confidence_level=level), wide, strict=True):
            assert math.isnan(row.low) or other.low <= row.low <= row.high <= other.high
