"""Warnings of names that the data may have confused before they came here."""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import counted, join_words, spelled_alike
from likertkit.errors import LikertkitWarning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.instrument import Item
    from likertkit.responses._columns import Column
    from likertkit.tally import Axis, Group

# Words that pandas reads as blanks of a file, unless it is told to leave text alone.
_READ_AS_BLANK = frozenset(
    ("#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null")
)


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


def warn_of_words_read_as_blank(columns: Iterable[tuple[Item, Column]]) -> None:
    """Warn where a level has a name that pandas reads as blank, and there are blanks instead."""
    said = []
    for item, column in columns:
        scale = item.scale
        words = {code: scale.labels[code] for code in scale.labels}
        lost = [scale.codes.index(c) for c, word in words.items() if word in _READ_AS_BLANK]
        if not (lost and column.is_text):
            continue
        n_blank = int(column.is_blank().sum())
        if n_blank and not np.isin(column.cells(scale.n_cells), lost).any():
            names = join_words([repr(words[scale.codes[place]]) for place in lost])
            said.append(f"item {item.name!r} has {counted(n_blank, 'blank')} and no {names}")
    if said:
        warnings.warn(
            f"{'; '.join(said)}: pandas reads such words in a file as blank cells. Read the file "
            "with `keep_default_na=False` if these blanks are answers.",
            LikertkitWarning,
            stacklevel=_outside(),
        )


def by_axis(axes: Sequence[Axis], groups: Sequence[Group]) -> Iterable[tuple[str, list[object]]]:
    """Return the name of each axis with its values."""
    return [(axis.name, [group[place] for group in groups]) for place, axis in enumerate(axes)]


def _outside() -> int:
    """Return the level of the first line outside the package, as `warnings.warn` counts."""
    # Level 1 is the line that warns: this function's own frame counts for it.
    # Python 3.12 has an argument of `warnings.warn` for it.
    level, frame = 0, inspect.currentframe()
    while frame and str(frame.f_globals["__name__"]).startswith("likertkit"):
        level, frame = level + 1, frame.f_back
    return level
