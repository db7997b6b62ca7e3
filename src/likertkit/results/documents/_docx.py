"""Tables as Word files, with three rules as APA style has them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from likertkit._text._width import display_width, widest_word
from likertkit.errors import MissingExtraError
from likertkit.results.documents._printed import plain_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit._text import Grid
    from likertkit.results.documents._printed import PrintedTable

_WIDE_TABLE = 84
_NARROW = 12
_WIDE_TEXT = 40
_FONT_SIZE = 9
_OLDEST = (1980, 1, 1, 0, 0, 0)


def to_docx(tables: Sequence[PrintedTable]) -> bytes:
    """Return a Word file with tables, one below the other."""
    try:
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.shared import Pt, RGBColor
    except ImportError as error:
        raise MissingExtraError("Writing a Word file", "python-docx", "office") from error
    document: Any = docx.Document()
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = plain_line(tables[0].title)[:255]
    properties.created = properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - as the file has it
    if any(_width(table.grid) > _WIDE_TABLE for table in tables):
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    # Once for all: a format of each cell would take most of the time.
    plain = document.styles["Normal"]
    plain.font.size, plain.paragraph_format.space_after = Pt(_FONT_SIZE), Pt(0)
    document.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    for table in tables:
        caption = document.add_paragraph(plain_line(table.title), style="Caption")
        caption.paragraph_format.keep_with_next = True
        _add_grid(document, table.grid)
        for k, note in enumerate(table.notes):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(4 if k == 0 else 0)
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(plain_line(note))
    made = io.BytesIO()
    document.save(made)
    return _without_dates(made.getvalue())


def _width(grid: Grid) -> int:
    return sum(width + 2 for width in _letters(grid))


def _letters(grid: Grid) -> list[int]:
    """Return how many letters of each column stand on one line; a head may take several."""
    cells = list(zip(*grid.rows, strict=True)) or [()] * len(grid.header)
    return [
        min(max([widest_word(head), *map(display_width, column)]), _WIDE_TEXT)
        for head, column in zip(grid.header, cells, strict=True)
    ]


def _add_grid(document: Any, grid: Grid) -> None:
    """Add a grid: its header on each page, rules above, below the header and at the end."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    n_heads = len(grid.spans) + 1
    table = document.add_table(n_heads + len(grid.rows), len(grid.header))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    # The cells of a row are looked up once: each look-up walks through the row.
    rows = [list(row.cells) for row in table.rows]
    section = document.sections[0]
    page = section.page_width - section.left_margin - section.right_margin
    letters = [width + 2 for width in _letters(grid)]
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - the library has no other way
    look.addprevious(margins)
    # Word looks at the cells, LibreOffice at the columns.
    for cells in (table.columns, *rows):
        for part, n in zip(cells, letters, strict=True):
            part.width = page * n // sum(letters)
    _fill_spans(rows, grid)
    for i, cells in enumerate((grid.header, *grid.rows), n_heads - 1):
        for cell, text, right in zip(rows[i], cells, grid.right, strict=True):
            _fill(cell, text, "right" if right else "left", bold=i < n_heads)
    for i in range(n_heads):
        repeated = OxmlElement("w:tblHeader")
        table.rows[i]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - the library has no other way
    for cell in dict.fromkeys(rows[0]):
        _rule(cell, "top")
    for cell in rows[n_heads - 1]:
        _rule(cell, "bottom")
    for cell in rows[-1]:
        _rule(cell, "bottom")


def _fill_spans(rows: list[list[Any]], grid: Grid) -> None:
    """Write what stands above the header."""
    for i, line in enumerate(grid.span_starts):
        for text, start, n in line:
            if n > 1:
                rows[i][start].merge(rows[i][start + n - 1])
            _fill(rows[i][start], text, "center", bold=True)
            if text:
                _rule(rows[i][start], "bottom")


def _fill(cell: Any, text: str, align: str, *, bold: bool) -> None:
    """Write the text of an empty cell; part by part the library takes three times as long."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = cell._tc.p_lst[0]  # noqa: SLF001 - the library has no other way
    if align != "left":
        alignment = OxmlElement("w:jc")
        alignment.set(qn("w:val"), align)
        properties = OxmlElement("w:pPr")
        properties.append(alignment)
        paragraph.append(properties)
    if not text:
        return
    run, content = OxmlElement("w:r"), OxmlElement("w:t")
    if bold:
        properties = OxmlElement("w:rPr")
        properties.append(OxmlElement("w:b"))
        run.append(properties)
    content.text = plain_line(text)
    content.set(qn("xml:space"), "preserve")
    run.append(content)
    paragraph.append(run)


def _rule(cell: Any, side: str) -> None:
    """Draw a rule at a side of a cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library has no other way
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def _without_dates(content: bytes) -> bytes:
    """Return an archive whose files have one fixed date."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
