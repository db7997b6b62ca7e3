"""Response styles and signs of careless answers against base R (careless.R).

All but one are closed forms in double precision; the distances of rows with gaps come from
iterations that stop at 1e-10, and R's from the closed form that they approach.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

RTOL, ATOL = 1e-10, 1e-12
ITERATED = 1e-7
ORACLE = json.loads(Path(__file__).with_name("careless.json").read_text("utf-8"))
SCALE = lk.LikertScale(positive="high")
INSTRUMENT = lk.Instrument(
    "twelve",
    [
        lk.Item(
            f"q{k + 1}",
            SCALE,
            keyed="negative" if k % 2 else "positive",
            subscale=f"s{k // 4}",
        )
        for k in range(12)
    ],
)


def numbers(values: list[Any]) -> np.ndarray:
    """Return what JSON holds as numbers, its texts as NaN."""
    return np.array(pd.DataFrame(values).replace({"NaN": None, "NA": None}), dtype=float)


def responses(values: list[Any], names: tuple[str, ...] = INSTRUMENT.names) -> lk.Responses:
    """Return the oracle's answers to the items of these names."""
    frame = pd.DataFrame(numbers(values), columns=list(names))
    return lk.Responses(frame, INSTRUMENT.select(names))


def assert_near(found: np.ndarray, expected: list[Any], rtol: float = RTOL) -> None:
    """Compare with R, undefined with undefined."""
    np.testing.assert_allclose(found, numbers(expected).squeeze(), rtol=rtol, atol=ATOL)


@pytest.mark.parametrize("case", ["complete", "gaps"])
def test_styles(case: str) -> None:
    """Baumgartner and Steenkamp's formulas of five points."""
    expected = ORACLE[case]
    styles = lk.bias.response_styles(responses(expected["answers"]))
    names = ("acquiescence", "disacquiescence", "net_acquiescence", "extreme", "midpoint")
    for name, one in zip(names, expected["styles"], strict=True):
        assert_near(getattr(styles, name), one)


@pytest.mark.parametrize("case", ["complete", "gaps"])
def test_lines_and_spread(case: str) -> None:
    """Rle of the answers that are there, and sd."""
    expected = ORACLE[case]
    found = lk.bias.careless(responses(expected["answers"]))
    assert found.longstring.tolist() == expected["longstring"]
    assert_near(found.irv, expected["irv"])


@pytest.mark.parametrize("case", ["complete", "gaps"])
def test_consistencies(case: str) -> None:
    """Cor of the halves, stepped up, and over the pairs that cor finds."""
    expected = ORACLE[case]
    found = lk.bias.careless(responses(expected["answers"]), synonym_correlation=0.5)
    assert_near(found.even_odd, expected["even_odd"])
    assert_near(found.synonyms, expected["synonyms"]["within"])
    assert f"synonyms: {expected['synonyms']['n_pairs']} pairs" in found.to_text(1000)


def test_distances_of_complete_answers() -> None:
    """Mahalanobis of the means and the covariance, and pchisq."""
    found = lk.bias.careless(responses(ORACLE["complete"]["answers"]))
    assert_near(found.mahalanobis, ORACLE["mahalanobis"]["squared"])
    assert_near(found.pvalue, ORACLE["mahalanobis"]["pvalue"])


def test_distances_with_gaps_in_one_item() -> None:
    """Anderson's closed form of maximum likelihood, by lm."""
    expected = ORACLE["monotone"]
    answers = responses(expected["answers"], ("q1", "q4", "q6"))
    assert_near(lk.bias.careless(answers).mahalanobis, expected["squared"], ITERATED)
