"""A respondent's answers under several conditions, kept together where conditions are pooled."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.responses._declaration import WIDE_CONDITION
from likertkit.responses._eager import EagerSource
from likertkit.responses._eager_pairs import pairs_of_frame
from likertkit.responses._lazy_pairs import pairs_of_engine
from likertkit.responses._linked_presence import linked_presence
from likertkit.responses._pairing import Pairing
from likertkit.tally import Clusters, fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.responses._declaration import Declaration
    from likertkit.responses._lazy import LazySource
    from likertkit.tally import Group, Tally


def _conditions(tally: Tally) -> list[object]:
    """Return the conditions that have rows."""
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    return list(dict.fromkeys(group[place] for place in places for group in tally.groups))


def with_linked_rows(
    source: EagerSource | LazySource,
    declared: Declaration,
    names: tuple[str, ...],
    tally: Tally,
) -> Tally:
    """Return the tally of a wide frame with each row as one sampled unit.

    The products of a row's answers under two conditions are the counts of their pairs.
    """
    conditions = _conditions(tally)
    columns = tuple(name for name in names if name != WIDE_CONDITION)
    number = {group: g for g, group in enumerate(tally.groups)}
    width = tally.counts.shape[2]
    own = tally.counts if tally.squares is None else tally.squares
    pairs = [(g, g) for g in range(len(tally.groups))]
    products: list[NDArray[np.float64]] = [
        cells[:, :, None] * np.eye(width) for cells in own.astype(np.float64)
    ]
    people: list[object] = []
    for first, second in combinations(conditions, 2):
        # Each row is in both conditions, so that one list of the names suffices.
        pairing = Pairing.of(declared, first, second, columns, disjoint=bool(people))
        counted = (
            pairs_of_frame(source, pairing)
            if isinstance(source, EagerSource)
            else pairs_of_engine(source, pairing)
        )
        people = people or counted.people
        for group, table in zip(counted.groups, counted.tables[-1], strict=True):
            ends = number[first, *group], number[second, *group]
            inside = table[:, :width, :width]
            pairs.append((min(ends), max(ends)))
            products.append(inside if ends[0] < ends[1] else inside.swapaxes(1, 2))
    # A pair of groups, and all pairs, in the order that clusters of a column have.
    order = sorted(range(len(pairs)), key=pairs.__getitem__)
    entries, patterns = linked_presence(source, declared, declared.group_columns(columns), number)
    sizes = _sizes(tally, conditions)
    return attrs.evolve(
        tally,
        clusters=Clusters(
            pairs=np.array([pairs[k] for k in order], dtype=np.intp),
            products=np.reshape(
                [products[k] for k in order], (-1, len(tally.instrument), width, width)
            ),
            n_clusters=sizes,
            n_by_condition=tuple(((one, *key), n) for one in conditions for key, n in sizes),
            entries=entries,
            patterns=patterns,
            names=fingerprints(people),
            unit="respondent",
        ),
    )


def _sizes(tally: Tally, conditions: Sequence[object]) -> tuple[tuple[Group, int], ...]:
    """Return the rows of each stratum, which are the same under every condition."""
    at = {axis.role: place for place, axis in enumerate(tally.axes)}
    found: dict[Group, int] = {}
    for group, n_rows in zip(tally.groups, tally.sampled.tolist(), strict=True):
        if group[at["condition"]] == conditions[0]:
            key = (group[at["stratum"]],) if "stratum" in at else ()
            found[key] = found.get(key, 0) + max(n_rows)
    return tuple(found.items())
