from __future__ import annotations

from fractions import Fraction

import pytest
from tests.reference import published as brute

from likertkit.published._feasible import chance_of_fits, chance_within, endings, n_endings


@pytest.mark.parametrize("rounding", ["half", "half-up", "half-even", "truncated"])
@pytest.mark.parametrize("decimals", [1, 2, 3])
def test_endings_by_trying_every_total(rounding: str, decimals: int) -> None:
    """The endings are those of all totals printed, and as many as the closed form says."""
    for n in [*range(1, 65), 99, 100, 125, 200, 250, 500, 625, 999, 1000, 1001]:
        printed = {
            int(text[-decimals:])
            for total in range(n + 1)
            for text in brute.printed(total, n, decimals, rounding)
        }
        assert endings(n, decimals, rounding) == printed  # type: ignore[arg-type]
        assert n_endings(n, decimals, rounding) == len(printed)  # type: ignore[arg-type]


def test_whole_numbers_always_fit() -> None:
    """Without decimals there is one ending."""
    assert n_endings(1, 0, "half") == 1
    assert endings(7, 0, "half") == {0}


def test_chance_of_fits_is_the_tail_of_independent_events() -> None:
    """A fair and a third: 1/6 for both, 2/3 for any, 1 for none or more."""
    chances = [Fraction(1, 2), Fraction(1, 3)]
    assert [chance_of_fits(chances, k) for k in range(3)] == [1, Fraction(2, 3), Fraction(1, 6)]


def test_chance_within_is_a_convolution() -> None:
    """Two dice of 0 and 1 with a remainder of a quarter each."""
    die = [Fraction(1, 2), Fraction(1, 4)]
    assert chance_within([die, die], 1) == Fraction(1, 4) + 2 * Fraction(1, 8)
    assert chance_within([], 0) == 1
