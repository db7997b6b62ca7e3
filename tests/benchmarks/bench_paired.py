"""How long paired comparisons take after the table, beside SciPy and pingouin.

A million respondents answered 14 items twice.  Pingouin builds a matrix of all pairs of pairs, so
that it is asked about a thousand.  Another number of respondents can be given, as in
``nox -s bench -- 100000``.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pingouin
from scipy import stats
from timing import extra_bytes, milliseconds

import likertkit as lk

N = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
N_FEW = 1_000
NAMES = tuple(f"q{number}" for number in range(1, 15))
SCALE = lk.LikertScale()
# Signs that a permutation of SciPy's draws; all of them are beyond anyone's patience.
N_PERMUTATIONS = 9_999


def answers_of(n: int, seed: int) -> pd.DataFrame:
    """Return n respondents' answers to each item before and after, which are a little lower."""
    rng = np.random.default_rng(seed)
    columns = {}
    for name in NAMES:
        first = rng.integers(1, 6, n)
        move = rng.choice([-2, -1, 0, 1, 2], n, p=[0.08, 0.21, 0.45, 0.19, 0.07])
        columns[f"{name}_before"] = first.astype(np.int8)
        columns[f"{name}_after"] = np.clip(first + move, 1, 5).astype(np.int8)
    return pd.DataFrame(columns)


def pairs_of(frame: pd.DataFrame) -> lk.PairTally:
    """Return the table of pairs."""
    instrument = lk.Instrument("bench", [lk.Item(name, SCALE) for name in NAMES])
    columns = {when: {name: f"{name}_{when}" for name in NAMES} for when in ("before", "after")}
    return lk.Responses.from_wide(frame, instrument, columns=columns).pairs("before", "after")


def compared(pairs: lk.PairTally, **options: Any) -> Any:
    """Return the comparison of before and after."""
    return lk.compare_paired(pairs, "before", "after", **options)


def ratio(peer: float, ours: float) -> str:
    """Return how many times the peer takes."""
    return f"{peer / ours:,.1f} times ours"


def main() -> None:
    """Print the times, and the peers' over ours."""
    frame = answers_of(N, 1)
    pairs = pairs_of(frame)
    difference = (frame["q1_before"] - frame["q1_after"]).to_numpy().astype(float)
    one = lk.PairTally.from_table(pairs.counts[0, 0, :5, :5], SCALE, first="before", second="after")
    table, single, scipys = milliseconds(
        lambda: compared(pairs),
        lambda: compared(one),
        lambda: stats.wilcoxon(difference, zero_method="pratt", method="asymptotic"),
    )
    print(f"paired table of 14 items from {N:,} respondents, after the table: {table:.1f} ms")
    print(f"  one item of it                     {single:10.2f} ms")
    print(f"  scipy.stats.wilcoxon, one item     {scipys:10.1f} ms   {ratio(scipys, single)}")
    for test in ("sign", "t", "bowker", "stuart-maxwell", "ordered-marginal"):
        (spent,) = milliseconds(lambda test=test: compared(pairs, test=test))
        print(f"  14 items, test={test + ':':<18} {spent:10.1f} ms")
    memory = extra_bytes(lambda: compared(pairs)) / 2**20
    print(f"  memory beyond the table            {memory:10.1f} MiB")

    few = answers_of(N_FEW, 2)
    first, second = few["q1_before"].to_numpy(float), few["q1_after"].to_numpy(float)
    table_of_few = pairs_of(few).counts[0, 0, :5, :5]
    small = lk.PairTally.from_table(table_of_few, SCALE, first="before", second="after")
    apart = first - second
    method = stats.PermutationMethod(n_resamples=N_PERMUTATIONS, rng=1)
    own, scipys, pingouins = milliseconds(
        lambda: compared(small, method="exact"),
        lambda: stats.wilcoxon(apart, zero_method="pratt", method="asymptotic"),
        lambda: pingouin.wilcoxon(first, second, zero_method="pratt"),
    )
    (permuted,) = milliseconds(
        lambda: stats.wilcoxon(apart, zero_method="pratt", method=method), n_runs=1
    )
    row = compared(small, method="exact")["item"]
    print(f"signed ranks with ties, {N_FEW:,} pairs, exact: {own:.2f} ms, p = {row.pvalue:.6g}")
    print(f"  scipy, normal                      {scipys:10.2f} ms   {ratio(scipys, own)}")
    of = f"{N_PERMUTATIONS:,} permutations"
    print(f"  scipy, {of:<27} {permuted:10.0f} ms   {ratio(permuted, own)}")
    print(f"  pingouin, normal                   {pingouins:10.1f} ms   {ratio(pingouins, own)}")
    print("scipy's exact knows neither ties nor zeros; pingouin needs 61 GiB at 100,000")


if __name__ == "__main__":
    main()
