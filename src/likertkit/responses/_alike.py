"""A warning of groups whose names differ in their spelling alone."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING

from likertkit._text import join_words, spelled_alike
from likertkit.errors import LikertkitWarning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.tally import Axis, Group


def warn_of_spellings(columns: Iterable[tuple[str, Iterable[object]]]) -> None:
    """Warn where names in a column differ in case, spacing or form alone: once for a table."""
    said = [
        f"column {name!r} has {join_words([repr(one) for one in texts])}"
        for name, values in columns
        for texts in spelled_alike(values)
    ]
    if said:
        warnings.warn(
            f"{'; '.join(said)}: names that differ in their spelling alone are groups of their "
            "own. If they mean one group, write them alike in the data.",
            LikertkitWarning,
            stacklevel=_outside(),
        )


def by_axis(axes: Sequence[Axis], groups: Sequence[Group]) -> Iterable[tuple[str, list[object]]]:
    """Return the name of each axis with its values."""
    return [(axis.name, [group[place] for group in groups]) for place, axis in enumerate(axes)]


def _outside() -> int:
    """Return the level of the first line outside the package, as `warnings.warn` counts."""
    # Level 1 is the line that warns, one frame above this function.
    level, frame = 1, sys._getframe(1)  # noqa: SLF001 - Python 3.12 has an argument for it
    while frame.f_back and str(frame.f_globals["__name__"]).startswith("likertkit"):
        level, frame = level + 1, frame.f_back
    return level
