"""diverging: centred stacked bars of the answers to each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from likertkit._checks import (
    as_list,
    check_choice,
    check_confidence_level,
    check_count,
    check_flag,
    default,
    settled,
)
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate.design._options import Base
from likertkit.instrument._score_item import refuse_scores
from likertkit.plot._bars._draw import Look, draw
from likertkit.plot._bars._rows import (
    Interval,
    Neutral,
    Options,
    SortKey,
    diverging_table,
)
from likertkit.plot._picture import Picture, drawn
from likertkit.plot._sheet import Sheet
from likertkit.responses._as_tables import as_tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from likertkit.responses import Responses
    from likertkit.tally import Tally

LabelKind = Literal["percentage", "count", "none"]
Missing = Literal["label", "aside"]
Names = Literal["text", "name"]
_MOST_DECIMALS = 6


@drawn
def diverging(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    facet: str | None = None,
    base: Base = default("valid"),
    neutral: Neutral = default("split"),
    missing: Missing = "label",
    labels: LabelKind = "percentage",
    decimals: int = default(0),
    totals: bool = True,
    sort: SortKey | Iterable[SortKey] = (),
    interval: Interval = "none",
    confidence_level: float = default(0.95),
    names: Names = "text",
    legend: bool = True,
    title: str = "",
    width: float | None = None,
    ax: Axes | None = None,
) -> Picture:
    """Draw the answers to each item as stacked bars, centred on the middle of the scale.

    Bars are as long as the proportions of :func:`frequencies`.  The positive end of a scale is to
    the right.  Answers are drawn as answered; in the keyed and favourable views an item that the
    view turns is drawn turned.  Items on another scale, or turned, stand together under a legend
    of their own.  A level that nobody chose has no bar and no label.

    Parameters
    ----------
    data : Responses or Tally
        The answers; a tally of published counts will do.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by: a bar each below the item.  A declared condition
        splits too; only ``()`` pools everything.
    facet : str, optional
        One of these columns (or one more), each value of which has a part of the picture with all
        items in the same order.
    base : {'valid', 'answered', 'all'}, optional
        What percentages are of, as for :func:`frequencies`; the axis says so.  The default is the
        valid answers, and all respondents with ``missing='aside'``.
    neutral : {'split', 'aside', 'out'}, optional
        Where the middle level is: across the centre line, in a column at the side, or not drawn.
        It is in the base in all cases.
    missing : {'label', 'aside'}, optional
        Whether missing answers are a number beside the item, or also bars at the side, a column a
        reason, blank apart from "Don't know" and the like.
    labels : {'percentage', 'count', 'none'}, optional
        What is written on each level.  A label that does not fit inside stands under the bar.
    decimals : int, optional
        Decimals of percentages.
    totals : bool, optional
        Whether the sums of the negative and of the positive levels stand at the ends.
    sort : word or sequence of words, optional
        How to order the items of a scale: 'positive', 'negative', 'middle', 'net' (positive minus
        negative), 'n' (largest first), 'item' (by name); where the first is equal, the second
        decides.  Where items have several bars, those of the first group count.  The default is
        the order of the instrument.
    interval : {'none', 'positive'}, optional
        Whether the interval of the sum of the positive levels, from :func:`box_scores`, is drawn
        as a line under the bar.
    confidence_level : float, optional
        Its level.
    names : {'text', 'name'}, optional
        Whether items are called by their text, where they have one, or by their short name.
    legend : bool, optional
        Whether the legend is drawn.
    title : str, optional
        A title.
    width : float, optional
        Inches from side to side of a new figure; by default as rcParams say.  The height follows
        from what is drawn.
    ax : Axes, optional
        Axes to draw on; everything, labels too, stays in their place.  By default a new figure of
        pyplot is made.

    Returns
    -------
    Axes
        Those that were drawn on: x in percent, y in points from the top.

    Raises
    ------
    ArgumentError
        If the picture does not fit into *ax* or *width*, or an option has no effect.
    DirectionError
        If *interval* is 'positive' and some scale does not say which end is the positive one.
    OptionError, ArgumentTypeError
        If an option is not one of its allowed values.
    AxisError, MissingColumnError
        If *by* or *facet* names what the data do not have.
    MissingExtraError
        If matplotlib is not installed.

    References
    ----------
    .. [1] Heiberger and Robbins (2014), Design of diverging stacked bar charts for Likert scales
       and other applications, Journal of Statistical Software 57(5), 1-32.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale.preset("agreement", 5))])
    >>> tally = lk.Tally.from_counts({"clear": {1: 1, 2: 3, 3: 4, 4: 8, 5: 4}}, trial)
    >>> ax = lk.plot.diverging(tally, title="Clear?")
    >>> [text.get_text() for text in ax.texts if "n = " in text.get_text()]
    ['clear (n = 20)']

    The data of the picture: the middle level is half left and half right of the centre line.

    >>> row = lk.plot.data_for(lk.plot.diverging, tally).filter(side="middle").rows[0]
    >>> round(row.start, 3), round(row.end, 3)
    (-0.1, 0.1)
    """
    for value, name, choices in (
        (missing, "missing", Missing),
        (labels, "labels", LabelKind),
        (interval, "interval", Interval),
        (names, "names", Names),
    ):
        check_choice(value, name, choices)
    check_flag(totals, "totals", "write totals=False to leave the sums out.")
    check_flag(legend, "legend", "write legend=False to leave the legend out.")
    if not isinstance(title, str):
        raise ArgumentTypeError(f"title={title!r} is not text.", "pass the title as a str.")
    bare = labels != "percentage" and not totals
    void = "where no percentages are printed" if bare else ""
    decimals = check_count(settled(decimals, "decimals", void), "decimals")
    if decimals > _MOST_DECIMALS:
        raise ArgumentError(
            f"decimals={decimals} is too large; expected at most {_MOST_DECIMALS}.",
            "write decimals=1 for percentages such as 12.5.",
        )
    level = check_confidence_level(settled(confidence_level, "confidence_level", _void(interval)))
    tally, axes = _split(data, by, facet)
    refuse_scores(tally.instrument, "plot.diverging", "draw scores with plot.scores.")
    middle = any(item.scale.n_levels % 2 for item in tally.instrument)
    placed: Neutral = settled(
        neutral, "neutral", "" if middle else "where no scale has a middle level"
    )
    check_choice(placed, "neutral", Neutral)
    chosen = _base(base, missing)
    options = Options(
        names=axes,
        base=chosen,
        neutral=placed,
        missing=missing == "aside",
        interval=interval,
        confidence_level=level,
        sort=_keys(sort),
    )
    table = diverging_table(tally, options)
    look = Look(
        facet=None if facet is None else table.by[axes.index(facet)],
        names=names,
        labels=labels,
        decimals=decimals,
        totals=totals,
        legend=legend,
        interval=interval,
        neutral=placed,
        base=chosen,
        title=title,
    )
    return Picture(table, lambda: draw(tally, table, look, Sheet.open("plot.diverging", ax, width)))


def _void(interval: Interval) -> str:
    return "where interval='none'" if interval == "none" else ""


def _split(
    data: Responses | Tally, by: str | Iterable[str] | None, facet: str | None
) -> tuple[Tally, tuple[str, ...]]:
    """Return the tally of the data and the axes that split it, the facet among them."""
    if facet is not None and not isinstance(facet, str):
        raise ArgumentTypeError(
            f"facet={facet!r} is not a column name.", "pass one name, as text, as `facet`."
        )
    by = by if by is None or isinstance(by, str) else tuple(as_list(by, "by", "pass names."))  # type: ignore[arg-type]
    tally, names = as_tally(data, by)
    if facet is None or facet in names:
        return tally, names
    if by == ():
        raise ArgumentError(
            f"facet={facet!r} splits the data, and by=() pools them.",
            "leave `by=` or `facet=` out.",
        )
    more = (by,) if isinstance(by, str) else tuple(by or ())
    return as_tally(data, (*more, facet))


def _base(base: Base, missing: Missing) -> Base:
    """Return the base; raise if it leaves out the answers that are drawn at the side."""
    aside = missing == "aside"
    chosen: Base = settled(base, "base")
    if chosen is not base and aside:
        return "all"
    check_choice(chosen, "base", Base)
    if aside and chosen == "valid":
        raise ArgumentError(
            "base='valid' leaves out the answers that missing='aside' draws.",
            "write base='all', or base='answered' for answers that are not on the scale alone.",
        )
    return chosen


def _keys(sort: object) -> tuple[SortKey, ...]:
    """Return the keys of the order, each one of the allowed words."""
    hint = f"write one of {', '.join(map(repr, get_args(SortKey)))}, or several in a list."
    keys = [sort] if isinstance(sort, str) else as_list(sort, "sort", hint)
    for key in keys:
        check_choice(key, "sort", SortKey)
    return tuple(keys)  # type: ignore[arg-type]
