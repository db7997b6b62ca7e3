from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference.ranks import (
    least_log_pvalue,
    log_pvalue_of_counts,
    rank_sum_of_counts,
    rank_sum_pvalue,
)

from likertkit._kernels.ranks import _mann_whitney as _rank_sum
from likertkit._kernels.ranks import _mann_whitney_tails as _rank_sum_tails
from likertkit._kernels.ranks import rank_sum_states, rank_sum_test
from likertkit._kernels.ranks._mann_whitney_tails import RankLattice, log_sum, saddlepoint_log_tail

ALTERNATIVES = ("two-sided", "greater", "less")
# Logarithms of gamma functions up to 1e3 are right to 1e-13.
EXACT = 1e-11
CASES = [
    ([3, 0, 2, 1], [0, 2, 4, 1]),
    ([1, 0, 0, 0], [5, 3, 2, 8]),
    ([9, 1, 0, 0, 0], [0, 0, 2, 6, 3]),
    ([0, 0, 2, 6, 3], [9, 1, 0, 0, 0]),
    ([7, 9], [12, 3]),
    ([0, 4, 0, 9, 0], [0, 8, 0, 2, 0]),
    ([4, 9, 12, 6, 3], [7, 8, 9, 5, 1]),
    ([15, 2, 1, 0, 0], [3, 1, 4, 11, 9]),
    ([40, 25, 10], [30, 50, 35]),
    ([1, 2, 1, 3, 1, 2, 1], [2, 1, 2, 1, 2, 1, 0]),
    ([1, 0, 1, 2, 0, 1, 1, 1, 0, 1, 1], [1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1]),
    ([1, 2, 1, 2, 1, 1, 1], [2, 1, 2, 1, 1, 1, 2]),
]


def rows(counts):
    """Return a row an answer."""
    return [k for k, count in enumerate(counts) for _ in range(count)]


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize(("first", "second"), CASES)
def test_exact_is_the_number_of_ways(first, second, alternative):
    """In whole numbers of any length, and the same for as small a p-value as there is."""
    found = rank_sum_test(first, second, alternative, "exact")
    assert found.log_pvalue == approx(log_pvalue_of_counts(first, second, alternative), abs=EXACT)
    assert found.pvalue == approx(math.exp(found.log_pvalue))
    n = sum(first)
    assert found.statistic == rank_sum_of_counts(first, second) - n * (n + 1) / 2
    least = found.log_least
    assert least == approx(least_log_pvalue(first, second, alternative), abs=EXACT)
    assert least <= found.log_pvalue <= 0


def test_exact_is_every_choice_of_rows():
    """Enumerated row by row, midranks worked out anew, for all counts of two small groups."""
    drawn = np.random.default_rng(11)
    for _ in range(60):
        n = int(drawn.integers(2, 10))
        k = int(drawn.integers(1, 5))
        answers = drawn.integers(0, k, n)
        cut = int(drawn.integers(1, n))
        first, second = answers[:cut].tolist(), answers[cut:].tolist()
        counts = [np.bincount(one, minlength=k).tolist() for one in (first, second)]
        for alternative in ALTERNATIVES:
            found = rank_sum_test(*counts, alternative, "exact")
            assert found.pvalue == approx(
                float(rank_sum_pvalue(first, second, alternative)), rel=1e-12
            )


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_merging_equal_states_changes_nothing(monkeypatch, alternative):
    """With many levels equal states are one; never merged, or always, the same p."""
    first, second = CASES[-1]
    found = []
    for merging in (0, 2, 10**9):
        monkeypatch.setattr(_rank_sum, "_MERGING", merging)
        found.append(rank_sum_test(first, second, alternative, "exact").log_pvalue)
    assert found == approx([found[0]] * 3, abs=EXACT)


def test_merging_keeps_the_states_few(monkeypatch):
    """As few as there are counts and totals, and not as many as ways to draw."""
    first = second = [3] * 11
    few = rank_sum_states(first, second)
    monkeypatch.setattr(_rank_sum, "_MERGING", 10**9)
    assert few * 10 < rank_sum_states(first, second) == 7**5 + 7**6
    states = _rank_sum._merged(_rank_sum._half([6, 6, 6], [0, 1, 2], 9))
    pairs = list(zip(states.drawn.tolist(), states.total.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert log_sum(states.log_ways[states.drawn == 9]) == approx(math.log(math.comb(18, 9)))


def test_a_small_group_costs_little_beside_any_other():
    """Whichever of the two is the smaller: only its answers are drawn."""
    first, second = [1, 1, 0, 1, 1], [30_000, 50_000, 9_000, 70_000, 20_000]
    assert rank_sum_states(first, second) == rank_sum_states(second, first) < 1_000
    found = rank_sum_test(first, second, "two-sided", "auto")
    assert found.method == "exact"
    for alternative, other in (("two-sided",) * 2, ("greater", "less"), ("less", "greater")):
        one = rank_sum_test(first, second, alternative, "exact").log_pvalue
        turned = rank_sum_test(second, first, other, "exact").log_pvalue
        assert one == approx(turned, abs=EXACT)


def test_auto_is_exact_up_to_a_number_of_states():
    """250 answers a group on five levels are exact; 500 are not, unless asked."""
    five = [50, 60, 40, 55, 45]
    double = [2 * count for count in five]
    assert rank_sum_states(five, five) < _rank_sum.MOST_STATES < rank_sum_states(double, double)
    assert rank_sum_test(five, five[::-1], "two-sided", "auto").method == "exact"
    assert rank_sum_test(double, double[::-1], "two-sided", "auto").method == "saddlepoint"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([60, 70, 50, 65, 55], [40, 66, 60, 71, 62]),
        ([60, 70, 50, 65, 55], [30, 46, 60, 91, 72]),
        ([90, 80, 50, 35, 25], [30, 46, 60, 91, 72]),
        ([700, 600, 650], [500, 640, 600]),
        ([20, 9, 4, 3, 1, 2, 1], [400, 300, 500, 900, 700, 600, 500]),
        ([19, 15, 20, 12, 9, 20, 16], [9, 14, 16, 21, 25, 22, 25]),
    ],
)
@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_the_saddlepoint_is_within_three_hundredths(first, second, alternative):
    """Of p above 1e-10, where groups are nearly as large as where 'auto' turns to it."""
    assert rank_sum_states(first, second) > _rank_sum.MOST_STATES / 10
    exact = rank_sum_test(first, second, alternative, "exact").log_pvalue
    found = rank_sum_test(first, second, alternative, "saddlepoint")
    assert found.method == "saddlepoint"
    bound = 0.03 if exact > math.log(1e-10) else 0.1
    assert abs(math.expm1(found.log_pvalue - exact)) < bound
    # The normal approximation is right in the middle only.
    plain = rank_sum_test(first, second, alternative, "asymptotic").log_pvalue
    assert math.exp(plain) == approx(math.exp(exact), abs=0.02)


def test_the_saddlepoint_is_smooth_at_the_mean():
    """Where its formula is 0 / 0, and on both sides."""
    lattice = RankLattice.from_counts([30, 40, 25, 31], [28, 35, 44, 20])
    mean = lattice.total - lattice.deviation(lattice.total) / lattice.step
    tails = [saddlepoint_log_tail(lattice, round(mean) + k) for k in range(-60, 61)]
    steps = np.diff(np.exp(tails))
    assert (steps < 0).all()
    assert np.abs(np.diff(steps)).max() < 1e-5
    assert np.exp(tails[60]) == approx(0.5, abs=0.002)


def test_the_ends_of_the_saddlepoint_are_exact():
    """All beyond the least total, only the one way at the greatest, nothing beyond."""
    lattice = RankLattice.from_counts([3, 4, 5], [6, 2, 1])
    most, least = lattice.ends()
    assert saddlepoint_log_tail(lattice, least) == 0.0
    assert saddlepoint_log_tail(lattice, most) == lattice.log_most() < 0
    assert saddlepoint_log_tail(lattice, most + 1) == -math.inf
    for method in ("exact", "saddlepoint"):
        apart = rank_sum_test([0, 0, 9], [5, 3, 0], "greater", method)
        assert apart.log_pvalue == approx(-math.log(math.comb(17, 9)))
        assert rank_sum_test([0, 0, 9], [5, 3, 0], "less", method).log_pvalue == approx(
            0, abs=EXACT
        )


def test_a_step_too_far_is_shortened():
    """Where nearly all lies beyond, the first step overshoots; what is left is right still."""
    lattice = RankLattice.from_counts([6, 5], [70, 315])
    beyond = -math.expm1(saddlepoint_log_tail(lattice, 1))
    assert beyond == approx(math.comb(76, 11) / math.comb(396, 11), rel=0.1)


def test_the_search_for_the_saddle_ends(monkeypatch):
    """After so many steps with what it has."""
    lattice = RankLattice.from_counts([6, 5, 3], [7, 3, 1])
    whole = saddlepoint_log_tail(lattice, lattice.total)
    monkeypatch.setattr(_rank_sum_tails, "_MOST_STEPS", 1)
    assert saddlepoint_log_tail(lattice, lattice.total) == approx(whole, rel=0.5)


@pytest.mark.parametrize("method", ["auto", "exact", "saddlepoint", "asymptotic"])
@pytest.mark.parametrize("n", [1, 5, 2000])
def test_all_tied_and_all_alike(method, n):
    """P = 1 and U = half of all pairs."""
    for counts in ([0, n, 0], [n, n, n], [n]):
        found = rank_sum_test(counts, counts, "two-sided", method)
        assert (found.log_pvalue, found.statistic) == (0.0, sum(counts) ** 2 / 2)
    assert rank_sum_test([0, n], [0, 3 * n], "greater", method).log_pvalue == 0.0
    for alternative in ALTERNATIVES:
        assert rank_sum_test([0, n], [0, 1], alternative, "exact").log_least == 0.0


def test_nothing_underflows():
    """Two groups that do not overlap, so large that p is no floating-point number."""
    first, second = [0, 0, 700, 300], [500, 600, 0, 0]
    exact = rank_sum_test(first, second, "two-sided", "exact")
    ways = math.log(math.comb(2100, 1000))
    assert exact.log_pvalue == approx(-ways, rel=1e-12)
    assert exact.log_pvalue < -1400
    assert exact.pvalue == sys.float_info.min
    # Both ends are as far from the mean only where the groups are of one size.
    assert rank_sum_test(first, second, "two-sided", "exact").log_least == approx(-ways, rel=1e-12)
    close = rank_sum_test(first, second, "two-sided", "saddlepoint").log_pvalue
    assert close == approx(-ways, rel=1e-9)
    assert rank_sum_test(first, second, "two-sided", "asymptotic").log_pvalue > -ways


def test_both_ends_count_where_they_are_as_far():
    """Groups of one size on levels of one size: the least two-sided p is of two ways."""
    found = rank_sum_test([2, 2], [2, 2], "two-sided", "exact").log_least
    assert found == approx(math.log(2 / math.comb(8, 4)))
    assert rank_sum_test([2, 2], [2, 2], "less", "exact").log_least == approx(math.log(1 / 70))


def test_log_sum():
    """Sums of nothing, and of numbers too small to be written."""
    assert log_sum([]) == -math.inf
    assert log_sum([-math.inf, -math.inf]) == -math.inf
    assert log_sum(np.array([-2000.0, -2000.0])) == approx(-2000 + math.log(2))
