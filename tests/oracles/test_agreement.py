"""Intraclass correlations, kappas, test and retest, alpha of sets, against R (agreement.R).

Both sides are closed forms in double precision, and R prints 15 digits; psych finds the mean
squares by aov, whose sums round.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from statsmodels.stats.inter_rater import cohens_kappa

import likertkit as lk

RTOL = 1e-11
ORACLE = json.loads(Path(__file__).with_name("agreement.json").read_text("utf-8"))
SCALE = lk.LikertScale(range(1, 11))
FORMS: list[tuple[str, dict[str, Any]]] = [
    ("agreement", {"definition": "agreement"}),
    ("agreement_average", {"definition": "agreement", "average": True}),
    ("consistency", {"definition": "consistency"}),
    ("consistency_average", {"definition": "consistency", "average": True}),
]


def bound(scores: Any, scale: lk.LikertScale = SCALE) -> lk.Responses:
    """Bind a column a rater."""
    frame = pd.DataFrame(scores)
    frame.columns = [f"r{k}" for k in range(frame.shape[1])]
    trial = lk.Instrument("trial", [lk.Item("q", scale)])
    return lk.Responses.from_wide(frame, trial, columns={name: {"q": name} for name in frame})


@pytest.mark.parametrize("name", ["judges", "three", "two"])
def test_icc_equals_psych(name: str) -> None:
    """All four forms with their intervals: Shrout and Fleiss's judges, and three raters by chance.

    Of two raters, from the table of pairs.
    """
    scores = ORACLE["three" if name == "two" else name]
    expected = ORACLE[f"icc_{name}"]
    data: Any = bound(scores)
    if name == "two":
        data = data.pairs("r0", "r1")
    for form, options in FORMS:
        row = lk.icc(data, confidence_level=expected["level"], **options)["q"]
        found = {"estimate": row.estimate, "low": row.low, "high": row.high}
        assert found == approx(expected[form], rel=RTOL), form


def test_kappa_equals_psych() -> None:
    """The estimate and the standard error of equal ratings; weighted estimates."""
    expected = ORACLE["kappas"]
    pairs = lk.PairTally.from_table(expected["table"], lk.LikertScale())
    plain = lk.cohen_kappa(pairs, "first", "second")["item"]
    assert (plain.estimate, plain.se) == approx((expected["kappa"], expected["se"]), rel=RTOL)
    for weights in ("linear", "quadratic"):
        row = lk.cohen_kappa(pairs, "first", "second", weights=weights)["item"]
        assert row.estimate == approx(expected[weights], rel=RTOL)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_standard_errors_of_kappa_equal_statsmodels(weights: Any) -> None:
    """Fleiss, Cohen and Everitt's, with the weights that psych gives another variance."""
    table = np.array(ORACLE["kappas"]["table"])
    pairs = lk.PairTally.from_table(table, lk.LikertScale())
    row = lk.cohen_kappa(pairs, "first", "second", weights=weights)["item"]
    expected = cohens_kappa(table, wt=weights)
    assert row.estimate == approx(expected.kappa, rel=RTOL)
    assert row.se == approx(expected.std_kappa, rel=RTOL)
    assert (row.low, row.high) == approx((expected.kappa_low, expected.kappa_upp), rel=1e-7)


def test_retest_equals_plain_figures() -> None:
    """cor.test, t.test and the standard deviation of the changes, from the rows."""
    both = bound(ORACLE["three"])
    row = lk.test_retest(both, "r1", "r0")["q"]
    expected = ORACLE["retest"]
    assert {name: getattr(row, name) for name in expected} == approx(expected, rel=RTOL)
    icc = ORACLE["icc_two"]["agreement"]
    found = {"estimate": row.icc, "low": row.icc_low, "high": row.icc_high}
    assert found == approx(icc, rel=RTOL)


@pytest.mark.parametrize("distance", ["masi", "jaccard"])
def test_alpha_of_sets_equals_plain_figures(distance: Any) -> None:
    """Distances of every two sets, written out in R."""
    given = lk.LikertScale((0, 1))
    codes = lk.Instrument("codes", [lk.Item(f"c{k}", given) for k in range(4)])
    parts = {
        coder: lk.Responses(
            pd.DataFrame(ORACLE[coder], columns=list(codes.names)).assign(text=range(12)), codes
        )
        for coder in ("ann", "ben")
    }
    both = lk.Responses.concat(parts, respondent="text")
    table = lk.coding_agreement(both, "ann", "ben", distance=distance, n_resamples=9, rng=1)
    assert table.overall.estimate == approx(ORACLE[distance], rel=RTOL)


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, part C: 4 observers, 12 units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107)]
)
def test_krippendorff_example(metric: Any, published: float) -> None:
    """The published values, of six digits; of observers as conditions, and of a row each."""
    data = bound(list(zip(*OBSERVERS, strict=True)), lk.LikertScale())
    row = lk.krippendorff_alpha(data, metric=metric, n_resamples=9, rng=1)["q"]
    assert row.estimate == approx(published, abs=5e-7)
    assert (row.n_units, row.n_ratings, row.n_unpaired) == (11, 40, 1)
    rows = [(u, r, x) for r, given in enumerate(OBSERVERS) for u, x in enumerate(given)]
    long = pd.DataFrame(rows, columns=["text", "who", "q"]).astype({"q": "Int64"})
    trial = lk.Instrument("trial", [lk.Item("q", lk.LikertScale())])
    again = lk.krippendorff_alpha(
        lk.Responses(long, trial), unit="text", metric=metric, n_resamples=9, rng=1
    )["q"]
    assert again == row
