from __future__ import annotations

import math

import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

from likertkit._kernels.ranks import paired_superiority
from likertkit._kernels.shares import tango_interval


def test_shares_and_their_interval():
    """Delta is a difference of two shares of the same pairs; gamma moves with it."""
    found = paired_superiority(12, 20, 8, 0.9)
    assert found.delta == approx(0.1)
    assert found.superiority == approx((12 + 10) / 40)
    assert (found.delta_low, found.delta_high) == tango_interval(12, 8, 40, 0.9)
    expected = ((1 + found.delta_low) / 2, (1 + found.delta_high) / 2)
    assert (found.superiority_low, found.superiority_high) == approx(expected)


@pytest.mark.parametrize("n", [1, 5, 80_000])
def test_the_interval_does_not_collapse(n):
    """Where all change one way, and where nothing changes, it still has a width."""
    up = paired_superiority(n, 0, 0, 0.95)
    assert up.delta == up.superiority == up.delta_high == up.superiority_high == 1.0
    assert up.delta_low < 1
    same = paired_superiority(0, n, 0, 0.95)
    assert (same.delta, same.superiority) == (0.0, 0.5)
    assert same.superiority_low < 0.5 < same.superiority_high


def test_nobody():
    """No pair, no share."""
    assert all(map(math.isnan, paired_superiority(0, 0, 0, 0.95)))
