"""Reliability and correlations against psych, base R and mnormt (reliability.R).

Closed forms agree to 1e-8, most to the last digits.  Loadings are a minimum: R's ``optim`` stops
where the sum of squares stops falling, at about 1e-6 of the loadings; psych's ``fa`` at 1e-4.
psych's polychoric correlations come from ``optimize`` with a tolerance of 1e-4, and so differ by up
to 5e-5; with mnormt and a tolerance of 1e-12 the flat top of a likelihood leaves about 1e-7.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit._kernels.items._alpha import (
    covariances,
    guttman_lambda_2,
    half_reliability,
    halvings,
    moments_of_rows,
)
from likertkit._kernels.items._polychoric import polychoric, smooth

CLOSED, MINIMUM, PSYCH_FA, PSYCH_POLYCHORIC, FLAT = 1e-8, 2e-6, 2e-4, 5e-5, 1e-6
ORACLE = json.loads(Path(__file__).with_name("reliability.json").read_text("utf-8"))
FIVE, FOUR = lk.LikertScale((1, 2, 3, 4, 5)), lk.LikertScale((1, 2, 3, 4))
# R turned the sixth item on 1 to 4 by 5 - x.
SIX = lk.Instrument(
    "six",
    [
        *(lk.Item(f"q{k}", FIVE) for k in range(1, 6)),
        lk.Item("q6", FOUR, keyed="negative"),
    ],
)
ANSWERS = pd.DataFrame(ORACLE["answers"], columns=list(SIX.names), dtype=float)
GAPS = lk.Responses(ANSWERS, SIX)
BFI = lk.Instrument(
    "bfi",
    [
        lk.Item(f"A{k}", lk.LikertScale(range(1, 7)), keyed="negative" if k == 1 else "positive")
        for k in range(1, 6)
    ],
)
PATTERNS = np.array(ORACLE["bfi"]["counts"])
PEOPLE = lk.Responses(
    pd.DataFrame(np.repeat(PATTERNS[:, :5], PATTERNS[:, 5], axis=0), columns=list(BFI.names)), BFI
)
CASES = [(GAPS, ORACLE["complete"], "six"), (PEOPLE, ORACLE["bfi"]["found"], "bfi")]


def near(expected, tolerance=CLOSED):
    """Compare with R."""
    return pytest.approx(expected, rel=tolerance, abs=tolerance)


@pytest.mark.parametrize(("data", "expected", "name"), CASES, ids=["six", "bfi"])
def test_alpha_its_interval_and_the_items(data, expected, name):
    """Psych's raw and standardised alpha, Feldt's interval, alpha.drop and r.drop."""
    row = lk.cronbach_alpha(data)[name]
    assert row.n_respondents == expected["n"]
    assert row.estimate == near(expected["raw"])
    assert [row.low, row.high] == near(expected["ci"])
    narrow = lk.cronbach_alpha(data, confidence_level=0.9)[name]
    assert [narrow.low, narrow.high] == near(expected["ci_90"])
    assert lk.cronbach_alpha(data, standardized=True)[name].estimate == near(expected["standard"])
    items = lk.item_analysis(data).to_frame()
    for ours, theirs in (
        ("alpha_if_dropped", "dropped"),
        ("item_rest", "rest"),
        ("mean", "mean"),
        ("sd", "sd"),
    ):
        assert items[ours].tolist() == near(expected[theirs])


@pytest.mark.parametrize(("data", "expected", "name"), CASES, ids=["six", "bfi"])
def test_omega(data, expected, name):
    """Both forms, and the loadings."""
    table = lk.mcdonald_omega(data)
    assert table[name].estimate == near(expected["omega"], MINIMUM)
    observed = lk.mcdonald_omega(data, form="observed")[name]
    assert observed.estimate == near(expected["omega_observed"], MINIMUM)
    loadings = table.loadings.to_frame()["loading"].tolist()
    assert loadings == near(expected["loading"], 10 * MINIMUM)
    assert loadings == near(expected["loading_psych"], PSYCH_FA)


def test_published_omega_of_bfi():
    """The figures of psych's omega with one factor, as its own output prints them."""
    observed = lk.mcdonald_omega(PEOPLE, form="observed")["bfi"].estimate
    assert observed == pytest.approx(0.723724, abs=2e-6)
    assert lk.mcdonald_omega(PEOPLE)["bfi"].estimate == pytest.approx(0.723984, abs=2e-6)


def test_pairwise():
    """Of every two answers: psych's alpha, and the correlations of base R's cor and cor.test."""
    expected = ORACLE["pairwise"]
    found = lk.cronbach_alpha(GAPS, pairwise=True)["six"]
    assert found.estimate == near(expected["raw"])
    rows, columns = np.triu_indices(6, 1)
    for method in ("pearson", "spearman"):
        frame = lk.correlations(GAPS, method=method).to_frame()
        assert frame["correlation"].tolist() == near(
            np.array(expected[method])[rows, columns].tolist()
        )
    row = next(iter(lk.correlations(GAPS)))
    assert [row.low, row.high] == near(expected["test"])


def test_halves():
    """The ten halvings of six items, each from sums of answers."""
    expected, row = ORACLE["halves"], lk.split_half(GAPS)["six"]
    assert row.n_splits == expected["n"]
    assert [row.estimate, row.minimum, row.maximum, row.lambda_4] == near(
        [expected[name] for name in ("mean", "min", "max", "lambda_4")]
    )


def complete_covariance():
    """Return the covariances of the complete keyed answers."""
    scores = GAPS.scored("keyed").to_frame().dropna().to_numpy(dtype=float)
    ones = np.ones((1, len(scores)))
    return covariances(moments_of_rows(ones, ones, scores))[0]


def test_lambdas_of_the_kernel():
    """Guttman's λ2; and the mean of Rulon's coefficients, which is alpha."""
    covariance = complete_covariance()
    assert guttman_lambda_2(covariance) == near(ORACLE["complete"]["lambda_2"])
    first = halvings(6, 100, np.random.default_rng(1))
    assert half_reliability(covariance, first).lambda_4.mean() == near(ORACLE["complete"]["raw"])


@pytest.mark.parametrize("name", ORACLE["polychoric"])
def test_polychoric(name):
    """Two steps, and all at once, each against the likelihood of mnormt."""
    expected = ORACLE["polychoric"][name]
    counts = np.array([expected["counts"]], dtype=float)
    two_step, maximum = polychoric(counts), polychoric(counts, maximum=True)
    assert two_step.correlation[0] == near(expected["two_step"], FLAT)
    assert two_step.correlation[0] == near(expected["psych"], PSYCH_POLYCHORIC)
    assert maximum.log_likelihood[0] == near(expected["maximum"]["log_likelihood"])
    # A gradient by differences leaves R's maximum a little short; its curvature more so.
    assert maximum.correlation[0] == near(expected["maximum"]["r"], 2e-5)
    assert maximum.se[0] == near(expected["maximum"]["se"], 0.05)


def test_ordinal_alpha_and_its_correlations():
    """Psych's polychoric of the complete answers, without smoothing and correction."""
    found = lk.ordinal_alpha(GAPS)["six"]
    assert found.estimate == near(ORACLE["ordinal"]["alpha"], PSYCH_POLYCHORIC)
    frame = GAPS.scored("keyed").to_frame().dropna()
    table = lk.correlations(lk.Responses(frame, SIX), method="polychoric").to_frame()
    expected = np.array(ORACLE["ordinal"]["rho"])[np.triu_indices(6, 1)]
    assert table["correlation"].tolist() == near(expected.tolist(), PSYCH_POLYCHORIC)


def test_smoothing():
    """Psych's cor.smooth."""
    made, smoothed = smooth(np.array(ORACLE["smooth"]["rough"], dtype=float))
    assert smoothed
    assert made == near(np.array(ORACLE["smooth"]["made"]))
