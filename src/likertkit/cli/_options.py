"""The options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from likertkit._text import join_words
from likertkit.cli._files import ROWS_SET_ASIDE, TOOLS, answer_file

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def all_of(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Return one decorator for several options, listed by the help in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


negative_option = click.option(
    "--negative", multiple=True, metavar="q2", help="Negatively keyed items, named as in --items."
)

instrument_options = all_of(
    click.argument("files", type=answer_file, nargs=-1, required=True, metavar="FILE..."),
    click.option(
        "--scale",
        "scale_name",
        metavar="NAME",
        help="Scale of all items, for example agreement-5; `likertkit scales` lists the names.",
    ),
    click.option(
        "--labels",
        multiple=True,
        metavar="LABEL,LABEL",
        help="Scale of all items, as its labels from the lowest code, 1, to the highest; or with "
        "codes, as in 1=Never,5=Always.  Repeat the option for labels with commas.  With --scale: "
        "further wordings, as in 5=Totally agree.",
    ),
    click.option(
        "--items",
        multiple=True,
        metavar="q1,q2",
        help="Columns that hold answers: names, headings as they stand in the file, q1..q6 for all "
        "columns from q1 to q6, q* for all whose names begin with q; separate them by commas, or "
        "repeat the option.  With --instrument: the items to take, all by default.",
    ),
    negative_option,
    click.option(
        "--positive",
        type=click.Choice(["low", "high"]),
        help="End of the scale that is positive: with low, the most positive label of --scale has "
        "the lowest code. With --labels: which end is positive. With --instrument: for the scales "
        "whose file does not state it.",
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
        help="TOML or JSON file that describes the items, instead of the options above; "
        "`likertkit read --draft` writes one.",
    ),
    click.option(
        "--wide",
        multiple=True,
        metavar="CONDITION=COLUMN",
        help="For a file in which each condition has columns of its own: what they are called, as "
        'in "before=pre_{item}"; once for each condition.',
    ),
)

weight_option = click.option(
    "--weight", metavar="COLUMN", help="Column with the sampling weight of each row."
)
respondent_option = click.option(
    "--respondent", metavar="COLUMN", help="Column that identifies respondents."
)
condition_option = click.option(
    "--condition", metavar="COLUMN", help="Column with the condition of each row."
)


def first_and_second(what: str) -> Callable[[Command], Command]:
    """Return the options that name the two to compare; *what* is what they are."""
    return all_of(
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

output_options = all_of(
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "markdown", "csv", "json"]),
        default="text",
        show_default=True,
        help="Format of the output.",
    ),
)

reading_options = all_of(
    click.option(
        "--tool",
        type=click.Choice(TOOLS),
        metavar="NAME",
        help=f"Survey tool that wrote the file: {join_words(TOOLS, 'or')}; found by default.",
    ),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook; the first by default."),
    click.option("--encoding", metavar="NAME", help="Encoding of the file; found by default."),
    click.option(
        "--separator",
        metavar="SIGN",
        help="What separates the cells: comma, semicolon, tab, pipe or a character; found by "
        "default.",
    ),
    click.option(
        "--structure",
        type=FILE,
        help="File that describes the survey: LimeSurvey's .lss, REDCap's data dictionary, the "
        "syntax for R or SPSS, or the same answers as codes.",
    ),
    click.option(
        "--set-aside",
        type=click.Choice(ROWS_SET_ASIDE),
        multiple=True,
        help="Rows to leave out; repeat for more, or none to keep all rows.  [default: preview, "
        "test and unfinished, where the tool marks them]",
    ),
)
