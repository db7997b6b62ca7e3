"""What the test of all groups says of an item, and where each group stands."""

from __future__ import annotations

from typing import ClassVar

import attrs

from likertkit.compare._options import TEST_FORMATS
from likertkit.results._record import ItemRow


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OmnibusRow(ItemRow):
    """Whether the answers to one item differ at all between the groups.

    Attributes
    ----------
    n : int
        Valid answers in all groups.
    n_groups : int
        Groups that have some.
    groups, n_of_groups, means, sds : tuple
        All groups, with the valid answers, the mean and the standard deviation of each.  No columns
        of the data frame.
    statistic, df : float
        H of Kruskal and Wallis, Welch's F with the degrees of freedom above the line, the Wald F of
        a design, M² of the trend, Pearson's χ² of proportions, or Friedman's χ².
    df_within : float
        Degrees of freedom below the line of an F; else NaN.  No column of the data frame.
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    effect : float
        Epsilon squared of the ranks, eta squared of the means, the correlation of a trend, Cramér's
        V of proportions, or Kendall's W.
    method : str
        The test.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("means", "sds")

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    n: int
    n_groups: int
    groups: tuple[object, ...]
    n_of_groups: tuple[int, ...]
    means: tuple[float, ...]
    sds: tuple[float, ...]
    statistic: float
    df: float
    df_within: float
    pvalue: float
    pvalue_adjusted: float
    effect: float
    method: str
    note: str


OMNIBUS_COLUMNS = tuple(
    f.name
    for f in attrs.fields(OmnibusRow)
    if f.name not in {"by", "df_within", "groups", "n_of_groups", "means", "sds"}
)
OMNIBUS_SHOWN = tuple(name for name in OMNIBUS_COLUMNS if name not in {"method", "note"})
