"""Bootstrap intervals: from the table as from the design, seeded, and honest at the edges."""

from __future__ import annotations

import io
import math
import sys
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.designs import in_design

import likertkit as lk
from likertkit._kernels.design import acceleration

SCALE = lk.LikertScale(positive="low")
TRIAL = lk.Instrument("trial", [lk.Item("clear", SCALE), lk.Item("short", SCALE)])
ROUGH = 4 / math.sqrt(2 * 9999)  # four standard errors of a bootstrap's standard error


def answers(n: int = 120, **declared: str) -> lk.Responses:
    """Return made-up answers with weights, strata and clusters."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "clear": rng.choice([1, 2, 3, 4, 5], n, p=[0.4, 0.3, 0.15, 0.1, 0.05]),
            "short": rng.choice([1.0, 2.0, 5.0, np.nan], n),
            "w": rng.lognormal(0, 0.5, n),
            "ward": np.arange(n) % 24,
            "when": rng.choice(["a", "b"], n),
        }
    )
    frame["grade"] = [("x", "y", "z")[ward % 3] for ward in frame["ward"]]
    # Of grade x there are two schools, of the others as many as wards.
    frame["school"] = frame["ward"].where(frame["grade"] != "x", frame["ward"] % 6)
    return lk.Responses(frame, TRIAL, **declared)  # type: ignore[arg-type]


DESIGNS = [
    {},
    {"weight": "w"},
    {"weight": "w", "stratum": "grade"},
    {"weight": "w", "stratum": "grade", "cluster": "ward"},
    {"weight": "w", "stratum": "grade", "cluster": "school"},
    {"cluster": "ward"},
    {"weight": "w", "stratum": "grade", "condition": "when"},
]


@pytest.mark.parametrize("declared", DESIGNS, ids=str)
@pytest.mark.parametrize("by", [None, "when"])
def test_the_error_is_that_of_the_design(declared, by) -> None:
    """The linearised one, to chance and to what is not linear in a mean (some percent)."""
    data = answers(**declared)
    found = lk.bootstrap(data, by=by, rng=1)
    for row, expected in zip(found, lk.means(data, by=by), strict=True):
        assert row.estimate == approx(expected.mean, rel=1e-12)
        n_units = 24 if "cluster" in declared else row.n
        assert row.se == approx(expected.se, rel=ROUGH + 2 / n_units)


POPULATION = {"x": 60, "y": 400, "z": 41}


@pytest.mark.parametrize("finite", [True, False])
def test_strata_are_drawn_one_by_one_with_the_correction(finite) -> None:
    """The stratified error, exact in expectation as it is linear; from rows as from the tally."""
    data = answers(stratum="grade")
    known = {"population": POPULATION, "finite_population": finite}
    expected = in_design(lk.means, data, **known)["clear"]
    for interval in ("bootstrap", "bca"):
        row = in_design(lk.bootstrap, data, interval=interval, rng=1, **known)["clear"]
        assert (
            row == in_design(lk.bootstrap, data.tally(), interval=interval, rng=1, **known)["clear"]
        )
        assert row.se == approx(expected.se, rel=ROUGH)
        assert row.low < expected.mean < row.high


@pytest.mark.parametrize("finite", [True, False])
def test_a_group_in_a_population_is_drawn_with_the_others(finite) -> None:
    """Its own size is random, as in the linearised error, which is near as the group is large."""
    data = answers(600, stratum="grade")
    sizes = {"x": 300, "y": 2000, "z": 205}
    known = {"by": "when", "population": sizes, "finite_population": finite}
    for interval in ("bootstrap", "bca"):
        found = in_design(lk.bootstrap, data, interval=interval, rng=1, **known)
        for row, expected in zip(found, in_design(lk.means, data, **known), strict=True):
            assert row.estimate == approx(expected.mean, rel=1e-12)
            assert row.se == approx(expected.se, rel=ROUGH + 2 / expected.n)
            assert row.low < expected.mean < row.high


def test_the_options_say_how_it_was_drawn() -> None:
    """The seed and what is known of the strata; a generator is no seed."""
    known = {"population": POPULATION, "n_resamples": 9}
    for function in (lk.bootstrap, partial(lk.agreement, interval="bca")):
        options = dict(in_design(function, answers(stratum="grade"), rng=3, **known).options)
        assert (options["rng"], options["n_resamples"]) == (3, 9)
        assert "population" in options
        assert "variance" not in options
        drawn = function(answers(), rng=np.random.default_rng(3), n_resamples=9)
        assert dict(drawn.options)["rng"] is None


@pytest.mark.parametrize("weight", [{}, {"weight": "w"}], ids=str)
def test_each_stratum_by_itself_is_drawn_by_itself(weight) -> None:
    """Where the rows of the table are the strata, the others are empty there."""
    data = answers(stratum="grade", **weight)
    found = lk.bootstrap(data.sampled(population=POPULATION), by="grade", rng=1)
    expected = lk.means(data.sampled(population=POPULATION), by="grade")
    for row, own in zip(found, expected, strict=True):
        assert row.estimate == approx(own.mean, rel=1e-12)
        assert row.se == approx(own.se, rel=ROUGH + (2 / row.n if weight else 0))


def accelerated_by_hand(frame: pd.DataFrame, parts: dict[str, float], factors) -> float:
    """Return the acceleration from rows that are really left out, each with its unit."""

    def mean(rows: pd.DataFrame) -> float:
        return float((rows["w"] * rows["clear"]).sum() / rows["w"].sum())

    second = third = 0.0
    for grade, own in frame.groupby("grade"):
        units = own["unit"].unique()
        left = []
        for unit in units:
            here = frame["grade"] == grade
            rows = frame[frame["unit"] != unit].copy()
            scale = len(units) / (len(units) - 1)
            if parts:
                rows["w"] = frame["w"]
                sizes = rows.groupby("grade")["w"].transform("sum")
                rows["w"] *= rows["grade"].map(parts) / sizes
            else:
                rows["w"] = rows["w"].where(~here.loc[rows.index], rows["w"] * scale)
            left.append(mean(rows))
        influences = (len(units) - 1) / len(units) * (np.mean(left) - np.array(left))
        second += factors[grade] * (influences**2).sum()
        third += factors[grade] ** 1.5 * (influences**3).sum()
    return third / (6 * second**1.5)


ACCELERATED = {
    "strata": ({"stratum": "grade"}, {"population": POPULATION}),
    "infinite": ({"stratum": "grade"}, {"population": POPULATION, "finite_population": False}),
    "weights": ({"stratum": "grade", "weight": "w"}, {"population": POPULATION}),
    "clusters": ({"stratum": "grade", "weight": "w", "cluster": "ward"}, {}),
    "two clusters": ({"stratum": "grade", "weight": "w", "cluster": "school"}, {}),
}


@pytest.mark.parametrize("name", list(ACCELERATED))
def test_the_acceleration_leaves_units_out_stratum_by_stratum(name, monkeypatch) -> None:
    """From the table or the rows, against rows left out one by one."""
    declared, options = ACCELERATED[name]
    data = answers(**declared)
    found: list[float] = []

    def watched(*args: Any) -> float:
        found.append(acceleration(*args))
        return found[-1]

    monkeypatch.setattr("likertkit.estimate.resampling._resamples.acceleration", watched)
    in_design(lk.bootstrap, data, n_resamples=50, rng=1, **options)
    frame = data._source.frame.frame.to_native().copy()
    frame["unit"] = frame[declared["cluster"]] if "cluster" in declared else frame.index
    parts: dict[str, float] = {} if "weight" in declared else POPULATION
    frame["w"] = frame["w"] if "weight" in declared else 1.0
    factors = dict.fromkeys(POPULATION, 1.0)
    if options and name != "infinite":
        factors = {grade: 1 - 40 / n for grade, n in POPULATION.items()}
    assert found[0] == approx(accelerated_by_hand(frame, parts, factors), rel=1e-8)


def test_means_carry_the_interval_and_keep_their_error() -> None:
    """Low and high are those of the bootstrap; the rest is as with t; the method says so."""
    t = lk.means(answers())["clear"]
    for interval, name in (("bootstrap", "percentile bootstrap"), ("bca", "BCa bootstrap")):
        table = lk.means(answers(), interval=interval, n_resamples=999, rng=3)
        row, own = (
            table["clear"],
            lk.bootstrap(answers(), interval=interval, n_resamples=999, rng=3)["clear"],
        )
        assert (row.low, row.high) == (own.low, own.high)
        assert (row.mean, row.se, row.df) == (t.mean, t.se, t.df)
        assert row.method.endswith(name)
        assert dict(table.options)["rng"] == 3
        assert any(name in note and "999" in note for note in table.notes)


@pytest.mark.parametrize("declared", [{}, {"weight": "w", "stratum": "grade"}], ids=str)
def test_a_seed_is_enough_and_rows_have_no_order(declared) -> None:
    """Twice the same at one seed, from shuffled rows too; another at another."""
    data = answers(**declared)
    first = lk.means(data, interval="bca", n_resamples=200, rng=1)
    assert first == lk.means(data, interval="bca", n_resamples=200, rng=1)
    frame = data._source.frame.frame.to_native().sample(frac=1, random_state=1)
    shuffled = lk.Responses(frame, TRIAL, **declared)
    again = lk.means(shuffled, interval="bca", n_resamples=200, rng=1)
    assert [(row.low, row.high) for row in again] == [
        approx((row.low, row.high), rel=1e-12) for row in first
    ]
    other = lk.means(data, interval="bca", n_resamples=200, rng=np.random.default_rng(2))
    assert other["clear"].low != first["clear"].low


@pytest.mark.parametrize("interval", ["bootstrap", "bca"])
@pytest.mark.parametrize("statistic", ["mean", "median", "van_der_eijk_a", "leik", "consensus"])
def test_a_higher_level_never_narrows_at_one_seed(interval, statistic) -> None:
    """Law 8."""
    ends = [
        (row.low, row.high)
        for level in (0.5, 0.8, 0.95, 0.99)
        for row in [
            lk.bootstrap(answers(), statistic, interval=interval, rng=1, confidence_level=level)[
                "clear"
            ]
        ]
    ]
    lows, highs = zip(*ends, strict=True)
    assert list(lows) == sorted(lows, reverse=True)
    assert list(highs) == sorted(highs)


@pytest.mark.parametrize("interval", ["bootstrap", "bca"])
@pytest.mark.parametrize("declared", [{}, {"weight": "w"}], ids=str)
def test_the_other_view_mirrors_the_interval(declared, interval) -> None:
    """Percentiles of turned scores are the turned percentiles, with rows and with tables."""
    data = answers(**declared)
    row = lk.bootstrap(data, interval=interval, rng=1)["clear"]
    turned = lk.bootstrap(data.scored("favourable"), interval=interval, rng=1)["clear"]
    # The normal quantiles of BCa mirror to rounding.
    assert (turned.low, turned.high) == approx((6 - row.high, 6 - row.low), rel=1e-9)


def reweighted(change: dict[str, Any], **declared: str) -> lk.Responses:
    """Return the made-up answers with some columns changed."""
    frame = answers()._source.frame.frame.to_native().assign(**change)
    return lk.Responses(frame, TRIAL, **declared)  # type: ignore[arg-type]


def test_the_unit_of_the_weights_does_not_matter() -> None:
    """However small it is (law 4)."""
    given, small = (
        lk.bootstrap(reweighted({"w": lambda f, x=unit: x * f["w"]}, weight="w"), rng=1)["clear"]
        for unit in (1.0, 2.0**-20)
    )
    assert (small.low, small.high, small.se) == approx((given.low, given.high, given.se), rel=1e-9)


def test_respondents_with_weights_have_the_correction_of_their_own_stratum() -> None:
    """Of strata that are sampled more and less than each other."""
    grades = np.repeat(["x", "y", "z"], [15, 65, 40])
    data = reweighted({"grade": grades}, weight="w", stratum="grade")
    known = {"population": {"x": 16, "y": 900, "z": 50}}
    expected = in_design(lk.means, data, **known)["clear"].se
    # The corrections matter: without them the error is another.
    assert expected != approx(lk.means(data)["clear"].se, rel=0.05)
    assert in_design(lk.bootstrap, data, rng=1, **known)["clear"].se == approx(
        expected, rel=ROUGH + 2 / 120
    )


def test_a_condition_may_lack_the_last_stratum() -> None:
    """Then nobody of it is drawn there, nor left out."""
    where = {"when": lambda f: f["when"].where(f["grade"] != "z", "a")}
    data = reweighted(where, weight="w", stratum="grade", condition="when")
    found = lk.bootstrap(data, interval="bca", rng=1).filter(item="clear")
    for row, expected in zip(found, lk.means(data).filter(item="clear"), strict=True):
        assert row.se == approx(expected.se, rel=ROUGH + 2 / row.n)
        assert row.low < row.estimate < row.high


def test_strata_are_merged_and_not_conditions_of_their_name() -> None:
    """A condition that is called as a stratum stays what it is."""
    declared = {"weight": "w", "stratum": "grade", "condition": "when"}
    plain, named = (
        lk.bootstrap(
            reweighted({"when": lambda f, x=names: f["when"].map(x)}, **declared).sampled(
                collapse={"z": "x"}
            ),
            n_resamples=200,
            rng=1,
        )
        for names in ({"a": "a", "b": "b"}, {"a": "y", "b": "z"})
    )
    assert [(row.low, row.high) for row in named] == [(row.low, row.high) for row in plain]


def test_any_function_of_a_table() -> None:
    """Of weights and scores, many tables at once; its name stands in the result."""

    def top_share(weights, scores) -> np.ndarray:
        return weights[..., scores == 5].sum(axis=-1) / weights.sum(axis=-1)

    table = lk.bootstrap(answers(), top_share, rng=1)
    shares = lk.frequencies(answers()).filter(item="clear", code=5).rows[0]
    assert table["clear"].statistic == "top_share"
    assert table["clear"].estimate == approx(shares.proportion, rel=1e-12)
    assert table["clear"].se == approx(shares.se, rel=ROUGH)


def test_a_function_that_gives_no_number_a_table() -> None:
    """The error tells both shapes."""
    with pytest.raises(lk.errors.ArgumentError, match=r"(?s)shape \(1, 5\).*last axis"):
        lk.bootstrap(answers(), lambda weights, _: weights)
    with pytest.raises(lk.errors.ArgumentTypeError, match=r"is not a name and not a function."):
        lk.bootstrap(answers(), 3)  # type: ignore[call-overload]
    with pytest.raises(lk.errors.OptionError):
        lk.bootstrap(answers(), "mode")  # type: ignore[call-overload]
    with pytest.raises(
        lk.errors.ArgumentError, match=r"gave str, which is not an array of numbers"
    ):
        lk.bootstrap(answers(), lambda *_: "much")  # type: ignore[arg-type,return-value]


def test_undefined_resamples_are_counted_and_left_out() -> None:
    """A statistic that some resamples do not have; and one that none has."""
    data = lk.Tally.from_counts({"clear": {1: 1, 2: 9}, "short": {1: 4, 2: 5}}, TRIAL)

    def ratio(weights, _) -> np.ndarray:
        return np.where(weights[..., 0] > 0, weights[..., 1] / weights[..., 0], np.nan)

    row = lk.bootstrap(data, ratio, n_resamples=500, rng=1)["clear"]
    # (1 - .1)⁹ of the resamples, .387 of 500, have nobody at 1.
    assert row.note.startswith("undefined in ")
    assert int(row.note.split()[2]) == approx(500 * 0.9**9, abs=4 * math.sqrt(500 * 0.25))
    assert not math.isnan(row.low)
    for figure in (math.nan, math.inf):
        row = lk.bootstrap(data, lambda w, _, x=figure: np.full(w.shape[:-1], x), rng=1)["clear"]
        assert row.note == "the estimate is undefined"
        assert all(map(math.isnan, (row.estimate, row.se, row.low, row.high)))


def test_an_infinite_figure_is_undefined() -> None:
    """A quotient by nothing: the same interval as where it is NaN, and no warning."""
    data = lk.Tally.from_counts({"clear": {1: 2, 2: 8}}, TRIAL)

    def odds(weights, _) -> np.ndarray:
        return weights[..., 1] / weights[..., 0]

    def known(weights, _) -> np.ndarray:
        return np.where(weights[..., 0] > 0, odds(weights, _), np.nan)

    for interval in ("bootstrap", "bca"):
        row, expected = (
            lk.bootstrap(data, one, interval=interval, n_resamples=300, rng=1)["clear"]
            for one in (odds, known)
        )
        assert row.note.startswith("undefined in ")
        assert (row.low, row.high, row.se) == (expected.low, expected.high, expected.se)
        assert math.isfinite(row.high)


def test_a_figure_of_the_sample_alone_has_no_interval() -> None:
    """A function that no resample has a value of."""

    def whole(weights, _) -> np.ndarray:
        return np.where(weights[..., 0] == 30, 1.0, np.nan)

    # The one resample has another number at the first level.
    data = lk.Tally.from_counts({"clear": {1: 30, 2: 31}}, TRIAL)
    row = lk.bootstrap(data, whole, n_resamples=1, rng=2)["clear"]
    assert row.estimate == 1.0
    assert all(map(math.isnan, (row.se, row.low, row.high)))
    assert row.note == "undefined in every resample"


def test_one_resample_has_no_error() -> None:
    """Nothing can be said of a spread of one."""
    row = lk.bootstrap(answers(), n_resamples=1, rng=1, interval="bootstrap")["clear"]
    assert all(map(math.isnan, (row.se, row.low, row.high)))
    assert row.note == "one resample with a figure: no spread can be seen"


def test_two_resamples_have_an_error_and_quantiles_between_them() -> None:
    """Their standard deviation is their distance over the root of 2; nothing is noted."""
    found = [
        lk.bootstrap(answers(), n_resamples=2, rng=seed, interval="bootstrap")["clear"]
        for seed in range(20)
    ]
    held = [row for row in found if not row.note]
    assert held
    for row in held:
        assert row.high - row.low == approx(0.95 * math.sqrt(2) * row.se, rel=1e-9)
    # Both lie above the estimate, or below it: the interval is widened.
    widened = [row for row in found if row.note]
    assert widened
    for row in widened:
        assert row.note == "the interval left out the estimate, and is widened to hold it"
        assert row.estimate in {row.low, row.high}


def test_the_percentile_interval_is_of_the_replicates_themselves() -> None:
    """Their plain quantiles, which BCa corrects."""
    seen: list[np.ndarray] = []

    def mean(weights, scores) -> np.ndarray:
        seen.append(weights @ scores / weights.sum(axis=-1))
        return seen[-1]

    row = lk.bootstrap(answers(), mean, interval="bootstrap", n_resamples=300, rng=1)["clear"]
    (replicates,) = [found for found in seen if found.shape == (300,)][:1]
    assert (row.low, row.high) == approx(tuple(np.quantile(replicates, (0.025, 0.975))), rel=1e-12)
    corrected = lk.bootstrap(answers(), mean, interval="bca", n_resamples=300, rng=1)["clear"]
    assert (corrected.low, corrected.high) != (row.low, row.high)


def test_the_estimate_is_that_of_the_sample() -> None:
    """Whatever the interval, and where there is no spread."""
    for data in (answers(), lk.Tally.from_counts({"clear": {4: 6}}, TRIAL)):
        percentile, corrected = (
            lk.agreement(data, interval=interval, n_resamples=50, rng=1)["clear"]
            for interval in ("bootstrap", "bca")
        )
        for name in ("van_der_eijk_a", "leik", "consensus"):
            assert getattr(percentile, name) == getattr(corrected, name)
    assert (percentile.leik, percentile.van_der_eijk_a) == (1.0, 1.0)


def test_units_without_which_nothing_is_defined_have_no_influence(monkeypatch) -> None:
    """Only what is defined without a unit tells the acceleration."""
    given: list[tuple[Any, ...]] = []

    def watched(*args: Any) -> float:
        given.append(args)
        return acceleration(*args)

    def odds(weights, _) -> np.ndarray:
        return np.divide(
            weights[..., 1],
            weights[..., 0],
            out=np.full(weights.shape[:-1], np.nan),
            where=weights[..., 0] > 0,
        )

    monkeypatch.setattr("likertkit.estimate.resampling._resamples.acceleration", watched)
    data = lk.Tally.from_counts({"clear": {1: 1, 2: 5, 3: 4}}, TRIAL)
    lk.bootstrap(data, odds, n_resamples=300, rng=1)
    ((values, held, stratum, *_),) = given
    # Without one of the five, and without one of the four; without the first there are no odds.
    assert values.tolist() == approx([4.0, 5.0])
    assert held.tolist() == [5, 4]
    assert stratum.tolist() == [0, 0]


def test_no_resample_differs_but_for_rounding() -> None:
    """However large the figure is; with resamples that are undefined both are noted."""
    data = lk.Tally.from_counts({"clear": {1: 1, 2: 3, 3: 3, 4: 2, 5: 1}}, TRIAL)

    def million(weights, _) -> np.ndarray:
        shares = weights / weights.sum(axis=-1, keepdims=True)
        return np.where(weights[..., 0] > 0, 1e6 * shares.sum(axis=-1), np.nan)

    row = lk.bootstrap(data, million, n_resamples=500, rng=1)["clear"]
    point, lost = row.note.split("; ")
    assert point == "no resample differs: the interval is undefined"
    assert lost.startswith("undefined in ")
    assert lost.endswith(" resamples, which are left out")
    assert row.se == 0.0
    assert math.isnan(row.low)
    assert row.estimate == approx(1e6)


@pytest.mark.parametrize("interval", ["bootstrap", "bca"])
@pytest.mark.parametrize("declared", [{}, {"weight": "w"}], ids=str)
def test_where_all_say_the_same_there_is_no_interval(interval, declared) -> None:
    """The mean stands, and a note says so."""
    frame = pd.DataFrame({"clear": [4] * 6, "short": [1, 2] * 3, "w": [1.0, 2, 3, 1, 2, 0.3]})
    row = lk.means(lk.Responses(frame, TRIAL, **declared), interval=interval, rng=1)["clear"]
    assert row.mean == 4.0
    assert math.isnan(row.low)
    assert math.isnan(row.high)
    assert row.note.endswith("no resample differs: the interval is undefined")


def test_a_census_is_certain() -> None:
    """Everybody was asked: no resample differs."""
    data = answers(stratum="grade")
    row = lk.means(data.sampled(population={"x": 40, "y": 40, "z": 40}), interval="bca", rng=1)[
        "clear"
    ]
    assert row.low == row.high == row.mean
    assert row.note == "everybody was asked: the interval is the point"
    weighted = answers(weight="w", stratum="grade")
    row = lk.means(
        weighted.sampled(population={"x": 40, "y": 40, "z": 40}), interval="bootstrap", rng=1
    )["clear"]
    assert row.low == row.high == approx(row.mean, rel=1e-12)


def test_nobody_at_all() -> None:
    """A file with its columns and no row."""
    empty = lk.Responses(answers()._source.frame.frame.to_native().iloc[:0], TRIAL, weight="w")
    for row in lk.bootstrap(empty, rng=1):
        assert math.isnan(row.estimate)
        assert row.note == "no valid answers"


def test_too_few_answers() -> None:
    """NaN, with the same reason as for the mean."""
    data = lk.Tally.from_counts({"clear": {1: 1}, "short": {None: 2}}, TRIAL)
    for row in lk.means(data, interval="bca", rng=1):
        assert math.isnan(row.low)
        assert "valid answer" in row.note


LONE = lk.Tally.from_counts(
    pd.DataFrame(
        {
            "stratum": list("xxxy"),
            "item": ["clear"] * 4,
            "code": [1, 2, 4, 5],
            "count": [3, 4, 2, 1],
        }
    ),
    lk.Instrument("one", [lk.Item("clear", SCALE)]),
)


def test_strata_of_one() -> None:
    """Refused, or taken as certain; a rule for a variance is none for a draw."""
    known = {"population": {"x": 50, "y": 50}, "finite_population": False}
    with pytest.raises(lk.errors.StratumError, match="'y'"):
        in_design(lk.bootstrap, LONE, **known)
    with pytest.raises(lk.errors.ArgumentError, match=r"lone_stratum='average'.*'y'"):
        in_design(lk.bootstrap, LONE, lone_stratum="average", **known)
    row = in_design(lk.bootstrap, LONE, lone_stratum="certainty", rng=1, **known)["clear"]
    expected = in_design(lk.means, LONE, lone_stratum="certainty", **known)["clear"]
    assert row.se == approx(expected.se, rel=ROUGH)


def test_a_weighted_stratum_of_one_is_certain() -> None:
    """Its respondent is in every resample."""
    frame = pd.DataFrame({"clear": [1, 2, 4, 5, 3], "w": [1.0, 2, 1, 3, 2], "s": list("xxxxy")})
    one = lk.Instrument("one", [lk.Item("clear", SCALE)])
    data = lk.Responses(frame, one, weight="w", stratum="s")
    row = lk.bootstrap(data.sampled(lone_stratum="certainty"), rng=1)["clear"]
    expected = lk.means(data.sampled(lone_stratum="certainty"))["clear"]
    # A quotient of few weights is not linear.
    assert row.se == approx(expected.se, rel=0.25)
    assert row.low < row.estimate < row.high


@pytest.mark.parametrize("declared", [{"weight": "w"}, {"cluster": "ward"}], ids=str)
def test_nobody_can_be_drawn_from_sums(declared) -> None:
    """A tally with weights or clusters says why."""
    with pytest.raises(
        lk.errors.ArgumentTypeError,
        match="holds only sums; a bootstrap draws respondents, and needs",
    ):
        lk.means(answers(**declared).tally(), interval="bca")


def test_designs_that_cannot_be_drawn() -> None:
    """Each says what to do instead."""
    data = answers()
    calibrated = data.weighted(lk.poststratify(data, POPULATION, by="grade"))
    for made in (calibrated, calibrated.tally()):
        with pytest.raises(
            lk.errors.ArgumentError, match="the weights were calibrated; a bootstrap would have to"
        ):
            lk.means(made, interval="bca")
    with pytest.raises(lk.errors.ArgumentError, match="unconditional"):
        lk.means(
            answers(stratum="grade").sampled(population=POPULATION),
            variance="unconditional",
            interval="bootstrap",
        )
    with pytest.raises(
        lk.errors.ArgumentError, match="a bootstrap of clusters is not available for strata that"
    ):
        lk.bootstrap(answers(stratum="grade", cluster="ward").sampled(population=POPULATION))
    frame = answers()._source.frame.frame.to_native()
    lazy = lk.Responses(pl.from_pandas(frame).lazy(), TRIAL, weight="w")
    with pytest.raises(lk.errors.ArgumentError, match="in a database or lazy frame"):
        lk.means(lazy, interval="bca")


def test_merged_strata_are_drawn_together() -> None:
    """Rows follow their strata where these are merged."""
    data = answers(weight="w", stratum="grade", cluster="ward")
    row = lk.bootstrap(data.sampled(collapse={"z": "x"}), rng=1)["clear"]
    expected = lk.means(data.sampled(collapse={"z": "x"}))["clear"]
    assert row.se == approx(expected.se, rel=ROUGH + 2 / 24)


def test_wide_frames_draw_each_condition() -> None:
    """An item that a condition did not ask has nothing to draw."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(1, 6, (40, 3)), columns=["a1", "b1", "b2"])
    frame["w"] = rng.lognormal(0, 0.4, 40)
    columns = {"first": {"clear": "a1"}, "second": {"clear": "b1", "short": "b2"}}
    data = lk.Responses.from_wide(frame, TRIAL, columns=columns, weight="w")
    found = lk.means(data, interval="bootstrap", rng=1)
    for row, expected in zip(found, lk.means(data), strict=True):
        if expected.n:
            assert (row.high - row.low) == approx(expected.high - expected.low, rel=0.15)
        else:
            assert math.isnan(row.low)


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        """Return that it is a terminal."""
        return True


@pytest.mark.parametrize("declared", [{}, {"weight": "w"}], ids=str)
def test_a_long_run_says_how_far_it_is(declared, monkeypatch) -> None:
    """Resamples of respondents, and items one by one; the line is taken away in the end."""
    monkeypatch.setattr("likertkit._text._progress._PATIENCE", 0.0)
    monkeypatch.setattr("likertkit._text._progress._EVERY", 0.0)
    monkeypatch.setattr("likertkit.estimate.resampling._resamples._AT_ONCE", 120 * 40)
    for function in (
        lk.bootstrap,
        partial(lk.agreement, interval="bca"),
        partial(lk.means, interval="bca"),
    ):
        monkeypatch.setattr(sys, "stderr", Terminal())
        function(answers(**declared), n_resamples=100, rng=1)
        lines = [one.strip() for one in sys.stderr.getvalue().split("\r") if one.strip()]
        drawn = [f"Bootstrap: {n} of 100 resamples" for n in (40, 80, 100)] if declared else []
        items = [f"Bootstrap: {n} of 2 items and groups" for n in (0, 1)]
        assert lines == drawn + items
        assert sys.stderr.getvalue().endswith(" \r")
    monkeypatch.setattr(sys, "stderr", Terminal())
    lk.means(answers(**declared))
    assert sys.stderr.getvalue() == ""


def test_resamples_drawn_in_parts_are_all_different(monkeypatch) -> None:
    """As many as were asked for, whatever is drawn at a time."""
    whole = lk.bootstrap(answers(weight="w"), rng=1)["clear"]
    monkeypatch.setattr("likertkit.estimate.resampling._resamples._AT_ONCE", 120 * 7)
    parts = lk.bootstrap(answers(weight="w"), rng=1)["clear"]
    # The same draws, one stratum after another, in another order of calls.
    assert parts.se == approx(whole.se, rel=2 * ROUGH)


@pytest.mark.parametrize("rng", ["seed", -1, True])
def test_what_is_no_seed(rng) -> None:
    """Said at once."""
    with pytest.raises(lk.errors.ArgumentTypeError, match="seed"):
        lk.means(answers(), interval="bca", rng=rng)
