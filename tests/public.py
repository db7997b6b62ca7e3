"""One list of the public functions that make figures of answers, for laws that hold across rooms.

Each entry is a call with everything but the answers: a function of responses that have two
conditions, respondents and a column ``group``, under any design.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import likertkit as lk
from likertkit import bias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from likertkit.results import Table

PAIR = ("a", "b")
FEW_DRAWS: dict[str, Any] = {"n_resamples": 60, "rng": 7}


class Entry(NamedTuple):
    """A public function with its options.

    Attributes
    ----------
    call : callable
        From responses to a table.
    bounds : tuple of str
        Pairs of columns, by what stands before ``low`` and ``high``, that bound what is
        identified: these are no confidence intervals, and may be points.
    around : mapping of str to tuple of str
        What an interval is around, where that is not what its name says.
    levels : bool
        Whether an interval is a set of levels: it may hold one level alone.
    """

    call: Callable[[lk.Responses], Any]
    bounds: tuple[str, ...] = ()
    around: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    levels: bool = False


ESTIMATES: dict[str, Entry] = {
    "describe": Entry(lk.describe),
    "describe by group": Entry(lambda data: lk.describe(data, by="group")),
    "means": Entry(lk.means),
    "means by group": Entry(lambda data: lk.means(data, by="group")),
    "means pooled": Entry(lambda data: lk.means(data, by=())),
    "means by bootstrap": Entry(lambda data: lk.means(data, interval="bootstrap", **FEW_DRAWS)),
    "means by bca": Entry(lambda data: lk.means(data, interval="bca", **FEW_DRAWS)),
    "quantiles": Entry(lk.quantiles, levels=True),
    "box_scores": Entry(lambda data: lk.box_scores(data, boxes=(2, 2))),
    "box_scores of all": Entry(lambda data: lk.box_scores(data, base="all")),
    **{
        f"frequencies, {interval}": Entry(
            lambda data, interval=interval: lk.frequencies(data, interval=interval)  # type: ignore[misc]
        )
        for interval in (
            *("wilson", "clopper-pearson", "jeffreys", "logit"),
            *("goodman", "sison-glaz"),
        )
    },
    "frequencies of those who answered": Entry(lambda data: lk.frequencies(data, base="answered")),
    "agreement": Entry(lambda data: lk.agreement(data, **FEW_DRAWS)),
    "bootstrap": Entry(
        lambda data: lk.bootstrap(data, "median", interval="bootstrap", **FEW_DRAWS)
    ),
}
COMPARISONS: dict[str, Entry] = {
    **{
        f"compare_paired, {test}": Entry(
            lambda data, test=test: lk.compare_paired(data, *PAIR, test=test)  # type: ignore[misc]
        )
        for test in ("wilcoxon", "sign", "t", "bowker", "stuart-maxwell", "ordered-marginal")
    },
    **{
        f"compare_groups, {test}": Entry(
            lambda data, test=test: lk.compare_groups(data, "group", test=test)  # type: ignore[misc]
        )
        for test in ("mann-whitney", "brunner-munzel", "t", "linear-by-linear")
    },
    "compare_groups, one side": Entry(
        lambda data: lk.compare_groups(data, "group", test="t", alternative="less")
    ),
    "compare_overlapping": Entry(lambda data: lk.compare_overlapping(data, *PAIR)),
    "compare_overlapping of equal variances": Entry(
        lambda data: lk.compare_overlapping(data, *PAIR, equal_variances=True)
    ),
    "compare_overlapping, proportion": Entry(
        lambda data: lk.compare_overlapping(data, *PAIR, test="proportion", boxes=(2, 2))
    ),
    "equivalence": Entry(lambda data: lk.equivalence(data, *PAIR, margin=0.5)),
    "equivalence of the matched": Entry(
        lambda data: lk.equivalence(data, *PAIR, margin=0.5, respondents="matched")
    ),
    "equivalence of the superiority": Entry(
        lambda data: lk.equivalence(data, *PAIR, margin=0.2, test="superiority"),
        around={"": ("superiority",)},
    ),
    "compare_conditions": Entry(lk.compare_conditions),
}
SENSITIVITY: dict[str, Entry] = {
    "nonresponse_bounds": Entry(
        lambda data: bias.nonresponse_bounds(data, invited=200), bounds=("", "median_")
    ),
    "tipping_point": Entry(lambda data: bias.tipping_point(data, *PAIR)),
    "order_robustness": Entry(lambda data: bias.order_robustness(data, *PAIR)),
    "cohort_influence": Entry(bias.cohort_influence, bounds=("without_",)),
    "floor_ceiling": Entry(bias.floor_ceiling),
    "summarize": Entry(lk.summarize, bounds=("bound_first_", "bound_second_")),
}
FUNCTIONS = {**ESTIMATES, **COMPARISONS, **SENSITIVITY}


BESIDE = ("effects", "omnibus", "parts", "ranks", "pairs", "strata", "cumulative", "top_box")


def tables(result: Any) -> Iterator[Table[Any]]:
    """Yield a result's table, and those that stand beside it."""
    yield result
    for name in (
        "effects",
        "omnibus",
        "parts",
        "ranks",
        "pairs",
        "strata",
        "cumulative",
        "top_box",
    ):
        beside = getattr(result, name, None)
        if isinstance(beside, lk.Table):
            yield beside


def frames(result: Any) -> Iterator[pd.DataFrame]:
    """Yield the data frames of a result's tables."""
    for table in tables(result):
        if len(table):
            yield table.to_frame()


def intervals(frame: pd.DataFrame) -> list[str]:
    """Return what stands before ``low`` and ``high`` in the columns of a frame."""
    return [
        name.removesuffix("low")
        for name in frame.columns
        if str(name).endswith("low") and f"{str(name).removesuffix('low')}high" in frame.columns
    ]
