from __future__ import annotations

from itertools import product

import pytest
from tests.reference import kernels as plain

from likertkit._kernels.shares import apportion, round_parts


@pytest.mark.parametrize(
    ("amounts", "parts", "expected"),
    [
        ((1, 1, 1), 100, [33, 33, 33]),
        ((1, 1, 1, 1, 2), 100, [17, 17, 17, 17, 33]),
        ((1, 7), 100, [13, 88]),
        ((1, 199), 100, [1, 100]),
        ((0, 5), 100, [0, 100]),
        ((0.5, 1.5), 1000, [250, 750]),
        ((14, 9, 8, 2, 18), 1000, [275, 176, 157, 39, 353]),
    ],
)
def test_round_parts(amounts, parts, expected):
    """Each by itself, halves upward, from exact fractions; the sum may be another."""
    assert round_parts(amounts, parts) == expected


@pytest.mark.parametrize(
    ("amounts", "parts", "expected"),
    [
        ((1, 1, 1), 100, [34, 33, 33]),
        ((1, 1, 1, 1, 2), 100, [17, 17, 17, 16, 33]),
        ((1, 7), 100, [12, 88]),
        ((7, 1), 100, [88, 12]),
        ((0, 5), 100, [0, 100]),
        ((1, 1), 1, [1, 0]),
        ((14, 9, 8, 2, 18), 100, [27, 18, 16, 4, 35]),
        # Hamilton's method and its Alabama paradox.
        ((6, 6, 2), 10, [4, 4, 2]),
        ((6, 6, 2), 11, [5, 5, 1]),
    ],
)
def test_apportion(amounts, parts, expected):
    """Largest remainder first, then the larger amount, then the earlier one."""
    assert apportion(amounts, parts) == expected


@pytest.mark.parametrize("parts", [1, 3, 7, 10])
def test_apportionment_is_nearest_to_the_quotas(parts):
    """Of all ways to add up, for every small table."""
    for amounts in product(range(5), repeat=3):
        if any(amounts):
            found = tuple(apportion(amounts, parts))
            assert sum(found) == parts
            assert found in plain.nearest_apportionments(amounts, parts), amounts


def test_weights_are_taken_exactly():
    """A tie of floats is one of the numbers that they are."""
    assert apportion((0.1, 0.1, 0.1), 100) == [34, 33, 33]
    assert apportion((1e300, 1e300), 3) == [2, 1]
    assert round_parts((0.125, 0.875), 100) == [13, 88]
