"""What weights cost, by Kish's formulas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentTypeError, WeightError

WEIGHTS = [1.0, 1.0, 2.0, 4.0, 0.0]
HOLDERS: list[Any] = [
    WEIGHTS,
    tuple(WEIGHTS),
    np.array(WEIGHTS),
    np.array(WEIGHTS, dtype=np.float32),
    pd.Series(WEIGHTS, index=list("edcba")),
    pd.Series(WEIGHTS, dtype="Float64"),
    pl.Series(WEIGHTS),
    [1, 1, 2, 4, 0],
]
WRONG: list[tuple[Any, type[Exception], str]] = [
    ([1, -1], WeightError, "1 of 2 weights are negative, missing or not finite: -1 in row 1;"),
    ([math.nan, 1, -math.inf], WeightError, "2 of 3 .* nan in row 0, -inf in row 2; expected 0"),
    ([-1] * 7, WeightError, "7 of 7 .* -1 in row 3, -1 in row 4; expected"),
    (pd.Series([1, None]), WeightError, "nan in row 1"),
    ([0, 0.0], WeightError, "2 weights add up to 0; expected a positive sum"),
    ([], WeightError, "0 weights add up to 0"),
    ([[1.0, 2.0]], ArgumentTypeError, "weights have 2 dimensions; expected one"),
    (3.0, ArgumentTypeError, "weights have 0 dimensions"),
    (["a"], ArgumentTypeError, "is a list; expected numbers."),
    (object(), ArgumentTypeError, "is a object; expected numbers."),
    ([1, [2]], ArgumentTypeError, "is a list; expected numbers."),
]


@pytest.mark.parametrize("weights", HOLDERS, ids=lambda one: type(one).__module__)
def test_the_formulas(weights: Any) -> None:
    """Σw = 8, Σw² = 22, four positive weights; whatever holds them, and left as they are."""
    before = np.array(weights, dtype=float)
    assert lk.effective_sample_size(weights) == 64 / 22
    assert lk.design_effect(weights) == 4 * 22 / 64
    assert np.array_equal(np.array(weights, dtype=float), before)


def test_the_design_effect_is_1_plus_the_squared_coefficient_of_variation() -> None:
    """And the two multiply to the number of rows."""
    weights = np.random.default_rng(3).gamma(2.0, 1.0, 50)
    variation = weights.std() / weights.mean()
    assert lk.design_effect(weights) == pytest.approx(1 + variation**2, rel=1e-13)
    both = lk.design_effect(weights) * lk.effective_sample_size(weights)
    assert both == pytest.approx(50, rel=1e-13)


def test_limits() -> None:
    """Equal weights cost nothing; one weight alone leaves one respondent."""
    assert lk.effective_sample_size([0.25] * 8) == 8.0
    assert lk.design_effect([0.25] * 8) == 1.0
    assert lk.effective_sample_size([0, 7, 0]) == 1.0
    assert lk.design_effect([0, 7, 0]) == 1.0


def test_scale_does_not_matter() -> None:
    """A power of 2 changes no digit."""
    scaled = [1024 * weight for weight in WEIGHTS]
    assert lk.effective_sample_size(scaled) == lk.effective_sample_size(WEIGHTS)
    assert lk.design_effect(scaled) == lk.design_effect(WEIGHTS)


def test_of_a_weighting() -> None:
    """As of its weights, and as it says itself."""
    one = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
    frame = pd.DataFrame({"q": [1, 2, 3, 4], "g": list("ffmf"), "w": [1.0, 2.0, 3.0, 0.0]})
    weighting = lk.poststratify(lk.Responses(frame, one, weight="w"), {"f": 6, "m": 9}, by="g")
    assert weighting.weights.tolist() == [2.0, 4.0, 9.0, 0.0]
    for function, figure, value in (
        (lk.effective_sample_size, weighting.effective_n, 225 / 101),
        (lk.design_effect, weighting.design_effect, 3 * 101 / 225),
    ):
        assert function(weighting) == function(weighting.weights) == value
        assert figure == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("function", [lk.effective_sample_size, lk.design_effect])
@pytest.mark.parametrize(("weights", "error", "said"), WRONG)
def test_what_is_no_weight(function: Any, weights: Any, error: type[Exception], said: str) -> None:
    """Which rows, five at most."""
    with pytest.raises(error, match=said):
        function(weights)
