"""item_analysis: what each item does for its scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import attrs
import numpy as np

from likertkit._checks import check_flag
from likertkit._kernels.items._alpha import alpha, item_rest
from likertkit._text import PERCENTAGE, format_figure
from likertkit.measurement._alpha import LISTWISE
from likertkit.measurement._sample import ScaleSample
from likertkit.measurement._scales import ScaleRow
from likertkit.results import Table
from likertkit.results._record import column_names
from likertkit.results._units import times_unit

if TYPE_CHECKING:
    from likertkit.measurement._scales import ItemSets, ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ItemAnalysisRow(ScaleRow):
    """What one item does for its scale, in one group.

    Attributes
    ----------
    item : str
        The item.
    n : int
        Respondents who answered every item of the scale; pairwise who answered this item.
    mean, sd : float
        Of their scores in the view; the divisor is n - 1.
    difficulty : float
        Where the mean lies on the declared range: 0 at its low end, 1 at its high end.
    item_rest : float
        The correlation with the sum of the scale's other items.
    alpha_if_dropped : float
        Cronbach's alpha of the other items.
    floor, ceiling : float
        The proportions at the low and at the high end of the scores.
    note : str
        Why a figure is undefined; or that the item may be keyed the other way.
    """

    formats: ClassVar[dict[str, str]] = {
        "item_rest": ".3f",
        "alpha_if_dropped": ".3f",
        "floor": PERCENTAGE,
        "ceiling": PERCENTAGE,
    }

    item: str
    n: int
    mean: float
    sd: float
    difficulty: float
    item_rest: float
    alpha_if_dropped: float
    floor: float
    ceiling: float
    note: str


_COLUMNS = column_names(ItemAnalysisRow)
_AUDIT = (
    "An item whose correlation with the rest is negative is named, where alpha would be higher "
    "with the item reversed. Nothing is reversed here: read its wording, and change its keying "
    "only if the wording says so."
)


def item_analysis(
    data: Responses | CoTally, *, items: ItemSets | None = None, pairwise: bool = False
) -> Table[ItemAnalysisRow]:
    """Describe what each item does for its scale, and audit the keying.

    Parameters
    ----------
    data, items, pairwise : optional
        As for :func:`cronbach_alpha`.

    Returns
    -------
    Table of ItemAnalysisRow
        A row a group, scale and item.

    Raises
    ------
    UnknownItemError, ArgumentTypeError
        As for :func:`cronbach_alpha`.

    Notes
    -----
    The difficulty is (mean - low) / (high - low) with the ends of the declared scale, not those of
    the answers.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> items = [lk.Item(name, lk.LikertScale()) for name in ("a", "b", "c")]
    >>> frame = pd.DataFrame(
    ...     {"a": [1, 2, 4, 5, 3, 2], "b": [2, 2, 4, 4, 3, 1], "c": [5, 3, 3, 1, 1, 4]}
    ... )
    >>> table = lk.item_analysis(lk.Responses(frame, lk.Instrument("trial", items)))
    >>> round(table["a"].difficulty, 2), round(table["c"].item_rest, 2)
    (0.46, -0.75)
    >>> table["c"].note.partition(":")[0]
    'negative item-rest correlation; reversed, it would raise alpha from -1.53 to 0.90'
    """
    check_flag(pairwise, "pairwise", "write pairwise=True to use every two answers.")
    sample = ScaleSample.from_data(data, items, pairwise=pairwise)
    rows = [row for scale in sample.scales for row in _rows(scale)]
    return Table(
        title=f"Item analysis of {sample.instrument.name}",
        names=(*sample.names, *_COLUMNS),
        rows=tuple(rows),
        by=sample.names,
        shown=_COLUMNS[:-1],
        options=(("pairwise", pairwise), ("view", sample.view)),
        notes=(
            _PAIRWISE if pairwise else f"{LISTWISE.partition(';')[0]}.",
            "Difficulty: where the mean lies on the declared range, from 0 to 1.",
            _AUDIT,
            *sample.notes,
        ),
        key="item",
    )


_PAIRWISE = "Each item takes all who answered it; every two items, all who answered both."


def _rows(scale: ScaleCounts) -> list[ItemAnalysisRow]:
    whole = math.nan
    rest = dropped = turned = np.full(scale.k, np.nan)
    if not scale.problem:
        whole = float(alpha(scale.covariance))
        rest, dropped, turned = item_rest(scale.covariance)
    ranges = len({(item.scale.low, item.scale.high) for item in scale.items}) > 1
    rows = []
    for i, item in enumerate(scale.items):
        weights = scale.weights[i, i].diagonal()[: item.scale.n_levels]
        scores = scale.scores[i, : item.scale.n_levels]
        total = float(weights.sum())
        n = int(scale.n_each[i, i])
        mean = float(weights @ scores) / total if total else math.nan
        notes = [scale.problem] if scale.problem else []
        if not notes and math.isnan(rest[i]):
            notes.append("does not vary" if i in scale.constant else "the others do not vary")
        if not notes and math.isnan(dropped[i]):
            few = scale.k == 2
            notes.append("one item is left" if few else "the sum of the others does not vary")
        if rest[i] < 0 and not turned[i] <= whole:
            notes.append(_suggestion(scale, whole, float(turned[i])))
        if ranges:
            notes.append(f"scale from {item.scale.low} to {item.scale.high}")
        rows.append(
            ItemAnalysisRow(
                by=scale.by,
                subscale=scale.name,
                item=item.name,
                n=n,
                mean=times_unit(mean, item.unit),
                sd=times_unit(math.sqrt(scale.covariance[i, i]) if n > 1 else math.nan, item.unit),
                difficulty=(mean - float(scores[0])) / float(scores[-1] - scores[0]),
                item_rest=float(rest[i]),
                alpha_if_dropped=float(dropped[i]),
                floor=float(weights[0]) / total if total else math.nan,
                ceiling=float(weights[-1]) / total if total else math.nan,
                note="; ".join(notes),
            )
        )
    return rows


def _suggestion(scale: ScaleCounts, whole: float, turned: float) -> str:
    """Return that an item may be keyed the other way."""
    if scale.k == 2:
        return "the two items correlate negatively: check the keying of both"
    before = "" if math.isnan(whole) else f" from {format_figure(whole)}"
    return (
        f"negative item-rest correlation; reversed, it would raise alpha{before} to "
        f"{format_figure(turned)}: check its keying"
    )
