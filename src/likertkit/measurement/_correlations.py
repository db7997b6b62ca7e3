"""correlations: how every two items go together, and the matrix that papers print."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
import numpy as np

from likertkit._checks import check_choice, check_confidence_level, default, settled
from likertkit._kernels.items._correlation import fisher_interval, rank_correlations
from likertkit._text import Grid, counted, format_figure, format_level
from likertkit.measurement._alpha import PolychoricEstimator, polychoric_matrix
from likertkit.measurement._descriptives import DescriptiveRow, item_descriptives
from likertkit.measurement._scales import ScaleSample
from likertkit.results import Table
from likertkit.results._record import Record, beside_figures, column_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.measurement._scales import ItemSets, ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally

    _Floats = NDArray[np.float64]

CorrelationMethod = Literal["pearson", "spearman", "polychoric"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CorrelationRow(Record):
    """The correlation of two items in one group.

    Attributes
    ----------
    by : tuple of (str, object)
        The group: the value of each column that the table is split by.
    first, second : str
        The items.
    correlation, se, low, high : float
        The correlation, its standard error and its interval.
    n : int
        Respondents who answered both.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(("correlation", "se", "low", "high"), ".3f")

    by: tuple[tuple[str, object], ...] = ()
    first: str
    second: str
    correlation: float
    se: float
    low: float
    high: float
    n: int
    note: str

    def columns(self) -> dict[str, object]:
        """Return the group's columns first, then the figures, unrounded."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CorrelationTable(Table[CorrelationRow]):
    """Correlations of every two items, which print as the matrix of a paper.

    Attributes
    ----------
    descriptives : Table of DescriptiveRow
        A row a group and item: n, mean and standard deviation.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("clear", "short", "useful")]
    >>> frame = pd.DataFrame(
    ...     {
    ...         "clear": [1, 2, 4, 5, 3, 2],
    ...         "short": [2, 2, 4, 3, 3, 1],
    ...         "useful": [1, 4, 3, 5, 2, 3],
    ...     }
    ... )
    >>> lk.correlations(lk.Responses(frame, lk.Instrument("trial", items)))
    Pearson correlations in trial
    item      n  mean    sd     1     2
    ────────  ─  ────  ────  ────  ────
    1 clear   6  2.83  1.47
    2 short   6  2.50  1.05  0.71
    3 useful  6  3.00  1.41  0.67  0.13
    <BLANKLINE>
    Every two items take the respondents who answered both.
    Interval: Fisher's z, standard error 1 / √(n − 3), 95 %.
    Scores are the codes as answered.
    """

    descriptives: Table[DescriptiveRow]

    def _grid(self) -> Grid:
        """Return the lower triangle, beside means and standard deviations."""
        found = {(row.by, row.first, row.second): row for row in self.rows}
        groups: dict[tuple[tuple[str, object], ...], list[DescriptiveRow]] = {}
        pairs = {(row.by, name) for row in self.rows for name in (row.first, row.second)}
        alone = len({described.item for described in self.descriptives}) == 1
        for described in self.descriptives:
            # A single item, or score, has no correlation, and is described all the same.
            if alone or (described.by, described.item) in pairs:
                groups.setdefault(described.by, []).append(described)
        alphas = any(not math.isnan(row.alpha) for some in groups.values() for row in some)
        most = max((len(some) for some in groups.values()), default=1)
        lines = []
        for by, some in groups.items():
            for i, described in enumerate(some):
                triangle = [
                    format_figure(pair.correlation) if pair is not None else ""
                    for earlier in some[:i]
                    for pair in [
                        found.get((by, earlier.item, described.item))
                        or found.get((by, described.item, earlier.item))
                    ]
                ]
                lines.append((
                    *(format_figure(value) for _, value in by),
                    f"{i + 1} {described.item}",
                    str(described.n),
                    format_figure(described.mean),
                    format_figure(described.sd),
                    *([format_figure(described.alpha)] if alphas else []),
                    *triangle,
                    *[""] * (most - 1 - i),
                ))  # fmt: skip
        header = (
            *self.by,
            "item",
            "n",
            "mean",
            "sd",
            *(["alpha"] if alphas else []),
            *(str(place) for place in range(1, most)),
        )
        right = tuple(place > len(self.by) for place in range(len(header)))
        rows = tuple(line[: len(header)] for line in lines)
        return Grid(header, rows, right=right, n_keys=len(self.by) + 1)


_COLUMNS = column_names(CorrelationRow)
_INTERVALS: dict[CorrelationMethod, str] = {
    "pearson": "Fisher's z, standard error 1 / √(n − 3)",
    "spearman": "Fisher's z, standard error √((1 + r² / 2) / (n − 3)) (Bonett and Wright)",
    "polychoric": "Fisher's z, with the standard error of the estimate",
}


def correlations(
    data: Responses | CoTally,
    *,
    method: CorrelationMethod = "pearson",
    items: ItemSets | None = None,
    estimator: PolychoricEstimator = default("two-step"),
    confidence_level: float = 0.95,
) -> CorrelationTable:
    """Correlate every two items, with intervals.

    Every two items take all respondents who answered both.  The scores are those of the view:
    under ``as_answered`` a negatively keyed item correlates negatively.

    Parameters
    ----------
    data : Responses or CoTally
        The answers.  A declared condition (of a co-tally: every axis but the strata) splits the
        result.
    method : {'pearson', 'spearman', 'polychoric'}, optional
        Of the scores; of their ranks, ties sharing the middle one; or of the two normal variables
        that the answers are taken to be cut from.
    items : str, sequence of str, or mapping of str to these, optional
        The items, by their names or by patterns as in :meth:`Instrument.select`; by default all.
    estimator : {'two-step', 'maximum-likelihood'}, optional
        As for :func:`ordinal_alpha`, with ``method='polychoric'``.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    CorrelationTable
        A row a group and two items.  It prints as a matrix; its ``descriptives`` have the means
        and standard deviations, of scale scores with Cronbach's alpha.

    Raises
    ------
    UnknownItemError, ArgumentTypeError, ArgumentError, OptionError
        As for :func:`cronbach_alpha`.

    References
    ----------
    .. [1] Fisher (1921), On the probable error of a coefficient of correlation deduced from a
       small sample, Metron 1, 3-32.
    .. [2] Bonett and Wright (2000), Sample size requirements for estimating Pearson, Kendall and
       Spearman correlations, Psychometrika 65, 23-28.
    .. [3] Olsson (1979), Maximum likelihood estimation of the polychoric correlation coefficient,
       Psychometrika 44, 443-460.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("clear", "short")]
    >>> frame = pd.DataFrame({"clear": [1, 2, 4, 5, 3, 2], "short": [2, 2, 4, 3, 3, 1]})
    >>> (row,) = lk.correlations(lk.Responses(frame, lk.Instrument("trial", items)))
    >>> round(row.correlation, 3), round(row.low, 3), round(row.high, 3), row.n
    (0.713, -0.235, 0.966, 6)
    """
    check_choice(method, "method", CorrelationMethod)
    void = "" if method == "polychoric" else "without method='polychoric'"
    estimator = settled(estimator, "estimator", void)
    check_choice(estimator, "estimator", PolychoricEstimator)
    confidence_level = check_confidence_level(confidence_level)
    sample = ScaleSample.from_data(data, items, pairwise=True, keyed=False, whole=True)
    rows = [
        row for scale in sample.scales for row in _rows(scale, method, estimator, confidence_level)
    ]
    how = f", {estimator}" if method == "polychoric" else ""
    notes = (
        "Every two items take the respondents who answered both.",
        f"Interval: {_INTERVALS[method]}, {format_level(confidence_level)}{how}.",
        *sample.notes,
    )
    return CorrelationTable(
        title=f"{method.capitalize()} correlations in {sample.instrument.name}",
        names=(*sample.names, *_COLUMNS),
        rows=tuple(rows),
        by=sample.names,
        options=(
            ("method", method),
            *((("estimator", estimator),) if method == "polychoric" else ()),
            ("confidence_level", confidence_level),
            ("view", sample.view),
        ),
        notes=notes,
        key="first",
        heads=tuple(("correlation", str(place)) for place in range(1, len(sample.instrument))),
        descriptives=item_descriptives(sample, data),
    )


def _rows(
    scale: ScaleCounts,
    method: CorrelationMethod,
    estimator: PolychoricEstimator,
    confidence_level: float,
) -> list[CorrelationRow]:
    rows, columns = np.triu_indices(scale.k, 1)
    n = scale.moments.n[rows, columns]
    free = np.where(n > 3, n - 3, np.nan)
    r: _Floats
    if method == "polychoric":
        matrix, se, _ = polychoric_matrix(scale, estimator)
        r = matrix[rows, columns]
        of_z = se[rows, columns] / np.where(np.abs(r) < 1, 1 - r**2, np.nan)
    elif method == "spearman":
        r = rank_correlations(scale.weights[rows, columns])
        of_z = np.sqrt((1 + r**2 / 2) / free)
    else:
        r = _pearson(scale, rows, columns)
        of_z = np.sqrt(1 / free)
    if scale.weighted:
        of_z = np.full(len(r), np.nan)
    interval = fisher_interval(r, of_z, confidence_level)
    return [
        CorrelationRow(
            by=scale.by,
            first=scale.items[i].name,
            second=scale.items[j].name,
            correlation=float(r[place]),
            se=float(interval.se[place]),
            low=float(interval.low[place]),
            high=float(interval.high[place]),
            n=int(n[place]),
            note=_note(scale, (i, j), float(r[place]), float(interval.se[place]), int(n[place])),
        )
        for place, (i, j) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))
    ]


def _pearson(scale: ScaleCounts, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> _Floats:
    """Return correlations of those who answered both items, whoever answered one only."""
    r = np.empty(len(rows))
    for place, (i, j) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        r[place] = _of_table(scale, i, j)
    return r


def _of_table(scale: ScaleCounts, i: int, j: int) -> float:
    """Return Pearson's correlation of two items."""
    table = scale.weights[i, j]
    total = float(table.sum())
    if not total:
        return math.nan
    first, second = scale.scores[i], scale.scores[j]
    used = scale.levels[i, j]
    if min(np.count_nonzero(used.sum(axis=1)), np.count_nonzero(used.sum(axis=0))) < 2:
        return math.nan
    a = first - float(table.sum(axis=1) @ first) / total
    b = second - float(table.sum(axis=0) @ second) / total
    own = float(table.sum(axis=1) @ a**2) * float(table.sum(axis=0) @ b**2)
    return max(-1.0, min(1.0, float(a @ table @ b) / math.sqrt(own)))


def _note(scale: ScaleCounts, pair: tuple[int, int], r: float, se: float, n: int) -> str:
    """Return why a correlation or its interval is undefined."""
    if n < 2:
        first, second = (scale.items[place].name for place in pair)
        who = counted(n, "respondent") if n else "nobody"
        return f"{who} answered both {first} and {second}"
    if math.isnan(r):
        used = scale.levels[pair]
        fixed = [
            scale.items[place].name
            for place, axis in zip(pair, (1, 0), strict=True)
            if np.count_nonzero(used.sum(axis=axis)) < 2
        ]
        return f"{' and '.join(fixed)} {'does' if len(fixed) == 1 else 'do'} not vary"
    if not math.isnan(se):
        return ""
    if abs(r) == 1:
        return "no interval at the end of the range"
    if scale.weighted:
        return "no interval with weights"
    return "too few respondents for an interval" if n < 4 else "the likelihood has no maximum"
