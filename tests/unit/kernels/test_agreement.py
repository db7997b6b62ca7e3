from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from tests.reference import kernels as plain

from likertkit._kernels.means import table_van_der_eijk
from likertkit._kernels.means._moments import layer_agreement


def van_der_eijk(weights):
    """Return A of one vector of counts."""
    table = np.array(weights, dtype=np.float64)
    return float(table_van_der_eijk(table, table))


def test_published_example():
    """Counts and figure of the package agrmt's documentation."""
    assert van_der_eijk((30, 40, 210, 130, 530, 50, 10)) == pytest.approx(0.6113333, abs=5e-8)


@pytest.mark.parametrize("k", range(2, 9))
def test_uniform_is_0(k):
    """Even answers agree on nothing."""
    assert van_der_eijk([4.0] * k) == 0.0


@pytest.mark.parametrize("k", range(1, 8))
def test_one_level_is_1(k):
    """All at one level, wherever it lies."""
    for place in range(k):
        assert van_der_eijk([7.5 * (j == place) for j in range(k)]) == 1.0


@pytest.mark.parametrize("k", range(3, 9))
def test_ends_are_minus_1(k):
    """Half at either end."""
    assert van_der_eijk([5.0, *[0.0] * (k - 2), 5.0]) == pytest.approx(-1.0, rel=1e-12)


def test_two_neighbours_of_five():
    """Half of the pattern 1, 1, 0, 0, 0: U = 1 and A = 1 - 1 / 4."""
    assert van_der_eijk((3, 3, 0, 0, 0)) == pytest.approx(0.75, rel=1e-12)


@pytest.mark.parametrize(("k", "most"), [(2, 9), (3, 6), (4, 4), (5, 3)])
def test_every_small_table(k, most):
    """The layers of the frequencies, in exact fractions."""
    for counts in product(range(most + 1), repeat=k):
        if any(counts):
            expected = float(plain.van_der_eijk(counts))
            assert van_der_eijk(counts) == pytest.approx(expected, rel=1e-12, abs=1e-12), counts


def test_nobody_answered():
    """An empty table has no agreement."""
    assert math.isnan(van_der_eijk((0, 0, 0)))
    assert layer_agreement(np.zeros(5, dtype=bool)) == 0.0
