"""Calibration on cells, where it ends early and where it cannot end."""

from __future__ import annotations

import numpy as np
import pytest

from likertkit._kernels.design import calibrate_cells, unreachable_levels

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
    assert found.iterations <= 8
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


def one_margin(design, targets, *, bounds=None, steps=100):
    """Calibrate cells that are the levels of one margin."""
    return calibrate_cells(
        design,
        [np.arange(len(design))],
        [np.array(targets)],
        bounds=bounds,
        tolerance=1e-12,
        max_iterations=steps,
        report=lambda _step, _error: None,
    )


def test_one_margin_has_a_closed_form() -> None:
    """The target over the design, in one step, however far from 1."""
    design = np.array([1.0, 2.0, 4.0, 93.0])
    targets = [1e-5, 60.0, 39.5, 0.49999]
    found = one_margin(design, targets)
    assert found.factors == pytest.approx(np.array(targets) / design, rel=1e-14)
    assert found.iterations == 1


def test_one_margin_within_bounds_has_the_same_factors() -> None:
    """As long as they lie inside."""
    found = one_margin(np.array([40.0, 60.0]), [55.0, 45.0], bounds=(0.5, 1.5))
    assert found.factors == pytest.approx([55 / 40, 45 / 60], rel=1e-11)


@pytest.mark.parametrize("bounds", [(0.5, 1.001), (0.95, 5.0), (0.2, 20.0), (0.0, 100.0)])
@pytest.mark.parametrize("spread", [0.5, 3.0])
def test_bounds_that_lie_askew_are_no_obstacle(bounds, spread) -> None:
    """The function is nearly flat about 1 then, and a full Newton step lands where it is flatter.

    The targets come from factors of the function itself, from the midst of the bounds to near
    them, so there is a solution, and only one.
    """
    low, high = bounds
    rng = np.random.default_rng(7)
    for _ in range(10):
        rows, columns = np.divmod(np.arange(15), 5)
        design = rng.lognormal(0, 1, 15)
        at = (rng.normal(0, spread, 3)[rows] + rng.normal(0, spread, 5)[columns]) + np.log(
            (1 - low) / (high - 1)
        )
        factors = low + (high - low) / (1 + np.exp(-at))
        found = calibrate_cells(
            design,
            [rows, columns],
            [np.bincount(rows, design * factors), np.bincount(columns, design * factors)],
            bounds=bounds,
            tolerance=1e-12,
            max_iterations=100,
            report=lambda _step, _error: None,
        )
        assert found.converged
        assert found.factors == pytest.approx(factors, rel=1e-6)


@pytest.mark.parametrize("factor", [1e6, 1e-6])
def test_a_level_a_million_times_off_is_met(factor) -> None:
    """The targets' total is then that of one row and far from the design's."""
    targets = [[30 * factor, 70], [4 * factor + 4, 26 * factor + 66]]
    found = run(targets)
    assert found.converged
    weights = found.factors * DESIGN
    assert weights[:2].sum() == pytest.approx(targets[0][0], rel=1e-4)


def test_steps_end_where_they_were_told_to() -> None:
    """Not converged, with factors of the last step, which is the nearest."""
    found = run([[50, 50], [40, 60]], steps=1)
    assert (found.converged, found.iterations) == (False, 1)
    weights = found.factors * DESIGN
    assert found.error == pytest.approx(abs(weights[0] + weights[2] - 40) / 100)
    assert weights[:2].sum() == pytest.approx(50)
    assert run([[50, 50], [40, 60]], steps=0).factors.tolist() == [1, 1, 1, 1]


def test_the_nearest_factors_are_kept() -> None:
    """Where margins contradict each other a later step may lead away again."""
    told: list[float] = []
    rows, columns = np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])
    found = calibrate_cells(
        np.array([4.0, 5.0, 7.0, 8.0]),
        [rows, columns],
        [np.array([1.0, 16.0]), np.array([2.0, 7.0, 8.0])],
        bounds=(0.3, 3.0),
        tolerance=1e-10,
        max_iterations=40,
        report=lambda _step, error: told.append(error),
    )
    assert not found.converged
    assert found.error == min(told) < told[-1]
    assert found.iterations == len(told)


def test_margins_that_contradict_each_other_end_the_search_at_rest() -> None:
    """Level 0 of the rows is level 0 of the columns, and is to be 60 and 50."""
    cells = np.array([0, 1])
    for bounds in (None, (0.5, 1.5)):
        told: list[int] = []
        found = calibrate_cells(
            np.array([50.0, 50.0]),
            [cells, cells],
            [np.array([60.0, 40.0]), np.array([50.0, 50.0])],
            bounds=bounds,
            tolerance=1e-10,
            max_iterations=10_000,
            report=lambda step, _error, told=told: told.append(step),
        )
        assert not found.converged
        assert found.iterations == len(told) < 200


def test_factors_at_their_bounds_end_the_search() -> None:
    """Both would have to go beyond: nothing is left to move."""
    found = one_margin(np.array([50.0, 50.0]), [99.0, 1.0], bounds=(0.9, 1.1), steps=9999)
    assert not found.converged
    assert found.factors.tolist() == [1.1, 0.9]
    assert found.iterations < 999


def test_factors_that_press_on_their_bounds_for_long_do_no_harm() -> None:
    """Their derivatives vanish step by step, until no step could be computed."""
    found = calibrate_cells(
        np.array([0.0147, 0.1138, 8.3725, 48.7374, 0.1235, 17.0878, 23.0091, 2.5412]),
        [np.array([2, 1, 0, 3, 2, 1, 1, 3])],
        [np.array([69.2, 3.9, 23.0, 3.9])],
        bounds=(0.3, 3.0),
        tolerance=1e-10,
        max_iterations=5000,
        report=lambda _step, _error: None,
    )
    assert not found.converged
    assert found.error == pytest.approx((69.2 - 3 * 8.3725) / 100)


def test_levels_that_hold_each_other_down_are_told() -> None:
    """Row 0 has no cell but in column 0, which is to be smaller."""
    rows, columns = np.array([0, 1, 1]), np.array([0, 0, 1])
    design = np.array([30.0, 30.0, 40.0])
    targets = [np.array([80.0, 20.0]), np.array([60.0, 40.0])]
    found = calibrate_cells(
        design,
        [rows, columns],
        targets,
        bounds=None,
        tolerance=1e-10,
        max_iterations=100,
        report=lambda _step, _error: None,
    )
    assert not found.converged
    unmet = unreachable_levels(design, [rows, columns], targets, None)
    assert unmet
    assert sum(abs(reached - targets[m][k]) for m, k, reached in unmet) == pytest.approx(40)
    assert {(0, 0), (1, 0)} & {(m, k) for m, k, _ in unmet}


@pytest.mark.parametrize("short", [1e-8, 1e-6, 1e-3])
def test_a_level_out_of_reach_by_little_is_told(short) -> None:
    """Less than a solver of linear programs lets pass by itself."""
    rows, columns = np.array([0, 1, 1]), np.array([0, 0, 1])
    targets = [np.array([0.5 + short, 0.5 - short]), np.array([0.5, 0.5])]
    unmet = unreachable_levels(np.ones(3) / 3, [rows, columns], targets, None)
    assert sum(abs(reached - targets[m][k]) for m, k, reached in unmet) == pytest.approx(
        2 * short, rel=1e-3
    )


def test_small_cells_are_not_taken_for_empty_ones() -> None:
    """Five cells share a level of a millionth; each can have a part of it."""
    rows, columns = np.divmod(np.arange(10), 5)
    targets = [np.array([1e-6, 1 - 1e-6]), np.full(5, 0.2)]
    assert unreachable_levels(np.full(10, 0.1), [rows, columns], targets, None) == []


def test_a_cell_that_must_be_empty_is_told_within_bounds_from_0() -> None:
    """And bounds from more than 0 let no cell be empty: then a level is out of reach."""
    rows, columns = np.array([0, 0, 1]), np.array([0, 1, 1])
    targets = [np.array([0.4, 0.6]), np.array([0.4, 0.6])]
    design = np.array([0.3, 0.3, 0.4])
    cells = [rows, columns]
    assert unreachable_levels(design, cells, targets, (0.0, 3.0)) == [(0, 0, 0.4), (1, 1, 0.6)]
    assert unreachable_levels(design, cells, targets, (0.1, 3.0)) != []
    met = [np.array([0.5, 0.5]), np.array([0.4, 0.6])]
    assert unreachable_levels(design, cells, met, (0.1, 3.0)) == []


def test_a_factor_that_must_be_0_falls_and_falls() -> None:
    """Its margins are met to the tolerance, and the factor of the cell gives it away."""
    rows, columns = np.array([0, 0, 1]), np.array([0, 1, 1])
    found = calibrate_cells(
        np.array([30.0, 30.0, 40.0]),
        [rows, columns],
        [np.array([40.0, 60.0]), np.array([40.0, 60.0])],
        bounds=None,
        tolerance=1e-10,
        max_iterations=100,
        report=lambda _step, _error: None,
    )
    assert 0 < found.factors[1] < 1e-8
