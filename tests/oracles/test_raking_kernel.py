"""The factors of calibrated weights against R survey (raking.R).

R ends its search where the margins are met to 1e-13, or to 1e-12 in rake(), and so does the kernel.
How far a factor then is from the solution depends on how nearly the margins say the same: here less
than a thousand times as far.  1e-8 leaves room for that, and is far below any digit in use.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from likertkit._kernels.design import calibrate_cells, unreachable_levels

RTOL = 1e-8
ORACLE = json.loads(Path(__file__).with_name("raking.json").read_text("utf-8"))
FRAME = pd.DataFrame(ORACLE["respondents"])
TOTALS = ORACLE["totals"]
TARGETS = [np.array(list(totals.values())) for totals in TOTALS.values()]
CELLS = FRAME.groupby(list(TOTALS), observed=True)["weight"].sum()
MARGINS = [
    np.array([list(TOTALS[name]).index(level) for level in CELLS.index.get_level_values(name)])
    for name in TOTALS
]


def factors(bounds: tuple[float, float] | None) -> np.ndarray:
    """Return the factor of each respondent."""
    found = calibrate_cells(
        CELLS.to_numpy(),
        MARGINS,
        TARGETS,
        bounds=bounds,
        tolerance=1e-13,
        max_iterations=100,
        report=lambda _step, _error: None,
    )
    assert found.converged
    by_cell = pd.Series(found.factors, CELLS.index)
    return by_cell.loc[list(FRAME[list(TOTALS)].itertuples(index=False, name=None))].to_numpy()


def test_some_joint_cells_are_empty() -> None:
    """So the table is not a product, and one sweep over the margins would not be enough."""
    assert len(CELLS) < np.prod([len(target) for target in TARGETS])


@pytest.mark.parametrize("function", ["raking", "rake"])
def test_factors_of_raking(function: str) -> None:
    """Newton's method in calibrate() and proportional fitting in rake()."""
    assert factors(None) == pytest.approx(ORACLE[function], rel=RTOL)


@pytest.mark.parametrize("which", list(ORACLE["bounds"]))
def test_factors_within_bounds(which: str) -> None:
    """The logit distance of Deville and Särndal; the narrow ones are nearly reached."""
    low, high = ORACLE["bounds"][which]
    assert factors((low, high)) == pytest.approx(ORACLE["logit"][which], rel=RTOL)


@pytest.mark.parametrize("bounds", [None, *ORACLE["bounds"].values()])
def test_margins_that_r_meets_are_within_reach(bounds: tuple[float, float] | None) -> None:
    """The linear program finds nothing to blame."""
    assert unreachable_levels(CELLS.to_numpy(), MARGINS, TARGETS, bounds) == []


def test_the_oracle_says_what_made_it() -> None:
    """R and survey, with their versions."""
    assert set(ORACLE["made_with"]) == {"R", "survey"}
