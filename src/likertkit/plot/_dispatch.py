"""Which picture a table has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate._describe import DescribeRow
from likertkit.estimate._frequencies import FrequencyRow
from likertkit.estimate._mean_row import MeanRow
from likertkit.measurement._alpha import ReliabilityRow
from likertkit.measurement._item_analysis import ItemAnalysisRow
from likertkit.measurement._reliability import AlphaOmegaRow
from likertkit.plot._bounds import BOUNDS_ROWS, bounds
from likertkit.plot._distributions import distributions
from likertkit.plot._estimates import means, reliability
from likertkit.plot._forest import FOREST_ROWS, forest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes

    from likertkit.results import Table
    from likertkit.results._record import Record

# The rows, the picture, and the functions that make such tables.
_PICTURES: tuple[tuple[tuple[type[Record], ...], Callable[..., Axes], str], ...] = (
    ((MeanRow, DescribeRow), means, "means, describe"),
    (
        FOREST_ROWS,
        forest,
        "compare_paired, compare_groups, compare_overlapping, equivalence",
    ),
    ((FrequencyRow,), distributions, "frequencies"),
    (BOUNDS_ROWS, bounds, "overlap_bounds, nonresponse_bounds, cohort_influence"),
    (
        (AlphaOmegaRow, ReliabilityRow, ItemAnalysisRow),
        reliability,
        "reliability, cronbach_alpha, mcdonald_omega, ordinal_alpha, split_half, item_analysis",
    ),
)


def draw(table: Table[Record], options: Mapping[str, Any]) -> Axes:
    """Draw a table with the picture of its kind of rows.

    Raises
    ------
    ArgumentError
        If the table has no rows.
    ArgumentTypeError
        If there is no picture of its rows, or the picture has no such option.
    """
    if not table.rows:
        raise ArgumentError(
            f"the table {table.title!r} has no rows, so there is nothing to draw.",
            "look at the filter that made the table.",
        )
    for kinds, picture, _ in _PICTURES:
        if isinstance(table.rows[0], kinds):
            return picture(table, **options)
    makers = join_words([f"{makers}" for *_, makers in _PICTURES])
    raise ArgumentTypeError(
        f"a table of {type(table.rows[0]).__name__} has no picture; tables of {makers} have one.",
        "draw your own from `table.to_frame()`.",
    )
