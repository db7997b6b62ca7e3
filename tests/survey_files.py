"""Files as survey tools write them, made in the test: text, XLSX and ODS."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from likertkit.io import Export

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
</Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>
<xf numFmtId="22"/></cellXfs></styleSheet>"""
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no time zone
_SECONDS = 86400


def delimited(
    rows: Sequence[Sequence[object]],
    separator: str = ",",
    end: str = "\r\n",
    *,
    quote: bool = False,
) -> str:
    """Return rows as text; cells are quoted where they must be, or all of them."""
    special = {separator, '"', "\r", "\n"}

    def written(cell: object) -> str:
        text = "" if cell is None else str(cell)
        if quote or not special.isdisjoint(text):
            return '"' + text.replace('"', '""') + '"'
        return text

    return "".join(separator.join(map(written, row)) + end for row in rows)


def column_letters(place: int) -> str:
    """Return the letters of a column of a sheet, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _xlsx_cell(cell: object, reference: str) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return f'<c r="{reference}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{reference}"><v>{cell!r}</v></c>'
    if isinstance(cell, datetime):
        return f'<c r="{reference}" s="1"><v>{(cell - _DAY_0).total_seconds() / _SECONDS!r}</v></c>'
    text = escape(str(cell))
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_xml(rows: Sequence[Sequence[object]]) -> str:
    """Return the XML of one sheet."""
    lines = [
        f'<row r="{j}">'
        + "".join(_xlsx_cell(cell, f"{column_letters(k)}{j}") for k, cell in enumerate(row))
        + "</row>"
        for j, row in enumerate(rows, 1)
    ]
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]] | str]) -> bytes:
    """Return a workbook of sheets of cells, or of XML as it is."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{k}" r:id="rId{k}"/>'
        for k, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{k}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{relations}<Relationship Id="rId99" '
            f'Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }
    for k, name in enumerate(names, 1):
        its = sheets[name]
        parts[f"xl/worksheets/sheet{k}.xml"] = its if isinstance(its, str) else sheet_xml(its)
    return zipped(parts)


def _ods_cell(cell: object) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
        "</table:table-cell>"
    )


def ods_xml(table: str) -> str:
    """Return the content of an ODS workbook whose sheet holds these rows of XML."""
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    return (
        f'<office:document-content xmlns:office="{base}office:1.0" xmlns:table="{base}table:1.0" '
        f'xmlns:text="{base}text:1.0"><office:body><office:spreadsheet><table:table '
        f'table:name="Sheet1">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def ods(rows: Sequence[Sequence[object]], after: str = "") -> bytes:
    """Return a workbook of OpenDocument; *after* is XML below the rows."""
    table = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": _MANIFEST,
            "content.xml": ods_xml(table + after),
        }
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read(
    folder: Path, content: str | bytes, name: str = "answers.csv", **options: object
) -> Export:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return lk.read(path, **options)


def columns(export: Export) -> dict[str, list[object]]:
    """Return the cells of an export by column."""
    return export.frame.to_dict("list")


def said(export: Export, about: str) -> str:
    """Return what the log says about something, joined; empty where it says nothing."""
    return " | ".join(d.decision for d in export.log.rows if d.about == about)


def is_date(cell: object) -> bool:
    """Return whether a cell is a date."""
    return isinstance(cell, date)
