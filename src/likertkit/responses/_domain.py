"""Which rows lie in a domain, as one more column that splits the tables."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.errors import ArgumentError, MissingColumnError
from likertkit.responses._declaration import WIDE_CONDITION
from likertkit.responses._keys import key_codes
from likertkit.responses.engines._at_hand import at_hand
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally import CoTally, PairTally, Tally
from likertkit.tally._grouped import in_domain, only_conditions
from likertkit.tally._where import IN_DOMAIN, Selection, among, has_value

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._lazy import LazySource

_Table = TypeVar("_Table", Tally, PairTally, CoTally)


def check_selection(
    selection: Selection, source: EagerSource | LazySource, declared: Declaration
) -> None:
    """Raise unless the data have the columns of a domain and, in memory, its values.

    Raises
    ------
    MissingColumnError
        If there is no such column.
    ArgumentError
        If a column does not have a value.
    """
    available = tuple(source.columns())
    axes = declared.axis_names()
    unknown = tuple(name for name in selection.names if name not in (*available, *axes))
    if unknown:
        raise MissingColumnError(unknown, available, "where")
    declared.check_columns(available, selection.names)
    _check_values(selection, source, declared)


def _check_values(
    selection: Selection, source: EagerSource | LazySource, declared: Declaration
) -> None:
    for name in selection.names:
        if declared.wide and name == WIDE_CONDITION:
            selection.check_known(name, [block.condition for block in declared.blocks])
        elif isinstance(source, EagerSource):
            keys = key_codes(source.frame[name])[1]
            selection.check_known(name, _with_levels(source.levels().get(name, ()), keys))


def _with_levels(levels: Sequence[Hashable], keys: Sequence[Hashable]) -> list[Hashable]:
    """Return the values that a column has, or may have by its type."""
    return list(dict.fromkeys((*levels, *keys)))


def with_domain(
    source: EagerSource | LazySource, selection: Selection, declared: Declaration
) -> EagerSource | LazySource:
    """Return the source with a column that says which rows lie in a domain, whatever condition."""
    columns = selection.without(declared.condition_name())
    if isinstance(source, EagerSource):
        if source.inside is not None:
            return source
        return attrs.evolve(source, inside=_rows_with(source, columns))
    known = {name: source.values(name) for name in selection.names if name in source.table.types}
    for name, keys in known.items():
        selection.check_known(name, _with_levels(source.levels().get(name, ()), keys))
    return source.with_domain(
        {name: list(compress(known[name], among(known[name], values))) for name, values in columns}
    )


def _rows_with(
    source: EagerSource, columns: tuple[tuple[str, tuple[Hashable, ...]], ...]
) -> NDArray[np.bool_]:
    """Return which rows have one of its values in every column."""
    inside = np.ones(source.n_rows(), dtype=np.bool_)
    for name, values in columns:
        codes, keys = key_codes(source.frame[name])
        inside &= np.array(among(keys, values), dtype=np.bool_)[codes]
    return inside


def rows_at_hand(
    source: EagerSource | LazySource,
    declared: Declaration,
    names: tuple[str, ...],
    selection: Selection | None,
) -> tuple[EagerSource | LazySource, tuple[str, ...]]:
    """Return the source to count, and the columns to split by: whether a row is in the domain too.

    Raises
    ------
    MissingColumnError
        If the frame has no such column.
    ArgumentError
        If a column does not have a value of the domain.
    """
    declared.check_columns(source.columns(), names)
    if selection is None:
        return at_hand(source, declared, names), names
    at_hand_source = at_hand(source, declared, (*names, *selection.names))
    if isinstance(at_hand_source, EagerSource) and at_hand_source.inside is None:
        _check_values(selection, at_hand_source, declared)
    return with_domain(at_hand_source, selection, declared), (*names, IN_DOMAIN)


def narrowed_to(table: _Table, selection: Selection | None, declared: Declaration) -> _Table:
    """Return the part of a table that lies in a domain; of the conditions, nothing else is kept."""
    if selection is None:
        return table
    conditions = selection.values(declared.condition_name())
    return in_domain(only_conditions(table, conditions), selection)


def check_pair(
    selection: Selection | None, declared: Declaration, first: Hashable, second: Hashable
) -> None:
    """Raise if a domain leaves out one of the conditions of pairs.

    Raises
    ------
    ArgumentError
        With the conditions that it has.
    """
    conditions = None if selection is None else selection.values(declared.condition_name())
    for condition in (first, second):
        if conditions is not None and not has_value(conditions, condition):
            raise ArgumentError(
                f"the domain {selection} leaves out the condition {condition!r}; expected both "
                "conditions of the pairs.",
                "make the pairs of responses with both conditions.",
            )


def rows_inside(
    source: EagerSource, selection: Selection, declared: Declaration
) -> tuple[NDArray[np.bool_], str]:
    """Return which rows lie in a domain, block by block, and how many do not, as a note.

    Rows of conditions that are left out are not in the domain.
    """
    condition = declared.condition_name()
    wanted = selection.values(condition)
    columns = selection.without(condition) if declared.wide else selection.columns
    rows = _rows_with(source, columns)
    inside = np.concatenate(
        [
            rows & (not declared.wide or wanted is None or has_value(wanted, block.condition))
            for block in declared.blocks
        ]
    )
    n_outside = int(np.count_nonzero(~inside))
    return inside, f"Left out: {counted(n_outside, 'row')} outside the domain."
