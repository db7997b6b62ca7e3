"""Quantiles, and intervals that invert tests of the cumulative shares."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import binom, multinomial
from tests.strategies import fewer

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, StratumError

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale(positive="low"))])
UP = lk.Instrument("up", [lk.Item("q", lk.LikertScale(positive="high"))])
COUNTS = {1: 2, 2: 5, 3: 9, 4: 20, 5: 14}


def ruled_out(counts: Sequence[int], share: float, level: float = 0.95) -> tuple[int, int]:
    """Return the places of the least and the greatest level that two binomial tests leave.

    If the quantile is x, at least the share asked for lies at or below x and at most the share
    below it: so few as are at or below, or so many as are below, must not be too unlikely.
    """
    n, tail = sum(counts), (1 - level) / 2
    kept = [
        place
        for place in range(len(counts))
        if binom.cdf(sum(counts[: place + 1]), n, share) >= tail
        and binom.sf(sum(counts[:place]) - 1, n, share) >= tail
    ]
    return kept[0], kept[-1]


TABLES = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(lambda n: sum(n) > 1)


@fewer(0.5)
@given(counts=TABLES, share=st.floats(0.02, 0.98), level=st.sampled_from([0.5, 0.9, 0.99]))
@example(counts=[0, 0, 0, 0, 2], share=0.5, level=0.95)
@example(counts=[2, 0, 0, 0, 0], share=0.5, level=0.95)
@example(counts=[0, 0, 9, 0, 0], share=0.25, level=0.95)
def test_the_interval_inverts_two_binomial_tests(counts, share, level) -> None:
    """Every view and spacing of the codes, unused ends too; and the quantile lies within."""
    codes = (1, 2, 4, 7, 8)
    gapped = lk.Instrument("gapped", [lk.Item("q", lk.LikertScale(codes, positive="low"))])
    tally = lk.Tally.from_counts({"q": dict(zip(codes, counts, strict=True))}, gapped)
    for view, turned in (("as_answered", False), ("favourable", True)):
        own = counts[::-1] if turned else counts
        scores = [9 - code for code in codes[::-1]] if turned else codes
        row = lk.quantiles(tally.scored(view), probabilities=share, confidence_level=level)["q"]
        first, last = ruled_out(own, share, level)
        assert (row.low, row.high) == (scores[first], scores[last])
        assert row.low <= row.quantile <= row.high


def test_the_other_end_mirrors() -> None:
    """Turned scores turn the quantile of the other share and the ends of its interval."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    shares = [place / 20 for place in range(1, 20)]
    given_rows = lk.quantiles(tally, probabilities=shares)
    turned = lk.quantiles(tally.scored("favourable"), probabilities=[1 - share for share in shares])
    for a, b in zip(given_rows, turned, strict=True):
        assert (b.low, b.high, b.quantile) == (6 - a.high, 6 - a.low, 6 - a.quantile)


def every_table(n: int) -> list[tuple[int, ...]]:
    """Return every table of *n* answers on five levels."""
    bars = combinations(range(n + 4), 4)
    edges = [(-1, *bar, n + 4) for bar in bars]
    return [tuple(b - a - 1 for a, b in pairwise(edge)) for edge in edges]


TEN = every_table(10)
SHAPES = {
    "skewed": (0.02, 0.05, 0.13, 0.35, 0.45),
    "J-shaped": (0.60, 0.25, 0.10, 0.03, 0.02),
    "even": (0.2, 0.2, 0.2, 0.2, 0.2),
    "split": (0.5, 0.0, 0.0, 0.0, 0.5),
    "exact": (0.25, 0.25, 0.0, 0.25, 0.25),
    "one": (0.0, 0.0, 1.0, 0.0, 0.0),
    "just": (0.0, 0.251, 0.25, 0.25, 0.249),
}


@pytest.fixture(scope="module")
def ends_of_ten() -> dict[tuple[float, float], np.ndarray]:
    """Return the ends of the intervals of each table of ten answers, by level and share."""
    items = [lk.Item(f"q{k}", lk.LikertScale(positive="high")) for k in range(len(TEN))]
    counts = {f"q{k}": dict(enumerate(table, start=1)) for k, table in enumerate(TEN)}
    tally = lk.Tally.from_counts(counts, lk.Instrument("ten", items))
    found = {}
    for level in (0.8, 0.95):
        table = lk.quantiles(tally, confidence_level=level)
        for share in (0.25, 0.5, 0.75):
            ends = [(row.low, row.high) for row in table if row.probability == share]
            found[level, share] = np.array(ends)
    return found


@pytest.mark.parametrize("shape", list(SHAPES))
def test_the_coverage_is_never_less_than_the_level(shape, ends_of_ten) -> None:
    """All 1001 tables of ten answers, added up; either end misses half of the rest at the most.

    Where the share is reached exactly every number up to the next score in use is a quantile, and
    both ends of these are covered.
    """
    shares = SHAPES[shape]
    chances = np.array([multinomial.pmf(table, 10, shares) for table in TEN])
    assert chances.sum() == pytest.approx(1, rel=1e-9)
    below = np.cumsum(shares)
    for (level, share), ends in ends_of_ten.items():
        first = 1 + int(np.argmax(below >= share - 1e-12))
        last = 1 + int(np.argmax(below > share + 1e-12))
        missed = [chances[ends[:, 0] > first].sum(), chances[ends[:, 1] < last].sum()]
        # The chances add up to 1 within 1e-9.
        assert max(missed) <= (1 - level) / 2 + 1e-9


def test_the_columns_and_the_shares() -> None:
    """A row a share, quartiles unless told; a fraction will do."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    found = lk.quantiles(tally)
    assert [row.probability for row in found] == [0.25, 0.5, 0.75]
    assert list(found.to_frame().columns) == [
        "item", "probability", "quantile", "low", "high", "n", "n_missing", "note",
    ]  # fmt: skip
    assert lk.quantiles(tally, probabilities=Fraction(1, 2)).rows == (found.rows[1],)
    said = "Interval: cumulative proportions by Clopper-Pearson, inverted, 95 %."
    assert found.notes[-1] == said
    frame = pd.DataFrame({"q": [1, 2, 5], "w": [1.0, 2, 1]})
    weighted = lk.quantiles(lk.Responses(frame, ONE, weight="w"), confidence_level=0.9)
    size = "Clopper-Pearson on Korn and Graubard's size"
    assert weighted.notes[-1] == f"Interval: cumulative proportions by {size}, inverted, 90 %."
    assert dict(found.options)["probabilities"] == (0.25, 0.5, 0.75)


def test_a_row_says_what_it_is_of() -> None:
    """Its group, its item, and who answered; the title is that of the instrument."""
    frame = pd.DataFrame({"q": [1, 2, None, 4, 5, None], "g": list("aaabbb")})
    table = lk.quantiles(lk.Responses(frame, ONE), by="g", probabilities=0.5)
    assert [(row.by, row.item, row.n, row.n_missing, row.note) for row in table] == [
        ((("g", "a"),), "q", 2, 1, ""),
        ((("g", "b"),), "q", 2, 1, ""),
    ]
    assert table.title == "Quantiles of one"
    options = dict(table.options)
    assert options["by"] == table.by == ("g",)
    assert (options["confidence_level"], options["view"]) == (0.95, "as_answered")


def test_what_is_known_of_the_design() -> None:
    """Strata are merged, and where all clusters were asked the quantile is certain."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4, 5], "s": list("xxxxz"), "school": list("aabbc")})
    data = lk.Responses(frame.assign(w=1.0), ONE, weight="w", stratum="s")
    with pytest.raises(StratumError):
        lk.quantiles(data)
    plain = lk.quantiles(lk.Responses(frame.assign(w=1.0), ONE, weight="w"))
    found = lk.quantiles(data.sampled(collapse={"z": "x"}))
    assert [(row.low, row.high) for row in found] == [(row.low, row.high) for row in plain]
    row = lk.quantiles(
        lk.Responses(frame, ONE, cluster="school").sampled(cluster_population=3), probabilities=0.5
    )
    assert (row["q"].quantile, row["q"].low, row["q"].high) == (3.0, 3.0, 3.0)


@pytest.mark.parametrize("seed", range(12))
def test_the_ends_are_by_the_shares_of_the_answers(seed) -> None:
    """Of the valid ones, with weights and many missing, as the boxes from below have them."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"q": rng.choice([1, 2, 3, 4, 5, np.nan], 12, p=[0.15] * 5 + [0.25])})
    frame.loc[:3, "q"] = [1, 2, 4, 5]
    # Few degrees of freedom: by strata half of the respondents.
    frame = frame.assign(w=rng.lognormal(0, 0.6, 12), s=list("uvwxyz") * 2)
    data = lk.Responses(frame, UP, weight="w", stratum="s")
    below = [
        lk.box_scores(data, boxes=(1, k), interval="clopper-pearson", confidence_level=0.8)["q"]
        for k in range(1, 5)
    ]
    for row in lk.quantiles(data, probabilities=[0.2, 0.35, 0.5, 0.6, 0.8], confidence_level=0.8):
        low = [one.bottom_high >= row.probability for one in below] + [True]
        high = [True] + [one.bottom_low <= row.probability for one in below]
        assert row.low == 1 + low.index(True)
        assert row.high == 5 - high[::-1].index(True)


def test_where_the_share_is_reached_exactly_it_is_the_middle() -> None:
    """Type 2: half at 2 or below, the other half at 5."""
    row = lk.quantiles(lk.Tally.from_counts({"q": {1: 1, 2: 1, 5: 2}}, ONE), probabilities=0.5)["q"]
    assert row.quantile == 3.5


def test_an_end_beyond_all_answers_is_the_scales() -> None:
    """Three answers rule nothing out, with weights neither."""
    row = lk.quantiles(lk.Tally.from_counts({"q": {2: 1, 3: 1, 4: 1}}, ONE), probabilities=0.5)["q"]
    assert (row.quantile, row.low, row.high) == (3.0, 1.0, 5.0)
    frame = pd.DataFrame({"q": [3, 3, 3], "w": [1.0, 2, 1]})
    row = lk.quantiles(lk.Responses(frame, ONE, weight="w"), probabilities=0.5)["q"]
    assert (row.quantile, row.low, row.high) == (3.0, 1.0, 5.0)


def test_who_was_asked_as_a_whole_has_a_certain_median() -> None:
    """Everybody was asked: the interval is the quantile, half-way between two scores as well."""
    tally = lk.Tally.from_counts({"q": {1: 1, 2: 1, 5: 2}}, ONE)
    row = lk.quantiles(tally.sampled(population=4), probabilities=0.5)["q"]
    assert (row.quantile, row.low, row.high) == (3.5, 3.5, 3.5)


def test_a_view_turns_the_quantiles() -> None:
    """The favourable view of a scale whose low end is the positive one."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    given = lk.quantiles(tally)
    turned = lk.quantiles(tally.scored("favourable"))
    for a, b in zip(given, reversed(turned.rows), strict=True):
        assert b.quantile == 6 - a.quantile


def test_weights_scale_and_copies() -> None:
    """Scaling changes nothing; integer weights move the quantile as copies do (law 4)."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4, 5, 5], "w": [3, 1, 1, 2, 1, 1]})
    one = lk.quantiles(lk.Responses(frame, ONE, weight="w"))
    other = lk.quantiles(lk.Responses(frame.assign(w=frame["w"] * 0.37), ONE, weight="w"))
    assert [(r.quantile, r.low, r.high) for r in one] == [
        (r.quantile, r.low, r.high) for r in other
    ]
    copies = frame.loc[frame.index.repeat(frame["w"])]
    many = lk.quantiles(lk.Responses(copies, ONE))
    assert [r.quantile for r in one] == [r.quantile for r in many]


def test_a_higher_level_never_narrows(subtests: pytest.Subtests) -> None:
    """Law 8, of both ends."""
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    rows = [lk.quantiles(tally, confidence_level=level) for level in (0.5, 0.9, 0.99, 0.9999)]
    for narrow, wide in pairwise(rows):
        for a, b in zip(narrow, wide, strict=True):
            with subtests.test(probability=a.probability):
                assert b.low <= a.low <= a.high <= b.high


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ([None, None], "no valid answers"),
        ([4.0, None], "one valid answer: no spread can be estimated"),
    ],
)
def test_what_is_undefined(answers: list[float | None], note: str) -> None:
    """NaN, and why; one answer is its own median."""
    frame = pd.DataFrame({"q": answers})
    row = lk.quantiles(lk.Responses(frame, ONE), probabilities=0.5)["q"]
    assert row.note == note
    assert math.isnan(row.low)
    assert math.isnan(row.quantile) is (answers[0] is None)


def test_one_cluster_has_no_interval() -> None:
    """The median stands, its ends do not."""
    frame = pd.DataFrame({"q": [1, 2, 3, 4], "school": "a"})
    row = lk.quantiles(lk.Responses(frame, ONE, cluster="school"), probabilities=0.5)["q"]
    assert row.quantile == 2.5
    assert math.isnan(row.low)
    assert row.note == "one sampled unit: no spread can be estimated"


def test_shares_lie_between_0_and_1() -> None:
    """Neither 0 nor 50, and no text."""
    hint = r"\.\nHint: write probabilities=0\.5 for the median\.$"
    tally = lk.Tally.from_counts({"q": COUNTS}, ONE)
    for share in (0, 1, 50, -0.1, math.nan):
        with pytest.raises(ArgumentError, match=f"is not strictly between 0 and 1{hint}"):
            lk.quantiles(tally, probabilities=share)
    for wrong in (["0.5"], True, "a", None):
        with pytest.raises(ArgumentTypeError, match=f"which is not a number{hint}"):
            lk.quantiles(tally, probabilities=wrong)  # type: ignore[arg-type]
