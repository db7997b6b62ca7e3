"""Pairs of answers from a frame that an engine holds: grouped by respondent, without a join."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.responses._counted import CountedPairs
from likertkit.responses._keys import blank_key_error
from likertkit.responses._pairing import place_of
from likertkit.responses._query import Query, collect, number, usable
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import narwhals as nw

    from likertkit.responses._lazy import LazySource
    from likertkit.responses._pairing import Pairing
    from likertkit.responses._query import Asked

_SIDES = ("first", "second")


def pairs_of_engine(source: LazySource, pairing: Pairing) -> CountedPairs:
    """Count each respondent's cells under both conditions, with one query between checks."""
    declared = pairing.declared
    source.check_plain(pairing.groups)
    asked = source.asked(declared)
    spelled = source.spelled([one for one in asked if source.is_text(one[3])])
    source.check_respondents(declared)
    query = _PairQuery(
        pairing=pairing,
        source=source,
        known=() if declared.wide else tuple(source.values(str(declared.condition))),
        inner=Query(source.frame, source.types, declared, asked, spelled, ()),
        absent=max(item.scale.n_cells for item in declared.instrument),
    )
    rows = collect(query.sums())
    # Before the people: a weight that is none is no second weight of a respondent.
    query.check(rows)
    return query.counted(rows, query.check_people())


@attrs.frozen(eq=False, kw_only=True)
class _PairQuery:
    """The one query that counts pairs: a cell's number under each condition, then indicators.

    A respondent without a row under a condition has the number 0 there, a cell its own number
    plus 1, and a value that belongs nowhere one that is greater than all of them.
    """

    pairing: Pairing
    source: LazySource
    known: tuple[Hashable, ...]
    inner: Query
    absent: int

    def _asked(self) -> dict[str, dict[int, Asked]]:
        """Return the columns of each item asked under each condition."""
        blocks = self.pairing.declared.blocks
        return {
            side: {one[1]: one for one in self.inner.asked if blocks[one[0]] is block}
            for side, block in zip(_SIDES, self.pairing.blocks(), strict=True)
        }

    def _condition(self, value: Hashable) -> nw.Expr:
        """Return whether a row belongs to a condition."""
        import narwhals as nw

        column = str(self.pairing.declared.condition)
        found = nw.col(column)
        place = place_of(value, self.known)
        if place is None:
            # Engines refuse, or convert, a value of another type; and a filter by a constant.
            return found.is_null() & ~found.is_null()
        if isinstance(value, str):
            found = found.cast(nw.String)
        return (found == self.known[place]).fill_null(value=False)

    def _cell(self, asked: Asked) -> nw.Expr:
        """Return the number of a row's cell."""
        import narwhals as nw

        total: nw.Expr | None = None
        for cell, indicator in self.inner.indicators(asked).items():
            place = self.absent if cell == "other" else int(cell)
            term = indicator.cast(nw.Int64) * (place + 1)
            total = term if total is None else total + term
        return nw.lit(0) if total is None else total

    def _keys(self) -> dict[str, nw.Expr]:
        """Return what a respondent's rows must have in common."""
        import narwhals as nw

        keys = {f"group_{k}": nw.col(name) for k, name in enumerate(self.pairing.groups)}
        weight = self.pairing.declared.weight
        if weight is not None:
            number_of = nw.col(weight).cast(nw.Float64)
            keys["weight"] = nw.when(usable(weight)).then(number_of).otherwise(nw.lit(0.0))
        return keys

    def check_people(self) -> list[object]:
        """Return the respondents' names where they are wanted; raise if their rows disagree."""
        import narwhals as nw

        declared, pairing = self.pairing.declared, self.pairing
        if declared.respondent is None:
            return []
        person = nw.col(declared.respondent).alias("person")
        if declared.wide:
            if pairing.disjoint:
                return []
            return [row["person"] for row in collect(self.source.frame.select(person))]
        keys = self._keys()
        if pairing.disjoint and not keys:
            return []
        here = self._condition(pairing.first) | self._condition(pairing.second)
        rows = self.source.frame.filter(here).select(
            person, *(key.alias(name) for name, key in keys.items())
        )
        distinct = self.source.totals(rows, ("person", *keys), [nw.len().alias("n")])
        people = distinct.group_by("person").agg(nw.len().alias("n_kinds"))
        found = collect(people.filter(nw.col("n_kinds") > 1) if pairing.disjoint else people)
        torn = [row["person"] for row in found if row["n_kinds"] > 1]
        if torn:
            raise pairing.torn_error(sorted(torn, key=str))
        return [row["person"] for row in found]

    def _people(self) -> nw.LazyFrame[Any]:
        """Return a row a respondent: the keys, and the number of the cell on each side."""
        import narwhals as nw

        declared = self.pairing.declared
        keys = {name: key.alias(name) for name, key in self._keys().items()}
        cells = {
            f"{side}_{i}": self._cell(asked)
            for side, items in self._asked().items()
            for i, asked in items.items()
        }
        extra: dict[str, nw.Expr] = {"n_rows": nw.lit(1).cast(nw.Int64)}
        if declared.weight is not None:
            extra["bad_weights"] = (~usable(declared.weight)).cast(nw.Int64)
        if not declared.wide:
            sides = {
                side: self._condition(value).cast(nw.Int64)
                for side, value in zip(
                    _SIDES, (self.pairing.first, self.pairing.second), strict=True
                )
            }
            cells = {name: cell * sides[name.split("_")[0]] for name, cell in cells.items()}
            extra |= {f"n_{side}": flag for side, flag in sides.items()}
            extra["n_nowhere"] = self.source.blank(str(declared.condition)).cast(nw.Int64)
        columns = {name: one.alias(name) for name, one in (cells | extra).items()}
        rows = self.source.frame
        if declared.wide:
            return rows.select(*keys.values(), *columns.values())
        person = nw.col(str(declared.respondent)).alias("person")
        rows = rows.select(person, *keys.values(), *columns.values())
        sums = [nw.col(name).sum() for name in columns]
        return self.source.totals(rows, ("person", *keys), sums)

    def _pairs(self) -> dict[tuple[int, int, int], nw.Expr]:
        """Return whether a respondent has each pair of numbers of an item."""
        import narwhals as nw

        asked = self._asked()
        nobody: dict[int, list[nw.Expr]] = {0: []}
        found = {}
        for i, item in enumerate(self.pairing.declared.instrument):
            here = [side for side in _SIDES if i in asked[side]]
            if not here:
                continue
            every = range(int(self.pairing.declared.wide), item.scale.n_cells + 1)
            ones, others = (
                {x: [nw.col(f"{side}_{i}") == x] for x in every} if side in here else nobody
                for side in _SIDES
            )
            for x, one in ones.items():
                for y, other in others.items():
                    if (x, y) != (0, 0):
                        found[i, x, y] = reduce(and_, [*one, *other])
        return found

    def sums(self) -> nw.LazyFrame[Any]:
        """Return the query."""
        import narwhals as nw

        people = self._people()
        columns: dict[str, nw.Expr] = {}
        for (i, x, y), there in self._pairs().items():
            columns[f"n_{i}_{x}_{y}"] = self.inner.summable(there)
            if self.pairing.declared.weight is not None:
                inside = there.cast(nw.Float64) * nw.col("weight")
                columns[f"w_{i}_{x}_{y}"] = inside
                columns[f"s_{i}_{x}_{y}"] = inside * nw.col("weight")
        for side, items in self._asked().items():
            for i in items:
                stray = nw.col(f"{side}_{i}") > self.absent
                columns[f"stray_{side}_{i}"] = self.inner.summable(stray)
        extra = ["n_rows"]
        if self.pairing.declared.weight is not None:
            columns["weights"] = nw.col("weight")
            extra.append("bad_weights")
        if not self.pairing.declared.wide:
            extra += ["n_first", "n_second", "n_nowhere"]
        columns |= {name: nw.col(name) for name in extra}
        groups = [f"group_{k}" for k in range(len(self.pairing.groups))]
        wide = people.select(*groups, *(one.alias(name) for name, one in columns.items()))
        totals = [nw.col(name).sum() for name in columns]
        return self.source.totals(wide, groups, totals)

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raise for what the query found that is no answer, no weight or no condition."""
        declared = self.pairing.declared

        def total(name: str) -> int:
            return int(sum(number(row, name) for row in rows))

        if not declared.wide:
            column = str(declared.condition)
            if total("n_nowhere"):
                raise blank_key_error(column, "condition", total("n_nowhere"))
            unknown = total("n_rows") and not (total("n_first") and total("n_second"))
            if unknown and not self.pairing.disjoint:
                levels = self.source.levels().get(column, ())
                self.pairing.check_found(list(dict.fromkeys((*self.known, *levels))))
        self.source.check_weights(declared, rows)
        for side, items in self._asked().items():
            for i, asked in items.items():
                if total(f"stray_{side}_{i}"):
                    raise self.source.off_scale(self.inner, asked)

    def counted(self, rows: list[dict[str, Any]], people: list[object]) -> CountedPairs:
        """Return the counts that the query's rows hold."""
        kinds = ("n",) if self.pairing.declared.weight is None else ("n", "w", "s")
        width = self.absent + 1
        n_items = len(self.pairing.declared.instrument)
        tables = np.zeros((len(kinds), len(rows), n_items, width, width))
        groups = []
        for g, row in enumerate(rows):
            groups.append(_group(row, len(self.pairing.groups)))
            for i, x, y in self._pairs():
                for k, kind in enumerate(kinds):
                    # The number 0 is the last cell, absent.
                    tables[k, g, i, x - 1, y - 1] = number(row, f"{kind}_{i}_{x}_{y}")
        there = [g for g in range(len(rows)) if not self.pairing.groups or tables[0, g].any()]
        return CountedPairs([groups[g] for g in there], tables[:, there], people)


def _group(row: Mapping[str, Any], n_keys: int) -> tuple[Hashable, ...]:
    return tuple(plain_key(row[f"group_{k}"]) for k in range(n_keys))
