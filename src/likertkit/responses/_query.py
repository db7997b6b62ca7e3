"""Queries of an engine: an indicator a cell, summed in each group."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.responses._counted import Counted, stack
from likertkit.responses._engine import number, totals
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import narwhals as nw

    from likertkit.instrument import Item
    from likertkit.responses._declaration import Declaration
    from likertkit.responses._engine import EngineTable

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
