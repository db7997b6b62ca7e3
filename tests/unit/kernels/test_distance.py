"""Mahalanobis distances against NumPy's inverse, and with gaps against a search for the maximum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import optimize, stats

from likertkit._kernels import respondents as _distance
from likertkit._kernels.respondents import (
    chi_square_quantile,
    chi_square_tail,
    mahalanobis_distances,
)

NAN = math.nan
RNG = np.random.default_rng(8)
ANSWERS = np.clip(
    np.round(3 + RNG.normal(size=(40, 1)) + RNG.normal(scale=0.9, size=(40, 3))), 1, 5
)
GAPS = np.where(RNG.random(ANSWERS.shape) < 0.2, NAN, ANSWERS)


def plain(values: np.ndarray) -> np.ndarray:
    """Return the distances of complete rows by the inverse of NumPy's covariance."""
    centred = values - values.mean(axis=0)
    return (centred @ np.linalg.inv(np.cov(values.T)) * centred).sum(axis=1)


def searched(values: np.ndarray) -> np.ndarray:
    """Return the distances from moments that a search finds to be the likeliest."""
    k = values.shape[1]
    lower = np.tril_indices(k)

    def moments(free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        root = np.zeros((k, k))
        root[lower] = free[k:]
        return free[:k], root @ root.T

    def surprise(free: np.ndarray) -> float:
        mean, covariance = moments(free)
        total = 0.0
        for row in values:
            there = ~np.isnan(row)
            if there.any():
                part = covariance[np.ix_(there, there)]
                centred = (row - mean)[there]
                total += math.log(np.linalg.det(part))
                total += centred @ np.linalg.solve(part, centred)
        return total / 2

    start = np.concatenate([np.nanmean(values, axis=0), np.eye(k)[lower]])
    best = optimize.minimize(surprise, start, method="BFGS", options={"gtol": 1e-5})
    mean, covariance = moments(best.x)
    n = np.count_nonzero(~np.isnan(values).all(axis=1))
    covariance = covariance * n / (n - 1)
    found = []
    for row in values:
        there = ~np.isnan(row)
        centred = (row - mean)[there]
        inverse = np.linalg.inv(covariance[np.ix_(there, there)])
        found.append(centred @ inverse @ centred if there.any() else NAN)
    return np.array(found)


def test_complete_rows() -> None:
    """The usual covariance; a degree of freedom a column."""
    found = mahalanobis_distances(ANSWERS)
    np.testing.assert_allclose(found.squared, plain(ANSWERS), rtol=1e-10)
    assert found.df.tolist() == [3] * 40
    assert found.told


def test_rows_with_gaps() -> None:
    """EM arrives where a search of the likelihood does, as near as that search gets."""
    values = np.vstack([GAPS, [NAN] * 3])
    found = mahalanobis_distances(values)
    np.testing.assert_allclose(found.squared, searched(values), rtol=2e-3, atol=1e-4)
    assert found.df.tolist() == np.count_nonzero(~np.isnan(values), axis=1).tolist()
    assert found.told


@pytest.mark.parametrize("values", [ANSWERS, GAPS])
def test_a_few_matrices_at_a_time(monkeypatch: pytest.MonkeyPatch, values) -> None:
    """How many are worked on at a time changes nothing."""
    whole = mahalanobis_distances(values)
    monkeypatch.setattr(_distance, "_AT_ONCE", 10)
    pieces = mahalanobis_distances(values)
    np.testing.assert_allclose(pieces.squared, whole.squared, rtol=1e-10)


def test_units_are_nothing() -> None:
    """Columns of very different size are as good as any."""
    found = mahalanobis_distances(ANSWERS * [1e-7, 1, 1e7])
    np.testing.assert_allclose(found.squared, plain(ANSWERS), rtol=1e-8)
    assert found.df.tolist() == [3] * 40
    found, same = mahalanobis_distances(GAPS * [1e-7, 1, 1e7]), mahalanobis_distances(GAPS)
    np.testing.assert_allclose(found.squared, same.squared, rtol=1e-7)


def test_many_columns_have_patterns_too() -> None:
    """More columns than a word has bits: here 70, of which the last is left out by one row."""
    values = RNG.normal(size=(120, 70))
    np.testing.assert_allclose(mahalanobis_distances(values).squared, plain(values), rtol=1e-8)
    values[0, 69] = NAN
    found = mahalanobis_distances(values)
    assert found.df[:2].tolist() == [69, 70]
    # Without its last column the row goes by the other 69, whose moments have no gaps.
    assert found.squared[0] == approx(plain(values[:, :69])[0], rel=1e-8)


def test_dependent_columns_count_once() -> None:
    """A copy, or a column of one value, changes no distance and adds no degree of freedom."""
    values = np.column_stack([ANSWERS, ANSWERS[:, 0], np.full(40, 2.0)])
    found = mahalanobis_distances(values)
    np.testing.assert_allclose(found.squared, plain(ANSWERS), rtol=1e-8)
    assert found.df.tolist() == [3] * 40


def test_where_nothing_varies_there_is_no_distance() -> None:
    """One row, equal rows, no rows, no answers."""
    for values in (ANSWERS[:1], np.full((5, 2), 3.0), np.empty((0, 2)), np.full((3, 2), NAN)):
        found = mahalanobis_distances(values)
        assert np.isnan(found.squared).all()
        assert found.df.tolist() == [0] * len(values)
        assert found.told


def test_rows_that_do_not_tell_the_covariance() -> None:
    """Few rows with gaps, or copies with gaps: no distance at all, and that is said."""
    few = np.array([[1, 2, NAN], [2, 1, 3], [3, NAN, 1.0]])
    copies = np.column_stack([GAPS[:, 0], ANSWERS[:, 0]])
    for values in (few, copies):
        found = mahalanobis_distances(values)
        assert not found.told
        assert np.isnan(found.squared).all()
        assert not found.df.any()


def test_iterations_that_do_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they stop too early there is no distance."""
    monkeypatch.setattr(_distance, "_MOST_STEPS", 2)
    assert not mahalanobis_distances(GAPS).told
    assert mahalanobis_distances(ANSWERS).told


def test_tails_of_chi_square() -> None:
    """scipy.stats.chi2; NaN without degrees of freedom."""
    found = chi_square_tail(np.array([3.0, 20.0, 1.0, NAN]), np.array([2, 9, 0, 3]))
    expected = [stats.chi2.sf(3, 2), stats.chi2.sf(20, 9), NAN, NAN]
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert chi_square_quantile(0.001, 4) == approx(stats.chi2.isf(0.001, 4), rel=1e-9)
