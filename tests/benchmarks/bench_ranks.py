"""How long an exact signed-rank p-value takes, beside SciPy's random permutations."""

from __future__ import annotations

from functools import partial

import numpy as np
from scipy import stats
from timing import extra_bytes, milliseconds

from likertkit._kernels import ranks as k

CASES = [(100, 4), (1000, 4), (5000, 4), (1000, 6), (1000, 10), (400, 100), (1_000_000, 4)]
N_RUNS = 5


def counted(n: int, n_magnitudes: int) -> tuple[list[int], list[int]]:
    """Return how many of n differences of each magnitude are positive, and negative."""
    rng = np.random.default_rng(n)
    sizes = rng.multinomial(n, [1 / n_magnitudes] * n_magnitudes)
    up = rng.binomial(sizes, 0.53)
    return up.tolist(), (sizes - up).tolist()


def tested(positive: list[int], negative: list[int], n_zero: int) -> str:
    """Return the method that the p-value was found by."""
    found = k.signed_rank(range(len(positive)), positive, negative, n_zero, "pratt")
    return k.signed_rank_pvalue(found, "two-sided", "auto")[1]


def main() -> None:
    """Print the times, and for one case SciPy's."""
    for n, n_magnitudes in CASES:
        positive, negative = counted(n, n_magnitudes)

        work = partial(tested, positive, negative, n // 5)
        (spent,) = milliseconds(work, n_runs=N_RUNS)
        memory = extra_bytes(work) / 2**20
        print(f"{n:>9,} pairs, {n_magnitudes:>3} magnitudes, {work()}:", end="")
        print(f" {spent:.1f} ms, {memory:.1f} MiB")
    positive, negative = counted(100, 4)
    sizes = np.arange(1, 5)
    rows = np.repeat(np.concatenate([sizes, -sizes]), [*positive, *negative])
    resampled = stats.PermutationMethod(n_resamples=9999)
    (spent,) = milliseconds(lambda: stats.wilcoxon(rows, method=resampled), n_runs=1)
    print(f"SciPy, 100 pairs, 9,999 permutations: {spent:.0f} ms")


if __name__ == "__main__":
    main()
