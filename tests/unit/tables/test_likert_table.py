"""The wide table: every figure is counted again from the rows of the data, and read back."""

from __future__ import annotations

import math
import re
import statistics
import warnings

import pandas as pd
import pytest
from tests.public import DATA, ROWS

import likertkit as lk
from likertkit.errors import ArgumentTypeError, DirectionError

AGREE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"Don't know": 9, "Refused": 8})
LONG = "The goals of the course were clear to me from the first week on, and stayed so."
COURSE = lk.Instrument(
    "course",
    [lk.Item("goal", AGREE, text=LONG), lk.Item("pace", AGREE, text="The pace was right.")],
)
FRAME = pd.DataFrame(
    {
        "goal": [1, 2, 2, 4, 5, 5, 5, None, 9, None],
        "pace": [3, 3, 3, 3, 3, 3, 3, 3, 9, 8],
        "ward": [*"aabbaabb", None, float("nan")],
        "w": [1.0, 2, 1, 1, 3, 1, 1, 2, 1, 1],
    }
)


def answers(weight=None):
    """Return the answers to the course."""
    return lk.Responses(FRAME, COURSE, weight=weight)


def grid(table):
    """Return the printed rows, a list of cells each, and the heads."""
    drawn = table._grid()
    return drawn.header, [list(row) for row in drawn.rows]


def is_figure(text):
    """Return whether a cell is n (%), a number, M (SD), a percentage or a dash."""
    return bool(re.fullmatch(r"-?[\d.]+( \(-?[\d.]+( %)?\)| %| \(–\))?|–|", text))


@pytest.mark.parametrize("by", [None, "group", ("group",), "when", ()])
def test_every_cell_is_counted_again_from_the_rows(by):
    """Shares, counts, missing answers by reason, mean and SD; in each group and in all."""
    table = lk.likert_table(DATA, by=by)
    names = () if by is None or by == () else (by,) if isinstance(by, str) else by
    names = names if by == () or "when" in names else (*names, "when")
    for cell in table:
        group = cell.column if isinstance(cell.column, tuple) else (cell.column,)
        split = {"Total": ("when",)}.get(cell.span, names)
        split = () if cell.column == "Total" else split
        rows = [r for r in ROWS if tuple(r[n] for n in split) == (group if split else ())]
        raw = [row[cell.item] for row in rows]
        valid = [x for x in raw if x is not None and x != 9]
        labels = dict(AGREE.labels)
        if cell.row == "Valid n":
            right = len(valid)
        elif cell.row.startswith("Missing: "):
            missing = {"blank": None, "N/A": 9}[cell.row.removeprefix("Missing: ")]
            right = sum(x == missing for x in raw)
        elif cell.row in {"Mean", "SD"}:
            right = {"Mean": statistics.mean, "SD": statistics.stdev}[cell.row](valid)
        else:
            label = cell.row.removesuffix(", n")
            n = sum(labels[x] == label for x in valid)
            right = n if cell.row.endswith(", n") else n / len(valid)
        assert cell.value == pytest.approx(right)
        assert cell.base == (len(raw) if cell.row.startswith("Missing") else len(valid))


@pytest.mark.parametrize("boxes", [None, (2, 2)])
@pytest.mark.parametrize("by", [None, "group"])
def test_cells_are_the_figures_of_the_estimates(by, boxes):
    """Weighted and not: `frequencies`, `describe`, `means`, `box_scores` say the same."""
    for weight in (None, "w"):
        data = answers(weight=weight).scored("favourable")
        split = "ward" if by else None
        table = lk.likert_table(data, by=split, boxes=boxes)
        figures = {
            "level": {(r.item, r.by, r.label): r for r in lk.frequencies(data, by=split)},
            "mean": {(r.item, r.by): r for r in lk.means(data, by=split)},
            "sd": {(r.item, r.by): r for r in lk.describe(data, by=split)},
        }
        for cell in table.filter(span="ward" if by else "Total"):
            group = (("ward", cell.column),) if by else ()
            mean = figures["mean"][cell.item, group]
            if cell.row == "Mean":
                assert cell.value == pytest.approx(mean.mean, nan_ok=True)
                assert (cell.weighted_base, cell.effective_base) == pytest.approx(
                    (mean.weighted_n, mean.effective_n), nan_ok=True
                )
            elif cell.row == "SD":
                sd = figures["sd"][cell.item, group].sd
                assert cell.value == pytest.approx(sd, nan_ok=True)
            elif (cell.item, group, cell.row) in figures["level"]:
                row = figures["level"][cell.item, group, cell.row]
                assert cell.value == pytest.approx(row.proportion, nan_ok=True)
                n = table[cell.item, f"{cell.row}, n", cell.span, cell.column].value
                assert n == row.count
        if boxes:
            for row in lk.box_scores(data, by=split, boxes=boxes):
                place = ("ward", dict(row.by)["ward"]) if by else ("Total", "Total")
                assert table[row.item, "Net", *place].value == pytest.approx(row.net, nan_ok=True)
        assert any(note.startswith("Top box") for note in table.notes) == bool(boxes)
        assert any("weighted percentage" in note for note in table.notes) == bool(weight)


def test_levels_stand_beside_each_other_without_groups():
    """A row an item, its text whole; the reasons that occur; the notes say what is what."""
    table = lk.likert_table(answers())
    heads, rows = grid(table)
    assert [row[0] for row in rows] == [LONG, "The pace was right."]
    assert rows[0][1:6] == ["1 (14 %)", "2 (29 %)", "0 (0 %)", "1 (14 %)", "3 (43 %)"]
    assert rows[0][6:] == ["7", "2", "1", "0", "3.43 (1.72)"]
    assert rows[1][6:] == ["8", "0", "1", "1", "3.00 (0.00)"]
    assert [head.split()[-1] for head in heads[-4:-1]] == ["blank", "know", "Refused"]
    text = table.to_text(100)
    assert "…" not in text
    words = " ".join(line[:30].strip() for line in text.splitlines()[4:])
    assert LONG in words
    for note in (
        "n (%): respondents at each level, and their percentage of the valid answers.",
        "M (SD): mean and standard deviation of the valid answers.",
        "Scores are the codes as answered.",
    ):
        assert table.notes.count(note) == 1
    assert not any("Interval" in note for note in table.notes)
    assert table.title == "Answers to course"


def test_groups_stand_beside_each_other():
    """With all respondents behind them, unless they are not wanted; the blank group has a name."""
    table = lk.likert_table(answers(), by="ward")
    heads, rows = grid(table)
    assert [head.removeprefix("ward ") for head in heads] == [
        "Item",
        "",
        "a",
        "b",
        "blank",
        "Total",
    ]
    assert rows[0] == [LONG, "Strongly disagree", "1 (25 %)", "0 (0 %)", "–", "1 (14 %)"]
    assert [row[1] for row in rows[:9]] == [
        *dict(AGREE.labels).values(),
        *("Valid n", "Missing: blank", "Missing: Don't know", "M (SD)"),
    ]
    assert rows[9][0] == "The pace was right."
    assert all(is_figure(text) for row in rows for text in row[2:])
    alone = lk.likert_table(answers(), by="ward", total=False)
    assert {cell.span for cell in alone} == {"ward"}
    assert "Total: all respondents." in table.notes
    assert "Total: all respondents." not in alone.notes


def test_nobody_is_a_dash_and_never_0_percent():
    """With the reason; one answer has no standard deviation."""
    table = lk.likert_table(answers(), by="ward")
    assert math.isnan(table["goal", "Agree", "ward", None].value)
    assert table["goal", "Agree, n", "ward", None].value == 0
    assert "ward: blank / The goals of the course were clear to m…" in table.to_text(400)
    assert "no valid answers" in table.to_text(400)
    lone = lk.likert_table(lk.Responses(FRAME[:1], COURSE))
    assert grid(lone)[1][0][-1] == "1.00 (–)"
    nobody = lk.likert_table(lk.Responses(FRAME[7:8][["goal", "pace"]], COURSE))
    assert grid(nobody)[1][0][1:7] == ["–"] * 5 + ["0"]
    assert "0 %" not in grid(nobody)[1][0]


def test_conditions_are_never_pooled_in_the_total():
    """All respondents under each condition stand beside the groups."""
    table = lk.likert_table(DATA, by="group")
    assert {cell.span for cell in table} == {"group × when", "Total"}
    assert {cell.column for cell in table.filter(span="Total")} == {"a", "b"}
    assert "Total: all respondents under each condition; conditions are not pooled." in table.notes
    assert [head.split()[-1] for head in grid(table)[0][2:]] == ["a", "b"] * 3
    alone = lk.likert_table(DATA)
    assert {cell.span for cell in alone} == {"when"}
    assert {cell.span for cell in lk.likert_table(DATA, by="when")} == {"when"}
    pooled = lk.likert_table(DATA, by=())
    assert any("are pooled" in note for note in pooled.notes)


def test_items_of_other_scales_have_their_own_levels():
    """The levels stand below each other, never under another scale's heads."""
    other = lk.LikertScale((1, 2, 3, 4), labels={1: "Never", 4: "Always"})
    both = lk.Instrument("both", [lk.Item("a", AGREE), lk.Item("b", other), lk.Item("c", AGREE)])
    counts = {"a": {5: 1}, "b": {2: 3, 4: 1}, "c": {1: 1}}
    heads, rows = grid(lk.likert_table(lk.Tally.from_counts(counts, both)))
    assert heads == ("Item", "", "All respondents")
    of_b = [row[1:] for row in rows[7:11]]
    assert [row[0] for row in rows if row[0]] == ["a", "b", "c"]
    assert of_b == [
        ["1 Never", "0 (0 %)"],
        ["2", "3 (75 %)"],
        ["3", "0 (0 %)"],
        ["4 Always", "1 (25 %)"],
    ]
    wide = lk.Instrument("wide", [lk.Item("nps", lk.LikertScale(range(11)))])
    heads, rows = grid(lk.likert_table(lk.Tally.from_counts({"nps": {7: 1, 10: 1}}, wide)))
    assert len(rows) == 13


def test_odd_groups_keep_their_names():
    """Numbers; texts that are spelled alike; a group called Total."""
    for groups, heads in (
        ([1, 2] * 5, ["1", "2", "Total"]),
        (["x", "x "] * 5, ["'x'", "'x '", "Total"]),
        (["Total", "x"] * 5, ["Total", "x", "All respondents"]),
    ):
        frame = FRAME.assign(g=groups)
        with warnings.catch_warnings():
            # Groups that are spelled alike are warned of.
            warnings.simplefilter("ignore", lk.LikertkitWarning)
            table = lk.likert_table(lk.Responses(frame, COURSE), by="g")
        assert [head.removeprefix("g ") for head in grid(table)[0][2:]] == heads
        assert table["goal", "Valid n", "Total", "Total"].value == 7


def test_a_label_may_be_called_as_a_figure_is():
    """A level 'Mean' is no mean."""
    scale = lk.LikertScale((1, 2, 3), labels={1: "Mean", 2: "Valid n", 3: "Net"})
    trial = lk.Instrument("trial", [lk.Item("q", scale)])
    _, rows = grid(lk.likert_table(lk.Tally.from_counts({"q": {1: 3, 3: 1}}, trial)))
    assert rows == [["q", "3 (75 %)", "0 (0 %)", "1 (25 %)", "4", "1.50 (1.00)"]]


def test_texts_that_are_the_same_are_told_apart():
    """By the names of their items."""
    trial = lk.Instrument("t", [lk.Item(name, AGREE, text="Same.") for name in "ab"])
    table = lk.likert_table(lk.Tally.from_counts({"a": {1: 1}, "b": {2: 1}}, trial))
    assert [row[0] for row in grid(table)[1]] == ["a: Same.", "b: Same."]


def test_a_grid_has_its_question_once():
    """What all texts begin with stands in a note; a text of its own stays whole."""
    rows = ("The pace – if any", "The goal")
    texts = [f"How good was this? – {row}" for row in ("The pace", "The goal")]
    trial = lk.Instrument(
        "t", [lk.Item(n, AGREE, text=t) for n, t in zip("ab", texts, strict=True)]
    )
    counts = {"a": {1: 1}, "b": {2: 1}}
    table = lk.likert_table(lk.Tally.from_counts(counts, trial))
    assert [row[0] for row in grid(table)[1]] == ["The pace", "The goal"]
    assert table.notes[0] == "Items: How good was this?"
    own = lk.Instrument("t", [lk.Item(n, AGREE, text=t) for n, t in zip("ab", rows, strict=True)])
    table = lk.likert_table(lk.Tally.from_counts(counts, own))
    assert [row[0] for row in grid(table)[1]] == [*rows]


def test_texts_take_the_room_that_figures_leave():
    """So that the table is not broken where it need not be."""
    table = lk.likert_table(answers())
    assert table.to_text(120).count("───  ") > 0
    for width in (80, 100, 120):
        text = table.to_text(width).split("\n\nn (%)")[0]
        assert max(map(len, text.splitlines())) <= width
    assert table.to_text(120).split("\n\nn (%)")[0].count("Item") == 1


def test_a_long_label_is_whole():
    """In lines below each other; elsewhere it is one cell."""
    labels = ["No", "Neither the one nor the other, or not able to say at all", "Yes"]
    trial = lk.Instrument("t", [lk.Item("q", lk.LikertScale.from_labels(labels))])
    frame = pd.DataFrame({"q": ["Yes", "No", labels[1], "Yes"], "g": [*"abab"]})
    table = lk.likert_table(lk.Responses(frame, trial), by="g")
    text = table.to_text(80)
    assert "…" not in text
    words = " ".join(line[6:29].strip() for line in text.split("\n\n")[0].splitlines()[6:9])
    assert words == labels[1]
    assert grid(table)[1][1][1] == labels[1]


def test_rounded_percentages_say_what_they_add_up_to():
    """Place by place where these are few; else between what."""
    scale = lk.LikertScale((1, 2, 3))
    third = {1: 1, 2: 1, 3: 1}
    for n, words in (
        (1, "Rounded percentages add up to 99 % for q0."),
        (7, "Of 7 sets of rounded percentages 7 do not add up to 100 %, but to 99 to 99 %."),
    ):
        trial = lk.Instrument("t", [lk.Item(f"q{k}", scale) for k in range(n)])
        table = lk.likert_table(lk.Tally.from_counts({f"q{k}": third for k in range(n)}, trial))
        assert table.to_text(200).splitlines()[-1] == words
    precise = lk.likert_table(
        lk.Tally.from_counts({"q0": third}, lk.Instrument("t", [lk.Item("q0", scale)]))
    )
    assert grid(precise.with_decimals(percentages=1))[1][0][1] == "1 (33.3 %)"
    assert "add up to 99.9 % for q0" in precise.with_decimals(percentages=1).to_text(200)


def test_scores_have_no_levels_in_print():
    """A scale score has a mean, and too many values to count one by one."""
    table = lk.likert_table(lk.scale_scores(answers(), method="mean"), by="ward")
    _, rows = grid(table)
    assert [row[1] for row in rows][:1] == ["Valid n"]
    assert not any(text.endswith("%)") for row in rows for text in row)


def test_a_narrowed_table_prints_what_is_left():
    """Items, columns or rows alone."""
    table = lk.likert_table(answers(), by="ward")
    heads, rows = grid(table.filter(item="pace", column="a"))
    assert rows[0][:2] == ["The pace was right.", "4 (100 %)"] or "Item" in heads
    _, rows = grid(table.filter(row="Mean"))
    assert [row[1] for row in rows] == ["M (SD)", "M (SD)"]
    _, rows = grid(table.filter(row="Agree"))
    assert rows[0][2:] == ["0 %", "33 %", "–", "14 %"]


def test_what_is_asked_for_wrongly_is_refused():
    """With the hint of the estimates."""
    with pytest.raises(ArgumentTypeError, match="total='no'"):
        lk.likert_table(answers(), total="no")
    plain = lk.Instrument("t", [lk.Item("q", lk.LikertScale())])
    with pytest.raises(DirectionError):
        lk.likert_table(lk.Tally.from_counts({"q": {1: 1}}, plain), boxes=(1, 1))
