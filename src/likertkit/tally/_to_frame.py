"""A tally as a data frame, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._text import Grid, counted, format_figure, join_words, one_line
from likertkit.errors import ArgumentError
from likertkit.instrument._item import code_text, level_label
from likertkit.instrument._views import view_sentence
from likertkit.results._frame import frame_column
from likertkit.results._record import group_names
from likertkit.tally._axes import pooled_sentence
from likertkit.tally._grouped import inside_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.tally._count_table import CountTable


# A respondent of weight 0 is in no cell, and has a row of its own.
WEIGHTLESS = "weight 0"


def cell_names(item: Item) -> Iterator[tuple[int | None, str, str]]:
    """Yield the code, label and kind of each cell of an item."""
    scale = item.scale
    for code in scale.codes:
        yield code, level_label(item, code), "level"
    for reason in scale.reasons:
        codes = scale.nonsubstantive.get(reason, ())
        yield codes[0] if len(codes) == 1 else None, reason, "missing"


def frame_of_tally(tally: CountTable) -> pd.DataFrame:
    """Make the data frame that :meth:`Tally.to_frame` promises."""
    import pandas as pd

    places = [
        (g, i, c, cell)
        for g in range(len(tally.groups))
        for i, item in enumerate(tally.instrument)
        for c, cell in enumerate(cell_names(item))
    ]
    items = tally.instrument.names
    rows = [(*tally.groups[g], items[i], *cell) for g, i, _, cell in places]
    names = [*_axis_names(tally), "item", "code", "label", "kind"]
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


def _axis_names(tally: CountTable) -> tuple[str, ...]:
    """Return the names of the axes, those apart that a column of every tally has too."""
    cell_columns = ("item", "code", "label", "kind", "count", "weighted_count", "squared_weight")
    return group_names((axis.name for axis in tally.axes), cell_columns)


def _with_weightless(
    frame: pd.DataFrame, tally: CountTable, zeros: NDArray[np.int64]
) -> pd.DataFrame:
    """Return the frame with a row for the respondents of weight 0 of each group and item."""
    return with_weightless_rows(
        frame,
        [
            (*tally.groups[g], tally.instrument.names[i], int(zeros[g, i]))
            for g, i in np.argwhere(zeros).tolist()
        ],
        [*_axis_names(tally), "item", "count"],
    )


def with_weightless_rows(
    frame: pd.DataFrame, rows: Sequence[tuple[object, ...]], names: Sequence[str]
) -> pd.DataFrame:
    """Return the frame with more rows, of respondents of weight 0, who are in no cell.

    *names* are the columns of *rows*; labels and kinds say it, codes are missing, the rest is 0.
    """
    import pandas as pd

    if not rows:
        return frame
    given = dict(zip(names, zip(*rows, strict=True), strict=True))

    def column(name: str) -> list[object]:
        if name in given:
            return list(given[name])
        code, text = name.endswith("code"), name.endswith(("label", "kind"))
        return [None if code else WEIGHTLESS if text else 0] * len(rows)

    more = pd.DataFrame({name: frame_column(column(name)) for name in frame.columns})
    numbers = {
        name: frame[name].dtype
        for name in frame.columns
        if name.endswith(("code", "count", "squared_weight"))
    }
    return pd.concat([frame, more.astype(numbers)], ignore_index=True)


def text_of_tally(tally: CountTable, width: int | None = None) -> str:
    """Return a line on what was counted, then a row a group and item."""
    names = tuple(axis.name for axis in tally.axes)
    what = f"Tally of {tally.instrument.name!r}: {counted(len(tally.instrument), 'item')}"
    if names:
        what += f" by {', '.join(names)}"
    if tally.weighted:
        what += ", weighted"
    cells = list(dict.fromkeys(n for i in tally.instrument for n in _headings(i)))
    rows = []
    for g, group in enumerate(tally.groups):
        for i, item in enumerate(tally.instrument):
            counts = dict(zip(_headings(item), tally.counts[g, i].tolist(), strict=False))
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
    weightless = weightless_note(tally)
    return "\n".join(
        (
            one_line(f"{what}; scores {tally.view}"),
            grid.to_text(width),
            *map(one_line, [weightless] if weightless else ()),
            *map(one_line, tally.notes),
        )
    )


def weightless_note(tally: CountTable) -> str:
    """Return how many respondents have the weight 0; empty where nobody has."""
    if tally.zeros is None:
        return ""
    # A table of two items each has one number a group.
    numbers = tally.zeros.max(axis=tuple(range(1, tally.zeros.ndim)), initial=0)
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    by_condition: dict[object, int] = {}
    for group, n in zip(
        tally.groups, np.where(inside_domain(tally), numbers, 0).tolist(), strict=True
    ):
        key = group[places[0]] if places else None
        by_condition[key] = by_condition.get(key, 0) + n
    listed = [
        counted(n, "respondent") + ("" if key is None else f" under {key!r}")
        for key, n in by_condition.items()
        if n
    ]
    if not listed:
        return ""
    return (
        f"Weight 0: {join_words(listed)}, who stay in the sampling design and are not counted in n."
    )


def _headings(item: Item) -> tuple[str, ...]:
    return (*(code_text(item, code) for code in item.scale.codes), *item.scale.reasons)


def pair_notes(
    table: CountTable, names: tuple[str, ...], *, pooled: bool = True
) -> tuple[str, ...]:
    """Return how codes became scores, what becomes of strata, and what the counts say.

    Strata that do not split the result are pooled, or respected by a test that knows the design.
    """
    strata = [axis.name for axis in table.axes if axis.role == "stratum" and axis.name not in names]
    respected = "are those of the sample, and the t test respects them"
    return (
        view_sentence(table.view),
        *(
            pooled_sentence(name) if pooled else f"The strata of {name!r} {respected}."
            for name in strata
        ),
        *table.notes,
    )


def check_unweighted(
    table: CountTable,
    why: str = "each person counts as one here",
    hint: str = "bind the data without `weight=`.",
) -> None:
    """Raise if the counts have sampling weights, which the caller does not know what to do with."""
    if table.weighted:
        raise ArgumentError(f"the data have sampling weights; expected none, since {why}.", hint)
