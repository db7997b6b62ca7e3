"""compare_paired: the same respondents' answers under two conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    check_count,
    check_generator,
    default,
    settled,
)
from likertkit._kernels.pvalues import Alternative, adjust_pvalues, step_down_max_t
from likertkit._kernels.ranks import Zeros
from likertkit._text import Progress
from likertkit.compare._declared_design import counts_by_population, in_design
from likertkit.compare._options import family_note
from likertkit.compare.paired._designed import designed_pairs
from likertkit.compare.paired._designed_tests import check_designed
from likertkit.compare.paired._effects import (
    EFFECT_COLUMNS,
    EFFECTS_SHOWN,
    PairedEffectInputs,
    plain_effects,
)
from likertkit.compare.paired._item import compare_item, compare_item_in_design, paired_row
from likertkit.compare.paired._table import (
    PAIRED_COLUMNS,
    PairedTable,
    design_notes,
    effect_note,
    interval_note,
    max_t_note,
    paired_notes,
    paired_shown,
    test_note,
)
from likertkit.compare.paired._tests import (
    PairedMethod,
    PairedOptions,
    PairedTest,
    signed_parts,
    signed_ranks,
)
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._item import in_score_units, score_units
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_pairs, item_pairs
from likertkit.responses._respondents import cluster_column, respondent_cells
from likertkit.results import Table
from likertkit.results._record import Subject

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.ranks import SignedRank
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.tally import PairTally

_SQUARE = {"bowker", "stuart-maxwell"}


def check_max_t(data: object, names: tuple[str, ...], options: PairedOptions) -> Responses:
    """Return the responses; raise unless whole respondents can be turned."""
    if not isinstance(data, Responses):
        raise ArgumentTypeError(
            "correction='max-t' changes the signs of whole respondents, but a pair tally counts "
            "each item separately; expected Responses.",
            "pass the responses, or choose correction='holm'.",
        )
    if names:
        raise ArgumentError(
            f"correction='max-t' is for the items of the same respondents, but by={names!r} "
            f"splits the respondents.",
            "compare each group separately, or choose correction='holm'.",
        )
    if options.test in _SQUARE:
        raise ArgumentError(
            f"correction='max-t' needs a statistic that changes with the signs of the "
            f"differences; test={options.test!r} has no such statistic.",
            "choose correction='holm', or test='ordered-marginal'.",
        )
    return data


def max_t_pvalues(
    responses: Responses,
    pairs: PairTally,
    ranks: Sequence[tuple[ItemPairs, SignedRank] | None],
    options: PairedOptions,
    *,
    n_resamples: int,
    rng: np.random.Generator,
) -> tuple[list[float], str]:
    """Return an adjusted p-value for each item, NaN for those without a pair, and how."""
    cells = respondent_cells(responses, (pairs.first, pairs.second)).cells
    kept = [i for i, ranked in enumerate(ranks) if ranked is not None]
    columns = [
        _parts(cells[:, :, i], ranked[0].item.scores(pairs.view), signed_parts(*ranked, options))
        for i, ranked in enumerate(ranks)
        if ranked is not None
    ]
    pvalues = [float("nan")] * len(ranks)
    changed = [i for i, column in zip(kept, columns, strict=True) if column.any()]
    for i in kept:
        pvalues[i] = 1.0
    if not changed:
        return pvalues, max_t_note(len(kept), 0)
    parts = np.stack([column for column in columns if column.any()], axis=1)
    with Progress("step-down maxT") as progress:
        adjusted, n_flips = step_down_max_t(
            parts,
            options.alternative,
            n_resamples,
            rng,
            lambda done: progress.say(f"{done} of at most {n_resamples} flips"),
        )
    for i, pvalue in zip(changed, adjusted, strict=True):
        pvalues[i] = pvalue
    return pvalues, max_t_note(len(kept), n_flips)


def _parts(
    cells: NDArray[np.int64], scores: Sequence[int], parts: dict[int, float]
) -> NDArray[np.float64]:
    """Return what each respondent adds, 0 without a pair, from the cells under both conditions."""
    paired = ((cells >= 0) & (cells < len(scores))).all(axis=1)
    score = np.array(scores, dtype=np.int64)
    differences = np.zeros(len(cells), dtype=np.int64)
    differences[paired] = score[cells[paired, 0]] - score[cells[paired, 1]]
    values, place = np.unique(differences, return_inverse=True)
    return np.array([parts[value] for value in values.tolist()])[place.reshape(-1)]


PairedCorrection = Literal["holm", "benjamini-hochberg", "bonferroni", "max-t", "none"]


def compare_paired(
    data: Responses | PairTally,
    first: Hashable,
    second: Hashable,
    *,
    test: PairedTest = "wilcoxon",
    zeros: Zeros = default("pratt"),
    method: PairedMethod = "auto",
    alternative: Alternative = "two-sided",
    correction: PairedCorrection = "holm",
    by: str | Iterable[str] = (),
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> PairedTable:
    """Compare what the same respondents answered under two conditions, item by item.

    Whoever answered under one condition only is counted and not compared; for these there is
    :func:`compare_overlapping`.  Beside every p-value stand the mean difference and the
    superiority with their intervals; further effects are in ``effects``.

    Parameters
    ----------
    data : Responses or PairTally
        The answers; or a table of pairs, the same for every test but the correction 'max-t' and
        clusters.
    first, second : hashable
        The two conditions; a difference is the first minus the second.
    test : {'wilcoxon', 'sign', 't', 'bowker', 'stuart-maxwell', 'ordered-marginal'}, optional
        The signed ranks; the signs; the mean difference; symmetry; equal shares of each level;
        equal mean scores under random signs.
    zeros : {'pratt', 'wilcoxon', 'zero-split'}, optional
        What signed ranks do with unchanged answers: rank them and leave them out; leave them out
        first; or give half of their ranks to either sign.  The rank-biserial effect goes by it
        beside every test; not for weights or clusters, which have neither.
    method : {'auto', 'exact', 'saddlepoint', 'asymptotic'}, optional
        How the p-value of ranks is found.  'auto' is exact, ties and all, where that takes no more
        than some tens of milliseconds, else a saddlepoint within a relative 1e-4 of it.  The sign
        test is always exact; 'auto' of 'ordered-marginal' is 'asymptotic', the normal distribution
        (of ranks, its variance corrected for ties).
    alternative : {'two-sided', 'less', 'greater'}, optional
        Whether the first differs from, is less, or is greater than the second.  Intervals stay
        two-sided.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'max-t', 'none'}, optional
        How p-values are adjusted, the family being all rows.  'max-t' is Westfall and Young's
        step-down procedure, in which each respondent changes sign in all items at once; it needs
        Responses.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.
    n_resamples : int, optional
        Most sign changes of 'max-t'; where there are no more, all are tried.
    rng : int or numpy.random.Generator, optional
        A seed for 'max-t', or where its chance comes from; without one every call differs.
    confidence_level : float, optional
        Level of the intervals, each by itself.

    Returns
    -------
    PairedTable
        A table of PairedRow, a row a group and item; its ``effects`` tell how large the
        differences are.

    Raises
    ------
    ArgumentError
        If a condition is not in the data; the test cannot know the data's weights or
        clusters; 'exact' would take too much; or an option has no meaning beside the others.
    ArgumentTypeError
        If the data do not tell which answers are one respondent's, or 'max-t' has no respondents.
    OptionError
        If an option is not one of its allowed values.
    StratumError
        If a stratum of weighted or clustered answers has one unit, and
        ``sampled(lone_stratum=...)`` names no rule for it.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    With weights or clusters only 't' and 'sign' are available.  The first is the linearised t of
    the weighted mean difference, within strata and between clusters.  Its degrees of freedom are
    the units that hold a pair, minus the strata that hold a pair: ``degf`` of the subset in R's
    survey, whose ``svyttest`` takes one fewer.  The second compares the weighted sum of the signs
    with its standard deviation if respondents, or clusters of them, had random signs.  There is no
    test of weighted signed ranks, because none is agreed on.

    Without weights 't' uses the population that ``sampled()`` declares: the pairs of a stratum
    count by its people, and the error is that of the stratified sample with its finite population
    correction.  The other tests do not use it, and a note says so.

    References
    ----------
    .. [1] Pratt (1959), Remarks on zeros and ties in the Wilcoxon signed rank procedures, Journal
       of the American Statistical Association 54, 655-667.
    .. [2] Agresti (1980), Generalized odds ratios for ordinal data, Biometrics 36, 59-67.
    .. [3] Tango (1998), Equivalence test and confidence interval for the difference in
       proportions for the paired-sample design, Statistics in Medicine 17, 891-908.
    .. [4] Kerby (2014), The simple difference formula: an approach to teaching nonparametric
       correlation, Comprehensive Psychology 3, 11.IT.3.1.
    .. [5] Bowker (1948), A test for symmetry in contingency tables, Journal of the American
       Statistical Association 43, 572-574.
    .. [6] Stuart (1955), A test for homogeneity of the marginal distributions in a two-way
       classification, Biometrika 42, 412-416.
    .. [7] Westfall and Young (1993), Resampling-Based Multiple Testing, Wiley.

    Examples
    --------
    >>> import likertkit as lk
    >>> table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]
    >>> scale = lk.LikertScale((1, 2, 3))
    >>> pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
    >>> row = lk.compare_paired(pairs, "before", "after")["item"]
    >>> row.n_higher, row.n_equal, row.n_lower
    (14, 17, 3)
    >>> round(row.pvalue, 4), row.method
    (0.0079, 'signed-rank (Pratt), exact')
    """
    check_choice(test, "test", PairedTest)
    given_zeros: Zeros = zeros
    zeros = settled(given_zeros, "zeros")
    check_choice(zeros, "zeros", Zeros)
    check_choice(method, "method", PairedMethod)
    check_choice(alternative, "alternative", Alternative)
    check_choice(correction, "correction", PairedCorrection)
    chance = "" if correction == "max-t" else "without correction='max-t'"
    n_resamples = check_count(settled(n_resamples, "n_resamples", chance), "n_resamples", least=1)
    generator = check_generator(settled(rng, "rng", chance))
    options = PairedOptions(
        test=test,
        zeros=zeros,
        method=method,
        alternative=alternative,
        confidence_level=check_confidence_level(confidence_level),
    )
    cluster = cluster_column(data) if isinstance(data, Responses) else None
    pairs, names = as_pairs(data, first, second, by, cluster)
    designed = pairs.weighted or cluster is not None
    designed = designed or (test == "t" and counts_by_population(pairs))
    pairs, plan = in_design(pairs, designed=designed, test=test)
    design = design_notes(pairs, cluster, names, plan)
    items = list(item_pairs(pairs, names))
    # Answers of a sampling design have no ranks.
    ranks = [] if design else [signed_ranks(answers, zeros) for answers in items]
    if design:
        check_designed(options, correction)
        settled(given_zeros, "zeros", "in a sampling design, whose answers are not ranked")
        within = designed_pairs(pairs, names, cluster, plan)
        results = [
            compare_item_in_design(answers, options, weighted=pairs.weighted) for answers in within
        ]
    else:
        results = [compare_item(*answers, options) for answers in zip(items, ranks, strict=True)]
    rows = [
        paired_row(answers, *its, options.confidence_level)
        for answers, its in zip(items, results, strict=True)
    ]
    pvalues = [row.pvalue for row in rows]
    if correction == "max-t":
        responses = check_max_t(data, names, options)
        tried = [pair if pair[0].n_pairs else None for pair in zip(items, ranks, strict=True)]
        corrected, adjusted_note = max_t_pvalues(
            responses, pairs, tried, options, n_resamples=n_resamples, rng=generator
        )
    else:
        corrected = adjust_pvalues(pvalues, correction)
        adjusted_note = family_note(correction, rows, "all items", names)
    title = f"{pairs.first} minus {pairs.second}, paired: {pairs.instrument.name}"
    notes = paired_notes(pairs, names, options, design, rows)
    effects = [plain_effects(answers, *its) for answers, its in zip(items, results, strict=True)]
    return in_score_units(
        PairedTable(
            title=title,
            names=(*names, *PAIRED_COLUMNS),
            rows=tuple(
                attrs.evolve(row, pvalue_adjusted=pvalue)
                for row, pvalue in zip(rows, corrected, strict=True)
            ),
            by=names,
            shown=paired_shown(test),
            heads=(("statistic", "t"),) if test == "t" else (),
            options=(
                ("first", pairs.first),
                ("second", pairs.second),
                ("test", test),
                *(() if design else (("zeros", zeros),)),
                ("method", method),
                ("by", names),
                ("alternative", alternative),
                ("correction", correction),
                ("lone_stratum", plan.lone_stratum),
                *(
                    (("n_resamples", n_resamples), ("rng", rng if isinstance(rng, int) else None))
                    if correction == "max-t"
                    else ()
                ),
                ("confidence_level", options.confidence_level),
                ("view", pairs.view),
            ),
            notes=(*notes, test_note(options, design), interval_note(options), adjusted_note),
            subject=Subject(pairs.instrument),
            _effect_inputs=PairedEffectInputs(
                plain=Table(
                    title=f"{title}, effects",
                    names=(*names, *EFFECT_COLUMNS),
                    rows=tuple(row for row, _ in effects),
                    by=names,
                    shown=EFFECTS_SHOWN,
                    notes=(*notes, effect_note(options, design)),
                ),
                differences=tuple(differences for _, differences in effects),
                zeros=zeros,
                confidence_level=options.confidence_level,
                units=score_units(pairs.instrument.items),
            ),
        ),
        pairs.instrument.items,
    )
