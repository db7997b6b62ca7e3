"""What must be known to read a comparison of pairs, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, format_figure, format_percentage
from likertkit.compare._options import family_note, plan_notes
from likertkit.instrument import view_sentence
from likertkit.tally import lone_strata_sentences, weightless_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.compare._options import Correction
    from likertkit.compare.paired._table import PairedRow
    from likertkit.compare.paired._tests import PairedOptions
    from likertkit.tally import Design, PairTally


def pair_notes(pairs: PairTally, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return how codes became scores, what is pooled, and what the counts themselves say."""
    return (
        view_sentence(pairs.view),
        *(
            f"The strata of {axis.name!r} are pooled: each counts by its number of answers."
            for axis in pairs.axes
            if axis.role == "stratum" and axis.name not in names
        ),
        *pairs.notes,
    )


def rows_note(correction: Correction, pvalues: Sequence[float], names: tuple[str, ...]) -> str:
    """Return how the p-values of all rows of a table were adjusted."""
    size = sum(not math.isnan(pvalue) for pvalue in pvalues)
    what = f"all items by {', '.join(names)}" if names else "all items"
    return family_note(correction, size, what)


_SAID = {
    "wilcoxon": (
        "P-values are of the signed ranks; they are no test of the mean difference, which can be 0 "
        "where they are small."
    ),
    "sign": "P-values are of the signs: as many changes one way as the other.",
    "t": "P-values are of the mean difference.",
    "bowker": (
        "P-values are of symmetry: each change as frequent as its reverse. Degrees of freedom "
        "count the pairs of levels between which answers changed; R's mcnemar.test counts all."
    ),
    "stuart-maxwell": "P-values are of equal shares of each level under both conditions.",
    "ordered-marginal": "P-values are of equal mean scores, under differences of random sign.",
}


def paired_notes(
    pairs: PairTally,
    names: tuple[str, ...],
    options: PairedOptions,
    design: Sequence[str],
    rows: Sequence[PairedRow],
) -> tuple[str, ...]:
    """Return what is compared and who is not, and by what test."""
    notes = pair_notes(pairs, names)
    if design:
        # Strata are respected there, and not pooled.
        notes = (notes[0], *design, *pairs.notes)
    methods = list(dict.fromkeys(row.method for row in rows if row.method))
    side = "" if options.alternative == "two-sided" else f"; first {options.alternative}"
    return (
        *notes,
        *_unpaired(pairs, rows),
        f"Test: {' or '.join(methods) or options.test}{side}.",
    )


def interval_note(options: PairedOptions) -> str:
    """Return which intervals stand in the table."""
    level = format_percentage(options.confidence_level)
    what = "t of the mean difference, score of the superiority"
    return f"Intervals: {what}; {level}, two-sided, each by itself."


def test_note(options: PairedOptions, design: Sequence[str]) -> str:
    """Return what the p-values are of."""
    said = _SAID[options.test]
    if design and options.test == "t":
        # Of units with a pair: those of the whole sample are no answers.
        return f"{said} Degrees of freedom are one more than those of R's svyttest."
    return said


def _unpaired(pairs: PairTally, rows: Sequence[PairedRow]) -> list[str]:
    """Return who answered under one condition only, item by item where these differ."""
    found: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        name = " / ".join(format_figure(one) for one in (*dict(row.by).values(), row.item))
        found.setdefault((row.n_first_only, row.n_second_only), []).append(name)
    if set(found) <= {(0, 0)}:
        return []
    said = []
    for (first, second), items in found.items():
        where = "" if len(found) == 1 else f" ({', '.join(items)})"
        said.append(f"{first} and {second}{where}")
    return [
        f"Answered under {pairs.first} or {pairs.second} only, and not compared: {'; '.join(said)}."
    ]


def design_notes(
    pairs: PairTally, cluster: str | None, names: tuple[str, ...], plan: Design
) -> list[str]:
    """Return what the standard errors know; nothing of independent pairs that count alike."""
    said = []
    if pairs.weighted:
        said.append("Weights are sampling weights; n counts respondents.")
        said += filter(None, [weightless_note(pairs)])
    if cluster is not None:
        said.append(f"Clusters of {cluster!r} were sampled whole: errors are between clusters.")
    if not said:
        return []
    said.append("Ranks of such answers have no agreed meaning: there is no rank-biserial effect.")
    for axis in pairs.axes:
        if axis.role == "stratum":
            where = "in each group" if axis.name in names else "and respondents without a pair"
            said.append(f"Standard errors respect the strata of {axis.name!r}, {where}.")
    said += lone_strata_sentences(plan.lone_stratum)
    return [*said, *plan_notes(plan, clustered=cluster is not None)]


def max_t_note(n_items: int, n_flips: int) -> str:
    """Return how step-down p-values were found."""
    how = f"{n_flips} random ones" if n_flips else "all that there are"
    return (
        f"Adjusted p-values: Westfall-Young step-down maxT, the family being "
        f"{counted(n_items, 'item')}; whole respondents change sign, {how}."
    )
