from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import add

import numpy as np
import pandas as pd
import pytest
from tests.reference import kernels as plain

from likertkit._kernels.means import count_quantile, interpolated_median, weighted_quantile

SCORES = (1, 2, 3, 4)
SHARES = [Fraction(k, 12) for k in range(13)] + [Fraction(1, 10), Fraction(97, 100)]
TABLES = [counts for counts in product(range(4), repeat=4) if sum(counts)]


@pytest.mark.parametrize("share", SHARES)
def test_every_small_table_has_the_quantile_of_its_rows(share):
    """All 255 tables of up to 3 answers a level, types 7 and 2, at steps and between."""
    for counts in TABLES:
        rows = plain.spread_out(counts, SCORES)
        seven = float(plain.quantile_7(rows, share))
        two = float(plain.quantile_2(rows, share))
        assert count_quantile(counts, SCORES, share) == seven, counts
        assert weighted_quantile([float(c) for c in counts], SCORES, float(share)) == two, counts


@pytest.mark.parametrize("share", SHARES)
def test_type_7_is_that_of_pandas_and_numpy(share):
    """Their default, and R's."""
    counts = (7, 0, 19, 4)
    rows = plain.spread_out(counts, (-2, 0, 5, 11))
    found = count_quantile(counts, (-2, 0, 5, 11), share)
    assert found == pytest.approx(pd.Series(rows).quantile(float(share)), rel=1e-12)
    assert found == pytest.approx(np.quantile(rows, float(share)), rel=1e-12)


@pytest.mark.parametrize("share", SHARES)
def test_type_2_is_that_of_numpy(share):
    """NumPy calls it averaged_inverted_cdf."""
    for counts in [(7, 0, 19, 4), (3, 3, 3, 3), (6, 6, 0, 12)]:
        rows = plain.spread_out(counts, SCORES)
        expected = np.quantile(rows, float(share), method="averaged_inverted_cdf")
        assert weighted_quantile(counts, SCORES, float(share)) == expected


@pytest.mark.parametrize("unit", [1e-9, 1, 1e9])
def test_weights_are_spread_as_they_are(unit):
    """Half of the weight of .3, .2, .5 lies exactly at the second step, whatever its unit."""
    for second, expected in ((0.2, 2.5), (0.21, 2.0), (0.19, 3.0)):
        weights = [unit * 0.3, unit * second, unit * 0.5]
        assert weighted_quantile(weights, (1, 2, 3), 0.5) == expected


@pytest.mark.parametrize("unit", [1e-9, 1, 1e9])
def test_a_rounding_error_is_no_step(unit):
    """Ten weights of .1 add up to a little less than 1: half of 2 is found all the same."""
    # One by one, for from Python 3.12 on `sum` keeps what rounding takes away.
    first, second = unit * reduce(add, [0.1] * 10), unit * 1.0
    assert first != second
    assert weighted_quantile([first, second], (1, 4), 0.5) == 2.5
    assert weighted_quantile([second, first], (1, 4), 0.5) == 2.5


def test_an_unused_level_is_passed_over():
    """A step is averaged with the next level that somebody chose."""
    assert weighted_quantile([1.0, 0.0, 0.0, 1.0], SCORES, 0.5) == 2.5
    assert weighted_quantile([0.0, 1.0, 0.0, 1.0], SCORES, 0.0) == 2.0
    assert weighted_quantile([0.0, 1.0, 1.0, 0.0], SCORES, 1.0) == 3.0


@pytest.mark.parametrize(
    ("counts", "scores", "expected"),
    [
        ((2, 0, 0, 2), (1, 2, 3, 4), 2.5),  # psych's interp.median of 1, 1, 4, 4
        ((2, 0, 2), (1, 2, 3), 2.0),
        ((1, 0, 0, 0, 1), (1, 2, 3, 4, 5), 3.0),
        ((20, 22, 6, 2, 1), (1, 2, 3, 4, 5), 1.75),
        ((0, 3, 0, 0), (1, 2, 3, 4), 2.0),
        ((1, 2, 1), (1, 2, 3), 2.0),
        ((5, 1, 0), (1, 2, 3), 1.1),
        ((0, 1, 5), (1, 2, 3), 2.9),
    ],
)
def test_interpolated_median_by_hand(counts, scores, expected):
    """(m - ½) + (n / 2 - cf) / f."""
    assert interpolated_median(counts, scores) == pytest.approx(expected, rel=1e-12)


def test_interpolated_median_of_every_small_table():
    """As from the rows."""
    for counts in TABLES:
        expected = float(plain.interpolated_median(plain.spread_out(counts, SCORES)))
        found = interpolated_median([float(c) for c in counts], SCORES)
        assert found == pytest.approx(expected, rel=1e-12), counts


def test_interpolated_median_between_levels_despite_rounding():
    """A half that lies at a step but for a rounding error is at the step."""
    assert interpolated_median([sum([0.1] * 10), 0.0, 1.0], (1, 2, 3)) == 2.0
    assert interpolated_median([1.0, 0.0, sum([0.1] * 10)], (1, 2, 3)) == 2.0


def test_nobody_answered():
    """An empty table has no quantile."""
    assert math.isnan(count_quantile((0, 0), (1, 2), Fraction(1, 2)))
    assert math.isnan(weighted_quantile((0.0, 0.0), (1, 2), 0.5))
    assert math.isnan(interpolated_median((0.0, 0.0), (1, 2)))
