"""frequencies: the share of each level of each item, with its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._checks import check_choice, check_confidence_level
from likertkit._kernels import t_quantile, wilson_interval
from likertkit._text import format_percentage
from likertkit.estimate._cells import ItemCells, item_cells
from likertkit.estimate._frequency_row import FrequencyRow, FrequencyTable
from likertkit.estimate._notes import reading_notes
from likertkit.estimate._options import (
    Base,
    DesignOptions,
    LoneStratum,
    Standardize,
    StratifiedVariance,
)
from likertkit.estimate._percentages import ItemParts
from likertkit.estimate._sample import Sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from likertkit.estimate._domain import Domain
    from likertkit.estimate._options import ConditionT, Population, StratumT
    from likertkit.responses import Responses
    from likertkit.tally import Tally

ProportionInterval = Literal["wilson"]


_COLUMNS = tuple(f.name for f in attrs.fields(FrequencyRow) if f.name not in {"by", "se"})
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
    population: Population[StratumT, ConditionT] | None = None,
    finite_population: bool = True,
    standardize: Standardize = "population",
    lone_stratum: LoneStratum = "raise",
    collapse: Mapping[StratumT, StratumT] | None = None,
    variance: StratifiedVariance = "conditional",
    cluster_population: Population[StratumT, ConditionT] | None = None,
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
    population, finite_population, standardize, lone_stratum, collapse, variance
        As for :func:`means`: what is known of the strata, and what each counts by.
    cluster_population : number or mapping, optional
        Clusters in the population, as for :func:`means`.
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
    StratumError, PopulationError
        As for :func:`means`.
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
    options = DesignOptions(
        population=population,
        finite_population=finite_population,
        standardize=standardize,
        lone_stratum=lone_stratum,
        collapse=collapse,
        variance=variance,
        cluster_population=cluster_population,
    )
    sample = Sample.of(data, by, options)
    tally, names = sample.tally, sample.names
    rows: list[FrequencyRow] = []
    parts: list[ItemParts] = []
    for cells in item_cells(sample, base):
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
            *options.used(),
            ("confidence_level", confidence_level),
            ("view", tally.view),
        ),
        notes=(
            _BASES[base],
            f"Intervals: Wilson, {format_percentage(confidence_level)}, each by itself.",
            *reading_notes(sample),
        ),
    )


def _rows(cells: ItemCells, base: Base, confidence_level: float) -> Iterator[FrequencyRow]:
    whole = cells.all_weight
    n = cells.n if base == "valid" else cells.n + cells.n_missing
    for k, (code, count) in enumerate(zip(cells.item.scale.codes, cells.counts, strict=True)):
        share = cells.weights[k] / whole if whole > 0 else math.nan
        if cells.domain is None:
            se = math.sqrt(share * (1 - share) / (n - 1)) if n > 1 else math.nan
            low, high = wilson_interval(count, whole, confidence_level)
        else:
            at = [float(level == k) for level in range(cells.item.scale.n_cells)]
            se = math.nan
            if not math.isnan(share) and n > 1:
                se = math.sqrt(cells.domain.variance(at, share))
            low, high = _weighted_interval(cells.domain, share, se, n, confidence_level)
        yield FrequencyRow(
            by=cells.by,
            item=cells.item.name,
            code=code,
            label=cells.item.scale.labels.get(code, str(code)),
            count=count,
            weighted_count=cells.weights[k],
            proportion=share,
            se=se,
            low=low,
            high=high,
            n=cells.n,
            n_missing=cells.n_missing,
        )


def _weighted_interval(
    domain: Domain, share: float, se: float, n: int, confidence_level: float
) -> tuple[float, float]:
    """Return Wilson's interval on the effective sample size of a weighted share."""
    if math.isnan(se):
        return math.nan, math.nan
    if domain.census():
        return share, share
    effective = float(domain.weights().sum()) ** 2 / domain.squared_weight()
    if 0 < share < 1 and se > 0:
        upper = (1 + confidence_level) / 2
        student = t_quantile(upper, n - 1) / t_quantile(upper, domain.df())
        effective = share * (1 - share) / se**2 * student**2
    return wilson_interval(share * effective, effective, confidence_level)
