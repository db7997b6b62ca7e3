"""Joint cells of a few columns: what an engine counts where indicators would be too many.

A joint cell is a number whose digits are the cells of the columns.  An engine groups by it, and
returns a row for each joint cell that occurs, however many respondents there are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.responses import _engine
from likertkit.responses._engine import number, totals
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.responses._query import Query

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

        found: list[list[dict[str, Any]]] = [[] for _ in self.pieces]
        sums = [self._sums(piece) for piece in range(len(self.pieces))]
        for start in range(0, len(sums), _BATCH):
            for row in _engine.run(nw.concat(sums[start : start + _BATCH], how="vertical")):
                found[int(number(row, "piece"))].append(row)
        return [
            JointCells(
                rows=rows,
                groups=[tuple(plain_key(row[key]) for key in self.keys) for row in rows],
                digits=self._digits(rows, len(self.pieces[piece])),
            )
            for piece, rows in enumerate(found)
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
        pieces=[[query.cell(one, width) for one in piece] for piece in pieces],
    ).run()
    rows: dict[tuple[Hashable, ...], dict[str, Any]] = {}
    for place, (piece, found) in enumerate(zip(pieces, cells, strict=True)):
        for group, source, digits in zip(found.groups, found.rows, found.digits.T, strict=True):
            row = rows.setdefault(group, defaultdict(float, zip(keys, group, strict=True)))
            if place == 0:
                row["n_rows"] += number(source, "all" if "w" in columns else "n")
                row["weights"] += number(source, "w") if "w" in columns else 0
                row["bad_weights"] += number(source, "bad_weights") if "w" in columns else 0
                row["n_zero"] += number(source, "n_zero") if "w" in columns else 0
            for one, digit in zip(piece, digits.tolist(), strict=True):
                for kind in ("n", "w", "s")[: 3 if "w" in columns else 1]:
                    cell = "other" if digit == width else digit
                    # An answer off the scale is one, whatever it weighs.
                    off = cell == "other" and "w" in columns and kind == "n"
                    row[query.name(one, cell, kind)] += number(source, "all" if off else kind)
    return list(rows.values())
