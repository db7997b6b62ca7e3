"""How long a BCa interval of a mean takes, 9,999 resamples, beside scipy.stats.bootstrap.

Ours from the tally of a million answers and of a thousand; SciPy's, which draws every answer, from
a hundred thousand.  Another number for SciPy can be given, as in ``nox -s bench -- 10000``.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy import stats
from timing import milliseconds

import likertkit as lk

N_PEER = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
SHARES = (0.02, 0.05, 0.13, 0.35, 0.45)
STUDY = lk.Instrument("bench", [lk.Item("heard", lk.LikertScale())])


def tally_of(n: int) -> lk.Tally:
    """Return n answers with the same shares."""
    counts = {code: round(share * n) for code, share in enumerate(SHARES, start=1)}
    return lk.Tally.from_counts({"heard": counts}, STUDY)


def main() -> None:
    """Print the times, and SciPy's over ours."""
    few, many = tally_of(1_000), tally_of(1_000_000)
    short, long, percentile = milliseconds(
        lambda: lk.means(few, interval="bca", rng=1),
        lambda: lk.means(many, interval="bca", rng=1),
        lambda: lk.means(many, interval="bootstrap", rng=1),
        n_runs=51,
    )
    answers = np.repeat(np.arange(1, 6), [round(share * N_PEER) for share in SHARES])
    start = time.perf_counter()
    found = stats.bootstrap((answers,), np.mean, n_resamples=9999, batch=100, method="BCa", rng=1)
    peer = (time.perf_counter() - start) * 1e3
    own = lk.means(tally_of(N_PEER), interval="bca", rng=1)["heard"]
    ends = found.confidence_interval
    print("BCa interval of a mean, 9,999 resamples")
    print(f"  likertkit, 1e3 answers          {short:10.2f} ms")
    print(f"  likertkit, 1e6 answers          {long:10.2f} ms   {long / short:.2f} times 1e3")
    print(f"  the same, percentiles           {percentile:10.2f} ms")
    print(f"  scipy.stats.bootstrap, {N_PEER:,}  {peer:10.0f} ms   {peer / long:,.0f} times ours")
    print(
        f"  at {N_PEER:,}: {own.low:.5f} to {own.high:.5f}, SciPy {ends.low:.5f} to {ends.high:.5f}"
    )


if __name__ == "__main__":
    main()
