"""Likelihood bounds of agreement: against another optimiser, closed forms and all orders."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference.agreement import likelihood_bounds

from likertkit._kernels.means import (
    agreement_bounds,
    agreement_reaches,
    farthest_shares,
    table_consensus,
    table_leik,
    table_van_der_eijk,
)
from likertkit._kernels.means._agreement_bounds import _searched

LIMIT = 4.3


def bounds(counts, limit=LIMIT, seed=0):
    """Return the bounds of the three measures at a limit of the likelihood ratio."""
    n = sum(counts)
    reach = limit / (2 * n)
    return agreement_bounds(np.array(counts) / n, (reach, reach), np.random.default_rng(seed))


@pytest.mark.parametrize("counts", [(1, 3, 2, 7), (0, 4, 6, 0), (2, 5, 9, 20, 14)])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_blind_search_finds_no_more(counts, which) -> None:
    """Draws that close in on the best; they stop a little inside where shares are tied."""
    measure = (table_van_der_eijk, table_leik, table_consensus)[which]
    scores = np.arange(len(counts), dtype=np.float64)
    low, high = bounds(counts)[which]
    least, most = likelihood_bounds(lambda shares: measure(shares, scores), counts, LIMIT, seed=1)
    assert least - 0.005 <= low <= least + 2e-6
    assert most - 2e-6 <= high <= most + 0.005


def test_two_levels_are_a_binomial() -> None:
    """All at one of five levels: the others get 1 - exp(-limit/2n), at the far end."""
    lost = 1 - math.exp(-LIMIT / 16)
    (a_low, a_high), (leik_low, leik_high), _ = bounds((8, 0, 0, 0, 0))
    assert (a_high, leik_high) == (1.0, 1.0)
    assert leik_low == approx(1 - 2 * lost, rel=1e-9)
    # A layer of both ends has A = -1, and what is left of the first level 1.
    assert a_low <= 1 - 4 * lost + 1e-9


def test_the_least_is_half_at_either_end() -> None:
    """Exactly, where the likelihood allows it, and not where an answer lies between."""
    for counts in ((5, 0, 0, 0, 6), (5, 0, 0, 0, 5)):
        assert [low for low, _ in bounds(counts)] == [-1.0, 0.0, 0.0]
    assert min(low for low, _ in bounds((5, 0, 1, 0, 5))[1:]) > 0
    assert min(low for low, _ in bounds((0, 0, 0, 0, 9))[1:]) > 0


@pytest.mark.parametrize(
    "counts", [(3, 5, 0, 9, 2, 7), (10, 2, 0, 0, 1, 9), (4, 4, 4, 4, 4, 4), (0, 0, 9, 1, 0, 0)]
)
def test_the_search_finds_what_all_orders_give(counts) -> None:
    """Six levels have 4,683 orders with ties; the search of wider scales tries some of them."""
    n = sum(counts)
    shares = np.array(counts) / n
    found = [
        float(table_van_der_eijk(best, best)[0])
        for sign in (-1.0, 1.0)
        for best in [_searched(shares, LIMIT / (2 * n), sign, np.random.default_rng(2))]
    ]
    assert found == approx(bounds(counts)[0], abs=1e-7)


def test_wider_scales() -> None:
    """Eleven levels: in a moment, about the sample's value, whatever the seed."""
    counts = (4, 3, 1, 0, 0, 7, 12, 9, 3, 2, 1)
    (low, high), *_ = found = bounds(counts)
    shares = np.array(counts) / sum(counts)
    assert low < float(table_van_der_eijk(shares, shares)) < high
    assert found[0] == approx(bounds(counts, seed=5)[0], abs=0.01)


def test_reach_of_no_unseen_level_is_exact() -> None:
    """Of 50 like answers: -2 log .05 at the least, so that others of 1 - .05^(1/50) are held."""
    shares = np.array([0, 1.0, 0, 0, 0])
    order, other = agreement_reaches(shares, 50, 49, 0.95)
    assert order == approx(-math.log(0.05) / 50, rel=2e-3)
    assert order == other >= -math.log(0.05) / 50
    # Many answers everywhere: 1.96 squared.
    many = agreement_reaches(np.full(5, 0.2), 1e6, 1e6 - 1, 0.95)
    assert many == approx((3.8415 / 2e6, 3.8415 / 2e6), rel=2.1e-3)


def test_farthest_shares_lie_in_reach() -> None:
    """Random slopes: the divergence is what was allowed, and no mixture with others is farther."""
    rng = np.random.default_rng(3)
    centre = rng.dirichlet(np.ones(4), size=50)
    slopes = rng.normal(size=(50, 4))
    reach = np.full(50, 0.1)
    blocks = np.tile(np.arange(4), (50, 1))
    found = farthest_shares(centre, slopes, reach, blocks)
    assert (centre * np.log(centre / found)).sum(axis=1) == approx(reach, rel=1e-6)
    other = rng.dirichlet(np.ones(4), size=(2000, 1))
    near = (centre * np.log(centre / other)).sum(axis=2) <= 0.1
    assert ((other * slopes).sum(axis=2) <= (found * slopes).sum(axis=1) + 1e-9)[near].all()
