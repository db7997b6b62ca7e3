"""Options of compare_paired: what they change, how they are named, and how they are refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from tests.reference.paired import answers_of, row_of, tally_of

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    AxisError,
    MissingColumnError,
    OptionError,
)

UP = [(5, 4), (4, 2), (3, 3), (5, 1), (2, 1), (4, 3), (1, 2)]


def many(n: int) -> lk.PairTally:
    """Return some n pairs in every cell, more of one sign."""
    table = np.full((5, 5), n) + np.tril(np.full((5, 5), n // 10), -1)
    return lk.PairTally.from_table(table, lk.LikertScale(), first="before", second="after")


MAX_T = {"correction": "max-t"}


@pytest.mark.parametrize("option", ["test", "zeros", "method", "alternative", "correction"])
def test_words_are_checked(option: str) -> None:
    """By name, with those that there are."""
    with pytest.raises(OptionError, match=rf"^{option}='both' is not an option; expected one of "):
        row_of(tally_of(UP), **{option: "both"})


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (
            {"n_resamples": 0, **MAX_T},
            ArgumentError,
            "n_resamples=0 is too small; expected",
        ),
        ({"n_resamples": 2.5, **MAX_T}, ArgumentTypeError, "n_resamples=2.5 is not a whole number"),
        (
            {"rng": "dice", **MAX_T},
            ArgumentTypeError,
            "rng='dice' is not a seed and not",
        ),
        ({"confidence_level": 1}, ArgumentError, "is not between 0 and 1"),
        ({"confidence_level": "9"}, ArgumentTypeError, "is not a number"),
        ({"by": "ward"}, AxisError, "by='ward' is not an axis"),
        ({"by": 3}, ArgumentTypeError, "by=3 is a int, which holds no values"),
    ],
)
def test_other_options_are_checked(options: Any, error: type, said: str) -> None:
    """Before anything is counted."""
    with pytest.raises(error, match=said):
        row_of(tally_of(UP), **options)


def test_data_are_checked() -> None:
    """What tells no pairs, conditions that there are not, a column that is not there."""
    with pytest.raises(ArgumentTypeError, match="Tally; expected Responses or a PairTally"):
        row_of(lk.Tally.from_counts({"item": {1: 3}}, tally_of(UP).instrument))
    with pytest.raises(ArgumentError, match=r"are 'before' and 'after'\.\n.*in either order"):
        lk.compare_paired(tally_of(UP), "before", "later")
    with pytest.raises(ArgumentError, match="'later' is not one of the conditions"):
        lk.compare_paired(answers_of({"q": UP}), "before", "later")
    with pytest.raises(ArgumentError, match="are the same condition; expected two"):
        lk.compare_paired(tally_of(UP), "before", "before")
    with pytest.raises(MissingColumnError):
        row_of(answers_of({"item": UP}), by="ward")
    with pytest.raises(ArgumentError, match="contains the condition, which makes the pairs"):
        row_of(answers_of({"item": UP}), by="when")


@pytest.mark.parametrize("test", ["t", "bowker", "stuart-maxwell", "sign"])
def test_a_test_without_a_choice_refuses_a_method(test: Any) -> None:
    """What was found, what the test has, and to leave it out."""
    known = "'auto', 'exact'" if test == "sign" else "'auto'"
    said = rf"^method='asymptotic' is not a method of test='{test}'; expected one of {known}\."
    with pytest.raises(ArgumentError, match=rf"{said}\nHint: leave"):
        row_of(tally_of(UP), test=test, method="asymptotic")
    if test == "sign":
        assert row_of(tally_of(UP), test=test, method="exact") == row_of(tally_of(UP), test=test)
    with pytest.raises(ArgumentError, match="method='saddlepoint' is not a method"):
        row_of(tally_of(UP), test=test, method="saddlepoint")


@pytest.mark.parametrize("test", ["bowker", "stuart-maxwell"])
@pytest.mark.parametrize("side", ["less", "greater"])
def test_chi_square_knows_no_direction(test: Any, side: Any) -> None:
    """And a test that does is named."""
    said = (
        rf"^alternative='{side}' has no effect for test='{test}', because its χ² has no direction\."
        r"\nHint: test='ordered-marginal' tests"
    )
    with pytest.raises(ArgumentError, match=said):
        row_of(tally_of(UP), test=test, alternative=side)


def test_options_are_kept() -> None:
    """As they were used, those that mean something; a generator as None."""
    table = lk.compare_paired(tally_of(UP), "before", "after", by=[])
    assert dict(table.options) == {
        "first": "before", "second": "after", "test": "wilcoxon", "zeros": "pratt",
        "method": "auto", "by": (), "alternative": "two-sided", "correction": "holm",
        "lone_stratum": "raise", "confidence_level": 0.95, "view": "as_answered",
    }  # fmt: skip
    table = lk.compare_paired(tally_of(UP), "before", "after", zeros="wilcoxon", method="exact")
    assert (dict(table.options)["zeros"], dict(table.options)["method"]) == ("wilcoxon", "exact")
    answers = answers_of({"item": UP})
    table = lk.compare_paired(answers, "before", "after", correction="max-t", rng=5)
    assert (dict(table.options)["n_resamples"], dict(table.options)["rng"]) == (9999, 5)
    again = lk.compare_paired(
        answers, "before", "after", correction="max-t", rng=np.random.default_rng(5)
    )
    assert dict(again.options)["rng"] is None
    heavy = answers_of({"item": UP}, weight=[1.0] * len(UP))
    weighted = lk.compare_paired(heavy, "before", "after", test="t")
    assert "zeros" not in dict(weighted.options)


@pytest.mark.parametrize("test", ["wilcoxon", "ordered-marginal"])
def test_methods_are_named_and_near(test: Any) -> None:
    """Exact, saddlepoint and normal, one beside another on pairs that each can do."""
    exact, saddle, normal = (
        row_of(many(10), test=test, method=method)
        for method in ("exact", "saddlepoint", "asymptotic")
    )
    assert exact.method.endswith(", exact")
    assert saddle.method.endswith(", saddlepoint")
    assert normal.method.endswith(
        ", asymptotic (normal)"
        if test == "ordered-marginal"
        else ", asymptotic (normal, ties corrected)"
    )
    assert saddle.pvalue == pytest.approx(exact.pvalue, rel=1e-3)
    assert normal.pvalue == pytest.approx(exact.pvalue, rel=5e-2)
    assert normal.pvalue != exact.pvalue != saddle.pvalue
    assert exact.least_pvalue > 0
    assert math.isnan(saddle.least_pvalue)
    assert math.isnan(normal.least_pvalue)


def test_auto_switches_where_exact_takes_long() -> None:
    """Exact at hundreds of pairs, a saddlepoint at a million; the method says which."""
    assert row_of(many(20)).method == "signed-rank (Pratt), exact"
    million = row_of(many(40_000))
    assert million.method == "signed-rank (Pratt), saddlepoint"
    assert million.log10_pvalue < -300
    table = lk.compare_paired(many(40_000), "before", "after")
    assert "Test: signed-rank (Pratt), saddlepoint." in table.notes
    assert (
        row_of(many(10), test="ordered-marginal").method
        == "ordered marginal homogeneity, asymptotic (normal)"
    )


@pytest.mark.parametrize("test", ["wilcoxon", "ordered-marginal"])
def test_exact_is_refused_where_it_takes_too_much(test: Any) -> None:
    """With the item, the number of changed answers, and what to do."""
    huge = lk.PairTally.from_table(
        np.random.default_rng(1).integers(10**8, 2 * 10**8, (6, 6)),
        lk.LikertScale((0, 1009, 30_011, 900_007, 7_000_003, 11_000_009)),
        first="before",
        second="after",
    )
    n = row_of(huge).n_higher + row_of(huge).n_lower
    said = (
        rf"^item 'item' has {n} changed answers, for which the exact distribution needs more than "
        r"a hundred megabytes\.\nHint: method='auto' uses a saddlepoint"
    )
    with pytest.raises(ArgumentError, match=said):
        row_of(huge, test=test, method="exact")


def test_zeros_change_ranks_and_are_named() -> None:
    """Three rules, three names, and under zero-split Pratt's exact p-value."""
    rows = {
        zeros: row_of(tally_of(UP), zeros=zeros) for zeros in ("pratt", "wilcoxon", "zero-split")
    }
    assert rows["pratt"].statistic != rows["wilcoxon"].statistic
    assert rows["zero-split"].pvalue == rows["pratt"].pvalue
    assert rows["zero-split"].rank_biserial != rows["pratt"].rank_biserial
    for zeros, name in (
        ("pratt", "Pratt"),
        ("wilcoxon", "Wilcoxon"),
        ("zero-split", "zero-split"),
    ):
        assert f"({name})" in rows[zeros].method
        # Also beside other tests the effect is by the rule.
        assert row_of(tally_of(UP), zeros=zeros, test="t").rank_biserial == (
            rows[zeros].rank_biserial
        )


def test_a_higher_level_widens() -> None:
    """Both intervals, and neither p-value nor estimate."""
    narrow, wide = (row_of(tally_of(UP), confidence_level=level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.mean_difference < narrow.high < wide.high
    assert wide.superiority_low < narrow.superiority_low < narrow.superiority
    assert narrow.superiority_high < wide.superiority_high
    assert (wide.pvalue, wide.superiority) == (narrow.pvalue, narrow.superiority)
