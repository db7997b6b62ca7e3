"""cohort_influence: the estimates without each cohort."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import as_names, as_nested_pairs
from likertkit._text import counted, join_words
from likertkit.bias.sensitivity._influence_row import (
    CohortRow,
    CohortTotals,
    InfluenceRow,
    InfluenceTable,
)
from likertkit.errors import ArgumentError, ArgumentTypeError, PopulationError
from likertkit.estimate import means
from likertkit.instrument._views import view_sentence
from likertkit.responses._as_tables import as_pairs, as_tally, item_pairs
from likertkit.results import Table
from likertkit.results._record import column_names
from likertkit.tally import PairTally, Tally
from likertkit.tally._count_table import with_design
from likertkit.tally._design import Design
from likertkit.tally._grouped import whole_sample
from likertkit.tally._population import read_sizes
from likertkit.tally._to_frame import check_unweighted

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from likertkit.responses import Responses

_SHOWN = (
    "item",
    "n",
    "estimate",
    "most_influential",
    "without",
    "without_low",
    "without_high",
    "equal",
)


def cohort_influence(
    data: Responses | Tally | PairTally,
    first: Hashable = None,
    second: Hashable = None,
    *,
    by: str | Iterable[str] | None = None,
) -> InfluenceTable:
    """Find how far each item's mean, or mean difference, depends on single cohorts.

    Each cohort is left out in turn.  The table also has the estimate in which every cohort counts
    the same and, if the data carry a population, the estimate in which each cohort counts by its
    number of people.

    Parameters
    ----------
    data : Responses, Tally or PairTally
        The answers, unweighted, with a declared stratum: the cohort.  The people in each cohort
        are the population that ``data.sampled(population=...)`` declares; cohorts that
        ``collapse=`` merges count as one cohort.
    first, second : hashable, optional
        Two conditions: the estimate is the mean difference of the pairs, first minus second.
        Without conditions it is the mean.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by, other than the stratum.  A declared condition
        splits means too, unless *by* is ``()``.

    Returns
    -------
    InfluenceTable
        A row for each group and item; its ``cohorts`` has a row for each cohort.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the data have no strata, are weighted or of another kind; if only one condition is
        named; if the population has sizes by condition and the estimate is a difference.
    PopulationError
        If the population lacks a cohort.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    See Also
    --------
    means : The standardised means, with their errors.

    Notes
    -----
    The influence of a cohort depends on its size and on its difference from the others: with the
    mean ȳ of all n, the influence of cohort h is n_h/(n - n_h) (ȳ_h - ȳ).

    References
    ----------
    .. [1] Cook and Weisberg (1982), Residuals and Influence in Regression, Chapman and Hall,
       chapter 3.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 4, 5, 5], "grade": ["a", "a", "b", "b", "b"]})
    >>> answers = lk.Responses(frame, trial, stratum="grade")
    >>> sampled = answers.sampled(population={"a": 30, "b": 10})
    >>> row = lk.bias.cohort_influence(sampled)["clear"]
    >>> row.estimate, row.most_influential, row.without, round(row.population, 3)
    (3.4, 'b', 1.5, 2.292)
    """
    if first is None and second is None:
        return _of_means(data, by)
    if first is None or second is None:
        raise ArgumentError(
            "only one condition is named; expected two, or none for means.",
            "pass both `first` and `second`.",
        )
    return _of_differences(data, first, second, () if by is None else by)


def _stratum(table: Tally | PairTally, names: tuple[str, ...]) -> str:
    """Return the name of the stratum's axis."""
    check_unweighted(table)
    strata = [axis.name for axis in table.axes if axis.role == "stratum"]
    if not strata:
        raise ArgumentError(
            "the data have no cohorts; expected a declared column of cohorts.",
            "declare the column of cohorts with `stratum=` where the responses or counts are made.",
        )
    if strata[0] in names:
        raise ArgumentError(
            f"by={strata[0]!r} has only one cohort in each group; expected another column.",
            "leave it out of `by=`; `.cohorts` has a row for each cohort.",
        )
    return strata[0]


def _of_means(data: object, by: str | Iterable[str] | None) -> InfluenceTable:
    if isinstance(data, PairTally):
        raise ArgumentTypeError(
            "a PairTally gives differences, and needs the names of its two conditions.",
            "pass `first` and `second`.",
        )
    tally, names = as_tally(data, by)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - checked there
    stratum, design = _stratum(tally, names), tally.design or Design()
    plain = with_design(tally, None)
    merged = dict(design.collapse)
    apart = plain.marginal((*names, stratum))
    parts: dict[tuple[Hashable, ...], list[CohortTotals]] = {}
    for group, counts in zip(apart.groups, apart.counts.tolist(), strict=True):
        of_group = parts.setdefault(
            group[:-1],
            [
                CohortTotals(
                    by=tuple(zip(names, group, strict=False)),
                    item=item.name,
                    unit=item.unit,
                    cohorts={},
                )
                for item in plain.instrument
            ],
        )
        for item, part, cells in zip(plain.instrument, of_group, counts, strict=True):
            levels = cells[: item.scale.n_levels]
            scores = item.scores(plain.view)
            total = sum(x * c for x, c in zip(scores, levels, strict=True))
            part.add(merged.get(group[-1], group[-1]), total, sum(levels))
    of_estimates = design.without_errors()
    equal = with_design(plain, of_estimates.without_sizes())
    standardised = {"equal": means(equal, by=names, standardize="equal")}
    if design.population is not None:
        standardised["population"] = means(with_design(plain, of_estimates), by=names)
    listed = [part for of_group in parts.values() for part in of_group]
    rows = []
    for k, part in enumerate(listed):
        row = _row(part)
        estimates = {name: table.rows[k] for name, table in standardised.items()}
        # The same reason may apply to both estimates.
        why: dict[str, list[str]] = {}
        for name, estimate in estimates.items():
            if part.n and math.isnan(estimate.mean):
                why.setdefault(estimate.note, []).append(name)
        reasons = [f"{join_words(columns)}: {reason}" for reason, columns in why.items()]
        rows.append(
            attrs.evolve(
                row,
                equal=estimates["equal"].mean,
                population=estimates["population"].mean if "population" in estimates else math.nan,
                note="; ".join(filter(None, [row.note, *reasons])),
            )
        )
    return _table(
        f"means of {plain.instrument.name}",
        rows,
        listed,
        names=names,
        stratum=stratum,
        # A condition is a sample of its own.
        split=plain.domain is not None
        or any(axis.role == "by" and axis.name in names for axis in plain.axes),
        options=(
            ("by", names),
            ("population", as_nested_pairs(design.population)),
            ("view", plain.view),
        ),
        notes=(view_sentence(plain.view), *design.merge_notes(), *plain.notes),
    )


def _of_differences(
    data: object, first: Hashable, second: Hashable, by: str | Iterable[str]
) -> InfluenceTable:
    pairs, names = as_pairs(data, first, second, as_names(by, "by"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - checked there
    stratum, design = _stratum(pairs, names), pairs.design or Design()
    pairs = with_design(pairs, None)
    merged = dict(design.collapse)
    listed: dict[tuple[object, str], CohortTotals] = {}
    for answers in item_pairs(pairs, (*names, stratum)):
        *group, (_, cohort) = answers.by
        item = answers.item
        key = (tuple(group), item.name)
        bare = CohortTotals(by=tuple(group), item=item.name, unit=item.unit, cohorts={})
        part = listed.setdefault(key, bare)
        differences, numbers = (array.tolist() for array in answers.differences())
        total = sum(d * n for d, n in zip(differences, numbers, strict=True))
        part.add(merged.get(cohort, cohort), total, answers.n_pairs)
    weights = _weights(design, pairs, stratum)
    rows = [
        attrs.evolve(
            _row(part),
            equal=part.equal_mean(),
            population=math.nan if weights is None else part.standardized(weights[part.item]),
        )
        for part in listed.values()
    ]
    return _table(
        f"differences of {pairs.instrument.name}: {pairs.first} − {pairs.second}",
        rows,
        listed.values(),
        names=names,
        stratum=stratum,
        split=bool(names) or pairs.domain is not None,
        options=(
            ("first", pairs.first),
            ("second", pairs.second),
            ("by", names),
            ("population", as_nested_pairs(design.population)),
            ("view", pairs.view),
        ),
        notes=(
            view_sentence(pairs.view),
            "Only pairs with two valid answers count; cohorts without such a pair are left out.",
            *design.merge_notes(),
            *pairs.notes,
        ),
    )


def _weights(
    design: Design, pairs: PairTally, stratum: str
) -> dict[str, dict[Hashable, float]] | None:
    """Return how many people a pair of each cohort represents, by item; None if not declared.

    A group, or a domain, counts a cohort's people in proportion to its part of the cohort's pairs,
    as in `means`.
    """
    known = read_sizes(design.population, "population", pairs.axes)
    if known is None:
        return None
    merged = dict(design.collapse)
    sizes = known.under(None, merged)
    whole = whole_sample(pairs)
    numbers: dict[str, dict[Hashable, int]] = {}
    for answers in item_pairs(whole, (stratum,)):
        ((_, cohort),) = answers.by
        of_item = numbers.setdefault(answers.item.name, {})
        into = merged.get(cohort, cohort)
        of_item[into] = of_item.get(into, 0) + answers.n_pairs
    for item, of_item in numbers.items():
        for cohort, n in of_item.items():
            size = sizes.get(cohort, 0.0)
            # Sizes that are not limited to these people may be proportions.
            if n and (size == 0 or (design.finite_population and n > size)):
                stated = f"{size:g}" if size else "nothing"
                raise PopulationError(
                    f"item {item!r} has {counted(n, 'pair')} of the cohort {cohort!r}, for "
                    f"which the population has {stated}.",
                    "declare the number of people in each cohort of the data, with or without an "
                    "answer, by `data.sampled(population=...)`.",
                )
    return {
        item: {cohort: sizes[cohort] / n for cohort, n in of_item.items() if n}
        for item, of_item in numbers.items()
    }


def _row(part: CohortTotals) -> InfluenceRow:
    bare = InfluenceRow(by=part.by, item=part.item, n=part.n, estimate=part.mean())
    if part.n == 0:
        return attrs.evolve(bare, note="no answers")
    left_out = [row for row in part.rows() if row.n and not math.isnan(row.without)]
    if not left_out:
        return attrs.evolve(bare, note="one cohort: no respondents are left without this cohort")
    most = max(left_out, key=lambda row: abs(row.influence))
    return attrs.evolve(
        bare,
        most_influential=most.cohort,
        without=most.without,
        influence=most.influence,
        without_low=min(row.without for row in left_out),
        without_high=max(row.without for row in left_out),
    )


def _table(
    what: str,
    rows: list[InfluenceRow],
    parts: Iterable[CohortTotals],
    *,
    names: tuple[str, ...],
    stratum: str,
    split: bool,
    options: tuple[tuple[str, object], ...],
    notes: tuple[str, ...],
) -> InfluenceTable:
    without_sizes = dict(options)["population"] is None
    by_people = (
        "not shown; declare it by `data.sampled(population=...)`"
        if without_sizes
        else "each cohort counts by its number of people"
    )
    if not without_sizes and split:
        by_people += ", in a group or domain by its own number, estimated from the answers"
    how = (
        f"Each cohort of {stratum!r} is left out in turn. equal: every cohort counts the same; "
        f"population: {by_people}."
    )
    return InfluenceTable(
        title=f"Influence of cohorts on the {what}",
        names=(*names, *column_names(InfluenceRow)),
        rows=tuple(rows),
        by=names,
        shown=_SHOWN if without_sizes else (*_SHOWN, "population"),
        options=options,
        notes=(how, *notes),
        cohorts=Table(
            title=f"Cohorts and the {what}",
            names=(*names, *column_names(CohortRow)),
            rows=tuple(row for part in parts for row in part.rows()),
            by=names,
            notes=(how, *notes),
        ),
    )
