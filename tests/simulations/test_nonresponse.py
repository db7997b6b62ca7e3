"""How often the intervals on bounds of nonresponse cover what all would have answered.

The silent of the population all lie at one end of the scale, so that its mean is one of the two
bounds: that is where an interval covers least.  Run as a module it prints the rows of the table in
docs/explanation/intervals.md.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.simulations.coverage import CODES, FLOOR, NOMINAL, SEED, SKEWED, tally_of

import likertkit as lk

N_SAMPLES = 500
SILENT = (0.0, 0.05, 0.3)
# One answer is rare, two are, and the levels of the other simulations.
SHAPES = {
    "skewed": SKEWED,
    "J-shaped": FLOOR,
    "5 % at the other end": (0.05, 0.0, 0.0, 0.0, 0.95),
    "95 % at the top, the others next to it": (0.0, 0.0, 0.0, 0.05, 0.95),
}


def least_coverage(
    proportions: tuple[float, ...], silent: float, n: int, n_samples: int
) -> tuple[float, float]:
    """Return the coverage of the mean and of the top box, the lesser of that of either bound."""
    rng = np.random.default_rng([SEED, n, round(100 * silent)])
    answering = np.array(proportions) * (1 - silent)
    drawn = rng.multinomial(n, [*answering, silent], size=n_samples)
    counts, times = np.unique(drawn, axis=0, return_counts=True)
    found = lk.bias.nonresponse_bounds(tally_of(counts[:, :-1]), invited=n)
    rates = []
    for rows, scores in ((found, CODES), (found.top_box, (0, 0, 0, 0, 1))):
        low = np.array([row.interval_low for row in rows])
        high = np.array([row.interval_high for row in rows])
        truths = [answering @ np.array(scores) + silent * end for end in (scores[0], scores[-1])]
        inside = [(low <= truth + 1e-9) & (truth - 1e-9 <= high) for truth in truths]
        rates.append(min(float(times @ one) / n_samples for one in inside))
    return rates[0], rates[1]


@pytest.mark.parametrize("n", [10, 20, 50])
@pytest.mark.parametrize("silent", SILENT)
@pytest.mark.parametrize("shape", list(SHAPES))
def test_intervals_on_bounds_do_not_fall_short(shape: str, silent: float, n: int) -> None:
    """Nominal less four binomial errors or above, near the ends too, where Wald's had 64 %."""
    least = NOMINAL - 4 * math.sqrt(NOMINAL * (1 - NOMINAL) / N_SAMPLES)
    mean, proportion = least_coverage(SHAPES[shape], silent, n, N_SAMPLES)
    assert mean >= least
    assert proportion >= least


def print_table() -> None:
    """Print the least coverage of both, in the order of the table of the page."""
    for silent in (0.0, 0.2):
        for place, what in enumerate(("mean", "top box")):
            cells = [
                f"{100 * least_coverage(shape, silent, n, 4_000)[place]:.1f}"
                for shape in (SKEWED, FLOOR)
                for n in (10, 20, 50)
            ]
            print(f"| {what}, {100 * silent:g} % silent | {' | '.join(cells)} |")  # noqa: T201


if __name__ == "__main__":
    print_table()
