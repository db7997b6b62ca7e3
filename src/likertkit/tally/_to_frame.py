"""A tally as a data frame, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import Grid, counted, format_figure, join_words
from likertkit.results import check_distinct_columns, frame_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.instrument import LikertScale
    from likertkit.tally._tally import Tally


# A respondent of weight 0 is in no cell, and has a row of its own.
WEIGHTLESS = "weight 0"


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
    if tally.zeros is not None and tally.zeros.any():
        frame = _with_weightless(frame, tally, tally.zeros)
    return frame


def _with_weightless(frame: pd.DataFrame, tally: Tally, zeros: NDArray[np.int64]) -> pd.DataFrame:
    """Return the frame with a row for the respondents of weight 0 of each group and item."""
    import pandas as pd

    axes = [axis.name for axis in tally.axes]
    rows = [
        {
            **dict(zip(axes, tally.groups[g], strict=True)),
            "item": tally.instrument.names[i],
            "code": None,
            "label": WEIGHTLESS,
            "kind": WEIGHTLESS,
            "count": zeros[g, i],
            "weighted_count": 0.0,
            "squared_weight": 0.0,
        }
        for g, i in np.argwhere(zeros).tolist()
    ]
    more = pd.DataFrame(
        {name: frame_column([row[name] for row in rows]) for name in frame.columns}
    ).astype({"code": "Int64", "count": frame["count"].dtype})
    return pd.concat([frame, more], ignore_index=True)


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
    said = weightless_note(tally)
    return "\n".join(
        (
            f"{what}; scores {tally.view}",
            grid.to_text(width),
            *([said] if said else ()),
            *tally.notes,
        )
    )


def weightless_note(tally: Tally) -> str:
    """Return how many respondents have the weight 0; empty where nobody has."""
    if tally.zeros is None:
        return ""
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    found: dict[object, int] = {}
    for group, n in zip(tally.groups, tally.zeros.max(axis=1).tolist(), strict=True):
        key = group[places[0]] if places else None
        found[key] = found.get(key, 0) + n
    told = [
        counted(n, "respondent") + ("" if key is None else f" under {key!r}")
        for key, n in found.items()
        if n
    ]
    if not told:
        return ""
    return (
        f"Weight 0: {join_words(told)}, who stay in the sampling design and are not counted in n."
    )


def _headings(scale: LikertScale) -> tuple[str, ...]:
    return (*(str(code) for code in scale.codes), *scale.reasons)
