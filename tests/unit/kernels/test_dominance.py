"""Cut by cut: which of two distributions lies higher, and how surely."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportions_ztest
from tests.reference import sensitivity as plain

from likertkit._kernels import (
    cut_differences,
    informative_cuts,
    overlapping_shares_pvalue,
    sign_test_pvalue,
    turning_stretch,
)

# Closed forms on both sides, in double precision.
RTOL = 1e-11


def test_cut_differences_are_whole_numbers() -> None:
    """Both totals cross-multiplied, so that no rounding decides a sign."""
    assert cut_differences((1, 1, 2), (2, 1, 0)) == [2 * 4 - 1 * 3, 3 * 4 - 2 * 3]
    assert cut_differences((0, 0, 1), (0, 0, 3)) == [0, 0]


def test_cuts_beside_all_answers_say_nothing() -> None:
    """Below the lowest answer both shares are 0, above the highest both are 1."""
    assert informative_cuts((0, 2, 1, 0, 0), (0, 0, 1, 0, 0)) == [False, True, False, False]
    assert informative_cuts((3, 0), (0, 3)) == [True]


def test_stretch_turns_the_sign_and_less_does_not() -> None:
    """Wider gaps against the sign bring the difference to 0 exactly at the quotient."""
    cuts, gaps = [6, -2, -1], [1, 1, 2]
    speaks_for, against = turning_stretch(cuts, gaps)
    assert (speaks_for, against) == (6, 4)
    assert 6 * 1 - (2 + 2) * speaks_for / against == 0
    assert turning_stretch([-6, 2, 1], gaps) == (6, 4)
    assert turning_stretch([1, -1], [1, 1]) == (1, 1)


@pytest.mark.parametrize(("n_for", "n_against"), list(itertools.product(range(7), repeat=2)))
def test_sign_test_is_scipys(n_for, n_against) -> None:
    """Twice the upper tail of a fair coin, which is SciPy's two-sided p where for leads."""
    n = n_for + n_against
    one = stats.binomtest(n_for, n, alternative="greater").pvalue if n else 1.0
    found = sign_test_pvalue(n_for, n_against)
    assert found == pytest.approx(min(1.0, 2 * one), rel=RTOL)
    if n_for > n_against:
        assert found == pytest.approx(stats.binomtest(n_for, n).pvalue, rel=RTOL)


def test_sign_test_of_many() -> None:
    """A large table makes no difference to the tail."""
    expected = stats.binomtest(300_400, 600_000).pvalue
    assert sign_test_pvalue(300_400, 299_600) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("seed", range(20))
def test_overlapping_shares_from_rows(seed) -> None:
    """The correlation of the pairs is NumPy's, the rest SciPy's normal distribution."""
    rng = np.random.default_rng(seed)
    n_both, n_first, n_second = (int(rng.integers(least, 10)) for least in (2, 1, 1))
    both = [(int(a), int(b)) for a, b in rng.integers(0, 2, size=(n_both, 2))]
    only = [rng.integers(0, 2, size=n).tolist() for n in (n_first, n_second)]
    cells = tuple(both.count(pair) for pair in ((1, 1), (1, 0), (0, 1), (0, 0)))
    sides = [
        (sum(pair[side] for pair in both) + sum(only[side]), len(both) + len(only[side]))
        for side in (0, 1)
    ]
    ahead = sides[0][0] * sides[1][1] - sides[1][0] * sides[0][1]
    found = overlapping_shares_pvalue(sides[0], sides[1], cells)
    if ahead > 0:
        assert found == pytest.approx(plain.overlapping_pvalue(both, *only), rel=RTOL)
    else:
        assert found == 1.0


def test_without_overlap_it_is_the_test_of_two_shares() -> None:
    """Pooled, as statsmodels has it."""
    expected = proportions_ztest([30, 20], [50, 45])[1]
    found = overlapping_shares_pvalue((30, 50), (20, 45), (0, 0, 0, 0))
    assert found == pytest.approx(expected, rel=RTOL)
