"""Turning a column of answers into codes, codes into text, and codes end for end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit.errors import Sighting
from likertkit.instrument._columns import read_column, read_numbers
from likertkit.instrument._layout import Placement
from likertkit.instrument._spellings import check_found, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from likertkit.instrument._layout import Layout

__all__ = ["decode_column", "encode_column", "reverse_column"]

_MOST_ROWS = 5


def _first_rows(mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask)[:_MOST_ROWS].tolist())


def _check_numbers(
    layout: Layout, numbers: npt.NDArray[np.float64], wrong: npt.NDArray[np.bool_], item: str
) -> None:
    if not wrong.any():
        return
    values, first, counts = np.unique(numbers[wrong], return_index=True, return_counts=True)
    off_scale = Placement(None, "off_scale")
    # Further values are only counted, so their rows need no search.
    found = []
    for rank, at in enumerate(np.argsort(first)):
        rows = _first_rows(numbers == values[at]) if rank < _MOST_ROWS else ()
        found.append((off_scale, Sighting(shown_value(values[at]), int(counts[at]), rows)))
    check_found(item, layout, found)


def _locate(
    layout: Layout, numbers: npt.NDArray[np.float64], item: str
) -> tuple[list[int], npt.NDArray[np.intp]]:
    """Return all known codes, and for each number its place among them, or -1 for blanks."""
    known = sorted(layout.code_cells)
    ordered = np.array(known, dtype=np.float64)
    places = np.minimum(np.searchsorted(ordered, numbers), len(known) - 1)
    unknown = ordered[places] != numbers
    _check_numbers(layout, numbers, unknown & ~np.isnan(numbers), item)
    places[unknown] = -1
    return known, places


def _encode_numbers(
    layout: Layout, numbers: npt.NDArray[np.float64], item: str
) -> npt.NDArray[np.float64]:
    known, places = _locate(layout, numbers, item)
    levels = set(layout.codes)
    codes = np.array([code if code in levels else np.nan for code in known] + [np.nan])
    encoded: npt.NDArray[np.float64] = codes[places]
    return encoded


def _key(value: object) -> object:
    try:
        hash(value)
    except TypeError:
        return (type(value), repr(value))
    return (type(value), value)


def _distinct(values: list[object]) -> tuple[list[object], dict[object, object]]:
    """Return a key for each value, and the value of each distinct key."""
    # True equals 1 as a key and is no answer, so booleans need keys that keep types apart.
    if not {bool, np.bool_} & set(map(type, values)):
        try:
            return values, dict(zip(values, values, strict=True))
        except TypeError:  # something cannot be hashed, so it is no scalar
            pass
    keys = [_key(value) for value in values]
    return keys, dict(zip(keys, values, strict=True))


def _encode_objects(layout: Layout, values: list[object], item: str) -> npt.NDArray[np.float64]:
    keys, distinct = _distinct(values)
    placements = dict(zip(distinct, layout.place_column([*distinct.values()]), strict=True))
    if any(placement.cell is None for placement in placements.values()):
        rows: dict[object, list[int]] = {}
        for row, key in enumerate(keys):
            if placements[key].cell is None:
                rows.setdefault(key, []).append(row)
        check_found(
            item,
            layout,
            [
                (
                    placements[key],
                    Sighting(
                        shown_value(distinct[key]), len(its_rows), tuple(its_rows[:_MOST_ROWS])
                    ),
                )
                for key, its_rows in rows.items()
            ],
        )
    code_of_cell = dict(enumerate(map(float, layout.codes)))
    codes = {
        key: np.nan if placement.cell is None else code_of_cell.get(placement.cell, np.nan)
        for key, placement in placements.items()
    }
    return np.fromiter(map(codes.__getitem__, keys), dtype=np.float64, count=len(keys))


def encode_column(layout: Layout, values: Iterable[object], item: str) -> npt.NDArray[np.float64]:
    """Return the code of each answer, shape (n,), with NaN for what counts as missing."""
    column = read_column(values)
    if isinstance(column, np.ndarray):
        return _encode_numbers(layout, column, item)
    return _encode_objects(layout, column, item)


def decode_column(layout: Layout, codes: Iterable[object], item: str) -> npt.NDArray[np.object_]:
    """Return the text of each code, shape (n,), with None for blanks."""
    known, places = _locate(layout, read_numbers(codes), item)
    texts = {code: str(code) for code in known} | dict(layout.labels)
    for label, its_codes in layout.nonsubstantive.items():
        texts |= dict.fromkeys(its_codes, label)
    choices = np.array([*(texts[code] for code in known), None], dtype=np.object_)
    decoded: npt.NDArray[np.object_] = choices[places]
    return decoded


def reverse_column(layout: Layout, codes: Iterable[object], item: str) -> npt.NDArray[np.float64]:
    """Return each number mirrored on the declared range, shape (n,)."""
    numbers = read_numbers(codes)
    low, high = layout.codes[0], layout.codes[-1]
    answered = ~np.isin(numbers, list(layout.code_cells.keys() - set(layout.codes)))
    _check_numbers(layout, numbers, answered & ((numbers < low) | (numbers > high)), item)
    reversed_: npt.NDArray[np.float64] = np.where(answered, low + high - numbers, np.nan)
    return reversed_
