"""All figures that a summary joins, from the other rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from likertkit._kernels.pvalues import adjust_pvalues
from likertkit.bias import nonresponse_bounds, order_robustness, tipping_point
from likertkit.compare import compare_groups, compare_paired
from likertkit.errors import ArgumentError, ArgumentTypeError, PopulationError, StratumError
from likertkit.estimate import means
from likertkit.responses import Responses
from likertkit.responses._as_tables import without_clusters
from likertkit.responses._respondents import is_linked
from likertkit.summary._conditions import (
    choose_conditions,
    known_conditions,
    of_conditions,
    tally_of_pairs,
)
from likertkit.summary._row import NO_BOUNDS
from likertkit.summary._sampling import for_comparison, of_estimates, stratified_means
from likertkit.tally import PairTally, Tally
from likertkit.tally._count_table import with_design
from likertkit.tally._grouped import only_conditions

if TYPE_CHECKING:
    from collections.abc import Hashable

    from likertkit.results import Table
    from likertkit.summary._options import SummaryOptions


@attrs.frozen(kw_only=True, eq=False)
class Sources:
    """The tables that a summary joins; None for figures that the data cannot give.

    Attributes
    ----------
    tally : Tally
        The answers by condition.
    condition : str or None
        The axis of the conditions.
    conditions : tuple
        The first condition and, if there is one, the second.
    linked : bool
        Whether the answers of a respondent are linked.
    means, stratified, bounds, people, apart, order, tipping : Table or None
        The figures: *people* compares by the order of two ratings, *apart* by the means.
    robust : dict of str to float
        The adjusted p-values of *order* by item.
    bent : int
        Which condition *tipping* assumes to be biased: 0 the first, 1 the second.
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
        """Return the valid answers to an item under a condition, lowest score first."""
        i = self.tally.instrument.names.index(item)
        declared = self.tally.instrument.items[i]
        counts = _restricted(self.tally, self.condition, (condition,)).counts
        counts = counts[:, i, : declared.scale.n_levels].sum(axis=0)
        scores = declared.scores(self.tally.view)
        return tuple((counts[::-1] if scores[0] > scores[-1] else counts).tolist())

    @classmethod
    def from_data(cls, data: Responses | Tally | PairTally, options: SummaryOptions) -> Sources:
        """Work out every figure that the data can give."""
        counts, pairs = _read(data)
        # Means and bounds use everybody who answered, without the sampling design.
        tally = attrs.evolve(counts, design=None)
        condition, conditions = _conditions(tally, options)
        two = len(conditions) == 2
        linked = pairs is not None or (two and isinstance(data, Responses) and is_linked(data))
        data, uncorrected = for_comparison(data, counts, linked=linked)
        if isinstance(data, PairTally):
            pairs = data
        elif two and linked and isinstance(data, Responses):
            pairs = data.pairs(*conditions)
        some = _restricted(tally, condition, conditions)
        stratified, why = stratified_means(counts, some, conditions, options)
        bounds, whose = _bounds(tally, some, conditions, options)
        order = tipping = people = apart = None
        robust: dict[str, float] = {}
        bent = 1
        if two:
            try:
                people, apart = _compared(data, tally, pairs, conditions, options)
            except StratumError as error:
                raise StratumError(
                    error.problem(),
                    "merge it with a similar stratum by `data.sampled(collapse=...)`, or name a "
                    "rule, such as `data.sampled(lone_stratum='adjust')`.",
                ) from error
            names = [str(condition) for condition in conditions]
            bent = 0 if options.remembered & {*names} == {names[0]} else 1
        if two and not tally.weighted:
            order, robust = _order(tally, pairs, conditions, options)
            if pairs is not None:
                # `tipping_point` assumes that the bias is in its second condition.
                tipping = tipping_point(
                    _with_clusters(data, tally, pairs),
                    conditions[1 - bent],
                    conditions[bent],
                    confidence_level=options.confidence_level,
                )
        return cls(
            tally=tally,
            condition=condition,
            conditions=conditions,
            linked=pairs is not None,
            means=means(with_design(tally, of_estimates(tally))),
            stratified=stratified,
            bounds=bounds,
            people=people,
            apart=apart,
            order=order,
            robust=robust,
            bent=bent,
            tipping=tipping,
            notes=(*_reading(tally), *why, *whose, *(uncorrected if two else ())),
        )


def _reading(tally: Tally) -> list[str]:
    """Return which groups are pooled, and what weights do to the figures."""
    notes = [f"The groups of {axis.name!r} are pooled." for axis in tally.axes if axis.role == "by"]
    if tally.weighted:
        notes.append(
            "Means, differences and the superiority are weighted: they describe the population "
            "that the weights represent. n, answers, n_higher, n_equal and n_lower are numbers of "
            "people. Bounds, order and tipping points need answers with equal weights and are not "
            "shown."
        )
    return notes


def _read(data: object) -> tuple[Tally, PairTally | None]:
    if isinstance(data, Responses):
        return data.tally(), None
    if isinstance(data, Tally):
        return data, None
    if isinstance(data, PairTally):
        return attrs.evolve(tally_of_pairs(data), design=data.design), data
    raise ArgumentTypeError(
        f"data is a {type(data).__name__}; expected Responses, a Tally, a PairTally or a "
        "PublishedTable.",
        "make responses of the data frame first: `lk.Responses(frame, instrument)`.",
    )


def _conditions(tally: Tally, options: SummaryOptions) -> tuple[str | None, tuple[Hashable, ...]]:
    """Return the axis of the conditions, and the one or two that are summarised."""
    name, known = known_conditions(tally)
    if name is not None:
        return name, choose_conditions(known, options.first, options.second)
    if options.first is not None or options.second is not None:
        raise ArgumentError(
            f"first={options.first!r} and second={options.second!r} name conditions, but the data "
            "have no conditions.",
            "declare the column of conditions with `condition=`, or leave both out.",
        )
    return None, (None,)


def _compared(
    data: Responses | Tally | PairTally,
    tally: Tally,
    pairs: PairTally | None,
    conditions: tuple[Hashable, ...],
    options: SummaryOptions,
) -> tuple[Table[Any] | None, Table[Any]]:
    """Return the comparisons of the order of ratings and of the means: of pairs if linked.

    Weighted or clustered answers have no comparison of order here: its sentence counts people,
    and a test by the design is of those whom they stand for.
    """
    arguments: dict[str, Any] = {
        "first": conditions[0],
        "second": conditions[1],
        "correction": options.correction,
        "confidence_level": options.confidence_level,
    }
    designed = tally.weighted or tally.clusters is not None
    if pairs is None:
        axis = str(known_conditions(tally)[0])
        return (
            None if designed else compare_groups(tally, axis, test="mann-whitney", **arguments),
            compare_groups(tally, axis, test="t", **arguments),
        )
    linked = _with_clusters(data, tally, pairs)
    # The null hypothesis of the sign test: as many people rate the first higher as lower.
    return (
        None if designed else compare_paired(linked, test="sign", **arguments),
        compare_paired(linked, test="t", **arguments),
    )


def _with_clusters(
    data: Responses | Tally | PairTally, tally: Tally, pairs: PairTally
) -> Responses | PairTally:
    """Return the rows if they are clustered: a table of pairs does not keep the clusters."""
    return data if isinstance(data, Responses) and tally.clusters is not None else pairs


def _order(
    tally: Tally,
    pairs: PairTally | None,
    conditions: tuple[Hashable, ...],
    options: SummaryOptions,
) -> tuple[Table[Any], dict[str, float]]:
    """Return whether each sign is the same under every scoring, and the adjusted p-values."""
    table = (
        order_robustness(tally, *conditions)
        if pairs is None
        else order_robustness(pairs, *conditions, respondents="matched")
    )
    if tally.clusters is not None:
        # The test needs independent respondents.
        return table, {}
    pvalues = adjust_pvalues([row.pvalue for row in table], options.correction)
    return table, {row.item: value for row, value in zip(table, pvalues, strict=True)}


def _bounds(
    tally: Tally, some: Tally, conditions: tuple[Hashable, ...], options: SummaryOptions
) -> tuple[Table[Any] | None, list[str]]:
    """Return the bounds on the means of everybody who was asked, or why there are none."""
    if options.invited is not None:
        invited: Any = of_conditions(options.invited, known_conditions(tally)[1], conditions)
        return nonresponse_bounds(
            some, invited=invited, confidence_level=options.confidence_level
        ), []
    if options.design is None or tally.weighted:
        return None, []
    if conditions == (None,):
        invited = options.design.invited_to(options.design.conditions[0].name)
    else:
        known = {name: options.design.invited_to(str(name)) for name in conditions}
        invited = None if None in known.values() else known
    if invited is None:
        return None, []
    try:
        bounds = nonresponse_bounds(
            some, invited=invited, confidence_level=options.confidence_level
        )
    except PopulationError as error:
        return None, [f"{NO_BOUNDS}{error.problem()}"]
    return bounds, []


def _restricted(tally: Tally, condition: str | None, conditions: tuple[Hashable, ...]) -> Tally:
    """Return the counts of the conditions that are summarised."""
    if condition is None:
        return tally
    return without_clusters(only_conditions(tally, conditions))
