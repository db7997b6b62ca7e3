"""What a table of paired comparisons holds."""

from __future__ import annotations

from typing import ClassVar

import attrs

from likertkit.results import ItemRow, Table, column_names


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedRow(ItemRow):
    """The answers to one item of the same respondents under two conditions.

    Differences are first minus second, in the scores of the view.

    Attributes
    ----------
    n_pairs : int
        Respondents with a valid answer under both conditions; all but the next two figures are
        of these.
    n_first_only, n_second_only : int
        Respondents with a valid answer under one condition only.
    n_higher, n_equal, n_lower : int
        Pairs of which the first score is the higher, equal, or the lower.
    mean_difference : float
        In scale points, weighted where there are weights.
    low, high : float
        Its t interval, whatever the test.
    statistic : float
        Of the signed ranks the sum of the positive ones; of the sign test ``n_higher``; t, χ² or
        z of the others.
    df : float
        Degrees of freedom of t and χ².
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    rank_biserial : float
        (T₊ - T₋) / (T₊ + T₋) of the signed ranks, between -1 and 1; 0 where nothing changed.
    superiority, superiority_low, superiority_high : float
        The share of pairs of which the first is higher, plus half of the equal ones, with its
        score interval.
    least_pvalue : float
        The least p-value that an exact test can give for so many changed answers, whatever they
        are; NaN for other tests.  No column of the data frame.
    log10_pvalue : float
        The decimal logarithm of the p-value, also where that is too small for a number.  No
        column of the data frame.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined, or what to know of it.
    """

    formats: ClassVar[dict[str, str]] = {
        "statistic": ".4g",
        "df": ".4g",
        "pvalue": "p",
        "pvalue_adjusted": "p",
    }

    n_pairs: int
    n_first_only: int
    n_second_only: int
    n_higher: int
    n_equal: int
    n_lower: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    rank_biserial: float
    superiority: float
    superiority_low: float
    superiority_high: float
    least_pvalue: float
    log10_pvalue: float
    method: str
    note: str


_NO_COLUMNS = {"by", "least_pvalue", "log10_pvalue"}
PAIRED_COLUMNS = tuple(f.name for f in attrs.fields(PairedRow) if f.name not in _NO_COLUMNS)
PAIRED_SHOWN = (
    *("item", "n_pairs", "mean_difference", "low", "high", "superiority"),
    *("pvalue", "pvalue_adjusted"),
)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedEffectRow(ItemRow):
    """How large a paired difference is, told in several ways.

    Attributes
    ----------
    n_pairs : int
        Respondents with a valid answer under both conditions.
    share_higher, share_equal, share_lower : float
        Of the pairs, those of which the first score is the higher, equal, or the lower; weighted
        where there are weights.
    odds : float
        Higher over lower: infinite where none is lower.
    superiority : float
        Paired: of two answers of one respondent.
    marginal_superiority : float
        Of answers of two different respondents, one under each condition, drawn from the same
        pairs.  The two can differ widely.
    rank_biserial : float
        As in the comparison.
    hodges_lehmann : float
        The median of all averages of two differences: a shift in scale points.
    cohen_d : float
        d_z: the mean difference over the standard deviation of the differences.
    hedges_g : float
        The same with Hedges' correction for few pairs.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {
        f"share_{way}": ".0%" for way in ("higher", "equal", "lower")
    }

    n_pairs: int
    share_higher: float
    share_equal: float
    share_lower: float
    odds: float
    superiority: float
    marginal_superiority: float
    rank_biserial: float
    hodges_lehmann: float
    cohen_d: float
    hedges_g: float
    note: str


EFFECT_COLUMNS = column_names(PairedEffectRow)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedTable(Table[PairedRow]):
    """Paired comparisons, with their effects told in several ways.

    Attributes
    ----------
    effects : Table of PairedEffectRow
        A row a group and item, whichever rows the table is narrowed to.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]
    >>> pairs = lk.PairTally.from_table(table, lk.LikertScale((1, 2, 3)))
    >>> effects = lk.compare_paired(pairs, "first", "second").effects["item"]
    >>> round(effects.share_higher, 2), round(effects.odds, 2), effects.hodges_lehmann
    (0.41, 4.67, 0.5)
    """

    effects: Table[PairedEffectRow]
