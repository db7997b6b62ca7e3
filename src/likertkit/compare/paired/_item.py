"""One item's pairs, with all their figures."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.means import hedges_correction, paired_t, standardized_interval
from likertkit._kernels.pvalues import pvalue_of
from likertkit._kernels.ranks import (
    paired_shift,
    paired_shift_interval,
    paired_superiority,
    rank_biserial_interval,
)
from likertkit._text import counted
from likertkit.compare._options import least_note, shared_figures, shift_problem
from likertkit.compare.paired._designed import tested_in_design
from likertkit.compare.paired._table import PairedEffectRow, PairedRow
from likertkit.compare.paired._tests import ALL_EQUAL, ONE_PAIR, PairedResult, run_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit._kernels.means import PairedT
    from likertkit._kernels.ranks import SignedRank
    from likertkit.compare.paired._designed import DesignedPairs
    from likertkit.compare.paired._tests import PairedOptions
    from likertkit.responses._as_tables import ItemPairs


@attrs.frozen(kw_only=True)
class PairedFigures:
    """Every figure of one item's pairs that a test does not give; NaN where there is no pair.

    ``no_interval`` is why the mean difference has no interval, and ``no_shift_interval`` why the
    shift has none.
    """

    mean_difference: float = math.nan
    low: float = math.nan
    high: float = math.nan
    no_interval: str = ""
    rank_biserial: float = math.nan
    superiority: float = math.nan
    superiority_low: float = math.nan
    superiority_high: float = math.nan
    proportion_higher: float = math.nan
    proportion_equal: float = math.nan
    proportion_lower: float = math.nan
    marginal_superiority: float = math.nan
    rank_biserial_low: float = math.nan
    rank_biserial_high: float = math.nan
    hodges_lehmann: float = math.nan
    hodges_lehmann_low: float = math.nan
    hodges_lehmann_high: float = math.nan
    no_shift_interval: str = ""
    cohen_d: float = math.nan
    cohen_d_low: float = math.nan
    cohen_d_high: float = math.nan
    hedges_g: float = math.nan
    hedges_g_low: float = math.nan
    hedges_g_high: float = math.nan


def compare_item(
    pairs: ItemPairs, ranks: SignedRank, options: PairedOptions
) -> tuple[PairedResult, PairedFigures]:
    """Return the test and the figures of pairs that are independent and count alike."""
    n = pairs.n_pairs
    if n == 0:
        nobody = "nobody gave a valid answer under both conditions"
        return PairedResult(method="", note=nobody), PairedFigures()
    differences, counts = (array.tolist() for array in pairs.differences())
    t = paired_t(differences, counts, options.alternative, options.confidence_level)
    found = paired_superiority(
        pairs.n_higher, pairs.n_equal, pairs.n_lower, options.confidence_level
    )
    rows, columns = pairs.table.sum(axis=1), pairs.table.sum(axis=0)
    above = int(np.tril(np.outer(rows, columns), -1).sum())
    return run_test(pairs, ranks, options), PairedFigures(
        mean_difference=t.mean,
        low=t.low,
        high=t.high,
        no_interval="" if t.low < t.high else ONE_PAIR if n == 1 else ALL_EQUAL,
        rank_biserial=ranks.rank_biserial,
        superiority=found.superiority,
        superiority_low=found.superiority_low,
        superiority_high=found.superiority_high,
        proportion_higher=pairs.n_higher / n,
        proportion_equal=pairs.n_equal / n,
        proportion_lower=pairs.n_lower / n,
        marginal_superiority=(2 * above + int(rows @ columns)) / (2 * n * n),
        hodges_lehmann=paired_shift(differences, counts),
        cohen_d=t.d_z,
        hedges_g=t.g_z,
        **_intervals(differences, counts, ranks, t, options),
    )


def _intervals(
    differences: list[int],
    counts: list[int],
    ranks: SignedRank,
    t: PairedT,
    options: PairedOptions,
) -> dict[str, Any]:
    """Return the intervals of the effects of ranks, and of the standardized differences."""
    level = options.confidence_level
    biserial = rank_biserial_interval(
        differences, counts, options.zeros, ranks.rank_biserial, level
    )
    shift = paired_shift_interval(differences, counts, level)
    d = standardized_interval(t.d_z if t.low < t.high else math.nan, t.n, t.df, level)
    correction = hedges_correction(t.df)
    why = shift_problem(shift, "pairs")
    return {
        **_ends("rank_biserial", *biserial),
        **_ends("hodges_lehmann", *((math.nan, math.nan) if why else shift)),
        "no_shift_interval": why,
        **_ends("cohen_d", *d),
        **_ends("hedges_g", d[0] * correction, d[1] * correction),
    }


def _ends(name: str, low: float, high: float) -> dict[str, float]:
    return {f"{name}_low": low, f"{name}_high": high}


def compare_item_in_design(
    pairs: DesignedPairs, options: PairedOptions, *, weighted: bool
) -> tuple[PairedResult, PairedFigures]:
    """Return the test and the figures of pairs with weights or clusters."""
    if not pairs.sums.any():
        nobody = "nobody with a weight above 0" if weighted else "nobody"
        note = f"{nobody} gave a valid answer under both conditions"
        return PairedResult(method="", note=note), PairedFigures()
    if pairs.problem:
        return PairedResult(method="", note=pairs.problem), PairedFigures()
    found = tested_in_design(pairs, options)
    higher, equal, lower = found.shares
    return found.test, PairedFigures(
        mean_difference=found.mean,
        low=found.low,
        high=found.high,
        no_interval=found.no_interval,
        superiority=found.superiority,
        superiority_low=found.superiority_low,
        superiority_high=found.superiority_high,
        proportion_higher=higher,
        proportion_equal=equal,
        proportion_lower=lower,
        marginal_superiority=found.marginal_superiority,
    )


def paired_row(
    pairs: ItemPairs, test: PairedResult, figures: PairedFigures, confidence_level: float
) -> PairedRow:
    """Return an item's row, its p-value not adjusted yet."""
    pvalue, least = pvalue_of(test.log_pvalue), pvalue_of(test.log_least)
    notes = [test.note]
    if figures.no_interval and not math.isnan(test.statistic):
        notes.append(f"{figures.no_interval}, so no interval of the mean difference")
    if test.log_pvalue < math.log(sys.float_info.min):
        notes.append(f"p = 10^{test.log_pvalue / math.log(10):.1f}, too small for a number")
    changed = pairs.n_higher + pairs.n_lower
    if changed and least > 1 - confidence_level:
        answers = counted(changed, "changed answer")
        notes.append(least_note(answers, least))
    return PairedRow(
        by=pairs.by,
        item=pairs.item.name,
        n_pairs=pairs.n_pairs,
        n_first_only=pairs.n_first_only,
        n_second_only=pairs.n_second_only,
        n_higher=pairs.n_higher,
        n_equal=pairs.n_equal,
        n_lower=pairs.n_lower,
        **shared_figures(figures, PairedRow),
        statistic=test.statistic,
        df=test.df,
        pvalue=pvalue,
        pvalue_adjusted=pvalue,
        least_pvalue=least,
        log10_pvalue=test.log_pvalue / math.log(10),
        method=test.method,
        note="; ".join(filter(None, notes)),
    )


def effect_row(pairs: ItemPairs, test: PairedResult, figures: PairedFigures) -> PairedEffectRow:
    """Return an item's row of effects."""
    higher, lower = figures.proportion_higher, figures.proportion_lower
    odds = math.inf if higher > 0 else math.nan
    notes = [*_undefined(pairs, figures)]
    if math.isnan(figures.mean_difference):
        notes = [test.note]
    elif not higher + lower > 0:
        notes.append("no answer changed: no odds, and no intervals of effects")
    elif figures.no_shift_interval:
        notes.append(figures.no_shift_interval)
    return PairedEffectRow(
        by=pairs.by,
        item=pairs.item.name,
        n_pairs=pairs.n_pairs,
        odds=higher / lower if lower > 0 else odds,
        **shared_figures(figures, PairedEffectRow),
        note="; ".join(notes),
    )


def _undefined(pairs: ItemPairs, figures: PairedFigures) -> Iterator[str]:
    """Yield why effects of the ranks and of the spread of some pairs are undefined."""
    if math.isnan(figures.rank_biserial):
        yield "in a sampling design no effects of ranks, and no d"
    elif math.isnan(figures.cohen_d):
        yield "one pair: no d" if pairs.n_pairs == 1 else "all differences are equal: no d"
    elif math.isnan(figures.hedges_g):
        yield "two pairs: too few for Hedges' correction"
