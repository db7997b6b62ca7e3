from __future__ import annotations

import math

import numpy as np
import pytest
from tests.reference import signed_ranks as plain

from likertkit._kernels.ranks import paired_shift, unpaired_shift


@pytest.mark.parametrize("seed", range(12))
def test_shifts_are_medians_of_all_pairs(seed):
    """Row by row; the order of the values does not matter, and one that nobody has is no value."""
    rng = np.random.default_rng(seed)
    values = rng.permutation([-4, -2, -1, 0, 1, 3])
    first, second = rng.integers(0, 4, (2, 6))
    first[0], second[1] = 1 + seed % 2, 1
    rows, others = np.repeat(values, first), np.repeat(values, second)
    assert paired_shift(values, first) == plain.walsh_median(rows.tolist())
    assert unpaired_shift(values, first, second) == plain.shift(rows.tolist(), others.tolist())


def test_medians_by_hand():
    """The means 0, 0, 0, .5, .5, 1 and the differences 0, 1, 3."""
    assert paired_shift([0, 1], [2, 1]) == 0.25
    assert unpaired_shift([1, 2, 4], [1, 1, 1], [1, 0, 0]) == 1.0


def test_half_of_the_means_to_the_last_one():
    """Half of all means are 0 and the others more, in ever larger tables, of 6 means to 1e17.

    So n (n + 1) is half of N (N + 1), which holds for the next such numbers too.
    """
    n, both = 2, 3
    while both < 5 * 10**8:
        assert paired_shift([0, 1], [n, both - n]) == 0.25
        n, both = 3 * n + 2 * both + 2, 4 * n + 3 * both + 3


def test_many_pairs_take_no_memory():
    """A billion differences: half of the means are 0.5 or less, and half 0.5 or more."""
    assert paired_shift([0, 1], [10**9, 10**9]) == 0.5
    assert unpaired_shift([1, 2], [10**9, 0], [0, 10**9]) == -1.0


@pytest.mark.parametrize("n", [10**10, 2**40, 10**17])
def test_pairs_of_pairs_beyond_the_integers_of_a_machine(n):
    """Three quarters of the differences are 1; so are the means of 9/16 of their pairs."""
    assert paired_shift([0, 1], [n, 3 * n]) == 1.0
    assert unpaired_shift([1, 2], [n, 3 * n], [3 * n, n]) == 1.0


def test_nobody():
    """No median."""
    assert math.isnan(paired_shift([0, 1], [0, 0]))
    assert math.isnan(unpaired_shift([1, 2], [0, 3], [0, 0]))
