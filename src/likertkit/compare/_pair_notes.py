"""What must be known to read a comparison of pairs, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit.compare._correction import family_note
from likertkit.instrument import view_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.compare._correction import Correction
    from likertkit.tally import PairTally


def pair_notes(pairs: PairTally, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return how codes became scores, what is pooled, and what the counts themselves say."""
    return (
        view_sentence(pairs.view),
        *(
            f"The strata of {axis.name!r} are pooled: each counts by its number of answers."
            for axis in pairs.axes
            if axis.role == "stratum" and axis.name not in names
        ),
        *pairs.notes,
    )


def rows_note(correction: Correction, pvalues: Sequence[float], names: tuple[str, ...]) -> str:
    """Return how the p-values of all rows of a table were adjusted."""
    size = sum(not math.isnan(pvalue) for pvalue in pvalues)
    what = f"all items by {', '.join(names)}" if names else "all items"
    return family_note(correction, size, what)
