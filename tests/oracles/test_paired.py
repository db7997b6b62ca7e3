"""Tests of paired answers against coin and base R (paired.R), and against published figures.

coin's exact distributions count signs in whole numbers, and its other p-values are closed forms:
all agree to double precision, or to the 15 digits that JSON holds.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests import kernels as k

RTOL = 1e-10
ORACLE = json.loads(Path(__file__).with_name("paired.json").read_text("utf-8"))
ALTERNATIVES = {"two.sided": "two-sided", "less": "less", "greater": "greater"}


def by_size(case) -> tuple[list[float], list[int], list[int], int]:
    """Return the sizes of the differences, how many are positive and negative, and the zeros."""
    pairs = zip(case["first"], case["second"], strict=True)
    counts = Counter(round(x - y, 9) for x, y in pairs)
    sizes = sorted({abs(d) for d in counts} - {0})
    return sizes, [counts[d] for d in sizes], [counts[-d] for d in sizes], counts[0]


@pytest.mark.parametrize("case", ORACLE["signed_rank"], ids=lambda one: str(len(one["first"])))
def test_signed_ranks_match_coin(case) -> None:
    """Both treatments of zeros, exact and asymptotic, all alternatives."""
    rows = case["rows"]
    assert len(rows["rule"]) == 6
    for row in zip(*(rows[n] for n in ("rule", "alternative", "exact", "asymptotic")), strict=True):
        rule, alternative, exact, asymptotic = row
        found = k.signed_rank(*by_size(case), rule.lower())
        side = ALTERNATIVES[alternative]
        logged, used = k.signed_rank_pvalue(found, side, "auto")
        assert used == "exact"
        assert math.exp(logged) == approx(exact, rel=RTOL)
        normal, _ = k.signed_rank_pvalue(found, side, "asymptotic")
        assert math.exp(normal) == approx(asymptotic, rel=RTOL)


def test_depression() -> None:
    """Hollander and Wolfe's nine patients: V 40, p .0390625; wilcox.test's shift."""
    case = ORACLE["depression"]
    found = k.signed_rank(*by_size(case), "pratt")
    assert found.t_plus == case["v"] == 40
    p = math.exp(k.signed_rank_pvalue(found, "two-sided", "exact")[0])
    assert p == approx(case["p"], rel=RTOL)
    assert p == approx(0.0390625, rel=RTOL)
    sizes, more, less, _ = by_size(case)
    values = [*sizes, *(-size for size in sizes)]
    assert k.paired_shift(values, [*more, *less]) == approx(case["shift"], abs=1e-9)
    ours, theirs = case["first"][:4], [*case["second"][:5], *case["second"][7:]]
    scores = sorted({*ours, *theirs})
    counts = [[rows.count(x) for x in scores] for rows in (ours, theirs)]
    assert k.unpaired_shift(scores, *counts) == approx(case["shift_of_five"], abs=1e-9)


@pytest.mark.parametrize("name", list(ORACLE["tables"]))
def test_tables_match_coin_and_r(name: str) -> None:
    """Stuart-Maxwell and ordered margins of mh_test, mcnemar.test's Bowker."""
    case = ORACLE["tables"][name]
    table = np.array(case["table"])
    homogeneous, symmetric = k.stuart_maxwell(table), k.bowker(table)
    assert homogeneous.statistic == approx(case["stuart_maxwell"], rel=RTOL)
    assert math.exp(homogeneous.log_pvalue) == approx(case["p_stuart_maxwell"], rel=RTOL)
    assert homogeneous.df == len(table) - 1
    assert symmetric.statistic == approx(case["bowker"], rel=RTOL)
    assert symmetric.df == case["df_bowker"]
    assert math.exp(symmetric.log_pvalue) == approx(case["p_bowker"], rel=RTOL)
    for power, their in ((1, "ordered"), (2, "uneven")):
        scores = [level**power for level in range(1, len(table) + 1)]
        ordered = k.ordered_marginal(table, scores, "two-sided")
        assert ordered.z**2 == approx(case[f"chi_{their}"], rel=RTOL)
        assert math.exp(ordered.log_pvalue) == approx(case[f"p_{their}"], rel=RTOL)


def test_published_tables() -> None:
    """Stuart's vision and Agresti's approval, to the digits printed."""
    vision = np.array(ORACLE["tables"]["vision"]["table"])
    homogeneous, symmetric = k.stuart_maxwell(vision), k.bowker(vision)
    assert homogeneous[:2] == (approx(11.95657, abs=5e-6), 3)
    assert math.exp(homogeneous.log_pvalue) == approx(0.00753343, abs=5e-9)
    assert symmetric[:2] == (approx(19.10655, abs=5e-6), 6)
    assert math.exp(symmetric.log_pvalue) == approx(0.00398742, abs=5e-9)
    plain = k.bowker(np.array([[794, 150], [86, 570]]))
    assert plain[:2] == (approx(ORACLE["mcnemar"]["plain"], rel=RTOL), 1)
    assert plain.statistic == approx(17.35593, abs=5e-6)


@pytest.mark.parametrize("case", ORACLE["t"], ids=lambda one: str(len(one["first"])))
def test_t_matches_r(case) -> None:
    """t.test of pairs, with its interval and every alternative."""
    differences = Counter(x - y for x, y in zip(case["first"], case["second"], strict=True))
    grouped = list(differences), list(differences.values())
    for side, p in zip(ALTERNATIVES.values(), case["p"], strict=True):
        found = k.paired_t(*grouped, side, 0.95)
        assert (found.t, found.df) == (approx(case["t"], rel=RTOL), case["df"])
        assert (found.low, found.high) == approx((case["low"], case["high"]), rel=RTOL)
        assert math.exp(found.log_pvalue) == approx(p, rel=RTOL)


def test_logs_of_tails_match_r() -> None:
    """Probabilities down to e^-50,000, where they are 0 themselves."""
    for t, df, expected in ORACLE["tails"]["t"]:
        assert k.log_t_pvalue(t, df, "greater") == approx(expected, rel=1e-12)
        assert k.log_t_pvalue(-t, df, "less") == approx(expected, rel=1e-12)
    for statistic, df, expected in ORACLE["tails"]["chi_square"]:
        assert k.log_chi_square_pvalue(statistic, df) == approx(expected, rel=1e-12)


@pytest.mark.parametrize("case", ORACLE["tails"]["sign"], ids=lambda one: str(one["counts"]))
def test_signs_match_r(case) -> None:
    """binom.test, and pbinom where its p-value is 0 or has no digits left."""
    positive, negative = case["counts"]
    for side, p in zip(ALTERNATIVES.values(), case["p"], strict=True):
        logged = k.sign_pvalue(positive, negative, side)
        if p > 1e-300:
            assert math.exp(logged) == approx(p, rel=RTOL)
    one_sided = k.sign_pvalue(max(positive, negative), min(positive, negative), "greater")
    assert one_sided == approx(case["log_tail"], rel=1e-12)
