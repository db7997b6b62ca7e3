"""Columns of answers in memory as small numbers, and warnings of what came confused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.counting import cell_numbers, count_columns
from likertkit._text import counted, join_words
from likertkit.errors import (
    LikertkitError,
    OffScaleError,
    Sighting,
    UnknownLabelError,
)
from likertkit.instrument._placing import check_spellings, expected_answers, place_values
from likertkit.instrument._spellings import shown_value
from likertkit.responses._keys import FIRST_ROWS, factorize, first_rows, has_plain_numbers
from likertkit.responses._to_tally import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.instrument._layout import Placement

MOST_DISTINCT = 1000


@attrs.frozen(eq=False)
class Column:
    """One column of answers.

    Attributes
    ----------
    numbers : array of shape (n_rows,)
        The codes as they came, or the numbers of distinct texts; NaN is a blank.
    places : tuple of (int, int)
        Each value that may occur, and its cell.
    blank : int
        The cell of a blank.
    is_text : bool
        Whether some answers came as text.
    """

    numbers: NDArray[np.number]
    places: tuple[tuple[int, int], ...]
    blank: int
    is_text: bool = False

    def cells(self, n_cells: int) -> NDArray[np.int16]:
        """Return the cell of each row; *n_cells* where a value belongs nowhere."""
        return cell_numbers(self.numbers, self.places, self.blank, n_cells)

    def is_blank(self) -> NDArray[np.bool_]:
        """Return whether each row is blank."""
        blanks = [value for value, cell in self.places if cell == self.blank]
        mask: NDArray[np.bool_] = np.isin(self.numbers, blanks) | np.isnan(self.numbers)
        return mask


def checked_cells(item: Item, column: Column) -> NDArray[np.int16]:
    """Return the cell of each row; raise for what is off the scale.

    Raises
    ------
    OffScaleError
        If the frame's memory was written to since it was checked.
    """
    cells = column.cells(item.scale.n_cells)
    if (cells == item.scale.n_cells).any():
        check_columns([(item, column)])
    return cells


def read_column(series: nw.Series[Any], item: Item) -> Column:
    """Return a column of answers; raise for a text that is not an answer of the item.

    Numbers are not looked at here: what lies off the scale is found when they are counted.
    """
    scale = item.scale
    if has_plain_numbers(series):
        return column_of_numbers(series.to_numpy(), item)
    codes, uniques = factorize(series)
    if len(uniques) > MOST_DISTINCT:
        raise too_many_distinct(item, uniques[:FIRST_ROWS], int((codes >= 0).sum()))
    placements = place_values(scale, uniques)
    counts = np.bincount(codes + 1, minlength=len(uniques) + 1)[1:].tolist()
    try:
        check_spellings(item.name, scale, _sighted(placements, uniques, counts), mixed=True)
    except LikertkitError:
        # Only now is it worth the time to look for the rows.
        check_spellings(item.name, scale, _sighted(placements, uniques, counts, codes), mixed=True)
    places = [(k, placement.cell) for k, placement in enumerate(placements)]
    small = np.int8 if len(uniques) < np.iinfo(np.int8).max else np.int16
    return Column(
        codes.astype(small),
        tuple((k, cell) for k, cell in (*places, (-1, scale.n_levels)) if cell is not None),
        scale.n_levels,
        is_text=any(isinstance(value, str) for value in uniques),
    )


def column_of_numbers(values: NDArray[np.number], item: Item) -> Column:
    """Return a column of numbers as it is."""
    if values.dtype == np.float16:
        # Half precision cannot be compared with a code such as 99999.
        values = values.astype(np.float64)
    elif not values.dtype.isnative:
        # Files of other machines hold these bytes, and pandas cannot tell such numbers apart.
        values = values.astype(values.dtype.newbyteorder("="))
    return Column(values, item.scale.code_cells, item.scale.n_levels)


def too_many_distinct(item: Item, first: Sequence[object], n_rows: int) -> UnknownLabelError:
    """Return the error for a column that cannot be one of answers on a scale."""
    some = ", ".join(map(shown_value, first))
    sightings = (Sighting(f"more than {MOST_DISTINCT} different texts, such as {some}", n_rows),)
    return UnknownLabelError(
        item.name, sightings, "the few labels of a scale, not free text or names"
    )


def _sighted(
    placements: Sequence[Placement],
    values: Sequence[object],
    counts: Sequence[int],
    codes: NDArray[np.intp] | None = None,
) -> list[tuple[Placement, Sighting]]:
    """Return the place of each distinct value and how often it occurs, and where."""
    return [
        (
            placement,
            Sighting(shown_value(value), count, () if codes is None else first_rows(codes == k)),
        )
        for k, (placement, value, count) in enumerate(zip(placements, values, counts, strict=True))
    ]


def check_columns(columns: Sequence[tuple[Item, Column]]) -> NDArray[np.int64]:
    """Return the counts of the cells; raise if a column holds a number that is not a code.

    One pass gives both: what belongs nowhere is all rows minus the counted ones.
    """
    counts = count_columns(
        [column.numbers for _, column in columns],
        [column.places for _, column in columns],
        [column.blank for _, column in columns],
        max((item.scale.n_cells for item, _ in columns), default=1),
    )
    for (item, column), others in zip(columns, counts[:, -1].tolist(), strict=True):
        if others:
            raise OffScaleError(item.name, _off_scale(column), expected_answers(item.scale))
    return counts[:, :-1]


def _off_scale(column: Column) -> tuple[Sighting, ...]:
    """Return the numbers of a column that belong nowhere, in the order they come."""
    import pandas as pd

    known = np.isin(column.numbers, [value for value, _ in column.places])
    stray = np.flatnonzero(~known & ~np.isnan(column.numbers))
    codes, values = pd.factorize(column.numbers[stray])
    sightings = []
    for k, (value, count) in enumerate(zip(values.tolist(), np.bincount(codes), strict=True)):
        rows = stray[codes == k][:FIRST_ROWS].tolist() if k < FIRST_ROWS else ()
        sightings.append(Sighting(shown_value(value), int(count), tuple(rows)))
    return tuple(sightings)


# Words that pandas by default reads as blanks of a file.
_READ_AS_BLANK = frozenset(
    ("#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null")
)


def warn_of_words_read_as_blank(columns: Iterable[tuple[Item, Column]]) -> None:
    """Warn where a level has a name that pandas reads as blank, and there are blanks instead."""
    confused = []
    for item, column in columns:
        if not column.is_text:
            continue
        scale = item.scale
        words = {code: scale.labels[code] for code in scale.labels}
        lost = [scale.codes.index(c) for c, word in words.items() if word in _READ_AS_BLANK]
        if not lost:
            continue
        n_blank = int(column.is_blank().sum())
        if n_blank and not np.isin(column.cells(scale.n_cells), lost).any():
            names = join_words([repr(words[scale.codes[place]]) for place in lost])
            confused.append(f"item {item.name!r} has {counted(n_blank, 'blank')} and no {names}")
    if confused:
        warn(
            f"{'; '.join(confused)}: pandas reads such words in a file as blank cells. Read the "
            "file with `keep_default_na=False` if these blanks are answers."
        )
