"""split_half: the reliability of a scale by its halves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._checks import check_choice, check_count, check_generator, default
from likertkit._kernels.items._alpha import half_reliability, halvings, n_halvings
from likertkit._text import counted
from likertkit.measurement._alpha import HEADS, LISTWISE
from likertkit.measurement._intervals import Intervals, OtherInterval, no_interval
from likertkit.measurement._scales import ScaleRow, ScaleSample
from likertkit.results import Table
from likertkit.results._record import column_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.measurement._scales import ItemSets, ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally

    _Floats = NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SplitHalfRow(ScaleRow):
    """The reliability of one scale by its halves, in one group.

    Attributes
    ----------
    estimate : float
        The mean of Spearman and Brown's coefficient over the halvings.
    low, high : float
        Its interval.
    minimum, maximum : float
        The least and the largest of these coefficients.
    lambda_4 : float
        Guttman's λ4: the largest of 4 times the halves' covariance over the total's variance.
    n_splits : int
        The halvings: all, or so many by chance.
    n_respondents, n_items, n_incomplete : int
        As in :class:`ReliabilityRow`.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(
        ("estimate", "low", "high", "minimum", "maximum", "lambda_4"), ".3f"
    )

    estimate: float
    low: float
    high: float
    minimum: float
    maximum: float
    lambda_4: float
    n_splits: int
    n_respondents: int
    n_items: int
    n_incomplete: int
    note: str


_COLUMNS = column_names(SplitHalfRow)
_NOTHING = (math.nan,) * 4


def split_half(
    data: Responses | CoTally,
    *,
    items: ItemSets | None = None,
    n_splits: int = 10_000,
    interval: OtherInterval = "none",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> Table[SplitHalfRow]:
    """Estimate the reliability of each subscale by the correlation of its halves.

    All ways to halve the items are taken where they are few enough, as they are up to 15 items by
    default; else as many by chance.

    Parameters
    ----------
    data, items : optional
        As for :func:`cronbach_alpha`.
    n_splits : int, optional
        The most halvings.
    interval : {'none', 'bootstrap'}, optional
        The percentiles of resampled respondents, which needs Responses in memory.
    n_resamples, confidence_level : optional
        As for :func:`cronbach_alpha`, with a bootstrap.
    rng : int or numpy.random.Generator, optional
        A seed, or where chance comes from, for halvings and resamples.

    Returns
    -------
    Table of SplitHalfRow
        A row a group and scale.

    Raises
    ------
    UnknownItemError, ArgumentTypeError, ArgumentError, OptionError
        As for :func:`cronbach_alpha`.

    Notes
    -----
    With correlation r of two halves, Spearman and Brown's coefficient of the whole is 2r / (1 + r).
    Of an odd number of items one half has an item more.

    References
    ----------
    .. [1] Spearman (1910), Correlation calculated from faulty data, British Journal of Psychology
       3, 271-295.
    .. [2] Guttman (1945), A basis for analyzing test-retest reliability, Psychometrika 10, 255-282.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in "abcd"]
    >>> rows = [[1, 2, 1, 2], [2, 2, 3, 1], [4, 4, 3, 5], [5, 4, 5, 5], [3, 3, 5, 2]]
    >>> frame = pd.DataFrame(rows, columns=list("abcd"))
    >>> row = lk.split_half(lk.Responses(frame, lk.Instrument("trial", items)))["trial"]
    >>> row.n_splits, round(row.minimum, 2), round(row.estimate, 2), round(row.maximum, 2)
    (3, 0.82, 0.9, 0.99)
    """
    check_choice(interval, "interval", OtherInterval)
    n_splits = check_count(n_splits, "n_splits", least=1)
    sample = ScaleSample.from_data(data, items, drawn=interval == "bootstrap")
    chance = check_generator(rng)
    intervals = Intervals.from_arguments(
        data,
        sample.view,
        interval,
        OtherInterval,
        confidence_level,
        n_resamples=n_resamples,
        rng=chance if interval == "bootstrap" else None,
    )
    rows = [_row(scale, intervals, n_splits, chance) for scale in sample.scales]
    seed = int(rng) if isinstance(rng, int | np.integer) else None
    return Table(
        title=f"Split-half reliability in {sample.instrument.name}",
        names=(*sample.names, *_COLUMNS),
        rows=tuple(rows),
        by=sample.names,
        shown=tuple(
            name for name in _COLUMNS[:-1] if interval == "bootstrap" or name not in {"low", "high"}
        ),
        options=(
            ("n_splits", n_splits),
            *(option for option in intervals.used_options() if option[0] != "rng"),
            ("rng", seed),
        ),
        notes=(
            LISTWISE,
            "Spearman-Brown coefficients of the halvings: their mean, least and largest.",
            *intervals.note(),
            *sample.notes,
        ),
        key="subscale",
        heads=HEADS,
    )


def _row(
    scale: ScaleCounts, intervals: Intervals, most: int, chance: np.random.Generator
) -> SplitHalfRow:
    note = scale.problem
    first = np.zeros((0, scale.k), dtype=np.bool_)
    estimate, minimum, maximum, lambda_4 = _NOTHING
    bounds = no_interval("")
    if not note:
        first = halvings(scale.k, most, chance)
        halves = half_reliability(scale.covariance, first)
        known = halves.spearman_brown[~np.isnan(halves.spearman_brown)]
        lost = len(first) - len(known)
        if len(known):
            estimate, minimum, maximum = (
                float(figure(known)) for figure in (np.mean, np.min, np.max)
            )
            (bounds,) = intervals.resampled(
                scale, [lambda covariance: _mean_over_halvings(covariance, first)], [estimate]
            )
        lambda_4 = float(halves.lambda_4.max())
        notes = [f"undefined for {counted(lost, 'halving')}: a half does not vary"] if lost else []
        if scale.k % 2:
            notes.append(f"halves of {scale.k // 2} and {scale.k // 2 + 1} items")
        if n_halvings(scale.k) > most:
            notes.append(f"{most} of {n_halvings(scale.k)} halvings, by chance")
        note = "; ".join(notes)
    return SplitHalfRow(
        by=scale.by,
        subscale=scale.name,
        estimate=estimate,
        low=bounds.low,
        high=bounds.high,
        minimum=minimum,
        maximum=maximum,
        lambda_4=lambda_4,
        n_splits=len(first),
        n_respondents=scale.n,
        n_items=scale.k,
        n_incomplete=scale.n_incomplete,
        note=scale.note(note, bounds.note),
    )


def _mean_over_halvings(covariance: _Floats, first: NDArray[np.bool_]) -> _Floats:
    """Return the mean coefficient of each set of covariances; NaN where one is undefined."""
    means = [half_reliability(one, first).spearman_brown.mean() for one in covariance]
    return np.array(means)
