"""Counts completed at either end, and the interval of Imbens and Manski."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.reference import sensitivity as plain

from likertkit._kernels.means import (
    bounded_mean_interval,
    bounded_share_interval,
    completed_counts,
    imbens_manski_tail,
)

# Both sides solve one equation; bisection and Brent's method stop within rounding of its root.
RTOL = 1e-10


def test_the_silent_go_to_either_end() -> None:
    """The counts themselves stay as they were."""
    counts = (1, 2, 3)
    assert completed_counts(counts, 4) == ([5, 2, 3], [1, 2, 7])
    assert counts == (1, 2, 3)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
@pytest.mark.parametrize(("gap", "error"), [(1.0, 0.2), (0.1, 0.2), (0.0, 0.3), (0.01, 0.5)])
def test_tail_is_that_of_brent(gap, error, level) -> None:
    """Another root finder and another normal distribution give the same tail."""
    found = imbens_manski_tail(gap, error, level)
    assert found == pytest.approx(plain.imbens_manski_tail(gap, error, level), rel=RTOL)


def test_tail_goes_from_two_sided_to_one_sided() -> None:
    """Where the bounds meet it is half of what is left; far apart, each end has all of it."""
    assert imbens_manski_tail(0.0, 1.0, 0.95) == pytest.approx(0.025, rel=RTOL)
    assert imbens_manski_tail(100.0, 1.0, 0.95) == pytest.approx(0.05, rel=RTOL)
    # Below one half the one-sided quantile would lie inside the bounds.
    assert imbens_manski_tail(100.0, 1.0, 0.3) == 0.5


@pytest.mark.parametrize("silent", [0, 1, 7])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_intervals_are_those_of_rows(silent, level) -> None:
    """Worked out from rows by SciPy's t, standard error and exact binomial interval."""
    scores = (1, 2, 3, 7)
    for counts in ((3, 1, 0, 4), (0, 0, 9, 0), (0, 0, 0, 6), (5, 0, 0, 0), (1, 0, 1, 0)):
        rows = np.repeat(scores, counts).tolist()
        ends = completed_counts(counts, silent)
        assert bounded_mean_interval(ends, scores, level) == pytest.approx(
            plain.bounded_mean(rows, silent, scores, level), rel=1e-9
        )
        assert bounded_share_interval(
            counts[-1], counts[-1] + silent, len(rows) + silent, level
        ) == pytest.approx(plain.bounded_share(counts[-1], len(rows), silent, level), abs=1e-9)


def test_of_one_person_and_of_none() -> None:
    """A share of one person has an interval, a mean has none, and of nobody there is nothing."""
    assert np.isnan(bounded_mean_interval(([1, 0], [1, 0]), (0, 1), 0.95)).all()
    assert bounded_share_interval(1, 1, 1, 0.95) == pytest.approx((0.025, 1))
    assert np.isnan(bounded_share_interval(0, 0, 0, 0.95)).all()


def test_no_interval_collapses_where_all_answered_alike() -> None:
    """Twenty of twenty at the top: Wald's interval was a point, which missed .95 in 36 of 100."""
    low, high = bounded_share_interval(20, 20, 20, 0.95)
    # Twenty of twenty have a probability of .025 at this share.
    assert (low, high) == (pytest.approx(0.025 ** (1 / 20)), 1)
    ends = completed_counts((0, 0, 20), 0)
    low, high = bounded_mean_interval(ends, (1, 2, 3), 0.95)
    assert 2 < low < 2.9
    assert high == 3


@pytest.mark.parametrize("end", [0, 1])
@pytest.mark.parametrize("share", [0.02, 0.05, 0.5, 0.95, 0.98])
@pytest.mark.parametrize("silent", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("n", [10, 20, 30])
def test_shares_are_covered_as_often_as_said(n, silent, share, end) -> None:
    """Exactly, by adding up the multinomial probabilities of every table.

    The true share among all lies at either bound.  Within a rounding of a bound it is covered.
    """
    shares = (share * (1 - silent), (1 - share) * (1 - silent), silent)
    truth = shares[0] + end * silent
    covered = 0.0
    for chosen in range(n + 1):
        for other in range(n - chosen + 1):
            quiet = n - chosen - other
            if quiet and not silent:
                continue
            chance = stats.multinomial.pmf((chosen, other, quiet), n, shares)
            low, high = bounded_share_interval(chosen, chosen + quiet, n, 0.95)
            covered += chance * (low - 1e-12 <= truth <= high + 1e-12)
    assert covered >= 0.95
