"""How long pairs, co-occurrences and clusters of a million rows and 14 items take, beside pandas.

Another number of rows can be given, as in ``nox -s bench -- 10000000``.
"""

from __future__ import annotations

import sys
from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from timing import extra_bytes, milliseconds

import likertkit as lk

N_ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
NAMES = tuple(f"q{number}" for number in range(1, 15))
N_CLUSTERS = 1000
N_RUNS = 3


def joined(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Return a table of pairs an item, by an outer join."""
    first, second = (frame[frame["when"] == name] for name in ("a", "b"))
    both = first.merge(second, on="who", how="outer", suffixes=("_a", "_b"))
    return [pd.crosstab(both[f"{name}_a"], both[f"{name}_b"]) for name in NAMES]


def crossed(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Return a table for every two items."""
    return [pd.crosstab(frame[one], frame[other]) for one, other in combinations(NAMES, 2)]


def main() -> None:
    """Print the times, and ours over the peer's."""
    rng = np.random.default_rng(20_211)
    frame = pd.DataFrame({name: rng.integers(1, 6, N_ROWS).astype(np.int8) for name in NAMES})
    who = np.repeat(np.arange(N_ROWS // 2), 2)
    frame = frame.iloc[: len(who)].assign(
        who=who,
        when=pd.Categorical(np.tile(["a", "b"], len(who) // 2)),
        school=who % N_CLUSTERS,
        w=np.repeat(rng.random(len(who) // 2), 2),
    )
    scale = lk.LikertScale()
    instrument = lk.Instrument("bench", [lk.Item(name, scale) for name in NAMES])
    declared = {"respondent": "who", "condition": "when"}
    whole = lk.Responses(frame, instrument, **declared)
    pairs = whole.pairs("a", "b")
    if pairs.counts[0, 0, :5, :5].tolist() != joined(frame)[0].to_numpy().tolist():
        raise SystemExit("pandas has another table of pairs")
    ours, peer = milliseconds(lambda: whole.pairs("a", "b"), lambda: joined(frame), n_runs=N_RUNS)
    print(f"pairs of {N_ROWS:,} rows x 14 int8: {ours:.0f} ms")
    print(f"  pandas, merge and crosstab:  {peer:.0f} ms, ratio {ours / peer:.2f}")
    ours, peer = milliseconds(whole.cotally, lambda: crossed(frame), n_runs=1)
    print(f"co-occurrences of 91 pairs of items, pairwise and listwise: {ours:.0f} ms")
    print(f"  pandas, crosstab:            {peer:.0f} ms, ratio {ours / peer:.2f}")

    weighted = lk.Responses(frame, instrument, weight="w", **declared)
    clustered = lk.Responses(frame, instrument, cluster="school", **declared)
    polars = lk.Responses(pl.from_pandas(frame).lazy(), instrument, **declared)
    table = pl.from_pandas(frame).to_arrow()
    database = lk.Responses(duckdb.from_arrow(table), instrument, **declared)
    works = {
        "weighted pairs": lambda: weighted.pairs("a", "b"),
        "weighted co-occurrences": weighted.cotally,
        f"tally, {N_CLUSTERS:,} clusters": clustered.tally,
        "pairs, polars lazy": lambda: polars.pairs("a", "b", disjoint=True),
        "co-occurrences, polars lazy": polars.cotally,
        "pairs, DuckDB": lambda: database.pairs("a", "b", disjoint=True),
        "co-occurrences, DuckDB": database.cotally,
    }
    for name, spent in zip(works, milliseconds(*works.values(), n_runs=N_RUNS), strict=True):
        print(f"  {name + ':':<28} {spent:.0f} ms")
    for name, work in (("pairs", lambda: whole.pairs("a", "b")), ("co-occ.", whole.cotally)):
        print(f"  memory over the input, {name + ':':<8} {extra_bytes(work) / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
