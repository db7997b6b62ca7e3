"""The commands."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import click

from likertkit.cli._answers import bind
from likertkit.cli._demo import write_demo
from likertkit.cli._files import AnswerFile, Reading
from likertkit.cli._instruments import Declared
from likertkit.cli._messages import as_lines, say_error, warnings_as_notes
from likertkit.cli._options import (
    FILE,
    condition_option,
    first_and_second,
    instrument_options,
    negative_option,
    output_options,
    reading_options,
    respondent_option,
    view_option,
    weight_option,
)
from likertkit.cli._page import Page
from likertkit.cli._read import read_file
from likertkit.cli._tables import compare_answers, describe_answers, summarize_answers
from likertkit.cli._write import write_tables
from likertkit.compare import PairedTest
from likertkit.errors import LikertkitError
from likertkit.instrument import LikertScale, PresetKind, PresetPoints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from likertkit.cli._answers import Answers

_READING = tuple(field.name for field in attrs.fields(Reading))
_DECLARED = tuple(field.name for field in attrs.fields(Declared))


def reads_answers(
    check: Callable[..., None],
) -> Callable[[Callable[..., Sequence[Any]]], Callable[..., None]]:
    """Return a decorator for commands that read answers, and write the tables that they return.

    The command takes the options of files and instruments and of the output, and hands on the
    others.  *check* is called with all of them before a file is read.
    """

    def decorate(tables_of: Callable[..., Sequence[Any]]) -> Callable[..., None]:
        @functools.wraps(tables_of)
        def run(*, files: tuple[AnswerFile, ...], form: str, **options: Any) -> None:
            _check_instrument(**options)
            check(len(files), **options)
            reading = Reading(**{name: options.pop(name) for name in _READING})
            its_own = {name: options.pop(name) for name in _DECLARED if name in options}
            with warnings_as_notes():
                answers = bind(files, reading, Declared(**its_own))
                tables = tables_of(answers, form=form, **options)
            write_tables(tables, form, answers.exports, answers.responses.instrument)

        return run

    return decorate


def _check_instrument(*, instrument: Path | None, **options: Any) -> None:
    """Raise for options that stand beside a file that answers them already."""
    replaced = ("scale_name", "labels", "negative", "nonsubstantive")
    if instrument is not None and any(options[name] for name in replaced):
        raise click.UsageError(
            "--instrument describes the items; leave out --scale, --labels, --negative and "
            "--nonsubstantive."
        )


def _check_keying(_: int, *, view: str, negative: tuple[str, ...], **__: Any) -> None:
    """Raise where items are keyed and no figure depends on it."""
    if negative and view == "as_answered":
        raise click.UsageError(
            "--negative has no effect on scores as they are answered; add --view keyed, or leave "
            "it out."
        )


def _check_pairs(
    n_files: int,
    *,
    respondent: str | None,
    condition: str | None,
    groups: str | None,
    test: str | None,
    wide: tuple[str, ...],
    **options: Any,
) -> None:
    """Raise unless it is clear what is compared with what."""
    _check_keying(n_files, **options)
    if groups is not None:
        if respondent is not None or condition is not None or test is not None or wide:
            raise click.UsageError(
                "--groups compares independent groups of people; leave out --respondent, "
                "--condition, --wide and --test."
            )
    elif n_files == 1 and not wide and (respondent is None or condition is None):
        raise click.UsageError(
            "name the columns of the pairs, for example --respondent person --condition when; "
            'where each condition has columns of its own, for example --wide "before=pre_{item}" '
            '--wide "after=post_{item}"; or --groups COLUMN to compare groups of different people.'
        )


def _check_nothing(_: int, **__: Any) -> None:
    """Let all options pass."""


_USAGE_ERROR = 2


class _Group(click.Group):
    """Prints an error of the library, or of a file, as its message without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            # The names of files and options may hold escape sequences.
            vars(error)["message"] = as_lines(error.message)
            raise
        except (LikertkitError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            say_error(error)
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
  likertkit read survey.csv
  likertkit read survey.xlsx --draft items.toml --positive high --negative q2_3
"""
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--draft",
    type=click.Path(dir_okay=False, path_type=Path),
    help="TOML or JSON file to write: an instrument for the questions whose options have a known "
    "order, for you to check.",
)
@click.option(
    "--items",
    multiple=True,
    metavar="q1,q2",
    help="Questions to draft: names, headings as they stand in the file, or patterns such as "
    "q1..q6 and q*; all by default.",
)
@negative_option
@click.option(
    "--positive", type=click.Choice(["low", "high"]), help="Positive end of every drafted scale."
)
@output_options
@reading_options
def read(
    *,
    file: str,
    draft: Path | None,
    items: tuple[str, ...],
    negative: tuple[str, ...],
    positive: Any,
    form: str,
    **reading: Any,
) -> None:
    """Show what is read from a file: the questions, and every decision.

    FILE is what a survey tool exported (CSV, XLSX, ODS, SPSS, Stata), or - for standard input.
    --items, --negative and --positive belong to --draft.
    """
    path = None if file == "-" else Path(file)
    with warnings_as_notes():
        read_file(
            AnswerFile(path, ""),
            Reading(**reading),
            draft=draft,
            items=items,
            negative=negative,
            positive=positive,
            form=form,
        )


@command.command(
    epilog="""\b
Examples:
  likertkit describe answers.csv --scale agreement-5 --items q1..q6
  likertkit describe survey.xlsx --labels "Never,Sometimes,Always" --items "q2*"
  likertkit describe survey.sav --instrument items.toml --view keyed --format csv
"""
)
@instrument_options
@condition_option
@respondent_option
@click.option("--by", multiple=True, metavar="COLUMN", help="Columns to split the rows by.")
@weight_option
@view_option
@click.option(
    "--table",
    "tables",
    type=click.Choice(["describe", "frequencies"]),
    multiple=True,
    help="Table to print.  [default: both; with --format csv: describe]",
)
@output_options
@reading_options
@reads_answers(_check_keying)
def describe(answers: Answers, *, form: str, view: str, tables: tuple[str, ...]) -> Sequence[Any]:
    """Describe the answers in a file.

    FILE is what a survey tool exported (CSV, XLSX, ODS, SPSS, Stata), or - for standard input.
    The cells stay as they are: "N/A", "None" and "NA" are answers, and an error on a scale that
    does not have them, until --nonsubstantive declares them.  Only an empty cell is blank.

    Several files are conditions that the same people answered, as in pre.csv post.csv or
    before=a.csv after=b.csv; --respondent names the column that identifies people.
    """
    return describe_answers(
        answers,
        view=view,
        tables=tables or (("describe",) if form == "csv" else ("describe", "frequencies")),
    )


@command.command(
    epilog="""\b
Examples:
  likertkit compare answers.csv --scale agreement-5 --items q1,q2 \\
      --respondent person --condition when --first after --second before
  likertkit compare pre.csv post.csv --scale agreement-5 --items q1,q2 \\
      --respondent code
  likertkit compare wide.csv --scale agreement-5 --items q1,q2 \\
      --wide "before=pre_{item}" --wide "after=post_{item}"
  likertkit compare answers.csv --scale agreement-5 --items q1,q2 --groups site
"""
)
@instrument_options
@respondent_option
@condition_option
@first_and_second("condition (or group)")
@click.option(
    "--groups", metavar="COLUMN", help="Column with groups of different people, to compare instead."
)
@click.option(
    "--test",
    type=click.Choice(get_args(PairedTest)),
    help="Test of the pairs.  [default: wilcoxon]",
)
@weight_option
@view_option
@output_options
@reading_options
@reads_answers(_check_pairs)
def compare(
    answers: Answers,
    *,
    form: str,
    first: str | None,
    second: str | None,
    test: str | None,
    view: str,
) -> Sequence[Any]:
    """Compare two conditions, or groups, in a file or in two files.

    Answers are paired by respondent, never by the order of the rows; with --wide, a row is a
    respondent.  People who answered under one condition only are counted, and compared in a table
    of their own.  Files are read as by `describe`.
    """
    tables = compare_answers(answers, stated=(first, second), test=test, view=view)
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
@respondent_option
@condition_option
@first_and_second("condition")
@click.option("--cohort", metavar="COLUMN", help="Column with the cohort of each respondent.")
@click.option(
    "--design", type=FILE, help="TOML file of the study design: who was asked what, and when."
)
@click.option("--invited", type=click.IntRange(min=0), help="Number of people who were asked.")
@weight_option
@view_option
@output_options
@reading_options
@reads_answers(_check_nothing)
def summarize(
    answers: Answers,
    *,
    form: str,
    first: str | None,
    second: str | None,
    **options: Any,
) -> Sequence[Any]:
    """Summarise a file, with the threats to its figures.

    Below the figures: what threatens them, what may be claimed, and what may not.  Files are read
    as by `describe`, and answers are paired as by `compare`.
    """
    del form
    return [summarize_answers(answers, stated=(first, second), **options)]
