"""The design's one home: what follows from strata, sizes and rules, whatever the figure is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

from likertkit._kernels.design import StratumRows
from likertkit.errors import StratumError
from likertkit.tally._sampled_units import SampledUnits, lone_strata_sentences

# What the units of each stratum add to the figures of two groups; the first stratum has one unit.
ADDED = [
    np.array([[0.4, -0.7]]),
    np.array([[1.0, 0.0], [-0.5, 0.2], [0.0, 0.9]]),
    np.array([[0.3, 0.1], [0.2, -1.0]]),
]
RULES: list[Any] = ["certainty", "adjust", "average"]


def units(lone: Any = "raise", **changed: Any) -> SampledUnits:
    """Return the units of the three strata, and of a fourth that bears on nothing."""
    given: dict[str, Any] = {
        "item": "clear",
        "unit": "school",
        "strata": ("a", "b", "c", "d"),
        "sizes": np.array([1, 3, 2, 1]),
        "factors": np.array([1.0, 0.5, 0.9, 1.0]),
        "touched": np.array([True, True, True, False]),
        "df": 3.0,
    }
    return SampledUnits(**{**given, **changed}, lone=lone)


def rows() -> StratumRows:
    """Return a row for each unit and group, of one cell that each answer is in."""
    stratum = np.repeat([0, 1, 2], [2, 6, 4])
    ones = np.ones((len(stratum), 1))
    # A unit has a row in either group, which are not independent.
    number = np.arange(6)
    pairs = np.concatenate([
        np.column_stack([number * 2 + one, number * 2 + other])
        for one, other in ((0, 0), (0, 1), (1, 1))
    ])  # fmt: skip
    return StratumRows(stratum, ones, ones, pairs, np.ones((len(pairs), 1, 1)))


def covariance(rule: str) -> np.ndarray[Any, Any]:
    """Return the covariance of the figures by the definition of each rule."""
    alone, *others = ADDED
    known = sum(
        factor * len(added) * np.cov(added.T, ddof=1)
        for factor, added in zip((0.5, 0.9), others, strict=True)
    )
    if rule == "average":
        return np.asarray(known * 3 / 2)
    return np.asarray(known + alone.T @ alone if rule == "adjust" else known)


@pytest.mark.parametrize("rule", RULES)
def test_variance_and_covariance_are_those_of_the_rule(rule):
    """Nothing, the deviation from the whole, or the average of the others; with 1 - n/N."""
    moves = np.concatenate(ADDED).reshape(-1, 1)
    for number in (0, 1):
        own = moves * (np.arange(12) % 2 == number)[:, None]
        expected = covariance(rule)[number, number]
        assert units(rule).variance_of_rows(rows(), own) == approx(expected, rel=1e-12)
    apart = moves * np.where(np.arange(12) % 2, -1, 1)[:, None]
    whole = covariance(rule)
    expected = whole[0, 0] + whole[1, 1] - 2 * whole[0, 1]
    assert units(rule).variance_of_rows(rows(), apart) == approx(expected, rel=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_the_covariance_of_groups_is_that_of_their_difference(rule):
    """One pass over all groups and the variance of two of them have one formula."""
    sampled = units(rule)
    # Each row adds 1 or 2, by its cell, so that a group's figure is moved by the cell alone.
    flat = np.array([1.0, 2.0, 0.5, 1.5, 2.0, 0.3, 1.0, 2.5, 0.7, 1.1, 0.2, 3.0])[:, None]
    own = rows()._replace(sums=flat, squares=flat**2)
    products = (flat[own.pairs[:, 0], 0] * flat[own.pairs[:, 1], 0])[:, None, None]
    own = own._replace(products=products)
    owner = np.arange(12) % 2
    moves = np.array([[0.6], [-0.2]])
    found = sampled.covariance_of_rows(own, owner, moves)
    assert found is not None
    signed = np.where(owner == 0, 0.6, 0.2)[:, None]
    assert found[0].item() == approx(sampled.variance_of_rows(own, signed), rel=1e-12)
    # Each row is a respondent, and the first stratum has one.
    people = StratumRows(own.stratum[1:], flat[1:], flat[1:] ** 2, None, None)
    sampled = units(rule, sizes=np.array([1, 6, 4, 1]))
    of_people = sampled.covariance_of_rows(people, owner[1:], moves)
    assert of_people is not None
    expected = sampled.variance_of_rows(people, signed[1:])
    assert of_people[0].item() == approx(expected, rel=1e-12)


def test_a_stratum_of_one_unit_is_named():
    """With its unit and the way out; a stratum that bears on nothing, or a census, is no case."""
    sampled = units()
    assert sampled.alone.tolist() == [True, False, False, False]
    for refused in (
        sampled.check_alone,
        lambda: sampled.variance(np.zeros(4), np.zeros(4), np.zeros(4)),
        lambda: sampled.covariance_of_rows(rows(), np.arange(12) % 2, np.ones((2, 1))),
    ):
        with pytest.raises(StratumError) as caught:
            refused()
        assert str(caught.value) == (
            "item 'clear': stratum 'a' has one school; expected two or more in every stratum, for "
            "the spread within it.\nHint: merge it with a similar stratum by "
            "`sampled(collapse=...)`, or name a rule, such as `sampled(lone_stratum='adjust')`."
        )
    asked = units(factors=np.array([0.0, 1.0, 1.0, 1.0]))
    assert not asked.alone.any()
    asked.check_alone()
    assert not asked.census
    assert units(factors=np.zeros(4)).census


@pytest.mark.parametrize("rule", ["raise", *RULES])
def test_one_unit_tells_of_no_spread(rule):
    """By no rule at all."""
    single = units(
        rule, strata=(None,), sizes=np.ones(1), factors=np.ones(1), touched=np.array([True])
    )
    assert single.single
    assert math.isnan(single.variance(*np.ones((3, 1))))
    one = rows()._replace(stratum=np.zeros(12, dtype=np.intp))
    assert single.covariance_of_rows(one, np.arange(12) % 2, np.ones((2, 1))) is None


def test_there_is_no_average_of_no_strata():
    """Where each stratum has one unit."""
    sampled = units("average", sizes=np.ones(4))
    assert not sampled.single
    assert math.isnan(sampled.variance(*np.ones((3, 4))))
    assert sampled.covariance_of_rows(rows(), np.arange(12) % 2, np.ones((2, 1))) is None
    assert units("certainty", sizes=np.ones(4)).variance(*np.ones((3, 4))) == 0


def test_rules_are_told():
    """A sentence each, and none where such strata are refused."""
    assert lone_strata_sentences("raise") == []
    (told,) = lone_strata_sentences("certainty")
    assert told.endswith(
        "where there are any, are taken as certain to be drawn, and add no variance."
    )
