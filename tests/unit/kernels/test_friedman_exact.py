"""Friedman's p-value given the ranks of each respondent: exact, and from random orders."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference.friedman import friedman_pvalues

from likertkit._kernels.ranks import friedman, friedman_exact, friedman_monte_carlo

MANY = 10**6


@st.composite
def few_scores(draw):
    """Draw the scores of a few respondents, ties and all."""
    k = draw(st.integers(2, 4))
    n = draw(st.integers(1, {2: 6, 3: 4, 4: 3}[k]))
    row = st.lists(st.integers(1, draw(st.integers(2, 5))), min_size=k, max_size=k)
    return draw(st.lists(row, min_size=n, max_size=n))


@given(few_scores())
def test_it_is_every_order_of_every_respondent(scores):
    """Counted one by one, in whole numbers; a sum of a few thousand floats is near 1e-13."""
    found = friedman_exact(np.array(scores), MANY)
    expected = friedman_pvalues(scores)
    assert found == approx([float(one) for one in expected], rel=1e-12)


# Without ties: Friedman (1937), tables V and VI, as Siegel (1956) prints them, to three digits.
@pytest.mark.parametrize(
    ("n", "k", "table"),
    [
        (3, 3, {6.0: 0.028, 4.667: 0.194, 2.667: 0.361, 2.0: 0.528, 0.667: 0.944}),
        (4, 3, {8.0: 0.0046, 6.5: 0.042, 6.0: 0.069, 4.5: 0.125, 3.5: 0.273}),
        (2, 4, {6.0: 0.042, 5.4: 0.167, 4.8: 0.208, 4.2: 0.375}),
    ],
)
def test_published_tables(n, k, table):
    """Each χ² that can be had has the chance printed there."""
    rng = np.random.default_rng(5)
    seen = {}
    for _ in range(400):
        scores = np.array([rng.permutation(k) for _ in range(n)])
        seen[round(friedman(scores).statistic, 3)] = friedman_exact(scores, MANY).pvalue
    for statistic, pvalue in table.items():
        assert seen[statistic] == approx(pvalue, abs=0.0006)


def test_few_respondents():
    """One knows nothing, three who agree are 1 in 36: χ² says .368 and .0498."""
    one, three = np.array([[1, 2, 3]]), np.array([[1, 2, 3]] * 3)
    assert friedman_exact(one, MANY) == approx((1, 1))
    assert friedman_exact(three, MANY) == approx((1 / 36, 1 / 36))
    assert friedman(one).pvalue == approx(0.368, abs=0.0005)
    assert friedman(three).pvalue == approx(0.0498, abs=0.0005)
    assert friedman_exact(np.full((4, 3), 2), MANY) == (1, 1)


def test_what_takes_too_much_is_not_tried():
    """Too many steps in all, at once, or sums too large for a number."""
    rng = np.random.default_rng(2)
    scores = np.array([rng.permutation(4) for _ in range(12)])
    assert friedman_exact(scores, MANY) is not None
    assert friedman_exact(scores, 1000) is None
    wide = np.array([rng.permutation(9) for _ in range(3)])
    assert friedman_exact(wide, 10**9) is None
    assert friedman_exact(np.array([rng.permutation(20) for _ in range(40)]), 10**9) is None


def test_more_respondents_are_near_chi_square():
    """With 60 the exact value and χ² are within a few per cent."""
    scores = np.random.default_rng(3).integers(1, 6, (55, 3))
    assert friedman_exact(scores, MANY).pvalue == approx(friedman(scores).pvalue, rel=0.05)


@pytest.mark.parametrize(("n", "k", "top"), [(4, 3, 3), (12, 3, 5), (40, 3, 3), (7, 4, 2)])
def test_random_orders_come_near(n, k, top):
    """Within four standard errors of the exact value, few with the same ties or many."""
    scores = np.random.default_rng(n).integers(1, top + 1, (n, k))
    exact = friedman_exact(scores, MANY * 10).pvalue
    done = []
    found = friedman_monte_carlo(scores, 20_000, np.random.default_rng(8), done.append)
    assert found == approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 20_000) + 1e-4)
    assert done[-1] == 20_000


def test_random_orders_go_in_blocks():
    """A large sample is drawn part by part; the observed order is one of all."""
    rng = np.random.default_rng(4)
    scores = np.array([rng.permutation(8) for _ in range(300)])
    done = []
    found = friedman_monte_carlo(scores, 2000, rng, done.append)
    assert len(done) > 1
    assert done[-1] == 2000
    assert 1 / 2001 <= found <= 1
    agreed = np.array([[1, 2, 3]] * 40)
    assert friedman_monte_carlo(agreed, 99, rng, done.append) == 1 / 100
