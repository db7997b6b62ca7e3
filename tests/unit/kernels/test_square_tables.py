from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from statsmodels.stats.contingency_tables import SquareTable
from tests.reference import signed_ranks as plain

from likertkit._kernels import ranks as k

SEEDS = range(6)


def drawn(seed, size=4, most=9):
    """Return a square table of counts."""
    return np.random.default_rng(seed).integers(1, most, (size, size))


@pytest.mark.parametrize("seed", SEEDS)
def test_full_tables_agree_with_statsmodels(seed):
    """No pair is empty, so that nothing is added to it."""
    table = drawn(seed)
    peer = SquareTable(table, shift_zeros=False)
    for found, their in (
        (k.bowker(table), peer.symmetry()),
        (k.stuart_maxwell(table), peer.homogeneity()),
    ):
        assert found.statistic == approx(their.statistic, rel=1e-9, abs=1e-12)
        assert found.df == their.df
        assert math.exp(found.log_pvalue) == approx(their.pvalue, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_stuart_maxwell_is_the_generalised_inverse(seed):
    """Of the whole covariance matrix, whatever falls apart; the rank is the degrees of freedom."""
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 5, (6, 6)) * (rng.random((6, 6)) < 0.25)
    apart = table.sum(1) - table.sum(0)
    covariance = np.diag(table.sum(1) + table.sum(0)) - table - table.T
    found = k.stuart_maxwell(table)
    inverse = np.linalg.pinv(covariance, rcond=1e-10)
    assert found.statistic == approx(float(apart @ inverse @ apart), rel=1e-9, abs=1e-9)
    assert found.df == np.linalg.matrix_rank(covariance)


def test_changes_between_two_pairs_of_levels_have_two_degrees_of_freedom():
    """1 with 2 and 3 with 4: two McNemar tests; a level on the diagonal alone adds nothing."""
    table = np.array(
        [[5, 7, 0, 0, 0], [2, 4, 0, 0, 0], [0, 0, 3, 1, 0], [0, 0, 9, 0, 0], [0, 0, 0, 0, 8]]
    )
    expected = 25 / 9 + 64 / 10
    for found in (k.stuart_maxwell(table), k.bowker(table)):
        assert found[:2] == (approx(expected, rel=1e-12), 2)
        assert math.exp(found.log_pvalue) == approx(stats.chi2.sf(expected, 2), rel=1e-12)


def test_one_change_is_enough():
    """Its square over itself, with the degree of freedom of its pair of cells."""
    table = np.array([[2, 1, 0], [0, 3, 0], [0, 0, 1]])
    for found in (k.bowker(table), k.stuart_maxwell(table)):
        assert found[:2] == (approx(1.0), 1)


@pytest.mark.parametrize("table", [np.zeros((3, 3), int), np.diag([4, 0, 7])])
def test_where_nothing_changed_p_is_1(table):
    """No degree of freedom is left."""
    assert k.bowker(table) == k.stuart_maxwell(table) == (0.0, 0, 0.0)
    for alternative in ("two-sided", "less", "greater"):
        found = k.ordered_marginal(table, [1, 2, 3], alternative)
        assert found == (0.0, 0.0, k.Flips((), (), 0))
        assert k.flip_pvalue(found.flips, alternative, "auto") == (0.0, "exact")


@pytest.mark.parametrize("alternative", ["two-sided", "less", "greater"])
@pytest.mark.parametrize("scores", [[1, 2, 3], [0, 1, 4], [6, 4, 0]])
def test_ordered_margins_by_enumeration(scores, alternative):
    """Z from the rows, and an exact p-value from every choice of signs; scores may fall."""
    table = np.array([[3, 2, 1], [0, 5, 4], [1, 0, 2]])
    places = np.argwhere(table).tolist()
    rows = [scores[i] - scores[j] for i, j in places for _ in range(table[i, j])]
    found = k.ordered_marginal(table, scores, alternative)
    z = sum(rows) / math.sqrt(sum(d * d for d in rows))
    assert found.z == approx(z, rel=1e-14)
    tail = {"less": stats.norm.cdf(z), "greater": stats.norm.sf(z)}
    expected = tail.get(alternative, 2 * stats.norm.sf(abs(z)))
    assert math.exp(found.log_pvalue) == approx(expected, rel=1e-12)
    moved = [d for d in rows if d]
    exact = plain.flip_pvalue([abs(d) for d in moved], sum(d for d in moved if d > 0), alternative)
    logged, used = k.flip_pvalue(found.flips, alternative, "auto")
    assert used == "exact"
    assert math.exp(logged) == approx(float(exact), rel=1e-13)
    assert k.flip_least(found.flips, "greater") == approx(-len(moved) * math.log(2))
