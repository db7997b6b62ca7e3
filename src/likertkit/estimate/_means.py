"""means: the mean of each item, with its standard error and interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
import numpy as np

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    default,
    settled,
)
from likertkit._kernels.means import table_mean, weighted_mean
from likertkit.estimate._mean_row import MeanRow, mean_row, with_bootstrap
from likertkit.estimate._notes import estimate_notes, interval_note, view_notes
from likertkit.estimate.design._cells import item_cells
from likertkit.estimate.design._sample import SurveySample
from likertkit.estimate.resampling._resample import Resampler, cells_in_turn
from likertkit.instrument._item import in_score_units
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.tally._axes import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from likertkit.estimate.design._cells import ItemCells
    from likertkit.estimate.design._options import Standardize, StratifiedVariance
    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class StratumRow(ItemRow):
    """What one stratum gives to the mean of one item in one group.

    Attributes
    ----------
    stratum : object
        The stratum, after merging.
    n, n_missing : int
        Valid answers, and respondents without one.
    population : float
        People of the stratum in the population; NaN where it is not known.
    proportion : float
        What the stratum counts in the mean, between 0 and 1.
    mean : float
        The mean of its valid answers, weighted where there are weights.
    contribution : float
        Proportion times mean: contributions add up to the mean of the item.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("mean", "contribution")

    formats: ClassVar[dict[str, str]] = {"population": ".0f", "proportion": ".1%"}

    stratum: object
    n: int
    n_missing: int
    population: float
    proportion: float
    mean: float
    contribution: float


STRATUM_COLUMNS = column_names(StratumRow)


def _stratum_rows(sample: SurveySample, cells: ItemCells) -> Iterator[StratumRow]:
    """Yield what each stratum gives, in the order of the strata."""
    strata, stratum = sample.by_stratum
    tally = sample.tally
    k = len(cells.counts)
    members = sample.members[cells.group]
    total = math.fsum(cells.weights)
    for h in np.unique(stratum[members]).tolist():
        inside = members[stratum[members] == h]
        counts = tally.counts[inside, cells.number].sum(axis=0)
        sums = (
            counts[:k] if tally.sums is None else tally.sums[inside, cells.number, :k].sum(axis=0)
        )
        n = int(counts[:k].sum())
        weight = float(sums.sum())
        if cells.domain is not None and sample.standardized:
            weight = float(cells.domain.strata.weights[h])
        proportion = weight / total if total > 0 else math.nan
        mean = weighted_mean(sums.tolist(), cells.scores)
        people = math.nan
        if sample.known is not None and sample.population is not None:
            people = float(sample.population[sample.condition[members[0]], h])
        yield StratumRow(
            by=cells.by,
            item=cells.item.name,
            stratum=strata[h],
            n=n,
            n_missing=int(counts[k:].sum()),
            population=people,
            proportion=proportion,
            mean=mean,
            contribution=proportion * mean if proportion else 0.0,
        )


MeanInterval = Literal["t", "bootstrap", "bca"]

_COLUMNS = column_names(MeanRow)
_SHOWN = ("item", "n", "n_missing", "mean", "se", "low", "high")
_SHOWN_WEIGHTED = (*_SHOWN[:3], "effective_n", *_SHOWN[3:], "design_effect")
_SHOWN_STRATA = ("item", "stratum", "n", "population", "proportion", "mean", "contribution")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class MeanTable(Table[MeanRow]):
    """Means, with what each stratum gives to them.

    Attributes
    ----------
    strata : Table of StratumRow
        A row a group, item and stratum: its answers, its proportion, its mean and its contribution,
        of all items whichever rows the table is narrowed to; empty where there are no strata.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 4, 5, 5], "grade": ["a", "a", "b", "b", "b"]})
    >>> answers = lk.Responses(frame, trial, stratum="grade")
    >>> table = lk.means(answers.sampled(population={"a": 30, "b": 10}))
    >>> [(row.stratum, row.proportion, row.contribution) for row in table.strata]
    [('a', 0.75, 1.125), ('b', 0.25, 1.1666666666666667)]
    """

    strata: Table[StratumRow]


def means(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    standardize: Standardize = "population",
    variance: StratifiedVariance = "conditional",
    interval: MeanInterval = "t",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> MeanTable:
    """Estimate the mean of each item.

    Without weights, clusters and a population the mean is that of the valid answers and its
    standard error that of simple random sampling, s / √n.  The sampling design, such as the
    sizes of the population, is declared by :meth:`Responses.sampled` or :meth:`Tally.sampled`.
    With a population or another standard the mean is Σ W_h ȳ_h over the strata, with the variance
    Σ W_h² (1 - f_h) s_h² / n_h, or with that of the strata's means between clusters.  A group is
    a part of the population: it has n_gh of the n_h answers of a stratum, stands for N_h n_gh /
    n_h of its people, and its own
    size is random.  With sampling weights or clusters it is the (weighted) mean with the
    Taylor-linearised standard error, within strata where a stratum was declared; respondents
    without a valid answer, or outside the group, stay in the design.

    Degrees of freedom are the units (respondents or clusters) that hold a valid answer of the
    group, minus the strata that hold one.  With 0 there is no standard error.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result and
        stands behind them; only ``()`` pools everything, and takes a respondent's answers under
        several conditions as one sampled unit where ``respondent=`` was declared.
    standardize : {'population', 'direct', 'sample', 'equal'}, optional
        What a stratum counts by in unweighted data.  'population': its number in the population,
        where one is given, and in a group the group's own proportion of that number.  'direct': its
        number in the population, in every group alike, so that the groups are compared as if
        all were composed like the population.  'sample': its valid answers.  'equal': the same.
    variance : {'conditional', 'unconditional'}, optional
        Of a mean standardised to a population: given the answers of each stratum (Holt and
        Smith), or over all samples of their total (Cochran 5A.9).
    interval : {'t', 'bootstrap', 'bca'}, optional
        The t interval, on the standard error; the percentiles of a bootstrap; or its
        bias-corrected and accelerated interval, as of :func:`bootstrap`.  The standard error is
        the same with each.
    n_resamples : int, optional
        Resamples of a bootstrap.
    rng : int or numpy.random.Generator, optional
        A seed for the bootstrap, or where its chance comes from; without one every call differs.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    MeanTable
        A table of MeanRow, a row a group and item; its ``strata`` tell what each gives.

    Raises
    ------
    StratumError
        If a stratum has one unit, and the design has no rule for it.
    PopulationError
        If a stratum is absent from the population, smaller there than in the sample, or has
        nobody in the sample.
    ArgumentError
        If an option asks for what the data do not have, such as strata, or what a bootstrap
        cannot draw.
    ArgumentTypeError
        If a bootstrap is to draw from a tally with weights or clusters.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapters 2, 5 and 5A.
    .. [2] Holt and Smith (1979), Post stratification, Journal of the Royal Statistical Society A
       142, 33-46.
    .. [3] Lumley (2010), Complex Surveys, Wiley, chapters 2 and 7.

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
    check_choice(interval, "interval", MeanInterval)
    confidence_level = check_confidence_level(confidence_level)
    chance = "without interval='bootstrap' or 'bca'" if interval == "t" else ""
    n_resamples = settled(n_resamples, "n_resamples", chance)
    rng = settled(rng, "rng", chance)
    sample = SurveySample.from_data(data, by, standardize, variance)
    tally, names = sample.tally, sample.names
    drawn: tuple[tuple[str, object], ...] = ()
    if interval == "t":
        note = interval_note(sample, confidence_level)
        rows, strata = _rows(sample, confidence_level)
    else:
        resampler = Resampler.from_data(
            data, sample, interval, confidence_level, n_resamples=n_resamples, rng=rng
        )
        drawn, note = resampler.used_options(), resampler.note()
        rows, strata = _rows(sample, confidence_level, resampler)
    notes = (*view_notes(tally), *estimate_notes(sample))
    return in_score_units(
        MeanTable(
            title=f"Means of {tally.instrument.name}",
            names=(*names, *_COLUMNS),
            rows=rows,
            by=names,
            shown=_SHOWN_WEIGHTED if tally.weighted else _SHOWN,
            options=(
                ("by", names),
                *sample.used_options(),
                ("interval", interval),
                *drawn,
                ("confidence_level", confidence_level),
                ("view", tally.view),
            ),
            notes=(*notes, note),
            subject=subject_of(tally.instrument, tally.axes, names),
            strata=Table(
                title=f"Strata of {tally.instrument.name}",
                names=(*names, *STRATUM_COLUMNS),
                rows=strata,
                by=names,
                shown=_SHOWN_STRATA,
                notes=notes,
            ),
        ),
        tally.instrument.items,
    )


def _rows(
    sample: SurveySample, confidence_level: float, resampler: Resampler | None = None
) -> tuple[tuple[MeanRow, ...], tuple[StratumRow, ...]]:
    """Return the mean of each item in each group, and what each stratum gives to it."""
    rows: list[MeanRow] = []
    strata: list[StratumRow] = []
    names, _ = sample.by_stratum
    for cells in item_cells(sample) if resampler is None else cells_in_turn(sample):
        row = mean_row(cells, confidence_level)
        if resampler is not None:
            (drawn,) = resampler.intervals(cells, [table_mean])
            row = with_bootstrap(row, drawn, resampler.interval)
        rows.append(row)
        if names != (None,):
            strata.extend(_stratum_rows(sample, cells))
    return tuple(rows), tuple(strata)
