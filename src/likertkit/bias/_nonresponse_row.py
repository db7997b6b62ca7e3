"""The rows of nonresponse_bounds, and the table of them."""

from __future__ import annotations

import math
from typing import ClassVar

import attrs

from likertkit.results import ItemRow, Table


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundsRow(ItemRow):
    """What the mean of one item can be among all who were invited.

    Attributes
    ----------
    n : int
        Valid answers.
    invited : int
        People who were asked.
    mean : float
        Of the valid answers.
    low, high : float
        The least and the greatest mean of all whom the question applies to.
    note : str
        Why a figure is undefined.
    n_structural : int
        People whom the question does not apply to; the bounds leave them out.
    median, median_low, median_high : float
        The median of the valid answers, and its bounds.
    interval_low, interval_high : float
        The interval of Imbens and Manski for a wider population.
    """

    n: int
    invited: int
    mean: float
    low: float
    high: float
    note: str = ""
    n_structural: int = 0
    median: float = math.nan
    median_low: float = math.nan
    median_high: float = math.nan
    interval_low: float = math.nan
    interval_high: float = math.nan


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ShareBoundsRow(ItemRow):
    """What the share of an item's top box can be among all who were invited.

    Attributes
    ----------
    n, invited : int
        Valid answers, and people who were asked.
    top_box : float
        The share of the valid answers.
    low, high : float
        Its bounds among all whom the question applies to.
    interval_low, interval_high : float
        The interval of Imbens and Manski for a wider population.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(
        ("top_box", "low", "high", "interval_low", "interval_high"), ".1%"
    )

    n: int
    invited: int
    top_box: float
    low: float
    high: float
    interval_low: float
    interval_high: float
    note: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CumulativeBoundsRow(ItemRow):
    """What the share of answers up to one score can be among all who were invited.

    Attributes
    ----------
    score : int
        The score, in the view.
    n, invited : int
        Valid answers, and people who were asked.
    at_most : float
        The share of the valid answers that lie at the score or below.
    low, high : float
        Its bounds among all whom the question applies to.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(("at_most", "low", "high"), ".1%")

    score: int
    n: int
    invited: int
    at_most: float
    low: float
    high: float


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundsTable(Table[BoundsRow]):
    """Bounds on means, with those on shares.

    Attributes
    ----------
    top_box : Table of ShareBoundsRow
        A row a group and item; empty for a published table, whose means do not tell shares.
    cumulative : Table of CumulativeBoundsRow
        A row a group, item and score: the bounds on the whole distribution; empty likewise.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale(positive="high"))])
    >>> tally = lk.Tally.from_counts({"clear": {4: 5, 5: 3}}, trial)
    >>> row = lk.bias.nonresponse_bounds(tally, invited=10).top_box["clear"]
    >>> row.top_box, row.low, row.high
    (0.375, 0.3, 0.5)
    """

    top_box: Table[ShareBoundsRow]
    cumulative: Table[CumulativeBoundsRow]
