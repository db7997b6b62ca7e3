"""The axes that split a tally into groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._checks import as_names
from likertkit.errors import AxisError
from likertkit.results._record import Subject

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from likertkit.instrument import Instrument

Role = Literal["condition", "stratum", "by"]
Group = tuple["Hashable", ...]

# White space of every script, and the marks without width that exports leave behind.
BLANK_CHARACTERS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


def plain_key(value: object) -> Hashable:
    """Return a group's name as a plain Python value: None for every kind of blank.

    Text of white space alone is as blank as a missing value.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str):
        return value if value.strip(BLANK_CHARACTERS) else None
    if isinstance(value, bytearray):
        return bytes(value)
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    return value


def _sort_key(value: Hashable) -> tuple[int, str, object]:
    """Order values of any mixture of types: numbers, then the rest by type, blanks last."""
    if value is None:
        return 2, "", 0
    if isinstance(value, bool | int | float):
        return 0, "", value
    return 1, type(value).__name__, value


@attrs.frozen
class Axis:
    """One way in which a tally is split.

    Attributes
    ----------
    name : str
        The column's name.
    role : {'condition', 'stratum', 'by'}
        What the axis means.
    levels : tuple
        Its values in a declared order; empty where they are sorted.
    """

    name: str
    role: Role
    levels: tuple[Hashable, ...] = ()

    def place(self, value: Hashable) -> tuple[int, object]:
        """Return a key that puts the axis's values in order."""
        if value in self.levels:
            return 0, self.levels.index(value)
        return 1, _sort_key(value)

    def joined(self, other: Axis) -> Axis:
        """Return the axis with the other's declared levels behind its own."""
        new = tuple(level for level in other.levels if level not in self.levels)
        return attrs.evolve(self, levels=self.levels + new)


def sorted_groups(axes: Sequence[Axis], groups: Iterable[Group]) -> list[Group]:
    """Return distinct groups in the order of their axes."""
    ranks = [{level: k for k, level in enumerate(axis.levels)} for axis in axes]

    def places(group: Group) -> tuple[tuple[int, object], ...]:
        return tuple(
            (0, rank[value]) if value in rank else (1, _sort_key(value))
            for rank, value in zip(ranks, group, strict=True)
        )

    return sorted(set(groups), key=places)


def named_axes(axes: Sequence[Axis], by: str | Iterable[str]) -> tuple[str, ...]:
    """Return the names of the axes that *by* names; raise if there is no such axis."""
    names = as_names(by, "by")
    known = tuple(axis.name for axis in axes)
    for name in names:
        if name not in known:
            raise AxisError(name, known)
    return names


def pooled_sentence(stratum: str) -> str:
    """Return that a result does not tell the strata of an axis apart."""
    return f"The strata of {stratum!r} are pooled: each counts by its number of answers."


def subject_of(instrument: Instrument, axes: Iterable[Axis], names: tuple[str, ...]) -> Subject:
    """Return what a table of results is about that is split by the axes that are named."""
    conditions = (axis.name for axis in axes if axis.role == "condition" and axis.name in names)
    return Subject(instrument, next(conditions, None))
