"""Two coders who give each text any number of codes."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.items._raters import set_distances
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

GIVEN = lk.LikertScale((0, 1), labels={0: "not given", 1: "given"}, positive="high")
FEW: dict[str, Any] = {"n_resamples": 50, "rng": 1}


def coded(ann: list[Any], ben: list[Any], scale: lk.LikertScale = GIVEN) -> lk.Responses:
    """Return the codings of two coders: a row a text, a column a code."""
    names = "tsr"[: len(ann[0])]
    book = lk.Instrument("book", [lk.Item(name, scale) for name in names])
    frames = [pd.DataFrame(rows, columns=list(names)) for rows in (ann, ben)]
    parts = {
        coder: lk.Responses(frame.assign(text=range(len(frame))), book)
        for coder, frame in zip(("ann", "ben"), frames, strict=True)
    }
    return lk.Responses.concat(parts, respondent="text")


def test_masi_and_jaccard_by_hand() -> None:
    """1 minus shared over either; times 1, 2/3, 1/3 or 0 of MASI. Two empty sets are alike."""
    sets = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]], dtype=bool)
    jaccard = [
        [0, 1, 1, 1, 1],
        [1, 0, 1 / 2, 1, 1],
        [1, 1 / 2, 0, 2 / 3, 1],
        [1, 1, 2 / 3, 0, 1 / 2],
        [1, 1, 1, 1 / 2, 0],
    ]
    masi = [
        [0, 1, 1, 1, 1],
        [1, 0, 1 - 1 / 2 * 2 / 3, 1, 1],
        [1, 1 - 1 / 2 * 2 / 3, 0, 1 - 1 / 3 * 1 / 3, 1],
        [1, 1, 1 - 1 / 3 * 1 / 3, 0, 1 - 1 / 2 * 2 / 3],
        [1, 1, 1, 1 - 1 / 2 * 2 / 3, 0],
    ]
    assert set_distances(sets, "jaccard") == approx(np.array(jaccard))
    assert set_distances(sets, "masi") == approx(np.array(masi))


def test_overall_in_fractions() -> None:
    """Sets t, ts, s, none of ann and t, t, s, t of ben: within 5/3 of 4; 38 of 56 by chance."""
    data = coded([[1, 0], [1, 1], [0, 1], [0, 0]], [[1, 0], [1, 0], [0, 1], [1, 0]])
    table = lk.coding_agreement(data, "ann", "ben", **FEW)
    expected = 1 - (Fraction(5, 3) / 4) / Fraction(38, 56)
    overall = table.overall
    assert overall.estimate == approx(float(expected))
    assert overall.low <= overall.estimate <= overall.high
    assert (overall.observed, overall.n_texts, overall.n_incomplete) == (0.5, 4, 0)
    assert overall.mean_kappa == approx((table["t"].estimate + table["s"].estimate) / 2)
    assert table.filter(item="t").overall is overall


def test_a_code_is_a_kappa_with_what_explains_it() -> None:
    """The same kappa as of levels, its agreement, and how often each coder gave the code."""
    data = coded(
        [[1, 0], [1, 1], [0, 1], [None, 0], [1, 0]], [[1, 0], [0, 0], [0, 1], [1, 0], [1, None]]
    )
    table = lk.coding_agreement(data, "ann", "ben", **FEW)
    plain = lk.cohen_kappa(data, "ann", "ben")
    for code in ("t", "s"):
        row, kappa = table[code], plain[code]
        names = ("estimate", "low", "high", "observed", "n_first_only", "n_second_only", "note")
        for name in names:
            assert getattr(row, name) == approx(getattr(kappa, name), nan_ok=True)
        assert row.n_texts == kappa.n_respondents
    row = table["t"]
    assert (row.n_texts, row.n_first_only, row.n_second_only) == (4, 0, 1)
    assert (row.prevalence_first, row.prevalence_second) == (3 / 4, 2 / 4)
    assert row.positive_agreement == 4 / 5
    assert (table.overall.n_texts, table.overall.n_incomplete) == (3, 2)


def test_the_positive_end_says_that_a_code_was_given() -> None:
    """Yes as 1 and no as 2; without a positive end it is the higher code."""
    yes_no = lk.LikertScale((1, 2), labels={1: "Yes", 2: "No"}, positive="low")
    ann, ben = [[1], [1], [2], [2]], [[1], [2], [2], [2]]
    row = lk.coding_agreement(coded(ann, ben, yes_no), "ann", "ben", **FEW)["t"]
    assert (row.prevalence_first, row.prevalence_second) == (0.5, 0.25)
    bare = lk.coding_agreement(coded(ann, ben, lk.LikertScale((1, 2))), "ann", "ben", **FEW)["t"]
    assert (bare.prevalence_first, bare.prevalence_second) == (0.5, 0.75)


def test_one_code_is_nominal() -> None:
    """Then sets are a code or nothing, and alpha is that of two levels."""
    data = coded([[1], [0], [0], [1], [1]], [[1], [0], [1], [1], [0]])
    nominal = lk.krippendorff_alpha(data, metric="nominal", **FEW)["t"]
    for distance in ("masi", "jaccard"):
        overall = lk.coding_agreement(data, "ann", "ben", distance=distance, **FEW).overall
        assert (overall.estimate, overall.low, overall.high) == approx(
            (nominal.estimate, nominal.low, nominal.high)
        )


def test_nothing_to_compare() -> None:
    """No code given, and no text that both coded."""
    none = lk.coding_agreement(coded([[0], [0]], [[0], [0]]), "ann", "ben", **FEW)
    assert math.isnan(none["t"].positive_agreement)
    assert none["t"].note == "both raters gave one level only: chance agrees always"
    assert none.overall.note == "all ratings are alike: chance agrees always"
    assert (none.overall.n_kappas, none.overall.observed) == (0, 1)
    assert math.isnan(none.overall.mean_kappa)
    apart = lk.coding_agreement(coded([[1], [None]], [[None], [1]]), "ann", "ben", **FEW)
    row = apart["t"]
    assert (row.n_texts, row.n_first_only, row.n_second_only) == (0, 1, 1)
    assert math.isnan(row.prevalence_first)
    assert math.isnan(row.prevalence_second)
    assert row.note == "nobody gave a valid answer under both conditions"
    assert apart.overall.note == "no text was coded by both for every code"
    assert math.isnan(apart.overall.observed)


def test_what_is_refused() -> None:
    """Levels, words, data."""
    data = coded([[1], [0]], [[1], [0]])
    with pytest.raises(ArgumentError, match="'t' has 3 levels; expected two"):
        lk.coding_agreement(coded([[1]], [[2]], lk.LikertScale((1, 2, 3))), "ann", "ben")
    with pytest.raises(ArgumentTypeError, match="PairTally"):
        lk.coding_agreement(data.pairs("ann", "ben"), "ann", "ben")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="distance"):
        lk.coding_agreement(data, "ann", "ben", distance="dice")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="named twice"):
        lk.coding_agreement(data, "ann", "ann")
    with pytest.raises(ArgumentError, match="'cem' is not one of the conditions"):
        lk.coding_agreement(data, "ann", "cem")
