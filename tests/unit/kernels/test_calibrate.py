"""Calibration on cells, where it ends early and where it cannot end."""

from __future__ import annotations

import numpy as np
import pytest

from likertkit._kernels import calibrate_cells, unreachable_levels

ROWS = np.array([0, 0, 1, 1])
COLUMNS = np.array([0, 1, 0, 1])
DESIGN = np.array([10.0, 20.0, 30.0, 40.0])


def run(targets, *, design=DESIGN, bounds=None, steps=100, report=lambda _step, _error: None):
    """Calibrate the four cells of a two-by-two table."""
    return calibrate_cells(
        design,
        [ROWS, COLUMNS],
        [np.array(target, dtype=float) for target in targets],
        bounds=bounds,
        tolerance=1e-12,
        max_iterations=steps,
        report=report,
    )


def test_factors_are_products_of_the_margins_factors() -> None:
    """Exponential ones keep the odds ratio of the design."""
    found = run([[50, 50], [40, 60]])
    a, b, c, d = found.factors * DESIGN
    assert found.converged
    assert (a + b, c + d, a + c) == pytest.approx((50, 50, 40), rel=1e-11)
    assert a * d / (b * c) == pytest.approx(10 * 40 / (20 * 30), rel=1e-9)


def test_the_samples_own_margins_change_nothing() -> None:
    """Not even a step is taken."""
    for bounds in (None, (0.5, 2.0)):
        found = run([[30, 70], [40, 60]], bounds=bounds)
        assert found.factors.tolist() == pytest.approx([1.0] * 4, rel=1e-15)
        assert found.iterations == 0


def test_steps_are_told() -> None:
    """One after the other, with errors that shrink to the tolerance."""
    told: list[tuple[int, float]] = []
    found = run([[50, 50], [40, 60]], report=lambda step, error: told.append((step, error)))
    assert [step for step, _ in told] == list(range(1, found.iterations + 1))
    assert told[-1][1] == found.error <= 1e-12


def test_factors_far_from_1_are_found() -> None:
    """A level of one in a million, from a third."""
    found = run([[1e-4, 100 - 1e-4], [40, 60]])
    weights = found.factors * DESIGN
    assert found.converged
    assert weights[:2].sum() == pytest.approx(1e-4, rel=1e-6)


def test_a_step_too_far_is_shortened() -> None:
    """From next to nothing to most: a full Newton step would overshoot by hundreds of powers."""
    design = np.array([1e-3, 1e-3, 50.0, 50.0])
    found = run([[60, 40], [50, 50]], design=design)
    assert found.converged
    assert (found.factors * design)[:2].sum() == pytest.approx(60, rel=1e-10)


def test_bounded_factors_stay_inside() -> None:
    """And meet the margins that can be met."""
    found = run([[45, 55], [40, 60]], bounds=(0.6, 1.6))
    assert found.converged
    assert found.factors.min() > 0.6
    assert found.factors.max() < 1.6


def test_what_is_out_of_reach_is_told() -> None:
    """The level, and how near its total comes."""
    targets = [np.array([80.0, 20.0]), np.array([40.0, 60.0])]
    found = run(targets, bounds=(0.9, 1.1))
    assert not found.converged
    unmet = unreachable_levels(DESIGN, [ROWS, COLUMNS], targets, (0.9, 1.1))
    assert (0, 0, pytest.approx(33.0)) in unmet
    assert unreachable_levels(DESIGN, [ROWS, COLUMNS], targets, (0.1, 5.0)) == []
    assert unreachable_levels(DESIGN, [ROWS, COLUMNS], targets, None) == []


def test_a_cell_that_must_be_empty_is_told() -> None:
    """Row 0 holds column 0 and 1, row 1 column 1 alone: column 0 as large as row 0."""
    rows, columns = np.array([0, 0, 1]), np.array([0, 1, 1])
    targets = [np.array([40.0, 60.0]), np.array([40.0, 60.0])]
    unmet = unreachable_levels(np.array([1.0, 1.0, 1.0]), [rows, columns], targets, None)
    assert unmet == [(0, 0, 40.0), (1, 1, 60.0)]


def test_a_search_that_cannot_go_on_ends() -> None:
    """No weights meet these; the steps come to rest instead of running on."""
    rows, columns = np.array([0, 1]), np.array([0, 1])
    found = calibrate_cells(
        np.array([1.0, 1.0]),
        [rows, columns],
        [np.array([1.5, 0.5]), np.array([0.5, 1.5])],
        bounds=(0.5, 2.0),
        tolerance=1e-12,
        max_iterations=10_000,
        report=lambda _step, _error: None,
    )
    assert not found.converged
    assert found.iterations < 10_000
