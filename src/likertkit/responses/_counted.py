"""What counting a frame gives, before it becomes a tally."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from likertkit.tally import Group


@attrs.frozen(eq=False)
class Counted:
    """Counts, and with weights their sums and sums of squares, of some groups.

    Attributes
    ----------
    groups : list of tuple
        The groups.
    tables : array, its first axes of length 1 or 3 and n_groups
        Counts, then sums of weights and of squared weights.
    """

    groups: list[Group]
    tables: NDArray[np.float64]


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
    """

    groups: list[Group]
    tables: NDArray[np.float64]
    people: list[object]


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
    for part in parts:
        for place, group in enumerate(part.groups):
            total[:, number[group]] += part.tables[:, place]
    return Counted(groups, total)
