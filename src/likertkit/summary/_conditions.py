"""Which conditions a summary is about, and their tallies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit._checks import is_in
from likertkit._text import join_words
from likertkit.errors import ArgumentError
from likertkit.tally import Axis, Tally
from likertkit.tally._axes import plain_key
from likertkit.tally._grouped import whole_sample

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from likertkit.tally import PairTally


def known_conditions(tally: Tally) -> tuple[str | None, tuple[Hashable, ...]]:
    """Return the axis of the conditions, and the conditions that the data have."""
    for place, axis in enumerate(tally.axes):
        if axis.role == "condition":
            return axis.name, tuple(dict.fromkeys(group[place] for group in tally.groups))
    return None, ()


def choose_conditions(
    known: Sequence[Hashable], first: Hashable | None, second: Hashable | None
) -> tuple[Hashable, ...]:
    """Return the one or two conditions that are summarised: those that are named, or all.

    Raises
    ------
    ArgumentError
        If the data do not have a condition, or it is unclear which are meant.
    """
    listed = join_words([repr(condition) for condition in known]) or "none"
    stated = tuple(condition for condition in (first, second) if condition is not None)
    for condition in stated:
        if not is_in(condition, known):
            raise ArgumentError(
                f"{condition!r} is not one of the conditions; they are {listed}.",
                "write the condition as it is in the data.",
            )
    if first is None and second is not None:
        raise ArgumentError(
            f"second={second!r} is given without first; expected the condition from which second "
            "is subtracted.",
            "name both conditions, or a single condition as `first=`.",
        )
    if len(stated) == 2 and first == second:
        raise ArgumentError(
            f"first and second are both {first!r}; expected two conditions.",
            "name two conditions, or a single condition as `first=`.",
        )
    if not stated and not 1 <= len(known) <= 2:
        raise ArgumentError(
            f"the data have {len(known)} conditions, {listed}; expected the one or two "
            "conditions to summarise.",
            "name them with `first=` and `second=`." if known else "check that rows were read.",
        )
    return stated or tuple(known)


def of_conditions(
    given: object, known: Sequence[Hashable], conditions: Sequence[Hashable]
) -> object:
    """Leave out the numbers of conditions that are not summarised."""
    if not isinstance(given, Mapping):
        return given
    keys = {plain_key(key): key for key in given}
    # Otherwise the keys are cohorts, and a cohort can have the name of a condition.
    if not all(condition in keys for condition in conditions):
        return given
    others = [condition for condition in known if condition not in conditions]
    return {name: given[key] for name, key in keys.items() if name not in others}


_Number = TypeVar("_Number", np.int64, np.float64)

_CONDITION = "condition"


def tally_of_pairs(pairs: PairTally) -> Tally:
    """Return the answers under each condition, without the people who are absent from it."""
    name = _CONDITION
    while any(axis.name == name for axis in pairs.axes):
        name = f"{name}_"
    both = (pairs.first, pairs.second)
    domain = None
    if pairs.domain is not None:
        whole = tally_of_pairs(whole_sample(pairs))
        domain = attrs.evolve(pairs.domain, whole=attrs.evolve(whole, design=None))

    return Tally(
        instrument=pairs.instrument,
        axes=(Axis(name, "condition", both), *pairs.axes),
        groups=tuple((condition, *group) for condition in both for group in pairs.groups),
        counts=_sides(pairs.counts),
        sums=None if pairs.sums is None else _sides(pairs.sums),
        squares=None if pairs.squares is None else _sides(pairs.squares),
        zeros=None if pairs.zeros is None else np.concatenate([pairs.zeros, pairs.zeros]),
        view=pairs.view,
        notes=pairs.notes,
        domain=domain,
    )


def _sides(table: NDArray[_Number]) -> NDArray[_Number]:
    """Return the sums over the other condition, without the last cell, of absent people."""
    return np.concatenate([table.sum(axis=3)[..., :-1], table.sum(axis=2)[..., :-1]])
