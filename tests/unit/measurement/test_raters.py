"""Kappa and Krippendorff's alpha: counts, edges, refusals."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.items._raters import (
    coincidences,
    disagreement,
    distinct_rows,
    krippendorff,
    resampled_alphas,
)
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    BlankKeyError,
    MissingColumnError,
    OptionError,
    RespondentError,
)

SCALE = lk.LikertScale((1, 2, 3), nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE)])
FEW: dict[str, Any] = {"n_resamples": 50, "rng": 1}


def pairs(table: Any, scale: lk.LikertScale = SCALE) -> lk.PairTally:
    """Return a table of two raters."""
    return lk.PairTally.from_table(table, scale, first="a", second="b")


def wide(**raters: Any) -> lk.Responses:
    """Return ratings, a column a rater."""
    frame = pd.DataFrame(raters)
    return lk.Responses.from_wide(frame, TRIAL, columns={name: {"q": name} for name in frame})


def long(**columns: Any) -> pd.DataFrame:
    """Return ratings of peers, a row each."""
    rows = {"unit": [1, 1, 2, 2, 2, 3], "who": list("abcdef"), "q": [1, 2, 3, 3, 2, 1]}
    return pd.DataFrame({**rows, **columns})


@pytest.mark.parametrize(
    ("table", "estimate", "note"),
    [
        ([[0, 0, 0], [0, 4, 0], [0, 0, 0]], math.nan, "both raters gave one level only"),
        ([[3, 0, 0], [0, 4, 0], [0, 0, 2]], 1.0, "full agreement has no spread"),
        ([[3, 2, 1], [0, 0, 0], [0, 0, 0]], 0.0, "a rater gave one level only"),
        ([[0, 3, 0], [3, 0, 0], [0, 0, 0]], -1.0, "all pairs disagree alike"),
        ([[0, 0, 0], [0, 0, 0], [0, 0, 0]], math.nan, "nobody gave a valid answer"),
    ],
)
def test_kappa_without_an_interval(table: Any, estimate: float, note: str) -> None:
    """The large-sample error is 0 there, which is not certainty; a note says why."""
    for weights in (None, "linear", "quadratic"):
        row = lk.cohen_kappa(pairs(table), "a", "b", weights=weights)["item"]
        assert row.estimate == approx(estimate, abs=0, nan_ok=True)
        assert math.isnan(row.low)
        assert math.isnan(row.high)
        assert math.isnan(row.se)
        assert row.note.startswith(note)


def test_kappa_of_fractions() -> None:
    """Written out: agreement seen and by chance, and weights of scores with unequal gaps."""
    scale = lk.LikertScale((1, 2, 4))
    table = [[5, 2, 0], [1, 4, 2], [0, 1, 3]]
    n, rows, columns = 18, (7, 7, 4), (6, 7, 5)
    scores = (1, 2, 4)
    for power, weights in ((None, None), (1, "linear"), (2, "quadratic")):
        apart = [
            [Fraction(int(i != j)) if power is None else Fraction(abs(i - j), 3) ** power
             for j in scores]
            for i in scores
        ]  # fmt: skip
        places = [(i, j) for i in range(3) for j in range(3)]
        seen = sum(apart[i][j] * table[i][j] for i, j in places) / n
        chance = sum(apart[i][j] * rows[i] * columns[j] for i, j in places) / n**2
        row = lk.cohen_kappa(pairs(table, scale), "a", "b", weights=weights)["item"]
        assert row.estimate == approx(float(1 - seen / chance), rel=1e-14)
        assert (row.observed, row.expected) == approx((float(1 - seen), float(1 - chance)))


def test_kappa_is_cut_at_its_ends() -> None:
    """The normal interval would reach beyond."""
    row = lk.cohen_kappa(pairs([[4, 0, 0], [0, 1, 0], [0, 1, 4]]), "a", "b")["item"]
    assert row.low < row.estimate < row.high == 1
    row = lk.cohen_kappa(pairs([[0, 2, 0], [1, 0, 0], [0, 0, 0]]), "a", "b")["item"]
    assert row.low == -1 < row.estimate < row.high


def test_kappa_counts_those_with_one_rating() -> None:
    """Left out, whichever the reason, and pooled or split."""
    frame = pd.DataFrame({
        "who": [1, 2, 3, 4, 5, 1, 2, 3, 4, 6],
        "rater": list("aaaaabbbbb"),
        "ward": list("eewwweewwe"),
        "q": [1, 2, 9, 3, 1, 1, 3, 2, 3, None],
    })  # fmt: skip
    data = lk.Responses(frame, TRIAL, respondent="who", condition="rater")
    row = lk.cohen_kappa(data, "a", "b")["q"]
    assert (row.n_respondents, row.n_first_only, row.n_second_only) == (3, 1, 1)
    by_ward = lk.cohen_kappa(data, "a", "b", by="ward")
    assert [(row.by, row.n_respondents) for row in by_ward] == [
        ((("ward", "e"),), 2),
        ((("ward", "w"),), 1),
    ]
    assert by_ward["q", "w"].estimate != by_ward["q", "w"].estimate  # one unit, rated alike: NaN


def refused(call: Any, kind: type[Exception], words: str) -> None:
    """Hold a call to an error with these words and a hint."""
    with pytest.raises(kind, match=words) as caught:
        call()
    assert "Hint: " in str(caught.value)


def test_designs_are_refused_or_named() -> None:
    """Weights and clusters have no interval here; a note says that a design is not used."""
    frame = pd.DataFrame({
        "who": [1, 2, 3, 1, 2, 3], "rater": list("aaabbb"), "q": [1, 2, 3, 1, 3, 3],
        "w": [1.0, 2.0, 1.0] * 2, "ward": list("eew") * 2,
    })  # fmt: skip
    linked = {"respondent": "who", "condition": "rater"}
    heavy = lk.Responses(frame, TRIAL, weight="w", **linked)
    grouped = lk.Responses(frame, TRIAL, cluster="ward", **linked)
    for data, words in ((heavy, "sampling weights"), (grouped, "clusters")):
        for call in (
            lambda data=data: lk.cohen_kappa(data, "a", "b"),
            lambda data=data: lk.krippendorff_alpha(data),
            lambda data=data: lk.icc(data),
            lambda data=data: lk.test_retest(data, "a", "b"),
            lambda data=data: lk.krippendorff_alpha(data, unit="who"),
        ):
            refused(call, ArgumentError, words)
    sized = lk.Responses(frame, TRIAL, **linked).sampled(population=9)
    for table in (lk.cohen_kappa(sized, "a", "b"), lk.krippendorff_alpha(sized, **FEW)):
        assert any("is not used" in note for note in table.notes)
    # A unit that was declared as the cluster is drawn as one.
    rated = lk.Responses(long(), TRIAL, cluster="unit")
    assert lk.krippendorff_alpha(rated, unit="unit", **FEW)["q"].n_units == 2


def test_kappa_refuses_what_it_does_not_know() -> None:
    """Words, conditions, data."""
    table: Any = pairs(np.eye(3, dtype=int))
    refused(lambda: lk.cohen_kappa(table, "a", "c"), ArgumentError, "'c'")
    refused(lambda: lk.cohen_kappa(table, "a", "b", weights="square"), OptionError, "weights")
    refused(lambda: lk.cohen_kappa(TRIAL, "a", "b"), ArgumentTypeError, "Instrument")


def alpha_by_hand(units: list[list[int]], apart: Any) -> Fraction:
    """Return alpha from every two ratings, in fractions."""
    kept = [unit for unit in units if len(unit) > 1]
    n = sum(map(len, kept))
    within = sum(
        Fraction(apart(a, b), len(unit) - 1)
        for unit in kept
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    every = [a for unit in kept for a in unit]
    chance = sum(Fraction(apart(a, b)) for a in every for b in every)
    return 1 - (n - 1) * within / chance


def test_alpha_of_fractions() -> None:
    """Every two ratings, one by one; several raters, none of whom rated all."""
    units = [[1, 1, 2], [3, 3], [2, 3, 3, 1], [1], [2, 2, 2]]
    rows = [(u, x) for u, unit in enumerate(units) for x in unit]
    data = lk.Responses(pd.DataFrame(rows, columns=["unit", "q"]), TRIAL)
    every = [x for unit in units if len(unit) > 1 for x in unit]
    middle = {
        c: sum(x < c for x in every) + Fraction(sum(x == c for x in every), 2) for c in (1, 2, 3)
    }
    for metric, apart in (
        ("nominal", lambda a, b: int(a != b)),
        ("ordinal", lambda a, b: (middle[a] - middle[b]) ** 2),
        ("interval", lambda a, b: (a - b) ** 2),
    ):
        row = lk.krippendorff_alpha(data, unit="unit", metric=metric, **FEW)["q"]
        assert row.estimate == approx(float(alpha_by_hand(units, apart)), rel=1e-13)
        assert (row.n_units, row.n_ratings, row.n_unpaired) == (4, 12, 1)
        assert row.low <= row.estimate <= row.high


@pytest.mark.parametrize("shape", [(40, 3), (0, 3), (40, 80)])
def test_distinct_rows(shape: tuple[int, int]) -> None:
    """As NumPy finds them, whether a row fits into one number or not."""
    rows = np.random.default_rng(2).integers(0, 3, size=shape)
    rows[1::2] = rows[::2]
    for found, expected in zip(
        distinct_rows(rows), np.unique(rows, axis=0, return_counts=True), strict=True
    ):
        assert np.array_equal(found, expected)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_resampled_alphas_are_those_of_the_resamples(metric: Any) -> None:
    """The sample drawn as it is gives the estimate: the only unit of a kind, drawn n times."""
    ratings = np.array([[2, 1, 0, 0], [0, 2, 0, 1], [1, 0, 1, 3], [0, 0, 2, 0]])
    counts, values = np.array([3, 2, 1, 2]), np.array([1.0, 2.0, 3.0, 5.0])
    drawn = np.random.default_rng(5).multinomial(8, counts / 8, size=40)
    apart = None if metric == "ordinal" else disagreement(values, values, metric)
    found = resampled_alphas(ratings, counts, apart, 40, np.random.default_rng(5))
    expected = [krippendorff(coincidences(ratings, draw), values, metric) for draw in drawn]
    assert found == approx(np.array(expected), rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize(
    ("raters", "estimate", "note"),
    [
        ({"a": [2, 2, 2], "b": [2, 2, 2]}, math.nan, "all ratings are alike"),
        ({"a": [1, None, 3], "b": [None, 2, 9]}, math.nan, "no unit has two ratings"),
        ({"a": [1, 2, 3]}, math.nan, "no unit has two ratings"),
        ({"a": [1, None], "b": [2, 2]}, 0.0, "one unit: no interval"),
        ({"a": [1, 2, 3], "b": [1, 2, 3]}, 1.0, "no resample differs"),
    ],
)
def test_alpha_without_an_interval(metric: Any, raters: Any, estimate: float, note: str) -> None:
    """What the ratings do not give is undefined, and a note says why."""
    row = lk.krippendorff_alpha(wide(**raters), metric=metric, **FEW)["q"]
    assert row.estimate == approx(estimate, abs=1e-12, nan_ok=True)
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert note in row.note


def test_resamples_without_an_alpha_are_counted() -> None:
    """Where a level is rare, all ratings of a resample can be alike."""
    data = wide(a=[1, 1, 1, 1, 2], b=[1, 1, 1, 1, 1])
    row = lk.krippendorff_alpha(data, metric="nominal", rng=3)["q"]
    assert row.note.startswith("undefined in ")
    assert row.low <= row.estimate <= row.high
    # Of two resamples the interval may leave out the estimate; at the least level it is a point.
    few = [lk.krippendorff_alpha(data, n_resamples=2, rng=seed)["q"] for seed in range(25)]
    assert any("widened to hold it" in row.note for row in few)
    assert all(row.low <= row.estimate <= row.high or math.isnan(row.low) for row in few)


def test_nearly_all_resamples_alike() -> None:
    """An interval of one value is no interval: of three resamples, the one in the middle."""
    data = wide(a=[1, 2], b=[2, 3])
    level = {"n_resamples": 3, "confidence_level": 1e-12}
    rows = [lk.krippendorff_alpha(data, metric="nominal", rng=s, **level)["q"] for s in range(6)]
    notes = {row.note.partition(":")[0] for row in rows if math.isnan(row.low)}
    assert notes == {"nearly all resamples give one value", "no resample differs"}


def test_pairs_and_rows_give_one_alpha() -> None:
    """From the table, from conditions, and a row a rating; absent and missing are no rating."""
    frame = pd.DataFrame({
        "who": [1, 2, 3, 4, 5, 1, 2, 3, 4, 6],
        "rater": list("aaaaabbbbb"),
        "q": [1, 2, 9, 3, 1, 1, 3, 2, 3, None],
    })  # fmt: skip
    data = lk.Responses(frame, TRIAL, respondent="who", condition="rater")
    whole = lk.krippendorff_alpha(data, **FEW)["q"]
    assert (whole.n_units, whole.n_ratings, whole.n_unpaired) == (3, 6, 2)
    assert lk.krippendorff_alpha(data, rater="rater", **FEW)["q"] == whole
    assert lk.krippendorff_alpha(data, unit="who", rater="rater", **FEW)["q"] == whole
    lazy = lk.Responses(pl.from_pandas(frame).lazy(), TRIAL, respondent="who", condition="rater")
    assert lk.krippendorff_alpha(lazy.pairs("a", "b"), **FEW)["q"] == whole
    refused(lambda: lk.krippendorff_alpha(lazy), ArgumentError, "lazy")


def test_roles_split_the_result() -> None:
    """A declared condition that is neither unit nor rater; respondents may rate conditions."""
    frame = pd.concat([long(role="peer"), long(role="boss", q=[2, 2, 1, 1, 1, 3])])
    data = lk.Responses(frame, TRIAL, condition="role")
    table = lk.krippendorff_alpha(data, unit="unit", rater="who", **FEW)
    assert table.by == ("role",)
    assert table["q", "boss"].estimate == 1
    peers = lk.krippendorff_alpha(lk.Responses(long(), TRIAL), unit="unit", **FEW)["q"]
    assert table["q", "peer"].estimate == peers.estimate
    raters = lk.Responses(
        pd.DataFrame({"who": [1, 1, 2, 2], "what": list("xyxy"), "q": [1, 3, 1, 3]}),
        TRIAL, respondent="who", condition="what",
    )  # fmt: skip
    row = lk.krippendorff_alpha(raters, unit="what", rater="who", **FEW)["q"]
    assert (row.estimate, row.n_units) == (1, 2)


def test_units_and_raters_must_be_known() -> None:
    """Columns that are there, with a value in every row, and one row a rater and unit."""
    data = lk.Responses(long(), TRIAL)
    refused(lambda: lk.krippendorff_alpha(data, unit="text"), MissingColumnError, "text")
    refused(lambda: lk.krippendorff_alpha(data, unit=3), ArgumentTypeError, "unit=3")  # type: ignore[arg-type]
    refused(lambda: lk.krippendorff_alpha(data, rater="who"), ArgumentError, "without `unit=`")
    refused(lambda: lk.krippendorff_alpha(data), ArgumentError, "conditions")
    refused(lambda: lk.krippendorff_alpha(TRIAL), ArgumentTypeError, "Instrument")  # type: ignore[arg-type]
    refused(lambda: lk.krippendorff_alpha(data, unit="unit", metric="ratio"), OptionError, "metric")  # type: ignore[arg-type]
    table = pairs(np.eye(3, dtype=int))
    for name in ("unit", "rater"):
        refused(lambda name=name: lk.krippendorff_alpha(table, **{name: "q"}), ArgumentError, name)
    for column in ("unit", "who"):
        holes = lk.Responses(long(**{column: ["a", "b", None, "c", " ", "d"]}), TRIAL)
        refused(
            lambda holes=holes: lk.krippendorff_alpha(holes, unit="unit", rater="who"),
            BlankKeyError,
            f"column '{column}' has blank .2 rows",
        )
    twice = lk.Responses(long(who=list("aabcdd")), TRIAL)
    refused(
        lambda: lk.krippendorff_alpha(twice, unit="unit", rater="who"),
        RespondentError,
        "1 pair of a unit and a rater have several rows, for example 1 rated by 'a'",
    )


def test_a_domain_leaves_rows_out() -> None:
    """And says how many."""
    data = lk.Responses(long(ward=list("eeewww")), TRIAL).where(ward="e")
    table = lk.krippendorff_alpha(data, unit="unit", **FEW)
    assert (table["q"].n_units, table["q"].n_unpaired) == (1, 1)
    assert any("3 rows outside the domain" in note for note in table.notes)
