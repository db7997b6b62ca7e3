"""agreement: how much the answers to each item agree, with bootstrap intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_choice, check_confidence_level, check_count, check_generator
from likertkit._kernels import LoneStratum, table_consensus, table_leik, table_van_der_eijk
from likertkit.estimate._notes import bootstrap_note, reading_notes
from likertkit.estimate._options import DesignOptions, Standardize
from likertkit.estimate._resample import Resampler, cells_in_turn
from likertkit.estimate._resamples import BootstrapInterval
from likertkit.estimate._sample import Sample
from likertkit.results import ItemRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from likertkit.estimate._cells import ItemCells
    from likertkit.estimate._options import ConditionT, Population, StratumT
    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AgreementRow(ItemRow):
    """How much the answers to one item in one group agree.

    Attributes
    ----------
    n, n_missing : int
        Valid answers, and respondents without one.
    van_der_eijk_a, van_der_eijk_a_low, van_der_eijk_a_high : float
        Van der Eijk's A and its interval: 1 all at one level, 0 even, -1 half at either end.
    leik, leik_low, leik_high : float
        Leik's ordinal consensus: 1 all at one level, 0 half at either end.
    consensus, consensus_low, consensus_high : float
        Tastle and Wierman's consensus: 1 all at one level, 0 half at either end.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = {}

    n: int
    n_missing: int
    van_der_eijk_a: float
    van_der_eijk_a_low: float
    van_der_eijk_a_high: float
    leik: float
    leik_low: float
    leik_high: float
    consensus: float
    consensus_low: float
    consensus_high: float
    note: str


_COLUMNS = tuple(field.name for field in attrs.fields(AgreementRow) if field.name != "by")
_STATISTICS = {
    "van_der_eijk_a": table_van_der_eijk,
    "leik": table_leik,
    "consensus": table_consensus,
}


def agreement(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    interval: BootstrapInterval = "bca",
    n_resamples: int = 9999,
    rng: int | np.random.Generator | None = None,
    population: Population[StratumT, ConditionT] | None = None,
    finite_population: bool = True,
    standardize: Standardize = "population",
    lone_stratum: LoneStratum = "raise",
    collapse: Mapping[StratumT, StratumT] | None = None,
    cluster_population: Population[StratumT, ConditionT] | None = None,
    confidence_level: float = 0.95,
) -> Table[AgreementRow]:
    """Measure how much the answers to each item agree.

    Three measures of an ordered distribution, which differ in what is half-way: even answers
    have A = 0, and Leik's and Tastle and Wierman's consensus above 0.  None depends on the view.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result and
        stands behind them; only ``()`` pools everything, and takes a respondent's answers under
        several conditions as one sampled unit where ``respondent=`` was declared.
    interval, n_resamples, rng
        As for :func:`bootstrap`, with the same resamples for the three measures.
    population, finite_population, standardize, collapse, lone_stratum, cluster_population
        As for :func:`bootstrap`.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    Table of AgreementRow
        A row a group and item.

    Raises
    ------
    ArgumentTypeError
        If a tally has weights or clusters, so that nobody can be drawn from it.
    ArgumentError, OptionError, StratumError, PopulationError
        As for :func:`bootstrap`.

    References
    ----------
    .. [1] van der Eijk (2001), Measuring agreement in ordered rating scales, Quality & Quantity
       35, 325-341.
    .. [2] Leik (1966), A measure of ordinal consensus, Pacific Sociological Review 9, 85-90.
    .. [3] Tastle and Wierman (2007), Consensus and dissention: a measure of ordinal dispersion,
       International Journal of Approximate Reasoning 45, 531-545.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> tally = lk.Tally.from_counts({"clear": {1: 2, 2: 5, 3: 9, 4: 20, 5: 14}}, trial)
    >>> row = lk.agreement(tally, rng=7)["clear"]
    >>> round(row.van_der_eijk_a, 2), round(row.leik, 2), round(row.consensus, 2)
    (0.45, 0.61, 0.61)
    """
    check_choice(interval, "interval", BootstrapInterval)
    n_resamples = check_count(n_resamples, "n_resamples", least=1)
    generator = check_generator(rng)
    confidence_level = check_confidence_level(confidence_level)
    options = DesignOptions(
        population=population,
        finite_population=finite_population,
        standardize=standardize,
        lone_stratum=lone_stratum,
        collapse=collapse,
        variance="conditional",
        cluster_population=cluster_population,
    )
    sample = Sample.of(data, by, options)
    tally, names = sample.tally, sample.names
    resampler = Resampler.of(data, sample, n_resamples, generator)
    return Table(
        title=f"Agreement on {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(
            _row(cells, resampler, interval, confidence_level) for cells in cells_in_turn(sample)
        ),
        by=names,
        shown=("item", "n", *_COLUMNS[3:6], "leik", "consensus"),
        options=(
            ("by", names),
            ("interval", interval),
            ("n_resamples", n_resamples),
            ("rng", rng if isinstance(rng, int) else None),
            *(pair for pair in options.used() if pair[0] != "variance"),
            ("confidence_level", confidence_level),
            ("view", tally.view),
        ),
        notes=(
            *reading_notes(sample),
            bootstrap_note(interval, n_resamples, confidence_level),
        ),
    )


def _row(
    cells: ItemCells,
    resampler: Resampler,
    interval: BootstrapInterval,
    confidence_level: float,
) -> AgreementRow:
    found = resampler.intervals(cells, [*_STATISTICS.values()], interval, confidence_level)
    figures: dict[str, float] = {}
    for name, one in zip(_STATISTICS, found, strict=True):
        figures |= {name: one.estimate, f"{name}_low": one.low, f"{name}_high": one.high}
    return AgreementRow(
        by=cells.by,
        item=cells.item.name,
        n=cells.n,
        n_missing=cells.n_missing,
        note="; ".join(dict.fromkeys(one.note for one in found if one.note)),
        **figures,
    )
