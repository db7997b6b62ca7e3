"""What a figure can be once everybody counts who was asked."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pandas as pd
import pytest
from tests.reference import sensitivity as plain

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    AxisError,
    BlankKeyError,
    LikertkitError,
    PopulationError,
    UnknownItemError,
)

SCALE = lk.LikertScale(
    nonsubstantive={"Not applicable": 9, "Refused": (97, 98), "Skipped": None}, positive="high"
)
TRIAL = lk.Instrument("trial", [lk.Item("clear", SCALE)])
STUDY = lk.Instrument("study", [lk.Item("clear", SCALE), lk.Item("calm", SCALE)])


def flat(table: object) -> str:
    """Return what a table prints with its notes on one line each."""
    return str(table).replace("\n  ", " ")


def cohorts(**options: object) -> lk.Tally:
    """Return two conditions; cohort "new" never had the second."""
    rows = [
        ("virtual", "old", "clear", 1, 3),
        ("virtual", "old", "clear", 4, 2),
        ("virtual", "old", "clear", 9, 1),
        ("virtual", "new", "clear", 5, 2),
        ("face", "old", "clear", 2, 4),
    ]
    frame = pd.DataFrame(rows, columns=["condition", "stratum", "item", "code", "count"])
    return lk.Tally.from_counts(frame, TRIAL, **options)


@pytest.mark.parametrize("n_silent", [0, 1, 2, 4])
@pytest.mark.parametrize("answers", [[1, 2, 2, 5], [3], [4, 5, 5, 5, 5], [1, 1, 5, 5]])
@pytest.mark.parametrize("view", ["as_answered", "favourable"])
@pytest.mark.parametrize("top", [1, 2])
def test_bounds_are_the_extremes_of_every_completion(answers, n_silent, view, top) -> None:
    """Whatever the silent answered: mean, median, top box and every cumulative proportion."""
    scale = lk.LikertScale((1, 2, 3, 5), positive="low")
    item = lk.Instrument("trial", [lk.Item("clear", scale)])
    codes = [min(answer, 5) if answer != 4 else 3 for answer in answers]
    counts = {code: codes.count(code) for code in set(codes)}
    tally = lk.Tally.from_counts({"clear": counts}, item).scored(view)
    found = lk.bias.nonresponse_bounds(tally, invited=len(codes) + n_silent, boxes=(top, 1))
    turned = view == "favourable"
    rows = [6 - code if turned else code for code in codes]
    scores = [1, 3, 4, 5] if turned else [1, 2, 3, 5]
    # The scale's good end is its low one, which "favourable" turns up.
    best = set(scores[-top:] if turned else scores[:top])
    expected = plain.bounds(rows, n_silent, scores, best)
    row, proportion = found["clear"], found.top_box["clear"]
    assert (row.low, row.high) == tuple(map(float, expected["mean"]))
    assert (row.median_low, row.median_high) == tuple(map(float, expected["median"]))
    assert (proportion.low, proportion.high) == tuple(map(float, expected["top"]))
    assert proportion.top_box == pytest.approx(sum(x in best for x in rows) / len(rows))
    for one in found.cumulative:
        assert (one.low, one.high) == tuple(map(float, expected[f"at most {one.score}"]))
        assert one.at_most == sum(x <= one.score for x in rows) / len(rows)
    assert [one.score for one in found.cumulative] == scores
    assert row.mean == pytest.approx(sum(rows) / len(rows))
    assert row.low <= row.mean <= row.high


def test_interval_is_that_of_completed_rows() -> None:
    """Imbens and Manski from rows: the silent at either end, NumPy's standard deviation."""
    counts = {1: 3, 2: 8, 3: 5, 4: 4, 5: 1}
    tally = lk.Tally.from_counts({"clear": counts}, TRIAL)
    found = lk.bias.nonresponse_bounds(tally, invited=26, confidence_level=0.9)
    rows = [code for code, n in counts.items() for _ in range(n)]
    row = found["clear"]
    expected = plain.bounded_mean(rows, 5, (1, 2, 3, 4, 5), 0.9)
    assert (row.interval_low, row.interval_high) == pytest.approx(expected, rel=1e-9)
    row = found.top_box["clear"]
    expected = plain.bounded_share(rows.count(5), len(rows), 5, 0.9)
    assert (row.interval_low, row.interval_high) == pytest.approx(expected, rel=1e-9)
    assert 0 < row.interval_low < row.low


@pytest.mark.parametrize("code", [1, 3, 5])
def test_answers_that_are_all_alike_have_an_interval_that_is_no_point(code) -> None:
    """What twenty have in common, a twenty-first need not."""
    tally = lk.Tally.from_counts({"clear": {code: 20}}, TRIAL)
    found = lk.bias.nonresponse_bounds(tally, invited=20)
    row, top = found["clear"], found.top_box["clear"]
    assert row.low == row.high == code
    assert row.interval_high - row.interval_low > 0.4
    # The exact bound: a proportion of .025 ** (1 / 20) gives twenty of twenty as often as that.
    ends = (0.025 ** (1 / 20), 1) if code == 5 else (0, 1 - 0.025 ** (1 / 20))
    assert (top.interval_low, top.interval_high) == pytest.approx(ends)
    assert (row.note, top.note) == ("", "")


def test_nobody_answered() -> None:
    """The bounds are the ends, and so is the interval."""
    tally = lk.Tally.from_counts({"clear": {97: 3}}, TRIAL)
    found = lk.bias.nonresponse_bounds(tally, invited=8)
    row, top = found["clear"], found.top_box["clear"]
    assert (row.interval_low, row.interval_high) == (1, 5)
    assert (top.low, top.high, top.interval_low, top.interval_high) == (0, 1, 0, 1)
    assert top.note == "no valid answers, so the bounds are 0 % and 100 %"
    assert row.note == "no valid answers, so the bounds are the ends of the scale"


def test_clustered_answers_have_bounds_and_no_interval() -> None:
    """The invited are no random sample of people; a respondent's own rows are no such cluster."""
    frame = pd.DataFrame({"clear": [1, 2, 4, 5], "ward": [1, 1, 2, 2], "who": [1, 2, 1, 2]})
    frame["when"] = ["a", "a", "b", "b"]
    found = lk.bias.nonresponse_bounds(lk.Responses(frame, TRIAL, cluster="ward"), invited=6)
    row, top = found["clear"], found.top_box["clear"]
    assert (row.low, row.high) == ((12 + 2) / 6, (12 + 10) / 6)
    for one in (row, top):
        assert math.isnan(one.interval_low)
        assert math.isnan(one.interval_high)
        assert one.note.startswith(
            "answers are clustered, so the invited are not a simple random sample:"
        )
    people = lk.Responses(frame, TRIAL, cluster="who", respondent="who", condition="when")
    for row in lk.bias.nonresponse_bounds(people, invited=6):
        assert not math.isnan(row.interval_low)
        assert row.note == ""


def test_interval_stays_on_the_scale() -> None:
    """No mean lies beyond the ends, however large its error."""
    tally = lk.Tally.from_counts({"clear": {1: 1, 5: 9}}, TRIAL)
    row = lk.bias.nonresponse_bounds(tally, invited=11)["clear"]
    assert (row.high, row.interval_high) == (51 / 11, 5)
    tally = lk.Tally.from_counts({"clear": {1: 9, 5: 1}}, TRIAL)
    row = lk.bias.nonresponse_bounds(tally, invited=11)["clear"]
    assert (row.low, row.interval_low) == (15 / 11, 1)


@pytest.mark.parametrize("invited", [7, {"virtual": 7, "face": 9}])
def test_one_too_few_is_too_few(invited) -> None:
    """Eight are in the data; as many as that may have been invited."""
    with pytest.raises(PopulationError, match="8 respondents under 'virtual', more than the 7"):
        lk.bias.nonresponse_bounds(cohorts(), invited=invited)
    assert lk.bias.nonresponse_bounds(cohorts(), invited=8).rows[-1].invited == 8


def test_structural_answers_leave_and_refusals_stay() -> None:
    """Who the question does not apply to has no mean; who refuses has one that is unknown."""
    counts = {2: 4, 9: 3, 97: 1, "Skipped": 1, None: 1}
    tally = lk.Tally.from_counts({"clear": counts}, TRIAL)
    row = lk.bias.nonresponse_bounds(tally, invited=10)["clear"]
    assert (row.n, row.invited, row.n_structural) == (4, 10, 3)
    assert (row.low, row.high) == ((8 + 3) / 7, (8 + 15) / 7)
    row = lk.bias.nonresponse_bounds(tally, invited=10, structural=())["clear"]
    assert (row.n_structural, row.low) == (0, (8 + 6) / 10)
    found = lk.bias.nonresponse_bounds(tally, invited=10, structural=("refused ", "Skipped"))
    assert found["clear"].n_structural == 2
    assert "'refused ' or 'Skipped' (2 answers)" in flat(found)
    assert "Left out" not in str(lk.bias.nonresponse_bounds(tally, invited=10, structural=()))
    one = lk.bias.nonresponse_bounds(tally, invited=10, structural="Refused")
    assert "(1 answer)" in flat(one)


@pytest.mark.parametrize(("end", "code"), [("low", 1), ("high", 5)])
def test_unanswered_extremes_are_recovered(end, code) -> None:
    """Bias put in by hand: whoever would answer at one end stays silent; the bound is the truth."""
    rng = np.random.default_rng(5)
    everybody = rng.choice([1, 2, 3, 4, 5], size=60, p=[0.2, 0.2, 0.2, 0.2, 0.2])
    silent = (everybody == code) & (rng.random(60) < 0.8)
    answers = lk.Responses(pd.DataFrame({"clear": everybody[~silent]}), TRIAL)
    row = lk.bias.nonresponse_bounds(answers, invited=60)["clear"]
    assert silent.sum() > 3
    assert getattr(row, end) == everybody.mean()
    # The mean of those who answered errs to the other side.
    assert (row.mean > everybody.mean()) == (end == "low")


def test_invited_by_condition_and_cohort() -> None:
    """Each number of people bounds the answers of its own group."""
    tally = cohorts()
    nested = {"virtual": {"old": 8, "new": 3}, "face": {"old": 7}}
    found = lk.bias.nonresponse_bounds(tally, invited=nested)
    same = lk.bias.nonresponse_bounds(tally, invited={"face": 7, "virtual": 11})
    assert found.rows == same.rows
    assert found.by == ("condition",)
    # 11 and old's one "Not applicable": ten people, seven answers.
    row = found.filter(condition="virtual")["clear"]
    assert (row.n, row.low, row.high) == (7, (21 + 3) / 10, (21 + 15) / 10)
    by_cohort = lk.bias.nonresponse_bounds(tally, invited=nested, by=("stratum", "condition"))
    assert [(r.by, r.invited) for r in by_cohort] == [
        ((("stratum", "new"), ("condition", "virtual")), 3),
        ((("stratum", "old"), ("condition", "face")), 7),
        ((("stratum", "old"), ("condition", "virtual")), 8),
    ]
    # Sharp: cohort by cohort, weighted by their people, gives the bounds of all.
    some = by_cohort.filter(condition="virtual")
    sizes = [r.invited - r.n_structural for r in some]
    for end in ("low", "high"):
        added = sum(size * getattr(r, end) for size, r in zip(sizes, some, strict=True))
        assert added / sum(sizes) == pytest.approx(getattr(row, end), rel=1e-12)


def test_one_number_by_cohort_holds_under_every_condition() -> None:
    """A flat mapping of cohorts is the same for each; a cohort may be silent throughout."""
    tally = cohorts()
    found = lk.bias.nonresponse_bounds(
        tally, invited={"old": 8, "new": 3, "gone": 2}, by=("condition", "stratum")
    )
    assert found.filter(condition="face", stratum="gone")["clear"].low == 1.0
    row = found.filter(condition="virtual", stratum="gone")["clear"]
    assert (row.n, row.low, row.high, row.note) == (
        0,
        1.0,
        5.0,
        "no valid answers, so the bounds are the ends of the scale",
    )
    assert math.isnan(row.mean)
    assert math.isnan(found.top_box.rows[-1].top_box) is (found.rows[-1].n == 0)
    whole = lk.bias.nonresponse_bounds(tally, invited={"old": 8, "new": 3, "gone": 2})
    assert [row.invited for row in whole] == [13, 13]


def test_data_without_condition_take_one_number_or_cohorts() -> None:
    """Strata alone, and one condition that is pooled by name."""
    tally = cohorts().marginal(("stratum",))
    found = lk.bias.nonresponse_bounds(tally, invited={"old": 20, "new": 2}, by="stratum")
    assert [row.invited for row in found] == [2, 20]
    assert lk.bias.nonresponse_bounds(tally, invited=22)["clear"].invited == 22
    single = lk.Tally.from_counts(
        pd.DataFrame({"condition": ["a"], "item": "clear", "code": 4, "count": 3}), TRIAL
    )
    assert lk.bias.nonresponse_bounds(single, invited=5, by=())["clear"].high == 22 / 5


def test_an_unknown_cohort_is_a_cohort_with_a_name() -> None:
    """Whose cohort is not known was invited too; a blank is refused, so it needs a name."""
    frame = pd.DataFrame({"clear": [1, 2, 5], "grade": ["a", "a", None]})
    with pytest.raises(BlankKeyError, match="stratum column 'grade'"):
        lk.Responses(frame, TRIAL, stratum="grade")
    answers = lk.Responses(frame.fillna({"grade": "?"}), TRIAL, stratum="grade")
    found = lk.bias.nonresponse_bounds(answers, invited={"a": 3, "?": 1}, by="grade")
    assert sorted((row.by[0][1], row.low) for row in found) == [("?", 5.0), ("a", 4 / 3)]
    whole = lk.bias.nonresponse_bounds(answers, invited={"a": 3, "?": 1})["clear"]
    assert (whole.invited, whole.low) == (4, 9 / 4)


def test_nobody_at_all() -> None:
    """Undefined figures say why."""
    tally = lk.Tally.from_counts({"clear": {9: 2}}, TRIAL)
    row = lk.bias.nonresponse_bounds(tally, invited=2)["clear"]
    assert row.note == "the question does not apply to any of the invited"
    assert math.isnan(row.low)
    assert math.isnan(row.interval_high)
    found = lk.bias.nonresponse_bounds(tally, invited=2)
    assert math.isnan(found.cumulative.rows[0].low)
    assert math.isnan(found.cumulative.rows[0].high)
    assert math.isnan(found.top_box["clear"].low)
    assert math.isnan(found.top_box["clear"].interval_low)
    assert found.top_box["clear"].note == "the question does not apply to any of the invited"
    tally = lk.Tally.from_counts({"clear": {4: 1}}, TRIAL)
    row = lk.bias.nonresponse_bounds(tally, invited=1)["clear"]
    assert (row.low, row.high) == (4, 4)
    assert math.isnan(row.interval_low)
    assert row.note == "one person: no interval for a wider population"


def test_two_people_have_an_interval() -> None:
    """Two are enough for a spread."""
    tally = lk.Tally.from_counts({"clear": {4: 2}}, TRIAL)
    row = lk.bias.nonresponse_bounds(tally, invited=2)["clear"]
    assert (row.interval_low, row.note) == (1, "")
    assert row.interval_high == pytest.approx(5)


def test_result_tells_what_was_asked() -> None:
    """Options, columns and the target of the inference travel with the table."""
    found = lk.bias.nonresponse_bounds(cohorts(), invited={"face": 7, "virtual": 11}, boxes=(2, 1))
    assert list(found.to_frame().columns)[:7] == [
        "condition",
        "item",
        "n",
        "invited",
        "mean",
        "low",
        "high",
    ]
    options = dict(found.options)
    assert options["boxes"] == (2, 1)
    assert options["structural"] == ("Not applicable",)
    assert options["invited"] == (
        (("condition", "face"), ("invited", 7)),
        (("condition", "virtual"), ("invited", 11)),
    )
    said = flat(found)
    assert "these people; for the invited the bounds are exact." in said
    assert "interval_low, interval_high: Imbens and Manski, 95 %" in said
    assert "Top box: 4, 5." in str(found.top_box)
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"invited": 5}, PopulationError, "8 respondents under 'virtual', more than the 5"),
        ({"invited": {"face": 7}}, PopulationError, "no number for 'virtual'"),
        ({"invited": {"face": 7, "virtual": 9, "x": 2}}, PopulationError, "a number for 'x'"),
        (
            {"invited": {"face": 7, "virtual": {"old": 3}}},
            ArgumentTypeError,
            "invited contains both numbers and mappings; expected",
        ),
        ({"invited": {"old": 9}}, PopulationError, "no number for the cohort 'new'"),
        ({"invited": {"old": 3, "new": 3}}, PopulationError, "of 'old' under"),
        ({"invited": "many"}, ArgumentTypeError, "invited='many'"),
        ({"invited": {"face": 7, "virtual": -1}}, ArgumentError, r"invited\['virtual'\]"),
        ({"invited": 57, "by": ()}, PopulationError, "the conditions are pooled"),
        (
            {"invited": 57, "by": "stratum"},
            PopulationError,
            "asks for each cohort, but invited has one number for all",
        ),
        (
            {"invited": 57, "by": ("condition", "stratum")},
            PopulationError,
            "asks for each cohort, but invited has one number for all",
        ),
        ({"invited": 57, "by": "ward"}, AxisError, "ward"),
        ({"invited": 57, "structural": "N/A"}, UnknownItemError, "nonsubstantive answer 'N/A'"),
        ({"invited": 57, "structural": 9}, ArgumentTypeError, "structural"),
        ({"invited": 57, "boxes": (4, 4)}, ArgumentError, "boxes"),
        ({"invited": 57, "confidence_level": 95}, ArgumentError, "confidence_level"),
    ],
)
def test_bad_arguments(options, error, said) -> None:
    """Each says what was found, what was expected, and gives a hint."""
    with pytest.raises(error, match=said) as caught:
        lk.bias.nonresponse_bounds(cohorts(), **options)
    assert isinstance(caught.value, LikertkitError)
    assert "Hint: " in str(caught.value)


def test_bad_data() -> None:
    """Weights, other axes, numbers of conditions and cohorts that the data do not have."""
    weighted = lk.Responses(pd.DataFrame({"clear": [1], "w": [2.0]}), TRIAL, weight="w")
    with pytest.raises(ArgumentError, match="sampling weights"):
        lk.bias.nonresponse_bounds(weighted, invited=5)
    wards = lk.Responses(pd.DataFrame({"clear": [1], "ward": ["a"]}), TRIAL)
    with pytest.raises(PopulationError, match="by='ward' splits the answers"):
        lk.bias.nonresponse_bounds(wards, invited=5, by="ward")
    with pytest.raises(PopulationError, match="the data have no condition"):
        lk.bias.nonresponse_bounds(wards, invited={"a": 5})
    conditions = cohorts().marginal(("condition",))
    with pytest.raises(PopulationError, match="the data have no cohorts"):
        lk.bias.nonresponse_bounds(conditions, invited={"face": {"old": 9}, "virtual": {"old": 9}})
    with pytest.raises(
        ArgumentTypeError, match="data is a DataFrame; expected Responses or a Tally"
    ):
        lk.bias.nonresponse_bounds(pd.DataFrame(), invited=5)  # type: ignore[arg-type]


def test_absent_cohort_of_nobody_needs_no_number() -> None:
    """A group that the tally names, and in which nobody is, asks for nothing."""
    tally = cohorts()
    emptied = lk.Tally(
        instrument=tally.instrument,
        axes=tally.axes,
        groups=(*tally.groups, ("face", "ghost")),
        counts=np.concatenate([tally.counts, np.zeros_like(tally.counts[:1])]),
    )
    invited = {"virtual": {"old": 8, "new": 3}, "face": {"old": 7}}
    assert (
        lk.bias.nonresponse_bounds(emptied, invited=invited).rows
        == lk.bias.nonresponse_bounds(tally, invited=invited).rows
    )


def test_items_have_bounds_of_their_own() -> None:
    """Each item its own answers, whichever group is in hand."""
    counts = {"clear": {1: 3, 9: 1}, "calm": {5: 2}}
    found = lk.bias.nonresponse_bounds(lk.Tally.from_counts(counts, STUDY), invited=5)
    assert [(row.item, row.low, row.high) for row in found] == [
        ("clear", 4 / 4, 8 / 4),
        ("calm", 13 / 5, 25 / 5),
    ]
