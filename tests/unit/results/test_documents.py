"""Tables as LaTeX, workbooks, Word files and pages: the same figures in each, and only figures."""

from __future__ import annotations

import html.parser
import io
import math
import re
import sys
from typing import Any

import attrs
import docx
import openpyxl
import pandas as pd
import pytest
from tests import public

import likertkit as lk
from likertkit._text import Grid
from likertkit.errors import ArgumentError, FileAccessError, MissingExtraError
from likertkit.results.documents._docx import to_docx
from likertkit.results.documents._latex import escape_latex, to_latex
from likertkit.results.documents._printed import Number, PrintedTable, cell_number
from likertkit.results.documents._xlsx import Sheet, workbook

SPANNED = PrintedTable(
    "Title",
    Grid(
        ("item", "n", "p"),
        (("q1", "12", "< .001"), ("q2", "", "33 %")),
        (False, True, True),
        spans=((("", 1), ("women", 2)), (("", 2), ("men", 1))),
    ),
    ("A note.",),
)
HOSTILE = (
    "=1+1",
    "+1",
    "@SUM(A1)",
    "-cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    r"\input{x}% & $ # _ ^ ~ {}",
    "two\nlines",
    "\x00\x07\x1b nul",
    "\ufffe not XML \ud800",
    "\u202eright \u05e9\u05dc\u05d5\u05dd",
    "smile \U0001f600",
    "http://example.org",
    "_x0041_",
    "x" * 40_000,
)


class Page(html.parser.HTMLParser):
    """The cells of the tables of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a cell."""
        assert "style" not in dict(attrs)
        if tag in {"td", "th"}:
            self.inside = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self.inside:
            self.cells[-1] += data


def shown(cell: Any) -> str:
    """Return a cell as a spreadsheet shows it."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    form = cell.number_format
    decimals = len(form.partition(".")[2].rstrip(" %"))
    text = f"{round(cell.value * (100 if '%' in form else 1) + 1e-12, decimals):.{decimals}f}"
    text = text if form.startswith("0") else text.replace("0.", ".", 1)
    return text + " %" * (" %" in form)


def cells_of_latex(text: str) -> list[list[str]]:
    """Return the cells of the rows below the last rule of the head."""
    body = text.rpartition(r"\midrule")[2].partition(r"\bottomrule")[0]
    lines = [line for line in body.split("\n") if line.endswith(r"\\")]
    return [
        [
            re.sub(r"\\([%&_#$])", r"\1", cell.replace("$-$", "-").replace("--", "–"))
            .replace("{[}", "[")
            .replace("{]}", "]")
            .replace(r"\textless{}", "<")
            .replace(r"\textgreater{}", ">")
            .strip()
            for cell in re.split(r"(?<!\\)&", line.removesuffix(r"\\"))
        ]
        for line in lines
    ]


def figures(rows: list[tuple[str, ...]], right: tuple[bool, ...]) -> list[str]:
    """Return the cells of the columns of figures."""
    return [cell for row in rows for cell, is_figure in zip(row, right, strict=True) if is_figure]


KINDS = (
    *("describe", "frequencies, wilson", "compare_paired, wilcoxon"),
    *("compare_groups, t", "codebook", "summarize", "reliability"),
    *("correlations, pearson", "coding_agreement"),
)
OTHERS = (
    *("comparison_table", "comparison_table of all groups", "compare_groups of conditions"),
    *("careless", "design.threats", "feasible_n", "check_percentages"),
)


def test_the_same_figures_stand_in_each_form():
    """LaTeX, Excel, Word, HTML and Markdown, read back by other code, for each kind of table."""
    found = [public.FUNCTIONS[name].call(public.DATA) for name in KINDS]
    found += [public.ELSEWHERE[name]() for name in OTHERS]
    parts = [part for table in found for part in table._printed()]
    grids = [part.grid for part in parts]
    expected = [figures(grid.rows, grid.right) for grid in grids]
    word = docx.Document(io.BytesIO(to_docx(parts))).tables
    for table, grid in zip(word, grids, strict=True):
        cells = [element.text or "" for element in table._tbl.iter() if element.tag.endswith("}t")]
        body = [cell for row in grid.rows for cell in row if cell]
        assert cells[-len(body) :] == body
    sheets = [Sheet(f"s{k}", (part,)) for k, part in enumerate(parts)]
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets)))
    for sheet, grid in zip(book, grids, strict=True):
        assert all(cell.data_type in {"s", "n"} for row in sheet for cell in row)
        lines = [tuple(shown(cell) for cell in row)[: len(grid.header)] for row in sheet]
        start = lines.index(grid.header)
        assert lines[start + 1 :][: len(grid.rows)] == [*grid.rows]
    for part, cells in zip(parts, expected, strict=True):
        rows = [tuple(row) for row in cells_of_latex(to_latex(part))]
        assert figures(rows, part.grid.right) == cells
    for table in found:
        if "<table>" not in table.to_html():
            continue
        cells = [c for p in table._printed() for c in figures(p.grid.rows, p.grid.right)]
        page = Page(table.to_html())
        assert [cell for cell in cells if cell not in page.cells] == []
        pasted = table.to_markdown().replace("\\", "")
        assert [cell for cell in cells if f"| {cell} |" not in pasted] == []


def hostile_table() -> lk.Table[Any]:
    """Return a table whose items, labels, groups and titles are hostile."""
    texts = [text for text in HOSTILE if len(text) < 1000 and text.isprintable()]
    scale = lk.LikertScale((1, 2), labels={1: HOSTILE[0], 2: HOSTILE[4]})
    trial = lk.Instrument("=A1", [lk.Item("@q", scale)], title=HOSTILE[5])
    frame = pd.DataFrame({"@q": [1] * len(texts), "group": [t.strip() for t in texts]})
    return lk.frequencies(lk.Responses(frame, trial), by="group")


def test_hostile_texts_are_texts(tmp_path):
    """No cell is a formula or a link, and no form can be broken by what it holds."""
    grid = Grid(("t", "=n"), tuple((text, text) for text in HOSTILE), (False, True))
    table = PrintedTable(HOSTILE[6], grid, HOSTILE)
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("s", (table,))])))
    for row in book.active:
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    assert book.active["A4"].value == "=1+1"
    assert {
        cell.text for cell in docx.Document(io.BytesIO(to_docx([table]))).tables[0].columns[0].cells
    } >= {"=1+1", "two lines"}
    text = to_latex(table)
    assert r"\input" not in text
    assert r"\textbackslash{}input\{x\}\% \& \$ \# \_" in text
    found = hostile_table()
    found.to_xlsx(tmp_path / "a.xlsx")
    found.to_docx(tmp_path / "a.docx")
    for cells in openpyxl.load_workbook(tmp_path / "a.xlsx").active:
        assert all(cell.data_type != "f" for cell in cells)
    assert "<script" not in found.to_html()


def test_latex_signs():
    """Signs that pdflatex has in formulas only; dashes that would join; figures' minus."""
    assert escape_latex("χ² ≥ −1 × ½") == r"$\chi$$^2$ $\geq$ $-$1 $\times$ $\frac{1}{2}$"
    assert escape_latex("-0.43") == "$-$0.43"
    assert escape_latex("n--m") == "n-{}-m"
    assert escape_latex("[a]*") == "{[}a{]}{*}"
    assert escape_latex("e\u0301") == "é"


def test_latex_heads_over_columns_and_long_tables():
    """A rule below each span; many rows go on over pages; wide texts take several lines."""
    text = to_latex(SPANNED, "tab:x")
    assert r"\caption{Title}\label{tab:x}" in text
    assert r"\multicolumn{2}{c}{women} \\" in text
    assert r"\cmidrule(lr){2-3}" in text
    assert "A note." in text
    rows = tuple(("x" * 90, "1") for _ in range(41))
    for notes in ((), ("n",)):
        long = to_latex(PrintedTable("t", Grid(("a", "n"), rows, (False, True)), notes))
        assert r"\begin{longtable}{p{" in long
        assert r"\endhead" in long
    wide = to_latex(PrintedTable("t", Grid(("a",) * 30, ((*"a" * 30,),), (False,) * 30), ()))
    assert r"\footnotesize" in wide


def test_spans_and_rules_of_word_and_excel():
    """Merged over their columns; the header is repeated; rules are three."""
    table = docx.Document(io.BytesIO(to_docx([SPANNED]))).tables[0]
    assert table.rows[0].cells[1]._tc is table.rows[0].cells[2]._tc
    assert all("w:tblHeader" in row._tr.xml for row in list(table.rows)[:3])
    assert "w:tblHeader" not in table.rows[3]._tr.xml
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("s", (SPANNED,))])))
    sheet = book.active
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["B3:C3"]
    assert sheet["B3"].value == "women"
    assert sheet.freeze_panes == "B6"
    assert sheet["B6"].value == 12
    assert (sheet["C7"].value, sheet["C7"].number_format) == (0.33, "0 %")
    assert sheet["A9"].value == "A note."


def test_numbers_show_what_is_printed():
    """Unrounded where a spreadsheet, which rounds halves away from 0, shows the same digits."""
    assert cell_number("0.33", 1 / 3) == Number(1 / 3, "0.00")
    assert cell_number("0.12", 0.125) == Number(0.12, "0.00")
    assert cell_number("33.3 %", 1 / 3) == Number(1 / 3, "0.0 %")
    assert cell_number(".034", 0.0341) == Number(0.0341, ".000")
    assert cell_number("0.00", -0.001) == Number(0.0, "0.00")
    assert cell_number("12", float("inf")) == Number(12.0, "0")
    assert cell_number("5") == Number(5.0, "0")
    for text in ("–", "< .001", "", ".", "q1", "1" * 16, "inf"):
        assert cell_number(text) is None


def test_files(tmp_path, monkeypatch):
    """The same bytes each time; the decimals that were asked for; errors of the library."""
    table = lk.frequencies(public.DATA).with_decimals(percentages=3)
    for name in ("xlsx", "docx", "latex"):
        write = getattr(table, f"to_{name}")
        write(tmp_path / "a")
        first = (tmp_path / "a").read_bytes()
        write(tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == first
        with pytest.raises(FileAccessError):
            write(tmp_path / "no" / "a")
    assert re.search(r"\d\.\d{3} \\%", table.to_latex())
    for label in ("a}b", None):
        with pytest.raises(ArgumentError, match="label"):
            table.to_latex(label=label)
    for name, package in (("xlsx", "xlsxwriter"), ("docx", "docx")):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, package, None)
            with pytest.raises(MissingExtraError, match="office"):
                getattr(table, f"to_{name}")(tmp_path / "b")


def test_tables_of_a_sheet_stand_below_each_other():
    """The first stays in view; the second has its title and its notes too."""
    parts = (SPANNED, attrs.evolve(SPANNED, title="second", notes=("below",)))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("s", parts)]))).active
    column = [cell.value for cell in sheet["A"]]
    assert column.index("second") > column.index(SPANNED.title)
    assert column[-1] == "below"
    assert sheet.freeze_panes == "B6"


def test_a_summary_has_its_notes_and_claims_below_its_last_table():
    """Once, and in front of the threats."""
    found = public.FUNCTIONS["summarize"].call(public.DATA)
    *above, last = found._printed()[: len(found.grids)]
    assert [part.notes for part in above] == [()] * (len(found.grids) - 1)
    assert set(found.notes) < set(last.notes)
    claims = [claim.text for claim in found.claims]
    assert claims
    assert [note.partition(": ")[2] for note in last.notes[-len(claims) :]] == claims


def test_few_rows_and_columns():
    """An empty table, and one of one column."""
    for grid in (Grid(("item", "n"), (), (False, True)), Grid(("item",), (("q1",),), (False,))):
        table = PrintedTable("t", grid, ())
        assert "item" in to_latex(table)
        assert docx.Document(io.BytesIO(to_docx([table]))).tables[0].cell(0, 0).text == "item"
        assert openpyxl.load_workbook(io.BytesIO(workbook([Sheet("s", (table,))]))).active["A3"]


def test_many_notes_of_latex_stand_below_the_figure():
    """A float is never longer than a page."""
    text = to_latex(attrs.evolve(SPANNED, notes=("word " * 400,)))
    assert text.index(r"\end{table}") < text.index("word word")


def test_groups_too_many_to_compare_print_all_at_once():
    """The table of all groups stands below."""
    frame = pd.DataFrame({"q1": [1, 2] * 25, "q2": 1, "g": range(50)})
    found = lk.compare_groups(lk.Responses(frame, public.TRIAL), "g")
    assert found.pairs_left_out
    assert len(found._printed()) == 2


def test_letters_of_a_banner_are_in_the_number_format():
    """Excel shows "52.4 % A", and computes with the share; of too many formats it gets texts."""
    assert cell_number("52.4 % A", 0.524) == Number(0.524, '0.0 %" A"')
    assert cell_number("3.24†", 3.2401) == Number(3.2401, '0.00"†"')
    assert cell_number("17 % (-)", 0.17) == Number(0.17, '0 %" (-)"')
    assert cell_number("17 % +", 0.17) == Number(0.17, '0 %" +"')
    assert cell_number("12 A") is None
    assert cell_number("–†", math.nan) is None
    assert cell_number("12 %" + " AA" * 90, 0.12) is None
    letters = [f"{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGHIJKLMNOPQRST"]
    rows = tuple(("q", f"{k} % {text}") for k, text in enumerate(letters))
    values = tuple((None, k / 100) for k in range(len(letters)))
    many = Grid(("item", "x"), rows, right=(False, True), values=values)
    table = PrintedTable("t", many, ())
    cells = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("s", (table,))]))).active["B"][3:]
    assert [cell.value for cell in cells[:2]] == [0, 0.01]
    assert cells[1].number_format == '0 %" AB"'
    assert cells[-1].value == f"159 % {letters[-1]}"
