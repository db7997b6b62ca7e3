"""Shows what is read from a file, and drafts an instrument for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from likertkit._text import counted
from likertkit.cli._columns import Columns, describe_questions, match_items
from likertkit.cli._files import open_files
from likertkit.cli._messages import as_options
from likertkit.cli._page import Page
from likertkit.cli._write import write_tables
from likertkit.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from likertkit.cli._files import AnswerFile, Reading
    from likertkit.instrument import Instrument, Orientation
    from likertkit.io import Export


def read_file(
    file: AnswerFile,
    reading: Reading,
    *,
    draft: Path | None,
    items: Sequence[str],
    negative: Sequence[str],
    positive: Orientation | None,
    form: str,
) -> None:
    """Write what is read from a file, and the draft of an instrument where a path is given.

    Raises
    ------
    UsageError
        If an option belongs to a draft and none is asked for, or its file is there already.
    LikertkitError
        If the file cannot be read, or no question has options of a known order.
    """
    if draft is None and (items or negative or positive):
        raise click.UsageError(
            "--items, --negative and --positive describe a draft; name its file with --draft."
        )
    if draft is not None and draft.exists():
        raise click.UsageError(
            f"{draft} is there already, and a draft would replace it; name another file."
        )
    (export,) = open_files([file], reading)
    instrument = None
    if draft is not None:
        instrument = _draft(export, items, negative, positive)
        instrument.save(draft)
    if form == "text":
        _write_page(export)
    else:
        write_tables([export.questions] if form == "csv" else [export.questions, export.log], form)
    if draft is not None and instrument is not None:
        _write_draft(export, instrument, draft, beside=form != "text")


def _draft(
    export: Export,
    items: Sequence[str],
    negative: Sequence[str],
    positive: Orientation | None,
) -> Instrument:
    """Return the draft, with what the options settle.

    Raises
    ------
    LikertkitError
        If no question has options of a known order, or an item is not in the draft.
    """
    try:
        drafted = export.draft_instrument()
    except FileFormatError as error:
        raise FileFormatError(
            error.message,
            f"`likertkit read {export.name}` lists the questions and their options; name items and "
            f"labels instead, as in likertkit describe {export.name} --items q1,q2 --labels "
            "'Never,Sometimes,Always'.",
        ) from error
    columns = Columns(export)
    if items:
        drafted = drafted.select(match_items(items, drafted.names, "--items", columns))
    turned = match_items(negative, drafted.names, "--negative", columns)
    return drafted.revise(positive=positive, negative=turned or None)


def _write_page(export: Export) -> None:
    page = Page()
    page.title(
        f"{export.name}: {counted(len(export.frame), 'respondent')}, "
        f"{counted(len(export.questions), 'column')}"
    )
    page.list(describe_questions(export.questions))
    page.line(as_options(export.log.to_text(page.width)))
    page.line("")


def _write_draft(export: Export, instrument: Instrument, path: Path, *, beside: bool) -> None:
    """Write what a draft holds, and what must be looked at."""
    page = Page(beside=beside)
    page.title(f"Draft with {counted(len(instrument), 'item')}: {path}")
    page.say("Look at these points, correct the file, and delete them from to_review there:")
    page.list(instrument.to_review)
    if left := export.left_out():
        page.say("Not in the draft:")
        page.list(left)
    page.say("Then name it with --instrument.")
