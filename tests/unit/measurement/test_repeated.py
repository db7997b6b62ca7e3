"""Test and retest, and intraclass correlations: counts, edges, refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.items._repeated import intraclass, mean_squares, pearson
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

SCALE = lk.LikertScale((1, 2, 3, 4, 5))
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE)])


def wide(**raters: Any) -> lk.Responses:
    """Return scores, a column a rater."""
    frame = pd.DataFrame(raters)
    return lk.Responses.from_wide(frame, TRIAL, columns={name: {"q": name} for name in frame})


def test_retest_written_out() -> None:
    """Changes 1, 0, -1, 2, 0: mean .4, variance 1.3; SEM² is half of it."""
    both = wide(later=[2, 2, 2, 5, 4], sooner=[1, 2, 3, 3, 4])
    row = lk.test_retest(both, "later", "sooner")["q"]
    assert row.mean_change == approx(0.4)
    assert row.standard_error_of_measurement == approx(math.sqrt(0.65))
    # 1.96 √2 √.65, of the normal quantile 1.959964.
    assert row.minimal_detectable_change == approx(1.9599639845400545 * math.sqrt(1.3))
    assert row.standardized_response_mean == approx(0.4 / math.sqrt(1.3))
    # The same as SD √(1 - ICC(C,1)), with the mean of both variances.
    consistency = lk.icc(both, definition="consistency")["q"].estimate
    variance = (np.var([2, 2, 2, 5, 4], ddof=1) + np.var([1, 2, 3, 3, 4], ddof=1)) / 2
    assert row.standard_error_of_measurement == approx(math.sqrt(variance * (1 - consistency)))


def test_a_change_is_the_first_minus_the_second() -> None:
    """As every difference; of pairs the conditions are known."""
    both = wide(a=[1, 2, 3, 3], b=[2, 3, 3, 5])
    pairs = both.pairs("a", "b")
    assert lk.test_retest(pairs)["q"].mean_change == -1
    assert lk.test_retest(pairs, "b", "a")["q"].mean_change == 1
    assert lk.test_retest(both, "a", "b")["q"] == lk.test_retest(pairs)["q"]
    assert lk.icc(pairs)["q"] == lk.icc(both)["q"] == lk.icc(both, "b", "a")["q"]


def nan(*values: float) -> bool:
    """Return whether all are undefined."""
    return all(map(math.isnan, values))


@pytest.mark.parametrize(
    ("first", "second", "r", "icc", "notes"),
    [
        ([1, 2], [None, None], math.nan, math.nan, ["nobody gave a valid answer under both"]),
        ([1, 2], [1, None], math.nan, math.nan, ["one pair: nothing can vary"]),
        (
            [3, 3, 3], [3, 3, 3], math.nan, math.nan,
            ["no correlation r", "no respondent differs", "all changes are equal"],
        ),
        ([1, 2, 4], [1, 2, 4], 1, 1, ["fewer than 4 pairs", "no error", "all changes are equal"]),
        ([2, 3, 4, 5], [1, 2, 3, 4], 1, 10 / 13, ["the scores lie on a line", "no error"]),
        ([1, 2, 3, 5], [5, 4, 3, 1], -1, -35 / 19, ["lie on a line", "less than chance"]),
        ([1, 2, 3], [3, 2, 1], -1, -3, ["fewer than 4 pairs", "less than chance"]),
        ([1, 2], [2, 1], -1, math.nan, ["scores differ within respondents by more than by chance"]),
    ],
)  # fmt: skip
def test_retest_without_a_figure(
    first: Any, second: Any, r: float, icc: float, notes: list[str]
) -> None:
    """What the answers do not give is undefined, and the note says why."""
    row = lk.test_retest(wide(a=first, b=second), "a", "b")["q"]
    assert (row.correlation, row.icc) == approx((r, icc), nan_ok=True)
    assert nan(row.correlation_low, row.correlation_high, row.icc_low, row.icc_high)
    for note in notes:
        assert note in row.note


def test_a_shift_is_consistent() -> None:
    """Everybody one point lower: consistency is full, without error and so without an interval."""
    row = lk.icc(wide(a=[2, 3, 4, 2], b=[1, 2, 3, 1]), definition="consistency")["q"]
    assert row.estimate == 1
    assert nan(row.low, row.high)
    assert row.note == "no error between the conditions: no interval of the correlation"


def test_counts_of_those_left_out() -> None:
    """With an answer under some of the conditions; of more than two, complete respondents count."""
    three = wide(a=[1, 2, 3, 4, None], b=[2, 2, 4, 5, None], c=[1, None, 3, 5, None])
    row = lk.icc(three)["q"]
    assert (row.n_respondents, row.n_incomplete, row.n_conditions) == (3, 1, 3)
    pair = lk.icc(three, "a", "c")["q"]
    assert (pair.n_respondents, pair.n_incomplete, pair.n_conditions) == (3, 1, 2)
    one = wide(a=[1, 2], b=[2, None], c=[1, 2])
    assert lk.icc(one)["q"].note == "one respondent gave a valid answer under every condition"
    none = wide(a=[1, None], b=[2, 3], c=[None, 2])
    assert lk.icc(none)["q"].note == "nobody gave a valid answer under every condition"


def test_groups_and_reversed_scores() -> None:
    """Split by a property of the respondents; a view that turns scores changes no correlation."""
    trial = lk.Instrument("trial", [lk.Item("q", SCALE, keyed="negative")])
    frame = pd.DataFrame({
        "who": [1, 2, 3, 4, 5, 6] * 3,
        "when": [1] * 6 + [2] * 6 + [3] * 6,
        "ward": list("eeewww") * 3,
        "q": [1, 2, 5, 2, 3, 4, 2, 2, 4, 2, 4, 5, 1, 3, 5, 1, 3, 3],
    })  # fmt: skip
    data = lk.Responses(frame, trial, respondent="who", condition="when")
    split = lk.icc(data, by="ward")
    assert [row.by for row in split] == [(("ward", "e"),), (("ward", "w"),)]
    alone = lk.Responses(frame[frame["ward"] == "e"], trial, respondent="who", condition="when")
    assert split["q", "e"].estimate == lk.icc(alone)["q"].estimate
    assert lk.icc(data.scored("keyed"))["q"] == lk.icc(data)["q"]
    assert [row.n_respondents for row in lk.test_retest(data, 1, 2, by="ward")] == [3, 3]
    keyed = lk.test_retest(data.scored("keyed"), 2, 1)["q"]
    assert keyed.mean_change == -lk.test_retest(data, 2, 1)["q"].mean_change


class Elementwise:
    """Compares as an array does: with a truth for each element."""

    def __eq__(self, other: object) -> Any:
        return np.array([True, False])

    def __hash__(self) -> int:
        return 1


def test_a_condition_whose_comparison_has_no_truth() -> None:
    """Is not one of the pairs."""
    both = wide(a=[1, 2, 3], b=[1, 3, 3]).pairs("a", "b")
    for names in ((Elementwise(), "b"), ("a", Elementwise())):
        with pytest.raises(ArgumentError, match="are not the conditions of these pairs"):
            lk.test_retest(both, *names)


def test_what_is_refused() -> None:
    """One condition, words, data."""
    both = wide(a=[1, 2, 3], b=[1, 3, 3])
    for call in (
        lambda: lk.test_retest(both),
        lambda: lk.icc(both, "a"),
        lambda: lk.icc(both, second="a"),
        lambda: lk.test_retest(both.pairs("a", "b"), "a"),
    ):
        with pytest.raises(ArgumentError, match="expected the names of two conditions"):
            call()
    with pytest.raises(ArgumentError, match="expected two or more"):
        lk.icc(wide(a=[1, 2]))
    with pytest.raises(OptionError, match="definition"):
        lk.icc(both, definition="absolute")  # type: ignore[arg-type]
    with pytest.raises(ArgumentTypeError, match="average"):
        lk.icc(both, average="yes")  # type: ignore[arg-type]
    for function in (lk.icc, lk.test_retest):
        with pytest.raises(ArgumentTypeError, match="Instrument"):
            function(TRIAL)


def test_kernel_takes_any_scores() -> None:
    """Scores that are not whole numbers, and numbers whose squares are beyond 64 bits."""
    halves = np.array([[1.5, 2.0], [2.5, 2.5], [4.0, 3.5], [5.0, 4.5]])
    ones = np.ones(4, dtype=np.int64)
    doubled = (2 * halves).astype(np.int64)
    found, expected = mean_squares(halves, ones), mean_squares(doubled, ones)
    assert found.subjects == approx(expected.subjects / 4)
    assert found.error == approx(expected.error / 4)
    assert pearson(halves, ones, 0.95) == approx(pearson(doubled, ones, 0.95))
    large = (10**6 * doubled, 10**9 * ones)
    once = mean_squares(doubled, ones)
    assert intraclass(mean_squares(*large), "consistency", 0.95, average=False).estimate == approx(
        intraclass(once, "consistency", 0.95, average=False).estimate, rel=1e-8
    )
    assert pearson(*large, 0.95).estimate == approx(pearson(doubled, ones, 0.95).estimate)
