"""SPSS files that are written: looked at by pyreadstat's own reader, and read back."""

from __future__ import annotations

import builtins
import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pyreadstat
import pytest

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    FileAccessError,
    LikertkitWarning,
    MissingExtraError,
    OffScaleError,
)
from likertkit.io import read, write_spss
from likertkit.io.packages._columns import missing_ranges, new_codes
from likertkit.io.packages._write import cut_bytes, spss_names

if TYPE_CHECKING:
    from pathlib import Path

    from likertkit.io import Export


def raw(path: Path) -> tuple[dict[str, list[Any]], Any]:
    """Return what pyreadstat finds in a file: values as they are, and the dictionary."""
    columns, meta = pyreadstat.read_sav(
        str(path), user_missing=True, output_format="dict", disable_datetime_conversion=True
    )
    return dict(columns), meta


def trial(scale: lk.LikertScale, text: str = "") -> lk.Instrument:
    """Return an instrument of one item."""
    return lk.Instrument("trial", [lk.Item("clear", scale, text=text)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where to write."""
    return tmp_path / "out.sav"


# Responses ----------------------------------------------------------------------------------------


def test_responses_become_codes_with_labels_and_reasons(path: Path) -> None:
    """Labels, codes outside the scale as user-missing, blanks as system-missing, ordinal."""
    scale = lk.LikertScale.preset("agreement", 5, nonsubstantive={"Refused": 97, "N/A": (98, 99)})
    frame = pd.DataFrame({"clear": ["Agree", "refused", None, "N/A", "strongly agree"]})
    write_spss(lk.Responses(frame, trial(scale, "Was it clear?")), path)
    columns, meta = raw(path)
    assert columns == {"clear": [4.0, 97.0, None, 98.0, 5.0]}
    assert meta.variable_value_labels["clear"] == {
        1.0: "Strongly disagree", 2.0: "Disagree", 3.0: "Neither agree nor disagree", 4.0: "Agree",
        5.0: "Strongly agree", 97.0: "Refused", 98.0: "N/A", 99.0: "N/A",
    }  # fmt: skip
    assert meta.missing_ranges["clear"] == [{"lo": code, "hi": code} for code in (97, 98, 99)]
    assert meta.column_names_to_labels == {"clear": "Was it clear?"}
    assert meta.variable_measure == {"clear": "ordinal"}
    assert meta.original_variable_types == {"clear": "F2.0"}


def test_numbers_stay_the_codes_that_they_are(path: Path) -> None:
    """A reason with two codes keeps both, where the answers came as numbers."""
    scale = lk.LikertScale((1, 2, 3), nonsubstantive={"N/A": (98, 99)})
    write_spss(lk.Responses(pd.DataFrame({"clear": [1, 98, 99, None]}), trial(scale)), path)
    assert raw(path)[0]["clear"] == [1.0, 98.0, 99.0, None]


def test_a_reason_without_a_code_is_given_one(path: Path) -> None:
    """The next below the scale, the other reasons and 0; the warning says which."""
    scale = lk.LikertScale(
        (-1, 0, 1), nonsubstantive={"Don't know": None, "Refused": -2, "N/A": None}
    )
    frame = pd.DataFrame({"clear": ["Don't know", -2, 1, "N/A"]})
    with pytest.warns(LikertkitWarning, match="\"Don't know\" is -3 and 'N/A' is -4"):
        write_spss(lk.Responses(frame, trial(scale)), path)
    columns, meta = raw(path)
    assert columns["clear"] == [-3.0, -2.0, 1.0, -4.0]
    assert meta.variable_value_labels["clear"] == {-3: "Don't know", -2: "Refused", -4: "N/A"}
    assert {found["lo"] for found in meta.missing_ranges["clear"]} == {-4, -3, -2}


def test_more_reasons_than_three_are_a_range(path: Path) -> None:
    """SPSS takes three values, or a range and one value."""
    reasons = {"A": 96, "B": 97, "C": 98, "D": 99, "E": -1}
    scale = lk.LikertScale((1, 2, 3), nonsubstantive=reasons)
    write_spss(lk.Responses(pd.DataFrame({"clear": [1, 96, -1]}), trial(scale)), path)
    assert raw(path)[1].missing_ranges["clear"] == [{"lo": 96, "hi": 99}, {"lo": -1, "hi": -1}]
    between = lk.LikertScale((1, 2, 3), nonsubstantive={"A": -2, "B": -1, "C": 98, "D": 99})
    with pytest.raises(ArgumentError, match="item 'clear' has the missing codes -2, -1, 98 and 99"):
        write_spss(lk.Responses(pd.DataFrame({"clear": [1]}), trial(between)), path)


@pytest.mark.parametrize(
    ("codes", "valid", "expected"),
    [
        ((9,), (1, 2), ((9, 9),)),
        ((7, 9, 8), (1, 2), ((7, 7), (8, 8), (9, 9))),
        ((6, 7, 8, 9), (1, 2), ((6, 9),)),
        ((0, 7, 8, 9), (1, 2), ((7, 9), (0, 0))),
        ((-9, -8, -7, 9), (1, 2), ((-9, -7), (9, 9))),
        ((), (1, 2), ()),
    ],
)
def test_missing_codes_in_the_form_that_spss_takes(
    codes: tuple[int, ...], valid: tuple[int, ...], expected: object
) -> None:
    """Single values, else the whole range, else a range with the first or the last value apart."""
    assert missing_ranges("q", codes, valid) == expected


def test_new_codes_lie_below_everything() -> None:
    """Also below a scale whose codes are all negative, and below fractions."""
    assert new_codes(["a", "b"], [1, 5]) == {"a": -1, "b": -2}
    assert new_codes(["a"], [-3, -2]) == {"a": -4}
    assert new_codes(["a"], [-2.5]) == {"a": -3}


def test_other_columns_are_written_as_they_are(path: Path) -> None:
    """Numbers, text, dates, times; what is mixed becomes text."""
    frame = pd.DataFrame(
        {
            "person": ["p1", "p2"],
            "clear": [1, 2],
            "age": [31.5, None],
            "employed": [True, False],
            "born": [dt.date(1990, 5, 1), None],
            "seen": pd.to_datetime(["2026-03-01 10:00:01.5", None]),
            "zoned": pd.to_datetime(["2026-03-01 10:00", "2026-03-01 11:00"]).tz_localize("UTC"),
            "woke": [dt.time(7, 30, 15), dt.time(1)],
            "took": [dt.timedelta(hours=30), dt.timedelta(seconds=1)],
            "mixed": [1, "two"],
            "blank": [None, "  "],
            "region": pd.Categorical(["n", "s"]),
        }
    )
    write_spss(lk.Responses(frame, trial(lk.LikertScale((1, 2, 3))), respondent="person"), path)
    columns, meta = raw(path)
    assert list(columns) == list(frame.columns)
    assert columns["person"] == ["p1", "p2"]
    assert columns["age"] == [31.5, None]
    assert columns["employed"] == [1.0, 0.0]
    assert columns["mixed"] == ["1", "two"]
    assert columns["blank"] == [None, None]
    assert columns["region"] == ["n", "s"]
    assert meta.variable_measure["age"] == "scale"
    assert meta.variable_measure["person"] == "nominal"
    frame = read(path).frame
    assert frame["born"].tolist() == [dt.date(1990, 5, 1), None]
    assert frame["seen"].tolist() == [dt.datetime(2026, 3, 1, 10, 0, 1, 500_000), None]  # noqa: DTZ001 - no zones
    assert frame["zoned"][1] == dt.datetime(2026, 3, 1, 11)  # noqa: DTZ001 - no zones
    assert frame["woke"].tolist() == [dt.time(7, 30, 15), dt.time(1)]
    assert frame["took"].tolist() == [dt.timedelta(hours=30), dt.time(0, 0, 1)]


def test_a_frame_of_polars_is_written(path: Path) -> None:
    """Any frame in memory is; rows that an engine holds are not."""
    frame = pl.DataFrame({"clear": ["Agree", None], "age": [31, 40]})
    instrument = trial(lk.LikertScale.preset("agreement", 5))
    write_spss(lk.Responses(frame, instrument), path)
    assert raw(path)[0] == {"clear": [4.0, None], "age": [31.0, 40.0]}
    with pytest.raises(ArgumentError, match="the responses are in an engine"):
        write_spss(lk.Responses(frame.lazy(), instrument), path)


def test_columns_of_conditions_say_which(path: Path) -> None:
    """In a wide frame an item has a column for each condition."""
    frame = pd.DataFrame({"before": [1, 2], "after": [2, 3], "clear": [3, 3]})
    for text, labels in (
        ("Clear?", ["Clear? (b)", "Clear? (a)"]),
        ("", ["clear (b)", "clear (a)"]),
    ):
        answers = lk.Responses.from_wide(
            frame,
            trial(lk.LikertScale((1, 2, 3)), text),
            columns={"b": {"clear": "before"}, "a": {"clear": "after"}},
        )
        write_spss(answers, path)
        assert raw(path)[1].column_labels[:2] == labels
    answers = lk.Responses.from_wide(
        frame, trial(lk.LikertScale((1, 2, 3))), columns={"x": {"clear": "clear"}}
    )
    write_spss(answers, path)
    assert raw(path)[1].column_labels == [None, None, "x"]


def messages(data: Any, path: Path) -> list[str]:
    """Write answers and return what the warnings say."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        write_spss(data, path)
    return [str(warning.message) for warning in caught]


def test_what_is_left_out_is_said(path: Path) -> None:
    """Weights that were made, and columns whose name stands twice; that a column weights."""
    frame = pd.DataFrame({"clear": [1, 2, 3, 2], "ward": list("eeww"), "w": [1.0, 2.0, 9.0, 1.0]})
    answers = lk.Responses(frame, trial(lk.LikertScale((1, 2, 3))), weight="w")
    assert messages(answers, path) == ["out.sav: the file does not say that 'w' weights the cases."]
    weighted = answers.weighted(lk.poststratify(answers, {"e": 30, "w": 30}, by="ward"))
    trimmed = answers.weighted(
        lk.trim(lk.poststratify(answers, {"e": 9, "w": 9}, by="ward"), high=6)
    )
    for made in (weighted, trimmed):
        assert messages(made, path)[0].startswith("out.sav: the weights that were made")
    twice = pd.concat([frame, frame[["ward"]]], axis="columns")
    with pytest.warns(LikertkitWarning, match="name stands more than once are not written: 'ward'"):
        write_spss(lk.Responses(twice, trial(lk.LikertScale((1, 2, 3)))), path)
    assert list(raw(path)[0]) == ["clear", "w"]


def test_a_view_reverses_no_codes_and_the_warning_says_so(path: Path) -> None:
    """A reader of the file would take reversed codes for the labels of the other end."""
    scale = lk.LikertScale((1, 2, 3), {1: "low", 3: "high"})
    instrument = lk.Instrument("t", [lk.Item("q", scale, keyed="negative")])
    answers = lk.Responses(pd.DataFrame({"q": [1, 3]}), instrument).scored("keyed")
    assert messages(answers, path) == [
        "out.sav: codes are written as answered: the view 'keyed' reverses scores alone."
    ]
    assert raw(path)[0] == {"q": [1.0, 3.0]}


def test_only_the_domain_is_written(path: Path) -> None:
    """Its rows; in a wide frame the answers to its conditions."""
    instrument = trial(lk.LikertScale((1, 2, 3), nonsubstantive={"N/A": 9}))
    frame = pd.DataFrame({"clear": [1, 9, 3], "sex": ["f", "m", "f"]})
    said = messages(lk.Responses(frame, instrument).where(sex="f"), path)
    assert said == ["out.sav: what lies outside the domain is not written: 1 row of respondents."]
    assert raw(path)[0] == {"clear": [1.0, 3.0], "sex": ["f", "f"]}
    wide = pd.DataFrame({"pre": [1, 9], "post": [2, 3], "who": ["a", "b"]})
    answers = lk.Responses.from_wide(
        wide, instrument, columns={"pre": {"clear": "pre"}, "post": {"clear": "post"}}
    )
    said = messages(answers.where(condition="pre"), path)
    assert said == ["out.sav: what lies outside the domain is not written."]
    assert raw(path)[0] == {"pre": [1.0, 9.0], "post": [None, None], "who": ["a", "b"]}


def test_nanoseconds_and_long_whole_numbers(path: Path) -> None:
    """Times in nanoseconds do not reach 1582, and a double keeps 53 bits of a number's name."""
    frame = pd.DataFrame(
        {
            "clear": [1, 2],
            "seen": np.array(["2026-03-01T10:00:01", "NaT"], dtype="datetime64[ns]"),
            "person": [2**53 + 1, 7],
            "beyond": pd.Series([10**400, None], dtype=object),
        }
    )
    write_spss(lk.Responses(frame, trial(lk.LikertScale((1, 2, 3)))), path)
    again = read(path).frame
    assert again["seen"].tolist() == [dt.datetime(2026, 3, 1, 10, 0, 1), None]  # noqa: DTZ001 - no zones
    assert again["person"].tolist() == ["9007199254740993", "7"]
    assert again["beyond"].tolist() == ["1" + "0" * 400, None]


def test_what_was_written_to_after_the_check_is_found(path: Path) -> None:
    """NumPy's memory is shared with whoever made the frame."""
    numbers = np.array([1.0, 2.0])
    answers = lk.Responses(pd.DataFrame({"clear": numbers}), trial(lk.LikertScale((1, 2))))
    source = answers._source.blocks[0][0][2]  # type: ignore[union-attr]
    source.numbers.flags.writeable = True
    source.numbers[0] = 8.0
    with pytest.raises(OffScaleError, match="item 'clear' has 1 row off its scale: 8"):
        write_spss(answers, path)
    with pytest.raises(OffScaleError, match="item 'clear' has 1 row off its scale: 8"):
        answers.to_frame()


# Names and lengths --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["q1", "Q1", "q1_2"], ["q1", "Q1_3", "q1_2"]),
        (["How old are you?"], ["How_old_are_you_"]),
        (["1st", "_x", "@x", "", "%"], ["v1st", "v_x", "v@x", "v", "v_"]),
        (["all", "With", "to_"], ["all_", "With_", "to_"]),
        (["a.", "a.b$#@_"], ["a", "a.b$#@_"]),
        (["ותק_ב", "über", "名前", "हिन्दी"], ["ותק_ב", "über", "名前", "हिन्दी"]),
        (["x" * 65, "x" * 66], ["x" * 64, "x" * 62 + "_2"]),
        (["a b", "a_b", "a?b"], ["a_b_2", "a_b", "a_b_3"]),
    ],
)
def test_names_that_spss_takes(names: list[str], expected: list[str]) -> None:
    """The rules of SPSS; a name that it takes stays, whichever stands first."""
    assert list(spss_names(names).values()) == expected


def test_a_text_is_cut_between_characters() -> None:
    """Bytes count, and half a character is no character; a null ends a text in SPSS."""
    assert cut_bytes("für", 2) == "f"
    assert cut_bytes("fü\0r", 9) == "für"
    assert cut_bytes("a\ud800", 9) == "a?"


def test_changes_are_said(path: Path) -> None:
    """Which columns have another name, and how many texts were cut."""
    scale = lk.LikertScale((1, 2), {1: "x" * 121, 2: "é" * 60})
    instrument = lk.Instrument("t", [lk.Item(f"item {k}", scale, text="T" * 300) for k in range(8)])
    frame = pd.DataFrame({f"item {k}": [1, 2] for k in range(8)})
    with pytest.warns(LikertkitWarning) as caught:
        write_spss(lk.Responses(frame, instrument), path)
    assert [str(warning.message) for warning in caught] == [
        (
            "out.sav: SPSS does not take the names of 8 columns: 'item 0' is item_0, 'item 1' is "
            "item_1, 'item 2' is item_2, 'item 3' is item_3, 'item 4' is item_4, 'item 5' is "
            "item_5 and 2 more."
        ),
        f"out.sav: 16 texts cut to what SPSS takes, the first: '{'x' * 40}'.",
    ]
    _, meta = raw(path)
    assert meta.column_names == [f"item_{k}" for k in range(8)]
    assert meta.variable_value_labels["item_0"] == {1: "x" * 120, 2: "é" * 60}
    assert meta.column_labels[0] == "T" * 256


def test_very_long_answers_are_cut(path: Path) -> None:
    """SPSS takes 32,767 bytes; text that begins with = is text there."""
    frame = pd.DataFrame({"clear": [1, 2], "why": ["=1+1", "é" * 20_000]})
    with pytest.warns(LikertkitWarning, match="1 text cut"):
        write_spss(lk.Responses(frame, trial(lk.LikertScale((1, 2)))), path)
    assert raw(path)[0]["why"] == ["=1+1", "é" * 16_383]


# Exports ------------------------------------------------------------------------------------------


def test_a_file_of_stata_becomes_one_of_spss(tmp_path: Path, path: Path) -> None:
    """Extended missing values become codes with their labels, dates stay dates."""
    stata = tmp_path / "in.dta"
    frame = pd.DataFrame({"q": [1, 2, "a", "c", None], "day": [0.0, 1.0, None, 2.0, 3.0]})
    pyreadstat.write_dta(
        frame,
        str(stata),
        column_labels={"q": "Question"},
        missing_user_values={"q": ["a", "b", "c"]},
        variable_value_labels={"q": {1: "No", 2: "Yes", "a": "Refused", "b": "Don't know"}},
        variable_format={"day": "%td"},
    )
    export = read(stata)
    with pytest.warns(
        LikertkitWarning, match="'Refused' is -1, \"Don't know\" is -2 and '.c' is -3"
    ):
        write_spss(export, path)
    again = read(path)
    assert again.frame["q"].tolist() == [1, 2, -1, -3, None]
    assert again.questions["q"].text == "Question"
    assert dict(zip(again.questions["q"].codes, again.questions["q"].options, strict=True)) == {
        -3: ".c", -2: "Don't know", -1: "Refused", 1: "No", 2: "Yes",
    }  # fmt: skip
    assert set(again.questions["q"].missing) == {"Refused", "Don't know", ".c"}
    assert again.frame["day"].tolist() == export.frame["day"].tolist()


def test_labels_of_stata_that_two_answers_have_are_kept(tmp_path: Path, path: Path) -> None:
    """Beside the letter, which is what stands in the frame."""
    stata = tmp_path / "in.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"q": [1, 2, "a", "b"]}),
        str(stata),
        missing_user_values={"q": ["a", "b"]},
        variable_value_labels={"q": {1: "No", 2: "Yes", "a": "Yes", "b": "9"}},
    )
    export = read(stata)
    assert export.frame["q"].tolist() == [1, 2, ".a", ".b"]
    # No other column declares "Yes" as missing: nothing is to be said of it.
    assert not [row for row in export.log if row.about == "not declared missing"]
    messages(export, path)
    assert raw(path)[1].variable_value_labels["q"] == {
        1: "No", 2: "Yes", -1: ".a (Yes)", -2: ".b (9)",
    }  # fmt: skip


def written(text: str, folder: Path, **changes: Any) -> tuple[dict[str, list[Any]], Any]:
    """Read a CSV, change its questions, write it for SPSS, and return what pyreadstat finds."""
    (folder / "in.csv").write_text(text, encoding="utf-8")
    export = read(folder / "in.csv")
    rows = tuple(attrs.evolve(row, **changes.get(row.item, {})) for row in export.questions)
    export = attrs.evolve(export, questions=attrs.evolve(export.questions, rows=rows))
    write_spss(export, folder / "out.sav")
    return raw(folder / "out.sav")


def test_an_export_of_text_becomes_numbers_where_all_answers_are(tmp_path: Path) -> None:
    """Leading zeros and words keep a column text; a choice is ordinal."""
    text = "id,clear,code,age,why\n1,4,007,31,good\n2,5,012,27.5,\n3,4,100,44,bad\n4,,001,61,so\n"
    columns, meta = written(text, tmp_path)
    assert columns["clear"] == [4.0, 5.0, 4.0, None]
    assert columns["code"] == ["007", "012", "100", "001"]
    assert columns["age"] == [31.0, 27.5, 44.0, 61.0]
    assert columns["why"] == ["good", "", "bad", "so"]
    assert meta.variable_measure["clear"] == "ordinal"
    assert meta.variable_measure["age"] == "scale"


def test_declared_options_become_labels(tmp_path: Path) -> None:
    """Where a codebook gives the options codes, the answers become codes."""
    text = "id,clear\n1,Agree\n2,agree \n3,Disagree\n4,\n5,9\n"
    known: dict[str, Any] = {
        "options": ("Disagree", "Agree", "Refused"), "codes": (1, 2, 9), "missing": ("Refused",),
        "kind": "choice", "part": "row", "text": "stem",
    }  # fmt: skip
    columns, meta = written(text, tmp_path, clear=known)
    assert columns["clear"] == [2.0, 2.0, 1.0, None, 9.0]
    assert meta.variable_value_labels["clear"] == {1: "Disagree", 2: "Agree", 9: "Refused"}
    assert meta.missing_ranges["clear"] == [{"lo": 9, "hi": 9}]
    assert meta.column_names_to_labels["clear"] == "stem – row"
    # Some answers are no option, an option has a code in letters, two options have one text.
    for change in (
        {"options": ("Disagree", "Agree"), "codes": (1, 2), "missing": ()},
        {"codes": (1, 2, "A9")},
        {"options": ("Agree", "agree", "Disagree")},
    ):
        columns, _ = written(text, tmp_path, clear={**known, **change})
        assert columns["clear"][0] == "Agree"
    columns, meta = written(text, tmp_path, clear={**known, "kind": "select-all"})
    assert meta.variable_measure["clear"] == "nominal"


def test_a_frame_that_was_changed_is_written_as_it_is(tmp_path: Path, path: Path) -> None:
    """Words among the numbers make a text; numbers in a text are written in digits."""
    source = tmp_path / "in.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0, 2.0], "s": ["a", "b"]}),
        str(source),
        variable_value_labels={"q": {1.0: "No"}, "s": {"a": "A"}},
    )
    export = read(source)
    export.frame["q"] = pd.Series([1, "other"], dtype=object)
    export.frame["s"] = pd.Series([1, None], dtype=object)
    write_spss(export, path)
    columns, meta = raw(path)
    assert columns == {"q": ["1", "other"], "s": ["1", ""]}
    assert meta.variable_value_labels == {"s": {"a": "A"}}


def test_rows_set_aside_are_not_written(tmp_path: Path, path: Path) -> None:
    """And the warning counts them."""
    source = tmp_path / "in.sav"
    frame = pd.DataFrame({
        **{name: ["x", "y"] for name in ("StartDate", "EndDate", "ResponseId", "IPAddress")},
        "Finished": [1.0, 0.0],
    })  # fmt: skip
    pyreadstat.write_sav(frame, str(source))
    with pytest.warns(LikertkitWarning, match="rows that were set aside are not written: 1"):
        write_spss(read(source), path)
    assert raw(path)[0]["ResponseId"] == ["x"]


# Refused ------------------------------------------------------------------------------------------


def test_arguments_are_checked(path: Path, tmp_path: Path) -> None:
    """The ending, the kind of data, and the folder."""
    answers = lk.Responses(pd.DataFrame({"clear": [1]}), trial(lk.LikertScale((1, 2))))
    with pytest.raises(ArgumentError, match="does not end like an SPSS file"):
        write_spss(answers, path.with_suffix(".csv"))
    with pytest.raises(ArgumentTypeError, match="of type DataFrame are neither"):
        write_spss(pd.DataFrame(), path)  # type: ignore[arg-type]
    with pytest.raises(FileAccessError):
        write_spss(answers, tmp_path / "none" / "out.sav")


def test_a_missing_extra_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyreadstat the error says what to install."""
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        if name == "pyreadstat":
            raise ImportError(name)
        return real(name, *args)

    answers = lk.Responses(pd.DataFrame({"clear": [1]}), trial(lk.LikertScale((1, 2))))
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="pyreadstat"):
        write_spss(answers, path)


def test_what_pyreadstat_raises_is_an_error_of_the_library(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is left at the path."""

    def refuse(*_: object, **__: object) -> None:
        message = "too many."
        raise RuntimeError(message)

    monkeypatch.setattr(pyreadstat, "write_sav", refuse)
    answers = lk.Responses(pd.DataFrame({"clear": [1]}), trial(lk.LikertScale((1, 2))))
    with pytest.raises(ArgumentError, match="SPSS cannot hold these data: too many"):
        write_spss(answers, path)
    assert not path.exists()


# Real files ---------------------------------------------------------------------------------------


def facts(export: Export) -> list[object]:
    """Return what must be the same in a file that was written: all but the width of a text."""
    variables = [
        attrs.evolve(variable, format="" if variable.is_text else variable.format)
        for variable in export.variables.values()
    ]
    cells = {name: column.tolist() for name, column in export.frame.items()}
    return [variables, list(export.frame), cells]


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_every_real_file_is_the_same_when_it_was_written(
    shared: Path, tmp_path: Path, ending: str
) -> None:
    """Values, labels, what is missing, the level of measurement, the format and the order."""
    sources = sorted((shared / "exports/spss").glob("*sav"))
    assert len(sources) >= 11
    for source in sources:
        export = read(source)
        copy = tmp_path / f"{source.stem}{ending}"
        with warnings.catch_warnings():
            if "alltypes" in source.name:
                warnings.filterwarnings("ignore", ".*sets of multiple responses are not written")
            write_spss(export, copy)
        assert facts(read(copy)) == facts(export), source.name
        # The values and the dictionary by pyreadstat alone, too.
        (first, before), (second, after) = raw(source), raw(copy)
        assert first == second
        for name in (
            "column_labels",
            "variable_value_labels",
            "missing_ranges",
            "variable_measure",
        ):
            assert getattr(before, name) == getattr(after, name), (source.name, name)
