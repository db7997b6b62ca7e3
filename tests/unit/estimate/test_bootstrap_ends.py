"""A bootstrap interval holds its estimate, has a width, and takes little memory."""

from __future__ import annotations

import math
import time
import tracemalloc
from itertools import product

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.design import bca_interval, percentile_interval
from likertkit._kernels.design._bootstrap import Replicates

FIVE = lk.LikertScale()
STATISTICS = ("mean", "median", "interpolated_median", "van_der_eijk_a", "leik", "consensus")
both = pytest.mark.parametrize("interval", ["bca", "bootstrap"])


def tables(n_levels: int, most: int) -> lk.Tally:
    """Return every table of so many levels, each with at most so many answers, as an item."""
    counts = [c for c in product(range(most + 1), repeat=n_levels) if sum(c) > 1]
    counts += [(m, *[0] * (n_levels - 2), m + extra) for m in (2, 7, 30, 50) for extra in (0, 1)]
    scale = lk.LikertScale(tuple(range(1, n_levels + 1)))
    items = [lk.Item(f"q{k}", scale) for k in range(len(counts))]
    return lk.Tally.from_counts(
        {
            item.name: dict(zip(scale.codes, own, strict=True))
            for item, own in zip(items, counts, strict=True)
        },
        lk.Instrument("tables", items),
    )


MANY = tables(3, 4)


@both
@pytest.mark.parametrize("statistic", STATISTICS)
def test_every_interval_holds_its_estimate(interval, statistic) -> None:
    """130 small tables; an interval that is none is NaN, and says why."""
    for row in lk.bootstrap(MANY, statistic, interval=interval, n_resamples=199, rng=1):
        if math.isnan(row.low):
            assert math.isnan(row.high)
            assert row.note
        else:
            assert row.low <= row.estimate <= row.high
            assert row.low < row.high


@both
def test_means_and_agreement_hold_theirs(interval) -> None:
    """The same resamples under other names."""
    for row in lk.means(MANY, interval=interval, n_resamples=199, rng=1):
        assert math.isnan(row.low) or row.low <= row.mean <= row.high
    for one in lk.agreement(MANY, interval=interval, n_resamples=199, rng=1):
        for name in ("van_der_eijk_a", "leik", "consensus"):
            low, high = getattr(one, f"{name}_low"), getattr(one, f"{name}_high")
            assert math.isnan(low) or low <= getattr(one, name) <= high


@both
@pytest.mark.parametrize("weight", [None, "w"])
def test_weighted_answers_at_both_ends(interval, weight) -> None:
    """Fifty at either end: A is -1 and no resample lies below it."""
    frame = pd.DataFrame({"q": [1, 5] * 50, "w": 1.0})
    answers = lk.Responses(frame, lk.Instrument("i", [lk.Item("q", FIVE)]), weight=weight)
    row = lk.agreement(answers, interval=interval, rng=1)["q"]
    assert row.van_der_eijk_a_low == approx(-1.0)
    # 2.24 errors of .05 move .112 of the answers from one end to the other: A = 4 (.112) - 1.
    assert row.van_der_eijk_a_high == approx(4 * 0.112 - 1, abs=0.05)
    beyond = "no resample lies beyond the estimate: percentiles, as BCa is undefined"
    assert (beyond in row.note) is (interval == "bca")


def test_ends_of_one_value_are_no_interval() -> None:
    """Sixteen of twenty at one level: ten or more draws at the other come .26 times in 100."""
    tally = lk.Tally.from_counts({"q": {4: 16, 5: 4}}, lk.Instrument("i", [lk.Item("q", FIVE)]))
    row = lk.bootstrap(tally, "median", interval="bootstrap", rng=1)["q"]
    assert (row.estimate, row.se > 0) == (4.0, True)
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert row.note == "its ends are one value: the interval is undefined"


def test_wide_scales_take_a_moment() -> None:
    """Layers are counted at once: 41 levels took minutes, and take about a second."""
    scale = lk.LikertScale(tuple(range(41)))
    counts = np.random.default_rng(0).integers(1, 60, 41).tolist()
    tally = lk.Tally.from_counts(
        {"q": dict(enumerate(counts))}, lk.Instrument("i", [lk.Item("q", scale)])
    )
    begun = time.process_time()
    row = lk.agreement(tally, interval="bca", n_resamples=999, rng=1)["q"]
    assert time.process_time() - begun < 10
    assert row.van_der_eijk_a_low < row.van_der_eijk_a < row.van_der_eijk_a_high


@pytest.mark.parametrize("weight", [None, "w"])
def test_memory_does_not_grow_with_resamples(weight, monkeypatch) -> None:
    """Blocks of resamples are drawn, used and forgotten; the interval is the same."""
    frame = pd.DataFrame({"q": [1, 2, 2, 3, 4, 4, 4, 5] * 5, "w": [0.5, 1, 2, 1] * 10})
    answers = lk.Responses(frame, lk.Instrument("i", [lk.Item("q", FIVE)]), weight=weight)
    monkeypatch.setattr("likertkit.estimate.resampling._resampled_rows._KEPT", 1_000)
    monkeypatch.setattr("likertkit.estimate.resampling._resamples._AT_ONCE", 20_000)
    monkeypatch.setattr("likertkit._kernels.design._bootstrap._KEPT", 10_000)
    peaks = []
    for n_resamples in (20_000, 60_000):
        tracemalloc.start()
        row = lk.means(answers, interval="bca", n_resamples=n_resamples, rng=1)["q"]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
    assert row.low == approx(row.mean - 1.96 * row.se, abs=0.1)
    assert row.high == approx(row.mean + 1.96 * row.se, abs=0.1)


def test_rows_are_drawn_again_for_each_item(monkeypatch) -> None:
    """Where the resamples of all items are too many to keep each item has the same ones."""
    frame = pd.DataFrame({"q": [1, 2, 2, 3, 4, 5], "r": [5, 4, 4, 3, 2, 1], "w": [1.0, 2] * 3})
    two = lk.Instrument("i", [lk.Item("q", FIVE), lk.Item("r", FIVE)])
    kept = lk.means(lk.Responses(frame, two, weight="w"), interval="bootstrap", rng=1)
    monkeypatch.setattr("likertkit.estimate.resampling._resampled_rows._KEPT", 0)
    again = lk.means(lk.Responses(frame, two, weight="w"), interval="bootstrap", rng=1)
    assert kept.rows == again.rows
    assert kept["q"].low == approx(6 - kept["r"].high)


def test_counted_replicates_have_the_quantiles_of_each_by_itself(monkeypatch) -> None:
    """NumPy's quantiles, and BCa's ends, of values that were counted."""
    monkeypatch.setattr("likertkit._kernels.design._bootstrap._KEPT", 100)
    rng = np.random.default_rng(1)
    blocks = [rng.binomial(20, 0.4, size=64) / 20 for _ in range(9)]
    replicates = Replicates(0.4)
    for block in blocks:
        replicates.add(block)
    replicates.add(np.array([math.nan, math.inf]))
    values, counts = replicates.values()
    each = np.concatenate(blocks)
    assert counts is not None
    assert np.repeat(values, counts).tolist() == sorted(each.tolist())
    assert (replicates.n, replicates.n_lost) == (len(each), 2)
    for level in (0.5, 0.9, 0.95, 0.999):
        assert percentile_interval(values, level, counts) == approx(
            percentile_interval(each, level), rel=1e-12
        )
        assert bca_interval(values, 0.4, 0.05, level, counts) == approx(
            bca_interval(each, 0.4, 0.05, level), rel=1e-12
        )


def test_too_many_different_values_move_to_a_fine_grid(monkeypatch) -> None:
    """By less than a step; what equals the estimate stays."""
    monkeypatch.setattr("likertkit._kernels.design._bootstrap._KEPT", 1_000)
    monkeypatch.setattr("likertkit._kernels.design._bootstrap._APART", 500)
    monkeypatch.setattr("likertkit._kernels.design._bootstrap._STEPS", 200)
    rng = np.random.default_rng(2)
    replicates = Replicates(0.25)
    each = [np.append(rng.random(700), 0.25) for _ in range(4)]
    for block in each:
        replicates.add(block)
    values, counts = replicates.values()
    assert counts is not None
    assert len(values) < 1_000
    assert counts.sum() == 4 * 701
    assert counts[values == 0.25].sum() >= 4
    found = percentile_interval(values, 0.9, counts)
    assert found == approx(percentile_interval(np.concatenate(each), 0.9), abs=2 / 200)
