"""The effects that a comparison table can print, and those of each test."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from likertkit.compare.groups._table import GroupRow
from likertkit.compare.paired._table import PairedRow
from likertkit.errors import OptionError
from likertkit.tables.comparison._rows import ComparisonRow, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.results import Table

# The figures of each row of a comparison, but its effect.
Sides = list[dict[str, Any]]


ComparisonEffect = Literal[
    "rank_biserial", "cliffs_delta", "superiority", "cohen_d", "hedges_g", "hodges_lehmann"
]

_SHIFT = "the shift of Hodges and Lehmann in scale points"
_PAIRS = (
    Measure(
        "rank_biserial",
        "r",
        "the rank-biserial correlation of the signed ranks",
        "Wilson's on the effective number of changes",
        bounded=True,
    ),
    Measure(
        "superiority",
        "Superiority",
        "the share of respondents whose first score is the higher, plus half of the equal ones",
        "a score interval",
        bounded=True,
    ),
    Measure(
        "cohen_d",
        "d_z",
        "the mean difference over the standard deviation of the differences",
        "by the noncentral t",
    ),
    Measure("hedges_g", "g_z", "d_z with Hedges' correction", "by the noncentral t"),
    Measure("hodges_lehmann", "Shift", _SHIFT, "the signed-rank test inverted"),
)
_GROUPS = (
    Measure(
        "cliffs_delta",
        "δ",
        "Cliff's delta, which is the rank-biserial correlation",
        "a score interval",
        bounded=True,
    ),
    Measure(
        "superiority",
        "Superiority",
        "the chance that an answer of the first is higher than one of the second, plus half of "
        "that of a tie",
        "a score interval",
        bounded=True,
    ),
    Measure(
        "cohen_d",
        "d",
        "the mean difference over the pooled standard deviation",
        "by the noncentral t",
    ),
    Measure("hedges_g", "g", "Cohen's d with Hedges' correction", "by the noncentral t"),
    Measure("hodges_lehmann", "Shift", _SHIFT, "the rank-sum test inverted"),
)
_USUAL: dict[str, ComparisonEffect] = {
    "wilcoxon": "rank_biserial",
    "mann-whitney": "cliffs_delta",
    "t": "cohen_d",
}
OF_ALL = {
    "mann-whitney": Measure("effect", "ε²", "epsilon squared", "", bounded=True),
    "brunner-munzel": Measure("effect", "ε²", "epsilon squared", "", bounded=True),
    "t": Measure("effect", "η²", "eta squared", "", bounded=True),
    "linear-by-linear": Measure("effect", "r", "the correlation", "", bounded=True),
    "proportion": Measure("effect", "V", "Cramér's V", "", bounded=True),
}
KENDALL = Measure("kendall_w", "W", "Kendall's W", "", bounded=True)


def with_effects(
    sides: Sides, result: Table[Any], effect: ComparisonEffect | None, test: str
) -> tuple[tuple[ComparisonRow, ...], Measure | None]:
    """Return the rows with an effect, and which effect that is."""
    kinds = {PairedRow: _PAIRS, GroupRow: _GROUPS}
    measures = next((kinds[kind] for kind in kinds if isinstance(result.rows[0], kind)), ())
    known = {measure.field: measure for measure in measures}
    if effect is not None and effect not in known:
        raise OptionError("effect", effect, (*known, None))
    nothing: dict[str, Any] = dict.fromkeys(("effect", "effect_low", "effect_high"), math.nan)
    if not known or (test == "proportion" and effect is None):
        own = any("effect" in figures for figures in sides)
        rows = tuple(ComparisonRow(**(nothing | figures)) for figures in sides)
        return rows, _PAIRS[1] if own else None
    effects = _effects(result)
    field = effect or _USUAL.get(test, "superiority")
    if effect is None and all(math.isnan(getattr(row, field)) for row in effects):
        field = "superiority"
    rows = tuple(
        ComparisonRow(
            **figures,
            effect=getattr(row, field),
            effect_low=getattr(row, f"{field}_low", math.nan),
            effect_high=getattr(row, f"{field}_high", math.nan),
        )
        for figures, row in zip(sides, effects, strict=True)
    )
    return rows, known[field]


def _effects(result: Table[Any]) -> Sequence[Any]:
    """Return the row of effects of each row of a comparison; the row itself has some."""
    effects: Table[Any] | None = getattr(result, "effects", None)
    if effects is None:
        return result.rows

    def place(row: Any) -> tuple[object, ...]:
        return (row.by, row.item, getattr(row, "first", None), getattr(row, "second", None))

    rows = {place(row): row for row in effects.rows}
    return [rows[place(row)] for row in result.rows]
