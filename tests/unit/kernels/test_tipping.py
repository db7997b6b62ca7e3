"""How much undoes a difference: in points, in people and in odds."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats
from tests.reference import sensitivity as plain

from likertkit._kernels.means import fewest_steps, shift_to_nonsignificant, sign_test_gamma


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_shifted_answers_stand_at_the_level(sign, level) -> None:
    """SciPy's t test of the differences, less an end of its own interval, gives 1 - level."""
    rows = sign * np.array([1, 0, 2, 1, 1, -1, 2, 1, 0, 1, 3, 1])
    around = stats.ttest_1samp(rows, 0).confidence_interval(level)
    shift = shift_to_nonsignificant(around.low, around.high)
    assert shift * sign > 0
    # The quantile and the tail of t invert one another to about 1e-12.
    assert stats.ttest_1samp(rows - shift, 0).pvalue == pytest.approx(1 - level, rel=1e-9)


@pytest.mark.parametrize("ends", [(-0.1, 0.3), (-0.3, 0.1), (0.0, 0.2), (-0.2, 0.0)])
def test_nothing_need_be_shifted_where_nothing_is_significant(ends) -> None:
    """A plain 0, never a negative one."""
    shift = shift_to_nonsignificant(*ends)
    assert shift == 0
    assert math.copysign(1, shift) == 1


@pytest.mark.parametrize("ends", [(math.nan, math.nan), (1.0, math.nan)])
def test_without_an_interval_there_is_no_shift(ends) -> None:
    """One pair, or no spread: there is no test that could stop rejecting."""
    assert math.isnan(shift_to_nonsignificant(*ends))


def test_longest_steps_come_first() -> None:
    """Two steps of 3 reach 5; steps of 1 alone would need five."""
    assert fewest_steps([(1, 9), (3, 2)], 5) == 2
    assert fewest_steps([(1, 9), (3, 2)], 7) == 3
    assert fewest_steps([(1, 2)], 3) is None
    assert fewest_steps([(1, 2)], 0) == 0
    assert fewest_steps([], 0) == 0


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_gamma_by_enumeration(level) -> None:
    """Every table of up to 14 signs, against bisection on exact binomial tails."""
    for n_for, n_against in itertools.product(range(11), range(4)):
        found = sign_test_gamma(n_for, n_against, level)
        # Bisection stops 2 to the power of -40 short.
        assert found == pytest.approx(plain.gamma(n_for, n_against, level), rel=1e-9)
        assert found == sign_test_gamma(n_against, n_for, level)


def test_gamma_of_1_is_the_sign_test() -> None:
    """It exceeds 1 exactly where the sign test rejects."""
    for n_for, n_against in itertools.product(range(15), repeat=2):
        n = n_for + n_against
        rejects = n > 0 and stats.binomtest(n_for, n).pvalue <= 0.05
        assert (sign_test_gamma(n_for, n_against, 0.95) > 1) == rejects


@pytest.mark.parametrize("odds", [1.5, 3.0, 8.0])
def test_gamma_recovers_the_odds_put_in(odds) -> None:
    """Signs for with odds of Γ: above it once in 40 samples, and near it in a large one."""
    rng = np.random.default_rng(3)
    share = odds / (1 + odds)
    drawn = rng.binomial(200, share, size=2000)
    found = np.array([sign_test_gamma(int(x), 200 - int(x), 0.95) for x in drawn])
    # At most .025, for the counts are discrete; standard error .0035.
    assert (found > odds).mean() <= 0.035
    large = round(1_000_000 * share)
    assert sign_test_gamma(large, 1_000_000 - large, 0.95) == pytest.approx(odds, rel=0.01)
