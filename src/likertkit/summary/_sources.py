"""Every figure that a summary joins, from whichever room knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from likertkit._kernels.pvalues import adjust_pvalues
from likertkit.bias import nonresponse_bounds, order_robustness, tipping_point
from likertkit.compare import compare_groups, compare_paired
from likertkit.errors import ArgumentError, ArgumentTypeError, PopulationError, StratumError
from likertkit.estimate import means
from likertkit.responses import Responses, is_linked, without_clusters, without_design
from likertkit.summary._conditions import choose_conditions, of_conditions, tally_of_pairs
from likertkit.tally import PairTally, Tally, only_conditions

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit._kernels.design import LoneStratum
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
    remembered : frozenset of str
        The conditions that the design says were rated from memory.
    """

    design: StudyDesign | None
    first: Hashable | None
    second: Hashable | None
    population: object
    invited: object
    correction: Correction
    confidence_level: float
    remembered: frozenset[str] = frozenset()


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
    means, stratified, bounds, people, apart, order, tipping : Table or None
        The figures: *people* compares by the order of two ratings, *apart* by the means.
    robust : dict of str to float
        The adjusted p-values of *order* by item.
    bent : int
        Which condition *tipping* takes the bias to be in: 0 the first, 1 the second.
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
    people: Table[Any] | None
    apart: Table[Any] | None
    order: Table[Any] | None
    robust: dict[str, float]
    bent: int
    tipping: Table[Any] | None
    notes: tuple[str, ...]

    def answers(self, item: str, condition: Hashable) -> tuple[int, ...]:
        """Return the valid answers to an item under a condition, the lowest score first."""
        i = self.tally.instrument.names.index(item)
        own = self.tally.instrument.items[i]
        counts = _restricted(self.tally, self.condition, (condition,)).counts
        counts = counts[:, i, : own.scale.n_levels].sum(axis=0)
        scores = own.scores(self.tally.view)
        return tuple((counts[::-1] if scores[0] > scores[-1] else counts).tolist())

    @classmethod
    def of(cls, data: Responses | Tally | PairTally, asked: Asked) -> Sources:
        """Look up every figure that the data allow."""
        data = _set_aside(data)
        tally, pairs = _read(data)
        condition, conditions = _conditions(tally, asked)
        two = len(conditions) == 2
        if two and isinstance(data, Responses) and is_linked(data):
            pairs = data.pairs(*conditions)
        some = _restricted(tally, condition, conditions)
        stratified, why = _stratified(tally, some, conditions, asked)
        bounds, whose = _bounds(tally, some, conditions, asked)
        order = tipping = people = apart = None
        robust: dict[str, float] = {}
        bent = 1
        if two:
            try:
                people, apart = _compared(data, tally, pairs, conditions, asked)
            except StratumError as error:
                raise StratumError(
                    error.problem(),
                    "merge it with a similar stratum in the data, or leave `stratum=` out.",
                ) from error
            names = [str(one) for one in conditions]
            bent = 0 if asked.remembered & {*names} == {names[0]} else 1
        if two and not tally.weighted:
            order, robust = _order(tally, pairs, conditions, asked)
            if pairs is not None:
                # The bias is taken to lie in the condition that is named second.
                tipping = tipping_point(
                    _with_clusters(data, tally, pairs),
                    conditions[1 - bent],
                    conditions[bent],
                    confidence_level=asked.confidence_level,
                )
        return cls(
            tally=tally,
            condition=condition,
            conditions=conditions,
            linked=pairs is not None,
            means=means(tally, lone_stratum=_rule(tally)),
            stratified=stratified,
            bounds=bounds,
            people=people,
            apart=apart,
            order=order,
            robust=robust,
            bent=bent,
            tipping=tipping,
            notes=(*_reading(tally), *why, *whose),
        )


def _reading(tally: Tally) -> list[str]:
    """Return what is pooled, and what weights do to the figures."""
    said = [f"The groups of {axis.name!r} are pooled." for axis in tally.axes if axis.role == "by"]
    if tally.weighted:
        said.append(
            "Means, differences and the superiority are weighted, and are of the population that "
            "the weights stand for; n, answers, n_higher, n_equal and n_lower are numbers of "
            "people. Bounds, order and tipping points are for answers that count alike, and are "
            "not shown."
        )
    return said


def _set_aside(data: Responses | Tally | PairTally) -> Responses | Tally | PairTally:
    """Return the data without a declared design, which means and differences alike do not know."""
    if isinstance(data, Responses):
        return without_design(data)
    return attrs.evolve(data, design=None) if isinstance(data, (Tally, PairTally)) else data


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


def _known(tally: Tally) -> tuple[str | None, tuple[Hashable, ...]]:
    """Return the axis of the conditions, and the conditions that the data have."""
    for place, axis in enumerate(tally.axes):
        if axis.role == "condition":
            return axis.name, tuple(dict.fromkeys(group[place] for group in tally.groups))
    return None, ()


def _rule(tally: Tally) -> LoneStratum:
    """Return the rule for strata of one unit: means are to be told whatever their errors."""
    strata = any(axis.role == "stratum" for axis in tally.axes)
    return "certainty" if strata else "raise"


def _conditions(tally: Tally, asked: Asked) -> tuple[str | None, tuple[Hashable, ...]]:
    """Return the axis of the conditions, and the one or two that are summarised."""
    name, known = _known(tally)
    if name is not None:
        return name, choose_conditions(known, asked.first, asked.second)
    if asked.first is not None or asked.second is not None:
        raise ArgumentError(
            f"first={asked.first!r} and second={asked.second!r} name conditions, and the data "
            "have none.",
            "declare the column of conditions with `condition=`, or leave both out.",
        )
    return None, (None,)


def _compared(
    data: Responses | Tally | PairTally,
    tally: Tally,
    pairs: PairTally | None,
    conditions: tuple[Hashable, ...],
    asked: Asked,
) -> tuple[Table[Any] | None, Table[Any]]:
    """Return the comparisons by order and of the means: of pairs where answers are linked.

    There is none by order of weighted or clustered answers, whose ranks have no agreed meaning.
    """
    options: dict[str, Any] = {
        "first": conditions[0],
        "second": conditions[1],
        "correction": asked.correction,
        "confidence_level": asked.confidence_level,
    }
    designed = tally.weighted or tally.clusters is not None
    if pairs is None:
        axis = str(_known(tally)[0])
        return (
            None if designed else compare_groups(tally, axis, test="mann-whitney", **options),
            compare_groups(tally, axis, test="t", **options),
        )
    held = _with_clusters(data, tally, pairs)
    # The null hypothesis of the signs is that as many people rate the first higher as lower.
    return (
        None if designed else compare_paired(held, test="sign", **options),
        compare_paired(held, test="t", **options),
    )


def _with_clusters(
    data: Responses | Tally | PairTally, tally: Tally, pairs: PairTally
) -> Responses | PairTally:
    """Return the rows where they are clustered: a table of pairs does not know their clusters."""
    return data if isinstance(data, Responses) and tally.clusters is not None else pairs


def _order(
    tally: Tally,
    pairs: PairTally | None,
    conditions: tuple[Hashable, ...],
    asked: Asked,
) -> tuple[Table[Any], dict[str, float]]:
    """Return whether signs hold under every scoring, and the adjusted p-values that they do."""
    table = order_robustness(tally if pairs is None else pairs, *conditions)
    if tally.clusters is not None:
        # Its test takes people for independent.
        return table, {}
    pvalues = adjust_pvalues([row.pvalue for row in table], asked.correction)
    return table, {row.item: value for row, value in zip(table, pvalues, strict=True)}


def _stratified(
    tally: Tally, some: Tally, conditions: tuple[Hashable, ...], asked: Asked
) -> tuple[Table[Any] | None, list[str]]:
    """Return the means with cohorts counted by their sizes, or why there are none."""
    split = any(axis.role == "stratum" for axis in tally.axes)
    if asked.population is not None:
        if not split:
            raise ArgumentError(
                "population= counts cohorts by their sizes, and the data have no cohorts.",
                "declare the column of cohorts with `stratum=`.",
            )
        if tally.weighted:
            raise ArgumentError(
                "population= counts cohorts by their sizes, and the answers have sampling weights, "
                "which count them already.",
                "make the weights by `lk.poststratify`, or leave population= out.",
            )
        sizes: Any = of_conditions(asked.population, _known(tally)[1], conditions)
        return means(some, population=sizes, lone_stratum="certainty"), []
    if asked.design is None or not asked.design.cohorts or tally.weighted:
        return None, []
    if not split:
        return None, ["Stratified means are not shown: no column tells who is of which cohort."]
    try:
        return means(
            some,
            population=_people(tally, asked.design, conditions),
            lone_stratum="certainty",
        ), []
    except PopulationError as error:
        return None, [f"Stratified means are not shown: {error.problem()}"]


def _people(tally: Tally, design: StudyDesign, conditions: tuple[Hashable, ...]) -> dict[Any, Any]:
    """Return the people of each cohort that knew a condition, by condition where there are some."""
    (place,) = (place for place, axis in enumerate(tally.axes) if axis.role == "stratum")
    # A design names cohorts by text, whatever the data hold.
    written: dict[str, Hashable] = {str(group[place]): group[place] for group in tally.groups}

    def sizes(condition: str) -> dict[Hashable, int]:
        return {
            written.get(one.name, one.name): one.size
            for one in design.cohorts
            if one.knew(condition)
        }

    if conditions == (None,):
        return sizes(design.conditions[0].name)
    return {name: sizes(str(name)) for name in conditions}


def _bounds(
    tally: Tally, some: Tally, conditions: tuple[Hashable, ...], asked: Asked
) -> tuple[Table[Any] | None, list[str]]:
    """Return what the means can be once the silent are counted, or why that is not known."""
    if asked.invited is not None:
        invited: Any = of_conditions(asked.invited, _known(tally)[1], conditions)
        return nonresponse_bounds(
            some, invited=invited, confidence_level=asked.confidence_level
        ), []
    if asked.design is None or tally.weighted:
        return None, []
    if conditions == (None,):
        invited = asked.design.invited_to(asked.design.conditions[0].name)
    else:
        known = {one: asked.design.invited_to(str(one)) for one in conditions}
        invited = None if None in known.values() else known
    if invited is None:
        return None, []
    try:
        bounds = nonresponse_bounds(some, invited=invited, confidence_level=asked.confidence_level)
    except PopulationError as error:
        return None, [f"Bounds on the means of all who were asked are not shown: {error.problem()}"]
    return bounds, []


def _restricted(tally: Tally, condition: str | None, conditions: tuple[Hashable, ...]) -> Tally:
    """Return the counts of the conditions that are summarised."""
    if condition is None:
        return tally
    return without_clusters(only_conditions(tally, conditions))
