"""How long a tally of a million respondents and 14 items takes, beside polars and pandas.

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
    ours, polars, pandas, opening = milliseconds(
        whole.tally,
        counts.collect,
        lambda: [frame[name].value_counts() for name in NAMES],
        lambda: lk.Responses(frame, instrument),
    )
    print(f"tally of {N_ROWS:,} x 14 int8: {ours:.1f} ms (and {opening:.1f} ms to check the frame)")
    print(f"  polars, a sum a level:      {polars:.1f} ms, ratio {ours / polars:.2f}")
    print(f"  pandas, value_counts:       {pandas:.1f} ms, ratio {ours / pandas:.2f}")

    grouped = frame.assign(
        group=pd.Categorical(rng.choice(["a", "b"], N_ROWS)), weight=rng.random(N_ROWS)
    )
    by_group = lk.Responses(grouped, instrument, condition="group")
    weighted = lk.Responses(grouped, instrument, weight="weight")
    floats = lk.Responses(frame.astype(float), instrument)
    nullable = lk.Responses(frame.astype("Int8"), instrument)
    expressions = lk.Responses(lazy, instrument)
    names = ("two groups", "weighted", "pandas float", "pandas Int8", "polars lazy")
    kinds = (by_group, weighted, floats, nullable, expressions)
    for name, spent in zip(names, milliseconds(*(kind.tally for kind in kinds)), strict=True):
        print(f"  {name + ':':<27} {spent:.1f} ms")
    print(f"  memory over the input:      {extra_bytes(whole.tally) / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
