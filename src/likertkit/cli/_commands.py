"""The commands, and the options that several of them take."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from likertkit._text import one_line
from likertkit.cli._csv import read_csv
from likertkit.cli._demo import write_demo
from likertkit.cli._describe import (
    compare_cells,
    declare_instrument,
    declare_scale,
    describe_cells,
    split_names,
    summarize_cells,
    with_direction,
)
from likertkit.cli._page import Page
from likertkit.compare import PairedTest
from likertkit.errors import LikertkitError, OffScaleError, UnknownLabelError
from likertkit.instrument import Instrument, LikertScale, PresetKind, PresetPoints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.cli._csv import Cells
    from likertkit.instrument import Orientation

_Command = TypeVar("_Command", bound="Callable[..., Any]")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _all_of(*options: Callable[[Any], Any]) -> Callable[[_Command], _Command]:
    """Return one decorator for several options, listed by the help in this order."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


instrument_options = _all_of(
    click.argument("file", type=FILE),
    click.option(
        "--scale",
        "scale_name",
        metavar="NAME",
        help="Scale of all items, for example agreement-5; `likertkit scales` lists the names.",
    ),
    click.option("--items", multiple=True, metavar="q1,q2", help="Columns that hold answers."),
    click.option("--negative", multiple=True, metavar="q2", help="Negatively keyed items."),
    click.option(
        "--positive",
        type=click.Choice(["low", "high"]),
        help="End of the scale that is positive: with low, the most positive label of --scale has "
        "the lowest code. With --instrument: for the scales whose file does not state it.",
    ),
    click.option(
        "--nonsubstantive",
        multiple=True,
        metavar="LABEL[=CODE]",
        help="Answer that counts as missing, for example N/A, or N/A=9 with its code; repeat for "
        "more.",
    ),
    click.option(
        "--instrument",
        type=FILE,
        help="TOML or JSON file that describes the items, instead of the options above.",
    ),
)


def pairing_options(what: str) -> Callable[[_Command], _Command]:
    """Return the options that say which two of a column are compared; *what* names its values."""
    return _all_of(
        click.option("--respondent", metavar="COLUMN", help="Column that identifies respondents."),
        click.option(
            "--condition", metavar="COLUMN", help="Column with the condition of each row."
        ),
        click.option(
            "--first",
            metavar="NAME",
            help=f"First {what}: a difference is first minus second.  [default: the one that the "
            "file begins with]",
        ),
        click.option("--second", metavar="NAME", help=f"Second {what}."),
    )


view_option = click.option(
    "--view",
    type=click.Choice(["as_answered", "keyed", "favourable"]),
    default="as_answered",
    show_default=True,
    help="How codes become scores: as they are; with negatively keyed items reversed; or so that "
    "a high score is favourable.",
)

output_options = _all_of(
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "markdown", "csv", "json"]),
        default="text",
        show_default=True,
        help="Format of the output.",
    ),
    click.option("--encoding", metavar="NAME", help="Encoding of the file; detected by default."),
    click.option(
        "--delimiter", metavar="SIGN", help="Character between the cells; detected by default."
    ),
)


def open_file(file: Path, encoding: str | None, delimiter: str | None) -> Cells:
    """Return the cells of a file, and say so where the encoding was a guess."""
    cells = read_csv(file, encoding=encoding, delimiter=delimiter)
    if encoding is None and cells.encoding == "cp1252":
        click.echo(
            f"Note: {one_line(cells.name)} is not UTF-8 and was read as cp1252; name another "
            "--encoding if that is wrong.",
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
                "--instrument describes the items; leave out --scale, --items, --negative and "
                "--nonsubstantive."
            )
        return with_direction(Instrument.load(path), positive)
    if scale_name is None:
        raise click.UsageError(
            "name the scale of the items, for example --scale agreement-5 (`likertkit scales` "
            "lists the names), or an --instrument file."
        )
    scale = declare_scale(scale_name, positive, nonsubstantive)
    return declare_instrument(scale, split_names(items), split_names(negative), cells)


def write_tables(tables: Sequence[Any], form: str) -> None:
    """Write tables as text, Markdown, CSV, or a JSON list of what `to_dict` returns."""
    if form == "text":
        page = Page()
        for table in tables:
            page.table(table)
    elif form == "markdown":
        click.echo("\n\n".join(table.to_markdown() for table in tables))
    elif form == "json":
        values = [table.to_dict() for table in tables]
        click.echo(json.dumps(values, ensure_ascii=False, allow_nan=False, indent=2))
    else:
        click.echo("\n".join(table.to_csv() for table in tables), nl=False)


def reads_answers(tables_of: Callable[..., Sequence[Any]]) -> Callable[..., None]:
    """Return a command that reads answers, and writes the tables that a function makes of them.

    It takes the options of the instrument and of the output, and hands on the others.
    """

    @functools.wraps(tables_of)
    def run(
        *,
        file: Path,
        instrument: Path | None,
        scale_name: str | None,
        items: tuple[str, ...],
        negative: tuple[str, ...],
        positive: Orientation | None,
        nonsubstantive: tuple[str, ...],
        form: str,
        encoding: str | None,
        delimiter: str | None,
        **options: Any,
    ) -> None:
        cells = open_file(file, encoding, delimiter)
        stated = stated_instrument(
            instrument,
            cells,
            scale_name=scale_name,
            items=items,
            negative=negative,
            positive=positive,
            nonsubstantive=nonsubstantive,
        )
        write_tables(tables_of(cells, stated, form=form, **options), form)

    return run


_USAGE_ERROR = 2


class _Group(click.Group):
    """Prints an error of the library, or of a file, as its message without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (LikertkitError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            # A file's name may hold escape sequences, which are not for the terminal.
            lines = f"Error: {error}".split("\n")
            click.echo("\n".join(map(one_line, lines)), err=True)
            if isinstance(error, OffScaleError | UnknownLabelError):
                click.echo("On the command line: --nonsubstantive LABEL or LABEL=CODE.", err=True)
            ctx.exit(_USAGE_ERROR)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="likertkit")
def command() -> None:
    """Statistics of Likert surveys, and what bias can do to them."""


@command.command()
def demo() -> None:
    """Analyse a published study: what its means show, and what they cannot show."""
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
        "Add -low to a name, as in agreement-5-low, where the codes run the other way: the most "
        "positive answer has the lowest code."
    )


@command.command(
    epilog="""\b
Examples:
  likertkit describe answers.csv --scale agreement-5 --items q1,q2
  likertkit describe answers.csv --scale agreement-5 --items q1,q2 \\
      --negative q2 --view keyed --nonsubstantive "N/A=9" --by site
"""
)
@instrument_options
@click.option("--condition", metavar="COLUMN", help="Column with the condition of each row.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Columns to split the rows by.")
@view_option
@click.option(
    "--table",
    "tables",
    type=click.Choice(["describe", "frequencies"]),
    multiple=True,
    help="Table to print.  [default: both; with --format csv: describe]",
)
@output_options
@reads_answers
def describe(
    cells: Cells,
    instrument: Instrument,
    *,
    form: str,
    condition: str | None,
    by: tuple[str, ...],
    view: str,
    tables: tuple[str, ...],
) -> Sequence[Any]:
    """Describe the answers in a CSV file.

    Every cell is read as text: "N/A", "None" and "NA" are answers, and an error on a scale that
    does not have them, until --nonsubstantive declares them.  Only an empty cell is blank.
    """
    return describe_cells(
        cells,
        instrument,
        condition=condition,
        by=split_names(by),
        view=view,
        tables=tables or (("describe",) if form == "csv" else ("describe", "frequencies")),
    )


@command.command(
    epilog="""\b
Examples:
  likertkit compare answers.csv --scale agreement-5 --items q1,q2 \\
      --respondent person --condition when --first after --second before
  likertkit compare answers.csv --scale agreement-5 --items q1,q2 --groups site
"""
)
@instrument_options
@pairing_options("condition (or group)")
@click.option(
    "--groups", metavar="COLUMN", help="Column with groups of different people, to compare instead."
)
@click.option(
    "--test",
    type=click.Choice(get_args(PairedTest)),
    help="Test of the pairs.  [default: wilcoxon]",
)
@view_option
@output_options
@reads_answers
def compare(
    cells: Cells,
    instrument: Instrument,
    *,
    form: str,
    first: str | None,
    second: str | None,
    **options: Any,
) -> Sequence[Any]:
    """Compare two conditions, or groups, in a CSV file.

    Answers are paired by respondent, never by the order of the rows.  People who answered under
    one condition only are counted, and compared in a table of their own.  Cells are read as by
    `describe`.
    """
    tables = compare_cells(cells, instrument, conditions=(first, second), **options)
    return tables[:1] if form == "csv" else tables


@command.command(
    epilog="""\b
Examples:
  likertkit summarize answers.csv --scale agreement-5 --items q1,q2 --invited 57
  likertkit summarize answers.csv --instrument items.toml --design design.toml \\
      --respondent person --condition when --first after --second before
"""
)
@instrument_options
@pairing_options("condition")
@click.option("--cohort", metavar="COLUMN", help="Column with the cohort of each respondent.")
@click.option(
    "--design", type=FILE, help="TOML file of the study design: who was asked what, and when."
)
@click.option("--invited", type=click.IntRange(min=0), help="Number of people who were asked.")
@view_option
@output_options
@reads_answers
def summarize(
    cells: Cells,
    instrument: Instrument,
    *,
    form: str,
    first: str | None,
    second: str | None,
    **options: Any,
) -> Sequence[Any]:
    """Summarise a CSV file, with the threats to its figures.

    Below the figures: what threatens them, what may be claimed, and what may not.  Cells are read
    as by `describe`, and answers are paired as by `compare`.
    """
    del form
    return [summarize_cells(cells, instrument, conditions=(first, second), **options)]
