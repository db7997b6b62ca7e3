"""Times and memory of some works, for the benchmarks beside."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

N_RUNS = 7


def milliseconds(*works: Callable[[], object], n_runs: int = N_RUNS) -> list[float]:
    """Return the median time of each work, all in turn so that they share the machine's mood."""
    times: list[list[float]] = [[] for _ in works]
    for run in range(n_runs + 1):
        for work, its in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            if run:
                its.append(time.perf_counter() - start)
    return [statistics.median(its) * 1e3 for its in times]


def extra_bytes(work: Callable[[], object]) -> int:
    """Return the most memory that a work holds beyond what was there before."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
