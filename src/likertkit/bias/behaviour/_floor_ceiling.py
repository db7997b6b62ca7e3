"""floor_ceiling: how many respondents are at the ends of a scale, where differences are lost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._checks import default, settled
from likertkit._text import PERCENTAGE, counted, format_percentage
from likertkit.bias.behaviour._careless_rule import check_level
from likertkit.instrument._score_item import ASK_ANSWERS, refuse_scores
from likertkit.responses import Responses
from likertkit.responses._answers import respondent_answers
from likertkit.responses._as_tables import as_tally
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from likertkit.instrument import Instrument, Scoring
    from likertkit.responses._answers import RespondentAnswers
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FloorCeilingRow(ItemRow):
    """The proportions at both ends of an item, or of the total of a scale.

    Attributes
    ----------
    kind : {'item', 'scale'}
        Whether ``item`` names an item, or a scale (a subscale, or the instrument).
    n_items : int
        Items in the total; 1 for an item.
    n, n_missing : int
        Respondents with a valid answer (to every item), and without one.
    floor, ceiling : float
        Proportion at the lowest and at the highest possible score.
    floor_effect, ceiling_effect : bool or None
        Whether the proportion exceeds the threshold; None for an item or an undefined proportion.
    note : str
        Why a figure is undefined.
    """

    formats: ClassVar[dict[str, str]] = {"floor": PERCENTAGE, "ceiling": PERCENTAGE}

    kind: str
    n_items: int
    n: int
    n_missing: int
    floor: float
    ceiling: float
    floor_effect: bool | None
    ceiling_effect: bool | None
    note: str


_COLUMNS = column_names(FloorCeilingRow)
_VIEWS = {
    "as_answered": "the codes as answered",
    "keyed": "scores with negatively keyed items reversed",
    "favourable": "scores in which higher is better",
}


def floor_ceiling(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    subscale: str | None = None,
    threshold: float = default(0.15),
) -> Table[FloorCeilingRow]:
    """Count how many respondents have the lowest and the highest score, by item and by scale.

    If many respondents are at the end of a scale, it cannot show differences between them or
    changes beyond the end.  Terwee and colleagues call it an effect if more than 15 % of the
    respondents have the lowest or the highest *total*.  For a single item, whose ends are ordinary
    answers, only the proportion is given.

    Parameters
    ----------
    data : Responses or Tally
        The answers.  Totals need Responses in memory.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result too,
        unless *by* is ``()``, which pools everything.
    subscale : str, optional
        The subscale to describe, with its items.  By default every subscale of two or more items,
        or all items together if the instrument has no subscales.
    threshold : float, optional
        The proportion of respondents above which a total has a floor or a ceiling effect.  Not
        for a tally, which has no totals.

    Returns
    -------
    Table of FloorCeilingRow
        In each group a row for each item, then a row for each scale.

    Raises
    ------
    ArgumentTypeError
        If *data* is not Responses or a Tally, or the threshold is not a number.
    ArgumentError
        If the responses are not in memory, or the threshold is not a proportion.
    UnknownItemError
        If there is no such subscale.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    The total is the sum of the keyed scores (or of the favourable scores in that view) of the
    respondents who answered every item of the scale.  Its ends are the lowest and the highest
    possible total.

    References
    ----------
    .. [1] Terwee, Bot, de Boer, van der Windt, Knol, Dekker, Bouter and de Vet (2007), Quality
       criteria were proposed for measurement properties of health status questionnaires, Journal
       of Clinical Epidemiology 60, 34-42.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale), lk.Item("short", scale)])
    >>> frame = pd.DataFrame({"clear": [5, 5, 4, 5], "short": [5, 3, 2, None]})
    >>> found = lk.bias.floor_ceiling(lk.Responses(frame, trial))
    >>> found["clear"].ceiling, found["clear"].ceiling_effect
    (0.75, None)
    >>> total = found["trial"]
    >>> total.n, round(total.ceiling, 3), total.ceiling_effect
    (3, 0.333, True)
    """
    totals = "for a Tally, which has no totals of respondents"
    totals = "" if isinstance(data, Responses) else totals
    threshold = check_level(settled(threshold, "threshold", totals), "threshold")
    tally, names = as_tally(data, by)
    refuse_scores(tally.instrument, "floor_ceiling()", ASK_ANSWERS)
    items = tally.instrument if subscale is None else tally.instrument.subscale(subscale)
    view: Scoring = "keyed" if tally.view == "as_answered" else tally.view
    answers = respondent_answers(data, names) if isinstance(data, Responses) else None
    scales = None if answers is None else _scales(tally.instrument, subscale)
    whole = tally.marginal(names)
    rows: list[FloorCeilingRow] = []
    for g, group in enumerate(whole.groups):
        place = tuple(zip(names, group, strict=True))
        rows += _item_rows(whole, items, place, g)
        if answers is not None and scales is not None:
            rows += _scale_rows(answers, scales, view, threshold, place)
    return Table(
        title=f"Floor and ceiling in {tally.instrument.name}",
        names=(*names, *_COLUMNS),
        rows=tuple(rows),
        by=names,
        shown=tuple(name for name in _COLUMNS if name not in {"n_items", "note"}),
        options=(
            ("by", names),
            ("subscale", subscale),
            ("threshold", threshold),
            ("view", tally.view),
        ),
        notes=(*_notes(tally, view, threshold, scales), *tally.notes),
    )


def _scales(instrument: Instrument, subscale: str | None) -> list[tuple[str, list[int]]]:
    """Return the names of scales with two or more items, and the places of their items."""
    if subscale is not None:
        wanted: tuple[str, ...] = (subscale,)
    elif instrument.subscales:
        wanted = instrument.subscales
    else:
        return [(instrument.name, [*range(len(instrument))])] if len(instrument) > 1 else []
    members = [
        (name, [i for i, item in enumerate(instrument) if item.subscale == name]) for name in wanted
    ]
    return [(name, places) for name, places in members if len(places) > 1]


def _item_rows(
    tally: Tally, items: Instrument, by: tuple[tuple[str, object], ...], group: int
) -> Iterator[FloorCeilingRow]:
    """Yield a row for each item, from the counts of a group."""
    weighted = tally.counts if tally.sums is None else tally.sums
    for i, item in enumerate(tally.instrument):
        if item.name not in items.names:
            continue
        k = item.scale.n_levels
        scores, weights = item.scores(tally.view), weighted[group, i, :k]
        ends = [float(weights[np.argmin(scores)]), float(weights[np.argmax(scores)])]
        yield _row(
            by,
            item.name,
            n_items=1,
            n=int(tally.counts[group, i, :k].sum()),
            n_missing=int(tally.counts[group, i, k:].sum()),
            ends=ends,
            total=float(weights.sum()),
            n_weightless=0 if tally.zeros is None else int(tally.zeros[group, i]),
            threshold=None,
        )


def _scale_rows(
    answers: RespondentAnswers,
    scales: list[tuple[str, list[int]]],
    view: Scoring,
    threshold: float,
    by: tuple[tuple[str, object], ...],
) -> Iterator[FloorCeilingRow]:
    """Yield a row for each scale, from the totals of the complete respondents of a group."""
    group = answers.groups.index(tuple(value for _, value in by))
    inside = answers.group == group
    if answers.weights is not None:
        inside &= answers.weights > 0
    here = np.flatnonzero(inside)
    n_weightless = int(np.count_nonzero(answers.group == group)) - len(here)
    weights = np.ones(len(here)) if answers.weights is None else answers.weights[here]
    for name, items in scales:
        levels = answers.levels[here][:, items]
        scores = [answers.instrument.items[i].scores(view) for i in items]
        last = [len(of_item) - 1 for of_item in scores]
        low = [
            0 if of_item[0] < of_item[-1] else k for of_item, k in zip(scores, last, strict=True)
        ]
        high = [k - place for k, place in zip(last, low, strict=True)]
        complete = (levels >= 0).all(axis=1)
        n = int(np.count_nonzero(complete))
        yield _row(
            by,
            name,
            n_items=len(items),
            n=n,
            n_missing=len(here) - n,
            # A total is at its end if every item is at its end.
            ends=[float(weights[(levels == end).all(axis=1)].sum()) for end in (low, high)],
            total=float(weights[complete].sum()),
            n_weightless=n_weightless,
            threshold=threshold,
        )


def _row(
    by: tuple[tuple[str, object], ...],
    name: str,
    *,
    n_items: int,
    n: int,
    n_missing: int,
    ends: list[float],
    total: float,
    n_weightless: int,
    threshold: float | None,
) -> FloorCeilingRow:
    floor, ceiling = (end / total if total > 0 else math.nan for end in ends)
    note = ""
    if n == 0:
        note = "no valid answers" if n_items == 1 else "nobody answered every item"
        if n_weightless:
            note += f": {counted(n_weightless, 'respondent')} of weight 0"
    return FloorCeilingRow(
        by=by,
        item=name,
        kind="item" if threshold is None else "scale",
        n_items=n_items,
        n=n,
        n_missing=n_missing,
        floor=floor,
        ceiling=ceiling,
        floor_effect=_exceeds(floor, threshold),
        ceiling_effect=_exceeds(ceiling, threshold),
        note=note,
    )


def _exceeds(proportion: float, threshold: float | None) -> bool | None:
    return None if threshold is None or math.isnan(proportion) else proportion > threshold


def _notes(
    tally: Tally, view: Scoring, threshold: float, scales: list[tuple[str, list[int]]] | None
) -> list[str]:
    proportions = (
        f"Proportions are of the valid answers, at the ends of {_VIEWS[tally.view]}. A single item "
        "gets its proportion only: the threshold is for totals."
    )
    if scales is None:
        return [
            proportions,
            "Totals need the answers of each respondent: pass Responses in memory.",
        ]
    if not scales:
        return [proportions, "No scale has two or more items, so there is no total."]
    totals = (
        f"Totals: sums of {_VIEWS[view]} of respondents who answered every item of the scale, at "
        f"the lowest and the highest possible total. An effect is a proportion above "
        f"{format_percentage(threshold)} (Terwee 2007)."
    )
    return [proportions, totals]
