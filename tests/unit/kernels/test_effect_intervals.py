"""Intervals of shifts, of the rank-biserial correlation and of standardized differences."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference import effects as plain

from likertkit._kernels.means import standardized_interval, t_quantile
from likertkit._kernels.ranks import (
    paired_shift,
    paired_shift_interval,
    rank_biserial_interval,
    unpaired_shift,
    unpaired_shift_interval,
)
from likertkit._kernels.ranks._effect_intervals import _first

LEVELS = (0.8, 0.9, 0.95)


def counted(values: list[int]) -> tuple[list[int], list[int]]:
    """Return the distinct values and how often each occurs."""
    held = Counter(values)
    return list(held), list(held.values())


@pytest.mark.parametrize("seed", range(12))
def test_shifts_of_pairs_are_those_not_rejected(seed: int) -> None:
    """By every pattern of signs: just inside an end the test accepts, just outside it rejects."""
    rng = np.random.default_rng(seed)
    differences = (rng.integers(1, 6, 9) - rng.integers(1, 5, 9)).tolist()
    exact = [Fraction(d) for d in differences]
    jumps = sorted({(a + b) / 2 for a in exact for b in exact})
    for level in LEVELS:
        low, high = paired_shift_interval(*counted(differences), level)
        tail = Fraction(1 - level).limit_denominator(100) / 2
        up = plain.tails_beside(lambda at: plain.sign_tail([d - at for d in exact]), jumps, low)
        assert up[0] <= tail < up[1]
        down = plain.tails_beside(lambda at: plain.sign_tail([at - d for d in exact]), jumps, high)
        assert down[1] <= tail < down[0]
        assert low <= paired_shift(*counted(differences)) <= high


@pytest.mark.parametrize("seed", range(12))
def test_shifts_of_groups_are_those_not_rejected(seed: int) -> None:
    """By every draw of the first group from both."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(1, 6, 5).tolist(), rng.integers(1, 5, 6).tolist()
    tables = [[values.count(s) for s in (1, 2, 3, 4, 5)] for values in (first, second)]
    one, other = [Fraction(x) for x in first], [Fraction(x) for x in second]
    jumps = sorted({a - b for a in one for b in other})
    for level in LEVELS:
        low, high = unpaired_shift_interval((1, 2, 3, 4, 5), *tables, level)
        tail = Fraction(1 - level).limit_denominator(100) / 2
        up = plain.tails_beside(
            lambda at: plain.draw_tail([x - at for x in one], other), jumps, low
        )
        assert up[0] <= tail < up[1]
        down = plain.tails_beside(
            lambda at: plain.draw_tail(other, [x - at for x in one]), jumps, high
        )
        assert down[1] <= tail < down[0]
        assert low <= unpaired_shift((1, 2, 3, 4, 5), *tables) <= high


def test_few_answers_have_no_shifts() -> None:
    """Five signs, or three and three answers, reject nothing at 5 %; six, and four and four, do."""
    assert all(map(math.isnan, paired_shift_interval([1, 2], [3, 2], 0.95)))
    found = paired_shift_interval([1, 2], [3, 3], 0.95)
    assert (found.low, found.high, found.is_point) == (1.0, 2.0, False)
    scores = (1, 2, 3, 4, 5)
    assert math.isnan(unpaired_shift_interval(scores, (0, 0, 1, 1, 1), (1, 1, 1, 0, 0), 0.95).low)
    assert unpaired_shift_interval(scores, (0, 0, 1, 2, 1), (1, 2, 1, 0, 0), 0.95).low >= 0


def test_coarse_answers_leave_one_shift() -> None:
    """All equal, or nearly so."""
    for differences in ([1], [1, 0]):
        found = paired_shift_interval(differences, [30, 1][: len(differences)], 0.95)
        assert found == (1.0, 1.0)
        assert found.is_point
    assert unpaired_shift_interval((1, 2), (0, 20), (20, 0), 0.95) == (1.0, 1.0)


def test_the_normal_distribution_finds_the_same_jumps() -> None:
    """Beyond 200 answers; and the exact test corrects it below 25."""
    rng = np.random.default_rng(3)
    for n in (120, 150, 400, 5000):
        differences = (rng.integers(1, 6, n) - rng.integers(1, 5, n)).tolist()
        many = paired_shift_interval(*counted(differences * 3), 0.95)
        some = paired_shift_interval(*counted(differences), 0.95)
        assert some.low <= many.low <= many.high <= some.high


@pytest.mark.parametrize("zeros", ["pratt", "wilcoxon", "zero-split"])
@pytest.mark.parametrize("seed", range(4))
def test_the_rank_biserial_interval_is_wilsons_on_the_effective_number(
    seed: int, zeros: str
) -> None:
    """The variance by small steps in exact fractions, after one more change of either sign."""
    rng = np.random.default_rng(seed)
    values = (rng.integers(1, 6, 14) - rng.integers(1, 4, 14)).tolist()
    held = {d: Fraction(c) for d, c in Counter(values).items()}
    r = 2 * float(plain.part_of_ranks(held, zeros)) - 1
    changed = sum(c for d, c in held.items() if d)
    more = dict(held)
    for size in {abs(d) for d in held if d}:
        both = held.get(size, Fraction(0)) + held.get(-size, Fraction(0))
        for d in (size, -size):
            more[d] = held.get(d, Fraction(0)) + both / (2 * changed)
    if zeros == "wilcoxon":
        more.pop(0, None)
    share = float(plain.part_of_ranks(more, zeros))
    n = float(changed) + (float(held.get(0, 0)) if zeros != "wilcoxon" else 0.0)
    z = NormalDist().inv_cdf(0.975)
    effective = share * (1 - share) / plain.linearised_variance(more, zeros)
    effective *= (z / t_quantile(0.975, n)) ** 2
    p = (1 + r) / 2
    middle = (p + z**2 / (2 * effective)) / (1 + z**2 / effective)
    half = (
        z * math.sqrt(p * (1 - p) / effective + z**2 / (4 * effective**2)) / (1 + z**2 / effective)
    )
    found = rank_biserial_interval(*counted(values), zeros, r, 0.95)  # type: ignore[arg-type]
    assert found == approx((2 * (middle - half) - 1, 2 * (middle + half) - 1), rel=1e-6)


def test_the_rank_biserial_interval_never_collapses() -> None:
    """All changed one way, and one change alone; where nothing changed there is none."""
    low, high = rank_biserial_interval([1, 2, 0], [5, 3, 4], "pratt", 1.0, 0.95)
    assert 0 < low < high == approx(1)
    low, high = rank_biserial_interval([-1], [1], "pratt", -1.0, 0.95)
    assert low == approx(-1)
    assert high > 0.5
    assert all(map(math.isnan, rank_biserial_interval([0], [7], "pratt", 0.0, 0.95)))


def test_standardized_differences() -> None:
    """R's pt(t, df, ncp) at both ends is .975 and .025 (R 4.2.2, uniroot with tol 1e-12)."""
    assert standardized_interval(0.5, 12, 11, 0.95) == approx(
        (-0.112176073688, 1.09237923203), abs=1e-9
    )
    assert standardized_interval(-1.2, 30, 29, 0.95) == approx(
        (-1.66568708423, -0.722198358124), abs=1e-9
    )
    assert standardized_interval(1, 2, 1, 0.95) == approx(
        (-0.905039807071, 2.74502147965), abs=1e-9
    )
    assert all(map(math.isnan, standardized_interval(math.nan, 5, 4, 0.95)))
    # Where SciPy has no number for a parameter far from t.
    low, high = standardized_interval(500, 2, 2, 0.95)
    assert 0 < low < 500 < high
    low, high = standardized_interval(-500, 2, 2, 0.95)
    assert low < -500 < high < 0


def test_many_standardized_differences_are_normal() -> None:
    """Where the noncentral t ends, d ± z √(1 / n + d² / (2 df)) begins, within five digits."""
    for d in (0.0, 0.3, -2.0):
        before = standardized_interval(d, 2001, 2000, 0.95)
        half = NormalDist().inv_cdf(0.975) * math.sqrt(1 / 2001 + d**2 / 4000)
        assert before == approx((d - half, d + half), abs=2e-4)
        # Of one degree of freedom more.
        assert standardized_interval(d, 2001, 2001, 0.95) == approx((d - half, d + half), abs=2e-5)


@pytest.mark.parametrize("about", [1, 2, 4, 6, 7])
def test_the_test_itself_decides_whatever_the_normal_distribution_found(about: int) -> None:
    """The search goes on from where the normal distribution is, upwards and downwards."""

    def accepted(place: int, how: str) -> bool:
        return place >= (about if how == "asymptotic" else 4)

    assert _first(7, accepted, "exact") == 4
