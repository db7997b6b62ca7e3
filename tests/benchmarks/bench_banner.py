"""How long a banner of 200 items by 30 columns takes, beside pandas and statsmodels.

The peer counts the top box by item and column with pandas, and tests every two columns of a span
with statsmodels, one call a pair: for a tenth of the items, times ten.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportions_ztest
from timing import milliseconds

import likertkit as lk

N, N_ITEMS = 3_000, 200
SPANS = {f"span{k}": 5 for k in range(6)}
NAMES = [f"q{number}" for number in range(1, N_ITEMS + 1)]


def rows() -> pd.DataFrame:
    """Return answers with the columns of six spans, and weights."""
    rng = np.random.default_rng(20261201)
    frame = pd.DataFrame(rng.integers(1, 6, (N, N_ITEMS)), columns=NAMES)
    columns = {name: rng.integers(0, n, N) for name, n in SPANS.items()}
    return frame.assign(**columns, weight=rng.uniform(0.5, 2, N))


def peer(frame: pd.DataFrame, names: list[str]) -> int:
    """Return how many pairs of columns differ in the top box."""
    n_different = 0
    for span in SPANS:
        top = (frame[names] >= 4).groupby(frame[span]).agg(["sum", "count"])
        for name in names:
            counts = top[name]
            for first, second in combinations(counts.index, 2):
                both = counts.loc[[first, second]]
                _, pvalue = proportions_ztest(both["sum"].to_numpy(), both["count"].to_numpy())
                n_different += pvalue < 0.05
    return n_different


def main() -> None:
    """Print the times, and ours over the peer's."""
    frame = rows()
    shop = lk.Instrument("shop", [lk.Item(n, lk.LikertScale(positive="high")) for n in NAMES])
    plain = lk.Responses(frame, shop).tally(by=list(SPANS)[:3])
    weighted = lk.Responses(frame, shop, weight="weight")
    ours, heavy, theirs = milliseconds(
        lambda: lk.banner(lk.Responses(frame, shop), list(SPANS)),
        lambda: lk.banner(weighted, list(SPANS)),
        lambda: peer(frame, NAMES[: N_ITEMS // 10]),
        n_runs=3,
    )
    (counted,) = milliseconds(lambda: lk.banner(plain, list(SPANS)[:3]), n_runs=3)
    n_columns = sum(SPANS.values())
    print(f"{N_ITEMS} items by {n_columns} columns in {len(SPANS)} spans: top box, bottom box, net")
    print(f"  likertkit, from the rows:            {ours:8.0f} ms")
    print(f"  likertkit, weighted:                 {heavy:8.0f} ms")
    print(f"  likertkit, half of it from a tally:  {counted:8.0f} ms")
    print(f"  pandas and statsmodels, top box:     {10 * theirs:8.0f} ms")
    print(f"  ratio: {ours / (10 * theirs):.3f}")


if __name__ == "__main__":
    main()
