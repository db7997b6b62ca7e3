"""The tables of numbers inside a tally, and fingerprints of names."""

from __future__ import annotations

import contextlib
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from likertkit._text import counted
from likertkit.errors import MismatchError
from likertkit.results._arrays import frozen_counts
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_Number = TypeVar("_Number", np.int64, np.float64)
# Group, item and the cells under two conditions.
_MOST_AXES = 4
# Sums of the same weights in another order differ by rounding alone.
WEIGHT_TOLERANCE = 1e-12


def without_weight(
    counts: NDArray[np.int64],
    sums: NDArray[np.float64] | None,
    zeros: NDArray[np.int64] | None,
) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
    """Return counts of positive weight alone, and how many have the weight 0.

    A table of two items each, whose cells share respondents, has these apart from the start.
    """
    if sums is None:
        return counts, None
    apart = counts.ndim > _MOST_AXES
    total = np.zeros(counts.shape[: 1 if apart else 2], dtype=np.int64)
    if zeros is not None:
        total += zeros
    weightless = (counts > 0) & (sums == 0)
    if weightless.any():
        if not apart:
            lost = np.where(weightless, counts, 0)
            total += lost.sum(axis=tuple(range(2, counts.ndim)))
        counts = frozen_counts(np.where(weightless, 0, counts))
    return counts, frozen_counts(total)


def added(
    mine: NDArray[_Number] | None, theirs: NDArray[_Number] | None
) -> NDArray[_Number] | None:
    """Return the sum of two tables, or None where there are none."""
    if mine is None or theirs is None:
        return None
    total: NDArray[_Number] = np.add(mine, theirs)
    return total


def near(mine: NDArray[_Number] | None, theirs: NDArray[_Number] | None) -> bool:
    """Return whether two tables agree but for rounding, or are both None."""
    if mine is None or theirs is None:
        return mine is theirs
    return np.allclose(mine, theirs, rtol=WEIGHT_TOLERANCE, atol=0.0)


_HALF = 1 << 63


def fingerprints(names: Sequence[object]) -> NDArray[np.uint64]:
    """Return the sorted 64-bit fingerprints of distinct names.

    The same name has the same fingerprint in every process, whichever engine held it, so that
    tables of different workers can be compared.  Two names of two million have one fingerprint
    with a chance of about one in ten million.
    """
    import pandas as pd

    kind = pd.api.types.infer_dtype(names, skipna=False)
    if kind == "string":
        return np.sort(pd.util.hash_array(_as_objects(names), categorize=False))
    if kind == "integer":
        with contextlib.suppress(OverflowError):
            return np.sort(pd.util.hash_array(np.array(names, dtype=np.int64)))
    # What equals a number is that number, whatever holds it.
    plain = [
        value
        if isinstance(value, str)
        else plain_key(float(value) if isinstance(value, Decimal) else value)
        for value in names
    ]
    # A whole number has one fingerprint, beside texts and as a float too.
    whole = np.array([type(name) is int and -_HALF <= name < _HALF for name in plain], np.bool_)
    texts = [name if isinstance(name, str) else _text(name) for name in plain]
    hashes = pd.util.hash_array(_as_objects(texts), categorize=False)
    numbers = [name for name, is_whole in zip(plain, whole, strict=True) if is_whole]
    hashes[whole] = pd.util.hash_array(np.array(numbers, dtype=np.int64))
    return np.sort(hashes)


def _as_objects(values: Sequence[object]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _text(name: object) -> str:
    """Return a text for a missing name, unlike any that a person would write."""
    if isinstance(name, datetime):
        # pandas has a type of its own for it.
        return f"\x00datetime\x00{name.isoformat()}"
    return f"\x00{type(name).__name__}\x00{name!r}"


def united(
    mine: NDArray[np.uint64], theirs: NDArray[np.uint64], what: str, *, disjoint: bool
) -> NDArray[np.uint64]:
    """Return the fingerprints of both parts; raise if they share one that they should not.

    Raises
    ------
    MismatchError
        If a name lies in both, unless the parts are declared disjoint.
    """
    both = np.concatenate([mine, theirs])
    if not disjoint:
        n_shared = len(np.intersect1d(mine, theirs, assume_unique=True))
        if n_shared:
            raise MismatchError(
                f"the two parts share {counted(n_shared, what)}; expected each {what} in only one "
                f"part, because a table does not keep the answers of each respondent.",
                f"keep all rows of a {what} in one part; if equal names mean different {what}s, "
                f"use `.sum(parts, disjoint=True)`.",
            )
    return np.unique(both)
