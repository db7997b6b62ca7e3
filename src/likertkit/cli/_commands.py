"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from likertkit.cli._csv import read_csv
from likertkit.cli._demo import write_demo
from likertkit.cli._describe import (
    declare_instrument,
    declare_scale,
    describe_cells,
    split_names,
)
from likertkit.cli._page import Page
from likertkit.errors import LikertkitError, OffScaleError, UnknownLabelError
from likertkit.instrument import Instrument, LikertScale, PresetKind, PresetPoints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.cli._csv import Cells

_USAGE_ERROR = 2
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Group(click.Group):
    """Prints an error of the library, or of a file, as its message without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (LikertkitError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            click.echo(f"Error: {error}", err=True)
            if isinstance(error, OffScaleError | UnknownLabelError):
                click.echo("On the command line: --nonsubstantive LABEL or LABEL=CODE.", err=True)
            ctx.exit(_USAGE_ERROR)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="likertkit")
def command() -> None:
    """Statistics of Likert surveys, and what bias can do to them."""


@command.command()
def demo() -> None:
    """Read a published study with everything likertkit knows of it."""
    write_demo(Page())


@command.command()
def scales() -> None:
    """List the scales that --scale knows by name."""
    page = Page()
    known = [
        (f"{kind}-{points}", LikertScale.from_name(f"{kind}-{points}"))
        for kind in get_args(PresetKind)
        for points in get_args(PresetPoints)
    ]
    page.grid(
        ("name", "codes", "from", "to"),
        [
            (
                name,
                f"{scale.low} to {scale.high}",
                scale.labels[scale.low],
                scale.labels[scale.high],
            )
            for name, scale in known
        ],
        "tttt",
    )
    page.say(
        "With -low at its end, as in agreement-5-low, a name stands for the same answers coded "
        "the other way round: the most positive one has the lowest code."
    )


@command.command(
    epilog="""\b
Examples:
  likertkit describe answers.csv --scale agreement-5 --items q1,q2
  likertkit describe answers.csv --scale agreement-5 --items q1,q2 \\
      --negative q2 --view keyed --nonsubstantive "N/A=9" --by site
"""
)
@click.argument("file", type=_FILE)
@click.option("--scale", "scale_name", metavar="NAME", help="Scale of all items: agreement-5, …")
@click.option("--items", multiple=True, metavar="q1,q2", help="Columns that hold answers.")
@click.option("--negative", multiple=True, metavar="q2", help="Items keyed negatively.")
@click.option(
    "--positive",
    type=click.Choice(["low", "high"]),
    help="Which end of the codes is the positive one; the scale's labels turn with it.",
)
@click.option(
    "--nonsubstantive",
    multiple=True,
    metavar="LABEL[=CODE]",
    help="Answer that counts as missing, as in N/A or N/A=9; repeat for more.",
)
@click.option("--instrument", type=_FILE, help="TOML or JSON file, instead of the options above.")
@click.option("--condition", metavar="COLUMN", help="Column with the condition of each row.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Columns to split the rows by.")
@click.option(
    "--view",
    type=click.Choice(["as_answered", "keyed", "favourable"]),
    default="as_answered",
    show_default=True,
    help="How codes become scores.",
)
@click.option(
    "--table",
    "tables",
    type=click.Choice(["describe", "frequencies"]),
    multiple=True,
    help="Table to print; both, unless told (--format csv: describe).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "csv"]),
    default="text",
    show_default=True,
)
@click.option("--encoding", metavar="NAME", help="The file's encoding; found out, unless told.")
@click.option("--delimiter", metavar="SIGN", help="What separates cells; found out, unless told.")
def describe(
    *,
    file: Path,
    instrument: Path | None,
    condition: str | None,
    by: tuple[str, ...],
    view: str,
    tables: tuple[str, ...],
    form: str,
    encoding: str | None,
    delimiter: str | None,
    **declared: Any,
) -> None:
    """Describe the answers in a CSV file.

    Every cell is taken as the text that it is: "N/A", "None" and "NA" are answers, and an error
    on a scale that does not have them, until --nonsubstantive declares them.  Only an empty cell
    is a blank.
    """
    cells = read_csv(file, encoding=encoding, delimiter=delimiter)
    if encoding is None and cells.encoding == "cp1252":
        click.echo(
            f"Note: {cells.name} is not UTF-8 and was read as cp1252; say --encoding if that is "
            "wrong.",
            err=True,
        )
    found = describe_cells(
        cells,
        _instrument(instrument, cells, **declared),
        condition=condition,
        by=split_names(by),
        view=view,
        tables=tables or (("describe",) if form == "csv" else ("describe", "frequencies")),
    )
    _write(found, form)


def _instrument(
    path: Path | None,
    cells: Cells,
    *,
    scale_name: str | None,
    items: tuple[str, ...],
    negative: tuple[str, ...],
    positive: str | None,
    nonsubstantive: tuple[str, ...],
) -> Instrument:
    """Return the instrument of a file, or that of the options."""
    if path is not None:
        if scale_name or items or negative or positive or nonsubstantive:
            raise click.UsageError(
                "--instrument says everything about the items; leave out --scale, --items, "
                "--negative, --positive and --nonsubstantive."
            )
        return Instrument.load(path)
    if scale_name is None:
        raise click.UsageError(
            "name the items' scale, as in --scale agreement-5 (`likertkit scales` lists them), "
            "or give an --instrument file."
        )
    scale = declare_scale(scale_name, positive, nonsubstantive)
    return declare_instrument(scale, split_names(items), split_names(negative), cells)


def _write(tables: Sequence[Any], form: str) -> None:
    if form == "text":
        page = Page()
        for table in tables:
            page.table(table)
    elif form == "markdown":
        click.echo("\n\n".join(table.to_markdown() for table in tables))
    else:
        click.echo("\n".join(table.to_frame().to_csv(index=False) for table in tables), nl=False)
