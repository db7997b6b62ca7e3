"""A tally as a data frame, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import Grid, counted, format_figure
from likertkit.results import check_distinct_columns, frame_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from likertkit.instrument import LikertScale
    from likertkit.tally._tally import Tally


def cell_names(scale: LikertScale) -> Iterator[tuple[int | None, str, str]]:
    """Yield the code, label and kind of each cell of an item."""
    for code in scale.codes:
        yield code, scale.labels.get(code, str(code)), "level"
    for reason in scale.reasons:
        codes = scale.nonsubstantive.get(reason, ())
        yield codes[0] if len(codes) == 1 else None, reason, "missing"


def frame_of_tally(tally: Tally) -> pd.DataFrame:
    """Make the data frame that :meth:`Tally.to_frame` promises."""
    import pandas as pd

    places = [
        (g, i, c, cell)
        for g in range(len(tally.groups))
        for i, item in enumerate(tally.instrument)
        for c, cell in enumerate(cell_names(item.scale))
    ]
    items = tally.instrument.names
    rows = [(*tally.groups[g], items[i], *cell) for g, i, _, cell in places]
    names = [*(axis.name for axis in tally.axes), "item", "code", "label", "kind"]
    check_distinct_columns((*names, "count", "weighted_count", "squared_weight"))
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    frame = pd.DataFrame(
        {name: frame_column(list(v)) for name, v in zip(names, columns, strict=True)}
    )
    at = tuple(np.array([place[k] for place in places], dtype=np.intp) for k in range(3))
    frame["code"] = frame["code"].astype("Int64")
    frame["count"] = tally.counts[at]
    if tally.sums is not None and tally.squares is not None:
        frame["weighted_count"] = tally.sums[at]
        frame["squared_weight"] = tally.squares[at]
    return frame


def text_of_tally(tally: Tally, width: int | None = None) -> str:
    """Return a line on what was counted, then a row a group and item."""
    names = tuple(axis.name for axis in tally.axes)
    what = f"Tally of {tally.instrument.name!r}: {counted(len(tally.instrument), 'item')}"
    if names:
        what += f" by {', '.join(names)}"
    if tally.weighted:
        what += ", weighted"
    cells = list(dict.fromkeys(n for i in tally.instrument for n in _headings(i.scale)))
    rows = []
    for g, group in enumerate(tally.groups):
        for i, item in enumerate(tally.instrument):
            counts = dict(zip(_headings(item.scale), tally.counts[g, i].tolist(), strict=False))
            rows.append(
                (
                    *(format_figure(value) for value in group),
                    item.name,
                    *(str(counts.get(name, "")) for name in cells),
                )
            )
    header = (*names, "item", *cells)
    right = tuple(k > len(names) for k in range(len(header)))
    grid = Grid(header, tuple(rows), right=right, n_keys=len(names) + 1)
    return "\n".join((f"{what}; scores {tally.view}", grid.to_text(width), *tally.notes))


def _headings(scale: LikertScale) -> tuple[str, ...]:
    return (*(str(code) for code in scale.codes), *scale.reasons)
