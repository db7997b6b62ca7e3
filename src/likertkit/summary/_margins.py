"""A pair tally as the tally of each of its conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from likertkit.tally import Axis, Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.tally import PairTally

_Number = TypeVar("_Number", np.int64, np.float64)

_CONDITION = "condition"


def tally_of_pairs(pairs: PairTally) -> Tally:
    """Return the answers under each condition, whoever was absent from it left out of it."""
    name = _CONDITION
    while any(axis.name == name for axis in pairs.axes):
        name = f"{name}_"
    both = (pairs.first, pairs.second)

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
    )


def _sides(table: NDArray[_Number]) -> NDArray[_Number]:
    """Return the sums over the other side; the last cell, of the absent, is left out."""
    return np.concatenate([table.sum(axis=3)[..., :-1], table.sum(axis=2)[..., :-1]])
