"""Options that several commands take: a file, its instrument, and how to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from likertkit.cli._csv import read_csv
from likertkit.cli._describe import declare_instrument, declare_scale, split_names, with_direction
from likertkit.cli._page import Page
from likertkit.instrument import Instrument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.cli._csv import Cells
    from likertkit.instrument import Orientation

_Command = TypeVar("_Command", bound="Callable[..., Any]")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _all_of(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    """Return one decorator for several, which stand in the help in this order."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


instrument_options = _all_of(
    click.argument("file", type=FILE),
    click.option(
        "--scale", "scale_name", metavar="NAME", help="Scale of all items: agreement-5, …"
    ),
    click.option("--items", multiple=True, metavar="q1,q2", help="Columns that hold answers."),
    click.option("--negative", multiple=True, metavar="q2", help="Items keyed negatively."),
    click.option(
        "--positive",
        type=click.Choice(["low", "high"]),
        help="Which end of the codes is the positive one; the labels of --scale turn with it. With "
        "--instrument: of the scales in the file that do not say it.",
    ),
    click.option(
        "--nonsubstantive",
        multiple=True,
        metavar="LABEL[=CODE]",
        help="Answer that counts as missing, as in N/A or N/A=9; repeat for more.",
    ),
    click.option(
        "--instrument", type=FILE, help="TOML or JSON file, instead of the options above."
    ),
)


def pairing_options(what: str) -> Callable[[_Command], _Command]:
    """Return the options that tell what is compared; *what* comes first and second."""
    return _all_of(
        click.option("--respondent", metavar="COLUMN", help="Column that tells respondents apart."),
        click.option(
            "--condition", metavar="COLUMN", help="Column with the condition of each row."
        ),
        click.option("--first", metavar="NAME", help=f"The {what} that comes first."),
        click.option("--second", metavar="NAME", help="The one that is taken from it."),
    )


view_option = click.option(
    "--view",
    type=click.Choice(["as_answered", "keyed", "favourable"]),
    default="as_answered",
    show_default=True,
    help="How codes become scores.",
)

output_options = _all_of(
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "markdown", "csv"]),
        default="text",
        show_default=True,
    ),
    click.option("--encoding", metavar="NAME", help="The file's encoding; by default found out."),
    click.option("--delimiter", metavar="SIGN", help="What separates cells; by default found out."),
)


def open_file(file: Path, encoding: str | None, delimiter: str | None) -> Cells:
    """Return the cells of a file, and say so where the encoding was a guess."""
    cells = read_csv(file, encoding=encoding, delimiter=delimiter)
    if encoding is None and cells.encoding == "cp1252":
        click.echo(
            f"Note: {cells.name} is not UTF-8 and was read as cp1252; say --encoding if that is "
            "wrong.",
            err=True,
        )
    return cells


def stated_instrument(
    path: Path | None,
    cells: Cells,
    *,
    scale_name: str | None,
    items: tuple[str, ...],
    negative: tuple[str, ...],
    positive: Orientation | None,
    nonsubstantive: tuple[str, ...],
) -> Instrument:
    """Return the instrument of a file, or that of the options."""
    if path is not None:
        if scale_name or items or negative or nonsubstantive:
            raise click.UsageError(
                "--instrument says everything about the items; leave out --scale, --items, "
                "--negative and --nonsubstantive."
            )
        return with_direction(Instrument.load(path), positive)
    if scale_name is None:
        raise click.UsageError(
            "name the items' scale, as in --scale agreement-5 (`likertkit scales` lists them), "
            "or give an --instrument file."
        )
    scale = declare_scale(scale_name, positive, nonsubstantive)
    return declare_instrument(scale, split_names(items), split_names(negative), cells)


def write_tables(tables: Sequence[Any], form: str) -> None:
    """Write tables as text, Markdown or CSV."""
    if form == "text":
        page = Page()
        for table in tables:
            page.table(table)
    elif form == "markdown":
        click.echo("\n\n".join(table.to_markdown() for table in tables))
    else:
        click.echo("\n".join(table.to_frame().to_csv(index=False) for table in tables), nl=False)
