"""Strata that are merged, and the sampled units that hold an answer of a domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._kernels.design import clusters_holding, strata_holding
from likertkit.errors import ArgumentError
from likertkit.tally._axes import sorted_groups
from likertkit.tally._grouped import whole_sample, with_whole
from likertkit.tally._tally import Tally

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from numpy.typing import NDArray

    from likertkit.instrument import LikertScale
    from likertkit.tally._axes import Group
    from likertkit.tally._count_table import TableT


def collapse_strata(
    table: TableT, merged: Mapping[Hashable, Hashable], populated: Collection[Hashable]
) -> TableT:
    """Return the table with each stratum that *merged* names counted into another.

    *populated* are strata that are known to exist though nobody of them may be in the table.

    Raises
    ------
    ArgumentError
        If *merged* names a stratum that the table does not have, or a tally was calibrated to the
        sizes of its strata.
    """
    if isinstance(table, Tally):
        _check_not_calibrated(table)
    if table.domain is not None:
        whole = collapse_strata(whole_sample(table), merged, populated)
        return with_whole(table, table.domain, whole)
    place = next(place for place, axis in enumerate(table.axes) if axis.role == "stratum")
    name = table.axes[place].name
    known = dict.fromkeys(
        (*(group[place] for group in table.groups), *table.axes[place].levels, *populated)
    )
    for stratum, target in merged.items():
        for named in (stratum, target):
            if named not in known:
                raise ArgumentError(
                    f"collapse names the stratum {named!r}, but the strata of {name!r} are "
                    f"{', '.join(map(repr, known)) or 'none'}.",
                    "write the stratum as it is in the data.",
                )

    kept = [
        (*group[:place], merged.get(group[place], group[place]), *group[place + 1 :])
        for group in table.groups
    ]
    collapsed = table._regrouped(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        table.axes, kept, sorted_groups(table.axes, kept)
    )
    if not isinstance(collapsed, Tally) or collapsed.clusters is None:
        return collapsed
    # The stratum stands last in the key of a number of clusters.
    clusters = collapsed.clusters
    return attrs.evolve(
        collapsed,
        clusters=attrs.evolve(
            clusters,
            n_clusters=_merged(clusters.n_clusters, merged),
            n_by_condition=_merged(clusters.n_by_condition, merged),
        ),
    )


def _check_not_calibrated(tally: Tally) -> None:
    """Raise if the weights of a tally were calibrated to the sizes of its strata."""
    for axis in tally.axes:
        margins = () if tally.calibration is None else tally.calibration.margins
        if axis.role == "stratum" and any(axis.name in margin for margin in margins):
            raise ArgumentError(
                f"the weights were calibrated to the sizes of the strata of {axis.name!r}; "
                "expected to merge strata before.",
                "merge the strata in the data, then make the weights again.",
            )


def _merged(
    sizes: tuple[tuple[Group, int], ...], merged: Mapping[Hashable, Hashable]
) -> tuple[tuple[Group, int], ...]:
    total: dict[Group, int] = {}
    for key, n in sizes:
        new = (*key[:-1], merged.get(key[-1], key[-1]))
        total[new] = total.get(new, 0) + n
    return tuple(total.items())


AnswerKind = Literal["valid", "answered", "all"]

# What a cluster holds of an item in a group, a bit each.
VALID, OTHER, BLANK = 1, 2, 4
_WANTED: dict[AnswerKind, int] = {
    "valid": VALID,
    "answered": VALID | OTHER,
    "all": VALID | OTHER | BLANK,
}


def cells_of_kind(scale: LikertScale, kind: AnswerKind, width: int) -> NDArray[np.bool_]:
    """Return which cells of an item hold an answer of this kind."""
    k = scale.n_levels
    cells = np.arange(width)
    kept = cells < (k if kind == "valid" else scale.n_cells)
    # The first cell after the levels is blank.
    return kept & (cells != k) if kind == "answered" else kept


def cluster_status(counts: NDArray[np.float64], scale: LikertScale) -> NDArray[np.uint8]:
    """Return what clusters hold of an item, from their counts of shape (n_rows, n_cells)."""
    k = scale.n_levels
    status = counts[:, :k].any(axis=1) * VALID + (counts[:, k] > 0) * BLANK
    bits: NDArray[np.uint8] = (status + counts[:, k + 1 :].any(axis=1) * OTHER).astype(np.uint8)
    return bits


def answering_units(
    tally: Tally,
    where: NDArray[np.intp],
    n_sets: int,
    stratum: NDArray[np.intp],
    kind: AnswerKind = "valid",
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the units that hold an answer, and the strata that hold one, in sets of groups.

    Units are clusters where these were sampled, else respondents.  Units minus strata are the
    degrees of freedom of what is estimated from the answers.

    Parameters
    ----------
    tally : Tally
        The counts.
    where : array of int, shape (n_groups,)
        The set that each group of the tally is in; -1 for none.
    n_sets : int
        How many sets there are.
    stratum : array of int, shape (n_groups,)
        The number of each group's stratum; 0 without strata.
    kind : {'valid', 'answered', 'all'}
        What counts as an answer: one on the scale; also one off it; or a blank too.

    Returns
    -------
    units, strata : arrays of int, shape (n_sets, n_items)
        How many hold one.
    """
    shape = (n_sets, len(tally.instrument))
    clusters = tally.clusters
    if clusters is not None:
        return clusters_holding(
            clusters.entries, clusters.patterns, _WANTED[kind], where, stratum, shape
        )
    kept = [cells_of_kind(item.scale, kind, tally.counts.shape[2]) for item in tally.instrument]
    answers = (tally.counts * np.array(kept)).sum(axis=2)
    answers[where < 0] = 0
    groups, items = np.nonzero(answers)
    units = np.zeros(shape, dtype=np.int64)
    np.add.at(units, (where[groups], items), answers[groups, items])
    return units, strata_holding(where[groups], items, stratum[groups], shape)
