"""Binds the files of a command to an instrument, as its options say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import click

from likertkit._text import join_words
from likertkit.cli._columns import ITEM, Columns, check_asked, match_items
from likertkit.cli._files import open_files
from likertkit.cli._instruments import load_instrument, make_instrument
from likertkit.errors import ArgumentError
from likertkit.io._export import numeric_weights
from likertkit.io.files._sheet import as_text
from likertkit.responses import Responses
from likertkit.responses._declaration import WIDE_CONDITION
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from likertkit.cli._files import AnswerFile, Reading
    from likertkit.cli._instruments import Declared
    from likertkit.instrument import Instrument
    from likertkit.io import Export


@attrs.frozen(kw_only=True)
class Answers:
    """What a command works on.

    Attributes
    ----------
    exports : list of Export
        The files.
    responses : Responses
        The answers, bound to the instrument.
    condition : str or None
        The axis of the conditions; None where there are none.
    conditions : tuple
        Its values, in the order of the file or of the options; empty where there are none.
    by : tuple of str
        The columns that split the rows.
    groups : str or None
        The column of groups of different people.
    group_values : tuple
        Its values, in the order of the file.
    """

    exports: list[Export]
    responses: Responses
    condition: str | None = None
    conditions: tuple[Any, ...] = ()
    by: tuple[str, ...] = ()
    groups: str | None = None
    group_values: tuple[Any, ...] = ()


def bind(files: Sequence[AnswerFile], reading: Reading, declared: Declared) -> Answers:
    """Return the answers of the files under the instrument that the options declare.

    Raises
    ------
    UsageError
        If options contradict each other.
    LikertkitError
        If a file cannot be read, or its answers do not fit the instrument.
    """
    if len(files) > 1:
        _refuse_for_several(declared)
        return _bind_files(files, open_files(files, reading), declared)
    if declared.wide and declared.condition is not None:
        raise click.UsageError(
            "--wide names the columns of each condition, and --condition a column that holds it; "
            "leave one of them out."
        )
    templates = _read_templates(declared.wide)
    (export,) = open_files(files, reading)
    columns = Columns(export)
    by = columns.several(declared.by, "--by")
    groups = _named(columns, declared.groups, "--groups")
    condition = _named(columns, declared.condition, "--condition")
    purposes = _purposes(declared, columns)
    split = [name for name in (condition, purposes["stratum"], groups, *by) if name is not None]
    export = attrs.evolve(export, frame=_in_order(export.frame, split))
    if templates:
        responses = _bind_wide(export, columns, templates, declared, purposes)
        conditions: tuple[Any, ...] = tuple(templates)
    else:
        instrument, its_columns = _instrument(
            declared, columns, export.name, [*split, *purposes.values()]
        )
        responses = export.responses(
            instrument, columns=its_columns, condition=condition, **purposes
        )
        conditions = () if condition is None else _values(export.frame[condition])
    return Answers(
        exports=[export],
        responses=responses,
        condition=WIDE_CONDITION if templates else condition,
        conditions=conditions,
        by=by,
        groups=groups,
        group_values=() if groups is None else _values(export.frame[groups]),
    )


def _refuse_for_several(declared: Declared) -> None:
    """Raise for options that cannot stand beside several files, each of which is a condition."""
    for option, value in (
        ("--wide", declared.wide),
        ("--condition", declared.condition),
        ("--groups", declared.groups),
        ("--by", declared.by),
    ):
        if value:
            raise click.UsageError(
                f"of several files each is a condition, of the same respondents; leave {option} "
                "out, or name one file."
            )
    if declared.respondent is None:
        raise click.UsageError(
            "several files are conditions that the same people answered: name the column that "
            "identifies them, for example --respondent code."
        )


def _bind_files(files: Sequence[AnswerFile], exports: list[Export], declared: Declared) -> Answers:
    """Return the answers of files, each of which is a condition."""
    names = [file.condition for file in files]
    if len({*names}) < len(names):
        raise click.UsageError(
            f"two files are the condition {max(names, key=names.count)!r}; name each condition, "
            "for example before=a.csv after=b.csv."
        )
    title = join_words([export.name for export in exports])
    held = [Columns(export) for export in exports]
    purposes = _purposes(declared, held[0])
    used = [*purposes.values()]
    instrument, first_columns = _instrument(declared, held[0], title, used)
    parts = {}
    for name, export, columns in zip(names, exports, held, strict=True):
        its_columns = {
            item: columns.one(_called(held[0], column), "--items")
            for item, column in first_columns.items()
        }
        if _purposes(declared, columns) != purposes:
            raise ArgumentError(
                f"the columns of --respondent, --cohort and --weight have other names in "
                f"{export.name} than in {exports[0].name}.",
                "give these columns the same headings in all files.",
            )
        parts[name] = export.responses(instrument, columns=its_columns, **purposes)
    responses = Responses.concat(parts, respondent=str(purposes["respondent"]))
    return Answers(
        exports=exports,
        responses=responses,
        condition=WIDE_CONDITION,
        conditions=tuple(names),
    )


def _called(columns: Columns, name: str) -> str:
    """Return the heading of a column, by which another file has it too; else its name."""
    heading = columns.questions[name].heading
    return heading if columns.find(heading) == (name,) else name


def _bind_wide(
    export: Export,
    columns: Columns,
    templates: dict[str, str],
    declared: Declared,
    purposes: dict[str, str | None],
) -> Responses:
    """Return the answers of a file in which each condition has columns of its own."""
    found = {condition: columns.wide(template) for condition, template in templates.items()}
    for condition, its_columns in found.items():
        if not its_columns:
            raise columns.unknown(templates[condition], "--wide")
    if declared.instrument is not None:
        instrument = load_instrument(declared.instrument, declared, columns)
    else:
        known = tuple(dict.fromkeys(item for its in found.values() for item in its))
        if not declared.items:
            raise ArgumentError(
                f"no items are named; --wide finds {join_words([*map(repr, known)])}.",
                "name them with --items, for example --items '*' for all.",
            )
        items = match_items(declared.items, known, "--items")
        negative = match_items(declared.negative, items, "--negative")
        instrument = make_instrument(declared, dict.fromkeys(items, ""), negative, export.name)
    asked = {
        condition: check_asked(instrument.names, its_columns, templates[condition], columns)
        for condition, its_columns in found.items()
    }
    frame = numeric_weights(export.frame, purposes["weight"])
    return Responses.from_wide(frame, instrument, columns=asked, **purposes)


def _instrument(
    declared: Declared, columns: Columns, title: str, used: Collection[str | None]
) -> tuple[Instrument, dict[str, str]]:
    """Return the instrument and the column of each of its items.

    Patterns of items leave out the columns that are *used* otherwise.
    """
    if declared.instrument is not None:
        instrument = load_instrument(declared.instrument, declared, columns)
        return instrument, {name: columns.one(name, "--instrument") for name in instrument.names}
    items = columns.match(declared.items, "--items", used)
    if not items:
        raise columns.no_items()
    negative = match_items(declared.negative, items, "--negative", columns)
    questions = columns.questions
    texts = {
        name: " – ".join(part for part in (questions[name].text, questions[name].part) if part)
        for name in items
    }
    return make_instrument(declared, texts, negative, title), {name: name for name in items}


def _read_templates(wide: Sequence[str]) -> dict[str, str]:
    """Return condition → what its columns are called, of texts such as before=pre_{item}.

    Raises
    ------
    UsageError
        If a text is not of this form, or a condition stands twice.
    """
    templates: dict[str, str] = {}
    for text in wide:
        condition, sign, template = text.partition("=")
        if not sign or not condition.strip() or ITEM not in template:
            raise click.UsageError(
                f"--wide {text} does not name a condition and its columns; write for example "
                f'--wide "before=pre_{ITEM}" --wide "after=post_{ITEM}".'
            )
        if condition in templates:
            raise click.UsageError(f"--wide names the condition {condition!r} twice.")
        templates[condition] = template
    return templates


def _purposes(declared: Declared, columns: Columns) -> dict[str, str | None]:
    """Return the columns that say of each row who answered and how the sample was drawn."""
    return {
        "respondent": _named(columns, declared.respondent, "--respondent"),
        "stratum": _named(columns, declared.cohort, "--cohort"),
        "weight": _named(columns, declared.weight, "--weight"),
    }


def _named(columns: Columns, name: str | None, option: str) -> str | None:
    return None if name is None else columns.one(name, option)


def _in_order(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the frame with columns whose values are in the order in which they appear."""
    import pandas as pd

    ordered = {
        name: pd.Categorical(frame[name], _values(frame[name]), ordered=True) for name in names
    }
    return frame.assign(**ordered)


def _values(column: pd.Series) -> tuple[Any, ...]:
    """Return the different values of a column in the order in which they appear, blanks apart."""
    return tuple(value for value in dict.fromkeys(column.tolist()) if plain_key(value) is not None)


def choose(text: str | None, known: Sequence[Any], option: str, what: str) -> Any:
    """Return the condition, or the group, that a text on the command line names.

    Raises
    ------
    ArgumentError
        If there is none of that name.
    """
    if text is None:
        return None
    for value in known:
        if as_text(value) == text:
            return value
    if not known:
        raise ArgumentError(
            f"{option} {text} names a {what}, and the data have no {what}s.",
            f"leave {option} out, or say where the {what}s are, for example --condition COLUMN.",
        )
    shown = join_words([repr(as_text(value)) for value in known])
    raise ArgumentError(
        f"{option}: {text!r} is not one of the {what}s, which are {shown}.",
        f"write the {what} as it stands in the file.",
    )
