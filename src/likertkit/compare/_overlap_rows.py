"""What a table of partly paired comparisons holds."""

from __future__ import annotations

from typing import ClassVar, Literal

import attrs

from likertkit.results import ItemRow, Table

OverlapPart = Literal["paired only", "unpaired only", "all as if unpaired", "overlapping"]

_FORMATS: dict[str, str] = {
    "statistic": ".4g",
    "df": ".4g",
    "pvalue": ".3g",
    "pvalue_adjusted": ".3g",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapRow(ItemRow):
    """The answers to one item under two conditions, of whoever answered.

    Differences are first minus second, in the scores of the view or in shares.

    Attributes
    ----------
    n_first_only, n_second_only : int
        Respondents with a valid answer under one condition only.
    n_both : int
        Respondents with a valid answer under both.
    mean_difference : float
        The mean of all answers under the first condition less that of all under the second; of
        shares, their difference.
    low, high : float
        Its interval, two-sided whatever the alternative.
    statistic, df : float
        The partially overlapping t and its degrees of freedom; of shares, z, which has none.
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    method : str
        The test.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = _FORMATS

    n_first_only: int
    n_second_only: int
    n_both: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    method: str
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapPartRow(ItemRow):
    """What a part of the answers to one item says by itself.

    Attributes
    ----------
    part : {'paired only', 'unpaired only', 'all as if unpaired', 'overlapping'}
        Those who answered both; those who answered one; all, without asking who they are; all,
        each known for who they are.
    n_first, n_second : int
        Answers of the part under each condition.
    n_both : int
        Respondents who are known to have given one of each.
    mean_difference, low, high : float
        The difference of the part and its interval.
    statistic, df, pvalue : float
        Its test; the p-value is not adjusted.
    method : str
        The test.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = _FORMATS

    part: OverlapPart
    n_first: int
    n_second: int
    n_both: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    method: str
    note: str


OVERLAP_COLUMNS = tuple(f.name for f in attrs.fields(OverlapRow) if f.name != "by")
OVERLAP_SHOWN = (
    "item",
    "n_first_only",
    "n_second_only",
    "n_both",
    "mean_difference",
    "low",
    "high",
    "pvalue",
    "pvalue_adjusted",
)
PART_COLUMNS = tuple(f.name for f in attrs.fields(OverlapPartRow) if f.name != "by")
PART_SHOWN = tuple(
    name for name in PART_COLUMNS if name not in {"statistic", "df", "method", "note"}
)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapTable(Table[OverlapRow]):
    """Partly paired comparisons, with what each part of the answers says by itself.

    Attributes
    ----------
    parts : Table of OverlapPartRow
        Four rows a group and item, of all items whichever rows the table is narrowed to.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale()
    >>> table = {4: {5: 6, 4: 3}, 5: {5: 4}, "absent": {2: 3, 1: 2}, 3: {"absent": 4}}
    >>> pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
    >>> found = lk.compare_overlapping(pairs, "before", "after")
    >>> [(row.part, round(row.mean_difference, 2)) for row in found.parts][:3]
    [('paired only', -0.46), ('unpaired only', 1.4), ('all as if unpaired', 0.11)]
    """

    parts: Table[OverlapPartRow]
