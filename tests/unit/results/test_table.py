from __future__ import annotations

import math
import pickle
import re
import subprocess
import sys
from typing import ClassVar

import attrs
import numpy as np
import pandas as pd
import pytest

from likertkit._text import display_width
from likertkit.errors import (
    AmbiguousRowError,
    ArgumentError,
    ArgumentTypeError,
    UnknownItemError,
)
from likertkit.results import Table
from likertkit.results._frame import frame_column
from likertkit.results._record import ItemRow, Record

NAN = math.nan


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Row(ItemRow):
    """A row with a figure of each kind."""

    formats: ClassVar[dict[str, str]] = {"share": ".0%"}

    n: int
    mean: float
    share: float | None = 0.5
    label: str = ""
    note: str = ""


NAMES = ("item", "n", "mean", "share", "label", "note")


def table(*rows: Row, by: tuple[str, ...] = (), **changes: object) -> Table[Row]:
    """Return a table of rows."""
    fields = {"title": "A table", "names": (*by, *NAMES), "rows": rows, "by": by, **changes}
    return Table(**fields)


PLAIN = table(
    Row(item="q1", n=12, mean=3.456),
    Row(item="q2", n=7, mean=NAN, share=NAN, note="no valid answers"),
    Row(item="q3", n=0, mean=-0.001, share=None, label="a label"),
)
GROUPED = table(
    *(
        Row(by=(("g", g), ("year", year)), item=item, n=1, mean=1.0)
        for g in ("a", None)
        for year in (2019, 2020)
        for item in ("q1", "q2")
    ),
    by=("g", "year"),
)
LEVELS = table(
    *(Row(item="q1", n=n, mean=n / 2, share=0.25) for n in (1, 2)),
    Row(item="q2", n=1, mean=1.0),
)


def test_is_a_sequence_of_its_rows():
    """Length, iteration, and the row of an item."""
    assert len(PLAIN) == 3
    assert [row.item for row in PLAIN] == ["q1", "q2", "q3"]
    assert PLAIN["q2"] is PLAIN.rows[1]
    assert table().rows == ()
    assert len(table()) == 0


def test_unknown_item():
    """Lists those that there are."""
    with pytest.raises(UnknownItemError, match="no item 'q9' here; expected one of 'q1', 'q2'"):
        PLAIN["q9"]
    with pytest.raises(UnknownItemError, match=r"no item 0 here; expected one of \(none\)"):
        table()[0]


def test_a_table_looks_up_its_own_key():
    """Of numbers, for instance."""
    numbers = table(*PLAIN.rows, key="n")
    assert numbers[7].item == "q2"
    with pytest.raises(UnknownItemError, match=r"no n 8 here; expected one of 12, 7, 0\."):
        numbers[8]


def test_several_rows_of_one_item():
    """The error says by what, and how to narrow the table; the hint works."""
    with pytest.raises(AmbiguousRowError, match=r"4 rows .* each value of g, year") as caught:
        GROUPED["q1"]
    assert "`table.filter(g=...)['q1']`" in str(caught.value)
    with pytest.raises(AmbiguousRowError, match=r"2 rows .* each value of year;"):
        GROUPED.filter(g="a")["q1"]
    assert GROUPED.filter(g="a", year=2020)["q1"].by == (("g", "a"), ("year", 2020))


def test_several_rows_without_groups():
    """The first column that tells them apart is named."""
    with pytest.raises(AmbiguousRowError, match="2 rows of this table, one for each value of n;"):
        LEVELS["q1"]
    assert LEVELS.filter(n=2)["q1"].n == 2
    same = table(PLAIN.rows[0], PLAIN.rows[0])
    with pytest.raises(AmbiguousRowError, match="'q1' names 2 rows of this table; expected"):
        same["q1"]


def test_filter():
    """By any columns, shown or not, undefined and blank values too."""
    assert GROUPED.filter() == GROUPED
    assert len(GROUPED.filter(g=None)) == 4
    assert len(GROUPED.filter(g="a", item="q1")) == 2
    assert [row.item for row in PLAIN.filter(mean=NAN)] == ["q2"]
    assert PLAIN.filter(n=99).rows == ()
    assert PLAIN.filter(n=99).filter(item="nobody").rows == ()
    assert GROUPED.filter(g="a").by == ("g", "year")
    with pytest.raises(UnknownItemError, match="no column 'cohort' here; expected one of 'g',"):
        GROUPED.filter(cohort=1)


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"item": "q9"}, "no item 'q9' here; expected one of 'q1', 'q2'"),
        ({"g": "b"}, "no g 'b' here; expected one of 'a', None"),
        ({"year": 2019, "item": 3}, "no item 3 here"),
    ],
)
def test_filter_by_a_name_that_no_row_has(conditions, message):
    """A slip of the pen, where a figure that no row has is an answer."""
    with pytest.raises(UnknownItemError, match=message):
        GROUPED.filter(**conditions)


def test_filter_by_a_column_of_any_name():
    """Even one that Python uses."""
    odd = table(Row(by=(("self", 1),), item="q1", n=1, mean=1.0), by=("self",))
    assert len(odd.filter(self=1)) == 1


def test_a_column_of_the_data_named_like_a_figure():
    """It stands under another name, which a note tells once."""
    row = Row(by=(("mean", "x"),), item="q1", n=1, mean=2.0)
    named = table(row, by=("mean",))
    assert named.names == ("by_mean", *NAMES)
    assert named.filter(by_mean="x").notes == named.notes
    assert [note.split(":")[0] for note in named.notes] == [
        "The column 'mean' of the data is called 'by_mean' here"
    ]
    assert named.to_frame()[["by_mean", "mean"]].iloc[0].tolist() == ["x", 2.0]
    assert table(by=("mean",)).by == ("by_mean",)
    with pytest.raises(ArgumentError, match="a column 'mean'"):
        table(names=("mean", *NAMES))


def test_whole_numbers_of_any_size_make_a_column():
    """Beyond 64 bits they stay what they are, beside a blank too."""
    assert frame_column([2**63, None]) == [2**63, None]
    assert frame_column([2**63 - 1, None])[0] == 2**63 - 1
    assert frame_column([-(2**63), None])[0] == -(2**63)


def test_equality_and_hash():
    """Undefined figures are equal to themselves; notes and options count."""
    again = pickle.loads(pickle.dumps(PLAIN))
    assert again == PLAIN
    assert hash(again) == hash(PLAIN)
    assert attrs.evolve(PLAIN, notes=("said",)) != PLAIN
    assert PLAIN.filter(item="q1") != PLAIN


def test_frame_is_tidy_and_unrounded():
    """A column a figure, with the type of its values."""
    frame = PLAIN.to_frame()
    assert frame.columns.to_list() == list(NAMES)
    assert frame["n"].dtype == np.int64
    assert frame["mean"].dtype == np.float64
    assert frame["share"].dtype == np.float64
    assert frame["mean"].to_list()[:1] == [3.456]
    assert frame["mean"].isna().to_list() == [False, True, False]
    assert GROUPED.to_frame().columns.to_list() == ["g", "year", *NAMES]
    assert GROUPED.to_frame()["year"].dtype == np.int64


def test_frame_of_nothing_keeps_its_columns():
    """A loop over many tables meets the same ones."""
    frame = table(by=("g",)).to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame.shape == (0, 7)
    assert frame.columns.to_list() == ["g", *NAMES]


def test_text():
    """Figures flush right, undefined ones a dash, zero without a sign; a blank line, the notes."""
    shown = attrs.evolve(PLAIN, shown=("item", "n", "mean", "share"), notes=("Read with care.",))
    assert shown.to_text(80).split("\n") == [
        "A table",
        "item   n  mean  share",
        "────  ──  ────  ─────",
        "q1    12  3.46   50 %",
        "q2     7     –      –",
        "q3     0  0.00      –",
        "",
        "Read with care.",
        "q2: no valid answers",
    ]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Rated(ItemRow):
    """A row with figures whose decimals can be asked for."""

    formats: ClassVar[dict[str, str]] = {"share": "%", "se": ".1%", "pvalue": "p"}

    n: int
    share: float = 1 / 3
    se: float = 0.0444
    pvalue: float = 0.01234


def test_percentages_have_a_decimal_from_a_hundred_answers_on():
    """Row by row, and as many as asked in every row; the figures stay."""
    names = ("item", "n", "share", "se", "pvalue")
    rows = (Rated(item="q1", n=99), Rated(item="q2", n=100))
    usual = Table(title="A table", names=names, rows=rows)
    assert [line.split()[2:] for line in usual.to_text(80).split("\n")[3:]] == [
        ["33", "%", "4.4", "%", ".012"],
        ["33.3", "%", "4.4", "%", ".012"],
    ]
    asked = usual.with_decimals(percentages=2, pvalues=4)
    for line in asked.to_text(80).split("\n")[3:]:
        assert line.split()[2:] == ["33.33", "%", "4.44", "%", ".0123"]
    assert "| 33.33 % |" in asked.to_markdown()
    assert ">33.33 %<" in asked._repr_html_()
    assert asked.to_csv() == usual.to_csv()
    assert asked.with_decimals() == usual
    only = usual.with_decimals(pvalues=1).to_text(80)
    assert "33.3 %" in only
    assert ".01" in only


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"percentages": -1}, "expected at least 0"),
        ({"percentages": 16}, "at most 15 decimals"),
        ({"pvalues": 0}, "expected at least 1"),
        ({"pvalues": 10**9}, "at most 15 decimals"),
    ],
)
def test_decimals_are_few(wrong, words):
    """None of them below 0 or more than a figure has, and a p-value has one at the least."""
    with pytest.raises(ArgumentError, match=words):
        PLAIN.with_decimals(**wrong)


def test_decimals_are_whole_numbers():
    """Half a decimal is not printed."""
    with pytest.raises(ArgumentTypeError, match=r"percentages=0\.5 is not a whole"):
        PLAIN.with_decimals(percentages=0.5)


def test_text_without_notes():
    """Ends with its last row."""
    one = table(PLAIN.rows[0], shown=("item", "mean"))
    assert one.to_text(80) == "A table\nitem  mean\n────  ────\nq1    3.46"


def test_groups_stand_first():
    """Whatever is shown, and a blank group is a dash; the key's column repeats too."""
    lines = attrs.evolve(GROUPED, shown=("item", "mean")).to_text(80).split("\n")
    assert lines[1] == "g  year  item  mean"
    assert lines[3] == "a  2019  q1    1.00"
    assert lines[-1] == "–  2020  q2    1.00"
    narrow = attrs.evolve(GROUPED, shown=("item", *["mean", "share"] * 6)).to_text(40)
    assert all(block.split()[0:3] == ["g", "year", "item"] for block in narrow[8:].split("\n\n"))


def test_numbers_written_as_text_are_figures():
    """Published means keep their trailing zeros; a column of words does not turn."""
    for label, other, right in [
        ("1.80", "10.55", True),
        ("-3", ".5 %", True),
        ("1 or 2", "3", False),
        ("", "1", False),
        ("18-24", "65", False),
    ]:
        one = Row(item="q1", n=1, mean=1.0, label=label)
        two = Row(item="q2", n=1, mean=1.0, label=other)
        lines = table(one, two, shown=("item", "label")).to_text(80).split("\n")
        width = max(len("label"), len(label), len(other))
        assert lines[3] == ("q1    " + (label.rjust if right else label.ljust)(width)).rstrip()


def test_a_column_of_nothing_is_no_column_of_figures():
    """Its dashes stand below the beginning of its name."""
    lines = table(Row(item="q1", n=1, mean=1.0, share=None), shown=("item", "share")).to_text(80)
    assert lines.split("\n")[3] == "q1    –"


def test_the_first_column_is_repeated_where_the_key_is_not_shown_first():
    """Something has to name the rows."""
    lines = table(*PLAIN.rows, shown=("label", *["mean", "share"] * 5)).to_text(40)
    blocks = lines.removeprefix("A table\n").split("\n\n")[:-1]
    assert len(blocks) == 2
    assert all(block.startswith("label") for block in blocks)


def test_the_same_note_is_printed_once():
    """With the names of all rows that it is about, groups included."""
    rows = [
        Row(by=(("g", g),), item=item, n=0, mean=NAN, note=note)
        for g, item, note in [
            ("a", "q1", "no valid answers"),
            (None, "q1", "no valid answers"),
            ("b", "q2", "modes 1 and 2"),
            ("b", "q3", "no valid answers"),
        ]
    ]
    assert table(*rows, by=("g",)).to_text(80).split("\n")[-2:] == [
        "a / q1, – / q1 and b / q3: no valid answers",
        "b / q2: modes 1 and 2",
    ]


LONG = "satisfaction_with_the_speed_of_delivery_to_the_door_of_the_respondent"


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("name", [LONG, "満足度" * 15, "e\N{COMBINING ACUTE ACCENT}" * 60])
def test_no_line_is_wider_than_the_terminal(monkeypatch, width, name):
    """Whatever items, groups, labels, titles and notes are called."""
    wide = table(
        Row(by=((name, name),), item=name, n=10**9, mean=NAN, label=name, note=f"{name} {name}"),
        Row(by=((name, 5),), item="q1", n=1, mean=1.0, label=f"{name} {name}"),
        by=(name,),
        title=f"Answers to {name}",
        notes=(f"The strata of {name!r} are pooled.", name),
    )
    monkeypatch.setenv("COLUMNS", str(width))
    assert repr(wide) == wide.to_text(width)
    assert max(display_width(line) for line in repr(wide).split("\n")) <= width
    assert "1000000000" in repr(wide)


def test_twenty_five_columns():
    """Broken into blocks that all begin with group and item."""

    @attrs.frozen(kw_only=True, eq=False, repr=False)
    class Wide(Record):
        by: tuple[tuple[str, object], ...] = ()
        figures: tuple[float, ...] = ()

        def columns(self) -> dict[str, object]:
            return {
                "g": "a",
                "item": "q1",
                **{f"c{k}": x for k, x in enumerate(self.figures)},
            }

    row = Wide(figures=tuple(k / 7 for k in range(23)))
    names = tuple(row.columns())
    wide = Table(title="Wide", names=names, rows=(row,), by=("g",))
    blocks = wide.to_text(60).removeprefix("Wide\n").split("\n\n")
    assert len(blocks) == 3
    assert all(block.startswith("g  item") for block in blocks)
    assert all("\na  q1" in block for block in blocks)
    found = [name for block in blocks for name in block.split("\n")[0].split()[2:]]
    assert found == [f"c{k}" for k in range(23)]


def test_html():
    """Title, cells and notes, all escaped."""
    shown = table(
        Row(item="<i>", n=1, mean=NAN, note="<b> & more"), title="A <table>", notes=("n < 5",)
    )
    text = shown._repr_html_()
    assert text.startswith(
        '<figure class="likertkit"><table><caption>A &lt;table&gt;</caption><thead>'
    )
    assert '<th scope="row" class="text">&lt;i&gt;</th>' in text
    notes = text.partition("</table>")[2]
    assert re.findall(r"<p[^>]*>(.*?)</p>", notes) == [
        "n &lt; 5",
        "&lt;i&gt;: &lt;b&gt; &amp; more",
    ]
    assert "style=" not in text


def test_markdown():
    """A title, a table, notes: a paragraph each."""
    shown = attrs.evolve(PLAIN, shown=("item", "label", "mean"), notes=("Read with care.",)).filter(
        item="q2"
    )
    assert shown.to_markdown() == (
        "A table\n\n"
        "| item | label | mean |\n| --- | --- | ---: |\n| q2 |  | – |\n\n"
        "Read with care.\n\n"
        "q2: no valid answers"
    )


def test_empty_table_prints():
    """Its header and its notes."""
    assert table(shown=("item", "n"), notes=("Nobody.",)).to_text(80) == (
        "A table\nitem  n\n────  ─\n\nNobody."
    )
    assert "A table" in repr(Table(title="A table", names=(), rows=()))


@pytest.mark.parametrize("columns", ["0", "1", "x"])
def test_prints_where_there_is_no_terminal(columns):
    """Into a pipe, from a process without a terminal, with an odd width."""
    code = (
        "import likertkit as lk; scale = lk.LikertScale.preset('agreement', 5); "
        "trial = lk.Instrument('trial', [lk.Item('q1', scale)]); "
        "print(lk.describe(lk.Tally.from_counts({'q1': {4: 3}}, trial)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"COLUMNS": columns, "PYTHONIOENCODING": "utf-8", "PATH": ""},
        stdin=subprocess.DEVNULL,
    )
    assert "q1" in done.stdout


def test_rows_are_gone_through_once_for_any_number_of_look_ups(monkeypatch):
    """A loop over the items of a large table is not quadratic."""
    calls = []
    whole = table(Row(item="q1", n=1, mean=2.0), Row(item="q2", n=1, mean=2.0))
    monkeypatch.setattr(Row, "columns", lambda row: calls.append(row) or {"item": row.item})
    assert [whole[name].item for name in ("q1", "q2", "q1")] == ["q1", "q2", "q1"]
    assert len(calls) == 2


def test_a_row_by_its_item_and_group():
    """The item, then the values of `by` in order; a blank group and NaN too."""
    assert GROUPED["q1", "a", 2020] is GROUPED.filter(item="q1", g="a", year=2020).rows[0]
    assert GROUPED["q2", None, 2019].by == (("g", None), ("year", 2019))
    blank = table(Row(by=(("g", NAN),), item="q1", n=1, mean=1.0), by=("g",))
    assert blank["q1", math.nan] is blank["q1"]


def test_the_first_parts_of_a_key_are_enough_where_they_name_one_row():
    """As the item alone is."""
    one = GROUPED.filter(year=2019)
    assert one["q1", None] is one.rows[2]
    assert PLAIN["q1",] is PLAIN["q1"]


def test_a_key_that_is_a_tuple_names_itself():
    """A table may be looked up by pairs of names."""
    pairs = table(Row(item=("q1", "q2"), n=1, mean=1.0))  # type: ignore[arg-type]
    assert pairs["q1", "q2"] is pairs.rows[0]


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (("q9", "a", 2019), "no item 'q9' here; expected one of 'q1', 'q2'"),
        (("q1", "b", 2019), "no g 'b' here; expected one of 'a', None"),
        (("q1", "a", 2021), "no year 2021 here; expected one of 2019, 2020"),
        (("q1", "a", []), r"no year \[\] here"),
        (("q1", "a", 2019, 1), r"no row \('q1', 'a', 2019, 1\) here; .* \('q1', 'a', 2019\)\."),
        ((), r"no item \(\) here"),
    ],
)
def test_a_row_by_a_group_that_there_is_not(key, message):
    """The error names the part that no row has, and those that rows have."""
    with pytest.raises(UnknownItemError, match=message):
        GROUPED[key]


def test_the_error_of_several_rows_names_a_key_that_works():
    """Where item and group tell rows apart; else only the method that narrows the table."""
    with pytest.raises(AmbiguousRowError, match=r"the group too: `table\['q1', 'a', 2019\]`\."):
        GROUPED["q1"]
    with pytest.raises(AmbiguousRowError, match=r"filter\(year=...\)\['q1', 'a'\]`, or name the"):
        GROUPED["q1", "a"]
    with pytest.raises(AmbiguousRowError, match=r"`table\.filter\(n=\.\.\.\)\['q1'\]`\.$"):
        LEVELS["q1"]
