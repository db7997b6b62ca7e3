"""Queries of an engine: an indicator a cell, or the joint cells of a few columns."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.responses._to_tally import Counted, stack
from likertkit.responses.engines import _engine
from likertkit.responses.engines._engine import number, totals
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._engine import EngineTable

# Block, item number, item and column of one column of answers.
Asked = tuple[int, int, "Item", str]


@attrs.frozen(eq=False)
class Query:
    """The one query that counts: an indicator a cell, summed in each group."""

    table: EngineTable
    declared: Declaration
    asked: list[Asked]
    spelled: Mapping[str, Mapping[str, int]]
    groups: tuple[str, ...]

    def summable(self, indicator: nw.Expr) -> nw.Expr:
        """Return a truth value as something that the engine can add up."""
        import narwhals as nw

        # polars counts truth values ten times faster than numbers; SQL may not add them up.
        quick = self.table.frame.implementation.is_polars()
        return indicator if quick else indicator.cast(nw.Int64)

    @staticmethod
    def name(asked: Asked, cell: int | str, kind: str = "n") -> str:
        """Return the name of a cell's sum."""
        return f"{kind}_{asked[0]}_{asked[1]}_{cell}"

    @staticmethod
    def key(place: int) -> str:
        """Return the name of a group column, which cannot be that of a sum."""
        return f"group_{place}"

    def indicators(self, asked: Asked) -> dict[int | str, nw.Expr]:
        """Return whether a row is in each cell of an item, or in none of them."""
        import narwhals as nw

        _, _, item, column = asked
        value = self.table.col(column)
        conditions: dict[int, list[nw.Expr]] = {c: [] for c in range(item.scale.n_cells)}
        blank = value.is_null()
        if column in self.spelled:
            value = value.cast(nw.String)
            for text, cell in self.spelled[column].items():
                conditions[cell].append(value == text)
        else:
            for code, cell in item.scale.code_cells:
                conditions[cell].append(value == code)
            if self.table.types[column].is_float():
                blank = blank | value.is_nan()
        conditions[item.scale.n_levels].append(blank)
        cells: dict[int | str, nw.Expr] = {
            cell: reduce(or_, some).fill_null(value=False)
            for cell, some in conditions.items()
            if some
        }
        return {**cells, "other": ~reduce(or_, cells.values())}

    def cell(self, asked: Asked, other: int, first: int = 0) -> nw.Expr:
        """Return the number of a row's cell, from *first* on; *other* where it is in none."""
        import narwhals as nw

        number_of = nw.lit(other + first).cast(nw.Int64)
        for cell, indicator in self.indicators(asked).items():
            # A row is in one cell at the most.
            if isinstance(cell, int):
                number_of = number_of + indicator.cast(nw.Int64) * (cell - other)
        return number_of

    def sums(self) -> nw.LazyFrame[Any]:
        """Return the query."""
        import narwhals as nw

        columns = {"n_rows": nw.lit(1).cast(nw.Int64)}
        cells = {
            (asked, cell): indicator
            for asked in self.asked
            for cell, indicator in self.indicators(asked).items()
        }
        for (asked, cell), indicator in cells.items():
            columns[self.name(asked, cell)] = self.summable(indicator)
        if self.declared.weight is not None:
            weight = self.table.col(self.declared.weight).cast(nw.Float64)
            weighty = (weight > 0).fill_null(value=False)
            # Whoever weighs nothing is in no cell; an answer off the scale is one all the same.
            for (asked, cell), indicator in cells.items():
                if cell != "other":
                    columns[self.name(asked, cell)] = self.summable(indicator & weighty)
            columns["n_zero"] = self.summable(~weighty)
            columns["weights"] = weight
            columns["bad_weights"] = self.summable(~self.table.usable(self.declared.weight))
            for (asked, cell), indicator in cells.items():
                inside = indicator.cast(nw.Float64) * weight
                columns[self.name(asked, cell, "w")] = inside
                columns[self.name(asked, cell, "s")] = inside * weight
        keys = {self.key(k): self.table.col(name) for k, name in enumerate(self.groups)}
        wide = self.table.frame.select(
            *(expression.alias(name) for name, expression in (keys | columns).items())
        )
        return totals(wide, list(keys), [nw.col(name).sum() for name in columns])

    def counted(self, rows: Iterable[Mapping[str, Any]]) -> Counted:
        """Return the counts that the query's rows hold."""
        instrument = self.declared.instrument
        width = max(item.scale.n_cells for item in instrument)
        kinds = ("n",) if self.declared.weight is None else ("n", "w", "s")
        cells = [
            (asked, cell)
            for asked in self.asked
            for cell in self.indicators(asked)
            if isinstance(cell, int)
        ]
        parts: list[Counted] = []
        for row in rows:
            keys = tuple(plain_key(row[self.key(k)]) for k in range(len(self.groups)))
            tables = np.zeros((len(self.declared.blocks), len(kinds), 1, len(instrument), width))
            zeros = np.zeros((len(self.declared.blocks), 1, len(instrument)), dtype=np.int64)
            if len(kinds) > 1:
                for b, i, _, _ in self.asked:
                    zeros[b, 0, i] = number(row, "n_zero")
            for asked, cell in cells:
                tables[asked[0], :, 0, asked[1], cell] = [
                    number(row, self.name(asked, cell, kind)) for kind in kinds
                ]
            for block, table, left in zip(self.declared.blocks, tables, zeros, strict=True):
                group = (block.condition, *keys) if self.declared.wide else keys
                parts.append(Counted([group], table, left if len(kinds) > 1 else None))
        if not parts:
            return Counted([], np.zeros((len(kinds), 0, len(instrument), width)))
        return stack(parts)


# Items of a piece of a tally.
_PIECE = 2
# Pieces of one query: an engine holds the plans and the rows of all of them at once.
_BATCH = 32


@attrs.frozen(eq=False, kw_only=True)
class JointQuery:
    """One query that counts the joint cells of several pieces, a few columns each.

    Attributes
    ----------
    frame : narwhals LazyFrame
        The rows.
    keys : mapping of str to narwhals Expr
        What splits the rows into groups.
    columns : mapping of str to narwhals Expr
        What is summed in each joint cell.
    base : int
        One more than the greatest digit.
    pieces : sequence of sequences of narwhals Expr
        The digits of each piece, the first of the highest value.
    """

    frame: nw.LazyFrame[Any]
    keys: Mapping[str, nw.Expr]
    columns: Mapping[str, nw.Expr]
    base: int
    pieces: Sequence[Sequence[nw.Expr]]

    def _sums(self, piece: int) -> nw.LazyFrame[Any]:
        import narwhals as nw

        joint = nw.lit(0).cast(nw.Int64)
        for digit in self.pieces[piece]:
            joint = joint * self.base + digit
        keys = {**self.keys, "piece": nw.lit(piece).cast(nw.Int64), "joint": joint}
        rows = self.frame.select(
            *(expression.alias(name) for name, expression in {**keys, **self.columns}.items())
        )
        sums = [nw.col(name).sum() for name in self.columns]
        return totals(rows, list(keys), sums).select(*keys, *self.columns)

    def run(self) -> list[JointCells]:
        """Return the joint cells of each piece."""
        import narwhals as nw

        rows_of_piece: list[list[dict[str, Any]]] = [[] for _ in self.pieces]
        sums = [self._sums(piece) for piece in range(len(self.pieces))]
        for start in range(0, len(sums), _BATCH):
            for row in _engine.run(nw.concat(sums[start : start + _BATCH], how="vertical")):
                rows_of_piece[int(number(row, "piece"))].append(row)
        return [
            JointCells(
                rows=rows,
                groups=[tuple(plain_key(row[key]) for key in self.keys) for row in rows],
                digits=self._digits(rows, len(self.pieces[piece])),
            )
            for piece, rows in enumerate(rows_of_piece)
        ]

    def _digits(self, rows: list[dict[str, Any]], n_digits: int) -> NDArray[np.int64]:
        joint = np.array([int(number(row, "joint")) for row in rows], dtype=np.int64)
        digits = np.empty((n_digits, len(rows)), dtype=np.int64)
        for place in reversed(range(n_digits)):
            joint, digits[place] = np.divmod(joint, self.base)
        return digits


@attrs.frozen(eq=False)
class JointCells:
    """The joint cells of one piece that occur.

    Attributes
    ----------
    rows : list of dict
        What the query returned, a row for each group and joint cell.
    groups : list of tuple
        The group of each row.
    digits : array of shape (n_digits, n_rows)
        The cells of each row.
    """

    rows: list[dict[str, Any]]
    groups: list[tuple[Hashable, ...]]
    digits: NDArray[np.int64]

    def sums(self, names: Sequence[str]) -> list[NDArray[np.float64]]:
        """Return the sums of these columns, row by row."""
        return [np.array([number(row, name) for row in self.rows], dtype=float) for name in names]


def rows_by_joint_cells(query: Query) -> list[dict[str, Any]]:
    """Return the rows that a query of indicators would, for an engine that is slow with many."""
    import narwhals as nw

    declared = query.declared
    width = max(item.scale.n_cells for item in declared.instrument)
    columns: dict[str, nw.Expr] = {"n": nw.lit(1).cast(nw.Int64)}
    if declared.weight is not None:
        weight = query.table.col(declared.weight).cast(nw.Float64)
        weighty = (weight > 0).fill_null(value=False)
        columns |= {"w": weight, "s": weight * weight, "all": columns["n"]}
        columns |= {"n": weighty.cast(nw.Int64), "n_zero": (~weighty).cast(nw.Int64)}
        columns["bad_weights"] = (~query.table.usable(declared.weight)).cast(nw.Int64)
    pieces = [query.asked[k : k + _PIECE] for k in range(0, len(query.asked), _PIECE)]
    keys = {query.key(k): query.table.col(name) for k, name in enumerate(query.groups)}
    cells = JointQuery(
        frame=query.table.frame,
        keys=keys,
        columns=columns,
        base=width + 1,
        pieces=[[query.cell(column, width) for column in piece] for piece in pieces],
    ).run()
    rows: dict[tuple[Hashable, ...], dict[str, Any]] = {}
    for place, (piece, joint) in enumerate(zip(pieces, cells, strict=True)):
        for group, source, digits in zip(joint.groups, joint.rows, joint.digits.T, strict=True):
            row = rows.setdefault(group, defaultdict(float, zip(keys, group, strict=True)))
            if place == 0:
                row["n_rows"] += number(source, "all" if "w" in columns else "n")
                row["weights"] += number(source, "w") if "w" in columns else 0
                row["bad_weights"] += number(source, "bad_weights") if "w" in columns else 0
                row["n_zero"] += number(source, "n_zero") if "w" in columns else 0
            for column, digit in zip(piece, digits.tolist(), strict=True):
                for kind in ("n", "w", "s")[: 3 if "w" in columns else 1]:
                    cell = "other" if digit == width else digit
                    # An answer off the scale is one, whatever it weighs.
                    off = cell == "other" and "w" in columns and kind == "n"
                    row[query.name(column, cell, kind)] += number(source, "all" if off else kind)
    return list(rows.values())
