"""Frames that live in an engine: one query for numbers, a second for text."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.errors import DuplicateRespondentError, OffScaleError, Sighting
from likertkit.instrument._placing import check_spellings, expected_answers, place_values
from likertkit.instrument._spellings import shown_value
from likertkit.responses._keys import (
    FIRST_ROWS,
    bad_weights_error,
    blank_key_error,
    nested_error,
    ordered_levels,
    weight_type_error,
    zero_weights_error,
)
from likertkit.responses._to_tally import Counted, Presence, stack
from likertkit.responses.engines import _engine
from likertkit.responses.engines._engine import EngineTable, number
from likertkit.responses.engines._query import Asked, Query, rows_by_joint_cells
from likertkit.responses.memory._columns import MOST_DISTINCT, too_many_distinct
from likertkit.tally._axes import BLANK_CHARACTERS, plain_key
from likertkit.tally._where import IN_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import narwhals as nw

    from likertkit.responses._declaration import Declaration
    from likertkit.tally._axes import Group

# Columns of answers in one query of DuckDB.
_BATCH = 16


@attrs.frozen(eq=False)
class LazySource:
    """A frame that an engine holds; it is read when a table is asked for, and checked then.

    Attributes
    ----------
    table : EngineTable
        The frame with its columns.
    """

    table: EngineTable

    @classmethod
    def open(cls, frame: nw.LazyFrame[Any], declared: Declaration) -> LazySource:
        """Check that the columns are there."""
        table = EngineTable.open(frame)
        types = table.types
        declared.check_columns(list(types))
        for block in declared.blocks:
            _check_plain(types, [column for _, column in block.columns])
        people = [] if declared.respondent is None else [declared.respondent]
        _check_plain(types, [*declared.group_columns(clustered=True), *people])
        if declared.weight is not None and not types[declared.weight].is_numeric():
            raise weight_type_error(declared.weight, types[declared.weight])
        return cls(table)

    def columns(self) -> list[str]:
        """Return the names of the frame's columns."""
        return list(self.table.types)

    def levels(self) -> dict[str, tuple[str, ...]]:
        """Return the values of each column whose type puts them in an order."""
        return ordered_levels(self.table.types)

    def describe(self) -> str:
        """Return what holds the rows."""
        return f"rows held by {self.table.frame.implementation.value}"

    def n_rows(self) -> None:
        """Return None: an engine is not asked how many rows it holds."""
        return

    def count(self, declared: Declaration, names: tuple[str, ...]) -> Counted:
        """Count the answers of each group that the columns of these names make."""
        whole = self.query(declared, names)
        engine = self.table.frame.implementation
        # DuckDB plans a query in a time that grows with the square of its columns.
        most = _BATCH if engine.is_duckdb() else max(len(whole.asked), 1)
        parts = []
        for start in range(0, max(len(whole.asked), 1), most):
            query = attrs.evolve(whole, asked=whole.asked[start : start + most])
            rows = rows_by_joint_cells(query) if engine.is_pyspark() else _engine.run(query.sums())
            self.check_keys(declared, query, rows)
            self.check_weights(declared, rows)
            for asked in query.asked:
                if any(number(row, query.name(asked, "other")) for row in rows):
                    raise self.off_scale(query, asked)
            parts.append(query.counted(rows))
        return stack(parts)

    def query(self, declared: Declaration, names: tuple[str, ...]) -> Query:
        """Look the spellings up and the respondents over; return the query in these groups."""
        _check_plain(self.table.types, names)
        asked = self.asked(declared)
        spelled = self.spelled([column for column in asked if self.is_text(column[3])])
        self.check_respondents(declared)
        return Query(self.table, declared, asked, spelled, names)

    @staticmethod
    def asked(declared: Declaration) -> list[Asked]:
        """Return every column of answers."""
        return [
            (b, i, item, column)
            for b, block in enumerate(declared.blocks)
            for i, item, column in block.items(declared.instrument)
        ]

    def is_text(self, column: str) -> bool:
        """Return whether a column's answers must be read as text."""
        return not self.table.types[column].is_numeric()

    def is_plain_text(self, column: str) -> bool:
        """Return whether a column holds text, or categories of it."""
        import narwhals as nw

        return isinstance(self.table.types[column], nw.String | nw.Categorical | nw.Enum)

    def blank(self, column: str, key: nw.Expr) -> nw.Expr:
        """Return whether a column's key names nobody: null, or text of white space alone."""
        import narwhals as nw

        nobody = key.is_null()
        if self.table.types[column].is_float():
            nobody = nobody | key.is_nan()
        elif self.is_plain_text(column):
            nobody = nobody | (key.cast(nw.String).str.strip_chars(BLANK_CHARACTERS) == "")
        return nobody.fill_null(value=False)

    def key(self, column: str) -> nw.Expr:
        """Return a column's key, null wherever it is blank."""
        import narwhals as nw

        key = self.table.col(column)
        if not (self.is_plain_text(column) or self.table.types[column].is_float()):
            return key
        return nw.when(~self.blank(column, key)).then(key)

    def values(self, column: str) -> list[Hashable]:
        """Return the distinct values of a column."""
        import narwhals as nw

        distinct = self.table.frame.select(self.table.col(column).alias("value")).unique()
        distinct_values = [plain_key(row["value"]) for row in _engine.run(distinct)]
        if self.table.types[column] == nw.Date:
            # pandas, through which some engines answer, has no dates without a time.
            distinct_values = [
                value.date() if isinstance(value, datetime) else value for value in distinct_values
            ]
        return sorted(distinct_values, key=str)

    def holds(self, column: str, known: Hashable) -> nw.Expr:
        """Return whether a column has one of the values that :meth:`values` found there."""
        import narwhals as nw

        value = self.table.col(column)
        if known is None:
            return self.blank(column, value)
        # Engines refuse, or convert, a value of another type.
        if isinstance(known, str):
            value = value.cast(nw.String)
        elif isinstance(known, Decimal):
            # Not every engine compares a Decimal with its own numbers.
            value, known = value.cast(nw.Float64), float(known)
        return (value == known).fill_null(value=False)

    def with_domain(self, columns: Mapping[str, Sequence[Hashable]]) -> LazySource:
        """Return the source with a column of 1 where every column has one of its values, else 0."""
        import narwhals as nw

        inside = nw.lit(1).cast(nw.Int64)
        for name, values in columns.items():
            several = [self.holds(name, value) for value in values]
            inside = inside * reduce(or_, several, self.holds_nothing(name)).cast(nw.Int64)
        name = "in_domain"
        while name in self.table.frame.columns:
            name += "_"
        table = attrs.evolve(
            self.table,
            frame=self.table.frame.with_columns(inside.alias(name)),
            types={**self.table.types, IN_DOMAIN: nw.Int64()},
            names={**self.table.names, IN_DOMAIN: name},
        )
        return attrs.evolve(self, table=table)

    def holds_nothing(self, column: str) -> nw.Expr:
        """Return False for every row, as an engine writes it that refuses a constant."""
        value = self.table.col(column)
        return value.is_null() & ~value.is_null()

    def groups(self, names: tuple[str, ...]) -> tuple[None, list[Group]]:
        """Return the groups that the columns of these names make; an engine numbers no rows."""
        keys = {Query.key(k): self.key(name) for k, name in enumerate(names)}
        distinct = self.table.frame.select(*(key.alias(k) for k, key in keys.items())).unique()
        return None, [tuple(plain_key(row[key]) for key in keys) for row in _engine.run(distinct)]

    def _is_boolean(self, column: str) -> bool:
        import narwhals as nw

        return bool(self.table.types[column] == nw.Boolean)

    def spelled(self, asked: list[Asked]) -> dict[str, dict[str, int]]:
        """Return the cell of every spelling in the columns of text, with one query."""
        import narwhals as nw

        if not asked:
            return {}
        for asked_column in asked:
            self._check_writable(asked_column)
        distinct = [
            self.table.frame.select(
                nw.lit(k).alias("place"), self.table.col(column).cast(nw.String).alias("value")
            )
            .group_by("place", "value")
            .agg(nw.len().alias("n_rows"))
            .head(MOST_DISTINCT + 2)
            for k, (_, _, _, column) in enumerate(asked)
        ]
        counts_of: list[dict[str, int]] = [{} for _ in asked]
        for row in _engine.run(nw.concat(distinct, how="vertical")):
            if isinstance(row["value"], str):
                counts_of[int(row["place"])][row["value"]] = int(row["n_rows"])
        spelled: dict[str, dict[str, int]] = {}
        for (_, _, item, column), counts in zip(asked, counts_of, strict=True):
            values = sorted(counts)
            if len(values) > MOST_DISTINCT:
                filled = self.table.frame.select(self.table.col(column).count().alias("n_rows"))
                n_rows = int(_engine.run(filled)[0]["n_rows"])
                raise too_many_distinct(item, values[:FIRST_ROWS], n_rows)
            truths = {"true": True, "false": False} if self._is_boolean(column) else {}
            placements = place_values(item.scale, [truths.get(value, value) for value in values])
            sightings = [Sighting(shown_value(value), counts[value]) for value in values]
            pairs = list(zip(placements, sightings, strict=True))
            check_spellings(item.name, item.scale, pairs, mixed=True)
            spelled[column] = {
                value: placement.cell
                for value, placement in zip(values, placements, strict=True)
                if placement.cell is not None
            }
        return spelled

    def _check_writable(self, asked: Asked) -> None:
        """Raise if a column has values of a type that not every engine writes as text."""
        import narwhals as nw

        _, _, item, column = asked
        if not isinstance(self.table.types[column], nw.Binary | nw.Duration):
            return
        filled = self.table.frame.select(self.table.col(column).alias("value"))
        grouped = filled.filter(~nw.col("value").is_null()).group_by("value")
        rows = _engine.run(grouped.agg(nw.len().alias("n_rows")).head(MOST_DISTINCT))
        rows.sort(key=lambda row: str(row["value"]))
        values = [plain_key(row["value"]) for row in rows]
        sightings = [Sighting(shown_value(row["value"]), int(row["n_rows"])) for row in rows]
        placed = list(zip(place_values(item.scale, values), sightings, strict=True))
        check_spellings(item.name, item.scale, placed, mixed=True)

    def check_respondents(self, declared: Declaration) -> None:
        """Raise if a respondent is blank or has two rows under one condition."""
        import narwhals as nw

        if declared.respondent is None:
            return
        keys = {"person": declared.respondent}
        if declared.condition is not None:
            keys["condition"] = declared.condition
        people = self.table.frame.select(
            *(self.table.col(name).alias(k) for k, name in keys.items())
        )
        nobody = self.blank(declared.respondent, nw.col("person"))
        odd = (
            people.group_by(*keys)
            .agg(nw.len().alias("n_rows"))
            .filter((nw.col("n_rows") > 1) | nobody)
        )
        rows = _engine.run(odd)
        blank = sum(int(row["n_rows"]) for row in rows if plain_key(row["person"]) is None)
        if blank:
            raise blank_key_error(declared.respondent, "respondent", blank)
        if rows:
            repeated = sorted(
                (" under ".join(repr(plain_key(row[key])) for key in keys), int(row["n_rows"]))
                for row in rows
            )
            sightings = tuple(Sighting(who, n_rows) for who, n_rows in repeated)
            raise DuplicateRespondentError(declared.respondent, sightings, declared.condition)

    @staticmethod
    def check_keys(declared: Declaration, query: Query, rows: list[dict[str, Any]]) -> None:
        """Raise if a row has no condition or stratum, or no cluster where these are counted."""
        for purpose, column in declared.filled_columns():
            if column not in query.groups:
                continue
            key = query.key(query.groups.index(column))
            blank = sum(int(number(row, "n_rows")) for row in rows if plain_key(row[key]) is None)
            if blank:
                raise blank_key_error(column, purpose, blank)

    def check_weights(self, declared: Declaration, rows: list[dict[str, Any]]) -> None:
        """Raise if the sums of a query show weights that cannot be used."""
        if declared.weight is None:
            return
        bad = sum(int(number(row, "bad_weights")) for row in rows)
        if bad:
            unusable = self.table.frame.filter(~self.table.usable(declared.weight))
            first = _engine.run(
                unusable.select(self.table.col(declared.weight).alias("w")).head(FIRST_ROWS)
            )
            plain = [plain_key(row["w"]) for row in first]
            values = [float("nan") if value is None else float(str(value)) for value in plain]
            raise bad_weights_error(declared.weight, bad, values)
        n_rows = sum(number(row, "n_rows") for row in rows)
        if n_rows and not sum(number(row, "weights") for row in rows):
            raise zero_weights_error(declared.weight)

    def off_scale(self, query: Query, asked: Asked) -> OffScaleError:
        """Return the error for a column's stray numbers, which a query of its own fetches."""
        import narwhals as nw

        _, _, item, column = asked
        stray = (
            self.table.frame.filter(query.indicators(asked)["other"])
            .select(self.table.col(column).alias("value"))
            .group_by("value")
            .agg(nw.len().alias("n_rows"))
        )
        values = sorted(((row["value"], int(row["n_rows"])) for row in _engine.run(stray)), key=str)
        sightings = tuple(Sighting(shown_value(value), n_rows) for value, n_rows in values)
        return OffScaleError(item.name, sightings, expected_answers(item.scale))

    def participation(self, declared: Declaration) -> tuple[list[Presence], int | None]:
        """Return the rows and the empty rows of each condition, and how many people there are."""
        import narwhals as nw

        asked = self.asked(declared)
        spelled = self.spelled(
            [column_asked for column_asked in asked if self.is_text(column_asked[3])]
        )
        query = Query(self.table, declared, asked, spelled, declared.group_columns()[:1])
        condition = nw.lit(0) if declared.condition is None else self.table.col(declared.condition)
        frame = self.table.frame
        if IN_DOMAIN in self.table.names:
            frame = frame.filter(self.table.col(IN_DOMAIN) == 1)
        columns: dict[str, nw.Expr] = {"n_rows": nw.lit(1).cast(nw.Int64)}
        for b in range(len(declared.blocks)):
            blanks = [query.indicators(o)[o[2].scale.n_levels] for o in asked if o[0] == b]
            columns[f"n_empty_{b}"] = query.summable(reduce(and_, blanks))
        wide = frame.select(
            condition.alias("condition"), *(e.alias(name) for name, e in columns.items())
        )
        sums = [nw.col(name).sum() for name in columns]
        rows = _engine.run(wide.group_by("condition").agg(*sums))
        people = None
        if declared.respondent is not None:
            distinct = frame.select(self.table.col(declared.respondent).n_unique().alias("people"))
            people = int(number(_engine.run(distinct)[0], "people"))
        if declared.condition is not None:
            presences = [
                Presence(plain_key(row["condition"]), int(row["n_rows"]), int(row["n_empty_0"]))
                for row in rows
            ]
            return presences, people
        n_rows = int(sum(number(row, "n_rows") for row in rows))
        return [
            Presence(block.condition, n_rows, int(sum(number(row, f"n_empty_{b}") for row in rows)))
            for b, block in enumerate(declared.blocks)
        ], people


def _check_plain(types: Mapping[str, Any], columns: Iterable[str]) -> None:
    """Raise if a column that is to be counted, or to split the counts, holds lists."""
    for column in columns:
        if column in types and types[column].is_nested():
            raise nested_error(column)
