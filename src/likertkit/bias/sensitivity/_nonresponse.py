"""nonresponse_bounds: bounds on a figure of everybody who was asked."""

from __future__ import annotations

import itertools
import math
from math import gcd
from typing import TYPE_CHECKING

from likertkit._checks import as_names, check_confidence_level, default, settled
from likertkit._text import counted, format_level, join_words
from likertkit.bias.design._declared import STRUCTURAL, is_structural, same_label
from likertkit.bias.sensitivity._bounded_counts import (
    BoundedCounts,
    BoundsRow,
    BoundsTable,
    CumulativeBoundsRow,
    ProportionBoundsRow,
)
from likertkit.bias.sensitivity._invited import (
    EVERYBODY,
    CohortT,
    ConditionT,
    Invited,
    invited_groups,
    read_invited,
)
from likertkit.errors import ArgumentError, PopulationError, UnknownItemError
from likertkit.instrument._item import in_score_units
from likertkit.instrument._views import box_notes, check_boxes, view_sentence
from likertkit.published import PublishedTable, grim
from likertkit.responses._as_tables import as_tally, in_ascending_order
from likertkit.results import Table
from likertkit.results._record import Subject, column_names
from likertkit.tally._axes import subject_of
from likertkit.tally._to_frame import check_unweighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from likertkit.instrument import Instrument, LikertScale
    from likertkit.responses import Responses
    from likertkit.tally import Tally

_BY = ("condition",)
_PUBLISHED_SHOWN = ("item", "n", "invited", "mean", "low", "high")


def published_bounds(data: PublishedTable, invited: object, by: object) -> BoundsTable:
    """Return the bounds from printed means and their n."""
    if by not in (None, "condition", _BY):
        raise ArgumentError(
            f"by={by!r} splits a published table, but a published table has only a mean for each "
            f"condition.",
            "leave `by=` out.",
        )
    numbers, people = data.n, read_invited(invited, data.conditions, ())
    if lacking := [condition for condition in data.conditions if condition not in numbers]:
        raise ArgumentError(
            f"the published table has no number of answers for {lacking[0]!r}.",
            "write PublishedTable(..., n={condition: n}).",
        )
    rows = tuple(
        _row(data, condition, item, numbers[condition][item], people[condition][EVERYBODY])
        for condition in data.conditions
        for item in data.means[condition]
    )
    title = f"{data.instrument.title or data.instrument.name} among all invited"
    notes = (
        view_sentence("as_answered"),
        (
            "Bounds: every invited person without a valid answer is set to the lowest code, then "
            "to the highest. Nothing is assumed about these people; for the invited the bounds "
            "are exact."
        ),
        (
            "Assumes that n is the number of valid answers and that the question applies to "
            "everybody invited; answers are whole numbers without weights; means are rounded to "
            "nearest, ties up or down. Means do not give medians, proportions or intervals."
        ),
    )
    return BoundsTable(
        title=f"Bounds on the published means of {title}",
        names=(*_BY, *column_names(BoundsRow)),
        rows=rows,
        by=_BY,
        shown=_PUBLISHED_SHOWN,
        subject=Subject(data.instrument, "condition"),
        options=(
            ("by", _BY),
            ("invited", tuple((condition, n[EVERYBODY]) for condition, n in people.items())),
            ("view", "as_answered"),
        ),
        notes=notes,
        top_box=Table(
            title="No bounds on top boxes",
            names=(*_BY, *column_names(ProportionBoundsRow)),
            rows=(),
            by=_BY,
        ),
        cumulative=Table(
            title="No bounds on distributions",
            names=(*_BY, *column_names(CumulativeBoundsRow)),
            rows=(),
            by=_BY,
        ),
    )


def _row(data: PublishedTable, condition: str, item: str, n: int, invited: int) -> BoundsRow:
    if n > invited:
        raise PopulationError(
            f"item {item!r}: {n} answers under {condition!r} are more than the {invited} who were "
            "invited.",
            "`invited` counts everybody who was asked, with or without an answer.",
        )
    scale, mean = data.instrument[item].scale, data.mean(condition, item)
    ends = _ends(grim(mean, n).totals, n, scale)
    low = high = math.nan
    note = f"the mean {mean} is impossible at n = {n}"
    if ends is not None:
        missing = invited - n
        low = (ends[0] + missing * scale.low) / invited
        high = (ends[1] + missing * scale.high) / invited
        note = ""
    return BoundsRow(
        by=(("condition", condition),),
        item=item,
        n=n,
        invited=invited,
        mean=float(mean),
        low=low,
        high=high,
        note=note,
    )


def _ends(totals: Sequence[int], n: int, scale: LikertScale) -> tuple[int, int] | None:
    """Return the smallest and the largest of some totals that n answers on a scale can have."""
    step = gcd(*(after - before for before, after in itertools.pairwise(scale.codes)))
    lowest = n * scale.low
    steps = [total - lowest for total in (totals[0], totals[-1])] if totals else [1, 0]
    # Whole steps from the lowest total: rounded up, and rounded down.
    least = max(-(-steps[0] // step), 0)
    greatest = min(steps[1] // step, n * (scale.high - scale.low) // step)
    return (lowest + step * least, lowest + step * greatest) if least <= greatest else None


_SHOWN = ("item", "n", "invited", "mean", "low", "high")


def _structural(names: Iterable[str], instrument: Instrument) -> tuple[str, ...]:
    """Return the answers that say that a question does not apply."""
    labels = as_names(names, "structural")
    known = {same_label(label): label for item in instrument for label in item.scale.nonsubstantive}
    for label in labels:
        # The default may be missing: many scales have no "Not applicable".
        if label not in STRUCTURAL and same_label(label) not in known:
            raise UnknownItemError(label, tuple(known.values()), "nonsubstantive answer")
    return labels


def nonresponse_bounds(
    data: Responses | Tally | PublishedTable,
    *,
    invited: Invited[ConditionT, CohortT],
    by: str | Iterable[str] | None = None,
    structural: str | Iterable[str] = default(STRUCTURAL),
    boxes: tuple[int, int] = default((1, 1)),
    confidence_level: float = default(0.95),
) -> BoundsTable:
    """Return bounds on the mean that each item would have if everybody had answered.

    Nothing is assumed about the people who did not answer: each could have answered at either end
    of the scale.  The bounds can be reached, so only an assumption can make them narrower.

    Parameters
    ----------
    data : Responses, Tally or PublishedTable
        The answers, unweighted; or the means and n that a paper prints.
    invited : int or mapping
        People who were asked: one number; condition → number; cohort → number; or condition →
        cohort → number, for cohorts that a condition never had.  A cohort is a declared stratum.
    by : str or sequence of str, optional
        The stratum, the condition or both.  A declared condition always splits the result.
    structural : str or sequence of str, optional
        Nonsubstantive answers that say that the question does not apply.  People who give such an
        answer are left out.  Other nonsubstantive answers, such as "Refused", and blanks count as
        missing answers.
    boxes : (int, int), optional
        How many levels are in the top box (the bottom box is not used).
    confidence_level : float, optional
        Level of the intervals for a wider population.  *structural*, *boxes* and
        *confidence_level* are not for a published table: means do not give reasons, proportions
        or intervals.

    Returns
    -------
    BoundsTable
        A table of BoundsRow, a row for each group and item; its ``top_box`` and ``cumulative``
        have the bounds on proportions.

    Raises
    ------
    PopulationError
        If fewer people were invited than answered, or *invited* lacks a condition or a cohort.
    ArgumentError, ArgumentTypeError
        If an argument has the wrong type or value, the data are weighted, or a published table
        does not state its n or is given an option for proportions or intervals.
    UnknownItemError
        If *structural* has a label that is not in the scales.
    AxisError
        If *by* names what the data do not have.

    Notes
    -----
    With n valid answers of total S, m people without an answer and scores from L to U, the mean of
    all n + m lies in [(S + m L)/(n + m), (S + m U)/(n + m)].  Bounds by cohort, averaged with the
    cohorts' sizes as weights, give the same two numbers.  If the question does not apply to some of
    the people without an answer, the mean of the others lies within the bounds too.

    For the invited the bounds are exact, because nobody was sampled.  The interval treats the
    invited as a simple random sample from a wider population and covers the population mean under
    full response.  Each bound is moved outwards so that the probability beyond it is that of Imbens
    and Manski: 1 - confidence level if the bounds are far apart, half of it if they are equal.  For
    a mean the distance is a quantile of Student's t (degrees of freedom: the invited minus 1) times
    the standard error, both computed with one more answer at that end of the scale; for a
    proportion the bound is that of Clopper and Pearson.  Neither has width 0 if all answers are
    equal.  Clustered answers have no interval, because the clusters of the people without an
    answer are unknown.

    References
    ----------
    .. [1] Manski (2003), Partial Identification of Probability Distributions, Springer, chapter 1.
    .. [2] Imbens and Manski (2004), Confidence intervals for partially identified parameters,
       Econometrica 72, 1845-1857.
    .. [3] Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the
       case of the binomial, Biometrika 26, 404-413.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(nonsubstantive={"Not applicable": 9, "Refused": 97})
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {2: 4, 4: 3, 9: 1, 97: 1}}, trial)
    >>> row = lk.bias.nonresponse_bounds(tally, invited=11)["clear"]
    >>> row.n, row.n_structural, row.low, row.high
    (7, 1, 2.3, 3.5)
    """
    published = "for a published table" if isinstance(data, PublishedTable) else ""
    structural = settled(structural, "structural", published)
    boxes = settled(boxes, "boxes", published)
    confidence_level = settled(confidence_level, "confidence_level", published)
    confidence_level = check_confidence_level(confidence_level)
    if isinstance(data, PublishedTable):
        return published_bounds(data, invited, by)
    tally, names = as_tally(data, by)
    check_unweighted(tally)
    boxes = check_boxes(boxes, tally.instrument)
    labels = _structural(structural, tally.instrument)
    items = tuple(_bounded(tally, names, invited, labels))
    title = f"{tally.instrument.name} among all invited"
    notes = (
        view_sentence(tally.view),
        *_notes(items, labels, confidence_level),
        *tally.notes,
    )
    rows = tuple(item.mean_row(confidence_level) for item in items)
    return in_score_units(
        BoundsTable(
            title=f"Bounds on the means of {title}",
            names=(*names, *column_names(BoundsRow)),
            rows=rows,
            by=names,
            shown=_SHOWN,
            subject=subject_of(tally.instrument, tally.axes, names),
            options=(
                ("by", names),
                (
                    "invited",
                    tuple(dict.fromkeys((*item.by, ("invited", item.invited)) for item in items)),
                ),
                ("structural", labels),
                ("boxes", boxes),
                ("confidence_level", confidence_level),
                ("view", tally.view),
            ),
            notes=notes,
            top_box=Table(
                title=f"Bounds on the top box of {title}",
                names=(*names, *column_names(ProportionBoundsRow)),
                rows=tuple(
                    item.top_box_row(boxes[0], confidence_level, tally.view) for item in items
                ),
                by=names,
                notes=(
                    *box_notes(tally.instrument, tally.view, boxes, top_only=True),
                    *notes[1:],
                ),
            ),
            cumulative=Table(
                title=f"Bounds on the distributions of {title}",
                names=(*names, *column_names(CumulativeBoundsRow)),
                rows=tuple(row for item in items for row in item.cumulative_rows()),
                by=names,
                notes=notes,
            ),
        ),
        tally.instrument.items,
    )


def _bounded(
    tally: Tally, names: tuple[str, ...], invited: object, labels: tuple[str, ...]
) -> Iterator[BoundedCounts]:
    for by, counts, number in invited_groups(tally, names, invited):
        for item, cells in zip(tally.instrument, counts.tolist(), strict=True):
            k = item.scale.n_levels
            scores, turned = in_ascending_order(item, tally.view)
            levels = cells[:k][::-1] if turned else cells[:k]
            reasons = zip(item.scale.reasons, cells[k : item.scale.n_cells], strict=True)
            yield BoundedCounts(
                by=by,
                item=item,
                scores=scores,
                counts=tuple(levels),
                invited=number,
                n_structural=sum(n for label, n in reasons if is_structural(label, labels)),
                # A respondent has one row under a condition.
                clustered=tally.clusters is not None and tally.clusters.unit == "cluster",
            )


def _notes(
    items: tuple[BoundedCounts, ...], labels: tuple[str, ...], confidence_level: float
) -> tuple[str, ...]:
    apart = ""
    if labels:
        total = sum(item.n_structural for item in items)
        answers = join_words([repr(label) for label in labels], "or")
        what = counted(total, "answer")
        apart = f" Left out because the question does not apply: {answers} ({what})."
    return (
        (
            f"Bounds: every invited person without a valid answer is set to the lowest score, "
            f"then to the highest. Nothing is assumed about these people; for the invited the "
            f"bounds are exact.{apart}"
        ),
        (
            f"interval_low, interval_high: Imbens and Manski, {format_level(confidence_level)}"
            ", for a wider population, with the invited as a simple random sample from it; means "
            "by t with one more answer at each end, proportions by Clopper and Pearson."
        ),
    )
