"""Laws of weights that are made: margins are met, and nothing else moves."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.designs import in_design
from tests.strategies import differences, fewer

import likertkit as lk

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale())])

people = st.tuples(
    st.none() | st.integers(1, 5),
    st.sampled_from("ab"),
    st.sampled_from("xyz"),
    st.sampled_from([1.0, 0.5, 3.0, 12.5]),
)
frames = st.lists(people, min_size=2, max_size=40).map(
    lambda rows: pd.DataFrame(rows, columns=["q", "ward", "grade", "w"]).astype({"q": "Int8"})
)


def own_totals(frame: pd.DataFrame, column: str) -> dict[str, float]:
    """Return the sum of weights at each level, as the sample has it."""
    totals: dict[str, float] = frame.groupby(column)["w"].sum().to_dict()
    return totals


@given(frame=frames)
def test_the_samples_own_composition_changes_no_mean(frame):
    """Law 9: weights that are already right stay as they are."""
    data = lk.Responses(frame, TRIAL, weight="w")
    plain = lk.means(data)["q"]
    by_ward = lk.poststratify(data, own_totals(frame, "ward"), by="ward")
    raked = lk.rake(data, {name: own_totals(frame, name) for name in ("ward", "grade")})
    for weighting in (by_ward, raked):
        assert weighting.weights == pytest.approx(frame["w"].to_numpy(), rel=1e-9)
        row = lk.means(data.weighted(weighting))["q"]
        assert row.mean == pytest.approx(plain.mean, rel=1e-9, nan_ok=True)
        assert row.n == plain.n


@given(frame=frames, data=st.data())
def test_raked_margins_are_met(frame, data):
    """Law 9: of any sample that some positive weights could bring there."""
    # Totals that some weights have can be met by others.
    wanted = data.draw(
        st.lists(st.floats(0.1, 10), min_size=len(frame), max_size=len(frame)).map(pd.Series)
    )
    margins = {name: wanted.groupby(frame[name]).sum().to_dict() for name in ("ward", "grade")}
    responses = lk.Responses(frame, TRIAL, weight="w")
    weighting = lk.rake(responses, margins)
    assert weighting.converged
    for name, totals in margins.items():
        # Totals that add up to 1 are shares, and keep the sum of the weights.
        shares = pd.Series(weighting.weights).groupby(frame[name]).sum() / weighting.weights.sum()
        expected = {level: total / wanted.sum() for level, total in totals.items()}
        assert shares.to_dict() == pytest.approx(expected, abs=1e-9)


@given(frame=frames, factor=st.sampled_from([0.01, 8.0]), size=st.sampled_from([1.0, 1000.0]))
@fewer(0.5)
def test_scales_of_weights_and_totals_change_nothing(frame, factor, size):
    """Law 4, for means, errors and shares of calibrated weights."""
    wards = {ward: k for k, ward in enumerate(sorted(frame["ward"].unique()), start=1)}
    tables = []
    for one, other in ((1.0, 1.0), (factor, size)):
        data = lk.Responses(frame.assign(w=frame["w"] * one), TRIAL, weight="w")
        sizes = {ward: n * 10 * other for ward, n in wards.items()}
        weighting = lk.poststratify(data, sizes, by="ward")
        tables.append(
            (lk.means(data.weighted(weighting)), lk.frequencies(data.weighted(weighting)))
        )
    for one, other in zip(*tables, strict=True):
        assert differences(one, other, leave_out=("weighted_n", "weighted_count")) == []


@given(frame=frames, low=st.floats(0, 1), high=st.floats(1, 5))
def test_trimming_keeps_the_sum(frame, low, high):
    """And brings every weight into the range, which holds their mean."""
    weighting = lk.poststratify(
        lk.Responses(frame, TRIAL, weight="w"), own_totals(frame, "ward"), by="ward"
    )
    mean = float(weighting.weights.mean())
    assume(low < high)
    cut = lk.trim(weighting, low=low * mean, high=high * mean * (1 + 1e-12)).weights
    assert math.fsum(cut) == pytest.approx(math.fsum(weighting.weights), rel=1e-9)
    assert cut.min() >= low * mean * (1 - 1e-9)
    assert cut.max() <= high * mean * (1 + 1e-9)


@given(frame=frames)
@fewer(0.5)
def test_the_table_and_the_rows_agree(frame):
    """Law 7: a tally of calibrated weights holds all that the errors need."""
    data = lk.Responses(frame, TRIAL, stratum="grade", weight="w")
    weighted = data.weighted(lk.poststratify(data, own_totals(frame, "ward"), by="ward"))
    for function in (lk.means, lk.describe, lk.frequencies, lk.quantiles):
        one = in_design(function, weighted, lone_stratum="adjust")
        assert one == in_design(function, weighted.tally(), lone_stratum="adjust")


@given(weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=30), factor=st.floats(0.01, 100))
def test_what_weights_cost(weights, factor):
    """At most all respondents, by one effect and the other; equal weights cost nothing."""
    n = len(weights)
    size, effect = lk.effective_sample_size(weights), lk.design_effect(weights)
    assert 1 - 1e-12 <= size <= n * (1 + 1e-12)
    assert size * effect == pytest.approx(n, rel=1e-12)
    assert lk.effective_sample_size([w * factor for w in weights]) == pytest.approx(size, rel=1e-12)
    assert lk.design_effect([factor] * n) == pytest.approx(1.0, rel=1e-12)
    # Whoever weighs 0 is in no figure.
    assert lk.effective_sample_size([*weights, 0.0]) == pytest.approx(size, rel=1e-12)
    assert lk.design_effect([*weights, 0.0]) == pytest.approx(effect, rel=1e-12)
