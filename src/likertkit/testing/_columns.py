"""Columns of a sheet: what their cells mean, and what they hold."""

from __future__ import annotations

from typing import Literal

import attrs

Role = Literal["respondent", "condition", "stratum", "cluster", "weight", "by"]
# What a column may be in pandas; other engines have the nearest type.
Kind = Literal[
    "int8", "int64", "float64", "float32", "Int8", "Int64", "decimal", "object", "text", "string",
    "category",
]  # fmt: skip
Meaning = int | str | None
"""A level by its code, a nonsubstantive answer by its label, or None for blank."""


@attrs.frozen(kw_only=True)
class AnswerColumn:
    """One column of answers.

    Attributes
    ----------
    name : str
        The column's name.
    kind : str
        The type of the column.
    meant : tuple
        What each cell means: a level by its code, a nonsubstantive answer by its label, None
        for blank.
    cells : tuple
        What each cell holds.
    unused : tuple of str
        Categories that no cell has, where the column is one of categories.
    """

    name: str
    kind: Kind
    meant: tuple[Meaning, ...]
    cells: tuple[object, ...]
    unused: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class KeyColumn:
    """One column that says who answered, in which group or with which weight.

    Attributes
    ----------
    name : str
        The column's name.
    role : str
        What it says.
    cells : tuple
        What each cell holds: numbers, texts or truth values, and None.
    categorical : bool
        Whether pandas holds it as categories.
    """

    name: str
    role: Role
    cells: tuple[object, ...]
    categorical: bool = False
