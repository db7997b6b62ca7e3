"""Strata that are merged with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.errors import ArgumentError
from likertkit.tally._axes import sorted_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from likertkit.tally._axes import Group
    from likertkit.tally._tally import Tally


def collapse_strata(
    tally: Tally, merged: Mapping[Hashable, Hashable], populated: Collection[Hashable]
) -> Tally:
    """Return the tally with each stratum that *merged* names counted into another.

    *populated* are strata that are known to exist though nobody of them may be in the tally.

    Raises
    ------
    ArgumentError
        If the tally has no strata, or was calibrated to their sizes.
    """
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "stratum"]
    if not places:
        raise ArgumentError(
            f"collapse={dict(merged)!r} merges strata, and the data have none.",
            "declare the column of strata with `stratum=`.",
        )
    place = places[0]
    name = tally.axes[place].name
    if tally.calibration is not None and any(name in one for one in tally.calibration.margins):
        raise ArgumentError(
            f"the weights were calibrated to the sizes of the strata of {name!r}; expected to "
            "merge strata before.",
            "merge them in the data, and make the weights of those.",
        )
    known = dict.fromkeys(
        (*(group[place] for group in tally.groups), *tally.axes[place].levels, *populated)
    )
    for stratum, target in merged.items():
        for one in (stratum, target):
            if one not in known:
                raise ArgumentError(
                    f"collapse names the stratum {one!r}, and {name!r} has "
                    f"{', '.join(map(repr, known)) or 'none'}.",
                    "write a stratum as the data do.",
                )

    kept = [
        (*group[:place], merged.get(group[place], group[place]), *group[place + 1 :])
        for group in tally.groups
    ]
    found = tally._regrouped(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        tally.axes, kept, sorted_groups(tally.axes, kept)
    )
    if found.clusters is None:
        return found
    # The stratum stands last in the key of a number of clusters.
    clusters = found.clusters
    return attrs.evolve(
        found,
        clusters=attrs.evolve(
            clusters,
            n_clusters=_merged(clusters.n_clusters, merged),
            n_by_condition=_merged(clusters.n_by_condition, merged),
        ),
    )


def _merged(
    sizes: tuple[tuple[Group, int], ...], merged: Mapping[Hashable, Hashable]
) -> tuple[tuple[Group, int], ...]:
    total: dict[Group, int] = {}
    for key, n in sizes:
        new = (*key[:-1], merged.get(key[-1], key[-1]))
        total[new] = total.get(new, 0) + n
    return tuple(total.items())
