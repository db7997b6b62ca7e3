"""How long diverging bars take, from rows and from counts, beside plot-likert.

A million rows of 14 items.  Another number can be given, as in ``nox -s bench -- 10000000``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from timing import milliseconds

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable

N_ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
N_ITEMS = 14


def peer(frame: pd.DataFrame) -> Callable[[], object] | None:
    """Return the same picture by plot-likert; None where it is not installed."""
    try:
        import plot_likert
    except ModuleNotFoundError:
        return None
    # With pandas 3 its percentages fail, and so does a method that pandas renamed.
    if not hasattr(pd.DataFrame, "applymap"):
        pd.DataFrame.applymap = pd.DataFrame.map  # type: ignore[attr-defined]
    scale = ["1", "2", "3", "4", "5"]
    # It reads text; making it is not counted.
    words = frame.astype(str).astype(object)

    def work() -> None:
        plot_likert.plot_likert(words, scale)
        plt.close("all")

    return work


def main() -> None:
    """Print the times, and ours over the others."""
    mpl.use("Agg")
    rng = np.random.default_rng(7)
    names = [f"item {k}" for k in range(N_ITEMS)]
    frame = pd.DataFrame({name: rng.integers(1, 6, N_ROWS).astype(np.int8) for name in names})
    trial = lk.Instrument("bench", [lk.Item(name, lk.LikertScale()) for name in names])
    tally = lk.Responses(frame, trial).tally()

    def rows() -> None:
        lk.plot.diverging(lk.Responses(frame, trial))
        plt.close("all")

    def counts() -> None:
        lk.plot.diverging(tally)
        plt.close("all")

    def count() -> None:
        lk.Responses(frame, trial).tally()

    by_rows, by_counts, counted = milliseconds(rows, counts, count)
    print(f"diverging bars of {N_ROWS:,} rows, {N_ITEMS} items")
    print(f"  from rows            {by_rows:8.0f} ms")
    print(f"  from counts          {by_counts:8.0f} ms")
    print(f"  the tally alone      {counted:8.0f} ms")
    print(f"  rows over counts and tally  {by_rows / (by_counts + counted):.2f} (limit 1.5)")
    work = peer(frame)
    if work is not None:
        # It takes seconds: one run.
        (other,) = milliseconds(work, n_runs=1)
        print(f"  plot-likert          {other:8.0f} ms: {other / by_rows:.1f} times as long")


if __name__ == "__main__":
    main()
