from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError

if TYPE_CHECKING:
    from likertkit.instrument import Scoring

LOW = lk.LikertScale(labels={1: "Strongly agree", 5: "Strongly disagree"}, positive="low")
# 1, 1, 2, 2, 2, 3, 4, 4, 4, 5: the sum is 28, that of the squares 96.
COUNTS: dict[object, int] = {1: 2, 2: 3, 3: 1, 4: 3, 5: 1}
VIEWS: tuple[Scoring, ...] = ("as_answered", "keyed", "favourable")


def one(scale: lk.LikertScale, **options: str) -> lk.Instrument:
    """Return an instrument of one item."""
    return lk.Instrument("one", [lk.Item("q", scale, **options)])  # type: ignore[arg-type]


def described(counts: dict[object, int], scale: lk.LikertScale | None = None):
    """Return the row of one positively keyed item."""
    return lk.describe(
        lk.Tally.from_counts({"q": counts}, one(scale or lk.LikertScale(positive="high")))
    )["q"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        # The positive end of the answers is 1, "Strongly agree".
        ("as_answered", {"mean": 2.8, "median": 2.5, "top_box": 0.2, "floor": 0.2}),
        # 6 - code: 1 is now "Strongly disagree", still the end where the scale is positive.
        ("keyed", {"mean": 3.2, "median": 3.5, "top_box": 0.1, "floor": 0.1}),
        # Turned twice, back to the codes; but higher is better, so the top box is at 5.
        ("favourable", {"mean": 2.8, "median": 2.5, "top_box": 0.1, "floor": 0.2}),
    ],
)
def test_a_negative_item_on_a_scale_whose_low_end_is_positive(
    view: Scoring, expected: dict[str, float]
) -> None:
    """Worked by hand: "I felt drained", 1 = strongly agree."""
    tally = lk.Tally.from_counts({"q": COUNTS}, one(LOW, keyed="negative")).scored(view)
    row = lk.describe(tally)["q"]
    assert {name: getattr(row, name) for name in expected} == expected
    # Of the ends one holds 0.2 of the answers, the other 0.1.
    assert row.top_box + row.bottom_box == row.floor + row.ceiling == pytest.approx(0.3)
    assert row.net == pytest.approx(2 * row.top_box - 0.3, rel=1e-14)
    assert (row.n, row.q1, row.q3) == (10, 2.0, 4.0)
    assert row.sd == pytest.approx(math.sqrt((96 - 28**2 / 10) / 9), rel=1e-14)
    assert row.mode == 2
    assert row.note == "modes 2 and 4"
    # (m - 1/2) + (5 - 5) / f falls between two levels.
    assert row.interpolated_median == row.median
    assert lk.means(tally)["q"].mean == row.mean


@pytest.mark.parametrize(
    ("view", "mean", "floor", "ceiling"),
    [("as_answered", 2.8, 0.2, 0.1), ("keyed", 2.8, 0.2, 0.1), ("favourable", 3.2, 0.1, 0.2)],
)
def test_a_positive_item_on_the_same_scale(
    view: Scoring, mean: float, floor: float, ceiling: float
) -> None:
    """The top box is always "Strongly agree"; floor and ceiling follow the scores."""
    row = lk.describe(lk.Tally.from_counts({"q": COUNTS}, one(LOW)).scored(view))["q"]
    assert (row.mean, row.top_box, row.bottom_box) == (mean, 0.2, 0.1)
    assert (row.floor, row.ceiling) == (floor, ceiling)


@pytest.mark.parametrize("keyed", ["positive", "negative"])
@pytest.mark.parametrize("view", VIEWS)
def test_equal_weights_change_no_distribution(view: Scoring, keyed: str) -> None:
    """With weights the other formulas run, turned as the scores are."""
    codes = [code for code, n in COUNTS.items() for _ in range(n)]
    frame = pd.DataFrame({"q": codes, "w": 1.0})
    instrument = one(LOW, keyed=keyed)
    plain, weighted = (
        lk.describe(lk.Responses(frame, instrument, weight=weight).scored(view))["q"]
        for weight in (None, "w")
    )
    figures = [f.name for f in attrs.fields(type(plain)) if f.type == "float"]
    assert len(figures) == 16
    for name in set(figures) - {"q1", "q3"}:  # of type 7, with weights is a 2
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("view", VIEWS)
def test_expanded_rows_in_pandas(view: Scoring) -> None:
    """Every figure that pandas has, on the scores one by one."""
    rng = np.random.default_rng(3)
    items = [
        lk.Item("a", lk.LikertScale(positive="high")),
        lk.Item("b", LOW, keyed="negative"),
        lk.Item("c", LOW),
        lk.Item("d", lk.LikertScale((0, 1, 2, 4), positive="high"), keyed="negative"),
    ]
    frame = pd.DataFrame({
        item.name: rng.choice([*item.scale.codes, np.nan], 37) for item in items
    })  # fmt: skip
    table = lk.describe(lk.Responses(frame, lk.Instrument("four", items)).scored(view))
    for item in items:
        reverse = (item.keyed == "negative") if view != "as_answered" else False
        if view == "favourable" and item.scale.positive == "low":
            reverse = not reverse
        scores = frame[item.name].dropna()
        if reverse:
            scores = item.scale.low + item.scale.high - scores
        row = table[item.name]
        assert row.n == len(scores)
        assert row.mean == pytest.approx(scores.mean(), rel=1e-14)
        assert row.sd == pytest.approx(scores.std(), rel=1e-13)
        assert row.se == pytest.approx(scores.sem(), rel=1e-13)
        assert row.skewness == pytest.approx(scores.skew(), rel=1e-11, abs=1e-13)
        assert [row.q1, row.median, row.q3] == scores.quantile([0.25, 0.5, 0.75]).tolist()
        assert row.mode == scores.mode()[0]
        assert row.floor == (scores == item.scale.low).mean()
        assert row.ceiling == (scores == item.scale.high).mean()


def test_a_net_promoter_score() -> None:
    """Nine and ten less nought to six, on 0 to 10."""
    instrument = one(lk.LikertScale(range(11), positive="high"))
    tally = lk.Tally.from_counts({"q": {0: 1, 6: 1, 7: 2, 8: 1, 9: 2, 10: 3}}, instrument)
    table = lk.describe(tally, boxes=(2, 7))
    row = table["q"]
    assert (row.top_box, row.bottom_box, row.net) == (0.5, 0.2, 0.3)
    assert table.notes[-1] == "Top box: 9, 10; bottom box: 0 to 6."
    assert dict(table.options)["boxes"] == (2, 7)


@pytest.mark.parametrize("boxes", [2, "11", (1,), (1, 1, 1), None, (1.5, 1), (True, 1), ("1", 1)])
def test_boxes_are_two_numbers_of_levels(boxes: object) -> None:
    """Neither one number nor three, and whole."""
    with pytest.raises(ArgumentTypeError, match="boxes="):
        lk.describe(lk.Tally.from_counts({"q": COUNTS}, one(LOW)), boxes=boxes)  # type: ignore[arg-type]


def test_boxes_do_not_overlap() -> None:
    """The item on which they would is named."""
    tally = lk.Tally.from_counts({"q": COUNTS}, one(LOW))
    with pytest.raises(ArgumentError, match=r"item 'q' has 5 levels, fewer than the 3 \+ 3"):
        lk.describe(tally, boxes=(3, 3))
    with pytest.raises(ArgumentError, match=r"boxes=0 is too small"):
        lk.describe(tally, boxes=(0, 1))
    assert lk.describe(tally, boxes=(2, 3))["q"].bottom_box == 0.5


def test_the_columns_of_the_contract() -> None:
    """In order, the by columns first, each reason for a missing answer in its own column."""
    scale = lk.LikertScale(nonsubstantive={"Don't know": 8, "N/A": 9}, positive="high")
    other = lk.LikertScale(nonsubstantive={"Refused": 7, "N/A": None}, positive="high")
    instrument = lk.Instrument("two", [lk.Item("q", scale), lk.Item("r", other)])
    frame = pd.DataFrame({"q": [1, 8, 9, 9, None], "r": ["N/A", "7", "7", None, "3"], "g": 1})
    found = lk.describe(lk.Responses(frame, instrument), by="g").to_frame()
    assert list(found.columns) == [
        "g", "item", "n", "n_missing", "n_missing_blank", "n_missing_dont_know", "n_missing_n_a",
        "n_missing_refused", "mean", "sd", "se", "low", "high", "median", "interpolated_median",
        "mode", "q1", "q3", "skewness", "top_box", "bottom_box", "net", "floor",
        "ceiling", "note",
    ]  # fmt: skip
    missing = found.filter(like="n_missing").to_numpy().tolist()
    assert missing == [[4, 1, 1, 2, 0], [4, 1, 0, 1, 2]]


def test_reasons_that_read_alike_keep_apart() -> None:
    """Two labels that give one column name are numbered."""
    scale = lk.LikertScale(nonsubstantive={"Not sure": 8, "Not sure!": 9}, positive="high")
    tally = lk.Tally.from_counts({"q": {8: 1, 9: 2}}, one(scale))
    found = lk.describe(tally).to_frame()
    assert found[["n_missing_not_sure", "n_missing_not_sure_2"]].to_numpy().tolist() == [[1, 2]]


@pytest.mark.parametrize("weight", [None, "w"])
def test_an_item_that_nobody_answered_is_undefined(weight: str | None) -> None:
    """NaN and a note, never 0; the item beside it is estimated."""
    scale = lk.LikertScale(nonsubstantive={"N/A": 9}, positive="high")
    instrument = lk.Instrument("two", [lk.Item("q", scale), lk.Item("r", scale)])
    frame = pd.DataFrame({"q": [9.0, np.nan, 9.0], "r": [1, 2, 3], "w": 1.0})
    table = lk.describe(lk.Responses(frame, instrument, weight=weight))
    row = table["q"]
    figures = attrs.asdict(row)
    assert (row.n, row.n_missing, dict(row.missing)) == (
        0, 3, {"n_missing_blank": 1, "n_missing_n_a": 2},
    )  # fmt: skip
    assert all(math.isnan(v) for v in figures.values() if isinstance(v, float))
    assert sum(isinstance(v, float) for v in figures.values()) == 16
    assert row.note == "no valid answers"
    assert "–" in table.to_text(200)
    assert " 0 %" not in table.to_text(200).splitlines()[3]
    assert "q: no valid answers" in table.to_text(200)
    assert table["r"].mean == 2.0


@pytest.mark.parametrize("weight", [None, "w"])
def test_one_answer_has_no_spread(weight: str | None) -> None:
    """Its mean is known, nothing else of the kind."""
    frame = pd.DataFrame({"q": [4, None], "w": [2.0, 1.0]})
    row = lk.describe(lk.Responses(frame, one(LOW), weight=weight))["q"]
    assert (row.mean, row.median, row.interpolated_median, row.mode) == (4.0, 4.0, 4.0, 4.0)
    assert all(math.isnan(v) for v in (row.sd, row.se, row.low, row.high, row.skewness))
    assert row.note == "one valid answer: no spread can be estimated"


def test_answers_of_weight_zero_alone_are_undefined() -> None:
    """There are answers, and they stand for nobody."""
    frame = pd.DataFrame({"q": [4, 5, None], "w": [0.0, 0.0, 1.0]})
    row = lk.describe(lk.Responses(frame, one(LOW), weight="w"))["q"]
    assert (row.n, row.note) == (0, "no valid answers: 2 respondents of weight 0")
    assert all(
        math.isnan(v) for v in (row.mean, row.sd, row.median, row.mode, row.top_box, row.net)
    )


def test_skewness_needs_three_answers_and_a_spread() -> None:
    """Otherwise undefined, with weights too."""
    for answers in ([1, 5], [3, 3, 3]):
        frame = pd.DataFrame({"q": answers, "w": 1.0})
        for weight in (None, "w"):
            row = lk.describe(lk.Responses(frame, one(LOW), weight=weight))["q"]
            assert math.isnan(row.skewness)
            assert "skewness" in row.note


def test_modes_are_all_named() -> None:
    """The lowest is the figure, the note has the others; three are a list."""
    row = described({1: 2, 3: 2, 5: 2})
    assert (row.mode, row.note) == (1.0, "modes 1, 3 and 5")
    assert described({1: 2, 3: 3}).note == ""


def test_interpolated_medians_by_hand() -> None:
    """1, 1, 4, 4 gives 2.5; 20, 22, 6, 2, 1 gives 1.5 + 5.5 / 22."""
    assert described({1: 2, 4: 2}).interpolated_median == 2.5
    assert described({1: 20, 2: 22, 3: 6, 4: 2, 5: 1}).interpolated_median == 1.75
    assert described({2: 1, 3: 1}).interpolated_median == 2.5
    assert described({3: 4}).interpolated_median == 3.0
    # Half of six falls at the upper edge of the middle level.
    assert described({1: 1, 2: 2, 4: 3}).interpolated_median == 3.0


def test_what_the_table_says_about_itself() -> None:
    """The view, the interval, the boxes; the options as used."""
    tally = lk.Tally.from_counts({"q": COUNTS}, one(LOW)).scored("favourable")
    table = lk.describe(tally, confidence_level=0.9)
    assert table.notes == (
        "Scores are favourable: every item is turned so that higher is better.",
        "Reversed: q.",
        "Interval of the mean: t, 90 %.",
        "Top box: 'Strongly agree'; bottom box: 'Strongly disagree'.",
    )
    assert dict(table.options) == {
        "by": (), "boxes": (1, 1), "confidence_level": 0.9, "view": "favourable",
        "population": None, "finite_population": True, "standardize": "population",
        "lone_stratum": "raise", "collapse": (), "variance": "conditional",
        "cluster_population": None,
    }  # fmt: skip


@pytest.mark.parametrize("function", [lk.describe, lk.frequencies, lk.means])
def test_a_confidence_level_lies_between_0_and_1(function) -> None:
    """95 is no level, and True no number."""
    tally = lk.Tally.from_counts({"q": COUNTS}, one(LOW))
    for level in (95, 0, 1, -0.1):
        with pytest.raises(ArgumentError, match=f"confidence_level={level}"):
            function(tally, confidence_level=level)
    for level in ("0.95", True, None):
        with pytest.raises(ArgumentTypeError, match="confidence_level="):
            function(tally, confidence_level=level)


def test_the_printed_table_says_why_answers_are_missing() -> None:
    """Reason by reason, for the items that have any; nothing where nobody is missing."""
    scale = lk.LikertScale(nonsubstantive={"N/A": 9}, positive="high")
    instrument = lk.Instrument("two", [lk.Item("q", scale), lk.Item("r", scale)])
    frame = pd.DataFrame({"q": [1, 2, 9, None, None], "r": [1, 2, 3, 4, 5], "g": list("xxxxy")})
    table = lk.describe(lk.Responses(frame, instrument))
    assert "Missing answers: q 2 blank, 1 N/A." in table.to_text(200)
    by_group = lk.describe(lk.Responses(frame, instrument), by="g").to_text(200)
    assert "Missing answers: x / q 1 blank, 1 N/A; y / q 1 blank." in by_group
    assert "Missing answers" not in table.filter(item="r").to_text(200)
