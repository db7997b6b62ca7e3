"""Traps of existing software: scales and reversal."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import likertkit as lk

AGREEMENT = lk.LikertScale.preset("agreement", 5)


def mean_of(frame: pd.DataFrame, instrument: lk.Instrument, view: str, item: str = "q") -> float:
    """Return the mean of an item under a view."""
    return lk.means(lk.Responses(frame, instrument).scored(view))[item].mean  # type: ignore[arg-type]


def test_reversal_uses_the_declared_range_not_the_observed_one() -> None:
    """With nobody at 5 on a 1-5 item, 1 becomes 5 and not 4 (psych, datawizard, sjmisc)."""
    instrument = lk.Instrument("one", [lk.Item("q", AGREEMENT, keyed="negative")])
    frame = pd.DataFrame({"q": [1, 2, 4]})
    assert mean_of(frame, instrument, "keyed") == (5 + 4 + 2) / 3
    assert AGREEMENT.reverse([1, 2, 4]).tolist() == [5, 4, 2]


def test_reversal_uses_each_items_own_range_not_a_pooled_one() -> None:
    """A 1-5 item beside a 3-7 item moves by nothing (psych alpha(keys=) moves it by 2)."""
    instrument = lk.Instrument(
        "two",
        [
            lk.Item("q", lk.LikertScale((1, 2, 3, 4, 5)), keyed="negative"),
            lk.Item("r", lk.LikertScale((3, 4, 5, 6, 7)), keyed="negative"),
        ],
    )
    frame = pd.DataFrame({"q": [1, 2], "r": [3, 4]})
    assert mean_of(frame, instrument, "keyed", "q") == 4.5
    assert mean_of(frame, instrument, "keyed", "r") == 6.5


def test_reversing_twice_cannot_happen() -> None:
    """Scoring is a view: asking for it again changes nothing, and going back is exact."""
    instrument = lk.Instrument("one", [lk.Item("q", AGREEMENT, keyed="negative")])
    answers = lk.Responses(pd.DataFrame({"q": [1, 2, 4]}), instrument)
    once, twice = answers.scored("keyed"), answers.scored("keyed").scored("keyed")
    assert lk.means(once) == lk.means(twice)
    assert lk.means(twice.scored("as_answered")) == lk.means(answers)
    assert lk.means(once.tally().scored("keyed")) == lk.means(once)


def test_published_data_that_are_already_reversed_are_not_flipped_unasked() -> None:
    """A negative item-rest correlation is nobody's business but the analyst's."""
    instrument = lk.Instrument("two", [lk.Item("q", AGREEMENT), lk.Item("r", AGREEMENT)])
    frame = pd.DataFrame({"q": [1, 2, 3, 4, 5], "r": [5, 4, 3, 2, 1]})
    for view in ("as_answered", "keyed", "favourable"):
        table = lk.describe(lk.Responses(frame, instrument).scored(view))
        assert [row.mean for row in table] == [3.0, 3.0]
        assert [row.top_box for row in table] == [0.2, 0.2]


@pytest.mark.parametrize("view", ["as_answered", "keyed", "favourable"])
def test_labels_never_flip_under_their_numbers(view) -> None:
    """R likert's reverse.levels turns one without the other; here both stay, and counts too."""
    scale = lk.LikertScale.preset("agreement", 5, positive="low")
    instrument = lk.Instrument("one", [lk.Item("q", scale, keyed="negative")])
    answers = lk.Responses(pd.DataFrame({"q": [1, 1, 2, 5]}), instrument).scored(view)
    rows = [(row.code, row.label, row.count) for row in lk.frequencies(answers)]
    assert rows[0] == (1, "Strongly agree", 2)
    assert rows[4] == (5, "Strongly disagree", 1)
    frame = answers.tally().to_frame()
    assert frame.loc[frame["code"] == 1, ["label", "count"]].to_numpy().tolist() == [
        ["Strongly agree", 2]
    ]


def test_levels_are_not_sorted_by_the_alphabet() -> None:
    """In the alphabet alone "Agree" comes before "Disagree"."""
    instrument = lk.Instrument("one", [lk.Item("q", AGREEMENT)])
    frame = pd.DataFrame({"q": ["Strongly disagree", "Agree", "Strongly agree", "Disagree"]})
    assert [row.count for row in lk.frequencies(lk.Responses(frame, instrument))] == [1, 1, 0, 1, 1]


def test_case_spacing_and_invisible_characters_make_no_levels() -> None:
    """`Strongly Agree`, `Never `, a U+FEFF or a hard space inside an answer."""
    instrument = lk.Instrument("one", [lk.Item("q", AGREEMENT)])
    drift = ["Strongly agree", "STRONGLY AGREE ", "Strongly\u00a0agree", "\ufeffStrongly agree",
             "strongly  agree", "Strongly\u200b agree"]  # fmt: skip
    for frame in (pd.DataFrame({"q": drift}), pl.DataFrame({"q": drift}).lazy()):
        assert lk.means(lk.Responses(frame, instrument))["q"].mean == 5.0


def test_anchored_ends_stand_beside_bare_numbers() -> None:
    """`1: strongly disagree` beside `2`, as SurveyMonkey writes them."""
    instrument = lk.Instrument("one", [lk.Item("q", AGREEMENT)])
    frame = pd.DataFrame({"q": ["1: strongly disagree", "2", "3", "4", "5: strongly agree"]})
    assert lk.means(lk.Responses(frame, instrument))["q"].mean == 3.0


@pytest.mark.parametrize("dtype", ["str", "object", "category", "Int64"])
def test_an_unused_level_is_not_dropped(dtype: str) -> None:
    """R likert moves the shares one category on, plot-likert fails on pandas 3 strings."""
    numbers = dtype == "Int64"
    answers = [1, 5] if numbers else ["Strongly disagree", "Strongly agree"]
    column = pd.Series(answers).astype(dtype)
    if dtype == "category":
        column = column.cat.add_categories(["Agree", "Never used"])
    answers = lk.Responses(
        pd.DataFrame({"q": column}), lk.Instrument("one", [lk.Item("q", AGREEMENT)])
    )
    assert [row.proportion for row in lk.frequencies(answers)] == [0.5, 0, 0, 0, 0.5]
    assert lk.describe(answers)["q"].top_box == 0.5
