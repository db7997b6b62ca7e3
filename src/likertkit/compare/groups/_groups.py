"""compare_groups: independent groups of respondents, two by two and all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import (
    check_choice,
    check_confidence_level,
    check_count,
    check_generator,
    default,
    settled,
)
from likertkit._kernels.pvalues import Alternative
from likertkit._text import format_figure
from likertkit.compare._options import (
    GroupMethod,
    PValueMethod,
    adjust_rows,
    check_correction,
    heads_of,
)
from likertkit.compare.groups._effects import (
    GroupEffectInputs,
    GroupEffectTable,
    effect_columns,
    effects_shown,
)
from likertkit.compare.groups._figures import GroupTest
from likertkit.compare.groups._notes import (
    effect_notes,
    group_notes,
    omnibus_notes,
    pairs_left_out,
)
from likertkit.compare.groups._omnibus_row import (
    OMNIBUS_COLUMNS,
    OMNIBUS_SHOWN,
)
from likertkit.compare.groups._source import GroupSource, check_design
from likertkit.compare.groups._table import (
    GroupTable,
    group_columns,
    groups_shown,
)
from likertkit.compare.groups._tests import GroupTestOptions, compare_rows
from likertkit.errors import ArgumentError
from likertkit.instrument._item import check_directions, in_score_units, score_units
from likertkit.instrument._views import check_boxes
from likertkit.results import Table
from likertkit.results._record import Subject

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import numpy as np

    from likertkit.compare._options import Correction
    from likertkit.responses import Responses
    from likertkit.tally import PairTally, Tally


# Who has a choice of how the p-value is found.
_METHODS: dict[GroupTest, tuple[GroupMethod, ...]] = {
    "mann-whitney": ("exact", "asymptotic", "saddlepoint", "monte-carlo"),
    "linear-by-linear": ("exact", "asymptotic", "monte-carlo"),
    "proportion": ("exact", "asymptotic", "monte-carlo"),
}


_SIDES = ("first", "second")


def compare_groups(
    data: Responses | Tally | PairTally,
    groups: str,
    *,
    by: str | Iterable[str] | None = None,
    first: Hashable = None,
    second: Hashable = None,
    test: GroupTest = "mann-whitney",
    boxes: tuple[int, int] = default((1, 1)),
    method: GroupMethod = "auto",
    alternative: Alternative = "two-sided",
    correction: Correction = "holm",
    n_resamples: int = default(9999),
    rng: int | np.random.Generator | None = None,
    confidence_level: float = 0.95,
) -> GroupTable:
    """Compare independent groups of respondents, item by item.

    Each row compares two groups; ``omnibus`` of the result tells whether the groups differ at
    all, and ``effects`` how large the differences are.  Where a condition was declared, groups are
    compared within each condition, so that no respondent counts twice.

    Parameters
    ----------
    data : Responses, Tally or PairTally
        The answers; or pairs that are split by the groups, whose changes, first minus second, are
        then compared: did one group change more than another?
    groups : str
        The column (of a tally: the axis) whose values are the groups; rows without a value are
        in none.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by: the groups are compared within each of their
        values, which stand first in the result, before the condition.  By default the condition
        alone splits; an empty sequence pools the conditions, a respondent's answers being one
        sampled unit where it is known which these are.
    first, second : hashable, optional
        The two groups; a difference is the first minus the second.  With one of them, it is
        compared with every other group, and with neither all are compared two by two, in their
        order, up to 20 groups (190 pairs): of more there are no rows, and ``omnibus`` alone is
        printed.
    test : {'mann-whitney', 'brunner-munzel', 't', 'linear-by-linear', 'proportion'}, optional
        Of ranks, conditional on how both groups together answered; of ranks where spreads may
        differ; of means by Welch; of the trend of the scores, the groups being ordered; or of the
        proportions in the top box.  'mann-whitney', 't' and 'proportion' know sampling weights,
        clusters, and the population that ``sampled()`` declares, and are tests by the design then:
        of ranks that of Lumley and Scott.
    boxes : (int, int), optional
        For 'proportion': the first is how many levels, from the scale's positive end, make the top
        box; the second, of the bottom box, is as in other functions, and not compared.
    method : {'auto', 'exact', 'asymptotic', 'saddlepoint', 'monte-carlo'}, optional
        How the p-values of 'mann-whitney', 'linear-by-linear' and 'proportion' are found in a
        simple random sample, given how many answers there are at each level and in each group.
        'exact' counts every way to hand the answers out, ties and all; of two proportions it is
        Fisher's test.  'auto' is exact up to about 300 answers a group on five levels (two million
        states), and beyond by saddlepoint, where that is within 3 % of p above 1e-10 (of a trend by
        the normal distribution); in ``omnibus`` it is exact where that takes a tenth of a second,
        else chi-square; of proportions it is exact where an expected count is below 5.
        'asymptotic' is the normal distribution, its variance corrected for ties, and chi-square.
        'saddlepoint' is for pairs of groups, and for ranks alone.  'monte-carlo' draws random
        tables.
    alternative : {'two-sided', 'less', 'greater'}, optional
        'greater': the first tends to be higher.  Intervals and ``omnibus`` stay two-sided.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}, optional
        How p-values are adjusted: the family is all rows of the table, whatever splits it, and in
        ``omnibus`` all of its rows.
    n_resamples : int, optional
        Random tables of 'monte-carlo'; 9,999 by default.
    rng : int or numpy.random.Generator, optional
        A seed for 'monte-carlo', or where its chance comes from; without it every call differs.
    confidence_level : float, optional
        Level of the intervals, each by itself.

    Returns
    -------
    GroupTable
        A table of GroupRow, a row for each part of the answers (a condition, a value of *by*),
        item and pair of groups, as its ``effects``; its ``omnibus`` has a row for each part and
        item.

    Raises
    ------
    ArgumentError
        If there are no two groups, *first* or *second* is not one of them, or the test does not
        know weights, clusters or the method; or if *boxes* is given without 'proportion',
        *n_resamples* or *rng* without 'monte-carlo', or *method* for data that have a design.
    DirectionError
        If the test is of proportions and some scale does not say which end is the positive one.
    StratumError
        If a stratum of weighted or clustered data that holds an answer has one unit, and
        ``sampled(lone_stratum=...)`` names no rule for it.
    OptionError
        If an option is not one of its allowed values.
    AxisError, MissingColumnError
        If *groups* or *by* names what the data do not have.

    Notes
    -----
    The interval of the superiority is Wilson's on the number of coin tosses that would know it as
    well, by the variance of Brunner and Munzel after one more answer in each group, spread as all
    answers are; by simulation it holds about what it says from 5 answers a group on, where Wald's
    interval falls to a half.  It stays within 0 and 1, and is not a point where the groups do not
    overlap.  With weights or clusters the answers are Kish's number of equal weights, and the
    variance is inflated by what the design makes of it, never deflated; with lognormal weights it
    held 95 % or more at 10 to 30 answers a group.

    Degrees of freedom of a designed difference are the units (clusters, where there are any) that
    hold an answer of either group, minus the strata that hold one; the test of ranks has one fewer
    for each difference.

    In a design an answer's rank is the weight of all lower answers plus half of that of the equal
    ones, and the test compares the mean ranks.  R's ``svyranktest`` ranks equal answers of unequal
    weights by the order of their rows, so that its p-value changes when the rows are sorted; where
    the order does not matter the figures are the same.

    The interval of a difference of proportions is Newcombe's; by the design it is made of effective
    numbers of answers (Korn and Graubard), with the correlation of the two estimates.  The t of
    proportions is that of R's ``svycontrast`` after ``svyby``; where a proportion is 0 or 1, or one
    cluster has all answers of a group, the design shows no spread of it, and the error is that of
    effective numbers of answers.

    With few clusters, or with very unequal weights, the tests by the design reject too often.  In
    simulations of equal groups (400 draws each, 5 % wanted) 'proportion' and 'mann-whitney'
    rejected 5 to 10 % with 3 to 5 clusters of 10 answers in each group; 3 to 5 % with 6 to 10
    clusters that each had answers of both groups; 10 to 13 % with two clusters in one of the groups
    and six in the other; and with lognormal weights (standard deviation of the logarithm 1.2)
    12 to 14 % at 15 answers a group and 8 to 10 % at 30 and 100, where the interval of the
    difference of proportions covered 86 to 92 % for 95 %.  Where one cluster has all answers of a
    group, the tests of ranks and of means rejected 45 %, and say that their error is too small.

    Where the groups are conditions, 'proportion' takes the answers of a declared respondent as one
    sampled unit, and so do all tests of weighted answers.  :func:`compare_overlapping` has a z for
    two proportions of unweighted answers, and shows what the pairs say alone.

    The trend of all groups takes their places 1, 2, ... as scores.

    References
    ----------
    .. [1] Mann and Whitney (1947), On a test of whether one of two random variables is
       stochastically larger than the other, Annals of Mathematical Statistics 18, 50-60.
    .. [2] Brunner and Munzel (2000), The nonparametric Behrens-Fisher problem: asymptotic theory
       and a small-sample approximation, Biometrical Journal 42, 17-25.
    .. [3] Kruskal and Wallis (1952), Use of ranks in one-criterion variance analysis, Journal of
       the American Statistical Association 47, 583-621.
    .. [4] Welch (1951), On the comparison of several mean values: an alternative approach,
       Biometrika 38, 330-336.
    .. [5] Mantel (1963), Chi-square tests with one degree of freedom; extensions of the
       Mantel-Haenszel procedure, Journal of the American Statistical Association 58, 690-700.
    .. [6] Lumley and Scott (2013), Two-sample rank tests under complex sampling, Biometrika 100,
       831-842.
    .. [7] Newcombe (1998), Interval estimation for the difference between independent proportions:
       comparison of eleven methods, Statistics in Medicine 17, 873-890.
    .. [8] Korn and Graubard (1998), Confidence intervals for proportions with small expected number
       of positive counts estimated from survey data, Survey Methodology 24, 193-201.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 2, 4, 5, 5], "ward": list("eeewww")})
    >>> row = lk.compare_groups(lk.Responses(frame, trial), "ward", first="w", second="e")["clear"]
    >>> row.mean_difference, row.superiority, round(row.pvalue, 10)
    (3.0, 1.0, 0.1)
    >>> row.method, row.pvalue == row.least_pvalue
    ('Mann-Whitney, exact', True)
    """
    check_choice(test, "test", GroupTest)
    check_choice(method, "method", GroupMethod)
    check_choice(alternative, "alternative", Alternative)
    check_correction(correction)
    confidence_level = check_confidence_level(confidence_level)
    choices = ("auto", *_METHODS.get(test, ()))
    if method not in choices:
        raise ArgumentError(
            f"method={method!r} is not a method of test={test!r}; expected one of "
            f"{', '.join(map(repr, choices))}.",
            "leave `method=` out.",
        )
    void = "" if method == "monte-carlo" else "without method='monte-carlo'"
    n_resamples = check_count(settled(n_resamples, "n_resamples", void), "n_resamples", least=1)
    how = PValueMethod(
        method=method,
        n_resamples=n_resamples,
        rng=check_generator(settled(rng, "rng", void)),
    )
    boxes = settled(boxes, "boxes", "" if test == "proportion" else f"for test={test!r}")
    source = GroupSource.from_data(data, groups, by, test)
    check_design(source, method)
    if test == "proportion":
        boxes = check_boxes(boxes, source.tally.instrument)
        check_directions(source.tally.instrument, "The top box needs")
    pairs = _pairs(source, first, second)
    options = GroupTestOptions(
        test=test,
        boxes=boxes,
        how=how,
        alternative=alternative,
        confidence_level=confidence_level,
    )
    rows, effects, together = compare_rows(source, options, pairs)
    title = f"Groups of {groups} compared: {source.tally.instrument.name}"
    hidden: set[str] = set()
    shows_t = test == "t" or source.designed
    heads: tuple[tuple[str, str], ...] = (("statistic", "t"),) if shows_t else ()
    boxes_of: tuple[object, object] = _SIDES
    if len(pairs) == 1:
        # The same groups in every row: the title tells them.
        first_group, second_group = (source.groups[g] for g in pairs[0])
        difference = f"{first_group} minus {second_group}"
        title = f"{difference}, groups of {groups}: {source.tally.instrument.name}"
        hidden |= {"first", "second"}
        heads += heads_of(first_group, second_group)
        boxes_of = (first_group, second_group)
    if test == "proportion":
        heads += (
            *(
                (f"proportion_{side}", f"top box {format_figure(of)}")
                for side, of in zip(_SIDES, boxes_of, strict=True)
            ),
            ("mean_difference", "difference"),
        )
    return in_score_units(
        GroupTable(
            title=title,
            names=(*source.names, *group_columns(test)),
            rows=adjust_rows(rows, correction),
            by=source.names,
            shown=tuple(
                name for name in groups_shown(test, designed=source.designed) if name not in hidden
            ),
            heads=heads,
            options=(
                ("groups", groups),
                ("by", source.names),
                ("first", first),
                ("second", second),
                ("test", test),
                *((("boxes", boxes),) if test == "proportion" else ()),
                ("method", method),
                ("alternative", alternative),
                ("correction", correction),
                ("lone_stratum", source.plan.lone_stratum),
                *how.options(rng),
                ("confidence_level", confidence_level),
                ("view", source.tally.view),
            ),
            pairs_left_out=not pairs,
            subject=Subject(source.tally.instrument),
            notes=group_notes(source, options, correction, rows),
            _effect_inputs=GroupEffectInputs(
                plain=GroupEffectTable(
                    title=f"{title}, effects",
                    names=(*source.names, *effect_columns(test)),
                    rows=tuple(row for row, _ in effects),
                    by=source.names,
                    shown=tuple(name for name in effects_shown(test) if name not in hidden),
                    heads=heads,
                    notes=effect_notes(source, options),
                ),
                answers=tuple(two for _, two in effects),
                confidence_level=confidence_level,
                units=score_units(source.tally.instrument.items),
            ),
            omnibus=Table(
                title=f"All groups of {groups}: {source.tally.instrument.name}",
                names=(*source.names, *OMNIBUS_COLUMNS),
                rows=adjust_rows(together, correction),
                by=source.names,
                shown=OMNIBUS_SHOWN,
                options=(
                    ("groups", groups),
                    ("by", source.names),
                    ("test", test),
                    ("correction", correction),
                    ("confidence_level", confidence_level),
                    ("view", source.tally.view),
                ),
                notes=omnibus_notes(source, options, correction, together),
            ),
        ),
        source.tally.instrument.items,
    )


def _pairs(source: GroupSource, first: Hashable, second: Hashable) -> list[tuple[int, int]]:
    """Return the pairs of groups that are asked for, by their numbers."""
    n = len(source.groups)
    if first is None and second is None and pairs_left_out(source):
        return []
    firsts = range(n) if first is None else [source.place(first, "first")]
    seconds = range(n) if second is None else [source.place(second, "second")]
    if first is not None and firsts == seconds:
        raise ArgumentError(
            f"first={first!r} and second={second!r} are the same group; expected two groups.",
            "name the two groups to compare.",
        )
    both = first is None and second is None
    return [(a, b) for a in firsts for b in seconds if (a < b if both else a != b)]
