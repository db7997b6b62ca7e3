"""mcdonald_omega: reliability by one factor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
import numpy as np

from likertkit._checks import check_choice, default
from likertkit._kernels.items._alpha import correlations_of
from likertkit._kernels.items._one_factor import LEAST_UNIQUENESS, omega, omega_observed, one_factor
from likertkit.measurement._alpha import (
    HEADS,
    LISTWISE,
    ReliabilityRow,
    reliability_row,
)
from likertkit.measurement._intervals import (
    Intervals,
    OtherInterval,
)
from likertkit.measurement._scales import ScaleRow, ScaleSample
from likertkit.results import Table
from likertkit.results._record import column_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit._kernels.items._one_factor import OneFactor
    from likertkit.measurement._scales import ItemSets, ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally

    _Floats = NDArray[np.float64]

OmegaForm = Literal["model", "observed"]

_FORMS: dict[OmegaForm, str] = {
    "model": "(Σλ)² / ((Σλ)² + Σψ), as the model implies",
    "observed": "(ΣR − Σψ) / ΣR, over the observed variance",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class LoadingRow(ScaleRow):
    """The loading of one item on the factor of its scale.

    Attributes
    ----------
    item : str
        The item.
    loading : float
        Its correlation with the factor.
    uniqueness : float
        The share of its variance that is its own.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = {"loading": ".3f", "uniqueness": ".3f"}

    item: str
    loading: float
    uniqueness: float
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OmegaTable(Table[ReliabilityRow]):
    """Omega of each scale, with the loadings that it is made of.

    Attributes
    ----------
    loadings : Table of LoadingRow
        A row a group, scale and item, of all scales whichever rows the table is narrowed to.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("a", "b", "c")]
    >>> frame = pd.DataFrame(
    ...     {"a": [1, 2, 4, 5, 3, 2], "b": [1, 3, 4, 4, 4, 1], "c": [2, 1, 3, 5, 4, 1]}
    ... )
    >>> table = lk.mcdonald_omega(lk.Responses(frame, lk.Instrument("trial", items)))
    >>> [round(row.loading, 2) for row in table.loadings]
    [0.95, 0.86, 0.84]
    """

    loadings: Table[LoadingRow]


_COLUMNS = column_names(ReliabilityRow)
_LOADING_COLUMNS = column_names(LoadingRow)


def mcdonald_omega(
    data: Responses | CoTally,
    *,
    items: ItemSets | None = None,
    form: OmegaForm = "model",
    interval: OtherInterval = "none",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> OmegaTable:
    """Estimate McDonald's omega of each subscale, by one factor.

    The factor has the least squared residuals (minres) of the Pearson correlations.  Other
    programs print other omegas: with several factors, or over another total; the note names this
    one.

    Parameters
    ----------
    data, items : optional
        As for :func:`cronbach_alpha`.
    form : {'model', 'observed'}, optional
        (Σλ)² / ((Σλ)² + Σψ) with loadings λ and uniquenesses ψ; or (ΣR − Σψ) / ΣR with the sum of
        the observed correlations, which psych prints as omega total.
    interval : {'none', 'bootstrap'}, optional
        The percentiles of resampled respondents, which needs Responses in memory.
    n_resamples, rng, confidence_level : optional
        As for :func:`cronbach_alpha`, with a bootstrap.

    Returns
    -------
    OmegaTable
        A row a group and scale; the loadings stand in its ``loadings``.

    Raises
    ------
    UnknownItemError, ArgumentTypeError, ArgumentError, OptionError
        As for :func:`cronbach_alpha`.

    Notes
    -----
    Omega is undefined where one factor is: of two items, whose one correlation leaves the loadings
    open (take :func:`split_half`), and where no two items correlate.  An item without variance of
    its own (a Heywood case) is held at a uniqueness of 0.005, and the note names it.

    References
    ----------
    .. [1] McDonald (1999), Test Theory: A Unified Treatment, Erlbaum.
    .. [2] Harman and Jones (1966), Factor analysis by minimizing residuals (minres), Psychometrika
       31, 351-368.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("a", "b", "c")]
    >>> frame = pd.DataFrame(
    ...     {"a": [1, 2, 4, 5, 3, 2], "b": [1, 3, 4, 4, 4, 1], "c": [2, 1, 3, 5, 4, 1]}
    ... )
    >>> row = lk.mcdonald_omega(lk.Responses(frame, lk.Instrument("trial", items)))["trial"]
    >>> round(row.estimate, 3)
    0.916
    """
    check_choice(form, "form", OmegaForm)
    sample = ScaleSample.from_data(data, items, drawn=interval == "bootstrap")
    intervals = Intervals.from_arguments(
        data,
        sample.view,
        interval,
        OtherInterval,
        confidence_level,
        n_resamples=n_resamples,
        rng=rng,
    )
    rows, loadings = [], []
    for scale in sample.scales:
        factored = Factored.from_scale(scale, form)
        (bounds,) = intervals.resampled(scale, [OMEGA_STATISTICS[form]], [factored.omega])
        rows.append(reliability_row(scale, factored.omega, bounds, factored.note))
        loadings += factored.rows()
    return OmegaTable(
        title=f"McDonald's omega in {sample.instrument.name}",
        names=(*sample.names, *_COLUMNS),
        rows=tuple(rows),
        by=sample.names,
        shown=_COLUMNS[:-1],
        options=(("form", form), *intervals.used_options()),
        notes=(LISTWISE, omega_note(form), *intervals.note(), *sample.notes),
        key="subscale",
        heads=HEADS,
        loadings=Table(
            title=f"Loadings in {sample.instrument.name}",
            names=(*sample.names, *_LOADING_COLUMNS),
            rows=tuple(loadings),
            by=sample.names,
            shown=_LOADING_COLUMNS[:-1],
            options=(("view", sample.view),),
            notes=(LISTWISE, "One factor, minres, of Pearson correlations.", *sample.notes),
        ),
    )


def omega_note(form: OmegaForm) -> str:
    """Return which omega a table has."""
    return f"Omega: one factor, minres, Pearson correlations; {_FORMS[form]}."


def _omega_statistic(covariance: _Floats, form: OmegaForm) -> _Floats:
    """Return omega of covariances, NaN where an item does not vary."""
    correlation = correlations_of(covariance)
    known = ~np.isnan(correlation).any(axis=(-2, -1))
    estimate = np.full(len(covariance), np.nan)
    if known.any():
        estimate[known] = _omega(one_factor(correlation[known]), correlation[known], form)
    return estimate


def _omega(factor: OneFactor, correlation: _Floats, form: OmegaForm) -> _Floats:
    return omega(factor) if form == "model" else omega_observed(factor, correlation)


OMEGA_STATISTICS = {
    "model": lambda covariance: _omega_statistic(covariance, "model"),
    "observed": lambda covariance: _omega_statistic(covariance, "observed"),
}


@attrs.frozen(eq=False)
class Factored:
    """The factor of a scale, and omega.

    Attributes
    ----------
    scale : ScaleCounts
        The scale.
    factor : OneFactor or None
        None where there are no correlations.
    omega : float
        NaN where it is undefined.
    note : str
        Why it is, and what must be known of the loadings.
    """

    scale: ScaleCounts
    factor: OneFactor | None
    omega: float
    note: str

    @classmethod
    def from_scale(cls, scale: ScaleCounts, form: OmegaForm) -> Factored:
        """Fit one factor to the correlations of a scale."""
        if scale.problem or scale.constant:
            return cls(scale, None, math.nan, scale.undefined(correlated=True))
        correlation = correlations_of(scale.covariance)
        if scale.k == 2:
            return cls(scale, None, math.nan, "one correlation leaves the loadings of omega open")
        factor = one_factor(correlation)
        estimate = float(_omega(factor, correlation, form))
        if not factor.common:
            return cls(scale, None, estimate, "the items have no common variance: no omega")
        if not factor.converged:
            return cls(scale, None, estimate, "the factor did not converge: no omega")
        if not factor.unique:
            return cls(scale, None, estimate, "the correlations leave the loadings of omega open")
        notes = []
        if factor.heywood.any():
            names = scale.names(np.flatnonzero(factor.heywood))
            notes.append(f"Heywood case: the uniqueness of {names} is held at {LEAST_UNIQUENESS:g}")
        if (factor.loadings < 0).any():
            names = scale.names(np.flatnonzero(factor.loadings < 0))
            notes.append(f"negative loading of {names}: see item_analysis")
        return cls(scale, factor, estimate, "; ".join(notes))

    def rows(self) -> list[LoadingRow]:
        """Return the loadings, a row an item."""
        nothing = np.full(self.scale.k, np.nan)
        factor = self.factor
        loadings = nothing if factor is None else factor.loadings
        own = nothing if factor is None else factor.uniqueness
        return [
            LoadingRow(
                by=self.scale.by,
                subscale=self.scale.name,
                item=item.name,
                loading=float(loading),
                uniqueness=float(uniqueness),
                note=self.note if factor is None or factor.heywood[i] else "",
            )
            for i, (item, loading, uniqueness) in enumerate(
                zip(self.scale.items, loadings, own, strict=True)
            )
        ]
