"""How large paired differences are, told in several ways, with intervals."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._kernels.means import hedges_correction, paired_t, standardized_interval
from likertkit._kernels.ranks import (
    Zeros,
    paired_shift,
    paired_shift_interval,
    rank_biserial_interval,
)
from likertkit._text import PERCENTAGE
from likertkit.compare._options import NO_ENDS, effect_ends
from likertkit.results._record import ItemRow, Record, column_names
from likertkit.results._units import Units, in_units

if TYPE_CHECKING:
    from likertkit.compare.paired._tests import PairedFigures, PairedResult
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.results import Table


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedEffectRow(ItemRow):
    """How large a paired difference is, told in several ways.

    Attributes
    ----------
    n_pairs : int
        Respondents with a valid answer under both conditions.
    proportion_higher, proportion_equal, proportion_lower : float
        Of the pairs, those of which the first score is the higher, equal, or the lower; weighted
        where there are weights.
    odds : float
        Higher over lower: infinite where none is lower.
    superiority, superiority_low, superiority_high : float
        Paired: of two answers of one respondent, with its score interval.
    marginal_superiority : float
        Of answers of two different respondents, one under each condition, drawn from the same
        pairs.  The two can differ widely.
    rank_biserial, rank_biserial_low, rank_biserial_high : float
        As in the comparison, with Wilson's interval on the effective number of changes.
    hodges_lehmann, hodges_lehmann_low, hodges_lehmann_high : float
        The median of all averages of two differences: a shift in scale points, with the shifts
        that the signed-rank test does not reject.
    cohen_d, cohen_d_low, cohen_d_high : float
        d_z: the mean difference over the standard deviation of the differences, with the
        interval of the noncentral t.
    hedges_g, hedges_g_low, hedges_g_high : float
        The same with Hedges' correction for few pairs.
    note : str
        Why a figure is undefined.
    """

    on_scale: ClassVar[tuple[str, ...]] = (
        "hodges_lehmann",
        "hodges_lehmann_low",
        "hodges_lehmann_high",
    )

    formats: ClassVar[dict[str, str]] = {
        f"proportion_{way}": PERCENTAGE for way in ("higher", "equal", "lower")
    }

    n_pairs: int
    proportion_higher: float
    proportion_equal: float
    proportion_lower: float
    odds: float
    superiority: float
    superiority_low: float
    superiority_high: float
    marginal_superiority: float
    rank_biserial: float
    rank_biserial_low: float
    rank_biserial_high: float
    hodges_lehmann: float
    hodges_lehmann_low: float
    hodges_lehmann_high: float
    cohen_d: float
    cohen_d_low: float
    cohen_d_high: float
    hedges_g: float
    hedges_g_low: float
    hedges_g_high: float
    note: str


EFFECT_COLUMNS = column_names(PairedEffectRow)
EFFECTS_SHOWN = tuple(
    name for name in EFFECT_COLUMNS if name not in {"note", "hedges_g_low", "hedges_g_high"}
)
_UNCHANGED = "no answer changed: no odds, and no intervals of effects"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Differences(Record):
    """The differences between the two answers to an item.

    Attributes
    ----------
    values : tuple of int
        The distinct differences, ascending.
    counts : tuple of int
        The pairs of each.
    """

    values: tuple[int, ...]
    counts: tuple[int, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedEffectInputs(Record):
    """What the effects are computed from; they take longer than the comparison.

    Attributes
    ----------
    plain : Table of PairedEffectRow
        The effects without those of ranks and of the spread.
    differences : tuple of Differences or None
        The differences of each row; None where there are no such effects.
    zeros : {'pratt', 'wilcoxon', 'zero-split'}
        How pairs without a difference are ranked.
    confidence_level : float
        Level of the intervals.
    units : tuple of (str, float)
        What one step of an item's codes is in its score, where they differ.
    """

    plain: Table[PairedEffectRow]
    differences: tuple[Differences | None, ...]
    zeros: Zeros
    confidence_level: float
    units: Units

    @cached_property
    def completed(self) -> Table[PairedEffectRow]:
        """The effects with those of ranks and of the spread, computed once."""
        rows = tuple(
            row
            if differences is None
            else _completed(row, differences, self.zeros, self.confidence_level)
            for row, differences in zip(self.plain.rows, self.differences, strict=True)
        )
        return in_units(attrs.evolve(self.plain, rows=rows), self.units)


def plain_effects(
    pairs: ItemPairs, test: PairedResult, figures: PairedFigures
) -> tuple[PairedEffectRow, Differences | None]:
    """Return an item's effects without those of ranks and of the spread.

    The differences are those that these effects are computed from.
    """
    higher, _, lower = figures.proportions
    odds = math.inf if higher > 0 else math.nan
    ranked, notes = not math.isnan(figures.rank_biserial), []
    if math.isnan(figures.mean_difference.value):
        notes = [test.note]
    elif not ranked:
        notes = ["in a sampling design no effects of ranks, and no d"]
        notes += [] if higher + lower > 0 else [_UNCHANGED]
    row = PairedEffectRow(
        by=pairs.by,
        item=pairs.item.name,
        n_pairs=pairs.n_pairs,
        odds=higher / lower if lower > 0 else odds,
        rank_biserial_low=math.nan,
        rank_biserial_high=math.nan,
        hodges_lehmann=math.nan,
        cohen_d=math.nan,
        hedges_g=math.nan,
        **NO_ENDS,
        **figures.columns(PairedEffectRow),
        note="; ".join(notes),
    )
    if not ranked:
        return row, None
    values, counts = (tuple(array.tolist()) for array in pairs.differences())
    return row, Differences(values=values, counts=counts)


def _completed(
    row: PairedEffectRow, differences: Differences, zeros: Zeros, confidence_level: float
) -> PairedEffectRow:
    """Return an item's effects with those of ranks and of the spread."""
    values, counts = differences.values, differences.counts
    # Of the t test d, g and the spread alone are used, which are the same for every alternative.
    t = paired_t(values, counts, "two-sided", confidence_level)
    shift = paired_shift_interval(values, counts, confidence_level)
    correlation = rank_biserial_interval(values, counts, zeros, row.rank_biserial, confidence_level)
    d = standardized_interval(t.d_z if t.low < t.high else math.nan, t.n, t.df, confidence_level)
    ends, why = effect_ends(shift, d, hedges_correction(t.df), "pairs")
    notes = [_UNCHANGED if not row.proportion_higher + row.proportion_lower > 0 else why]
    if math.isnan(t.d_z):
        notes.insert(0, "one pair: no d" if t.n == 1 else "all differences are equal: no d")
    elif math.isnan(t.g_z):
        notes.insert(0, "two pairs: too few for Hedges' correction")
    return attrs.evolve(
        row,
        rank_biserial_low=correlation[0],
        rank_biserial_high=correlation[1],
        hodges_lehmann=paired_shift(values, counts),
        cohen_d=t.d_z,
        hedges_g=t.g_z,
        **ends,
        note="; ".join(filter(None, notes)),
    )
