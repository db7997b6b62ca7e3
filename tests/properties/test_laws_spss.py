"""Laws of SPSS files: what is written is read again, and any bytes give an export or an error."""

from __future__ import annotations

import tempfile
import warnings
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pyreadstat
from hypothesis import given
from hypothesis import strategies as st

import likertkit as lk
from likertkit import testing
from likertkit.errors import ArgumentError, LikertkitError, LikertkitWarning
from likertkit.io import Export
from likertkit.io.packages._columns import missing_ranges
from likertkit.io.packages._write import spss_names

FEW_VALUES = 3
NUMBERS = st.one_of(
    st.none(), st.integers(-(2**60), 2**60).map(float), st.floats(-1e300, 1e300, allow_nan=False)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)


def copied(responses: lk.Responses) -> Export:
    """Write answers and read them again."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Of names, and of reasons without a code.
        warnings.simplefilter("ignore")
        path = Path(folder, "copy.sav")
        lk.write_spss(responses, path)
        return lk.read(path, set_aside=())


@given(testing.responses(condition=False, weight=False, cluster=False))
def test_the_copy_counts_the_same(responses: lk.Responses) -> None:
    """Levels, reasons and blanks of every item, by the codes and labels of the file alone."""
    try:
        export = copied(responses)
    except ArgumentError as error:
        assert "missing codes" in str(error)  # noqa: PT017 - a draw may have too many reasons
        return
    assert len(export.frame) == responses._source.n_rows()
    (block,) = responses._declared.blocks
    names = spss_names(responses._source.columns())
    found: Counter[tuple[str, object]] = Counter()
    for item, column in block.columns:
        variable = export.variables[names[column]]
        for cell in export.frame[names[column]]:
            missing = cell is not None and variable.is_missing(cell)
            found[item, dict(variable.labels)[cell] if missing else cell] += 1
    expected: Counter[tuple[str, object]] = Counter()
    for row in responses.tally().to_frame().to_dict("records"):
        blank = row["kind"] == "missing" and row["label"] == "blank"
        answer = None if blank else row["code"] if row["kind"] == "level" else row["label"]
        expected[row["item"], answer] += row["count"]
    assert +found == +expected


@given(st.lists(st.tuples(NUMBERS, TEXTS), max_size=12))
def test_numbers_and_texts_come_back(rows: list[tuple[float | None, str]]) -> None:
    """Every double and every text, but for the spaces at its end, which SPSS fills texts with."""
    numbers = [number for number, _ in rows]
    texts = [text for _, text in rows]
    frame = pd.DataFrame(
        {
            "q": pd.Series([1] * len(rows), dtype=float),
            "number": pd.Series(numbers, dtype=float),
            "text": pd.Series(texts, dtype=object),
        }
    )
    answers = lk.Responses(frame, lk.Instrument("t", [lk.Item("q", lk.LikertScale((1, 2)))]))
    copy = copied(answers).frame
    assert copy["number"].tolist() == numbers
    assert copy["text"].tolist() == [text.rstrip(" ") if text.strip() else None for text in texts]


@given(st.lists(st.text(max_size=80), unique=True, max_size=30))
def test_names_are_valid_and_all_different(names: list[str]) -> None:
    """At most 64 bytes, a letter first, no point at the end; capitals make no difference."""
    changed = spss_names(names)
    assert list(changed) == names
    made = list(changed.values())
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert 0 < len(name.encode()) <= 64
        assert name[0].isalpha()
        assert not name.endswith(".")
    # A second time nothing changes.
    assert list(spss_names(made).values()) == made


@given(st.sets(st.integers(-20, 20), max_size=7), st.sets(st.integers(-20, 20), max_size=5))
def test_ranges_hold_what_is_missing_and_nothing_valid(missing: set[int], valid: set[int]) -> None:
    """At most three values, or a range and one value."""
    valid -= missing
    try:
        ranges = missing_ranges("q", missing, valid)
    except ArgumentError:
        assert len(missing) > FEW_VALUES
        return
    held = {code for code in range(-20, 21) if any(low <= code <= high for low, high in ranges)}
    assert missing <= held
    assert not valid & held
    wide = sum(low != high for low, high in ranges)
    assert (wide, len(ranges)) in {(0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 2)}


FEW_NUMBERS = st.one_of(
    st.integers(-5, 99).map(float),
    st.sampled_from([1.5, -0.25, 1e15, 2.0**53, 1e300, -99.0, 0.1]),
)
SHORT_TEXTS = st.sampled_from(["a", "Z", "é", "名", "a b", "99", ".", "abcdefgh"])
LABELS = st.one_of(
    st.sampled_from(["", " ", "Yes", "yes ", "1", "=1+1", "a\nb", "é" * 60, "名" * 40, "x" * 120]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
)
NAMES = st.sampled_from(
    ["q1", "Q_2", "v.3", "under_", "a$b", "名前", "ותק_ב", "über", "ßa", "x" * 64, "é" * 32]
)
FORMATS = st.sampled_from(["F8.2", "F1.0", "F40.16", "COMMA8.2", "DOT8.0", "PCT8.1", "E12.3", "N5"])
DATES = st.sampled_from(
    ["DATE11", "ADATE10", "SDATE10", "QYR6", "MOYR6", "TIME8", "TIME11.2", "DTIME20", "YMDHMS19"]
)


@st.composite
def numbers_missing(draw: st.DrawFn) -> list[object]:
    """Return up to three single values, or a range, which may be open, and one value."""
    if draw(st.booleans()):
        return draw(st.lists(FEW_NUMBERS, max_size=3, unique=True))
    low, high = sorted((draw(FEW_NUMBERS), draw(FEW_NUMBERS)))
    low, high = draw(st.sampled_from([(low, high), (float("-inf"), high), (low, float("inf"))]))
    return [{"lo": low, "hi": high}, *draw(st.lists(FEW_NUMBERS, max_size=1))]


@st.composite
def variables(draw: st.DrawFn, n_rows: int) -> dict[str, object]:
    """Return the values of a variable and what its file declares of them."""
    is_text = draw(st.booleans())
    missing: list[object] = draw(
        st.lists(SHORT_TEXTS, max_size=3, unique=True) if is_text else numbers_missing()
    )
    texts = st.one_of(SHORT_TEXTS, st.sampled_from(["", "x" * 256, "é" * 400]))
    days = st.integers(0, 10**11).map(float)
    values = texts if is_text else st.one_of(st.none(), FEW_NUMBERS, days)
    return {
        "is_text": is_text,
        "values": draw(st.lists(values, min_size=n_rows, max_size=n_rows)),
        "labels": draw(
            st.dictionaries(SHORT_TEXTS if is_text else FEW_NUMBERS, LABELS, max_size=4)
        ),
        "missing": missing,
        "measure": draw(st.sampled_from(["nominal", "ordinal", "scale", "unknown"])),
        "format": None if is_text else draw(st.one_of(FORMATS, DATES)),
        "label": draw(st.one_of(LABELS, st.sampled_from(["名" * 85, "q" * 256]))),
    }


def told(path: Path) -> dict[str, dict[str, object]]:
    """Return what pyreadstat finds in a file, variable by variable."""
    columns, meta = pyreadstat.read_sav(
        str(path), user_missing=True, output_format="dict", disable_datetime_conversion=True
    )
    return {
        name: {
            "values": [
                None if pd.isna(value) or not str(value).strip() else value for value in its
            ],
            "labels": meta.variable_value_labels.get(name),
            "missing": meta.missing_ranges.get(name),
            "measure": meta.variable_measure[name],
            "label": meta.column_names_to_labels[name] or "",
            # A text is as wide as its longest value.
            "format": meta.original_variable_types[name].rstrip("0123456789").replace("A", ""),
        }
        for name, its in columns.items()
    }


@st.composite
def surveys(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Return a few variables of as many rows."""
    n_rows = draw(st.integers(0, 3))
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold))
    return {name: draw(variables(n_rows)) for name in names}


@given(surveys(), st.sampled_from(["copy.sav", "copy.zsav"]))
def test_a_file_that_is_read_and_written_is_the_same(
    survey: dict[str, dict[str, object]], copy: str
) -> None:
    """Values, labels, missing values, levels of measurement, formats, questions and order."""

    def declared(key: str) -> dict[str, object]:
        return {name: its[key] for name, its in survey.items() if its[key]}

    frame = pd.DataFrame(
        {
            name: pd.Series(its["values"], dtype="string" if its["is_text"] else "float64")
            for name, its in survey.items()
        }
    )
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Nothing is changed, so that nothing is said.
        warnings.simplefilter("error", LikertkitWarning)
        first, second = Path(folder, "first.sav"), Path(folder, copy)
        try:
            pyreadstat.write_sav(
                frame,
                str(first),
                column_labels=declared("label"),
                variable_value_labels=declared("labels"),
                missing_ranges=declared("missing"),
                variable_measure=declared("measure"),
                variable_format=declared("format"),
            )
        except pyreadstat.ReadstatError as error:
            # A declared text must not be longer than the longest answer.
            assert "longer than the available" in str(error)  # noqa: PT017 - some are written
            return
        lk.write_spss(lk.read(first), second)
        expected, found = told(first), told(second)
    assert list(found) == list(expected)
    assert found == expected


@cache
def files() -> tuple[bytes, ...]:
    """Return a file of each form, with labels of numbers, short texts and long texts."""
    frame = pd.DataFrame(
        {"q": [1.0, 97.0, None] * 3, "s": ["a", "bé", "Z"] * 3, "long": ["x" * 300, "y", ""] * 3}
    )
    labels = {"q": {1.0: "Yes", 97.0: "No"}, "s": {"bé": "B"}, "long": {"y": "Why"}}
    made = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        for options in ({}, {"row_compress": True}, {"compress": True}):
            pyreadstat.write_sav(
                frame,
                str(path),
                variable_value_labels=labels,
                missing_ranges={"q": [97], "s": ["Z"]},
                **options,
            )
            made.append(path.read_bytes())
        pyreadstat.write_dta(frame[["q", "s"]], str(path), variable_value_labels={"q": {1: "Yes"}})
        made.append(path.read_bytes())
    return tuple(made)


@given(st.data())
def test_any_bytes_give_an_export_or_an_error_of_the_library(data: st.DataObject) -> None:
    """Cut, overwritten and moved about."""
    damaged = bytearray(data.draw(st.sampled_from(files())))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(4, len(damaged) - 1))
        what = data.draw(st.sampled_from(["cut", "byte", "number", "insert", "delete"]))
        if what == "cut":
            del damaged[max(place, 8) :]
        elif what == "byte":
            damaged[place] = data.draw(st.integers(0, 255))
        elif what == "number":
            damaged[place : place + 4] = data.draw(
                st.sampled_from([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", bytes(4), b"\x07\0\0\0"])
            )
        elif what == "insert":
            damaged[place:place] = data.draw(st.binary(min_size=1, max_size=16))
        elif len(damaged) > 40:
            del damaged[place : place + 8]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "damaged")
        path.write_bytes(damaged)
        try:
            assert isinstance(lk.read(path), Export)
        except LikertkitError as error:
            assert str(error)  # noqa: PT017 - some are read, some are not
