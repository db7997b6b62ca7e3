"""Cut by cut: which of two distributions lies higher, and how surely."""

from __future__ import annotations

from likertkit._kernels.ranks import cut_differences, informative_cuts, turning_stretch

# Closed forms on both sides, in double precision.
RTOL = 1e-11


def test_cut_differences_are_whole_numbers() -> None:
    """Both totals cross-multiplied, so that no rounding decides a sign."""
    assert cut_differences((1, 1, 2), (2, 1, 0)) == [2 * 4 - 1 * 3, 3 * 4 - 2 * 3]
    assert cut_differences((0, 0, 1), (0, 0, 3)) == [0, 0]


def test_cuts_beside_all_answers_say_nothing() -> None:
    """Below the lowest answer both shares are 0, above the highest both are 1."""
    assert informative_cuts((0, 2, 1, 0, 0), (0, 0, 1, 0, 0)) == [False, True, False, False]
    assert informative_cuts((3, 0), (0, 3)) == [True]


def test_stretch_turns_the_sign_and_less_does_not() -> None:
    """Wider gaps against the sign bring the difference to 0 exactly at the quotient."""
    cuts, gaps = [6, -2, -1], [1, 1, 2]
    speaks_for, against = turning_stretch(cuts, gaps)
    assert (speaks_for, against) == (6, 4)
    assert 6 * 1 - (2 + 2) * speaks_for / against == 0
    assert turning_stretch([-6, 2, 1], gaps) == (6, 4)
    assert turning_stretch([1, -1], [1, 1]) == (1, 1)
