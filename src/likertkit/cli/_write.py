"""Writes tables in the format that is asked for, and below them what must be known of the files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs
import click

from likertkit._text import markdown_paragraph, one_line
from likertkit.cli._files import decisions_to_know
from likertkit.cli._messages import as_options, say_note
from likertkit.cli._page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.instrument import Instrument
    from likertkit.io import Export
    from likertkit.results import Table

# JSON escapes the other characters that control a terminal or the direction of a line.
_UNESCAPED = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_PARTS = " – "


def write_tables(
    tables: Sequence[Any],
    form: str,
    exports: Iterable[Export] = (),
    instrument: Instrument | None = None,
) -> None:
    """Write tables as text, Markdown, CSV, or a JSON list of what `to_dict` returns.

    Text and Markdown end with the questions behind the items, and the decisions that touch the
    answers; beside data the decisions are notes.
    """
    texts = [] if instrument is None else item_texts(instrument)
    decisions = [as_options(line) for export in exports for line in decisions_to_know(export)]
    if form in {"text", "markdown"}:
        tables = [_reworded(table) for table in tables]
    if form == "text":
        page = Page()
        for table in tables:
            page.table(table)
        for lines in (texts, decisions):
            if lines:
                page.list(lines)
        return
    if form == "markdown":
        parts = [table.to_markdown() for table in tables]
        parts += ["\n".join(f"- {markdown_paragraph(line)}" for line in texts)] if texts else []
        parts += map(markdown_paragraph, decisions)
        click.echo(_without_controls("\n\n".join(parts)))
        return
    for line in decisions:
        say_note(line)
    if form == "json":
        values = [table.to_dict() for table in tables]
        text = json.dumps(values, ensure_ascii=False, allow_nan=False, indent=2)
        click.echo(_UNESCAPED.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text))
    else:
        click.echo(_without_controls("\n".join(table.to_csv() for table in tables)), nl=False)


def _reworded(table: Table[Any]) -> Table[Any]:
    """Return a table whose notes name the options of the command line."""
    rows = tuple(
        attrs.evolve(row, note=as_options(note)) if (note := getattr(row, "note", "")) else row
        for row in table
    )
    return attrs.evolve(table, rows=rows, notes=tuple(map(as_options, table.notes)))


def _without_controls(text: str) -> str:
    """Return lines of cells without escape sequences, which no data need and a terminal obeys."""
    return "\n".join("\t".join(map(one_line, line.split("\t"))) for line in text.split("\n"))


def item_texts(instrument: Instrument) -> list[str]:
    """Return the question behind each item, where it says more than the item's name.

    The rows of a grid share its question, which stands above them.
    """
    lines = []
    last = ""
    for item in instrument:
        stem, sign, part = item.text.partition(_PARTS)
        if not item.text or item.text == item.name:
            continue
        if sign and stem == last:
            lines.append(f"{item.name}: … {part}")
        else:
            lines.append(f"{item.name}: {item.text}")
        last = stem
    return lines
