"""Who answered under one condition only, and is not compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit.summary._wording import named

if TYPE_CHECKING:
    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Told


def unpaired_notes(told: Told) -> tuple[str, ...]:
    """Return a sentence for all items of which the same numbers are not compared."""
    if not told.linked:
        return ()
    found: dict[tuple[int, int], list[SummaryRow]] = {}
    for row in told.rows:
        n_pairs = row.n_pairs or 0
        alone = ((row.n_first or 0) - n_pairs, (row.n_second or 0) - n_pairs)
        if any(alone):
            found.setdefault(alone, []).append(row)
    first, second = told.conditions
    return tuple(
        f"Answered {named(rows)} under {first!r} or {second!r} only, and not compared: "
        f"{one} and {other}."
        for (one, other), rows in found.items()
    )
