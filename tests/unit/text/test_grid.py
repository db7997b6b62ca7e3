from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likertkit._text import Grid, display_width

ACUTE = "\N{COMBINING ACUTE ACCENT}"


def lines(grid: Grid, width: int) -> list[str]:
    """Return the lines of a grid, none of them too wide or with spaces at its end."""
    found = grid.to_text(width).split("\n")
    assert [line for line in found if display_width(line) > width] == []
    assert [line for line in found if line != line.rstrip()] == []
    return found


def test_a_grid_without_keys_prints() -> None:
    """No column names the rows, as in a table of two items."""
    grid = Grid(("a", "b"), (("1", "2"),), right=(True, True), n_keys=0)
    assert grid.to_text(80) == "a  b\n─  ─\n1  2"
    assert grid.to_text(3) == "a\n─\n1\n\nb\n─\n2"


def test_text():
    """Words flush left, figures flush right, under a rule."""
    grid = Grid(
        ("item", "n", "mean"), (("q1", "12", "3.50"), ("q10", "7", "–")), (False, True, True)
    )
    assert lines(grid, 80) == [
        "item   n  mean",
        "────  ──  ────",
        "q1    12  3.50",
        "q10    7     –",
    ]


def test_heads_of_several_words_take_several_lines():
    """As wide as the column, the last word on the rule; a grid without them keeps one line."""
    header = ("item", "sum of 51 answers", "more agreement", "")
    grid = Grid(header, (("q1", "91", "before", ""),), (False, True, False, False), wrapped=True)
    assert lines(grid, 80) == [
        "       sum of",
        "           51  more",
        "item  answers  agreement",
        "────  ───────  ─────────",
        "q1         91  before",
    ]
    assert lines(grid, 20) == [
        "       sum of",
        "           51",
        "item  answers",
        "────  ───────",
        "q1         91",
        "",
        "      more",
        "item  agreement",
        "────  ─────────",
        "q1    before",
    ]


def test_wide_and_combining_characters_align():
    """Columns begin where they would with plain letters."""
    rows = (
        ("満足", "1"),
        (f"cafe{ACUTE}", "22"),
        ("plain", "333"),
        ("a\N{ZERO WIDTH SPACE}b", "4"),
    )
    found = lines(Grid(("item", "n"), rows, (False, True)), 80)
    assert {display_width(line) for line in found} == {10}


def test_a_wide_grid_is_broken_and_its_keys_repeated():
    """25 columns at 80, 60 and 40."""
    names = tuple(f"figure_{k}" for k in range(1, 24))
    rows = tuple(
        (cohort, item, *(f"{j}.{k:02}" for j in range(23)))
        for k, (cohort, item) in enumerate([("2019", "heard"), ("2020", "safe_space")])
    )
    grid = Grid(("cohort", "item", *names), rows, (False, False, *[True] * 23), n_keys=2)
    for width in (80, 60, 40):
        blocks = "\n".join(lines(grid, width)).split("\n\n")
        assert len(blocks) > 1
        heads = [block.split("\n")[0].split() for block in blocks]
        assert all(head[:2] == ["cohort", "item"] for head in heads)
        assert tuple(name for head in heads for name in head[2:]) == names
        for block in blocks:
            assert [line.split()[:2] for line in block.split("\n")[2:]] == [
                ["2019", "heard"],
                ["2020", "safe_space"],
            ]
    assert len(lines(grid, 400)) == 4


def test_blocks_are_filled_to_the_last_column():
    """A block ends only where the next column would not fit."""
    grid = Grid(("k", *"abcd"), (("k", "11", "22", "33", "44"),), (False, *[True] * 4))
    assert lines(grid, 17)[0] == "k   a   b   c   d"
    assert [line for line in lines(grid, 16) if line.startswith("k ") and "1" not in line] == [
        "k   a   b   c",
        "k   d",
        "k  44",
    ]
    assert lines(grid, 13)[0] == "k   a   b   c"
    assert lines(grid, 12)[0] == "k   a   b"


def test_the_bounds_of_an_interval_stay_together():
    """Low is of no use without high."""
    header = ("item", "mean", "low", "high", "n")
    grid = Grid(header, (("q1", "3.50", "3.25", "3.75", "9"),), (False, *[True] * 4))
    assert lines(grid, 16)[0] == "item  mean"
    assert lines(grid, 16)[4] == "item   low  high"
    assert lines(grid, 15)[4] == "item   low"
    assert lines(grid, 40)[0] == "item  mean   low  high  n"


def test_long_names_are_cut_only_where_they_must_be():
    """In the middle, for their ends tell them apart; figures never."""
    names = ("satisfaction_with_the_speed_of_delivery", "satisfaction_with_the_cost_of_delivery")
    rows = tuple((name, "1234567.25", "3.50") for name in names)
    grid = Grid(("item", "weighted_count", "mean"), rows, (False, True, True))
    assert "…" not in grid.to_text(61)
    assert len(lines(grid, 61)) == 4
    cut = lines(grid, 40)
    assert cut[2].split() == ["satisfact…_delivery", "1234567.25", "3.50"] or "…" in cut[2]
    for width in (24, 30, 40, 60):
        text = "\n".join(lines(grid, width))
        assert text.count("1234567.25") == text.count("3.50") == 2
        assert "…" in text


def test_one_key_leaves_half_of_a_broken_grid():
    """A column a block would be a waste."""
    grid = Grid(("item", *"abcdefgh"), (("x" * 70, *["1.00"] * 8),), (False, *[True] * 8))
    found = lines(grid, 80)
    assert found[2].split()[1:] == ["1.00"] * 7
    assert display_width(found[2].split()[0]) == 38
    two = Grid(
        ("g", "item", *"abcdefgh"),
        (("y" * 70, "x" * 70, *["1.00"] * 8),),
        (False, False, *[True] * 8),
        n_keys=2,
    )
    assert sum(map(display_width, lines(two, 80)[2].split()[:2])) + 4 <= 53


def test_long_text_is_cut_at_its_end():
    """Where even a line of its own is too short."""
    grid = Grid(("n", "says"), (("41", "a sentence that goes on and on"),), (True, False))
    assert lines(grid, 34) == [
        " n  says",
        "──  " + "─" * 30,
        "41  a sentence that goes on and on",
    ]
    assert lines(grid, 24)[2] == "41  a sentence that goe…"


def test_a_long_header_gives_way_to_its_figures():
    """It is cut where the column's figures are narrower."""
    grid = Grid(("item", "n_missing_prefer_not_to_say_today"), (("q1", "12"),), (False, True))
    assert lines(grid, 24) == [
        "item  n_missing_prefer_…",
        "────  " + "─" * 18,
        "q1" + " " * 20 + "12",
    ]


def test_rows_of_one_question_stay_apart():
    """Texts that begin alike are cut in the middle, where the end alone tells them apart."""
    stem = "How favourably do you view this character?"
    rows = tuple((f"q{k}", f"{stem} – {name}") for k, name in enumerate(("Han Solo", "Yoda")))
    grid = Grid(("item", "text"), rows, (False, False))
    # Of 24 columns the ellipsis takes one, the end 11 and the beginning 12.
    assert lines(grid, 30)[2:] == [
        "q0    How favourab… – Han Solo",
        "q1    How favourab…ter? – Yoda",
    ]
    assert lines(grid, 80)[3].endswith(f"{stem} – Yoda")


def test_figures_are_cut_last_of_all():
    """Where even they do not fit, so that no line is ever too wide."""
    grid = Grid(("item", "sum"), (("q1", "1" * 40),), (False, True))
    assert "…" not in grid.to_text(46)
    assert lines(grid, 30)[2] == "q1    " + "1" * 23 + "…"


def test_a_key_of_figures_may_take_more_than_half():
    """It is never cut to make room."""
    grid = Grid(("id", *"abcd"), (("1" * 30, *["1.00"] * 4),), (True,) * 5)
    assert [line for line in lines(grid, 40) if "…" in line] == []
    assert lines(grid, 40)[2] == "1" * 30 + "  1.00"


def test_text_gives_way_to_figures_among_the_keys():
    """Before any figure is cut."""
    grid = Grid(
        ("id", "item", *"abcd"),
        (("1" * 26, "x" * 60, *["1.00"] * 4),),
        (True, False, *[True] * 4),
        n_keys=2,
    )
    assert lines(grid, 40)[2] == "1" * 26 + "  xxx…xx  1.00"


def test_more_keys_than_fit():
    """Nothing can be done, and nothing breaks."""
    grid = Grid(tuple("abcdefgh"), (("long",) * 8,), (False,) * 8, n_keys=8)
    assert grid.to_text(10).split("\n")[2] == "  ".join("…" * 8)


def test_keys_alone():
    """A grid of nothing but keys is drawn once."""
    grid = Grid(("item",), (("q1",), ("a long name",)), (False,))
    assert lines(grid, 40) == ["item", "─" * 11, "q1", "a long name"]
    assert lines(grid, 8)[3] == "a lo…ame"


def test_line_breaks_and_control_characters_do_not_break_the_grid():
    """A label may come from anywhere."""
    grid = Grid(("item\n1", "n"), (("two\nlines\x1b[31m", "1"),), (False, True))
    assert lines(grid, 40)[::2] == ["item 1          n", "two lines [31m  1"]


def test_empty_grids():
    """Without rows, without columns."""
    assert Grid(("item", "n"), (), (False, True)).to_text(40) == "item  n\n────  ─"
    assert Grid((), (), ()).to_text(40).strip() == ""
    assert Grid(("item", "n"), (), (False, True)).to_markdown() == "| item | n |\n| --- | ---: |"


@pytest.mark.parametrize("columns", ["30", "80"])
def test_terminal_decides_where_nobody_else_does(monkeypatch, columns):
    """Its width, as it is now."""
    monkeypatch.setenv("COLUMNS", columns)
    grid = Grid(("item", "n"), (("x" * 60, "1"),), (False, True))
    assert grid.to_text() == grid.to_text(int(columns))
    assert ("…" in grid.to_text()) == (columns == "30")


def test_markdown_escapes_what_it_would_read():
    r"""Pipes, of course; a backslash, or "a\|b" would end the cell; tags, stars and ticks."""
    grid = Grid(("item|x", "n"), (("a|b", "1"), ("a\\|b", "2"), ("<b>*`\n|", "3")), (False, True))
    assert grid.to_markdown().split("\n") == [
        r"| item\|x | n |",
        "| --- | ---: |",
        r"| a\|b | 1 |",
        r"| a\\\|b | 2 |",
        r"| \<b>\*\` \| | 3 |",
    ]


def test_html_escapes_everything():
    """Cells, header and caption."""
    grid = Grid(("<th>", "n"), (("<script>&\"'", "1"),), (False, True))
    text = grid.to_html("<caption>")
    for safe in ("&lt;caption&gt;", "&lt;th&gt;", "&lt;script&gt;&amp;&quot;&#x27;"):
        assert safe in text
    assert "<script" not in text
    assert text.count('<td class="figure">1</td>') == 1
    assert "<caption>" not in grid.to_html()


SPANNED = Grid(
    ("item", "n", "mean", "n", "mean"),
    (("q1", "3", "2.00", "14", "5.00"),),
    (False, True, True, True, True),
    spans=((("", 1), ("sex", 4)), (("", 1), ("young women", 2), ("<men>", 2))),
)


def test_spans_stand_over_their_columns():
    """In the middle, on a rule; words that are longer than the columns take more lines."""
    assert lines(SPANNED, 80) == [
        "             sex",
        "      ─────────────────",
        "       young",
        "       women    <men>",
        "      ───────  ────────",
        "item  n  mean   n  mean",
        "────  ─  ────  ──  ────",
        "q1    3  2.00  14  5.00",
    ]
    long = Grid(
        ("item", "n"), (("q1", "3"),), (False, True), spans=((("", 1), ("respondents", 1)),)
    )
    assert [line.strip() for line in lines(long, 80)][:2] == ["respondents", "─" * 11]
    assert lines(Grid(("a",), (), (False,), spans=((("", 1),),)), 40) == ["a", "─"]


def test_spans_stay_whole_in_a_broken_grid():
    """Each block has the text of its span; a span that has no room is divided."""
    found = lines(SPANNED, 20)
    assert [line.strip() for line in found if "sex" in line] == ["sex", "sex"]
    assert [line.strip() for line in found if "men" in line] == ["women", "<men>"]
    whole = Grid(
        ("item", "a", "b", "c"),
        (("q1", *["1.00"] * 3),),
        (False, True, True, True),
        spans=((("", 2), ("both", 2)),),
    )
    assert "item     a" in lines(whole, 20)
    narrow = Grid(
        ("item", *"abcd"),
        (("q1", *["1.00"] * 4),),
        (False, *[True] * 4),
        spans=((("", 1), ("all", 4)),),
    )
    assert " ".join(narrow.to_text(20).split()).count("all") == 2


def test_spans_in_other_forms():
    """Markdown has none; HTML says over how many columns each stands."""
    assert SPANNED.to_markdown().split("\n")[0] == (
        r"| item | sex: young women: n | sex: young women: mean "
        r"| sex: \<men>: n | sex: \<men>: mean |"
    )
    page = SPANNED.to_html()
    assert '<tr><td colspan="1"></td><th scope="colgroup" colspan="4">sex</th></tr>' in page
    assert '<th scope="colgroup" colspan="2">&lt;men&gt;</th>' in page
    assert page.count("<colgroup span=") == 3


def test_html_has_classes_and_scopes_and_no_styles():
    """A page that forbids styles in its tags shows the table; notes are in the same figure."""
    grid = Grid(("item", ""), (("q1", "1"),), (False, True))
    assert grid.to_html("Title", ["<Note>"]) == (
        '<figure class="likertkit"><table><caption>Title</caption><thead><tr>'
        '<th scope="col" class="text">item</th><td class="figure"></td></tr></thead>'
        '<tbody><tr><th scope="row" class="text">q1</th><td class="figure">1</td></tr></tbody>'
        "</table><p>&lt;Note&gt;</p></figure>"
    )


CELLS = st.text(st.sampled_from(f"ab |<満{ACUTE}\N{ZERO WIDTH SPACE}\n1"), max_size=40)


@given(st.data(), st.integers(1, 7), st.integers(0, 4), st.integers(40, 90))
def test_no_line_is_ever_too_wide(data, n_columns, n_rows, width):
    """Whatever the cells hold, and every cell is drawn."""
    row = st.lists(CELLS, min_size=n_columns, max_size=n_columns).map(tuple)
    header, *rows = data.draw(st.lists(row, min_size=n_rows + 1, max_size=n_rows + 1))
    right = tuple(data.draw(st.lists(st.booleans(), min_size=n_columns, max_size=n_columns)))
    n_keys = data.draw(st.integers(1, n_columns))
    grid = Grid(header, tuple(rows), right, n_keys=n_keys)
    first = data.draw(st.integers(1, n_columns))
    above = ((data.draw(CELLS), first), (data.draw(CELLS), n_columns - first))
    lines(
        Grid(header, tuple(rows), right, n_keys, spans=(above[: 1 + (first < n_columns)],)), width
    )
    found = lines(grid, width)
    rules = [k for k, line in enumerate(found) if line and set(line) <= {"─", " "} and "─" in line]
    assert all(later - earlier == n_rows + 3 for earlier, later in pairwise(rules))
