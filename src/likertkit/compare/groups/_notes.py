"""What must be known to read a comparison of groups, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, format_percentage
from likertkit.compare._options import family_note, plan_notes
from likertkit.compare.groups._tests import EFFECTS, TEST_NAMES
from likertkit.instrument import view_sentence
from likertkit.tally import lone_strata_sentences, weightless_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.compare._options import Correction
    from likertkit.compare.groups._source import GroupSource
    from likertkit.compare.groups._table import GroupRow, OmnibusRow
    from likertkit.compare.groups._tests import GroupTest, PairTest

# So many pairs of groups an item are compared unless they are named: those of 20 groups.
MOST_PAIRS = 190
_LEAST = (
    "Least p-value: what an exact test can give at the least, as both groups together answered."
)


def group_notes(
    source: GroupSource, asked: PairTest, correction: Correction, rows: Sequence[GroupRow]
) -> tuple[str, ...]:
    """Return how to read the pairs of groups."""
    if not rows and (too_many := pairs_left_out(source)):
        return (*_reading(source), too_many)
    level = format_percentage(asked.confidence_level)
    intervals = (
        f"Intervals: of the mean difference {'t' if source.designed else 'Welch'}, of the "
        f"superiority a score interval on the effective number of answers; {level}, each by itself."
    )
    return (
        *_reading(source),
        _test_note(source, asked),
        *_rank_notes(asked),
        *([_LEAST] if any(not math.isnan(row.least_pvalue) for row in rows) else []),
        intervals,
        _family(correction, rows, "all items and pairs of groups", source.names),
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


def omnibus_notes(
    source: GroupSource, test: GroupTest, correction: Correction, rows: Sequence[OmnibusRow]
) -> tuple[str, ...]:
    """Return how to read the tests of all groups."""
    ordered = ", ".join(map(repr, source.groups))
    return (
        *_reading(source),
        *([f"The groups are taken as ordered: {ordered}."] if test == "linear-by-linear" else []),
        f"Effect: {EFFECTS[test]}.",
        _family(correction, rows, "all items", source.names),
    )


def _test_note(source: GroupSource, asked: PairTest) -> str:
    """Return what was tested, and which way."""
    name = "difference of domain means by the design" if source.designed else TEST_NAMES[asked.test]
    if asked.alternative == "two-sided":
        return f"Test: {name}."
    way = "higher" if asked.alternative == "greater" else "lower"
    return f"Test: {name}; one-sided, whether the first tends to be {way}."


def _rank_notes(asked: PairTest) -> list[str]:
    asks = {
        "mann-whitney": "the groups answer alike, given how both together answered",
        "brunner-munzel": "the superiority is 1/2",
    }.get(asked.test)
    return [f"A rank test does not compare means: it asks whether {asks}."] if asks else []


def _reading(source: GroupSource) -> list[str]:
    """Return how codes became scores, what is pooled, who is left out."""
    tally = source.tally
    said = [view_sentence(tally.view)]
    for axis in tally.axes:
        if axis.name in (*source.names, source.axis.name):
            continue
        if axis.role == "stratum" and source.designed:
            said.append(f"Standard errors respect the strata of {axis.name!r}.")
        elif axis.role == "stratum":
            said.append(
                f"The strata of {axis.name!r} are pooled: each counts by its number of answers."
            )
        else:
            said.append(f"The values of {axis.name!r} are pooled.")
    if source.axis.role == "condition":
        said.append(
            "The groups are conditions, taken as of different people: where the same answered "
            "under several, compare_paired knows their pairs."
        )
    if tally.weighted:
        said.append("Weights are sampling weights; n counts respondents.")
        said += filter(None, [weightless_note(tally)])
    if tally.clusters is not None:
        said.append("Clusters were sampled whole: standard errors are those between clusters.")
    if source.designed:
        units = "respondents" if tally.clusters is None else "clusters"
        stratified = any(axis.role == "stratum" for axis in tally.axes)
        less = f"the number of strata that hold these {units}" if stratified else "1"
        said.append(
            f"Degrees of freedom: the {units} with an answer in the groups compared, minus {less}. "
            "R's svyttest has one fewer."
        )
        said += lone_strata_sentences(source.plan.lone_stratum)
        said += plan_notes(source.plan, clustered=tally.clusters is not None)
    if source.n_blank:
        rows = counted(source.n_blank, "row")
        said.append(f"In no group, for want of a value in {source.axis.name!r}: {rows}.")
    return [*said, *tally.notes]


def _family(
    correction: Correction,
    rows: Sequence[GroupRow] | Sequence[OmnibusRow],
    what: str,
    names: tuple[str, ...],
) -> str:
    size = sum(not math.isnan(row.pvalue) for row in rows)
    return family_note(correction, size, f"{what} by {', '.join(names)}" if names else what)
