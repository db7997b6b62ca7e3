"""Every figure that a summary joins, from whichever room knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import attrs

from likertkit.bias import nonresponse_bounds, order_robustness, tipping_point
from likertkit.compare import compare_groups, compare_paired
from likertkit.errors import ArgumentError, ArgumentTypeError, PopulationError
from likertkit.estimate import means
from likertkit.responses import Responses, cluster_column, is_linked
from likertkit.summary._margins import tally_of_pairs
from likertkit.tally import PairTally, Tally

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.bias import StudyDesign
    from likertkit.compare import Correction
    from likertkit.results import Table


@attrs.frozen(kw_only=True)
class Asked:
    """What a summary is asked for.

    Attributes
    ----------
    design : StudyDesign or None
        The declaration.
    first, second : hashable or None
        The conditions.
    population, invited : object
        People of each stratum, and people who were asked, where the design does not say.
    correction : str
        How p-values are adjusted.
    confidence_level : float
        Level of the intervals.
    """

    design: StudyDesign | None
    first: Hashable | None
    second: Hashable | None
    population: object
    invited: object
    correction: Correction
    confidence_level: float


@attrs.frozen(kw_only=True, eq=False)
class Sources:
    """The tables that a summary joins; None where the data do not have what they need.

    Attributes
    ----------
    tally : Tally
        The answers by condition.
    condition : str or None
        The axis of the conditions.
    conditions : tuple
        The first condition and, if there is one, the second.
    linked : bool
        Whether it is known whose answers belong together.
    means, stratified, bounds, compared, order, tipping : Table or None
        The figures.
    notes : tuple of str
        What is not shown, and why.
    """

    tally: Tally
    condition: str | None
    conditions: tuple[Hashable, ...]
    linked: bool
    means: Table[Any]
    stratified: Table[Any] | None
    bounds: Table[Any] | None
    compared: Table[Any] | None
    order: Table[Any] | None
    tipping: Table[Any] | None
    notes: tuple[str, ...]

    def answers(self, item: str, condition: Hashable) -> tuple[int, ...]:
        """Return the valid answers to an item under a condition, the lowest score first."""
        instrument = self.tally.instrument
        i = instrument.names.index(item)
        place = [axis.name for axis in self.tally.axes if axis.name == self.condition]
        rows = [
            g
            for g, group in enumerate(self.tally.groups)
            if not place or dict(zip(self._names, group, strict=True))[place[0]] == condition
        ]
        counts = self.tally.counts[rows, i, : instrument.items[i].scale.n_levels].sum(axis=0)
        scores = instrument.items[i].scores(self.tally.view)
        turned = scores[0] > scores[-1]
        return tuple((counts[::-1] if turned else counts).tolist())

    @property
    def _names(self) -> list[str]:
        return [axis.name for axis in self.tally.axes]

    @classmethod
    def of(cls, data: Responses | Tally | PairTally, asked: Asked) -> Sources:
        """Look up every figure that the data allow."""
        tally, pairs = _read(data)
        condition, conditions = _conditions(tally, asked)
        if len(conditions) == 2 and isinstance(data, Responses) and is_linked(data):
            pairs = data.pairs(*conditions)
        notes: list[str] = []
        if tally.weighted:
            notes.append(
                "Bounds, order and tipping points are for answers that count alike, and are not "
                "shown of weighted ones."
            )
        order = compared = tipping = None
        if len(conditions) == 2:
            source = tally if pairs is None else data
            compared = _compared(source, condition, conditions, asked)
            if not tally.weighted:
                order = order_robustness(tally if pairs is None else pairs, *conditions)
            if pairs is not None and not tally.weighted:
                tipping = tipping_point(pairs, *conditions, confidence_level=asked.confidence_level)
        stratified, why = _stratified(tally, condition, conditions, asked)
        bounds, whose = _bounds(tally, condition, conditions, asked)
        return cls(
            tally=tally,
            condition=condition,
            conditions=conditions,
            linked=pairs is not None,
            means=means(tally, lone_stratum="certainty"),
            stratified=stratified,
            bounds=bounds,
            compared=compared,
            order=order,
            tipping=tipping,
            notes=(*notes, *why, *whose),
        )


def _read(data: object) -> tuple[Tally, PairTally | None]:
    if isinstance(data, Responses):
        return data.tally(), None
    if isinstance(data, Tally):
        return data, None
    if isinstance(data, PairTally):
        return tally_of_pairs(data), data
    raise ArgumentTypeError(
        f"data of type {type(data).__name__} are neither Responses nor a Tally, a PairTally or a "
        "PublishedTable.",
        "bind a data frame to its instrument first: `lk.Responses(frame, instrument)`.",
    )


def _conditions(tally: Tally, asked: Asked) -> tuple[str | None, tuple[Hashable, ...]]:
    """Return the axis of the conditions, and the one or two that are summarised."""
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    if not places:
        if asked.first is not None or asked.second is not None:
            raise ArgumentError(
                f"first={asked.first!r} and second={asked.second!r} name conditions, and the data "
                "have none.",
                "declare the column of conditions with `condition=`, or leave both out.",
            )
        return None, (None,)
    known = tuple(dict.fromkeys(group[places[0]] for group in tally.groups))
    name = tally.axes[places[0]].name
    stated = tuple(one for one in (asked.first, asked.second) if one is not None)
    for one in stated:
        if one not in known:
            raise ArgumentError(
                f"{one!r} is none of the conditions, which are "
                f"{', '.join(map(repr, known)) or 'none'}.",
                "write a condition as the data do.",
            )
    if asked.first is None and asked.second is not None:
        raise ArgumentError(
            f"second={asked.second!r} has no first; expected the condition that it is taken from.",
            "name both, or the one condition as `first=`.",
        )
    if not stated and len(known) > 2:
        raise ArgumentError(
            f"the data have {len(known)} conditions, {', '.join(map(repr, known))}; expected to be "
            "told which two are compared.",
            "name them by `first=` and `second=`.",
        )
    if stated and stated[0] == asked.second:
        raise ArgumentError("first and second are one condition.", "name two.")
    return name, stated or known


def _compared(
    data: Responses | Tally | PairTally,
    condition: str | None,
    conditions: tuple[Hashable, ...],
    asked: Asked,
) -> Table[Any]:
    """Return the comparison: of pairs where they are linked, else of independent answers."""
    options: dict[str, Any] = {
        "correction": asked.correction,
        "confidence_level": asked.confidence_level,
    }
    first, second = conditions
    if isinstance(data, Tally):
        test: Literal["t", "mann-whitney"] = "t" if data.weighted else "mann-whitney"
        return compare_groups(
            data, str(condition), first=first, second=second, test=test, **options
        )
    pairs = data if isinstance(data, PairTally) else data.pairs(first, second)
    clustered = isinstance(data, Responses) and cluster_column(data) is not None
    known: Literal["t", "wilcoxon"] = "t" if pairs.weighted or clustered else "wilcoxon"
    return compare_paired(data if clustered else pairs, first, second, test=known, **options)


def _stratified(
    tally: Tally, condition: str | None, conditions: tuple[Hashable, ...], asked: Asked
) -> tuple[Table[Any] | None, list[str]]:
    """Return the means with cohorts counted by their sizes, or why there are none."""
    if not any(axis.role == "stratum" for axis in tally.axes) or tally.weighted:
        return None, []
    population: Any = asked.population
    if population is None and asked.design is not None and asked.design.cohorts:
        cohorts = asked.design.cohorts
        sizes = {cohort.name: cohort.size for cohort in cohorts}
        population = sizes
        if conditions != (None,):
            population = {
                one: {c.name: c.size for c in cohorts if c.knew(str(one))} for one in conditions
            }
    if population is None:
        return None, []
    try:
        some = _restricted(tally, condition, conditions)
        return means(some, population=population, lone_stratum="certainty"), []
    except PopulationError as error:
        return None, [f"Stratified means are not shown: {error.problem()}"]


def _bounds(
    tally: Tally, condition: str | None, conditions: tuple[Hashable, ...], asked: Asked
) -> tuple[Table[Any] | None, list[str]]:
    """Return what the means can be once the silent are counted, or why that is not known."""
    invited: Any = asked.invited
    design = asked.design
    if invited is None and design is not None:
        if condition is None:
            invited = design.invited
        else:
            known = {one: design.invited_to(str(one)) for one in conditions}
            invited = None if None in known.values() else known
    if invited is None or tally.weighted:
        return None, []
    try:
        bounds = nonresponse_bounds(
            _restricted(tally, condition, conditions),
            invited=invited,
            confidence_level=asked.confidence_level,
        )
    except PopulationError as error:
        return None, [f"Bounds on the means of all who were asked are not shown: {error.problem()}"]
    return bounds, []


def _restricted(tally: Tally, condition: str | None, conditions: tuple[Hashable, ...]) -> Tally:
    """Return the counts of the conditions that are summarised."""
    if condition is None:
        return tally
    place = [axis.name for axis in tally.axes].index(condition)
    rows = [g for g, group in enumerate(tally.groups) if group[place] in conditions]
    return attrs.evolve(
        tally,
        groups=tuple(tally.groups[g] for g in rows),
        counts=tally.counts[rows],
        clusters=None,
    )
