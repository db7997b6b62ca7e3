"""box_scores: top box, bottom box and net of each item, with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_choice, check_confidence_level
from likertkit._text import PERCENTAGE, format_level
from likertkit.estimate._notes import estimate_notes
from likertkit.estimate._proportions import (
    INTERVAL_NAMES,
    Proportion,
    ProportionInterval,
    Proportions,
)
from likertkit.estimate.design._cells import ItemCells, item_cells
from likertkit.estimate.design._options import (
    BASE_NOTES,
    Base,
    Standardize,
    StratifiedVariance,
)
from likertkit.estimate.design._sample import SurveySample
from likertkit.instrument._item import check_directions
from likertkit.instrument._views import box_notes, box_places, check_boxes
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.instrument import Scoring
    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoxScoreRow(ItemRow):
    """The box scores of one item in one group, as proportions between 0 and 1.

    Attributes
    ----------
    n, n_missing : int
        Valid answers, and respondents without one.
    top_box, top_se, top_low, top_high : float
        The proportion at the scale's positive end, its standard error and its interval.
    bottom_box, bottom_se, bottom_low, bottom_high : float
        The same for the other end.
    net, net_se, net_low, net_high : float
        Top box minus bottom box, between -1 and 1; 100 times it is a net promoter score.
    base : int
        Respondents that the proportions are of; the table's options say which these are.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("top_box", "bottom_box", "net"), PERCENTAGE),
        **{
            f"{box}_{figure}": ".1%" if figure == "se" else PERCENTAGE
            for box in ("top", "bottom", "net")
            for figure in ("se", "low", "high")
        },
    }

    n: int
    n_missing: int
    top_box: float
    top_se: float
    top_low: float
    top_high: float
    bottom_box: float
    bottom_se: float
    bottom_low: float
    bottom_high: float
    net: float
    net_se: float
    net_low: float
    net_high: float
    base: int
    note: str


_COLUMNS = column_names(BoxScoreRow)
_SHOWN = ("item", "base", "top_box", "top_low", "top_high", "bottom_box", "net", "net_low")


def box_scores(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    boxes: tuple[int, int] = (1, 1),
    interval: ProportionInterval = "wilson",
    base: Base = "valid",
    standardize: Standardize = "population",
    variance: StratifiedVariance = "conditional",
    confidence_level: float = 0.95,
) -> Table[BoxScoreRow]:
    """Estimate top box, bottom box and net of each item.

    The net is the mean of scores of 1 in the top box, -1 in the bottom box and 0 between; its
    variance is [T + B - (T - B)²] / (n - 1), design-based where there is a design.  Its interval
    is Tango's score interval, which does not shrink to a point where all are in one box.

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
    interval : {'wilson', 'clopper-pearson', 'jeffreys', 'logit'}, optional
        The interval of the two proportions, as for :func:`frequencies`.
    base : {'valid', 'answered', 'all'}, optional
        What a proportion is of, as for :func:`frequencies`.
    standardize, variance : optional
        As for :func:`means`: what each stratum counts by.
    confidence_level : float, optional
        Level of the intervals, each by itself.

    Returns
    -------
    Table of BoxScoreRow
        A row a group and item.

    Raises
    ------
    ArgumentError
        If the boxes overlap on some item.
    DirectionError
        If some scale does not say which end is the positive one.
    OptionError
        If an option is not one of its allowed values.
    StratumError, PopulationError
        As for :func:`means`.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Reichheld (2003), The one number you need to grow, Harvard Business Review 81(12),
       46-54.
    .. [2] Tango (1998), Equivalence test and confidence interval for the difference in
       proportions for the paired-sample design, Statistics in Medicine 17, 891-908.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(range(11), positive="high")
    >>> shop = lk.Instrument("shop", [lk.Item("recommend", scale)])
    >>> tally = lk.Tally.from_counts({"recommend": {10: 30, 9: 20, 8: 25, 6: 15, 2: 10}}, shop)
    >>> row = lk.box_scores(tally, boxes=(2, 7))["recommend"]
    >>> row.top_box, row.bottom_box, row.net
    (0.5, 0.25, 0.25)
    """
    check_choice(interval, "interval", ProportionInterval)
    check_choice(base, "base", Base)
    confidence_level = check_confidence_level(confidence_level)
    sample = SurveySample.from_data(data, by, standardize, variance)
    tally, names = sample.tally, sample.names
    boxes = check_boxes(boxes, tally.instrument)
    check_directions(tally.instrument, "Boxes need")
    rows = tuple(
        _row(
            cells,
            base=base,
            view=tally.view,
            boxes=boxes,
            interval=interval,
            confidence_level=confidence_level,
        )
        for cells in item_cells(sample, base)
    )
    level = format_level(confidence_level)
    return Table(
        title=f"Box scores of {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=rows,
        by=names,
        shown=(*_SHOWN, "net_high"),
        options=(
            ("by", names),
            ("boxes", boxes),
            ("interval", interval),
            ("base", base),
            *sample.used_options(),
            ("confidence_level", confidence_level),
            ("view", tally.view),
        ),
        notes=(
            *box_notes(tally.instrument, tally.view, boxes),
            BASE_NOTES[base],
            f"Intervals: {INTERVAL_NAMES[interval]}, of the net Tango's; {level}, each by itself.",
            *estimate_notes(sample),
        ),
    )


def _row(
    cells: ItemCells,
    *,
    base: Base,
    view: Scoring,
    boxes: tuple[int, int],
    interval: ProportionInterval,
    confidence_level: float,
) -> BoxScoreRow:
    proportions = Proportions(cells=cells, base=base)
    places = box_places(cells.item, view, boxes)
    figures: dict[str, float] = {}
    boxed: dict[str, Proportion] = {
        "top_box": proportions.at_levels(places[0], interval, confidence_level),
        "bottom_box": proportions.at_levels(places[1], interval, confidence_level),
        "net": proportions.net(*places, confidence_level),
    }
    for name, estimate in boxed.items():
        of_box = name.removesuffix("_box")
        figures |= {
            name: estimate.proportion,
            f"{of_box}_se": estimate.se,
            f"{of_box}_low": estimate.low,
            f"{of_box}_high": estimate.high,
        }
    return BoxScoreRow(
        by=cells.by,
        item=cells.item.name,
        n=cells.n,
        n_missing=cells.n_missing,
        base=proportions.n,
        note="; ".join(
            dict.fromkeys(estimate.note for estimate in boxed.values() if estimate.note)
        ),
        **figures,
    )
