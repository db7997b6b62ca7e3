"""What must be known to read a comparison of groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, format_level
from likertkit.compare._declared_design import plan_notes
from likertkit.compare._options import family_note
from likertkit.compare.groups._effects import group_effect_notes
from likertkit.compare.groups._figures import DESIGNED_NAMES, EFFECTS, TEST_NAMES
from likertkit.instrument._views import box_notes, view_sentence
from likertkit.tally._axes import pooled_sentence
from likertkit.tally._sampled_units import lone_strata_sentences
from likertkit.tally._to_frame import weightless_note
from likertkit.tally._where import IN_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.compare._options import Correction
    from likertkit.compare.groups._figures import GroupTest
    from likertkit.compare.groups._omnibus_row import OmnibusRow
    from likertkit.compare.groups._source import GroupSource
    from likertkit.compare.groups._table import GroupRow
    from likertkit.compare.groups._tests import GroupTestOptions

# So many pairs of groups an item are compared unless they are named: those of 20 groups.
MOST_PAIRS = 190


def group_notes(
    source: GroupSource, options: GroupTestOptions, correction: Correction, rows: Sequence[GroupRow]
) -> tuple[str, ...]:
    """Return how to read the pairs of groups."""
    if not rows and (too_many := pairs_left_out(source)):
        return (*_reading(source), too_many)
    level = format_level(options.confidence_level)
    intervals = (
        f"Intervals: of the mean difference {'t' if source.designed else 'Welch'}, of the "
        "superiority a score interval on the effective number of answers"
    )
    if options.test == "proportion":
        intervals = "Intervals: Newcombe's hybrid score interval"
        if source.designed:
            intervals += " on effective numbers of answers (Korn and Graubard's)"
    intervals += f"; {level}, each by itself."
    return (
        *_reading(source),
        *_boxes(source, options),
        _test_note(source, options, rows),
        *_rank_notes(options, designed=source.designed),
        intervals,
        family_note(correction, rows, "all items and pairs of groups", source.names),
    )


def pairs_left_out(source: GroupSource) -> str:
    """Return why no pairs are compared where none was named; empty where they are few enough."""
    n = len(source.groups)
    n_pairs = n * (n - 1) // 2
    if n_pairs <= MOST_PAIRS:
        return ""
    return (
        f"No pairs are compared: {n} groups make {n_pairs:,} an item, more than {MOST_PAIRS}. "
        "`omnibus` tells whether the groups differ at all; name `first=` to compare one group with "
        "every other, and `second=` too for one pair."
    )


def effect_notes(source: GroupSource, options: GroupTestOptions) -> tuple[str, ...]:
    """Return how to read the effects."""
    intervals = group_effect_notes(options.test, options.confidence_level, designed=source.designed)
    return (*_reading(source), *_boxes(source, options), *intervals)


def _boxes(source: GroupSource, options: GroupTestOptions) -> tuple[str, ...]:
    """Return what proportions are of."""
    if options.test != "proportion":
        return ()
    tally = source.tally
    return (
        "Proportions of the valid answers in the top box.",
        *box_notes(tally.instrument, tally.view, options.boxes, top_only=True),
    )


def omnibus_notes(
    source: GroupSource,
    options: GroupTestOptions,
    correction: Correction,
    rows: Sequence[OmnibusRow],
) -> tuple[str, ...]:
    """Return how to read the tests of all groups."""
    ordered, test = ", ".join(map(repr, source.groups)), options.test
    return (
        *_reading(source),
        *_boxes(source, options),
        *([f"The groups are taken as ordered: {ordered}."] if test == "linear-by-linear" else []),
        *([f"Test: {methods}."] if (methods := _methods(rows, "")) else []),
        f"Effect: {EFFECTS[test]}.",
        family_note(correction, rows, "all items", source.names),
    )


def _methods(rows: Iterable[GroupRow | OmnibusRow], otherwise: str) -> str:
    """Return the tests, and how their p-values were found."""
    methods = dict.fromkeys(row.method for row in rows if not math.isnan(row.pvalue))
    return " or ".join(methods) or otherwise


def _test_note(source: GroupSource, options: GroupTestOptions, rows: Sequence[GroupRow]) -> str:
    """Return what was tested, how p-values were found, and which way."""
    name = _methods(rows, (DESIGNED_NAMES if source.designed else TEST_NAMES)[options.test])
    if source.designed:
        name += _DESIGNED[options.test]
    if options.alternative == "two-sided":
        return f"Test: {name}."
    way = "higher" if options.alternative == "greater" else "lower"
    return f"Test: {name}; one-sided, whether the first tends to be {way}."


# What the t of a design is of.
_DESIGNED: dict[GroupTest, str] = {
    "mann-whitney": ", of the difference of mean midranks (Lumley and Scott)",
    "t": ", of the difference of domain means",
    "proportion": ", of the difference of domain proportions",
}


def _rank_notes(options: GroupTestOptions, *, designed: bool) -> list[str]:
    asks = {
        "mann-whitney": "the groups answer alike, given how both together answered",
        "brunner-munzel": "the superiority is 1/2",
    }.get(options.test)
    if designed and asks:
        asks = "the superiority is 1/2"
    return [f"A rank test does not compare means: it asks whether {asks}."] if asks else []


def _reading(source: GroupSource) -> list[str]:
    """Return how codes became scores, what is pooled, who is left out."""
    tally = source.tally
    notes = [view_sentence(tally.view)]
    for axis in tally.axes:
        if axis.name in (*source.names, source.axis.name, IN_DOMAIN):
            continue
        if axis.role == "stratum" and source.designed:
            notes.append(f"Standard errors respect the strata of {axis.name!r}.")
        elif axis.role == "stratum":
            notes.append(pooled_sentence(axis.name))
        else:
            notes.append(f"The values of {axis.name!r} are pooled.")
    if source.axis.role == "condition" and tally.clusters is None:
        notes.append(
            "The groups are conditions, taken as of different people: where the same answered "
            "under several, compare_paired knows their pairs."
        )
    notes += _sampling_notes(source)
    if source.n_blank:
        rows = counted(source.n_blank, "row")
        notes.append(f"In no group, for want of a value in {source.axis.name!r}: {rows}.")
    return [*notes, *source.notes, *tally.notes]


# Where R takes another number of degrees of freedom, or the same one fewer.
_FEWER: dict[GroupTest, str] = {
    "mann-whitney": "The test of ranks has one fewer for each difference, as R's svyranktest.",
    "t": "R's svyttest has one fewer.",
    "proportion": "",
}


def _sampling_notes(source: GroupSource) -> list[str]:
    """Return what the standard errors know of the sample: weights, clusters, strata, sizes."""
    tally, notes = source.tally, []
    if tally.weighted:
        notes.append("Weights are sampling weights; n counts respondents.")
        notes += filter(None, [weightless_note(tally)])
    units = "respondents" if tally.clusters is None else f"{tally.clusters.unit}s"
    if units == "clusters":
        notes.append("Clusters were sampled whole: standard errors are those between clusters.")
    elif tally.clusters is not None:
        notes.append(
            "A respondent's answers under several conditions are one sampled unit: standard errors "
            "are those between respondents."
        )
    if source.designed:
        stratified = any(axis.role == "stratum" for axis in tally.axes)
        less = f"the number of strata that hold these {units}" if stratified else "1"
        notes.append(
            f"Degrees of freedom: the {units} with an answer in the groups compared, minus {less}. "
            f"{_FEWER[source.test]}".rstrip()
        )
        notes += lone_strata_sentences(source.plan.lone_stratum)
        notes += plan_notes(
            source.plan, clustered=tally.clusters is not None, weighted=tally.weighted
        )
    return notes
