"""Counts completed at either end, and the interval of Imbens and Manski."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from tests.reference import sensitivity as plain

from likertkit._kernels import completed_counts, imbens_manski_interval

# Both sides solve one equation; bisection and Brent's method stop within rounding of its root.
RTOL = 1e-10


def test_the_silent_go_to_either_end() -> None:
    """The counts themselves stay as they were."""
    counts = (1, 2, 3)
    assert completed_counts(counts, 4) == ([5, 2, 3], [1, 2, 7])
    assert counts == (1, 2, 3)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
@pytest.mark.parametrize(
    ("low", "high", "errors"),
    [
        (1.5, 2.5, (0.1, 0.2)),
        (1.5, 1.6, (0.2, 0.1)),
        (2.0, 2.0, (0.3, 0.3)),
        (2.0, 2.01, (0.0, 0.5)),
    ],
)
def test_interval_is_that_of_brent(low, high, errors, level) -> None:
    """Another root finder and another normal distribution give the same interval."""
    found = imbens_manski_interval(low, high, *errors, level)
    assert found == pytest.approx(plain.imbens_manski(low, high, errors, level), rel=RTOL)


def test_critical_value_goes_from_two_sided_to_one_sided() -> None:
    """Where the bounds meet, it is the usual interval; far apart, each end has its own error."""
    normal = NormalDist()
    meeting = imbens_manski_interval(0.0, 0.0, 1.0, 1.0, 0.95)
    assert meeting[1] == pytest.approx(normal.inv_cdf(0.975), rel=RTOL)
    apart = imbens_manski_interval(0.0, 100.0, 1.0, 1.0, 0.95)
    assert apart == pytest.approx((-normal.inv_cdf(0.95), 100 + normal.inv_cdf(0.95)), rel=RTOL)


def test_without_error_the_bounds_are_the_interval() -> None:
    """All at one end, whoever is asked."""
    assert imbens_manski_interval(1.0, 5.0, 0.0, 0.0, 0.95) == (1.0, 5.0)


@pytest.mark.parametrize("end", [0, 1])
def test_interval_covers_either_end_as_often_as_it_says(end) -> None:
    """The wider population's mean may lie at a bound; drawn 4,000 times, 150 people each."""
    rng = np.random.default_rng(20)
    shares, silent, n = np.array([0.1, 0.2, 0.3, 0.2, 0.1]), 0.1, 150
    scores = np.arange(1, 6)
    drawn = rng.multinomial(n, [*shares, silent], size=4000)
    truth = shares @ scores + silent * scores[[0, -1][end]]
    covered = 0
    for counts in drawn:
        ends = completed_counts(counts[:5].tolist(), int(counts[5]))
        rows = [np.repeat(scores, one) for one in ends]
        errors = [one.std(ddof=1) / np.sqrt(n) for one in rows]
        low, high = imbens_manski_interval(rows[0].mean(), rows[1].mean(), *errors, 0.9)
        covered += low <= truth <= high
    # Standard error .005; the normal approximation itself costs a little.
    assert covered / 4000 == pytest.approx(0.9, abs=0.015)
