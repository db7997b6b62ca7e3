"""equivalence: whether two conditions differ by less than a margin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit._checks import (
    as_float,
    check_choice,
    check_confidence_level,
    default,
    is_number,
    settled,
)
from likertkit._kernels.means import overlapping_means, spread_interval
from likertkit._kernels.pvalues import adjust_pvalues, normal_pvalue, t_pvalue
from likertkit._kernels.shares import tango_interval, tango_statistic
from likertkit._text import format_level
from likertkit.compare._options import (
    TEST_FORMATS,
    Correction,
    check_correction,
    family_note,
    heads_of,
)
from likertkit.compare._sides import SIDE_FIGURES
from likertkit.compare.overlapping._samples import (
    UNWEIGHTED_HINT,
    PartlyPaired,
    TestFigures,
    spread_problem,
)
from likertkit.compare.overlapping._table import PartlyPairedRow
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._item import in_score_units
from likertkit.responses import Respondents
from likertkit.responses._as_tables import as_pairs, item_pairs
from likertkit.results import Table
from likertkit.results._record import Subject, column_names
from likertkit.tally._to_frame import check_unweighted, pair_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from fractions import Fraction

    from likertkit.responses import Responses
    from likertkit.responses._as_tables import ItemPairs
    from likertkit.tally import PairTally

# (low, high), or one number that is both.
Margin = float | tuple[float, float]


def check_margin(margin: object, most: float, unit: str) -> tuple[float, float]:
    """Return the two ends of a margin, which lie on either side of 0 and below *most*."""
    hint = "write margin=0.5 for a difference of at most half a point, or margin=(-0.5, 1)."
    if is_number(margin):
        ends = (-as_float(margin), as_float(margin))
    elif isinstance(margin, tuple | list) and len(margin) == 2 and all(map(is_number, margin)):
        ends = (as_float(margin[0]), as_float(margin[1]))
    else:
        raise ArgumentTypeError(
            f"margin={margin!r} is not a number and not a pair of numbers.", hint
        )
    if not -math.inf < ends[0] < 0 < ends[1] < math.inf:
        raise ArgumentError(
            f"margin={margin!r} does not extend to both sides of 0; expected a positive number, or "
            "a negative and a positive number.",
            hint,
        )
    if max(-ends[0], ends[1]) >= most:
        raise ArgumentError(
            f"margin={margin!r} reaches {most:g} or more; expected less than {most:g} {unit}.",
            "superiority is between 0 and 1, and 0.5 means no difference; a margin of 0.1 allows "
            "0.4 to 0.6.",
        )
    return ends


def shown_margin(ends: tuple[float, float]) -> Margin:
    """Return a margin as text: one number where it reaches as far to either side."""
    return ends[1] if -ends[0] == ends[1] else ends


def margin_words(ends: tuple[float, float]) -> str:
    """Return a margin as text."""
    low, high = ends
    return f"±{high:g}" if -low == high else f"{low:g} to {high:g}"


EquivalenceTest = Literal["t", "superiority"]

_METHODS: dict[EquivalenceTest, str] = {
    "t": "two one-sided partially overlapping t, unequal variances",
    "superiority": "two one-sided score tests of the pairs (Tango)",
}
_MATCHED = "two one-sided paired t"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EquivalenceRow(PartlyPairedRow):
    """Whether the answers to one item under two conditions differ by less than a margin.

    Attributes
    ----------
    n_first_only, n_second_only : int
        Respondents with a valid answer under one condition only.
    n_both : int
        Respondents with a valid answer under both.
    mean_first, sd_first, mean_second, sd_second : float
        Mean and standard deviation of each side of this difference.  No columns of the data frame.
    mean_difference : float
        The first mean minus the second, in the scores of the view: of all answers, or of the pairs
        alone where only these are tested.
    low, high : float
        The interval that goes with two one-sided tests, 90 % for tests at 5 %: of the mean
        difference, or of the superiority where that is tested.
    statistic, df : float
        Of the one of the two tests that has the larger p-value: t and its degrees of freedom, or
        z, which has none.
    pvalue, pvalue_adjusted : float
        The larger of the two one-sided p-values, by itself and for being one of a family.
    method : str
        The test.
    note : str
        Why a figure is undefined.
    margin : float or (float, float)
        In scale points, or of superiority on either side of ½.
    equivalent : bool or None
        Whether the adjusted p-value is below 1 minus the confidence level; None where it is NaN.
    superiority : float
        The share of pairs of which the first is higher, plus half of the equal ones.
    """

    formats: ClassVar[dict[str, str]] = {**TEST_FORMATS, "margin": ".4g"}

    margin: Margin
    equivalent: bool | None
    superiority: float


_COLUMNS = tuple(name for name in column_names(EquivalenceRow) if name not in SIDE_FIGURES)
_SHOWN: dict[EquivalenceTest, tuple[str, ...]] = {
    "t": ("item", "n_first_only", "n_second_only", "n_both", "mean_difference"),
    "superiority": ("item", "n_both", "superiority"),
}
_SHOWN_BEHIND = ("low", "high", "pvalue_adjusted", "equivalent")


def _in_steps(ends: tuple[float, float], unit: Fraction) -> tuple[float, float]:
    return float(ends[0] / unit), float(ends[1] / unit)


def equivalence(
    data: Responses | PairTally,
    first: Hashable,
    second: Hashable,
    *,
    margin: float | tuple[float, float],
    test: EquivalenceTest = "t",
    respondents: Respondents = default("all"),
    by: str | Iterable[str] = (),
    correction: Correction = "holm",
    confidence_level: float = 0.95,
) -> Table[EquivalenceRow]:
    """Test whether two conditions differ by less than a margin.

    Two one-sided tests: that the difference lies above the margin's low end, and below its high
    end.  The p-value is the larger one, and the conditions are equivalent where it is below 1
    minus the confidence level.  Unadjusted, that is where the interval lies inside the margin:
    that of 90 % for tests at 5 %.  A difference that is not significant shows no equivalence,
    for few answers show nothing.

    Parameters
    ----------
    data : Responses or PairTally
        The answers, without sampling weights.
    first, second : hashable
        The two conditions; a difference is the first minus the second.
    margin : float or (float, float)
        The smallest difference that would matter, chosen before the data are seen: in scale
        points, or for superiority as a distance from ½.  A pair has a negative low end and a
        positive high one.
    test : {'t', 'superiority'}, optional
        Of the means of all answers, by the partially overlapping t: the paired t where everybody
        answered both, Welch's where nobody did.  Or of the superiority of the pairs, by score
        tests of P(first > second) - P(first < second).
    respondents : {'all', 'matched'}, optional
        Whose means are tested: all answers, or the pairs alone, by the paired t.  Only for 't':
        a superiority is of the pairs.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}, optional
        How p-values are adjusted, the family being all rows.
    confidence_level : float, optional
        1 minus the level of both tests; above ½.  The interval's is twice this, minus 1.

    Returns
    -------
    Table of EquivalenceRow
        A row a group and item.

    Raises
    ------
    ArgumentError
        If the data have weights, a condition is not in them, or the margin does not reach
        to both sides of 0.
    ArgumentTypeError
        If the data do not tell which answers are one respondent's, or the margin is not a number.
    OptionError
        If an option is not one of its allowed values.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Schuirmann (1987), A comparison of the two one-sided tests procedure and the power
       approach for assessing the equivalence of average bioavailability, Journal of
       Pharmacokinetics and Biopharmaceutics 15, 657-680.
    .. [2] Tango (1998), Equivalence test and confidence interval for the difference in
       proportions for the paired-sample design, Statistics in Medicine 17, 891-908.
    .. [3] Lakens (2017), Equivalence tests: a practical primer for t tests, correlations, and
       meta-analyses, Social Psychological and Personality Science 8, 355-362.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale((1, 2, 3))
    >>> pairs = lk.PairTally.from_table([[20, 3, 0], [2, 30, 4], [0, 3, 18]], scale)
    >>> row = lk.equivalence(pairs, "first", "second", margin=0.25)["item"]
    >>> row.equivalent, round(row.low, 2), round(row.high, 2)
    (True, -0.1, 0.05)
    """
    check_choice(test, "test", EquivalenceTest)
    pairs_only = "" if test == "t" else "for test='superiority', which uses only the pairs"
    respondents = settled(respondents, "respondents", pairs_only)
    check_choice(respondents, "respondents", Respondents)
    check_correction(correction)
    confidence_level = check_confidence_level(confidence_level)
    if confidence_level <= 0.5:
        raise ArgumentError(
            f"confidence_level={confidence_level!r} is too low for two one-sided tests; expected "
            f"more than 0.5.",
            "write confidence_level=0.95 for one-sided tests at 5 %.",
        )
    ends = check_margin(
        margin,
        *((math.inf, "scale points") if test == "t" else (0.5, "superiority")),
    )
    pairs, names = as_pairs(data, first, second, by)
    check_unweighted(pairs, "equivalence() is made for simple random samples", UNWEIGHTED_HINT)
    tested = _means if test == "t" else _superiority
    matched = respondents == "matched" or test == "superiority"
    compared = [
        (
            answers,
            tested(
                answers.matched if matched else answers,
                # The answers are counted in steps of a score.
                _in_steps(ends, answers.item.unit) if test == "t" else ends,
                2 * confidence_level - 1,
            ),
        )
        for answers in item_pairs(pairs, names)
    ]
    method = _MATCHED if matched and test == "t" else _METHODS[test]
    title = f"{pairs.first} and {pairs.second}, equivalent within {margin_words(ends)}"
    pvalues = [figures.pvalue for _, figures in compared]
    rows = tuple(
        EquivalenceRow(
            by=answers.by,
            item=answers.item.name,
            n_first_only=answers.n_first_only,
            n_second_only=answers.n_second_only,
            n_both=answers.n_pairs,
            pvalue_adjusted=pvalue,
            method=method,
            margin=shown_margin(ends),
            equivalent=None if math.isnan(pvalue) else pvalue < 1 - confidence_level,
            superiority=_superiority_of(answers),
            **PartlyPaired.from_pairs(answers.matched if matched else answers).sides(),
            **attrs.asdict(figures),
        )
        for (answers, figures), pvalue in zip(
            compared, adjust_pvalues(pvalues, correction), strict=True
        )
    )
    return in_score_units(
        Table(
            title=f"{title}: {pairs.instrument.name}",
            subject=Subject(pairs.instrument),
            names=(*names, *_COLUMNS),
            rows=rows,
            by=names,
            shown=(*_SHOWN[test], *_SHOWN_BEHIND),
            heads=heads_of(pairs.first, pairs.second),
            options=(
                ("first", pairs.first),
                ("second", pairs.second),
                ("margin", shown_margin(ends)),
                ("test", test),
                *((("respondents", respondents),) if test == "t" else ()),
                ("by", names),
                ("correction", correction),
                ("confidence_level", confidence_level),
                ("view", pairs.view),
            ),
            notes=(
                *pair_notes(pairs, names),
                *_reading(test, method, ends, confidence_level),
                family_note(correction, rows, "all items", names),
                "What is not shown to be equivalent is not thereby shown to differ.",
            ),
        ),
        pairs.instrument.items,
        # The interval of a superiority is on no scale.
        None if test == "t" else ("mean_difference", *SIDE_FIGURES),
    )


def _superiority_of(pairs: ItemPairs) -> float:
    return (pairs.n_higher + pairs.n_equal / 2) / pairs.n_pairs if pairs.n_pairs else math.nan


def _larger(
    statistics: tuple[float, float], pvalue: Callable[[float, Literal["less", "greater"]], float]
) -> tuple[float, float]:
    """Return the statistic and the p-value of the one-sided test that has the larger one.

    The statistics are those at the low and at the high end of the margin.
    """
    above, below = pvalue(statistics[0], "greater"), pvalue(statistics[1], "less")
    return (statistics[0], above) if above >= below else (statistics[1], below)


def _means(pairs: ItemPairs, ends: tuple[float, float], confidence_level: float) -> TestFigures:
    samples = PartlyPaired.from_pairs(pairs)
    difference, error, df = overlapping_means(
        samples.table,
        samples.first_only,
        samples.second_only,
        samples.scores,
        equal_variances=False,
    )
    low, high = spread_interval(difference, error, df, confidence_level)
    statistic = pvalue = math.nan
    if error > 0:
        statistic, pvalue = _larger(
            ((difference - ends[0]) / error, (difference - ends[1]) / error),
            lambda t, side: t_pvalue(t, df, side),
        )
    return TestFigures(
        mean_difference=difference,
        low=low,
        high=high,
        statistic=statistic,
        df=df,
        pvalue=pvalue,
        note=samples.problem or spread_problem(error),
    )


def _superiority(
    pairs: ItemPairs, ends: tuple[float, float], confidence_level: float
) -> TestFigures:
    """Return the score tests of the difference of two shares, twice the distance from ½."""
    n, up, down = pairs.n_pairs, pairs.n_higher, pairs.n_lower
    if n == 0:
        return TestFigures(note="nobody answered both")
    low, high = tango_interval(up, down, n, confidence_level)
    statistic, pvalue = _larger(
        (tango_statistic(up, down, n, 2 * ends[0]), tango_statistic(up, down, n, 2 * ends[1])),
        normal_pvalue,
    )
    distinct, counts = pairs.differences()
    return TestFigures(
        mean_difference=int(distinct @ counts) / n,
        low=(1 + low) / 2,
        high=(1 + high) / 2,
        statistic=statistic,
        pvalue=pvalue,
    )


def _reading(
    test: EquivalenceTest, method: str, ends: tuple[float, float], confidence_level: float
) -> tuple[str, ...]:
    """Return what margin, interval and verdict mean."""
    level = format_level(2 * confidence_level - 1)
    of = "the mean difference, t" if test == "t" else "the superiority, Tango's score interval"
    unit = "scale points" if test == "t" else "superiority, around 0.5"
    verdict = f"Equivalent: adjusted p-value below {1 - confidence_level:.4g}."
    return (
        f"Test: {method}; the larger p-value stands.",
        f"Margin: {margin_words(ends)} {unit}. {verdict}",
        f"Interval: of {of}, {level}.",
    )
