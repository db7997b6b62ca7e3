"""frequencies: the share of each level of each item, with its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._checks import check_choice, check_confidence_level
from likertkit._kernels import linearised_variance, t_quantile, wilson_interval
from likertkit._text import format_percentage
from likertkit.estimate._cells import ItemCells, Strata, item_cells, reading_notes
from likertkit.estimate._frequency_row import FrequencyRow, FrequencyTable
from likertkit.estimate._mean_estimate import check_strata, design_df
from likertkit.estimate._percentages import ItemParts
from likertkit.responses import as_tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from likertkit.responses import Responses
    from likertkit.tally import Tally

Base = Literal["valid", "all"]
ProportionInterval = Literal["wilson"]


_COLUMNS = tuple(field.name for field in attrs.fields(FrequencyRow) if field.name != "by")
_SHOWN = ("item", "code", "label", "count", "proportion", "low", "high", "n")
_BASES = {
    "valid": "Shares are of the valid answers.",
    "all": "Shares are of all respondents, those without a valid answer included.",
}


def frequencies(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    interval: ProportionInterval = "wilson",
    base: Base = "valid",
    confidence_level: float = 0.95,
) -> FrequencyTable:
    """Count the answers at each level of each item, unused levels too.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  None splits by the condition where one was
        declared; ``()`` pools everything.
    interval : {'wilson'}, optional
        Wilson's score interval of each share; with weights on the effective sample size of Korn
        and Graubard, and on Kish's where the share is 0 or 1.
    base : {'valid', 'all'}, optional
        What a share is of: the valid answers, or all respondents.
    confidence_level : float, optional
        Level of the intervals, each by itself.

    Returns
    -------
    FrequencyTable
        A table of FrequencyRow, a row a group, item and level, in ascending order of code; its
        ``percentages()`` are rounded to print, by largest remainder on request.

    Raises
    ------
    OptionError
        If an option is none of its words.
    StratumError
        If weighted data have a stratum of one respondent.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Wilson (1927), Probable inference, the law of succession, and statistical inference,
       Journal of the American Statistical Association 22, 209-212.
    .. [2] Korn and Graubard (1998), Confidence intervals for proportions with small expected
       number of positive counts estimated from survey data, Survey Methodology 24, 193-201.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial)
    >>> [row.proportion for row in lk.frequencies(tally)]
    [0.0, 0.0, 0.2, 0.5, 0.3]
    """
    check_choice(interval, "interval", ProportionInterval)
    check_choice(base, "base", Base)
    confidence_level = check_confidence_level(confidence_level)
    tally, names = as_tally(data, by)
    rows: list[FrequencyRow] = []
    parts: list[ItemParts] = []
    for cells in item_cells(tally, names):
        new = list(_rows(cells, base, confidence_level))
        rows += new
        held: list[tuple[int | None, str, float]] = [
            (row.code, row.label, row.weighted_count) for row in new
        ]
        if base == "all" and cells.n_missing:
            held.append((None, "missing", cells.all_weight - math.fsum(cells.weights)))
        parts.append(ItemParts(cells.by, cells.item.name, tuple(held)))
    return FrequencyTable(
        title=f"Frequencies of {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(rows),
        parts=tuple(parts),
        by=names,
        shown=_SHOWN if base == "valid" else (*_SHOWN, "n_missing"),
        options=(
            ("by", names),
            ("interval", interval),
            ("base", base),
            ("confidence_level", confidence_level),
            ("view", tally.view),
        ),
        notes=(
            _BASES[base],
            f"Intervals: Wilson, {format_percentage(confidence_level)}, each by itself.",
            *reading_notes(tally, names)[1:],
        ),
    )


def _rows(cells: ItemCells, base: Base, confidence_level: float) -> Iterator[FrequencyRow]:
    weights = cells.weights
    whole = math.fsum(weights) if base == "valid" else cells.all_weight
    for k, (code, count) in enumerate(zip(cells.item.scale.codes, cells.counts, strict=True)):
        share = weights[k] / whole if whole > 0 else math.nan
        if cells.strata is None:
            low, high = wilson_interval(count, whole, confidence_level)
        else:
            low, high = _weighted_interval(
                cells,
                cells.strata,
                base=base,
                level=k,
                share=share,
                confidence_level=confidence_level,
            )
        yield FrequencyRow(
            by=cells.by,
            item=cells.item.name,
            code=code,
            label=cells.item.scale.labels.get(code, str(code)),
            count=count,
            weighted_count=weights[k],
            proportion=share,
            low=low,
            high=high,
            n=cells.n,
            n_missing=cells.n_missing,
        )


def _weighted_interval(
    cells: ItemCells,
    strata: Strata,
    *,
    base: Base,
    level: int,
    share: float,
    confidence_level: float,
) -> tuple[float, float]:
    """Return Wilson's interval on the effective sample size of a weighted share."""
    check_strata(cells, strata)
    used = slice(None) if base == "all" else slice(len(cells.counts))
    sums, squares = strata.sums[:, used], strata.squares[:, used]
    n = cells.n if base == "valid" else cells.n + cells.n_missing
    if math.isnan(share) or n < 2:
        return wilson_interval(0, math.nan, confidence_level)
    effective = float(sums.sum()) ** 2 / float(squares.sum())
    at = (np.arange(sums.shape[1]) == level).astype(np.float64)
    variance = linearised_variance(strata.sizes, sums, squares, at, share)
    if 0 < share < 1 and variance > 0:
        upper = (1 + confidence_level) / 2
        student = t_quantile(upper, n - 1) / t_quantile(upper, design_df(strata))
        effective = share * (1 - share) / variance * student**2
    return wilson_interval(share * effective, effective, confidence_level)
