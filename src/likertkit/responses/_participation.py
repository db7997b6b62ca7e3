"""Who has a row under which condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.results import Record, Table, beside_figures
from likertkit.tally import sorted_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.responses._counted import Presence
    from likertkit.responses._declaration import Declaration
    from likertkit.tally import Axis, Group


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ParticipationRow(Record):
    """Who has a row under one condition.

    Attributes
    ----------
    by : tuple of (str, object)
        The condition; empty where there is none.
    n_rows : int
        Rows under the condition.
    n_empty : int
        Rows in which every item asked is blank.
    n_absent : int or None
        Respondents who have rows under other conditions alone; None where no column tells
        respondents apart.
    """

    by: tuple[tuple[str, object], ...]
    n_rows: int
    n_empty: int
    n_absent: int | None

    def columns(self) -> dict[str, object]:
        """Return the condition first, then the figures."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


def participation_table(
    found: Sequence[Presence],
    people: int | None,
    declared: Declaration,
    axes: Sequence[Axis],
    notes: tuple[str, ...],
) -> Table[ParticipationRow]:
    """Make the table that :meth:`Responses.participation` promises."""
    axes = [axis for axis in axes if axis.role == "condition"]
    by = tuple(axis.name for axis in axes)
    presence: dict[Group, Presence] = {((one.condition,) if by else ()): one for one in found}
    rows = tuple(
        ParticipationRow(
            by=tuple(zip(by, group, strict=True)),
            n_rows=presence[group].n_rows,
            n_empty=presence[group].n_empty,
            n_absent=None if people is None else people - presence[group].n_rows,
        )
        for group in sorted_groups(axes, presence)
    )
    who = "not told apart" if people is None else str(people)
    return Table(
        title=f"Participation in {declared.instrument.name}",
        names=(*by, "n_rows", "n_empty", "n_absent"),
        rows=rows,
        by=by,
        notes=(f"Respondents: {who}.", *notes),
        key=by[0] if by else "n_rows",
    )
