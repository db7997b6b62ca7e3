"""What papers print beside correlations: means, standard deviations and alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit.instrument._score_item import ScoreItem
from likertkit.measurement._alpha import cronbach_alpha
from likertkit.responses import Scores
from likertkit.results import Table
from likertkit.results._record import Record, beside_figures, column_names
from likertkit.results._units import times_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.measurement._sample import ScaleSample
    from likertkit.measurement._scales import ScaleCounts
    from likertkit.responses import Responses
    from likertkit.tally import CoTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DescriptiveRow(Record):
    """What stands beside the correlations of one item, or of one scale, in one group.

    Attributes
    ----------
    by : tuple of (str, object)
        The group: the value of each column that the table is split by.
    item : str
        The item, or the scale.
    n : int
        Respondents who answered it.
    mean, sd : float
        Of their scores in the view; the divisor is n - 1.
    alpha : float
        Cronbach's alpha of a scale; NaN of an item.
    """

    by: tuple[tuple[str, object], ...] = ()
    item: str
    n: int
    mean: float
    sd: float
    alpha: float = math.nan

    def columns(self) -> dict[str, object]:
        """Return the group's columns first, then the figures, unrounded."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


_DESCRIBED = column_names(DescriptiveRow)


def item_descriptives(sample: ScaleSample, data: Responses | CoTally) -> Table[DescriptiveRow]:
    """Return a row a group and item, or a group and score."""
    return Table(
        title=f"Items of {sample.instrument.name}",
        names=(*sample.names, *_DESCRIBED),
        rows=_with_alpha(data, [row for scale in sample.scales for row in _described(scale)]),
        by=sample.names,
        options=(("view", sample.view),),
        notes=sample.notes,
    )


def _with_alpha(
    data: Responses | CoTally, rows: Sequence[DescriptiveRow]
) -> tuple[DescriptiveRow, ...]:
    """Return the rows, those of scale scores with alpha."""
    alphas: dict[tuple[object, str], float] = {}
    if isinstance(data, Scores):
        sets = {item.name: item.items for item in data.instrument if isinstance(item, ScoreItem)}
        table = cronbach_alpha(data.responses, items=sets)
        alphas = {(row.by, row.subscale): row.estimate for row in table.rows}
    return tuple(attrs.evolve(row, alpha=alphas.get((row.by, row.item), math.nan)) for row in rows)


def _described(scale: ScaleCounts) -> list[DescriptiveRow]:
    moments = scale.moments
    rows = []
    for i, item in enumerate(scale.items):
        n = int(moments.n[i, i])
        weight = float(moments.weight[i, i])
        rows.append(
            DescriptiveRow(
                by=scale.by,
                item=item.name,
                n=n,
                mean=times_unit(
                    float(moments.first[i, i]) / weight if weight else math.nan, item.unit
                ),
                sd=times_unit(math.sqrt(scale.covariance[i, i]) if n > 1 else math.nan, item.unit),
            )
        )
    return rows
