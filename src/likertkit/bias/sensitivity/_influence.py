"""cohort_influence: what an estimate would be without each cohort."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import as_names, as_nested_pairs, check_count
from likertkit._text import counted, join_words
from likertkit.bias.sensitivity._influence_row import CohortRow, InfluenceRow, InfluenceTable
from likertkit.errors import ArgumentError, ArgumentTypeError, PopulationError
from likertkit.estimate import means
from likertkit.instrument._views import view_sentence
from likertkit.responses._as_tables import as_pairs, as_tally, item_pairs
from likertkit.results import Table
from likertkit.results._record import column_names
from likertkit.tally import PairTally, Tally
from likertkit.tally._axes import plain_key
from likertkit.tally._to_frame import check_unweighted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.bias.sensitivity._invited import CohortT, ConditionT
    from likertkit.estimate import MeanTable
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


@attrs.frozen(kw_only=True)
class _Parts:
    """Of one group and item: each cohort's total and how many stand behind it."""

    by: tuple[tuple[str, object], ...]
    item: str
    cohorts: dict[Hashable, tuple[int, int]]

    @property
    def n(self) -> int:
        return sum(n for _, n in self.cohorts.values())

    def mean(self, without: object = ...) -> float:
        """Return the mean of all, or of all but one cohort."""
        kept = [part for cohort, part in self.cohorts.items() if cohort != without]
        n = sum(n for _, n in kept)
        return sum(total for total, _ in kept) / n if n else math.nan

    def rows(self) -> list[CohortRow]:
        """Return what each cohort does; one without answers does nothing."""
        whole = self.mean()
        found = []
        for cohort, (total, n) in self.cohorts.items():
            without = self.mean(cohort)
            found.append(
                CohortRow(
                    by=self.by,
                    item=self.item,
                    cohort=cohort,
                    n=n,
                    estimate=total / n if n else math.nan,
                    without=without,
                    influence=whole - without,
                    note="" if n and not math.isnan(without) else _lacking(n),
                )
            )
        return found

    def standardized(self, weights: Mapping[Hashable, float]) -> float:
        """Return the mean in which each answer of a cohort has a weight."""
        held = [(t * weights[one], n * weights[one]) for one, (t, n) in self.cohorts.items() if n]
        weight = math.fsum(n for _, n in held)
        return math.fsum(total for total, _ in held) / weight if weight else math.nan

    def alike(self) -> float:
        """Return the mean in which every cohort with answers counts the same."""
        return self.standardized({one: 1 / n for one, (_, n) in self.cohorts.items() if n})


def _lacking(n: int) -> str:
    return "no respondents are left without this cohort" if n else "no answers"


def cohort_influence(
    data: Responses | Tally | PairTally,
    first: Hashable = None,
    second: Hashable = None,
    *,
    by: str | Iterable[str] | None = None,
    population: Mapping[CohortT, int] | Mapping[ConditionT, Mapping[CohortT, int]] | None = None,
) -> InfluenceTable:
    """Find how far each item's mean, or mean difference, hangs on single cohorts.

    Each cohort is left out in turn.  Beside that stand the estimates in which every cohort
    counts the same, and in which each counts by its size.

    Parameters
    ----------
    data : Responses, Tally or PairTally
        The answers, unweighted, with a declared stratum: the cohort.
    first, second : hashable, optional
        Two conditions: the estimate is the mean difference of the pairs, the first less the
        second.  Without them it is the mean.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by, other than the stratum.  A declared condition
        splits means too, unless *by* is ``()``.
    population : mapping, optional
        People in each cohort: cohort → number, or of means also condition → cohort → number.

    Returns
    -------
    InfluenceTable
        A row a group and item; its ``cohorts`` has a row for each cohort.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the data have no strata, are weighted or of another kind, or only one condition is
        named.
    PopulationError
        If *population* lacks a cohort.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    See Also
    --------
    means : The standardised means, with their errors.

    Notes
    -----
    A cohort moves an estimate by its size and by how far it lies from the others: with ȳ of all
    n, the influence of cohort h is n_h/(n - n_h) (ȳ_h - ȳ).

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
    >>> row = lk.bias.cohort_influence(answers, population={"a": 30, "b": 10})["clear"]
    >>> row.estimate, row.most_influential, row.without, round(row.population, 3)
    (3.4, 'b', 1.5, 2.292)
    """
    if first is None and second is None:
        return _of_means(data, by, population)
    if first is None or second is None:
        raise ArgumentError(
            "only one condition is named; expected two, or none for means.",
            "pass both `first` and `second`.",
        )
    return _of_differences(data, first, second, () if by is None else by, population)


def _stratum(table: Tally | PairTally, names: tuple[str, ...]) -> str:
    """Return the name of the stratum's axis."""
    check_unweighted(table)
    found = [axis.name for axis in table.axes if axis.role == "stratum"]
    if not found:
        raise ArgumentError(
            "the data have no cohorts; expected a declared column of cohorts.",
            "declare the column of cohorts with `stratum=` where the responses or counts are made.",
        )
    if found[0] in names:
        raise ArgumentError(
            f"by={found[0]!r} has only one cohort in each group; expected another column.",
            "leave it out of `by=`; `.cohorts` has a row for each cohort.",
        )
    return found[0]


def _of_means(data: object, by: str | Iterable[str] | None, population: object) -> InfluenceTable:
    if isinstance(data, PairTally):
        raise ArgumentTypeError(
            "a PairTally gives differences, and needs the names of its two conditions.",
            "pass `first` and `second`.",
        )
    tally, names = as_tally(data, by)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - checked there
    tally = attrs.evolve(tally, design=None)
    stratum = _stratum(tally, names)
    apart = tally.marginal((*names, stratum))
    parts: dict[tuple[Hashable, ...], list[_Parts]] = {}
    for group, counts in zip(apart.groups, apart.counts.tolist(), strict=True):
        items = parts.setdefault(
            group[:-1],
            [
                _Parts(by=tuple(zip(names, group, strict=False)), item=item, cohorts={})
                for item in tally.instrument.names
            ],
        )
        for item, one, cells in zip(tally.instrument, items, counts, strict=True):
            levels = cells[: item.scale.n_levels]
            scores = item.scores(tally.view)
            total = sum(x * c for x, c in zip(scores, levels, strict=True))
            one.cohorts[group[-1]] = (total, sum(levels))
    # Point estimates only, to which the rule for a lone stratum makes no difference.
    certain = tally.sampled(lone_stratum="certainty")
    standardised = {"equal": means(certain, by=names, standardize="equal")}
    if population is not None:
        standardised["population"] = _of_people(tally, names, population)
    listed = [one for items in parts.values() for one in items]
    rows = []
    for k, one in enumerate(listed):
        row = _row(one)
        found = {name: table.rows[k] for name, table in standardised.items()}
        # The same reason may stand behind both figures.
        why: dict[str, list[str]] = {}
        for name, its in found.items():
            if one.n and math.isnan(its.mean):
                why.setdefault(_without_merging(its.note), []).append(name)
        said = [row.note, *(f"{join_words(those)}: {reason}" for reason, those in why.items())]
        rows.append(
            attrs.evolve(
                row,
                equal=found["equal"].mean,
                population=found["population"].mean if "population" in found else math.nan,
                note="; ".join(filter(None, said)),
            )
        )
    return _table(
        f"means of {tally.instrument.name}",
        rows,
        listed,
        names=names,
        stratum=stratum,
        # A condition is a sample of its own.
        split=any(axis.role == "by" and axis.name in names for axis in tally.axes),
        options=(("by", names), ("population", as_nested_pairs(population)), ("view", tally.view)),
        notes=(view_sentence(tally.view), *tally.notes),
    )


def _of_people(tally: Tally, names: tuple[str, ...], population: object) -> MeanTable:
    """Return the means in which cohorts count by their people."""
    try:
        known = tally.sampled(population=population, lone_stratum="certainty")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - checked there
        return means(known, by=names)
    except PopulationError as error:
        raise PopulationError(error.problem(), _without_merging(error.hint)) from None


def _without_merging(text: str) -> str:
    """Return what `means` says of a cohort, without its option to merge it: there is none here."""
    return re.split(r"[:;] (?:or )?merge it", text)[0]


def _of_differences(
    data: object, first: Hashable, second: Hashable, by: str | Iterable[str], population: object
) -> InfluenceTable:
    pairs, names = as_pairs(data, first, second, as_names(by, "by"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - checked there
    stratum = _stratum(pairs, names)
    listed: dict[tuple[object, str], _Parts] = {}
    for one in item_pairs(pairs, (*names, stratum)):
        *group, (_, cohort) = one.by
        key = (tuple(group), one.item.name)
        part = listed.setdefault(key, _Parts(by=tuple(group), item=one.item.name, cohorts={}))
        differences, numbers = (array.tolist() for array in one.differences())
        total = sum(d * n for d, n in zip(differences, numbers, strict=True))
        part.cohorts[cohort] = (total, one.n_pairs)
    weights = None if population is None else _weights(population, listed.values())
    rows = [
        attrs.evolve(
            _row(part),
            equal=part.alike(),
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
        split=bool(names),
        options=(
            ("first", pairs.first),
            ("second", pairs.second),
            ("by", names),
            ("population", as_nested_pairs(population)),
            ("view", pairs.view),
        ),
        notes=(
            view_sentence(pairs.view),
            "Only pairs with two valid answers count; cohorts without such a pair are left out.",
            *pairs.notes,
        ),
    )


def _weights(population: object, parts: Iterable[_Parts]) -> dict[str, dict[Hashable, float]]:
    """Return for how many people a pair of each cohort stands, item by item.

    A group counts a cohort's people in proportion to its part of the cohort's pairs, as in
    `means`.
    """
    if not isinstance(population, Mapping):
        raise ArgumentTypeError(
            f"population={population!r} is not a mapping; expected cohort → people.",
            "write population={cohort: people}.",
        )
    sizes = {
        plain_key(cohort): float(check_count(n, f"population[{cohort!r}]"))
        for cohort, n in population.items()
    }
    pairs: dict[str, dict[Hashable, int]] = {}
    for part in parts:
        held = pairs.setdefault(part.item, {})
        for cohort, (_, n) in part.cohorts.items():
            held[cohort] = held.get(cohort, 0) + n
    for item, held in pairs.items():
        for cohort, n in held.items():
            if n > sizes.get(cohort, 0):
                known = f"{sizes[cohort]:g}" if cohort in sizes else "nothing"
                raise PopulationError(
                    f"item {item!r} has {counted(n, 'pair')} of the cohort {cohort!r}, for "
                    f"which population says {known}.",
                    "give the number of people in each cohort of the data, with or without an "
                    "answer.",
                )
    return {
        item: {cohort: sizes[cohort] / n for cohort, n in held.items() if n}
        for item, held in pairs.items()
    }


def _row(part: _Parts) -> InfluenceRow:
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
    parts: Iterable[_Parts],
    *,
    names: tuple[str, ...],
    stratum: str,
    split: bool,
    options: tuple[tuple[str, object], ...],
    notes: tuple[str, ...],
) -> InfluenceTable:
    without_sizes = dict(options)["population"] is None
    by_people = "not shown without `population=`" if without_sizes else "each counts by its size"
    if not without_sizes and split:
        by_people += ", in a group by the number of its people, estimated from the answers"
    said = (
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
        notes=(said, *notes),
        cohorts=Table(
            title=f"Cohorts and the {what}",
            names=(*names, *column_names(CohortRow)),
            rows=tuple(row for part in parts for row in part.rows()),
            by=names,
            notes=(said, *notes),
        ),
    )
