"""A table of pairs that was published, or made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from likertkit.errors import ArgumentTypeError, CountsError, Sighting
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.instrument._placing import check_spellings, place, place_values
from likertkit.results._arrays import check_total
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.instrument._layout import Placement

ABSENT = "absent"

_BLANK = "blank"
_HINT = (
    "pass a square array of counts, lowest code first, or name the answers: "
    "{first answer: {second answer: count}}."
)


def read_table(
    table: object, scale: LikertScale, item: str
) -> tuple[Instrument, NDArray[np.int64]]:
    """Return an instrument of one item and the counts that a pair tally of it holds."""
    if not isinstance(scale, LikertScale):
        raise ArgumentTypeError(
            f"scale={scale!r} is not a LikertScale.",
            "pass the scale of the item: `lk.PairTally.from_table(table, scale)`.",
        )
    instrument = Instrument(item, [Item(item, scale)])
    width = scale.n_cells + 1
    counts = np.zeros((1, 1, width, width), dtype=np.int64)
    filled: set[tuple[int, int]] = set()
    cells = _cells(table, scale)
    totals = [_whole(number, item, first, second) for first, second, number in cells]
    # The answers of both conditions are settled together, as those of a column are.
    places = _placed([(first, second) for first, second, _ in cells], totals, scale, item)
    for (first, second, _), at, count in zip(cells, places, totals, strict=True):
        if at in filled:
            raise CountsError(
                f"item {item!r} has two counts for the answers {first!r} and {second!r}; expected "
                f"one count for each pair of answers.",
                "add the two counts first.",
            )
        filled.add(at)
        counts[(0, 0, *at)] = count
    return instrument, counts


def _cells(table: object, scale: LikertScale) -> list[tuple[object, object, object]]:
    """Return the first answer, the second answer and the count of each cell."""
    import pandas as pd

    if isinstance(table, pd.DataFrame):
        return [
            (plain_key(first), plain_key(second), table.iat[row, column])  # noqa: PD009 - any dtype
            for row, first in enumerate(table.index)
            for column, second in enumerate(table.columns)
        ]
    if isinstance(table, Mapping):
        odd = [row for row in table.values() if not isinstance(row, Mapping)]
        if odd:
            raise CountsError(f"a row of the table is {odd[0]!r}; expected a mapping.", _HINT)
        return [(first, second, n) for first, row in table.items() for second, n in row.items()]
    try:
        array = np.array(table, dtype=object)
    except ValueError as error:
        raise CountsError("the rows of the table have different lengths.", _HINT) from error
    expected = (scale.n_levels, scale.n_levels)
    if array.shape != expected:
        raise CountsError(
            f"the table has the shape {array.shape}; expected {expected}: a row and a column for "
            f"each level of the scale.",
            _HINT,
        )
    codes = sorted(scale.codes)
    return [(a, b, array[i, j]) for i, a in enumerate(codes) for j, b in enumerate(codes)]


def _whole(number: object, item: str, first: object, second: object) -> int:
    value = plain_key(number)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        check_total(value)
        return value
    raise CountsError(
        f"item {item!r} has the count {number!r} for the answers {first!r} and {second!r}; "
        "expected a whole number of respondents, 0 or more.",
        "pass counts of respondents, not shares.",
    )


def _placed(
    pairs: list[tuple[object, object]], totals: list[int], scale: LikertScale, item: str
) -> list[tuple[int, int]]:
    """Return the places of the two answers of each pair; raise for what belongs nowhere."""
    answers = [first for first, _ in pairs] + [second for _, second in pairs]
    # A scale of symptoms may have levels of these names.
    unknown = [
        isinstance(answer, str) and answer in (ABSENT, _BLANK) and place(scale, answer).cell is None
        for answer in answers
    ]
    placements = place_values(
        scale,
        [
            None if is_unknown else answer
            for answer, is_unknown in zip(answers, unknown, strict=True)
        ],
    )
    rows: dict[str, tuple[Placement, int]] = {}
    for answer, placement, count in zip(answers, placements, totals * 2, strict=True):
        shown = repr(answer)
        rows[shown] = (placement, rows.get(shown, (placement, 0))[1] + count)
    check_spellings(
        item, scale, [(placement, Sighting(shown, n)) for shown, (placement, n) in rows.items()]
    )
    cells = [
        scale.n_cells if is_unknown and answer == ABSENT else placement.cell or 0
        for answer, is_unknown, placement in zip(answers, unknown, placements, strict=True)
    ]
    return list(zip(cells[: len(pairs)], cells[len(pairs) :], strict=True))
