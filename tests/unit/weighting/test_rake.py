"""rake: margins that are met, bounds that are kept, and what cannot be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, CalibrationError

ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale())])
RNG = np.random.default_rng(11)
N = 60
FRAME = pd.DataFrame({
    "q": RNG.integers(1, 6, N),
    "gender": RNG.choice(["f", "m"], N, p=[0.65, 0.35]),
    "age": RNG.choice(["y", "o"], N),
    "grade": RNG.choice(["a", "b", "c"], N),
    "when": RNG.choice(["before", "after"], N),
    "w": RNG.gamma(2.0, 1.0, N) + 0.1,
})  # fmt: skip
MARGINS: dict[Any, Any] = {
    "gender": {"f": 480, "m": 420},
    "age": {"y": 500, "o": 400},
    "grade": {"a": 200, "b": 300, "c": 400},
}
# A margin is met to 1e-10 of the total of 900.
CLOSE = 1e-7
# Men are old, all of them.
OLD_MEN = FRAME.assign(age=FRAME["age"].mask(FRAME["gender"] == "m", "o"))


def answers(frame: pd.DataFrame = FRAME, **declared: Any) -> lk.Responses:
    """Return the answers, bound to the one item."""
    return lk.Responses(frame, ONE, **declared)


def sums(weights: Any, by: Any, frame: pd.DataFrame = FRAME) -> dict[Any, float]:
    """Return the weights' sum at each level of a column, or of several."""
    columns = [frame[name] for name in by] if isinstance(by, tuple) else frame[by]
    found: dict[Any, float] = pd.Series(weights).groupby(columns).sum().to_dict()
    return found


def fitted(design: pd.Series, margins: dict[Any, Any], frame: pd.DataFrame = FRAME) -> Any:
    """Return the weights of iterative proportional fitting, margin after margin, row by row."""
    weights = design.to_numpy(float).copy()
    for _ in range(1000):
        for by, totals in margins.items():
            names = by if isinstance(by, tuple) else (by,)
            keys = list(zip(*(frame[name] for name in names), strict=True))
            reached: dict[Any, float] = {}
            for key, weight in zip(keys, weights, strict=True):
                reached[key] = reached.get(key, 0.0) + weight
            wanted = {k if isinstance(by, tuple) else (k,): n for k, n in totals.items()}
            weights *= np.array([wanted[key] / reached[key] for key in keys])
    return weights


@pytest.mark.parametrize("weight", [None, "w"])
@pytest.mark.parametrize("joint", [False, True])
def test_the_weights_are_those_of_proportional_fitting(weight: str | None, *, joint: bool) -> None:
    """Margin after margin until nothing moves; the design's weights are where it starts."""
    margins = dict(MARGINS)
    if joint:
        del margins["age"]
        margins["age", "gender"] = {("y", "f"): 250, ("y", "m"): 250,
                                    ("o", "f"): 230, ("o", "m"): 170}  # fmt: skip
    design = pd.Series(1.0, index=FRAME.index) if weight is None else FRAME[weight]
    found = lk.rake(answers(weight=weight), margins)
    assert found.weights == pytest.approx(fitted(design, margins), rel=1e-8)
    assert found.converged
    assert 1 <= found.iterations < 20
    assert found.error <= 1e-10
    assert found.method == "raked (exponential)"
    assert found.notes == ()
    for by, totals in margins.items():
        assert sums(found.weights, by) == pytest.approx(totals, abs=CLOSE)
    expected = (("gender",), ("grade",), ("age", "gender")) if joint else (
        ("gender",), ("age",), ("grade",))  # fmt: skip
    assert found.margins == expected
    assert found.columns == (("gender", "grade", "age") if joint else ("gender", "age", "grade"))


def test_a_looser_tolerance_stops_sooner() -> None:
    """Still within it."""
    strict, loose = (lk.rake(answers(), MARGINS, tolerance=t) for t in (1e-12, 1e-2))
    assert strict.error <= 1e-12
    assert strict.error < loose.error <= 1e-2
    assert loose.iterations < strict.iterations
    assert loose.converged
    for by, totals in MARGINS.items():
        assert sums(loose.weights, by) == pytest.approx(totals, abs=9)


@pytest.mark.parametrize("weight", [None, "w"])
def test_shares_keep_the_sum_of_weights(weight: str | None) -> None:
    """Shares and numbers of the same people make weights in the same ratio."""
    shares = {
        by: {level: total / 900 for level, total in totals.items()}
        for by, totals in MARGINS.items()
    }
    data = answers(weight=weight)
    total = FRAME["w"].sum() if weight else N
    weights = lk.rake(data, shares).weights
    assert weights.sum() == pytest.approx(total, rel=1e-9)
    assert weights == pytest.approx(lk.rake(data, MARGINS).weights * total / 900, rel=1e-9)


@pytest.mark.parametrize("low", [0.0, 0.25])
def test_bounds_hold_after_the_design_was_brought_to_the_total(low: float) -> None:
    """Every factor inside, every margin met, and it is the logit function that meets them."""
    high = 2.1
    free = lk.rake(answers(weight="w"), MARGINS)
    scale = 900 / FRAME["w"].sum()
    beyond = free.weights / (FRAME["w"] * scale)
    # The bounds are felt.
    assert beyond.max() > high
    found = lk.rake(answers(weight="w"), MARGINS, bounds=(low, high))
    factors = np.array([cell.factor for cell in found.cells]) / scale
    assert ((factors > low) & (factors < high)).all()
    for by, totals in MARGINS.items():
        assert sums(found.weights, by) == pytest.approx(totals, abs=CLOSE)
    assert found.method == f"raked (factors from {low:g} to {high:g})"
    # Deville and Särndal's distance: the logits of the factors are a sum over the margins.
    logits = np.log((factors - low) / (high - factors))
    levels = pd.get_dummies(
        pd.DataFrame([cell.levels for cell in found.cells], columns=list(found.columns))
    ).to_numpy(float)
    fit = levels @ np.linalg.lstsq(levels, logits, rcond=None)[0]
    assert len(logits) > np.linalg.matrix_rank(levels)
    assert logits == pytest.approx(fit, abs=1e-8)


def test_each_condition_by_itself() -> None:
    """The weights under one are those of its rows alone; the worst of them is reported."""
    data = answers(weight="w", condition="when")
    found = lk.rake(data, MARGINS)
    alone = {}
    for when in ("before", "after"):
        rows = FRAME["when"] == when
        alone[when] = lk.rake(answers(FRAME[rows], weight="w"), MARGINS)
        assert found.weights[rows] == pytest.approx(alone[when].weights, rel=1e-9)
    assert found.iterations == max(one.iterations for one in alone.values())
    assert found.error == pytest.approx(max(one.error for one in alone.values()), abs=1e-14)
    # The composition of one leaves nothing to do there, and the other is raked.
    later = FRAME[FRAME["when"] == "after"]
    own = {name: (later[name].value_counts() / len(later)).to_dict() for name in MARGINS}
    found = lk.rake(answers(condition="when"), own)
    assert found.weights[later.index] == pytest.approx(np.ones(len(later)), rel=1e-12)
    assert found.iterations > 1
    frame = FRAME.assign(age=FRAME["age"].mask(FRAME["when"] == "after", "o"))
    with pytest.raises(CalibrationError) as caught:
        lk.rake(answers(frame, condition="when"), MARGINS)
    assert "the sample under 'after' has no respondents at the level 'y'" in str(caught.value)
    frame = OLD_MEN.assign(age=OLD_MEN["age"].where(FRAME["when"] == "after", FRAME["age"]))
    impossible = {"gender": {"f": 100, "m": 800}, "age": {"y": 500, "o": 400}}
    with pytest.raises(CalibrationError, match="no weights can meet the margins under 'after': "):
        lk.rake(answers(frame, condition="when"), impossible)


def test_rows_of_weight_0_are_left_aside() -> None:
    """The others meet the margins as if alone, and they keep 0."""
    frame = FRAME.assign(w=FRAME["w"].mask(FRAME["grade"] + FRAME["age"] == "ay", 0.0))
    found = lk.rake(answers(frame, weight="w"), MARGINS)
    out = frame["w"] == 0
    assert out.any()
    assert (found.weights[out] == 0).all()
    alone = lk.rake(answers(frame[~out], weight="w"), MARGINS)
    assert found.weights[~out] == pytest.approx(alone.weights, rel=1e-10)
    nobody = FRAME.assign(w=FRAME["w"].where(FRAME["grade"] != "a", 0.0))
    with pytest.raises(
        CalibrationError, match="margin 'grade': the sample has no respondents at the level 'a'"
    ):
        lk.rake(answers(nobody, weight="w"), MARGINS)


def test_margins_of_different_people() -> None:
    """All of them are said; what rounding leaves is none."""
    with pytest.raises(CalibrationError) as caught:
        lk.rake(answers(), {**MARGINS, "age": {"y": 500, "o": 300}})
    assert str(caught.value).startswith(
        "the margins have different totals: 'gender' to 900, 'age' to 800 and 'grade' to 900; "
    )
    with pytest.raises(CalibrationError, match="'gender' to 1 and 'age' to 900"):
        lk.rake(answers(), {"gender": {"f": 0.5, "m": 0.5}, "age": MARGINS["age"]})
    near = lk.rake(answers(), {"gender": {"f": 480, "m": 420}, "age": {"y": 500.0001, "o": 400}})
    assert near.converged
    assert near.weights.sum() == pytest.approx(900, abs=CLOSE)


def test_margins_that_no_weights_meet() -> None:
    """Whoever is young is a woman: 300 women cannot hold 400 young."""
    with pytest.raises(CalibrationError) as caught:
        lk.rake(answers(OLD_MEN), {"gender": {"f": 300, "m": 600}, "age": {"y": 400, "o": 500}})
    line, hint = str(caught.value).splitlines()
    # Which of the two is given up is as good: the deviations have the same sum.
    women = "'gender' at 'f' (wanted 300, at best 400)" in line
    young = "'age' at 'y' (wanted 400, at best 300)" in line
    assert line.startswith("no weights can meet the margins: ")
    assert women or young
    assert hint == "Hint: merge the level with another level, in the data and in the margin."


def test_margins_that_only_a_weight_of_0_would_meet() -> None:
    """Were all women young, the old women would need it; both their levels are named."""
    margins = {"gender": {"f": 400, "m": 500}, "age": {"y": 400, "o": 500}}
    for bounds in (None, (0, 100)):
        with pytest.raises(CalibrationError) as caught:
            lk.rake(answers(OLD_MEN), margins, bounds=bounds)
        assert str(caught.value).splitlines()[0] == (
            "no weights can meet the margins: 'gender' at 'f' (wanted 400, at best 400) and 'age' "
            "at "
            "'o' (wanted 500, at best 500)."
        )
    # A little room, and there are weights.
    easy = lk.rake(answers(OLD_MEN), {"gender": {"f": 410, "m": 490}, "age": {"y": 400, "o": 500}})
    assert easy.converged


def test_levels_of_a_joint_margin_are_spoken_of() -> None:
    """Both columns, both values."""
    margins = {
        ("gender", "age"): {("f", "y"): 100, ("f", "o"): 100, ("m", "o"): 700},
        "grade": {"a": 300, "b": 300, "c": 300},
    }
    frame = OLD_MEN.assign(grade=OLD_MEN["grade"].mask(OLD_MEN["gender"] == "m", "a"))
    with pytest.raises(CalibrationError) as caught:
        lk.rake(answers(frame), margins)
    assert "'gender' × 'age' at 'm', 'o' (wanted 700, at best " in str(caught.value) or (
        "'grade' at 'a' (wanted 300, at best 700)" in str(caught.value)
    )


def test_bounds_that_are_too_narrow() -> None:
    """How far they let a level come."""
    n = FRAME["gender"].value_counts()
    margins = {"gender": {"f": 30, "m": 30}}
    with pytest.raises(CalibrationError) as caught:
        lk.rake(answers(), margins, bounds=(0.99, 1.01))
    line, hint = str(caught.value).splitlines()
    assert f"'gender' at 'm' (wanted 30, at best {n['m'] * 1.01:.6g})" in line
    assert f"'gender' at 'f' (wanted 30, at best {n['f'] * 0.99:.6g})" in line
    assert hint.endswith("in the data and in the margin, or widen the bounds.")
    assert lk.rake(answers(), margins, bounds=(0.5, 2)).converged


@pytest.mark.parametrize("bounds", [None, (0.2, 4.0)])
def test_an_early_end_is_said_wherever_the_weights_are_used(bounds: Any) -> None:
    """Margins that could be met are not called impossible."""
    data = answers(weight="w")
    found = lk.rake(data, MARGINS, max_iterations=1, bounds=bounds)
    assert not found.converged
    assert found.iterations == 1
    assert found.error > 1e-10
    worst = max(
        abs(reached - MARGINS[by][level]) / 900
        for by in MARGINS
        for level, reached in sums(found.weights, by).items()
    )
    assert found.error == pytest.approx(worst, rel=1e-9)
    note = (
        f"Raking did not converge: a margin is off by {worst:.2g} of the total; allowed is 1e-10."
    )
    assert found.notes == (note,)
    weighted = data.weighted(found)
    assert note in lk.means(weighted).notes
    assert note in lk.frequencies(weighted).notes
    assert note in weighted.tally().notes
    assert note in weighted.cotally().notes
    assert lk.rake(data, MARGINS, max_iterations=found.iterations + 50, bounds=bounds).notes == ()


def test_margins_that_are_none() -> None:
    """Which margin, which level."""
    for margins, error, said in (
        ({}, ArgumentTypeError, "has no margin; expected column"),
        (["age"], ArgumentTypeError, "has no margin; expected column"),
        ({"age": {}}, ArgumentTypeError, "has no totals; expected level → number or proportion."),
        ({"age": {"y": 1, "o": None}}, ArgumentTypeError, "level 'o' has the total None, which"),
        ({("age", "grade"): {"y": 1}}, ArgumentError, "margin 'age' × 'grade': level 'y' does not"),
        ({"gender": MARGINS["gender"], "age": {"y": 900}}, CalibrationError,
         r"margin 'age': the sample has the level 'o' \(\d+ rows\)"),
    ):  # fmt: skip
        with pytest.raises(error, match=said):
            lk.rake(answers(), margins)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (
            {"bounds": (1.0, 2.0)},
            ArgumentError,
            "do not lie on both sides of 1",
        ),
        (
            {"bounds": (0.5, 1.0)},
            ArgumentError,
            "do not lie on both sides of 1",
        ),
        (
            {"bounds": (-0.1, 2)},
            ArgumentError,
            "do not lie on both sides of 1",
        ),
        (
            {"bounds": (0.5, math.inf)},
            ArgumentError,
            "do not lie on both sides of 1",
        ),
        (
            {"bounds": (math.nan, 2)},
            ArgumentError,
            "do not lie on both sides of 1",
        ),
        ({"bounds": 2.0}, ArgumentTypeError, "bounds=2.0 is not a pair of numbers"),
        ({"bounds": (0.5,)}, ArgumentTypeError, "is not a pair of numbers"),
        ({"bounds": ("0.5", 2)}, ArgumentTypeError, "is not a pair of numbers"),
        ({"tolerance": 0}, ArgumentError, "tolerance=0 does not lie between 0 and 1"),
        ({"tolerance": 1}, ArgumentError, "tolerance=1 does not lie between 0 and 1"),
        ({"tolerance": math.nan}, ArgumentError, "does not lie between 0 and 1"),
        ({"tolerance": None}, ArgumentTypeError, "tolerance=None is not a number"),
        ({"tolerance": True}, ArgumentTypeError, "tolerance=True is not a number"),
        ({"max_iterations": 0}, ArgumentError, "max_iterations"),
        ({"max_iterations": 2.5}, ArgumentTypeError, "max_iterations"),
    ],
)
def test_options(options: dict[str, Any], error: type[Exception], said: str) -> None:
    """Refused before the responses are looked at."""
    with pytest.raises(error, match=said):
        lk.rake(None, MARGINS, **options)  # type: ignore[arg-type]
    assert lk.rake(answers(), MARGINS, bounds=[0.2, 5]).converged  # type: ignore[arg-type]


def test_what_cannot_be_raked() -> None:
    """Counts, and what was raked."""
    with pytest.raises(ArgumentTypeError, match="type Tally have no respondents"):
        lk.rake(answers().tally(), MARGINS)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="calibrated already"):
        lk.rake(answers().weighted(lk.rake(answers(), MARGINS)), MARGINS)


def test_a_margin_may_be_the_stratum_or_overlap() -> None:
    """Strata are columns as others are; a joint margin may hold a margin."""
    data = answers(stratum="grade")
    found = lk.rake(data, MARGINS)
    assert found.weights == pytest.approx(lk.rake(answers(), MARGINS).weights, rel=1e-10)
    joint = {("gender", "age"): {("f", "y"): 250, ("f", "o"): 230, ("m", "y"): 250,
                                 ("m", "o"): 170}}  # fmt: skip
    one = lk.rake(answers(), joint)
    both = lk.rake(answers(), {**joint, "gender": MARGINS["gender"]})
    assert both.weights == pytest.approx(one.weights, rel=1e-9)
