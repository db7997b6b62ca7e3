"""compare_overlapping: two conditions, where some answered both and others one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._checks import check_choice, check_confidence_level, default, settled
from likertkit._kernels.pvalues import Alternative
from likertkit._text import format_level
from likertkit.compare._options import (
    Correction,
    adjust_rows,
    check_correction,
    family_note,
    heads_of,
)
from likertkit.compare.overlapping._samples import UNWEIGHTED_HINT, PartlyPaired
from likertkit.compare.overlapping._table import (
    OVERLAP_COLUMNS,
    OVERLAP_SHOWN,
    PART_COLUMNS,
    PART_SHOWN,
    OverlapPartRow,
    OverlapRow,
    OverlapTable,
    OverlapTest,
    PartTests,
)
from likertkit.errors import ArgumentTypeError
from likertkit.instrument._item import check_directions, in_score_units
from likertkit.instrument._views import box_notes, check_boxes
from likertkit.responses._as_tables import as_pairs, item_pairs
from likertkit.results import Table
from likertkit.results._record import Subject
from likertkit.tally._to_frame import check_unweighted, pair_notes

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from likertkit.responses import Responses
    from likertkit.tally import PairTally

_RANDOM = (
    "All answers count: those who answered under one condition only are taken as no different "
    "from the others; compare the parts."
)


def compare_overlapping(
    data: Responses | PairTally,
    first: Hashable,
    second: Hashable,
    *,
    test: OverlapTest = "t",
    equal_variances: bool = default(False),
    boxes: tuple[int, int] = default((1, 1)),
    by: str | Iterable[str] = (),
    alternative: Alternative = "two-sided",
    correction: Correction = "holm",
    confidence_level: float = 0.95,
) -> OverlapTable:
    """Compare two conditions where some respondents answered both and others only one.

    The partially overlapping t takes every answer, and takes off the standard error what the
    pairs have in common.  With nothing but pairs it is the paired t, and without any Welch's t;
    with equal variances it is Student's.  The z of shares is its like for the top box.

    Nothing mends it where those who answered once differ from those who answered twice.  So
    ``parts`` of the result shows what the pairs say alone, and what the others do.

    Parameters
    ----------
    data : Responses or PairTally
        The answers, without sampling weights.
    first, second : hashable
        The two conditions; a difference is the first minus the second.
    test : {'t', 'proportion'}, optional
        Compare the means, or the shares of the top box.
    equal_variances : bool, optional
        Whether the t takes the variance as the same under both conditions.  Only for 't'.
    boxes : (int, int), optional
        For shares: the first is how many levels, from the scale's positive end, make the top
        box; the second, of the bottom box, is as in other functions, and not compared.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.
    alternative : {'two-sided', 'less', 'greater'}, optional
        Whether the first differs from, is less, or is greater than the second.  Intervals stay
        two-sided.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}, optional
        How p-values are adjusted, the family being all rows.
    confidence_level : float, optional
        Level of the intervals, each by itself.

    Returns
    -------
    OverlapTable
        A table of OverlapRow, a row a group and item; its ``parts`` tell what the paired and the
        unpaired answers say by themselves.

    Raises
    ------
    ArgumentError
        If the data have weights, a condition is not in them, or *boxes* or
        *equal_variances* is given for the test that has none.
    ArgumentTypeError
        If the data do not tell which answers are one respondent's.
    OptionError
        If an option is not one of its allowed values.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Notes
    -----
    The interval of shares is Newcombe's, of two Wilson intervals and the correlation of the two
    estimates; of the pairs alone it is Tango's, which belongs to McNemar's test.  With nothing
    but pairs the z of shares is close to McNemar's, not the same, and with few of them rejects a
    little too often: read McNemar's then, among the parts.

    References
    ----------
    .. [1] Derrick, Russ, Toher and White (2017), Test statistics for the comparison of means for
       two samples that include both paired and independent observations, Journal of Modern
       Applied Statistical Methods 16(1), 137-157.
    .. [2] Derrick, Dobson-McKittrick, Toher and White (2015), Test statistics for comparing two
       proportions with partially overlapping samples, Journal of Applied Quantitative Methods
       10(3).
    .. [3] Newcombe (1998), Improved confidence intervals for the difference between binomial
       proportions based on paired data, Statistics in Medicine 17, 2635-2650.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale()
    >>> table = {4: {5: 6, 4: 3}, 5: {5: 4}, "absent": {5: 3, 4: 2}, 3: {"absent": 4}}
    >>> pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
    >>> row = lk.compare_overlapping(pairs, "before", "after")["item"]
    >>> row.n_both, row.n_first_only, row.n_second_only
    (13, 4, 5)
    >>> round(row.mean_difference, 2), round(row.pvalue, 4)
    (-0.72, 0.0009)
    """
    check_choice(test, "test", OverlapTest)
    check_choice(alternative, "alternative", Alternative)
    check_correction(correction)
    unequal = "" if test == "t" else "for test='proportion', which compares proportions"
    equal_variances = settled(equal_variances, "equal_variances", unequal)
    boxes = settled(boxes, "boxes", "" if test == "proportion" else "for test='t'")
    if not isinstance(equal_variances, bool):
        raise ArgumentTypeError(
            f"equal_variances={equal_variances!r} is neither True nor False.",
            "leave it out, unless the variances are known to be equal.",
        )
    confidence_level = check_confidence_level(confidence_level)
    pairs, names = as_pairs(data, first, second, by)
    check_unweighted(
        pairs, "compare_overlapping() is made for simple random samples", UNWEIGHTED_HINT
    )
    if test == "proportion":
        boxes = check_boxes(boxes, pairs.instrument)
        check_directions(pairs.instrument, "The top box needs")
    tests = PartTests(
        test=test,
        equal_variances=equal_variances,
        alternative=alternative,
        confidence_level=confidence_level,
    )
    rows: list[OverlapRow] = []
    parts: list[OverlapPartRow] = []
    for answers in item_pairs(pairs, names):
        samples = (
            PartlyPaired.from_pairs(answers)
            if test == "t"
            else PartlyPaired.from_boxes(answers, pairs.view, boxes[0])
        )
        tested = tests.run(samples)
        parts.extend(
            OverlapPartRow(
                by=answers.by,
                item=answers.item.name,
                part=part.part,
                n_first=part.n_first,
                n_second=part.n_second,
                n_both=part.n_both,
                method=part.method,
                **attrs.asdict(part.figures),
            )
            for part in tested
        )
        whole = tested[-1].figures
        rows.append(
            OverlapRow(
                by=answers.by,
                item=answers.item.name,
                n_first_only=answers.n_first_only,
                n_second_only=answers.n_second_only,
                n_both=answers.n_pairs,
                pvalue_adjusted=whole.pvalue,
                method=tests.method(),
                **samples.sides(),
                **attrs.asdict(whole),
            )
        )
    notes = (*pair_notes(pairs, names), *_reading(tests, pairs, boxes))
    title = f"{pairs.first} minus {pairs.second}, partly paired: {pairs.instrument.name}"
    return in_score_units(
        OverlapTable(
            title=title,
            names=(*names, *OVERLAP_COLUMNS),
            rows=adjust_rows(rows, correction),
            by=names,
            shown=OVERLAP_SHOWN,
            heads=heads_of(pairs.first, pairs.second),
            options=(
                ("first", pairs.first),
                ("second", pairs.second),
                ("test", test),
                *((("equal_variances", equal_variances),) if test == "t" else (("boxes", boxes),)),
                ("by", names),
                ("alternative", alternative),
                ("correction", correction),
                ("confidence_level", confidence_level),
                ("view", pairs.view),
            ),
            notes=(*notes, family_note(correction, rows, "all items", names), _RANDOM),
            subject=Subject(pairs.instrument),
            parts=Table(
                title=f"{title}, part by part",
                names=(*names, *PART_COLUMNS),
                rows=tuple(parts),
                by=names,
                shown=PART_SHOWN,
                heads=heads_of(pairs.first, pairs.second),
                notes=(*notes, "P-values are not adjusted."),
            ),
        ),
        pairs.instrument.items,
        None if test == "t" else (),
    )


def _reading(tests: PartTests, pairs: PairTally, boxes: tuple[int, int]) -> tuple[str, ...]:
    """Return what is compared, and which intervals and p-values stand in the table."""
    level = format_level(tests.confidence_level)
    test = f"Test: {tests.method()}."
    if tests.alternative != "two-sided":
        test = f"Test: {tests.method()}; one-sided, whether the first is {tests.alternative}."
    if tests.test == "t":
        return test, f"Intervals: t, {level}, each by itself."
    intervals = "Newcombe's hybrid score, of the pairs alone Tango's"
    return (
        "Shares of the valid answers in the top box.",
        *box_notes(pairs.instrument, pairs.view, boxes, top_only=True),
        test,
        f"Intervals: {intervals}; {level}, each by itself.",
    )
