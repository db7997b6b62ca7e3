"""One item's pairs, with all their figures."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels.means import paired_t
from likertkit._kernels.pvalues import pvalue_of
from likertkit._kernels.ranks import paired_superiority
from likertkit._text import counted
from likertkit.compare._options import least_note
from likertkit.compare._sides import count_moments, side_figures
from likertkit.compare.paired._designed_tests import run_test_in_design
from likertkit.compare.paired._table import PairedRow
from likertkit.compare.paired._tests import (
    ALL_EQUAL,
    ONE_PAIR,
    Estimate,
    PairedFigures,
    PairedResult,
    run_test,
)

if TYPE_CHECKING:
    from likertkit._kernels.ranks import SignedRank
    from likertkit.compare.paired._designed import DesignedPairs
    from likertkit.compare.paired._tests import PairedOptions
    from likertkit.responses._as_tables import ItemPairs


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
    superiority = paired_superiority(
        pairs.n_higher, pairs.n_equal, pairs.n_lower, options.confidence_level
    )
    rows, columns = pairs.table.sum(axis=1), pairs.table.sum(axis=0)
    above = int(np.tril(np.outer(rows, columns), -1).sum())
    figures = PairedFigures(
        mean_difference=Estimate(t.mean, t.low, t.high),
        no_interval="" if t.low < t.high else ONE_PAIR if n == 1 else ALL_EQUAL,
        superiority=Estimate(
            superiority.superiority, superiority.superiority_low, superiority.superiority_high
        ),
        proportions=(pairs.n_higher / n, pairs.n_equal / n, pairs.n_lower / n),
        marginal_superiority=(2 * above + int(rows @ columns)) / (2 * n * n),
        rank_biserial=ranks.rank_biserial,
        sides=side_figures(
            count_moments(rows.tolist(), pairs.scores),
            count_moments(columns.tolist(), pairs.scores),
        ),
    )
    return run_test(pairs, ranks, options), figures


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
    return run_test_in_design(pairs, options)


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
        **figures.columns(PairedRow),
        statistic=test.statistic,
        df=test.df,
        pvalue=pvalue,
        pvalue_adjusted=pvalue,
        least_pvalue=least,
        log10_pvalue=test.log_pvalue / math.log(10),
        method=test.method,
        note="; ".join(filter(None, notes)),
    )
