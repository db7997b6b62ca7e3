"""Pairs of answers as a data frame, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import Grid, counted, format_figure
from likertkit.results import frame_column, group_names
from likertkit.tally._from_table import ABSENT
from likertkit.tally._to_frame import cell_names, weightless_note, with_weightless_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from likertkit.instrument import LikertScale
    from likertkit.tally._pair_tally import PairTally


def _sides(scale: LikertScale) -> Iterator[tuple[int, tuple[int | None, str, str]]]:
    """Yield the place, code, label and kind of each cell of one condition."""
    yield from enumerate(cell_names(scale))
    yield -1, (None, ABSENT, ABSENT)


def frame_of_pairs(pairs: PairTally) -> pd.DataFrame:
    """Make the data frame that :meth:`PairTally.to_frame` promises."""
    import pandas as pd

    places = [
        (g, i, a, b, (*group, item.name, *one, *other))
        for g, group in enumerate(pairs.groups)
        for i, item in enumerate(pairs.instrument)
        for a, one in _sides(item.scale)
        for b, other in _sides(item.scale)
    ]
    sides = [f"{side}_{what}" for side in ("first", "second") for what in ("code", "label", "kind")]
    own = ["item", *sides]
    axes = group_names(
        (axis.name for axis in pairs.axes), [*own, "count", "weighted_count", "squared_weight"]
    )
    names = [*axes, *own]
    columns = list(zip(*(place[4] for place in places), strict=True)) or [()] * len(names)
    frame = pd.DataFrame(
        {name: frame_column(list(v)) for name, v in zip(names, columns, strict=True)}
    )
    for side in ("first", "second"):
        frame[f"{side}_code"] = frame[f"{side}_code"].astype("Int64")
    at = tuple(np.array([place[k] for place in places], dtype=np.intp) for k in range(4))
    frame["count"] = pairs.counts[at]
    if pairs.sums is not None and pairs.squares is not None:
        frame["weighted_count"] = pairs.sums[at]
        frame["squared_weight"] = pairs.squares[at]
    if pairs.zeros is not None and pairs.zeros.any():
        items = pairs.instrument.names
        weightless = [
            (*pairs.groups[g], items[i], int(pairs.zeros[g, i]))
            for g, i in np.argwhere(pairs.zeros).tolist()
        ]
        frame = with_weightless_rows(frame, weightless, [*axes, "item", "count"])
    return frame


def text_of_pairs(pairs: PairTally, width: int | None = None) -> str:
    """Return a line on what was counted, then a row a group and item with who was matched."""
    names = tuple(axis.name for axis in pairs.axes)
    what = (
        f"Pairs of {pairs.instrument.name!r}, {pairs.first!r} and {pairs.second!r}: "
        f"{counted(len(pairs.instrument), 'item')}"
    )
    if names:
        what += f" by {', '.join(names)}"
    if pairs.weighted:
        what += ", weighted"
    header = (*names, "item", "both valid", "some missing", "first only", "second only")
    rows = []
    for g, group in enumerate(pairs.groups):
        for i, item in enumerate(pairs.instrument):
            table = pairs.counts[g, i]
            n = item.scale.n_levels
            both = table[:n, :n].sum()
            figures = (both, table[:-1, :-1].sum() - both, table[:-1, -1].sum(), table[-1].sum())
            key = (*(format_figure(value) for value in group), item.name)
            rows.append((*key, *(str(int(figure)) for figure in figures)))
    right = tuple(k > len(names) for k in range(len(header)))
    grid = Grid(header, tuple(rows), right=right, n_keys=len(names) + 1)
    said = [note for note in (weightless_note(pairs), *pairs.notes) if note]
    return "\n".join((f"{what}; scores {pairs.view}", grid.to_text(width), *said))
