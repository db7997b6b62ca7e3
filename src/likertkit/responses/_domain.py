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


def narrowed_source(
    source: EagerSource | LazySource, selection: Selection, declared: Declaration
) -> EagerSource | LazySource:
    """Return the source, of which rows in memory are marked that lie in a domain.

    Raises
    ------
    MissingColumnError
        If there is no such column.
    ArgumentError
        If a column in memory, or what was rated, does not have a value.
    """
    available = tuple(source.columns())
    axes = declared.axis_names()
    unknown = tuple(name for name in selection.names if name not in (*available, *axes))
    if unknown:
        raise MissingColumnError(unknown, available, "where")
    declared.check_columns(available, selection.names)
    if declared.wide and WIDE_CONDITION in selection.names:
        selection.check_known(WIDE_CONDITION, [block.condition for block in declared.blocks])
    return _marked(source, selection, declared) if isinstance(source, EagerSource) else source


def _marked(source: EagerSource, selection: Selection, declared: Declaration) -> EagerSource:
    """Return rows in memory with which of those that were in the domain are in this domain too.

    Whatever was rated: a condition is a sample of its own.
    """
    inside = source.in_domain()
    for name, values in selection.columns:
        if declared.wide and name == WIDE_CONDITION:
            continue
        codes, keys = key_codes(source.frame[name])
        selection.check_known(name, _with_levels(source, name, keys))
        if name != declared.condition:
            inside = inside & _rows_with(codes, keys, values)
    return attrs.evolve(source, inside=inside)


def _rows_with(
    codes: NDArray[np.intp], keys: list[Hashable], values: tuple[Hashable, ...]
) -> NDArray[np.bool_]:
    """Return which rows have one of the values, from the number of each row's key."""
    return np.array(among(keys, values), dtype=np.bool_)[codes]


def _with_levels(
    source: EagerSource | LazySource, name: str, keys: Sequence[Hashable]
) -> list[Hashable]:
    """Return the values that a column has, or may have by its type."""
    return list(dict.fromkeys((*source.levels().get(name, ()), *keys)))


def with_domain(
    source: EagerSource | LazySource, selection: Selection, declared: Declaration
) -> EagerSource | LazySource:
    """Return the source with a column that says which rows lie in a domain, whatever condition."""
    if isinstance(source, EagerSource):
        # Rows that an engine handed over are not marked yet.
        return source if source.inside is not None else _marked(source, selection, declared)
    known = {name: source.values(name) for name in selection.names if name in source.table.types}
    for name, keys in known.items():
        selection.check_known(name, _with_levels(source, name, keys))
    columns = selection.without(declared.condition_name())
    return source.with_domain(
        {name: list(compress(known[name], among(known[name], values))) for name, values in columns}
    )


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
    few = at_hand(source, declared, (*names, *selection.names))
    return with_domain(few, selection, declared), (*names, IN_DOMAIN)


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
    inside = np.tile(source.in_domain(), (len(declared.blocks), 1))
    for name, values in selection.columns:
        if declared.wide and name == WIDE_CONDITION:
            rated = among([block.condition for block in declared.blocks], values)
            inside &= np.array(rated, dtype=np.bool_)[:, None]
        elif name == declared.condition:
            inside &= _rows_with(*key_codes(source.frame[name]), values)
    n_outside = int(np.count_nonzero(~inside))
    return inside.ravel(), f"Left out: {counted(n_outside, 'row')} outside the domain."


def rows_by_block(
    source: EagerSource, declared: Declaration, selection: Selection | None
) -> NDArray[np.bool_]:
    """Return which rows lie in a domain, of shape (n_blocks, n_rows); all without a domain."""
    shape = (len(declared.blocks), source.n_rows())
    if selection is None:
        return np.ones(shape, dtype=np.bool_)
    return rows_inside(source, selection, declared)[0].reshape(shape)
