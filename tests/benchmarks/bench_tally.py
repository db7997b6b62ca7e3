"""How long it takes to bind and count a million respondents and 14 items, beside polars and pandas.

Goals: at the most 1.5 times the bare query of polars, .3 ms for a small frame on a machine that
does nothing else, and 16 MiB over the input.

Another number of respondents can be given, as in ``nox -s bench -- 10000000``.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import polars as pl
from timing import extra_bytes, milliseconds

import likertkit as lk

N_ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
NAMES = tuple(f"q{number}" for number in range(1, 15))
CODES = (1, 2, 3, 4, 5)


def main() -> None:
    """Print the times, and ours over each peer's."""
    rng = np.random.default_rng(20_211)
    answers = {name: rng.integers(1, 6, N_ROWS).astype(np.int8) for name in NAMES}
    frame = pd.DataFrame(answers)
    lazy = pl.DataFrame(answers).lazy()
    scale = lk.LikertScale(CODES)
    instrument = lk.Instrument("bench", [lk.Item(name, scale) for name in NAMES])
    whole = lk.Responses(frame, instrument)
    if whole.tally() != lk.Responses(lazy, instrument).tally():
        raise SystemExit("the engines disagree")

    counts = lazy.select(
        (pl.col(name) == code).sum().alias(f"{name} {code}") for name in NAMES for code in CODES
    )

    def bound_and_counted() -> object:
        return lk.Responses(frame, instrument).tally()

    ours, polars, pandas = milliseconds(
        bound_and_counted,
        counts.collect,
        lambda: [frame[name].value_counts() for name in NAMES],
        n_runs=15,
    )
    print(f"{N_ROWS:,} x 14 int8, bound and counted: {ours:.1f} ms")
    print(f"  polars, a sum a level:      {polars:.1f} ms, ratio {ours / polars:.2f}")
    print(f"  pandas, value_counts:       {pandas:.1f} ms, ratio {ours / pandas:.2f}")
    print(f"  memory over the input:      {extra_bytes(bound_and_counted) / 2**20:.1f} MiB")
    few = frame.head(20).copy()
    mixed = few.assign(ward="e")
    plain, beside_text = milliseconds(
        lambda: lk.Responses(few, instrument).tally(),
        lambda: lk.Responses(mixed, instrument).tally(),
        n_runs=200,
    )
    print(f"  20 rows:                    {plain:.2f} ms, beside text {beside_text:.2f} ms")

    grouped = frame.assign(
        group=pd.Categorical(rng.choice(["a", "b"], N_ROWS)), weight=rng.random(N_ROWS)
    )
    integers, floats, nullable = (frame.astype(kind) for kind in ("int64", "float64", "Int8"))
    kinds = {
        "two groups": lambda: lk.Responses(grouped, instrument, condition="group"),
        "weighted": lambda: lk.Responses(grouped, instrument, weight="weight"),
        "pandas int64": lambda: lk.Responses(integers, instrument),
        "pandas float": lambda: lk.Responses(floats, instrument),
        "pandas Int8": lambda: lk.Responses(nullable, instrument),
        "polars lazy": lambda: lk.Responses(lazy, instrument),
    }
    spent = milliseconds(*(lambda bind=bind: bind().tally() for bind in kinds.values()))
    for name, its in zip(kinds, spent, strict=True):
        print(f"  {name + ':':<27} {its:.1f} ms")


if __name__ == "__main__":
    main()
