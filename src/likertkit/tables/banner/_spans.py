"""The spans of a banner: columns of respondents under one heading, each span with its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import as_list, as_names
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, MissingColumnError
from likertkit.responses._as_tables import (
    as_tally,
    linked_conditions,
    strangers,
)
from likertkit.tally._axes import sorted_groups
from likertkit.tally._count_table import with_crossed_axis, with_design
from likertkit.tally._grouped import inside_domain, whole_sample

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from likertkit.responses import Responses
    from likertkit.tally import Tally

_HINT = (
    "name columns of the data, and put the names of a nested span into a tuple: "
    "columns=['gender', ('gender', 'region')]."
)
_ALL = ("Total", "All respondents", "All respondents of the data")


@attrs.frozen(eq=False, kw_only=True)
class Span:
    """Columns under one heading.

    Attributes
    ----------
    title : str
        The heading.
    axis : str or None
        The axis of the tally whose values are the columns; None for the column of everybody.
    columns : tuple
        The values, in order, without the blank.
    n_blank : int
        Respondents who have no value, and are in no column.
    tally : Tally
        The counts, split by the axis and by the condition where that splits the table.
    conditions : bool
        Whether the columns are conditions.
    nested : bool
        Whether the columns are tuples of values.
    """

    title: str
    axis: str | None
    columns: tuple[Hashable, ...]
    n_blank: int
    tally: Tally
    conditions: bool = False
    nested: bool = False


@attrs.frozen(eq=False, kw_only=True)
class Spans:
    """All spans of a banner.

    Attributes
    ----------
    total : Span
        The column of everybody.
    others : tuple of Span
        The spans that *columns* names.
    by : tuple of str
        The condition, where it splits the table; else empty.
    condition : str or None
        The condition, where it is in the columns.
    whole : Tally
        The counts of everybody along all axes of the data, which the notes are of.
    strangers : tuple of str
        What the tests do not know where conditions are in the columns.
    """

    total: Span
    others: tuple[Span, ...]
    by: tuple[str, ...]
    condition: str | None
    whole: Tally
    strangers: tuple[str, ...]

    @classmethod
    def from_data(cls, data: Responses | Tally, columns: object) -> Spans:
        """Count the answers once for each span.

        Raises
        ------
        ArgumentError, ArgumentTypeError
            If *columns* does not name spans, or a population has sizes and conditions are columns.
        AxisError, MissingColumnError
            If *columns* names what the data do not have.
        """
        asked = _asked(columns)
        titles = {names: " × ".join(names) for names in asked}
        if len(set(titles.values())) < len(asked):
            raise ArgumentError(
                f"columns={columns!r} has two spans of one name.", "write each span once."
            )
        whole, by = as_tally(data, None)
        condition = by[0] if by and any(by[0] in names for names in asked) else None
        if condition is not None:
            _check_sizes(whole, condition)
            by = ()
        others = []
        for names in asked:
            tally = _counts(data, names, condition)
            others.append(_span(tally, names, titles[names], by, condition))
        unknown: tuple[str, ...] = ()
        if condition is not None:
            whole, _ = as_tally(data, (), pooled=True)
            unknown = strangers(whole, ())
            whole = _without(whole, condition)
        free = next(name for name in _ALL if name not in titles.values())
        total = Span(
            title=free, axis=None, columns=(free,), n_blank=0, tally=_marginal(whole, (), by)
        )
        return cls(
            total=total,
            others=tuple(others),
            by=by,
            condition=condition,
            whole=whole,
            strangers=unknown,
        )

    def condition_notes(self) -> tuple[str, ...]:
        """Return what becomes of a condition that is in the columns."""
        if self.condition is None:
            return ()
        pooled = [self.total.title, *(span.title for span in self.others if not span.conditions)]
        titles = join_words(list(map(repr, pooled)))
        note = f"Pooled over {self.condition!r}: {titles}. Respondents with answers under several "
        return (f"{note}of its values are counted in each.", *self.strangers)


def _asked(columns: object) -> tuple[tuple[str, ...], ...]:
    """Return the names of each span."""
    entries = [columns] if isinstance(columns, str) else as_list(columns, "columns", _HINT)
    if not entries:
        raise ArgumentError("columns is empty; expected at least one span.", _HINT)
    asked = []
    for entry in entries:
        names = (entry,) if isinstance(entry, str) else entry
        if not isinstance(names, tuple) or not names:
            raise ArgumentTypeError(
                f"columns has {entry!r}, which is neither a name nor a tuple of names.", _HINT
            )
        asked.append(as_names(names, "columns"))
    return tuple(asked)


def _check_sizes(tally: Tally, condition: str) -> None:
    design = tally.design
    sizes = design is not None and (design.population, design.cluster_population) != (None, None)
    if sizes:
        raise ArgumentError(
            f"a population has each person once, and the columns are conditions of {condition!r}; "
            "expected a design without sizes.",
            "leave the condition out of `columns=`: it then splits the rows of the table.",
        )


def _counts(data: Responses | Tally, names: tuple[str, ...], condition: str | None) -> Tally:
    """Return the tally along the axes of a span, and along the condition."""
    try:
        if condition is None:
            return as_tally(data, names)[0]
        if condition not in names:
            return _without(as_tally(data, names, pooled=True)[0], condition)
        others = tuple(name for name in names if name != condition)
        return linked_conditions(data, as_tally(data, names)[0], others)
    except AxisError as error:
        raise AxisError(error.name, error.axes, "columns") from None
    except MissingColumnError as error:
        raise MissingColumnError(error.wanted, error.available, "columns") from None


def _span(
    tally: Tally, names: tuple[str, ...], title: str, by: tuple[str, ...], condition: str | None
) -> Span:
    """Return a span, its counts no finer than it needs."""
    conditions = condition is not None and condition in names
    tally = _marginal(tally, names, by)
    if len(names) > 1:
        tally = with_crossed_axis(tally, names, title)
    whole = whole_sample(tally)
    axis = next(axis for axis in whole.axes if axis.name == title)
    place = whole.axes.index(axis)
    rows = np.flatnonzero(inside_domain(whole)).tolist()
    values = {(whole.groups[g][place],) for g in rows}
    columns = tuple(key for (key,) in sorted_groups([axis], values) if key is not None)
    if not columns:
        raise ArgumentError(
            f"no respondent has a value of {title!r}; expected at least one column.",
            "leave it out of `columns=`.",
        )
    blank = [g for g in rows if whole.groups[g][place] is None]
    return Span(
        title=title,
        axis=title,
        columns=columns,
        n_blank=int(whole.counts[blank].sum(axis=(0, 2)).max(initial=0)),
        tally=tally,
        conditions=conditions,
        nested=len(names) > 1,
    )


def _marginal(tally: Tally, names: Iterable[str], by: tuple[str, ...]) -> Tally:
    """Return the counts of a simple random sample along some axes alone; others as they are.

    What weights, clusters and a sampling design know of the other axes stays.
    """
    if tally.weighted or tally.clusters is not None or tally.design is not None:
        return tally
    kept = (*names, *(name for name in by if name not in names))
    return tally if len(kept) == len(tally.axes) else tally.marginal(kept)


def _without(tally: Tally, condition: str) -> Tally:
    """Return the counts with the conditions pooled, in the same design."""
    kept = tuple(axis.name for axis in tally.axes if axis.name != condition)
    return with_design(tally.marginal(kept), tally.design)
