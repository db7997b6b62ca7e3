"""Kernels of careless answers and response styles, on arrays that can be checked by eye."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

from likertkit._kernels.respondents import (
    agreement_steps,
    correlated_pairs,
    even_odd_consistency,
    longest_run,
    row_correlation,
    row_mean,
    row_sd,
    weighted_column_means,
)

NAN = math.nan


def rows(*values: list[float]) -> np.ndarray:
    """Return an array of rows."""
    return np.array(values, dtype=float)


@pytest.mark.parametrize(
    ("n_levels", "steps"),
    [(2, [-1, 1]), (3, [-1, 0, 1]), (4, [-2, -1, 1, 2]), (5, [-2, -1, 0, 1, 2])],
)
def test_steps(n_levels, steps) -> None:
    """Levels count from a middle that an even scale only thinks of."""
    assert agreement_steps(n_levels).tolist() == steps
    assert agreement_steps(7).tolist() == [-3, -2, -1, 0, 1, 2, 3]


def test_runs() -> None:
    """A blank neither breaks nor lengthens a run; nothing has no run."""
    values = rows(
        [3, 3, NAN, 3, 1], [1, 2, 1, 2, 1], [NAN] * 5, [NAN, 2, NAN, NAN, NAN], [5, 1, 1, 4, 4]
    )
    assert longest_run(values).tolist() == [3, 1, 0, 1, 2]
    assert longest_run(np.empty((0, 3))).tolist() == []


def test_means_and_spreads() -> None:
    """Divisor n - 1; one answer has a mean and no spread; equal ones have exactly none."""
    values = rows([1, 3, NAN], [4, NAN, NAN], [NAN] * 3)
    np.testing.assert_array_equal(row_mean(values), [2, 4, NAN])
    np.testing.assert_array_equal(row_sd(values), [math.sqrt(2), NAN, NAN])
    # The squares of these are no longer whole in double precision.
    assert row_sd(rows([94906267] * 7, [123456789] * 7)).tolist() == [0, 0]


def test_row_correlations() -> None:
    """Over the columns of both; three at the least, and both must vary."""
    first = rows([1, 2, 3, NAN], [1, 2, NAN, NAN], [1, 1, 1, 1], [1, 2, 4, 8], [1, 2, 3, NAN])
    second = rows([2, 4, 6, 1], [2, 1, 4, 4], [1, 2, 3, 4], [8, 8, 8, 8], [5, 4, 3, 9])
    np.testing.assert_allclose(row_correlation(first, second), [1, NAN, NAN, NAN, -1])
    # Rounding takes no correlation past 1.
    assert row_correlation(rows([1, 2, 4]), rows([3, 6, 12]))[0] == 1
    # Means of equal numbers may differ in the last bit, and have no spread for that.
    almost = rows([0.3, 0.1 + 0.2, 0.3])
    assert math.isnan(row_correlation(almost, rows([1, 2, 3]))[0])


def test_even_odd_takes_all_items_of_a_subscale() -> None:
    """Jackson's coefficient of four items a subscale is not that of their first two."""
    first_two = rows([1, 1, 5, 1, 3, 3, 3, 1, 5, 5, 1, 1])
    halves = [([4 * s, 4 * s + 2], [4 * s + 1, 4 * s + 3]) for s in range(3)]
    odd, even = [3, 3, 3], [1, 2, 3]
    assert [np.mean(first_two[0, one]) for one, _ in halves] == odd
    assert [np.mean(first_two[0, two]) for _, two in halves] == even
    assert math.isnan(even_odd_consistency(first_two, halves)[0])
    pairs = [([4 * s], [4 * s + 1]) for s in range(3)]
    assert even_odd_consistency(first_two, pairs)[0] == approx(1)


def test_even_odd_is_stepped_up_and_bounded() -> None:
    """2r / (1 + r), and -1 where that would be less."""
    halves = [([2 * s], [2 * s + 1]) for s in range(3)]
    # Halves 1 2 3 and 1 3 2: r = 1/2; 1 2 3 and 3 2 1: r = -1; 1 2 3 and 2 3 1: r = -1/2.
    values = rows([1, 1, 2, 3, 3, 2], [1, 3, 2, 2, 3, 1], [1, 2, 2, 3, 3, 1])
    assert even_odd_consistency(values, halves).tolist() == approx([2 / 3, -1, -1])
    # A half without an answer leaves two subscales, which are too few.
    values[0, 0] = NAN
    assert math.isnan(even_odd_consistency(values, halves)[0])
    assert np.isnan(even_odd_consistency(values, [])).all()


def test_pairs_correlate_over_the_rows_of_both() -> None:
    """Strictly above the bound, the first column first; columns without spread with none."""
    values = rows([1, 2, 7, 1], [2, 4, 7, NAN], [3, 6, 7, NAN], [4, 9, 7, 5])
    assert correlated_pairs(values, 0.9) == [(0, 1)]
    assert correlated_pairs(values[:, [0, 0]], 0.999) == [(0, 1)]
    assert correlated_pairs(values[:, [0, 0]], 1.0) == []
    # Means are those of the rows of both, where these two are unrelated.
    apart = rows([1, 1], [2, 1], [1, 2], [2, 2], [5, NAN], [5, NAN], [NAN, 5], [NAN, 5])
    assert correlated_pairs(apart, 0.01) == []
    # Two rows always correlate.
    assert correlated_pairs(values[:, [0, 3]], 0.0) == []
    assert correlated_pairs(np.full((3, 2), NAN), -1.0) == []


def test_weighted_means_of_columns() -> None:
    """Over the figures that are there; NaN without weight."""
    values = rows([1, NAN, 2], [3, NAN, NAN])
    found = weighted_column_means(values, np.array([0.0, 2.0]))
    np.testing.assert_array_equal(found, [3, NAN, NAN])
