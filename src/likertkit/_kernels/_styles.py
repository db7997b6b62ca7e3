"""Response styles: how far answers lean to one side, to the ends or to the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def agreement_steps(n_levels: int) -> NDArray[np.int64]:
    """Return the steps of agreement of each level, least agreement first; below 0 disagreement.

    Both middle levels of an even scale are one step from a middle that nobody could choose:
    -2, -1, 0, 1, 2 of five levels, -2, -1, 1, 2 of four.
    """
    side = np.arange(1, n_levels // 2 + 1)
    return np.concatenate([-side[::-1], [0] * (n_levels % 2), side]).astype(np.int64)


def column_mean(columns: Iterable[NDArray[np.float64]], n_rows: int) -> NDArray[np.float64]:
    """Return the mean of each row's figures in some columns of *n_rows*; NaN is left out."""
    n, total = np.zeros(n_rows, dtype=np.int64), np.zeros(n_rows)
    for column in columns:
        given = ~np.isnan(column)
        n += given
        total += np.where(given, column, 0.0)
    found: NDArray[np.float64] = np.full(n_rows, np.nan)
    np.divide(total, n, out=found, where=n > 0)
    return found


def row_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row's figures, those that are NaN left out; NaN where all are."""
    return column_mean(values.T, len(values))


def weighted_column_means(
    values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weighted mean of each column's figures, those that are NaN left out."""
    given = ~np.isnan(values)
    held = weights @ given
    total = weights @ np.where(given, values, 0.0)
    found: NDArray[np.float64] = np.divide(
        total, held, out=np.full(values.shape[1], np.nan), where=held > 0
    )
    return found
