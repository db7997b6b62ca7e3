"""Files that are conditions, joined by the code of the respondent."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    BlankKeyError,
    DuplicateRespondentError,
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


def test_a_space_within_a_code_is_a_way_of_writing() -> None:
    """The codes "AB 12" and "ab12" may be one person; rows are counted through all files."""
    with pytest.warns(LikertkitWarning, match="1 respondent may be written.*'AB 12' and 'ab12'"):
        both = joined(["AB 12", "cd"], ["ab12", "cd"])
    assert list(both.to_frame().index) == [0, 1, 2, 3]


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


def joined(pre: object, post: object, **options: object) -> lk.Responses:
    """Return the joined answers of two files with these codes of respondents."""
    frames = (pd.DataFrame({"code": codes, "clear": 1}) for codes in (pre, post))
    files = dict(zip(("pre", "post"), frames, strict=True))
    return lk.Responses.concat(
        {name: lk.Responses(file, TRIAL, **options) for name, file in files.items()},
        respondent="code",
    )


BIG = 2**53


@pytest.mark.parametrize(
    ("pre", "post", "n_pairs"),
    [
        # A blank elsewhere in a file makes its numbers floats: 7.0 is 7.
        ([7.0, 8.0], [7, 9], 1),
        ([7.0, 8.5], ["7", "8.5"], 2),
        ([7.5, 8.0], [7, 8], 1),
        (pd.Series([7, "x"], dtype=object), [7, 9], 1),
        (pd.array([7, 8], dtype="Int8"), [7, 8], 2),
        ([BIG, BIG + 1], pd.array([1, 2], dtype="int8"), 0),
        ([1, 2], pd.array([2, 3], dtype="uint64"), 1),
        (pd.Categorical(["a", "b"]), pd.Categorical(["b", "c"]), 1),
    ],
)
def test_a_code_is_the_same_code_in_every_type(pre, post, n_pairs) -> None:
    """And the notes count the partners of the joined frame."""
    both = joined(pre, post)
    assert lk.compare_paired(both, "post", "pre")["clear"].n_pairs == n_pairs
    lone = [note for note in repr(both).splitlines() if "in no other file" in note]
    assert len(lone) == (0 if n_pairs == 2 else 2)


def test_weights_may_be_whole_in_one_file() -> None:
    """They stay numbers."""
    files = {
        name: lk.Responses(PRE.assign(w=weights), TRIAL, weight="w")
        for name, weights in (("pre", [1, 2, 3]), ("post", [0.5, 2.0, 1.0]))
    }
    both = lk.Responses.concat(files, respondent="code")
    assert both.to_frame()["w"].tolist() == [1.0, 2.0, 3.0, 0.5, 2.0, 1.0]


def test_leading_zeros_are_a_way_of_writing() -> None:
    """Text matches as it is written, and the warning names it."""
    with pytest.warns(LikertkitWarning, match=r"1 respondent may be written.*'007' and '7'"):
        both = joined([7, 8], ["007", "8"])
    assert lk.compare_paired(both, "post", "pre")["clear"].n_pairs == 1


def test_columns_that_all_files_have_come_along() -> None:
    """So that a result can be split by them."""
    post = POST.assign(clear_missing="kept", mood=2)
    files = {
        "pre": lk.Responses(PRE.assign(clear_missing=1.0), TRIAL),
        "post": lk.Responses(post, TRIAL),
    }
    both = lk.Responses.concat(files, respondent="code")
    frame = both.to_frame()
    assert list(frame) == ["code", "grade", "clear_missing", "clear", "condition"]
    assert frame["clear_missing"].tolist() == ["1", "1", "1", "kept", "kept", "kept"]
    assert len(lk.means(both, by="grade")) == 4


def test_the_view_and_the_notes_of_the_parts_stay() -> None:
    """A study that is made up says so after joining too."""
    study = lk.studies.balint().synthetic(rng=1).participants
    notes = study._notes
    assert notes
    parts = {name: bound()._evolved(_notes=notes, _view="keyed") for name in ("pre", "post")}
    both = lk.Responses.concat(parts, respondent="code")
    assert both.view == "keyed"
    assert both._notes == notes


def test_a_file_names_each_respondent_once() -> None:
    """Rows are counted in the file, and the file is named."""
    with pytest.raises(BlankKeyError, match=r"'code' of the part 'post' has blank \(1 row: 1\)"):
        joined(["a", "b"], ["a", " "])
    with pytest.raises(DuplicateRespondentError, match=r"'a' in 'post' \(2 rows: 0, 2\)\. Exp"):
        joined(["a", "b"], ["a", "b", "a"])


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
        ({"pre": bound().where(grade=1), "post": bound()}, ArgumentError, r"has a domain of its"),
        (
            {"pre": bound(), "post": bound().scored("keyed")},
            MismatchError,
            r"'post' has the view 'keyed'; the first part has 'as_answered'",
        ),
        (
            {"pre": bound(stratum="grade").sampled(population={1: 9, 2: 9}), "post": bound()},
            ArgumentError,
            r"'pre' has a design of its own.*\n.*sampled",
        ),
        ({None: bound(), "post": bound()}, BlankKeyError, r"without a name, None"),
        ({"": bound(), "post": bound()}, BlankKeyError, r"without a name, ''"),
        ({"pre": bound(), "post": POLARS}, MismatchError, r"pandas and polars"),
    ],
)
def test_what_does_not_belong_together(parts, error, said) -> None:
    """The part is named, and what it is."""
    with pytest.raises(error, match=said):
        lk.Responses.concat(parts, respondent="code")


def test_weights_are_made_after_joining() -> None:
    """They were made for the rows of one file."""
    pre = bound(stratum="grade")
    made = lk.poststratify(pre, {1: 20, 2: 10})
    trimmed = pre.weighted(lk.trim(made, high=15))
    for part in (pre.weighted(made), trimmed):
        with pytest.raises(ArgumentError, match=r"'pre' has new weights of its own"):
            lk.Responses.concat({"pre": part, "post": bound(POST)}, respondent="code")


def test_the_respondent_is_a_column_of_every_file() -> None:
    """Else nobody can be matched."""
    with pytest.raises(MissingColumnError, match="who"):
        lk.Responses.concat({"pre": bound(), "post": bound()}, respondent="who")


@pytest.mark.parametrize("respondent", [None, 5, ["code"], pd.Series(["code"])])
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
