"""means: the mean of each item, with its standard error and interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level
from likertkit.estimate._cells import item_cells, reading_notes
from likertkit.estimate._mean_estimate import estimate_mean
from likertkit.responses import as_tally
from likertkit.results import ItemRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class MeanRow(ItemRow):
    """The mean of one item in one group.

    Attributes
    ----------
    n, n_missing : int
        Valid answers, and respondents without one.
    weighted_n : float
        Sum of the weights of the valid answers; n without weights.
    effective_n : float
        Kish's effective sample size of the valid answers; n without weights.
    mean, se : float
        In scale points of the view.
    df : float
        Degrees of freedom of the interval.
    low, high : float
        The confidence interval.
    design_effect : float
        The estimated variance over that of simple random sampling with replacement.
    method : str
        How mean and standard error were made.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {
        "weighted_n": ".1f",
        "effective_n": ".1f",
        "df": ".0f",
        "se": ".3f",
    }

    n: int
    n_missing: int
    weighted_n: float
    effective_n: float
    mean: float
    se: float
    df: float
    low: float
    high: float
    design_effect: float
    method: str
    note: str


_COLUMNS = tuple(field.name for field in attrs.fields(MeanRow) if field.name != "by")
_SHOWN = ("item", "n", "n_missing", "mean", "se", "low", "high")
_SHOWN_WEIGHTED = (*_SHOWN[:3], "effective_n", *_SHOWN[3:], "design_effect")


def means(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    confidence_level: float = 0.95,
) -> Table[MeanRow]:
    """Estimate the mean of each item.

    Without weights the mean is that of the valid answers and its standard error that of simple
    random sampling, s / √n.  With sampling weights the mean is the weighted one and its standard
    error the Taylor-linearised one, within strata where a stratum was declared; respondents
    without a valid answer, or outside the group, stay in the design.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  None splits by the condition where one was
        declared; ``()`` pools everything.
    confidence_level : float, optional
        Level of the t interval.

    Returns
    -------
    Table of MeanRow
        A row a group and item.

    Raises
    ------
    StratumError
        If weighted data have a stratum of one respondent.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapters 2 and 5.
    .. [2] Kish (1965), Survey Sampling, Wiley.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(labels={1: "Strongly agree", 5: "Strongly disagree"}, positive="low")
    >>> study = lk.Instrument("study", [lk.Item("heard", scale)])
    >>> tally = lk.Tally.from_counts({"heard": {1: 20, 2: 22, 3: 6, 4: 2, 5: 1}}, study)
    >>> row = lk.means(tally)["heard"]
    >>> row.mean == 95 / 51, row.n
    (True, 51)
    """
    confidence_level = check_confidence_level(confidence_level)
    tally, names = as_tally(data, by)
    rows = tuple(
        MeanRow(
            by=cells.by,
            item=cells.item.name,
            n=cells.n,
            n_missing=cells.n_missing,
            **attrs.asdict(estimate_mean(cells, confidence_level)),
        )
        for cells in item_cells(tally, names)
    )
    level = f"Interval: t, {100 * confidence_level:g} %."
    return Table(
        title=f"Means of {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=rows,
        by=names,
        shown=_SHOWN_WEIGHTED if tally.weighted else _SHOWN,
        options=(("by", names), ("confidence_level", confidence_level), ("view", tally.view)),
        notes=(*reading_notes(tally, names), level),
    )
