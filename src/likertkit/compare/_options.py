"""Options and words that several comparisons share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from likertkit._checks import check_choice
from likertkit._text import counted
from likertkit.tally import Design, PairTally, Tally, read_sizes, with_design

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from likertkit._kernels.design import LoneStratum

TableT = TypeVar("TableT", Tally, PairTally)

METHOD_WORDS = {
    "exact": "exact",
    "saddlepoint": "saddlepoint",
    "asymptotic": "asymptotic (normal, ties corrected)",
    "monte-carlo": "Monte Carlo",
}


Correction = Literal["holm", "benjamini-hochberg", "bonferroni", "none"]

_NAMES: dict[Correction, str] = {
    "holm": "Holm",
    "benjamini-hochberg": "Benjamini-Hochberg",
    "bonferroni": "Bonferroni",
    "none": "none",
}


def check_correction(correction: object) -> None:
    """Raise unless *correction* is one of the words."""
    check_choice(correction, "correction", Correction)


def family_note(correction: Correction, family_size: int, what: str) -> str:
    """Return how p-values were adjusted, and the family of which that was done.

    *what* names the family, such as ``"all items"``; p-values that are undefined are not counted
    in its size.
    """
    if correction == "none":
        return f"P-values are not adjusted, though there are {family_size} of them ({what})."
    size = counted(family_size, "p-value")
    return f"Adjusted p-values: {_NAMES[correction]}, the family being {size} ({what})."


EVERYBODY = "everybody was asked: the difference is exact"


def in_design(
    table: TableT,
    lone_stratum: LoneStratum,
    merge: Callable[[TableT, Mapping[Hashable, Hashable], Collection[Hashable]], TableT],
    *,
    designed: bool,
) -> tuple[TableT, Design]:
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
