"""What every question about sensitivity shares: its columns, its checks and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.errors import ArgumentError
from likertkit.instrument import view_sentence

if TYPE_CHECKING:
    from likertkit.results import ItemRow
    from likertkit.tally import PairTally, Tally


def column_names(row: type[ItemRow]) -> tuple[str, ...]:
    """Return the columns of a kind of rows, without those of the group."""
    return tuple(field.name for field in attrs.fields(row) if field.name != "by")


def reading_notes(
    table: Tally | PairTally, names: tuple[str, ...], *, pooled: bool = True
) -> tuple[str, ...]:
    """Return how codes became scores, what becomes of strata, and what the counts say.

    Strata that do not split the result are pooled, or respected by a test that knows the design.
    """
    strata = [axis.name for axis in table.axes if axis.role == "stratum" and axis.name not in names]
    said = "are pooled: each stratum counts by its number of answers"
    if not pooled:
        said = "are those of the sampling design, and the t test takes them into account"
    return (
        view_sentence(table.view),
        *(f"The strata of {name!r} {said}." for name in strata),
        *table.notes,
    )


def check_unweighted(table: Tally | PairTally) -> None:
    """Raise if the counts have sampling weights, of which people by number know nothing."""
    if table.weighted:
        raise ArgumentError(
            "the data have sampling weights; expected unweighted data, because each person counts "
            "once here.",
            "make the responses without `weight=`.",
        )
