"""Laws of the tests of paired answers."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests import kernels as k
from tests.reference import signed_ranks as plain
from tests.strategies import fewer

ALTERNATIVES = st.sampled_from(["two-sided", "less", "greater"])
ZEROS = st.sampled_from(["pratt", "wilcoxon", "zero-split"])
DIFFERENCES = st.lists(st.integers(-4, 4), max_size=10)
COUNTS = st.lists(st.integers(0, 40), min_size=4, max_size=4)


def grouped(differences, zeros):
    """Return the signed ranks of a row of differences."""
    sizes = sorted({abs(d) for d in differences} - {0})
    counts = [[differences.count(sign * size) for size in sizes] for sign in (1, -1)]
    return k.signed_rank(sizes, *counts, differences.count(0), zeros)


@fewer(0.5)
@given(DIFFERENCES, ZEROS, ALTERNATIVES)
def test_p_is_the_share_of_all_signs(differences, zeros, alternative):
    """With ranks computed anew; the effect from the two rank sums."""
    found = grouped(differences, zeros)
    expected = plain.signed_rank_pvalue(differences, zeros, alternative)
    assert math.exp(k.signed_rank_pvalue(found, alternative, "exact")[0]) == approx(
        float(expected), rel=1e-12
    )
    plus, minus = plain.plus_and_minus(differences, zeros)
    effect = (plus - minus) / (plus + minus) if any(differences) else 0
    assert found.rank_biserial == approx(float(effect), abs=1e-15)
    steps, _, split = plain.ranked(differences, zeros)
    assert found.mean == (sum(steps) + split) / 2
    # The zeros of zero-split are as if each had a sign of its own.
    zero = differences.count(0) if zeros == "zero-split" else 0
    squares = sum(step**2 for step in steps) + zero * ((zero + 1) / plain.Fraction(2)) ** 2
    assert found.variance == approx(float(squares) / 4, rel=1e-14)


@given(COUNTS, COUNTS, st.integers(0, 50), ZEROS)
def test_exchanging_the_two_turns_everything_round(positive, negative, n_zero, zeros):
    """The effect changes its sign, and the alternatives their places."""
    one = k.signed_rank(range(4), positive, negative, n_zero, zeros)
    other = k.signed_rank(range(4), negative, positive, n_zero, zeros)
    assert one.rank_biserial == -other.rank_biserial
    assert (one.t_plus, one.t_minus) == (other.t_minus, other.t_plus)
    for method in ("exact", "saddlepoint", "asymptotic"):
        for side, turned in (("less", "greater"), ("two-sided", "two-sided")):
            found, _ = k.signed_rank_pvalue(one, side, method)
            assert found == approx(k.signed_rank_pvalue(other, turned, method)[0], rel=1e-12)


@given(COUNTS, COUNTS, st.integers(0, 50), ZEROS)
def test_the_two_sides_fit_together(positive, negative, n_zero, zeros):
    """Two-sided is twice the smaller side, and 1 at the most; no p is below the least."""
    found = k.signed_rank(range(4), positive, negative, n_zero, zeros)
    p = {
        side: k.signed_rank_pvalue(found, side, "exact")[0]
        for side in ("two-sided", "less", "greater")
    }
    smaller = min(p["less"], p["greater"])
    assert p["two-sided"] == approx(min(0.0, smaller + math.log(2)), abs=1e-12)
    assert math.exp(p["less"]) + math.exp(p["greater"]) >= 1 - 1e-12
    for side, logged in p.items():
        assert k.flip_least(found.flips, side) - 1e-12 <= logged <= 0
    assert -1 <= found.rank_biserial <= 1


@given(COUNTS, COUNTS, st.integers(0, 50))
def test_what_zeros_do(positive, negative, n_zero):
    """Wilcoxon does not see them; splitting them leaves Pratt's exact p-value."""
    pratt, wilcoxon, split = (
        k.signed_rank(range(4), positive, negative, n_zero, zeros)
        for zeros in ("pratt", "wilcoxon", "zero-split")
    )
    assert wilcoxon == k.signed_rank(range(4), positive, negative, 0, "pratt")
    assert split.flips == pratt.flips
    assert split.t_plus - split.t_minus == pratt.t_plus - pratt.t_minus
    assert abs(split.rank_biserial) <= abs(pratt.rank_biserial)


@given(COUNTS, COUNTS, st.integers(0, 50), ALTERNATIVES, st.sampled_from([1, 2, 3]))
def test_only_the_order_of_magnitudes_matters(positive, negative, n_zero, alternative, power):
    """Any increasing scoring gives the same ranks."""
    scores = [(1 + size) ** power / 3 for size in range(4)]
    one = k.signed_rank(range(1, 5), positive, negative, n_zero, "pratt")
    other = k.signed_rank(scores, positive, negative, n_zero, "pratt")
    assert one == other
    assert (
        k.signed_rank_pvalue(one, alternative, "exact")[0]
        == k.signed_rank_pvalue(other, alternative, "exact")[0]
    )


TABLES = st.lists(st.integers(0, 9), min_size=16, max_size=16).map(
    lambda cells: np.array(cells).reshape(4, 4)
)


@given(TABLES, st.permutations(range(4)))
def test_names_of_levels_do_not_matter_to_nominal_tests(table, order):
    """Nor which of the two comes first, nor the diagonal."""
    other = table[np.ix_(order, order)].T + np.diag(order)
    for test in (k.bowker, k.stuart_maxwell):
        one, two = test(table), test(other)
        assert one.df == two.df
        assert one.statistic == approx(two.statistic, rel=1e-9, abs=1e-9)
    assert k.stuart_maxwell(table).statistic <= k.bowker(table).statistic + 1e-9


@given(TABLES, st.integers(1, 5), st.integers(-9, 9), ALTERNATIVES)
def test_ordered_margins_do_not_see_unit_or_origin(table, unit, origin, alternative):
    """Of the scores; and two levels make McNemar's test of any of the three."""
    one = k.ordered_marginal(table, range(4), alternative)
    other = k.ordered_marginal(table, [origin + unit * x for x in range(4)], alternative)
    assert one == (approx(other.z, rel=1e-12), approx(other.log_pvalue, rel=1e-9), other.flips)
    small = table[:2, :2]
    chi = k.bowker(small).statistic
    assert k.stuart_maxwell(small).statistic == approx(chi, rel=1e-12)
    assert k.ordered_marginal(small, [1, 2], alternative).z ** 2 == approx(chi, rel=1e-12)


@given(st.integers(0, 60), st.integers(0, 60), ALTERNATIVES)
def test_signs_are_ranks_that_are_all_tied(positive, negative, alternative):
    """One magnitude makes the signed ranks the sign test."""
    found = k.signed_rank([1], [positive], [negative], 5, "wilcoxon")
    signs = k.sign_pvalue(positive, negative, alternative)
    assert k.signed_rank_pvalue(found, alternative, "exact")[0] == signs
    assert k.sign_least(positive, negative, alternative) <= signs + 1e-12


@given(COUNTS, st.integers(-3, 3), ALTERNATIVES)
def test_a_shift_of_all_differences_shifts_the_estimates(counts, shift, alternative):
    """By as much; the spread stays."""
    values = [-2, 0, 1, 4]
    moved = [x + shift for x in values]
    if sum(counts):
        assert k.paired_shift(moved, counts) == k.paired_shift(values, counts) + shift
        here = k.unpaired_shift(values, counts, counts[::-1]) if sum(counts[::-1]) else 0.0
        assert here == k.unpaired_shift(moved, counts, counts[::-1])
    one, other = (k.paired_t(v, counts, alternative, 0.95) for v in (values, moved))
    assert one.sd == approx(other.sd, nan_ok=True)
    assert one.mean + shift == approx(other.mean, nan_ok=True)
