"""A design that the data declare, as comparisons read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from likertkit.tally import Design, PairTally, Tally
from likertkit.tally._count_table import with_design
from likertkit.tally._population import read_sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from likertkit._kernels.design import LoneStratum

_TableT = TypeVar("_TableT", Tally, PairTally)

EVERYBODY = "everybody was asked: the difference is exact"


def in_design(
    table: _TableT,
    lone_stratum: LoneStratum,
    merge: Callable[[_TableT, Mapping[Hashable, Hashable], Collection[Hashable]], _TableT],
    *,
    designed: bool,
) -> tuple[_TableT, Design]:
    """Return a table with its declared strata merged, and its sampling design.

    The design counts where there are weights or clusters; elsewhere strata are pooled, and the
    note of the table says that it does not count.

    Raises
    ------
    ArgumentError
        If the data declare a design, and the call says something of it too.
    """
    asked, declared = Design(lone_stratum=lone_stratum), table.design
    if declared is None:
        return table, asked
    declared.check_alone(asked)
    if not designed:
        return table, asked
    known = read_sizes(declared.population, "population", table.axes)
    if declared.collapse:
        populated = () if known is None else known.strata()
        table = merge(table, dict(declared.collapse), populated)
    return with_design(table, None), declared


def plan_notes(design: Design, *, clustered: bool) -> list[str]:
    """Return what a declared design does to errors: strata that are merged, and sizes."""
    said = design.merge_notes()
    sizes = design.cluster_population if clustered else design.population
    if sizes is not None and design.finite_population:
        what = "clusters" if clustered else "people"
        said.append(
            f"Inference: the {what} of the population only; standard errors have the finite "
            "population correction."
        )
    return said
