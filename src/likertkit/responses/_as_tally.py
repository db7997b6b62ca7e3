"""Responses or a tally, whichever was given, as the tally that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._checks import as_names
from likertkit.errors import ArgumentTypeError
from likertkit.responses._responses import Responses
from likertkit.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


def as_tally(
    data: Responses | Tally, by: str | Iterable[str] | None
) -> tuple[Tally, tuple[str, ...]]:
    """Return the tally of *data*, its condition and stratum kept, and the axes of the result.

    These are the axes that *by* names, then the condition; an empty *by* pools all.

    Raises
    ------
    ArgumentTypeError
        If *data* is neither.
    """
    by = None if by is None else as_names(by, "by")
    if isinstance(data, Responses):
        data = data.tally(by=by)
    if not isinstance(data, Tally):
        raise ArgumentTypeError(
            f"data of type {type(data).__name__} are neither Responses nor a Tally.",
            "bind a data frame to its instrument first: `lk.Responses(frame, instrument)`.",
        )
    names = data.names(by)
    linked = data.clusters is not None and data.clusters.unit == "respondent"
    if linked and not names and len(pooled_conditions(data, names)) < 2:
        # Whoever pools finds one row of each respondent, which nothing is pooled with.
        data = attrs.evolve(data, clusters=None)
    return data, names


def pooled_conditions(tally: Tally, names: tuple[str, ...]) -> tuple[Hashable, ...]:
    """Return the conditions of a tally that is split by these axes alone, if they are pooled."""
    return tuple(
        dict.fromkeys(
            group[place]
            for place, axis in enumerate(tally.axes)
            for group in tally.groups
            if axis.role == "condition" and axis.name not in names
        )
    )


def strangers(tally: Tally, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what errors do not know where conditions are pooled; empty where they know it."""
    if tally.clusters is not None or len(pooled_conditions(tally, names)) < 2:
        return ()
    said = "It is not known which answers are one respondent's: standard errors and intervals take"
    return (f"{said} a respondent's answers under several conditions as those of several people.",)
