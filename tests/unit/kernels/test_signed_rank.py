from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.reference import signed_ranks as plain

from likertkit._kernels import ranks as k
from likertkit._kernels.ranks._sign_flip_tail import (
    _meeting_tail,
    _scaled_tails,
    _spectral_tail,
    _tilted_count,
    exact_cost,
    exponent,
    log_upper_tail,
    spectral_tail,
    tilt,
)

ALTERNATIVES = ("two-sided", "less", "greater")
ZEROS = ("pratt", "wilcoxon", "zero-split")
# SciPy's names of the three rules.
THEIRS = {"pratt": "pratt", "wilcoxon": "wilcox", "zero-split": "zsplit"}


def grouped(differences, zeros="pratt"):
    """Return the signed ranks of a row of differences."""
    d = np.asarray(differences)
    sizes = sorted(set(np.abs(d[d != 0]).tolist()))
    more, less = ([int((d == sign * size).sum()) for size in sizes] for sign in (1, -1))
    return k.signed_rank(sizes, more, less, int((d == 0).sum()), zeros)


def drawn(n, magnitudes, positive, seed, zero=0.2):
    """Return differences of these magnitudes, each as likely, a share positive and a share 0."""
    rng = np.random.default_rng(seed)
    d = rng.choice(magnitudes, n) * np.where(rng.random(n) < positive, 1, -1)
    return np.where(rng.random(n) < zero, 0, d)


def counted(n, n_magnitudes, positive, seed):
    """Return the signed ranks of so many differences, without a row of them, a fifth of them 0."""
    rng = np.random.default_rng(seed)
    sizes = rng.multinomial(n, [1 / n_magnitudes] * n_magnitudes)
    up = rng.binomial(sizes, positive)
    return k.signed_rank(range(n_magnitudes), up.tolist(), (sizes - up).tolist(), n // 5, "pratt")


@pytest.mark.parametrize("zeros", ZEROS)
@pytest.mark.parametrize("seed", range(8))
def test_p_is_that_of_every_choice_of_signs(seed, zeros):
    """Up to ten differences of up to four magnitudes, some zero, ranks computed anew."""
    d = drawn(3 + seed, [1, 2, 3, 5], 0.7, seed).tolist()
    found = grouped(d, zeros)
    plus, minus = plain.plus_and_minus(d, zeros)
    assert (found.t_plus, found.t_minus) == (plus, minus)
    assert found.mean == (plus + minus) / 2
    assert found.rank_biserial == approx(float((plus - minus) / (plus + minus) if any(d) else 0))
    for alternative in ALTERNATIVES:
        expected = plain.signed_rank_pvalue(d, zeros, alternative)
        logged, used = k.signed_rank_pvalue(found, alternative, "auto")
        assert used == "exact"
        assert math.exp(logged) == approx(float(expected), rel=1e-13)
        assert k.signed_rank_pvalue(found, alternative, "exact")[0] == logged


@pytest.mark.parametrize("zeros", ZEROS)
@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_the_normal_approximation_is_scipys(zeros, alternative):
    """All three rules and their variances; SciPy's statistic is the smaller sum if two-sided."""
    for seed in range(4):
        d = drawn(60, [1, 2, 3, 4], 0.6, seed)
        their = stats.wilcoxon(
            d, zero_method=THEIRS[zeros], alternative=alternative, method="asymptotic"
        )
        logged, used = k.signed_rank_pvalue(grouped(d, zeros), alternative, "asymptotic")
        assert used == "asymptotic"
        assert math.exp(logged) == approx(their.pvalue, rel=1e-11)


def test_pratt_and_zero_split_share_the_exact_p_only():
    """The zeros add to the variance where their ranks are split."""
    d = drawn(40, [1, 2, 3], 0.65, 5)
    pratt, split = (grouped(d, zeros) for zeros in ("pratt", "zero-split"))
    assert (
        k.signed_rank_pvalue(pratt, "less", "exact")[0]
        == k.signed_rank_pvalue(split, "less", "exact")[0]
    )
    assert pratt.variance < split.variance
    assert abs(pratt.rank_biserial) > abs(split.rank_biserial)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_scipy_is_exact_without_ties(alternative):
    """Its own exact distribution and ours, where all ranks differ."""
    d = np.arange(1, 31) * np.where(np.arange(30) % 3, 1, -1)
    their = stats.wilcoxon(d, alternative=alternative, method="exact")
    logged = k.signed_rank_pvalue(grouped(d), alternative, "exact")[0]
    assert math.exp(logged) == approx(their.pvalue, rel=1e-12)


def test_where_scipy_ignores_ties():
    """`wilcoxon(method="exact")` takes the ranks for 1 to n whatever ties and zeros there are.

    Two-sided p-values, under Wilcoxon's and Pratt's rule; every choice of signs gives the last.

    | differences                      | SciPy, "exact"    | given the ties |
    |----------------------------------|-------------------|----------------|
    | 1 six times, -1, 2 three times   | .01367            | .01563         |
    | the same and two zeros           | .01367, .01611    | .01563         |

    Its asymptotic p-values know of ties, and agree with those here.
    """
    d = [1, 1, 1, 1, 1, 1, 2, 2, -1, 2]
    exact = float(plain.signed_rank_pvalue(d, "wilcoxon", "two-sided"))
    assert exact == approx(0.015625)
    assert math.exp(k.signed_rank_pvalue(grouped(d), "two-sided", "exact")[0]) == approx(
        exact, rel=1e-13
    )
    assert stats.wilcoxon(d, method="exact").pvalue == approx(0.013671875)


@pytest.mark.parametrize("method", ["exact", "saddlepoint"])
def test_no_p_is_above_1(method):
    """Twice a half, which rounding may leave a trifle larger."""
    for n in range(1, 400, 2):
        beside = k.sign_flips([1], [n // 2 + 1], [n // 2])
        for alternative, logged in (("two-sided", 0.0), ("less", None)):
            found = k.flip_pvalue(beside, alternative, method)[0]
            assert found <= 0.0
            assert logged is None or found == approx(logged, abs=1e-12)


TAILS = [
    (grouped(drawn(200, [1, 2, 3, 4], share, seed)), seed)
    for seed, share in enumerate([0.5, 0.6, 0.8, 0.97])
]
TAILS += [
    (k.signed_rank(range(4), [up, 30, 9, 20], [980 - up, 20, 31, 10], 150, "pratt"), up)
    for up in (480, 560, 750, 960, 978)
]
TAILS += [
    (k.signed_rank([1, 2], [900, 150], [10, 40], 0, "pratt"), 910),
    (k.signed_rank([3, 9], [4, 12], [6, 700], 0, "pratt"), 710),
]


@pytest.mark.parametrize(("found", "number"), TAILS, ids=[str(n) for _, n in TAILS])
def test_tails_are_those_of_whole_numbers(found, number):
    """200 and 1,100 pairs, down to e^-700, by both ways; a log has its own last digit."""
    del number
    steps, sizes, up = found.flips
    start = max(up, found.flips.total - up)
    expected = plain.log(plain.upper_tail(steps, sizes, start))
    at = tilt(steps, sizes, start)
    front = exponent(steps, sizes, start, at.tilt)
    for way in (_meeting_tail, _spectral_tail):
        assert front + math.log(way(at)) == approx(expected, rel=1e-15, abs=2e-13)
    side = "greater" if up == start else "less"
    assert k.signed_rank_pvalue(found, side, "exact")[0] == approx(expected, rel=1e-15, abs=2e-13)
    rest = plain.upper_tail(steps, sizes, found.flips.total - start)
    other = k.signed_rank_pvalue(found, "less" if side == "greater" else "greater", "exact")[0]
    assert other == approx(plain.log(rest), abs=2e-13)


@pytest.mark.parametrize("n_magnitudes", [5, 10, 40, 190])
def test_many_magnitudes_agree_whichever_way(n_magnitudes):
    """Whole numbers on the grid of ranks, one sign after the other."""
    found = counted(200, n_magnitudes, 0.6, n_magnitudes)
    steps, sizes, up = found.flips
    ways = np.zeros(found.flips.total + 1, dtype=object)
    ways[0] = 1
    for step, size in zip(steps, sizes, strict=True):
        for _ in range(size):
            ways[step:] = ways[step:] + ways[:-step]
    start = max(up, found.flips.total - up)
    expected = plain.Fraction(2 * sum(ways[start:].tolist()), 2**200)
    assert math.exp(k.signed_rank_pvalue(found, "two-sided", "exact")[0]) == approx(
        float(expected), rel=1e-12
    )


@pytest.mark.parametrize(
    ("n", "n_magnitudes", "positive", "logged"),
    [
        (20_000, 4, 0.5, -1),
        (20_000, 4, 0.541, -80),
        (4000, 6, 0.51, -8),
        (4000, 6, 0.6, -80),
        (900, 100, 0.55, -6),
        (900, 100, 0.72, -100),
        (600, 400, 0.8, -100),
        (20_000, 4, 0.7, -1600),
        (6000, 20, 0.97, -3000),
        (28_000, 20, 0.995, -17_000),
    ],
)
def test_past_the_switch_the_saddlepoint_is_near(n, n_magnitudes, positive, logged):
    """Within a relative 1e-4 of p-values above 1e-100, and of a relative 1e-5 of the log below.

    Some two hundred tables just past the switch, of 3 to 300 magnitudes of every share and size,
    were at the most 1.4e-5 and 5.5e-6 off.
    """
    found = counted(n, n_magnitudes, positive, n + n_magnitudes)
    near, used = k.signed_rank_pvalue(found, "two-sided", "auto")
    assert used == "saddlepoint"
    assert k.flip_exact_feasible(found.flips, "two-sided")
    exact, used = k.signed_rank_pvalue(found, "two-sided", "exact")
    assert used == "exact"
    assert exact == approx(logged, rel=0.9)
    assert near == (approx(exact, abs=1e-4) if exact > -230 else approx(exact, rel=1e-5))


def test_few_signs_that_vary_stay_exact():
    """Nearly all are positive: there the saddlepoint is far off, and the exact tail worth more."""
    found = counted(3000, 20, 0.999, 1)
    exact, used = k.signed_rank_pvalue(found, "greater", "auto")
    assert used == "exact"
    assert k.signed_rank_pvalue(found, "greater", "saddlepoint")[0] != approx(exact, abs=1e-2)
    assert k.flip_cost(found.flips, "greater") > k.flip_cost(
        counted(1000, 4, 0.55, 1).flips, "greater"
    )


def test_the_saddlepoint_at_the_middle():
    """The formula has a hole there: a half, and beside it what the exact tail goes on to."""
    odd = k.sign_flips([1], [501], [500])
    assert k.flip_pvalue(odd, "greater", "saddlepoint")[0] == approx(-math.log(2), abs=1e-12)
    assert k.flip_pvalue(odd, "two-sided", "saddlepoint")[0] == approx(0.0, abs=1e-12)
    for up in (502, 505, 600):
        beside = k.sign_flips([1], [up], [1001 - up])
        exact = k.flip_pvalue(beside, "less", "exact")[0]
        assert k.flip_pvalue(beside, "less", "saddlepoint")[0] == approx(exact, abs=1e-6)


def test_what_exact_costs():
    """A million pairs on five levels are too many, on three they are few; at the ends none cost."""
    many = counted(1_000_000, 4, 0.501, 1)
    assert k.signed_rank_pvalue(many, "greater", "auto")[1] == "saddlepoint"
    assert not k.flip_exact_feasible(many.flips, "greater")
    assert k.signed_rank_pvalue(counted(1_000_000, 2, 0.501, 1), "greater", "auto")[1] == "exact"
    same = k.signed_rank([1, 2], [500_000, 500_000], [0, 0], 0, "pratt")
    assert k.flip_cost(same.flips, "greater") == k.flip_cost(same.flips, "less") == 0.0
    costs = [k.flip_cost(counted(n, 4, 0.55, 1).flips, "two-sided") for n in (50, 500, 5000)]
    assert sorted(costs) == costs
    assert costs[0] > 0


def test_work_prefers_what_is_quicker():
    """Few values meet, many magnitudes go through the spectrum; both are finite numbers."""
    few, many = (counted(n, g, 0.55, 1).flips for n, g in ((300, 3), (300, 150)))
    costs = [exact_cost(tilt(f.steps, f.sizes, max(f.up, f.total - f.up))) for f in (few, many)]
    assert costs[0].least == costs[0].meeting < costs[0].spectrum
    assert costs[1].least == costs[1].spectrum < costs[1].meeting == math.inf


@pytest.mark.parametrize("n", [1, 2, 9, 5000])
@pytest.mark.parametrize("n_zero", [0, 3])
def test_all_of_one_sign_is_the_least(n, n_zero):
    """1 / 2^n, twice that two-sided, and no underflow."""
    found = k.signed_rank([1], [n], [0], n_zero, "pratt")
    assert found.rank_biserial == 1.0
    for alternative, more in (("two-sided", math.log(2)), ("greater", 0.0)):
        least = k.flip_least(found.flips, alternative)
        assert least == approx(-n * math.log(2) + more, rel=1e-15)
        assert k.signed_rank_pvalue(found, alternative, "exact")[0] == approx(least, rel=1e-15)
    assert k.signed_rank_pvalue(found, "less", "exact")[0] == 0.0
    assert k.signed_rank_pvalue(found, "two-sided", "asymptotic")[0] > -math.inf


@pytest.mark.parametrize("zeros", ZEROS)
@pytest.mark.parametrize("n_zero", [0, 1, 700])
@pytest.mark.parametrize("method", ["auto", "exact", "saddlepoint", "asymptotic"])
def test_where_nothing_changed_p_is_1_and_the_effect_0(zeros, n_zero, method):
    """Whatever the alternative, with magnitudes that nobody has too."""
    found = k.signed_rank([1, 2], [0, 0], [0, 0], n_zero, zeros)
    assert found.rank_biserial == 0.0
    for alternative in ALTERNATIVES:
        assert k.signed_rank_pvalue(found, alternative, method)[0] == 0.0
        assert k.flip_least(found.flips, alternative) == 0.0


def test_steps_share_no_divisor():
    """Without ties the doubled ranks are even; the order of the magnitudes does not matter."""
    found = k.signed_rank([3, 1, 2], [1, 0, 1], [0, 1, 0], 0, "wilcoxon")
    assert found.flips == k.Flips((1, 2, 3), (1, 1, 1), 5)
    assert (found.t_plus, found.t_minus) == (5.0, 1.0)


def test_groups_of_one_step_are_one_group():
    """However the signs are split in two; so deep in the tail weights need more than one block."""
    whole = log_upper_tail([1], [80_000], 60_000)
    for split in (40_000, 65_000):
        at = tilt([1, 1], [split, 80_000 - split], 60_000)
        front = exponent(at.steps, at.sizes, at.start, at.tilt)
        for way in (_meeting_tail, _spectral_tail):
            assert front + math.log(way(at)) == approx(whole, rel=1e-15)


@pytest.mark.parametrize("start", [7, 10, 14])
def test_the_spectrum_without_a_tilt(start):
    """A plain tail of 20 even signs, on any period that holds all of it on either side."""
    for period in (42, 64):
        found = spectral_tail([1], [20], np.array([0.5]), period, start, 0.0)
        assert found == approx(stats.binom.sf(start - 1, 20, 0.5), rel=1e-12)


def test_every_value_has_a_reference_near_it():
    """The lowest of its block, which spans 64 over the tilt: here 59 for 60, and else itself."""
    values, probabilities = np.array([100, 60, 59, 0]), np.array([0.2, 0.3, 0.4, 0.1])
    tails, references = _scaled_tails(values, probabilities, 40.0)
    assert references.tolist() == [100.0, 59.0, 59.0, 0.0]
    small = 0.3 * math.exp(-40)
    assert tails == approx(np.array([0.2, small, small + 0.4, 0.1]), rel=1e-14)


def test_large_steps_far_apart_do_not_overflow():
    """A tilt for the small step is one for the large step that no exponential can hold."""
    found = k.sign_flips([1, 5000], [39, 30], [1, 0])
    expected = plain.upper_tail(found.steps, found.sizes, found.up)
    assert k.flip_pvalue(found, "greater", "exact")[0] == approx(plain.log(expected), rel=1e-13)


@pytest.mark.parametrize(
    ("step", "size", "tilt", "slack"),
    [(3, 4000, 1e-4, 10**6), (3, 4000, 1e-3, 5985), (7, 20, 0.01, 60), (2, 9, 1.5, 18)],
)
def test_what_is_left_out_of_a_group(step, size, tilt, slack):
    """Less than e^-48 of the likeliest, and more negative steps than the tail allows."""
    values, probabilities = _tilted_count(step, size, tilt, slack)
    every = stats.binom.pmf(np.arange(size + 1), size, 1 / (1 + math.exp(tilt * step)))
    kept = (every > every.max() * math.exp(-48)) & (step * np.arange(size + 1) <= slack)
    assert sorted(values.tolist()) == (step * (size - np.flatnonzero(kept)))[::-1].tolist()
    # SciPy's logs of factorials of thousands have some ten digits.
    assert probabilities == approx(every[kept], rel=1e-9)


@pytest.mark.parametrize("tilt", [1e-7, 1e-3, 0.9, 40.0])
def test_the_exponent_keeps_its_digits(tilt):
    """Ten million small logs of hyperbolic cosines, in fifty decimals."""
    steps, sizes = [1, 3], [10**7, 10**3]
    with localcontext(prec=50):
        halves = [Decimal(tilt) * step / 2 for step in steps]
        logs = [((half.exp() + (-half).exp()) / 2).ln() for half in halves]
        expected = sum(size * log for size, log in zip(sizes, logs, strict=True))
        expected -= Decimal(tilt) * 10
    start = (10**7 + 3000) // 2 + 10
    assert exponent(steps, sizes, start, tilt) == approx(float(expected), rel=1e-12)
