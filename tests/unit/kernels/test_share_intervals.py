"""Intervals of shares against SciPy, brute force and their own definitions."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy.stats import beta, binomtest, multinomial, norm

from likertkit._kernels.shares import (
    _restricted_variance,
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    sison_glaz_intervals,
    tango_interval,
    wilson_interval,
)

ALL = (wilson_interval, clopper_pearson_interval, jeffreys_interval, logit_interval)
COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.99]))
def test_clopper_pearson_is_scipys_exact(counts: tuple[int, int], level: float) -> None:
    """SciPy finds the ends by a root search to 1e-12."""
    expected = binomtest(*counts).proportion_ci(level, method="exact")
    assert clopper_pearson_interval(*counts, level) == approx(tuple(expected), abs=1e-9)


@given(COUNTS)
def test_jeffreys_is_a_beta_interval_but_at_the_ends(counts: tuple[int, int]) -> None:
    """Equal tails of Beta(x + ½, n - x + ½); 0 and 1 where all are at one end."""
    count, n = counts
    low, high = jeffreys_interval(count, n, 0.95)
    posterior = beta(count + 0.5, n - count + 0.5)
    assert low == (0.0 if count == 0 else approx(posterior.ppf(0.025), rel=1e-9))
    assert high == (1.0 if count == n else approx(posterior.ppf(0.975), rel=1e-9))


@pytest.mark.parametrize("count", [0.4, 1, 3, 9, 9.7])
def test_logit_by_hand(count: float) -> None:
    """log(p / q) ± z √(1/x + 1/(n - x)), also of effective numbers."""
    others = 10 - count
    half = norm.ppf(0.975) * math.sqrt(1 / count + 1 / others)
    for end, sign in zip(logit_interval(count, 10, 0.95), (-1, 1), strict=True):
        expected = math.log(count / others) + sign * half
        assert math.log(end / (1 - end)) == approx(expected, rel=1e-9)


def test_logit_with_a_quantile_of_its_own() -> None:
    """Of Student's t, in a design."""
    low, high = logit_interval(3, 10, 0.95, 2.5)
    # The interval at the level of which 2.5 is the normal quantile.
    assert logit_interval(3, 10, 2 * norm.cdf(2.5) - 1) == approx((low, high), rel=1e-9)


def test_logit_at_the_ends() -> None:
    """Clopper and Pearson's where the logit is infinite; next to there no exponential overflows."""
    assert logit_interval(0, 10, 0.95) == clopper_pearson_interval(0, 10, 0.95)
    assert logit_interval(10, 10, 0.95) == clopper_pearson_interval(10, 10, 0.95)
    assert logit_interval(1e-6, 10, 0.95) == logit_interval(10 - 1e-6, 10, 0.95) == (0.0, 1.0)


@pytest.mark.parametrize("interval", ALL)
def test_nobody_has_no_interval(interval) -> None:
    """NaN, and no error."""
    assert all(map(math.isnan, interval(0, 0, 0.95)))
    assert all(map(math.isnan, tango_interval(0, 0, 0, 0.95)))
    assert all(math.isnan(end) for pair in sison_glaz_intervals([0, 0], 0.95) for end in pair)


@pytest.mark.parametrize("interval", ALL)
@given(counts=COUNTS, level=st.floats(0.5, 0.99))
@example(counts=(0, 1), level=0.95)
def test_intervals_mirror_hold_the_share_and_widen(interval, counts, level) -> None:
    """Successes and failures change places; more confidence, no narrower."""
    count, n = counts
    low, high = interval(count, n, level)
    assert 0 <= low <= count / n + 1e-12
    assert count / n - 1e-12 <= high <= 1
    assert interval(n - count, n, level) == approx((1 - high, 1 - low), abs=1e-9)
    lower, higher = interval(count, n, level + 0.005)
    assert lower <= low + 1e-12
    assert higher >= high - 1e-12


def within(counts: tuple[int, ...], room: int) -> float:
    """Return the probability that all counts lie within a room, vector by vector."""
    n = sum(counts)
    ranges = [range(max(0, c - room), min(n, c + room) + 1) for c in counts]
    vectors = [v for v in itertools.product(*ranges) if sum(v) == n]
    return float(sum(multinomial.pmf(v, n, [c / n for c in counts]) for v in vectors))


@pytest.mark.parametrize("counts", [(5, 3, 2), (1, 1, 8), (9, 0, 1), (4, 4, 2, 2), (6, 0, 0)])
def test_sison_glaz_by_brute_force(counts: tuple[int, ...]) -> None:
    """Their room and what is left of it, from every vector that there is."""
    n = sum(counts)
    # Nobody else has a chance where all are at one level: then no room is needed.
    rooms = [within(counts, room) for room in range(n + 2)]
    room = next((c for c in range(n + 1) if rooms[c] <= 0.95 < rooms[c + 1]), 0)
    gained = rooms[room + 1] - rooms[room]
    extra = max(0.0, (0.95 - rooms[room]) / gained) if gained > 1e-9 else 0.0
    for (low, high), count in zip(sison_glaz_intervals(counts, 0.95), counts, strict=True):
        # The Fourier transform sums to about 1e-14, divided by the probability gained.
        assert low == approx(max(0, (count - room) / n), abs=1e-9)
        assert high == approx(min(1, (count + room + 2 * extra) / n), abs=1e-9)


def score(b: float, c: float, n: float, difference: float) -> float:
    """Return Tango's statistic, the nuisance share found by a search of the likelihood."""
    from scipy.optimize import minimize_scalar

    def surprise(second: float) -> float:
        cells = ((b, second + difference), (c, second), (n - b - c, 1 - 2 * second - difference))
        return -sum(k * math.log(max(p, 1e-300)) for k, p in cells if k > 0)

    bounds = (max(0.0, -difference), (1 - difference) / 2)
    second = minimize_scalar(surprise, bounds=bounds, method="bounded", options={"xatol": 1e-13}).x
    variance = 2 * second + difference * (1 - difference)
    return (b - c - n * difference) / math.sqrt(n * variance)


@pytest.mark.parametrize(("b", "c", "n"), [(8, 3, 20), (1, 6, 15), (0, 4, 12), (20, 25, 90)])
def test_tango_inverts_the_score_test(b: int, c: int, n: int) -> None:
    """At either end the statistic is z, to what a search of a flat likelihood can tell."""
    low, high = tango_interval(b, c, n, 0.95)
    z = norm.ppf(0.975)
    assert score(b, c, n, low) == approx(z, abs=1e-4)
    assert score(b, c, n, high) == approx(-z, abs=1e-4)


def test_tangos_quadratic_may_have_one_root() -> None:
    """Of 2 and 0 of 3 with a difference of 1/2 nothing is left for the second: 1/2 less 1/4."""
    assert _restricted_variance(2, 0, 3, 0.5) == 0.25


@given(COUNTS, st.integers(0, 60), st.floats(0.5, 0.99))
def test_tango_mirrors_and_widens(counts: tuple[int, int], more: int, level: float) -> None:
    """Top and bottom change places; all one way ends at exactly 1, and is no point."""
    b, b_and_c = counts
    c, n = b_and_c - b, b_and_c + more
    low, high = tango_interval(b, c, n, level)
    assert -1 <= low <= (b - c) / n <= high <= 1
    assert low < high
    assert tango_interval(c, b, n, level) == approx((-high, -low), abs=1e-9)
    wider = tango_interval(b, c, n, level + 0.005)
    assert wider[0] <= low + 1e-12
    assert wider[1] >= high - 1e-12
    assert (high == 1.0) == (b == n)
