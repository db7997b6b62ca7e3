"""What a table of paired comparisons holds, and what must be known to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._text import counted, format_figure, format_level
from likertkit.compare._declared_design import plan_notes
from likertkit.compare._options import TEST_FORMATS
from likertkit.compare._sides import SIDE_FIGURES, SidesRow
from likertkit.instrument._score_item import ScoreItem
from likertkit.results import Table
from likertkit.tally._sampled_units import lone_strata_sentences
from likertkit.tally._to_frame import pair_notes, weightless_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.compare.paired._effects import PairedEffectInputs, PairedEffectRow
    from likertkit.compare.paired._tests import PairedOptions
    from likertkit.tally import Design, PairTally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedRow(SidesRow):
    """The answers to one item of the same respondents under two conditions.

    Differences are first minus second, in the scores of the view.

    Attributes
    ----------
    n_pairs : int
        Respondents with a valid answer under both conditions; all but the next two figures are
        of these.
    n_first_only, n_second_only : int
        Respondents with a valid answer under one condition only.
    n_higher, n_equal, n_lower : int
        Pairs of which the first score is the higher, equal, or the lower.
    mean_first, sd_first, mean_second, sd_second : float
        Mean and standard deviation of each side, of the pairs.  No columns of the data frame.
    mean_difference : float
        In scale points, weighted where there are weights.
    low, high : float
        Its t interval, whatever the test.
    statistic : float
        Of the signed ranks the sum of the positive ones; of the sign test ``n_higher``; t, χ² or
        z of the others.
    df : float
        Degrees of freedom of t and χ².
    pvalue, pvalue_adjusted : float
        By itself, and for being one of a family.
    rank_biserial : float
        (T₊ - T₋) / (T₊ + T₋) of the signed ranks, between -1 and 1; 0 where nothing changed.
    superiority, superiority_low, superiority_high : float
        The share of pairs of which the first is higher, plus half of the equal ones, with its
        score interval.
    least_pvalue : float
        The least p-value that an exact test can give for so many changed answers, whatever they
        are; NaN for other tests.  No column of the data frame.
    log10_pvalue : float
        The decimal logarithm of the p-value, also where that is too small for a number.  No
        column of the data frame.
    method : str
        The test, and how its p-value was found.
    note : str
        Why a figure is undefined, or what to know of it.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("mean_difference", "low", "high", *SIDE_FIGURES)

    formats: ClassVar[dict[str, str]] = TEST_FORMATS

    n_pairs: int
    n_first_only: int
    n_second_only: int
    n_higher: int
    n_equal: int
    n_lower: int
    mean_difference: float
    low: float
    high: float
    statistic: float
    df: float
    pvalue: float
    pvalue_adjusted: float
    rank_biserial: float
    superiority: float
    superiority_low: float
    superiority_high: float
    least_pvalue: float
    log10_pvalue: float
    method: str
    note: str


_NO_COLUMNS = {"by", "least_pvalue", "log10_pvalue", *SIDE_FIGURES}
PAIRED_COLUMNS = tuple(f.name for f in attrs.fields(PairedRow) if f.name not in _NO_COLUMNS)
PAIRED_SHOWN = (
    *("item", "n_pairs", "mean_difference", "low", "high", "superiority"),
    *("pvalue", "pvalue_adjusted"),
)


def paired_shown(test: str) -> tuple[str, ...]:
    """Return the columns that print: a t with its degrees of freedom, as papers have it."""
    more = ("statistic", "df") if test == "t" else ()
    return (*PAIRED_SHOWN[:-2], *more, *PAIRED_SHOWN[-2:])


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairedTable(Table[PairedRow]):
    """Paired comparisons, with their effects told in several ways.

    Attributes
    ----------
    effects : Table of PairedEffectRow
        A row a group and item, whichever rows the table is narrowed to; computed when it is
        first read.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]
    >>> pairs = lk.PairTally.from_table(table, lk.LikertScale((1, 2, 3)))
    >>> effects = lk.compare_paired(pairs, "first", "second").effects["item"]
    >>> round(effects.proportion_higher, 2), round(effects.odds, 2), effects.hodges_lehmann
    (0.41, 4.67, 0.5)
    """

    _effect_inputs: PairedEffectInputs = attrs.field(alias="_effect_inputs")

    @property
    def effects(self) -> Table[PairedEffectRow]:
        """How large the differences are, computed when this is first read."""
        return self._effect_inputs.completed


_SAID = {
    "wilcoxon": (
        "P-values are of the signed ranks; they do not test the mean difference, which can be 0 "
        "where they are small."
    ),
    "sign": "P-values are of the signs: as many changes one way as the other.",
    "t": "P-values are of the mean difference.",
    "bowker": (
        "P-values are of symmetry: each change as frequent as its reverse. Degrees of freedom "
        "count the pairs of levels between which answers changed; R's mcnemar.test counts all."
    ),
    "stuart-maxwell": "P-values are of equal proportions of each level under both conditions.",
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
    level = format_level(options.confidence_level)
    what = "t of the mean difference, score of the superiority"
    return f"Intervals: {what}; {level}, two-sided, each by itself."


def effect_note(options: PairedOptions, design: Sequence[str]) -> str:
    """Return which intervals effects have."""
    level = format_level(options.confidence_level)
    intervals = "Intervals: score of the superiority"
    if not design:
        intervals += (
            "; of the rank-biserial correlation Wilson's on the effective number of changes; of "
            "Hodges and Lehmann's shift the signed-rank test inverted; of d and g the noncentral t"
        )
    return f"{intervals}; {level}, two-sided, each by itself."


def test_note(options: PairedOptions, design: Sequence[str]) -> str:
    """Return what the p-values are of."""
    note = _SAID[options.test]
    if design and options.test == "t":
        # Of units with a pair: those of the whole sample are not answers.
        return f"{note} Degrees of freedom are one more than those of R's svyttest."
    return note


def _unpaired(pairs: PairTally, rows: Sequence[PairedRow]) -> list[str]:
    """Return who answered under one condition only, item by item where these differ."""
    items_of_counts: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        name = " / ".join(format_figure(key) for key in (*dict(row.by).values(), row.item))
        items_of_counts.setdefault((row.n_first_only, row.n_second_only), []).append(name)
    if set(items_of_counts) <= {(0, 0)}:
        return []
    parts = []
    for (first, second), items in items_of_counts.items():
        where = "" if len(items_of_counts) == 1 else f" ({', '.join(items)})"
        parts.append(f"{first} and {second}{where}")
    scores = any(isinstance(item, ScoreItem) for item in pairs.instrument)
    what = "With a score" if scores else "Answered"
    only = f"{what} under {pairs.first} or {pairs.second} only"
    return [f"{only}, and not compared: {'; '.join(parts)}."]


def design_notes(
    pairs: PairTally, cluster: str | None, names: tuple[str, ...], plan: Design
) -> list[str]:
    """Return what the standard errors know; nothing of independent pairs that count alike."""
    notes = []
    if pairs.weighted:
        notes.append("Weights are sampling weights; n counts respondents.")
        notes += filter(None, [weightless_note(pairs)])
    if cluster is not None:
        notes.append(f"Clusters of {cluster!r} were sampled whole: errors are between clusters.")
    if notes:
        notes.append(
            "Signed ranks of such answers have no agreed meaning: no rank-biserial effect."
        )
    elif plan.population is not None:
        notes.append("Ranks do not use the population: there is no rank-biserial effect.")
    else:
        return []
    for axis in pairs.axes:
        if axis.role == "stratum":
            where = "in each group" if axis.name in names else "and respondents without a pair"
            notes.append(f"Standard errors respect the strata of {axis.name!r}, {where}.")
    notes += lone_strata_sentences(plan.lone_stratum)
    return [*notes, *plan_notes(plan, clustered=cluster is not None, weighted=pairs.weighted)]


def max_t_note(n_items: int, n_flips: int) -> str:
    """Return how step-down p-values were found."""
    how = f"{n_flips} random ones" if n_flips else "all that there are"
    return (
        f"Adjusted p-values: Westfall-Young step-down maxT, the family being "
        f"{counted(n_items, 'item')}; whole respondents change sign, {how}."
    )
