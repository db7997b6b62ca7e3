"""Responses with weights that were made for them: every table, from rows and from engines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, MissingColumnError

if TYPE_CHECKING:
    from collections.abc import Callable

SCALE = lk.LikertScale(nonsubstantive={"N/A": 9})
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", SCALE, keyed="negative")])
RNG = np.random.default_rng(23)
N = 90
FRAME = pd.DataFrame({
    "who": np.arange(N),
    "q": RNG.choice([1, 2, 3, 4, 5, 9], N),
    "r": RNG.choice([1, 2, 3, 4, 5, 9], N),
    "gender": RNG.choice(["f", "m"], N, p=[0.6, 0.4]),
    "age": RNG.choice([20, 40, 60], N),
    "ward": RNG.choice(["east", "west"], N),
    "grade": RNG.choice(["a", "b", "c"], N),
    "place": RNG.integers(0, 7, N),
    "w": RNG.gamma(3.0, 1.0, N) + 0.05,
})  # fmt: skip
FRAME["q"] = FRAME["q"].astype("Int64").mask(FRAME["who"] % 10 == 0)
FRAME["school"] = FRAME["grade"] + FRAME["place"].astype(str)
FRAME.loc[FRAME["who"] == 7, "w"] = 0.0
MARGINS: dict[Any, Any] = {"gender": {"f": 55, "m": 45}, "age": {20: 30, 40: 30, 60: 40}}
JOINT: dict[Any, Any] = {
    ("gender", "ward"): {("f", "east"): 30, ("f", "west"): 25, ("m", "east"): 20,
                         ("m", "west"): 25},
    "age": {20: 30, 40: 30, 60: 40},
}  # fmt: skip
DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {},
    "weights": {"weight": "w"},
    "strata": {"weight": "w", "stratum": "grade"},
    "strata alone": {"stratum": "grade"},
    "clusters": {"weight": "w", "cluster": "school"},
    "clusters in strata": {"weight": "w", "stratum": "grade", "cluster": "school"},
    "clusters alone": {"cluster": "school"},
}
ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": lambda frame: duckdb.connect().from_arrow(pl.from_pandas(frame).to_arrow()),
}


def answers(frame: Any = FRAME, **declared: Any) -> lk.Responses:
    """Return the answers to both items."""
    return lk.Responses(frame, TWO, **declared)


def raked(design: str, margins: dict[Any, Any] = MARGINS) -> tuple[lk.Responses, Any]:
    """Return responses of a design, raked, and the weights that they have now."""
    data = answers(**DESIGNS[design])
    weighting = lk.rake(data, margins)
    return data.weighted(weighting), weighting.weights


def residuals(z: Any, margins: dict[Any, Any], design: Any) -> Any:
    """Return what a weighted regression on the margins' dummies leaves of z, row by row."""
    x = np.column_stack([
        [one == level for one in keys]
        for by in margins
        for names in [by if isinstance(by, tuple) else (by,)]
        for keys in [list(zip(*(FRAME[name] for name in names), strict=True))]
        for level in sorted(set(keys))
    ]).astype(float)  # fmt: skip
    slopes = np.linalg.pinv(x.T @ (x * design[:, None])) @ (x.T @ (design * z))
    return z - x @ slopes


def spread(u: Any, stratum: Any, cluster: Any) -> float:
    """Return the variance of a sum: between respondents, or clusters, within strata."""
    total = 0.0
    for one in sorted(set(stratum)):
        inside = stratum == one
        units = [u[inside & (cluster == unit)].sum() for unit in sorted(set(cluster[inside]))]
        n = len(units)
        total += n / (n - 1) * sum((unit - np.mean(units)) ** 2 for unit in units)
    return total


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("item", ["q", "r"])
def test_means_and_errors_from_rows(design: str, item: str, *, joint: bool) -> None:
    """Of all, and of each ward; who gave no valid answer is in the design all the same."""
    margins = JOINT if joint else MARGINS
    declared = DESIGNS[design]
    data, w = raked(design, margins)
    d = FRAME["w"].to_numpy() if "weight" in declared else np.ones(N)
    stratum = FRAME["grade"].to_numpy() if "stratum" in declared else np.zeros(N)
    cluster = FRAME["school"].to_numpy() if "cluster" in declared else np.arange(N)
    valid = FRAME[item].between(1, 5).fillna(value=False).to_numpy(bool)
    y = np.where(valid, FRAME[item].fillna(0).to_numpy(float), 0.0)
    wards = {"east": FRAME["ward"] == "east", "west": FRAME["ward"] == "west"}
    for ward, group in {None: np.ones(N, bool), **wards}.items():
        inside = valid & np.asarray(group)
        table = lk.means(data, by="ward" if ward else ())
        row = table.filter(ward=ward)[item] if ward else table[item]
        mean = np.average(y[inside], weights=w[inside])
        assert row.mean == pytest.approx(mean, rel=1e-13)
        # Who weighs nothing is not counted, and stays a sampled unit of the design.
        assert row.n == np.count_nonzero(inside & (w > 0))
        assert row.weighted_n == pytest.approx(w[inside].sum(), rel=1e-12)
        z = np.where(inside, (y - mean) / w[inside].sum(), 0.0)
        u = w * residuals(z, margins, d)
        # A regression on cells and one on rows.
        assert row.se == pytest.approx(math.sqrt(spread(u, stratum, cluster)), rel=1e-9)
        # The margins explain something: without them the error is another.
        assert row.se != pytest.approx(math.sqrt(spread(w * z, stratum, cluster)), rel=1e-3)


def test_shares_and_errors_from_rows() -> None:
    """A level's share is the mean of who chose it."""
    data, w = raked("strata")
    valid = FRAME["q"].between(1, 5).fillna(value=False).to_numpy(bool)
    for row in lk.frequencies(data).filter(item="q"):
        chosen = (FRAME["q"] == row.code).fillna(value=False).to_numpy(float)
        share = w[valid] @ chosen[valid] / w[valid].sum()
        z = np.where(valid, (chosen - share) / w[valid].sum(), 0.0)
        u = w * residuals(z, MARGINS, FRAME["w"].to_numpy())
        assert row.proportion == pytest.approx(share, rel=1e-12)
        error = math.sqrt(spread(u, FRAME["grade"].to_numpy(), np.arange(N)))
        assert row.se == pytest.approx(error, rel=1e-9)


def test_the_tally_sums_the_rows_weights() -> None:
    """Cell by cell of each group, with the margins among the axes; counts are of who weighs."""
    data, w = raked("weights")
    tally = data.tally(by="ward")
    assert [axis.name for axis in tally.axes] == ["ward", "gender", "age"]
    for g, (ward, gender, age) in enumerate(tally.groups):
        rows = (FRAME["ward"] == ward) & (FRAME["gender"] == gender) & (FRAME["age"] == age)
        for i, item in enumerate(("q", "r")):
            assert tally.zeros[g, i] == (rows & (w == 0)).sum()
            for k, code in enumerate([1, 2, 3, 4, 5, None, 9]):
                own = FRAME[item].isna() if code is None else (FRAME[item] == code).fillna(
                    value=False)  # fmt: skip
                here = (rows & own).to_numpy(bool)
                assert tally.counts[g, i, k] == (here & (w > 0)).sum()
                assert tally.sums[g, i, k] == pytest.approx(w[here].sum(), rel=1e-12)
                assert tally.squares[g, i, k] == pytest.approx((w[here] ** 2).sum(), rel=1e-12)
                designed = FRAME["w"][here].sum()
                assert tally.calibration.designed[g, i, k] == pytest.approx(designed, rel=1e-12)
    assert tally.zeros.sum(axis=0).tolist() == [1, 1]
    # Without weights of the design, people are what was weighted.
    plain, _ = raked("simple")
    assert np.array_equal(plain.tally().calibration.designed, plain.tally().counts)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("design", ["simple", "strata", "clusters in strata"])
@pytest.mark.parametrize("by", [(), "ward", "gender"])
def test_engines_agree_with_rows(engine: str, design: str, by: Any) -> None:
    """Means and errors, whoever counted; and the factors are the same."""
    data = answers(ENGINES[engine](FRAME), **DESIGNS[design])
    here = answers(**DESIGNS[design])
    weighting, expected = lk.rake(data, MARGINS), lk.rake(here, MARGINS)
    table = lk.means(data.weighted(weighting), by=by)
    same = lk.means(here.weighted(expected), by=by)
    assert len(table) == len(same) > 0
    for one, other in zip(table, same, strict=True):
        assert (one.item, one.by, one.n, one.method) == (
            other.item,
            other.by,
            other.n,
            other.method,
        )
        assert (one.mean, one.se, one.df, one.weighted_n) == pytest.approx(
            (other.mean, other.se, other.df, other.weighted_n), rel=1e-10
        )
    factors, others = weighting.to_frame(), expected.to_frame()
    pd.testing.assert_frame_equal(factors, others, rtol=1e-10)
    assert weighting.n_rows == N
    assert (weighting.effective_n, weighting.design_effect) == pytest.approx(
        (expected.effective_n, expected.design_effect), rel=1e-10
    )
    if engine == "polars":
        assert weighting.weights == pytest.approx(expected.weights, rel=1e-10)
        return
    with pytest.raises(ArgumentError, match="in an engine, whose rows have no order"):
        _ = weighting.weights
    # Factors of rows in memory may be used on the same rows in an engine.
    assert data.weighted(expected).tally() == data.weighted(weighting).tally()
    cut = lk.trim(expected, high=30)
    with pytest.raises(ArgumentError, match="trimmed weights need the order of the rows"):
        data.weighted(cut)


def pair_sums(frame: pd.DataFrame, first: Any, second: Any, w: Any) -> Any:
    """Return the sums of weights by both answers: five levels, blank, N/A."""
    cells = [1, 2, 3, 4, 5, None, 9]
    found = np.zeros((7, 7))
    for one, other, weight in zip(frame[first], frame[second], w, strict=True):
        places = [cells.index(None if pd.isna(x) else int(x)) for x in (one, other)]
        found[tuple(places)] += weight
    return found


@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_pairs_are_weighted(engine: str | None) -> None:
    """The sum over rows of what each weighs; split by strata and `by`, and not by the margins."""
    wide = FRAME.assign(q2=FRAME["r"], r2=FRAME["q"])
    columns = {"before": {"q": "q", "r": "r"}, "after": {"q": "q2", "r": "r2"}}
    data = lk.Responses.from_wide(
        wide if engine is None else ENGINES[engine](wide),
        TWO,
        columns=columns,
        respondent="who",
        weight="w",
        stratum="grade",
    )
    weighting = lk.rake(data, MARGINS)
    w = lk.rake(answers(weight="w"), MARGINS).weights
    pairs = data.weighted(weighting).pairs("before", "after")
    assert [axis.name for axis in pairs.axes] == ["grade"]
    for g, (grade,) in enumerate(pairs.groups):
        rows = (wide["grade"] == grade).to_numpy()
        for i, (one, other) in enumerate((("q", "q2"), ("r", "r2"))):
            expected = pair_sums(wide[rows], one, other, w[rows])
            assert pairs.sums[g, i, :7, :7] == pytest.approx(expected, rel=1e-9)
            squared = pair_sums(wide[rows], one, other, w[rows] ** 2)
            assert pairs.squares[g, i, :7, :7] == pytest.approx(squared, rel=1e-9)
            assert pairs.counts[g, i].sum() == (rows & (w > 0)).sum()
            assert pairs.zeros[g, i] == (rows & (w == 0)).sum()
    split = data.weighted(weighting).pairs("before", "after", by="gender")
    assert [axis.name for axis in split.axes] == ["grade", "gender"]
    assert split.marginal(["grade"]) == pairs


@pytest.mark.parametrize("engine", [None, *ENGINES])
@pytest.mark.parametrize("weight", [None, "w"])
def test_co_occurrences_are_weighted(engine: str | None, weight: str | None) -> None:
    """Over all rows, and over those with both valid; the condition and `by` stay."""
    data = answers(FRAME if engine is None else ENGINES[engine](FRAME), weight=weight)
    weighting = lk.rake(data, MARGINS)
    w = lk.rake(answers(weight=weight), MARGINS).weights
    table = data.weighted(weighting).cotally()
    assert table.axes == ()
    every = pair_sums(FRAME, "q", "r", w)
    valid = (FRAME["q"].between(1, 5) & FRAME["r"].between(1, 5)).fillna(value=False)
    complete = pair_sums(FRAME[valid], "q", "r", w[valid.to_numpy(bool)])
    assert table.sums[0, 0, 0, 1] == pytest.approx(every, rel=1e-9)
    assert table.sums[0, 1, 0, 1] == pytest.approx(complete, rel=1e-9)
    squared = pair_sums(FRAME, "q", "r", w**2)
    assert table.squares[0, 0, 0, 1] == pytest.approx(squared, rel=1e-9)
    split = data.weighted(weighting).cotally(by=("age", "ward"), items="q")
    assert [axis.name for axis in split.axes] == ["age", "ward"]


def test_conditions_calibrated_apart() -> None:
    """Co-occurrences have a row each; a pair would need one weight of two."""
    long = pd.concat([FRAME.assign(when="a"), FRAME.assign(when="b")], ignore_index=True)
    data = answers(long, condition="when", respondent="who")
    weighting = lk.poststratify(
        data, {"a": {"f": 10, "m": 20}, "b": {"f": 50, "m": 7}}, by="gender"
    )
    table = data.weighted(weighting).cotally()
    assert table.groups == (("a",), ("b",))
    sums = table.sums[:, 0, 0, 1].sum(axis=(1, 2))
    assert sums == pytest.approx([30, 57], rel=1e-12)
    with pytest.raises(ArgumentError) as caught:
        data.weighted(weighting).pairs("a", "b")
    assert str(caught.value).startswith("the weights were calibrated for each condition sep")
    # Weights of one respondent, made before the conditions were declared, do for pairs.
    one = lk.poststratify(answers(long), {"f": 100, "m": 80}, by="gender")
    pairs = data.weighted(one).pairs("a", "b")
    own = pd.Series(one.weights[:N]).groupby(FRAME["gender"]).sum()
    assert pairs.sums[0, 0].sum() == pytest.approx(own.sum(), rel=1e-12)


def test_trimmed_weights_are_taken_as_given() -> None:
    """The mean is NumPy's with these weights, the error that of weights in a column."""
    data = answers(weight="w", stratum="grade")
    weighting = lk.rake(data, MARGINS)
    cut = lk.trim(weighting, low=0.4, high=2.0)
    weighted = data.weighted(cut)
    given = answers(FRAME.assign(w=cut.weights), weight="w", stratum="grade")
    for item in ("q", "r"):
        row, same = lk.means(weighted)[item], lk.means(given)[item]
        assert (row.mean, row.se, row.df) == (same.mean, same.se, same.df)
        valid = FRAME[item].between(1, 5).fillna(value=False).to_numpy(bool)
        expected = np.average(FRAME[item][valid].astype(float), weights=cut.weights[valid])
        assert row.mean == pytest.approx(expected, rel=1e-13)
    assert weighted.tally().calibration is None
    assert [axis.name for axis in weighted.tally().axes] == ["grade"]
    assert cut.notes[0] in lk.means(weighted).notes
    assert weighted.cotally().sums[0, 0, 0, 1].sum() == pytest.approx(
        cut.weights[(FRAME["grade"] == "a").to_numpy()].sum(), rel=1e-12
    )
    # Trimmed ones take the place of those before.
    again = data.weighted(weighting).weighted(cut)
    assert lk.means(again)["q"].mean == lk.means(weighted)["q"].mean
    for function, totals in ((lk.poststratify, {"a": 1, "b": 1, "c": 1}), (lk.rake, MARGINS)):
        with pytest.raises(ArgumentError, match="calibrated already"):
            function(weighted, totals)
    # Where no weights were declared.
    plain = answers()
    cut = lk.trim(lk.rake(plain, MARGINS), low=0.9)
    row = lk.means(plain.weighted(cut))["r"]
    valid = FRAME["r"].between(1, 5).to_numpy(bool)
    assert row.mean == pytest.approx(
        np.average(FRAME["r"][valid], weights=cut.weights[valid]), rel=1e-13
    )


def test_a_weighting_changes_nothing_but_the_weights() -> None:
    """The responses as they were are left; views and notes stay, and are what they were."""
    data = answers(weight="w")
    before = data.tally()
    weighting = lk.rake(data, MARGINS)
    keyed = data.scored("keyed").weighted(weighting)
    assert keyed.view == "keyed"
    assert data.tally() == before
    turned = data.weighted(weighting).scored("keyed")
    assert turned.tally() == keyed.tally()
    row, other = lk.means(keyed)["r"], lk.means(data.weighted(weighting))["r"]
    assert row.mean == pytest.approx(6 - other.mean, rel=1e-13)
    assert row.se == pytest.approx(other.se, rel=1e-10)
    assert repr(data.weighted(weighting)).endswith(
        "weight 'w'; weights raked (exponential); scores as_answered"
    )
    # Another weighting takes the first one's place.
    other_one = lk.rake(data, JOINT)
    assert data.weighted(other_one).weighted(weighting).tally() == keyed.scored(
        "as_answered"
    ).tally()  # fmt: skip
    # Who took part is not weighed.
    assert data.weighted(weighting).participation() == data.participation()


@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_weights_are_of_their_responses(engine: str | None) -> None:
    """Rows, columns, levels and conditions are those that the weights were made for."""
    there = (lambda frame: frame) if engine is None else ENGINES[engine]
    weighting = lk.rake(answers(), MARGINS)
    if engine in {None, "polars"}:
        with pytest.raises(ArgumentError, match="has 90 rows, but the responses have 89; expec"):
            answers(there(FRAME.iloc[1:])).weighted(weighting)
    with pytest.raises(MissingColumnError, match="gender"):
        answers(there(FRAME.drop(columns="gender"))).weighted(weighting)
    other = answers(there(FRAME.assign(age=FRAME["age"].replace(60, 61)))).weighted(weighting)
    for table in (other.tally, other.cotally):
        with pytest.raises(ArgumentError) as caught:
            table()
        assert "rows with 'gender' 'f', 'age' 61, for which the weighting has no factor" in str(
            caught.value
        )
    apart = lk.rake(answers(there(FRAME.assign(when="a")), condition="when"), MARGINS)
    late = answers(there(FRAME.assign(when="b")), condition="when").weighted(apart)
    with pytest.raises(ArgumentError, match="'age' 20 under 'b', for which the weighting has no"):
        late.tally()
    with pytest.raises(ArgumentError, match="'age' 20, for which the weighting has no factor"):
        answers(there(FRAME)).weighted(apart).tally()


def test_what_is_no_weighting() -> None:
    """An array of weights has no margins; a column is declared."""
    for wrong in (FRAME["w"], "w", None):
        with pytest.raises(ArgumentTypeError, match=rf"is a {type(wrong).__name__}; expected a W"):
            answers().weighted(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("design", ["simple", "weights"])
def test_the_samples_own_composition_changes_nothing(design: str) -> None:
    """Law 9: post-stratified to itself a sample has its own means, shares and quantiles."""
    data = answers(**DESIGNS[design])
    w = FRAME["w"] if design == "weights" else pd.Series(1.0, index=FRAME.index)
    sizes = w.groupby(FRAME["gender"]).sum().to_dict()
    done = data.weighted(lk.poststratify(data, sizes, by="gender"))
    for function, figure in (
        (lk.means, "mean"),
        (lk.frequencies, "proportion"),
    ):
        for one, other in zip(function(done), function(data), strict=True):
            assert getattr(one, figure) == pytest.approx(getattr(other, figure), rel=1e-12)
    # Shares of that composition leave the weights alone as well.
    shares = {gender: size / w.sum() for gender, size in sizes.items()}
    weights = lk.poststratify(data, shares, by="gender").weights
    assert weights == pytest.approx(w.to_numpy(), rel=1e-13)


@pytest.mark.parametrize("factor", [0.01, 64.0])
@pytest.mark.parametrize("size", [1e-3, 1e6])
def test_scales_of_weights_and_totals(factor: float, size: float) -> None:
    """Law 4: no mean and no error knows them, raked or bounded."""
    frame = FRAME.assign(w=FRAME["w"] * factor)
    scaled = {
        by: {level: n * size for level, n in totals.items()} for by, totals in MARGINS.items()
    }
    for bounds in (None, (0.2, 4)):
        tables = []
        for data, margins in (
            (answers(weight="w", stratum="grade"), MARGINS),
            (answers(frame, weight="w", stratum="grade"), scaled),
        ):
            weighting = lk.rake(data, margins, bounds=bounds)
            tables.append(lk.means(data.weighted(weighting), by="ward"))
        for one, other in zip(*tables, strict=True):
            assert one.mean == pytest.approx(other.mean, rel=1e-9)
            assert one.se == pytest.approx(other.se, rel=1e-8)


def test_halves_of_calibrated_responses_add() -> None:
    """Law 1: each half with the factors of the whole, and the two are the whole."""
    data, _ = raked("weights")
    whole = data.tally(by="ward")
    parts = []
    for rows in (FRAME["who"] < 40, FRAME["who"] >= 40):
        part = answers(pl.from_pandas(FRAME[rows]).lazy(), weight="w")
        parts.append(part.weighted(lk.rake(answers(weight="w"), MARGINS)).tally(by="ward"))
    both = parts[0] + parts[1]
    assert both == whole == lk.Tally.sum(parts[::-1])
    for one, other in zip(lk.means(both, by="ward"), lk.means(data, by="ward"), strict=True):
        assert (one.mean, one.se) == pytest.approx((other.mean, other.se), rel=1e-10)
