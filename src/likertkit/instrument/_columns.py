"""Reading one column of answers from whatever holds it: an array of numbers, or a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._layout import is_blank

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["read_column", "read_numbers"]

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
            "put a single answer into a list, as in scale.encode(['Agree']).",
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
            "turn answers into codes first, as in scale.reverse(scale.encode(answers)).",
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
        If *values* is no column, or holds text, booleans or anything else but numbers.
    ArgumentError
        If *values* has more or fewer dimensions than one.
    """
    column = read_column(values)
    if isinstance(column, np.ndarray):
        return column
    return np.array([_as_float(value) for value in column], dtype=np.float64)
