"""The tables that the commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likertkit.bias import load_design
from likertkit.cli._answers import choose
from likertkit.compare import compare_groups, compare_overlapping, compare_paired
from likertkit.errors import ArgumentError
from likertkit.estimate import describe, frequencies
from likertkit.io.files._sheet import as_text
from likertkit.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from likertkit.cli._answers import Answers
    from likertkit.results import Table
    from likertkit.summary import Summary


def describe_answers(answers: Answers, *, view: Any, tables: Sequence[str]) -> list[Table[Any]]:
    """Return the requested tables."""
    responses = answers.responses.scored(view)
    by = tuple(name for name in (answers.condition, *answers.by) if name is not None) or None
    return [
        describe(responses, by=by) if name == "describe" else frequencies(responses, by=by)
        for name in tables
    ]


def compare_answers(
    answers: Answers,
    *,
    stated: tuple[str | None, str | None],
    test: str | None,
    view: Any,
) -> list[Table[Any]]:
    """Return the tables of a comparison, the main one first.

    Raises
    ------
    LikertkitError
        If the two cannot be found or compared.
    """
    responses = answers.responses.scored(view)
    if answers.groups is not None:
        first, second = (
            choose(name, answers.group_values, option, "group")
            for name, option in zip(stated, ("--first", "--second"), strict=True)
        )
        table = compare_groups(responses, answers.groups, first=first, second=second)
        return [table, table.omnibus]
    first, second = two_conditions(answers.conditions, stated)
    options: dict[str, Any] = {} if test is None else {"test": test}
    pairs = responses.pairs(first, second)
    paired = compare_paired(pairs, first, second, **options)
    if not any(row.n_first_only or row.n_second_only for row in paired):
        return [paired, paired.effects]
    return [paired, paired.effects, compare_overlapping(pairs, first, second)]


def two_conditions(known: Sequence[Any], stated: tuple[str | None, str | None]) -> tuple[Any, Any]:
    """Return the conditions to compare: those that are named, else the two in the file.

    Raises
    ------
    ArgumentError
        If it is not clear which two.
    """
    first, second = (
        choose(name, known, option, "condition")
        for name, option in zip(stated, ("--first", "--second"), strict=True)
    )
    rest = [value for value in known if value not in (first, second)]
    if first is None and second is None and len(rest) == 2:
        return rest[0], rest[1]
    if first is not None and second is None and len(rest) == 1:
        return first, rest[0]
    if second is not None and first is None and len(rest) == 1:
        return rest[0], second
    if first is None or second is None:
        shown = ", ".join(repr(as_text(value)) for value in known) or "none"
        raise ArgumentError(
            f"the conditions in the file are {shown}; expected two to compare.",
            "name them with --first and --second; a difference is first minus second.",
        )
    return first, second


def summarize_answers(
    answers: Answers,
    *,
    stated: tuple[str | None, str | None],
    design: Path | None,
    invited: int | None,
    view: Any,
) -> Summary:
    """Return the summary of a file."""
    first, second = (
        choose(name, answers.conditions, option, "condition")
        for name, option in zip(stated, ("--first", "--second"), strict=True)
    )
    return summarize(
        answers.responses.scored(view),
        design=None if design is None else load_design(design),
        first=first,
        second=second,
        invited=invited,
    )
