from __future__ import annotations

import math

import numpy as np
import pytest
from tests.reference import kernels as plain

from likertkit._kernels.design import is_census, stratified_variance
from likertkit._kernels.means import count_mean, count_variance, weighted_mean

RTOL = 1e-12
SCORES = (1, 2, 3, 4, 5)


def from_units(units: list[plain.Unit]) -> float:
    """Return the variance from the sums of each stratum's cells."""
    strata = sorted({h for h, _, _ in units})
    sizes = np.array([sum(h == one for h, _, _ in units) for one in strata])
    sums, squares = np.zeros((2, len(strata), len(SCORES)))
    for h, w, y in units:
        if y is not None:
            sums[strata.index(h), SCORES.index(y)] += w
            squares[strata.index(h), SCORES.index(y)] += w * w
    mean = weighted_mean(sums.sum(axis=0).tolist(), SCORES)
    deviations = (np.array(SCORES, dtype=float) - mean) / sums.sum()
    totals, contributed = sums @ deviations, squares @ deviations**2
    return stratified_variance(sizes, np.ones(len(strata)), totals, contributed, "raise")


def random_units(seed: int, strata: str, *, silent: float) -> list[plain.Unit]:
    """Return 40 units a stratum, some without an answer (or outside the domain)."""
    rng = np.random.default_rng(seed)
    return [
        (
            h,
            float(rng.gamma(2) + 0.1),
            None if rng.random() < silent else int(rng.choice(SCORES)),
        )
        for h in strata
        for _ in range(40)
    ]


@pytest.mark.parametrize("silent", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("strata", ["a", "abc"])
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_the_rows(seed, strata, silent):
    """The sums of the cells are all that the rows have to say, missing and domain included."""
    units = random_units(seed, strata, silent=silent)
    assert from_units(units) == pytest.approx(plain.linearised_variance(units), rel=RTOL)


def test_a_stratum_outside_the_domain_adds_nothing():
    """Its units are known, and all are 0."""
    units = random_units(1, "a", silent=0.2)
    outside: list[plain.Unit] = [("b", 2.0, None)] * 9
    assert from_units(units + outside) == pytest.approx(from_units(units), rel=RTOL)


def test_silent_units_count():
    """An unknown size of the domain adds to its error, beside n / (n - 1)."""
    units: list[plain.Unit] = [("a", 1.0, 1), ("a", 1.0, 1), ("a", 1.0, 5), ("a", 1.0, 5)]
    # z = ±2 / 4: Σz² = 1.  Then n / (n - 1) Σz².
    assert from_units(units) == pytest.approx(4 / 3, rel=RTOL)
    assert from_units([*units, *[("a", 1.0, None)] * 6]) == pytest.approx(10 / 9, rel=RTOL)


def test_equal_weights_give_the_textbook_error():
    """s² / n, whatever the common weight."""
    counts = (20, 22, 6, 2, 1)
    n = sum(counts)
    for w in (1.0, 0.37):
        units: list[plain.Unit] = [
            ("a", w, y) for c, y in zip(counts, SCORES, strict=True) for _ in range(c)
        ]
        assert from_units(units) == pytest.approx(count_variance(counts, SCORES) / n, rel=1e-10)
    assert count_mean(counts, SCORES) == pytest.approx(95 / 51, rel=RTOL)


# What each unit contributes, and the finite population corrections; the last is a census of one.
STRATA = [[0.3], [1.0, -0.5], [0.2, 0.4, -1.1], [0.7]]
FACTORS = [0.8, 0.5, 0.25, 0.0]


def of_strata(strata: list[list[float]], factors: list[float], lone: str) -> float:
    """Return the variance from each stratum's own units."""
    return stratified_variance(
        np.array([len(units) for units in strata]),
        np.array(factors),
        np.array([sum(units) for units in strata]),
        np.array([sum(one * one for one in units) for units in strata]),
        lone,
    )


def test_strata_of_one_by_every_rule():
    """No variance, the distance from 0, or as the others on average: these are three of four."""
    known = 0.5 * 2 * np.var(STRATA[1], ddof=1) + 0.25 * 3 * np.var(STRATA[2], ddof=1)
    assert of_strata(STRATA, FACTORS, "certainty") == pytest.approx(known, rel=RTOL)
    adjusted = known + 0.8 * 0.3**2
    assert of_strata(STRATA, FACTORS, "adjust") == pytest.approx(adjusted, rel=RTOL)
    assert of_strata(STRATA, FACTORS, "average") == pytest.approx(known * 4 / 3, rel=RTOL)
    for rule in ("raise", "certainty", "adjust", "average"):
        assert of_strata(STRATA[1:], FACTORS[1:], rule) == pytest.approx(known, rel=RTOL)
    assert math.isnan(of_strata(STRATA[:1], FACTORS[:1], "average"))


def test_a_census_has_no_variance():
    """Nor where it is a census but for rounding, of one unit or of many."""
    factors = [0.0, 1e-7, 1.1e-7, 1.0]
    assert is_census(np.array(factors)).tolist() == [True, True, False, False]
    alone = [of_strata([[0.3]], [factor], "adjust") > 0 for factor in factors]
    assert alone == [False, False, True, True]


@pytest.mark.parametrize("weight", [0.1, 1 / 3, 1e-9, 7e9])
def test_no_spread_is_0_and_never_negative(weight):
    """Whatever rounding does to a difference of squares."""
    units: list[plain.Unit] = [("a", weight, 3)] * 7 + [("b", weight * 1.1, 3)] * 11
    assert from_units(units) == 0.0
    # An answer a stratum: within each, all z are equal; squares differ in their last bits.
    apart: list[plain.Unit] = [("a", weight, 2)] * 3 + [("b", weight, 5)] * 7
    found = from_units(apart)
    assert 0.0 <= found < 1e-15
    assert not math.isnan(found)
