"""Kernels of independent groups and of several conditions, beside SciPy where it is right."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.reference.ranks import superiority

from likertkit._kernels.means import standardized_difference, welch_difference, welch_ratio
from likertkit._kernels.pvalues import t_pvalue
from likertkit._kernels.ranks import (
    friedman,
    kruskal_wallis,
    linear_by_linear,
    relative_effect,
    superiority_interval,
    unpaired_shift,
)

SCORES = (1, 2, 3, 4, 5)
PAIRS = [
    ([3, 1, 0, 2, 4], [0, 2, 5, 1, 0]),
    ([1, 1, 0, 0, 0], [0, 2, 1, 0, 9]),
    ([12, 30, 41, 22, 8], [20, 28, 30, 18, 3]),
]


def rows(counts):
    """Return a row an answer."""
    return np.repeat(SCORES, counts)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_relative_effect_is_scipys(first, second):
    """SciPy's Brunner-Munzel is positive where its second sample is higher."""
    found = relative_effect(first, second)
    theirs = stats.brunnermunzel(rows(second), rows(first))
    assert found.superiority == float(superiority(rows(first).tolist(), rows(second).tolist()))
    assert found.statistic == approx(theirs.statistic, rel=1e-12)
    assert t_pvalue(found.statistic, found.df, "two-sided") == approx(theirs.pvalue, rel=1e-10)
    turned = relative_effect(second, first)
    assert turned.superiority == approx(1 - found.superiority)
    assert turned.statistic == approx(-found.statistic)


def test_relative_effect_without_spread():
    """No overlap, all tied, one answer in a group."""
    apart = relative_effect([0, 0, 3], [2, 4, 0])
    assert (apart.superiority, apart.standard_error) == (1.0, 0.0)
    assert math.isnan(apart.df)
    assert math.isnan(apart.statistic)
    tied = relative_effect([0, 3, 0], [0, 4, 0])
    assert (tied.superiority, tied.standard_error) == (0.5, 0.0)
    alone = relative_effect([0, 1, 0], [1, 1, 1])
    assert alone.superiority == 0.5
    assert math.isnan(alone.standard_error)
    assert math.isnan(alone.statistic)


def by_definition(first, second, level):
    """Return the interval from rows, a further answer of each group being spread over all."""
    a, b = np.array(first, float), np.array(second, float)
    n = a.sum(), b.sum()
    more = (a + b) / sum(n)
    one, other = a + more, b + more

    def placed(counts) -> np.ndarray:
        shares = counts / counts.sum()
        return np.cumsum(shares) - shares / 2

    def spread(counts, values, size) -> float:
        mean = (counts * values).sum() / counts.sum()
        return (counts * (values - mean) ** 2).sum() / counts.sum() / size

    parts = spread(one, placed(other), n[0]), spread(other, placed(one), n[1])
    share = (one * placed(other)).sum() / one.sum()
    df = sum(parts) ** 2 / (parts[0] ** 2 / n[0] + parts[1] ** 2 / n[1])
    worth = share * (1 - share) / sum(parts)
    t = stats.t.ppf((1 + level) / 2, df)
    found = float(superiority(rows(first).tolist(), rows(second).tolist()))
    centre = (found + t**2 / (2 * worth)) / (1 + t**2 / worth)
    half = t / (1 + t**2 / worth) * math.sqrt(found * (1 - found) / worth + t**2 / (4 * worth**2))
    return centre - half, centre + half


@pytest.mark.parametrize(("first", "second"), [*PAIRS, ([0, 0, 1, 2, 1], [2, 1, 0, 0, 0])])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_superiority_interval_by_definition(first, second, level):
    """Step by step in floating point; within 0 and 1, and never a point."""
    found = superiority_interval(first, second, level)
    assert found == approx(by_definition(first, second, level), rel=1e-9)
    assert 0 <= found[0] < found[1] <= 1


def test_superiority_interval_where_nothing_varies():
    """All tied: the smaller group's answers are what it is worth; no overlap: an end of 1."""
    low, high = superiority_interval([0, 5, 0], [0, 7, 0], 0.95)
    # n = 5 with the quantile of t on 12 degrees of freedom: half of a width of t / √(n + t²).
    t = stats.t.ppf(0.975, 12)
    assert (low, high) == approx(
        (0.5 - t / math.sqrt(5 + t**2) / 2, 0.5 + t / math.sqrt(5 + t**2) / 2)
    )
    low, high = superiority_interval([0, 0, 4], [4, 0, 0], 0.95)
    assert 0.5 < low < high == 1.0
    low, high = superiority_interval([1, 0], [0, 1], 0.95)
    assert (low, high < 1) == (0.0, True)


def test_superiority_interval_holds():
    """At least 93 % of 2,000 samples each, with seeds: also where groups hardly overlap."""
    rng = np.random.default_rng(5)
    for first, second in (
        ([0.02, 0.03, 0.1, 0.25, 0.6], [0.6, 0.25, 0.1, 0.03, 0.02]),
        ([0.2] * 5, [0.02, 0.03, 0.1, 0.25, 0.6]),
        ([0.05, 0.1, 0.7, 0.1, 0.05], [0.4, 0.1, 0.0, 0.1, 0.4]),
    ):
        below = np.cumsum(second) - np.array(second) / 2
        true = float(np.array(first) @ below)
        held = 0
        for a, b in zip(
            rng.multinomial(12, first, 500).tolist(),
            rng.multinomial(9, second, 500).tolist(),
            strict=True,
        ):
            low, high = superiority_interval(a, b, 0.95)
            held += low <= true <= high
        assert held / 500 > 0.92


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_shift_is_the_median_difference(first, second):
    """Of every first with every second."""
    differences = rows(first)[:, None] - rows(second)
    assert unpaired_shift(SCORES, first, second) == np.median(differences)
    assert unpaired_shift(SCORES, second, first) == -np.median(differences)


def test_shift_between_two_middles():
    """Half of the differences are 0 and half 1."""
    assert unpaired_shift((1, 2), [0, 1], [1, 1]) == 0.5


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_welch_is_scipys(first, second):
    """t, its degrees of freedom, and d by the pooled standard deviation."""
    found = welch_difference(first, second, SCORES)
    theirs = stats.ttest_ind(rows(first), rows(second), equal_var=False)
    assert found.difference / found.standard_error == approx(theirs.statistic, rel=1e-12)
    assert found.df == approx(theirs.df, rel=1e-12)
    equal = stats.ttest_ind(rows(first), rows(second)).statistic
    n, m = sum(first), sum(second)
    d, g = standardized_difference(first, second, SCORES)
    assert d == approx(equal * math.sqrt(1 / n + 1 / m))
    # Hedges' own approximation is right to a few thousandths.
    assert g / d == approx(1 - 3 / (4 * (n + m - 2) - 1), rel=3e-3)


def test_welch_without_spread():
    """Empty, alone, and constant."""
    assert math.isnan(welch_difference([0, 0], [1, 2], (1, 2)).difference)
    alone = welch_difference([0, 1], [1, 2], (1, 2))
    assert alone.difference == approx(1 / 3)
    assert math.isnan(alone.standard_error)
    assert math.isnan(alone.df)
    constant = welch_difference([0, 3], [2, 0], (1, 2))
    assert constant[:2] == (1.0, 0.0)
    assert math.isnan(constant.df)
    assert standardized_difference([0, 3], [0, 2], (1, 2)) == (0.0, 0.0)
    for first, second in (([0, 3], [2, 0]), ([0, 0], [1, 2]), ([0, 1], [1, 0])):
        assert all(map(math.isnan, standardized_difference(first, second, (1, 2))))
    d, g = standardized_difference([0, 1], [1, 1], (1, 2))
    assert d == approx(0.5 / math.sqrt(0.5))
    assert math.isnan(g)
    # Three degrees: Γ(3/2) / (√(3/2) Γ(1)).
    d, g = standardized_difference([1, 1], [1, 2], (1, 2))
    assert g / d == approx(math.gamma(1.5) / math.sqrt(1.5))


def test_welch_ratio_of_two_is_t_squared():
    """And without spread there is none."""
    first, second = PAIRS[0]
    found = welch_ratio([first, second], SCORES)
    t = stats.ttest_ind(rows(first), rows(second), equal_var=False)
    assert found.statistic == approx(t.statistic**2)
    assert found.df_within == approx(t.df)
    assert found.pvalue == approx(t.pvalue)
    together = np.concatenate([rows(first), rows(second)])
    within = rows(first).var() * sum(first) + rows(second).var() * sum(second)
    assert found.eta_squared == approx(1 - within / (together.var() * len(together)))
    assert welch_ratio([[0, 3], [0, 2]], (1, 2))[0::3] == (0.0, 1.0)
    stiff = welch_ratio([[0, 3], [1, 2]], (1, 2))
    assert math.isnan(stiff.pvalue)
    assert stiff.eta_squared == approx(1 - (2 / 3) / (5 / 6))
    assert math.isnan(welch_ratio([[0, 1], [1, 2]], (1, 2)).statistic)


def test_kruskal_wallis_is_scipys():
    """Three groups with ties, and two, where H is the square of the normal rank sum."""
    groups = [*PAIRS[0], [1, 1, 1, 1, 5]]
    found = kruskal_wallis(groups)
    theirs = stats.kruskal(*map(rows, groups))
    assert (found.statistic, found.pvalue) == approx(tuple(theirs), rel=1e-12)
    assert found.df == 2.0
    assert found.epsilon_squared == approx(found.statistic / (sum(map(sum, groups)) - 1))
    assert kruskal_wallis([[0, 4], [0, 2]]) == (0.0, 1.0, 1.0, 0.0)
    assert kruskal_wallis([[3, 0], [0, 5]]).epsilon_squared == approx(1.0)


def test_trend_is_a_correlation():
    """Z² = (n - 1) r², positive where answers rise with the groups."""
    groups = [[4, 2, 1, 0, 0], [1, 3, 2, 2, 0], [0, 1, 1, 4, 3]]
    x = np.concatenate([rows(group) for group in groups])
    place = np.repeat([0, 1, 2], list(map(sum, groups)))
    found = linear_by_linear(groups, (0, 1, 2), SCORES)
    assert found.correlation == approx(np.corrcoef(x, place)[0, 1])
    assert found.statistic == approx(found.correlation * math.sqrt(len(x) - 1))
    assert found.statistic > 0
    assert linear_by_linear(groups[::-1], (0, 1, 2), SCORES).statistic == approx(-found.statistic)
    assert linear_by_linear([[0, 3], [0, 4]], (0, 1), (1, 2)) == (0.0, 0.0)
    assert linear_by_linear([[2, 3], [0, 0]], (0, 1), (1, 2)) == (0.0, 0.0)


def test_friedman_is_scipys():
    """With ties; the ranks too."""
    scores = np.array([[1, 2, 2, 3], [4, 4, 5, 5], [2, 1, 3, 3], [1, 1, 1, 1], [5, 2, 4, 4]])
    found = friedman(scores)
    theirs = stats.friedmanchisquare(*scores.T)
    assert (found.statistic, found.pvalue) == approx(tuple(theirs), rel=1e-12)
    assert found.df == 3.0
    assert found.mean_ranks == approx(stats.rankdata(scores, axis=1).mean(axis=0))
    assert found.kendall_w == approx(found.statistic / (5 * 3))
    assert friedman(np.array([[1, 2, 3]] * 4)).kendall_w == approx(1.0)
    assert friedman(np.array([[2, 2, 2], [3, 3, 3]])) == (0.0, 2.0, 1.0, 0.0, (2.0, 2.0, 2.0))
    nobody = friedman(np.zeros((0, 3), dtype=np.int64))
    assert all(map(math.isnan, (nobody.statistic, nobody.pvalue, nobody.kendall_w)))
    assert len(nobody.mean_ranks) == 3
