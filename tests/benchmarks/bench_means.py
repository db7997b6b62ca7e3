"""How long a stratified mean with its standard error takes, beside svy.

A million respondents, one item, six grades with known sizes.  Another number can be given, as in
``nox -s bench -- 10000000``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import polars as pl
from timing import milliseconds

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable

N_ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
GRADES = ("CT1", "CT2", "CT3", "ST4-8", "SAS", "Consultant")


def peer(frame: pd.DataFrame) -> tuple[Callable[[], object], float] | None:
    """Return the same work by svy, and its mean; None where it is not installed."""
    try:
        import svy
    except ModuleNotFoundError:
        return None
    named = frame.assign(grade=np.array(GRADES)[frame["grade"]])
    sample = svy.Sample(
        pl.from_pandas(named),
        svy.Design(stratum="grade", wgt="weight", pop_size="people"),
    )

    def work() -> object:
        return sample.estimation.mean("heard")

    return work, float(work().estimates[0].est)


def main() -> None:
    """Print the times, and ours over the peer's."""
    rng = np.random.default_rng(20_211)
    grades = rng.integers(0, 6, N_ROWS).astype(np.int8)
    n = np.bincount(grades, minlength=6)
    people = dict(zip(range(6), (n * np.arange(2, 8)).tolist(), strict=True))
    frame = pd.DataFrame({"heard": rng.integers(1, 6, N_ROWS).astype(np.int8), "grade": grades})
    study = lk.Instrument("bench", [lk.Item("heard", lk.LikertScale())])
    responses = lk.Responses(frame, study, stratum="grade")
    tally = responses.tally()

    def ours() -> object:
        return lk.means(responses.sampled(population=people))

    def whole() -> object:
        return lk.means(lk.Responses(frame, study, stratum="grade").sampled(population=people))

    def from_table() -> object:
        return lk.means(tally.sampled(population=people))

    works = [ours, whole, from_table]
    expanded = frame.assign(
        weight=frame["grade"].map({g: people[g] / n[g] for g in people}),
        people=frame["grade"].map(people),
    )
    other = peer(expanded)
    if other is not None:
        mean = lk.means(responses.sampled(population=people))["heard"].mean
        if abs(other[1] - mean) > 1e-9:
            raise SystemExit("svy disagrees")
        works.append(other[0])
    times = milliseconds(*works)
    print(f"stratified mean and error of {N_ROWS:,} int8: {times[0]:.1f} ms")
    print(f"  with the frame bound anew:  {times[1]:.1f} ms")
    print(f"  from the tally:             {times[2]:.2f} ms")
    if other is None:
        print("  svy is not installed: no peer")
    else:
        print(f"  svy:                        {times[3]:.1f} ms, ratio {times[0] / times[3]:.3f}")


if __name__ == "__main__":
    main()
