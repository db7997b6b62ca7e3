"""Kernels of scales: covariances, one factor, halves, and polychoric correlations."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import minimize

from likertkit._kernels.items import _polychoric as poly
from likertkit._kernels.items._alpha import (
    Moments,
    alpha,
    correlations_of,
    covariances,
    feldt_interval,
    guttman_lambda_2,
    half_reliability,
    halvings,
    item_rest,
    moments_of_rows,
    moments_of_tables,
    n_halvings,
)
from likertkit._kernels.items._correlation import fisher_interval, rank_correlations
from likertkit._kernels.items._one_factor import omega, omega_observed, one_factor


def matrix(*below: float) -> np.ndarray:
    """Return correlations from those below the diagonal, row by row."""
    k = int((1 + math.isqrt(1 + 8 * len(below))) / 2)
    made = np.eye(k)
    made[np.tril_indices(k, -1)] = below
    return np.maximum(made, made.T) + np.minimum(made, made.T) - np.diag(np.diag(made))


def of_factor(*loadings: float) -> np.ndarray:
    """Return the correlations that a factor implies."""
    made = np.outer(loadings, loadings)
    np.fill_diagonal(made, 1)
    return made


def by_quad(h, k, r):
    """Return P(X < h, Y < k) as an integral over X."""
    given = lambda x: stats.norm.pdf(x) * stats.norm.cdf((k - r * x) / math.sqrt(1 - r * r))  # noqa: E731
    whole = 0.0
    edges = [-40.0, -8.0, min(h, -4.0), min(h, 0.0), h]
    for low, high in pairwise(edges):
        if high > low:
            whole += quad(given, low, high, epsabs=1e-15, epsrel=1e-13, limit=200)[0]
    return whole


@pytest.mark.parametrize("r", [-0.95, 0.5, 0.999])
def test_bivariate_normal_is_its_integral(r):
    """Signs and zeros of both thresholds; SciPy's quad is good to 1e-14 here."""
    points = np.array([(h, k) for h in (-2.1, 0.0, 0.7) for k in (-0.7, 0.0, 1.9)])
    found = poly.bivariate_normal(points[:, 0], points[:, 1], np.full(len(points), r))
    for (h, k), p in zip(points, found, strict=True):
        assert p == pytest.approx(by_quad(h, k, r), abs=1e-13)


def test_thresholds_are_quantiles_of_the_margin():
    """And infinite at ends that nobody chose; the small tail keeps its digits."""
    found = poly.thresholds(np.array([[0.0, 25, 50, 25, 0], [1, 1, 1, 1, 1e18]]))
    assert found[0] == pytest.approx(
        [-math.inf, stats.norm.ppf(0.25), -stats.norm.ppf(0.25), math.inf]
    )
    assert found[1] == pytest.approx(stats.norm.ppf(np.arange(1, 5) / (4 + 1e18)), rel=1e-12)


A = np.array([[-40.0, -0.8, 0.4, 40.0]])
B = np.array([[-40.0, -1.1, 0.1, 0.9, 40.0]])
STEP = 1e-6


def test_derivatives_of_the_cells_are_their_differences():
    """By the correlation, and by the thresholds of rows and columns."""
    r = np.array([0.45])
    cells = poly._cells(A, B, r)
    by_r = (poly._p(A, B, r + STEP) - poly._p(A, B, r - STEP)) / (2 * STEP)
    assert cells.by_r == pytest.approx(by_r, abs=1e-9)
    for cuts, found, which in ((A, cells.by_first, 0), (B, cells.by_second, 1)):
        for place in range(1, cuts.shape[1] - 1):
            sides = []
            for sign in (1, -1):
                moved = cuts.copy()
                moved[0, place] += sign * STEP
                sides.append(poly._p(*((moved, B) if which == 0 else (A, moved)), r))
            slope = (sides[0] - sides[1]) / (2 * STEP)
            assert found[..., place - 1] == pytest.approx(slope, abs=1e-9)


def test_two_step_errors_are_those_of_samples():
    """The standard deviation of 400 samples of 400, of which chance leaves 3.5 % open."""
    rng = np.random.default_rng(20_010_103)
    p = poly._p(A, B, np.array([0.45]))[0]
    tables = rng.multinomial(400, p.ravel() / p.sum(), size=400).reshape(-1, *p.shape)
    for maximum in (False, True):
        fit = poly.polychoric(tables.astype(float), maximum=maximum)
        assert fit.se.mean() == pytest.approx(fit.correlation.std(), rel=0.1)
        assert fit.correlation.mean() == pytest.approx(0.45, abs=0.005)


def test_two_step_errors_are_those_of_the_delta_method():
    """By what a little more of each cell moves the estimate: both margins move with it.

    Of counts that are as the model has them: there expected and observed information are one.
    """
    counts = 200 * poly._p(A, B, np.array([0.6]))[0]
    moved = []
    for cell in np.ndindex(counts.shape):
        sides = []
        for sign in (1, -1):
            other = counts.copy()
            other[cell] += sign * 1e-4
            sides.append(poly.polychoric(other[None]).correlation[0])
        moved.append((sides[0] - sides[1]) / 2e-4)
    slopes = np.array(moved).reshape(counts.shape)
    variance = (counts * slopes**2).sum() - (counts * slopes).sum() ** 2 / counts.sum()
    assert poly.polychoric(counts[None]).se[0] == pytest.approx(math.sqrt(variance), rel=1e-5)


def test_maximum_is_no_less_likely_and_has_its_thresholds():
    """A level that nobody chose has no threshold of its own."""
    counts = np.array([[[8.0, 0, 2, 1], [3, 0, 9, 4], [1, 0, 3, 9]]])
    two_step, whole = poly.polychoric(counts), poly.polychoric(counts, maximum=True)
    assert whole.log_likelihood > two_step.log_likelihood
    assert whole.second[0, 0] == pytest.approx(two_step.second[0, 0], abs=0.1)
    assert not np.isnan(whole.second).any()


def test_polychoric_at_the_ends_and_nowhere():
    """Only one diagonal is used; or one margin has one level."""
    tables = np.array([[[5.0, 0], [0, 5]], [[0, 5], [5, 0]], [[5, 5], [0, 0]]])
    for maximum in (False, True):
        fit = poly.polychoric(tables, maximum=maximum)
        assert fit.correlation[:2].tolist() == [1, -1]
        assert np.isnan(fit.correlation[2])
        assert np.isnan(fit.se).all()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # An empty corner: each margin is met by a correlation of 1 alone.
        ([[1, 6], [0, 1]], 1),
        ([[0, 6], [1, 1]], -1),
        ([[1, 1, 4, 0], [1, 0, 0, 0]], None),
        ([[10, 2, 0], [19, 1, 0], [0, 0, 19]], None),
    ],
)
def test_polychoric_of_sparse_tables(table, expected):
    """The same figure for both estimators where it lies at an end; never beyond, and no warning."""
    counts = np.array([table], dtype=float)
    for maximum in (False, True):
        fit = poly.polychoric(counts, maximum=maximum)
        assert abs(fit.correlation[0]) <= 1
        if expected is not None:
            assert fit.correlation[0] == expected
            assert np.isnan(fit.se[0])


def test_a_likelihood_without_a_maximum_has_no_error():
    """Two thresholds of this table drift apart for ever."""
    counts = np.array([[[10.0, 2, 0], [19, 1, 0], [0, 0, 19]]])
    fit = poly.polychoric(counts, maximum=True)
    assert abs(fit.correlation[0]) < 1
    assert np.isnan(fit.se[0])


def test_smoothing_leaves_a_positive_matrix():
    """As it is."""
    made, smoothed = poly.smooth(of_factor(0.5, 0.6, 0.7))
    assert not smoothed
    assert made == pytest.approx(of_factor(0.5, 0.6, 0.7))


def test_moments_of_tables_and_of_rows_agree():
    """With weights and with answers missing; NumPy's cov without."""
    rng = np.random.default_rng(4)
    scores = rng.integers(1, 4, (30, 3)).astype(float)
    plain = covariances(moments_of_rows(np.ones((1, 30)), np.ones((1, 30)), scores))[0]
    assert plain == pytest.approx(np.cov(scores.T), abs=1e-12)
    scores[rng.random((30, 3)) < 0.2] = np.nan
    weights = rng.random(30)
    levels, sums = np.zeros((2, 3, 3, 3, 3))
    for row, weight in zip(scores, weights, strict=True):
        for i in range(3):
            for j in range(3):
                if not np.isnan(row[[i, j]]).any():
                    at = (i, j, int(row[i]) - 1, int(row[j]) - 1)
                    levels[at] += 1
                    sums[at] += weight
    tables = moments_of_tables(levels, sums, np.tile([1.0, 2, 3], (3, 1)))
    rows = moments_of_rows(np.ones((1, 30)), weights[None], scores)
    for left, right in zip(tables, rows, strict=True):
        assert left == pytest.approx(right[0], abs=1e-12)


def test_covariances_of_a_constant_are_0_and_of_too_few_undefined():
    """Rounding of weights makes no variance."""
    weights = np.array([[0.1, 0.7, 0.3, 0.9]])
    scores = np.array([[4.1, 1], [4.1, 2], [4.1, 4], [4.1, np.nan]])
    found = covariances(moments_of_rows(np.ones((1, 4)), weights, scores))[0]
    assert found[0].tolist() == [0, 0]
    few = Moments(*(np.full((2, 2), value) for value in (1.0, 1.0, 2.0, 4.0)))
    assert np.isnan(covariances(few)).all()


def test_alpha_by_hand():
    """Two items: 4 cov / var of the sum; nothing for a single item or an even total."""
    covariance = np.array([[2.0, 1.0], [1.0, 3.0]])
    assert alpha(covariance) == pytest.approx(4 * 1 / 7)
    assert np.isnan(alpha(np.array([[2.0]])))
    assert np.isnan(alpha(np.array([[2.0, -2.0], [-2.0, 2.0]])))
    assert math.isnan(guttman_lambda_2(np.array([[2.0]])))
    assert guttman_lambda_2(covariance) == pytest.approx((2 + math.sqrt(4)) / 7)
    assert np.isnan(correlations_of(np.array([[0.0, 0.0], [0.0, 1.0]]))[0]).all()


def test_feldt_needs_respondents_and_items():
    """And an alpha below 1."""
    for arguments in ((0.8, 1, 3), (0.8, 9, 1), (1.0, 9, 3), (math.nan, 9, 3)):
        assert all(math.isnan(bound) for bound in feldt_interval(*arguments, 0.95))


def test_feldt_by_its_formula():
    """With SciPy's quantiles of F."""
    low, high = feldt_interval(0.8, 40, 5, 0.9)
    quantiles = stats.f.ppf([0.95, 0.05], 39, 39 * 4)
    assert (low, high) == pytest.approx(tuple(1 - 0.2 * quantiles), rel=1e-9)


def test_two_halves_by_hand():
    """Half of a correlation steps up to 2/3, and λ4 is 4 · 1 / 7; of opposite halves only λ4 is."""
    halves = np.array([[True, False]])
    found = half_reliability(np.array([[4.0, 1.0], [1.0, 1.0]]), halves)
    assert [part.item() for part in found] == pytest.approx([2 / 3, 4 / 7], rel=1e-12)
    opposite = half_reliability(np.array([[4.0, -2.0], [-2.0, 1.0]]), halves)
    assert np.isnan(opposite.spearman_brown.item())
    assert opposite.lambda_4.item() == -8


def test_item_rest_of_two_items():
    """The one is the other's rest; without it no scale is left."""
    found = item_rest(np.array([[2.0, -1.0], [-1.0, 3.0]]))
    assert found.item_rest == pytest.approx([-1 / math.sqrt(6)] * 2)
    assert np.isnan(found.alpha_if_dropped).all()
    assert found.alpha_if_reversed == pytest.approx([4 / 7] * 2)


def test_halvings():
    """All of them once where they are few; else as many, half of the items in each."""
    rng = np.random.default_rng(5)
    assert [n_halvings(k) for k in (2, 3, 4, 5, 6, 14)] == [1, 3, 3, 10, 10, 1716]
    for k in (2, 3, 4, 5):
        sets = {tuple(row) for row in halvings(k, 99, rng).tolist()}
        assert len(sets) == n_halvings(k)
        assert {sum(row) for row in sets} == {k // 2}
    some = halvings(14, 50, rng)
    assert some.shape == (50, 14)
    assert set(some.sum(axis=1)) == {7}


def test_mean_of_lambda_4_is_alpha():
    """Of all halvings of an even number of items (Cronbach 1951)."""
    rng = np.random.default_rng(6)
    covariance = np.cov(rng.normal(size=(8, 50)))
    halves = half_reliability(covariance, halvings(8, 99, rng))
    assert halves.lambda_4.mean() == pytest.approx(float(alpha(covariance)))
    still = half_reliability(np.diag([0.0, 1.0]), halvings(2, 9, rng))
    assert np.isnan(still.spearman_brown).all()


def test_one_factor_finds_the_loadings_of_a_factor():
    """Whatever their signs, and many at once."""
    loadings = np.array([[0.9, 0.7, 0.5, -0.4], [0.3, 0.8, 0.6, 0.2]])
    found = one_factor(np.stack([of_factor(*row) for row in loadings]))
    assert found.loadings == pytest.approx(loadings, abs=1e-9)
    assert found.defined.all()
    assert not found.heywood.any()
    total = loadings[1].sum() ** 2
    expected = total / (total + (1 - loadings[1] ** 2).sum())
    assert omega(found)[1] == pytest.approx(expected)
    matrices = np.stack([of_factor(*row) for row in loadings])
    assert omega_observed(found, matrices)[1] == pytest.approx(expected)


def test_one_factor_has_least_residuals():
    """No step in any direction lowers them."""
    correlation = matrix(0.5, 0.2, 0.6, 0.4, 0.3, 0.5)
    found = one_factor(correlation)

    def fit(loadings: np.ndarray) -> float:
        left = correlation - np.outer(loadings, loadings)
        return (left[np.tril_indices(4, -1)] ** 2).sum()

    for direction in np.eye(4):
        for step in (1e-3, -1e-3):
            assert fit(found.loadings + step * direction) > fit(found.loadings)


@pytest.mark.parametrize(
    ("correlation", "common", "unique"),
    [
        (np.eye(3), False, True),
        (matrix(0.5), True, False),
        (matrix(0.5, 0.0, 0.0), True, False),
    ],
    ids=["nothing in common", "two items", "two of three"],
)
def test_loadings_that_are_open(correlation, common, unique):
    """There is no omega."""
    found = one_factor(correlation)
    assert (bool(found.common), bool(found.unique) or not common) == (common, unique)
    assert np.isnan(omega(found))
    assert np.isnan(omega_observed(found, correlation))


def test_a_heywood_case_is_held():
    """Loadings above 1 would fit: .9 = a b = a c with b c = .5."""
    found = one_factor(matrix(0.9, 0.9, 0.5))
    assert found.heywood.tolist() == [True, False, False]
    assert found.uniqueness[0] == pytest.approx(0.005)
    assert found.defined


@pytest.mark.parametrize(
    "correlation",
    [
        matrix(0.9, 0.9, 0.5),
        matrix(0.95, 0.3, 0.2, 0.9, 0.4, 0.1),
        matrix(0.9, 0.8, 0.6, 0.9, 0.2, 0.5),
    ],
)
def test_a_held_loading_leaves_the_least_residuals_within_the_limit(correlation):
    """SciPy's minimum within the same bounds, from several starts."""
    k, limit = len(correlation), math.sqrt(1 - 0.005)
    below = np.tril_indices(k, -1)

    def fit(loadings: np.ndarray) -> float:
        return float(((correlation - np.outer(loadings, loadings))[below] ** 2).sum())

    starts = (0.3, 0.6, 0.9)
    best = min(
        minimize(fit, np.full(k, start), bounds=[(-limit, limit)] * k, tol=1e-14).fun
        for start in starts
    )
    found = one_factor(correlation)
    assert found.heywood.any()
    assert fit(found.loadings) <= best + 1e-9


def test_rank_correlations_are_scipys():
    """With ties; none where a margin has one level."""
    rng = np.random.default_rng(7)
    first, second = rng.integers(0, 3, 40), rng.integers(0, 4, 40)
    table = np.zeros((2, 3, 4))
    np.add.at(table[0], (first, second), 1)
    table[1, 0] = 3
    found = rank_correlations(table)
    assert found[0] == pytest.approx(stats.spearmanr(first, second).statistic)
    assert np.isnan(found[1])


def test_fisher_interval_is_scipys():
    """None at the ends."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=(2, 20))
    found = stats.pearsonr(*x)
    r = np.array([found.statistic, 1.0])
    interval = fisher_interval(r, np.full(2, 1 / math.sqrt(17)), 0.9)
    expected = found.confidence_interval(0.9)
    assert [interval.low[0], interval.high[0]] == pytest.approx([expected.low, expected.high])
    assert interval.se[0] == pytest.approx((1 - r[0] ** 2) / math.sqrt(17))
    assert np.isnan([interval.se[1], interval.low[1], interval.high[1]]).all()
