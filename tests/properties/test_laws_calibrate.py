"""Laws of calibration on the joint cells of margins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likertkit._kernels.design import calibrate_cells, unreachable_levels

TOLERANCE = 1e-11
# A factor is off by more than the margins are, the more so the nearer two margins are to one.
RTOL = 1e-6
ANY = st.sampled_from([None, (0.25, 4.0), (0.0, 3.0)])


class Problem(NamedTuple):
    """Cells, and margins that some factors of theirs meet."""

    design: np.ndarray
    margins: list[np.ndarray]
    targets: list[np.ndarray]
    bounds: tuple[float, float] | None


def sums(margins, weights, targets):
    """Return the total of each level."""
    return [
        np.bincount(margin, weights, len(target))
        for margin, target in zip(margins, targets, strict=True)
    ]


@st.composite
def problems(draw, bounds=ANY):
    """Draw joint cells, some of the table empty, and factors that are well within the bounds."""
    n_margins = draw(st.integers(1, 3))
    cells = draw(
        st.lists(st.tuples(*[st.integers(0, 3)] * n_margins), min_size=2, max_size=12, unique=True)
    )
    # Levels are numbered without gaps.
    margins = [np.unique(column, return_inverse=True)[1] for column in np.array(cells).T]
    n_cells = len(cells)
    design, hidden = (
        np.array(draw(st.lists(st.floats(*ends), min_size=n_cells, max_size=n_cells)))
        for ends in ((0.1, 10.0), (0.6, 1.6))
    )
    targets = [np.bincount(margin, design * hidden) for margin in margins]
    both = draw(bounds)
    if both is None:
        design = design * (targets[0].sum() / design.sum())
    return Problem(design, margins, targets, both)


unbounded = problems(st.none())


def run(problem, tolerance=TOLERANCE):
    """Return the factors, which meet the margins."""
    found = calibrate_cells(
        problem.design,
        problem.margins,
        problem.targets,
        bounds=problem.bounds,
        tolerance=tolerance,
        max_iterations=200,
        report=lambda _step, _error: None,
    )
    assert found.converged
    return found.factors


@given(problems())
def test_margins_are_met(problem):
    """Each level to the tolerance, as a share of the total; and nothing is to blame."""
    found = sums(problem.margins, problem.design * run(problem), problem.targets)
    total = problem.targets[0].sum()
    for achieved, target in zip(found, problem.targets, strict=True):
        assert achieved == pytest.approx(target, rel=0, abs=2 * TOLERANCE * total)
    assert unreachable_levels(*problem) == []


@given(problems())
def test_the_samples_own_margins_change_nothing(problem):
    """Every factor is 1."""
    own = sums(problem.margins, problem.design, problem.targets)
    assert run(problem._replace(targets=own)) == pytest.approx(1.0, rel=1e-12)


@given(problems(), st.floats(1e-3, 1e3))
def test_the_unit_of_totals_changes_nothing(problem, factor):
    """Design and targets in other units have the same factors."""
    scaled = problem._replace(
        design=problem.design * factor, targets=[one * factor for one in problem.targets]
    )
    assert run(scaled) == pytest.approx(run(problem), rel=RTOL)


@given(unbounded, st.floats(0.01, 100))
def test_the_scale_of_the_design_goes_into_the_factors(problem, factor):
    """Without bounds the weights are the same, whatever the design's weights add up to."""
    scaled = problem._replace(design=problem.design * factor)
    assert run(scaled) * factor == pytest.approx(run(problem), rel=RTOL)


@given(problems(), st.data())
def test_order_changes_nothing(problem, data):
    """Neither that of the cells nor that of the margins."""
    cells = data.draw(st.permutations(range(len(problem.design))))
    places = data.draw(st.permutations(range(len(problem.margins))))
    turned = problem._replace(
        design=problem.design[cells],
        margins=[problem.margins[m][cells] for m in places],
        targets=[problem.targets[m] for m in places],
    )
    assert run(turned) == pytest.approx(run(problem)[cells], rel=RTOL)


@given(problems(), st.data())
def test_a_margin_given_twice_is_a_margin(problem, data):
    """What follows from other margins takes nothing away."""
    m = data.draw(st.integers(0, len(problem.margins) - 1))
    twice = problem._replace(
        margins=[*problem.margins, problem.margins[m]],
        targets=[*problem.targets, problem.targets[m]],
    )
    assert run(twice) == pytest.approx(run(problem), rel=RTOL)


@given(problems())
def test_factors_are_sums_of_the_levels_on_their_own_scale(problem):
    """Log factors, or logits between the bounds: a sum over the margins of a number per level."""
    factors = run(problem)
    if problem.bounds is None:
        exponents = np.log(factors)
    else:
        low, high = problem.bounds
        exponents = np.log((factors - low) / (high - factors) * (high - 1) / (1 - low))
    levels = np.hstack([np.eye(margin.max() + 1)[margin] for margin in problem.margins])
    fitted = levels @ np.linalg.lstsq(levels, exponents, rcond=None)[0]
    assert fitted == pytest.approx(exponents, abs=1e-9)


@given(problems())
def test_bounds_are_kept(problem):
    """And without bounds every factor is positive."""
    low, high = problem.bounds or (0.0, np.inf)
    factors = run(problem)
    assert (factors >= low).all()
    assert (factors <= high).all()
    assert (factors > 0).all()


@given(unbounded)
def test_factors_are_those_of_proportional_fitting(problem):
    """Margin by margin, sweep by sweep, which is slow and plain."""
    weights = problem.design.tolist()
    total = sum(problem.targets[0].tolist())
    for _ in range(20_000):
        furthest = 0.0
        for margin, target in zip(problem.margins, problem.targets, strict=True):
            held = [0.0] * len(target)
            for level, weight in zip(margin.tolist(), weights, strict=True):
                held[level] += weight
            for cell, level in enumerate(margin.tolist()):
                weights[cell] *= target[level] / held[level]
            furthest = max(furthest, *(abs(held - target) / total))
        if furthest < 1e-12:
            break
    assert run(problem) * problem.design == pytest.approx(weights, rel=RTOL)
