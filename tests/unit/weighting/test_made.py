"""Weights that meet margins: what they are, what they do, and what is refused."""

from __future__ import annotations

import math
import pickle

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    BlankKeyError,
    CalibrationError,
    MismatchError,
    MissingColumnError,
    PopulationError,
)

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
RNG = np.random.default_rng(7)
N = 80
FRAME = pd.DataFrame(
    {
        "who": range(N),
        "q": RNG.integers(1, 6, N),
        "gender": RNG.choice(["f", "m"], N, p=[0.7, 0.3]),
        "age": RNG.choice(["y", "o"], N),
        "ward": RNG.choice(["east", "west"], N),
        "grade": RNG.choice(["a", "b", "c"], N),
        "school": RNG.integers(0, 9, N),
        "w": RNG.gamma(3.0, 1.0, N),
    }
)
FRAME["q"] = FRAME["q"].astype("Int8").mask(FRAME.index % 9 == 0)
FRAME["school"] = FRAME["grade"] + FRAME["school"].astype(str)
GENDER = {"f": 300.0, "m": 250.0}
MARGINS = {"gender": GENDER, "age": {"y": 350.0, "o": 200.0}}


def answers(frame: object = FRAME, **declared: str) -> lk.Responses:
    """Return the answers, bound to the one item."""
    return lk.Responses(frame, ONE, **declared)


def fitted(margins: dict[str, dict[str, float]], design: pd.Series) -> pd.Series:
    """Return weights by iterative proportional fitting, margin after margin."""
    weights = design.astype(float).copy()
    for _ in range(500):
        for column, totals in margins.items():
            weights *= FRAME[column].map(totals) / weights.groupby(FRAME[column]).transform("sum")
    return weights


def by_rows(
    weights: pd.Series,
    design: pd.Series,
    margins: list[pd.Series],
    *,
    inside: pd.Series,
    strata: pd.Series | None = None,
    clusters: pd.Series | None = None,
) -> tuple[float, float]:
    """Return mean and error: residuals of a regression on the margins, row by row."""
    inside = inside & FRAME["q"].notna()
    y = FRAME["q"].fillna(0).astype(float)
    own = weights.where(inside, 0.0)
    mean = (own * y).sum() / own.sum()
    z = ((y - mean) / own.sum()).where(inside, 0.0)
    x = np.hstack([pd.get_dummies(margin).to_numpy(float) for margin in margins])
    root = np.sqrt(design.to_numpy(float))
    slopes = np.linalg.lstsq(x * root[:, None], z * root, rcond=None)[0]
    u = weights * (z - x @ slopes)
    strata = pd.Series(0, index=u.index) if strata is None else strata
    variance = 0.0
    for _, part in u.groupby(strata):
        total = part if clusters is None else part.groupby(clusters).sum()
        n = len(total)
        variance += n / (n - 1) * ((total - total.mean()) ** 2).sum()
    return mean, math.sqrt(variance)


@pytest.mark.parametrize("design", ["equal", "weights"])
def test_poststratified_weights(design: str) -> None:
    """The design's times size over sum, a row each, in the order of rows."""
    own = FRAME["w"] if design == "weights" else pd.Series(1.0, index=FRAME.index)
    data = answers(weight="w") if design == "weights" else answers()
    found = lk.poststratify(data, GENDER, by="gender")
    expected = own * FRAME["gender"].map(GENDER) / own.groupby(FRAME["gender"]).transform("sum")
    assert found.weights == pytest.approx(expected.to_numpy(), rel=1e-13)
    assert (found.converged, found.iterations, found.n_rows) == (True, 1, N)
    assert found.effective_n == pytest.approx(lk.effective_sample_size(expected), rel=1e-13)
    assert found.design_effect == pytest.approx(lk.design_effect(expected), rel=1e-13)
    shares = lk.poststratify(data, {"f": 0.6, "m": 0.4}, by="gender").weights
    assert shares.sum() == pytest.approx(own.sum(), rel=1e-13)
    assert shares[FRAME["gender"] == "f"].sum() == pytest.approx(0.6 * own.sum(), rel=1e-13)


def test_poststrata_of_several_columns() -> None:
    """Their levels are tuples; without columns they are the declared strata."""
    sizes = {(g, a): 10.0 * k for k, (g, a) in enumerate(
        [("f", "y"), ("f", "o"), ("m", "y"), ("m", "o")], start=1
    )}  # fmt: skip
    found = lk.poststratify(answers(), sizes, by=("gender", "age"))
    sums = pd.Series(found.weights).groupby([FRAME["gender"], FRAME["age"]]).sum()
    assert sums.to_dict() == pytest.approx(sizes, rel=1e-13)
    assert found.margins == (("gender", "age"),)
    own = lk.poststratify(answers(stratum="grade"), {"a": 1, "b": 2, "c": 3})
    assert own.columns == ("grade",)
    with pytest.raises(
        ArgumentError, match="level 'f' does not have one value for each of the 2 columns"
    ):
        lk.poststratify(answers(), {"f": 1}, by=("gender", "age"))
    with pytest.raises(ArgumentError, match="the responses have no strata"):
        lk.poststratify(answers(), GENDER)


@pytest.mark.parametrize("bounds", [None, (0.3, 3.0)])
@pytest.mark.parametrize("weighted", [True, False])
def test_raked_weights_meet_the_margins(
    bounds: tuple[float, float] | None, *, weighted: bool
) -> None:
    """Each level has its total; unbounded they are those of proportional fitting."""
    data = answers(weight="w") if weighted else answers()
    design = FRAME["w"] if weighted else pd.Series(1.0, index=FRAME.index)
    found = lk.rake(data, MARGINS, bounds=bounds)
    assert found.converged
    assert found.error <= 1e-10
    for column, totals in MARGINS.items():
        sums = pd.Series(found.weights).groupby(FRAME[column]).sum()
        # The margins' total is 550, of which the tolerance is a share.
        assert sums.to_dict() == pytest.approx(totals, abs=1e-7)
    if bounds is None:
        assert found.weights == pytest.approx(fitted(MARGINS, design).to_numpy(), rel=1e-8)
    else:
        factors = found.weights / design * design.sum() / 550
        assert factors.between(0.3, 3.0).all()
        assert found.weights != pytest.approx(fitted(MARGINS, design).to_numpy(), rel=1e-8)


def test_rake_takes_shares_and_joint_margins() -> None:
    """Shares keep the sum of the weights; a tuple of columns is one margin."""
    shares = {"gender": {"f": 0.5, "m": 0.5}, "age": {"y": 0.4, "o": 0.6}}
    found = lk.rake(answers(), shares)
    assert found.weights.sum() == pytest.approx(N, rel=1e-9)
    both = {("gender", "age"): {
        ("f", "y"): 20, ("f", "o"): 30, ("m", "y"): 10, ("m", "o"): 40, ("x", "o"): 0,
    }}  # fmt: skip
    joint = lk.rake(answers(), both)
    sizes = {key: n for key, n in both["gender", "age"].items() if n}
    by_cell = lk.poststratify(answers(), sizes, by=("gender", "age"))
    assert joint.weights == pytest.approx(by_cell.weights, rel=1e-9)


@pytest.mark.parametrize("design", ["equal", "weights", "strata", "clusters"])
@pytest.mark.parametrize("made", ["poststratified", "raked", "bounded"])
@pytest.mark.parametrize("ward", [None, "east"])
def test_the_error_knows_the_margins(design: str, made: str, ward: str | None) -> None:
    """From the cells as from the rows: the residuals, weighted as the design is."""
    declared = {
        "equal": {},
        "weights": {"weight": "w"},
        "strata": {"weight": "w", "stratum": "grade"},
        "clusters": {"weight": "w", "stratum": "grade", "cluster": "school"},
    }[design]
    data = answers(**declared)
    if made == "poststratified":
        weighting = lk.poststratify(data, GENDER, by="gender")
        margins = [FRAME["gender"]]
    else:
        weighting = lk.rake(data, MARGINS, bounds=(0.3, 3) if made == "bounded" else None)
        margins = [FRAME["gender"], FRAME["age"]]
    table = lk.means(data.weighted(weighting), by="ward" if ward else None)
    row = table.filter(ward=ward)["q"] if ward else table["q"]
    mean, error = by_rows(
        pd.Series(weighting.weights),
        FRAME["w"] if declared else pd.Series(1.0, index=FRAME.index),
        margins,
        inside=FRAME["ward"] == ward if ward else FRAME["q"].notna(),
        strata=FRAME["grade"] if "stratum" in declared else None,
        clusters=FRAME["school"] if "cluster" in declared else None,
    )
    assert row.mean == pytest.approx(mean, rel=1e-12)
    # Two least-squares problems, one of cells and one of rows.
    assert row.se == pytest.approx(error, rel=1e-10)
    between = " between clusters" if design == "clusters" else ""
    within = " within strata" if "stratum" in declared else ""
    assert row.method == f"calibrated mean, Taylor linearisation{between}{within}"
    assert any("were calibrated to 'gender'" in note for note in table.notes)


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb"])
def test_any_engine_can_be_weighted(engine: str) -> None:
    """From the cells, without a row; only the weights of rows need rows."""
    native = pl.from_pandas(FRAME)
    frame = {
        "polars": native,
        "polars lazy": native.lazy(),
        "duckdb": duckdb.connect().from_arrow(native.to_arrow()),
    }[engine]
    expected = answers(weight="w", stratum="grade")
    data = answers(frame, weight="w", stratum="grade")
    weighting = lk.rake(data, MARGINS)
    there = expected.weighted(lk.rake(expected, MARGINS))
    row, same = lk.means(data.weighted(weighting))["q"], lk.means(there)["q"]
    assert (row.mean, row.se, row.df) == pytest.approx((same.mean, same.se, same.df), rel=1e-10)
    frame_of_factors = weighting.to_frame()
    assert list(frame_of_factors.columns) == ["gender", "age", "factor"]
    assert len(frame_of_factors) == 4
    if engine == "polars":
        assert weighting.weights == pytest.approx(lk.rake(expected, MARGINS).weights, rel=1e-12)
        return
    with pytest.raises(ArgumentError, match="in an engine, whose rows have no order"):
        _ = weighting.weights
    with pytest.raises(ArgumentError, match="in an engine"):
        lk.trim(weighting, low=0.1, high=9)
    cut = lk.trim(lk.rake(expected, MARGINS), low=0.1, high=20)
    with pytest.raises(ArgumentError, match="trimmed weights need the order of the rows"):
        data.weighted(cut)


def test_each_condition_by_itself() -> None:
    """In a long frame; in a wide one a respondent has one weight."""
    long = pd.concat([FRAME.assign(when="a"), FRAME.iloc[:50].assign(when="b")], ignore_index=True)
    data = answers(long, condition="when", respondent="who")
    weighting = lk.rake(data, MARGINS)
    part = answers(FRAME.iloc[:50])
    alone = lk.means(part.weighted(lk.rake(part, MARGINS)))["q"]
    row = lk.means(data.weighted(weighting)).filter(when="b")["q"]
    assert (row.mean, row.se) == pytest.approx((alone.mean, alone.se), rel=1e-10)
    assert list(weighting.to_frame().columns) == ["condition", "gender", "age", "factor"]
    sizes = {"a": GENDER, "b": {"f": 10, "m": 20}}
    apart = lk.poststratify(data, sizes, by="gender")
    sums = pd.Series(apart.weights).groupby([long["when"], long["gender"]]).sum()
    assert sums["b"].to_dict() == pytest.approx({"f": 10, "m": 20}, rel=1e-12)
    with pytest.raises(PopulationError, match=r"sizes by condition \('a'\) but no sizes for: 'b'"):
        lk.poststratify(data, {"a": GENDER}, by="gender")
    with pytest.raises(PopulationError, match="the responses have no condition"):
        lk.poststratify(answers(), sizes, by="gender")
    with pytest.raises(CalibrationError, match="the sample under 'b' has the level 'm'"):
        lk.poststratify(data, sizes | {"b": {"f": 1}}, by="gender")
    with pytest.raises(ArgumentError, match="a respondent has two"):
        data.weighted(weighting).pairs("a", "b")

    wide = FRAME.assign(before=FRAME["q"], after=FRAME["q"])
    columns = {"before": {"q": "before"}, "after": {"q": "after"}}
    sides = lk.Responses.from_wide(wide, ONE, columns=columns, respondent="who")
    one = lk.rake(sides, MARGINS)
    assert one.weights == pytest.approx(lk.rake(answers(), MARGINS).weights, rel=1e-12)
    assert one.n_rows == N
    pairs = sides.weighted(one).pairs("before", "after")
    codes = FRAME["q"].dropna()
    weights = pd.Series(one.weights)
    assert np.diag(pairs.sums[0, 0, :5, :5]) == pytest.approx(
        weights[codes.index].groupby(codes).sum().to_numpy(), rel=1e-12
    )
    assert pairs.axes == ()


def test_pooled_conditions_were_calibrated_apart() -> None:
    """The margins of each explain what is left, and not the margins of both together."""
    data = answers(condition="ward", weight="w")
    weighting = lk.rake(data, MARGINS)
    row = lk.means(data.weighted(weighting), by=())["q"]
    mean, error = by_rows(
        pd.Series(weighting.weights),
        FRAME["w"],
        [FRAME["ward"] + FRAME["gender"], FRAME["ward"] + FRAME["age"]],
        inside=FRAME["q"].notna(),
    )
    assert row.mean == pytest.approx(mean, rel=1e-12)
    assert row.se == pytest.approx(error, rel=1e-10)


def test_co_occurrences_take_the_weights() -> None:
    """Summed over the margins again."""
    two = lk.Instrument("two", [lk.Item("q", lk.LikertScale()), lk.Item("r", lk.LikertScale())])
    data = lk.Responses(FRAME.assign(r=3), two, weight="w")
    weighting = lk.poststratify(data, GENDER, by="gender")
    table = data.weighted(weighting).cotally()
    assert table.axes == ()
    own = pd.Series(weighting.weights)[FRAME["q"] == 4]
    assert table.sums[0, 0, 0, 1, 3, 2] == pytest.approx(own.sum(), rel=1e-12)
    assert table.squares[0, 0, 0, 1, 3, 2] == pytest.approx((own**2).sum(), rel=1e-12)
    split = data.weighted(weighting).cotally(by="ward")
    assert [axis.name for axis in split.axes] == ["ward"]


def test_tables_of_calibrated_weights_add() -> None:
    """Law 1; they keep the margins until these are summed over, and pickle."""
    data = answers(weight="w", cluster="school")
    weighted = data.weighted(lk.rake(data, MARGINS))
    tally = weighted.tally(by="ward")
    assert {axis.name for axis in tally.axes} == {"ward", "gender", "age"}
    assert tally.calibration.margins == (("gender",), ("age",))
    assert pickle.loads(pickle.dumps(tally)) == tally
    assert tally.marginal(("age", "gender")).calibration is not None
    assert tally.marginal(("ward", "gender")).calibration is None
    plain = answers()
    one = plain.weighted(lk.rake(plain, MARGINS)).tally()
    assert (one + one).calibration.designed == pytest.approx(2 * one.calibration.designed)
    assert one.calibration != one.calibration.plus(one.calibration)
    assert one.calibration != 3
    other = plain.weighted(lk.poststratify(plain, GENDER, by="gender")).tally(by="age")
    with pytest.raises(MismatchError):
        _ = one + other


def test_margins_that_cannot_be_met_are_named() -> None:
    """A level without respondents, one without people, a cell that would need no weight."""
    with pytest.raises(
        CalibrationError, match="margin 'age': the sample has no respondents at the level 'x'"
    ):
        lk.rake(answers(), {"age": {"y": 1, "o": 1, "x": 1}})
    with pytest.raises(CalibrationError, match=r"'age': the sample has the level 'o' \(\d+ rows\)"):
        lk.rake(answers(), {"age": {"y": 1}})
    with pytest.raises(CalibrationError, match="'age': the sample has the level 'o'"):
        lk.rake(answers(), {"age": {"y": 1, "o": 0}})
    frame = FRAME.assign(age=FRAME["age"].where(FRAME["gender"] == "f", "o"))
    with pytest.raises(CalibrationError) as caught:
        lk.rake(answers(frame), {"gender": {"f": 100, "m": 450}, "age": {"y": 400, "o": 150}})
    said = str(caught.value)
    assert said.startswith(
        "no weights can meet the margins: 'gender' at 'm' (wanted 450, at best 150)"
    )
    assert "and 'age' at 'y' (wanted 400, at best 100)" in said
    # Nobody old among the women, or no weights: f = y leaves f, o without any.
    with pytest.raises(CalibrationError, match=r"'gender' at 'f' .* and 'age' at 'o'"):
        lk.rake(answers(frame), {"gender": {"f": 400, "m": 150}, "age": {"y": 400, "o": 150}})
    with pytest.raises(CalibrationError, match="or widen the bounds"):
        lk.rake(answers(), {"gender": {"f": 1, "m": 99}}, bounds=(0.9, 1.1))
    with pytest.raises(
        CalibrationError, match="different totals: 'gender' to 550 and 'age' to 500; expected"
    ):
        lk.rake(answers(), {"gender": GENDER, "age": {"y": 300, "o": 200}})


def test_raking_that_stops_early_says_so() -> None:
    """Wherever the weights are used."""
    weighting = lk.rake(answers(weight="w"), MARGINS, max_iterations=1, bounds=(0.3, 3))
    assert not weighting.converged
    assert weighting.iterations == 1
    assert "NOT converged after 1 iteration" in repr(weighting)
    notes = lk.means(answers(weight="w").weighted(weighting)).notes
    assert any(note.startswith("Raking did not converge: a margin is off") for note in notes)


@pytest.mark.parametrize("function", [lk.poststratify, lk.rake])
def test_what_cannot_be_weighted(function) -> None:
    """Counts, responses with such weights, blanks, unknown columns, sizes that are none."""
    totals = MARGINS if function is lk.rake else GENDER
    more = {} if function is lk.rake else {"by": "gender"}
    with pytest.raises(
        ArgumentTypeError, match="type Tally have no respondents that can be weighted"
    ):
        function(answers().tally(), totals, **more)
    done = answers().weighted(function(answers(), totals, **more))
    with pytest.raises(ArgumentError, match="are calibrated already"):
        function(done, totals, **more)
    blank = FRAME.assign(gender=FRAME["gender"].mask(FRAME.index < 3))
    with pytest.raises(BlankKeyError, match="the margin column 'gender' has blank"):
        function(answers(blank), totals, **more)
    with pytest.raises(MissingColumnError, match="no column 'gender'"):
        function(answers(FRAME.drop(columns="gender")), totals, **more)


@pytest.mark.parametrize(
    ("totals", "error", "said"),
    [
        ({"f": -1, "m": 2}, PopulationError, "level 'f' has the total -1; expected 0 or more"),
        ({"f": math.nan, "m": 2}, PopulationError, "level 'f' has the total nan"),
        (
            {"f": "1", "m": 2},
            ArgumentTypeError,
            "level 'f' has the total '1', which is not a number",
        ),
        ({"f": True, "m": 2}, ArgumentTypeError, "which is not a number"),
        ({"f": 0, "m": 0}, PopulationError, "all totals are 0"),
        ({}, ArgumentTypeError, "has no totals; expected level → number or proportion."),
        (3, ArgumentTypeError, "has no totals; expected level → number or proportion."),
    ],
)
def test_totals_that_are_none(totals: object, error: type[Exception], said: str) -> None:
    """The margin and the level are named."""
    with pytest.raises(error, match=said):
        lk.poststratify(answers(), totals, by="gender")  # type: ignore[arg-type]
    with pytest.raises(error, match=said):
        lk.rake(answers(), {"gender": totals})  # type: ignore[dict-item]


def test_options_of_rake() -> None:
    """Bounds about 1, a tolerance between 0 and 1, at least one step, at least one margin."""
    for bounds in ((1, 2), (0.5, 1), (-1, 2), (0.5, math.inf), (2, 0.5)):
        with pytest.raises(
            ArgumentError, match="do not lie on both sides of 1, the factor that changes"
        ):
            lk.rake(answers(), MARGINS, bounds=bounds)
    for bounds in (2, (1, 2, 3), ("a", 2), (False, 2)):
        with pytest.raises(ArgumentTypeError, match="is not a pair of numbers"):
            lk.rake(answers(), MARGINS, bounds=bounds)  # type: ignore[arg-type]
    for tolerance in (0, 1, -1e-9):
        with pytest.raises(ArgumentError, match="does not lie between 0 and 1"):
            lk.rake(answers(), MARGINS, tolerance=tolerance)
    for wrong in (True, "1e-9"):
        with pytest.raises(ArgumentTypeError, match="is not a number"):
            lk.rake(answers(), MARGINS, tolerance=wrong)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="max_iterations"):
        lk.rake(answers(), MARGINS, max_iterations=0)
    for margins in ({}, 3):
        with pytest.raises(
            ArgumentTypeError,
            match=r"has no margin; expected column → level → number or proportion.",
        ):
            lk.rake(answers(), margins)  # type: ignore[arg-type]


def test_weights_of_0_stay_0() -> None:
    """A cell without weight has nothing to multiply."""
    frame = FRAME.assign(w=FRAME["w"].where(FRAME["gender"] + FRAME["age"] != "my", 0.0))
    margins = {"gender": {"f": 400, "m": 150}, "age": {"y": 300, "o": 250}}
    weighting = lk.rake(answers(frame, weight="w"), margins)
    assert (weighting.weights[frame["w"] == 0] == 0).all()
    assert weighting.converged
    sizes = {("f", "y"): 1, ("f", "o"): 2, ("m", "o"): 3, ("m", "y"): 4}
    said = r"the weights of all \d+ rows at the level 'm', 'y' are 0"
    with pytest.raises(CalibrationError, match=said):
        lk.poststratify(answers(frame, weight="w"), sizes, by=("gender", "age"))
    least = lk.trim(weighting, low=2).weights
    assert (least[frame["w"] == 0] == 0).all()
    assert least.sum() == pytest.approx(550, rel=1e-12)
    most = lk.trim(weighting, high=12).weights
    assert most.sum() == pytest.approx(550, rel=1e-12)


def test_weights_are_made_once_of_one_design() -> None:
    """Neither on top of trimmed ones nor of another column, of the condition, or of nobody."""
    weighting = lk.rake(answers(), MARGINS)
    trimmed = answers().weighted(lk.trim(weighting, low=3))
    with pytest.raises(ArgumentError, match="made of the weights None, and the responses have tr"):
        trimmed.weighted(weighting)
    with pytest.raises(ArgumentError, match="made of the weights None, and the responses have 'w'"):
        answers(weight="w").weighted(weighting)
    data = answers(FRAME.assign(when="a"), condition="when")
    with pytest.raises(ArgumentError, match="the margin column 'when' is the condition"):
        lk.poststratify(data, {"a": 1}, by="when")
    for function, totals in ((lk.rake, {"gender": GENDER}), (lk.poststratify, GENDER)):
        more = {"by": "gender"} if function is lk.poststratify else {}
        with pytest.raises(ArgumentError, match="the responses have no rows"):
            function(answers(FRAME.iloc[:0]), totals, **more)
    # A mean in floating point is not each of the weights.
    few = answers(pd.DataFrame({"q": [1] * 7, "gender": "f"}))
    tenth = lk.poststratify(few, {"f": 0.7}, by="gender")
    assert lk.trim(tenth, low=0.1).weights == pytest.approx([0.1] * 7, rel=1e-12)
    renamed = answers(FRAME.rename(columns={"gender": "factor"}))
    found = lk.poststratify(renamed, GENDER, by="factor")
    assert list(found.to_frame().columns) == ["by_factor", "factor"]
    assert not pickle.loads(pickle.dumps(weighting)).weights.flags.writeable


def test_weights_belong_to_their_responses() -> None:
    """As many rows, the same columns and levels, and a weighting it must be."""
    weighting = lk.rake(answers(), MARGINS)
    with pytest.raises(ArgumentError, match="has 80 rows, but the responses have 70"):
        answers(FRAME.iloc[:70]).weighted(weighting)
    with pytest.raises(MissingColumnError):
        answers(FRAME.drop(columns="age")).weighted(weighting)
    with pytest.raises(ArgumentTypeError, match="weighting is a ndarray; expected a Weighting"):
        answers().weighted(weighting.weights)  # type: ignore[arg-type]
    other = answers(FRAME.assign(age=FRAME["age"].replace("y", "z"))).weighted(weighting)
    with pytest.raises(ArgumentError, match=r"rows with 'gender' '.', 'age' 'z', for which"):
        other.tally()
    long = FRAME.assign(when="a")
    apart = lk.rake(answers(long, condition="when"), MARGINS)
    with pytest.raises(ArgumentError, match="under 'b', for which the weighting has no factor"):
        answers(long.assign(when="b"), condition="when").weighted(apart).tally()
    assert "weights raked (exponential)" in repr(answers().weighted(weighting))
    view = answers().weighted(weighting).scored("keyed")
    assert lk.means(view)["q"].method.startswith("calibrated mean")


def test_a_weighting_prints_compares_and_pickles() -> None:
    """Its weights are read-only."""
    weighting = lk.rake(answers(), MARGINS)
    said = repr(weighting)
    assert said.startswith("Weights: raked (exponential)")
    assert "gender and age" in said
    assert "converged after" in said
    assert "<table" in weighting._repr_html_()
    assert weighting == lk.rake(answers(), MARGINS)
    assert weighting != lk.rake(answers(), MARGINS, bounds=(0.3, 3))
    assert weighting != 3
    lazy = lk.rake(answers(pl.from_pandas(FRAME).lazy()), MARGINS)
    assert lazy == lk.rake(answers(pl.from_pandas(FRAME).lazy()), MARGINS)
    assert pickle.loads(pickle.dumps(weighting)) == weighting
    with pytest.raises(ValueError, match="read-only"):
        weighting.weights[0] = 1


def test_trimmed_weights() -> None:
    """Within the range, of the same sum; those inside keep their ratios."""
    data = answers(weight="w")
    weighting = lk.rake(data, MARGINS)
    cut = lk.trim(weighting, low=3, high=12)
    before, after = weighting.weights, cut.weights
    assert after.sum() == pytest.approx(before.sum(), rel=1e-12)
    assert after.min() == 3
    assert after.max() == 12
    inside = (after > 3) & (after < 12)
    ratios = after[inside] / before[inside]
    assert ratios == pytest.approx(np.full(len(ratios), ratios[0]), rel=1e-12)
    assert lk.trim(cut, low=3, high=12).weights == pytest.approx(after, rel=1e-12)
    assert lk.trim(weighting, low=0).weights == pytest.approx(before, rel=1e-12)
    assert cut.method == "raked (exponential), trimmed to 3 to 12"
    n_cut = np.count_nonzero((before < 3) | (before > 12))
    said = (
        f"Weights are trimmed to 3 to 12 ({n_cut} of 80 changed): they no longer meet the margins, "
    )
    assert cut.notes == (said + "and standard errors treat them as fixed.",)
    assert cut.effective_n == pytest.approx(lk.effective_sample_size(after), rel=1e-12)
    assert cut.to_frame().empty
    assert "factors" not in repr(cut)
    given = lk.means(answers(FRAME.assign(w=after), weight="w"))["q"]
    row = lk.means(data.weighted(cut))
    assert (row["q"].mean, row["q"].se) == (given.mean, given.se)
    assert cut.notes[0] in row.notes
    with pytest.raises(ArgumentError, match="are calibrated already"):
        lk.rake(data.weighted(cut), MARGINS)
    # At the mean there is room for one solution, and nobody lies between the ends.
    few = answers(pd.DataFrame({"q": [1, 2, 3, 4], "gender": list("ffmm")}))
    two = lk.poststratify(few, {"f": 2, "m": 6}, by="gender")
    assert two.weights.tolist() == [1.0, 1.0, 3.0, 3.0]
    assert lk.trim(two, high=2).weights.tolist() == [2.0] * 4
    assert lk.trim(two, low=1.5, high=2.5).weights.tolist() == [1.5, 1.5, 2.5, 2.5]


def test_ranges_that_trim_nothing_or_cannot() -> None:
    """Empty ranges, ranges without the mean, and what is no range."""
    weighting = lk.rake(answers(), MARGINS)
    for low, high in ((None, 6), (7, None)):
        with pytest.raises(CalibrationError, match=r"their mean is 6\.875"):
            lk.trim(weighting, low=low, high=high)
    for low, high in ((3, 3), (5, 2), (-1, 9)):
        with pytest.raises(
            ArgumentError, match=rf"low={low}, high={high} is not a range of weights"
        ):
            lk.trim(weighting, low=low, high=high)
    with pytest.raises(ArgumentError, match="low=None and high=None give no limit; expected at"):
        lk.trim(weighting)
    for low in ("1", True):
        with pytest.raises(ArgumentTypeError, match="of weights is not a number"):
            lk.trim(weighting, low=low, high=9)  # type: ignore[arg-type]
    with pytest.raises(ArgumentTypeError, match="weighting is a ndarray; expected a Weighting"):
        lk.trim(weighting.weights, low=1, high=9)  # type: ignore[arg-type]


def test_what_weights_cost() -> None:
    """Kish's formulas, of arrays, columns and weightings."""
    weights = [1.0, 1.0, 2.0, 0.0]
    assert lk.effective_sample_size(weights) == 16 / 6
    assert lk.design_effect(pd.Series(weights)) == 3 * 6 / 16
    weighting = lk.rake(answers(), MARGINS)
    assert lk.effective_sample_size(weighting) == pytest.approx(weighting.effective_n, rel=1e-12)
    assert lk.design_effect(weighting) == pytest.approx(weighting.design_effect, rel=1e-12)
    assert lk.design_effect([3, 3, 3]) == 1.0
    for wrong, said in (
        ([1, -1], "1 of 2 weights are negative, missing or not finite: -1 in row 1"),
        ([1, math.nan], "nan in row 1"),
        ([math.inf, 1], "inf in row 0"),
        ([0, 0], "2 weights add up to 0"),
    ):
        with pytest.raises(lk.errors.WeightError, match=said):
            lk.effective_sample_size(wrong)
    with pytest.raises(ArgumentTypeError, match="have 2 dimensions"):
        lk.design_effect([[1.0]])
    for wrong in (["a"], [True], ["1"], [object()]):
        with pytest.raises(ArgumentTypeError, match="is a list; expected numbers"):
            lk.design_effect(wrong)


def test_margins_as_series() -> None:
    """A Series of pandas is the mapping of its index to its values."""
    plain = lk.rake(answers(), MARGINS)
    series = {name: pd.Series(totals) for name, totals in MARGINS.items()}
    assert np.array_equal(lk.rake(answers(), series).weights, plain.weights)
    (name, totals), *_ = MARGINS.items()
    one = lk.poststratify(answers(), pd.Series(totals), by=name)
    assert np.array_equal(one.weights, lk.poststratify(answers(), totals, by=name).weights)
