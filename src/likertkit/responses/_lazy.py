"""Frames that live in an engine: one query for numbers, a second for text."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.errors import DuplicateRespondentError, OffScaleError, Sighting, WeightError
from likertkit.instrument import check_spellings, expected_answers, place, shown_value
from likertkit.responses._columns import MOST_DISTINCT, too_many_distinct
from likertkit.responses._counted import Counted, Presence, stack
from likertkit.responses._keys import (
    BLANK_CHARACTERS,
    FIRST_ROWS,
    LEAST_WEIGHT,
    MOST_WEIGHT,
    bad_weights_error,
    blank_key_error,
    is_blank_key,
    nested_error,
    ordered_levels,
    zero_weights_error,
)
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import narwhals as nw

    from likertkit.instrument import Item
    from likertkit.responses._declaration import Declaration

# Block, item number, item and column of one column of answers.
_Asked = tuple[int, int, "Item", str]


def _collect(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Run a query and return its rows; the only place where one is run."""
    if frame.implementation.is_polars():
        return list(frame.collect().iter_rows(named=True))
    return list(frame.collect(backend="pandas").iter_rows(named=True))


@attrs.frozen(eq=False)
class LazySource:
    """A frame that an engine holds; it is read when a table is asked for, and checked then.

    Attributes
    ----------
    frame : narwhals LazyFrame
        The frame.
    types : mapping of str to narwhals DType
        The type of each column.
    """

    frame: nw.LazyFrame[Any]
    types: Mapping[str, Any]

    @classmethod
    def open(cls, frame: nw.LazyFrame[Any], declared: Declaration) -> LazySource:
        """Check that the columns are there."""
        types = dict(frame.collect_schema())
        declared.check_columns(list(types))
        for block in declared.blocks:
            _check_plain(types, [column for _, column in block.columns])
        people = [] if declared.respondent is None else [declared.respondent]
        _check_plain(types, [*declared.group_columns(), *people])
        if declared.weight is not None and not types[declared.weight].is_numeric():
            raise WeightError(
                f"the weight column {declared.weight!r} is of type {types[declared.weight]}; "
                "expected numbers.",
                "convert the column to numbers first.",
            )
        return cls(frame, types)

    def columns(self) -> list[str]:
        """Return the names of the frame's columns."""
        return list(self.types)

    def levels(self) -> dict[str, tuple[str, ...]]:
        """Return the values of each column whose type puts them in an order."""
        return ordered_levels(self.types)

    def describe(self) -> str:
        """Return what holds the rows."""
        return f"rows held by {self.frame.implementation.value}"

    def count(self, declared: Declaration, by: tuple[str, ...]) -> Counted:
        """Count the answers of each group."""
        _check_plain(self.types, by)
        asked = self._asked(declared)
        spelled = self._spelled([one for one in asked if self._is_text(one[3])])
        self._check_respondents(declared)
        query = _Query(self, declared, asked, spelled, declared.group_columns(by))
        rows = _collect(query.frame())
        self._check_keys(declared, query, rows)
        self._check_weights(declared, rows)
        for one in asked:
            if any(_number(row, query.name(one, "other")) for row in rows):
                raise self._off_scale(query, one)
        return query.counted(rows)

    @staticmethod
    def _asked(declared: Declaration) -> list[_Asked]:
        return [
            (b, i, item, column)
            for b, block in enumerate(declared.blocks)
            for i, item, column in block.items(declared.instrument)
        ]

    def _is_text(self, column: str) -> bool:
        return not self.types[column].is_numeric()

    def summable(self, indicator: nw.Expr) -> nw.Expr:
        """Return a truth value as something that the engine can add up."""
        import narwhals as nw

        # polars counts truth values ten times faster than numbers; SQL may not add them up.
        return indicator if self.frame.implementation.is_polars() else indicator.cast(nw.Int64)

    def _is_boolean(self, column: str) -> bool:
        import narwhals as nw

        return bool(self.types[column] == nw.Boolean)

    def _spelled(self, asked: list[_Asked]) -> dict[str, dict[str, int]]:
        """Return the cell of every spelling in the columns of text, with one query."""
        import narwhals as nw

        if not asked:
            return {}
        distinct = [
            self.frame.select(
                nw.lit(k).alias("place"), nw.col(column).cast(nw.String).alias("value")
            )
            .group_by("place", "value")
            .agg(nw.len().alias("n_rows"))
            .head(MOST_DISTINCT + 2)
            for k, (_, _, _, column) in enumerate(asked)
        ]
        found: list[dict[str, int]] = [{} for _ in asked]
        for row in _collect(nw.concat(distinct, how="vertical")):
            if plain_key(row["value"]) is not None:
                found[int(row["place"])][row["value"]] = int(row["n_rows"])
        spelled: dict[str, dict[str, int]] = {}
        for (_, _, item, column), counts in zip(asked, found, strict=True):
            values = sorted(counts)
            if len(values) > MOST_DISTINCT:
                filled = self.frame.select(nw.col(column).count().alias("n_rows"))
                n_rows = int(_collect(filled)[0]["n_rows"])
                raise too_many_distinct(item, values[:FIRST_ROWS], n_rows)
            truths = {"true": True, "false": False} if self._is_boolean(column) else {}
            placements = [place(item.scale, truths.get(value, value)) for value in values]
            sightings = [Sighting(shown_value(value), counts[value]) for value in values]
            pairs = list(zip(placements, sightings, strict=True))
            check_spellings(item.name, item.scale, pairs, mixed=True)
            spelled[column] = {
                value: placement.cell
                for value, placement in zip(values, placements, strict=True)
                if placement.cell is not None
            }
        return spelled

    def _check_respondents(self, declared: Declaration) -> None:
        import narwhals as nw

        if declared.respondent is None:
            return
        keys = {"person": declared.respondent}
        if declared.condition is not None:
            keys["condition"] = declared.condition
        people = self.frame.select(*(nw.col(name).alias(k) for k, name in keys.items()))
        person = nw.col("person")
        nobody = person.is_null()
        if self.types[declared.respondent].is_float():
            nobody = nobody | person.is_nan()
        elif self._is_text(declared.respondent):
            nobody = nobody | (person.cast(nw.String).str.strip_chars(BLANK_CHARACTERS) == "")
        odd = (
            people.group_by(*keys)
            .agg(nw.len().alias("n_rows"))
            .filter((nw.col("n_rows") > 1) | nobody)
        )
        rows = _collect(odd)
        blank = sum(int(row["n_rows"]) for row in rows if is_blank_key(row["person"]))
        if blank:
            raise blank_key_error(declared.respondent, "respondent", blank)
        if rows:
            found = sorted(
                (" under ".join(repr(plain_key(row[key])) for key in keys), int(row["n_rows"]))
                for row in rows
            )
            sightings = tuple(Sighting(who, n_rows) for who, n_rows in found)
            raise DuplicateRespondentError(declared.respondent, sightings, declared.condition)

    @staticmethod
    def _check_keys(declared: Declaration, query: _Query, rows: list[dict[str, Any]]) -> None:
        if declared.condition is None:
            return
        key = query.key(query.groups.index(declared.condition))
        blank = sum(int(_number(row, "n_rows")) for row in rows if is_blank_key(row[key]))
        if blank:
            raise blank_key_error(declared.condition, "condition", blank)

    def _check_weights(self, declared: Declaration, rows: list[dict[str, Any]]) -> None:
        import narwhals as nw

        if declared.weight is None:
            return
        bad = sum(int(_number(row, "bad_weights")) for row in rows)
        if bad:
            unusable = self.frame.filter(~_usable(declared.weight))
            first = _collect(unusable.select(nw.col(declared.weight).alias("w")).head(FIRST_ROWS))
            values = [float("nan") if row["w"] is None else float(row["w"]) for row in first]
            raise bad_weights_error(declared.weight, bad, values)
        n_rows = sum(_number(row, "n_rows") for row in rows)
        if n_rows and not sum(_number(row, "weights") for row in rows):
            raise zero_weights_error(declared.weight)

    def _off_scale(self, query: _Query, asked: _Asked) -> OffScaleError:
        """Return the error for a column's stray numbers, which a query of its own fetches."""
        import narwhals as nw

        _, _, item, column = asked
        stray = (
            self.frame.filter(query.indicators(asked)["other"])
            .select(nw.col(column).alias("value"))
            .group_by("value")
            .agg(nw.len().alias("n_rows"))
        )
        found = sorted(((row["value"], int(row["n_rows"])) for row in _collect(stray)), key=str)
        sightings = tuple(Sighting(shown_value(value), n_rows) for value, n_rows in found)
        return OffScaleError(item.name, sightings, expected_answers(item.scale))

    def participation(self, declared: Declaration) -> tuple[list[Presence], int | None]:
        """Return the rows and the empty rows of each condition, and how many people there are."""
        import narwhals as nw

        asked = self._asked(declared)
        spelled = self._spelled([one for one in asked if self._is_text(one[3])])
        query = _Query(self, declared, asked, spelled, declared.group_columns()[:1])
        condition = nw.lit(0) if declared.condition is None else nw.col(declared.condition)
        columns: dict[str, nw.Expr] = {"n_rows": nw.lit(1).cast(nw.Int64)}
        for b in range(len(declared.blocks)):
            blanks = [query.indicators(o)[o[2].scale.n_levels] for o in asked if o[0] == b]
            columns[f"n_empty_{b}"] = self.summable(reduce(and_, blanks))
        wide = self.frame.select(
            condition.alias("condition"), *(e.alias(name) for name, e in columns.items())
        )
        sums = [nw.col(name).sum() for name in columns]
        rows = _collect(wide.group_by("condition").agg(*sums))
        people = None
        if declared.respondent is not None:
            distinct = self.frame.select(nw.col(declared.respondent).n_unique().alias("people"))
            people = int(_collect(distinct)[0]["people"])
        if declared.condition is not None:
            found = [
                Presence(plain_key(row["condition"]), int(row["n_rows"]), int(row["n_empty_0"]))
                for row in rows
            ]
            return found, people
        n_rows = int(sum(_number(row, "n_rows") for row in rows))
        return [
            Presence(
                block.condition, n_rows, int(sum(_number(row, f"n_empty_{b}") for row in rows))
            )
            for b, block in enumerate(declared.blocks)
        ], people


def _check_plain(types: Mapping[str, Any], columns: Iterable[str]) -> None:
    """Raise if a column that is to be counted, or to split the counts, holds lists."""
    for column in columns:
        if column in types and types[column].is_nested():
            raise nested_error(column)


def _number(row: Mapping[str, Any], name: str) -> float:
    """Return a sum of a query's row, where an engine's empty sum is null, or not a float."""
    value = plain_key(row[name])
    return 0.0 if value is None else float(value)  # type: ignore[arg-type]


def _usable(weight: str) -> nw.Expr:
    import narwhals as nw

    number = nw.col(weight).cast(nw.Float64)
    usable = (number == 0) | ((number >= LEAST_WEIGHT) & (number <= MOST_WEIGHT))
    return usable.fill_null(value=False)


@attrs.frozen(eq=False)
class _Query:
    """The one query that counts: an indicator a cell, summed in each group."""

    source: LazySource
    declared: Declaration
    asked: list[_Asked]
    spelled: Mapping[str, Mapping[str, int]]
    groups: tuple[str, ...]

    @staticmethod
    def name(asked: _Asked, cell: int | str, kind: str = "n") -> str:
        """Return the name of a cell's sum."""
        return f"{kind}_{asked[0]}_{asked[1]}_{cell}"

    @staticmethod
    def key(place: int) -> str:
        """Return the name of a group column, which cannot be that of a sum."""
        return f"group_{place}"

    def indicators(self, asked: _Asked) -> dict[int | str, nw.Expr]:
        """Return whether a row is in each cell of an item, or in none of them."""
        import narwhals as nw

        _, _, item, column = asked
        value = nw.col(column)
        conditions: dict[int, list[nw.Expr]] = {c: [] for c in range(item.scale.n_cells)}
        blank = value.is_null()
        if column in self.spelled:
            value = value.cast(nw.String)
            for text, cell in self.spelled[column].items():
                conditions[cell].append(value == text)
        else:
            for code, cell in item.scale.code_cells:
                conditions[cell].append(value == code)
            if self.source.types[column].is_float():
                blank = blank | value.is_nan()
        conditions[item.scale.n_levels].append(blank)
        cells: dict[int | str, nw.Expr] = {
            cell: reduce(or_, some).fill_null(value=False)
            for cell, some in conditions.items()
            if some
        }
        return {**cells, "other": ~reduce(or_, cells.values())}

    def frame(self) -> nw.LazyFrame[Any]:
        """Return the query."""
        import narwhals as nw

        columns = {"n_rows": nw.lit(1).cast(nw.Int64)}
        cells = {
            (asked, cell): indicator
            for asked in self.asked
            for cell, indicator in self.indicators(asked).items()
        }
        for (asked, cell), indicator in cells.items():
            columns[self.name(asked, cell)] = self.source.summable(indicator)
        if self.declared.weight is not None:
            number = nw.col(self.declared.weight).cast(nw.Float64)
            columns["weights"] = number
            columns["bad_weights"] = self.source.summable(~_usable(self.declared.weight))
            for (asked, cell), indicator in cells.items():
                inside = indicator.cast(nw.Float64) * number
                columns[self.name(asked, cell, "w")] = inside
                columns[self.name(asked, cell, "s")] = inside * number
        keys = {self.key(k): nw.col(name) for k, name in enumerate(self.groups)}
        wide = self.source.frame.select(
            *(expression.alias(name) for name, expression in (keys | columns).items())
        )
        sums = [nw.col(name).sum() for name in columns]
        return wide.group_by(*keys).agg(*sums) if keys else wide.select(*sums)

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
            for asked, cell in cells:
                tables[asked[0], :, 0, asked[1], cell] = [
                    _number(row, self.name(asked, cell, kind)) for kind in kinds
                ]
            for block, table in zip(self.declared.blocks, tables, strict=True):
                group = (block.condition, *keys) if self.declared.wide else keys
                parts.append(Counted([group], table))
        if not parts:
            return Counted([], np.zeros((len(kinds), 0, len(instrument), width)))
        return stack(parts)
