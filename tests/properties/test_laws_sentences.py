"""Laws of sentences: their figures are the row's, their directions are those of the data."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.public import AGREEMENT, COMPARISONS, ESTIMATES, MEASUREMENT, tables
from tests.sentences import check_row, patterns_of

import likertkit as lk

SCALE = lk.LikertScale(positive="high", nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument(
    "trial", [lk.Item("q", SCALE), lk.Item("p", SCALE, keyed="negative"), lk.Item("r", SCALE)]
)
FUNCTIONS = {**ESTIMATES, **COMPARISONS, **AGREEMENT, **MEASUREMENT}
FEWER = settings(max_examples=max(3, settings.default.max_examples // 10))
MOST_ROWS = 5


@st.composite
def surveys(draw: st.DrawFn, conditions: tuple[str, ...] = ("a", "b")) -> pd.DataFrame:
    """Draw a few people who answered under several conditions, most of them under all."""
    answers = st.sampled_from([1, 2, 3, 4, 5, 4, 5, None, 9])
    rows = [
        {
            "who": who,
            "when": when,
            "group": draw(st.sampled_from("xy")),
            "weight": draw(st.sampled_from([1.0, 0.5, 2.25])),
            **{item: draw(answers) for item in "qpr"},
        }
        for who in range(draw(st.integers(2, 10)))
        for when in conditions
    ]
    frame = pd.DataFrame(rows)
    frame[["group", "weight"]] = frame.groupby("who")[["group", "weight"]].transform("first")
    return frame.astype({"q": "Int64", "p": "Int64", "r": "Int64"})


def check_results(name: str, frame: pd.DataFrame, *, weighted: bool) -> None:
    """Hold every sentence of a function's tables to its row."""
    weight = {"weight": "weight"} if weighted else {}
    data = lk.Responses(frame, TRIAL, respondent="who", condition="when", **weight)
    try:
        result = FUNCTIONS[name].call(data)
    except lk.LikertkitError:
        return
    for table in tables(result):
        if not table.rows or not patterns_of(table.rows[0]):
            continue
        for row in table:
            check_row(row, table)
        paragraph = table.sentence()
        if len(table) <= MOST_ROWS and "FrequencyRow" not in type(table.rows[0]).__name__:
            assert all(repr(getattr(row, table.key)) in paragraph for row in table)


@given(name=st.sampled_from(sorted(FUNCTIONS)), frame=surveys(), weighted=st.booleans())
def test_every_figure_of_a_sentence_is_the_rows(
    name: str, frame: pd.DataFrame, *, weighted: bool
) -> None:
    """Rounded as its decimals say; no other number stands there; the undefined is refused."""
    check_results(name, frame, weighted=weighted)


@FEWER
@given(frame=surveys(("a", "b", "c")))
def test_sentences_of_several_conditions_are_the_rows(frame: pd.DataFrame) -> None:
    """Of the test of all together, and of every two."""
    data = lk.Responses(frame, TRIAL, respondent="who", condition="when")
    try:
        result = lk.compare_conditions(data)
    except lk.LikertkitError:
        return
    for table in (result, result.pairs):
        for row in table:
            check_row(row, table)


def score(code: float, item: str, view: str, positive: str) -> float:
    """Return the score of a code, by the words of the design: as answered, keyed, favourable."""
    turned = view != "as_answered" and item == "p"
    if view == "favourable" and positive == "low":
        turned = not turned
    return 6 - code if turned else code


@pytest.mark.parametrize("test", ["t", "wilcoxon", "sign"])
@settings(max_examples=max(12, settings.default.max_examples // 3))
@given(
    shifts=st.lists(st.integers(-3, 4), min_size=8, max_size=14),
    view=st.sampled_from(["as_answered", "keyed", "favourable"]),
    positive=st.sampled_from(["low", "high", None]),
    item=st.sampled_from("qp"),
)
def test_the_direction_is_that_of_the_data(
    test: Any, shifts: list[int], view: Any, positive: Any, item: str
) -> None:
    """A score that is called higher is higher among the answers, counted one by one."""
    if view == "favourable" and positive is None:
        return
    scale = lk.LikertScale(positive=positive)
    trial = lk.Instrument("trial", [lk.Item("q", scale), lk.Item("p", scale, keyed="negative")])
    first = [min(5, max(1, 3 + shift)) for shift in shifts]
    rows = [
        {"who": who, "when": when, item: code}
        for who, code in enumerate(first)
        for when, code in (("a", code), ("b", 2 + who % 2))
    ]
    frame = pd.DataFrame(rows, columns=["who", "when", "q", "p"]).astype({"q": float, "p": float})
    data = lk.Responses(frame, trial, respondent="who", condition="when").scored(view)
    sentence = lk.compare_paired(data, "a", "b", test=test, correction="none").filter(item=item)
    gaps = [
        score(code, item, view, positive) - score(2 + who % 2, item, view, positive)
        for who, code in enumerate(first)
    ]
    told = sentence.rows[0].sentence()
    way = re.search(r"(?:was significantly|tended to be) (higher|lower) under 'a'", told)
    if test == "t" and way:
        assert (sum(gaps) > 0) == (way[1] == "higher")
    elif test != "t":
        up, down = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
        assert f"{up} scored higher under 'a', {down} lower" in told
        if way:
            assert (up > down) == (way[1] == "higher")


@settings(max_examples=max(12, settings.default.max_examples // 3))
@given(
    first=st.lists(st.integers(1, 5), min_size=4, max_size=12),
    second=st.sampled_from([[1, 1, 2, 1, 2, 2, 1], [5, 4, 5, 5, 4, 4, 5], [3, 2, 4, 3, 3]]),
    view=st.sampled_from(["as_answered", "keyed", "favourable"]),
    positive=st.sampled_from(["low", "high"]),
    test=st.sampled_from(["t", "mann-whitney", "brunner-munzel"]),
)
def test_the_direction_between_groups_is_that_of_the_data(
    first: list[int], second: list[int], view: Any, positive: Any, test: Any
) -> None:
    """A group that is called higher has the higher mean, or wins more of the pairs."""
    scale = lk.LikertScale(positive=positive)
    trial = lk.Instrument("trial", [lk.Item("p", scale, keyed="negative")])
    frame = pd.DataFrame({"p": [*first, *second], "ward": ["a"] * len(first) + ["b"] * len(second)})
    data = lk.Responses(frame, trial).scored(view)
    row = lk.compare_groups(data, "ward", test=test).rows[0]
    if math.isnan(row.pvalue):
        return
    way = re.search(r"(higher|lower) in 'a'", row.sentence())
    if not way:
        return
    one, two = ([score(code, "p", view, positive) for code in codes] for codes in (first, second))
    gap = sum(one) / len(one) - sum(two) / len(two)
    if test != "t":
        gap = sum((x > y) - (x < y) for x in one for y in two)
    assert (gap > 0) == (way[1] == "higher")
