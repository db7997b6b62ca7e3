"""describe: the distribution of each item in one row."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level
from likertkit._kernels.means import (
    count_quantile,
    count_skewness,
    count_variance,
    interpolated_median,
    weighted_quantile,
    weighted_skewness,
    weighted_variance,
)
from likertkit._text import PERCENTAGE, join_words, snake_case
from likertkit.estimate._mean_row import mean_row
from likertkit.estimate._notes import estimate_notes, interval_note, missing_note, view_notes
from likertkit.estimate.design._cells import ItemCells, item_cells
from likertkit.estimate.design._options import (
    ALL_ALIKE,
    NO_SPREAD,
    Standardize,
    StratifiedVariance,
)
from likertkit.estimate.design._sample import SurveySample
from likertkit.instrument._item import code_text, in_score_units, no_direction, positive_end_is_high
from likertkit.instrument._score_item import SOME_LEVELS
from likertkit.instrument._views import box_notes, check_boxes
from likertkit.results import Table
from likertkit.results._record import ItemRow, Record, beside_figures, column_names
from likertkit.tally._axes import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.instrument import Instrument, Item, Scoring
    from likertkit.responses import Responses
    from likertkit.tally import Tally

# Equal sums of weights can differ in their last bits.
_NEAR = 1e-9
_QUARTILES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DescribeRow(ItemRow):
    """The distribution of one item in one group.

    Scores are those of the table's view; proportions lie between 0 and 1.

    Attributes
    ----------
    n, n_missing : int
        Valid answers, and respondents without one.
    missing : tuple of (str, int)
        Respondents without a valid answer by reason, as columns ``n_missing_…``.
    mean, sd, se : float
        Mean, standard deviation (divisor n - 1) and standard error of the mean.
    low, high : float
        The t interval of the mean.
    median, q1, q3 : float
        Type 7 quantiles, as pandas has them; with weights type 2, averaged at a step.
    interpolated_median : float
        The median spread evenly over its level.
    mode : float
        The most frequent score; the lowest of several, which the note then names.
    skewness : float
        Adjusted Fisher-Pearson coefficient.
    top_box, bottom_box, net : float
        Proportions at the scale's positive and negative end, and their difference; undefined where
        the scale does not say which end is the positive one.
    floor, ceiling : float
        Proportions at the lowest and the highest possible score.
    note : str
        Why a figure is undefined, or how a tie was settled.
    """

    on_scale: ClassVar[tuple[str, ...]] = (
        "mean",
        "sd",
        "se",
        "low",
        "high",
        "median",
        "interpolated_median",
        "mode",
        "q1",
        "q3",
    )

    formats: ClassVar[dict[str, str]] = dict.fromkeys(
        ("top_box", "bottom_box", "net", "floor", "ceiling"), PERCENTAGE
    ) | {"se": ".3f", "mode": "g", "median": ".1f", "q1": ".1f", "q3": ".1f"}

    n: int
    n_missing: int
    missing: tuple[tuple[str, int], ...]
    mean: float
    sd: float
    se: float
    low: float
    high: float
    median: float
    interpolated_median: float
    mode: float
    q1: float
    q3: float
    skewness: float
    top_box: float
    bottom_box: float
    net: float
    floor: float
    ceiling: float
    note: str

    def columns(self) -> dict[str, object]:
        """Return the figures by column name, each reason for a missing answer in its own."""
        figures: dict[str, object] = {}
        for name, value in Record.columns(self).items():
            figures |= dict(self.missing) if name == "missing" else {name: value}
        del figures["by"]
        return beside_figures(self.by, figures)


_FIGURES = column_names(DescribeRow)
_SHOWN = ("item", "n", "n_missing", "mean", "low", "high", "median", "top_box", "bottom_box")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DescribeTable(Table[DescribeRow]):
    """Distributions, which when printed also say why answers are missing.

    Attributes
    ----------
    reasons : tuple of (str, str)
        The column of each reason, and the reason.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": 9})
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {4: 5, None: 2, 9: 1}}, trial)
    >>> "Missing answers: clear 2 blank, 1 N/A." in str(lk.describe(tally))
    True
    """

    reasons: tuple[tuple[str, str], ...]

    def _footer(self) -> tuple[str, ...]:
        """Return the notes, and the reasons for missing answers."""
        labels = dict(self.reasons)
        missing = missing_note(
            (
                " / ".join(map(str, (*(value for _, value in row.by), row.item))),
                [(labels[column], n) for column, n in row.missing],
            )
            for row in self.rows
        )
        return (*super()._footer(), *([missing] if missing else []))


def _reason_columns(instrument: Instrument) -> dict[str, str]:
    """Return the column of each reason for a missing answer that some item has."""
    columns: dict[str, str] = {}
    for reason in dict.fromkeys(r for item in instrument for r in item.scale.reasons):
        name = base = f"n_missing_{snake_case(reason)}"
        number = 2
        while name in columns.values():
            name, number = f"{base}_{number}", number + 1
        columns[reason] = name
    return columns


def describe(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    boxes: tuple[int, int] = (1, 1),
    standardize: Standardize = "population",
    variance: StratifiedVariance = "conditional",
    confidence_level: float = 0.95,
) -> DescribeTable:
    """Describe the distribution of each item.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result and
        stands behind them; only ``()`` pools everything, and takes a respondent's answers under
        several conditions as one sampled unit where ``respondent=`` was declared.
    boxes : (int, int), optional
        How many levels, from the scale's positive end, make the top box, and from the other end
        the bottom box.  ``(2, 7)`` on 0 to 10 makes ``net`` a net promoter score.
    standardize, variance : optional
        As for :func:`means`: what each stratum counts by.
    confidence_level : float, optional
        Level of the mean's interval.

    Returns
    -------
    DescribeTable
        A table of DescribeRow, a row a group and item.

    Raises
    ------
    ArgumentError
        If the boxes overlap on some item.
    StratumError, PopulationError
        As for :func:`means`.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Hyndman and Fan (1996), Sample quantiles in statistical packages, The American
       Statistician 50, 361-365.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3, None: 2}}, trial)
    >>> row = lk.describe(tally)["clear"]
    >>> row.n, row.n_missing, row.mean, row.top_box
    (10, 2, 4.1, 0.3)
    """
    confidence_level = check_confidence_level(confidence_level)
    sample = SurveySample.from_data(data, by, standardize, variance)
    tally, names = sample.tally, sample.names
    boxes = check_boxes(boxes, tally.instrument)
    reasons = _reason_columns(tally.instrument)
    rows = tuple(
        _row(cells, tally.view, boxes, reasons, confidence_level) for cells in item_cells(sample)
    )
    columns = tuple(
        column
        for name in _FIGURES
        for column in (reasons.values() if name == "missing" else (name,))
    )
    return in_score_units(
        DescribeTable(
            title=f"Answers to {tally.instrument.name}",
            names=(*names, *columns),
            rows=rows,
            by=names,
            shown=_SHOWN,
            reasons=tuple((column, reason) for reason, column in reasons.items()),
            options=(
                ("by", names),
                ("boxes", boxes),
                *sample.used_options(),
                ("confidence_level", confidence_level),
                ("view", tally.view),
            ),
            subject=subject_of(tally.instrument, tally.axes, names),
            notes=(
                *view_notes(tally),
                *estimate_notes(sample),
                interval_note(sample, confidence_level, "Interval of the mean"),
                *box_notes(tally.instrument, tally.view, boxes),
            ),
        ),
        tally.instrument.items,
    )


def _why_no_skewness(n: int, variance: float) -> str:
    if variance == 0:
        return "no spread: the skewness is undefined"
    return "" if n > 2 else "two valid answers: no skewness can be estimated"


def _box_proportions(
    item: Item, view: Scoring, proportions: list[float], boxes: tuple[int, int]
) -> tuple[float, float]:
    """Return the proportions in the top and in the bottom box, from those by ascending score."""
    if item.scale.positive is None:
        return math.nan, math.nan
    upward = proportions if positive_end_is_high(item, view) else proportions[::-1]
    return math.fsum(upward[len(upward) - boxes[0] :]), math.fsum(upward[: boxes[1]])


def _row(
    cells: ItemCells,
    view: Scoring,
    boxes: tuple[int, int],
    reasons: dict[str, str],
    confidence_level: float,
) -> DescribeRow:
    estimate = mean_row(cells, confidence_level)
    cells = cells.ascending()
    weights, scores, n = cells.weights, cells.scores, cells.n
    total = math.fsum(weights)
    proportions = [w / total if total > 0 else math.nan for w in weights]
    top, bottom = _box_proportions(cells.item, view, proportions, boxes)
    if cells.domain is None:
        variance = count_variance(cells.counts, scores)
        skewness = count_skewness(cells.counts, scores)
        q1, median, q3 = (count_quantile(cells.counts, scores, q) for q in _QUARTILES)
    else:
        variance = weighted_variance(weights, scores, n)
        skewness = weighted_skewness(weights, scores, n)
        q1, median, q3 = (weighted_quantile(weights, scores, float(q)) for q in _QUARTILES)
    most = max(weights) * (1 - _NEAR)
    modes = [x for x, w in zip(scores, weights, strict=True) if total > 0 and w >= most]
    without = {reason: n for reason, n, _ in cells.missing}
    notes = [
        # The design effect is a column of means.
        NO_SPREAD if estimate.note == ALL_ALIKE else estimate.note,
        "" if cells.problem else _why_no_skewness(n, variance),
        no_direction(cells.item) if cells.item.scale.positive is None else "",
        f"modes {join_words([code_text(cells.item, mode) for mode in modes])}"
        if len(modes) > 1
        else "",
        "" if cells.item.every_level else SOME_LEVELS,
    ]
    return DescribeRow(
        by=cells.by,
        item=cells.item.name,
        n=n,
        n_missing=cells.n_missing,
        missing=tuple((column, without.get(reason, 0)) for reason, column in reasons.items()),
        mean=estimate.mean,
        sd=math.sqrt(variance),
        se=estimate.se,
        low=estimate.low,
        high=estimate.high,
        median=median,
        interpolated_median=interpolated_median(weights, scores)
        if cells.item.every_level
        else math.nan,
        mode=float(modes[0]) if modes else math.nan,
        q1=q1,
        q3=q3,
        skewness=skewness,
        top_box=top,
        bottom_box=bottom,
        net=top - bottom,
        floor=proportions[0],
        ceiling=proportions[-1],
        note="; ".join(note for note in notes if note),
    )
