"""Files that are conditions, joined by the code of the respondent."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    LikertkitWarning,
    MismatchError,
    MissingColumnError,
)

TRIAL = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale.preset("agreement", 5))])
PRE = pd.DataFrame({"code": ["a", "b", "c"], "clear": [2, 3, 5], "grade": [1, 1, 2]})
POST = pd.DataFrame({"code": ["b", "a", "d"], "clear": [4, 5, 1], "grade": [1, 1, 2]})


def test_conditions_stand_in_the_order_given() -> None:
    """Each file is a condition, and respondents are matched by code."""
    for first, second in (("pre", "post"), ("post", "pre")):
        files = {"pre": PRE, "post": POST}
        both = lk.Responses.concat(
            {name: lk.Responses(files[name], TRIAL) for name in (first, second)}, respondent="code"
        )
        assert [dict(row.by)["condition"] for row in lk.means(both)] == [first, second]
        paired = lk.compare_paired(both, "post", "pre")["clear"]
        # a: 5 - 2, b: 4 - 3; c and d have no partner.
        assert (paired.n_pairs, paired.mean_difference) == (2, 2.0)
        assert (paired.n_first_only, paired.n_second_only) == (1, 1)


def test_declared_columns_come_along() -> None:
    """Strata too; columns of items under another name are renamed."""
    pre = lk.Responses(PRE, TRIAL, stratum="grade")
    post = POST.rename(columns={"clear": "q1"})
    both = lk.Responses.concat(
        {"pre": pre, "post": lk.Responses(post, TRIAL, columns={"clear": "q1"}, stratum="grade")},
        respondent="code",
    )
    assert [axis.name for axis in both.tally().axes] == ["condition", "grade"]
    assert both.tally().counts.sum() == 6


def test_who_has_no_partner_is_named() -> None:
    """In a note, the first few by their codes."""
    many = pd.DataFrame({"code": [f"x{k}" for k in range(7)], "clear": [1] * 7})
    both = lk.Responses.concat(
        {"pre": lk.Responses(PRE, TRIAL), "post": lk.Responses(many, TRIAL)}, respondent="code"
    )
    assert repr(both).splitlines()[1:] == [
        "3 respondents of 'pre' are in no other file: a, b, c.",
        "7 respondents of 'post' are in no other file: x0, x1, x2, x3, x4 and 2 more.",
    ]
    one = lk.Responses.concat(
        {"pre": lk.Responses(PRE[:1], TRIAL), "post": lk.Responses(POST[1:], TRIAL)},
        respondent="code",
    )
    assert "1 respondent of 'post' is in no other file: d." in repr(one)


def test_codes_that_differ_in_spelling_warn() -> None:
    """They are matched as they are written."""
    post = POST.assign(code=["B", "a ", "d"])
    with pytest.warns(LikertkitWarning, match=r"2 respondents may be written.*'B' and 'b'"):
        both = lk.Responses.concat(
            {"pre": lk.Responses(PRE, TRIAL), "post": lk.Responses(post, TRIAL)}, respondent="code"
        )
    assert lk.compare_paired(both, "post", "pre")["clear"].n_pairs == 0


def test_labels_in_one_file_and_codes_in_the_other() -> None:
    """Both are read, as the scale reads them."""
    post = POST.assign(clear=["Agree", "Strongly agree", "Strongly disagree"])
    both = lk.Responses.concat(
        {"pre": lk.Responses(PRE, TRIAL), "post": lk.Responses(post, TRIAL)}, respondent="code"
    )
    assert lk.compare_paired(both, "post", "pre")["clear"].mean_difference == 2.0


def test_codes_are_numbers_in_one_file_and_text_in_the_other() -> None:
    """Text holds both, so that 2 and '2' are one person."""
    pre = pd.DataFrame({"code": [1, 2], "clear": [2, 3]})
    post = pd.DataFrame({"code": ["2", "x"], "clear": [4, 5]})
    both = lk.Responses.concat(
        {"pre": lk.Responses(pre, TRIAL), "post": lk.Responses(post, TRIAL)}, respondent="code"
    )
    assert lk.compare_paired(both, "post", "pre")["clear"].n_pairs == 1


def test_any_engine_in_memory(eager_engine) -> None:
    """The frame that comes back is of the kind that came in."""
    files = {"pre": eager_engine(PRE), "post": eager_engine(POST)}
    both = lk.Responses.concat(
        {name: lk.Responses(file, TRIAL) for name, file in files.items()}, respondent="code"
    )
    assert lk.compare_paired(both, "post", "pre")["clear"].mean_difference == 2.0
    assert isinstance(both.to_frame(), type(files["pre"]))


def bound(frame: pd.DataFrame = PRE, **roles: str) -> lk.Responses:
    """Return the answers of one file."""
    return lk.Responses(frame, TRIAL, **roles)


OTHER = lk.Instrument("other", [lk.Item("clear", lk.LikertScale(range(1, 4)))])
POLARS = lk.Responses(pl.from_pandas(POST), TRIAL)
LAZY = lk.Responses(pl.from_pandas(POST).lazy(), TRIAL)


@pytest.mark.parametrize(
    ("parts", "error", "said"),
    [
        ([bound()], ArgumentTypeError, r"parts is a list"),
        ({"pre": bound(), "post": POST}, ArgumentTypeError, r"'post' is a DataFrame"),
        ({"pre": bound()}, ArgumentError, r"1 part; expected two"),
        ({"pre": bound(), "post": LAZY}, ArgumentError, r"'post' is held by an engine"),
        ({"pre": bound(condition="grade"), "post": bound()}, ArgumentError, r"'pre' has cond"),
        (
            {"pre": bound(), "post": lk.Responses(POST.assign(clear=1), OTHER)},
            MismatchError,
            r"'post' has another instrument",
        ),
        ({"pre": bound(), "post": bound(stratum="grade")}, MismatchError, r"stratum='grade'"),
        ({"pre": bound(), "post": POLARS}, MismatchError, r"pandas and polars"),
    ],
)
def test_what_does_not_belong_together(parts, error, said) -> None:
    """The part is named, and what it is."""
    with pytest.raises(error, match=said):
        lk.Responses.concat(parts, respondent="code")


def test_the_respondent_is_a_column_of_every_file() -> None:
    """Else nobody can be matched."""
    with pytest.raises(MissingColumnError, match="who"):
        lk.Responses.concat({"pre": bound(), "post": bound()}, respondent="who")


@pytest.mark.parametrize("respondent", [5, ["code"], pd.Series(["code"])])
def test_the_respondent_is_the_name_of_a_column(respondent) -> None:
    """Whatever else is passed."""
    with pytest.raises(ArgumentTypeError, match="respondent"):
        lk.Responses.concat({"pre": bound(), "post": bound()}, respondent=respondent)


def test_no_two_columns_of_the_joined_frame_share_a_name() -> None:
    """An item, a column and the conditions each have a name of their own."""
    named = PRE.rename(columns={"clear": "q1", "code": "clear"})
    odd = lk.Responses(named, TRIAL, columns={"clear": "q1"})
    with pytest.raises(ArgumentError, match="two columns 'clear'"):
        lk.Responses.concat({"pre": odd, "post": odd}, respondent="clear")
    dated = lk.Responses(PRE.assign(condition=1), TRIAL)
    with pytest.raises(ArgumentError, match="two columns 'condition'"):
        lk.Responses.concat({"pre": dated, "post": dated}, respondent="condition")


def test_no_two_conditions_read_alike() -> None:
    """They would be one in the joined frame."""
    with pytest.raises(ArgumentError, match="'1' stands twice"):
        lk.Responses.concat({1: bound(), "1": bound()}, respondent="code")


def test_a_pattern_of_columns_has_a_place_for_the_item() -> None:
    """Every item would have the same column."""
    with pytest.raises(ArgumentError, match=r"'pre' for the condition 'before'.*'\{item\}'"):
        lk.Responses.from_wide(PRE, TRIAL, columns={"before": "pre"})
