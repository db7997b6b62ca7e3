"""Responses or a tally, whichever was given, as the tally that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import as_names
from likertkit.errors import ArgumentTypeError
from likertkit.responses._responses import Responses
from likertkit.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable


def as_tally(
    data: Responses | Tally, by: str | Iterable[str] | None
) -> tuple[Tally, tuple[str, ...]]:
    """Return the tally of *data*, its condition and stratum kept, and the axes that *by* names.

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
    return data, data.names(by)
