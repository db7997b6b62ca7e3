"""What counting a frame gives, before it becomes a tally."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from likertkit.tally import Group


# Items and cells.
_AXES = 2


@attrs.frozen(eq=False)
class Counted:
    """Counts, and with weights their sums and sums of squares, of some groups.

    Attributes
    ----------
    groups : list of tuple
        The groups.
    tables : array, its first axes of length 1 or 3 and n_groups
        Counts, then sums of weights and of squared weights.
    zeros : array of int, shape (n_groups, n_items), or None
        Rows of weight 0, which are not counted.
    """

    groups: list[Group]
    tables: NDArray[np.float64]
    zeros: NDArray[np.int64] | None = None


@attrs.frozen(eq=False)
class CountedPairs:
    """Counts of pairs of answers, and with weights their sums and sums of squares.

    Attributes
    ----------
    groups : list of tuple
        The groups.
    tables : array of shape (1 or 3, n_groups, n_items, n_cells + 1, n_cells + 1)
        Counts, then sums of weights and of squared weights; the last cell is absent.
    people : list
        The names of the respondents, where they are known and wanted.
    zeros : array of int, shape (n_groups,), or None
        Respondents of weight 0, who are not counted.
    """

    groups: list[Group]
    tables: NDArray[np.float64]
    people: list[object]
    zeros: NDArray[np.int64] | None = None


class Presence(NamedTuple):
    """How many rows a condition has, and how many of them are blank in every item asked."""

    condition: Hashable | None
    n_rows: int
    n_empty: int


def stack(parts: list[Counted]) -> Counted:
    """Return the counts of all groups, those of one name added up."""
    groups = list(dict.fromkeys(group for part in parts for group in part.groups))
    number = {group: g for g, group in enumerate(groups)}
    kinds, _, *rest = parts[0].tables.shape
    total = np.zeros((kinds, len(groups), *rest))
    zeros = None
    if any(part.zeros is not None for part in parts):
        zeros = np.zeros((len(groups), *rest[: 1 if len(rest) == _AXES else 0]), dtype=np.int64)
    for part in parts:
        for place, group in enumerate(part.groups):
            total[:, number[group]] += part.tables[:, place]
            if zeros is not None and part.zeros is not None:
                zeros[number[group]] += part.zeros[place]
    return Counted(groups, total, zeros)
