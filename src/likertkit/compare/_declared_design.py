"""A design that the data declare, as comparisons read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit._text import join_words
from likertkit.tally import Design, PairTally, Tally
from likertkit.tally._count_table import with_design
from likertkit.tally._design import design_notes
from likertkit.tally._domains import collapse_strata
from likertkit.tally._population import check_filled, check_sizes, read_sizes, sizes_table

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from likertkit.tally import Axis

_TableT = TypeVar("_TableT", Tally, PairTally)

EVERYBODY = "everybody was asked: the difference is exact"


def counts_by_population(table: Tally | PairTally) -> bool:
    """Return whether strata count by their people: answers without weights, of a known population.

    Sampling weights say themselves whom an answer stands for.
    """
    declared = table.design
    return declared is not None and declared.population is not None and not table.weighted


def in_design(table: _TableT, *, designed: bool, test: str) -> tuple[_TableT, Design]:
    """Return a table with its declared strata merged, and its sampling design.

    Where the design does not count strata are pooled, and the note of the table says so.
    """
    declared = table.design
    if declared is None:
        return table, Design()
    if not designed:
        return unused_population(table, test) if counts_by_population(table) else table, Design()
    known = read_sizes(declared.population, "population", table.axes)
    if declared.collapse:
        populated = () if known is None else known.strata()
        table = collapse_strata(table, dict(declared.collapse), populated)
    return with_design(table, None), declared


@attrs.frozen(eq=False, kw_only=True)
class PeoplePerAnswer:
    """How many people each answer to an item stands for, by the sizes of a population.

    Attributes
    ----------
    weights : array of float, shape (n_strata,)
        The people of each stratum over its answers; 0 where it has none.
    problem : str
        Why nothing can be said of all people; empty where it can.
    """

    weights: NDArray[np.float64]
    problem: str


def people_per_answer(
    plan: Design,
    axes: Sequence[Axis],
    *,
    condition: Hashable,
    strata: Sequence[Hashable],
    answers: NDArray[np.int64],
    sampled: NDArray[np.int64],
) -> PeoplePerAnswer:
    """Return whom the answers to an item stand for, of respondents without sampling weights.

    Parameters
    ----------
    plan : Design
        The declared design, with its population.
    axes : sequence of Axis
        Those of the table of counts.
    condition : hashable
        The condition; None without.
    strata : sequence of hashable
        The strata of the data; (None,) without.
    answers, sampled : arrays of int, shape (n_strata,)
        Answers to the item, and respondents, of each.

    Raises
    ------
    PopulationError
        If a stratum has no size, or a size below its sample, or if nobody of it was asked.
    """
    known = read_sizes(plan.population, "population", axes)
    weights = np.zeros(len(strata))
    if known is None:
        return PeoplePerAnswer(weights=weights + 1, problem="")
    merged = dict(plan.collapse)
    unasked = [stratum for stratum in known.under(condition, merged) if stratum not in strata]
    every = (*strata, *unasked)
    sizes = sizes_table(known, (condition,), every, merged)
    n_asked = np.concatenate([sampled, np.zeros(len(unasked), dtype=np.int64)])[None]
    check_sizes(
        known,
        sizes,
        n_asked,
        (condition,),
        every,
        at_least_sampled=plan.finite_population,
        what="respondent",
    )
    check_filled(known, sizes, n_asked, (condition,), every)
    people = sizes[0, : len(strata)]
    np.divide(people, answers, out=weights, where=answers > 0)
    silent = [repr(strata[h]) for h in np.flatnonzero((people > 0) & (answers == 0)).tolist()]
    problem = ""
    if silent and answers.any():
        problem = (
            f"no valid answers in stratum {join_words(silent)}: merge it by `sampled(collapse=...)`"
        )
    return PeoplePerAnswer(weights=weights, problem=problem)


def unused_population(table: _TableT, test: str) -> _TableT:
    """Return the table with the note that a test does not use its declared population."""
    knowing = "test='mann-whitney', test='t' and test='proportion' use it."
    if isinstance(table, PairTally):
        knowing = "test='t' uses it."
    note = (
        f"test={test!r} does not use the population that `sampled()` declared: it takes the "
        f"answers as a simple random sample of very many people. {knowing}"
    )
    return attrs.evolve(table, design=None, notes=(*design_notes(table.notes, None), note))


def plan_notes(design: Design, *, clustered: bool, weighted: bool) -> list[str]:
    """Return what a declared design does: strata that are merged, and sizes."""
    notes = design.merge_notes()
    if design.population is not None and not weighted:
        notes.append(
            "Each stratum counts by the number of its people in the population, which its valid "
            "answers to the item stand for."
        )
    sizes = design.cluster_population if clustered else design.population
    if sizes is not None and design.finite_population:
        what = "clusters" if clustered else "people"
        notes.append(
            f"Inference: the {what} of the population only; standard errors have the finite "
            "population correction."
        )
    return notes
