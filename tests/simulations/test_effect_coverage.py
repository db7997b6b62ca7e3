"""How often the interval of the rank-biserial correlation of pairs holds it.

Answers on five levels are cut from normal ones that two conditions share in part; the truth is the
effect of the exact proportions of the differences.  The bound is the nominal level less a point,
less four binomial standard errors; every seed is fixed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from likertkit._kernels.ranks import rank_biserial_interval, signed_rank

if TYPE_CHECKING:
    from likertkit._kernels.ranks import Zeros

N_SAMPLES = 1_500
CUTS = np.array([-np.inf, -1.2, -0.4, 0.4, 1.2, np.inf])


def proportions(shift: float, correlation: float) -> np.ndarray:
    """Return the probability of each difference from -4 to 4."""
    law = stats.multivariate_normal(mean=[shift, 0], cov=[[1, correlation], [correlation, 1]])
    edges = np.clip(CUTS, -9, 9)
    below = np.array([[law.cdf([a, b]) for b in edges] for a in edges])
    table = np.diff(np.diff(below, axis=0), axis=1)
    found = np.array([np.trace(table, offset=-d) for d in range(-4, 5)])
    return np.clip(found, 0, None) / np.clip(found, 0, None).sum()


def effect(counts: np.ndarray, zeros: Zeros) -> float:
    """Return the rank-biserial correlation of differences from -4 to 4."""
    numbers = [int(count) for count in counts]
    up, down = numbers[5:], numbers[3::-1]
    return signed_rank([1, 2, 3, 4], up, down, numbers[4], zeros).rank_biserial


@pytest.mark.parametrize("zeros", ["pratt", "wilcoxon"])
@pytest.mark.parametrize(("shift", "correlation"), [(0.0, 0.5), (0.3, 0.85), (1.5, 0.3)])
@pytest.mark.parametrize("n", [8, 20, 60])
def test_rank_biserial_intervals_hold_what_they_say(
    n: int, shift: float, correlation: float, zeros: Zeros
) -> None:
    """From eight pairs on, far from 0 too; a sample in which nothing changed has no interval."""
    rng = np.random.default_rng(n)
    chances = proportions(shift, correlation)
    truth = effect(np.round(chances * 10**7), zeros)
    covered = 0
    for counts in rng.multinomial(n, chances, N_SAMPLES):
        low, high = rank_biserial_interval(
            range(-4, 5), counts.tolist(), zeros, effect(counts, zeros), 0.95
        )
        covered += math.isnan(low) or low <= truth <= high
    least = 0.94
    assert covered / N_SAMPLES >= least - 4 * math.sqrt(least * (1 - least) / N_SAMPLES)
