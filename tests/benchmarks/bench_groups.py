"""How long an exact Mann-Whitney test with ties takes, beside SciPy's and pingouin's.

SciPy's exact method leaves ties out of the null distribution, so its peer for the same question is
a permutation test; another number of permutations can be given, as in ``nox -s bench -- 99999``.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pingouin
from scipy import stats
from timing import milliseconds

import likertkit as lk
from likertkit._kernels.ranks import rank_sum_test

N_RESAMPLES = int(sys.argv[1]) if len(sys.argv) > 1 else 9_999
SHARES = ((0.10, 0.15, 0.20, 0.30, 0.25), (0.14, 0.17, 0.22, 0.27, 0.20))
ITEMS = tuple(f"q{number}" for number in range(1, 15))
MANY = 100_000


def counts_of(n: int) -> tuple[list[int], list[int]]:
    """Return the counts of two groups of n answers."""
    first, second = ([round(share * n) for share in shares] for shares in SHARES)
    return first, second


def main() -> None:
    """Print the times, and ours over the peers'."""
    print("exact Mann-Whitney with ties, five levels")
    for n in (100, 250, 500):
        first, second = counts_of(n)
        (ours,) = milliseconds(lambda: rank_sum_test(first, second, "two-sided", "exact"))  # noqa: B023 - called here
        print(f"  likertkit, {n} a group:          {ours:8.1f} ms")
    first, second = counts_of(250)
    rows = [np.repeat(np.arange(1, 6), counts) for counts in (first, second)]
    method = stats.PermutationMethod(n_resamples=N_RESAMPLES, rng=1)
    start = time.perf_counter()
    peer = stats.mannwhitneyu(*rows, method=method)
    spent = (time.perf_counter() - start) * 1e3
    exact = rank_sum_test(first, second, "two-sided", "exact")
    print(f"  scipy, {N_RESAMPLES:,} permutations, 250:  {spent:8.0f} ms")
    print(f"  p: exact {exact.pvalue:.6f}, permutations {peer.pvalue:.6f}")
    (peer,) = milliseconds(lambda: pingouin.mwu(*rows))
    print(f"  pingouin.mwu (normal), 250:      {peer:8.1f} ms")

    instrument = lk.Instrument("bench", [lk.Item(name, lk.LikertScale()) for name in ITEMS])
    sides = dict(zip("ab", counts_of(MANY), strict=True))
    parts = [
        {"group": group, "item": item, "code": code, "count": count}
        for group, counts in sides.items()
        for item in ITEMS
        for code, count in enumerate(counts, start=1)
    ]
    import pandas as pd

    tally = lk.Tally.from_counts(pd.DataFrame(parts), instrument)
    rows = [np.repeat(np.arange(1, 6), counts) for counts in sides.values()]
    ours, peer = milliseconds(
        lambda: lk.compare_groups(tally, "group"), lambda: stats.mannwhitneyu(*rows)
    )
    print(f"14 items, {MANY:,} a group, after the table: {ours:.0f} ms")
    print(f"  scipy.stats.mannwhitneyu, one item:        {peer:.0f} ms")


if __name__ == "__main__":
    main()
