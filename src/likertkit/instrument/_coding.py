"""Columns of raw values as codes and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from likertkit.errors import ArgumentError, ArgumentTypeError, Sighting
from likertkit.instrument._layout import Placement, is_blank
from likertkit.instrument._spellings import check_found, shown_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from likertkit.instrument._layout import Layout

_ARROW_NUMBERS = frozenset(
    [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
    + ["halffloat", "float", "double"]
)


def _library(values: object) -> str:
    """Return the library whose column this is, also where a subclass of another made it."""
    roots = [base.__module__.partition(".")[0] for base in type(values).__mro__]
    return next((root for root in roots if root in {"numpy", "pandas", "polars", "pyarrow"}), "")


def _from_numpy(values: np.ndarray[Any, Any]) -> npt.NDArray[np.float64] | list[object]:
    if isinstance(values, np.ma.MaskedArray):
        return list(values.tolist())  # a masked cell becomes None; its raw content would lie
    if values.dtype.kind in "iuf":
        return np.asarray(values, dtype=np.float64)
    # `tolist` would turn dates into plain numbers.
    return list(values.tolist() if values.dtype.kind in "OUb" else values)


def _from_pandas(values: Any) -> npt.NDArray[np.float64] | list[object]:
    if getattr(values.dtype, "kind", "O") in "iuf":
        return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan), dtype=np.float64)
    return list(values.tolist())


def _from_polars(values: Any) -> npt.NDArray[np.float64] | list[object]:
    if values.dtype.is_integer() or values.dtype.is_float():
        return np.asarray(values.to_numpy(), dtype=np.float64)
    return list(values.to_list())


def _from_pyarrow(values: Any) -> npt.NDArray[np.float64] | list[object]:
    if str(values.type) in _ARROW_NUMBERS:
        return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)
    return list(values.to_pylist())


def read_column(values: object) -> npt.NDArray[np.float64] | list[object]:
    """Return a column as numbers with NaN for blanks, or else as its raw scalars.

    Parameters
    ----------
    values : iterable of scalars, length n
        A list or tuple; a NumPy array; a pandas Series, Index or extension array; a polars
        Series; a pyarrow array; anything else that yields scalars.

    Returns
    -------
    ndarray of float, shape (n,), or list of length n
        An array, perhaps the caller's own, where the column's own type is numeric; else a list.

    Raises
    ------
    ArgumentTypeError
        If *values* is a single scalar, a text or a mapping.
    ArgumentError
        If *values* has more or fewer dimensions than one.
    """
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise ArgumentTypeError(
            f"{values!r} is not a column of answers.",
            "put a single answer into a list: scale.encode(['Agree']).",
        )
    shape = getattr(values, "shape", (None,))
    if len(shape) != 1:
        raise ArgumentError(
            f"a column of answers has one dimension; this {type(values).__name__} has the shape "
            f"{tuple(shape)}.",
            "pass one column at a time; lk.Responses reads whole frames.",
        )
    match _library(values):
        case "pandas":
            return _from_pandas(values)
        case "polars":
            return _from_polars(values)
        case "pyarrow":
            return _from_pyarrow(values)
        case _ if isinstance(values, np.ndarray):
            return _from_numpy(values)
        case _:
            return list(values)


def _as_float(value: object) -> float:
    if is_blank(value):
        return np.nan
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real | Decimal):
        raise ArgumentTypeError(
            f"{value!r} is not a number; decode() and reverse() take codes.",
            "turn answers into codes first: scale.reverse(scale.encode(answers)).",
        )
    try:
        return float(value)
    except OverflowError:
        return np.inf


def read_numbers(values: object) -> npt.NDArray[np.float64]:
    """Return a column of numbers as a float array, with NaN for blanks.

    Parameters
    ----------
    values : iterable of numbers, length n
        Any column that :func:`read_column` reads.

    Returns
    -------
    ndarray of float, shape (n,)
        The numbers, perhaps in the caller's own array.

    Raises
    ------
    ArgumentTypeError
        If *values* is not a column, or holds text, booleans or anything else but numbers.
    ArgumentError
        If *values* has more or fewer dimensions than one.
    """
    column = read_column(values)
    if isinstance(column, np.ndarray):
        return column
    return np.array([_as_float(value) for value in column], dtype=np.float64)


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
    odd = []
    for rank, at in enumerate(np.argsort(first)):
        rows = _first_rows(numbers == values[at]) if rank < _MOST_ROWS else ()
        odd.append((off_scale, Sighting(shown_value(values[at]), int(counts[at]), rows)))
    check_found(item, layout, odd)


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
    # True equals 1 as a key and is not an answer, so booleans need keys that keep types apart.
    if not {bool, np.bool_} & set(map(type, values)):
        try:
            return values, dict(zip(values, values, strict=True))
        except TypeError:  # something cannot be hashed, so it is not a scalar
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
