"""The comparison that the command line asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from likertkit.compare import compare_groups, compare_overlapping, compare_paired
from likertkit.errors import ArgumentError
from likertkit.responses import Responses

if TYPE_CHECKING:
    from likertkit.cli._csv import Cells
    from likertkit.instrument import Instrument
    from likertkit.results import Table


def compare_cells(
    cells: Cells,
    instrument: Instrument,
    *,
    respondent: str | None,
    condition: str | None,
    conditions: tuple[str | None, str | None],
    groups: str | None,
    test: str | None,
    view: Any,
) -> list[Table[Any]]:
    """Return the tables of a comparison, the main one first."""
    import pandas as pd

    # As object columns, so that pandas takes no text for a missing value.
    frame = pd.DataFrame(cells.columns, dtype=object)
    if groups is not None:
        if respondent is not None or condition is not None or test is not None:
            raise click.UsageError(
                "--groups compares independent respondents; leave out --respondent, --condition "
                "and --test."
            )
        first, second = conditions
        table = compare_groups(
            Responses(frame, instrument).scored(view), groups, first=first, second=second
        )
        return [table, table.omnibus]
    if respondent is None or condition is None:
        raise click.UsageError(
            "name the columns of the pairs, as in --respondent person --condition when, or "
            "--groups COLUMN for independent groups."
        )
    responses = Responses(frame, instrument, respondent=respondent, condition=condition)
    responses = responses.scored(view)
    first, second = two_conditions(cells.columns[condition], conditions)
    options: dict[str, Any] = {} if test is None else {"test": test}
    pairs = responses.pairs(first, second)
    found = compare_paired(pairs, first, second, **options)
    if not any(row.n_first_only or row.n_second_only for row in found):
        return [found, found.effects]
    return [found, found.effects, compare_overlapping(pairs, first, second)]


def two_conditions(
    column: list[str | None], stated: tuple[str | None, str | None]
) -> tuple[str, str]:
    """Return the conditions to compare: those that are stated, else the only two there are."""
    first, second = stated
    # Sorted, as the library has them, whatever comes first in the file.
    known = sorted({one for one in column if one is not None})
    if first is None and second is None and len(known) == 2:
        return known[0], known[1]
    rest = [one for one in known if one not in stated]
    if first is not None and second is None and len(rest) == 1:
        return first, rest[0]
    if second is not None and first is None and len(rest) == 1:
        return rest[0], second
    if first is None or second is None:
        raise ArgumentError(
            f"the conditions in the file are {', '.join(map(repr, known)) or 'none'}; expected two "
            "that are named.",
            "name them by --first and --second; a difference is the first less the second.",
        )
    return first, second
