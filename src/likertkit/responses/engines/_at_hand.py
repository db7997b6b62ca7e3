"""Frames opened as sources, and rows of an engine that are few, taken into memory."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import attrs

from likertkit.errors import LikertkitError
from likertkit.responses._declaration import PURPOSES
from likertkit.responses._frames import HeldFrame, open_frame
from likertkit.responses.engines._engine import engine_errors, rows_in_memory
from likertkit.responses.engines._lazy import LazySource
from likertkit.responses.memory._eager import EagerSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.responses._declaration import Declaration

# Up to so many columns of answers a query is planned as fast as rows are carried.
_FEW_COLUMNS = 16
# Cells of a frame that is handed over at the most.
_MOST_CELLS = 1 << 20


def open_source(
    frame: object, declared: Declaration
) -> tuple[EagerSource | LazySource, Declaration]:
    """Return the frame, checked, and the declaration that knows which names it has twice."""
    opened, repeated = open_frame(frame, declared.used_columns())
    if repeated:
        declared = attrs.evolve(declared, repeated=repeated)
    if isinstance(opened, HeldFrame):
        return EagerSource.open(opened, declared), declared
    with engine_errors():
        return LazySource.open(opened, declared), declared


def at_hand(
    source: EagerSource | LazySource, declared: Declaration, by: Iterable[str] = ()
) -> EagerSource | LazySource:
    """Return the rows in memory where they are few and their columns many, else the source.

    A query has an expression for each cell of each item, which takes seconds to plan for some
    hundred items, however few the rows.  Engines in other processes keep their rows.
    """
    if isinstance(source, EagerSource):
        return source
    engine = source.table.frame.implementation
    asked = {column for block in declared.blocks for _, column in block.columns}
    # DuckDB hands whole columns over through Arrow, which its users need not have.
    near = engine.is_polars() or (engine.is_duckdb() and find_spec("pyarrow") is not None)
    if not near or len(asked) <= _FEW_COLUMNS:
        return source
    wanted = {getattr(declared, purpose) for purpose in PURPOSES} | asked | set(by)
    columns = [name for name in source.columns() if name in wanted]
    most = _MOST_CELLS // len(columns)
    try:
        with engine_errors():
            rows = rows_in_memory(source.table, columns, most + 1)
        if len(rows) > most:
            return source
        return attrs.evolve(
            EagerSource.open(HeldFrame.from_frame(rows), declared), ordered=source.levels()
        )
    except LikertkitError:
        # The query finds the same, and names no rows, which have no order in an engine.
        return source
