"""What a summary takes from the sampling design that its data declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from likertkit.errors import PopulationError
from likertkit.estimate import means
from likertkit.summary._conditions import known_conditions, of_conditions
from likertkit.tally._count_table import with_design
from likertkit.tally._design import Design

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.bias import StudyDesign
    from likertkit.responses import Responses
    from likertkit.results import Table
    from likertkit.summary._options import SummaryOptions
    from likertkit.tally import PairTally, Tally


def for_comparison(
    data: Responses | Tally | PairTally, counts: Tally, *, linked: bool
) -> tuple[Responses | Tally | PairTally, list[str]]:
    """Return the data with what a comparison can use of their sampling design, and what it cannot.

    Answers that are not linked are compared as groups of people, and a person of the population
    is in the groups of both conditions.  A pair is of both conditions, with sizes for each.
    """
    design = counts.design
    sizes = () if design is None else (design.population, design.cluster_population)
    if design is None or not any(given is not None for given in sizes):
        return data, []
    by_condition = any(
        isinstance(given, Mapping) and any(isinstance(size, Mapping) for size in given.values())
        for given in sizes
    )
    plain = design.without_sizes()
    rules: dict[str, Any] = {
        "lone_stratum": plain.lone_stratum,
        "collapse": dict(plain.collapse) or None,
    }
    if linked and not by_condition:
        if counts.weighted:
            return data, []
        # The means of a summary are unweighted, so their difference is unweighted too.
        if counts.clusters is not None and design.cluster_population is not None:
            rules |= {
                "cluster_population": design.cluster_population,
                "finite_population": design.finite_population,
            }
        return data.sampled(**rules), []
    without = data.sampled(**rules)
    if not (counts.weighted or counts.clusters is not None):
        return without, []
    why = (
        "the population has sizes by condition"
        if linked
        else "the answers of a respondent are not linked"
    )
    return without, [f"The difference has no finite population correction: {why}."]


def of_estimates(tally: Tally) -> Design | None:
    """Return the design for means without standard errors, which a lone stratum cannot stop."""
    strata = any(axis.role == "stratum" for axis in tally.axes)
    return Design().without_errors() if strata else None


def stratified_means(
    counts: Tally, some: Tally, conditions: tuple[Hashable, ...], options: SummaryOptions
) -> tuple[Table[Any] | None, list[str]]:
    """Return the means in which each cohort counts by its size, or why there are none."""
    split = any(axis.role == "stratum" for axis in counts.axes)
    declared = counts.design or Design()
    by_design = (
        options.design is not None and options.design.cohorts and declared.population is None
    )
    # Sampling weights count the cohorts already.
    if counts.weighted or (declared.population is None and not by_design):
        return None, []
    if not split:
        missing = "Stratified means are not shown: no column says who is in which cohort."
        return None, [missing] if by_design else []
    if options.design is None or not by_design:
        sizes = of_conditions(declared.population, known_conditions(counts)[1], conditions)
        return _by_size(some, sizes, declared), []
    try:
        return _by_size(some, _people(counts, options.design, conditions), declared), []
    except PopulationError as error:
        return None, [f"Stratified means are not shown: {error.problem()}"]


def _by_size(some: Tally, sizes: object, declared: Design) -> Table[Any]:
    """Return the means in which each stratum counts by its size."""
    limited = declared.finite_population or declared.population is None
    design = Design(
        population=sizes,
        finite_population=limited,
        collapse=dict(declared.collapse) or None,
    )
    return means(with_design(some, design.without_errors()))


def _people(tally: Tally, design: StudyDesign, conditions: tuple[Hashable, ...]) -> dict[Any, Any]:
    """Return the sizes of the cohorts that had a condition, by condition if there are some."""
    (place,) = (place for place, axis in enumerate(tally.axes) if axis.role == "stratum")
    # A study design names cohorts as text; the data may have numbers.
    written: dict[str, Hashable] = {str(group[place]): group[place] for group in tally.groups}

    def sizes(condition: str) -> dict[Hashable, int]:
        return {
            written.get(cohort.name, cohort.name): cohort.size
            for cohort in design.cohorts
            if cohort.knew(condition)
        }

    if conditions == (None,):
        return sizes(design.conditions[0].name)
    return {name: sizes(str(name)) for name in conditions}
