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
        If a condition is none of the data's, or it is not clear which are meant.
    """
    listed = join_words([repr(one) for one in known]) or "none"
    stated = tuple(one for one in (first, second) if one is not None)
    for one in stated:
        if not is_in(one, known):
            raise ArgumentError(
                f"{one!r} is none of the conditions, which are {listed}.",
                "write a condition as the data do.",
            )
    if first is None and second is not None:
        raise ArgumentError(
            f"second={second!r} has no first; expected the condition that it is taken from.",
            "name both, or the one condition as `first=`.",
        )
    if len(stated) == 2 and first == second:
        raise ArgumentError(
            f"first and second are both {first!r}; expected two conditions.",
            "name two, or the one condition as `first=`.",
        )
    if not stated and not 1 <= len(known) <= 2:
        raise ArgumentError(
            f"the data have {len(known)} conditions, {listed}; expected to be told which are "
            "summarised.",
            "name them by `first=` and `second=`." if known else "check that rows were read.",
        )
    return stated or tuple(known)


def of_conditions(
    given: object, known: Sequence[Hashable], conditions: Sequence[Hashable]
) -> object:
    """Leave out what is said of conditions that are not summarised."""
    if not isinstance(given, Mapping):
        return given
    keys = {plain_key(key): key for key in given}
    # Else the keys are cohorts, which may be called as a condition is.
    if not all(one in keys for one in conditions):
        return given
    others = [one for one in known if one not in conditions]
    return {own: given[key] for own, key in keys.items() if own not in others}


_Number = TypeVar("_Number", np.int64, np.float64)

_CONDITION = "condition"


def tally_of_pairs(pairs: PairTally) -> Tally:
    """Return the answers under each condition, whoever was absent from it left out of it."""
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
        groups=tuple((one, *group) for one in both for group in pairs.groups),
        counts=_sides(pairs.counts),
        sums=None if pairs.sums is None else _sides(pairs.sums),
        squares=None if pairs.squares is None else _sides(pairs.squares),
        zeros=None if pairs.zeros is None else np.concatenate([pairs.zeros, pairs.zeros]),
        view=pairs.view,
        notes=pairs.notes,
        domain=domain,
    )


def _sides(table: NDArray[_Number]) -> NDArray[_Number]:
    """Return the sums over the other side; the last cell, of the absent, is left out."""
    return np.concatenate([table.sum(axis=3)[..., :-1], table.sum(axis=2)[..., :-1]])
