"""Partially overlapping samples and score tests, where formulas end and by other formulas."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.strategies import fewer

from likertkit._kernels.means import hybrid_interval, overlapping_means, overlapping_shares
from likertkit._kernels.pvalues import normal_pvalue, t_pvalue
from likertkit._kernels.shares import tango_interval, tango_statistic

SCORES = (1, 2, 4)
NOBODY = [0, 0, 0]
EMPTY = [NOBODY, NOBODY, NOBODY]
counts = st.lists(st.integers(0, 6), min_size=3, max_size=3)
tables = st.lists(counts, min_size=3, max_size=3)


def rows(table, first_only, second_only):
    """Return the scores of both samples, NaN where there is none."""
    pairs = [(SCORES[i], SCORES[j]) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    alone = [(x, math.nan) for x, n in zip(SCORES, first_only, strict=True) for _ in range(n)]
    others = [(math.nan, y) for y, n in zip(SCORES, second_only, strict=True) for _ in range(n)]
    return np.array([*pairs, *alone, *others], dtype=float).reshape(-1, 2)


def se_of_influences(table, first_only, second_only):
    """Return the standard error that comes of a covariance matrix, entry by entry.

    The covariance of the two means is r s₁ s₂ n_both / (n₁ n₂).
    """
    data = rows(table, first_only, second_only)
    one, two = (column[~np.isnan(column)] for column in data.T)
    both = data[~np.isnan(data).any(axis=1)]
    flat = len(both) < 2 or (both.std(axis=0) == 0).any()
    r = 0.0 if flat else np.corrcoef(both.T)[0, 1]
    share = len(both) / (len(one) * len(two))
    s = np.array([one.std(ddof=1), two.std(ddof=1)])
    covariance = np.array([[s[0] ** 2 / len(one), r * s[0] * s[1] * share], [0.0, 0.0]])
    covariance[1] = covariance[0, 1], s[1] ** 2 / len(two)
    contrast = np.array([1.0, -1.0])
    return math.sqrt(max(0.0, contrast @ covariance @ contrast))


@given(tables, counts, counts)
def test_the_standard_error_is_that_of_a_contrast(table, first_only, second_only):
    """The same number out of a covariance matrix of the two means, made from rows."""
    found = overlapping_means(table, first_only, second_only, SCORES, equal_variances=False)
    data = rows(table, first_only, second_only)
    n = (~np.isnan(data)).sum(axis=0)
    if n.min() < 2:
        assert math.isnan(found.standard_error)
        assert math.isnan(found.df)
        assert math.isnan(found.difference) == (n.min() == 0)
        return
    means = np.nanmean(data, axis=0)
    assert found.difference == approx(means[0] - means[1], abs=1e-12)
    expected = se_of_influences(table, first_only, second_only)
    assert found.standard_error == approx(expected, rel=1e-6, abs=1e-7)
    assert found.df > 0


@given(tables)
def test_pairs_alone_are_the_paired_t(table):
    """Unequal variances: nothing is left but the differences, exactly where they are all equal."""
    data = rows(table, NOBODY, NOBODY)
    found = overlapping_means(table, NOBODY, NOBODY, SCORES, equal_variances=False)
    if len(data) < 2:
        assert math.isnan(found.standard_error)
        return
    d = data[:, 0] - data[:, 1]
    assert (found.standard_error == 0) == (len(set(d)) == 1)
    assert found.standard_error == approx(stats.sem(d), rel=1e-12, abs=1e-15)
    assert found.df == len(d) - 1


# SciPy says so of a constant sample beside one that is not, whose t is defined.
@pytest.mark.filterwarnings("ignore:Precision loss occurred:RuntimeWarning")
@fewer(0.5)
@given(counts, counts)
def test_strangers_are_welch_and_student(first_only, second_only):
    """Without pairs scipy's ttest_ind, both ways."""
    one, two = (
        [x for x, n in zip(SCORES, some, strict=True) for _ in range(n)]
        for some in (first_only, second_only)
    )
    if min(len(one), len(two)) < 2 or max(len(set(one)), len(set(two))) < 2:
        return
    for equal in (True, False):
        found = overlapping_means(EMPTY, first_only, second_only, SCORES, equal_variances=equal)
        peer = stats.ttest_ind(one, two, equal_var=equal)
        statistic = found.difference / found.standard_error
        assert (statistic, found.df) == approx((peer.statistic, peer.df), rel=1e-10, abs=1e-12)
        assert t_pvalue(statistic, found.df, "two-sided") == approx(peer.pvalue, rel=1e-9)


def test_one_answer_is_enough_for_one_variance_only():
    """Student's t takes the spread of the other sample; Welch's cannot."""
    student = overlapping_means(EMPTY, [0, 1, 0], [2, 1, 2], SCORES, equal_variances=True)
    peer = stats.ttest_ind([2], [1, 1, 2, 4, 4])
    assert student.difference / student.standard_error == approx(peer.statistic, rel=1e-12)
    assert student.df == 4
    welch = overlapping_means(EMPTY, [0, 1, 0], [2, 1, 2], SCORES, equal_variances=False)
    assert welch.difference == student.difference
    assert math.isnan(welch.standard_error)
    lone = overlapping_means(EMPTY, [0, 1, 0], [1, 0, 0], SCORES, equal_variances=True)
    assert lone.difference == 1
    assert math.isnan(lone.standard_error)


def test_what_has_no_spread_has_no_error():
    """Constant answers, of pairs and of strangers: 0, on the degrees of freedom of one variance."""
    for equal in (True, False):
        constant = overlapping_means(
            [[0, 0, 3], NOBODY, NOBODY], [2, 0, 0], [0, 0, 4], SCORES, equal_variances=equal
        )
        assert constant == (-3, 0, 2 + 6 * 8 / 12)
    shifted = [[0, 5, 0], NOBODY, NOBODY]
    assert overlapping_means(shifted, NOBODY, NOBODY, SCORES, equal_variances=False) == (-1, 0, 4)
    # Perfectly correlated, of different spread: one variance for both leaves no error.
    stretched = overlapping_means(
        [[0, 2, 0], [0, 0, 3], NOBODY], NOBODY, NOBODY, SCORES, equal_variances=True
    )
    assert stretched.standard_error == 0


def test_large_counts_do_not_round_a_spread_into_being():
    """Equal differences have no spread, however many there are; whole numbers know it."""
    many = [[0, 700_000, 0], [0, 0, 0], [0, 0, 0]]
    assert (
        overlapping_means(many, NOBODY, NOBODY, SCORES, equal_variances=False).standard_error == 0
    )
    # As many that a root would round: 1 beside 1 and 2 beside 4 are perfectly correlated.
    stretched = [[8_472_589_818, 0, 0], [0, 0, 4_512_842_053], NOBODY]
    assert overlapping_means(stretched, NOBODY, NOBODY, SCORES, equal_variances=True)[1] == 0
    alike = [[300_001, 0, 0], [0, 333_333, 0], [0, 0, 999_983]]
    for equal in (True, False):
        assert overlapping_means(alike, NOBODY, NOBODY, SCORES, equal_variances=equal)[:2] == (0, 0)


def test_nearly_equal_pairs_keep_their_digits():
    """One of two million pairs differs: n Σd² - (Σd)² in whole numbers is 2,000,000 - 1."""
    table = [[1_000_000, 1, 0], NOBODY, [0, 0, 999_999]]
    found = overlapping_means(table, NOBODY, NOBODY, SCORES, equal_variances=False)
    n = 2_000_000
    assert found.standard_error == approx(1 / n, rel=1e-14, abs=0)
    assert found.difference == -1 / n


@given(tables, counts, counts, st.booleans())
def test_law_6_means_swap(table, first_only, second_only, equal):
    """The second less the first is the same, with the other sign."""
    one = overlapping_means(table, first_only, second_only, SCORES, equal_variances=equal)
    turned = [list(column) for column in zip(*table, strict=True)]
    other = overlapping_means(turned, second_only, first_only, SCORES, equal_variances=equal)
    expected = (-one.difference, one.standard_error, one.df)
    assert other == approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


two = st.lists(st.integers(0, 9), min_size=2, max_size=2)


@given(st.lists(two, min_size=2, max_size=2), two, two, st.floats(0.5, 0.99))
def test_the_interval_of_shares(table, first_only, second_only, level):
    """Inside -1 to 1, around the difference, mirrored when swapped, wider at a higher level."""
    difference, error = overlapping_shares(table, first_only, second_only)
    low, high = hybrid_interval(table, first_only, second_only, level)
    if math.isnan(difference):
        assert math.isnan(low)
        assert math.isnan(high)
        assert math.isnan(error)
        return
    assert -1 - 1e-12 <= low <= difference <= high <= 1 + 1e-12
    assert low < high
    turned = [list(column) for column in zip(*table, strict=True)]
    swapped = hybrid_interval(turned, second_only, first_only, level)
    assert swapped == approx((-high, -low), abs=1e-12)
    wider = hybrid_interval(table, first_only, second_only, level + 0.005)
    assert wider[0] <= low + 1e-12
    assert wider[1] >= high - 1e-12


def test_shares_without_spread():
    """All inside, none inside, and pairs that all agree: no difference and no error."""
    assert overlapping_shares([[0, 0], [0, 4]], [0, 2], [0, 3]) == (0, 0)
    assert overlapping_shares([[4, 0], [0, 0]], [2, 0], [3, 0]) == (0, 0)
    assert overlapping_shares([[4, 0], [0, 3]], [0, 0], [0, 0]) == (0, 0)
    assert math.isnan(overlapping_shares([[0, 0], [0, 0]], [1, 1], [0, 0])[0])
    low, high = hybrid_interval([[0, 0], [0, 4]], [0, 2], [0, 3], 0.95)
    assert low < 0 < high


@pytest.mark.parametrize("df", [0.3, 1, 2.5, 18.42, 1e6])
@pytest.mark.parametrize("t", [-40.0, -2.0, 0.0, 1e-9, 0.7, 12.0])
def test_tails_of_t(t, df):
    """Each tail by scipy.stats, the far ones with all their digits; none is 0."""
    tails = {
        "less": stats.t.cdf(t, df),
        "greater": stats.t.sf(t, df),
        "two-sided": 2 * stats.t.sf(abs(t), df),
    }
    for alternative, tail in tails.items():
        expected = max(tail, sys.float_info.min)
        assert t_pvalue(t, df, alternative) == approx(expected, rel=1e-9, abs=0)


def test_tails_that_are_undefined():
    """NaN stays NaN, and so does a t on no degrees of freedom."""
    for df in (0, math.nan):
        assert math.isnan(t_pvalue(1.0, df, "less"))
        assert math.isnan(t_pvalue(1.0, df, "two-sided"))
    assert math.isnan(t_pvalue(math.nan, 3, "two-sided"))
    assert math.isnan(normal_pvalue(math.nan, "two-sided"))
    assert t_pvalue(0.0, 3, "two-sided") == normal_pvalue(0.0, "two-sided") == 1.0


@pytest.mark.parametrize("z", [-30.0, -1.5, 0.0, 0.3, 8.0])
def test_normal_tails(z):
    """Each tail by scipy.stats."""
    assert normal_pvalue(z, "less") == approx(stats.norm.cdf(z), rel=1e-12, abs=0)
    assert normal_pvalue(z, "greater") == approx(stats.norm.sf(z), rel=1e-12, abs=0)
    assert normal_pvalue(z, "two-sided") == approx(2 * stats.norm.sf(abs(z)), rel=1e-12, abs=0)


@fewer(0.5)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 40), st.floats(0.5, 0.99))
def test_the_score_statistic_ends_the_interval(up, down, equal, level):
    """At either end of the interval it is the level's quantile, unless the end is -1 or 1."""
    n = up + down + equal
    if n == 0:
        assert math.isnan(tango_statistic(up, down, n, 0.1))
        return
    z = stats.norm.ppf((1 + level) / 2)
    low, high = tango_interval(up, down, n, level)
    if low > -1:
        assert tango_statistic(up, down, n, low) == approx(z, rel=1e-6)
    if high < 1:
        assert tango_statistic(up, down, n, high) == approx(-z, rel=1e-6)


def test_the_score_statistic_at_no_difference_is_mcnemar():
    """(up - down) / √(up + down); undefined where nothing changed."""
    assert tango_statistic(8, 3, 40, 0.0) == approx(5 / math.sqrt(11), rel=1e-12)
    assert math.isnan(tango_statistic(0, 0, 40, 0.0))
    # (d - Δ) / √((Δ (1 - Δ) + 0) / n), the free share being 0.
    assert tango_statistic(0, 0, 40, 0.1) == approx(-0.1 / math.sqrt(0.1 * 0.9 / 40), rel=1e-12)
    assert tango_statistic(0, 0, 40, -0.1) == approx(0.1 / math.sqrt(0.1 * 0.9 / 40), rel=1e-12)
