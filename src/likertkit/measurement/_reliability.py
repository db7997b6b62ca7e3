"""reliability: alpha and omega of each scale, in one table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import default
from likertkit._kernels.items._alpha import alpha
from likertkit.measurement._alpha import HEADS, LISTWISE, alpha_note
from likertkit.measurement._intervals import NO_BOOTSTRAP, AlphaInterval, Intervals, no_interval
from likertkit.measurement._omega import OMEGA_STATISTICS, Factored, omega_note
from likertkit.measurement._scales import ScaleRow, ScaleSample
from likertkit.results import Table
from likertkit.results._record import column_names

if TYPE_CHECKING:
    import numpy as np

    from likertkit.measurement._intervals import Bounds
    from likertkit.measurement._scales import ItemSets, ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AlphaOmegaRow(ScaleRow):
    """Alpha and omega of one scale in one group.

    Attributes
    ----------
    n_respondents : int
        Respondents who answered every item.
    n_items : int
        The items of the scale.
    alpha, alpha_low, alpha_high : float
        Cronbach's alpha and its interval.
    omega, omega_low, omega_high : float
        McDonald's omega of one factor and its interval.
    n_incomplete : int
        Respondents who are left out because they did not answer every item.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(
        ("alpha", "alpha_low", "alpha_high", "omega", "omega_low", "omega_high"), ".3f"
    )

    n_respondents: int
    n_items: int
    alpha: float
    alpha_low: float
    alpha_high: float
    omega: float
    omega_low: float
    omega_high: float
    n_incomplete: int
    note: str


_BOTH_COLUMNS = column_names(AlphaOmegaRow)


def reliability(
    data: Responses | CoTally,
    *,
    items: ItemSets | None = None,
    interval: AlphaInterval = "feldt",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> Table[AlphaOmegaRow]:
    """Estimate alpha and omega of each subscale, in one table.

    Parameters
    ----------
    data, items : optional
        As for :func:`cronbach_alpha`.
    interval : {'feldt', 'bootstrap'}, optional
        Feldt's interval of alpha, and none of omega; or the percentiles of resampled respondents
        for both, which needs Responses in memory.
    n_resamples, rng, confidence_level : optional
        As for :func:`cronbach_alpha`.

    Returns
    -------
    Table of AlphaOmegaRow
        A row a group and scale.

    Raises
    ------
    UnknownItemError, ArgumentTypeError, ArgumentError, OptionError
        As for :func:`cronbach_alpha`.

    See Also
    --------
    cronbach_alpha, mcdonald_omega : One of the two, with more options.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("a", "b", "c")]
    >>> frame = pd.DataFrame(
    ...     {"a": [1, 2, 4, 5, 3, 2], "b": [1, 3, 4, 4, 4, 1], "c": [2, 1, 3, 5, 4, 1]}
    ... )
    >>> row = lk.reliability(lk.Responses(frame, lk.Instrument("trial", items)))["trial"]
    >>> row.n_respondents, row.n_items, round(row.alpha, 2), round(row.omega, 2)
    (6, 3, 0.91, 0.92)
    """
    sample = ScaleSample.from_data(data, items, drawn=interval == "bootstrap")
    intervals = Intervals.from_arguments(
        data,
        sample.view,
        interval,
        AlphaInterval,
        confidence_level,
        n_resamples=n_resamples,
        rng=rng,
    )
    return Table(
        title=f"Reliability in {sample.instrument.name}",
        names=(*sample.names, *_BOTH_COLUMNS),
        rows=tuple(_both_row(scale, intervals) for scale in sample.scales),
        by=sample.names,
        shown=tuple(
            name
            for name in _BOTH_COLUMNS[:-1]
            if interval == "bootstrap" or name not in {"omega_low", "omega_high"}
        ),
        options=intervals.used_options(),
        notes=(
            LISTWISE,
            *intervals.note("Interval of alpha"),
            omega_note("model"),
            *sample.notes,
        ),
        key="subscale",
        heads=HEADS,
    )


def _both_row(scale: ScaleCounts, intervals: Intervals) -> AlphaOmegaRow:
    estimate = math.nan if scale.problem else float(alpha(scale.covariance))
    factored = Factored.from_scale(scale, "model")
    of_omega: Bounds
    if intervals.interval == "bootstrap":
        of_alpha, of_omega = intervals.resampled(
            scale, [alpha, OMEGA_STATISTICS["model"]], [estimate, factored.omega]
        )
    else:
        of_alpha = intervals.feldt(scale, estimate)
        of_omega = no_interval("" if math.isnan(factored.omega) else f"omega has {NO_BOOTSTRAP}")
    return AlphaOmegaRow(
        by=scale.by,
        subscale=scale.name,
        n_respondents=scale.n,
        n_items=scale.k,
        alpha=estimate,
        alpha_low=of_alpha.low,
        alpha_high=of_alpha.high,
        omega=factored.omega,
        omega_low=of_omega.low,
        omega_high=of_omega.high,
        n_incomplete=scale.n_incomplete,
        note=scale.note(alpha_note(scale, estimate), factored.note, of_alpha.note, of_omega.note),
    )
