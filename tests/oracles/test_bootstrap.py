"""Bootstrap intervals against scipy.stats.bootstrap, which draws every answer.

SciPy draws n of n answers and we n - 1, so that its spread is √((n - 1) / n) of ours.  An end at
2.5 % of 9,999 resamples has a standard error of √(.025 × .975 / 9999) / φ(1.96) = .027 standard
errors of the mean; two of them differ by less than four times √2 of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

import likertkit as lk

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNTS = {1: 90, 2: 37, 3: 15, 4: 5, 5: 3}
TALLY = lk.Tally.from_counts({"q": COUNTS}, lk.Instrument("one", [lk.Item("q", lk.LikertScale())]))
ANSWERS = np.repeat(list(COUNTS), list(COUNTS.values()))
N = len(ANSWERS)
N_RESAMPLES = 9999
# Errors of an end, in standard errors.
TOLERANCE = 4 * math.sqrt(2) * 0.027
ROUGH = 4 / math.sqrt(N_RESAMPLES)


def dispersion(weights: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return variance over mean, which is no linear function of the counts."""
    shares = weights / weights.sum(axis=-1, keepdims=True)
    mean = shares @ scores
    return np.asarray((shares @ scores**2 - mean**2) / mean)


def their_dispersion(answers: NDArray[np.int64], axis: int) -> NDArray[np.float64]:
    """Return the same of answers."""
    return np.asarray(answers.var(axis=axis) / answers.mean(axis=axis))


@pytest.mark.parametrize(("interval", "method"), [("bootstrap", "percentile"), ("bca", "BCa")])
@pytest.mark.parametrize(
    ("statistic", "theirs"), [("mean", np.mean), (dispersion, their_dispersion)], ids=["mean", "d"]
)
def test_the_ends_are_scipys_but_for_chance(statistic, theirs, interval, method) -> None:
    """Percentiles and BCa, of a skewed mean and of a bent statistic."""
    row = lk.bootstrap(TALLY, statistic, interval=interval, rng=1)["q"]
    found = stats.bootstrap(
        (ANSWERS,), theirs, n_resamples=N_RESAMPLES, batch=1000, method=method, random_state=1
    )
    assert row.estimate == approx(float(theirs(ANSWERS, axis=0)), rel=1e-12)
    assert row.se == approx(found.standard_error * math.sqrt(N / (N - 1)), rel=ROUGH)
    wider = math.sqrt(N / (N - 1)) - 1
    for own, their in zip((row.low, row.high), found.confidence_interval, strict=True):
        expected = their + wider * (their - row.estimate)
        assert own == approx(expected, abs=TOLERANCE * row.se)
