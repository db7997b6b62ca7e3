"""What a share is of: the valid answers, all who gave an answer, or all respondents."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit._kernels.shares import clopper_pearson_interval, sison_glaz_intervals, tango_interval

SCALE = lk.LikertScale((1, 2, 3), positive="high", nonsubstantive={"Don't know": 8, "Refused": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE)])
COUNTS = {1: 10, 2: 20, 3: 5, 8: 12, 9: 3, None: 50}
TALLY = lk.Tally.from_counts({"q": COUNTS}, TRIAL)
BASES = {"valid": 35, "answered": 50, "all": 100}
every_base = pytest.mark.parametrize("base", list(BASES))


@every_base
def test_a_share_is_of_its_base(base) -> None:
    """Counted by hand: 35 valid answers, 15 more answers, 50 blanks."""
    table = lk.frequencies(TALLY, base=base, interval="clopper-pearson")
    whole = BASES[base]
    for row, count in zip(table, (10, 20, 5), strict=True):
        assert (row.base, row.n, row.n_missing) == (whole, 35, 65)
        assert row.proportion == count / whole
        assert row.se == approx(math.sqrt(count / whole * (1 - count / whole) / (whole - 1)))
        assert (row.low, row.high) == clopper_pearson_interval(count, whole, 0.95)
        assert row.note == ""
    assert dict(table.options)["base"] == base
    assert table.to_frame()["base"].tolist() == [whole] * 3
    assert f" {whole}\n" in table.to_text(200)


@every_base
def test_boxes_are_of_their_base(base) -> None:
    """Top box 5, bottom box 10."""
    table = lk.box_scores(TALLY, base=base)
    row, whole = table["q"], BASES[base]
    assert (row.base, row.n, row.n_missing) == (whole, 35, 65)
    assert (row.top_box, row.bottom_box) == (5 / whole, 10 / whole)
    assert (row.net_low, row.net_high) == tango_interval(5, 10, whole, 0.95)
    assert str(whole) in table.to_text(200)


def test_blank_and_dont_know_stay_apart() -> None:
    """In the notes, and as parts of the whole where the base holds them."""
    for base, parts in (
        ("valid", []),
        ("answered", [("Don't know", 24), ("Refused", 6)]),
        ("all", [("blank", 50), ("Don't know", 12), ("Refused", 3)]),
    ):
        table = lk.frequencies(TALLY, base=base)  # type: ignore[arg-type]
        found = [(row.label, row.percentage) for row in table.percentages() if row.code is None]
        assert found == parts
        assert "Missing answers: q 50 blank, 12 Don't know, 3 Refused." in table.to_text(200)
    notes = lk.frequencies(TALLY, base="answered").notes
    assert notes[0].startswith("Proportions are of all who gave an answer")
    assert lk.box_scores(TALLY, base="answered").notes[1] == notes[0]


def test_weights_and_strata_know_the_base() -> None:
    """Weighted shares by hand; rows outside the base stay in the design, as in R's subset."""
    frame = pd.DataFrame({
        "q": [1, 2, 3, 8, 9, None, 2, 1],
        "w": [1.0, 2.0, 1.0, 0.5, 1.5, 3.0, 2.0, 1.0],
        "s": ["a", "b"] * 4,
    })  # fmt: skip
    answers = lk.Responses(frame, TRIAL, weight="w")
    for base, whole in (("valid", 7.0), ("answered", 9.0), ("all", 12.0)):
        row = lk.frequencies(answers, base=base).filter(code=2).rows[0]  # type: ignore[arg-type]
        assert row.proportion == 4.0 / whole
        assert row.base == {"valid": 5, "answered": 7, "all": 8}[base]
        assert row.low < row.proportion < row.high
    # A base of all who answered is what the means of the indicators of these rows are.
    indicator = lk.Instrument("i", [lk.Item("hit", lk.LikertScale((0, 1)))])
    hit = frame["q"].eq(2).astype(float).where(frame["q"].notna())
    mean = lk.means(lk.Responses(frame.assign(hit=hit), indicator, weight="w", stratum="s"))["hit"]
    row = (
        lk.frequencies(lk.Responses(frame, TRIAL, weight="w", stratum="s"), base="answered")
        .filter(code=2)
        .rows[0]
    )
    assert (row.proportion, row.se) == approx((mean.mean, mean.se), rel=1e-12)


def test_a_population_knows_the_base() -> None:
    """Each stratum counts by its people, the share within it is of those who answered."""
    frame = pd.DataFrame({
        "q": [1, 2, 8, None, 1, 1, 2, 9],
        "s": ["a"] * 4 + ["b"] * 4,
    })  # fmt: skip
    answers = lk.Responses(frame, TRIAL, stratum="s")
    people = {"a": 10, "b": 30}
    row = lk.frequencies(answers.sampled(population=people), base="answered").filter(code=1).rows[0]
    assert row.proportion == approx((10 * 1 / 3 + 30 * 2 / 4) / 40)
    within = [(1 / 3) * (2 / 3) / 2 * (1 - 3 / 10), 0.25 / 3 * (1 - 4 / 30)]
    assert row.se == approx(math.sqrt((10 / 40) ** 2 * within[0] + (30 / 40) ** 2 * within[1]))


def test_nobody_in_the_base_and_one() -> None:
    """NaN says why, and of whom."""
    empty = lk.Tally.from_counts({"q": {None: 3}}, TRIAL)
    for base, note in (("valid", "no valid answers"), ("answered", "no valid answers")):
        row = lk.frequencies(empty, base=base).rows[0]  # type: ignore[arg-type]
        assert math.isnan(row.proportion)
        assert (row.base, row.note) == (0, note)
        assert lk.box_scores(empty, base=base)["q"].note == note  # type: ignore[arg-type]
    refused = lk.Tally.from_counts({"q": {9: 1, None: 3}}, TRIAL)
    row = lk.frequencies(refused, base="answered").rows[0]
    assert (row.base, row.proportion) == (1, 0.0)
    assert row.note == "one respondent in the base: no spread can be estimated"
    frame = pd.DataFrame({"q": [None, 9, 9, None], "w": [1.0, 0.0, 0.0, 1.0]})
    row = lk.frequencies(lk.Responses(frame, TRIAL, weight="w"), base="answered").rows[0]
    assert math.isnan(row.proportion)
    assert row.note


def test_a_stratum_without_an_answer_is_named() -> None:
    """The reason of means, where the base has nobody there."""
    frame = pd.DataFrame({"q": [1, 2, 9, None, None], "s": ["a", "a", "a", "b", "b"]})
    answers = lk.Responses(frame, TRIAL, stratum="s")
    row = lk.frequencies(answers.sampled(population={"a": 9, "b": 9}), base="answered").rows[0]
    assert math.isnan(row.proportion)
    assert row.note.startswith("no valid answers in stratum 'b'")


def test_sison_glaz_counts_each_reason_of_the_base_by_itself() -> None:
    """They are categories of the same multinomial."""
    for base, others in (("answered", (12, 3)), ("all", (50, 12, 3))):
        rows = lk.frequencies(TALLY, base=base, interval="sison-glaz").rows  # type: ignore[arg-type]
        expected = sison_glaz_intervals((10, 20, 5, *others), 0.95)[:3]
        assert [(row.low, row.high) for row in rows] == expected


def test_no_degrees_of_freedom_have_a_reason() -> None:
    """Two strata of a respondent each, taken as certain: neither error nor freedom."""
    frame = pd.DataFrame({"q": [1, 2], "s": ["a", "b"], "w": [1.0, 1.0]})
    answers = lk.Responses(frame, TRIAL, stratum="s", weight="w")
    reason = "2 respondents with an answer, in as many strata: no degrees of freedom are left"
    for row in lk.frequencies(answers.sampled(lone_stratum="certainty")):
        assert math.isnan(row.low)
        assert row.note == reason
    row = lk.box_scores(answers.sampled(lone_stratum="certainty"))["q"]
    assert all(map(math.isnan, (row.top_low, row.bottom_high, row.net_low)))
    assert row.note == reason
    row = lk.describe(answers.sampled(lone_stratum="certainty"))["q"]
    assert math.isnan(row.low)
    assert reason in row.note
